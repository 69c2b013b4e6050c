//! What was typed into a dialog and not sent outlives a reload; what was sent or given up does not.

use crate::steps::{self, ORDER};
use crate::support::Outcome;
use crate::support::ensure_equal;
use crate::support::session::{Session, css, role, test};

const WORDS: &str = "Call before Friday";

/// A hold half written, a reload, a change of mind, a hold placed.
pub fn run(session: &mut Session) -> Outcome {
    steps::prepare(session)?;
    steps::open(session, &format!("/order/{ORDER}"))?;
    session.click(&test("hold-order"))?;
    expect(session, "")?;
    session.fill(&note(), WORDS)?;
    steps::reload(session)?;
    expect(session, WORDS)?;

    session.click(&role("button", "Cancel"))?;
    session.wait_gone(&css("dialog[open]"))?;
    steps::reload(session)?;
    session.click(&test("hold-order"))?;
    expect(session, "")?;

    session.fill(&note(), WORDS)?;
    session.click(&test("form-send"))?;
    session.wait(&test("holds"))?;
    session.wait_gone(&css("dialog[open]"))?;
    steps::reload(session)?;
    session.wait(&test("holds"))?;
    session.click(&test("hold-order"))?;
    expect(session, "")
}

fn note() -> crate::support::session::By {
    role("textbox", "Note")
}

fn expect(session: &Session, typed: &str) -> Outcome {
    session.wait(&note())?;
    let value = session.property(&note(), "value")?;
    ensure_equal("the note of the hold", value.as_str(), Some(typed))
}
