//! Order files into the journal, without screens.

use super::table::{Figure, TIMES, number_of, percentile, sorted};
use super::{data, memory, page};
use crate::support::session::Session;
use crate::support::{Failure, ensure_equal};
use serde_json::json;

pub fn run(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    let files = data::serve(session)?;
    let found = page::work(session, "import", json!([files.names()]))?;
    let number = |name: &str| number_of(&found, name);
    let (lines, orders) = (number("lines")?, number("orders")?);
    if let Some(made) = files.lines {
        ensure_equal("lines", lines, made as f64)?;
    }
    let seconds = number("ms")? / 1e3;
    let workload = format!("{}: {lines} lines, {orders} orders", files.what);
    let frames = &found["frames"];
    let opened = sorted(&found["open"])?;
    let searched = sorted(&found["search"])?;
    let searches = format!(
        "{} keys of five searches in {orders} orders, by date",
        searched.len()
    );
    let dexie_seconds = number("theirs")? / 1e3;
    let dexie = format!(
        "{} lines as objects under a number, read already; bulkAdd by 10,000, strict",
        number("records")?
    );
    let peak = memory::renderer_peak(session)?;
    Ok(vec![
        Figure::new("import to durable", &workload, seconds, "s").goal(6.0),
        Figure::new("import: lines a second", &workload, lines / seconds, "/s"),
        Figure::new(
            "import: longest frame",
            &workload,
            number_of(frames, "longest")?,
            "ms",
        )
        .goal(100.0),
        Figure::new(
            "import: frames over 100 ms",
            &workload,
            number_of(frames, "over")?,
            "",
        )
        .goal(0.0),
        Figure::new(
            "import: progress shown",
            &workload,
            number("progress")?,
            "times",
        ),
        Figure::new(
            "import: bytes a line at rest",
            "stored keys and values of the journal",
            number("bytes")? / lines,
            "B",
        ),
        Figure::new(
            "import: memory of the program",
            "WebAssembly memory at the end, which is its peak",
            number("memory")? / 1e6,
            "MB",
        ),
        Figure::new(
            "Dexie: the same lines to durable",
            &dexie,
            dexie_seconds,
            "s",
        ),
        Figure::new(
            "import: Dexie beside Depo",
            "Dexie stores objects; Depo unpacks, reads, decides, stores and applies",
            dexie_seconds / seconds,
            TIMES,
        )
        .goal(16.0),
        Figure::new(
            "import and Dexie: memory of the page process",
            "resident, peak, both pieces of work",
            peak / 1e6,
            "MB",
        ),
        Figure::new(
            "start: opening the workspace, median",
            "every commit of these orders read and folded; no screen, no program to load",
            percentile(&opened, 0.5),
            "ms",
        ),
        Figure::new(
            "search: indexing all orders",
            &workload,
            number("index")?,
            "ms",
        ),
        Figure::new(
            "search: a key, median",
            &searches,
            percentile(&searched, 0.5),
            "ms",
        )
        .goal(16.0),
        Figure::new(
            "search: a key, slowest",
            &searches,
            percentile(&searched, 1.0),
            "ms",
        )
        .goal(16.0),
    ])
}
