//! From files to orders, stock and credits: every line in one count, and the same result however the files are cut.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/online_retail_sample.rs"]
mod sample;
#[path = "../support/portal.rs"]
mod support;

mod desk;
mod opening_stock;
mod orders;
mod real;
