//! From a scan to its commit on the medium.

use super::page;
use super::table::{Figure, TIMES, number_of, percentile, sorted};
use crate::support::Failure;
use crate::support::session::Session;
use serde_json::json;

const SCANS: usize = 1_000;

pub fn run(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    let found = page::work(session, "scans", json!([SCANS]))?;
    let (ours, theirs) = (sorted(&found["times"])?, sorted(&found["theirs"])?);
    let workload = format!(
        "{SCANS} pick scans, each decided, committed strictly and applied; workspace of {} orders",
        number_of(&found, "orders")?
    );
    let dexie = format!(
        "the same {} events through Dexie, one strict add each",
        theirs.len()
    );
    let ratio = percentile(&theirs, 0.5) / percentile(&ours, 0.5);
    Ok(vec![
        Figure::new(
            "scan to durable, p50",
            &workload,
            percentile(&ours, 0.5),
            "ms",
        )
        .goal(2.0),
        Figure::new(
            "scan to durable, p95",
            &workload,
            percentile(&ours, 0.95),
            "ms",
        ),
        Figure::new(
            "scan to durable, p99",
            &workload,
            percentile(&ours, 0.99),
            "ms",
        )
        .goal(15.0),
        Figure::new(
            "Dexie: event to durable, p50",
            &dexie,
            percentile(&theirs, 0.5),
            "ms",
        ),
        Figure::new(
            "Dexie: event to durable, p99",
            &dexie,
            percentile(&theirs, 0.99),
            "ms",
        ),
        Figure::new("scan: Dexie beside Depo", "p50 beside p50", ratio, TIMES),
    ])
}
