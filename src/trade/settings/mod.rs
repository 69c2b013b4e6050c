//! Settings of the workspace: facts like all others, so that another device and a restored copy have them.

mod facts;
mod table;

pub use facts::*;
