//! Rows of the journal that are stored and cannot be taken as genuine.
//!
//! A commit names the hash of the one before it, so a changed row is found at the next one of its stream, and the own
//! stream's last at the row that says how far it was written. Nothing names the hash of another stream's last commit:
//! it is found damaged only where it cannot be read.

use super::held::incoming;
use super::take_in::sorted;
use super::{Incoming, Site};
use crate::storage::Store;
use crate::stream::chain::commit_hash;
use crate::stream::id::{CommitId, Hash, StreamId};
use std::collections::BTreeMap;

/// Rows of one stream that are stored and are not part of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The stream, by the name under which it is stored.
    pub stream: StreamId,
    /// The number of the first commit that could not be read; the state holds the stream up to the one before.
    pub from: u64,
    /// How many rows of the stream are left out, those behind the damaged one among them.
    pub rows: u64,
}

impl<S: Store> Site<S> {
    /// What opening had to leave out and no copy has brought back since, by stream. Empty where the store is whole.
    pub fn damage(&self) -> Vec<Damage> {
        let mut found: BTreeMap<StreamId, Damage> = BTreeMap::new();
        let missing = |row: &&CommitId| self.held.get(**row).is_none();
        for CommitId { stream, number } in self.broken.iter().filter(missing).copied() {
            let damage = found.entry(stream).or_insert(Damage {
                stream,
                from: number,
                rows: 0,
            });
            damage.rows += 1;
        }
        found.into_values().collect()
    }

    /// The last commit that this device wrote, and its hash, where it is not there any more.
    pub fn own_lost(&self) -> Option<(CommitId, Hash)> {
        self.own.lost
    }

    /// Whether nothing says under which name this device has written.
    pub fn is_own_unknown(&self) -> bool {
        self.own.broken && *self.own.stream.bytes() == [0; 16]
    }

    /// Whether this device's own stream is damaged in the store: it goes on under another name.
    pub fn is_own_broken(&self) -> bool {
        self.own.broken
    }
}

/// Reads the rows of the journal one after the other, in the order of their keys, and finds whether the chains are whole:
/// opening by a saved view looks at their ends only.
pub(super) struct Walk {
    /// The last commits of streams, as they are held.
    ends: BTreeMap<CommitId, Hash>,
    /// The commit before, and its hash.
    last: Option<(CommitId, Hash)>,
}

impl Walk {
    pub(super) fn new(ends: Vec<(CommitId, Hash)>) -> Self {
        Walk {
            ends: ends.into_iter().collect(),
            last: None,
        }
    }

    /// Takes the next row; says whether it is what is held.
    pub(super) fn takes(&mut self, key: &[u8], value: &[u8]) -> bool {
        let Some(row) = incoming(key, value) else {
            return false;
        };
        let Ok(hash) = commit_hash(&row.before, &row.bytes) else {
            return false;
        };
        let id = row.commit;
        let follows = match self.last {
            Some((last, hash)) if last.stream == id.stream => {
                last.number + 1 == id.number && hash == row.before
            }
            // The first of a stream; that of a branch follows the last of the part before it.
            Some(_) | None if id.number == 1 => row.before == id.stream.first_hash(),
            Some(_) | None => true,
        };
        self.last = Some((id, hash));
        let is_end = self.ends.remove(&id).is_none_or(|end| end == hash);
        follows && is_end
    }

    /// Whether every stream's last commit came.
    pub(super) fn is_whole(&self) -> bool {
        self.ends.is_empty()
    }
}

/// The own stream's last commit and its hash, as the row of it says.
pub(super) fn own_head(row: &[u8]) -> Option<(CommitId, Hash)> {
    let (stream, rest) = row.split_first_chunk::<16>()?;
    let (number, hash) = rest.split_first_chunk::<8>()?;
    let commit = CommitId {
        stream: StreamId::new(*stream),
        number: u64::from_be_bytes(*number),
    };
    Some((commit, hash.try_into().ok()?))
}

/// Each row with the hash that the next one of its stream names for it, where there is one; in the order in which they
/// are taken in. `rows` are in the order of their keys; `ends` are hashes that others name.
pub(super) fn with_successors(
    rows: Vec<Incoming>,
    ends: impl IntoIterator<Item = (CommitId, Hash)>,
) -> impl Iterator<Item = (Incoming, Option<Hash>)> {
    let mut named: BTreeMap<CommitId, Hash> = ends.into_iter().collect();
    for row in rows.iter().filter(|row| row.commit.number > 1) {
        let before = CommitId {
            number: row.commit.number - 1,
            ..row.commit
        };
        named.entry(before).or_insert(row.before);
    }
    sorted(rows).into_iter().map(move |row| {
        let hash = named.remove(&row.commit);
        (row, hash)
    })
}
