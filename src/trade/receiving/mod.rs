//! Goods that come in, delivery by delivery.

pub mod commands;
mod facts;
pub mod receipt;
mod table;

pub use facts::*;
