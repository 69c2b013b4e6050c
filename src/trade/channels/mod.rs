//! Where orders come from: shops, marketplace accounts, the telephone; each with its defaults as fields of a card; and the files
//! that answered them.

mod answers;
pub mod commands;
mod facts;
mod table;

pub use answers::{Answer, Answers};
pub use facts::*;
