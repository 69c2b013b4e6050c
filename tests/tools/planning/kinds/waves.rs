//! Waves, in the format of the SBPO 2024/25 challenge: `o i a`, then `o` orders and `a` aisles as `k item qty ...`, then
//! the fewest and the most units.

use std::collections::BTreeMap;
use std::error::Error;
use std::str::FromStr;

use depo::planning::Effort;
use depo::planning::wave::{Backlog, ItemUnits};
use serde_json::json;

use super::options::{Input, Options, Printer};

/// Searches a wave in each file.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let (mut reached, mut known) = (0, 0);
    for input in options.instances().step_by(options.every) {
        let name = input.name();
        let backlog = read(input.text()?).map_err(|error| format!("{}: {error}", input.path))?;
        let began = options.now_ms();
        let mut watch = options.watch(10.0);
        let mut effort = Effort::watched(u64::MAX, 20_000, &mut watch);
        let plan = backlog
            .plan(options.seed, &mut effort)
            .map_err(|none| format!("{name}: no wave: {none:?}"))?;
        let ratio = plan.answer.units_per_aisle();
        let reference = options
            .reference(input)
            .and_then(|table| best_known(table, name))
            .map(|reference| (reference, (reference - ratio) / reference * 100.0));
        known += usize::from(reference.is_some());
        reached += usize::from(reference.is_some_and(|(_, gap_percent)| gap_percent <= 0.1));
        printer.case(name, ratio, reference, options.since_ms(began));
        printer.solution(&json!({
            "name": name,
            "orders": plan.answer.orders,
            "aisles": plan.answer.aisles,
            "units": plan.answer.units,
            "objective": ratio,
            "naive": 1.0 / plan.naive_cost,
            "bound": plan.bound.map(|bound| 1.0 / bound),
        }))?;
    }
    let below = known - reached;
    printer.figure("gap mean", printer.gap_mean_percent(), "%");
    printer.figure("below 0.999 of the best known", below as f64, "waves");
    printer.summary(&format!("at least 0.999 of the reference {reached}"))
}

fn read(text: &str) -> Result<Backlog, Box<dyn Error>> {
    let mut numbers = text.split_ascii_whitespace();
    let orders = next(&mut numbers)?;
    let _items: usize = next(&mut numbers)?;
    let aisles = next(&mut numbers)?;
    let mut lists = |count: usize| -> Result<Vec<Vec<ItemUnits>>, Box<dyn Error>> {
        (0..count).map(|_| list(&mut numbers)).collect()
    };
    let orders = lists(orders)?;
    let aisles = lists(aisles)?;
    let units_min = next(&mut numbers)?;
    let units_max = next(&mut numbers)?;
    Backlog::new(&orders, &aisles, units_min, units_max)
        .map_err(|flaw| format!("the backlog cannot be planned: {flaw:?}").into())
}

fn list<'a>(numbers: &mut impl Iterator<Item = &'a str>) -> Result<Vec<ItemUnits>, Box<dyn Error>> {
    let count: usize = next(numbers)?;
    (0..count)
        .map(|_| {
            Ok(ItemUnits {
                item: next(numbers)?,
                units: next(numbers)?,
            })
        })
        .collect()
}

fn next<'a, T: FromStr>(numbers: &mut impl Iterator<Item = &'a str>) -> Result<T, Box<dyn Error>>
where
    T::Err: Error + 'static,
{
    Ok(numbers.next().ok_or("the file ends early")?.parse()?)
}

/// The best known objective of a file, from `best-known.csv` (dataset, instance, objective) beside it.
fn best_known(table: &Input, name: &str) -> Option<f64> {
    let table = table.text().ok()?;
    let known: BTreeMap<&str, &str> = table
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(',')?.1.split_once(','))
        .collect();
    known.get(name)?.trim().parse().ok()
}
