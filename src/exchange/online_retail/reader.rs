//! Reads the file: rows to lines, lines to invoices.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::columns::{Column, Columns};
use super::facts::LineFacts;
use super::{
    AdjustmentReason, ChargeKind, Facts, ImportReport, Invoice, InvoiceKind, InvoiceLine, LineKind,
    TenThousandths, cells,
};
use crate::exchange::orders::model::RawRow;
use crate::exchange::problem::{
    ErrorKind, FileError, RowError, shape_error, shown_line, shown_value,
};
use crate::exchange::source::Source;
use crate::exchange::table::{Flaw, Row};
use crate::limits::{
    IMPORT_FILE_ROWS_MAX, INVOICE_PART_LINES_MAX, OPEN_INVOICES_MAX, REJECTED_ROWS_KEPT_MAX,
    SHARED_TEXTS_MAX,
};

/// Reads one file, packed or not.
#[derive(Debug)]
pub struct Reader {
    source: Source,
    gather: Gather,
    ended: bool,
}

impl Reader {
    /// For a file of a name, which errors carry.
    pub fn new(file: &str) -> Self {
        Self {
            source: Source::new(),
            gather: Gather::new(file),
            ended: false,
        }
    }

    /// Takes bytes of the file and gives out the invoices that are complete. Returns how many bytes it used: call
    /// again with the others; each call stays short.
    ///
    /// # Errors
    /// What ended the reading, at this call or before. Every line before it has been given out, the invoice under way
    /// marked as [cut short](Invoice::cut_short), and the report is complete.
    pub fn push(
        &mut self,
        bytes: &[u8],
        invoices: &mut impl FnMut(Invoice),
    ) -> Result<usize, FileError> {
        let gather = &mut self.gather;
        let result = self
            .source
            .push(bytes, &mut |row| gather.take(row, invoices));
        self.settle(result, invoices)
    }

    /// Ends the file and gives out the invoices still open.
    ///
    /// # Errors
    /// As [`Self::push`]; [`FileError::Empty`] or [`FileError::NoRows`] for a file without content.
    pub fn finish(&mut self, invoices: &mut impl FnMut(Invoice)) -> Result<(), FileError> {
        let gather = &mut self.gather;
        let mut result = self.source.finish(&mut |row| gather.take(row, invoices));
        if result.is_ok() && gather.failure.is_none() && gather.report.lines == 0 {
            result = Err(if gather.columns.is_some() {
                FileError::NoRows
            } else {
                FileError::Empty
            });
        }
        self.settle(result, invoices)?;
        if !self.ended {
            self.add_notices();
            self.end(false, invoices);
        }
        Ok(())
    }

    /// The report so far; complete after [`Self::finish`] or an error.
    pub fn report(&self) -> &ImportReport {
        &self.gather.report
    }

    /// The figures so far; complete after [`Self::finish`] or an error.
    pub fn facts(&self) -> &Facts {
        &self.gather.facts
    }

    /// How many bytes of the file, unpacked, have been read.
    pub fn bytes_unpacked(&self) -> u64 {
        self.source.bytes_unpacked()
    }

    fn settle<T>(
        &mut self,
        result: Result<T, FileError>,
        invoices: &mut impl FnMut(Invoice),
    ) -> Result<T, FileError> {
        let error = match (&self.gather.failure, result) {
            (None, Ok(value)) => return Ok(value),
            (Some(failure), _) => failure.clone(),
            (None, Err(error)) => error,
        };
        if !self.ended {
            // A failure in the rows stops short of the text that is already decoded: what is odd there was not met.
            if self.gather.failure.is_none() {
                self.add_notices();
            }
            self.gather.failure = Some(error.clone());
            self.end(true, invoices);
            self.gather
                .report
                .failures
                .push((self.gather.file.clone(), error.clone()));
        }
        Err(error)
    }

    fn add_notices(&mut self) {
        let file = &self.gather.file;
        let notices = self
            .source
            .notices()
            .into_iter()
            .map(|notice| (file.clone(), notice));
        self.gather.report.notices.extend(notices);
    }

    fn end(&mut self, cut_short: bool, invoices: &mut impl FnMut(Invoice)) {
        self.ended = true;
        self.gather.close_all(cut_short, invoices);
    }
}

