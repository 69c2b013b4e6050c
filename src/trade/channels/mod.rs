//! Where orders come from: shops, marketplace accounts, the telephone; each with its defaults as fields of a card.

pub mod commands;
mod facts;
mod table;

pub use facts::*;
