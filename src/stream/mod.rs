//! Streams: what every fact travels in, whatever the trade. Pure.
//!
//! A device appends commits to a stream of its own. A commit is the unit of durability, of the hash chain and of
//! knowledge: it holds the events of one command in one scope, and says how far its device knew the other streams.
//! From a *set* of commits, however it came together, [`History`] computes the one order in which all devices fold,
//! who knew what, where a stream forked, and which clock readings can be compared.
//!
//! [`codec`] turns a [`commit`] into bytes and back, [`chain`] hashes it, [`segment`] seals runs of them. [`facts`] are
//! those that streams have about themselves; [`commands`] tells what became of a command that is sent again, and
//! [`halves`] whether the other half of one that crosses scopes exists.
//!
//! Nothing here knows goods or orders: `crate::trade` fills the events, and its fact type is a parameter.

pub mod chain;
pub mod codec;
pub mod commands;
pub mod commit;
pub mod extras;
pub mod facts;
pub mod halves;
pub mod history;
pub mod id;
pub mod kept;
pub mod knows;
pub mod packed;
pub mod segment;
mod squeeze;
pub mod stamp;
pub mod wire;

pub use history::History;
