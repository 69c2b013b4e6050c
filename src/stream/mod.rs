//! Streams: what every fact travels in, whatever the trade. Pure.
//!
//! A device appends commits to a stream of its own. A commit is the unit of durability, of the hash chain and of
//! knowledge: it holds the events of one command in one scope, and says how far its device knew the other streams.
//! From a *set* of commits, however it came together, [`History`] computes the one order in which all devices fold,
//! who knew what, where a stream forked, and which clock readings can be compared.
//!
//! Nothing here knows goods or orders: `crate::trade` fills the events.

pub mod chain;
pub mod codec;
pub mod commands;
pub mod commit;
pub mod extras;
pub mod facts;
pub mod halves;
pub mod history;
pub mod id;
pub mod knows;
pub mod segment;
pub mod stamp;
pub mod wire;

pub use history::History;
