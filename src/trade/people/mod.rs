//! Who works here, and what they may.
//!
//! Permission is judged by what a commit knew. What hands did always counts and is marked where it should not have
//! been; what confers or destroys waits for a decision where its author had no right. A workspace of one operator has
//! an owner and notices nothing.

pub mod authority;
pub mod commands;
mod facts;
pub mod secret;
mod table;

pub use facts::*;
