//! What can go wrong beside a refusal.

use crate::storage::StoreError;
use crate::stream::codec::CodecError;
use crate::stream::commands::Answer;
use crate::stream::history::Refused;
use crate::stream::id::CommitId;
use crate::stream::wire::Malformed;
use crate::trade::decide::Refusal;
use std::fmt;

/// Why something was not done.
#[derive(Clone, Debug, PartialEq)]
pub enum SiteError {
    /// The command was refused. Nothing has changed.
    Refused(Box<Refusal>),
    /// The command's number says that it is not new: what became of it.
    Number(Answer),
    /// The store failed. Nothing has changed, unless the answer alone was lost: ask again with the same number.
    Store(StoreError),
    /// The store failed, and cannot be asked what it holds: whether the command is in is not known until the workspace is
    /// opened again.
    Unsure(StoreError),
    /// A commit has no bytes: it is too large.
    Codec(CodecError),
    /// A row of the store, or what came from another device, is no commit.
    Damaged {
        /// Which.
        commit: CommitId,
        /// Why.
        why: Malformed,
    },
    /// A commit of another workspace, or of a stream that cannot be.
    Foreign {
        /// Which.
        commit: CommitId,
        /// Why.
        why: Refused,
    },
    /// The store holds no workspace.
    Empty,
    /// Somebody else writes this device's stream too: a new incarnation must be begun first.
    Forked,
    /// Another tab of this device leads; this must be done there.
    NotLeading,
    /// The tab that leads did not answer: whether the command is in is not known.
    NoAnswer,
    /// Whether what was asked before this is in is not known yet: this was not asked.
    Waiting,
    /// The tab that leads refused what this one would not: it knew more.
    Moved,
    /// The clock is past the year 2200.
    Clock,
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SiteError::Refused(refusal) => write!(f, "refused: {refusal:?}"),
            SiteError::Number(answer) => write!(f, "the command's number is not new: {answer:?}"),
            SiteError::Store(error) => error.fmt(f),
            SiteError::Unsure(error) => write!(f, "not known yet whether it is in: {error}"),
            SiteError::Codec(error) => error.fmt(f),
            SiteError::Damaged { commit, why } => write!(f, "commit {commit:?} is damaged: {why}"),
            SiteError::Foreign { commit, why } => {
                write!(f, "commit {commit:?} is not of this workspace: {why:?}")
            }
            SiteError::Empty => f.write_str("no workspace was founded here"),
            SiteError::Forked => f.write_str("the stream of this device is written elsewhere too"),
            SiteError::NotLeading => f.write_str("another tab of this device leads"),
            SiteError::NoAnswer => f.write_str("the tab that leads did not answer"),
            SiteError::Waiting => f.write_str("what was asked before is not settled yet"),
            SiteError::Moved => f.write_str("the tab that leads knew more"),
            SiteError::Clock => f.write_str("the clock is past the year 2200"),
        }
    }
}

impl std::error::Error for SiteError {}

impl From<StoreError> for SiteError {
    fn from(error: StoreError) -> Self {
        SiteError::Store(error)
    }
}

impl From<CodecError> for SiteError {
    fn from(error: CodecError) -> Self {
        SiteError::Codec(error)
    }
}

impl From<Refusal> for SiteError {
    fn from(refusal: Refusal) -> Self {
        SiteError::Refused(Box::new(refusal))
    }
}
