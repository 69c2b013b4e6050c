//! The chain of hashes, and commits of which some events are only hashes.
//!
//! A commit's hash is SHA-256 over the hash before it, its header's bytes, and the hash of each event's bytes. So a
//! single event can be withheld, its hash in its place, and everything after it still verifies.
//!
//! Beside its plain form ([`super::codec`]) a commit has one with events withheld: 0, the header as a run, then for each
//! event either 0 and its run, or 1 and its 32 bytes of hash. No plain form begins with 0, since no header is empty, so
//! that the bytes themselves tell which form they have: in a row of the store, in a copy, in a segment. A commit with
//! nothing withheld has only the plain form.

use super::id::Hash;
use super::wire::{Malformed, NO_NAMES, Names, Reader, Wire, Writer};
use crate::limits::{COMMIT_BYTES_MAX, COMMIT_EVENTS_MAX};
use sha2::{Digest, Sha256};

/// The first byte of a commit with events withheld.
pub(super) const WITHHELD: u8 = 0;

/// The hash of an event's bytes (its run's content, without the length).
pub fn event_hash(event: &[u8]) -> Hash {
    Sha256::digest(event).into()
}

/// An event of a commit that may have been withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Its bytes.
    Whole(&'a [u8]),
    /// Its hash.
    Withheld(Hash),
}

impl Part<'_> {
    /// The event's hash.
    pub fn hash(&self) -> Hash {
        match self {
            Part::Whole(bytes) => event_hash(bytes),
            Part::Withheld(hash) => *hash,
        }
    }
}

/// A commit's bytes in their parts, each undecoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The header.
    pub header: &'a [u8],
    /// The events.
    pub events: Vec<Part<'a>>,
}

impl<'a> Parts<'a> {
    /// The parts of a commit, in whichever form it is.
    ///
    /// # Errors
    /// When the runs do not fill the bytes, nothing is withheld in the form for that, or the commit is larger than one may
    /// be.
    pub fn of(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let Some((&WITHHELD, rest)) = bytes.split_first() else {
            return Self::read(bytes, COMMIT_BYTES_MAX, |r| r.run().map(Part::Whole));
        };
        // A hash may be longer than the event whose place it takes.
        let bytes_max = COMMIT_BYTES_MAX + 33 * COMMIT_EVENTS_MAX;
        let parts = Self::read(rest, bytes_max, |r| match r.byte()? {
            0 => r.run().map(Part::Whole),
            1 => Hash::read(r).map(Part::Withheld),
            other => Err(Malformed::Unknown("a part of a commit", u64::from(other))),
        })?;
        if parts.is_whole() {
            return Err(Malformed::NotNormal("a commit with nothing withheld"));
        }
        Ok(parts)
    }

    fn read(
        bytes: &'a [u8],
        bytes_max: usize,
        part: impl Fn(&mut Reader<'a>) -> Result<Part<'a>, Malformed>,
    ) -> Result<Self, Malformed> {
        if bytes.len() > bytes_max {
            return Err(Malformed::OutOfRange("a commit is too large"));
        }
        let mut r = Reader::new(bytes, &NO_NAMES);
        let header = r.run()?;
        let mut events = Vec::new();
        while !r.is_empty() {
            if events.len() == COMMIT_EVENTS_MAX {
                return Err(Malformed::OutOfRange("a commit has too many events"));
            }
            events.push(part(&mut r)?);
        }
        Ok(Parts { header, events })
    }

    /// Whether no event is withheld.
    pub fn is_whole(&self) -> bool {
        !self
            .events
            .iter()
            .any(|part| matches!(part, Part::Withheld(_)))
    }

    /// The same commit without this event's bytes; unchanged where it has no such event.
    pub fn withhold(mut self, index: usize) -> Self {
        if let Some(part) = self.events.get_mut(index) {
            *part = Part::Withheld(part.hash());
        }
        self
    }

    /// The same commit with what another form of it has whole; unchanged where that is no form of it.
    pub fn filled(mut self, other: &Self) -> Self {
        for (part, other) in self.events.iter_mut().zip(&other.events) {
            if part.hash() == other.hash() && matches!(part, Part::Withheld(_)) {
                *part = *other;
            }
        }
        self
    }

    /// The commit's hash, where the one before it has the hash `before`.
    pub fn hash(&self, before: &Hash) -> Hash {
        let mut sha = Sha256::new();
        sha.update(before);
        sha.update(self.header);
        for part in &self.events {
            sha.update(part.hash());
        }
        sha.finalize().into()
    }

    /// The commit's bytes: the plain form where nothing is withheld, else the other.
    pub fn to_bytes(&self) -> Vec<u8> {
        let whole = self.is_whole();
        let mut names = Names::whole();
        let mut w = Writer::new(&mut names);
        if !whole {
            w.byte(WITHHELD);
        }
        w.run(self.header);
        for part in &self.events {
            match part {
                Part::Whole(bytes) => {
                    if !whole {
                        w.byte(0);
                    }
                    w.run(bytes);
                }
                Part::Withheld(hash) => {
                    w.byte(1);
                    w.raw(hash);
                }
            }
        }
        w.into_bytes()
    }
}

/// The hash of the commit with these bytes that follows the one with the hash `before`.
///
/// # Errors
/// When the bytes are no runs.
pub fn commit_hash(before: &Hash, commit: &[u8]) -> Result<Hash, Malformed> {
    Parts::of(commit).map(|parts| parts.hash(before))
}
