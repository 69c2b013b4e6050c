//! Goods, places and partners by hand: tables are pasted and mended in place, an item gets its picture, its size and its
//! colour, and all of it is there after a reload without the server.

use crate::steps;
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Outcome, ensure_equal};
use serde_json::json;

const CELLS: &str = "Cells from a spreadsheet";

/// A warehouse's locations, its goods and its carrier, each out of a table with faults.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    steps::offline_ready(session)?;
    session.go_offline();
    locations(session)?;
    items(session)?;
    look(session)?;
    partner(session)?;
    carton(session)?;
    plan(session)?;
    kit(session)?;
    warehouse(session)?;
    session.go_online()?;
    steps::prove(session)?;
    Ok(())
}

/// Pastes into the field as a spreadsheet would.
fn paste(session: &Session, cells: &str) -> Outcome {
    session.wait(&role("textbox", CELLS))?;
    let done = session.script(
        "const [cells] = arguments;
         const field = document.querySelector('[data-test=pasting] textarea');
         field.value = cells;
         field.dispatchEvent(new Event('input', { bubbles: true }));
         return true;",
        json!([cells]),
    )?;
    ensure_equal("pasted", done, json!(true))?;
    session.wait(&test("paste-summary"))
}

/// Writes a cell anew, as by hand: typed, and left with the Tab key.
fn mend(session: &Session, row: u32, column: u32, with: &str) -> Outcome {
    let cell = css(&format!(
        "[data-test=pasted-row][data-row='{row}'] td:nth-of-type({column}) input"
    ));
    session.fill(&cell, with)?;
    session.press("Tab")
}

fn faults(session: &Session, expected: u64) -> Outcome {
    session.wait_for("the faults that are left", |session| {
        Ok(session.count("[data-test=cell-fault]")? == expected)
    })
}

fn locations(session: &mut Session) -> Outcome {
    steps::open(session, "/stock/places")?;
    session.click(&test("paste-locations"))?;
    paste(
        session,
        "Location\tKind\tStatus\tPart of\nHALL\tgroup\t\t\nH-01\tpick\tsomewhere\tHALL\nH-02\tpick\tquarantine\tHALL\n",
    )?;
    faults(session, 1)?;
    steps::reload(session)?;
    faults(session, 1)?;
    mend(session, 2, 3, "held")?;
    faults(session, 0)?;
    session.click(&test("paste-take"))?;
    session.wait(&text("The table is saved."))?;
    session.wait(&text("H-02"))?;
    session.click(&test("new-location"))?;
    session.fill(&role("textbox", "Location"), "H-03")?;
    session.click(&test("save-location"))?;
    session.wait(&text("H-03"))?;
    session.click(&role("button", "As a tree"))?;
    session.wait(&text("HALL"))
}

fn items(session: &mut Session) -> Outcome {
    let mut cells = String::from("SKU\tName\tEAN\tWeight\n");
    for row in 0..200 {
        let sku = if row == 40 { 39 } else { row };
        let weight = if row == 90 {
            "heavy".to_owned()
        } else {
            (100 + row).to_string()
        };
        let code = if row == 150 {
            "2000149".to_owned()
        } else {
            format!("2000{row:03}")
        };
        cells.push_str(&format!("S-{sku:03}\tItem {row}\t{code}\t{weight}\n"));
    }
    steps::open(session, "/stock")?;
    session.click(&test("paste-items"))?;
    paste(session, &cells)?;
    faults(session, 3)?;
    mend(session, 41, 1, "S-040")?;
    mend(session, 91, 4, "190")?;
    mend(session, 151, 3, "2000150")?;
    faults(session, 0)?;
    session.click(&test("paste-take"))?;
    session.wait(&text("The table is saved."))?;
    session.wait(&text("200 items"))
}

