//! Packing: parcels as containers whose contents name demand line and goods, so that one parcel can hold several orders.

pub mod commands;
mod facts;
pub mod parcel;
pub(crate) mod table;

pub use facts::*;
