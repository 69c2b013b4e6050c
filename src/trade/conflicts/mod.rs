//! What clashed between devices: entries that every device derives alike from the same facts, and their settlement.

mod facts;
mod table;

pub use facts::*;
