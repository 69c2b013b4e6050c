//! The floor beside the straight way: scans outside of a task say what is there and what is to be done; a pallet is made on
//! purpose, loaded, sent to another warehouse and received there; the office's page says what is under way.

use crate::order_by_hand::{MUG, STOCK};
use crate::steps::{self, scan_right};
use crate::support::session::{Session, css, role, test, text};
use crate::support::{Outcome, ensure};

/// Without the server and over reloads, but for the import.
pub fn run(session: &mut Session) -> Outcome {
    steps::found(session)?;
    steps::offline_ready(session)?;
    let stock = steps::write(session, "opening.csv", STOCK.as_bytes())?;
    steps::import(session, &[&stock])?;
    session.go_offline();
    says_what_is_there(session)?;
    second_warehouse(session)?;
    transfer(session)?;
    session.go_online()?;
    steps::prove(session)?;
    Ok(())
}

/// On the tiles a location, an item and a plate open the floor's own page of them, and no page of the office.
fn says_what_is_there(session: &mut Session) -> Outcome {
    steps::open(session, "/floor")?;
    session.scan("A-01")?;
    session.wait_for("the location to open on the floor", |session| {
        Ok(session.path()?.ends_with("/floor/here/A-01"))
    })?;
    session.wait(&text("BLUE MUG"))?;
    session.wait(&test("tile-move"))?;
    session.scan(MUG)?;
    session.wait_for("the item to open on the floor", |session| {
        Ok(session.path()?.ends_with(&format!("/floor/here/{MUG}")))
    })?;
    steps::reload(session)?;
    session.wait(&text("6 units"))?;
    session.check_accessible()
}

fn second_warehouse(session: &mut Session) -> Outcome {
    steps::open(session, "/workspace/warehouses")?;
    session.fill(&role("textbox", "Code"), "NORTH")?;
    session.fill(&role("textbox", "Name"), "North")?;
    session.click(&role("button", "Add a warehouse"))?;
    session.wait(&css("[data-test=warehouse][data-code=NORTH]"))?;
    // Which one the page of the locations shows is a filter: the floor stays where it is.
    let floor = |session: &mut Session| {
        steps::open(session, "/floor/pick")?;
        session.text_of(&test("floor-warehouse"))
    };
    let before = floor(session)?;
    steps::open(session, "/stock/places")?;
    session.choose(&role("combobox", "Warehouse"), "North")?;
    session.wait_for("the address to say so", |session| {
        Ok(session.path()?.contains("warehouse=NORTH"))
    })?;
    let after = floor(session)?;
    ensure(before == after, format!("{before} became {after}"))
}

fn transfer(session: &mut Session) -> Outcome {
    steps::open(session, "/floor/transfer")?;
    session.scan("PAL-1")?;
    session.wait(&text("New tote?"))?;
    scan_right(session, "PAL-1", "New plate")?;
    scan_right(session, "A-02", "A-02")?;
    steps::open(session, "/floor/move?place=A-01")?;
    session.wait(&text("Scan the item"))?;
    scan_right(session, MUG, MUG)?;
    scan_right(session, "PAL-1", "PAL-1")?;
    steps::open(session, "/floor/transfer")?;
    scan_right(session, "PAL-1", "PAL-1")?;
    session.click(&test("send-plate"))?;
    session.wait_for("the plate to be under way", |session| {
        Ok(steps::band(session)?.starts_with("right"))
    })?;
    steps::open(session, &format!("/item/{MUG}"))?;
    session.wait(&text("under way between warehouses"))?;

    // It comes in where it was sent to.
    steps::open(session, "/floor")?;
    session.choose(&role("combobox", "Warehouse"), "North")?;
    steps::open(session, "/floor/transfer")?;
    session.click(&test("plate"))?;
    scan_right(session, "RECEIVING", "RECEIVING")?;
    steps::reload(session)?;
    session.wait(&test("plates-here"))?;
    steps::open(session, &format!("/item/{MUG}"))?;
    session.wait(&text("PAL-1 (RECEIVING)"))
}
