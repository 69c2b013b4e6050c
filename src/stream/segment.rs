//! Sealed segments: a run of commits of one stream, deflated together and checked by a CRC and by the chain.
//!
//! Layout, numbers big-endian: `DEPO`, format (1 byte), stream (16), first commit (8), commits (4), hash before (32),
//! last hash (32), inflated length (4), deflated body, CRC-32 of all before (4). The body is each commit's length
//! (4) and bytes.
//!
//! A signature stands beside a segment, over its last hash, and is no part of it.

use super::chain::Parts;
use super::id::{Hash, StreamId};
use super::wire::Malformed;
use crate::limits::{SEGMENT_BYTES_MAX, SEGMENT_COMMITS_MAX};
use flate2::{Compression, Crc, Decompress, FlushDecompress, Status};
use std::fmt;
use std::io::Write;
use std::ops::Range;

const MAGIC: &[u8; 4] = b"DEPO";
const FORMAT: u8 = 2;
const HEADER_BYTES: usize = 4 + 1 + 16 + 8 + 4 + 32 + 32 + 4;

/// Why bytes are no segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SegmentError {
    /// They are too short, or do not begin as a segment does.
    NotASegment,
    /// They are in a format that a newer version writes.
    NewerFormat(u8),
    /// They claim more than a segment may hold.
    TooLarge,
    /// The checksum does not match: bytes were lost or changed.
    Checksum,
    /// The body does not hold what the header says.
    Body,
    /// A commit is not the one that was chained.
    Chain {
        /// The last commit that could be right.
        after: u64,
    },
}

impl fmt::Display for SegmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SegmentError::NotASegment => f.write_str("not a segment"),
            SegmentError::NewerFormat(format) => {
                write!(f, "segment format {format} is newer than this version")
            }
            SegmentError::TooLarge => {
                f.write_str("the segment claims more than a segment may hold")
            }
            SegmentError::Checksum => f.write_str("the segment's checksum does not match"),
            SegmentError::Body => f.write_str("the segment's body is not what its header says"),
            SegmentError::Chain { after } => {
                write!(f, "the chain of hashes breaks after commit {after}")
            }
        }
    }
}

impl std::error::Error for SegmentError {}

/// An opened segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The stream.
    pub stream: StreamId,
    /// The first commit's number.
    pub first: u64,
    /// The hash before the first commit.
    pub before: Hash,
    /// The hash of the last commit.
    pub last_hash: Hash,
    body: Vec<u8>,
    /// Where in the body each commit is.
    commits: Vec<Range<usize>>,
}

impl Segment {
    /// The number of the last commit.
    pub fn last(&self) -> u64 {
        self.first + self.commits.len() as u64 - 1
    }

    /// A commit's parts by its number.
    ///
    /// # Errors
    /// When its bytes are not those of a commit.
    pub fn commit(&self, number: u64) -> Option<Result<Parts<'_>, Malformed>> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.commits.get(index).map(|range| self.parts(range))
    }

    /// Every commit's number and parts.
    pub fn commits(&self) -> impl Iterator<Item = (u64, Result<Parts<'_>, Malformed>)> {
        (self.first..).zip(self.commits.iter().map(|range| self.parts(range)))
    }

    fn parts(&self, range: &Range<usize>) -> Result<Parts<'_>, Malformed> {
        Parts::of(&self.body[range.clone()])
    }

    /// Checks that every commit is the one that was chained. Commits with events withheld verify too.
    ///
    /// # Errors
    /// Names the last commit that could be right.
    pub fn verify(&self) -> Result<(), SegmentError> {
        let mut hash = self.before;
        for (number, parts) in self.commits() {
            let after = number - 1;
            hash = parts
                .map_err(|_| SegmentError::Chain { after })?
                .hash(&hash);
        }
        if hash == self.last_hash {
            Ok(())
        } else {
            Err(SegmentError::Chain {
                after: self.first - 1,
            })
        }
    }
}

