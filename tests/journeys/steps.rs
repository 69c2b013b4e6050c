//! What staff do in more than one journey.

use crate::support::session::{Session, css, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The carrier of a workspace that [`found`] sets up.
pub const CARRIER: &str = "DHL";

/// Waits until the portal is open.
pub fn ready(session: &Session) -> Outcome {
    session.wait(&test("role"))
}

/// Opens a page by its address, and waits until the portal is open.
pub fn open(session: &mut Session, path: &str) -> Outcome {
    session.open(path)?;
    ready(session)
}

/// Sets up a warehouse on the welcome page of a device on which nothing is yet.
pub fn found(session: &mut Session) -> Outcome {
    open(session, "/")?;
    session.click(&test("set-up"))?;
    for (field, words) in [
        ("Name of your business", "Acorn Gifts"),
        ("Your name", "Ada"),
        ("Country (two letters)", "GB"),
        ("Currency (three letters)", "GBP"),
        ("Your first carrier", CARRIER),
    ] {
        session.fill(&role("textbox", field), words)?;
    }
    session.click(&test("found"))?;
    session.wait(&text("Everything is set up"))
}

/// Loads the page again, and waits until the portal is open.
pub fn reload(session: &mut Session) -> Outcome {
    session.reload()?;
    ready(session)
}

/// Waits until the portal can be started without its server.
pub fn offline_ready(session: &Session) -> Outcome {
    session.wait_for("the portal to be kept for offline use", |session| {
        let state = session.script("return (window.depoUpdate || {}).state || ''", json!([]))?;
        Ok(state == "offline-ready")
    })
}

/// Writes a file to take in.
pub fn write(session: &Session, name: &str, contents: &[u8]) -> Result<PathBuf, Failure> {
    let file = session.scratch("files")?.join(name);
    fs::write(&file, contents)?;
    Ok(file)
}

/// Chooses files on the imports page.
pub fn choose_files(session: &mut Session, files: &[&Path]) -> Outcome {
    open(session, "/orders/imports")?;
    session.upload(&test("import-input"), files)?;
    session.wait_for("the files to be looked at", |session| {
        let looked = session.script(
            "const files = [...document.querySelectorAll('.import-file')];
             return files.filter((file) => file.querySelector('details, .notice')).length",
            json!([]),
        )?;
        Ok(looked == files.len())
    })
}

/// Takes files in on the imports page; the words of the report.
pub fn import(session: &mut Session, files: &[&Path]) -> Result<String, Failure> {
    choose_files(session, files)?;
    let plural = if files.len() == 1 { "" } else { "s" };
    session.click(&role(
        "button",
        &format!("Import {} file{plural}", files.len()),
    ))?;
    session.text_of(&test("report"))
}

/// What the list of orders says of its length.
pub fn orders_shown(session: &Session) -> Result<String, Failure> {
    session.text_of(&test("orders-count"))
}

/// Does something with the orders that are selected in the list: looks at the preview, then acts.
pub fn act_on_selected(session: &Session, action: &str, done: &str) -> Outcome {
    session.click(&test(&format!("bulk-{action}")))?;
    session.wait(&test("bulk-preview"))?;
    session.click(&test("bulk-act"))?;
    session.wait(&text(done))
}

/// On hand, promised, free and short of an item, as its page says.
pub fn stock_of(session: &mut Session, sku: &str) -> Result<[String; 4], Failure> {
    open(session, &format!("/item/{sku}"))?;
    let mut figures = [const { String::new() }; 4];
    for (figure, name) in figures
        .iter_mut()
        .zip(["on-hand", "promised", "free", "short"])
    {
        *figure = session.text_of(&test(name))?;
    }
    Ok(figures)
}

/// Fails unless the item's page says so: on hand, promised, free, short.
pub fn expect_stock(session: &mut Session, sku: &str, expected: [u32; 4]) -> Outcome {
    let found = stock_of(session, sku)?;
    ensure_equal(
        &format!("{sku}: on hand, promised, free, short"),
        found,
        expected.map(|figure| figure.to_string()),
    )
}

/// What the band of a floor screen says: `right: …`, `wrong: …`, `none: …`.
pub fn band(session: &Session) -> Result<String, Failure> {
    let said = session.script(
        "const band = document.querySelector('[data-answer]');
         return band ? `${band.dataset.answer}: ${band.innerText.replace(/\\s+/g, ' ')}` : ''",
        json!([]),
    )?;
    Ok(said.as_str().unwrap_or_default().to_string())
}

/// What a floor screen asks for: everything of the task, without the band.
pub fn task(session: &Session) -> Result<String, Failure> {
    let said = session.script(
        "return ['position', 'ask', 'instruction', 'quantity', 'target', 'item-code', 'lines', 'parcels']
           .map((name) => document.querySelector(`[data-test=\"${name}\"]`)?.innerText || '')
           .join(' | ').replace(/\\s+/g, ' ')",
        json!([]),
    )?;
    Ok(said.as_str().unwrap_or_default().to_string())
}

/// Scans, and waits until the band says that it was right, with these words.
pub fn scan_right(session: &Session, code: &str, words: &str) -> Outcome {
    session.scan(code)?;
    session.wait_for(&format!("{code} to be right: {words}"), |session| {
        let said = band(session)?;
        ensure(!said.starts_with("wrong"), said.clone())?;
        Ok(said.starts_with("right") && said.contains(words))
    })
}

/// Scans something wrong: the band says so, with both what was scanned and what is expected, and nothing changes.
pub fn scan_wrong(session: &Session, code: &str, words: &[&str]) -> Outcome {
    let before = task(session)?;
    session.scan(code)?;
    session.wait_for(&format!("{code} to be wrong: {words:?}"), |session| {
        let said = band(session)?;
        Ok(said.starts_with("wrong") && words.iter().all(|part| said.contains(part)))
    })?;
    ensure_equal("the task after a wrong scan", task(session)?, before)
}

/// One part of what a floor screen asks for.
pub fn asked(session: &Session, part: &str) -> Result<String, Failure> {
    session.text_of(&test(part))
}

/// A serial number of a unit: every one has its own.
pub fn serial_number() -> Result<String, Failure> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(format!("SN-{}", now.as_micros()))
}

