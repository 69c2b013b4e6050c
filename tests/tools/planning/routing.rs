//! Picker routing: records of `picker-routing.jsonl` and of `order-batching.jsonl` (one route for all orders together),
//! each as one block and as two.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use depo::planning::route::{Layout, Location, Regular, Router, Spot};
use serde_json::{Value, json};

use crate::options::{Options, Printer};

/// Millimetres of a unit of the files.
pub const UNIT_MILLIMETRES: f64 = 1_000.0;

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let mut times = Times::default();
    for file in &options.files {
        let lines =
            BufReader::new(File::open(file).map_err(|e| format!("{}: {e}", file.display()))?);
        for (number, line) in (1..).zip(lines.lines()) {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let at = |error| format!("{}:{number}: {error}", file.display());
            let record: Value = serde_json::from_str(&line).map_err(|e| at(e.to_string()))?;
            for blocks in 1..=2 {
                case(&record, blocks, &mut printer, &mut times).map_err(|e| at(e.to_string()))?;
            }
        }
    }
    let more = times.summary(&mut printer);
    printer.summary(&more)
}

/// How long tours and how long lengths alone took, in microseconds, by the number of blocks.
#[derive(Default)]
struct Times(BTreeMap<usize, (Vec<f64>, Vec<f64>)>);

/// One layout of one record.
fn case(
    record: &Value,
    blocks: usize,
    printer: &mut Printer,
    times: &mut Times,
) -> Result<(), Box<dyn Error>> {
    let name = record["name"].as_str().ok_or("the name is missing")?;
    let (layout, depot) = floor(record, blocks)?;
    let mut router = Router::new(layout, depot, depot).map_err(|e| format!("{e:?}"))?;
    let picks = picks(record)?;
    let picks = router.pick_set(picks).map_err(|e| format!("{e:?}"))?;
    let began = Instant::now();
    let tour = router.tour(&picks);
    let after_tour = Instant::now();
    let length = router.length(&picks);
    let microseconds = |time: Duration| time.as_secs_f64() * 1e6;
    let (tours, lengths) = times.0.entry(blocks).or_default();
    tours.push(microseconds(after_tour - began));
    lengths.push(microseconds(after_tour.elapsed()));
    if length != tour.length {
        return Err(format!("{name}: the tour is {} long, not {length}", tour.length).into());
    }
    let length = f64::from(length) / UNIT_MILLIMETRES;
    let field = ["optimum_one_block", "optimum_two_blocks"][blocks - 1];
    let reference = record[field]
        .as_f64()
        .map(|optimum| (optimum, (length / optimum - 1.0) * 100.0));
    printer.case(&format!("{name}/{blocks}"), length, reference, began);
    printer.solution(&json!({
        "name": name,
        "layout": blocks,
        "tour": tour.visits.iter().map(|at| [at.aisle, at.cell]).collect::<Vec<_>>(),
        "length": length,
    }))
}

/// The floor of a record, cut into blocks of as equal size as can be, and where its depot is.
pub fn floor(record: &Value, blocks: usize) -> Result<(Layout, Spot), Box<dyn Error>> {
    let number = |field: &str| record[field].as_f64().ok_or(format!("no {field}"));
    let millimetres = |value: f64| (value * UNIT_MILLIMETRES).round() as u32;
    let count = |field: &str| record[field].as_u64().ok_or(format!("no {field}"));
    let end = |field: &str| number(field).or_else(|_| number("end_to_cell"));
    let cells = count("cells")? as usize;
    let layout = Layout::regular(&Regular {
        aisles: count("aisles")? as usize,
        block_cells: (1..=blocks)
            .map(|block| cells * block / blocks - cells * (block - 1) / blocks)
            .collect(),
        aisle_pitch: millimetres(number("aisle_pitch")?),
        cell_pitch: millimetres(number("cell_pitch")?),
        first_to_cell: millimetres(end("top_to_cell")?),
        last_to_cell: millimetres(end("bottom_to_cell")?),
        cross_aisle_width: millimetres(1.0),
    })
    .map_err(|e| format!("{e:?}"))?;
    let cross_aisle = match record["depot_location"].as_str() {
        Some("top") => 0,
        Some("bottom") => blocks as u16,
        other => return Err(format!("{other:?} is no depot_location").into()),
    };
    let aisle = u16::try_from(count("depot_aisle")?)?;
    Ok((layout, Spot::Crossing { aisle, cross_aisle }))
}

fn picks(record: &Value) -> Result<Vec<Location>, Box<dyn Error>> {
    let lists: Vec<&Value> = match &record["picks"] {
        Value::Null => record["orders"]
            .as_array()
            .ok_or("no picks")?
            .iter()
            .collect(),
        picks => vec![picks],
    };
    let mut locations = Vec::new();
    for pick in lists.into_iter().filter_map(Value::as_array).flatten() {
        let at = |i: usize| pick[i].as_u64().and_then(|n| u16::try_from(n).ok());
        match (at(0), at(1)) {
            (Some(aisle), Some(cell)) => locations.push(Location { aisle, cell }),
            _ => return Err(format!("{pick} is no pick").into()),
        }
    }
    Ok(locations)
}

impl Times {
    fn summary(self, printer: &mut Printer) -> String {
        let mut parts = Vec::new();
        for (blocks, (tours, lengths)) in self.0 {
            for (what, mut times) in [("tour", tours), ("length alone", lengths)] {
                times.sort_by(f64::total_cmp);
                let at = |percent: usize| {
                    let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
                    times.get(place).copied().unwrap_or(0.0)
                };
                let (p50, p99) = (at(50), at(99));
                parts.push(format!(
                    "{what} in {blocks} blocks: µs p50 {p50:.1} p99 {p99:.1}"
                ));
                printer.figure(&format!("{what} in {blocks} blocks p50"), p50 / 1e3, "ms");
                printer.figure(&format!("{what} in {blocks} blocks p99"), p99 / 1e3, "ms");
            }
        }
        parts.join(", ")
    }
}
