//! The rows that wait as files for whoever sent them: in the sender's form, with a column that says what is wrong.

use super::entries::{Entry, Fault, Loose};
use crate::exchange::csv_out::{Cell, CsvOptions, CsvWriter, Delimiter};
use crate::exchange::workbook::WorkbookWriter;
use crate::trade::personal::content::{CellText, FileRow};
use std::collections::BTreeMap;

/// A file to give back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenBack {
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Rows of one file, with what is wrong with each.
#[derive(Default)]
struct Sheet {
    file: Option<String>,
    headings: Vec<CellText>,
    delimiter: Option<CellText>,
    rows: BTreeMap<u32, (FileRow, Vec<String>)>,
}

impl Sheet {
    fn add(&mut self, rows: &[FileRow], faults: &[Fault], describe: &dyn Fn(&Fault) -> String) {
        for (place, row) in rows.iter().enumerate() {
            let of_row = faults
                .iter()
                // What is wrong with an order as a whole stands at its first row.
                .filter(|fault| fault.row.unwrap_or(0) == place)
                .map(describe);
            let entry = self.rows.entry(row.number);
            let (_, reasons) = entry.or_insert_with(|| (row.clone(), Vec::new()));
            reasons.extend(of_row);
        }
    }

    fn bytes(&self, reason: &str) -> Vec<u8> {
        if self.headings.is_empty() {
            return self.records(reason);
        }
        let Some(delimiter) = &self.delimiter else {
            let mut writer = WorkbookWriter::new();
            self.table(reason, |cells| writer.row(cells.iter().copied()));
            return writer.finish();
        };
        let delimiter = match delimiter.as_str() {
            ";" => Delimiter::Semicolon,
            "\t" => Delimiter::Tab,
            "|" => Delimiter::Bar,
            _ => Delimiter::Comma,
        };
        let mut writer = CsvWriter::new(CsvOptions {
            delimiter,
            ..CsvOptions::default()
        });
        self.table(reason, |cells| writer.row(cells.iter().copied()));
        writer.take()
    }

    /// The headings and rows, with what is wrong in a column behind them.
    fn table(&self, reason: &str, mut row_of: impl FnMut(&[Cell<'_>])) {
        let headings = self.headings.iter().map(CellText::as_str).chain([reason]);
        row_of(&headings.map(Cell::Exact).collect::<Vec<_>>());
        for (row, reasons) in self.rows.values() {
            let reasons = reasons.join("; ");
            let cells = row.cells.iter().map(|cell| Cell::Text(cell.as_str()));
            let gap = self.headings.len().saturating_sub(row.cells.len());
            let gap = std::iter::repeat_n(Cell::Empty, gap);
            let cells = cells.chain(gap).chain([Cell::Text(&reasons)]);
            row_of(&cells.collect::<Vec<_>>());
        }
    }

    /// How the name of a file of it ends.
    fn ending(&self) -> &'static str {
        if self.headings.is_empty() {
            let first = self.rows.values().next();
            let text = first.and_then(|(row, _)| row.cells.first());
            let is_json = text.is_some_and(|text| text.as_str().trim_start().starts_with('{'));
            return if is_json { "json" } else { "txt" };
        }
        match self.delimiter.as_ref().map(CellText::as_str) {
            None => "xlsx",
            Some("\t") => "tsv",
            Some(_) => "csv",
        }
    }

    /// Records of JSON with what is wrong under a key of its own.
    fn records(&self, reason: &str) -> Vec<u8> {
        let mut records: Vec<String> = Vec::new();
        for (row, reasons) in self.rows.values() {
            let text = row.cells.first().map_or("", CellText::as_str);
            let record: Result<serde_json::Value, _> = serde_json::from_str(text);
            match record {
                Ok(serde_json::Value::Object(mut keys)) => {
                    keys.insert(reason.to_owned(), reasons.join("; ").into());
                    records.push(format!("{:#}", serde_json::Value::Object(keys)));
                }
                Ok(_) | Err(_) => records.push(format!("{text}\n{reason}: {}", reasons.join("; "))),
            }
        }
        match records.first() {
            Some(first) if first.starts_with('{') => {
                format!("[{}]\n", records.join(",\n")).into_bytes()
            }
            Some(_) | None => records.join("\n").into_bytes(),
        }
    }
}

fn stem(name: &str) -> &str {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The rows of the list, a file for each that they came from. `reason` is the heading of the column that says what is
/// wrong, `describe` says it, `unnamed` is what a file is called whose name is not known.
pub fn give_back(
    entries: &[Entry],
    loose: &[Loose],
    reason: &str,
    unnamed: &str,
    describe: &dyn Fn(&Fault) -> String,
) -> Vec<GivenBack> {
    let mut sheets: BTreeMap<([u8; 16], Vec<CellText>), Sheet> = BTreeMap::new();
    let of_orders = entries
        .iter()
        .map(|of| (of.hash, &of.file, &of.rows, &of.faults));
    let of_files = loose
        .iter()
        .map(|of| (of.hash, &of.file, &of.rows, &of.faults));
    for (hash, file, rows, faults) in of_orders.chain(of_files) {
        let key = (hash, rows.headings.clone());
        let sheet = sheets.entry(key).or_default();
        sheet.file = file.clone();
        sheet.headings = rows.headings.clone();
        sheet.delimiter = rows.delimiter.clone();
        sheet.add(&rows.rows, faults, describe);
    }
    let files = sheets.into_values().map(|sheet| {
        let name = stem(sheet.file.as_deref().unwrap_or(unnamed)).to_owned();
        let ending = sheet.ending();
        GivenBack {
            name: format!("{name}-{reason}.{ending}"),
            bytes: sheet.bytes(reason),
        }
    });
    files.collect()
}
