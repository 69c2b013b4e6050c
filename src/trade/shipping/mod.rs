//! Labels, hand-over to carriers, delivery. A number belongs to a parcel from fact to fact; a void one that is scanned
//! says so.

pub mod addressed;
pub mod commands;
mod facts;
pub(crate) mod table;

pub use facts::*;
