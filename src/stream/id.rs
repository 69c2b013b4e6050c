//! Names of streams, commits, facts, and of the documents that facts open.

use super::wire::{Malformed, Reader, Wire, Writer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// A stream of commits: one device in one of its incarnations, or a branch of a stream that forked.
///
/// 16 random bytes for a stream that a device opened; for a branch of a fork the first 16 bytes of a hash over the
/// stream and the branch's first commit, so that every device derives the same name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreamId([u8; 16]);

impl StreamId {
    /// A stream by its bytes.
    pub const fn new(bytes: [u8; 16]) -> Self {
        StreamId(bytes)
    }

    /// The bytes.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The name of the branch of this stream that begins with the commit of this hash.
    pub fn branch(&self, first_commit: &Hash) -> StreamId {
        let hash: Hash = Sha256::new()
            .chain_update(self.0)
            .chain_update(first_commit)
            .finalize()
            .into();
        StreamId(std::array::from_fn(|i| hash[i]))
    }

    /// The hash that stands before the first commit of this stream.
    pub fn first_hash(&self) -> Hash {
        Sha256::new()
            .chain_update(b"depo")
            .chain_update(self.0)
            .finalize()
            .into()
    }

    /// Letters and digits that tell this stream's printed numbers from those of others: `length` of the 26 that the
    /// name holds, taken from its front. Where two known streams would share a tag, both are shown longer.
    pub fn tag(&self, length: usize) -> String {
        // Without I, L, O, U: nothing to misread on a label.
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bits = u128::from_be_bytes(self.0);
        let mut tag = String::new();
        for _ in 0..length.min(26) {
            tag.push(char::from(LETTERS[(bits >> 123) as usize]));
            bits <<= 5;
        }
        tag
    }
}

/// How long tags are that nothing shares.
pub const TAG_LETTERS: usize = 5;

/// The length at which the tags of these streams tell them all apart: five, or more where two would share one.
pub fn tag_length(streams: &[StreamId]) -> usize {
    let tags_at = |length: usize| -> BTreeSet<String> {
        streams.iter().map(|stream| stream.tag(length)).collect()
    };
    let all = tags_at(26).len();
    (TAG_LETTERS..26)
        .find(|length| tags_at(*length).len() == all)
        .unwrap_or(26)
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Wire for StreamId {
    fn write(&self, w: &mut Writer<'_>) {
        w.stream(*self);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        r.stream()
    }
}

/// A commit by its place: the stream and its number there, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CommitId {
    /// The stream; of a forked one the branch.
    pub stream: StreamId,
    /// The number in the stream, from 1.
    pub number: u64,
}

impl CommitId {
    /// The key of the commit in a store, or of the segment that begins with it: the stream, then the number big-endian,
    /// so that keys ascend as commits do.
    pub fn key(&self) -> [u8; 24] {
        let number = self.number.to_be_bytes();
        std::array::from_fn(|i| match i {
            0..16 => self.stream.0[i],
            _ => number[i - 16],
        })
    }

    /// The commit that a key names; `None` if it has another length.
    pub fn from_key(key: &[u8]) -> Option<Self> {
        let (stream, number) = key.split_first_chunk::<16>()?;
        Some(CommitId {
            stream: StreamId(*stream),
            number: u64::from_be_bytes(number.try_into().ok()?),
        })
    }
}

impl Wire for CommitId {
    fn write(&self, w: &mut Writer<'_>) {
        self.stream.write(w);
        self.number.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let stream = StreamId::read(r)?;
        let number = r.number()?;
        Ok(r.meant(CommitId { stream, number }))
    }
}

/// A fact by its place: the commit, and the event's index in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId {
    /// The commit.
    pub commit: CommitId,
    /// The event's index in the commit, from 0.
    pub index: u32,
}

impl Wire for FactId {
    fn write(&self, w: &mut Writer<'_>) {
        self.commit.write(w);
        self.index.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(FactId {
            commit: CommitId::read(r)?,
            index: u32::read(r)?,
        })
    }
}

/// A document that a fact opened: the commit, and the document's place among all documents that the commit opens.
/// The kind is the type of the newtype around it (`trade::id`). What is printed for people leads here and is never
/// the identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Opened {
    /// The commit that opened it.
    pub commit: CommitId,
    /// Its place among all documents that the commit opens, from 0.
    pub ordinal: u32,
}

impl Wire for Opened {
    fn write(&self, w: &mut Writer<'_>) {
        self.commit.write(w);
        self.ordinal.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Opened {
            commit: CommitId::read(r)?,
            ordinal: u32::read(r)?,
        })
    }
}
