//! The page of the figures: serving it beside the portal, and having it work.

use super::Options;
use crate::support::session::Session;
use crate::support::static_server::Host;
use crate::support::{Failure, Outcome};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::symlink;
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any piece of work takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(1_800);
/// Asking costs the page less than a millisecond.
const POLL: Duration = Duration::from_millis(200);

/// Serves the portal with the page below it, under `/bench/`.
pub fn serve(session: &mut Session, options: &Options) -> Outcome {
    let site = session.scratch("site")?;
    for entry in fs::read_dir(fs::canonicalize(&options.dist)?)? {
        let entry = entry?;
        symlink(entry.path(), site.join(entry.file_name()))?;
    }
    symlink(fs::canonicalize(&options.page)?, site.join("bench"))?;
    session.serve(&site, "/", Host::Headers)
}

/// Opens the page and has it do a piece of work.
pub fn work(session: &mut Session, name: &str, given: Value) -> Result<Value, Failure> {
    session.open("/bench/index.html")?;
    session.wait_for("the page of the figures", |session| {
        let there = session.script("return 'bench' in window", json!([]))?;
        Ok(there == Value::Bool(true))
    })?;
    session.script(
        "window.bench.start(arguments[0], arguments[1])",
        json!([name, given]),
    )?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        thread::sleep(POLL);
        let mut outcome = session.script("return window.bench.outcome()", json!([]))?;
        if let Some(error) = outcome["error"].as_str() {
            return Err(format!("{name}: {error}").into());
        }
        if outcome["done"] == Value::Bool(true) {
            return Ok(outcome["value"].take());
        }
        if Instant::now() > deadline {
            return Err(format!("{name} does not end").into());
        }
    }
}
