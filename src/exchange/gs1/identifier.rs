//! Application identifiers: what an element is called, what stands in it, and whom it goes with.

use std::fmt;

use super::linter::Linter;
use super::{measures, table};

/// The characters of a part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Characters {
    /// Digits.
    Digits,
    /// The 82 characters of GS1 texts: ASCII letters, digits and most marks; no blank.
    Text,
    /// The 39 characters of component numbers: capitals, digits, `#`, `-`, `/`.
    Part,
    /// Base 64 for addresses.
    Base64,
}

impl Characters {
    /// The check of the characters.
    pub fn linter(self) -> Linter {
        match self {
            Self::Digits => Linter::Digits,
            Self::Text => Linter::Text,
            Self::Part => Linter::PartText,
            Self::Base64 => Linter::Base64,
        }
    }
}

/// A part of a value. Only the last part may vary in length, and no part follows an optional one that must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its characters.
    pub characters: Characters,
    /// The fewest characters.
    pub characters_min: u8,
    /// The most characters.
    pub characters_max: u8,
    /// Whether it may be absent.
    pub is_optional: bool,
    /// What else is checked.
    pub linters: &'static [Linter],
}

impl Part {
    pub(super) const fn checked(self, linters: &'static [Linter]) -> Self {
        Self { linters, ..self }
    }

    pub(super) const fn optional(self) -> Self {
        Self {
            is_optional: true,
            ..self
        }
    }
}

const fn part_of(characters: Characters, characters_min: u8, characters_max: u8) -> Part {
    Part {
        characters,
        characters_min,
        characters_max,
        is_optional: false,
        linters: &[],
    }
}

pub(super) const fn digits(least: u8, most: u8) -> Part {
    part_of(Characters::Digits, least, most)
}

pub(super) const fn text(least: u8, most: u8) -> Part {
    part_of(Characters::Text, least, most)
}

pub(super) const fn part(least: u8, most: u8) -> Part {
    part_of(Characters::Part, least, most)
}

pub(super) const fn base64(least: u8, most: u8) -> Part {
    part_of(Characters::Base64, least, most)
}

/// What the dictionary says of an identifier, or of a range of identifiers that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    digits: u8,
    first: u16,
    last: u16,
    /// The name that stands above the value on a label.
    pub title: &'static str,
    /// What stands in the value.
    pub parts: &'static [Part],
    /// Whether its length is known beforehand, so that no separator follows.
    pub is_fixed: bool,
    /// Whether it may be an attribute of a Digital Link.
    pub is_attribute: bool,
    /// Groups of companions of which one must be there whole.
    pub needs: &'static [&'static str],
    /// Companions that must not be there.
    pub excludes: &'static [&'static str],
    /// For a primary key of a Digital Link: the orders of qualifiers that may follow it.
    pub qualifiers: Option<&'static [&'static [&'static str]]>,
}

pub(super) const fn ai(
    digits: u8,
    first: u16,
    last: u16,
    title: &'static str,
    parts: &'static [Part],
) -> Entry {
    Entry {
        digits,
        first,
        last,
        title,
        parts,
        is_fixed: false,
        is_attribute: false,
        needs: &[],
        excludes: &[],
        qualifiers: None,
    }
}

impl Entry {
    pub(super) const fn fixed(self) -> Self {
        Self {
            is_fixed: true,
            ..self
        }
    }

    pub(super) const fn attribute(self) -> Self {
        Self {
            is_attribute: true,
            ..self
        }
    }

    pub(super) const fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    pub(super) const fn excludes(self, excludes: &'static [&'static str]) -> Self {
        Self { excludes, ..self }
    }

    pub(super) const fn key(self, qualifiers: &'static [&'static [&'static str]]) -> Self {
        Self {
            qualifiers: Some(qualifiers),
            ..self
        }
    }

    /// The fewest characters of a value.
    pub fn characters_min(&self) -> usize {
        let parts = self.parts.iter().filter(|part| !part.is_optional);
        parts.map(|part| usize::from(part.characters_min)).sum()
    }

    /// The most characters of a value.
    pub fn characters_max(&self) -> usize {
        let parts = self.parts.iter();
        parts.map(|part| usize::from(part.characters_max)).sum()
    }

    /// The first and the last identifier of the range.
    pub fn range(&self) -> (Identifier, Identifier) {
        let of = |number| Identifier {
            digits: self.digits,
            number,
        };
        (of(self.first), of(self.last))
    }
}

