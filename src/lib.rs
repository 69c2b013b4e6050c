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
//! | [`stream`] | what facts travel in: their bytes, chains, order, forks, clocks; pure; grows beside [`journal`], which it will replace | limits |
//! | [`trade`] | the facts by areas of the trade, with one table of what each means; pure; grows beside [`domain`], which it will replace | stream, limits |
//! | [`site`] | the workspace on this device, on the new facts: commands decided, made durable, folded; personal rows; grows beside [`portal`] | stream, trade, storage, limits |
//! | [`exchange`] | files in and out; pure: bytes in, records and errors out | domain, journal, limits |
//! | [`planning`] | routes, batches, waves, cartons, allocation, slotting, replenishment, rates; pure | domain, limits |
//! | [`storage`] | the storage trait, memory, and IndexedDB (wasm) | limits; its wasm half also browser |
//! | [`view`] | what screens show of the workspace, on the new facts: read models, search, counts; pure | stream, trade, site, planning, exchange, limits |
//! | [`intake`] | files and the demo into commands of the new facts; pure | stream, trade, site, view, exchange, planning, limits |
//! | [`portal`] | the application: commands, journal, projections | all of the above |
//! | `browser` | wasm only: the one border to JavaScript | limits, exchange |
//! | `ui` | wasm only: the screens | all |
//! | `screens` | wasm only: the screens on the new facts, made of the parts of `ui`; they replace the pages there | all |
//!
//! `tests/structure.rs` holds this table against the code.
//!
//! # Decisions that are easy to miss
//! - *Causality per commit.* A commit, not each event, says what it was decided on: how far its device knew every other
//!   stream (`domain::commit`). Together with the order of the own stream that is the exact happened-before relation, at
//!   a byte or two; a list of event names would cost twenty bytes an event.
//! - *An order holds its parcels and returns.* One document, one history, one refold. Pick batches, items, bins, stock
//!   documents and credit notes are documents of their own.
//! - *A stock document counts once.* Movements commute and need no refold, except that two devices may take in the same
//!   file: the first of equal documents in fold order is posted, the others are not.
//! - *The demo has databases of its own*, so that removing it is deleting them and real data is never touched.
//! - *No router crate, no i18n crate*: one enum of routes and one table of texts, checked at build time, are smaller
//!   than either (`ui::routes`, `ui::locale`).
//! - *One program, cut into parts after linking.* A first visit loads the core, the shell and one language, less than
//!   half of the whole; the screens come when they are first opened (`ui::parts`). Rejected: a second program for the
//!   office, which would open the journal and fold it again.
//!
//! # What is absent
//! Leases, quotas and remotes: this program exchanges whole copies. Screens for what the planning room can do (the floor
//! walks by bin order) and for the files that the exchange room can read beside Online Retail and stock files. A worker
//! with a wasm of its own: imports run in slices on the main thread, within a frame or two.

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
