//! Order batching: records of `order-batching.jsonl`, on one block.

use std::collections::BTreeMap;
use std::error::Error;

use depo::planning::batch::{Batching, Cart, Load, Order};
use depo::planning::route::{Location, Router};
use depo::planning::{Effort, Ended};
use serde_json::{Value, json};

use super::options::{Options, Printer};
use super::routing::{UNIT_MILLIMETRES, floor};

/// Cases, those proven optimal, and the gaps in percent, by set.
type Sets = BTreeMap<String, (usize, usize, Vec<f64>)>;

/// Batches the orders of each record.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let mut sets = Sets::new();
    for input in &options.inputs {
        for (number, line) in (1..).zip(input.text()?.lines()) {
            if line.trim().is_empty() || !(number - 1_usize).is_multiple_of(options.every) {
                continue;
            }
            let at = |error| format!("{}:{number}: {error}", input.path);
            let record: Value = serde_json::from_str(line).map_err(|e| at(e.to_string()))?;
            case(&record, options, &mut printer, &mut sets).map_err(|e| at(e.to_string()))?;
        }
    }
    let sets: Vec<String> = sets
        .iter()
        .map(|(set, (cases, proven, gaps))| {
            let mean = gaps.iter().sum::<f64>() / gaps.len().max(1) as f64;
            let reached = gaps.iter().filter(|gap| **gap < 0.0005).count();
            printer.figure(&format!("{set}: gap mean"), mean, "%");
            format!(
                "{set}: cases {cases} gap mean {mean:.4} % at reference {reached} proven {proven}"
            )
        })
        .collect();
    printer.summary(&sets.join(", "))
}

fn case(
    record: &Value,
    options: &Options,
    printer: &mut Printer,
    sets: &mut Sets,
) -> Result<(), Box<dyn Error>> {
    let name = record["name"].as_str().ok_or("the name is missing")?;
    let (layout, depot) = floor(record, 1)?;
    let router = Router::new(layout, depot, depot).map_err(|e| format!("{e:?}"))?;
    let orders = record["orders"].as_array().ok_or("no orders")?;
    let orders: Vec<Order> = orders.iter().map(order).collect::<Result<_, _>>()?;
    let capacity = record["capacity_units"].as_u64();
    let cart = Cart::of_units(capacity.ok_or("no capacity_units")?);
    let batching = Batching::new(&router, &orders, cart)
        .map_err(|flaw| format!("{name}: cannot be batched: {flaw:?}"))?;
    let began = options.now_ms();
    let mut watch = options.watch(5.0);
    let mut effort = Effort::watched(u64::MAX, 2_000, &mut watch);
    let plan = batching.plan(options.seed, &mut effort);
    let length = plan.cost / UNIT_MILLIMETRES;
    let reference = record["best_known"]
        .as_f64()
        .map(|known| (known, (length / known - 1.0) * 100.0));
    printer.case(name, length, reference, options.since_ms(began));
    let set = record["set"].as_str().unwrap_or("no set").to_owned();
    let (cases, proven, gaps) = sets.entry(set).or_default();
    *cases += 1;
    *proven += usize::from(plan.ended == Ended::Proven);
    gaps.extend(reference.map(|(_, gap_percent)| gap_percent));
    printer.solution(&json!({
        "name": name,
        "batches": plan.answer.iter().map(|batch| &batch.orders).collect::<Vec<_>>(),
        "length": length,
        "naive": plan.naive_cost / UNIT_MILLIMETRES,
        "proven": plan.ended == Ended::Proven,
    }))
}

/// An order: aisle, cell and units of each pick.
fn order(record: &Value) -> Result<Order, Box<dyn Error>> {
    let mut picks = Vec::new();
    let mut load = Load::default();
    for pick in record.as_array().ok_or("an order is no list")? {
        let at = |i: usize| pick[i].as_u64().ok_or(format!("{pick} is no pick"));
        picks.push(Location {
            aisle: u16::try_from(at(0)?)?,
            cell: u16::try_from(at(1)?)?,
        });
        load.units += at(2)?;
    }
    Ok(Order { picks, load })
}
