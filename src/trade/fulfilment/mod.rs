//! Fulfilment orders: what is to be done for an order, one for each warehouse, supplier or marketplace that does a part.
//!
//! Routing, splitting, moving and merging transfer units of the order's lines and never write contents anew, so two
//! splits of ten made on two tablets are still ten. What crosses from the workspace to a warehouse is two facts with one
//! command number; between them the units are under way and give no work.

pub mod commands;
pub mod demand_ledger;
pub(crate) mod explode;
mod facts;
pub mod fulfilment_order;
pub mod models;
mod moves;
mod others;
pub(crate) mod routing;
mod sums;
mod table;

pub use facts::*;
