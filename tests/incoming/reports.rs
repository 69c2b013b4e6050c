//! The reports: they read back, they add up, and no spreadsheet runs them.

use crate::demo::played;
use crate::desk::*;
use depo::exchange::csv_out::{CsvOptions, unprotect};
use depo::intake::OrderOptions;
use depo::site::Workspace;
use depo::storage::memory::MemoryStore;
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::text::Words;
use depo::view::reports::{Format, Report, Writing};
use std::collections::BTreeMap;

pub type Row = BTreeMap<String, String>;

fn written(workspace: &Workspace<MemoryStore>, report: Report, format: Format) -> (Vec<u8>, u64) {
    let mut writing = workspace.read(|at| Writing::begin(report, format, at));
    let mut file = Vec::new();
    while let Some(part) = workspace.read(|at| writing.step(at)) {
        file.extend_from_slice(&part);
    }
    let (done, total) = writing.progress();
    assert_eq!(done, total);
    (file, writing.rows())
}

pub fn report(workspace: &Workspace<MemoryStore>, report: Report) -> Vec<Row> {
    let (file, rows) = written(workspace, report, Format::Csv(CsvOptions::default()));
    let text = file.strip_prefix(b"\xef\xbb\xbf").expect("the mark");
    let mut reader = csv::Reader::from_reader(text);
    let headings = reader.headers().expect("headings").clone();
    let read: Vec<Row> = reader
        .records()
        .map(|record| {
            let record = record.expect("every row has every cell");
            headings
                .iter()
                .zip(&record)
                .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
                .collect()
        })
        .collect();
    assert_eq!(rows, read.len() as u64);
    // The same as JSON has as many rows, and every cell that is not empty.
    let (json, _) = written(workspace, report_of(report), Format::Json);
    let objects: Vec<BTreeMap<String, serde_json::Value>> =
        serde_json::from_slice(&json).expect("JSON");
    assert_eq!(objects.len(), read.len());
    for (object, row) in objects.iter().zip(&read) {
        let filled = row.values().filter(|cell| !cell.is_empty()).count();
        assert_eq!(object.len(), filled, "{row:?}");
    }
    read
}

fn report_of(report: Report) -> Report {
    report
}

fn number(row: &Row, column: &str) -> i64 {
    row[column].parse().expect("a number")
}

#[test]
fn reports_of_the_demo_add_up() {
    let workspace = played(7, MORNING);
    let rows = report(&workspace, Report::Orders);
    let goods: Vec<&Row> = rows.iter().filter(|row| row["kind"] == "goods").collect();
    let lines: usize = workspace.read(|at| at.state.orders().map(|it| it.lines().count()).sum());
    assert_eq!(goods.len(), lines);
    for row in goods.iter().filter(|row| row["sku"] != "SET-KITCHEN") {
        let stages = [
            "open",
            "allocated",
            "picked",
            "packed",
            "shipped",
            "cancelled",
        ];
        let sum: i64 = stages.iter().map(|stage| number(row, stage)).sum();
        assert_eq!(sum, number(row, "units"), "{row:?}");
    }
    assert!(
        rows.iter()
            .any(|row| row["kind"] == "charge" && row["open"].is_empty())
    );
    assert!(rows.iter().any(|row| row["fulfilment"] == "delivered"));

    // What moved out of and into every place is what lies there.
    let mut places: BTreeMap<(String, String, String, String), i64> = BTreeMap::new();
    for row in report(&workspace, Report::Movements) {
        let units = number(&row, "units");
        for (kind, place, sign) in [("from_kind", "from", -1), ("to_kind", "to", 1)] {
            if ["location", "container"].contains(&row[kind].as_str()) {
                let key = (
                    row["sku"].clone(),
                    row["lot"].clone(),
                    row["condition"].clone(),
                    row[place].clone(),
                );
                *places.entry(key).or_default() += sign * units;
            }
        }
    }
    places.retain(|_, units| *units != 0);
    let mut shown: BTreeMap<(String, String, String, String), i64> = BTreeMap::new();
    for row in report(&workspace, Report::Stock) {
        let key = (
            row["sku"].clone(),
            row["lot"].clone(),
            row["condition"].clone(),
            row["place"].clone(),
        );
        *shown.entry(key).or_default() += number(&row, "on_hand");
    }
    assert_eq!(shown, places);

    let parcels = report(&workspace, Report::Shipments);
    for status in ["open", "closed", "labelled", "handed-over", "delivered"] {
        assert!(
            parcels.iter().any(|row| row["status"] == status),
            "{status}"
        );
    }
    assert!(
        parcels
            .iter()
            .any(|row| row["tracking"].starts_with("DEMO"))
    );
    assert!(parcels.iter().all(|row| !row["orders"].is_empty()));
}

#[test]
fn no_cell_is_a_formula_and_numbers_stay_numbers() {
    let shop = Shop::founded(1);
    shop.does(CatalogCommand::SetItems {
        items: vec![ItemChange {
            which: ItemRef::Coded {
                client: None,
                code: code("=1+1"),
            },
            fields: vec![ItemField::Title(
                Words::new("+cmd|' /C calc'!A0").expect("words"),
            )],
        }],
    });
    let csv = "Order Number,Order Date,SKU,Item Name,Quantity,Unit Price,Currency,Recipient Name,Address 1,City,\
Postal Code,Country\n@-77,2026-05-30 10:00,=1+1,Mug,2,-10.00,EUR,=HYPERLINK(1),Musterweg 2,Berlin,10115,DE\n";
    let taken = take_with(&shop, &[named("orders.csv", csv)], OrderOptions::default());
    assert_eq!(taken.orders.new.records, 1, "{taken:?}");
    let mut seen = 0;
    for what in Report::ALL {
        for row in report(&shop.workspace, what) {
            for (column, cell) in &row {
                let is_number = ["unit_price", "amount", "units"].contains(&column.as_str());
                let begins = cell.starts_with(['=', '+', '@', '-', '\t', '\r']);
                assert!(is_number || !begins, "{cell}");
                seen += usize::from(unprotect(cell) != cell);
            }
        }
    }
    assert!(seen >= 3, "{seen}");
}
