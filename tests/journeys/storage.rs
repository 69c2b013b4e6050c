//! Storage that is full, and storage that was emptied.

use crate::copy;
use crate::steps::{self, WORK, scan_right, scan_wrong};
use crate::support::session::{Session, css, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::json;
use std::path::Path;

/// Full: nothing is said to be saved that is not, and the copy can still be had. Emptied: it is noticed and restored.
pub fn run(session: &mut Session) -> Outcome {
    // What the browser itself says of a full storage.
    session.tolerate("QuotaExceeded");
    steps::prepare(session)?;
    steps::go_to_goods(session)?;
    scan_right(session, WORK.sku, &format!("1 of {}", WORK.units))?;
    let at = session.path()?;
    let hash = steps::prove(session)?;

    // The browser remembers for a while how much room there was: a new one has to ask.
    session.reopen()?;
    set_quota(session, 1)?;
    steps::open(session, &at)?;
    scan_wrong(session, WORK.sku, &["Not recorded", "Nothing has changed"])?;
    session.wait(&text("Not saved: the storage of this device is full."))?;
    let full = copy::save(session)?;
    ensure(std::fs::metadata(&full)?.len() > 500, "the copy is empty")?;
    ensure_equal("hash of the state", steps::prove(session)?, hash)?;
    session.reopen()?;
    steps::open(session, &at)?;
    scan_right(session, WORK.sku, &format!("2 of {}", WORK.units))?;
    // The browser would find this one where the next copy is looked for.
    let older = full.with_file_name("older.ndjson.gz");
    std::fs::rename(full, &older)?;
    lose(session, &older)
}

/// Chromium lets the portal have no more room than this, for as long as it runs.
fn set_quota(session: &Session, bytes: u32) -> Outcome {
    let parameters = json!({ "origin": session.address("/"), "quotaSize": bytes });
    session.developer_tools("Storage.overrideQuotaForOrigin", parameters)
}

/// How many commits the sign outside the database knows of.
fn known(session: &Session) -> Result<u64, Failure> {
    let sign = session.script(
        "return localStorage.getItem('depo-canary') || ''",
        json!([]),
    )?;
    let sign = sign.as_str().unwrap_or_default();
    Ok(sign
        .rsplit(' ')
        .next()
        .unwrap_or_default()
        .parse()
        .unwrap_or_default())
}

/// What is lost is told after every opening, until a copy has brought it back: not by one that is older.
fn lose(session: &mut Session, older: &Path) -> Outcome {
    let kept = copy::save(session)?;
    let hash = steps::prove(session)?;
    session.wait_for("the sign outside the database", |session| {
        Ok(known(session)? > 0)
    })?;
    session.developer_tools(
        "Storage.clearDataForOrigin",
        json!({ "origin": session.address("/"), "storageTypes": "indexeddb" }),
    )?;
    steps::open(session, "/")?;
    session.wait(&text("Depo was used on this device before:"))?;
    session.click(&test("bring-copy"))?;
    session.wait(&test("restore-drop"))?;
    copy::take_in(session, older)?;
    std::fs::remove_file(older)?;
    for path in ["/orders", "/stock"] {
        steps::open(session, path)?;
        session.wait(&test("restore-lost"))?;
    }
    steps::open(session, "/workspace")?;
    copy::take_in(session, &kept)?;
    ensure_equal("hash of the state", steps::prove(session)?, hash)?;
    steps::open(session, "/")?;
    session.wait(&css("main h1"))?;
    for told in ["restore-lost", "bring-copy"] {
        ensure(
            !session.sees(&test(told))?,
            "the loss is told after it was mended",
        )?;
    }
    Ok(())
}

/// Rows of the store that changed between two openings: told on every page and in the proof; a copy heals them, and the
/// work goes on.
pub fn damaged(session: &mut Session) -> Outcome {
    steps::prepare(session)?;
    steps::go_to_goods(session)?;
    scan_right(session, WORK.sku, &format!("1 of {}", WORK.units))?;
    let at = session.path()?;
    let kept = copy::save(session)?;
    let hash = steps::prove(session)?;

    let changed = session.script(CHANGE_A_ROW, json!([]))?;
    ensure_equal("rows changed", changed, json!(1))?;
    for path in [at.as_str(), "/orders", "/stock", "/floor"] {
        steps::open(session, path)?;
        session.wait(&test("store-damaged"))?;
    }
    steps::open(session, "/workspace")?;
    session.click(&test("prove"))?;
    session.wait(&css("[data-test=proof][data-holds=false]"))?;

    // The copy brings the row back.
    copy::take_in(session, &kept)?;
    steps::open(session, "/orders")?;
    session.wait(&css("main h1"))?;
    ensure(
        !session.sees(&test("store-damaged"))?,
        "the damage is told after it was mended",
    )?;
    ensure_equal("hash of the state", steps::prove(session)?, hash)?;
    // What stood behind the changed row was not known when the device began anew.
    steps::take_over(session)?;
    steps::open(session, &at)?;
    session.wait(&test("instruction"))?;
    scan_right(session, WORK.sku, &format!("2 of {}", WORK.units))
}

/// The commit on which all others rest changed: nothing can be opened, but what can be read is exported, another
/// workspace's copy is kept away, and a copy of this one goes over it.
pub fn unopened(session: &mut Session) -> Outcome {
    steps::prepare(session)?;
    steps::go_to_goods(session)?;
    scan_right(session, WORK.sku, &format!("1 of {}", WORK.units))?;
    let at = session.path()?;
    let kept = copy::save(session)?;
    let hash = steps::prove(session)?;
    let first = CHANGE_A_ROW.replace("Math.floor(keys.length / 2)", "0");
    let changed = session.script(&first, json!([]))?;
    ensure_equal("rows changed", changed, json!(1))?;
    for path in [at.as_str(), "/orders", "/workspace"] {
        steps::open(session, path)?;
        session.wait(&test("unopened"))?;
        session.wait(&test("rescue"))?;
    }
    copy::take_in(session, &kept)?;
    steps::open(session, "/workspace")?;
    ensure_equal("hash of the state", steps::prove(session)?, hash)?;
    steps::open(session, "/orders")?;
    session.wait(&css("main h1"))?;
    for told in ["unopened", "store-damaged", "restore-lost"] {
        ensure(
            !session.sees(&test(told))?,
            "the damage is told after it was mended",
        )?;
    }
    Ok(())
}

/// Changes one byte in the middle of a row of commits, as a failing disk would. How many it changed.
const CHANGE_A_ROW: &str = r"
    const ask = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    return (async () => {
        const base = await ask(indexedDB.open('depo-workspace'));
        const store = base.transaction('tail', 'readwrite').objectStore('tail');
        const keys = await ask(store.getAllKeys());
        const key = keys[Math.floor(keys.length / 2)];
        const row = await ask(store.get(key));
        const bytes = new Uint8Array(row.buffer ?? row);
        bytes[Math.floor(bytes.length / 2)] ^= 1;
        await ask(store.put(row, key));
        base.close();
        return 1;
    })();
";
