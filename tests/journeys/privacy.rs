//! A data subject asks what is held, and to have it erased: a marker typed into every field about a person is found
//! before, and nowhere afterwards: not in a database, cache or local text of the device, not on a page, paper, export or
//! copy, not after a reload, and not after an older copy was taken in.

use crate::copy::{save, take_in};
use crate::order_by_hand::{self, MUG, ORDER, STOCK, TEA, TRACKING};
use crate::steps;
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use crate::way::pack;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// In every text about the person, in whatever case.
const MARKER: &str = "qzmarker";
const EMAIL: &str = "qzmarker@example.com";
const PHONE: &str = "+44 131 496 0815 qzmarker";

/// Asked, shown, exported, erased, and sought everywhere.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    steps::offline_ready(session)?;
    let stock = steps::write(session, "opening.csv", STOCK.as_bytes())?;
    steps::import(session, &[&stock])?;
    take(session)?;
    order_by_hand::pay(session)?;
    order_by_hand::work(session)?;
    order_by_hand::pick(session)?;
    pack(session, "TOTE-1", &[(MUG, 2), (TEA, 1)], TRACKING)?;
    is_kept_while_it_is_worked_on(session)?;
    order_by_hand::hand_over(session)?;
    let parcel = parcel(session)?;
    half_typed(session)?;

    let before = finds(session)?;
    for place in ["/pers ", "local depo.views.orders", "session depo.draft."] {
        ensure(
            before.iter().any(|found| found.contains(place)),
            &format!("the marker is not in {place} before: {before:?}"),
        )?;
    }
    let copy = save(session)?;
    let old = apart(session, &copy, "old.ndjson.gz")?;
    ensure(in_file(&old)?, "the marker is not in the copy before")?;

    erase(session)?;
    nowhere(session, &parcel)?;
    steps::reload(session)?;
    nowhere(session, &parcel)?;
    let copy = save(session)?;
    let new = apart(session, &copy, "new.ndjson.gz")?;
    ensure(!in_file(&new)?, "the marker is in a copy made afterwards")?;

    // A copy from before brings nothing back, and says so.
    steps::open(session, "/workspace")?;
    session.drop_file(&test("restore-drop"), &old)?;
    session.wait(&text("Everything in this copy is here already."))?;
    nowhere(session, &parcel)?;

    // Another device, which has heard of nothing, holds the data until the erasure comes.
    session.renew()?;
    take_in(session, &old)?;
    ensure(!finds(session)?.is_empty(), "the old copy brought no data")?;
    take_in(session, &new)?;
    nowhere(session, &parcel)?;
    steps::reload(session)?;
    nowhere(session, &parcel)
}

/// The order, with the marker in every field about a person.
fn take(session: &mut Session) -> Outcome {
    steps::open(session, "/orders/new")?;
    for (field, words) in [
        ("Name", "Qzmarker Hopper"),
        ("Company", "Qzmarker Ltd"),
        ("Street and house", "7 Qzmarker Lane"),
        ("City", "Qzmarkerton"),
        ("Post code", "EH6 6AA"),
        ("State or province", "Qzmarkershire"),
        ("Country (two letters)", "GB"),
        ("Telephone", PHONE),
        ("E-mail", EMAIL),
        ("Message of the customer", "Please ring Qzmarker twice"),
        ("Shipping", "5.00"),
    ] {
        session.fill(&role("textbox", field), words)?;
    }
    order_by_hand::lines(session)?;
    session.click(&test("form-send"))?;
    session.wait(&text("The order is here."))?;
    session.wait(&text("Qzmarker Hopper"))
}

/// The name of the parcel, as it stands in addresses.
fn parcel(session: &mut Session) -> Result<String, Failure> {
    steps::open(session, &format!("/order/{ORDER}"))?;
    session.wait(&css("a[href*='/print/label/']"))?;
    let found = session.script(
        "return document.querySelector(\"a[href*='/print/label/']\").getAttribute('href').split('/').pop()",
        json!([]),
    )?;
    Ok(found.as_str().ok_or("the label has no address")?.to_owned())
}

/// While the order is worked on, the page says why nothing is erased.
fn is_kept_while_it_is_worked_on(session: &mut Session) -> Outcome {
    open_subject(session, EMAIL)?;
    session.wait(&text("is still needed: units are to leave"))?;
    session.click(&test("erase"))?;
    session.wait(&test("confirm-erase"))?;
    ensure_equal(
        "whether it can be erased",
        session.property(&test("confirm-erase"), "ariaDisabled")?,
        json!("true"),
    )?;
    session.click(&role("button", "Cancel"))
}

/// A form half filled and a view saved, both with the name in them.
fn half_typed(session: &mut Session) -> Outcome {
    steps::open(session, &format!("/order/{ORDER}"))?;
    session.click(&test("edit-address"))?;
    session.fill(&role("textbox", "Name"), "Qzmarker Halftyped")?;
    steps::open(session, "/orders?q=qzmarker")?;
    session.click(&role("button", "Views"))?;
    session.click(&role("menuitem", "Save"))?;
    session.fill(&role("textbox", "Name"), "Of Qzmarker Hopper")?;
    session.click(&css("dialog[open] button[type=submit]"))?;
    session.wait_gone(&css("dialog[open]"))
}

