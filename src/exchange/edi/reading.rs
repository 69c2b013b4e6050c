//! What the readers of all messages share: values out of elements, and what is said of those that are wrong.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use super::envelope::Message;
use super::problem::{Effect, Flaw, Problem, shortened};
use super::record::{Line, When};
use super::syntax::Segment;
use crate::exchange::decimal::Decimal;
use crate::limits::{EDI_FAULTS_KEPT_MAX, EDI_LINES_MAX, EDI_TAGS_KEPT_MAX};

/// What the reading of one message came to, beside its record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What is wrong. Bounded; [`Self::problems_more`] counts the rest.
    pub problems: Vec<Problem>,
    /// Problems beyond those kept.
    pub problems_more: u64,
    /// Segments that the record has no place for, by tag, and how many of each.
    pub unread: BTreeMap<String, u32>,
}

impl Notes {
    /// The worst that the problems mean; `None` where there are none.
    pub fn worst(&self) -> Option<Effect> {
        self.problems.iter().map(|problem| problem.effect).max()
    }
}

/// Reads the elements of one message.
pub(super) struct Reading {
    name: String,
    notes: Notes,
    has_too_many: bool,
}

impl Reading {
    pub fn new(message: &Message<'_>) -> Self {
        Self {
            name: format!("{} {}", message.kind, message.control),
            notes: Notes::default(),
            has_too_many: false,
        }
    }

    pub fn finish(self) -> Notes {
        self.notes
    }

    pub fn problem(
        &mut self,
        segment: &Segment<'_>,
        element: Option<u8>,
        meaning: &'static str,
        flaw: Flaw,
        effect: Effect,
    ) {
        let kept = self.notes.problems.len();
        // What refuses the message is never crowded out by what does not.
        if kept < EDI_FAULTS_KEPT_MAX
            || effect == Effect::MessageRefused && kept < 2 * EDI_FAULTS_KEPT_MAX
        {
            let problem = Problem::at(&self.name, segment, element, meaning, flaw, effect);
            self.notes.problems.push(problem);
        } else {
            self.notes.problems_more += 1;
        }
    }

    /// Counts a segment that the record has no place for.
    pub fn unread(&mut self, segment: &Segment<'_>) {
        let tag = shortened(segment.tag());
        let room = self.notes.unread.len() < EDI_TAGS_KEPT_MAX;
        if let Some(count) = self.notes.unread.get_mut(&tag) {
            *count = count.saturating_add(1);
        } else if room {
            self.notes.unread.insert(tag, 1);
        }
    }

    /// Says that a message has no first segment that could be read, unless that was said.
    pub fn refused(&mut self, message: &Message<'_>) {
        let is_said = self.notes.worst() == Some(Effect::MessageRefused);
        if let Some(header) = message.segments.first().filter(|_| !is_said) {
            let meaning = "first segment of the document";
            self.problem(header, None, meaning, Flaw::Missing, Effect::MessageRefused);
        }
    }

    /// An element that the message is nothing without.
    pub fn needed(
        &mut self,
        segment: &Segment<'_>,
        element: u8,
        meaning: &'static str,
    ) -> Option<String> {
        let text = segment.component(usize::from(element), 1);
        if text.is_empty() {
            self.problem(
                segment,
                Some(element),
                meaning,
                Flaw::Missing,
                Effect::MessageRefused,
            );
            return None;
        }
        Some(text.into_owned())
    }

    /// How many units a line has.
    pub fn units(&mut self, segment: &Segment<'_>, element: u8, text: &str) -> Option<Decimal> {
        self.amount(
            segment,
            element,
            "number of units",
            text,
            Effect::LineLeftOut,
        )
        .or_else(|| {
            if text.is_empty() {
                let flaw = Flaw::Missing;
                let meaning = "number of units";
                self.problem(segment, Some(element), meaning, flaw, Effect::LineLeftOut);
            }
            None
        })
    }

    /// A number that may be absent.
    pub fn number(
        &mut self,
        segment: &Segment<'_>,
        element: u8,
        meaning: &'static str,
    ) -> Option<Decimal> {
        let text = segment.element(usize::from(element));
        self.amount(segment, element, meaning, &text, Effect::ValueLeftOut)
    }

    /// A number of zero or more; `None` where there is none.
    pub fn amount(
        &mut self,
        segment: &Segment<'_>,
        element: u8,
        meaning: &'static str,
        text: &str,
        effect: Effect,
    ) -> Option<Decimal> {
        if text.is_empty() {
            return None;
        }
        let said = shortened(text);
        let flaw = match Decimal::plain(text) {
            Ok(amount) if amount.is_negative() => Flaw::Negative { said },
            Ok(amount) => return Some(amount),
            Err(_) => Flaw::NotANumber { said },
        };
        self.problem(segment, Some(element), meaning, flaw, effect);
        None
    }

