//! Returns: an RMA, what arrived of it, what becomes of it. A return never rewrites a shipment.

pub mod commands;
mod facts;
pub mod rma;
pub(crate) mod table;
pub(crate) mod whereabouts;

pub use facts::*;
