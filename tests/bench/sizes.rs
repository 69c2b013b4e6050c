//! What a first visit loads.

use super::table::Figure;
use crate::support::Failure;
use crate::support::session::Session;
use std::path::Path;
use std::process::Command;

pub fn run(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    let page = session.dist().join("index.html");
    let dist = std::fs::canonicalize(page)?;
    let dist = dist.parent().unwrap_or(Path::new("."));
    let output = Command::new("node")
        .arg("tests/tools/sizes.mjs")
        .arg(dist)
        .output()?;
    let listing = String::from_utf8(output.stdout)?;
    let mut figures = Vec::new();
    for line in listing.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (name, raw, brotli) = match words.as_slice() {
            ["*", path, raw, brotli] => (*path, raw, brotli),
            ["first", "load", raw, brotli] => ("in all", raw, brotli),
            _ => continue,
        };
        let (raw, brotli): (f64, f64) = (raw.parse()?, brotli.parse()?);
        // Names hold a hash, which says nothing here.
        let kind = name.split_once('-').filter(|_| name.starts_with("assets/"));
        let name = match kind {
            Some((start, rest)) => {
                format!(
                    "{start}.{}",
                    rest.rsplit_once('.').map_or("", |(_, end)| end)
                )
            }
            None => name.to_string(),
        };
        let workload = format!("brotli, level 11; {:.0} kB as it is", raw / 1e3);
        let figure = Figure::new(
            &format!("first load: {name}"),
            &workload,
            brotli / 1e3,
            "kB",
        );
        figures.push(match words[0] {
            "first" => figure.goal(500.0),
            _ => figure,
        });
    }
    if figures.is_empty() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("no sizes: {said}").into());
    }
    Ok(figures)
}
