//! Returns: an RMA, what arrived of it, what becomes of it. A return never rewrites a shipment.

mod facts;
pub mod rma;
mod table;

pub use facts::*;
