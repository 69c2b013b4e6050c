//! Goods that come in, delivery by delivery.

mod facts;
pub mod receipt;
mod table;

pub use facts::*;
