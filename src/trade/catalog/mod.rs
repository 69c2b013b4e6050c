//! The catalog: items and their lots as cards whose fields fold one by one, recipes as editions that are whole.
//!
//! An item's identity is its first code within a client's catalog; the SKU that is shown is a field and can be
//! changed, and every code that an item ever had leads to it. A lot is a document of its own: its expiry, production
//! day and recall are fields, so that a recall takes effect at once for all of its goods, wherever they are.

pub mod commands;
mod facts;
pub mod lookup;
mod table;

pub use facts::*;
