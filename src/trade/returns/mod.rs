//! Returns: an RMA, what arrived of it, what becomes of it. A return never rewrites a shipment.

mod facts;
mod table;

pub use facts::*;