/// Whether identifiers that the dictionary does not know are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknown {
    /// They are an error.
    #[default]
    Refused,
    /// Their value is taken for text of up to 90 characters: newer than the dictionary of this program.
    Kept,
}

/// An application identifier: two to four digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    digits: u8,
    number: u16,
}

impl Identifier {
    /// An identifier of two to four digits, known or not.
    pub fn new(digits: &str) -> Option<Self> {
        let is_sound =
            (2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        Some(Self {
            number: is_sound.then(|| digits.parse().ok())??,
            // Two to four.
            digits: digits.len() as u8,
        })
    }

    /// How many digits it has.
    pub fn digits(self) -> usize {
        usize::from(self.digits)
    }

    /// The last digit, which for measures and amounts is how many decimals the value has.
    pub fn last_digit(self) -> u8 {
        // Below ten.
        (self.number % 10) as u8
    }

    /// What the dictionary says of it.
    pub fn entry(self) -> Option<Entry> {
        let is_measure = self.digits == 4 && (3100..3700).contains(&self.number);
        if is_measure {
            return measures::entry(self.number);
        }
        let mut entries = table::ENTRIES.iter();
        entries
            .find(|entry| {
                entry.digits == self.digits && (entry.first..=entry.last).contains(&self.number)
            })
            .copied()
    }

    /// What the dictionary says of it, or what its first digits say of one that the dictionary does not know.
    pub fn entry_or(self, unknown: Unknown) -> Option<Entry> {
        self.entry().or_else(|| match unknown {
            Unknown::Refused => None,
            Unknown::Kept => self.presumed(),
        })
    }

    /// The identifier that a message begins with.
    pub fn at_start_of(message: &str, unknown: Unknown) -> Option<(Self, Entry)> {
        (2..=4)
            .filter_map(|length| Self::new(message.get(..length)?))
            .find_map(|found| Some((found, found.entry()?)))
            .or_else(|| {
                let length = length_by_prefix(message)?;
                let found = Self::new(message.get(..length)?)?;
                Some((found, found.entry_or(unknown)?))
            })
    }

    /// Whether a pattern fits: as many characters, `n` for any digit, the first a digit.
    pub fn fits(self, pattern: &str) -> bool {
        let own = self.to_string();
        own.len() == pattern.len()
            && !pattern.starts_with('n')
            && own
                .bytes()
                .zip(pattern.bytes())
                .all(|(digit, wanted)| wanted == b'n' || wanted == digit)
    }

    /// An unknown one: identifiers with the same first two digits have one length, and the first two digits say whether
    /// the length of the value is fixed.
    fn presumed(self) -> Option<Entry> {
        let own = self.to_string();
        let is_taken = entries().any(|entry| {
            let first = entry.range().0.to_string();
            first.starts_with(&own) || own.starts_with(&first)
        });
        let is_length_right = length_by_prefix(&own).is_none_or(|length| length == own.len());
        if is_taken || !is_length_right {
            return None;
        }
        let entry = |parts| ai(self.digits, self.number, self.number, "UNKNOWN", parts);
        Some(match own.get(..2)?.parse().ok()? {
            0u8 => entry(&[const { text(18, 18) }]).fixed(),
            1..=3 => entry(&[const { text(14, 14) }]).fixed(),
            4 => entry(&[const { text(16, 16) }]).fixed(),
            11..=19 | 31..=36 => entry(&[const { text(6, 6) }]).fixed(),
            20 => entry(&[const { text(2, 2) }]).fixed(),
            41 => entry(&[const { text(13, 13) }]).fixed(),
            _ => entry(&[const { text(1, 90) }]),
        })
    }
}

/// How many digits the identifiers with the first two digits of this text have.
fn length_by_prefix(text: &str) -> Option<usize> {
    let prefix = text.get(..2)?;
    entries()
        .map(|entry| entry.range().0)
        .find(|first| first.to_string().starts_with(prefix))
        .map(Identifier::digits)
}

/// What the dictionary knows, range by range; a measure with any decimals is one.
pub fn entries() -> impl Iterator<Item = Entry> {
    table::ENTRIES.iter().copied().chain(measures::all())
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.number, width = self.digits())
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({self})")
    }
}
