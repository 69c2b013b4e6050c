//! Attacks on the core: what every command does and refuses, what must hold whatever is done, what storage may do to
//! it, and whole fleets of tablets in one process.

mod codec;
mod commands;
mod convergence;
mod faults;
mod fleet;
mod incarnations;
mod invariants;
mod one_device;
mod races;
mod scenarios;
mod simulation;
#[path = "../support/portal.rs"]
mod support;
