//! The demo: filled by one click, gone by another, and the real workspace as it was.

use crate::steps;
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Outcome, ensure, ensure_equal};
use serde_json::json;

/// Fills it, finds work on each screen, removes it.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    let stock = steps::write(
        session,
        "opening.csv",
        b"SKU,Bin,Quantity\n85123A,A-01,10\n",
    )?;
    steps::import(session, &[&stock])?;
    let hash = steps::prove(session)?;

    steps::fill_demo(session)?;
    has_work(session)?;
    steps::prove(session)?;
    let databases = "return indexedDB.databases ? indexedDB.databases().then((all) =>
        all.map((one) => one.name).filter((name) => name.startsWith('depo-demo'))) : []";
    ensure(
        session.script(databases, json!([]))? != json!([]),
        "the demo has no databases of its own",
    )?;

    steps::open(session, "/")?;
    session.click(&test("remove-demo"))?;
    session.click(&test("confirm"))?;
    session.wait_gone(&test("demo-bar"))?;
    steps::ready(session)?;
    ensure_equal(
        "databases of the demo",
        session.script(databases, json!([]))?,
        json!([]),
    )?;
    steps::open(session, "/orders")?;
    session.wait(&text("No orders yet"))?;
    ensure_equal("hash of the state", steps::prove(session)?, hash)?;
    steps::expect_stock(session, "85123A", [10, 0, 10, 0])
}

fn has_work(session: &mut Session) -> Outcome {
    steps::open(session, "/")?;
    session.wait(&css(".lane-line"))?;
    steps::open(session, "/orders")?;
    ensure_equal(
        "orders",
        steps::orders_shown(session)?,
        "60 orders".to_string(),
    )?;
    steps::open(session, "/stock")?;
    session.wait(&css("[role=grid] .table-row"))?;
    steps::open(session, "/floor")?;
    for tile in ["pick", "pack", "ship", "return"] {
        let waits = session.text_of(&css(&format!(
            "[data-test=tile-{tile}] .floor-tile-waiting"
        )))?;
        ensure(
            !waits.starts_with("0 "),
            format!("nothing waits behind the tile {tile}: {waits}"),
        )?;
    }
    for page in ["verification", "batches", "returns"] {
        steps::open(session, &format!("/orders/{page}"))?;
        session.wait(&css("main h1"))?;
        ensure(
            !session.sees(&css(".empty-state"))?,
            format!("nothing stands on the page {page}"),
        )?;
    }
    let_pass(session)
}

/// An order passes verification, and comes back when that is undone.
fn let_pass(session: &mut Session) -> Outcome {
    steps::open(session, "/orders/verification")?;
    session.wait(&test("let-pass"))?;
    let waiting = |session: &Session| {
        session.script(
            "return document.querySelectorAll('[data-test=let-pass]').length",
            json!([]),
        )
    };
    let before = waiting(session)?;
    session.click(&test("let-pass"))?;
    session.wait_for("the order to leave the list", |session| {
        Ok(waiting(session)? != before)
    })?;
    session.click(&role("button", "Look once more"))?;
    session.wait_for("the order to come back", |session| {
        Ok(waiting(session)? == before)
    })
}
