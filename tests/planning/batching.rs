//! Batches: recounted, against brute force with Held and Karp's tours, and against the best known of public cases.

use std::fs;

use depo::planning::batch::{Batch, Batching, Cart, Flaw, Load, Order};
use depo::planning::route::{Layout, LayoutError, Location, Regular, Router, Spot};
use depo::planning::{Effort, Ended, Plan};
use serde_json::Value;

use crate::random::Random;
use crate::shared::shared;

pub const AISLES: u64 = 4;
pub const CELLS: u64 = 6;
pub const AISLE_PITCH: u32 = 3_000;
pub const CELL_PITCH: u32 = 1_000;
pub const END_TO_CELL: u32 = 1_500;

/// A floor of one block whose routes begin and end at the last cross-aisle of the first aisle.
pub fn router(aisles: usize, cells: usize, pitches: [u32; 3]) -> Router {
    let [aisle_pitch, cell_pitch, end_to_cell] = pitches;
    let layout = Layout::regular(&Regular {
        aisles,
        block_cells: vec![cells],
        aisle_pitch,
        cell_pitch,
        first_to_cell: end_to_cell,
        last_to_cell: end_to_cell,
        cross_aisle_width: 0,
    })
    .expect("a floor");
    let depot = Spot::Crossing {
        aisle: 0,
        cross_aisle: 1,
    };
    Router::new(layout, depot, depot).expect("a depot on the floor")
}

pub fn small_router() -> Router {
    router(
        AISLES as usize,
        CELLS as usize,
        [AISLE_PITCH, CELL_PITCH, END_TO_CELL],
    )
}

/// Walking distance between two places of the small floor, each across and along, in millimetres.
fn distance(a: (u32, u32), b: (u32, u32)) -> u32 {
    let whole = 2 * END_TO_CELL + (CELLS as u32 - 1) * CELL_PITCH;
    if a.0 == b.0 {
        return a.1.abs_diff(b.1);
    }
    let over_first = a.1 + b.1;
    let over_last = 2 * whole - a.1 - b.1;
    a.0.abs_diff(b.0) + over_first.min(over_last)
}

/// The shortest round from the depot past every subset of these places: Held and Karp (1962).
pub fn rounds(places: &[(u32, u32)]) -> Vec<u32> {
    let depot = (0, 2 * END_TO_CELL + (CELLS as u32 - 1) * CELL_PITCH);
    let count = places.len();
    let mut ways = vec![vec![u32::MAX; count]; 1 << count];
    let mut rounds = vec![0; 1 << count];
    for set in 1..1_usize << count {
        for last in (0..count).filter(|last| set >> last & 1 == 1) {
            let before = set & !(1 << last);
            ways[set][last] = if before == 0 {
                distance(depot, places[last])
            } else {
                (0..count)
                    .filter(|from| before >> from & 1 == 1)
                    .map(|from| ways[before][from] + distance(places[from], places[last]))
                    .min()
                    .expect("there is a place before")
            };
        }
        rounds[set] = (0..count)
            .filter(|last| set >> last & 1 == 1)
            .map(|last| ways[set][last] + distance(places[last], depot))
            .min()
            .expect("there is a last place");
    }
    rounds
}

/// The compartments that an order takes, counted out.
pub fn compartments(order: &Order, cart: &Cart) -> u64 {
    let mut taken = 1;
    let mut left = order.load.volume_mm3;
    while left > cart.compartment_mm3 {
        left -= cart.compartment_mm3;
        taken += 1;
    }
    taken
}

/// The shortest round and the number of places, for each set of orders.
pub fn set_rounds(orders: &[Order]) -> Vec<(u32, u32)> {
    let mut places: Vec<(u32, u32)> = Vec::new();
    let mut picked = vec![0_usize; orders.len()];
    for (order, picked) in orders.iter().zip(&mut picked) {
        for pick in &order.picks {
            let place = (
                u32::from(pick.aisle) * AISLE_PITCH,
                END_TO_CELL + u32::from(pick.cell) * CELL_PITCH,
            );
            let known = places.iter().position(|known| *known == place);
            let number = known.unwrap_or(places.len());
            if known.is_none() {
                places.push(place);
            }
            *picked |= 1 << number;
        }
    }
    let rounds = rounds(&places);
    let sets = 1_usize << orders.len();
    let visited = (0..sets).map(|set| members(set).fold(0, |places, order| places | picked[order]));
    visited
        .map(|places| (rounds[places], places.count_ones()))
        .collect()
}

/// The members of a set of orders.
pub fn members(set: usize) -> impl Iterator<Item = usize> + Clone {
    (0..usize::BITS as usize).filter(move |order| set >> order & 1 == 1)
}

