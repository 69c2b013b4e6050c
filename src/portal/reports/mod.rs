//! What the workspace holds, as CSV: open data for spreadsheets and other programs.
//!
//! Column names and codes are the same in every language of the screens, so that a program reads every file. Texts
//! that a spreadsheet would run as a formula are protected (see [`crate::exchange::csv_out`]); amounts have a point and
//! no thousands separator; times are ISO 8601, with a `Z` where they are UTC and without where they are the clock of
//! the channel that gave them.
//!
//! | report | a row is | columns |
//! |---|---|---|
//! | orders | a line of an order, or a charge | `order`, `channel`, `number`, `placed_at`, `ship_by`, `customer`, `country`, `currency`, `terms`, `fulfilment`, `payment`, `covered`, `unverified`, `holds`, `line`, `kind` (`goods` or `charge`), `sku`, `name`, `units`, `unit_price`, `amount`, then units by stage: `open`, `promised`, `picked`, `packed`, `shipped`, `delivered`, `received`, `restocked`, `written_off`, `cancelled` |
//! | stock | an item in a bin, in a condition, of a lot and an owner | `sku`, `name`, `bin`, `condition`, `lot`, `owner`, `on_hand`, `promised`, `free` |
//! | shipments | a parcel | `order`, `channel`, `number`, `parcel`, `state`, `carrier`, `tracking`, `carton`, `weight_grams`, `units`, `skus`, `recipient`, `city`, `post_code`, `country` |
//! | movements | a movement of the ledger | `at`, `operator`, `device`, `commit`, `document`, `kind`, `sku`, `condition`, `lot`, `owner`, `from_kind`, `from`, `to_kind`, `to`, `units` |
//!
//! Units by stage add up to `units`; the movements of an item out of and into each place add up to what the stock
//! report shows there. Where several devices posted one stock document, only the posting that counts is a row.

mod movements;
mod orders;
mod stock;

use super::error::PortalError;
use super::{Pace, Portal};
use crate::domain::place::Condition;
use crate::domain::text::{Code, Words};
use crate::exchange::csv_out::{Cell, CsvOptions, CsvWriter};
use crate::limits::REPORT_PART_BYTES;
use crate::storage::Store;
use chrono::DateTime;

/// A report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Orders, line by line.
    Orders,
    /// Stock, bin by bin.
    Stock,
    /// Parcels.
    Shipments,
    /// The ledger.
    Movements,
}

impl Report {
    /// All of them.
    pub const ALL: [Report; 4] = [
        Report::Orders,
        Report::Stock,
        Report::Shipments,
        Report::Movements,
    ];

    /// The name in file names and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Report::Orders => "orders",
            Report::Stock => "stock",
            Report::Shipments => "shipments",
            Report::Movements => "movements",
        }
    }
}

/// The file that grows, and where its parts go.
struct Sheet<T> {
    writer: CsvWriter,
    rows: u64,
    take: T,
}

impl<T: FnMut(Vec<u8>) -> Result<(), PortalError>> Sheet<T> {
    fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<(), PortalError> {
        self.rows += 1;
        self.writer.row(cells);
        if self.writer.waiting_bytes() >= REPORT_PART_BYTES {
            (self.take)(self.writer.take())?;
        }
        Ok(())
    }

    fn headings(&mut self, names: &[&str]) {
        self.writer.row(names.iter().map(|name| Cell::Text(name)));
    }
}

impl<J: Store, V: Store> Portal<J, V> {
    /// Writes a report and hands its parts on. Returns how many rows it has, headings not counted.
    ///
    /// # Errors
    /// When something cannot be read, `take` refuses, or the pace says stop.
    pub async fn report(
        &self,
        report: Report,
        options: CsvOptions,
        pace: &impl Pace,
        take: impl FnMut(Vec<u8>) -> Result<(), PortalError>,
    ) -> Result<u64, PortalError> {
        let mut sheet = Sheet {
            writer: CsvWriter::new(options),
            rows: 0,
            take,
        };
        match report {
            Report::Orders => self.report_orders(&mut sheet, pace).await?,
            Report::Stock => self.report_stock(&mut sheet, pace).await?,
            Report::Shipments => self.report_shipments(&mut sheet, pace).await?,
            Report::Movements => self.report_movements(&mut sheet, pace).await?,
        }
        let rest = sheet.writer.take();
        if !rest.is_empty() {
            (sheet.take)(rest)?;
        }
        Ok(sheet.rows)
    }
}

fn code(code: &Option<Code>) -> Cell<'_> {
    code.as_ref()
        .map_or(Cell::Empty, |code| Cell::Text(code.as_str()))
}

fn words(words: &Option<Words>) -> Cell<'_> {
    words
        .as_ref()
        .map_or(Cell::Empty, |words| Cell::Text(words.as_str()))
}

fn integer(number: impl Into<i128>) -> Cell<'static> {
    Cell::Integer(number.into())
}

fn amount(amount: crate::domain::money::Amount) -> Cell<'static> {
    Cell::Decimal {
        amount: i128::from(amount.0),
        decimals: 4,
    }
}

fn yes(value: bool) -> Cell<'static> {
    integer(i128::from(value))
}

fn condition(condition: Condition) -> Cell<'static> {
    Cell::Text(match condition {
        Condition::New => "new",
        Condition::Opened => "opened",
        Condition::Damaged => "damaged",
    })
}

/// Minutes of a clock without zone, as ISO 8601.
fn civil(minutes: Option<i64>) -> String {
    minutes
        .and_then(|minutes| DateTime::from_timestamp(minutes.checked_mul(60)?, 0))
        .map_or_else(String::new, |time| {
            time.format("%Y-%m-%dT%H:%M").to_string()
        })
}

/// Milliseconds since 1970 UTC, as ISO 8601.
fn utc(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms).map_or_else(String::new, |time| {
        time.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    })
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text)
    }
}
