//! Commands that cross scopes: one fact in the workspace, one in a warehouse, each balanced by an account of passage.
//!
//! Both halves are consecutive commits of one append with one command number, so that whoever holds one and its
//! stream's next commit can tell whether the other exists.

use super::commands::CommandNumber;
use super::commit::Scope;

/// A commit of a stream, as far as halves need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfMark {
    /// The command.
    pub command: CommandNumber,
    /// The scope.
    pub scope: Scope,
}

impl HalfMark {
    /// Whether both are halves of one command: the same number in different scopes.
    pub fn is_other_half_of(&self, other: &HalfMark) -> bool {
        self.command == other.command && self.scope != other.scope
    }
}

/// How far a crossing has come, of what is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Passage {
    /// Both halves are held.
    Whole,
    /// The other half may still come: what is in passage gives no work yet.
    UnderWay,
    /// The stream's next commit is held and is not the other half: it never comes, and a person is asked.
    Broken,
}

/// How far the crossing has come of which `half` is a commit; `before` and `after` are its neighbours in its stream, as
/// far as they are held. A stream without gaps always holds the one before, if there is one.
pub fn passage(half: &HalfMark, before: Option<&HalfMark>, after: Option<&HalfMark>) -> Passage {
    let is_other = |other: &&HalfMark| half.is_other_half_of(other);
    if before.filter(is_other).is_some() || after.filter(is_other).is_some() {
        Passage::Whole
    } else if after.is_some() {
        Passage::Broken
    } else {
        Passage::UnderWay
    }
}
