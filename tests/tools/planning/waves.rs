//! Waves, in the format of the SBPO 2024/25 challenge: `o i a`, then `o` orders and `a` aisles as `k item qty ...`, then
//! the fewest and the most units.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use depo::planning::wave::{Backlog, ItemUnits};
use depo::planning::{Effort, Flow};
use serde_json::json;

use super::options::{Options, Printer};

/// Searches a wave in each file.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let time = options.time.unwrap_or(Duration::from_secs(10));
    let mut printer = Printer::new(options)?;
    let mut reached = 0;
    let waves: Vec<&PathBuf> = options
        .files
        .iter()
        .filter(|path| !is_table(path))
        .collect();
    for path in &waves {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let backlog = read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let began = Instant::now();
        let mut watch = |_| match began.elapsed() < time {
            true => Flow::Continue,
            false => Flow::Stop,
        };
        let mut effort = Effort::watched(u64::MAX, 20_000, &mut watch);
        let plan = backlog
            .plan(options.seed, &mut effort)
            .map_err(|none| format!("{name}: no wave: {none:?}"))?;
        let ratio = plan.answer.units_per_aisle();
        let reference = best_known(path, &name)
            .map(|reference| (reference, (reference - ratio) / reference * 100.0));
        reached += usize::from(reference.is_some_and(|(_, gap_percent)| gap_percent <= 0.1));
        printer.case(&name, ratio, reference, began);
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
    let below = waves.len() - reached;
    printer.figure("below 0.999 of the best known", below as f64, "waves");
    printer.summary(&format!("at least 0.999 of the reference {reached}"))
}

/// Whether this is the table of the best known, which a pattern for a whole folder names, too.
fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "csv")
}

fn read(path: &Path) -> Result<Backlog, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
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
fn best_known(path: &Path, name: &str) -> Option<f64> {
    let table = fs::read_to_string(path.with_file_name("best-known.csv")).ok()?;
    let known: BTreeMap<&str, &str> = table
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(',')?.1.split_once(','))
        .collect();
    known.get(name)?.trim().parse().ok()
}
