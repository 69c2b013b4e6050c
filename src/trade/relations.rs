//! What folds ask of the set of commits that facts came in.
//!
//! A fold of goods, fields or containers depends on three things beside the facts: who knew what, which readings of
//! clocks can be compared, and the one order. All three are properties of the *set* of commits that is held, so the
//! folds take them from outside, as a [`Relations`].

use crate::stream::History;
use crate::stream::commit::Header;
use crate::stream::id::{CommitId, StreamId};

pub use crate::stream::history::At;

/// The index behind all events of a commit: `at.with_index(END)` stands directly after the commit.
pub const END: u32 = u32::MAX;

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

    /// Whether a stream is the named one, or a branch that it went on in after a fork.
    fn grew_from(&self, branch: StreamId, stream: StreamId) -> bool;
}

/// The headers of the commits that a history was given.
pub trait Headers {
    /// The header of a commit, by the name that the history said last; `None` if it is not at hand.
    fn header(&self, commit: CommitId) -> Option<&Header>;
}

/// What a history says, with the headers of its commits.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a, H> {
    /// The history.
    pub history: &'a History,
    /// The headers.
    pub headers: &'a H,
}

impl<H: Headers> Relations for Held<'_, H> {
    fn knew(&self, by: &At, what: &At) -> bool {
        let (by_commit, commit) = (by.commit(), what.commit());
        if by_commit == commit {
            what.index < by.index
        } else {
            self.history.knew(by_commit, commit)
        }
    }

    fn same_chain(&self, a: &At, b: &At) -> bool {
        self.history.same_chain(a.commit(), b.commit())
    }

    fn wall_ms(&self, at: &At) -> Option<i64> {
        self.history.wall(at)
    }

    fn commit(&self, by: &At, named: CommitId) -> Option<At> {
        let meant = self.history.meant(by.commit(), named)?;
        self.history.at(meant, self.headers.header(meant)?)
    }

    fn knew_all(&self, by: &At) -> bool {
        self.history.knew_all(by.commit())
    }

    fn grew_from(&self, branch: StreamId, stream: StreamId) -> bool {
        self.history.grew_from(branch, stream)
    }
}
