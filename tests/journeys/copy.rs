//! The whole workspace as a file, and from the file into another device.

use crate::steps::{self, WORK, scan_right, scan_wrong};
use crate::support::session::{Session, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use depo::intake::copy::{Copy, CopyReader, CopyWriter};
use depo::site::Site;
use depo::storage::memory::MemoryStore;
use depo::stream::codec::{decode_commit, encode_commit};
use depo::stream::id::StreamId;
use depo::stream::wire::Names;
use depo::trade::event::Event;
use futures_executor::block_on;
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
    two_histories(session, &copy, &hash)?;

    session.renew()?;
    steps::open(session, "/orders")?;
    session.wait(&test("welcome"))?;
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
    session.wait(&test("welcome"))?;

    // The tab that takes it in follows: the one that writes does the work, and both show it.
    let writes = session.tab()?;
    let follows = session.new_tab()?;
    take_in(session, &copy)?;
    ensure_equal("hash of the state", steps::prove(session)?, hash.clone())?;
    session.switch_to(&writes)?;
    session.wait(&text("536365"))?;
    session.close_tab(&follows)?;
    ensure_equal("hash of the state", steps::prove(session)?, hash.clone())?;
    steps::expect_stock(session, WORK.sku, [WORK.units + 5, WORK.units - 1, 5, 0])?;

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

    // The other device goes on with the work, once somebody has said so.
    steps::open_batch(session)?;
    scan_wrong(session, WORK.sku, &["works on"])?;
    steps::take_over(session)?;
    steps::open_batch(session)?;
    scan_right(session, WORK.sku, &format!("2 of {}", WORK.units))
}

/// A device is given away: its work goes back, a last copy is saved, and nothing is left on it. Whoever takes the copy in
/// goes on with the work.
pub fn give_away(session: &mut Session) -> Outcome {
    steps::prepare(session)?;
    steps::go_to_goods(session)?;
    scan_right(session, WORK.sku, &format!("1 of {}", WORK.units))?;
    steps::open(session, "/workspace")?;
    session.click(&test("give-away-begin"))?;
    session.wait(&test("not-exported"))?;
    session.click(&test("give-away-do"))?;
    session.wait(&text("Nothing was deleted."))?;
    session.click(&test("give-away-save"))?;
    let copy = session.wait_download("depo-workspace")?;
    session.click(&role(
        "checkbox",
        "The last copy was taken in on another device",
    ))?;
    session.click(&test("give-away-do"))?;
    session.wait(&test("welcome"))?;
    ensure_equal(
        "left on the device",
        session.script(LEFT, json!([]))?,
        json!([]),
    )?;

    session.renew()?;
    steps::open(session, "/workspace")?;
    take_in(session, &copy)?;
    steps::prove(session)?;
    // Nobody has to take the work over: it was handed back.
    steps::open_batch(session)?;
    scan_right(session, WORK.sku, &format!("2 of {}", WORK.units))
}

/// What is left of a workspace: rows in databases, and who worked here. An empty database is made by whoever looks.
const LEFT: &str = r"
    const ask = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    return (async () => {
        const left = Object.keys(localStorage).filter((it) => /signed-in|copied/.test(it));
        for (const { name } of await indexedDB.databases()) {
            const base = await ask(indexedDB.open(name));
            for (const table of base.objectStoreNames) {
                const rows = await ask(base.transaction(table).objectStore(table).count());
                if (rows > 0) left.push(`${name} ${table}: ${rows}`);
            }
            base.close();
        }
        return left;
    })();
";

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
    session.wait(&test("copy-taken"))
}

/// Takes in a copy in which this device wrote something else last: a person is told, both histories count, and the
/// device goes on.
fn two_histories(session: &mut Session, copy: &Path, before: &str) -> Outcome {
    let forked = steps::write(session, "depo-forked.ndjson.gz", &fork(&fs::read(copy)?)?)?;
    steps::open(session, "/workspace")?;
    session.drop_file(&test("restore-drop"), &forked)?;
    session.wait(&text("1 device went on twice under one name"))?;
    session.check_accessible()?;
    session.click(&test("take-copy"))?;
    session.wait(&test("copy-taken"))?;
    session.wait(&text("A device wrote on in two places"))?;
    session.check_accessible()?;
    let both = steps::prove(session)?;
    ensure(both != before, "the other history does not count")?;
    // Both took a unit. What was begun before is nobody's until one of them takes it over.
    steps::open_batch(session)?;
    scan_wrong(session, WORK.sku, &["works on"])?;
    steps::take_over_common(session)?;
    steps::open_batch(session)?;
    scan_right(session, WORK.sku, &format!("3 of {}", WORK.units))?;
    steps::reload(session)?;
    scan_right(session, WORK.sku, &format!("4 of {}", WORK.units))?;
    steps::prove(session)?;
    Ok(())
}

fn read(bytes: &[u8]) -> Result<Copy, Failure> {
    let mut reader = CopyReader::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = &rest[reader.step(rest)?..];
    }
    Ok(reader.finish()?)
}

/// A copy of one device whose last commit was made a moment later.
fn fork(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut copy = read(bytes)?;
    let count = copy.commits.len();
    let stream = copy.commits[0].commit.stream;
    let mut names = Names::of(stream);
    for (index, incoming) in copy.commits.iter_mut().enumerate() {
        ensure(
            incoming.commit.stream == stream,
            "the copy is of several devices",
        )?;
        let mut before = names.clone();
        let number = incoming.commit.number;
        let mut commit = decode_commit::<Event>(stream, number, &incoming.bytes, &mut names)?;
        if index + 1 == count {
            let stamp = commit.header.stamp;
            commit.header.stamp = stamp.next(stamp.ms() + 1).ok_or("past the year 2200")?;
            incoming.bytes = encode_commit(&commit, &mut before)?;
        }
    }
    let now_ms = copy.manifest.exported_ms;
    let other = StreamId::new([7; 16]);
    let site = block_on(Site::join(
        MemoryStore::new(),
        other,
        copy.commits,
        [7; 8],
        now_ms,
    ))?;
    let reading = site.reading();
    let mut writer = CopyWriter::begin(&reading, now_ms, false, None)?;
    while writer.commits(&reading)? {}
    for (hash, value) in &copy.rows {
        writer.row(hash, value)?;
    }
    Ok(writer.finish()?)
}

/// The copy with one byte changed in its middle.
fn damage(session: &Session, copy: &Path) -> Result<PathBuf, Failure> {
    let mut bytes = fs::read(copy)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    steps::write(session, "depo-workspace-damaged.ndjson.gz", &bytes)
}
