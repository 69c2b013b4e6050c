//! Every screen, dialog, menu and floor step before axe-core: on a phone and on a desktop, light and dark.

use crate::screens::{self, Documents};
use crate::steps;
use crate::support::session::{By, Session, css, role, test, text};
use crate::support::{Outcome, ensure};
use serde_json::json;
use std::collections::BTreeSet;

const LOOKS: [(u32, u32, &str); 4] = [
    (390, 800, "light"),
    (390, 800, "dark"),
    (1280, 900, "dark"),
    (1280, 900, "light"),
];

/// Looks at everything, and fails with all that was found.
pub fn run(session: &mut Session) -> Outcome {
    let mut found = BTreeSet::new();
    let outcome = look_around(session, &mut found);
    let stopped = outcome.err().map(|failure| failure.to_string());
    let list: Vec<String> = found.into_iter().chain(stopped).collect();
    ensure(list.is_empty(), list.join("\n    "))
}

fn look_around(session: &mut Session, found: &mut BTreeSet<String>) -> Outcome {
    steps::fill_demo(session)?;
    let documents = Documents::find(session)?;
    for address in documents.every_address() {
        screens::go(session, &address)?;
        look(session, found, &address)?;
    }
    for address in ["/", "/orders", "/stock"] {
        screens::go(session, address)?;
        menus(session, found, address)?;
    }
    over_everything(session, found)?;
    orders(session, found, &documents)?;
    stock(session, found, &documents)?;
    files(session, found)?;
    picking(session, found, &documents)?;
    packing(session, found)?;
    handing_over(session, found, &documents)?;
    returning(session, found)
}

/// Has axe-core look at the page as it stands, in each look.
fn look(session: &mut Session, found: &mut BTreeSet<String>, what: &str) -> Outcome {
    for (width, height, theme) in LOOKS {
        session.resize(width, height)?;
        session.prefer(theme)?;
        // From the top: what is half below the bar when a page is scrolled is no small target.
        session.script("window.scrollTo(0, 0)", json!([]))?;
        let violations = session.violations()?.into_iter();
        found.extend(violations.map(|one| format!("{what}, {width} px, {theme}: {one}")));
    }
    Ok(())
}

/// Opens something over a page, looks, and closes it by its key.
fn open_and_look(
    session: &mut Session,
    found: &mut BTreeSet<String>,
    what: &str,
    opener: &By,
) -> Outcome {
    session.click(opener)?;
    let open = css("dialog[open] .dialog-box, .side-panel, .menu-list");
    session.wait(&open)?;
    look(session, found, what)?;
    session.press("Escape")?;
    session.wait_gone(&open)
}

/// Every menu that a page shows.
fn menus(session: &mut Session, found: &mut BTreeSet<String>, page: &str) -> Outcome {
    let all = "return [...document.querySelectorAll('[aria-haspopup=menu]')]
         .filter((one) => one.checkVisibility()).map((one) => one.getAttribute('aria-label'))";
    session.resize(1280, 900)?;
    let names: Vec<String> = serde_json::from_value(session.script(all, json!([]))?)?;
    ensure(!names.is_empty(), format!("{page} has no menu"))?;
    for name in names {
        session.resize(1280, 900)?;
        let opener = css(&format!("[aria-haspopup=menu][aria-label=\"{name}\"]"));
        open_and_look(session, found, &format!("{page}, the menu {name}"), &opener)?;
    }
    Ok(())
}

/// What opens over any page.
fn over_everything(session: &mut Session, found: &mut BTreeSet<String>) -> Outcome {
    screens::go(session, "/")?;
    session.press("Control+k")?;
    session.type_into(&css(".palette-input"), "demo")?;
    look(session, found, "the palette")?;
    session.press("Escape")?;
    session.wait_gone(&css(".palette-input"))?;
    session.press("?")?;
    session.wait(&css("dialog[open] .dialog-box"))?;
    look(session, found, "the help sheet")?;
    session.press("Escape")?;
    session.wait_gone(&css("dialog[open] .dialog-box"))
}

