//! The reports: they read back, they add up, and no spreadsheet runs them.

use crate::file::*;
use crate::support::*;
use depo::domain::command::Command;
use depo::domain::text::Words;
use depo::exchange::csv_out::{CsvOptions, unprotect};
use depo::portal::{NoPace, Report};
use futures_executor::block_on;
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

fn report(site: &Site, report: Report) -> Vec<Row> {
    let mut file = Vec::new();
    let rows = block_on(
        site.portal
            .report(report, CsvOptions::default(), &NoPace, |part| {
                file.extend_from_slice(&part);
                Ok(())
            }),
    );
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
    assert_eq!(rows, Ok(read.len() as u64));
    read
}

fn number(row: &Row, column: &str) -> i64 {
    row[column].parse().expect("a number")
}

#[test]
fn orders_have_a_row_a_line_and_stages_add_up() {
    let (site, _) = demo_site(1);
    let rows = report(&site, Report::Orders);
    let goods: Vec<&Row> = rows.iter().filter(|row| row["kind"] == "goods").collect();
    let lines: u32 = site.portal.state().heads().map(|head| head.lines).sum();
    assert_eq!(goods.len() as u32, lines);
    for row in goods {
        let stages = [
            "open",
            "promised",
            "picked",
            "packed",
            "shipped",
            "delivered",
            "received",
            "restocked",
            "written_off",
            "cancelled",
        ];
        let sum: i64 = stages.iter().map(|stage| number(row, stage)).sum();
        assert_eq!(sum, number(row, "units"));
        assert!(!row["name"].is_empty());
    }
    let charge = rows
        .iter()
        .find(|row| row["kind"] == "charge")
        .expect("postage");
    assert_eq!(charge["open"], "");
    assert_eq!(charge["sku"], "POST");
}

#[test]
fn movements_add_up_to_the_stock() {
    let (site, _) = demo_site(1);
    let mut bins: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in report(&site, Report::Movements) {
        let units = number(&row, "units");
        for (kind, place, sign) in [("from_kind", "from", -1), ("to_kind", "to", 1)] {
            if row[kind] == "bin" {
                *bins
                    .entry((row["sku"].clone(), row[place].clone()))
                    .or_default() += sign * units;
            }
        }
    }
    bins.retain(|_, units| *units != 0);
    let stock = report(&site, Report::Stock);
    let shown: BTreeMap<(String, String), i64> = stock
        .iter()
        .map(|row| {
            (
                (row["sku"].clone(), row["bin"].clone()),
                number(row, "on_hand"),
            )
        })
        .collect();
    assert_eq!(shown, bins);
    let promised: i64 = stock.iter().map(|row| number(row, "promised")).sum();
    let state = site.portal.state();
    assert_eq!(
        promised,
        state
            .ledger
            .items()
            .map(|(_, item)| item.promised())
            .sum::<i64>()
    );
}

#[test]
fn shipments_have_a_row_a_parcel() {
    let (site, _) = demo_site(1);
    let rows = report(&site, Report::Shipments);
    let parcels: usize = site
        .portal
        .state()
        .heads()
        .map(|head| head.parcels.len())
        .sum();
    assert_eq!(rows.len(), parcels);
    for state in ["open", "closed", "handed-over", "delivered"] {
        assert!(rows.iter().any(|row| row["state"] == state), "{state}");
    }
    assert!(rows.iter().any(|row| row["tracking"].starts_with("DEMO")));
}

#[test]
fn no_cell_is_a_formula_and_numbers_stay_numbers() {
    let site = Site::new(1);
    site.stock("a", "=1+1", "@bin", 3);
    let mut order = placed("-7", &[("=1+1", 2)]);
    order.lines[0].words = Words::new("+cmd|' /C calc'!A0").ok();
    order.country = Words::new("=HYPERLINK(\"x\")").ok();
    site.act(Command::TakeOrders {
        orders: vec![order],
    });
    let mut seen = 0;
    for what in Report::ALL {
        for row in report(&site, what) {
            for cell in row.values() {
                assert!(
                    !cell.starts_with(['=', '+', '@', '-', '\t', '\r']),
                    "{cell}"
                );
                seen += usize::from(unprotect(cell) != cell);
            }
        }
    }
    assert!(seen >= 6, "{seen}");
}
