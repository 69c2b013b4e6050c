//! The commits that are held, by their present names.

use super::SiteError;
use super::run::Run;
use crate::stream::History;
use crate::stream::chain::{Parts, commit_hash};
use crate::stream::codec::{CodecError, decode_commit, decode_meant};
use crate::stream::commit::{Commit, Header, Recorded, Scope};
use crate::stream::history::{Meta, Past, Renamed};
use crate::stream::id::{CommitId, FactId, Hash, Opened, StreamId};
use crate::stream::packed::Packed;
use crate::stream::stamp::Stamp;
use crate::stream::wire::{Malformed, Names, Reader, Wire, Writer};
use crate::trade::event::Event;
use crate::trade::relations::Headers;
use crate::trade::state::{Newer, Told};
use std::collections::{BTreeMap, BTreeSet};

/// A commit as it comes from another device, or from the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The stream, by whatever name it came under, and the number.
    pub commit: CommitId,
    /// The hash of the commit before it.
    pub before: Hash,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A commit that is held.
#[derive(Clone, Debug)]
pub(super) struct One {
    pub(super) incoming: Incoming,
    pub(super) meta: Meta,
    pub(super) commit: Commit<Event>,
    /// How many streams its stream had mentioned with it.
    pub(super) named: usize,
}

impl One {
    /// The facts of it that this program knows.
    pub(super) fn known(&self) -> impl Iterator<Item = &Event> {
        let events = self.commit.events.iter();
        events.filter_map(|recorded| match recorded {
            Recorded::Known { fact, .. } => Some(fact),
            Recorded::Newer { .. } | Recorded::Withheld(_) => None,
        })
    }

    /// The row's value.
    pub(super) fn row(&self) -> Vec<u8> {
        [self.incoming.before.as_slice(), &self.incoming.bytes].concat()
    }
}

impl One {
    /// Reads a commit: its hash follows from what came. `names` are those that its stream has mentioned until then; the
    /// commit's are added.
    pub(super) fn read(incoming: Incoming, names: &mut Names) -> Result<One, SiteError> {
        let id = incoming.commit;
        let damaged = |why: Malformed| SiteError::Damaged { commit: id, why };
        let hash = commit_hash(&incoming.before, &incoming.bytes).map_err(damaged)?;
        let commit = decode_commit(id.stream, id.number, &incoming.bytes, names).map_err(
            |error| match error {
                CodecError::Malformed(why) => damaged(why),
                other => SiteError::Codec(other),
            },
        )?;
        let meta = Meta::of(&commit, hash, incoming.before).map_err(damaged)?;
        let named = names.streams().len();
        Ok(One {
            incoming,
            meta,
            commit,
            named,
        })
    }
}

/// A row of the store as a commit. The stream's name is that under which it stands.
pub(super) fn incoming(key: &[u8], value: &[u8]) -> Option<Incoming> {
    let commit = CommitId::from_key(key)?;
    let (before, bytes) = value.split_first_chunk::<32>()?;
    Some(Incoming {
        commit,
        before: *before,
        bytes: bytes.to_vec(),
    })
}

/// The commits that are held, and the names that each stream has mentioned.
#[derive(Clone, Debug, Default)]
pub struct Held {
    commits: Packed<CommitId, One, Run>,
    names: BTreeMap<StreamId, Names>,
    bytes: usize,
    unsaved: usize,
    /// Events that a fact names as withheld, and whether each opened a document. They tell nothing, whoever holds them.
    withheld: BTreeMap<FactId, bool>,
    /// The bytes of commits that came since all of them stood packed.
    unpacked: usize,
}

/// All of it must be [packed](Held::pack) before it is written.
impl Wire for Held {
    fn write(&self, w: &mut Writer<'_>) {
        self.names.write(w);
        self.bytes.write(w);
        self.withheld.write(w);
        self.commits.write_blocks(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Held {
            names: Wire::read(r)?,
            bytes: Wire::read(r)?,
            withheld: Wire::read(r)?,
            unsaved: 0,
            unpacked: 0,
            commits: Packed::read_blocks(r)?,
        })
    }
}

