//! What a set of commits says about itself, however it came together.
//!
//! A [`History`] is given the commits' [`Meta`]s in any order, each once its predecessor is there, and answers what
//! folding asks: the order, who knew what, where a stream forked and what its branches are called, which readings of
//! clocks can be compared. The answers depend on the set alone.
//!
//! # Lines
//! A stream is a *line* of commits, as long as it has not forked. Where two commits follow one, the line ends; each of
//! them begins a line of its own. The common part keeps the stream's name; every line after it is named by the stream
//! *as it was opened* and its own first commit, so that a name never depends on another fork. Whatever is kept is kept
//! per line and cut when the line is: knowledge as (own number, number known) where it grew, clocks where they were
//! compared, stamps where they contradict. A device's own straight stream of any length is one line and costs what one
//! line costs. A history is saved and loaded with what was folded of it, or built anew from all commits.
//!
//! # Knowledge
//! A commit's list says "up to 57" of a stream, and a digest tells which branch's 57 that is. A list that fits what is
//! held is settled for good, since it named hashes. One that does not (a head or a branch is missing) counts by its
//! numbers: along the only line that can be meant, or the part common to all that can. It is tried again when a head
//! that it names comes, or a branch. What a commit knew is what its own stream's lists say; a device that knows a
//! commit holds what that one knew, and lists it.

mod at;
mod clocks;
mod grow;
mod knowledge;
mod lines;

pub use at::{Added, At, Begins, Meta, Past, Placed, Refused, Renamed, Run, Waits};

use super::id::{CommitId, Hash, StreamId};
use super::knows::Known;
use super::stamp::Stamp;
use knowledge::Knowledge;
use lines::{Ix, Lines};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Clocks that were compared agree when the differences found are no further apart, in milliseconds. Frozen.
pub const CLOCKS_AGREE_MS_MAX: u64 = 30_000;

/// Of two readings of compared clocks one is later when it is more than this later, in milliseconds. Frozen.
pub const LATER_MS_MIN: i64 = 120_000;

/// A set of commits: see the [module](self).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct History {
    workspace: Option<Hash>,
    lines: Lines,
    knowledge: Knowledge,
    /// Commits whose predecessor is not held, by its hash.
    held: BTreeMap<Hash, Vec<Meta>>,
    /// The last commits of streams that were refused.
    refused: BTreeSet<Hash>,
}

/// A fork: two commits or more follow one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The last commit of the common part; number 0 where already the first commits differ.
    pub after: CommitId,
    /// Its hash, which stays when a fork before it gives it another name; the stream's first hash for number 0.
    pub hash: Hash,
    /// The branches, in the order of their names.
    pub branches: Vec<StreamId>,
}

impl History {
    /// The last commit of every stream, branch and part common to branches, with its hash.
    pub fn ends(&self) -> Vec<(CommitId, Hash)> {
        let ends = self.lines.all().map(|ix| &self.lines[ix]);
        ends.filter(|line| line.last >= line.first)
            .map(|line| (line.head(), line.last_hash))
            .collect()
    }

    /// The empty history of a workspace; of the first stream's that comes, where none is given.
    pub fn new(workspace: Option<Hash>) -> Self {
        History {
            workspace,
            ..History::default()
        }
    }

    /// The workspace.
    pub fn workspace(&self) -> Option<Hash> {
        self.workspace
    }

    /// The last commit of every stream and branch that goes on, with its hash.
    pub fn heads(&self) -> Vec<(CommitId, Hash)> {
        let leaves = self.lines.all().filter(|ix| self.lines[*ix].is_leaf());
        let head = |ix: Ix| (self.lines[ix].head(), self.lines[ix].last_hash);
        leaves.map(head).collect()
    }

    /// Whether any stream has forked.
    pub fn has_forked(&self) -> bool {
        self.lines.all().any(|ix| !self.lines[ix].is_leaf())
    }

    /// Where streams forked, in the order of names.
    pub fn forks(&self) -> Vec<Fork> {
        let forked = self.lines.all().filter(|ix| !self.lines[*ix].is_leaf());
        let mut forks: Vec<Fork> = forked
            .map(|ix| {
                let line = &self.lines[ix];
                let names = line.children.iter().map(|child| self.lines[*child].name);
                let mut branches: Vec<StreamId> = names.collect();
                branches.sort_unstable();
                Fork {
                    after: line.head(),
                    hash: line.last_hash,
                    branches,
                }
            })
            .collect();
        forks.sort_by_key(|fork| fork.after);
        forks
    }

    /// Numbers that are missing: those before a commit that is kept aside, and those that a commit knows. Where a
    /// stream forked, or the number is held, the commits of a branch are missing.
    pub fn gaps(&self) -> Vec<Run> {
        let mut gaps: Vec<Run> = Vec::new();
        let held: Vec<&Meta> = self.held.values().flatten().collect();
        let hashes: BTreeSet<Hash> = held.iter().map(|meta| meta.hash).collect();
        let known = held.iter().filter(|meta| !hashes.contains(&meta.before));
        let before = known.map(|meta| (meta.stream, meta.number - 1));
        for (stream, last) in before.chain(self.knowledge.awaited(&self.lines)) {
            let have = self.lines.longest(stream);
            // What is held has another hash than what is known: at least the last one is missing.
            let first = if have < last { have + 1 } else { last };
            gaps.push(Run {
                stream,
                first,
                last,
            });
        }
        merge(&mut gaps);
        gaps
    }

