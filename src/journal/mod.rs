//! The journal: commits on their way to bytes and back, chained and sealed. Pure.
//!
//! # Encoding
//! A commit is encoded once, on the device that made it, and those bytes are what is hashed, kept, sealed and given
//! to others for ever; nobody encodes it again. Events are postcard (varints, no field names), each with its length
//! before it, so that an event can be skipped unread and one from a newer version be carried along. A segment
//! deflates a run of commits together: repeated SKUs, bins and names cost a back-reference instead of a string
//! table of our own, and the inflater is in the program anyway for `.gz` files.
//!
//! Measured by `cargo run --release --example encoding -- FILES` (native, the release profile, one busy core; the
//! ratios count): bytes per event at rest, and thousands of events per second there and back. The scans are those of
//! a picked, packed and shipped order, about one event a commit; the orders are 16,929 real ones with some twenty
//! lines each, a hundred a commit, and the items they name.
//!
//! | encoding | scans: bytes | there | back | orders: bytes | there | back |
//! |---|---|---|---|---|---|---|
//! | JSON, one event a line, without its commit | 126.1 | 311 | 256 | 1301.5 | 38 | 43 |
//! | postcard, with its commit | 63.9 | 319 | 283 | 270.5 | 145 | 85 |
//! | and deflate 1 | 17.9 | 155 | 235 | 115.5 | 55 | 59 |
//! | and deflate 3 | 14.2 | 179 | 252 | 92.6 | 53 | 72 |
//! | and deflate 6 | 13.5 | 91 | 261 | 88.2 | 21 | 68 |
//! | and deflate 9 | 13.5 | 40 | 257 | 87.9 | 19 | 66 |
//!
//! Level 3 it is: level 1 saves no time and costs a quarter more room, level 6 saves a twentieth and takes twice as
//! long. 115,000 events of a floor (`--example journal_bench`) rest in 14.7 bytes each, and in 16.1 as they are sealed
//! at work, in short runs.
//!
//! # The chain
//! Commit n's hash is SHA-256 over the hash of commit n-1 and the bytes of commit n; the first one follows 32 zero
//! bytes. A segment names the hash before it and its last one, so damage is found where it is.

mod codec;
mod segment;

pub use codec::{CodecError, Hash, chain, decode_commit, decode_event, encode_commit};
pub use segment::{Segment, SegmentError, open_segment, seal};

use crate::domain::commit::StreamId;

/// The hash before the first commit of a stream.
pub const GENESIS: Hash = [0; 32];

/// The key of a commit in the tail, or of the segment that begins with it: the stream, then the number, big-endian.
pub fn key(stream: StreamId, number: u64) -> Vec<u8> {
    let mut key = stream.0.to_vec();
    key.extend_from_slice(&number.to_be_bytes());
    key
}

/// The stream and number that a key names; `None` if it has another length.
pub fn parse_key(key: &[u8]) -> Option<(StreamId, u64)> {
    let (stream, number) = key.split_at_checked(16)?;
    Some((
        StreamId(stream.try_into().ok()?),
        u64::from_be_bytes(number.try_into().ok()?),
    ))
}