fn open_subject(session: &mut Session, typed: &str) -> Outcome {
    steps::open(session, "/workspace/privacy")?;
    session.fill(&role("searchbox", "Name, e-mail, telephone, number"), typed)?;
    session.wait(&test("subject"))?;
    ensure_equal("people found", session.count("[data-test=subject]")?, 1)?;
    session.click(&css("[data-test=subject] a"))?;
    session.wait(&test("subject-order"))
}

/// Found by each of what somebody may say, exported, erased.
fn erase(session: &mut Session) -> Outcome {
    for typed in ["Hopper", "0131 496 0815", ORDER, TRACKING] {
        open_subject(session, typed)?;
    }
    session.check_accessible()?;
    session.click(&test("export-json"))?;
    let json = fs::read_to_string(session.wait_download("data-subject")?)?;
    for text in [
        EMAIL,
        "7 Qzmarker Lane",
        "Please ring Qzmarker twice",
        TRACKING,
    ] {
        ensure(json.contains(text), &format!("{text} is not in the export"))?;
    }
    session.click(&test("erase"))?;
    session.wait(&test("going"))?;
    session.check_accessible()?;
    session.click(&test("confirm-erase"))?;
    session.wait(&text("Personal data of 1 order is erased."))?;
    session.wait(&text("No personal data is held."))
}

/// Fails if the marker is found anywhere.
fn nowhere(session: &mut Session, parcel: &str) -> Outcome {
    let found = finds(session)?;
    ensure(found.is_empty(), &format!("the marker is in {found:?}"))?;
    for (page, shows) in [
        (format!("/order/{ORDER}"), "order-state"),
        ("/orders".to_owned(), "role"),
        (format!("/print/label/{ORDER}/{parcel}"), "paper"),
        (format!("/print/slip/{ORDER}/{parcel}"), "paper"),
        ("/orders/returns".to_owned(), "role"),
        (format!("/workspace/privacy/order/{ORDER}"), "subject-order"),
    ] {
        steps::open(session, &page)?;
        session.wait(&test(shows))?;
        if page != "/orders/returns" {
            session.wait(&text("Erased"))?;
        }
        let shown = session.script("return document.documentElement.outerHTML", json!([]))?;
        let shown = shown.as_str().unwrap_or_default().to_lowercase();
        ensure(!shown.contains(MARKER), &format!("the marker is on {page}"))?;
    }
    steps::open(session, "/orders")?;
    session.press("Control+k")?;
    session.type_into(&css(".palette-input"), MARKER)?;
    session.wait(&text("0 "))?;
    session.press("Escape")?;
    steps::open(session, "/workspace")?;
    session.click(&test("report-shipments"))?;
    let report = session.wait_download("depo-shipments")?;
    let report = fs::read_to_string(apart(session, &report, "shipments.csv")?)?;
    ensure(
        report.contains("Erased") && !report.to_lowercase().contains(MARKER),
        "the report of shipments does not say that the recipient is erased",
    )
}

/// A download under another name, so that the next one of its name is waited for anew.
fn apart(session: &Session, download: &Path, name: &str) -> Result<PathBuf, Failure> {
    let kept = session.scratch("files")?.join(name);
    fs::rename(download, &kept)?;
    Ok(kept)
}

/// Where on this device the marker stands.
fn finds(session: &Session) -> Result<Vec<String>, Failure> {
    let kept = session.script(include_str!("support/kept.js"), json!([]))?;
    let kept = kept.as_array().ok_or("nothing is kept")?;
    ensure(kept.len() > 20, "almost nothing was read")?;
    let mut found = Vec::new();
    for one in kept {
        let (Some(place), Some(value)) = (one[0].as_str(), one[1].as_str()) else {
            return Err("what is kept has no place".into());
        };
        let value = STANDARD.decode(value).map_err(|error| error.to_string())?;
        if holds(&value) {
            found.push(place.to_owned());
        }
    }
    Ok(found)
}

/// Whether bytes hold the marker, as they are or deflated from any of their first bytes on.
fn holds(bytes: &[u8]) -> bool {
    let plain = |bytes: &[u8]| {
        let lower = bytes.to_ascii_lowercase();
        lower
            .windows(MARKER.len())
            .any(|some| some == MARKER.as_bytes())
    };
    let unpacked = |from: usize| {
        let mut text = Vec::new();
        let mut decoder = flate2::read::DeflateDecoder::new(&bytes[from..]);
        // What does not unpack to its end is looked at as far as it does.
        decoder.read_to_end(&mut text).ok();
        text
    };
    plain(bytes) || (0..bytes.len().min(64)).any(|from| plain(&unpacked(from)))
}

/// Whether a packed copy holds the marker, in its lines or in what they hold as base64.
fn in_file(path: &Path) -> Result<bool, Failure> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(fs::File::open(path)?).read_to_string(&mut text)?;
    let parts = text.split('"').filter(|part| part.len() >= 16);
    let inner = parts.filter_map(|part| STANDARD.decode(part).ok());
    Ok(holds(text.as_bytes()) || inner.into_iter().any(|bytes| holds(&bytes)))
}
