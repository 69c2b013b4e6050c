//! Two tabs of one device: one writes, the other follows and takes over.

use crate::steps::{self, WORK, scan_right};
use crate::support::session::Session;
use crate::support::{Failure, Outcome, ensure_equal};
use serde_json::json;

/// Both work at one pick task, then the one that writes is closed.
pub fn run(session: &mut Session) -> Outcome {
    steps::prepare(session)?;
    steps::go_to_goods(session)?;
    let first = session.tab()?;
    let at = session.path()?;
    let second = session.new_tab()?;
    steps::open(session, &at)?;
    expect_role(session, "This tab writes.", false)?;

    // What one does, both show, whoever did it.
    let mut taken = 0;
    for round in 0..6 {
        let (doing, watching) = if round % 2 == 0 {
            (&second, &first)
        } else {
            (&first, &second)
        };
        session.switch_to(doing)?;
        taken += 1;
        scan_right(session, WORK.sku, &format!("{taken} of {}", WORK.units))?;
        session.switch_to(watching)?;
        expect_left(session, WORK.units - taken)?;
    }

    // Both at once: each scan counts once.
    for _ in 0..5 {
        for tab in [&first, &second] {
            session.switch_to(tab)?;
            // A tab that has just come to the front is slow for a moment: a scanner would be as well.
            steps::task(session)?;
            session.scan(WORK.sku)?;
            taken += 1;
        }
    }
    for tab in [&first, &second] {
        session.switch_to(tab)?;
        expect_left(session, WORK.units - taken)?;
    }
    // The last unit, scanned in both: one is right, the other one too many.
    while taken + 1 < WORK.units {
        taken += 1;
        scan_right(session, WORK.sku, &format!("{taken} of {}", WORK.units))?;
    }
    session.scan(WORK.sku)?;
    session.switch_to(&first)?;
    steps::task(session)?;
    session.scan(WORK.sku)?;
    for tab in [&first, &second] {
        session.switch_to(tab)?;
        session.wait_for("all units to be taken, and none twice", |session| {
            Ok(steps::asked(session, "quantity")? == format!("{} units taken", WORK.units))
        })?;
    }

    session.switch_to(&first)?;
    expect_role(session, "This tab writes.", true)?;
    session.close_tab(&second)?;
    expect_role(session, "This tab writes.", true)?;
    steps::pick_all(session, "TOTE")?;
    steps::reload(session)?;
    ensure_equal(
        "what the pick screen says after a reload",
        steps::asked(session, "instruction")?,
        "All picked".to_string(),
    )?;
    session.click(&crate::support::session::test("step"))?;
    steps::expect_stock(session, WORK.sku, [WORK.units + 5, 0, 5, 0])?;
    steps::prove(session)?;
    Ok(())
}

fn expect_left(session: &Session, left: u32) -> Outcome {
    session.wait_for(&format!("{left} units to be left"), |session| {
        Ok(steps::asked(session, "quantity")? == format!("{left} more"))
    })
}

/// Which tab writes is told to screen readers alone.
fn role_words(session: &Session) -> Result<String, Failure> {
    let words = session.script(
        "return document.querySelector('[data-test=role]')?.textContent || ''",
        json!([]),
    )?;
    Ok(words.as_str().unwrap_or_default().to_string())
}

fn expect_role(session: &Session, words: &str, is: bool) -> Outcome {
    session.wait_for(&format!("“{words}” to be {is}"), |session| {
        Ok((role_words(session)? == words) == is)
    })
}
