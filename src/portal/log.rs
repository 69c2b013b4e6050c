//! The journal in the store: who this device is, how far each stream goes, and the open tail.

use super::error::{DamagedRecord, PortalError};
use crate::domain::commit::{Commit, Stamp, StreamId};
use crate::journal::{GENESIS, Hash, chain, key, seal};
use crate::storage::{Change, Guard, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who this device is. A new incarnation begins when the journal cannot be the one that was written last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The journal: random, never changes.
    pub journal: [u8; 16],
    /// The device: random, never changes.
    pub device: [u8; 8],
    /// The incarnation: random, new after a restored backup, a cloned profile or an emptied database.
    pub incarnation: [u8; 8],
}

impl Identity {
    /// A new device from 32 random bytes.
    pub fn new(random: [u8; 32]) -> Self {
        let part = |from: usize| std::array::from_fn(|i| random[from + i]);
        Identity {
            journal: std::array::from_fn(|i| random[i]),
            device: part(16),
            incarnation: part(24),
        }
    }

    /// Whether the stream is this device's, in this incarnation or an earlier one.
    pub(super) fn wrote(&self, stream: &StreamId) -> bool {
        stream.0[..8] == self.device
    }

    /// The stream that this device writes.
    pub fn stream(&self) -> StreamId {
        StreamId(std::array::from_fn(|i| {
            if i < 8 {
                self.device[i]
            } else {
                self.incarnation[i - 8]
            }
        }))
    }
}

/// What stands outside the database, to tell an emptied one from a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canary {
    /// The journal.
    pub journal: [u8; 16],
    /// How many commits this device has written, in all its incarnations.
    pub last: u64,
}

/// How far a stream goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The last commit.
    pub number: u64,
    /// Its hash.
    pub hash: Hash,
    /// Its stamp.
    pub stamp: Stamp,
}

impl Head {
    /// Before the first commit.
    pub const START: Head = Head {
        number: 0,
        hash: GENESIS,
        stamp: Stamp(0),
    };
}

/// A commit of the tail.
struct TailCommit {
    number: u64,
    bytes: Vec<u8>,
}

/// The open tail of the own stream.
#[derive(Default)]
pub(super) struct Tail {
    commits: Vec<TailCommit>,
    bytes: usize,
    before: Hash,
}

impl Tail {
    pub(super) fn clear(&mut self) {
        *self = Tail::default();
    }

    pub(super) fn push(&mut self, number: u64, bytes: &[u8], before: Hash) {
        if self.commits.is_empty() {
            self.before = before;
        }
        self.bytes += bytes.len();
        self.commits.push(TailCommit {
            number,
            bytes: bytes.to_vec(),
        });
    }

    pub(super) fn get(&self, number: u64) -> Option<&[u8]> {
        let first = self.commits.first()?.number;
        let index = usize::try_from(number.checked_sub(first)?).ok()?;
        self.commits
            .get(index)
            .map(|commit| commit.bytes.as_slice())
    }
}

/// The journal as this tab knows it.
pub(super) struct Log {
    pub(super) identity: Identity,
    pub(super) heads: BTreeMap<StreamId, Head>,
    /// Streams that are frozen, each from which commit on.
    pub(super) frozen: BTreeMap<StreamId, u64>,
    pub(super) tail: Tail,
    pub(super) clock: Stamp,
    /// Whether the store may hold what this tab does not know of: a write has failed, and its answer may be wrong.
    pub(super) unsure: bool,
    /// The last thing that failed without consequence, for the diagnostics page.
    pub(super) last_trouble: Option<String>,
}

pub(super) const IDENTITY_KEY: &[u8] = b"identity";
const HEAD_PREFIX: &[u8] = b"head/";

/// The key of a stream's head.
pub(super) fn head_key(stream: StreamId) -> Vec<u8> {
    [HEAD_PREFIX, &stream.0].concat()
}

/// The first and last possible key of a head.
pub(super) fn head_range() -> (Vec<u8>, Vec<u8>) {
    (head_key(StreamId([0; 16])), head_key(StreamId([0xff; 16])))
}

const FROZEN_PREFIX: &[u8] = b"frozen/";

/// The key of the note that a stream is frozen.
pub(super) fn frozen_key(stream: StreamId) -> Vec<u8> {
    [FROZEN_PREFIX, &stream.0].concat()
}

/// The first and last possible key of such a note.
pub(super) fn frozen_range() -> (Vec<u8>, Vec<u8>) {
    (
        frozen_key(StreamId([0; 16])),
        frozen_key(StreamId([0xff; 16])),
    )
}

/// Such a note, to bytes.
pub(super) fn frozen_bytes(from: u64) -> Result<Vec<u8>, PortalError> {
    postcard::to_allocvec(&from).map_err(|error| PortalError::Codec(error.into()))
}

/// Such a note from its row. One that cannot be read freezes from the first commit on: its key says which stream.
pub(super) fn parse_frozen(key: &[u8], value: &[u8]) -> Option<(StreamId, u64)> {
    let stream = key.strip_prefix(FROZEN_PREFIX)?.try_into().ok()?;
    Some((StreamId(stream), postcard::from_bytes(value).unwrap_or(1)))
}

/// A head's row, to bytes.
pub(super) fn head_bytes(head: &Head) -> Result<Vec<u8>, PortalError> {
    postcard::to_allocvec(head).map_err(|error| PortalError::Codec(error.into()))
}

