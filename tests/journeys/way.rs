//! The whole way of an order, from an empty workspace to the refund, with the server gone in the middle.

use crate::steps::{
    self, CHANNEL, act_on_selected, expect_stock, open_batch, pick_all, pick_one, scan_right,
    scan_wrong,
};
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::json;

const HOLDER: &str = "85123A";
const LANTERN: &str = "71053";
const WARMER: &str = "22633";

const STOCK: &str = "SKU,Bin,Quantity,Name
85123A,A-01,10,WHITE HANGING HEART T-LIGHT HOLDER
71053,A-02,6,WHITE METAL LANTERN
22633,A-03,5,HAND WARMER UNION JACK
";

const ORDERS: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,3,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,WHITE METAL LANTERN,2,2010-12-01 08:26:00,3.39,17850,United Kingdom
536366,22633,HAND WARMER UNION JACK,2,2010-12-01 08:28:00,1.85,17850,United Kingdom
536366,85123A,WHITE HANGING HEART T-LIGHT HOLDER,1,2010-12-01 08:28:00,2.55,17850,United Kingdom
536367,71053,WHITE METAL LANTERN,20,2010-12-01 08:34:00,3.39,13047,United Kingdom
";

/// Goes the whole way.
pub fn run(session: &mut Session) -> Outcome {
    set_up(session)?;
    allocate(session)?;
    release(session)?;
    pick(session)?;
    let first = pack(session, "T-1", &[(HOLDER, 3), (LANTERN, 2)], "JD0001")?;
    let second = pack(session, "T-2", &[(WARMER, 2), (HOLDER, 1)], "JD0002")?;
    ensure(first != second, "two parcels have one number")?;
    ship(session)?;
    take_back(session)?;
    steps::prove(session)?;
    Ok(())
}

/// Bins by the form, goods and orders by files: looked at, checked, taken in.
fn set_up(session: &mut Session) -> Outcome {
    steps::open(session, "/")?;
    session.wait(&text("No orders yet"))?;
    steps::offline_ready(session)?;
    steps::open(session, "/stock/places")?;
    session.click(&role("button", "Set up bins"))?;
    session.fill(&role("textbox", "Aisle"), "A")?;
    session.fill(&role("textbox", "Bays along the aisle"), "4")?;
    session.wait(&text("4 bins: A-01 to A-04"))?;
    session.click(&role("button", "Set up the bins"))?;
    session.wait(&css(".table-row [title=A-04]"))?;

    let stock = steps::write(session, "opening.csv", STOCK.as_bytes())?;
    let orders = steps::write(session, "orders.csv", ORDERS.as_bytes())?;
    steps::choose_files(session, &[&stock, &orders])?;
    session.click(&role("button", "Check 2 files"))?;
    session.wait(&role("heading", "What an import would do"))?;
    let checked = session.text_of(&test("report"))?;
    ensure(checked.contains("3 new orders"), checked)?;
    steps::open(session, "/orders")?;
    session.wait(&text("No orders yet"))?;
    let report = steps::import(session, &[&stock, &orders])?;
    for part in ["3 new orders", "£88.48", "21 units of 3 rows are booked in"] {
        ensure(
            report.contains(part),
            format!("no “{part}” in the report:\n{report}"),
        )?;
    }
    expect_stock(session, HOLDER, [10, 0, 10, 4])?;
    expect_stock(session, LANTERN, [6, 0, 6, 22])
}

fn allocate(session: &mut Session) -> Outcome {
    steps::open(session, "/orders")?;
    ensure_equal(
        "orders",
        steps::orders_shown(session)?,
        "3 orders".to_string(),
    )?;
    session.click(&role("checkbox", "Select all rows"))?;
    act_on_selected(session, "allocate", "Stock allocated to 3 orders.")?;
    expect_stock(session, HOLDER, [10, 4, 6, 0])?;
    // The earlier order comes first; the last one gets the rest and waits for 16 more.
    expect_stock(session, LANTERN, [6, 6, 0, 16])?;
    expect_stock(session, WARMER, [5, 2, 3, 0])
}

fn release(session: &mut Session) -> Outcome {
    steps::open(session, "/orders")?;
    for number in ["536365", "536366"] {
        session.click(&role("checkbox", &format!("Select {CHANNEL}:{number}")))?;
    }
    act_on_selected(session, "release-to-floor", "2 orders")
}

/// By scans, with wrong ones; then without the server, over two reloads.
fn pick(session: &mut Session) -> Outcome {
    open_batch(session)?;
    scan_wrong(session, "A-01", &["Not a tote", "A-01"])?;
    pick_one(session, "T-1")?;
    scan_wrong(session, "T-1", &["Tote in use", "T-1", "536365"])?;
    pick_one(session, "T-2")?;
    scan_wrong(session, "A-03", &["Wrong bin", "A-03", "A-01"])?;
    scan_right(session, "A-01", "Right bin")?;
    scan_wrong(session, LANTERN, &["Wrong item", LANTERN, HOLDER])?;
    scan_right(session, HOLDER, "1 of 3")?;

    session.go_offline();
    steps::reload(session)?;
    ensure_equal(
        "what is left to take after the reload",
        steps::asked(session, "quantity")?,
        "2 more".to_string(),
    )?;
    scan_right(session, HOLDER, "2 of 3")?;
    scan_right(session, HOLDER, "3 of 3")?;
    scan_wrong(session, "T-2", &["Wrong tote", "T-2", "T-1"])?;
    let at = steps::task(session)?;
    steps::reload(session)?;
    session.wait(&test("instruction"))?;
    ensure_equal("the task after a reload", steps::task(session)?, at)?;
    pick_all(session, "T")?;
    session.go_online()?;

    session.click(&role("button", "Finish batch"))?;
    session.wait(&role("button", "Pack now"))?;
    expect_stock(session, HOLDER, [6, 0, 6, 0])?;
    expect_stock(session, WARMER, [3, 0, 3, 0])
}

