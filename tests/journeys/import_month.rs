//! A month of real orders from file to list; a made-up one of the same form where the real ones are not there.

use crate::sample::{SampleOptions, sample};
use crate::steps;
use crate::support::session::{By, Session, css, role, test, text};
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const MONTH: &str = "2011-02";
const FOLDER: &str = "../shared/data/online-retail";

/// A file, and what an import of it has to find.
struct Month {
    file: PathBuf,
    lines: u64,
    orders: Option<u64>,
    credits: u64,
    /// In pounds, with as many digits as are needed, and at least two.
    value: String,
}

/// Checks the file, takes it in twice, and looks things up in the list.
pub fn run(session: &mut Session) -> Outcome {
    let month = match real_month()? {
        Some(month) => month,
        None => {
            print!("(made-up file: {FOLDER} is not there) ");
            made_up(session)?
        }
    };
    steps::found(session)?;
    steps::choose_files(session, &[&month.file])?;
    session.be_patient(Duration::from_secs(240));
    session.click(&role("button", "Check 1 file"))?;
    session.wait(&role("heading", "What an import would do"))?;
    check_report(session, &month)?;
    steps::open(session, "/orders")?;
    session.wait(&text("No orders yet"))?;

    steps::choose_files(session, &[&month.file])?;
    session.click(&role("button", "Import 1 file"))?;
    session.wait(&role("heading", "Report"))?;
    let orders = check_report(session, &month)?;
    let hash = steps::prove(session)?;
    steps::choose_files(session, &[&month.file])?;
    session.click(&role("button", "Import 1 file"))?;
    session.wait(&text("Everything is here already:"))?;
    ensure_equal("hash of the state", steps::prove(session)?, hash.clone())?;
    session.be_patient(Duration::from_secs(120));
    starts_by_what_was_saved(session, &hash)?;
    look_up(session, orders)
}

/// What follows from so many facts is saved once it is quiet, and the next start goes by it: the state is the same, and
/// what is in doubt about the view is decided by the journal.
fn starts_by_what_was_saved(session: &mut Session, hash: &str) -> Outcome {
    for (damage, told) in [
        ("", "from the saved state"),
        ("rows[Math.floor(rows.length / 2)]", "from all facts"),
    ] {
        session.wait_for("the saved view", |session| {
            Ok(session.script(&in_view("rows.length > 0 && !begun"), json!([]))? == json!(true))
        })?;
        if !damage.is_empty() {
            session.script(
                &in_view(&format!("(await spoil({damage}), true)")),
                json!([]),
            )?;
        }
        steps::open(session, "/workspace/diagnostics")?;
        steps::reload(session)?;
        session.wait_for(told, |session| {
            Ok(session.text_of(&test("figures"))?.contains(told))
        })?;
        ensure_equal("hash of the state", steps::prove(session)?, hash.to_owned())?;
    }
    Ok(())
}

/// A script that looks into the database of the saved view.
fn in_view(what: &str) -> String {
    format!(
        "return (async () => {{
            const ask = (request) => new Promise((done, failed) => {{
                request.onsuccess = () => done(request.result);
                request.onerror = () => failed(request.error);
            }});
            const base = await ask(indexedDB.open('depo-view'));
            const table = base.transaction('view', 'readwrite').objectStore('view');
            const name = (key) => new TextDecoder().decode(key);
            const keys = await ask(table.getAllKeys());
            const begun = keys.some((key) => name(key) === 'begun');
            const rows = keys.some((key) => name(key) === 'contents') ? keys : [];
            const spoil = (key) => ask(table.put(new Uint8Array(64), key));
            try {{ return {what}; }} finally {{ base.close(); }}
        }})()"
    )
}

fn real_month() -> Result<Option<Month>, Failure> {
    let folder = Path::new(FOLDER);
    let folders = [folder.join("by-month"), folder.join("by-month/dev")];
    let names = [
        format!("{MONTH}.csv.gz"),
        format!("online-retail-{MONTH}.csv.gz"),
    ];
    let files = folders
        .iter()
        .flat_map(|folder| names.iter().map(|name| folder.join(name)));
    let Some(file) = files.into_iter().find(|file| file.is_file()) else {
        return Ok(None);
    };
    let facts = fs::read_to_string(folder.join("expected-facts-dev.json"))?;
    let facts: Value = serde_json::from_str(&facts)?;
    let facts = &facts["by_month"][MONTH];
    let number = |name: &str| {
        facts[name]
            .as_u64()
            .ok_or(format!("no {name} in the facts"))
    };
    Ok(Some(Month {
        file,
        lines: number("lines")?,
        orders: None,
        credits: number("cancel_invoices")? + number("adjust_invoices")?,
        value: facts["sum_value_gbp"]
            .as_str()
            .ok_or("no value in the facts")?
            .to_string(),
    }))
}

