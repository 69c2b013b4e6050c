//! Made-up queues: how fast one order is decided, and how near the optimum a queue comes.
//!
//! The "file" is `ORDERSxWAREHOUSES`, such as `10000x5`; the reference is the optimum that is planted in the queue.

use std::error::Error;
use std::time::{Duration, Instant};

use depo::planning::allocation::{Aim, Allocator, redecide};
use serde_json::json;

use depo::planning::{Effort, Flow, Progress};

use crate::allocation_made::made_queue;
use crate::options::{Options, Printer};

/// Steps enough for any time limit.
const STEPS_MAX: u64 = 2_000_000_000;

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let mut more = String::new();
    for file in &options.files {
        let name = file.to_string_lossy();
        let (orders, warehouses) = name.split_once('x').ok_or("write ORDERSxWAREHOUSES")?;
        let (orders, warehouses): (usize, usize) = (orders.parse()?, warehouses.parse()?);
        for slack in [1.0, 1.02, 1.1] {
            let (stock, queue) = made_queue(orders, warehouses, 2_000, slack, options.seed);
            let mut allocator = Allocator::default();
            let began = Instant::now();
            for order in &queue {
                std::hint::black_box(allocator.decide(order, &stock));
            }
            let each = began.elapsed().as_secs_f64() * 1e6 / orders as f64;
            printer.figure(&format!("{name} stock x{slack}: an order"), each, "µs");
            let began = Instant::now();
            let time = options.time.unwrap_or(Duration::from_secs(3));
            let mut watch = |_: Progress| match began.elapsed() < time {
                true => Flow::Continue,
                false => Flow::Stop,
            };
            let mut effort = Effort::watched(STEPS_MAX, 1_000, &mut watch);
            let plan = redecide(
                &stock,
                &queue,
                Aim::FewestParcels,
                options.seed,
                &mut effort,
            )
            .map_err(|fault| format!("{fault:?}"))?;
            let planted = orders as f64;
            let gap_percent = (plan.cost / planted - 1.0) * 100.0;
            printer.case(
                &format!("{name} stock x{slack}"),
                plan.cost,
                Some((planted, gap_percent)),
                began,
            );
            for (number, allocation) in plan.answer.iter().enumerate() {
                let parcels = allocation.parcels.iter();
                let parcels: Vec<_> = parcels
                    .map(|parcel| (parcel.warehouse, &parcel.contents))
                    .collect();
                printer.solution(&json!({ "order": number, "parcels": parcels }))?;
            }
            more += &format!(
                "x{slack}: first come {}, bound {}, {each:.1} us an order; ",
                plan.naive_cost,
                plan.bound.unwrap_or(f64::NAN)
            );
        }
    }
    printer.summary(&more)
}