/// An invoice whose lines are still being gathered.
#[derive(Debug)]
struct Open {
    invoice: Invoice,
    /// A hash of every cell of each line, to find equal ones.
    line_hashes: Vec<u64>,
    /// The row of its latest line.
    touched: u64,
}

/// A row's cells, understood.
struct Line<'a> {
    row: u64,
    number: &'a str,
    code: &'a str,
    words: &'a str,
    units: i64,
    price: TenThousandths,
    price_decimals: usize,
    time: NaiveDateTime,
    customer: &'a str,
    country: &'a str,
    hash: u64,
}

/// Why a row cannot be taken: the column, its cell, and what is wrong.
type Refusal<'a> = (Option<Column>, &'a str, ErrorKind);

/// Gathers the rows of a file into invoices.
#[derive(Debug)]
pub(in crate::exchange) struct Gather {
    file: Arc<str>,
    columns: Option<Columns>,
    failure: Option<FileError>,
    report: ImportReport,
    facts: Facts,
    words: HashSet<Arc<str>>,
    /// The latest customer, country and time: most lines repeat those of the line before.
    customer: Option<Arc<str>>,
    country: Arc<str>,
    time_text: String,
    time: NaiveDateTime,
    open: Vec<Open>,
    /// Rows that were refused, by the invoice that they name, until it is given out.
    refused: HashMap<Box<str>, Vec<RawRow>>,
}

impl Gather {
    pub(in crate::exchange) fn new(file: &str) -> Self {
        Self {
            file: Arc::from(file),
            columns: None,
            failure: None,
            report: ImportReport {
                files: 1,
                ..ImportReport::default()
            },
            facts: Facts::default(),
            words: HashSet::new(),
            customer: None,
            country: Arc::from(""),
            time_text: String::new(),
            time: NaiveDateTime::default(),
            open: Vec::with_capacity(OPEN_INVOICES_MAX),
            refused: HashMap::new(),
        }
    }

    pub(in crate::exchange) fn take(&mut self, row: Row<'_>, invoices: &mut impl FnMut(Invoice)) {
        if self.failure.is_some() {
            return;
        }
        if row.is_blank() && row.flaw().is_none() {
            self.report.blank_rows += 1;
            return;
        }
        let Some(columns) = &self.columns else {
            if row.flaw() == Some(Flaw::CutShort) {
                // What broke the file off explains it better than half a heading row.
                return;
            }
            match Columns::find(&row) {
                Ok(columns) => self.columns = Some(columns),
                Err(error) => self.failure = Some(error),
            }
            return;
        };
        if self.report.lines >= IMPORT_FILE_ROWS_MAX {
            self.failure = Some(FileError::TooManyRows {
                rows_max: IMPORT_FILE_ROWS_MAX,
            });
            return;
        }
        self.report.lines += 1;
        match read_line(&row, columns, &mut self.time_text, &mut self.time) {
            Ok(line) => self.add(&line, &row, invoices),
            Err((column, value, what)) => {
                self.report.rejected.add(|| RowError {
                    file: self.file.clone(),
                    row: row.number(),
                    column: column.map(|column| column.heading().into()),
                    value: shown_value(value),
                    what,
                    line: shown_line(row.cells()),
                });
                let number = columns.cell(&row, Column::Invoice).trim();
                if self.refused.len() < REJECTED_ROWS_KEPT_MAX {
                    let rows = self.refused.entry(number.into()).or_default();
                    rows.push(RawRow::of(row.number(), row.cells()));
                }
            }
        }
    }

    /// The report so far.
    pub(in crate::exchange) fn report(&self) -> &ImportReport {
        &self.report
    }

    /// The rows that were refused and belong to no invoice that is still to come.
    pub(in crate::exchange) fn take_refused(&mut self) -> Vec<RawRow> {
        let rows = std::mem::take(&mut self.refused).into_values().flatten();
        let mut rows: Vec<RawRow> = rows.collect();
        rows.sort_by_key(|row| row.number);
        rows
    }

    /// The figures so far.
    pub(in crate::exchange) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What ended the reading.
    pub(in crate::exchange) fn failure(&self) -> Option<&FileError> {
        self.failure.as_ref()
    }

