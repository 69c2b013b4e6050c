//! Many events of another device into this one's journal.

use super::page;
use super::table::{Figure, TIMES, number_of};
use crate::support::Failure;
use crate::support::session::Session;
use serde_json::json;

const EVENTS: usize = 100_000;

pub fn run(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    let found = page::work(session, "events", json!([EVENTS]))?;
    let events = number_of(&found, "events")?;
    let seconds = number_of(&found, "ms")? / 1e3;
    let dexie_seconds = number_of(&found, "theirs")? / 1e3;
    let workload = format!(
        "{events} events in {} commits (orders, allocations, picks): decode, verify, fold, strict \
         final commit into a new database",
        number_of(&found, "commits")?
    );
    let dexie = "the same events as objects under a number, bulkAdd by 10,000, strict";
    let frames = &found["frames"];
    Ok(vec![
        Figure::new("100,000 events to durable", &workload, seconds, "s").goal(0.8),
        Figure::new(
            "100,000 events: longest frame",
            &workload,
            number_of(frames, "longest")?,
            "ms",
        )
        .goal(100.0),
        Figure::new(
            "bytes an event at rest",
            "stored keys and values of the journal",
            number_of(&found, "bytes")? / events,
            "B",
        )
        .goal(40.0),
        Figure::new(
            "bytes an event on disk",
            "what the browser counts for the origin, with its own overhead",
            number_of(&found, "disk")? / events,
            "B",
        ),
        Figure::new(
            "Dexie: 100,000 events to durable",
            dexie,
            dexie_seconds,
            "s",
        ),
        Figure::new(
            "events: Dexie beside Depo",
            "Dexie stores only; Depo also verifies and folds",
            dexie_seconds / seconds,
            TIMES,
        ),
    ])
}
