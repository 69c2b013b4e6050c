//! Made-up queues: how fast one order is decided, and how near the optimum a queue comes.
//!
//! The "file" is `ORDERSxWAREHOUSES`, such as `10000x5`; the reference is the optimum that is planted in the queue.

use std::error::Error;

use depo::planning::allocation::{Aim, Allocator, redecide};
use serde_json::json;

use depo::planning::Effort;

use super::allocation_made::made_queue;
use super::options::{Options, Printer};

/// Steps enough for any time limit.
const STEPS_MAX: u64 = 2_000_000_000;

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let mut more = String::new();
    for input in &options.inputs {
        let name = &input.path;
        let Some([orders, warehouses]) = input.made() else {
            return Err("write ORDERSxWAREHOUSES".into());
        };
        for slack in [1.0, 1.02, 1.1] {
            let (stock, queue) = made_queue(orders, warehouses, 2_000, slack, options.seed);
            let mut allocator = Allocator::default();
            let ((), all_ms) = options.timed(|| {
                for order in &queue {
                    std::hint::black_box(allocator.decide(order, &stock));
                }
            });
            let each = all_ms * 1e3 / orders as f64;
            printer.figure(&format!("{name} stock x{slack}: an order"), each, "µs");
            let began = options.now_ms();
            let mut watch = options.watch(3.0);
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
            printer.figure(
                &format!("{name} stock x{slack}: parcels / planted"),
                plan.cost / planted,
                "",
            );
            printer.case(
                &format!("{name} stock x{slack}"),
                plan.cost,
                Some((planted, gap_percent)),
                options.since_ms(began),
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
