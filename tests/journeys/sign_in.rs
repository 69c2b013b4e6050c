//! A shared tablet: a second person is added, gets a PIN and a badge; the screen locks and opens again, offline and over a
//! reload; a wrong PIN opens nothing, and a role ends where it ends.

use crate::steps;
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Outcome, ensure};
use serde_json::json;

const PIN: &str = "7294";
const BADGE: &str = "BADGE-0017";

/// Two people at one tablet.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    steps::offline_ready(session)?;
    // A workspace of one person sees none of it.
    ensure(
        !session.sees(&test("lock"))?,
        "one person can lock the screen",
    )?;
    add_picker(session)?;
    session.go_offline();
    lock(session)?;
    wrong(session)?;
    right(session)?;
    refused(session)?;
    by_badge(session)?;
    typed_fast(session)?;
    session.go_online()
}

fn add_picker(session: &mut Session) -> Outcome {
    steps::open(session, "/workspace/people")?;
    session.fill(&role("textbox", "Name"), "Pia")?;
    session.fill(&role("textbox", "Code"), "PIA")?;
    session.click(&test("add-person"))?;
    session.wait(&css("[data-test=person][data-code=PIA]"))?;
    session.click(&css("[data-code=PIA] [data-test=set-pin]"))?;
    session.fill(&css("dialog[open] input"), PIN)?;
    session.fill(&css("dialog[open] .field:nth-of-type(2) input"), PIN)?;
    session.click(&test("save-pin"))?;
    session.wait(&css("[data-code=PIA] [data-test=pin-row]"))?;
    session.wait(&text("A PIN is set"))?;
    session.click(&css("[data-code=PIA] [data-test=set-badge]"))?;
    session.wait(&test("save-badge"))?;
    session.fill(&css("dialog[open] input"), BADGE)?;
    session.click(&test("save-badge"))?;
    session.wait(&text("A badge is set"))
}

/// Nothing is on a locked screen but who may open it; a reload changes nothing about that.
fn lock(session: &mut Session) -> Outcome {
    session.click(&test("lock"))?;
    session.wait(&test("sign-in-page"))?;
    session.reload()?;
    session.wait(&test("sign-in-page"))?;
    let rest = session.script(
        "return document.querySelectorAll('.top-bar, .side-bar, [data-test=people]').length",
        json!([]),
    )?;
    ensure(
        rest == 0,
        format!("{rest} parts of a page stand on the locked screen"),
    )?;
    session.check_accessible()
}

fn choose_pia(session: &Session) -> Outcome {
    session.click(&role("button", "Pia With a PIN"))?;
    session.wait(&test("pin-enter"))
}

fn enter(session: &Session, pin: &str) -> Outcome {
    for digit in pin.chars() {
        session.click(&role("button", &digit.to_string()))?;
    }
    session.click(&test("pin-enter"))
}

fn wrong(session: &mut Session) -> Outcome {
    choose_pia(session)?;
    enter(session, "0000")?;
    session.wait(&text("Wrong PIN"))?;
    // A scan is no way in, unless it is a badge.
    session.scan("A-01-01")?;
    session.wait(&text("This badge belongs to nobody"))
}

fn right(session: &mut Session) -> Outcome {
    enter(session, PIN)?;
    session.wait_gone(&test("sign-in-page"))?;
    session.wait(&css("[data-test=lock]"))?;
    ensure(
        session.text_of(&test("lock"))?.contains("Pia"),
        "the bar does not say who works here",
    )
}

/// A picker takes no person in: the page is not among their tasks.
fn refused(session: &mut Session) -> Outcome {
    steps::open(session, "/workspace/people")?;
    session.wait(&test("other-person"))?;
    ensure(
        !session.sees(&test("people"))?,
        "a picker sees who works here, and their roles",
    )
}

fn by_badge(session: &mut Session) -> Outcome {
    session.click(&test("lock"))?;
    session.wait(&test("sign-in-page"))?;
    session.scan(BADGE)?;
    session.wait_gone(&test("sign-in-page"))
}

/// A PIN is typed at a keyboard as fast as a scanner types.
fn typed_fast(session: &mut Session) -> Outcome {
    session.click(&test("lock"))?;
    session.wait(&test("sign-in-page"))?;
    choose_pia(session)?;
    session.scan(PIN)?;
    session.wait_gone(&test("sign-in-page"))?;
    session.wait(&css("[data-test=lock]"))
}
