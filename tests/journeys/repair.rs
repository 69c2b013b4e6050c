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

const BOTH: &str = "Order ID,Order Date,SKU,Title,Quantity,Price,Currency,Total,Name,Street,City,Post Code,Country\n\
    2001,2026-05-30 10:00,MUG,Mug,2,4.50,GBP,12.00,Ana Pop,1 High Street,Leeds,LS1 1AA,United Kingdom\n\
    2001,2026-05-30 10:00,TEA,Tea,1,3.00,GBP,12.00,Ana Pop,1 High Street,Leeds,LS1 1AA,United Kingdom\n\
    2002,2026-05-30 10:05,MUG,Mug,2,4.50,GBP,12.00,Ben Low,2 High Street,Leeds,LS1 1AA,United Kingdom\n\
    2002,2026-05-30 10:05,TEA,Tea,1,3.00,GBP,12.00,Ben Low,2 High Street,Leeds,LS1 1AA,United Kingdom\n";

/// A later file of the shop names a line no more: what it says stands beside what is here, and a person takes it, or keeps
/// what is here.
pub fn sourced(session: &mut Session) -> Outcome {
    steps::found(session)?;
    let items = steps::write(
        session,
        "items.csv",
        b"SKU,Name,Weight\nMUG,Mug,300\nTEA,Tea,100\n",
    )?;
    steps::import(session, &[&items])?;
    let first = steps::write(session, "shop.csv", BOTH.as_bytes())?;
    steps::import(session, &[&first])?;
    let fewer: Vec<&str> = BOTH.lines().filter(|row| !row.contains("TEA")).collect();
    let next = steps::write(session, "shop-later.csv", fewer.join("\n").as_bytes())?;
    steps::import(session, &[&next])?;

    steps::open(session, "/order/2001")?;
    let told = session.text_of(&test("source-word"))?;
    ensure(told.contains("TEA"), told)?;
    session.check_accessible()?;
    session.click(&test("keep-ours"))?;
    session.wait(&text("The order stays as it is here."))?;
    session.wait_gone(&test("source-word"))?;

    steps::open(session, "/order/2002")?;
    session.click(&test("take-source"))?;
    session.wait(&text("The order is as the shop says now."))?;
    session.wait_gone(&test("source-word"))?;
    steps::reload(session)?;
    let line = session.text_of(&css("[data-test=order-line][data-sku=TEA]"))?;
    ensure(line.contains("Cancelled"), line)?;
    steps::prove(session)?;
    Ok(())
}
