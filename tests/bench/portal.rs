//! The portal as it is built: an import on its page, starts with what it brought, searches in its list.

use super::table::{Figure, number_of, percentile, sorted};
use super::{data, memory};
use crate::support::session::{Session, css, role, test};
use crate::support::{Failure, Outcome};
use serde_json::{Value, json};
use std::thread;
use std::time::{Duration, Instant};

const STARTS: usize = 7;
const RESTARTS: usize = 3;
/// An import on a slow machine.
const PATIENCE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(200);
/// The upkeep after an import begins when it has been quiet for a moment; a start is measured after it.
const UPKEEP: Duration = Duration::from_secs(4);

pub fn run(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    let mut figures = import(session)?;
    let orders = search(session, &mut figures)?;
    starts(session, orders, &mut figures)?;
    Ok(figures)
}

/// Chooses the files on the imports page and has them imported.
fn import(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    let files = data::serve(session)?;
    session.open("/orders/imports")?;
    let paths: Vec<_> = files.files.iter().map(|file| file.as_path()).collect();
    session.upload(&test("import-input"), &paths)?;
    let start = match paths.len() {
        1 => "Import 1 file".to_string(),
        several => format!("Import {several} files"),
    };
    session.wait(&role("button", &start))?;
    session.script(include_str!("page/frames.js"), json!([]))?;
    // A moment for what choosing the files has set off.
    thread::sleep(Duration::from_secs(1));
    session.script("window.stopFrames = window.watchFrames()", json!([]))?;
    session.click(&role("button", &start))?;
    patiently("the import's report", || session.sees(&test("took")))?;
    let frames = session.script("return window.stopFrames()", json!([]))?;
    let took = session.script(
        "return Number(document.querySelector('[data-test=\"took\"]').dataset.seconds)",
        json!([]),
    )?;
    let seconds = took.as_f64().ok_or("the report tells no time")?;
    let peak = memory::renderer_peak(session)?;
    let workload = format!("{}, on the imports page of the built portal", files.what);
    Ok(vec![
        Figure::new("portal: import to durable", &workload, seconds, "s").goal(6.0),
        Figure::new(
            "portal: import, longest frame",
            &workload,
            number_of(&frames, "longest")?,
            "ms",
        )
        .goal(100.0),
        Figure::new(
            "portal: import, frames over 100 ms",
            &workload,
            number_of(&frames, "over")?,
            "",
        )
        .goal(0.0),
        Figure::new(
            "portal: memory of the page process after the import",
            "resident, peak",
            peak / 1e6,
            "MB",
        ),
    ])
}

fn patiently(what: &str, mut holds: impl FnMut() -> Result<bool, Failure>) -> Outcome {
    let deadline = Instant::now() + PATIENCE;
    while !holds()? {
        if Instant::now() > deadline {
            return Err(format!("waited in vain for {what}").into());
        }
        thread::sleep(POLL);
    }
    Ok(())
}

/// Types into the search of the list; how many orders there are.
fn search(session: &mut Session, figures: &mut Vec<Figure>) -> Result<u64, Failure> {
    session.open("/orders")?;
    session.wait(&css("[role=grid] .table-body [role=row]"))?;
    let rows = session.script(
        "return Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) - 1",
        json!([]),
    )?;
    let orders = rows.as_u64().ok_or("the list tells no number of rows")?;
    let words = json!([["536365", "united kingdom", "17850", "zzzz"]]);
    let found = session.script(include_str!("page/type_words.js"), words)?;
    let (work, frame) = (sorted(&found["work"])?, sorted(&found["frame"])?);
    let workload = format!(
        "{} keys of four searches in the list of {orders} orders: find, count, lay out",
        work.len()
    );
    figures.extend([
        Figure::new(
            "portal: search, a key, median",
            &workload,
            percentile(&work, 0.5),
            "ms",
        )
        .goal(16.0),
        Figure::new(
            "portal: search, a key, p95",
            &workload,
            percentile(&work, 0.95),
            "ms",
        )
        .goal(16.0),
        Figure::new(
            "portal: search, key to painted frame, median",
            &workload,
            percentile(&frame, 0.5),
            "ms",
        ),
    ]);
    Ok(orders)
}

/// Starts the portal at its list, in the three ways that people do.
fn starts(session: &mut Session, orders: u64, figures: &mut Vec<Figure>) -> Outcome {
    thread::sleep(UPKEEP);
    session.every_page(include_str!("page/first_row.js"))?;
    let mut again = Vec::new();
    for _ in 0..STARTS {
        again.push(start(session)?);
    }
    let mut restarted = Vec::new();
    for _ in 0..RESTARTS {
        session.reopen()?;
        session.every_page(include_str!("page/first_row.js"))?;
        restarted.push(start(session)?);
    }
    let mut from_host = Vec::new();
    for _ in 0..RESTARTS {
        session.script(
            "return (async () => {
               for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
               for (const name of await caches.keys()) await caches.delete(name);
             })()",
            json!([]),
        )?;
        session.clear_http_cache()?;
        from_host.push(start(session)?);
    }
    for (name, workload, mut times) in [
        (
            "portal: start to first rows and a key",
            "by the service worker",
            again,
        ),
        (
            "portal: start in a browser just started",
            "by the service worker, the first page of the process",
            restarted,
        ),
        (
            "portal: start without any cache",
            "all from the host, on the same machine and not compressed",
            from_host,
        ),
    ] {
        times.sort_by(f64::total_cmp);
        let workload = format!("{orders} orders, median of {}; {workload}", times.len());
        let median = percentile(&times, 0.5) / 1e3;
        figures.push(Figure::new(name, &workload, median, "s").goal(0.4));
    }
    Ok(())
}

/// Opens the list; the milliseconds until its first rows were there and it had answered a key.
fn start(session: &mut Session) -> Result<f64, Failure> {
    session.open("/orders")?;
    patiently("the first rows", || {
        let there = session.script("return Boolean(window.firstRow)", json!([]))?;
        Ok(there == Value::Bool(true))
    })?;
    let found = session.script("return window.firstRow", json!([]))?;
    number_of(&found, "handled")
}
