//! Personal data: what can be erased stands beside the facts, not in them.
//!
//! A chain of hashes can never forget, and the law says that it must. So a fact holds only that a row was written, and
//! one salted hash of it; the row lies in a table of its own. No area about orders, parcels, returns or people can hold
//! free text by type.

pub mod age;
pub mod commands;
pub mod content;
pub mod erasures;
mod facts;
pub mod subject;
mod table;

pub use facts::*;