/// Whether a cart holds each set of orders.
pub fn fitting_sets(orders: &[Order], cart: &Cart) -> Vec<bool> {
    let fits = |set: usize| {
        let sum = |of: fn(&Load) -> u64| members(set).map(|o| of(&orders[o].load)).sum::<u64>();
        members(set)
            .map(|o| compartments(&orders[o], cart))
            .sum::<u64>()
            <= cart.compartments_max
            && sum(|load| load.units) <= cart.load_max.units
            && sum(|load| load.volume_mm3) <= cart.load_max.volume_mm3
            && sum(|load| load.weight_grams) <= cart.load_max.weight_grams
    };
    (0..1_usize << orders.len()).map(fits).collect()
}

/// The length of the best batches, and that of each set of orders.
fn brute_force(orders: &[Order], cart: &Cart) -> (u32, Vec<u32>) {
    let lengths: Vec<u32> = set_rounds(orders).iter().map(|round| round.0).collect();
    let fits = fitting_sets(orders, cart);
    let sets = fits.len();
    let mut best = vec![u32::MAX; sets];
    best[0] = 0;
    for set in 1..sets {
        let mut part = set;
        while part > 0 {
            if best[set & !part] < u32::MAX && fits[part] {
                best[set] = best[set].min(best[set & !part] + lengths[part]);
            }
            part = (part - 1) & set;
        }
    }
    (best[sets - 1], lengths)
}

/// Fails where an order is missing or twice, a cart too full or a figure wrong.
fn check(orders: &[Order], cart: &Cart, plan: &Plan<Vec<Batch>>, name: &str) {
    let mut seen = vec![0; orders.len()];
    let mut length = 0.0;
    for batch in &plan.answer {
        assert!(
            batch.orders.is_sorted() && !batch.orders.is_empty(),
            "{name}: {batch:?}"
        );
        let mut load = Load::default();
        for &order in &batch.orders {
            seen[order] += 1;
            load.units += orders[order].load.units;
            load.volume_mm3 += orders[order].load.volume_mm3;
            load.weight_grams += orders[order].load.weight_grams;
        }
        assert_eq!(load, batch.load, "{name}");
        let taken = batch
            .orders
            .iter()
            .map(|order| compartments(&orders[*order], cart));
        assert_eq!(taken.sum::<u64>(), batch.compartments, "{name}");
        assert!(
            batch.compartments <= cart.compartments_max
                && load.units <= cart.load_max.units
                && load.volume_mm3 <= cart.load_max.volume_mm3
                && load.weight_grams <= cart.load_max.weight_grams,
            "{name}: too full: {batch:?}"
        );
        length += f64::from(batch.length_mm);
    }
    assert!(seen.iter().all(|times| *times == 1), "{name}: {seen:?}");
    assert_eq!(length, plan.cost, "{name}");
    assert!(plan.cost <= plan.naive_cost, "{name}: {plan:?}");
    assert!(plan.bound.is_none_or(|bound| bound <= plan.cost), "{name}");
}

pub fn small_random(random: &mut Random) -> (Vec<Order>, Cart) {
    let mut below = |end: u64| random.next() % end;
    let orders = (0..2 + below(7)).map(|_| Order {
        picks: (0..1 + below(2))
            .map(|_| Location {
                aisle: below(AISLES) as u16,
                cell: below(CELLS) as u16,
            })
            .collect(),
        load: Load {
            units: 1 + below(4),
            volume_mm3: below(5),
            weight_grams: below(5),
        },
    });
    let orders = orders.collect();
    let cart = Cart {
        compartments_max: 2 + below(6),
        compartment_mm3: 2 + below(4),
        load_max: Load {
            units: 4 + below(10),
            volume_mm3: 4 + below(12),
            weight_grams: 4 + below(12),
        },
    };
    (orders, cart)
}

#[test]
fn brute_force_agrees_on_small_random_orders() {
    let router = small_router();
    for seed in 0..200 {
        let (mut orders, cart) = small_random(&mut Random::new(seed));
        // Ten places keep the checker's table small.
        while orders.iter().map(|order| order.picks.len()).sum::<usize>() > 10 {
            orders.pop();
        }
        let name = format!("seed {seed}");
        let batching = Batching::new(&router, &orders, cart).expect("every order fits");
        let plan = batching.plan(seed, &mut Effort::of_steps(200_000));
        check(&orders, &cart, &plan, &name);
        let (best, lengths) = brute_force(&orders, &cart);
        assert_eq!(plan.cost, f64::from(best), "{name}: {plan:?}");
        assert_eq!(plan.ended, Ended::Proven, "{name}");
        for batch in &plan.answer {
            let set = batch
                .orders
                .iter()
                .fold(0_usize, |set, order| set | 1 << order);
            assert_eq!(batch.length_mm, lengths[set], "{name}: {batch:?}");
        }
        check_reasons(&batching, &plan.answer, &lengths, &name);
    }
}

