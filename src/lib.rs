//! Depo: an e-commerce fulfillment portal that runs whole in a browser tab.
//!
//! This is the map: what each room is for, who may use whom, and what is absent and why.
//!
//! Facts are written once; everything else is computed from them. A command is decided against the state, its
//! events are made durable in the journal, and only then are they applied and shown.
//!
//! | room | what it is for | may use |
//! |---|---|---|
//! | [`limits`] | every bound, with its unit in its name | nothing |
//! | [`domain`] | the trade: goods, places, orders, picking, packing, shipping, returns; pure | limits |
//! | [`journal`] | events on their way to bytes: stamps, chains, segments, vectors; pure | domain, limits |
//! | [`exchange`] | files in and out; pure: bytes in, records and errors out | domain, journal, limits |
//! | [`storage`] | the storage trait, memory, and IndexedDB (wasm) | limits; its wasm half also browser |
//! | [`portal`] | the application: commands, journal, projections | all of the above |
//! | `browser` | wasm only: the one border to JavaScript | limits, exchange |
//! | `ui` | wasm only: the screens | all |
//!
//! `tests/structure.rs` holds this table against the code.

pub mod domain;
pub mod exchange;
pub mod journal;
pub mod limits;
pub mod portal;
pub mod storage;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
