//! Goods that come in, delivery by delivery.

pub mod commands;
mod facts;
pub mod receipt;
pub(crate) mod table;

pub use facts::*;
