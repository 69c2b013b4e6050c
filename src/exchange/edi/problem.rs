//! What is wrong inside a message, where, what it means for the goods, and what to do.

use core::fmt;

use serde::Serialize;

use super::syntax::Segment;
use crate::exchange::decimal::Decimal;

/// Something wrong inside a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The message: its kind and its number.
    pub message: String,
    /// The segment's place in the file, the first being 1.
    pub segment: u32,
    /// The segment's tag.
    pub tag: String,
    /// The element, the first after the tag being 1; `None` for the segment as a whole.
    pub element: Option<u8>,
    /// What should stand there, in words.
    pub meaning: &'static str,
    /// What is wrong with it.
    pub flaw: Flaw,
    /// What it means for what was read.
    pub effect: Effect,
}

/// What is wrong with a segment or an element of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Flaw {
    /// It is not there.
    Missing,
    /// It is no number.
    NotANumber {
        /// What stands there, shortened.
        said: String,
    },
    /// It is a number below zero.
    Negative {
        /// What stands there, shortened.
        said: String,
    },
    /// It is no date or no time of day.
    NotADate {
        /// What stands there, shortened.
        said: String,
    },
    /// The sum or the count is not that of the lines.
    Sum {
        /// What the document says.
        said: Decimal,
        /// What its lines come to.
        found: Decimal,
    },
    /// It refers to a level that does not stand before it.
    NoParent {
        /// What stands there, shortened.
        said: String,
    },
    /// It stands there twice.
    Twice {
        /// What stands there, shortened.
        said: String,
    },
    /// It stands where nothing belongs to it.
    OutOfPlace,
    /// Its elements stand one place too far back; they were read from there.
    Shifted,
    /// There are more than are read.
    TooMany {
        /// How many are read.
        kept_max: usize,
    },
}

/// What a problem means for what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Effect {
    /// All was read; a person should look.
    Doubt,
    /// The value was left out.
    ValueLeftOut,
    /// The line was left out.
    LineLeftOut,
    /// Nothing of the message was read.
    MessageRefused,
}

const SAID_CHARACTERS_MAX: usize = 40;

/// The beginning of a partner's text.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(SAID_CHARACTERS_MAX).collect()
}

impl Problem {
    pub(super) fn at(
        message: &str,
        segment: &Segment<'_>,
        element: Option<u8>,
        meaning: &'static str,
        flaw: Flaw,
        effect: Effect,
    ) -> Self {
        Self {
            message: message.to_owned(),
            segment: segment.position,
            tag: shortened(segment.tag()),
            element,
            meaning,
            flaw,
            effect,
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing"),
            Self::NotANumber { said } => write!(f, "'{said}' is no number"),
            Self::Negative { said } => write!(f, "'{said}' is less than nothing"),
            Self::NotADate { said } => write!(f, "'{said}' is no date or time"),
            Self::Sum { said, found } => write!(f, "says {said}, but the lines come to {found}"),
            Self::NoParent { said } => write!(f, "'{said}' names no level before this one"),
            Self::Twice { said } => write!(f, "'{said}' stands there twice"),
            Self::OutOfPlace => f.write_str("stands where nothing belongs to it"),
            Self::Shifted => {
                f.write_str("stands one element too far back, and was read from there")
            }
            Self::TooMany { kept_max } => write!(f, "there are more than {kept_max}"),
        }
    }
}

impl Effect {
    /// What it means and what to do.
    pub fn words(self) -> &'static str {
        match self {
            Self::Doubt => "all was read: compare it with the partner before goods move",
            Self::ValueLeftOut => "the value was left out: ask the partner for it if it is needed",
            Self::LineLeftOut => {
                "the line was left out: do not ship before the partner has sent it again"
            }
            Self::MessageRefused => {
                "nothing of the message was read: ask the partner to send it again"
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, segment {}, {}",
            self.message, self.segment, self.tag
        )?;
        if let Some(element) = self.element {
            write!(f, "{element:02}")?;
        }
        write!(
            f,
            " ({}): {}; {}",
            self.meaning,
            self.flaw,
            self.effect.words()
        )
    }
}