    fn add(&mut self, line: &Line<'_>, row: &Row<'_>, invoices: &mut impl FnMut(Invoice)) {
        let kind = kind_of_number(line.number);
        self.facts.add_line(&LineFacts {
            cancel: kind == InvoiceKind::Cancellation,
            units: line.units,
            price: line.price,
            price_decimals: line.price_decimals,
            with_customer: !line.customer.is_empty(),
            with_description: !line.words.is_empty(),
            time: line.time,
        });
        let code = self.facts.add_units(line.code, line.units);
        let words = self.share_words(line.words);
        let customer = self.share_customer(line.customer);
        let country = self.share_country(line.country);
        let at = match self
            .open
            .iter()
            .rposition(|open| &*open.invoice.number == line.number)
        {
            Some(at) => at,
            None => {
                if self.open.len() == OPEN_INVOICES_MAX {
                    self.close_oldest(invoices);
                }
                self.open
                    .push(self.begin(line, kind, customer.clone(), country));
                self.open.len() - 1
            }
        };
        let open = &mut self.open[at];
        open.touched = line.row;
        open.line_hashes.push(line.hash);
        let invoice = &mut open.invoice;
        invoice.raw.push(RawRow::of(row.number(), row.cells()));
        if line.time != invoice.time
            && invoice
                .other_times
                .iter()
                .all(|(time, _)| *time != line.time)
        {
            invoice.other_times.push((line.time, line.row));
        }
        if customer.is_some() && customer != invoice.customer {
            match (&invoice.customer, customer) {
                (None, customer) => invoice.customer = customer,
                (Some(_), Some(other)) if !invoice.other_customers.contains(&other) => {
                    invoice.other_customers.push(other);
                }
                (Some(_), _) => {}
            }
        }
        invoice.lines.push(InvoiceLine {
            row: line.row,
            code,
            words,
            units: line.units,
            unit_price: line.price,
            kind: LineKind::Goods,
        });
        if invoice.lines.len() == INVOICE_PART_LINES_MAX {
            self.close(at, false, invoices);
        }
    }

    fn begin(
        &self,
        line: &Line<'_>,
        kind: InvoiceKind,
        customer: Option<Arc<str>>,
        country: Arc<str>,
    ) -> Open {
        Open {
            invoice: Invoice {
                number: Arc::from(line.number),
                part: self.facts.parts_of(line.number),
                kind,
                time: line.time,
                other_times: Vec::new(),
                customer,
                other_customers: Vec::new(),
                country,
                lines: Vec::new(),
                first_row: line.row,
                cut_short: false,
                refused_rows: 0,
                raw: Vec::new(),
            },
            line_hashes: Vec::new(),
            touched: line.row,
        }
    }

    fn close_oldest(&mut self, invoices: &mut impl FnMut(Invoice)) {
        let oldest = self
            .open
            .iter()
            .enumerate()
            .min_by_key(|(_, open)| open.touched)
            .map(|(at, _)| at);
        if let Some(at) = oldest {
            self.close(at, false, invoices);
        }
    }

    pub(in crate::exchange) fn close_all(
        &mut self,
        cut_short: bool,
        invoices: &mut impl FnMut(Invoice),
    ) {
        while self.open.len() > 1 {
            self.close_oldest(invoices);
        }
        if !self.open.is_empty() {
            self.close(0, cut_short, invoices);
        }
    }

    fn close(&mut self, at: usize, cut_short: bool, invoices: &mut impl FnMut(Invoice)) {
        let Open {
            mut invoice,
            mut line_hashes,
            ..
        } = self.open.remove(at);
        invoice.cut_short = cut_short;
        if !self.refused.is_empty()
            && let Some(rows) = self.refused.remove(&*invoice.number)
        {
            invoice.refused_rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            invoice.raw.extend(rows);
            invoice.raw.sort_by_key(|row| row.number);
        }
        settle_kinds(&mut invoice);
        line_hashes.sort_unstable();
        let duplicates = line_hashes
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .count() as u64;
        self.facts.add_invoice(&invoice, duplicates);
        self.report.add_invoice(&invoice);
        invoices(invoice);
    }

    fn share_words(&mut self, words: &str) -> Arc<str> {
        if let Some(shared) = self.words.get(words) {
            return shared.clone();
        }
        let shared: Arc<str> = Arc::from(words);
        if self.words.len() < SHARED_TEXTS_MAX {
            self.words.insert(shared.clone());
        }
        shared
    }

