//! Bischoff-Ratcliff instances: the number of cases, then for each a line with its number, one with the container's
//! length, width and height, one with the number of kinds of boxes, and a line for each kind: its number, three times
//! a side and whether it may stand upright, and how many boxes there are.
//!
//! The objective is the share of the container that is filled, in percent; the reference is `best-known.csv` beside the
//! file (without support), by `folder/FILE_CASE`, where it is there. Boxes are set without regard to what lies under
//! them, as the reference has it.

use std::collections::BTreeMap;
use std::error::Error;

use depo::planning::container::{Cargo, Support, load};
use depo::planning::geometry::Turns;
use depo::planning::{Effort, Size};
use serde_json::json;

use super::options::{Input, Options, Printer};

const SECONDS: f64 = 1.0;
/// Blocks put between two looks at the clock.
const ASK_STEPS: u64 = 50;

/// A container and what is to be loaded into it.
type Case = (Size, Vec<Cargo>);

/// Loads every container of the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let mut filled = 0.0;
    let mut count = 0;
    for input in options.instances() {
        let cases = read(input.text()?).map_err(|e| format!("{}: {e}", input.path))?;
        let known = best_known(options.reference(input))?;
        for (number, (container, cargo)) in cases.iter().enumerate().step_by(options.every) {
            let name = format!("{}_{}", input.name(), number + 1);
            let began = options.now_ms();
            let mut watch = options.watch(SECONDS);
            let effort = &mut Effort::watched(u64::MAX, ASK_STEPS, &mut watch);
            let plan = load(*container, cargo, Support::None, effort)?;
            let room = container.volume_mm3() as f64;
            let share = (1.0 - plan.cost / room) * 100.0;
            let reference = known.get(&name).map(|volume| {
                let theirs = volume / room * 100.0;
                (theirs, (1.0 - share / theirs) * 100.0)
            });
            printer.case(&name, share, reference, options.since_ms(began));
            filled += share;
            count += 1;
            let boxes = plan.answer.iter().map(|stowed| {
                json!({
                    "cargo": stowed.cargo,
                    "position_mm": stowed.place.from,
                    "size_mm": stowed.place.extent(),
                })
            });
            printer.solution(&json!({
                "name": name,
                "container_mm": container.sides_mm(),
                "boxes": boxes.collect::<Vec<_>>(),
            }))?;
        }
    }
    let mean = filled / f64::from(count.max(1));
    printer.figure("filled mean", mean, "%");
    printer.summary(&format!("filled mean {mean:.3} %"))
}

fn best_known(file: Option<&Input>) -> Result<BTreeMap<String, f64>, Box<dyn Error>> {
    let mut known = BTreeMap::new();
    if let Some(file) = file {
        for record in csv::Reader::from_reader(&file.bytes[..]).into_records() {
            let record = record?;
            let (Some(name), Some(volume)) = (record.get(0), record.get(1)) else {
                continue;
            };
            let name = name.rsplit('/').next().unwrap_or(name);
            known.insert(name.to_owned(), volume.parse()?);
        }
    }
    Ok(known)
}

fn read(text: &str) -> Result<Vec<Case>, Box<dyn Error>> {
    let mut numbers = text.split_whitespace().map(str::parse::<u32>);
    let mut next =
        || -> Result<u32, Box<dyn Error>> { Ok(numbers.next().ok_or("the file ends too early")??) };
    let mut cases = Vec::new();
    for _ in 0..next()? {
        let (_number, _seed) = (next()?, next()?);
        let container = Size::new(next()?, next()?, next()?)?;
        let mut cargo = Vec::new();
        for _ in 0..next()? {
            next()?;
            let (mut sides, mut upright) = ([0; 3], [false; 3]);
            for (side, upright) in sides.iter_mut().zip(&mut upright) {
                (*side, *upright) = (next()?, next()? == 1);
            }
            cargo.push(Cargo {
                size: Size::new(sides[0], sides[1], sides[2])?,
                turns: Turns::new(upright).ok_or("a box that may not stand at all")?,
                units: next()?,
            });
        }
        cases.push((container, cargo));
    }
    Ok(cases)
}
