//! Where a fact stands, and what becomes of the commits that a history is given.

use super::super::commit::Commit;
use super::super::facts::{AsStreamFact, ENCODING_FIRST, HASH_SHA256, StreamFact};
use super::super::id::{CommitId, FactId, Hash, Opened, StreamId};
use super::super::knows::Knows;
use super::super::stamp::Stamp;
use super::super::wire::Malformed;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A fact's place in the one order in which all devices fold, with what folding asks of its commit.
///
/// Compared by stamp, then branch, number and index: a total order over all facts, equal for equal sets of commits.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// The stamp by which it is ordered: its commit's, or the largest before it in its stream, if that is larger.
    pub stamp: Stamp,
    /// The stream, of a forked one the branch.
    pub branch: StreamId,
    /// The commit's number.
    pub number: u64,
    /// The event's index in the commit.
    pub index: u32,
    /// What the device's wall clock read, in milliseconds since 1970 UTC, as it read it.
    pub wall_ms: i64,
    /// Whether its clock says nothing about before and after: its stamp contradicts what it knew, or the clock had
    /// jumped and was not compared since.
    pub marked: bool,
    /// Who did it.
    pub operator: Option<Opened>,
}

impl At {
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

    /// The place of another event of the same commit.
    pub fn with_index(self, index: u32) -> At {
        At { index, ..self }
    }

    fn key(&self) -> (Stamp, StreamId, u64, u32) {
        (self.stamp, self.branch, self.number, self.index)
    }
}

impl PartialEq for At {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
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
        self.key().cmp(&other.key())
    }
}

/// What a first commit says of its workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Begins {
    /// It founds one: its hash is the workspace.
    Founding,
    /// It belongs to the one with this founding commit.
    Of(Hash),
    /// Its chain or its commits are in a form that this version does not know.
    InNewerForm,
}

/// What a history asks of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The stream, by whatever name it came under.
    pub stream: StreamId,
    /// The number.
    pub number: u64,
    /// The hash.
    pub hash: Hash,
    /// The hash of the commit before.
    pub before: Hash,
    /// The stamp.
    pub stamp: Stamp,
    /// What the wall clock read, in milliseconds since 1970 UTC.
    pub wall_ms: i64,
    /// Who did it.
    pub operator: Option<Opened>,
    /// What it knew of other streams.
    pub knows: Knows,
    /// What it says of its workspace, if it opens its stream.
    pub begins: Option<Begins>,
    /// What its clock showed minus what the reference showed, if it compared them, in milliseconds.
    pub compared_ms: Option<i64>,
    /// Whether its clock had jumped, and was not compared in this commit after that.
    pub jumped: bool,
}

impl Meta {
    /// What a history asks of this commit, which has this hash and follows the one with the hash `before`.
    ///
    /// # Errors
    /// When its reading of the wall clock is none.
    pub fn of<F: AsStreamFact>(
        commit: &Commit<F>,
        hash: Hash,
        before: Hash,
    ) -> Result<Self, Malformed> {
        let facts = || {
            commit
                .events
                .iter()
                .filter_map(|event| event.fact()?.stream_fact())
        };
        let begins = match commit
            .events
            .first()
            .map(|event| event.fact()?.stream_fact())
        {
            Some(Some(StreamFact::Opened(genesis))) => {
                let is_known = genesis.hash == HASH_SHA256 && genesis.encoding == ENCODING_FIRST;
                Some(match genesis.workspace {
                    _ if !is_known => Begins::InNewerForm,
                    None => Begins::Founding,
                    Some(workspace) => Begins::Of(workspace),
                })
            }
            _ => None,
        };
        let (mut compared_ms, mut jumped) = (None, false);
        for fact in facts() {
            match fact {
                StreamFact::ClockCompared(compared) => {
                    (compared_ms, jumped) = (Some(compared.difference_ms), false);
                }
                StreamFact::ClockJumped(_) => jumped = true,
                StreamFact::Opened(_)
                | StreamFact::Founded(_)
                | StreamFact::GivenUp(_)
                | StreamFact::KeyGiven(_)
                | StreamFact::CommandGivenUp(_)
                | StreamFact::EventWithheld(_) => {}
            }
        }
        Ok(Meta {
            stream: commit.stream,
            number: commit.number,
            hash,
            before,
            stamp: commit.header.stamp,
            wall_ms: commit.header.wall_ms()?,
            operator: commit.header.operator,
            knows: commit.header.knows.clone(),
            begins,
            compared_ms,
            jumped,
        })
    }

    /// The commit, by the name under which it came.
    pub fn id(&self) -> CommitId {
        CommitId {
            stream: self.stream,
            number: self.number,
        }
    }
}

/// A run of consecutive commits of one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run {
    /// The stream, of a forked one the branch.
    pub stream: StreamId,
    /// The first commit's number.
    pub first: u64,
    /// The last commit's number.
    pub last: u64,
}

/// Commits that went by one name and go by another from now on, since their stream forked before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The name that they had.
    pub from: StreamId,
    /// The branch and the commits.
    pub to: Run,
}

/// A commit that was taken in.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The place of its first event.
    pub at: At,
    /// Commits that have another name from now on, in keys, order and documents. They are folded anew.
    pub renamed: Option<Renamed>,
    /// Commits of which something was learnt that folding asks for (whom they knew, what their clock is worth, whether
    /// they are marked). They are folded anew, with places asked for [again](super::History::at).
    pub changed: Vec<Run>,
    /// Commits that waited for this one. They are to be added next.
    pub ready: Vec<Meta>,
}

/// Why a commit waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// Nothing of its stream is held.
    ForGenesis,
    /// The commit before it is not held: a gap, or a branch that is not held.
    ForBefore,
    /// The past could not say what this commit is, which is held. Nothing was kept: the commit is added again once the
    /// past can say it.
    ForPast(CommitId),
}

/// Why a commit is never taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It belongs to this workspace, not to that of the history.
    OtherWorkspace(Hash),
    /// It continues a stream that was refused.
    OfRefusedStream,
    /// It is its stream's first and does not open it, or its chain does not begin with its stream's name.
    NoGenesis,
    /// Its stream is in a form that a newer version writes.
    InNewerForm,
    /// A number is none: 0, or knowledge that counts beyond all numbers.
    Number,
}

/// What became of a commit.
#[derive(Clone, Debug)]
pub enum Added {
    /// It was taken in.
    Placed(Box<Placed>),
    /// It was held already, under this name.
    Known(CommitId),
    /// It is kept aside and not folded.
    Held(Waits),
    /// It is never taken in.
    Refused(Refused),
}

/// What is asked of commits that a history was given before: it keeps nothing per commit.
pub trait Past {
    /// Hash and stamp of a commit, by the name that the history said last; `None` if it is not at hand: what is added may
    /// have to [wait](Waits::ForPast), or what somebody knew counts by its numbers until it
    /// [comes](super::History::past_came).
    fn commit(&self, at: CommitId) -> Option<(Hash, Stamp)>;
}
