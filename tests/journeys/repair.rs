//! Rows of a file that have to be mended: told on Today, mended at their cell, matched once and for all, given back.

use crate::steps;
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Outcome, ensure, ensure_equal};
use std::fs;

const FILE: &str = "Order ID,Order Date,SKU,Title,Quantity,Price,Currency,Total,Name,Street,City,Post Code,Country\n\
    1001,2026-05-30 10:00,MUG,Mug,one,4.50,GBP,4.50,Ana Pop,1 High Street,Leeds,LS1 1AA,United Kingdom\n\
    1002,2026-05-30 10:05,MUGG,Mug,1,4.50,GBP,4.50,Ben Low,2 High Street,Leeds,LS1 1AA,United Kingdom\n\
    1003,2026-05-30 10:06,MUGG,Mug,2,4.50,GBP,9.00,Cy Ash,3 High Street,Leeds,LS1 1AA,United Kingdom\n\
    ,2026-05-30 10:07,MUG,Mug,1,4.50,GBP,4.50,Di Elm,4 High Street,Leeds,LS1 1AA,United Kingdom\n";

/// A cell is typed anew and outlives a reload, a code is matched once and for all, a row without its order gets its
/// number; what is left goes back to the sender.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    let items = steps::write(session, "items.csv", b"SKU,Name,Weight\nMUG,Mug,300\n")?;
    steps::import(session, &[&items])?;
    let file = steps::write(session, "shop.csv", FILE.as_bytes())?;
    steps::choose_files(session, &[&file])?;
    session.click(&role(
        "checkbox",
        "Leave items that nobody knows out of the catalog",
    ))?;
    session.click(&role("button", "Import 1 file"))?;
    let report = session.text_of(&test("report"))?;
    ensure(report.contains("3 new orders"), report)?;

    steps::open(session, "/")?;
    let waiting = session.text_of(&test("today-to-mend"))?;
    ensure(waiting.starts_with('4'), waiting)?;
    session.click(&test("today-to-mend"))?;
    session.wait(&role("heading", "Repair list"))?;
    session.check_accessible()?;
    session.click(&test("give-back"))?;
    let saved = session.wait_download("What is wrong")?;
    let list = fs::read_to_string(&saved)?;
    ensure(
        list.contains("What is wrong") && list.contains("1001"),
        list,
    )?;

    session.fill(&role("textbox", "Quantity, row 2"), "1")?;
    steps::reload(session)?;
    session.click(&css("[data-order$='1001'] [data-test=take-rows]"))?;
    session.wait(&text("Mended: 1001"))?;

    session.click(&test("match-code"))?;
    session.fill(&role("searchbox", "Our item for “MUGG”"), "mug")?;
    session.click(&test("choose-item"))?;
    session.wait(&text("“MUGG” is MUG from now on"))?;

    session.fill(&role("textbox", "Order ID, row 5"), "1004")?;
    session.click(&test("take-rows"))?;
    session.wait(&text("Nothing to mend"))?;
    steps::open(session, "/orders")?;
    ensure_equal(
        "open orders",
        steps::orders_shown(session)?,
        "4 orders".to_string(),
    )?;
    let hash = steps::prove(session)?;
    steps::reload(session)?;
    ensure_equal("hash of the state", steps::prove(session)?, hash)
}
