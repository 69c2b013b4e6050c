//! What values mean: dates without a century, numbers without a point.

use chrono::NaiveDate;

use super::element::Element;
use super::lint::dates::days_of_month;

/// A day, or a month where the day does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayOrMonth {
    year: u32,
    month: u32,
    day: Option<u32>,
}

impl DayOrMonth {
    /// Reads YYMMDD. The century is the one that brings the year within 49 years before and 50 years after the current
    /// one (GS1 General Specifications, section 7.12). Day 00 is the month. `None` where it is no date.
    pub fn read(text: &str, current_year: u32) -> Option<Self> {
        let is_sound = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        let number = |at: usize| -> Option<u32> { text.get(at..at + 2)?.parse().ok() };
        let (short, month, day) = (number(0).filter(|_| is_sound)?, number(2)?, number(4)?);
        let century = current_year / 100;
        let ahead = i64::from(short) - i64::from(current_year % 100);
        let century = match ahead {
            51.. => century.checked_sub(1)?,
            ..=-50 => century.checked_add(1)?,
            _ => century,
        };
        let year = century.checked_mul(100)?.checked_add(short)?;
        let days = days_of_month(year, month)?;
        (day <= days).then_some(Self {
            year,
            month,
            day: (day > 0).then_some(day),
        })
    }

    /// The day, where one is meant.
    pub fn day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(i32::try_from(self.year).ok()?, self.month, self.day?)
    }

    /// The last day that is meant: what is best before a month is good until its end.
    pub fn last_day(self) -> Option<NaiveDate> {
        let day = self.day.or_else(|| days_of_month(self.year, self.month))?;
        NaiveDate::from_ymd_opt(i32::try_from(self.year).ok()?, self.month, day)
    }
}

/// A number with decimals: `value` divided by ten to the power of `decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The digits, of which at most fifteen stand in an element.
    pub value: u64,
    /// How many of them are decimals.
    pub decimals: u8,
    /// The currency as ISO 4217 numbers it, where the element names one.
    pub currency: Option<u16>,
}

impl Element {
    /// The number of a measure, an amount or a price; `None` for elements without decimals.
    pub fn amount(&self) -> Option<Amount> {
        let identifier = self.identifier();
        let fits = |patterns: &[&str]| patterns.iter().any(|pattern| identifier.fits(pattern));
        let has_currency = fits(&["391n", "393n"]);
        let is_measure = fits(&["31nn", "32nn", "33nn", "34nn", "35nn", "36nn"]);
        if !is_measure && !has_currency && !fits(&["390n", "392n", "394n", "395n"]) {
            return None;
        }
        let (currency, digits) = match self.value().split_at_checked(3) {
            Some((currency, digits)) if has_currency => (currency.parse().ok(), digits),
            _ => (None, self.value()),
        };
        Some(Amount {
            value: digits.parse().ok()?,
            decimals: identifier.last_digit(),
            currency,
        })
    }

    /// The day or month of a date; `None` for elements that are none.
    pub fn date(&self, current_year: u32) -> Option<DayOrMonth> {
        let dates = [
            "11", "12", "13", "15", "16", "17", "4324", "4325", "4326", "7003", "7006",
        ];
        let identifier = self.identifier();
        let is_date = dates.iter().any(|pattern| identifier.fits(pattern));
        let date = self.value().get(..6).filter(|_| is_date)?;
        DayOrMonth::read(date, current_year)
    }
}
