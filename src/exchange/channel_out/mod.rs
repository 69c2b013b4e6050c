//! Files out to shops and marketplaces: parcels that left, and stock levels, in the forms that they take in.
//!
//! | form | what takes it in |
//! |---|---|
//! | Shopify, parcels | Shopify itself takes in no file of fulfilments; this is the form of its import apps (`Line: Type` is `Fulfillment Line`, `Fulfillment: …`) |
//! | Shopify, stock | Products, Inventory, Import: the 19 columns of its export. It takes over `On hand (new)` and leaves out a row whose `On hand (current)` is no longer true |
//! | WooCommerce, parcels | the shipment-tracking extensions (`order_id`, `tracking_provider`, …, `sku`, `qty`), dates as day-month-year; WooCommerce itself takes in none |
//! | WooCommerce, stock | Products, Import with "update existing products": `SKU`, `Stock` and `In stock?` of its product form |
//! | Amazon, parcels | the shipping confirmation, tab-separated; a carrier that is not on its list is `Other` with its name |
//! | Amazon, stock | the price and quantity file: `sku`, `quantity`; what stays empty stays as it is there |
//! | eBay, parcels | Seller Hub, Reports, Upload: the tracking form, a row for each item of an order |
//! | Etsy, parcels | Etsy takes in no file; this one has the words of its own lists, for its shipping apps and for hands |
//! | plain, workbook | people, and programs that are told the columns |
//!
//! **Formulas.** [`csv_out`](crate::exchange::csv_out) puts an apostrophe before text that a spreadsheet would run. In
//! a file for a channel that would break what the channel compares: an order `=1`, a code `-A` or a tracking number
//! would no longer be found. So there every cell is exact, and the writer counts those that a spreadsheet would run
//! ([`Written::formulas`]), for the screen to warn whoever opens the file before uploading it. A plain file is made to be
//! opened: it is protected, and marked as UTF-8. A channel's file has no mark, which some take for a part of the first
//! heading. Control characters, line breaks among them, stand in no code; a record with one is left out and named.
//!
//! **XLSX** pays its weight for what people open: an 18-digit number and a code with zeros before it stay what they are,
//! which in CSV they do not, and no apostrophe is needed. It does not as `rust_xlsxwriter`: version 0.102 with its
//! `wasm` feature adds 1,252 kB to a program of two rows (`opt-level = "z"`, LTO), 278 kB of it after Brotli. So the few
//! parts of a workbook that are needed are written here ([`WorkbookWriter`]). Channels get text.
//!
//! Nothing is held but the bytes that were not taken yet; of a workbook all of them, packed.

mod carriers;
mod fulfilment;
mod others;
mod stock;

use serde::Serialize;

use crate::limits::PREVIEW_ROWS_MAX;

pub use self::carriers::{AMAZON_CARRIERS, is_amazon_carrier};
pub use self::fulfilment::{
    FulfilledLine, Fulfilment, FulfilmentForm, FulfilmentWriter, ShippedAt, is_amazon_order,
};
pub use self::others::{
    CANCELLED_COLUMNS, CancelledUnits, RETURN_COLUMNS, ReturnedUnits, TableWriter,
};
pub use self::stock::{StockForm, StockWriter};
use super::csv_out::{Cell, CsvOptions, CsvWriter, Delimiter, runs_as_formula};
use super::problem::shown_value;
use super::workbook::WorkbookWriter;

/// Why a record cannot be written in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutFaultKind {
    /// The form needs what the record does not have.
    Missing,
    /// A control character or line break, which the form cannot carry.
    ControlCharacter,
    /// Not a number that the channel gives its orders.
    NotOfThisChannel,
    /// Longer than the channel takes.
    TooLong,
    /// More options than the form has columns.
    TooManyOptions,
    /// An item that is never kept there: a plain file could only say that there is none.
    NotStocked,
}

impl OutFaultKind {
    /// What is wrong, in English.
    pub fn text(self) -> &'static str {
        match self {
            Self::Missing => "this form needs it",
            Self::ControlCharacter => "a line break or another control character stands in it",
            Self::NotOfThisChannel => "the channel does not number its orders like this",
            Self::TooLong => "it is longer than the channel takes",
            Self::TooManyOptions => "the item has more options than the form has columns",
            Self::NotStocked => "the item is never kept at this location",
        }
    }

    /// What to do about it, in English.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Missing => "fill it in, or enter the record in the channel by hand",
            Self::ControlCharacter => "remove the character that cannot be seen",
            Self::NotOfThisChannel => "choose the file of the channel that the order came from",
            Self::TooLong => "shorten it",
            Self::TooManyOptions => "enter the record in the channel by hand",
            Self::NotStocked => "nothing, or use the form of the shop",
        }
    }
}

/// A record that was not written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutFault {
    /// The order or the code by which people know the record.
    pub record: String,
    /// The column at fault.
    pub column: &'static str,
    /// What would stand there, shortened.
    pub value: String,
    /// What is wrong with it.
    pub what: OutFaultKind,
}

/// What a writer has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Rows below the headings.
    pub rows: u64,
    /// Cells that are exact and that a spreadsheet would run as a formula.
    pub formulas: u64,
}

