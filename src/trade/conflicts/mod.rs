//! What clashed between devices: entries that every device derives alike from the same facts, and their settlement.

pub mod cancelled;
pub mod choices;
pub mod commands;
mod facts;
mod keep;
mod keep_said;
pub mod serials;
mod table;

pub use facts::*;