impl Headers for Held {
    fn header(&self, commit: CommitId) -> Option<&Header> {
        self.commits.get(&commit).map(|one| &one.commit.header)
    }
}

impl Past for Held {
    fn commit(&self, at: CommitId) -> Option<(Hash, Stamp)> {
        self.commits
            .get(&at)
            .map(|one| (one.meta.hash, one.meta.stamp))
    }
}

impl Held {
    /// How many commits are held.
    pub fn len(&self) -> usize {
        self.commits.len()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// Every commit as another device takes it in, by present names: what is withheld is given to nobody.
    pub fn outgoing(&self) -> impl Iterator<Item = Incoming> {
        self.commits.iter().map(|(id, one)| Incoming {
            commit: *id,
            bytes: self.given(*id, one),
            ..one.incoming
        })
    }

    fn given(&self, id: CommitId, one: &One) -> Vec<u8> {
        let bytes = &one.incoming.bytes;
        let mut withheld = self.withheld_of(id).peekable();
        match (withheld.peek(), Parts::of(bytes)) {
            (Some(_), Ok(parts)) => withheld.fold(parts, Parts::withhold).to_bytes(),
            (None, _) | (_, Err(_)) => bytes.clone(),
        }
    }

    /// The places of the events of a commit that a fact names as withheld.
    pub(super) fn withheld_of(&self, commit: CommitId) -> impl Iterator<Item = usize> {
        let first = FactId { commit, index: 0 };
        let of = self.withheld.range(first..);
        of.take_while(move |(fact, _)| fact.commit == commit)
            .filter_map(|(fact, _)| usize::try_from(fact.index).ok())
    }

    /// Notes which events are withheld. Says whether it follows of facts that are held that documents have other names.
    pub(super) fn withhold(&mut self, withheld: &BTreeMap<FactId, bool>) -> bool {
        if self.withheld == *withheld {
            return false;
        }
        self.withheld.clone_from(withheld);
        withheld.iter().any(|(fact, opens)| {
            let one = self.commits.get(&fact.commit);
            let at = usize::try_from(fact.index).ok();
            let held = one.and_then(|one| one.commit.events.get(at?));
            *opens && matches!(held, Some(Recorded::Withheld(_)))
        })
    }

    /// How many events are withheld: those of which only the hash is here, and those that a fact names.
    pub fn withheld_events(&self) -> u64 {
        let hashes = self.commits.iter().flat_map(|(id, one)| {
            let events = (0..).zip(&one.commit.events);
            events.filter_map(move |(index, recorded)| match recorded {
                Recorded::Withheld(_) => Some(FactId { commit: *id, index }),
                Recorded::Known { .. } | Recorded::Newer { .. } => None,
            })
        });
        let named = self.withheld.keys().copied();
        hashes.chain(named).collect::<BTreeSet<_>>().len() as u64
    }

    /// The facts of a commit that this program knows, with their places.
    fn facts_of<'a>(
        &'a self,
        commit: CommitId,
        one: &'a One,
    ) -> impl Iterator<Item = (u32, &'a Event)> {
        let events = (0..).zip(&one.commit.events);
        events.filter_map(move |(index, recorded)| match recorded {
            Recorded::Known { fact, .. } => {
                let is_withheld = self.withheld.contains_key(&FactId { commit, index });
                (!is_withheld).then_some((index, fact))
            }
            Recorded::Newer { .. } | Recorded::Withheld(_) => None,
        })
    }

    /// The facts of a commit that this program knows.
    pub fn events(&self, commit: CommitId) -> impl Iterator<Item = &Event> {
        let one = self.commits.get(&commit).into_iter();
        one.flat_map(move |one| self.facts_of(commit, one))
            .map(|(_, fact)| fact)
    }

