//! Times as files write them: the text is kept, and read as a wall clock with its offset where one is given.
//!
//! `08/09/26` is a day in August or in September; which, only the maker of the file knows. So a reader names the
//! [style](DateStyle), and without one a date that reads both ways is refused. A time without an offset is the clock
//! on the seller's wall and is kept as that: no zone is ever assumed.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Serialize, Serializer};

use super::problem::ErrorKind;

/// Which comes first in a date of three numbers that does not begin with the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStyle {
    /// The day: `31/12/2026`.
    DayFirst,
    /// The month: `12/31/2026`.
    MonthFirst,
    /// Not known: `08/09/26` is refused, `31/12/26` is not.
    #[default]
    Unsaid,
}

/// A time as a source gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceTime {
    /// The text, as written.
    pub text: String,
    /// The same as a wall clock; midnight where only a date is given. `None` where it could not be read.
    #[serde(serialize_with = "as_wall_clock")]
    pub local: Option<NaiveDateTime>,
    /// Whether a time of day is given.
    pub with_clock: bool,
    /// How far the wall clock is ahead of UTC, in minutes, where that is given.
    pub offset_minutes: Option<i32>,
}

fn as_wall_clock<S: Serializer>(
    time: &Option<NaiveDateTime>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(&time.format("%Y-%m-%dT%H:%M:%S")),
        None => serializer.serialize_none(),
    }
}

impl SourceTime {
    /// A time that nobody could read, kept as written.
    pub fn unread(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            local: None,
            with_clock: false,
            offset_minutes: None,
        }
    }

    /// Where it stands among times of the same source: the wall clock, less its offset where one is given. `None` for
    /// what could not be read.
    pub fn in_order(&self) -> Option<NaiveDateTime> {
        let ahead = i64::from(self.offset_minutes.unwrap_or_default());
        self.local?.checked_sub_signed(TimeDelta::minutes(ahead))
    }

    /// A day without an hour, as the last moment of it: what must have happened by a day may happen during it.
    pub fn end_the_day(&mut self) {
        if !self.with_clock {
            let last = |at: NaiveDateTime| at.date().and_hms_opt(23, 59, 59);
            self.local = self.local.and_then(last);
        }
    }

    /// Reads a time: `2026-08-01 10:00:00 +0900`, `01/08/2026 10:00`, `Oct-05-26`, `Aug 1, 2026 9:05:00 AM`.
    ///
    /// # Errors
    /// [`ErrorKind::NotATime`], or [`ErrorKind::DateUnclear`] where day and month could be exchanged.
    pub fn read(text: &str, style: DateStyle) -> Result<Self, ErrorKind> {
        let text = text.trim();
        if text.len() > 64 {
            return Err(ErrorKind::NotATime);
        }
        let pointed = pointed_clock(text);
        let text = pointed.as_deref().unwrap_or(text);
        let (date_text, clock_text) = match text.find(':') {
            Some(colon) => {
                let before = &text[..colon];
                let hour = before.trim_end_matches(|c: char| c.is_ascii_digit());
                text.split_at(hour.len())
            }
            None => (text, ""),
        };
        let date = date(date_text, style)?;
        let (clock, offset_minutes) = match clock_text {
            "" => (NaiveTime::MIN, None),
            some => clock(some).ok_or(ErrorKind::NotATime)?,
        };
        Ok(Self {
            text: text.to_owned(),
            local: Some(date.and_time(clock)),
            with_clock: !clock_text.is_empty(),
            offset_minutes,
        })
    }
}

/// The runs of digits and of letters of a text.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = rest.chars().next() else {
            return words;
        };
        let digits = first.is_ascii_digit();
        let end = rest
            .find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digits)
            .unwrap_or(rest.len());
        let (word, others) = rest.split_at(end);
        words.push(word);
        rest = others;
    }
}

const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb"],
    &["mar"],
    &["apr"],
    &["may", "mei"],
    &["jun"],
    &["jul"],
    &["aug", "agu", "agt", "ags"],
    &["sep"],
    &["oct", "okt"],
    &["nov", "nop"],
    &["dec", "des"],
];

/// The month of an English or Indonesian name, in full or shortened.
fn month_of(word: &str) -> Option<u32> {
    let start = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|names| names.contains(&start.as_str()))?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    word.get(..3)
        .is_some_and(|start| DAYS.contains(&start.to_ascii_lowercase().as_str()))
}

fn date(text: &str, style: DateStyle) -> Result<NaiveDate, ErrorKind> {
    let mut month_name = None;
    let mut numbers: Vec<&str> = Vec::new();
    for word in words(text) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            numbers.push(word);
        } else if let Some(month) = month_of(word) {
            month_name = Some(month);
        } else if !is_weekday(word) && !["T", "at", "pukul"].contains(&word) {
            return Err(ErrorKind::NotATime);
        }
    }
    let (year, month, day) = match (month_name, &numbers[..]) {
        (Some(month), [year, day]) if year.len() == 4 => (year_of(year), month, small(day)?),
        (Some(month), [day, year]) => (year_of(year), month, small(day)?),
        (None, [year, month, day]) if year.len() == 4 => {
            (year_of(year), small(month)?, small(day)?)
        }
        (None, [first, second, year]) => {
            let (month, day) = in_order(small(first)?, small(second)?, style)?;
            (year_of(year), month, day)
        }
        _ => return Err(ErrorKind::NotATime),
    };
    let year = year.ok_or(ErrorKind::NotATime)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(ErrorKind::NotATime)
}

