//! What a person chooses for files that are taken in: how their orders are paid, what the figures of stock files mean.

use crate::steps::{self, ORDER};
use crate::support::session::{Session, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::json;
use std::path::PathBuf;

const TERMS: &str = "How these orders are paid";
const STOCK_MODE: &str = "What the figures of the stock files say";

/// Orders that are paid already; opening stock, mended; more goods on top.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    let orders = steps::write(
        session,
        "orders.csv",
        b"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
          536365,85123A,WHITE HEART,3,2010-12-01 08:26:00,2.55,17850,United Kingdom\n",
    )?;
    steps::choose_files(session, &[&orders])?;
    session.choose(&role("combobox", TERMS), "Paid already")?;
    session.check_accessible()?;
    let report = import_chosen(session)?;
    ensure(report.contains("1 new orders"), report)?;
    steps::open(session, "/orders?pay=paid")?;
    ensure_equal("paid", steps::orders_shown(session)?, "1 order".to_string())?;
    steps::open(session, &format!("/order/{ORDER}"))?;
    session.wait(&text("Paid"))?;
    session.wait_gone(&text("Unpaid"))?;

    let opening = stock(session, "opening.csv", 10)?;
    steps::import(session, &[&opening])?;
    steps::expect_stock(session, "85123A", [10, 0, 10, 0])?;
    let mended = stock(session, "opening.csv", 7)?;
    let report = steps::import(session, &[&mended])?;
    steps::expect_stock(session, "85123A", [7, 0, 7, 0])
        .map_err(|failure| Failure::from(format!("{failure}\n{report}")))?;
    steps::import(session, &[&mended])?;
    steps::expect_stock(session, "85123A", [7, 0, 7, 0])?;
    let more = stock(session, "more.csv", 5)?;
    steps::choose_files(session, &[&more])?;
    session.choose(
        &role("combobox", STOCK_MODE),
        "More goods: book them in on top",
    )?;
    session.check_accessible()?;
    import_chosen(session)?;
    steps::expect_stock(session, "85123A", [12, 0, 12, 0])?;
    paste(session)?;
    let hash = steps::prove(session)?;
    steps::reload(session)?;
    ensure_equal("hash of the state", steps::prove(session)?, hash)
}

/// A table that was pasted outlives a reload, is looked at like a file, and becomes items.
fn paste(session: &mut Session) -> Outcome {
    steps::open(session, "/orders/imports")?;
    session.click(&role("button", "Paste a table"))?;
    // Pasting presses no keys.
    session.wait(&test("pasting"))?;
    session.script(
        "const field = document.querySelector('[data-test=pasting] textarea');
         field.value = 'SKU\\tName\\tWeight\\nTEA-01\\tTea towel\\t120\\nTEA-02\\tTea cosy\\t90\\n';
         field.dispatchEvent(new Event('input', { bubbles: true }));",
        json!([]),
    )?;
    session.check_accessible()?;
    steps::reload(session)?;
    session.click(&role("button", "Look at the table"))?;
    session.wait_gone(&test("pasting"))?;
    session.wait(&text("pasted-1.tsv"))?;
    let report = import_chosen(session)?;
    steps::open(session, "/stock?find=tea+cosy")?;
    session
        .wait(&text("TEA-02"))
        .map_err(|failure| Failure::from(format!("{failure}\n{report}")))
}

fn stock(session: &Session, name: &str, units: u32) -> Result<PathBuf, Failure> {
    let rows = format!("SKU,Bin,Quantity\n85123A,A-01,{units}\n");
    steps::write(session, name, rows.as_bytes())
}

fn import_chosen(session: &mut Session) -> Result<String, Failure> {
    session.click(&role("button", "Import 1 file"))?;
    session.text_of(&test("report"))
}