    /// Every commit with its header and the facts that this program knows, by present names.
    pub fn commits(
        &self,
    ) -> impl Iterator<Item = (CommitId, &Header, impl Iterator<Item = (u32, &Event)>)> {
        self.commits
            .iter()
            .map(|(id, one)| (*id, &one.commit.header, self.facts_of(*id, one)))
    }

    /// How many documents the facts before this one in its commit have opened.
    pub fn opened_before(&self, fact: FactId) -> u32 {
        let events = self.commits.get(&fact.commit).map(|one| &one.commit.events);
        let places = (0..fact.index).zip(events.into_iter().flatten());
        places
            .map(|(index, recorded)| u32::from(self.opens(FactId { index, ..fact }, recorded)))
            .sum()
    }

    /// Whether an event opens a document. Of one that is withheld the fact that names it says so.
    fn opens(&self, fact: FactId, recorded: &Recorded<Event>) -> bool {
        match recorded {
            Recorded::Known { fact, .. } => fact.opens(),
            Recorded::Newer { touches, .. } => touches.opens,
            Recorded::Withheld(_) => self.withheld.get(&fact).is_some_and(|opens| *opens),
        }
    }

    /// A fact, where it is held and this program knows it.
    pub fn event(&self, fact: FactId) -> Option<&Event> {
        if self.withheld.contains_key(&fact) {
            return None;
        }
        let one = self.commits.get(&fact.commit)?;
        match one.commit.events.get(usize::try_from(fact.index).ok()?)? {
            Recorded::Known { fact, .. } => Some(fact),
            Recorded::Newer { .. } | Recorded::Withheld(_) => None,
        }
    }

    /// A commit's header.
    pub fn header_of(&self, commit: CommitId) -> Option<&Header> {
        self.commits.get(&commit).map(|one| &one.commit.header)
    }

    /// The commits of the stream of this one that come after it, in order.
    pub(super) fn of_stream_after(
        &self,
        after: CommitId,
    ) -> impl Iterator<Item = (&CommitId, &One)> {
        let first = CommitId {
            number: after.number + 1,
            ..after
        };
        self.commits
            .range(first..)
            .take_while(move |(id, _)| id.stream == after.stream)
    }

    /// The bytes of all commits.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The bytes of the commits that came since [`Held::note_saved`].
    pub(super) fn unsaved_bytes(&self) -> usize {
        self.unsaved
    }

    /// Notes that everything is about to be saved.
    pub(super) fn note_saved(&mut self) {
        self.unsaved = 0;
    }

    /// The commit with this hash.
    pub(super) fn by_hash(&self, hash: &Hash) -> Option<&CommitId> {
        self.commits
            .iter()
            .find(|(_, one)| one.meta.hash == *hash)
            .map(|(id, _)| id)
    }

    /// Whether the commit is held that was written under this name and has this hash, under whatever name it goes by now.
    pub fn holds(&self, commit: CommitId, hash: &Hash) -> bool {
        let here = self.get(commit).is_some_and(|one| one.meta.hash == *hash);
        here || self.by_hash(hash).is_some()
    }

    /// The number of the last commit of a stream; 0 where none is held.
    pub fn last_of(&self, stream: StreamId) -> u64 {
        let number = u64::MAX;
        let last = self.commits.last_to(&CommitId { stream, number });
        last.filter(|id| id.stream == stream)
            .map_or(0, |id| id.number)
    }

    /// The first number of each stream that is held.
    pub(super) fn firsts(&self) -> BTreeMap<StreamId, u64> {
        let first = |stream: &StreamId| {
            let (stream, number) = (*stream, 0);
            let mut from = self.commits.range(CommitId { stream, number }..);
            let (first, _) = from.next().filter(|(id, _)| id.stream == stream)?;
            Some((stream, first.number))
        };
        self.names.keys().filter_map(first).collect()
    }

    /// How many commits of each stream are held: they follow each other.
    pub fn counts(&self) -> BTreeMap<StreamId, u64> {
        let firsts = self.firsts().into_iter();
        let count = |(stream, first)| (stream, self.last_of(stream) + 1 - first);
        firsts.map(count).collect()
    }

