//! Taking commits in: one's own that were just written, those of other devices, and all of them at opening.

use super::fold::fold_all;
use super::held::{Held, One};
use super::personal::{RowHash, dead, delete, erased, named_by, put};
use super::{Incoming, Site, SiteError};
use crate::storage::{Change, Durability, Store, Table};
use crate::stream::History;
use crate::stream::chain::Parts;
use crate::stream::history::{Added, Past, Renamed};
use crate::stream::id::{CommitId, Hash};
use crate::stream::stamp::Stamp;
use crate::stream::wire::Names;
use crate::trade::event::Event;
use crate::trade::personal::PersonalFact;
use crate::trade::relations;
use crate::trade::state::State;
use crate::trade::table::Standing;
use std::collections::{BTreeMap, BTreeSet};

/// What a set of commits does to the history and to what is held. Nothing of it is durable yet, and nothing that is held
/// was touched.
pub(super) struct Taken<'a> {
    base: &'a Held,
    given: Given,
}

/// What taking in gives: to be written, then to be held.
pub(super) struct Given {
    pub(super) history: History,
    /// The commits that are new, by their present names.
    new: BTreeMap<CommitId, (One, Names)>,
    renamed: Vec<Renamed>,
    /// Whether commits that were held before must be folded anew.
    anew: bool,
}

impl Past for Taken<'_> {
    fn commit(&self, at: CommitId) -> Option<(Hash, Stamp)> {
        self.get(at).map(|one| (one.meta.hash, one.meta.stamp))
    }
}

impl<'a> Taken<'a> {
    pub(super) fn begin(history: &History, base: &'a Held) -> Self {
        let given = Given {
            history: history.clone(),
            new: BTreeMap::new(),
            renamed: Vec::new(),
            anew: false,
        };
        Taken { base, given }
    }

    /// The history as it is after what was taken so far.
    pub(super) fn history(&self) -> &History {
        &self.given.history
    }

    fn get(&self, id: CommitId) -> Option<&One> {
        let new = self.given.new.get(&id).map(|(one, _)| one);
        new.or_else(|| self.base.get(self.before_renaming(id)))
    }

    /// The name under which a commit is held until what was taken is.
    fn before_renaming(&self, id: CommitId) -> CommitId {
        self.given.renamed.iter().rev().fold(id, |id, renamed| {
            let is_it = id.stream == renamed.to.stream
                && (renamed.to.first..=renamed.to.last).contains(&id.number);
            CommitId {
                stream: if is_it { renamed.from } else { id.stream },
                ..id
            }
        })
    }

    /// The names that a stream had mentioned before a commit: those that stand with the commit before it. Nothing where
    /// that one is not held.
    fn names_before(&self, incoming: &Incoming) -> Option<Names> {
        let stream = incoming.commit.stream;
        if incoming.commit.number <= 1 {
            return Some(Names::of(stream));
        }
        let before = |one: &One| one.meta.hash == incoming.before;
        let number = incoming.commit.number.saturating_sub(1);
        let heads = self.given.history.heads().into_iter();
        let streams = heads.map(|(head, _)| head.stream);
        // Mostly it goes on in the stream of the name under which it came: looked at first, and one of many is found
        // without walking over what came before it.
        let mut candidates = [stream]
            .into_iter()
            .chain(streams)
            .map(|stream| CommitId { stream, number });
        let Some(found) = candidates.find(|id| self.get(*id).is_some_and(before)) else {
            // Before a fork, in a stream that goes on under other names.
            let mut new = self.given.new.values();
            return new
                .rfind(|(one, _)| before(one))
                .map(|(_, names)| names.clone());
        };
        match self.given.new.get(&found) {
            Some((_, names)) => Some(names.clone()),
            None => self.base.names_at(self.before_renaming(found)),
        }
    }

    /// Reads a commit as it came. Nothing where the one before it is not held: it cannot be read without the names that
    /// were mentioned until then, and comes again with the one before it.
    pub(super) fn read(&self, incoming: Incoming) -> Result<Option<(One, Names)>, SiteError> {
        let Some(mut names) = self.names_before(&incoming) else {
            return Ok(None);
        };
        let one = One::read(incoming, &mut names)?;
        Ok(Some((one, names)))
    }

    /// Takes one commit in, and says whether it is held now. One whose predecessor is not held is not kept.
    pub(super) fn take(&mut self, (one, names): (One, Names)) -> Result<bool, SiteError> {
        let commit = one.incoming.commit;
        let mut history = std::mem::take(&mut self.given.history);
        let added = history.add(one.meta.clone(), self);
        self.given.history = history;
        match added {
            Added::Placed(placed) => {
                self.given.anew |= !placed.changed.is_empty();
                if let Some(renamed) = placed.renamed {
                    self.given.anew = true;
                    self.rename(renamed);
                }
                self.given.new.insert(placed.at.commit(), (one, names));
                Ok(true)
            }
            Added::Known(id) => {
                self.fill(id, one, names)?;
                Ok(true)
            }
            Added::Held(_) => Ok(false),
            Added::Refused(why) => Err(SiteError::Foreign { commit, why }),
        }
    }

