//! What can be wrong with the envelopes of EDI, and where.

use core::fmt;

/// Why a file is no EDI that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It starts with none of the segments that EDI starts with.
    NotEdi,
    /// It is TRADACOMS, which is not read: ask the partner for EDIFACT or X12.
    Tradacoms,
    /// It holds bytes that are no text, the first after so many.
    Binary {
        /// Bytes before it.
        byte: u64,
    },
    /// It is larger than a file of messages may be.
    TooLarge {
        /// The most bytes.
        bytes_max: usize,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEdi => f.write_str("This is no EDI file: it starts with no ISA, UNA, UNB, GS, ST or UNH."),
            Self::Tradacoms => f.write_str(
                "This is a TRADACOMS file, which is not read. Ask the partner to send EDIFACT or X12.",
            ),
            Self::Binary { byte } => write!(f, "There is no text after byte {byte}. Send the file again as text."),
            Self::TooLarge { bytes_max } => {
                write!(f, "The file is larger than {bytes_max} bytes. Send it in parts.")
            }
        }
    }
}

/// Something wrong at one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The segment's place in the file, the first being 1.
    pub segment: u32,
    /// The segment's tag.
    pub tag: String,
    /// The element of the segment, the first after the tag being 1; `None` for the segment as a whole.
    pub element: Option<u8>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The trailer's count is not what was sent.
    Count {
        /// What the trailer says.
        said: u64,
        /// What is there.
        found: u64,
    },
    /// The trailer's count is no number.
    CountUnreadable {
        /// What stands there.
        said: String,
    },
    /// The trailer does not repeat the header's number.
    Control {
        /// The header's.
        opened: String,
        /// The trailer's.
        closed: String,
    },
    /// An element that must be there is not.
    Missing,
    /// The delimiters that the header declares are not those of the text, which was read by its own.
    Delimiters,
    /// The header's envelope has no trailer.
    NotClosed,
    /// The trailer belongs to no header.
    NotOpened,
    /// The segment is in no message.
    Outside,
}

impl Wrong {
    /// The words for the operator.
    fn words(&self) -> String {
        match self {
            Self::Count { said, found } => format!("says {said}, but {found} were sent"),
            Self::CountUnreadable { said } => format!("'{said}' is no count"),
            Self::Control { opened, closed } => {
                format!("says '{closed}', but its header says '{opened}'")
            }
            Self::Missing => "is missing".to_owned(),
            Self::Delimiters => "does not name the delimiters that the text has".to_owned(),
            Self::NotClosed => "has no trailer: the file may be cut off".to_owned(),
            Self::NotOpened => "has no header before it".to_owned(),
            Self::Outside => "is in no message".to_owned(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "segment {}, {}", self.segment, self.tag)?;
        if let Some(element) = self.element {
            write!(f, "{element:02}")?;
        }
        write!(f, ": {}", self.wrong.words())
    }
}