    /// A commit.
    pub(super) fn get(&self, id: CommitId) -> Option<&One> {
        self.commits.get(&id)
    }

    /// The names that a stream had mentioned with a commit.
    pub(super) fn names_at(&self, id: CommitId) -> Option<Names> {
        let mut names = self.names.get(&id.stream)?.clone();
        names.truncate(self.get(id)?.named);
        Some(names)
    }

    /// Keeps a commit under its present name.
    pub(super) fn keep(&mut self, id: CommitId, one: One, names: Names) {
        let before = self
            .commits
            .get(&id)
            .map_or(0, |one| one.incoming.bytes.len());
        self.bytes = self.bytes + one.incoming.bytes.len() - before;
        self.unsaved += one.incoming.bytes.len();
        self.unpacked += one.incoming.bytes.len();
        self.names.insert(id.stream, names);
        self.commits.insert(id, one);
    }

    /// Packs commits that stand as values, at most so many; see [`Packed::pack`].
    pub(super) fn pack(&mut self, commits_max: usize) -> usize {
        let left = self.commits.pack(commits_max, &self.names);
        if left == 0 {
            self.unpacked = 0;
        }
        left
    }

    /// The bytes of the commits that came since all of them stood packed.
    pub(super) fn unpacked_bytes(&self) -> usize {
        self.unpacked
    }

    /// As [`Packed::cool`].
    pub(super) fn cool(&mut self) {
        self.commits.cool();
    }

    /// Gives commits another name.
    pub(super) fn rename(&mut self, renamed: &Renamed) {
        if let Some(names) = self.names.get(&renamed.from).cloned() {
            self.names.entry(renamed.to.stream).or_insert(names);
        }
        for number in renamed.to.first..=renamed.to.last {
            let (from, to) = (
                CommitId {
                    stream: renamed.from,
                    number,
                },
                CommitId {
                    stream: renamed.to.stream,
                    number,
                },
            );
            if let Some(one) = self.commits.take(&from) {
                self.commits.insert(to, one);
            }
        }
    }

    /// Every fact that is held, with its place as the history says it now, and what facts of later versions touch.
    pub fn told(&self, history: &History) -> (Vec<Told>, Vec<Newer>) {
        let mut all = (Vec::new(), Vec::new());
        for id in self.commits.keys() {
            self.told_of(*id, history, &mut all);
        }
        all
    }

    /// The facts of one commit. Once a stream has forked, references are read as what they mean.
    pub(crate) fn told_of(
        &self,
        id: CommitId,
        history: &History,
        all: &mut (Vec<Told>, Vec<Newer>),
    ) {
        let Some(one) = self.commits.get(&id) else {
            return;
        };
        let Some(mut at) = history.at(id, &one.commit.header) else {
            return;
        };
        let meaning = |reference: CommitId| history.meant(id, reference).unwrap_or(reference);
        at.operator = at.operator.map(|operator| Opened {
            commit: meaning(operator.commit),
            ..operator
        });
        let meant = match (history.has_forked(), self.names_at(id)) {
            (true, Some(names)) => decode_meant(&one.incoming.bytes, &names, &meaning).ok(),
            _ => None,
        };
        let mut opened_before = 0;
        for (index, recorded) in (0..).zip(meant.as_ref().unwrap_or(&one.commit.events)) {
            let at = at.with_index(index);
            let opens = self.opens(FactId { commit: id, index }, recorded);
            match recorded {
                Recorded::Known { fact, .. } => all.0.push(Told {
                    at,
                    opened_before,
                    event: fact.clone(),
                }),
                Recorded::Newer { touches, .. } => {
                    all.1.push(Newer {
                        at,
                        warehouse: match &one.commit.header.scope {
                            Scope::Workspace => None,
                            Scope::Warehouse(name) => Some(name.clone()),
                        },
                        touches: touches.clone(),
                    });
                }
                Recorded::Withheld(_) => {}
            }
            opened_before += u32::from(opens);
        }
    }
}
