//! Storage that is full, and storage that was emptied.

use crate::copy;
use crate::steps::{self, WORK, scan_right, scan_wrong};
use crate::support::session::{Session, css, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::json;

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
    std::fs::remove_file(full)?;
    lose(session)
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

fn lose(session: &mut Session) -> Outcome {
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
