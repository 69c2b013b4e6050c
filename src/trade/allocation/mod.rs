//! Allocation, in two steps: a demand line is allocated at a warehouse; the location and lot are chosen when its work
//! is released.
//!
//! One promise key (item, owner, warehouse, class of what may be sold) counts for available to promise and for
//! allocation alike.

pub mod commands;
mod facts;
mod plan;
pub(crate) mod single;
mod stock;
mod table;

pub use facts::*;
