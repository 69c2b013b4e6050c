//! Settings of the workspace: facts like all others, so that another device and a restored copy have them.

pub mod commands;
mod facts;
mod table;

pub use facts::*;
