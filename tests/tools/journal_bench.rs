//! Prints what 100,000 events of a floor cost from bytes to durable: `cargo run --release --example journal_bench`
//!
//! Decode, verify and fold, with a strict final commit over memory. Figures, not verdicts.

#[path = "../support/floor.rs"]
mod floor;

use depo::domain::Workspace;
use depo::domain::commit::Commit;
use depo::domain::workspace::Histories;
use depo::journal::{GENESIS, chain, decode_commit, seal};
use depo::limits::SEGMENT_BYTES_FULL;
use depo::portal::{NoPace, StreamPart};
use depo::storage::Table;
use depo::storage::memory::MemoryStore;
use floor::Floor;
use futures_executor::block_on;
use std::hint::black_box;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let floor = Floor::new(1);
    let begin = Instant::now();
    floor::work(&floor, 640);
    let commands_s = begin.elapsed().as_secs_f64();
    let mut parts = Vec::new();
    let mut commits: Vec<Commit> = Vec::new();
    block_on(floor.portal.export(&NoPace, async |stream, first, bytes| {
        for bytes in &bytes {
            commits.push(decode_commit(stream, bytes)?);
        }
        parts.push(StreamPart {
            stream,
            first,
            commits: bytes,
        });
        Ok(())
    }))?;
    let bytes: Vec<Vec<u8>> = parts.iter().flat_map(|part| part.commits.clone()).collect();
    let events: usize = commits.iter().map(|commit| commit.events.len()).sum();
    println!("{events} events in {} commits", commits.len());
    let n = events as f64;
    let row = |what: &str, seconds: f64| {
        println!(
            "  {what:<34} {seconds:>7.3} s {:>9.2} µs/event",
            seconds * 1e6 / n
        );
    };
    row("decided and kept, scan by scan", commands_s);

    let stream = floor.portal.stream();
    let begin = Instant::now();
    for bytes in &bytes {
        black_box(decode_commit(stream, bytes)?);
    }
    row("decode", begin.elapsed().as_secs_f64());
    let begin = Instant::now();
    black_box(
        bytes
            .iter()
            .fold(GENESIS, |hash, bytes| chain(&hash, bytes)),
    );
    row("verify the chain", begin.elapsed().as_secs_f64());
    let mut state = Workspace::default();
    let begin = Instant::now();
    for group in commits.chunks(4_000) {
        let plan = state.plan(group);
        state.apply(group, &plan, Histories::new());
    }
    row("fold", begin.elapsed().as_secs_f64());
    let begin = Instant::now();
    for group in bytes.chunks(4_000) {
        black_box(seal(stream, 1, GENESIS, GENESIS, group)?);
    }
    row("seal", begin.elapsed().as_secs_f64());

    let whole = StreamPart {
        stream,
        first: 1,
        commits: bytes.clone(),
    };
    let other = Floor::new(2);
    let begin = Instant::now();
    block_on(
        other
            .portal
            .merge(vec![whole], 1_700_000_000_000, [1; 8], &NoPace),
    )?;
    row("all, to durable (merge)", begin.elapsed().as_secs_f64());
    assert_eq!(other.portal.state().ledger, floor.portal.state().ledger);
    let (_, at_rest) = other.portal.journal().size(Table::Segments);
    println!(
        "  at rest {:.1} bytes/event in segments of {} KB before deflating",
        at_rest as f64 / n,
        SEGMENT_BYTES_FULL / 1024
    );
    let (_, as_worked) = floor.portal.journal().size(Table::Segments);
    println!(
        "  at rest {:.1} bytes/event as they were sealed at work",
        as_worked as f64 / n
    );

    let begin = Instant::now();
    let view = MemoryStore::new();
    let reopened = Floor::open(2, other.portal.journal().clone(), view.clone());
    row("start without a view", begin.elapsed().as_secs_f64());
    block_on(reopened.portal.save_view())?;
    let (_, view_bytes) = view.size(Table::View);
    let begin = Instant::now();
    let again = Floor::open(2, other.portal.journal().clone(), view);
    row("start with a view", begin.elapsed().as_secs_f64());
    println!("  view {:.0} KB", view_bytes as f64 / 1024.0);
    let begin = Instant::now();
    let proof = block_on(again.portal.prove(&NoPace))?;
    row("prove", begin.elapsed().as_secs_f64());
    assert!(proof.holds());
    Ok(())
}
