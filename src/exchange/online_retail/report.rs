//! What an import took and what it did not: every line of the file is in exactly one of four counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{AdjustmentReason, ChargeKind, Invoice, InvoiceKind, LineKind};
use crate::exchange::csv_out::{Cell, CsvOptions, CsvWriter};
use crate::exchange::problem::{FileError, Notice, Rejected, RowError};

/// The report of one file, or of several once merged. The counts by kind follow when an invoice is given out, so they
/// [add up](Self::adds_up) once the file has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Files read, in whole or in part.
    pub files: u32,
    /// Rows below the headings that are not blank.
    pub lines: u64,
    /// Lines of goods.
    pub goods_lines: u64,
    /// Lines of charges.
    pub charge_lines: u64,
    /// Lines that correct the stock.
    pub adjustment_lines: u64,
    /// Rows of blank cells, which count nowhere else.
    pub blank_rows: u64,
    /// Sales.
    pub orders: u64,
    /// Cancellations.
    pub cancellations: u64,
    /// Corrections of debts.
    pub bad_debts: u64,
    /// Invoices that are stock adjustments and nothing else.
    pub adjustments: u64,
    /// The sum of quantity times price of the lines taken, exact, in ten-thousandths of a pound.
    pub value: i128,
    /// Lines and their value by kind of charge.
    pub charges: BTreeMap<ChargeKind, (u64, i128)>,
    /// Lines and their units by reason of adjustment.
    pub reasons: BTreeMap<AdjustmentReason, (u64, i64)>,
    /// The rows that were not taken.
    pub rejected: Rejected,
    /// What a person should know about files that were read.
    pub notices: Vec<(Arc<str>, Notice)>,
    /// Files whose reading ended early, and why.
    pub failures: Vec<(Arc<str>, FileError)>,
}

impl ImportReport {
    /// Rows that were not taken.
    pub fn rejected_lines(&self) -> u64 {
        self.rejected.count()
    }

    /// Lines that were taken.
    pub fn taken_lines(&self) -> u64 {
        self.goods_lines + self.charge_lines + self.adjustment_lines
    }

    /// Whether every line is in exactly one count. True for every file that has ended.
    pub fn adds_up(&self) -> bool {
        self.lines == self.taken_lines() + self.rejected_lines()
    }

    pub(super) fn add_invoice(&mut self, invoice: &Invoice) {
        if invoice.part == 0 {
            let count = match invoice.kind {
                InvoiceKind::Order => &mut self.orders,
                InvoiceKind::Cancellation => &mut self.cancellations,
                InvoiceKind::BadDebt => &mut self.bad_debts,
                InvoiceKind::Adjustment => &mut self.adjustments,
            };
            *count += 1;
        }
        for line in &invoice.lines {
            self.value += line.value();
            match line.kind {
                LineKind::Goods => self.goods_lines += 1,
                LineKind::Charge(kind) => {
                    self.charge_lines += 1;
                    let (lines, value) = self.charges.entry(kind).or_default();
                    *lines += 1;
                    *value += line.value();
                }
                LineKind::Adjustment(reason) => {
                    self.adjustment_lines += 1;
                    let (lines, units) = self.reasons.entry(reason).or_default();
                    *lines += 1;
                    *units += line.units;
                }
            }
        }
    }

    /// Adds the report of another file.
    pub fn merge(&mut self, other: &ImportReport) {
        self.files += other.files;
        self.lines += other.lines;
        self.goods_lines += other.goods_lines;
        self.charge_lines += other.charge_lines;
        self.adjustment_lines += other.adjustment_lines;
        self.blank_rows += other.blank_rows;
        self.orders += other.orders;
        self.cancellations += other.cancellations;
        self.bad_debts += other.bad_debts;
        self.adjustments += other.adjustments;
        self.value += other.value;
        for (kind, (lines, value)) in &other.charges {
            let sums = self.charges.entry(*kind).or_default();
            sums.0 += lines;
            sums.1 += value;
        }
        for (reason, (lines, units)) in &other.reasons {
            let sums = self.reasons.entry(*reason).or_default();
            sums.0 += lines;
            sums.1 += units;
        }
        self.rejected.merge(&other.rejected);
        self.notices.extend(other.notices.iter().cloned());
        self.failures.extend(other.failures.iter().cloned());
    }
}

/// The rejected rows as a CSV file to download: file, row, column, value, reason, remedy, and the row as it stood.
///
/// `describe` gives reason and remedy in the language of the reader; [`RowError::what`] has them in English.
pub fn rejected_csv(
    rejected: &Rejected,
    describe: impl Fn(&RowError) -> (String, String),
) -> Vec<u8> {
    let mut writer = CsvWriter::new(CsvOptions::default());
    writer.row(["File", "Row", "Column", "Value", "Reason", "Remedy", "Line"].map(Cell::Text));
    for error in rejected.kept() {
        let (reason, remedy) = describe(error);
        writer.row([
            Cell::Text(&error.file),
            Cell::Integer(i128::from(error.row)),
            Cell::Text(error.column.as_deref().unwrap_or_default()),
            Cell::Text(&error.value),
            Cell::Text(&reason),
            Cell::Text(&remedy),
            Cell::Text(&error.line),
        ]);
    }
    writer.take()
}
