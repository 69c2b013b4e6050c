//! The whole way of an order, from an empty device to the refund, with the server gone in the middle.

use crate::steps::{
    self, CARRIER, act_on_selected, expect_stock, open_batch, pick_all, pick_one, scan_right,
    scan_wrong,
};
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::json;

const HOLDER: &str = "85123A";
const LANTERN: &str = "71053";
const WARMER: &str = "22633";

const STOCK: &str = "SKU,Bin,Quantity,Name
85123A,C-01,10,WHITE HANGING HEART T-LIGHT HOLDER
71053,C-02,6,WHITE METAL LANTERN
22633,C-03,5,HAND WARMER UNION JACK
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
    let first = pack(session, "TOTE-1", &[(HOLDER, 3), (LANTERN, 2)], "JD0001")?;
    let second = pack(session, "TOTE-2", &[(WARMER, 2), (HOLDER, 1)], "JD0002")?;
    ensure(first != second, "two parcels have one number")?;
    ship(session)?;
    take_back(session)?;
    steps::prove(session)?;
    Ok(())
}

/// A warehouse on the welcome page, bins by the form, goods and orders by files: looked at, checked, taken in.
fn set_up(session: &mut Session) -> Outcome {
    steps::found(session)?;
    steps::offline_ready(session)?;
    steps::open(session, "/orders")?;
    session.wait(&text("No orders yet"))?;
    // The end of the walk first: that is where new bins come.
    steps::open(session, "/stock/places?sort=-walk")?;
    session.click(&role("button", "Set up locations"))?;
    session.fill(&role("textbox", "Aisle"), "C")?;
    session.fill(&role("textbox", "Bays along the aisle"), "4")?;
    session.wait(&text("4 locations: C-01 to C-04"))?;
    session.click(&role("button", "Set up the locations"))?;
    session.wait(&css(".table-row [title=C-04]"))?;

    let stock = steps::write(session, "opening.csv", STOCK.as_bytes())?;
    let orders = steps::write(session, "orders.csv", ORDERS.as_bytes())?;
    steps::choose_files(session, &[&stock, &orders])?;
    session.click(&role("button", "Check 2 files"))?;
    session.wait(&role("heading", "What an import would do"))?;
    let checked = session.text_of(&test("report"))?;
    ensure(checked.contains("3 new orders"), checked)?;
    steps::open(session, "/orders")?;
    session.wait(&text("No orders yet"))?;
    steps::choose_files(session, &[&stock, &orders])?;
    session.choose(
        &role("combobox", "How these orders are paid"),
        "Paid already",
    )?;
    session.click(&role("button", "Import 2 files"))?;
    let report = session.text_of(&test("report"))?;
    for part in ["3 new orders", "£88.48", "Units: 21, rows: 3"] {
        ensure(
            report.contains(part),
            format!("no “{part}” in the report:\n{report}"),
        )?;
    }
    expect_stock(session, HOLDER, [10, 0, 10, 0])?;
    expect_stock(session, LANTERN, [6, 0, 6, 0])
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
    expect_stock(session, LANTERN, [6, 6, 0, 0])?;
    expect_stock(session, WARMER, [5, 2, 3, 0])?;
    order_is(session, "536365", "allocated")?;
    order_is(session, "536367", "partly-allocated")?;
    session.wait(&text("4 of 20 units are allocated; 16 wait for stock."))
}

fn release(session: &mut Session) -> Outcome {
    steps::open(session, "/orders")?;
    for number in ["536365", "536366"] {
        session.click(&role("checkbox", &format!("Select {number}")))?;
    }
    act_on_selected(session, "release-to-floor", "2 orders")
}

/// By scans, with wrong ones; then without the server, over two reloads.
fn pick(session: &mut Session) -> Outcome {
    open_batch(session)?;
    scan_wrong(session, "C-01", &["Not a tote", "C-01"])?;
    pick_one(session, "TOTE-1")?;
    scan_wrong(session, "TOTE-1", &["Tote in use", "TOTE-1", "536365"])?;
    pick_one(session, "TOTE-2")?;
    scan_wrong(session, "C-03", &["Wrong location", "C-03", "C-01"])?;
    scan_right(session, "C-01", "Right location")?;
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
    scan_wrong(session, "TOTE-2", &["Wrong tote", "TOTE-2", "TOTE-1"])?;
    let at = steps::task(session)?;
    steps::reload(session)?;
    session.wait(&test("instruction"))?;
    ensure_equal("the task after a reload", steps::task(session)?, at)?;
    pick_all(session, "TOTE")?;
    session.go_online()?;

    session.click(&role("button", "Finish batch"))?;
    session.wait(&role("button", "Pack now"))?;
    // What lies in the totes is in the house, and nobody else may have it.
    expect_stock(session, HOLDER, [10, 0, 6, 0])?;
    expect_stock(session, WARMER, [5, 0, 3, 0])
}

/// Every unit is scanned into the parcel; the parcel's number.
pub fn pack(
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
    // A number that was misread is said to be; one of another carrier proposes that one.
    scan_right(session, "1Z5R89390357567128", "1Z5R89390357567128")?;
    session.wait(&test("misread"))?;
    scan_right(session, "1Z5R89390357567127", "1Z5R89390357567127")?;
    session.wait_gone(&test("misread"))?;
    session.click(&test("take-carrier"))?;
    session.wait(&role("button", "Label for UPS"))?;
    scan_right(session, tracking, tracking)?;
    session.fill(&role("textbox", "Carrier"), CARRIER)?;
    session.click(&role("button", &format!("Label for {CARRIER}")))?;
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
    session.wait(&test(&format!("tile-carrier-{CARRIER}")))?;
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
    order_is(session, "536365", "delivered")
}

/// Fails unless the page of an order says so.
pub fn order_is(session: &mut Session, order: &str, state: &str) -> Outcome {
    steps::open(session, &format!("/order/{order}"))?;
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
    session.wait(&role("button", "Close return"))?;
    session.click(&role("button", "Close return"))?;
    session.wait(&text("Return closed"))?;
    expect_stock(session, HOLDER, [7, 0, 7, 0])?;
    refund(session)
}

/// The office pays what came back.
fn refund(session: &mut Session) -> Outcome {
    order_is(session, "536365", "delivered")?;
    session.click(&test("refund-return"))?;
    session.fill(&role("textbox", "Amount"), "5.10")?;
    session.click(&test("form-send"))?;
    session.wait(&text("The refund is recorded."))?;
    session.wait(&text("Partly refunded"))?;
    session.wait(&text("£5.10"))?;
    // Nothing more went back than was asked for, and it is there after a reload.
    order_is(session, "536365", "delivered")?;
    session.wait(&text("£5.10"))
}

fn restock(session: &Session) -> Outcome {
    session.click(&test("condition-new"))?;
    session.click(&test("disposition-restock"))?;
    scan_right(session, "C-01", "C-01")
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
