//! Runs the optimisers on instance files and prints what they reach.
//!
//!     cargo run --release --example planning -- KIND FILE... [--seconds S] [--seed N] [--every N]
//!         [--solutions OUT.jsonl]
//!
//! Prints one line a case, `name,objective,reference,gap_percent,milliseconds`, a summary line after them, and the
//! figures of the summary one a line, `figure,name,value,unit`. With `--every` only each so manieth case of batching and
//! of containers is run. With `--solutions` every solution is written in full, one JSON object a line, so that it can be checked elsewhere.

mod allocation;
#[path = "../../planning/allocation_made.rs"]
mod allocation_made;
mod batching;
mod cartons;
mod containers;
mod options;
#[path = "../../planning/putaway_made.rs"]
mod putaway_made;
mod rates;
#[path = "../../planning/rates_made.rs"]
mod rates_made;
mod replenishment;
#[path = "../../planning/replenishment_study.rs"]
mod replenishment_study;
mod routing;
mod slotting;
#[path = "../../planning/slotting_study.rs"]
mod slotting_study;
mod waves;

use std::error::Error;
use std::process::ExitCode;

use options::Options;

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

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("planning: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let options = Options::from_arguments(std::env::args().skip(1))?;
    let known = KINDS.iter().find(|(name, _)| *name == options.kind);
    let Some((_, kind)) = known else {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "'{}' is no kind of instance; known are {}",
            options.kind,
            names.join(", ")
        )
        .into());
    };
    kind(&options)
}
