//! An order by hand: typed, paid, allocated, released, picked, packed, labelled and handed over, all of it without the
//! server and over reloads.

use crate::steps::{self, CARRIER, open_batch, pick_all, scan_right, scan_wrong};
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Outcome, ensure, ensure_equal};
use crate::way::{order_is, pack};
use serde_json::json;

pub const MUG: &str = "MUG-BLUE";
pub const TEA: &str = "TEA-250";
pub const STOCK: &str = "SKU,Bin,Quantity,Name
MUG-BLUE,A-01,6,BLUE MUG
TEA-250,A-02,4,TEA TIN
";
/// The first number that is proposed.
pub const ORDER: &str = "M0001";
pub const TRACKING: &str = "JD0014";

/// From the telephone to the carrier.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    steps::offline_ready(session)?;
    let stock = steps::write(session, "opening.csv", STOCK.as_bytes())?;
    steps::import(session, &[&stock])?;

    session.go_offline();
    take(session)?;
    pay(session)?;
    work(session)?;
    pick(session)?;
    pack(session, "TOTE-1", &[(MUG, 2), (TEA, 1)], TRACKING)?;
    steps::expect_stock(session, MUG, [6, 0, 4, 0])?;
    hand_over(session)?;

    session.go_online()?;
    steps::reload(session)?;
    order_is(session, ORDER, "shipped")?;
    steps::prove(session)?;
    Ok(())
}

/// What the customer says on the telephone; half of it is typed when the page is loaded again.
pub fn take(session: &mut Session) -> Outcome {
    steps::open(session, "/orders/new")?;
    let field = |name: &str| role("textbox", name);
    ensure_equal(
        "proposed number",
        session.property(&field("Order"), "value")?,
        json!(ORDER),
    )?;
    session.fill(&field("Name"), "Grace Hopper")?;
    session.fill(&field("Street and house"), "1 Harbour Lane")?;
    steps::reload(session)?;
    ensure_equal(
        "the name after a reload",
        session.property(&field("Name"), "value")?,
        json!("Grace Hopper"),
    )?;
    session.fill(&field("City"), "Leith")?;
    session.fill(&field("Post code"), "EH6 6AA")?;
    session.fill(&field("Country (two letters)"), "GB")?;
    session.fill(&field("Shipping"), "5.00")?;
    lines(session)?;
    steps::reload(session)?;
    let last = css("[data-test=new-lines] li:nth-child(2) .field:nth-of-type(2) input");
    session.wait(&last)?;
    ensure_equal(
        "the last price after a reload",
        session.property(&last, "value")?,
        json!("3.25"),
    )?;
    session.click(&test("form-send"))?;
    session.wait(&text("The order is here."))?;
    session.wait(&test("order-state"))?;
    session.wait(&text("£17.25"))?;
    session.wait(&text("Grace Hopper"))
}

/// Types the lines of the order.
pub fn lines(session: &Session) -> Outcome {
    for (place, (item, units, price)) in (1..).zip([(MUG, "2", "4.50"), (TEA, "1", "3.25")]) {
        session.fill(&role("searchbox", "Search items"), item)?;
        session.click(&test("add-line"))?;
        let line = format!("[data-test=new-lines] li:nth-child({place})");
        let of_line = |index: u32| css(&format!("{line} .field:nth-of-type({index}) input"));
        session.wait(&css(&line))?;
        session.fill(&of_line(1), units)?;
        session.fill(&of_line(2), price)?;
    }
    Ok(())
}

/// Nothing is given to an order that is to be paid before it leaves, until it is.
pub fn pay(session: &mut Session) -> Outcome {
    session.wait(&text("Unpaid"))?;
    ensure(
        !session.sees(&test("allocate"))?,
        "stock is offered to an order that is not paid",
    )?;
    session.click(&test("record-payment"))?;
    ensure_equal(
        "the amount that is proposed",
        session.property(&role("textbox", "Amount in GBP"), "value")?,
        json!("17.25"),
    )?;
    session.click(&test("form-send"))?;
    session.wait(&text("The payment is recorded."))?;
    session.wait_gone(&text("Unpaid"))
}

/// Allocated and released on the page of the order.
pub fn work(session: &mut Session) -> Outcome {
    session.click(&test("allocate"))?;
    session.wait(&css("[data-test=order-state][data-state=allocated]"))?;
    session.click(&test("release-to-floor"))?;
    session.wait(&css("[data-test=order-state][data-state=picking]"))?;
    steps::reload(session)?;
    session.wait(&css("[data-test=order-state][data-state=picking]"))
}

pub fn pick(session: &mut Session) -> Outcome {
    open_batch(session)?;
    steps::take_tote(session, "TOTE-1")?;
    scan_right(session, "A-01", "Right location")?;
    scan_wrong(session, TEA, &["Wrong item", TEA, MUG])?;
    scan_right(session, MUG, "1 of 2")?;
    steps::reload(session)?;
    ensure_equal(
        "what is left to take after the reload",
        steps::asked(session, "quantity")?,
        "1 more".to_string(),
    )?;
    pick_all(session, "TOTE")?;
    session.click(&role("button", "Finish batch"))?;
    session.wait(&role("button", "Pack now"))
}

pub fn hand_over(session: &mut Session) -> Outcome {
    order_is(session, ORDER, "packed")?;
    steps::open(session, "/floor/ship")?;
    session.wait(&test(&format!("tile-carrier-{CARRIER}")))?;
    scan_right(session, TRACKING, &format!("is with {CARRIER}"))?;
    steps::expect_stock(session, MUG, [4, 0, 4, 0])?;
    order_is(session, ORDER, "shipped")
}
