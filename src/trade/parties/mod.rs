//! Whom we deal with: clients, suppliers, carriers, marketplaces, contractors, and the people who order.
//!
//! A party's card holds a code and figures; names, contacts and tax numbers stand beside the facts and can be erased.
//! A customer is opaque: by the channel's own number, by a keyed digest, or by an order until a merge tells more.

pub mod commands;
mod facts;
mod table;

pub use facts::*;