    /// Takes from another form of a commit the events of which only the hash is here. What a fact names as withheld comes
    /// back to nobody.
    fn fill(&mut self, id: CommitId, other: One, names: Names) -> Result<(), SiteError> {
        let Some(here) = self.get(id) else {
            return Ok(());
        };
        let damaged = |why| SiteError::Damaged { commit: id, why };
        let own = Parts::of(&here.incoming.bytes).map_err(damaged)?;
        if own.is_whole() {
            return Ok(());
        }
        let other_parts = Parts::of(&other.incoming.bytes).map_err(damaged)?;
        let base = self.base.withheld_of(self.before_renaming(id));
        let filled = own.clone().filled(&base.fold(other_parts, Parts::withhold));
        if filled == own {
            return Ok(());
        }
        let incoming = Incoming {
            bytes: filled.to_bytes(),
            ..here.incoming.clone()
        };
        let mut before = names;
        before.truncate(other.named - other.commit.header.mentions.len());
        let one = One::read(incoming, &mut before)?;
        self.given.anew = true;
        self.given.new.insert(id, (one, before));
        Ok(())
    }

    /// Of what a fork renames some is new, and the rest is held.
    fn rename(&mut self, renamed: Renamed) {
        for number in renamed.to.first..=renamed.to.last {
            let from = CommitId {
                stream: renamed.from,
                number,
            };
            if let Some(moved) = self.given.new.remove(&from) {
                self.given.new.insert(
                    CommitId {
                        stream: renamed.to.stream,
                        number,
                    },
                    moved,
                );
            }
        }
        self.given.renamed.push(renamed);
    }

    /// What changes in the store.
    pub(super) fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for renamed in &self.given.renamed {
            for number in renamed.to.first..=renamed.to.last {
                let to = CommitId {
                    stream: renamed.to.stream,
                    number,
                };
                let from = self.before_renaming(to);
                if let (Some(one), false) = (self.base.get(from), self.given.new.contains_key(&to))
                {
                    changes.push(Change::Delete {
                        table: Table::Tail,
                        key: from.key().to_vec(),
                    });
                    changes.push(Change::Put {
                        table: Table::Tail,
                        key: to.key().to_vec(),
                        value: one.row(),
                    });
                }
            }
        }
        let put = |(id, (one, _)): (&CommitId, &(One, Names))| Change::Put {
            table: Table::Tail,
            key: id.key().to_vec(),
            value: one.row(),
        };
        changes.extend(self.given.new.iter().map(put));
        changes
    }

    /// What was taken, apart from what is held.
    pub(super) fn given(self) -> Given {
        self.given
    }
}

impl Given {
    /// The commits that are new, by their present names.
    pub(super) fn commits(&self) -> Vec<CommitId> {
        self.new.keys().copied().collect()
    }

    /// The facts that are new and that this program knows.
    fn events(&self) -> Vec<(Standing, Event)> {
        let known = |(id, (one, _)): (&CommitId, &(One, Names))| {
            let events: Vec<Event> = one.known().cloned().collect();
            let all = Standing::all(*id, &events).map(|(at, event)| (at, event.clone()));
            all.collect::<Vec<_>>()
        };
        self.new.iter().flat_map(known).collect()
    }

    /// Whether a fact that is new is of a later version.
    fn is_beyond(&self) -> bool {
        self.new
            .values()
            .any(|(one, _)| one.known().count() < one.commit.events.len())
    }

    /// Whether a fact that is new executes an erasure.
    pub(super) fn executes_an_erasure(&self) -> bool {
        self.events().into_iter().any(|(_, event)| {
            matches!(event, Event::Personal(PersonalFact::ErasureExecuted { .. }))
        })
    }

    /// The hashes of the personal rows that facts which are new name.
    fn named_rows(&self) -> BTreeSet<RowHash> {
        named_by(&self.events())
    }

    /// Holds what was taken, without folding it. Gives the history, and the commits that are new.
    pub(super) fn hold(self, held: &mut Held) -> (History, Vec<CommitId>) {
        for renamed in &self.renamed {
            held.rename(renamed);
        }
        let new = self.commits();
        for (id, (one, names)) in self.new {
            held.keep(id, one, names);
        }
        (self.history, new)
    }

    /// Holds what was taken, and folds it. Gives the history.
    pub(super) fn settle(self, held: &mut Held, state: &mut State) -> History {
        let anew = self.anew;
        let (history, new) = self.hold(held);
        if anew || !taken_up(&history, held, state, new) {
            *state = fold_all(&history, held);
        }
        if held.withhold(state.withheld()) {
            *state = fold_all(&history, held);
        }
        history
    }
}

/// Folds commits that are new. Says `false` where all that is held must be folded anew.
fn taken_up(history: &History, held: &Held, state: &mut State, new: Vec<CommitId>) -> bool {
    let relations = relations::Held {
        history,
        headers: held,
    };
    let mut told = (Vec::new(), Vec::new());
    for id in new {
        held.told_of(id, history, &mut told);
    }
    for newer in &told.1 {
        state.apply_newer(newer);
    }
    state.takes(&told.0, || held.told(history).0, &relations)
}

