//! The ledger of goods, and movements that belong to no order.

pub mod asked;
pub mod commands;
mod facts;
pub mod feed;
pub mod ledger;
pub mod posting;
pub mod serials;
mod shelf;
mod table;

pub use facts::*;