fn made_up(session: &Session) -> Result<Month, Failure> {
    let sample = sample(SampleOptions {
        seed: 7,
        invoices: 900,
        broken_rows: false,
    });
    let expected = sample.expected;
    Ok(Month {
        file: steps::write(session, "made-up.csv", &sample.csv)?,
        lines: expected.lines,
        orders: Some(expected.orders),
        credits: expected.cancellations + expected.bad_debts,
        value: in_pounds(expected.value),
    })
}

fn in_pounds(ten_thousandths: i128) -> String {
    let digits = format!(
        "{}.{:04}",
        ten_thousandths / 10_000,
        ten_thousandths % 10_000
    );
    let mut shown = digits.as_str();
    while shown.ends_with('0') && !shown[..shown.len() - 1].ends_with('.') {
        let (_, decimals) = shown.split_once('.').unwrap_or_default();
        if decimals.len() <= 2 {
            break;
        }
        shown = &shown[..shown.len() - 1];
    }
    shown.to_string()
}

/// The figures of a row of the report, without the marks between thousands.
fn figures(session: &Session, row: &str) -> Result<Vec<String>, Failure> {
    let selector = By::Css(row.to_string());
    let words = session.text_of(&selector)?;
    Ok(words
        .split_whitespace()
        .filter(|part| part.contains(|c: char| c.is_ascii_digit()))
        .map(|part| part.replace([',', '£'], ""))
        .collect())
}

/// Compares the report with what the file holds; how many orders it names.
fn check_report(session: &Session, month: &Month) -> Result<u64, Failure> {
    session.wait(&text("Every line is in exactly one row"))?;
    let total = figures(session, ".import-figures tfoot tr")?;
    ensure_equal(
        "lines of the files",
        total.get(1).cloned(),
        Some(month.lines.to_string()),
    )?;
    ensure_equal(
        "value of the files",
        total.last().cloned(),
        Some(month.value.clone()),
    )?;
    let report = session.text_of(&test("report"))?;
    let sentence = report
        .lines()
        .find(|line| line.contains("new orders"))
        .ok_or("the report names no orders")?;
    let numbers: Vec<u64> = sentence
        .split_whitespace()
        .filter_map(|word| word.replace(',', "").parse().ok())
        .collect();
    let [orders, _, credits, lines] = numbers[..] else {
        return Err(format!("other figures than four: {sentence}").into());
    };
    ensure_equal("lines", lines, month.lines)?;
    ensure_equal("credits", credits, month.credits)?;
    if let Some(expected) = month.orders {
        ensure_equal("orders", orders, expected)?;
    }
    Ok(orders)
}

/// Search and filters of the list.
fn look_up(session: &mut Session, orders: u64) -> Outcome {
    steps::open(session, "/orders")?;
    let shown = |session: &Session| -> Result<u64, Failure> {
        let words = steps::orders_shown(session)?.replace(',', "");
        Ok(words.split(' ').next().unwrap_or_default().parse()?)
    };
    ensure_equal("orders in the list", shown(session)?, orders)?;
    let first = session.text_of(&css(".table-row[aria-rowindex='2'] .cell.strong"))?;
    session.fill(&role("searchbox", "Search orders"), &first)?;
    session.wait_for("the search to find the order", |session| {
        Ok(shown(session)? == 1)
    })?;
    session.wait_for("the search to stand in the address", |session| {
        Ok(session.path()?.contains(&first))
    })?;
    steps::reload(session)?;
    ensure_equal("orders found after a reload", shown(session)?, 1)?;
    steps::open(session, "/orders?country=IE")?;
    let irish = shown(session)?;
    ensure(
        irish > 0 && irish < orders,
        format!("{irish} of {orders} orders are from Ireland"),
    )?;
    steps::open(session, "/orders?country=IE&q=no-such-words")?;
    ensure_equal("orders found by nonsense", shown(session)?, 0)
}
