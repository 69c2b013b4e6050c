//! Scans where no task asks for one: they open what they mean and press nothing; command codes on the floor; the page
//! that tests a scanner.

use crate::steps;
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Outcome, ensure, ensure_equal};

const CARELESS: &str = "5012345678900";

/// In the demo, from page to page.
pub fn run(session: &mut Session) -> Outcome {
    steps::fill_demo(session)?;
    opens_what_it_means(session)?;
    presses_nothing(session)?;
    commands_on_the_floor(session)?;
    tested(session)
}

fn goes_to(session: &Session, code: &str, path: &str) -> Outcome {
    session.scan(code)?;
    session.wait_for(&format!("{code} to open {path}"), |session| {
        Ok(session.path()?.ends_with(path))
    })
}

fn opens_what_it_means(session: &mut Session) -> Outcome {
    // On the floor a location opens what is to be done there; in the office its card.
    steps::open(session, "/floor")?;
    goes_to(session, "B-10", "/floor/here/B-10")?;
    steps::open(session, "/")?;
    goes_to(session, "20346", "/order/20346")?;
    goes_to(session, "PLATE-BLU", "/item/PLATE-BLU")?;
    session.scan("B-10")?;
    session.wait(&css(".side-panel"))?;
    // The palette makes room for what was scanned into it.
    steps::open(session, "/workspace/settings")?;
    session.press("Control+k")?;
    session.wait(&css(".palette-input"))?;
    goes_to(session, "20346", "/order/20346")?;
    session.wait_gone(&css("dialog[open]"))
}

/// What a tester met: with a button in the focus the scan's Enter pressed it.
fn presses_nothing(session: &mut Session) -> Outcome {
    steps::open(session, "/orders")?;
    session.wait(&css("[role=grid] .table-row"))?;
    let focus = "const button = [...document.querySelectorAll('main button')].at(-1);
        window.pressed = 0;
        button.addEventListener('click', () => { window.pressed += 1; });
        button.focus();";
    session.script(focus, serde_json::json!([]))?;
    for code in [CARELESS, "goto", "A B C"] {
        session.scan(code)?;
        session.wait(&text(&format!("{code} is not known here")))?;
    }
    let pressed = session.script("return window.pressed", serde_json::json!([]))?;
    ensure_equal("presses", pressed, serde_json::json!(0))?;
    ensure(session.path()?.ends_with("/orders"), "the page was left")?;
    // A form keeps what is scanned into its field, and is not sent.
    steps::open(session, "/stock/new")?;
    session.click(&role("textbox", "SKU"))?;
    session.scan("NEW-77")?;
    ensure(session.path()?.ends_with("/stock/new"), "the form was left")
}

fn commands_on_the_floor(session: &mut Session) -> Outcome {
    steps::open(session, "/floor/pick")?;
    session.click(&css(".floor-tile"))?;
    session.wait(&test("instruction"))?;
    session.scan("DEPO.CLOSE")?;
    session.wait(&text("Not here"))?;
    let confirm = session.text_of(&test("ask"))?.contains("scan the tote");
    if confirm {
        let tote = session.text_of(&test("instruction"))?;
        session.scan(&tote)?;
        session.wait(&text("Go to location"))?;
    }
    session.scan("DEPO.SHORT")?;
    session.wait(&test("sheet-confirm"))?;
    session.scan("depo.undo")?;
    session.wait_gone(&test("sheet-confirm"))?;
    let before = session.text_of(&test("item-code"))?;
    session.scan("DEPO.SKIP")?;
    session.wait(&text("Skipped"))?;
    let after = session.text_of(&test("item-code"))?;
    // Whoever looks at another page comes back to where the walk was.
    steps::reload(session)?;
    ensure_equal(
        "task after the skip",
        session.text_of(&test("item-code"))?,
        after,
    )?;
    ensure(!before.is_empty(), "nothing was skipped")
}

fn tested(session: &mut Session) -> Outcome {
    steps::open(session, "/floor")?;
    session.click(&role("link", "Test the scanner"))?;
    session.wait(&text("Scan anything"))?;
    session.scan("]C10105901234123457172712313010\u{1d}10LOT7")?;
    for words in ["GS1 elements", "05901234123457", "LOT7", "]C1", "Enter"] {
        session.wait(&text(words))?;
    }
    session.scan("DEPO.CONFIRM")?;
    session.wait(&text("Command code"))?;
    ensure(
        session.path()?.ends_with("/workspace/scanner"),
        "the page was left",
    )?;
    session.check_accessible()
}
