//! Packing: parcels as containers whose contents name demand line and goods, so that one parcel can hold several orders.

pub mod commands;
mod facts;
pub mod parcel;
mod table;

pub use facts::*;
