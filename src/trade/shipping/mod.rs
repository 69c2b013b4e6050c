//! Labels, hand-over to carriers, delivery. A number belongs to a parcel from fact to fact; a void one that is scanned
//! says so.

pub mod commands;
mod facts;
mod table;

pub use facts::*;
