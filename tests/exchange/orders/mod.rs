//! Orders of every shop: the same neutral orders, whatever the file.

mod amazon;
mod ebay;
mod etsy;
mod hostile;
mod indonesia;
mod json;
mod mapped;
mod rows;
mod shopify;
mod statuses;
mod workbook;

use depo::exchange::orders::mapping::Mapping;
use depo::exchange::orders::model::Order;
use depo::exchange::orders::report::OrderReport;
use depo::exchange::orders::{Ending, OrderFormat, Reader};
use depo::exchange::problem::{ErrorKind, FileError};

/// All that reading a file gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    pub end: Result<(), FileError>,
    pub orders: Vec<Order>,
    pub report: OrderReport,
}

impl Read {
    /// Rows that were refused, with their columns.
    pub fn refused(&self) -> Vec<(u64, String, ErrorKind)> {
        listed(&self.report.refused)
    }

    /// Cells that are doubtful.
    pub fn doubts(&self) -> Vec<(u64, String, ErrorKind)> {
        listed(&self.report.doubts)
    }

    pub fn format(&self) -> OrderFormat {
        self.report.format
    }
}

fn listed(list: &depo::exchange::problem::Rejected) -> Vec<(u64, String, ErrorKind)> {
    list.kept()
        .iter()
        .map(|error| {
            let column = error.column.as_deref().unwrap_or_default().to_owned();
            (error.row, column, error.what)
        })
        .collect()
}

pub fn read_with<'a>(mut reader: Reader, chunks: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut orders = Vec::new();
    let mut end = Ok(());
    'chunks: for chunk in chunks {
        let mut rest = chunk;
        while !rest.is_empty() {
            match reader.push(rest, &mut |order| orders.push(order)) {
                Ok(used) => rest = &rest[used..],
                Err(error) => {
                    end = Err(error);
                    break 'chunks;
                }
            }
        }
    }
    while end.is_ok() {
        match reader.finish(&mut |order| orders.push(order)) {
            Ok(Ending::Done) => break,
            Ok(Ending::More) => {}
            Err(error) => end = Err(error),
        }
    }
    Read {
        end,
        orders,
        report: reader.report().clone(),
    }
}

/// Reads a file that arrives at once, and holds it against the same file arriving byte by byte.
pub fn read(bytes: &[u8]) -> Read {
    let whole = read_with(Reader::new("file"), [bytes]);
    let by_byte = read_with(Reader::new("file"), bytes.chunks(1));
    assert_eq!(whole, by_byte, "how a file is cut changes nothing");
    whole
}

pub fn read_mapped(bytes: &[u8], mapping: &Mapping) -> Read {
    read_with(Reader::with_mapping("file", mapping.clone()), [bytes])
}

/// A file of rows: headings, and each row as cells by heading; the others are empty.
pub fn table(delimiter: char, headings: &[&str], rows: &[&[(&str, &str)]]) -> String {
    let quoted = |cell: &str| {
        // Files with tabs are those of Amazon, which are not quoted.
        if delimiter == '\t' {
            assert!(!cell.contains(['\t', '\n', '\r']));
            cell.to_owned()
        } else if cell.contains([delimiter, '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let line = |cells: Vec<String>| cells.join(&delimiter.to_string()) + "\r\n";
    let mut text = line(headings.iter().map(|heading| quoted(heading)).collect());
    for row in rows {
        for (heading, _) in *row {
            assert!(headings.contains(heading), "{heading} is no heading");
        }
        let cell = |heading: &&str| {
            let found = row.iter().find(|(name, _)| name == heading);
            quoted(found.map_or("", |(_, cell)| cell))
        };
        text += &line(headings.iter().map(cell).collect());
    }
    text
}

pub fn shown(amount: Option<depo::exchange::decimal::Decimal>) -> String {
    amount.map_or("none".to_owned(), |amount| amount.to_string())
}