/// Seals a run of commits that begins with number `first` and follows the hash `before`.
///
/// # Errors
/// When it is larger than a segment may be.
pub fn seal(
    stream: StreamId,
    first: u64,
    before: Hash,
    last_hash: Hash,
    commits: &[Parts<'_>],
) -> Result<Vec<u8>, SegmentError> {
    let mut body = Vec::new();
    for parts in commits {
        let commit = parts.to_bytes();
        body.extend_from_slice(&(commit.len() as u32).to_be_bytes());
        body.extend_from_slice(&commit);
    }
    if body.len() > SEGMENT_BYTES_MAX || commits.len() > SEGMENT_COMMITS_MAX {
        return Err(SegmentError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(HEADER_BYTES + body.len() / 2);
    bytes.extend_from_slice(MAGIC);
    bytes.push(FORMAT);
    bytes.extend_from_slice(stream.bytes());
    bytes.extend_from_slice(&first.to_be_bytes());
    bytes.extend_from_slice(&(commits.len() as u32).to_be_bytes());
    bytes.extend_from_slice(&before);
    bytes.extend_from_slice(&last_hash);
    bytes.extend_from_slice(&(body.len() as u32).to_be_bytes());
    let mut encoder = flate2::write::DeflateEncoder::new(bytes, Compression::new(LEVEL));
    let written = encoder.write_all(&body).and_then(|()| encoder.finish());
    let mut bytes = written.map_err(|_| SegmentError::Body)?;
    let crc = crc32(&bytes);
    bytes.extend_from_slice(&crc.to_be_bytes());
    Ok(bytes)
}

/// The deflate level: higher ones save a few per cent and take several times as long.
const LEVEL: u32 = 3;

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn number<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], SegmentError> {
    let (head, rest) = bytes.split_at_checked(N).ok_or(SegmentError::NotASegment)?;
    *bytes = rest;
    head.try_into().map_err(|_| SegmentError::NotASegment)
}

/// Opens a segment: checks its checksum and its bounds, and inflates it. [`Segment::verify`] checks the chain.
///
/// # Errors
/// When the bytes are no whole segment. Memory stays within the bounds whatever they claim.
pub fn open_segment(bytes: &[u8]) -> Result<Segment, SegmentError> {
    if bytes.len() < HEADER_BYTES + 4 || &bytes[..4] != MAGIC {
        return Err(SegmentError::NotASegment);
    }
    if bytes[4] != FORMAT {
        return Err(SegmentError::NewerFormat(bytes[4]));
    }
    let (checked, crc) = bytes.split_at(bytes.len() - 4);
    if crc32(checked).to_be_bytes() != crc {
        return Err(SegmentError::Checksum);
    }
    let mut rest = &checked[5..];
    let stream = StreamId::new(number(&mut rest)?);
    let first = u64::from_be_bytes(number(&mut rest)?);
    let count = u32::from_be_bytes(number(&mut rest)?) as usize;
    let before: Hash = number(&mut rest)?;
    let last_hash: Hash = number(&mut rest)?;
    let length = u32::from_be_bytes(number(&mut rest)?) as usize;
    let counts = first != 0 && count != 0 && first.checked_add(count as u64).is_some();
    if length > SEGMENT_BYTES_MAX || count > SEGMENT_COMMITS_MAX || !counts {
        return Err(SegmentError::TooLarge);
    }
    let mut body = Vec::with_capacity(length);
    let mut inflate = Decompress::new(false);
    let status = inflate.decompress_vec(rest, &mut body, FlushDecompress::Finish);
    if !matches!(status, Ok(Status::StreamEnd))
        || body.len() != length
        || inflate.total_in() != rest.len() as u64
    {
        return Err(SegmentError::Body);
    }
    let mut commits = Vec::with_capacity(count.min(length / 4));
    let mut at = 0;
    while at < body.len() {
        let Some(prefix) = body.get(at..at + 4) else {
            return Err(SegmentError::Body);
        };
        let size = u32::from_be_bytes(prefix.try_into().map_err(|_| SegmentError::Body)?);
        let range = at + 4
            ..(at + 4)
                .checked_add(size as usize)
                .ok_or(SegmentError::Body)?;
        if range.end > body.len() {
            return Err(SegmentError::Body);
        }
        at = range.end;
        commits.push(range);
    }
    if commits.len() != count {
        return Err(SegmentError::Body);
    }
    Ok(Segment {
        stream,
        first,
        before,
        last_hash,
        body,
        commits,
    })
}