    /// A date of X12 and its time of day; `None` where there is none.
    pub fn when(&mut self, segment: &Segment<'_>, date: u8, time: Option<u8>) -> Option<When> {
        let text = segment.element(usize::from(date));
        if text.is_empty() {
            return None;
        }
        let Some(day) = day(&text) else {
            self.not_a_date(segment, date, &text);
            return None;
        };
        let clock = time.map(|element| (element, segment.element(usize::from(element))));
        let time = match clock {
            Some((element, text)) if !text.is_empty() => {
                let time = clock_of(&text);
                if time.is_none() {
                    self.not_a_date(segment, element, &text);
                }
                time
            }
            _ => None,
        };
        Some(When { date: day, time })
    }

    pub fn not_a_date(&mut self, segment: &Segment<'_>, element: u8, text: &str) {
        let said = shortened(text);
        let flaw = Flaw::NotADate { said };
        self.problem(segment, Some(element), "date", flaw, Effect::ValueLeftOut);
    }

    /// Adds to a list, unless it is too long.
    pub fn push<T>(&mut self, list: &mut Vec<T>, segment: &Segment<'_>, item: T) {
        if self.has_room(list.len(), segment) {
            list.push(item);
        }
    }

    /// Whether one more line, level or part of one is read.
    fn has_room(&mut self, held: usize, segment: &Segment<'_>) -> bool {
        if held < EDI_LINES_MAX {
            return true;
        }
        if !self.has_too_many {
            self.has_too_many = true;
            let kept_max = EDI_LINES_MAX;
            let flaw = Flaw::TooMany { kept_max };
            self.problem(
                segment,
                None,
                "lines and their parts",
                flaw,
                Effect::MessageRefused,
            );
        }
        false
    }

    /// Says that a line has no number of units.
    pub fn unmeasured(&mut self, segment: &Segment<'_>) {
        let meaning = "QTY, the units of the item";
        self.problem(segment, None, meaning, Flaw::Missing, Effect::LineLeftOut);
    }

    /// Says that a line names no item.
    pub fn nameless(&mut self, segment: &Segment<'_>, element: u8) {
        let flaw = Flaw::Missing;
        let meaning = "number of the item";
        self.problem(segment, Some(element), meaning, flaw, Effect::LineLeftOut);
    }

    /// Compares a sum that a document gives with that of its lines.
    pub fn sum(
        &mut self,
        segment: &Segment<'_>,
        element: u8,
        meaning: &'static str,
        found: Option<Decimal>,
    ) {
        let text = segment.element(usize::from(element));
        self.compare(segment, element, meaning, &text, found);
    }

    /// As [`Self::sum`], of a composite that says in its first component what it sums.
    pub fn said_sum(
        &mut self,
        segment: &Segment<'_>,
        meaning: &'static str,
        said: &str,
        found: Option<Decimal>,
    ) {
        self.compare(segment, 1, meaning, said, found);
    }

    fn compare(
        &mut self,
        segment: &Segment<'_>,
        element: u8,
        meaning: &'static str,
        text: &str,
        found: Option<Decimal>,
    ) {
        let said = self.amount(segment, element, meaning, text, Effect::ValueLeftOut);
        let (Some(said), Some(found)) = (said, found) else {
            return;
        };
        if said != found {
            let flaw = Flaw::Sum { said, found };
            self.problem(segment, Some(element), meaning, flaw, Effect::Doubt);
        }
    }
}

/// The sum of the lines' quantities; `None` beyond what can be held.
pub(super) fn total(lines: &[Line]) -> Option<Decimal> {
    let quantities = lines.iter().map(|line| line.quantity);
    quantities
        .into_iter()
        .try_fold(Decimal::ZERO, Decimal::plus)
}

/// How many there are.
pub(super) fn counted(count: usize) -> Option<Decimal> {
    i64::try_from(count).ok().map(Decimal::whole)
}

/// Years of two digits from here on are of the 20th century.
const FIRST_YEAR_OF_TWO_DIGITS: i32 = 70;

/// A day of eight digits, or of six: `20260131`, `260131`.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let digits = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        8 => NaiveDate::from_ymd_opt(
            i32::try_from(digits(0, 4)?).ok()?,
            digits(4, 6)?,
            digits(6, 8)?,
        ),
        6 => {
            let year = i32::try_from(digits(0, 2)?).ok()?;
            let century = if year >= FIRST_YEAR_OF_TWO_DIGITS {
                1900
            } else {
                2000
            };
            NaiveDate::from_ymd_opt(century + year, digits(2, 4)?, digits(4, 6)?)
        }
        _ => None,
    }
}

/// A time of day of four digits or more: `0931`, `093105`, `09310550`. Parts of a second are left out.
pub(super) fn clock_of(text: &str) -> Option<NaiveTime> {
    let digits = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let second = match text.len() {
        4 => 0,
        6..=8 => digits(4, 6)?,
        _ => return None,
    };
    NaiveTime::from_hms_opt(digits(0, 2)?, digits(2, 4)?, second)
}
