//! What clashed between devices: entries that every device derives alike from the same facts, and their settlement.

pub mod choices;
pub mod commands;
mod facts;
mod keep;
mod table;

pub use facts::*;
