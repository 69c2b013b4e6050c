//! The kinds of instances and what runs them. They take what was read and a clock, so that they run the same natively
//! and in a browser.

mod allocation;
#[path = "../../../planning/allocation_made.rs"]
mod allocation_made;
mod batching;
mod cartons;
mod containers;
pub mod options;
#[path = "../../../planning/putaway_made.rs"]
mod putaway_made;
mod rates;
#[path = "../../../planning/rates_made.rs"]
mod rates_made;
mod replenishment;
#[path = "../../../planning/replenishment_study.rs"]
mod replenishment_study;
mod routing;
mod slotting;
#[path = "../../../planning/slotting_study.rs"]
mod slotting_study;
mod waves;

use options::Options;
use std::error::Error;

/// A kind of instance: its name on the command line and what runs it.
type Kind = (&'static str, fn(&Options) -> Result<(), Box<dyn Error>>);

const KINDS: &[Kind] = &[
    ("allocation", allocation::run),
    ("batching", batching::run),
    ("cartons", cartons::run),
    ("containers", containers::run),
    ("rates", rates::run),
    ("replenishment", replenishment::run),
    ("routing", routing::run),
    ("slotting", slotting::run),
    ("waves", waves::run),
];

/// Runs the instances of a kind.
pub fn run(kind: &str, options: &Options) -> Result<(), Box<dyn Error>> {
    let Some((_, run)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "'{kind}' is no kind of instance; known are {}",
            names.join(", ")
        )
        .into());
    };
    run(options)
}
