//! A file of rows under known headings: which row has them, what each column says, which rows are refused, and what is
//! doubtful. What a row means is for its reader.
//!
//! Rows above the headings are passed over ([`HEADING_SEARCH_ROWS_MAX`]); columns are found by name in any order, those
//! that nobody reads are named in the report. A row is refused where its shape is wrong or its reader says so; a cell
//! that cannot be understood is a doubt, and the record is given out without it.

use std::sync::Arc;

use super::columns::Headings;
use super::decimal::{AmountStyle, Decimal};
use super::problem::{
    ErrorKind, FileError, Notice, Rejected, RowError, shape_error, shown_line, shown_value,
};
use super::table::{Flaw, Row};
use crate::limits::{HEADING_SEARCH_ROWS_MAX, IMPORT_FILE_ROWS_MAX, IMPORT_UNITS_MAX};

/// What was read of a file of rows, in figures, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetReport {
    /// Its columns.
    pub columns: usize,
    /// The headings of columns that are not read.
    pub columns_unread: Vec<String>,
    /// Rows below the headings that are not blank.
    pub rows: u64,
    /// Rows of blank cells.
    pub blank_rows: u64,
    /// Rows that were not taken.
    pub refused: Rejected,
    /// Cells that were not understood, of rows that were taken.
    pub doubts: Rejected,
    /// What a person should know about the file.
    pub notices: Vec<Notice>,
    /// Why its reading ended early.
    pub failure: Option<FileError>,
}

/// A column that is read.
#[derive(Clone, Debug)]
pub(crate) struct Column<F> {
    /// Where it stands, from 0.
    pub(crate) at: usize,
    /// What it says.
    pub(crate) field: F,
    /// Its heading as the file has it, shortened.
    pub(crate) heading: Arc<str>,
}

/// What each heading says; `None` where it is not read.
pub(crate) type Fields<F> = Vec<Option<F>>;

/// A file of rows being read.
#[derive(Debug)]
pub(crate) struct Sheet<F> {
    file: Arc<str>,
    columns: Arc<[Column<F>]>,
    headed: bool,
    /// The headings of the first row that has some, for the error when none were recognised.
    first_row: Option<Vec<String>>,
    failure: Option<FileError>,
    pub(crate) report: SheetReport,
}

impl<F: Copy + PartialEq> Sheet<F> {
    /// For a file of a name, which errors carry.
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: Arc::from(file),
            columns: Arc::from([]),
            headed: false,
            first_row: None,
            failure: None,
            report: SheetReport::default(),
        }
    }

    /// The name of the file.
    pub(crate) fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// Takes a row, and gives the columns by which it is a record; `None` where it is none. `recognise` is asked what
    /// the headings of a row say until it knows them.
    pub(crate) fn take(
        &mut self,
        row: &Row<'_>,
        recognise: impl FnOnce(&Headings) -> Option<Fields<F>>,
    ) -> Option<Arc<[Column<F>]>> {
        if self.failure.is_some() {
            return None;
        }
        if row.is_blank() && row.flaw().is_none() {
            self.report.blank_rows += 1;
            return None;
        }
        if !self.headed {
            self.take_headings(row, recognise);
            return None;
        }
        if self.report.rows >= IMPORT_FILE_ROWS_MAX {
            self.failure = Some(FileError::TooManyRows {
                rows_max: IMPORT_FILE_ROWS_MAX,
            });
            return None;
        }
        self.report.rows += 1;
        // Fewer cells are no fault: spreadsheets leave out empty ones at the end of a row.
        if let Some(what) = shape_error(row, self.report.columns) {
            self.refuse(row, None, row.last(), what);
            return None;
        }
        Some(self.columns.clone())
    }

    fn take_headings(
        &mut self,
        row: &Row<'_>,
        recognise: impl FnOnce(&Headings) -> Option<Fields<F>>,
    ) {
        if row.flaw() == Some(Flaw::CutShort) {
            return;
        }
        let headings = Headings::of(row);
        let Some(fields) = recognise(&headings) else {
            let found = self
                .first_row
                .get_or_insert_with(|| headings.shown().iter().take(20).cloned().collect());
            if row.number() >= HEADING_SEARCH_ROWS_MAX {
                self.failure = Some(FileError::NotRecognised {
                    found: found.clone(),
                });
            }
            return;
        };
        let mut columns = Vec::new();
        for (at, (heading, field)) in headings.shown().iter().zip(fields).enumerate() {
            match field {
                Some(_) if headings.is_repeated(heading) => {
                    self.failure = Some(FileError::ColumnTwice {
                        heading: heading.clone(),
                    });
                    return;
                }
                Some(field) => columns.push(Column {
                    at,
                    field,
                    heading: Arc::from(heading.as_str()),
                }),
                None if heading.is_empty() => {}
                None => self.report.columns_unread.push(heading.clone()),
            }
        }
        self.report.columns = headings.width();
        self.columns = Arc::from(columns);
        self.headed = true;
    }

    /// Notes that a row was not taken, for a cell of a column or as a whole.
    pub(crate) fn refuse(
        &mut self,
        row: &Row<'_>,
        column: Option<&str>,
        value: &str,
        what: ErrorKind,
    ) {
        let error = Self::error(&self.file, row, column, value, what);
        self.report.refused.add(error);
    }

    /// Notes that a cell was not understood.
    pub(crate) fn doubt(&mut self, row: &Row<'_>, column: &str, value: &str, what: ErrorKind) {
        let error = Self::error(&self.file, row, Some(column), value, what);
        self.report.doubts.add(error);
    }

    fn error(
        file: &Arc<str>,
        row: &Row<'_>,
        column: Option<&str>,
        value: &str,
        what: ErrorKind,
    ) -> impl FnOnce() -> RowError {
        move || RowError {
            file: file.clone(),
            row: row.number(),
            column: column.map(|column| column.to_owned().into()),
            value: shown_value(value),
            what,
            line: shown_line(row.cells()),
        }
    }

    /// The heading of the column that says this, for errors.
    pub(crate) fn heading(&self, field: F) -> Option<Arc<str>> {
        let mut columns = self.columns.iter();
        let column = columns.find(|column| column.field == field)?;
        Some(column.heading.clone())
    }

    /// What the rows had in them that ended the reading.
    pub(crate) fn failure(&self) -> Option<&FileError> {
        self.failure.as_ref()
    }

    /// Whether a file that ends here has anything in it.
    pub(crate) fn emptiness(&self) -> Result<(), FileError> {
        match (&self.first_row, self.headed) {
            (None, false) => Err(FileError::Empty),
            (Some(found), false) => Err(FileError::NotRecognised {
                found: found.clone(),
            }),
            (_, true) if self.report.rows == 0 => Err(FileError::NoRows),
            (_, true) => Ok(()),
        }
    }

    /// Completes the report.
    pub(crate) fn end(&mut self, failure: Option<&FileError>, notices: Vec<Notice>) {
        self.failure = failure.cloned();
        self.report.failure = failure.cloned();
        self.report.notices = notices;
    }
}

/// A whole number of units, of either sign.
pub(crate) fn units(text: &str, style: AmountStyle) -> Result<i64, ErrorKind> {
    let number = Decimal::read(text, style).map_err(|what| match what {
        ErrorKind::NumberUnclear | ErrorKind::OutOfRange => what,
        _ => ErrorKind::NotWhole,
    })?;
    match number.to_whole() {
        Some(units) if units.abs() <= IMPORT_UNITS_MAX => Ok(units),
        Some(_) => Err(ErrorKind::OutOfRange),
        None => Err(ErrorKind::NotWhole),
    }
}
