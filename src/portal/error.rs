//! What can go wrong in the portal.

use crate::domain::command::Refusal;
use crate::domain::commit::StreamId;
use crate::journal::{CodecError, SegmentError};
use crate::storage::StoreError;
use std::fmt;

/// A record of the journal that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedRecord {
    /// The stream.
    pub stream: StreamId,
    /// The commit, or the first of the segment.
    pub number: u64,
    /// What is wrong with it.
    pub why: String,
}

/// What can go wrong. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortalError {
    /// The command was refused.
    Refused(Refusal),
    /// Storage could not keep or give something.
    Store(StoreError),
    /// A record of the journal cannot be read.
    Damaged(DamagedRecord),
    /// Commits are missing in between.
    Gap {
        /// The stream.
        stream: StreamId,
        /// The number that should come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// Something is too large to be kept, or cannot be encoded.
    Codec(CodecError),
    /// A segment cannot be built.
    Segment(SegmentError),
    /// The operator stopped it.
    Cancelled,
    /// This tab does not lead, so it cannot write.
    NotLeading,
}

impl fmt::Display for PortalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PortalError::Refused(refusal) => write!(f, "refused: {refusal:?}"),
            PortalError::Store(error) => write!(f, "storage: {error}"),
            PortalError::Damaged(record) => {
                write!(
                    f,
                    "commit {} of stream {} is damaged: {}",
                    record.number,
                    record.stream.hex(),
                    record.why
                )
            }
            PortalError::Gap {
                stream,
                expected,
                found,
            } => {
                write!(
                    f,
                    "stream {}: commit {expected} is missing before {found}",
                    stream.hex()
                )
            }
            PortalError::Codec(error) => error.fmt(f),
            PortalError::Segment(error) => error.fmt(f),
            PortalError::Cancelled => f.write_str("cancelled"),
            PortalError::NotLeading => f.write_str("another tab writes"),
        }
    }
}

impl std::error::Error for PortalError {}

impl From<Refusal> for PortalError {
    fn from(refusal: Refusal) -> Self {
        PortalError::Refused(refusal)
    }
}

impl From<StoreError> for PortalError {
    fn from(error: StoreError) -> Self {
        PortalError::Store(error)
    }
}

impl From<CodecError> for PortalError {
    fn from(error: CodecError) -> Self {
        PortalError::Codec(error)
    }
}

impl From<SegmentError> for PortalError {
    fn from(error: SegmentError) -> Self {
        PortalError::Segment(error)
    }
}
