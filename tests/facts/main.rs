//! The facts and what follows from them: bytes, order, goods.

mod goods;