fn in_order(first: u32, second: u32, style: DateStyle) -> Result<(u32, u32), ErrorKind> {
    match style {
        DateStyle::MonthFirst => Ok((first, second)),
        DateStyle::DayFirst => Ok((second, first)),
        DateStyle::Unsaid if first > 12 => Ok((second, first)),
        DateStyle::Unsaid if second > 12 || first == second => Ok((first, second)),
        DateStyle::Unsaid => Err(ErrorKind::DateUnclear),
    }
}

fn small(digits: &str) -> Result<u32, ErrorKind> {
    if digits.len() > 2 {
        return Err(ErrorKind::NotATime);
    }
    digits.parse().map_err(|_| ErrorKind::NotATime)
}

/// A year of four digits, or of two: the nineties and before are the last century's.
fn year_of(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match (digits.len(), year) {
        (4, year) => Some(year),
        (2, 70..) => Some(1900 + year),
        (2, year) => Some(2000 + year),
        _ => None,
    }
}

/// The time of day and the offset: `10:15`, `9:05:07.250 PM`, `10:15:00+07:00`, `10:15 WIB`, `10:15:00Z`.
/// A date with a clock whose hours and minutes a point parts, `20/11/2026 17.30`, as one with colons.
fn pointed_clock(text: &str) -> Option<String> {
    let (date, clock) = text.trim().rsplit_once(' ')?;
    let is_clock = !text.contains(':')
        && matches!(clock.len(), 4 | 5 | 7 | 8)
        && clock
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && matches!(clock.matches('.').count(), 1 | 2)
        && clock.rsplit('.').next().is_some_and(|last| last.len() == 2);
    (is_clock && date.contains(|c: char| !c.is_ascii_digit()))
        .then(|| format!("{date} {}", clock.replace('.', ":")))
}

fn clock(text: &str) -> Option<(NaiveTime, Option<i32>)> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .unwrap_or(text.len());
    let (time, mut rest) = (&text[..end], text[end..].trim());
    let mut parts = time.split(':');
    let mut hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let second = match parts.next() {
        Some(second) => second.split('.').next()?.parse().ok()?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let half = rest.get(..2).map(str::to_ascii_lowercase);
    if let Some(half) = half.filter(|half| half == "am" || half == "pm") {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if half == "pm" { 12 } else { 0 };
        rest = rest[2..].trim();
    }
    let clock = NaiveTime::from_hms_opt(hour, minute, second)?;
    Some((clock, offset(rest)?))
}

/// The zones that are written as words, with their offsets in minutes.
const ZONES: [(&str, i32); 12] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("WIB", 420),
    ("WITA", 480),
    ("WIT", 540),
    ("PST", -480),
    ("PDT", -420),
    ("EST", -300),
    ("EDT", -240),
    ("CET", 60),
    ("CEST", 120),
];

/// `None` where the text is no offset; `Some(None)` where there is none.
fn offset(text: &str) -> Option<Option<i32>> {
    if text.is_empty() {
        return Some(None);
    }
    if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == text) {
        return Some(Some(*minutes));
    }
    let text = text
        .strip_prefix("GMT")
        .or(text.strip_prefix("UTC"))
        .unwrap_or(text);
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, style: DateStyle, expected: &str, offset: Option<i32>) {
        let read = SourceTime::read(text, style);
        let shown = read.map(|time| {
            let local = time
                .local
                .map(|local| local.format("%Y-%m-%d %H:%M:%S").to_string());
            (local.unwrap_or_default(), time.offset_minutes)
        });
        assert_eq!(shown, Ok((expected.to_owned(), offset)), "{text}");
    }

    #[test]
    fn times_of_every_shop_are_read() {
        use DateStyle::{DayFirst, MonthFirst, Unsaid};
        check(
            "2026-08-01 10:00:00 +0900",
            Unsaid,
            "2026-08-01 10:00:00",
            Some(540),
        );
        check(
            "2026-08-01T10:00:00-05:00",
            Unsaid,
            "2026-08-01 10:00:00",
            Some(-300),
        );
        check(
            "2026-08-01T10:00:00.123Z",
            Unsaid,
            "2026-08-01 10:00:00",
            Some(0),
        );
        check("2026-08-01 10:15", Unsaid, "2026-08-01 10:15:00", None);
        check("08/09/26", MonthFirst, "2026-08-09 00:00:00", None);
        check("08/09/2026 23:59:01", DayFirst, "2026-09-08 23:59:01", None);
        check("31/12/26", Unsaid, "2026-12-31 00:00:00", None);
        check("Oct-05-26", Unsaid, "2026-10-05 00:00:00", None);
        check("26-May-26", Unsaid, "2026-05-26 00:00:00", None);
        check(
            "Aug 1, 2026 9:05:00 PM",
            Unsaid,
            "2026-08-01 21:05:00",
            None,
        );
        check(
            "Sat, 1 Agustus 2026 12:05 WIB",
            Unsaid,
            "2026-08-01 12:05:00",
            Some(420),
        );
    }

    #[test]
    fn what_reads_both_ways_is_refused() {
        for (text, error) in [
            ("08/09/26", ErrorKind::DateUnclear),
            ("13/13/2026", ErrorKind::NotATime),
            ("2026-02-30", ErrorKind::NotATime),
            ("yesterday", ErrorKind::NotATime),
            ("2026-08-01 25:00", ErrorKind::NotATime),
            ("2026-08-01 10:00 somewhere", ErrorKind::NotATime),
            ("", ErrorKind::NotATime),
        ] {
            assert_eq!(
                SourceTime::read(text, DateStyle::Unsaid),
                Err(error),
                "{text}"
            );
        }
    }
}
