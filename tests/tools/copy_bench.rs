//! Prints what a copy of the workspace costs: `cargo run --release --example copy_bench [orders]`.

#[path = "../support/orders.rs"]
mod orders;

use depo::domain::command::Command;
use depo::exchange::bundle::BundleReader;
use depo::portal::{Keep, NoPace, Opening, Portal, StreamPart};
use depo::storage::memory::MemoryStore;
use futures_executor::block_on;
use orders::{code, placed};
use std::time::Instant;

type MemoryPortal = Portal<MemoryStore, MemoryStore>;

fn open(seed: u8) -> MemoryPortal {
    let opening = Opening {
        random: [seed; 32],
        canary: None,
        leads: true,
    };
    let (journal, view) = (MemoryStore::new(), MemoryStore::new());
    let opened = block_on(Portal::open(journal, view, &opening, &NoPace));
    opened.expect("opens").0
}

fn main() {
    let orders: usize = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(20_000);
    let portal = open(1);
    let skus: Vec<String> = (0..4_000)
        .map(|sku| format!("{}", 20_000 + 7 * sku))
        .collect();
    let numbers: Vec<usize> = (0..orders).collect();
    for group in numbers.chunks(100) {
        let order = |number: &usize| {
            let line = |line: usize| {
                let sku = (number * 131 + line * 17) % skus.len();
                (skus[sku].as_str(), 1 + (number + line) as u32 % 12)
            };
            let lines: Vec<(&str, u32)> = (0..20).map(line).collect();
            placed(&format!("{}", 536_000 + number), &lines)
        };
        let command = Command::TakeOrders {
            orders: group.iter().map(order).collect(),
        };
        let operator = code("ana");
        let done = portal.execute(&command, &operator, 1_700_000_000_000, Keep::Action);
        block_on(done).expect("is taken in");
    }
    let commits = portal.manifest(0).commits;
    println!("{orders} orders of 20 lines in {commits} commits");
    for readable in [true, false] {
        let begun = Instant::now();
        let mut file = Vec::new();
        let written = block_on(portal.write_copy(0, readable, &NoPace, |part| {
            file.extend_from_slice(&part);
            Ok(())
        }));
        let wrote = begun.elapsed();
        assert_eq!(written, Ok(commits));
        let begun = Instant::now();
        let mut reader = BundleReader::new();
        let mut rest = file.as_slice();
        while !rest.is_empty() {
            let used = reader.step(rest).expect("a whole file");
            rest = &rest[used..];
        }
        let bundle = reader.finish().expect("a whole file");
        let read = begun.elapsed();
        let begun = Instant::now();
        let parts = bundle.runs.into_iter().map(StreamPart::from).collect();
        let other = open(2);
        let merged = block_on(other.merge(parts, 0, [9; 8], &NoPace)).expect("taken in");
        println!(
            "{}: {} kB, written in {} ms, read and checked in {} ms, {} commits taken in in {} ms",
            if readable {
                "with the facts as JSON"
            } else {
                "bytes alone"
            },
            file.len() / 1_000,
            wrote.as_millis(),
            read.as_millis(),
            merged.new,
            begun.elapsed().as_millis()
        );
    }
}