fn check_reasons(batching: &Batching, batches: &[Batch], lengths: &[u32], name: &str) {
    let reasons = batching.reasons(batches);
    for (order, reason) in reasons.iter().enumerate() {
        assert_eq!(reason.order, order, "{name}");
        let set = |batch: usize| {
            batches[batch]
                .orders
                .iter()
                .fold(0_usize, |set, o| set | 1 << o)
        };
        let with = set(reason.batch);
        assert!(with >> order & 1 == 1, "{name}: {reason:?}");
        let adds = lengths[with] - lengths[with & !(1 << order)];
        assert_eq!(reason.adds_mm, adds, "{name}: {reason:?}");
        assert_eq!(reason.alone_mm, lengths[1 << order], "{name}: {reason:?}");
        if let Some((other, elsewhere)) = reason.elsewhere {
            let others = set(other);
            assert_eq!(
                elsewhere,
                lengths[others | 1 << order] - lengths[others],
                "{name}"
            );
            assert!(
                elsewhere >= adds,
                "{name}: it were better elsewhere: {reason:?}"
            );
        }
    }
    assert_eq!(
        reasons.len(),
        batches
            .iter()
            .map(|batch| batch.orders.len())
            .sum::<usize>()
    );
}

/// Plans public cases of a set with few steps; answers with the mean gap to the best known, in percent.
fn mean_gap_percent(set: &str, cases_max: usize, steps: u64) -> Option<f64> {
    let text = fs::read_to_string(shared("instances/order-batching.jsonl")?).expect("the cases");
    let records = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a record"));
    let mut gaps = Vec::new();
    for record in records
        .filter(|record| record["set"] == set)
        .take(cases_max)
    {
        let millimetres = |field: &str| (record[field].as_f64().unwrap_or(0.0) * 1_000.0) as u32;
        let count = |field: &str| record[field].as_u64().unwrap_or(0);
        let pitches = ["aisle_pitch", "cell_pitch", "end_to_cell"].map(millimetres);
        let router = router(count("aisles") as usize, count("cells") as usize, pitches);
        let number = |value: &Value| value.as_u64().unwrap_or(0);
        let orders: Vec<Order> = list(&record["orders"])
            .map(|order| Order {
                picks: list(order)
                    .map(|pick| Location {
                        aisle: number(&pick[0]) as u16,
                        cell: number(&pick[1]) as u16,
                    })
                    .collect(),
                load: Load {
                    units: list(order).map(|pick| number(&pick[2])).sum(),
                    ..Load::default()
                },
            })
            .collect();
        let cart = Cart::of_units(count("capacity_units"));
        let batching = Batching::new(&router, &orders, cart).expect("every order fits");
        let plan = batching.plan(1, &mut Effort::of_steps(steps));
        let name = record["name"].as_str().unwrap_or("");
        check(&orders, &cart, &plan, name);
        let known = record["best_known"].as_f64().expect("the best known") * 1_000.0;
        gaps.push((plan.cost / known - 1.0) * 100.0);
    }
    assert!(!gaps.is_empty(), "no case of {set}");
    Some(gaps.iter().sum::<f64>() / gaps.len() as f64)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[test]
fn public_cases_of_few_orders_are_solved() {
    if let Some(gap) = mean_gap_percent("bahceci-oencan", 20, 200_000) {
        assert!(gap.abs() < 1e-6, "{gap} %");
    }
}

#[test]
fn public_cases_of_many_orders_come_near_the_best_known() {
    for (set, gap_percent_max) in [("henn-waescher", 2.0), ("muter-oencan", 4.0)] {
        if let Some(gap) = mean_gap_percent(set, 2, 200_000) {
            assert!(gap < gap_percent_max, "{set}: {gap} %");
        }
    }
}

#[test]
fn the_same_seed_and_steps_give_the_same_batches() {
    let router = small_router();
    let (orders, cart) = small_random(&mut Random::new(3));
    let plan = || {
        let batching = Batching::new(&router, &orders, cart).expect("every order fits");
        batching.plan(5, &mut Effort::of_steps(2_000))
    };
    assert_eq!(plan(), plan());
}

#[test]
fn what_cannot_be_batched_is_said() {
    let router = small_router();
    let order = |aisle, units| Order {
        picks: vec![Location { aisle, cell: 0 }],
        load: Load {
            units,
            ..Load::default()
        },
    };
    let flaw = |orders: &[Order]| Batching::new(&router, orders, Cart::of_units(5)).err();
    assert_eq!(flaw(&[order(0, 5)]), None);
    assert_eq!(
        flaw(&[order(0, 1), order(0, 6)]),
        Some(Flaw::TooLargeForCart { order: 1 })
    );
    assert_eq!(
        flaw(&[order(99, 1)]),
        Some(Flaw::NoSuchPlace {
            order: 0,
            error: LayoutError::NoSuchLocation(Location { aisle: 99, cell: 0 }),
        })
    );
    let none = Batching::new(&router, &[], Cart::of_units(5)).expect("nothing to batch");
    let plan = none.plan(1, &mut Effort::of_steps(10));
    assert_eq!(
        (plan.answer.len(), plan.cost, plan.ended),
        (0, 0.0, Ended::Proven)
    );
}