/// The panel, the bulk actions and their dialogs; the forms of an order.
fn orders(session: &mut Session, found: &mut BTreeSet<String>, documents: &Documents) -> Outcome {
    screens::go(session, "/orders")?;
    session.resize(1280, 900)?;
    session.click(&css(".table-body .table-row .cell.strong"))?;
    session.wait(&css(".side-panel"))?;
    look(session, found, "the panel of an order")?;
    screens::go(session, "/")?;
    screens::go(session, "/orders")?;
    session.resize(1280, 900)?;
    session.click(&role("checkbox", "Select all rows"))?;
    for action in [
        "verify",
        "hold",
        "allocate",
        "release-promises",
        "release-to-floor",
        "cancel",
    ] {
        session.resize(1280, 900)?;
        let opener = test(&format!("bulk-{action}"));
        session.click(&opener)?;
        session.wait(&test("bulk-preview"))?;
        look(session, found, &format!("the preview of {action}"))?;
        session.press("Escape")?;
        session.wait_gone(&test("bulk-preview"))?;
    }
    let with_steps =
        ["{order}", "{tote-order}"].map(|name| documents.fill(&format!("order/{name}")));
    for address in with_steps {
        screens::go(session, &address)?;
        session.resize(1280, 900)?;
        for step in [
            "authorise-return",
            "hold-order",
            "cancel-units",
            "edit-address",
            "record-payment",
            "refund",
        ] {
            if session.sees(&test(step))? {
                open_and_look(session, found, &format!("{address}, {step}"), &test(step))?;
                session.resize(1280, 900)?;
            }
        }
    }
    Ok(())
}

/// The forms of the stock screens.
fn stock(session: &mut Session, found: &mut BTreeSet<String>, documents: &Documents) -> Outcome {
    screens::go(session, &documents.fill("item/{item}"))?;
    for step in ["Change item", "Move stock", "Correct stock"] {
        open_and_look(session, found, step, &role("button", step))?;
    }
    screens::go(session, "/stock/places")?;
    open_and_look(
        session,
        found,
        "the form of bins",
        &role("button", "Set up locations"),
    )
}

/// Files looked at, checked and taken in; a copy saved and looked at.
fn files(session: &mut Session, found: &mut BTreeSet<String>) -> Outcome {
    let orders = steps::write(
        session,
        "orders.csv",
        b"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
          536365,85123A,WHITE HEART,4,2010-12-01 08:26:00,2.55,17850,United Kingdom\n\
          536366,85123A,WHITE HEART,some,2010-12-01 08:28:00,2.55,17850,United Kingdom\n\
          C536367,85123A,WHITE HEART,-1,2010-12-01 08:30:00,2.55,17850,United Kingdom\n",
    )?;
    steps::choose_files(session, &[&orders])?;
    look(session, found, "files before an import")?;
    session.click(&role("button", "Check 1 file"))?;
    session.wait(&test("report"))?;
    look(session, found, "the report of a check")?;
    steps::import(session, &[&orders])?;
    look(session, found, "the report of an import")?;
    let copy = crate::copy::save(session)?;
    steps::prove(session)?;
    session.drop_file(&test("restore-drop"), &copy)?;
    session.wait(&test("copy-review"))?;
    look(session, found, "a copy before it is taken in, and a proof")
}

