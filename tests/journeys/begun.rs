//! Work on many orders that is cut off: what is in is told after the reload, it goes on from there, and is taken back whole.

use crate::steps;
use crate::support::session::{Session, role, test, text};
use crate::support::{Outcome, ensure, ensure_equal};
use serde_json::json;

const ORDERS: u32 = 1_500;
const SKU: &str = "85123A";

/// The browser is killed while stock is allocated to many orders.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    let stock = format!("SKU,Bin,Quantity\n{SKU},A-01,{}\n", ORDERS + 100);
    let mut orders = String::from(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n",
    );
    for number in 0..ORDERS {
        let number = 540_000 + number;
        orders.push_str(&format!(
            "{number},{SKU},WHITE HEART,1,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
        ));
    }
    let stock = steps::write(session, "opening.csv", stock.as_bytes())?;
    let orders = steps::write(session, "orders.csv", orders.as_bytes())?;
    session.be_patient(std::time::Duration::from_secs(120));
    let report = steps::import(session, &[&stock, &orders])?;
    ensure(report.contains("1,500 new orders"), report)?;

    steps::open(session, "/orders")?;
    session.click(&role("checkbox", "Select all rows"))?;
    session.click(&test("bulk-allocate"))?;
    session.wait(&test("bulk-preview"))?;
    session.click(&test("bulk-act"))?;
    session.wait_for("the work to be noted", |session| {
        Ok(session.script(NOTED, json!([]))? == json!(true))
    })?;
    session.kill()?;
    session.reopen()?;

    let [on_hand, promised, ..] = steps::stock_of(session, SKU)?;
    ensure_equal("on hand", on_hand, "1,600".to_owned())?;
    steps::open(session, "/orders")?;
    let told = session.text_of(&test("begun"))?;
    if promised == "1,500" {
        ensure(told.contains("1,500 orders"), told)?;
    } else {
        let done = format!("Stock allocated to {promised} order");
        ensure(
            told.contains(&done),
            format!("{promised} are promised: {told}"),
        )?;
        steps::open(session, "/")?;
        session.wait(&test("begun"))?;
        steps::open(session, "/orders")?;
        session.click(&test("begun-go-on"))?;
        session.wait(&test("bulk-preview"))?;
        session.click(&test("bulk-act"))?;
        session.wait(&text("Stock allocated to "))?;
    }
    expect(session, ["1,600", "1,500", "100", "0"])?;

    // The way back stands after one more reload, and takes all of it back.
    steps::open(session, "/orders")?;
    session.check_accessible()?;
    session.click(&test("begun-undo"))?;
    session.wait(&text("Undone."))?;
    session.wait_gone(&test("begun"))?;
    expect(session, ["1,600", "0", "1,600", "0"])?;
    steps::open(session, "/orders")?;
    session.wait(&test("orders-count"))?;
    ensure(
        !session.sees(&test("begun"))?,
        "it is told after it was taken back",
    )?;
    steps::prove(session)?;
    Ok(())
}

fn expect(session: &mut Session, figures: [&str; 4]) -> Outcome {
    let found = steps::stock_of(session, SKU)?;
    ensure_equal(
        "on hand, promised, free, short",
        found,
        figures.map(str::to_owned),
    )
}

/// Whether work on many orders is noted beside the journal.
const NOTED: &str = r"
    const ask = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    return (async () => {
        const base = await ask(indexedDB.open('depo-workspace'));
        const keys = await ask(base.transaction('meta').objectStore('meta').getAllKeys());
        base.close();
        return keys.some((key) => new TextDecoder().decode(key) === 'begun');
    })();
";
