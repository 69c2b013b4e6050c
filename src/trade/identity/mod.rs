//! What is the same as what: placeholders for what nobody knew when it came, and merges that can be revoked.
//!
//! What standing merges join is one component. Its canonical member is the one that was merged into no other; of none
//! or several, the one that was opened first in the order of facts. Accounts are kept under the name that a fact wrote
//! and summed through one function, so that revoking a merge changes no fact.

pub mod canonical;
pub mod commands;
pub mod components;
mod facts;
mod table;

pub use facts::*;