fn look(session: &mut Session) -> Outcome {
    steps::open(session, "/item/S-001")?;
    let picture =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys/picture.png");
    session.upload(&test("picture-file"), &[&picture])?;
    session.wait(&text("The picture is kept."))?;
    session.wait(&test("picture"))?;
    session.click(&text("Change size and colour"))?;
    session.fill(&role("textbox", "Variant of"), "S-000")?;
    session.fill(&role("textbox", "Size"), "M")?;
    session.fill(&role("textbox", "Colour"), "red")?;
    session.click(&test("save-look"))?;
    session.wait(&css("[data-test=variant][data-sku='S-001'].sold-out"))?;
    steps::reload(session)?;
    session.wait(&test("picture"))?;
    session.wait(&css("[data-test=look] .swatch"))
}

fn partner(session: &mut Session) -> Outcome {
    steps::open(session, "/workspace/partners")?;
    session.click(&test("paste-partners"))?;
    paste(
        session,
        "Code\tName\tRoles\tCollects at\tServices\nFAST\tFast Parcel\tcarrier\t26:00\t24H\n",
    )?;
    faults(session, 1)?;
    mend(session, 1, 4, "17:00")?;
    session.click(&test("paste-take"))?;
    session.wait(&text("Fast Parcel"))?;
    session.click(&css(
        "[data-test=partner][data-code=FAST] [data-test=change-partner]",
    ))?;
    session.fill(&role("textbox", "Services"), "24H 16:30")?;
    session.click(&test("save-partner"))?;
    session.wait(&text("24H 16:30"))
}

fn carton(session: &mut Session) -> Outcome {
    steps::open(session, "/workspace/cartons")?;
    session.click(&test("new-carton"))?;
    session.fill(&role("textbox", "Code"), "BOX-S")?;
    for (place, side) in (1..).zip(["300", "200", "100"]) {
        let field =
            format!(".side-panel fieldset:nth-of-type(1) .field:nth-of-type({place}) input");
        session.fill(&css(&field), side)?;
    }
    session.click(&test("save-carton"))?;
    session.wait(&text("300 × 200 × 100 mm"))?;
    session.click(&test("new-cart"))?;
    session.fill(&role("textbox", "Code"), "CART-1")?;
    session.click(&test("save-cart"))?;
    session.wait(&text("8 compartments"))
}

/// Six aisles with their bins, out of six figures.
fn plan(session: &mut Session) -> Outcome {
    steps::open(session, "/stock/plan")?;
    session.click(&test("draw-plan"))?;
    session.fill(&role("textbox", "Bays of an aisle"), "6, 4")?;
    session.wait_for("the bins to be counted", |session| {
        Ok(session.text_of(&test("plan-says"))?.contains("360 bins"))
    })?;
    session.click(&test("save-plan"))?;
    session.wait(&text("The plan is saved."))?;
    session.wait_for("the bays to be drawn", |session| {
        Ok(session.count("[data-test=face]")? == 120)
    })?;
    session.click(&css("[data-test=face]"))?;
    session.wait(&css("[data-test=face-bins] li"))?;
    steps::reload(session)?;
    session.wait(&test("plan"))
}

fn kit(session: &mut Session) -> Outcome {
    steps::open(session, "/item/S-002")?;
    session.click(&text("What goes into one kit"))?;
    session.fill(&role("textbox", "Items of one kit"), "S-003 = 2")?;
    session.click(&test("save-kit"))?;
    session.wait(&css("[data-test=kit-parts] li"))
}

fn warehouse(session: &mut Session) -> Outcome {
    steps::open(session, "/workspace/warehouses")?;
    session.click(&test("change-warehouse"))?;
    session.fill(&role("textbox", "Cutoff"), "14:00")?;
    session.click(&test("save-warehouse"))?;
    session.wait_gone(&test("save-warehouse"))?;
    session.click(&test("change-warehouse"))?;
    ensure_equal(
        "the cutoff",
        session.property(&role("textbox", "Cutoff"), "value")?,
        json!("14:00"),
    )
}
