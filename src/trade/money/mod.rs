//! Money in and out of orders. Amounts are exact; a record of money that has already moved counts like what hands did.

pub mod account;
pub mod commands;
pub mod credit;
mod facts;
mod table;

pub use facts::*;
