//! The rows of a sheet, cell by cell.
//!
//! A number is the text that stands in the file: one of 18 digits keeps them. A number with a fraction is what the
//! writer's binary form printed (`19.899999999999999`), so it is shown with the 15 digits that spreadsheets show.

use chrono::{NaiveDate, TimeDelta};

use super::parts::{Shown, Texts};
use super::xml::{Event, attribute, unescaped};
use crate::exchange::decimal::Decimal;
use crate::exchange::table::{Flaw, Row};
use crate::limits::{CELL_BYTES_MAX, ROW_BYTES_MAX, ROW_CELLS_MAX};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Truth,
}

/// Gathers cells into rows.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    texts: Texts,
    styles: Vec<Shown>,
    from_1904: bool,
    number: u64,
    in_row: bool,
    text: String,
    ends: Vec<usize>,
    flaw: Option<Flaw>,
    kind: Kind,
    shown: Shown,
    column: usize,
    value: String,
    in_value: bool,
}

impl Sheet {
    pub(super) fn new(texts: Texts, styles: Vec<Shown>, from_1904: bool) -> Self {
        Self {
            texts,
            styles,
            from_1904,
            ..Self::default()
        }
    }

    pub(super) fn take(&mut self, event: Event<'_>, rows: &mut impl FnMut(Row<'_>)) {
        match event {
            Event::Open { name, attributes } => self.open(name, attributes),
            Event::Text(text) if self.in_value => self.add(&unescaped(text)),
            Event::Plain(text) if self.in_value => self.add(text),
            Event::Close { name: "v" | "t" } => self.in_value = false,
            Event::Close { name: "c" } => self.end_cell(),
            Event::Close { name: "row" } => self.end_row(rows),
            _ => {}
        }
    }

    /// Gives out the row under way of a sheet that broke off.
    pub(super) fn abandon(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        if self.in_row {
            self.flaw = Some(Flaw::CutShort);
            self.end_row(rows);
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "row" => {
                let said = attribute(attributes, "r").and_then(|r| r.parse::<u64>().ok());
                self.number = said.unwrap_or_default().max(self.number + 1);
                self.in_row = true;
            }
            "c" => {
                let place = attribute(attributes, "r").and_then(|r| column_of(&r));
                self.column = place.unwrap_or(self.ends.len());
                self.kind = match attribute(attributes, "t").as_deref() {
                    Some("s") => Kind::Shared,
                    Some("str" | "inlineStr" | "d" | "e") => Kind::Text,
                    Some("b") => Kind::Truth,
                    _ => Kind::Number,
                };
                let style = attribute(attributes, "s").and_then(|s| s.parse::<usize>().ok());
                let shown = style.and_then(|style| self.styles.get(style));
                self.shown = shown.copied().unwrap_or_default();
                self.value.clear();
            }
            "v" | "t" => self.in_value = self.in_row,
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.value.len() + text.len() <= CELL_BYTES_MAX {
            self.value.push_str(text);
        } else {
            self.flaw.get_or_insert(Flaw::CellTooLong);
        }
    }

    fn end_cell(&mut self) {
        if self.column >= ROW_CELLS_MAX {
            self.flaw.get_or_insert(Flaw::TooManyCells);
            return;
        }
        if self.column < self.ends.len() {
            return;
        }
        while self.ends.len() < self.column {
            self.ends.push(self.text.len());
        }
        let value = std::mem::take(&mut self.value);
        let dated;
        let cell = match self.kind {
            Kind::Text => value.as_str(),
            Kind::Shared => {
                let index = value.trim().parse().ok();
                index
                    .and_then(|index| self.texts.get(index))
                    .unwrap_or_default()
            }
            Kind::Truth if value.trim() == "1" => "TRUE",
            Kind::Truth => "FALSE",
            Kind::Number => {
                dated = shown(value.trim(), self.shown, self.from_1904);
                &dated
            }
        };
        if self.text.len() + cell.len() <= ROW_BYTES_MAX {
            self.text.push_str(cell);
        } else {
            self.flaw.get_or_insert(Flaw::RowTooLong);
        }
        self.ends.push(self.text.len());
        self.value = value;
    }

    fn end_row(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        if !self.ends.is_empty() || self.flaw.is_some() {
            if self.ends.is_empty() {
                self.ends.push(0);
            }
            rows(Row::of_cells(
                self.number,
                &self.text,
                &self.ends,
                self.flaw,
            ));
        }
        self.text.clear();
        self.ends.clear();
        self.flaw = None;
        self.in_row = false;
        self.in_value = false;
    }
}

/// The column of a place such as `AB12`, from 0.
fn column_of(place: &str) -> Option<usize> {
    let mut column = 0_usize;
    for letter in place.bytes().take_while(u8::is_ascii_alphabetic) {
        let value = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    column.checked_sub(1)
}

/// A number as it is meant: a day, a time, or itself.
fn shown(value: &str, shown: Shown, from_1904: bool) -> String {
    let decimal = Decimal::plain(value).ok();
    let time = decimal
        .filter(|_| shown != Shown::Number)
        .and_then(|days| time_of(days, shown, from_1904));
    if let Some(time) = time {
        return time;
    }
    let has_fraction = value.contains(['.', 'e', 'E']);
    match decimal {
        Some(number) if has_fraction => number.rounded(15).to_string(),
        _ => value.to_owned(),
    }
}

/// Days since the beginning of 1900, counted as if that had been a leap year, or of 1904, as text.
fn time_of(days: Decimal, shown: Shown, from_1904: bool) -> Option<String> {
    const SECONDS_PER_DAY: i64 = 86_400;
    const DAYS_MAX: i64 = 3_000_000;
    let seconds = days.times(SECONDS_PER_DAY)?.to_nearest_whole()?;
    let (day, clock) = (
        seconds.div_euclid(SECONDS_PER_DAY),
        seconds.rem_euclid(SECONDS_PER_DAY),
    );
    if !(0..DAYS_MAX).contains(&day) {
        return None;
    }
    let midnight = if from_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    let date = midnight.checked_add_signed(TimeDelta::try_days(day)?)?;
    let time = date
        .and_hms_opt(0, 0, 0)?
        .checked_add_signed(TimeDelta::try_seconds(clock)?)?;
    let format = match shown {
        Shown::Date if clock == 0 => "%Y-%m-%d",
        _ if day == 0 => "%H:%M:%S",
        _ => "%Y-%m-%d %H:%M:%S",
    };
    Some(time.format(format).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_they_are_meant() {
        let check = |value: &str, kind: Shown, expected: &str| {
            assert_eq!(shown(value, kind, false), expected, "{value}");
        };
        check("578123456789012345", Shown::Number, "578123456789012345");
        check("19.899999999999999", Shown::Number, "19.9");
        check("37200", Shown::Number, "37200");
        check("1E-3", Shown::Number, "0.001");
        check(
            "5.78123456789012E+17",
            Shown::Number,
            "5.78123456789012E+17",
        );
        check("46235", Shown::Date, "2026-08-01");
        check("46235.427777777775", Shown::Time, "2026-08-01 10:16:00");
        check("0.5", Shown::Time, "12:00:00");
        assert_eq!(shown("44773", Shown::Date, true), "2026-08-01");
        assert_eq!(column_of("AB12"), Some(27));
        assert_eq!(column_of("12"), None);
    }
}
