//! Picker routing: records of `picker-routing.jsonl` and of `order-batching.jsonl` (one route for all orders together),
//! each as one block and as two; or made-up picks, `AISLESxPICKSxBLOCKS` such as `20x30x4`, without a reference.

use std::collections::BTreeMap;
use std::error::Error;

use depo::planning::Random;
use depo::planning::route::{Layout, Location, Regular, Router, Spot};
use serde_json::{Value, json};

use super::options::{Options, Printer};

/// Millimetres of a unit of the files.
pub const UNIT_MILLIMETRES: f64 = 1_000.0;
const MADE_CASES: usize = 100;
const MADE_CELLS: usize = 100;

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let mut times = Times::default();
    for input in &options.inputs {
        if let Some([aisles, picks, blocks]) = input.made() {
            for record in made_records(aisles, picks, options.seed) {
                case(&record, blocks, options, &mut printer, &mut times)?;
            }
            continue;
        }
        for (number, line) in (1..).zip(input.text()?.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            let at = |error| format!("{}:{number}: {error}", input.path);
            let record: Value = serde_json::from_str(line).map_err(|e| at(e.to_string()))?;
            for blocks in 1..=2 {
                case(&record, blocks, options, &mut printer, &mut times)
                    .map_err(|e| at(e.to_string()))?;
            }
        }
    }
    printer.figure("longest route / optimum", times.most_ratio, "");
    let more = times.summary(&mut printer);
    printer.summary(&more)
}

/// How long tours and how long lengths alone took, in milliseconds, by the number of blocks.
#[derive(Default)]
struct Times {
    by_blocks: BTreeMap<usize, (Vec<f64>, Vec<f64>)>,
    /// The most times that a tour was as long as the optimum.
    most_ratio: f64,
}

/// One layout of one record.
fn case(
    record: &Value,
    blocks: usize,
    options: &Options,
    printer: &mut Printer,
    times: &mut Times,
) -> Result<(), Box<dyn Error>> {
    let name = record["name"].as_str().ok_or("the name is missing")?;
    let (layout, depot) = floor(record, blocks)?;
    let mut router = Router::new(layout, depot, depot).map_err(|e| format!("{e:?}"))?;
    let picks = picks(record)?;
    let picks = router.pick_set(picks).map_err(|e| format!("{e:?}"))?;
    let (tour, tour_ms) = options.timed(|| router.tour(&picks));
    let (length, length_ms) = options.timed(|| router.length(&picks));
    let (tours, lengths) = times.by_blocks.entry(blocks).or_default();
    tours.push(tour_ms);
    lengths.push(length_ms);
    if length != tour.length {
        return Err(format!("{name}: the tour is {} long, not {length}", tour.length).into());
    }
    let length = f64::from(length) / UNIT_MILLIMETRES;
    let field = ["optimum_one_block", "optimum_two_blocks"].get(blocks - 1);
    let reference = field
        .and_then(|field| record[field].as_f64())
        .map(|optimum| (optimum, (length / optimum - 1.0) * 100.0));
    if let Some((optimum, _)) = reference {
        times.most_ratio = times.most_ratio.max(length / optimum);
    }
    printer.case(&format!("{name}/{blocks}"), length, reference, tour_ms);
    printer.solution(&json!({
        "name": name,
        "layout": blocks,
        "tour": tour.visits.iter().map(|at| [at.aisle, at.cell]).collect::<Vec<_>>(),
        "length": length,
    }))
}

/// Picks of chance in aisles of 100 cells, as a record of a file has them.
fn made_records(aisles: usize, picks: usize, seed: u64) -> Vec<Value> {
    let mut random = Random::new(seed);
    let record = |number: usize| {
        let at = |_| json!([random.below(aisles), random.below(MADE_CELLS)]);
        json!({
            "name": format!("made up {number}"),
            "aisles": aisles,
            "cells": MADE_CELLS,
            "aisle_pitch": 5,
            "cell_pitch": 1,
            "end_to_cell": 1,
            "depot_aisle": 0,
            "depot_location": "top",
            "picks": (0..picks).map(at).collect::<Vec<_>>(),
        })
    };
    (0..MADE_CASES).map(record).collect()
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
        for (blocks, (tours, lengths)) in self.by_blocks {
            for (what, mut times) in [("tour", tours), ("length alone", lengths)] {
                times.sort_by(f64::total_cmp);
                let at = |percent: usize| {
                    let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
                    times.get(place).copied().unwrap_or(0.0)
                };
                let (p50, p99) = (at(50), at(99));
                parts.push(format!(
                    "{what} in {blocks} blocks: ms p50 {p50:.4} p99 {p99:.4}"
                ));
                for (which, time) in [("p50", p50), ("p99", p99)] {
                    printer.figure(&format!("{what}, blocks {blocks}, {which}"), time, "ms");
                }
            }
        }
        parts.join(", ")
    }
}