    /// Commits whose hash and stamp it takes to settle what others knew, and which the past did not say when it was
    /// asked. Until they are said, lists that name them count by their numbers.
    pub fn lacking(&self) -> BTreeSet<CommitId> {
        self.knowledge.lacking(&self.lines)
    }

    /// Asks the past again for what was [lacking](Self::lacking). Gives the commits to fold anew.
    pub fn past_came(&mut self, past: &dyn Past) -> Vec<Run> {
        let mut runs = Vec::new();
        self.knowledge.past_came(&mut self.lines, past, &mut runs);
        merge(&mut runs);
        runs
    }

    /// The largest stamp of all commits: the next one's is greater.
    pub fn last_stamp(&self) -> Stamp {
        let stamps = self.lines.all().map(|ix| self.lines[ix].last_stamp);
        stamps.max().unwrap_or_default()
    }

    /// Whether the commit `by` was made knowing the commit `what`: it is before it in its stream (a commit knows
    /// itself), or its device held it. Both by the names that the history said last; false where one is not held.
    pub fn knew(&self, by: CommitId, what: CommitId) -> bool {
        let (Some(by_line), Some(line)) = (self.lines.locate(by), self.lines.locate(what)) else {
            return false;
        };
        self.lines.knew(by_line, by.number, line, what.number)
    }

    /// Whether of two commits one stands before the other in one chain, or they are one. False where one is not held.
    pub fn same_chain(&self, a: CommitId, b: CommitId) -> bool {
        match (self.lines.locate(a), self.lines.locate(b)) {
            (Some(a), Some(b)) => self.lines.is_below(a, b) || self.lines.is_below(b, a),
            _ => false,
        }
    }

    /// Whether a commit knows every commit that is held.
    pub fn knew_all(&self, by: CommitId) -> bool {
        self.heads()
            .into_iter()
            .all(|(head, _)| self.knew(by, head))
    }

    /// The commit that a reference means: where a stream forked, that of the branch that the referring commit knew.
    /// `None` where it is not held or no branch was known, or more than one.
    pub fn meant(&self, by: CommitId, reference: CommitId) -> Option<CommitId> {
        let named = self.lines.by_name(reference.stream)?;
        let id = |ix: Ix| CommitId {
            stream: self.lines[ix].name,
            number: reference.number,
        };
        if let Some(ix) = self.lines.locate(reference) {
            return Some(id(ix));
        }
        let held = self.lines.holding(named, reference.number).into_iter();
        let mut known = held.map(id).filter(|what| self.knew(by, *what));
        let first = known.next()?;
        known.next().is_none().then_some(first)
    }

    /// Whether a stream is the named one, or a branch that it went on in after a fork.
    pub fn grew_from(&self, branch: StreamId, stream: StreamId) -> bool {
        let mut line = self.lines.by_name(branch);
        while let Some(ix) = line.filter(|ix| self.lines[*ix].name != stream) {
            line = self.lines[ix].parent;
        }
        branch == stream || line.is_some()
    }

    /// Whether a device may write the commit after its commit `own` into the same stream: it is the stream's last, and the
    /// stream has not forked. Otherwise somebody else writes it too, and the device begins a new one.
    pub fn may_append(&self, own: CommitId) -> bool {
        let line = self.lines.locate(own).map(|ix| &self.lines[ix]);
        line.is_some_and(|line| line.is_leaf() && line.parent.is_none() && line.last == own.number)
    }

    /// What a device has to say in its next commit, which follows its commit `own` (`None` for a stream that begins): the
    /// heads that it holds and its stream has not said yet, with their hashes. For [`Knows::new`], where it
    /// [may append](Self::may_append).
    ///
    /// [`Knows::new`]: super::knows::Knows::new
    pub fn news(&self, own: Option<CommitId>) -> Vec<(Known, Hash)> {
        let own = own.and_then(|own| Some((self.lines.locate(own)?, own.number)));
        let mut news = Vec::new();
        for line in self.lines.all().filter(|ix| self.lines[*ix].is_leaf()) {
            let head = self.lines[line].head();
            let (is_known, said) = own.map_or((false, 0), |(own, number)| {
                let is_known = self.lines.knew(own, number, line, head.number);
                (is_known, self.lines.said(own, number, head.stream))
            });
            if !is_known && head.number > said {
                let known = Known {
                    stream: head.stream,
                    increase: head.number - said,
                };
                news.push((known, self.lines[line].last_hash));
            }
        }
        news
    }

    /// How many bytes the history holds, about.
    pub fn bytes(&self) -> usize {
        let held: usize = self.held.values().map(Vec::len).sum();
        self.lines.bytes() + self.knowledge.bytes() + held * size_of::<Meta>()
    }
}

/// Sorts runs and joins those that touch.
fn merge(runs: &mut Vec<Run>) {
    runs.sort_unstable();
    runs.dedup_by(|run, before| {
        let joins = run.stream == before.stream && run.first <= before.last.saturating_add(1);
        if joins {
            before.last = before.last.max(run.last);
        }
        joins
    });
}
