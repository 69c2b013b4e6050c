//! Opening stock: a delimited file of what lies where, from whatever system there was before.
//!
//! Needed are a code and a quantity; bin, name and bar code are taken where they are there. Headings are known in
//! English, Indonesian, Bulgarian and Romanian. Codes and bins are text: `00123` stays `00123`. Rows of the same code
//! and bin are separate rows (two pallets in one bin), to be added up by whoever takes them.

mod columns;
mod quantity;

use std::sync::Arc;

use columns::{Column, Columns};

use super::cell_text::{is_rounded, plain_text};
use super::problem::{
    ErrorKind, FileError, Notice, Rejected, RowError, shape_error, shown_line, shown_value,
};
use super::source::Source;
use super::table::{Flaw, Row};
use crate::limits::IMPORT_FILE_ROWS_MAX;

pub use columns::{meaning, recognises};
pub(crate) use quantity::on_hand;

/// How the numbers of a file are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberStyle {
    /// Not said: numbers that read differently in the other styles are refused.
    #[default]
    Unsaid,
    /// 1,234.5
    Point,
    /// 1.234,5
    Comma,
}

/// A row of opening stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRow {
    /// The row of the file, as a spreadsheet numbers it.
    pub row: u64,
    /// The item's code; never empty.
    pub code: String,
    /// Where it lies, if the file says so.
    pub bin: Option<String>,
    /// How many there are, zero or more.
    pub units: i64,
    /// The item's name, if the file has it.
    pub name: Option<String>,
    /// The item's bar code, if the file has it.
    pub barcode: Option<String>,
}

/// The report of a file: `lines` is `taken` plus the count of `rejected`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockReport {
    /// Rows below the headings that are not blank.
    pub lines: u64,
    /// Rows taken.
    pub taken: u64,
    /// The sum of their quantities.
    pub units: i64,
    /// The rows that were not taken.
    pub rejected: Rejected,
    /// What a person should know though the file was read.
    pub notices: Vec<Notice>,
}

impl StockReport {
    /// Whether every line is either taken or rejected.
    pub fn adds_up(&self) -> bool {
        self.lines == self.taken + self.rejected.count()
    }
}

/// Reads one file, packed or not.
#[derive(Debug)]
pub struct StockReader {
    source: Source,
    rows: Rows,
}

impl StockReader {
    /// For a file of a name, which errors carry, and a style of numbers.
    pub fn new(file: &str, style: NumberStyle) -> Self {
        let rows = Rows {
            file: Arc::from(file),
            style,
            columns: None,
            failure: None,
            report: StockReport::default(),
        };
        Self {
            source: Source::new(),
            rows,
        }
    }

    /// Takes bytes of the file and gives out the rows that are complete. Returns how many bytes it used: call again
    /// with the others; each call stays short.
    ///
    /// # Errors
    /// What ended the reading, at this call or before. Every row before it has been given out.
    pub fn push(
        &mut self,
        bytes: &[u8],
        stock: &mut impl FnMut(StockRow),
    ) -> Result<usize, FileError> {
        let rows = &mut self.rows;
        let result = self.source.push(bytes, &mut |row| rows.take(&row, stock));
        self.rows.first_failure(result)
    }

    /// Ends the file and gives out its last rows.
    ///
    /// # Errors
    /// As [`Self::push`]; [`FileError::Empty`] or [`FileError::NoRows`] for a file without content.
    pub fn finish(&mut self, stock: &mut impl FnMut(StockRow)) -> Result<(), FileError> {
        let rows = &mut self.rows;
        let mut result = self.source.finish(&mut |row| rows.take(&row, stock));
        if result.is_ok() && self.rows.report.lines == 0 {
            result = Err(if self.rows.columns.is_some() {
                FileError::NoRows
            } else {
                FileError::Empty
            });
        }
        self.rows.first_failure(result)?;
        self.rows.report.notices = self.source.notices();
        Ok(())
    }

    /// The report so far; complete after [`Self::finish`] or an error.
    pub fn report(&self) -> &StockReport {
        &self.rows.report
    }

    /// How many bytes of the file, unpacked, have been read.
    pub fn bytes_unpacked(&self) -> u64 {
        self.source.bytes_unpacked()
    }
}

/// Why a row cannot be taken: the column, its cell, and what is wrong.
type Refusal<'a> = (Option<Column>, &'a str, ErrorKind);

#[derive(Debug)]
struct Rows {
    file: Arc<str>,
    style: NumberStyle,
    columns: Option<Columns>,
    failure: Option<FileError>,
    report: StockReport,
}

impl Rows {
    fn first_failure<T>(&mut self, result: Result<T, FileError>) -> Result<T, FileError> {
        match (&self.failure, result) {
            (Some(failure), _) => Err(failure.clone()),
            (None, Err(error)) => {
                self.failure = Some(error.clone());
                Err(error)
            }
            (None, Ok(value)) => Ok(value),
        }
    }

    fn take(&mut self, row: &Row<'_>, stock: &mut impl FnMut(StockRow)) {
        if self.failure.is_some() || (row.is_blank() && row.flaw().is_none()) {
            return;
        }
        let Some(columns) = &self.columns else {
            if row.flaw() == Some(Flaw::CutShort) {
                return;
            }
            match Columns::find(row) {
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
        match read_row(row, columns, self.style) {
            Ok(read) => {
                self.report.taken += 1;
                self.report.units = self.report.units.saturating_add(read.units);
                stock(read);
            }
            Err((column, value, what)) => {
                let file = &self.file;
                self.report.rejected.add(|| RowError {
                    file: file.clone(),
                    row: row.number(),
                    column: column.map(|column| column.heading().into()),
                    value: shown_value(value),
                    what,
                    line: shown_line(row.cells()),
                });
            }
        }
    }
}

fn read_row<'a>(
    row: &Row<'a>,
    columns: &Columns,
    style: NumberStyle,
) -> Result<StockRow, Refusal<'a>> {
    // Fewer cells are no fault: spreadsheets leave out empty ones at the end of a row.
    if let Some(what) = shape_error(row, columns.width) {
        return Err((None, row.last(), what));
    }
    let text = |column| columns.cell(row, column).map_or("", plain_text);
    let optional = |column| {
        Some(text(column))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let code = text(Column::Code);
    if code.is_empty() {
        return Err((Some(Column::Code), code, ErrorKind::Missing));
    }
    for column in [Column::Code, Column::Barcode] {
        if is_rounded(text(column)) {
            return Err((Some(column), text(column), ErrorKind::CodeRounded));
        }
    }
    let written = columns.cell(row, Column::Quantity).unwrap_or_default();
    let units = quantity::on_hand(written, style)
        .map_err(|what| (Some(Column::Quantity), written, what))?;
    Ok(StockRow {
        row: row.number(),
        code: code.to_owned(),
        bin: optional(Column::Bin),
        units,
        name: optional(Column::Name),
        barcode: optional(Column::Barcode),
    })
}