/// Puts commits so that each stands behind the one before it.
pub(super) fn sorted(mut commits: Vec<Incoming>) -> Vec<Incoming> {
    commits.sort_by_key(|incoming| incoming.commit.number);
    commits
}

/// What taking in decided, not yet durable.
pub struct TakenIn {
    changes: Vec<Change>,
    given: Given,
    rows: Vec<(RowHash, Vec<u8>)>,
}

impl TakenIn {
    /// How many commits are new.
    pub fn new_commits(&self) -> usize {
        self.given.new.len()
    }

    /// Whether there is nothing to keep.
    pub fn is_nothing(&self) -> bool {
        self.changes.is_empty()
    }

    /// What it changes in the store, to be written with something else.
    pub(super) fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Makes it durable, in one transaction.
    ///
    /// # Errors
    /// The store's.
    pub async fn write(&self, store: &impl Store) -> Result<(), SiteError> {
        Ok(store.write(&[], &self.changes, Durability::Strict).await?)
    }
}

impl<S: Store> Site<S> {
    /// Takes in what another device holds, in any order, what is known already among it. Says how many commits were new;
    /// those whose predecessor is nowhere are not kept.
    ///
    /// # Errors
    /// A commit that is damaged or of another workspace, and the store's: then nothing was taken in.
    pub async fn take_in(&mut self, commits: Vec<Incoming>) -> Result<usize, SiteError> {
        let prepared = self.prepare_taking_in(commits, &[])?;
        let new = prepared.new_commits();
        if !prepared.is_nothing() {
            prepared.write(&self.store).await?;
            self.settle_taken(prepared);
        }
        Ok(new)
    }

    /// Reads what another device holds, without keeping anything. Of personal rows only those whose hash is theirs, that
    /// are not here, are taken.
    ///
    /// # Errors
    /// A commit that is damaged or of another workspace.
    pub fn prepare_taking_in(
        &self,
        commits: Vec<Incoming>,
        rows: &[(RowHash, Vec<u8>)],
    ) -> Result<TakenIn, SiteError> {
        let mut taken = Taken::begin(&self.history, &self.held);
        for incoming in sorted(commits) {
            if let Some(read) = taken.read(incoming)? {
                taken.take(read)?;
            }
        }
        let mut changes = taken.changes();
        let rows = match rows.is_empty() {
            true => Vec::new(),
            false => self.rows_to_keep(&taken.given, rows),
        };
        changes.extend(rows.iter().map(put));
        Ok(TakenIn {
            changes,
            given: taken.given(),
            rows,
        })
    }

    /// Of personal rows that came with these commits those that are to be kept.
    fn rows_to_keep(&self, given: &Given, rows: &[(RowHash, Vec<u8>)]) -> Vec<(RowHash, Vec<u8>)> {
        // What an erasure that is known here reaches is never written, and what no fact names no erasure could reach; but
        // facts of a later version may name rows that are not understood here.
        let beyond = self.state.newer().next().is_some() || given.is_beyond();
        let reading = self.reading();
        let dead = dead(&reading);
        let mut named = given.named_rows();
        named.extend(self.state.rows().map(|(_, _, row)| row.hash));
        let is_new = |(hash, value): &&(RowHash, Vec<u8>)| {
            (beyond || named.contains(hash))
                && !dead.contains(hash)
                && self.personal.lacks(hash, value)
        };
        rows.iter().filter(is_new).cloned().collect()
    }

    /// State, history and commits as they would be with these, and how many facts would be new. Nothing is kept.
    pub(super) fn with(
        &self,
        commits: &[Incoming],
    ) -> Result<(State, History, Held, u64), SiteError> {
        let mut taken = Taken::begin(&self.history, &self.held);
        for incoming in sorted(commits.to_vec()) {
            if let Some(read) = taken.read(incoming)? {
                taken.take(read)?;
            }
        }
        let given = taken.given();
        let facts = given.events().len() as u64;
        let (mut held, mut state) = (self.held.clone(), self.state.clone());
        let history = given.settle(&mut held, &mut state);
        Ok((state, history, held, facts))
    }

    /// Folds what was taken in and has become durable.
    pub fn settle_taken(&mut self, taken: TakenIn) {
        for (hash, value) in &taken.rows {
            self.personal.hold(hash, value);
        }
        self.history = taken.given.settle(&mut self.held, &mut self.state);
    }

    /// The personal rows on this device that an executed erasure reaches.
    pub fn erased_rows(&self) -> Vec<RowHash> {
        erased(&self.reading())
    }

    /// The changes that delete personal rows.
    pub fn forgetting(dead: &[RowHash]) -> Vec<Change> {
        dead.iter().map(delete).collect()
    }

    /// Forgets personal rows that were deleted.
    pub fn forget(&mut self, dead: &[RowHash]) {
        for hash in dead {
            self.personal.forget(hash);
        }
    }
}
