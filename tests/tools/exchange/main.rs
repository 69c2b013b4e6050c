//! Reads files of the field, and judges test vectors.
//!
//!     cargo run --release --example exchange -- KIND FILE... [--json OUT]
//!
//! Prints what was read or judged, each failure, and a summary line.

mod catalog;
#[path = "../../support/edi_judge.rs"]
mod edi_judge;
mod epcis;
#[path = "../../support/epcis_judge.rs"]
mod epcis_judge;
mod files;
mod gs1_engine;
mod gs1_lint;
#[path = "../../support/gs1_vectors.rs"]
mod gs1_vectors;
mod inventory;
mod orders;
mod returns;
#[path = "../../support/shared.rs"]
mod shared;
mod tracking;
#[path = "../../support/tracking_vectors.rs"]
mod tracking_vectors;
mod vectors;
mod x12;
mod zpl;
#[path = "../../support/zpl.rs"]
mod zpl_check;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the command line asks for.
pub struct Options {
    /// What the files are.
    pub kind: String,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Where the records go in full.
    pub json: Option<PathBuf>,
}

/// A kind of file: its name on the command line and what reads it.
type Kind = (&'static str, fn(&Options) -> Result<(), Box<dyn Error>>);

const KINDS: &[Kind] = &[
    ("catalog", catalog::run),
    ("epcis", epcis::run),
    ("gs1-engine", gs1_engine::run),
    ("gs1-lint", gs1_lint::run),
    ("inventory", inventory::run),
    ("orders", orders::run),
    ("returns", returns::run),
    ("tracking", tracking::run),
    ("x12", x12::run),
    ("zpl", zpl::run),
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("exchange: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let options = options(std::env::args().skip(1))?;
    let known = KINDS.iter().find(|(name, _)| *name == options.kind);
    let Some((_, kind)) = known else {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "'{}' is no kind of file; known are {}",
            options.kind,
            names.join(", ")
        )
        .into());
    };
    kind(&options)
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        kind: arguments.next().ok_or("the kind of file is missing")?,
        files: Vec::new(),
        json: None,
    };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => {
                let file = arguments.next().ok_or("--json needs a file after it")?;
                options.json = Some(file.into());
            }
            flag if flag.starts_with("--") => {
                return Err(format!("'{flag}' is no option of this tool").into());
            }
            file => options.files.push(file.into()),
        }
    }
    if options.files.is_empty() {
        return Err("name at least one file".into());
    }
    Ok(options)
}
