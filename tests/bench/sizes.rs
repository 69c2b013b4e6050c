//! What a first visit loads, what comes later, and what the programs of the workers weigh.

use super::table::Figure;
use crate::support::Failure;
use crate::support::session::Session;
use std::path::Path;
use std::process::Command;

pub fn run(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    let page = session.dist().join("index.html");
    let dist = std::fs::canonicalize(page)?;
    let dist = dist.parent().unwrap_or(Path::new("."));
    let mut figures = Vec::new();
    // Pieces that several parts share are many and small: together they are one figure.
    let mut pieces = [0.0; 3];
    for line in sizes(dist)? {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["first", "load", raw, brotli] => {
                figures.push(figure("first load: in all", raw, brotli)?.goal(500.0));
            }
            ["*", path, raw, brotli] => {
                let name = format!("first load: {}", without_hash(path));
                figures.push(figure(&name, raw, brotli)?);
            }
            [path, raw, brotli] if path.starts_with("assets/chunk_") => {
                let piece = [1.0, raw.parse()?, brotli.parse()?];
                pieces = std::array::from_fn(|at| pieces[at] + piece[at]);
            }
            [path, raw, brotli] if path.starts_with("assets/") => {
                let name = format!("loaded when first used: {}", without_hash(path));
                figures.push(figure(&name, raw, brotli)?);
            }
            _ => {}
        }
    }
    let [count, raw, brotli] = pieces.map(|sum| sum.to_string());
    let name = format!("loaded when first used: {count} pieces that parts share");
    figures.push(figure(&name, &raw, &brotli)?);
    let workers = std::fs::canonicalize(session.dist().join("bench/workers"))?;
    for line in sizes(&workers)? {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [path, raw, brotli] = words.as_slice()
            && let Some(worker) = path.strip_suffix("_program_bg.wasm")
        {
            let name = format!("the {worker} room's program of the figures");
            figures.push(figure(&name, raw, brotli)?);
        }
    }
    Ok(figures)
}

/// The lines that tell what the files of a folder weigh.
fn sizes(folder: &Path) -> Result<Vec<String>, Failure> {
    let output = Command::new("node")
        .arg("tests/tools/sizes.mjs")
        .arg(folder)
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("no sizes: {said}").into());
    }
    let listing = String::from_utf8(output.stdout)?;
    Ok(listing.lines().map(str::to_owned).collect())
}

fn figure(name: &str, raw: &str, brotli: &str) -> Result<Figure, Failure> {
    let (raw, brotli): (f64, f64) = (raw.parse()?, brotli.parse()?);
    let workload = format!("brotli, level 11; {:.0} kB as it is", raw / 1e3);
    Ok(Figure::new(name, &workload, brotli / 1e3, "kB"))
}

/// Names hold a hash, which says nothing here.
fn without_hash(path: &str) -> String {
    match path.split_once('-').filter(|_| path.starts_with("assets/")) {
        Some((start, rest)) => {
            let ending = rest.rsplit_once('.').map_or("", |(_, ending)| ending);
            format!("{start}.{ending}")
        }
        None => path.to_owned(),
    }
}
