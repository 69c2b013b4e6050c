//! Goods that come in, delivery by delivery.

mod facts;
mod table;

pub use facts::*;
