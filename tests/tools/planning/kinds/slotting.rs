//! Slotting learnt from some months of orders and measured on the last three: `slotting FILE...`, files of the form
//! "Online Retail".
//!
//! The objective is the length of the held-out tours in metres, the reference that of goods put anywhere; a gap below
//! nothing is what is saved.

use std::error::Error;

use depo::planning::slotting::{Slotting, Start, arrange, best_moves, improve, put_away};
use depo::planning::{Effort, Random};

use super::options::{Options, Printer};
use super::putaway_made::{made_bin, made_goods};
use super::slotting_study::{history, made_floor, read_orders};

const MOVES: usize = 50;

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let (orders, items) = read_orders(options.files())?;
    let mut days: Vec<_> = orders.iter().map(|order| order.day).collect();
    days.sort_unstable();
    // Seven tenths of the orders to learn from, the later ones to measure on.
    let split = *days.get(days.len() * 7 / 10).ok_or("no orders")?;
    let learnt = history(&orders, items, |order| order.day < split);
    let held_out = history(&orders, items, |order| order.day >= split);
    let (mut floor, present) = made_floor(items, options.seed);
    let naive = floor.tours_mm(&present, &held_out) as f64 / 1_000.0;

    let mut tell =
        |name: &str, floor: &mut depo::planning::slotting::Floor, found: &Slotting, began| {
            let metres = floor.tours_mm(found, &held_out) as f64 / 1_000.0;
            let gap_percent = (metres / naive - 1.0) * 100.0;
            printer.case(
                name,
                metres,
                Some((naive, gap_percent)),
                options.since_ms(began),
            );
            1.0 - metres / naive
        };
    for (name, start) in [
        ("within aisles", Start::WithinAisles),
        ("by aisle", Start::ByAisle),
        ("by distance", Start::ByDistance),
    ] {
        let began = options.now_ms();
        let found = arrange(&floor, &learnt, &[], start).map_err(|fault| format!("{fault:?}"))?;
        tell(name, &mut floor, &found, began);
    }
    let began = options.now_ms();
    let seconds = options.seconds.unwrap_or(10.0);
    // The share of the steps is that of the time: a step counts as many as keep the two alike.
    let mut watch = options.watch(seconds);
    let steps = (seconds * STEPS_PER_SECOND) as u64;
    let mut effort = Effort::watched(steps, 1_000, &mut watch);
    let plan = improve(&mut floor, &learnt, &present, options.seed, &mut effort)
        .map_err(|fault| format!("{fault:?}"))?;
    let full = tell("searched", &mut floor, &plan.answer, began);
    let began = options.now_ms();
    let mut effort = Effort::of_steps(u64::MAX);
    let moves = best_moves(&mut floor, &learnt, &present, MOVES, &mut effort);
    let some = tell("50 moves", &mut floor, &moves.answer.1, began);
    // Where somebody has slotted by popularity before, less is to be gained.
    let began = options.now_ms();
    let abc = arrange(&floor, &learnt, &[], Start::WithinAisles);
    let abc = abc.map_err(|fault| format!("{fault:?}"))?;
    let mut effort = Effort::of_steps(u64::MAX);
    let from_abc = best_moves(&mut floor, &learnt, &abc, MOVES, &mut effort);
    tell(
        "50 moves from within aisles",
        &mut floor,
        &from_abc.answer.1,
        began,
    );
    printer.figure("held-out walks saved by the search", full * 100.0, "%");
    let share = some / full * 100.0;
    printer.figure("of it by the 50 best moves", share, "%");
    let put_away = put_away_ms(options);
    printer.figure("a putaway suggestion", put_away, "ms");
    let full_from_abc = from_abc.naive_cost - plan.cost;
    printer.summary(&format!(
        "{} orders learnt from, {} held out, {items} items; {} exchanges weighed, learnt tours shorter by {:.1} %, {} moves reach {:.1} % of the held-out gain, {:.1} % of the learnt one; from within aisles {:.1} % of what is to be learnt, putting away over {BINS} bins takes {:.3} ms",
        learnt.orders(),
        held_out.orders(),
        plan.steps,
        plan.saved_share() * 100.0,
        moves.answer.0.len(),
        share,
        moves.saved_share() / plan.saved_share() * 100.0,
        (from_abc.naive_cost - from_abc.cost) / full_from_abc * 100.0,
        put_away,
    ))
}

const BINS: usize = 10_000;

/// What a suggestion takes, on average of a hundred.
fn put_away_ms(options: &Options) -> f64 {
    let mut random = Random::new(options.seed);
    let bins: Vec<_> = (0..BINS).map(|_| made_bin(&mut random)).collect();
    let began = options.now_ms();
    for _ in 0..100 {
        std::hint::black_box(put_away(&made_goods(&mut random), &bins, 5));
    }
    options.since_ms(began) / 100.0
}

/// About how many exchanges are weighed in a second.
const STEPS_PER_SECOND: f64 = 25_000.0;
