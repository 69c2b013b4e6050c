//! What was read of a file, in figures, and what was wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::OrderFormat;
use super::cells::status_words;
use super::model::{Order, RawRow, RawRows};
use super::status::{About, Cancel, Fulfilment, Meaning, Payment, Return};
use crate::exchange::decimal::Decimal;
use crate::exchange::edi::Answer;
use crate::exchange::problem::{FileError, Notice, Rejected};
use crate::limits::{REPAIR_LOOSE_ROWS_MAX, STATUS_WORDS_MAX};

/// The report of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderReport {
    /// What the file was recognised as.
    pub format: OrderFormat,
    /// Its columns, for files of rows.
    pub columns: usize,
    /// The headings of columns that are not read.
    pub columns_unread: Vec<String>,
    /// Rows or records that say something of an order.
    pub rows: u64,
    /// Rows of blank cells.
    pub blank_rows: u64,
    /// Rows that are no records: footers, descriptions.
    pub passed_rows: u64,
    /// Rows that stand in the file a second time.
    pub repeated_rows: u64,
    /// Orders; further parts of one do not count.
    pub orders: u64,
    /// Further parts of orders that came back.
    pub later_parts: u64,
    /// Orders without lines.
    pub orders_without_lines: u64,
    /// Lines.
    pub lines: u64,
    /// Units.
    pub units: i128,
    /// Sums by currency; without a name for orders that have none.
    pub sums: BTreeMap<String, Sums>,
    /// The words of statuses and where their orders stand.
    pub statuses: BTreeMap<(About, String), StatusCount>,
    /// Words of statuses beyond those that are counted one by one.
    pub statuses_beyond: u64,
    /// Orders by where they stand.
    pub standing: BTreeMap<(Payment, Fulfilment, Cancel, Return), u64>,
    /// Rows and records that were not taken.
    pub refused: Rejected,
    /// Cells that were not understood, of rows that were taken.
    pub doubts: Rejected,
    /// What a person should know about the file.
    pub notices: Vec<(Arc<str>, Notice)>,
    /// Why its reading ended early.
    pub failure: Option<FileError>,
    /// Rows that were refused and belong to no order that could be told, as they came; at most
    /// [`REPAIR_LOOSE_ROWS_MAX`](crate::limits::REPAIR_LOOSE_ROWS_MAX).
    pub loose: RawRows,
    /// What the interchanges of a file of EDI are answered with.
    pub answers: Vec<Answer>,
}

/// Exact sums over orders of one currency. A sum beyond what can be held is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Orders.
    pub orders: u64,
    /// The values of all lines that have one.
    pub goods: Option<Decimal>,
    /// Lines without any price.
    pub lines_without_value: u64,
    /// The totals that the sources give.
    pub totals: Option<Decimal>,
    /// Orders without such a total.
    pub orders_without_total: u64,
}

/// How often words were met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusCount {
    /// What they are read as; absent where their meaning is not known.
    pub meaning: Option<Meaning>,
    /// How many orders and lines say so.
    pub count: u64,
}

impl OrderReport {
    /// Keeps a row that belongs to no order, while there is room.
    pub(super) fn keep_loose<'a>(
        &mut self,
        headings: &Arc<[String]>,
        number: u64,
        cells: impl Iterator<Item = &'a str>,
    ) {
        if self.loose.rows.len() < REPAIR_LOOSE_ROWS_MAX {
            self.loose.headings = headings.clone();
            self.loose.rows.push(RawRow::of(number, cells));
        }
    }

    pub(super) fn add_order(&mut self, order: &Order) {
        if order.part == 0 {
            self.orders += 1;
            self.orders_without_lines += u64::from(order.lines.is_empty());
        } else {
            self.later_parts += 1;
        }
        self.lines += order.lines.len() as u64;
        self.units += order.units();
        let currency = order.currency.map(|currency| currency.to_string());
        let sums = self.sums.entry(currency.unwrap_or_default());
        sums.or_insert_with(Sums::nothing).add(order);
        for word in status_words(order) {
            let key = (word.about, word.words.clone());
            if self.statuses.len() >= STATUS_WORDS_MAX && !self.statuses.contains_key(&key) {
                self.statuses_beyond += 1;
                continue;
            }
            let count = self.statuses.entry(key).or_default();
            count.meaning = word.meaning;
            count.count += 1;
        }
        let status = &order.status;
        let standing = (
            status.payment,
            status.fulfilment,
            status.cancel,
            status.returned,
        );
        *self.standing.entry(standing).or_default() += 1;
    }
}

impl Sums {
    fn nothing() -> Self {
        Self {
            goods: Some(Decimal::ZERO),
            totals: Some(Decimal::ZERO),
            ..Self::default()
        }
    }

    fn add(&mut self, order: &Order) {
        if order.part == 0 {
            self.orders += 1;
            match order.totals.total {
                Some(total) => self.totals = self.totals.and_then(|sum| sum.plus(total)),
                None => self.orders_without_total += 1,
            }
        }
        for line in &order.lines {
            match line.value() {
                Some(value) => self.goods = self.goods.and_then(|sum| sum.plus(value)),
                None => self.lines_without_value += 1,
            }
        }
    }
}
