//! The portal over memory: the whole way of an order, search, opening again, merging, failing storage.

#[path = "../support/portal.rs"]
mod support;

mod search;
mod way;
