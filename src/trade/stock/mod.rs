//! The ledger of goods, and movements that belong to no order.

mod facts;
pub mod ledger;
pub mod posting;
pub mod serials;
pub use facts::*;
