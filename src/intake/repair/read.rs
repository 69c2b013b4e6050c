//! Rows that are kept to be mended, once more through the reader of their file.

use crate::exchange::csv_out::{Cell, CsvOptions, CsvWriter};
use crate::exchange::orders::mapping::{Field, Mapping};
use crate::exchange::orders::model::Order;
use crate::exchange::orders::report::OrderReport;
use crate::exchange::orders::{Ending, Reader, meanings};
use crate::exchange::problem::RowError;
use crate::trade::personal::content::FileRows;

/// What the rows say.
pub(super) struct Read {
    /// The orders in them.
    pub(super) orders: Vec<Order>,
    /// What is wrong with their cells, each with the place of its row, from 0.
    pub(super) errors: Vec<(usize, RowError)>,
    /// What each column says.
    pub(super) meanings: Vec<Option<Field>>,
}

/// The mapping by which rows are read, where a person made one.
pub(super) fn mapping_of(rows: &FileRows) -> Option<Mapping> {
    serde_json::from_str(rows.mapping.as_ref()?.as_str()).ok()
}

/// The rows as a file of their kind.
fn bytes(rows: &FileRows) -> Vec<u8> {
    let texts = rows.rows.iter().flat_map(|row| &row.cells);
    if rows.headings.is_empty() {
        let texts: Vec<&str> = texts.map(|text| text.as_str()).collect();
        let is_json = texts
            .first()
            .is_some_and(|text| text.trim_start().starts_with('{'));
        return match is_json {
            true => format!("[{}]", texts.join(",\n")).into_bytes(),
            false => texts.join("\n").into_bytes(),
        };
    }
    let mut writer = CsvWriter::new(CsvOptions {
        mark: false,
        ..CsvOptions::default()
    });
    writer.row(rows.headings.iter().map(|text| Cell::Exact(text.as_str())));
    for row in &rows.rows {
        writer.row(row.cells.iter().map(|text| Cell::Exact(text.as_str())));
    }
    writer.take()
}

fn all_of(report: &OrderReport) -> impl Iterator<Item = &RowError> {
    report.refused.kept().iter().chain(report.doubts.kept())
}

/// Reads rows once more. Orders come out with the rows and numbers of the file that they are of.
pub(super) fn read(file: &str, rows: &FileRows) -> Read {
    let mut reader = match mapping_of(rows) {
        Some(mapping) => Reader::with_mapping(file, mapping),
        None => Reader::new(file),
    };
    let mut orders: Vec<Order> = Vec::new();
    let bytes = bytes(rows);
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        match reader.push(rest, &mut |order| orders.push(order)) {
            Ok(used) => rest = &rest[used..],
            Err(_) => break,
        }
    }
    while let Ok(Ending::More) = reader.finish(&mut |order| orders.push(order)) {}
    let begins = if rows.headings.is_empty() { 1 } else { 2 };
    let place = |row: u64| usize::try_from(row.saturating_sub(begins)).unwrap_or(0);
    let errors = all_of(reader.report())
        .map(|error| (place(error.row), error.clone()))
        .collect();
    let number = |row: u64| {
        rows.rows
            .get(place(row))
            .map_or(row, |row| u64::from(row.number))
    };
    for order in &mut orders {
        order.first_row = number(order.first_row);
        for row in &mut order.raw.rows {
            row.number = number(row.number);
        }
    }
    let headings: Vec<String> = rows
        .headings
        .iter()
        .map(|text| text.as_str().to_owned())
        .collect();
    Read {
        orders,
        errors,
        meanings: meanings(&headings, mapping_of(rows).as_ref()),
    }
}
