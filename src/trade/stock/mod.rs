//! The ledger of goods, and movements that belong to no order.

mod facts;
pub use facts::*;
