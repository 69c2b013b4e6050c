//! Prints what encodings of events cost: `cargo run --release --example encoding -- [ORDER-FILE...]`
//!
//! JSON, postcard, and postcard deflated in runs of 256 KB, in bytes per event at rest and events per second there and
//! back. Figures, not verdicts. The workloads: the scans of a floor, and orders coming in from the files named (made-up
//! ones where none is).

#[path = "../support/floor.rs"]
mod floor;

use depo::domain::command::Command;
use depo::domain::commit::{Commit, Recorded};
use depo::domain::event::{Event, OrderPlaced, PlacedLine};
use depo::domain::money::Amount;
use depo::domain::text::{Code, OrderId, Sku, Words};
use depo::exchange::online_retail::{Invoice, Reader};
use depo::journal::{decode_commit, encode_commit};
use depo::limits::SEGMENT_BYTES_FULL;
use depo::portal::NoPace;
use flate2::{Compression, Decompress, FlushDecompress, write::DeflateEncoder};
use floor::Floor;
use futures_executor::block_on;
use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let floor = Floor::new(1);
    floor::work(&floor, 680);
    let is_scan = |event: &Event| !matches!(event, Event::OrderPlaced(_) | Event::ItemAdded { .. });
    let mut scans = commits(&floor)?;
    scans.retain(|commit| match commit.events.first() {
        Some(Recorded::Known(event)) => is_scan(event),
        _ => false,
    });
    report("scans of a floor, one event a commit or so", &scans)?;
    let orders = orders()?;
    let floor = Floor::new(2);
    for chunk in orders.chunks(100) {
        let orders = chunk.to_vec();
        floor.act(&Command::TakeOrders { orders });
    }
    report("orders coming in, 100 a commit", &commits(&floor)?)
}

fn commits(floor: &Floor) -> Outcome<Vec<Commit>> {
    let mut commits = Vec::new();
    block_on(floor.portal.export(&NoPace, async |stream, _, bytes| {
        for bytes in bytes {
            commits.push(decode_commit(stream, &bytes)?);
        }
        Ok(())
    }))?;
    Ok(commits)
}

fn orders() -> Outcome<Vec<OrderPlaced>> {
    let mut orders = Vec::new();
    for path in std::env::args().skip(1) {
        let file = std::fs::read(&path)?;
        let mut reader = Reader::new(&path);
        let mut take = |invoice: Invoice| orders.extend(order(&invoice));
        let mut rest = &file[..];
        while !rest.is_empty() {
            rest = &rest[reader.push(rest, &mut take)?..];
        }
        reader.finish(&mut take)?;
    }
    if orders.is_empty() {
        let line = |n: usize| (format!("{}", 20_000 + n * 7_919 % 4_000), 1 + n as u32 % 12);
        for n in 0..2_000 {
            let lines: Vec<(String, u32)> = (0..18).map(|i| line(n * 18 + i)).collect();
            orders.push(floor::order(536_000 + n, &lines));
        }
    }
    Ok(orders)
}

fn order(invoice: &Invoice) -> Option<OrderPlaced> {
    let lines = invoice.lines.iter().filter_map(|line| {
        Some(PlacedLine {
            sku: Sku::new(&line.code).ok()?,
            units: u32::try_from(line.units).ok()?,
            unit_price: Amount(line.unit_price),
            words: Words::new(&line.words).ok(),
        })
    });
    let placed = OrderPlaced {
        order: OrderId::of("shop", &invoice.number).ok()?,
        customer: Code::new(invoice.customer.as_deref().unwrap_or_default()).ok(),
        country: Words::new(&invoice.country).ok(),
        lines: lines.collect(),
        ..floor::order(0, &[])
    };
    (!placed.lines.is_empty()).then_some(placed)
}

fn report(name: &str, commits: &[Commit]) -> Outcome<()> {
    let events: usize = commits.iter().map(|commit| commit.events.len()).sum();
    let known: Vec<&Event> = commits
        .iter()
        .flat_map(|commit| &commit.events)
        .filter_map(|recorded| match recorded {
            Recorded::Known(event) => Some(event),
            Recorded::Newer(_) => None,
        })
        .collect();
    println!("{name}: {events} events in {} commits", commits.len());
    println!("  encoding                 bytes/event   events/s there   events/s back");
    let row = |what: &str, bytes: usize, there: f64, back: f64| {
        let n = events as f64;
        println!(
            "  {what:<24} {:>11.1} {:>16.0} {:>15.0}",
            bytes as f64 / n,
            n / there,
            n / back
        );
    };

    let begin = Instant::now();
    let json: Vec<Vec<u8>> = known
        .iter()
        .map(serde_json::to_vec)
        .collect::<Result<_, _>>()?;
    let there = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    for bytes in &json {
        black_box(serde_json::from_slice::<Event>(bytes)?);
    }
    let back = begin.elapsed().as_secs_f64();
    row(
        "JSON",
        json.iter().map(|line| line.len() + 1).sum(),
        there,
        back,
    );

    let begin = Instant::now();
    let encoded: Vec<Vec<u8>> = commits
        .iter()
        .map(encode_commit)
        .collect::<Result<_, _>>()?;
    let encode = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    for (commit, bytes) in commits.iter().zip(&encoded) {
        black_box(decode_commit(commit.stream, bytes)?);
    }
    let decode = begin.elapsed().as_secs_f64();
    row(
        "postcard, whole commits",
        encoded.iter().map(Vec::len).sum(),
        encode,
        decode,
    );

    let mut bodies: Vec<Vec<u8>> = vec![Vec::new()];
    for bytes in &encoded {
        let full = bodies
            .last()
            .is_none_or(|body| body.len() >= SEGMENT_BYTES_FULL);
        if full {
            bodies.push(Vec::new());
        }
        if let Some(body) = bodies.last_mut() {
            body.extend((bytes.len() as u32).to_be_bytes());
            body.extend(bytes);
        }
    }
    for level in [1, 2, 3, 4, 6, 9] {
        let begin = Instant::now();
        let mut packed = Vec::new();
        for body in &bodies {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(level));
            encoder.write_all(body)?;
            packed.push(encoder.finish()?);
        }
        let there = encode + begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        for (body, bytes) in bodies.iter().zip(&packed) {
            let mut unpacked = Vec::with_capacity(body.len());
            Decompress::new(false).decompress_vec(bytes, &mut unpacked, FlushDecompress::Finish)?;
            assert_eq!(unpacked.len(), body.len());
        }
        let back = decode + begin.elapsed().as_secs_f64();
        let bytes = packed.iter().map(Vec::len).sum();
        row(&format!("postcard, deflate {level}"), bytes, there, back);
    }
    Ok(())
}
