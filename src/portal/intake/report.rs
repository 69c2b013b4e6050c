//! What an import did, every line in exactly one count.

use super::plan::Options;
use crate::domain::event::Event;
use crate::exchange::online_retail::ImportReport;
use crate::exchange::problem::Rejected;

/// So many records with their lines, units and value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// Records: orders, credit notes, stock documents.
    pub records: u64,
    /// Lines of the files.
    pub lines: u64,
    /// Units of goods, without sign.
    pub units: u64,
    /// The sum of quantity times price as the files have it, with its sign, in ten-thousandths of a pound.
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
    /// Here already, the same; left alone.
    pub known: Tally,
    /// Here already with other contents; left alone.
    pub differing: Tally,
}

impl Fate {
    fn add_to(&self, sum: &mut Tally) {
        sum.add(&self.new);
        sum.add(&self.known);
        sum.add(&self.differing);
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

/// The report of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntakeReport {
    /// How the orders were taken.
    pub options: Options,
    /// What the files held, all together.
    pub files: ImportReport,
    /// Orders.
    pub orders: Fate,
    /// Credit notes: cancellations and corrections of debts.
    pub credits: Fate,
    /// Stock adjustments.
    pub adjustments: Fate,
    /// Lines that the portal cannot hold; each is among [`Self::rejected`].
    pub refused: Tally,
    /// Invoices that a broken file left incomplete; they wait for the whole file.
    pub held: Tally,
    /// The rows that the portal did not take although they could be read, and records that are here with other contents.
    pub rejected: Rejected,
    /// Units of credits that were taken back from orders.
    pub units_matched: u64,
    /// Units of credits that no order was found for.
    pub units_unmatched: u64,
    /// Orders that credits took units back from, counted once per credit.
    pub orders_credited: u64,
    /// Items that the catalog did not know.
    pub items_added: u64,
    /// How it ended.
    pub ended: Ended,
}

impl IntakeReport {
    /// All lines of the files that were read and understood, by what became of them.
    pub fn total(&self) -> Tally {
        let mut sum = Tally::default();
        for fate in [&self.orders, &self.credits, &self.adjustments] {
            fate.add_to(&mut sum);
        }
        sum.add(&self.refused);
        sum.add(&self.held);
        sum
    }

    /// Whether every line of the files is in exactly one count, and their values make up the files' value. True for
    /// every import that was not stopped.
    pub fn adds_up(&self) -> bool {
        let total = self.total();
        self.files.adds_up()
            && total.lines == self.files.taken_lines()
            && total.value == self.files.value
    }

    /// Whether nothing was new.
    pub fn changes_nothing(&self) -> bool {
        [&self.orders, &self.credits, &self.adjustments]
            .iter()
            .all(|fate| fate.new.records == 0)
    }

    /// Rows that were not taken, for whatever reason.
    pub fn all_rejected(&self) -> Rejected {
        let mut all = self.files.rejected.clone();
        all.merge(&self.rejected);
        all
    }

    /// Notes what a command of the import has brought.
    pub(super) fn note_events(&mut self, events: &[Event]) {
        for event in events {
            let Event::CreditRecorded(credit) = event else {
                continue;
            };
            let mut orders = Vec::new();
            for line in &credit.lines {
                let matched: u64 = line.matched.iter().map(|m| u64::from(m.units)).sum();
                self.units_matched += matched;
                self.units_unmatched += u64::from(line.units).saturating_sub(matched);
                orders.extend(line.matched.iter().map(|m| &m.order));
            }
            orders.sort_unstable();
            orders.dedup();
            self.orders_credited += orders.len() as u64;
        }
    }
}
