//! The whole workspace as a file, and from the file into another device.

use crate::steps::{self, WORK, scan_right};
use crate::support::session::{Session, css, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use depo::domain::commit::Stamp;
use depo::exchange::bundle::{BundleReader, BundleWriter, Manifest};
use depo::journal::{GENESIS, chain, decode_commit, encode_commit};
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
    set_aside(session, &copy)?;
    ensure_equal("hash of the state", steps::prove(session)?, hash.clone())?;

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

/// Takes in a copy in which this device wrote something else last: a person is told, and both are kept.
fn set_aside(session: &mut Session, copy: &Path) -> Outcome {
    let forked = steps::write(session, "depo-forked.ndjson", &fork(&fs::read(copy)?)?)?;
    steps::open(session, "/workspace")?;
    session.drop_file(&test("restore-drop"), &forked)?;
    session.wait(&text("1 device went on twice under one name"))?;
    session.check_accessible()?;
    session.click(&test("take-copy"))?;
    session.wait(&text("1 commit was set aside"))?;
    session.wait(&text(
        "has gone on writing under the name of another device",
    ))?;
    session.check_accessible()
}

/// A copy of one device whose last commit was made a moment later.
fn fork(copy: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut reader = BundleReader::new();
    let mut rest = copy;
    while !rest.is_empty() {
        rest = &rest[reader.step(rest).map_err(|error| format!("{error:?}"))?..];
    }
    let bundle = reader.finish().map_err(|error| format!("{error:?}"))?;
    let [run] = bundle.runs.as_slice() else {
        return Err("the copy is of several devices".into());
    };
    let mut commits = run.commits.clone();
    let last = commits.last_mut().ok_or("the copy is empty")?;
    let mut changed = decode_commit(run.stream, last).map_err(|error| format!("{error:?}"))?;
    changed.stamp = Stamp::at_ms(changed.stamp.ms() + 1);
    *last = encode_commit(&changed).map_err(|error| format!("{error:?}"))?;
    let hash = commits
        .iter()
        .fold(GENESIS, |before, bytes| chain(&before, bytes));
    let of = &bundle.manifest;
    let heads = [(run.stream, run.last(), hash)];
    let manifest = Manifest::whole(of.exported_ms, of.journal, &of.fold, of.state_digest, heads);
    let mut writer = BundleWriter::new(manifest, false).map_err(|error| format!("{error:?}"))?;
    for (number, bytes) in (run.first..).zip(&commits) {
        writer
            .commit(run.stream, number, bytes)
            .map_err(|error| format!("{error:?}"))?;
    }
    Ok(writer.finish().map_err(|error| format!("{error:?}"))?)
}

/// The copy with one byte changed in its middle.
fn damage(session: &Session, copy: &Path) -> Result<PathBuf, Failure> {
    let mut bytes = fs::read(copy)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    steps::write(session, "depo-workspace-damaged.ndjson.gz", &bytes)
}
