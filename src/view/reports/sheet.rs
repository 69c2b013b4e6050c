//! Rows as CSV or JSON.

use super::columns::Column;
use crate::exchange::csv_out::{Cell, CsvOptions, CsvWriter};
use crate::trade::quantity::SourceTime;
use chrono::DateTime;
use std::fmt;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Rows for spreadsheets.
    Csv(CsvOptions),
    /// A list of objects.
    Json,
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv(_) => "csv",
            Format::Json => "json",
        }
    }
}

enum Out {
    Csv(CsvWriter),
    Json(String),
}

/// What a row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Whole(i128),
    /// In ten-thousandths.
    Amount(i128),
    Nothing,
}

impl Value {
    /// A text; an empty one is nothing.
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Value::Nothing
        } else {
            Value::Text(text)
        }
    }

    /// A text, where there is one.
    pub(super) fn some<T: ToString>(text: Option<T>) -> Self {
        text.map_or(Value::Nothing, |text| Value::text(text.to_string()))
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Value::Text(text) => Cell::Text(text),
            Value::Whole(number) => Cell::Integer(*number),
            Value::Amount(amount) => Cell::Decimal {
                amount: *amount,
                decimals: 4,
            },
            Value::Nothing => Cell::Empty,
        }
    }

    fn json(&self) -> Option<String> {
        match self {
            Value::Text(text) => serde_json::to_string(text).ok(),
            Value::Whole(number) => Some(number.to_string()),
            Value::Amount(amount) => {
                let sign = if *amount < 0 { "-" } else { "" };
                let (whole, rest) = (
                    amount.unsigned_abs() / 10_000,
                    amount.unsigned_abs() % 10_000,
                );
                Some(format!("{sign}{whole}.{rest:04}"))
            }
            Value::Nothing => None,
        }
    }
}

/// The file that grows.
pub(super) struct Sheet {
    columns: &'static [Column],
    out: Out,
    rows: u64,
    ended: bool,
}

impl Sheet {
    pub(super) fn new(format: Format, columns: &'static [Column]) -> Self {
        let out = match format {
            Format::Csv(options) => {
                let mut writer = CsvWriter::new(options);
                writer.row(columns.iter().map(|column| Cell::Text(column.name)));
                Out::Csv(writer)
            }
            Format::Json => Out::Json("[".to_owned()),
        };
        Sheet {
            columns,
            out,
            rows: 0,
            ended: false,
        }
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds a row, its values in the order of the columns.
    pub(super) fn row(&mut self, values: &[Value]) {
        debug_assert_eq!(values.len(), self.columns.len());
        match &mut self.out {
            Out::Csv(writer) => writer.row(values.iter().map(Value::cell)),
            Out::Json(text) => {
                text.push_str(if self.rows == 0 { "\n{" } else { ",\n{" });
                let named = self.columns.iter().zip(values);
                let parts = named.filter_map(|(column, value)| {
                    let value = value.json()?;
                    Some(format!("\"{}\":{value}", column.name))
                });
                text.push_str(&parts.collect::<Vec<_>>().join(","));
                text.push('}');
            }
        }
        self.rows += 1;
    }

    /// What is written so far and was not taken.
    pub(super) fn take(&mut self) -> Vec<u8> {
        match &mut self.out {
            Out::Csv(writer) => writer.take(),
            Out::Json(text) => std::mem::take(text).into_bytes(),
        }
    }

    /// The end of the file, once.
    pub(super) fn end(&mut self) -> Option<Vec<u8>> {
        if std::mem::replace(&mut self.ended, true) {
            return None;
        }
        if let Out::Json(text) = &mut self.out {
            text.push_str("\n]\n");
        }
        Some(self.take())
    }
}

/// The name of a variant as a code: `PartlyShipped` is `partly-shipped`.
pub(super) fn code(variant: &impl fmt::Debug) -> String {
    let whole = format!("{variant:?}");
    kebab(whole.split(['(', '{', ' ']).next().unwrap_or_default())
}

/// A name of the program as a code.
pub(super) fn kebab(name: &str) -> String {
    let mut code = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !code.is_empty() {
            code.push('-');
        }
        code.push(c.to_ascii_lowercase());
    }
    code
}

/// Milliseconds since 1970 UTC, as ISO 8601.
pub(super) fn utc(ms: i64) -> Value {
    Value::some(
        DateTime::from_timestamp_millis(ms).map(|time| time.format("%Y-%m-%dT%H:%M:%S%.3fZ")),
    )
}

/// A day, in days since 1970-01-01.
pub(super) fn day(days: i64) -> Value {
    let seconds = days.checked_mul(86_400);
    let time = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Value::some(time.map(|time| time.format("%Y-%m-%d")))
}

/// A time as its source wrote it.
pub(super) fn source_time(time: &SourceTime) -> Value {
    let civil = |seconds: i64| DateTime::from_timestamp(seconds, 0);
    match time {
        SourceTime::Exact(instant) => utc(instant.ms),
        SourceTime::Civil { seconds } => {
            Value::some(civil(*seconds).map(|time| time.format("%Y-%m-%dT%H:%M:%S")))
        }
        SourceTime::Offset { seconds, ahead } => {
            let sign = if *ahead < 0 { '-' } else { '+' };
            let (hours, minutes) = (ahead.abs() / 60, ahead.abs() % 60);
            Value::some(civil(*seconds).map(|time| {
                let time = time.format("%Y-%m-%dT%H:%M:%S");
                format!("{time}{sign}{hours:02}:{minutes:02}")
            }))
        }
    }
}