/// The next scan that the pick screen asks for, as its words say: what kind it is, and the code.
pub fn next_pick(session: &Session, free_tote: &str) -> Result<(String, String), Failure> {
    let ask = asked(session, "ask")?;
    let code = if ask.contains("free tote") {
        free_tote.to_string()
    } else if ask.contains("Scan the lot") {
        let name = asked(session, "item-name")?;
        let (_, lot) = name.rsplit_once("lot ").ok_or("no lot is named")?;
        lot.split(',').next().unwrap_or(lot).to_string()
    } else if ask.contains("serial number") {
        serial_number()?
    } else if ask.contains("scan the item") || ask.contains("Scan each unit") {
        asked(session, "item-code")?
    } else {
        asked(session, "instruction")?
    };
    Ok((ask, code))
}

/// Scans a tote where a free one is asked for; one of which nothing like it is known is scanned twice.
pub fn take_tote(session: &Session, code: &str) -> Outcome {
    session.scan(code)?;
    session.wait_for(&format!("{code} to be asked about or taken"), |session| {
        let said = band(session)?;
        Ok(said.contains("New tote") || said.contains("Tote taken"))
    })?;
    if band(session)?.contains("New tote") {
        scan_right(session, code, "Tote taken")?;
    }
    Ok(())
}

/// Scans what the pick screen asks for, and waits until it has moved on.
pub fn pick_one(session: &Session, free_tote: &str) -> Outcome {
    let before = task(session)?;
    let (ask, code) = next_pick(session, free_tote)?;
    if ask.contains("free tote") {
        return take_tote(session, &code);
    }
    session.scan(&code)?;
    session.wait_for(&format!("{code} to be taken for “{ask}”"), |session| {
        let said = band(session)?;
        ensure(!said.starts_with("wrong"), said.clone())?;
        Ok(said.starts_with("right") && task(session)? != before)
    })
}

