//! Cells of a row, each read as what its column means.

use super::{CellFault, PastedFault, PastedKind, PastedSheet};
use crate::exchange::headings::heading_key;
use crate::trade::quantity::{Country, Currency, MinuteOfDay, Money};
use crate::trade::text::{Code, Words};
use crate::view::entry;
use std::collections::BTreeMap;

/// A row that is being read; what is wrong is gathered.
pub(super) struct Cells<'a> {
    pub(super) kind: PastedKind,
    pub(super) sheet: &'a PastedSheet,
    pub(super) row: usize,
    pub(super) faults: &'a mut Vec<PastedFault>,
    /// Whether something is wrong with this row.
    pub(super) wrong: bool,
}

/// A word of a column that knows only some: its name, its meaning, and what is written for it in the four languages.
pub(super) type Choice<T> = (&'static str, T, &'static [&'static str]);

impl Cells<'_> {
    /// The text of a column; `None` where there is no such column, or nothing in it.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let column = self.sheet.column(self.kind, name)?;
        let cell = self.sheet.rows.get(self.row)?.get(column)?;
        (!cell.is_empty()).then_some(cell.as_str())
    }

    /// Notes a fault of a column; of the key where the table has no such column.
    pub(super) fn wrong(&mut self, name: &str, what: CellFault) {
        let key = self.kind.columns()[0].name;
        let column = self.sheet.column(self.kind, name);
        let column = column.or_else(|| self.sheet.column(self.kind, key));
        self.wrong = true;
        self.faults.push(PastedFault {
            row: self.row,
            column: column.unwrap_or(0),
            what,
        });
    }

    fn read<T>(&mut self, name: &str, of: impl FnOnce(&str) -> Result<T, CellFault>) -> Option<T> {
        let read = of(self.text(name)?);
        match read {
            Ok(value) => Some(value),
            Err(what) => {
                self.wrong(name, what);
                None
            }
        }
    }

    pub(super) fn code(&mut self, name: &str) -> Option<Code> {
        self.read(name, |text| Code::new(text).map_err(|_| CellFault::TooLong))
    }

    pub(super) fn words(&mut self, name: &str) -> Option<Words> {
        self.read(name, |text| {
            Words::new(text).map_err(|_| CellFault::TooLong)
        })
    }

    pub(super) fn number(&mut self, name: &str, least: u64, most: u64) -> Option<u64> {
        self.read(name, |text| {
            let plain: String = text.chars().filter(|of| !of.is_whitespace()).collect();
            let number = plain.parse().ok();
            number
                .filter(|number| (least..=most).contains(number))
                .ok_or(CellFault::NoNumber(least, most))
        })
    }

    pub(super) fn choice<T: Clone>(&mut self, name: &str, all: &[Choice<T>]) -> Option<T> {
        self.read(name, |text| {
            let key = heading_key(text);
            let found = all.iter().find(|(word, _, also)| {
                heading_key(word) == key || also.iter().any(|also| heading_key(also) == key)
            });
            let words = || all.iter().map(|(word, _, _)| *word).collect();
            found
                .map(|(_, value, _)| value.clone())
                .ok_or_else(|| CellFault::NoSuchWord(words()))
        })
    }

    pub(super) fn yes(&mut self, name: &str) -> Option<bool> {
        const ANSWERS: [Choice<bool>; 2] = [
            ("yes", true, &["y", "1", "true", "x", "ya", "да", "da"]),
            ("no", false, &["n", "0", "false", "tidak", "не", "nu"]),
        ];
        self.choice(name, &ANSWERS)
    }

    pub(super) fn country(&mut self, name: &str) -> Option<Country> {
        self.read(name, |text| {
            let known = crate::exchange::country::Country::of(text);
            let letters = known.map(|known| known.letters());
            letters.and_then(Country::new).ok_or(CellFault::NoCountry)
        })
    }

    pub(super) fn currency(&mut self, name: &str) -> Option<Currency> {
        self.read(name, |text| {
            Currency::new(&text.to_ascii_uppercase()).ok_or(CellFault::NoCurrency)
        })
    }

    pub(super) fn minute(&mut self, name: &str) -> Option<MinuteOfDay> {
        self.read(name, |text| entry::minute(text).ok_or(CellFault::NoTime))
    }

    /// An amount, in the currency that a column of its own says, else in the given one.
    pub(super) fn money(&mut self, name: &str, usual: Option<Currency>) -> Option<Money> {
        self.text(name)?;
        let currency = self.currency("currency").or(usual);
        let amount = self.read(name, |text| entry::amount(text).ok_or(CellFault::NoAmount))?;
        match currency {
            Some(currency) => Some(Money { amount, currency }),
            None => {
                self.wrong("currency", CellFault::NoCurrency);
                None
            }
        }
    }

    /// The key of the row, which must stand there and once in the table.
    pub(super) fn key(&mut self, met: &mut BTreeMap<Code, usize>) -> Option<Code> {
        let name = self.kind.columns()[0].name;
        if self.text(name).is_none() {
            self.wrong(name, CellFault::Missing);
            return None;
        }
        let code = self.code(name)?;
        if let Some(other) = met.get(&code) {
            self.wrong(name, CellFault::Twice(other + 1));
            return None;
        }
        met.insert(code.clone(), self.row);
        Some(code)
    }
}