/// What a file begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// Its headings.
    pub headings: Vec<String>,
    /// Its first rows, at most [`PREVIEW_ROWS_MAX`].
    pub rows: Vec<Vec<String>>,
}

/// A file being written.
#[derive(Debug)]
struct Sheet {
    columns: &'static [&'static str],
    body: Body,
    written: Written,
    /// The first rows, for whoever looks before the file goes out.
    first: Vec<Vec<String>>,
}

/// How the rows of a file are written.
#[derive(Debug)]
enum Body {
    /// As CSV whose cells a channel compares.
    Exact(CsvWriter),
    /// As CSV that is safe to open.
    Safe(CsvWriter),
    /// With tabs between cells and no quotation marks: the channel would take them for a part of the cell.
    Tabs(Vec<u8>),
    /// As a workbook.
    Workbook(WorkbookWriter),
}

/// What stands in a cell.
#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Units(i64),
    Empty,
}

impl Value {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn optional(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    fn units(units: Option<i64>) -> Self {
        units.map_or(Self::Empty, Self::Units)
    }

    fn cell(&self, exact: bool) -> Cell<'_> {
        match self {
            Self::Text(text) if exact => Cell::Exact(text),
            Self::Text(text) => Cell::Text(text),
            Self::Units(units) => Cell::Integer(i128::from(*units)),
            Self::Empty => Cell::Empty,
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Units(units) => units.to_string(),
            Self::Empty => String::new(),
        }
    }
}

impl Sheet {
    fn for_channel(columns: &'static [&'static str]) -> Self {
        let csv = CsvWriter::new(CsvOptions {
            mark: false,
            delimiter: Delimiter::Comma,
        });
        Self::new(columns, Body::Exact(csv))
    }

    fn of_tabs(columns: &'static [&'static str]) -> Self {
        Self::new(columns, Body::Tabs(Vec::new()))
    }

    fn plain(columns: &'static [&'static str]) -> Self {
        let csv = CsvWriter::new(CsvOptions::default());
        Self::new(columns, Body::Safe(csv))
    }

    fn workbook(columns: &'static [&'static str]) -> Self {
        Self::new(columns, Body::Workbook(WorkbookWriter::new()))
    }

    fn new(columns: &'static [&'static str], body: Body) -> Self {
        let mut sheet = Self {
            columns,
            body,
            written: Written::default(),
            first: Vec::new(),
        };
        let headings = columns.iter().map(|column| Value::text(*column));
        sheet.row(&headings.collect::<Vec<_>>());
        sheet.written = Written::default();
        sheet.first.clear();
        sheet
    }

    /// The headings, and the first rows as they stand in the file.
    fn preview(&self) -> Preview {
        Preview {
            headings: self.columns.iter().map(|name| (*name).to_owned()).collect(),
            rows: self.first.clone(),
        }
    }

    /// Writes the rows of a record, all or none.
    fn rows(&mut self, record: &str, rows: Vec<Vec<Value>>) -> Result<(), OutFault> {
        for row in &rows {
            for (column, value) in self.columns.iter().zip(row) {
                if let Value::Text(text) = value
                    && text.contains(char::is_control)
                {
                    return Err(fault(record, column, text, OutFaultKind::ControlCharacter));
                }
            }
        }
        for row in rows {
            self.row(&row);
        }
        Ok(())
    }

    fn row(&mut self, row: &[Value]) {
        self.written.rows += 1;
        if self.first.len() < PREVIEW_ROWS_MAX {
            self.first.push(row.iter().map(Value::shown).collect());
        }
        match &mut self.body {
            Body::Safe(csv) => csv.row(row.iter().map(|value| value.cell(false))),
            Body::Workbook(book) => book.row(row.iter().map(|value| value.cell(true))),
            Body::Exact(csv) => {
                csv.row(row.iter().map(|value| value.cell(true)));
                self.written.formulas += formulas(row);
            }
            Body::Tabs(out) => {
                let cells: Vec<String> = row.iter().map(Value::shown).collect();
                out.extend_from_slice(cells.join("\t").as_bytes());
                out.extend_from_slice(b"\r\n");
                self.written.formulas += formulas(row);
            }
        }
    }

    fn take(&mut self) -> Vec<u8> {
        match &mut self.body {
            Body::Exact(csv) | Body::Safe(csv) => csv.take(),
            Body::Tabs(out) => std::mem::take(out),
            Body::Workbook(_) => Vec::new(),
        }
    }

    fn finish(mut self) -> Vec<u8> {
        match self.body {
            Body::Workbook(book) => book.finish(),
            _ => self.take(),
        }
    }
}

/// The cells of a row that a spreadsheet would run.
fn formulas(row: &[Value]) -> u64 {
    let runs = |value: &&Value| matches!(value, Value::Text(text) if runs_as_formula(text));
    row.iter().filter(runs).count() as u64
}

fn fault(record: &str, column: &'static str, value: &str, what: OutFaultKind) -> OutFault {
    OutFault {
        record: shown_value(record),
        column,
        value: shown_value(value),
        what,
    }
}
