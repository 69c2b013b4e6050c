//! What an import did, every line in exactly one count.

use super::judged::JudgedOrders;
use crate::exchange::edi::Answer;
use crate::exchange::orders::OrderFormat;
use crate::exchange::problem::{FileError, Notice, Rejected};
use std::sync::Arc;

/// So many records with their lines, units and value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// Records: orders, credit notes.
    pub records: u64,
    /// Lines of the files.
    pub lines: u64,
    /// Units of goods, without sign.
    pub units: u64,
    /// The sum of the lines' values as the files have them, with their sign, in ten-thousandths of a currency's unit; of
    /// all currencies together.
    pub value: i128,
}

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: &Tally) {
        self.records += other.records;
        self.lines += other.lines;
        self.units += other.units;
        self.value += other.value;
    }
}

/// What became of the records of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// Taken in.
    pub new: Tally,
    /// Here already, and nothing said of them that is new.
    pub known: Tally,
    /// Here already; the source's new word about them was taken in.
    pub changed: Tally,
}

impl Fate {
    fn add_to(&self, sum: &mut Tally) {
        sum.add(&self.new);
        sum.add(&self.known);
        sum.add(&self.changed);
    }
}

/// How an import ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// Everything that could be taken was.
    #[default]
    Whole,
    /// Somebody stopped it; what was taken stays, and importing again goes on from there.
    Stopped,
}

/// What was read of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// Its name.
    pub name: Arc<str>,
    /// The first 16 bytes of SHA-256 of its bytes.
    pub hash: [u8; 16],
    /// What it was recognised as.
    pub format: OrderFormat,
    /// Rows or records.
    pub rows: u64,
    /// Orders and credit notes.
    pub records: u64,
    /// Rows that were not taken.
    pub refused: Rejected,
    /// Cells that were not understood, of rows that were taken.
    pub doubts: Rejected,
    /// The headings of columns that are not read.
    pub columns_unread: Vec<String>,
    /// What a person should know though it was read.
    pub notices: Vec<Notice>,
    /// Why its reading ended early.
    pub failure: Option<FileError>,
    /// What its interchanges are answered with, where it is one of EDI.
    pub answers: Vec<Answer>,
}

/// The report of an import of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntakeReport {
    /// The files, in the order in which they were read.
    pub files: Vec<FileReport>,
    /// Everything that was read and understood of them.
    pub read: Tally,
    /// Orders.
    pub orders: Fate,
    /// Credit notes: cancellations and corrections of debts.
    pub credits: Fate,
    /// New orders of which something is in doubt: they are here, and wait.
    pub in_doubt: u64,
    /// Orders that are here already and about which the source's new word raises a doubt.
    pub changed_in_doubt: u64,
    /// What becomes of each order.
    pub judged: JudgedOrders,
    /// Corrections of stock that the files tell. They name no location, so nothing was booked.
    pub corrections: Tally,
    /// Orders that are finished at their source, shipped or cancelled, and were not here: there is nothing to do.
    pub finished: Tally,
    /// Records that the portal cannot hold; each is among [`Self::rejected`].
    pub refused: Tally,
    /// Rows that could be read and were not taken, or taken otherwise than they were written.
    pub rejected: Rejected,
    /// Units of credits that were taken back from orders.
    pub units_matched: u64,
    /// Units of credits that no order was found for.
    pub units_unmatched: u64,
    /// Items that the catalog did not know.
    pub items_added: u64,
    /// The only currency of what was read; `None` where there are several or none.
    pub currency: Option<String>,
    pub(super) currencies: u32,
    /// How it ended.
    pub ended: Ended,
}

impl IntakeReport {
    /// All lines of the files that were read and understood, by what became of them.
    pub fn total(&self) -> Tally {
        let mut sum = Tally::default();
        self.orders.add_to(&mut sum);
        self.credits.add_to(&mut sum);
        for tally in [&self.corrections, &self.finished, &self.refused] {
            sum.add(tally);
        }
        sum
    }

    /// Whether every line that was read is in exactly one count, and their values make up the value. True for every import
    /// that was not stopped.
    pub fn adds_up(&self) -> bool {
        let total = self.total();
        total.lines == self.read.lines && total.value == self.read.value
    }

    /// Whether nothing was new.
    pub fn changes_nothing(&self) -> bool {
        [&self.orders, &self.credits]
            .iter()
            .all(|fate| fate.new.records == 0 && fate.changed.records == 0)
    }

    /// Rows that were not taken, for whatever reason.
    pub fn all_rejected(&self) -> Rejected {
        let mut all = Rejected::default();
        for file in &self.files {
            all.merge(&file.refused);
            all.merge(&file.doubts);
        }
        all.merge(&self.rejected);
        all
    }

    pub(super) fn note_currency(&mut self, currency: &str) {
        if currency.is_empty() || self.currency.as_deref() == Some(currency) {
            return;
        }
        self.currencies += 1;
        self.currency = (self.currencies == 1).then(|| currency.to_owned());
    }
}
