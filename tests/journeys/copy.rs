//! The whole workspace as a file, and from the file into another device.

use crate::steps::{self, WORK, scan_right};
use crate::support::session::{Session, css, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Saves a copy, takes it in elsewhere, twice; a damaged one changes nothing.
pub fn run(session: &mut Session) -> Outcome {
    steps::prepare(session)?;
    steps::go_to_goods(session)?;
    scan_right(session, WORK.sku, &format!("1 of {}", WORK.units))?;
    let copy = save(session)?;
    let hash = steps::prove(session)?;

    session.renew()?;
    steps::open(session, "/orders")?;
    session.wait(&text("No orders yet"))?;
    let damaged = damage(session, &copy)?;
    steps::open(session, "/workspace")?;
    session.drop_file(&test("restore-drop"), &damaged)?;
    session.wait(&test("copy-refused"))?;
    session.wait(&text("Nothing was taken in."))?;
    ensure(
        !session.sees(&test("take-copy"))?,
        "a damaged copy may be taken in",
    )?;
    steps::open(session, "/orders")?;
    session.wait(&text("No orders yet"))?;

    // The tab that takes it in follows: the one that writes does the work, and both show it.
    let writes = session.tab()?;
    let follows = session.new_tab()?;
    take_in(session, &copy)?;
    ensure_equal("hash of the state", steps::prove(session)?, hash.clone())?;
    session.switch_to(&writes)?;
    session.wait(&text("536365"))?;
    session.close_tab(&follows)?;
    ensure_equal("hash of the state", steps::prove(session)?, hash.clone())?;
    steps::expect_stock(session, WORK.sku, [WORK.units + 4, WORK.units - 1, 5, 0])?;

    // A second time there is nothing to take.
    steps::open(session, "/workspace")?;
    session.drop_file(&test("restore-drop"), &copy)?;
    session.wait(&text("Everything in this copy is here already."))?;
    ensure_equal(
        "new commits",
        session.text_of(&test("copy-new"))?,
        "0".to_string(),
    )?;
    session.drop_file(&test("restore-drop"), &damaged)?;
    session.wait(&test("copy-refused"))?;
    ensure_equal("hash of the state", steps::prove(session)?, hash)?;

    // The other device goes on with the work.
    steps::open_batch(session)?;
    scan_right(session, WORK.sku, &format!("2 of {}", WORK.units))
}

/// Saves a copy on the workspace page.
pub fn save(session: &mut Session) -> Result<PathBuf, Failure> {
    steps::open(session, "/workspace")?;
    session.click(&test("save-copy"))?;
    session.wait_download("depo-workspace")
}

/// Takes a copy in on the workspace page.
pub fn take_in(session: &mut Session, copy: &Path) -> Outcome {
    steps::open(session, "/workspace")?;
    session.drop_file(&test("restore-drop"), copy)?;
    session.click(&test("take-copy"))?;
    session.wait(&css("[data-test=copy-taken]"))?;
    let same = session.script(
        "return document.querySelector('[data-test=copy-taken]').dataset.same",
        json!([]),
    )?;
    ensure_equal(
        "the state is the one that the copy was made from",
        same,
        json!("Some(true)"),
    )
}

/// The copy with one byte changed in its middle.
fn damage(session: &Session, copy: &Path) -> Result<PathBuf, Failure> {
    let mut bytes = fs::read(copy)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    steps::write(session, "depo-workspace-damaged.ndjson.gz", &bytes)
}
