//! The facts: their bytes, what each means, and what follows from any set of them.

mod demand;
mod goods;
mod support;
