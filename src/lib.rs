//! Depo: an e-commerce fulfillment portal that runs whole in a browser tab.
//!
//! This is the map: what each room is for, who may use whom, and what is absent and why.
//!
//! Facts are written once; everything else is computed from them. A command is decided against the state, its facts are
//! made durable in the device's own stream, and only then are they folded and shown. `ARCHITECTURE.md` tells the rest.
//!
//! | room | what it is for | may use |
//! |---|---|---|
//! | [`limits`] | every bound, with its unit in its name | nothing |
//! | [`stream`] | what facts travel in: their bytes, chains, order, forks, clocks; pure | limits |
//! | [`trade`] | the facts by areas of the trade, with one table of what each means; commands and decisions; pure | stream, limits |
//! | [`exchange`] | files in and out; pure: bytes in, records and errors out | trade, limits |
//! | [`planning`] | routes, batches, waves, cartons, allocation, slotting, replenishment, rates; pure | trade, limits |
//! | [`storage`] | the storage trait, memory, and IndexedDB (wasm) | limits; its wasm half also browser |
//! | [`site`] | the workspace on this device: commands decided, made durable, folded; personal rows | stream, trade, storage, limits |
//! | [`view`] | what screens show of the workspace: read models, search, counts; pure | stream, trade, site, planning, exchange, limits |
//! | [`intake`] | files, copies and the demo into commands; pure | stream, trade, site, view, exchange, planning, limits |
//! | `browser` | wasm only: the one border to JavaScript | limits, exchange |
//! | `ui` | wasm only: what screens are made of: addresses, texts, the frame around a page, components | all |
//! | `screens` | wasm only: the pages, and a tab's place at the workspace | all |
//!
//! `tests/structure.rs` holds this table against the code.
//!
//! # Decisions that are easy to miss
//! - *The demo has databases of its own*, so that removing it is deleting them and real data is never touched.
//! - *No router crate, no i18n crate*: one enum of routes and one table of texts, checked at build time, are smaller
//!   than either (`ui::routes`, `ui::locale`).
//! - *One program, cut into parts after linking.* A first visit loads the core, the shell and one language, less than
//!   half of the whole; the screens come when they are first opened (`ui::parts`). Rejected: a second program for the
//!   office, which would open the workspace and fold it again.
//!
//! # What is absent
//! Quotas and remotes: this program exchanges whole copies. Screens for what the planning room can do (the floor walks by
//! bin order). A worker with a wasm of its own: imports run in slices on the main thread, within a frame or two.

pub mod exchange;
pub mod intake;
pub mod limits;
pub mod planning;
pub mod site;
pub mod storage;
pub mod stream;
pub mod trade;
pub mod view;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(all(target_arch = "wasm32", feature = "screens"))]
pub mod screens;
#[cfg(all(target_arch = "wasm32", feature = "screens"))]
pub mod ui;
