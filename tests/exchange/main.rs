//! The exchange room as its users see it: bytes in, records and errors out.

#![cfg(not(target_arch = "wasm32"))]

mod real_orders;
