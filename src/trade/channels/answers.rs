//! Files that answered a channel, as their facts have them.

use super::{AnswerKind, AnswerWritten, Told};
use crate::stream::id::FactId;
use crate::trade::relations::At;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file that answered a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// When it was written.
    pub at: At,
    /// What it says.
    pub written: &'a AnswerWritten,
    /// Whether the channel did not take it.
    pub taken_back: bool,
}

/// The files that answered one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    written: BTreeMap<At, Arc<AnswerWritten>>,
    taken_back: BTreeSet<FactId>,
}

impl Answers {
    /// Takes in that a file was written.
    pub fn write(&mut self, at: At, answer: Arc<AnswerWritten>) {
        self.written.insert(at, answer);
    }

    /// Takes in that the channel did not take one.
    pub fn take_back(&mut self, answer: FactId) {
        self.taken_back.insert(answer);
    }

    /// All of them, in the order of facts.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = Answer<'_>> {
        self.written.iter().map(|(at, written)| Answer {
            at: *at,
            written,
            taken_back: self.taken_back.contains(&at.fact()),
        })
    }
}

impl Told {
    /// What kind of file tells it.
    pub fn kind(&self) -> AnswerKind {
        match self {
            Told::Parcel { .. } => AnswerKind::Parcels,
            Told::Stock { .. } => AnswerKind::Stock,
            Told::Cancelled { .. } => AnswerKind::Cancelled,
            Told::Returned { .. } => AnswerKind::Returns,
        }
    }
}

crate::kept_struct! {
    Answers { written, taken_back }
}
