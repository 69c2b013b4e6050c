//! What the writers of all messages share: segments, their lengths, and the envelopes around them.
//!
//! X12 has no way to write its own delimiters: where one stands in a text, a space is written. EDIFACT releases them.
//! A value that is longer than its element may be is an error and never cut: a cut number is another number.

use core::fmt;

use chrono::Timelike as _;

use super::record::When;
use super::syntax::Dialect;
use crate::exchange::decimal::Decimal;

/// Why a document cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// A value does not fit into its element.
    TooLong {
        /// The segment's tag.
        tag: &'static str,
        /// The element, the first after the tag being 1.
        element: usize,
        /// The most characters.
        characters_max: usize,
        /// The value.
        value: String,
    },
    /// A line has more numbers of its item than its segment.
    TooMany {
        /// The segment's tag.
        tag: &'static str,
        /// How many it holds.
        kept_max: usize,
    },
    /// The dialect has no message for a document of this kind.
    NoMessage,
    /// A document of levels is not built as the format has them.
    Levels,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong {
                tag,
                element,
                characters_max,
                value,
            } => write!(
                f,
                "'{value}' is longer than the {characters_max} characters of {tag}{element:02}. Shorten it."
            ),
            Self::TooMany { tag, kept_max } => write!(
                f,
                "{tag} holds {kept_max} numbers of an item. Leave out those that the partner does not need."
            ),
            Self::NoMessage => f.write_str(
                "EDIFACT is written for orders and despatch advices only. Send this document in X12.",
            ),
            Self::Levels => f.write_str(
                "The levels of the shipment are not nested as the format has them: each level stands after the one \
                 that it is in, and the first is the shipment.",
            ),
        }
    }
}

impl std::error::Error for WriteError {}

/// Who sends an interchange to whom, when, and under which numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The sender: the code of the kind of its number (`ZZ`, `01`, `14`), and the number.
    pub sender: (String, String),
    /// The receiver, likewise.
    pub receiver: (String, String),
    /// When it is written.
    pub written: When,
    /// Its number; never the same twice to one receiver. At most nine digits.
    pub control: u32,
    /// Whether it is a test.
    pub is_test: bool,
}

/// One segment as it is written: elements of components.
pub(super) struct Segments {
    dialect: Dialect,
    text: String,
    count: usize,
    error: Option<WriteError>,
}

/// A value of an element, and the most characters that it may have.
pub(super) type Value<'a> = (&'a str, usize);

impl Segments {
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            text: String::new(),
            count: 0,
            error: None,
        }
    }

    /// Writes a segment of simple elements; those that are empty at its end are left out.
    pub fn add(&mut self, tag: &'static str, elements: &[Value<'_>]) {
        let composites: Vec<&[Value<'_>]> = elements.iter().map(std::slice::from_ref).collect();
        self.add_composites(tag, &composites);
    }

    /// Writes a segment of elements of components.
    pub fn add_composites(&mut self, tag: &'static str, elements: &[&[Value<'_>]]) {
        let (element_mark, component_mark, end) = match self.dialect {
            Dialect::X12 => ('*', '>', "~\n"),
            Dialect::Edifact => ('+', ':', "'\n"),
        };
        let mut line = tag.to_owned();
        let (mut marks, mut number) = (String::new(), 0);
        for components in elements {
            number += 1;
            marks.push(element_mark);
            let mut inner = String::new();
            for (value, characters_max) in *components {
                let value = self.fitting(tag, number, value, *characters_max);
                if !value.is_empty() {
                    line.push_str(&std::mem::take(&mut marks));
                    line.push_str(&std::mem::take(&mut inner));
                    line.push_str(&value);
                }
                inner.push(component_mark);
            }
        }
        self.count += 1;
        self.text.push_str(&line);
        self.text.push_str(end);
    }

    /// Writes a segment that is already put together.
    pub fn raw(&mut self, segment: &str) {
        self.count += 1;
        self.text.push_str(segment);
    }

    /// A value as it may stand in an element, if it is short enough.
    pub fn fitting(
        &mut self,
        tag: &'static str,
        element: usize,
        value: &str,
        characters_max: usize,
    ) -> String {
        let value = value.trim();
        if value.chars().count() > characters_max {
            self.fail(WriteError::TooLong {
                tag,
                element,
                characters_max,
                value: value.to_owned(),
            });
        }
        self.plain(value)
    }

    /// How many segments there are.
    pub fn count(&self) -> usize {
        self.count
    }

    pub fn fail(&mut self, error: WriteError) {
        self.error.get_or_insert(error);
    }

    pub fn finish(self) -> Result<String, WriteError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.text),
        }
    }

    fn plain(&self, value: &str) -> String {
        let mut plain = String::with_capacity(value.len());
        for character in value.chars() {
            match (self.dialect, character) {
                (_, control) if control.is_control() => plain.push(' '),
                (Dialect::X12, '*' | '~' | '>') => plain.push(' '),
                (Dialect::Edifact, '+' | ':' | '\'' | '?') => {
                    plain.push('?');
                    plain.push(character);
                }
                (_, other) => plain.push(other),
            }
        }
        plain.trim().to_owned()
    }
}

/// A text in parts of so many characters at most, broken at spaces where there are any.
pub(super) fn parts(text: &str, characters_max: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        let is_full = part.chars().count() + 1 + word.len() > characters_max;
        if !part.is_empty() && is_full {
            parts.push(std::mem::take(&mut part));
        } else if !part.is_empty() {
            part.push(' ');
        }
        while word.len() > characters_max {
            parts.push(word.drain(..characters_max).collect());
        }
        part.extend(word);
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

/// A number as documents write it: without needless zeros.
pub(super) fn number(amount: Decimal) -> String {
    let text = amount.to_string();
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A number that may be absent.
pub(super) fn number_or_nothing(amount: Option<Decimal>) -> String {
    amount.map(number).unwrap_or_default()
}

/// A sum of all units for a trailer that holds ten digits and need not hold any: nothing where there are more.
pub(super) fn short_sum(sum: Option<Decimal>) -> String {
    const DIGITS_MAX: usize = 10;
    let text = number_or_nothing(sum);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > DIGITS_MAX {
        return String::new();
    }
    text
}

/// A day of eight digits; nothing for nothing.
pub(super) fn day(when: Option<When>) -> String {
    when.map(|when| when.date.format("%Y%m%d").to_string())
        .unwrap_or_default()
}

/// A time of day: of four digits where it has no seconds.
pub(super) fn clock(when: Option<When>) -> String {
    let time = when.and_then(|when| when.time);
    time.map(|time| {
        let pattern = if time.second() == 0 { "%H%M" } else { "%H%M%S" };
        time.format(pattern).to_string()
    })
    .unwrap_or_default()
}
