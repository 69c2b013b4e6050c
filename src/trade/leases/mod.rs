//! Leases: who works on what, so that two tablets that hear nothing of each other do not do one thing twice.
//!
//! A lease belongs to a stream. A grant is named by its fact and says which it follows; of two that follow one, the
//! first in order holds. Time only offers a takeover; folding never ends a lease. A workspace of one device notices
//! nothing.

pub mod book;
pub mod commands;
mod facts;
mod table;

pub use facts::*;
