//! The portal over memory: the whole way of an order, search, opening again, merging, failing storage.

#[path = "../support/portal.rs"]
mod support;

mod bulk;
mod search;
mod way;
