//! Dates and times of day.

use super::sets::digits;
use crate::exchange::gs1::linter::{Fault, Rule};

/// What day 00 means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayZero {
    /// No day in particular: the month, for best-before dates and the like.
    IsMonth,
    /// An error.
    Illegal,
}

fn length(data: &str, length: usize, short: Rule, long: Rule) -> Result<(), Fault> {
    match data.chars().count().cmp(&length) {
        std::cmp::Ordering::Less => Err(Fault::whole(short, data)),
        std::cmp::Ordering::Greater => Err(Fault::whole(long, data)),
        std::cmp::Ordering::Equal => Ok(()),
    }
}

/// The number at some digits that were checked to be digits.
fn number(data: &str, at: std::ops::Range<usize>) -> u32 {
    data.get(at)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(u32::MAX)
}

fn below(data: &str, at: std::ops::Range<usize>, limit: u32, rule: Rule) -> Result<(), Fault> {
    if number(data, at.clone()) < limit {
        Ok(())
    } else {
        Err(Fault { rule, at })
    }
}

pub fn hour(data: &str) -> Result<(), Fault> {
    length(data, 2, Rule::HourTooShort, Rule::HourTooLong)?;
    digits(data)?;
    below(data, 0..2, 24, Rule::IllegalHour)
}

pub fn hour_minute(data: &str) -> Result<(), Fault> {
    length(data, 4, Rule::HourMinuteTooShort, Rule::HourMinuteTooLong)?;
    digits(data)?;
    below(data, 0..2, 24, Rule::IllegalHour)?;
    below(data, 2..4, 60, Rule::IllegalMinute)
}

pub fn minute(data: &str) -> Result<(), Fault> {
    length(data, 2, Rule::MinuteTooShort, Rule::MinuteTooLong)?;
    digits(data)?;
    below(data, 0..2, 60, Rule::IllegalMinute)
}

pub fn second(data: &str) -> Result<(), Fault> {
    length(data, 2, Rule::SecondTooShort, Rule::SecondTooLong)?;
    digits(data)?;
    below(data, 0..2, 60, Rule::IllegalSecond)
}

/// YYMMDD. Any century will do: of those that end with 00, the one that can be meant, 2000, is a leap year.
pub fn short(data: &str, day_zero: DayZero) -> Result<(), Fault> {
    length(data, 6, Rule::DateTooShort, Rule::DateTooLong)?;
    digits(data)?;
    month_and_day(data, 2, 2000 + number(data, 0..2), day_zero)
}

/// YYYYMMDD.
pub fn long(data: &str, day_zero: DayZero) -> Result<(), Fault> {
    length(data, 8, Rule::DateTooShort, Rule::DateTooLong)?;
    digits(data)?;
    month_and_day(data, 4, number(data, 0..4), day_zero)
}

fn month_and_day(data: &str, at: usize, year: u32, day_zero: DayZero) -> Result<(), Fault> {
    let month = number(data, at..at + 2);
    let Some(days) = days_of_month(year, month) else {
        return Err(Fault {
            rule: Rule::IllegalMonth,
            at: at..at + 2,
        });
    };
    let day = number(data, at + 2..at + 4);
    let day_min = u32::from(day_zero == DayZero::Illegal);
    if (day_min..=days).contains(&day) {
        Ok(())
    } else {
        Err(Fault {
            rule: Rule::IllegalDay,
            at: at + 2..at + 4,
        })
    }
}

/// How many days a month of the Gregorian calendar has.
pub fn days_of_month(year: u32, month: u32) -> Option<u32> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => Some(29),
        2 => Some(28),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}
