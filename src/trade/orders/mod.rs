//! Orders: what was sold, in the words of their source.
//!
//! An order is what was sold; what is to be done for it is a fulfilment order ([`super::fulfilment`]). Its statuses are
//! derived, never set. Beside each field stands what the source said last: only what the source changed against its own
//! last word is a change, and against a value that was set by hand it becomes a doubt.

mod addresses;
pub mod cancel;
pub mod commands;
mod desk;
pub(crate) mod elsewhere;
mod facts;
pub mod intake;
pub mod keys;
mod line;
mod mend;
pub mod order;
pub mod said;
pub mod status;
mod table;
pub(crate) mod undo;
mod word;
mod word_age;
mod word_units;

pub use facts::*;
