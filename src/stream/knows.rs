//! How far a commit's device knew the other streams.

use super::id::{Hash, StreamId};
use super::wire::{Malformed, Names, Reader, Wire, Writer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One stream of which a commit knew more than its own stream had said before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Known {
    /// The stream, by the name that the commit gives it: of a forked one the branch, where the device knew of the fork.
    pub stream: StreamId,
    /// How many numbers more than this stream had last said of that very name (0 where it never did); at least 1.
    pub increase: u64,
}

/// What a commit says of other streams: how far each is known where that has grown, and which branches that means.
///
/// A device knows whatever it holds. What a commit does not list it knows as far as its stream has said before.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Knows {
    /// The streams, by ascending ordinal in the stream's [`Names`]; never the own.
    pub list: Vec<Known>,
    /// The [`digest`] over the heads that the list names, in its order. Zeros where the list is empty (nothing is written then).
    pub digest: [u8; 8],
}

/// The first eight bytes of SHA-256 over these hashes.
///
/// "Up to 57" means one commit as long as a stream has not forked; afterwards it means that branch whose hash fits.
pub fn digest<'a>(heads: impl IntoIterator<Item = &'a Hash>) -> [u8; 8] {
    let mut sha = Sha256::new();
    for hash in heads {
        sha.update(hash);
    }
    let hash: Hash = sha.finalize().into();
    std::array::from_fn(|i| hash[i])
}

impl Knows {
    /// What a commit says that follows those whose names are `names`: streams with their increase and the hash of the
    /// commit up to which they are known. The second value are the streams that the commit is the first to mention; it
    /// has to list them first among its mentions, so that the list's order is settled.
    pub fn new(names: &Names, mut heads: Vec<(Known, Hash)>) -> (Self, Vec<StreamId>) {
        let place = |known: &Known| {
            let ordinal = names.ordinal(known.stream);
            (ordinal.unwrap_or(u64::MAX), known.stream)
        };
        heads.sort_by_key(|(known, _)| place(known));
        let new = heads.iter().map(|(known, _)| known.stream);
        let new = new.filter(|stream| names.ordinal(*stream).is_none());
        let mentions = new.collect();
        let list: Vec<Known> = heads.iter().map(|(known, _)| *known).collect();
        let digest = match heads.is_empty() {
            true => [0; 8],
            false => digest(heads.iter().map(|(_, hash)| hash)),
        };
        (Knows { list, digest }, mentions)
    }

    /// Whether nothing grew.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        (self.list.len() as u64).write(w);
        for known in &self.list {
            known.stream.write(w);
            known.increase.write(w);
        }
        w.raw(&self.digest);
    }

    /// Reads a list that is not empty.
    pub(super) fn read(r: &mut Reader<'_>, names: &Names) -> Result<Self, Malformed> {
        let count = r.count()?;
        if count == 0 {
            return Err(Malformed::OutOfRange("a list of knowledge is not empty"));
        }
        let mut list = Vec::with_capacity(count);
        let mut last = 0;
        for _ in 0..count {
            let ordinal = u64::read(r)?;
            let increase = u64::read(r)?;
            if ordinal <= last {
                // Ordinal 0 is the own stream, which knows itself anyway.
                return Err(Malformed::Tags);
            }
            if increase == 0 {
                return Err(Malformed::OutOfRange("knowledge grows by 1 at least"));
            }
            last = ordinal;
            let stream = names.get(ordinal).ok_or(Malformed::Stream)?;
            list.push(Known { stream, increase });
        }
        let digest = <[u8; 8]>::read(r)?;
        Ok(Knows { list, digest })
    }

    /// Whether the list can be written: ordinals ascend and leave out the own stream, and every increase is 1 at least.
    pub(super) fn check(&self, names: &Names) -> Result<(), Malformed> {
        let mut last = 0;
        for known in &self.list {
            let ordinal = names.ordinal(known.stream).ok_or(Malformed::Stream)?;
            if ordinal <= last {
                return Err(Malformed::Tags);
            }
            if known.increase == 0 {
                return Err(Malformed::OutOfRange("knowledge grows by 1 at least"));
            }
            last = ordinal;
        }
        Ok(())
    }
}