    fn share_customer(&mut self, customer: &str) -> Option<Arc<str>> {
        if customer.is_empty() {
            return None;
        }
        if self.customer.as_deref() != Some(customer) {
            self.customer = Some(share_in(&mut self.facts.customers, customer));
        }
        self.customer.clone()
    }

    fn share_country(&mut self, country: &str) -> Arc<str> {
        if &*self.country != country || self.facts.countries.is_empty() {
            self.country = share_in(&mut self.facts.countries, country);
        }
        self.country.clone()
    }
}

fn share_in(set: &mut HashSet<Arc<str>>, text: &str) -> Arc<str> {
    if let Some(shared) = set.get(text) {
        return shared.clone();
    }
    let shared: Arc<str> = Arc::from(text);
    set.insert(shared.clone());
    shared
}

fn read_line<'a>(
    row: &Row<'a>,
    columns: &Columns,
    time_text: &mut String,
    time: &mut NaiveDateTime,
) -> Result<Line<'a>, Refusal<'a>> {
    let too_few = (row.len() < columns.width).then_some(ErrorKind::TooFewCells);
    if let Some(what) = shape_error(row, columns.width).or(too_few) {
        return Err((None, row.last(), what));
    }
    let cell = |column| columns.cell(row, column);
    let needed = |column, text: &'a str| match text {
        "" => Err((Some(column), text, ErrorKind::Missing)),
        text => Ok(text),
    };
    let number = needed(Column::Invoice, cells::identifier(cell(Column::Invoice)))?;
    let code = needed(Column::Code, cell(Column::Code).trim())?;
    let refuse = |column| move |what| (Some(column), cell(column), what);
    let units = cells::units(cell(Column::Quantity)).map_err(refuse(Column::Quantity))?;
    let (price, price_decimals) =
        cells::price(cell(Column::Price)).map_err(refuse(Column::Price))?;
    let written_time = cell(Column::Time);
    if written_time.is_empty() || written_time != time_text {
        *time = cells::time(written_time).map_err(refuse(Column::Time))?;
        time_text.clear();
        time_text.push_str(written_time);
    }
    Ok(Line {
        row: row.number(),
        number,
        code,
        words: cell(Column::Description).trim(),
        units,
        price,
        price_decimals,
        time: *time,
        customer: cells::identifier(cell(Column::Customer)),
        country: cell(Column::Country).trim(),
        hash: hash_cells(row),
    })
}

/// A hash over the cells of a row, each with its length. It only finds equal lines among those of one invoice.
fn hash_cells(row: &Row<'_>) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash: u64 = 0;
    let mut mix = |value: u64| hash = (hash ^ value).wrapping_mul(FACTOR).rotate_left(29);
    for cell in row.cells() {
        let (words, rest) = cell.as_bytes().as_chunks::<8>();
        for word in words {
            mix(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        mix(u64::from_le_bytes(last));
        mix(cell.len() as u64);
    }
    hash
}

fn kind_of_number(number: &str) -> InvoiceKind {
    match number.as_bytes().first() {
        Some(b'C') => InvoiceKind::Cancellation,
        Some(b'A') => InvoiceKind::BadDebt,
        _ => InvoiceKind::Order,
    }
}

/// Says what the invoice and its lines are, once all its lines are known. The rules stand in the module's essay.
fn settle_kinds(invoice: &mut Invoice) {
    if invoice.kind == InvoiceKind::Order {
        let alone = invoice.part == 0 && invoice.lines.len() == 1;
        let found = alone
            && invoice.customer.is_none()
            && invoice.lines.iter().all(|line| line.unit_price == 0);
        if found || invoice.lines.iter().all(|line| line.units < 0) {
            invoice.kind = InvoiceKind::Adjustment;
        }
    }
    for line in &mut invoice.lines {
        let adjusts = match invoice.kind {
            InvoiceKind::Adjustment => true,
            InvoiceKind::Order => line.units < 0,
            InvoiceKind::Cancellation | InvoiceKind::BadDebt => false,
        };
        line.kind = if adjusts {
            LineKind::Adjustment(AdjustmentReason::of_words(&line.words))
        } else {
            ChargeKind::of_code(&line.code).map_or(LineKind::Goods, LineKind::Charge)
        };
    }
}