/// Picks to the end of the batch by scans; takes totes with this name before their number.
pub fn pick_all(session: &Session, totes: &str) -> Outcome {
    let mut tote = 0;
    while asked(session, "instruction")? != "All picked" {
        tote += 1;
        pick_one(session, &format!("{totes}-{tote}"))?;
    }
    Ok(())
}

/// Goes to the only open batch of the floor.
pub fn open_batch(session: &mut Session) -> Outcome {
    open(session, "/floor")?;
    session.click(&test("tile-pick"))?;
    session.click(&css("[data-test=batches] a"))?;
    session.wait(&test("instruction"))
}

/// Proves the state against the facts on the workspace page; its hash.
pub fn prove(session: &mut Session) -> Result<String, Failure> {
    open(session, "/workspace")?;
    session.click(&test("prove"))?;
    session.wait(&test("proof"))?;
    let holds = session.script(
        "return document.querySelector('[data-test=proof]').dataset.holds",
        json!([]),
    )?;
    ensure_equal("proof", holds, json!("true"))?;
    session.text_of(&css("[data-test=proof] code"))
}

/// One item in one bin, and one order that wants most of it: work for a scanner.
pub struct Work {
    /// The item.
    pub sku: &'static str,
    /// The bin.
    pub bin: &'static str,
    /// Units of the order.
    pub units: u32,
}

/// The work that [`prepare`] leaves.
pub const WORK: Work = Work {
    sku: "85123A",
    bin: "A-01",
    units: 40,
};

/// The number of the order that [`prepare`] takes in: its address.
pub const ORDER: &str = "536365";

/// Sets up a warehouse, takes in an order and its goods, and releases it to the floor.
pub fn prepare(session: &mut Session) -> Outcome {
    found(session)?;
    let Work { sku, bin, units } = WORK;
    let stock = format!("SKU,Bin,Quantity\n{sku},{bin},{}\n", units + 5);
    let orders = format!(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
         {ORDER},{sku},WHITE HEART,{units},2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
    );
    let stock = write(session, "opening.csv", stock.as_bytes())?;
    let orders = write(session, "orders.csv", orders.as_bytes())?;
    let report = import(session, &[&stock, &orders])?;
    ensure(report.contains("1 new order"), report)?;
    open(session, "/orders")?;
    session.click(&role("checkbox", "Select all rows"))?;
    act_on_selected(session, "allocate", "Stock allocated to 1 order.")?;
    session.click(&role("checkbox", "Select all rows"))?;
    act_on_selected(session, "release-to-floor", "1 order")
}

/// Brings the picker of [`prepare`]'s batch to the goods.
pub fn go_to_goods(session: &mut Session) -> Outcome {
    open_batch(session)?;
    take_tote(session, "TOTE-1")?;
    scan_right(session, WORK.bin, "Right location")
}

/// Fills the demo; the tab is in it afterwards.
pub fn fill_demo(session: &mut Session) -> Outcome {
    open(session, "/workspace")?;
    session.click(&test("open-demo"))?;
    session.wait(&test("demo-bar"))?;
    session.be_patient(std::time::Duration::from_secs(120));
    session.wait(&text("The demo is ready."))?;
    session.be_patient(std::time::Duration::from_secs(30));
    Ok(())
}

/// Takes over what the other device of the workspace works on, for a reason.
pub fn take_over(session: &mut Session) -> Outcome {
    take_over_of(session, "[data-test=take-over]")
}

/// Takes over what a device had begun before it went on in two places.
pub fn take_over_common(session: &mut Session) -> Outcome {
    take_over_of(session, "[data-common=true] [data-test=take-over]")
}

fn take_over_of(session: &mut Session, button: &str) -> Outcome {
    open(session, "/workspace")?;
    session.click(&css(button))?;
    session.wait(&test("take-over-confirm"))?;
    session.choose(&role("combobox", "Reason"), "The device is lost or broken")?;
    session.click(&test("take-over-confirm"))?;
    session.wait(&text("What it had begun is worked on here now."))
}