/// A head from its row.
pub(super) fn parse_head(key: &[u8], value: &[u8]) -> Result<(StreamId, Head), PortalError> {
    let stream = key
        .strip_prefix(HEAD_PREFIX)
        .and_then(|s| s.try_into().ok())
        .map(StreamId);
    match (stream, postcard::from_bytes(value)) {
        (Some(stream), Ok(head)) => Ok((stream, head)),
        (stream, _) => Err(PortalError::Damaged(DamagedRecord {
            stream: stream.unwrap_or(StreamId([0; 16])),
            number: 0,
            why: "the head's row cannot be read".to_owned(),
        })),
    }
}

type Writes = (Vec<Guard>, Vec<Change>, Head);
type HeadlessWrites = (Vec<Guard>, Vec<Change>);

impl Log {
    pub(super) fn new(identity: Identity) -> Self {
        Log {
            identity,
            heads: BTreeMap::new(),
            frozen: BTreeMap::new(),
            tail: Tail::default(),
            clock: Stamp(0),
            unsure: false,
            last_trouble: None,
        }
    }

    /// The head of a stream.
    pub(super) fn head(&self, stream: StreamId) -> Head {
        self.heads.get(&stream).copied().unwrap_or(Head::START)
    }

    /// How many commits this device has written, in all its incarnations.
    pub(super) fn written(&self) -> u64 {
        self.heads
            .iter()
            .filter(|(stream, _)| self.identity.wrote(stream))
            .map(|(_, head)| head.number)
            .sum()
    }

    pub(super) fn set_head(&mut self, stream: StreamId, head: Head) {
        self.heads.insert(stream, head);
        if stream == self.identity.stream() {
            self.clock = self.clock.max(head.stamp);
        }
    }

    /// Inside the transaction the head must be what this tab believes, or another has written.
    pub(super) fn guard(&self, stream: StreamId) -> Result<Guard, PortalError> {
        let expected = match self.heads.get(&stream) {
            Some(head) => Some(head_bytes(head)?),
            None => None,
        };
        Ok(Guard {
            table: Table::Meta,
            key: head_key(stream),
            expected,
        })
    }

    fn put_head(&self, stream: StreamId, head: &Head) -> Result<Change, PortalError> {
        Ok(Change::Put {
            table: Table::Meta,
            key: head_key(stream),
            value: head_bytes(head)?,
        })
    }

    fn head_after(&self, commit: &Commit, bytes: &[u8]) -> Head {
        let hash = chain(&self.head(commit.stream).hash, bytes);
        Head {
            number: commit.number,
            hash,
            stamp: commit.stamp,
        }
    }

    /// The writes that append a commit to the tail.
    pub(super) fn append(&self, commit: &Commit, bytes: &[u8]) -> Result<Writes, PortalError> {
        let head = self.head_after(commit, bytes);
        let row = key(commit.stream, commit.number);
        let changes = vec![
            Change::Put {
                table: Table::Tail,
                key: row,
                value: bytes.to_vec(),
            },
            self.put_head(commit.stream, &head)?,
        ];
        Ok((vec![self.guard(commit.stream)?], changes, head))
    }

    /// Notes that the commit is durable.
    pub(super) fn appended(&mut self, commit: &Commit, bytes: &[u8], head: Head) {
        let before = self.head(commit.stream).hash;
        self.tail.push(commit.number, bytes, before);
        self.set_head(commit.stream, head);
    }

    /// Notes a commit that the leading tab has written. Where it lies, in the tail or sealed, the leader knows.
    pub(super) fn followed(&mut self, commit: &Commit, bytes: &[u8]) {
        let head = self.head_after(commit, bytes);
        self.tail.clear();
        self.set_head(commit.stream, head);
    }

    /// The writes that append a commit as a segment of its own.
    pub(super) fn append_sealed(
        &self,
        commit: &Commit,
        bytes: &[u8],
    ) -> Result<Writes, PortalError> {
        let head = self.head_after(commit, bytes);
        let before = self.head(commit.stream).hash;
        let segment = seal(commit.stream, commit.number, before, head.hash, &[bytes])?;
        let changes = vec![
            Change::Put {
                table: Table::Segments,
                key: key(commit.stream, commit.number),
                value: segment,
            },
            self.put_head(commit.stream, &head)?,
        ];
        Ok((vec![self.guard(commit.stream)?], changes, head))
    }

    /// The writes that seal the tail, if there is one.
    pub(super) fn seal_tail(&self) -> Result<Option<HeadlessWrites>, PortalError> {
        let (Some(first), Some(last)) = (self.tail.commits.first(), self.tail.commits.last())
        else {
            return Ok(None);
        };
        let stream = self.identity.stream();
        let commits: Vec<&[u8]> = self
            .tail
            .commits
            .iter()
            .map(|commit| commit.bytes.as_slice())
            .collect();
        let segment = seal(
            stream,
            first.number,
            self.tail.before,
            self.head(stream).hash,
            &commits,
        )?;
        let changes = vec![
            Change::Put {
                table: Table::Segments,
                key: key(stream, first.number),
                value: segment,
            },
            Change::DeleteRange {
                table: Table::Tail,
                from: key(stream, first.number),
                to: key(stream, last.number),
            },
        ];
        Ok(Some((vec![self.guard(stream)?], changes)))
    }

    /// The commits and bytes of the tail.
    pub(super) fn tail_size(&self) -> (usize, usize) {
        (self.tail.commits.len(), self.tail.bytes)
    }

    /// The write that makes everything before it durable: the own head once more.
    pub(super) fn settle(&self) -> Result<HeadlessWrites, PortalError> {
        let stream = self.identity.stream();
        let head = self.head(stream);
        if head == Head::START {
            return Ok((Vec::new(), Vec::new()));
        }
        Ok((
            vec![self.guard(stream)?],
            vec![self.put_head(stream, &head)?],
        ))
    }
}
