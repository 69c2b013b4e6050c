//! What screens show: read models of the workspace, made of a [`Reading`](crate::site::Reading). Pure, and tested
//! natively; the screens only lay them out.

pub mod abc;
pub mod answers;
pub mod at_work;
pub mod batches;
pub mod cartons;
pub mod cutoff;
pub mod entry;
pub mod epcis;
pub mod face;
pub mod floor;
pub mod inbox;
pub mod items;
pub mod kept;
pub mod movements;
pub mod names;
pub mod orders;
pub mod person;
pub mod places;
pub mod plan;
pub mod recipes;
pub mod reports;
pub mod rights;
pub mod scan;
pub mod scanner;
pub mod search;
pub mod serials;
pub mod sign_in;
pub mod stock;
pub mod tracking;
pub mod variants;