/// In the middle of a batch: after a wrong scan, a code by hand, what may go wrong.
fn picking(session: &mut Session, found: &mut BTreeSet<String>, documents: &Documents) -> Outcome {
    screens::go(session, &documents.fill("floor/pick/{batch}"))?;
    session.wait(&test("instruction"))?;
    let mut tote = 0;
    // On to the goods of some task.
    while !session.sees(&test("exception-short"))? {
        tote += 1;
        steps::pick_one(session, &format!("LOOK-{tote}"))?;
    }
    steps::scan_wrong(session, "no-such-code", &["no-such-code"])?;
    look(session, found, "picking, after a wrong scan")?;
    for sheet in ["short", "damaged", "unreachable"] {
        let opener = test(&format!("exception-{sheet}"));
        open_and_look(session, found, &format!("picking, {sheet}"), &opener)?;
    }
    session.click(&test("type-code"))?;
    look(session, found, "picking, a code by hand")?;
    session.click(&test("type-code"))?;
    while !steps::asked(session, "ask")?.contains("item") {
        steps::pick_one(session, "LOOK-0")?;
    }
    steps::pick_one(session, "LOOK-0")?;
    look(session, found, "picking, after a right scan")?;
    tote = 100;
    while steps::asked(session, "instruction")? != "All picked" {
        tote += 1;
        steps::pick_one(session, &format!("LOOK-{tote}"))?;
    }
    look(session, found, "picking, all picked")?;
    session.click(&role("button", "Finish batch"))?;
    session.wait(&role("button", "Pack now"))?;
    look(session, found, "picking, finished")
}

/// Everything that waits at the pack table, from the first unit to the label.
fn packing(session: &mut Session, found: &mut BTreeSet<String>) -> Outcome {
    let mut seen = BTreeSet::new();
    loop {
        screens::go(session, "/floor/pack")?;
        if session.sees(&css(".empty-state"))? {
            return look(session, found, "packing, nothing left");
        }
        session.click(&css("main a.floor-tile"))?;
        session.wait(&test("instruction"))?;
        while !session.sees(&text("Order packed"))? {
            let ask = steps::asked(session, "ask")?;
            if seen.insert(ask.clone()) {
                look(session, found, &format!("packing, “{ask}”"))?;
            }
            pack_on(session)?;
        }
    }
}

/// One step of packing, whichever is asked for.
fn pack_on(session: &Session) -> Outcome {
    let unit = session.script(
        "return document.querySelector('[data-test=lines] li:not(.done) .code')?.innerText || ''",
        json!([]),
    )?;
    let unit = unit.as_str().unwrap_or_default();
    let before = steps::task(session)?;
    if session.sees(&text("Scan the serial number"))? {
        session.scan(&steps::serial_number()?)?;
    } else if !unit.is_empty() {
        session.scan(unit)?;
    } else if session.sees(&test("exception-no-print"))? {
        session.click(&test("exception-no-print"))?;
    } else {
        for (field, words) in [("Weight in grams", "640"), ("Carrier", "DEMO-POST")] {
            if session.sees(&role("textbox", field))? {
                session.fill(&role("textbox", field), words)?;
            }
        }
        session.click(&test("step"))?;
    }
    session.wait_for("the next step of packing", |session| {
        Ok(steps::task(session)? != before)
    })
}

/// Parcels at the door, and those that have arrived.
fn handing_over(
    session: &mut Session,
    found: &mut BTreeSet<String>,
    documents: &Documents,
) -> Outcome {
    screens::go(session, "/floor/ship")?;
    session.click(&css("main a.floor-tile"))?;
    session.wait(&test("instruction"))?;
    look(session, found, &documents.fill("floor/ship, {carrier}"))?;
    screens::go(session, "/floor/deliver")?;
    open_and_look(session, found, "the question of a delivery", &test("step"))
}

/// A return from the dock to its end.
fn returning(session: &mut Session, found: &mut BTreeSet<String>) -> Outcome {
    screens::go(session, "/floor/return")?;
    // The one of which nothing has come yet.
    session.click(&text(": 0 of 1 unit came"))?;
    session.wait(&test("step"))?;
    look(session, found, "a return, to receive")?;
    session.click(&test("step"))?;
    session.wait(&test("condition-new"))?;
    look(session, found, "a return, to inspect")?;
    session.click(&test("condition-damaged"))?;
    session.click(&test("disposition-scrap"))?;
    look(session, found, "a return, inspected")?;
    session.click(&test("step"))?;
    session.wait(&role("button", "Close return"))?;
    look(session, found, "a return, to close")?;
    session.click(&role("button", "Close return"))?;
    session.wait(&text("Return closed"))?;
    look(session, found, "a return, closed")
}
