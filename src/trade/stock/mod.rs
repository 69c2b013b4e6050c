//! The ledger of goods, and movements that belong to no order.

mod facts;
mod table;

pub use facts::*;
