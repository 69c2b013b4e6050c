//! What shops take in no file for, told as a table for people and for programs that are told the columns: units that
//! will not be delivered, and units that came back.

use super::{OutFault, Preview, Sheet, Value, Written};

/// The columns of a file of units that will not be delivered.
pub const CANCELLED_COLUMNS: &[&str] = &[
    "order",
    "line",
    "sku",
    "units",
    "units_of_line",
    "reason",
    "cancelled_on",
];

/// The columns of a file of units that came back.
pub const RETURN_COLUMNS: &[&str] = &[
    "order",
    "return",
    "line",
    "sku",
    "units",
    "reason",
    "condition",
    "disposition",
    "received_on",
];

/// Units of a line that will not be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelledUnits {
    /// The number by which the channel knows the order.
    pub order: String,
    /// The channel's number of the line.
    pub line_id: Option<String>,
    /// The seller's code.
    pub sku: Option<String>,
    /// How many, in units.
    pub units: u64,
    /// How many the line was of.
    pub of: u64,
    /// Why, in a word.
    pub reason: &'static str,
    /// The day, on the warehouse's wall.
    pub day: Option<chrono::NaiveDate>,
}

/// Units that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnedUnits {
    /// The number by which the channel knows the order.
    pub order: String,
    /// Our number of the return.
    pub rma: String,
    /// The channel's number of the line.
    pub line_id: Option<String>,
    /// The seller's code.
    pub sku: Option<String>,
    /// How many, in units.
    pub units: u64,
    /// Why they came back, in a word.
    pub reason: Option<String>,
    /// What they were found to be.
    pub condition: String,
    /// What was done with them; nothing while nobody has decided.
    pub disposition: Option<String>,
    /// The day, on the warehouse's wall.
    pub day: Option<chrono::NaiveDate>,
}

/// Writes such a table.
#[derive(Debug)]
pub struct TableWriter {
    sheet: Sheet,
}

fn day(day: Option<chrono::NaiveDate>) -> Value {
    day.map_or(Value::Empty, |day| {
        Value::Text(day.format("%Y-%m-%d").to_string())
    })
}

fn units(units: u64) -> Value {
    Value::units(i64::try_from(units).ok())
}

impl TableWriter {
    /// For a new file with these columns: as CSV, or as a workbook.
    pub fn new(columns: &'static [&'static str], is_workbook: bool) -> Self {
        let sheet = match is_workbook {
            true => Sheet::workbook(columns),
            false => Sheet::plain(columns),
        };
        Self { sheet }
    }

    /// Writes units that will not be delivered, into a file with [`CANCELLED_COLUMNS`].
    ///
    /// # Errors
    /// Why they cannot stand there; nothing was written.
    pub fn cancelled(&mut self, of: &CancelledUnits) -> Result<(), OutFault> {
        let row = vec![
            Value::text(of.order.as_str()),
            Value::optional(of.line_id.as_deref()),
            Value::optional(of.sku.as_deref()),
            units(of.units),
            units(of.of),
            Value::text(of.reason),
            day(of.day),
        ];
        self.sheet.rows(&of.order, vec![row])
    }

    /// Writes units that came back, into a file with [`RETURN_COLUMNS`].
    ///
    /// # Errors
    /// Why they cannot stand there; nothing was written.
    pub fn returned(&mut self, of: &ReturnedUnits) -> Result<(), OutFault> {
        let row = vec![
            Value::text(of.order.as_str()),
            Value::text(of.rma.as_str()),
            Value::optional(of.line_id.as_deref()),
            Value::optional(of.sku.as_deref()),
            units(of.units),
            Value::optional(of.reason.as_deref()),
            Value::text(of.condition.as_str()),
            Value::optional(of.disposition.as_deref()),
            day(of.day),
        ];
        self.sheet.rows(&of.rma, vec![row])
    }

    /// What the file begins with.
    pub fn preview(&self) -> Preview {
        self.sheet.preview()
    }

    /// What was written so far.
    pub fn written(&self) -> Written {
        self.sheet.written
    }

    /// Ends the file and hands over its bytes.
    pub fn finish(self) -> Vec<u8> {
        self.sheet.finish()
    }
}
