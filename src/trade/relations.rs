//! What folds ask of the set of commits that facts came in.
//!
//! A fold of goods, fields or containers depends on three things beside the facts: who knew what, which readings of
//! clocks can be compared, and the one order. All three are properties of the *set* of commits that is held, so the
//! folds take them from outside, as a [`Relations`].

use crate::stream::id::{CommitId, FactId, Opened, StreamId};
use crate::stream::stamp::Stamp;
use std::cmp::Ordering;

/// Where a fact stands: its commit, and what the commit's header says that folds need.
///
/// Two are equal, and ordered, by (stamp, branch, number, index) alone: that is the one order of all facts.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// The stream; of a forked one the branch.
    pub branch: StreamId,
    /// The commit's number in the stream, from 1.
    pub number: u64,
    /// The event's index in the commit, from 0. [`At::END`] stands behind all of them.
    pub index: u32,
    /// The stamp that orders: where the commit's own is smaller than one before it in the stream, the largest before.
    pub stamp: Stamp,
    /// What the device's clock read, in milliseconds since 1970 UTC, nothing taken off.
    pub wall_ms: i64,
    /// Whether the stamp contradicts what the commit knew, or the device saw its clock jump: no reading of a marked
    /// commit says anything.
    pub marked: bool,
    /// Who was at work, where somebody had said so.
    pub operator: Option<Opened>,
}

impl At {
    /// The index behind all events of a commit.
    pub const END: u32 = u32::MAX;

    /// The commit.
    pub fn commit(&self) -> CommitId {
        CommitId {
            stream: self.branch,
            number: self.number,
        }
    }

    /// The fact.
    pub fn fact(&self) -> FactId {
        FactId {
            commit: self.commit(),
            index: self.index,
        }
    }

    /// Directly after the commit, before whatever comes next in the order.
    pub fn end(self) -> At {
        At {
            index: At::END,
            ..self
        }
    }

    fn order(&self) -> (Stamp, StreamId, u64, u32) {
        (self.stamp, self.branch, self.number, self.index)
    }
}

impl PartialEq for At {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for At {}

impl PartialOrd for At {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for At {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

/// What a set of commits says about two of its facts.
///
/// That a commit knew another never changes. Which readings can be compared does, with every comparison of clocks
/// that arrives; so does the branch that a fact stands in, when a second branch of its stream arrives. What folded
/// over a fact of which that changed is folded anew.
pub trait Relations {
    /// Whether `by` knew `what`: its commit knew that one's, or stands after it in the same chain, or it is a later
    /// event of the same commit. A strict order: nothing knew itself, and who knew knew what that one knew.
    fn knew(&self, by: &At, what: &At) -> bool;

    /// Whether both stand in one chain: one of the two commits comes before the other in its stream, or they are one.
    fn same_chain(&self, a: &At, b: &At) -> bool;

    /// The reading of the wall clock with the found difference taken off, in milliseconds since 1970 UTC; `None`
    /// where the clock was not compared before and after it with differences that agree.
    fn wall_ms(&self, at: &At) -> Option<i64>;

    /// The commit that `by` means by a name: of a forked stream that of the branch which it knew, of its own stream
    /// that of its own chain. `None` where that commit is not held. The index is 0.
    fn commit(&self, by: &At, named: CommitId) -> Option<At>;

    /// Whether `by` knew every other commit that is held, or they stand before it in its chain.
    fn knew_all(&self, by: &At) -> bool;
}
