//! The channel gets its answers: what left, what came back, how much there is; once, and again when it is asked for.

use crate::support::session::{Session, css, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use crate::{steps, way};
use std::fs;
use std::path::{Path, PathBuf};

/// After the whole way of its orders.
pub fn run(session: &mut Session) -> Outcome {
    way::run(session)?;
    steps::open(session, "/orders")?;
    session.press("g")?;
    session.press("a")?;
    session.wait(&text("Save the file (2)"))?;
    session.check_accessible()?;
    session.wait(&css("[data-test=answer-preview] tbody tr"))?;
    let first = write(session, "parcels", "first.csv")?;
    for part in ["536365", "536366", "DHL", "JD0001", "JD0002", "85123A"] {
        ensure(first.contains(part), format!("no “{part}” in {first}"))?;
    }
    session.wait(&test("nothing-new"))?;
    // It is a fact: a reload knows it too, and the file is made again as it was.
    steps::reload(session)?;
    session.wait(&test("nothing-new"))?;
    session.click(&test("send-again"))?;
    let again = read(session, "parcels", "again.csv")?;
    ensure_equal("the file made again", again, first)?;
    session.click(&test("not-taken"))?;
    session.click(&test("confirm"))?;
    session.wait(&text("Save the file (2)"))?;
    session.wait(&text("Not taken"))?;
    names_of_carriers(session)?;
    others(session)
}

/// The channel's own name of the carrier stands in the next file.
fn names_of_carriers(session: &mut Session) -> Outcome {
    session.fill(&role("textbox", "DHL"), "DHL Parcel UK")?;
    session.click(&role("button", "Save the name"))?;
    session.wait(&css("[data-test=answer-preview]"))?;
    session.wait(&text("Told by this name."))?;
    session.choose(&role("combobox", "Form of the file"), "WooCommerce")?;
    session.wait(&text("order_id"))?;
    let woo = write(session, "parcels", "woo.csv")?;
    ensure(
        woo.starts_with("order_id,tracking_provider,tracking_number,date_shipped,")
            && woo.contains("536365,DHL Parcel UK,JD0001,"),
        woo,
    )
}

/// Returns and stock, and what stands on Today when the next parcel leaves.
fn others(session: &mut Session) -> Outcome {
    steps::open(session, "/orders/answers?kind=returns")?;
    session.wait(&text("Save the file (1)"))?;
    let returns = write(session, "returns", "returns.csv")?;
    for part in ["536365", "85123A", "restock", "scrap"] {
        ensure(returns.contains(part), format!("no “{part}” in {returns}"))?;
    }
    steps::open(session, "/orders/answers?kind=stock")?;
    let stock = write(session, "stock", "stock.csv")?;
    ensure(stock.contains("85123A,"), stock)?;
    session.wait(&test("nothing-new"))?;
    session.check_accessible()
}

fn write(session: &mut Session, about: &str, name: &str) -> Result<String, Failure> {
    session.click(&test("write-answer"))?;
    read(session, about, name)
}

fn read(session: &Session, about: &str, name: &str) -> Result<String, Failure> {
    let file = session.wait_download(&format!("-{about}"))?;
    Ok(fs::read_to_string(apart(session, &file, name)?)?)
}

/// A download under another name, so that the next one of its name is waited for anew.
fn apart(session: &Session, download: &Path, name: &str) -> Result<PathBuf, Failure> {
    let kept = session.scratch("files")?.join(name);
    fs::rename(download, &kept)?;
    Ok(kept)
}
