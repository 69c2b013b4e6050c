//! Queues made up so that their optimum is known; the tool prints what is reached on them.

use chrono::{Days, NaiveDate};
use depo::planning::Random;
use depo::planning::allocation::{Lane, Order, OrderLine, Stock, Terms};
use depo::trade::quantity::Amount;

/// A day of no importance, and those around it.
pub fn day(number: i64) -> NaiveDate {
    let base = NaiveDate::from_ymd_opt(2026, 11, 2).expect("a day");
    let by = Days::new(number.unsigned_abs());
    if number < 0 { base - by } else { base + by }
}

/// A queue in which every order can be sent from one warehouse, all at once: the optimum is one parcel an order.
/// Each order is given a warehouse of chance, whose stock is raised by what the order needs; `slack` times that is
/// there in the end. Items sell as by Zipf's law; orders have one line most often and up to six.
pub fn made_queue(
    orders: usize,
    warehouses: usize,
    skus: usize,
    slack: f64,
    seed: u64,
) -> (Stock, Vec<Order>) {
    let mut random = Random::new(seed);
    let weights: Vec<f64> = (1..=skus).map(|rank| 1.0 / rank as f64).collect();
    let mut stock = Stock::empty(warehouses, skus).expect("few warehouses");
    let queue = (0..orders)
        .map(|_| {
            let home = random.below(warehouses);
            let mut lines: Vec<OrderLine> = Vec::new();
            while lines.is_empty() || (lines.len() < 6 && random.below(2) == 0) {
                let line = OrderLine {
                    sku: pick(&mut random, &weights),
                    units: 1 + random.below(4) as u32 / 3,
                    unit_grams: 300,
                };
                stock.set(line.sku, home, stock.units(line.sku, home) + line.units);
                lines.push(line);
            }
            let lane = |random: &mut Random| {
                Some(Lane {
                    parcel: Amount::new(i64::from(random.between(40, 60)) * 1_000),
                    unit: Amount::new(2_000),
                    kilogram: Amount::new(5_000),
                    arrives: day(2),
                })
            };
            let lanes = (0..warehouses).map(|_| lane(&mut random)).collect();
            Order::new(&lines, lanes, Terms::default()).expect("a sound order")
        })
        .collect();
    for sku in 0..skus {
        for warehouse in 0..warehouses {
            let units = f64::from(stock.units(sku, warehouse)) * slack;
            // What is left over of a piece falls to chance, so that rare items have slack, too.
            let more = u32::from(random.share() < units.fract());
            stock.set(sku, warehouse, units as u32 + more);
        }
    }
    (stock, queue)
}

fn pick(random: &mut Random, weights: &[f64]) -> usize {
    let mut left = random.share() * weights.iter().sum::<f64>();
    for (at, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return at;
        }
    }
    weights.len() - 1
}
