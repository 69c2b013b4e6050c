//! The command line: arguments, files, a clock.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Instant;

use crate::kinds;
use crate::kinds::options::{Input, Options, REFERENCE};

pub fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("planning: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads `KIND FILE... [--seconds S] [--seed N] [--every N] [--solutions OUT]`, and runs it.
fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    let kind = arguments.next().ok_or("the kind of instance is missing")?;
    let mut options = Options::new(clock_ms, |line| println!("{line}"));
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or(format!("{argument} needs a value after it"))
        };
        match argument.as_str() {
            "--seconds" => options.seconds = Some(value()?.parse()?),
            "--every" => options.every = value()?.parse::<usize>()?.max(1),
            "--seed" => options.seed = value()?.parse()?,
            "--solutions" => options.solutions = Some(value()?.into()),
            flag if flag.starts_with("--") => {
                return Err(format!("'{flag}' is no option of this tool").into());
            }
            made if made.chars().all(|c| c.is_ascii_digit() || c == 'x') => {
                options.inputs.push(Input::new(made, Vec::new()));
            }
            file => read(Path::new(file), &mut options.inputs)?,
        }
    }
    if options.inputs.is_empty() {
        return Err("name at least one instance file".into());
    }
    kinds::run(&kind, &options)
}

fn clock_ms() -> f64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3
}

/// A file and what is known of its instances, or the tables of a folder.
fn read(path: &Path, inputs: &mut Vec<Input>) -> Result<(), Box<dyn Error>> {
    let mut files: Vec<PathBuf> = vec![path.to_owned()];
    if path.is_dir() {
        files.clear();
        for entry in fs::read_dir(path)? {
            files.push(entry?.path());
        }
        files.retain(|file| file.extension().is_some_and(|ending| ending == "csv"));
        files.sort();
    } else {
        let reference = path.with_file_name(REFERENCE);
        if reference.exists() {
            files.push(reference);
        }
    }
    for file in files {
        let name = file.to_string_lossy();
        if inputs.iter().all(|input| input.path != name) {
            let bytes = fs::read(&file).map_err(|error| format!("{name}: {error}"))?;
            inputs.push(Input::new(&name, bytes));
        }
    }
    Ok(())
}
