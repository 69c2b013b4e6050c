//! Goods: balances, containers, serial numbers, fields, over sets of commits with wrong clocks.

mod accounts;
mod containers;
mod feeds;
mod ledgers;
mod oracle;
mod scenarios;
mod seen;
mod serials;
mod world;
