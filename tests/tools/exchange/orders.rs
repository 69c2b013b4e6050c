//! Reads files of orders, each of whatever format it is, and prints what they hold.
//!
//!     cargo run --release --example exchange -- orders FILE... [--json OUT]
//!
//! OUT gets every order on a line of its own, in the neutral form.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use depo::exchange::address;
use depo::exchange::country::{self, Meaning as Country};
use depo::exchange::online_retail::Facts;
use depo::exchange::orders::model::Order;
use depo::exchange::orders::report::OrderReport;
use depo::exchange::orders::status::Meaning;
use depo::exchange::orders::{OrderFormat, Reader};

use crate::Options;
use crate::files::{Json, problems, read};

/// Reads the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut json = Json::create(options)?;
    let mut failed = 0;
    let (mut orders, mut lines, mut problems) = (0, 0, 0);
    let mut facts = Facts::default();
    let mut retail_files = 0;
    for path in &options.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut reader = Reader::new(&name);
        let mut places = Places::default();
        let end = read(path, &mut reader, &mut json, &mut |order| places.add(order))?;
        let report = reader.report();
        print(path, report);
        places.print();
        if let Some(of_file) = reader.online_retail_facts() {
            facts.merge(of_file);
            retail_files += 1;
        }
        failed += u32::from(end.is_err());
        orders += report.orders;
        lines += report.lines;
        problems += report.refused.count() + report.doubts.count();
    }
    if retail_files > 0 {
        println!(
            "Online Retail, {retail_files} files: {}",
            serde_json::to_string(&facts.summary())?
        );
    }
    json.close()?;
    println!(
        "{} files read, {failed} ended early; {orders} orders, {lines} lines, {problems} problems",
        options.files.len()
    );
    Ok(())
}

/// Where orders go, and what their addresses lack.
#[derive(Default)]
struct Places {
    countries: BTreeMap<String, u64>,
    faults: BTreeMap<String, u64>,
}

impl Places {
    fn add(&mut self, order: &Order) {
        let Some(address) = &order.ship_to else {
            return;
        };
        let words = address.country.as_deref().unwrap_or_default();
        let country = match country::meaning(words) {
            Country::One(country) => country.letters().to_owned(),
            Country::OneOf(countries) => format!("\"{words}\" ({countries:?})"),
            Country::Unknown => format!("\"{words}\" (not known)"),
        };
        *self.countries.entry(country).or_default() += 1;
        if !address.street.is_empty() {
            for fault in address::faults(address) {
                *self.faults.entry(fault.to_string()).or_default() += 1;
            }
        }
    }

    fn print(&self) {
        let listed = |counts: &BTreeMap<String, u64>| {
            let each = counts.iter().map(|(what, count)| format!("{what} {count}"));
            each.collect::<Vec<_>>().join(", ")
        };
        if !self.countries.is_empty() {
            println!("  countries: {}", listed(&self.countries));
        }
        for (fault, count) in &self.faults {
            println!("  {count} addresses: {fault}");
        }
    }
}

fn print(path: &Path, report: &OrderReport) {
    println!("{}", path.display());
    println!("  format: {}", report.format.name());
    if report.columns > 0 {
        println!(
            "  columns: {}, of which {} not read: {}",
            report.columns,
            report.columns_unread.len(),
            report.columns_unread.join(", ")
        );
    }
    println!(
        "  {} rows or records, {} blank, {} passed over; {} orders, {} lines, {} units",
        report.rows,
        report.blank_rows,
        report.passed_rows,
        report.orders,
        report.lines,
        report.units
    );
    if report.later_parts > 0 {
        println!("  {} further parts of orders", report.later_parts);
    }
    for (currency, sums) in &report.sums {
        let shown = |sum: Option<depo::exchange::decimal::Decimal>| {
            sum.map_or("beyond what is held".to_owned(), |sum| sum.to_string())
        };
        println!(
            "  {}: goods {} ({} lines without a value), orders' totals {} ({} of {} orders give none)",
            if currency.is_empty() {
                "no currency"
            } else {
                currency
            },
            shown(sums.goods),
            sums.lines_without_value,
            shown(sums.totals),
            sums.orders_without_total,
            sums.orders
        );
    }
    for ((about, words), status) in &report.statuses {
        let state = state(status.meaning);
        println!(
            "  status {about:?} \"{words}\": {} times, {state}",
            status.count
        );
    }
    if report.format != OrderFormat::OnlineRetail {
        for ((payment, fulfilment, cancel, returned), count) in &report.standing {
            println!(
                "  {count} orders: payment {payment:?}, fulfilment {fulfilment:?}, cancelled {cancel:?}, returned {returned:?}"
            );
        }
    }
    for (_, notice) in &report.notices {
        println!("  notice: {notice:?}");
    }
    problems("refused", &report.refused);
    problems("doubtful", &report.doubts);
    if let Some(failure) = &report.failure {
        println!("  ENDED EARLY: {failure}");
    }
}

/// The state that words are mapped to.
fn state(meaning: Option<Meaning>) -> String {
    let Some(meaning) = meaning else {
        return "UNKNOWN, kept".to_owned();
    };
    let axes = [
        meaning.payment.map(|state| format!("payment {state:?}")),
        meaning
            .fulfilment
            .map(|state| format!("fulfilment {state:?}")),
        meaning.cancel.map(|state| format!("cancelled {state:?}")),
        meaning.returned.map(|state| format!("returned {state:?}")),
    ];
    let said: Vec<String> = axes.into_iter().flatten().collect();
    match said.is_empty() {
        true => "known, decides nothing".to_owned(),
        false => format!("read as {}", said.join(", ")),
    }
}
