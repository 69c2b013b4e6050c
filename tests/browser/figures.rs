//! Figures of the store in this browser on this machine. Printed, not judged.

use crate::storage::{fresh, guard, put};
use depo::browser::entropy::random_bytes;
use depo::storage::{Durability, Store, Table};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// Bytes that no engine can make smaller, as sealed segments are.
fn noise(bytes: usize) -> Vec<u8> {
    let parts = (0..bytes.div_ceil(1_024)).flat_map(|_| {
        let part: [u8; 1_024] = random_bytes().expect("randomness");
        part
    });
    parts.take(bytes).collect()
}

fn percentile(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

#[wasm_bindgen_test]
async fn small_strict_commits() {
    let store = fresh("figures-commits").await;
    let mut times = Vec::new();
    for n in 0..1_000_u64 {
        let before = n.to_be_bytes();
        let after = (n + 1).to_be_bytes();
        let guards = [guard(Table::Meta, b"head", (n > 0).then_some(&before))];
        let changes = [
            put(Table::Tail, &after, &[7; 200]),
            put(Table::Meta, b"head", &after),
        ];
        let started = now();
        let outcome = store.write(&guards, &changes, Durability::Strict).await;
        times.push(now() - started);
        assert_eq!(outcome, Ok(()));
    }
    times.sort_by(f64::total_cmp);
    console_log!(
        "figure: 1,000 strict commits of 2 rows and a guard: p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms",
        percentile(&times, 0.5),
        percentile(&times, 0.95),
        percentile(&times, 0.99)
    );
}

#[wasm_bindgen_test]
async fn segments_in_bulk() {
    let store = fresh("figures-bulk").await;
    for durability in [Durability::Relaxed, Durability::Strict] {
        let segments: Vec<_> = (0..100_u8)
            .map(|n| put(Table::Segments, &[n], &noise(64 * 1024)))
            .collect();
        let started = now();
        for part in segments.chunks(25) {
            assert_eq!(store.write(&[], part, durability).await, Ok(()));
        }
        let written = now() - started;
        let started = now();
        let rows = store.scan(Table::Segments, &[], &[255], 100).await;
        let read = now() - started;
        assert_eq!(rows.map(|rows| rows.len()), Ok(100));
        console_log!(
            "figure: 100 segments of 64 KiB, 25 a transaction, {durability:?}: written in {written:.0} ms, read in {read:.0} ms"
        );
    }
}
