//! Labels: of a place, an item, a tote, a parcel; on paper, as a file, and straight to a label printer.

use crate::support::session::{Session, css, role, test, text};
use crate::support::{Failure, Outcome, ensure};
use crate::{steps, way};
use serde_json::json;
use std::fs;

/// A printer that the browser knows, which keeps what it was sent.
const PRINTER: &str = "
    window.sent = [];
    const endpoint = { direction: 'out', type: 'bulk', endpointNumber: 2 };
    const alternate = { interfaceClass: 7, endpoints: [endpoint] };
    const device = {
        productName: 'Fake ZD421',
        configuration: null,
        configurations: [{ interfaces: [{ interfaceNumber: 0, alternates: [alternate] }] }],
        async open() {}, async close() {},
        async selectConfiguration() { this.configuration = {}; },
        async claimInterface() {}, async releaseInterface() {},
        async transferOut(number, bytes) {
            window.sent.push(number + ':' + new TextDecoder().decode(bytes));
            return { status: 'ok' };
        },
    };
    let chosen = false;
    const usb = {
        async getDevices() { return chosen ? [device] : []; },
        async requestDevice() { chosen = true; return device; },
    };
    Object.defineProperty(navigator, 'usb', { value: usb, configurable: true });
    return true;";

/// A place, an item and a tote as files; then the label of a parcel to a printer, asked for once.
pub fn run(session: &mut Session) -> Outcome {
    way::run(session)?;
    steps::open(session, "/stock/places")?;
    session.click(&role("checkbox", "Select C-02"))?;
    session.click(&test("print-bin-labels"))?;
    session.wait(&css("[data-test=bin-label] svg"))?;
    let count = session.script(
        "return document.querySelectorAll('[data-test=bin-label]').length",
        json!([]),
    )?;
    ensure(count == 1, format!("{count} labels for one place"))?;
    session.check_accessible()?;
    let zpl = saved(session)?;
    ensure(zpl.starts_with("^XA") && zpl.contains("C-02"), zpl)?;

    steps::open(session, "/item/85123A")?;
    session.click(&test("item-label-link"))?;
    session.wait(&css("[data-test=item-label] svg"))?;
    let zpl = saved(session)?;
    ensure(zpl.contains("85123A") && zpl.contains("T-LIGHT"), zpl)?;

    steps::open(session, "/print/totes")?;
    session.fill(&role("textbox", "Every code begins with"), "BOX-")?;
    session.wait(&css("[data-test=tote-label] svg"))?;
    let zpl = saved(session)?;
    ensure(zpl.contains("BOX-01") && zpl.contains("BOX-12"), zpl)?;

    parcel(session)
}

/// The number is there to be copied, and the printer is remembered.
fn parcel(session: &mut Session) -> Outcome {
    steps::open(session, "/order/536365")?;
    session.wait(&css("a[href*='/print/label/']"))?;
    session.wait(&test("copy-tracking"))?;
    session.check_accessible()?;
    session.click(&css("a[href*='/print/label/']"))?;
    session.wait(&css("[data-test=label] svg"))?;
    let zpl = saved(session)?;
    ensure(zpl.contains("JD0001") && zpl.contains("536365"), zpl)?;
    session.script(PRINTER, json!([]))?;
    // The buttons are drawn with the page: back to the order, and here again.
    session.click(&role("button", "Back"))?;
    session.click(&css("a[href*='/print/label/']"))?;
    session.click(&test("print-usb"))?;
    session.wait(&text("Sent to Fake ZD421."))?;
    let sent = session.script("return window.sent.join('')", json!([]))?;
    let sent = sent.as_str().unwrap_or_default().to_owned();
    ensure(sent.starts_with("2:^XA") && sent.contains("JD0001"), sent)
}

fn saved(session: &mut Session) -> Result<String, Failure> {
    session.click(&test("save-zpl"))?;
    let file = session.wait_download("label-")?;
    let words = fs::read_to_string(&file)?;
    fs::remove_file(&file)?;
    Ok(words)
}