/// Every unit is scanned into the parcel; the parcel's number.
fn pack(
    session: &mut Session,
    tote: &str,
    units: &[(&str, u32)],
    tracking: &str,
) -> Result<String, Failure> {
    steps::open(session, "/floor/pack")?;
    session.wait(&css(".floor-tile"))?;
    session.scan(tote)?;
    session.wait(&text("Scan every unit into the parcel"))?;
    scan_wrong(session, "no-such-code", &["Wrong item", "no-such-code"])?;
    for (sku, count) in units {
        for left in (0..*count).rev() {
            scan_right(session, sku, &format!("{sku}: {}", in_tote(left)))?;
        }
    }
    let (sku, _) = units[0];
    scan_wrong(session, sku, &["One too many", sku])?;
    session.click(&role("button", "Close parcel"))?;
    session.fill(&role("textbox", "Weight in grams"), "640")?;
    session.click(&role("button", "Close parcel"))?;
    session.wait(&text("Carrier and tracking number of parcel"))?;
    let parcel = steps::asked(session, "instruction")?;
    scan_right(session, tracking, tracking)?;
    session.fill(&role("textbox", "Carrier"), "DHL")?;
    session.click(&role("button", "Label for DHL"))?;
    session.click(&test("exception-no-print"))?;
    session.wait(&text("Order packed"))?;
    Ok(parcel)
}

fn in_tote(left: u32) -> String {
    format!("{left} more in the tote")
}

/// Handed over by scans of the carrier's numbers, confirmed one by one and all at once.
fn ship(session: &mut Session) -> Outcome {
    steps::open(session, "/floor/ship")?;
    session.wait(&test("tile-carrier-DHL"))?;
    scan_wrong(session, "JD0009", &["No such parcel", "JD0009"])?;
    scan_right(session, "JD0001", "is with DHL")?;
    take_back_last(session, "stays here")?;
    scan_right(session, "JD0001", "is with DHL")?;
    scan_wrong(session, "JD0001", &["Already handed over"])?;
    scan_right(session, "JD0002", "is with DHL")?;
    steps::open(session, "/floor/deliver")?;
    session.wait(&test("step"))?;
    scan_right(session, "JD0002", "is with the customer")?;
    session.click(&test("step"))?;
    session.click(&test("sheet-confirm"))?;
    session.wait(&text("No parcel is on the way"))?;
    expect_stock(session, HOLDER, [6, 0, 6, 0])?;
    order_is(session, "delivered")
}

fn order_is(session: &mut Session, state: &str) -> Outcome {
    steps::open(session, &format!("/order/{CHANNEL}:536365"))?;
    session.wait(&test("order-state"))?;
    let found = session.script(
        "return document.querySelector('[data-test=order-state]').dataset.state",
        json!([]),
    )?;
    ensure_equal("state of the order", found, json!(state))
}

/// Two holders come back: one is sound, one is broken.
fn take_back(session: &mut Session) -> Outcome {
    session.click(&test("authorise-return"))?;
    session.fill(&role("textbox", &format!("Units of {HOLDER}")), "2")?;
    session.click(&test("form-send"))?;
    session.wait(&test("return"))?;

    steps::open(session, "/floor/return")?;
    session.scan("536365")?;
    session.wait(&text("Scan what came back"))?;
    scan_wrong(session, LANTERN, &["Wrong item", LANTERN])?;
    scan_right(session, HOLDER, "1 to come")?;
    take_back_last(session, "no longer holds")?;
    scan_right(session, HOLDER, "1 to come")?;
    session.click(&role("button", "Receive the last one"))?;
    session.wait(&test("condition-new"))?;
    // At the dock they are no stock yet.
    session.click(&test("exception-quantity"))?;
    session.fill(&role("textbox", "Units"), "1")?;
    session.click(&test("sheet-confirm"))?;
    restock(session)?;
    take_back_last(session, "no longer holds")?;
    session.click(&test("exception-quantity"))?;
    session.fill(&role("textbox", "Units"), "1")?;
    session.click(&test("sheet-confirm"))?;
    restock(session)?;
    session.click(&test("condition-damaged"))?;
    session.click(&test("disposition-scrap"))?;
    session.click(&test("step"))?;
    session.wait(&text("Refund to the customer"))?;
    ensure_equal(
        "refund",
        steps::asked(session, "instruction")?,
        "£5.10".to_string(),
    )?;
    session.click(&test("step"))?;
    session.wait(&role("button", "Close return"))?;
    session.click(&role("button", "Close return"))?;
    session.wait(&text("Return closed"))?;
    expect_stock(session, HOLDER, [7, 0, 7, 0])?;
    order_is(session, "delivered")?;
    session.wait(&text("£5.10"))
}

fn restock(session: &Session) -> Outcome {
    session.click(&test("condition-new"))?;
    session.click(&test("disposition-restock"))?;
    scan_right(session, "A-01", "A-01")
}

/// Undoes what was done last on a floor screen: the band says so, and there is nothing more to undo.
fn take_back_last(session: &Session, words: &str) -> Outcome {
    session.click(&test("undo"))?;
    session.wait_for("the band to say that it is undone", |session| {
        let said = steps::band(session)?;
        Ok(said.starts_with("right") && said.contains(words))
    })?;
    session.wait(&css("[data-test=undo][aria-disabled=true]"))
}
