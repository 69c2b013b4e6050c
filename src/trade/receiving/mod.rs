//! Goods that come in, delivery by delivery.

mod facts;
pub use facts::*;
