//! Two devices that work apart promise the same goods and do the same order twice; both are told, and what is settled on
//! one is settled on the other.

use crate::copy::{save, take_in};
use crate::order_by_hand::{self, MUG, ORDER, STOCK, TEA, TRACKING};
use crate::steps;
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use crate::way::pack;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// How many entries a person settles at most: each may leave a smaller one.
const ENTRIES_MAX: usize = 12;

/// Apart, together, settled, gone on both.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    let stock = steps::write(session, "opening.csv", STOCK.as_bytes())?;
    steps::import(session, &[&stock])?;
    order_by_hand::take(session)?;
    order_by_hand::pay(session)?;
    order_by_hand::work(session)?;
    let start = save_as(session, "start.ndjson.gz")?;

    // The first device promises four mugs of the six, and does the order.
    promise(session, "A0001")?;
    order_by_hand::pick(session)?;
    pack(session, "TOTE-1", &[(MUG, 2), (TEA, 1)], TRACKING)?;
    let first = save_as(session, "first.ndjson.gz")?;

    // The second one, which has heard nothing of that, does the same.
    change_device(session, "first", "second")?;
    take_in(session, &start)?;
    steps::take_over(session)?;
    promise(session, "B0001")?;
    order_by_hand::pick(session)?;
    pack(session, "TOTE-1", &[(MUG, 2), (TEA, 1)], "JD0099")?;
    nothing_clashes(session)?;

    // What will clash is told before it is taken in.
    steps::open(session, "/workspace")?;
    session.drop_file(&test("restore-drop"), &first)?;
    session.wait(&test("copy-changes"))?;
    let told = session.script(
        "return document.querySelector('[data-test=copy-arising]').dataset.count",
        json!([]),
    )?;
    ensure(told != json!("0"), "no conflict is told of before")?;
    session.click(&test("take-copy"))?;
    session.wait(&test("copy-taken"))?;
    let count = clashes(session)?;
    ensure_equal("conflicts told of before", told, json!(count.to_string()))?;

    is_told(session)?;
    let entries = settle_all(session)?;
    for kind in ["were promised that are not there", "work was done twice"] {
        ensure(
            entries.iter().any(|words| words.contains(kind)),
            &format!("no entry says {kind:?}: {entries:?}"),
        )?;
    }
    nothing_clashes(session)?;
    put_back(session)?;
    nothing_clashes(session)?;
    steps::prove(session)?;
    let settled = save_as(session, "settled.ndjson.gz")?;

    // On the first device it is gone with the same copy.
    change_device(session, "second", "first")?;
    take_in(session, &settled)?;
    nothing_clashes(session)?;
    steps::prove(session)?;
    Ok(())
}

/// Four mugs for an order on account.
fn promise(session: &mut Session, number: &str) -> Outcome {
    steps::open(session, "/orders/new")?;
    for (field, words) in [
        ("Order", number),
        ("Name", "Ada Byron"),
        ("Street and house", "2 Harbour Lane"),
        ("City", "Leith"),
        ("Post code", "EH6 6AA"),
        ("Country (two letters)", "GB"),
    ] {
        session.fill(&role("textbox", field), words)?;
    }
    session.choose(&role("combobox", "Terms"), "On account")?;
    session.fill(&role("searchbox", "Search items"), MUG)?;
    session.click(&test("add-line"))?;
    let of_line = |index: u32| {
        css(&format!(
            "[data-test=new-lines] li:nth-child(1) .field:nth-of-type({index}) input"
        ))
    };
    session.wait(&of_line(1))?;
    session.fill(&of_line(1), "4")?;
    session.fill(&of_line(2), "4.50")?;
    session.click(&test("form-send"))?;
    session.wait(&test("allocate"))?;
    session.click(&test("allocate"))?;
    session.wait(&css("[data-test=order-state][data-state=allocated]"))
}

/// The order and the item say that a conflict concerns them, and lead there.
fn is_told(session: &mut Session) -> Outcome {
    steps::open(session, &format!("/item/{MUG}"))?;
    session.wait(&test("concerned"))?;
    steps::open(session, &format!("/order/{ORDER}"))?;
    session.wait(&test("concerned"))?;
    session.click(&css("[data-test=concerned] a"))?;
    session.wait(&test("clash"))?;
    session.wait(&test("evidence"))?;
    session.check_accessible()
}

/// How many conflicts there are, by the page of today; the inbox lists as many.
fn clashes(session: &mut Session) -> Result<u64, Failure> {
    steps::open(session, "/")?;
    session.wait(&test("today-conflicts"))?;
    let shown = session.script(
        "return document.querySelector('[data-test=today-conflicts] .lane-figure').textContent.trim()",
        json!([]),
    )?;
    let shown: u64 = shown.as_str().ok_or("no figure")?.parse()?;
    steps::open(session, "/workspace/conflicts")?;
    session.wait(&role("heading", "Conflicts"))?;
    session.wait_for("the list of the figure", |session| {
        Ok(session.count("[data-test=clash]")? == shown)
    })?;
    Ok(shown)
}

fn nothing_clashes(session: &mut Session) -> Outcome {
    ensure_equal("conflicts", clashes(session)?, 0)
}

/// Takes the first choice of the first entry until there is none; what the entries said.
fn settle_all(session: &mut Session) -> Result<Vec<String>, Failure> {
    let mut said = Vec::new();
    steps::open(session, "/workspace/conflicts")?;
    for _ in 0..ENTRIES_MAX {
        session.wait_for("entries or none", |session| {
            Ok(session.sees(&test("clash"))? || session.sees(&text("Nothing clashed"))?)
        })?;
        if !session.sees(&test("clash"))? {
            return Ok(said);
        }
        let first = "return document.querySelector('[data-test=clash]').dataset.entry";
        let entry = session.script(first, json!([]))?;
        said.push(session.text_of(&css("[data-test=clash] p"))?);
        session.click(&css("[data-test=clash] [data-test=choice]"))?;
        let entry = entry.as_str().unwrap_or_default().to_owned();
        session.wait_gone(&css(&format!("[data-entry='{entry}']")))?;
    }
    Err(format!("there is no end of entries: {said:?}").into())
}

/// What was packed twice is taken out of its parcel and put back where it is kept.
fn put_back(session: &mut Session) -> Outcome {
    // The first device packs the order, by the books: whoever works on here takes that over.
    steps::take_over(session)?;
    steps::open(session, "/floor/put-back")?;
    for _ in [MUG, TEA] {
        session.wait(&text("Take it out of parcel"))?;
        let location = session.text_of(&test("instruction"))?;
        session.scan(&location)?;
        session.wait(&css("[data-answer=right]"))?;
    }
    session.wait(&text("Nothing to put back"))
}

fn save_as(session: &mut Session, name: &str) -> Result<PathBuf, Failure> {
    let copy = save(session)?;
    let kept = session.scratch("files")?.join(name);
    fs::rename(copy, &kept)?;
    Ok(kept)
}

/// Puts the browser's profile aside under a name and goes on with another one: the second device, or the first again.
fn change_device(session: &mut Session, leave: &str, come: &str) -> Outcome {
    session.close();
    let profile = session.scratch("profile")?;
    let aside = |name: &str| -> PathBuf {
        let folder: &Path = profile.parent().unwrap_or(&profile);
        folder.join(format!("profile-{name}"))
    };
    fs::rename(&profile, aside(leave))?;
    if aside(come).exists() {
        fs::rename(aside(come), &profile)?;
    }
    session.reopen()
}
