//! Picking: batches of tasks, and what hands took.
//!
//! A pick says all that it moved by itself (goods, from, into, units), so that the ledger needs no other fact to book
//! it; it names the demand line that it is for, and nothing of the order.

pub mod batch;
mod choice;
pub mod commands;
mod facts;
mod open;
pub(crate) mod table;
pub mod walk;

pub use facts::*;
