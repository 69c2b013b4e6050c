//! Observations: a count, a short, an empty place say what was *seen*; the difference is computed.
//!
//! A count holds until one that knew it, or is later. The balance is what the count that holds has seen, and what moved
//! after it. Movements that cannot be told to be before or after leave it in doubt, and an entry asks.

pub mod balance;
pub mod commands;
mod facts;
pub mod sides;
mod table;

pub use facts::*;
