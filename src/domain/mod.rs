//! The trade, pure: goods and places, orders and their lines, picking, packing, shipping, returns.
//!
//! No clock, no randomness, no input or output. [`decide`] turns a command into events or a refusal, [`Workspace`]
//! is the state that the events add up to, and [`Workspace::apply`] cannot fail: what should not have happened is
//! kept and shown as an [`order::Anomaly`].

pub mod catalog;
pub mod change;
pub mod command;

pub mod commit;
pub mod contents;
pub mod decide;

pub mod event;
mod head;
pub mod ledger;
pub mod money;
pub mod opening;
pub mod order;
mod papers;
pub mod picking;
pub mod place;
pub mod reason;
mod record;
pub mod refusal;
pub mod text;
pub mod workspace;

pub use command::{Command, Refusal};
pub use event::Event;
pub use workspace::Workspace;
