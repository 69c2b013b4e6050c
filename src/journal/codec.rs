//! One commit, to bytes and back.

use crate::domain::commit::{Commit, Recorded, Stamp, StreamId};
use crate::domain::event::{EVENTS_GENERATION, Event};
use crate::domain::text::Code;
use crate::limits::{COMMIT_BYTES_MAX, COMMIT_EVENTS_MAX};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Why bytes are no commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// They end too early.
    Truncated,
    /// They are longer than a commit may be.
    TooLarge,
    /// They do not follow the format; the decoder's words.
    Malformed(String),
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodecError::Truncated => f.write_str("the commit ends too early"),
            CodecError::TooLarge => f.write_str("the commit is too large"),
            CodecError::Malformed(why) => write!(f, "the commit is malformed: {why}"),
        }
    }
}

impl std::error::Error for CodecError {}

impl From<postcard::Error> for CodecError {
    fn from(error: postcard::Error) -> Self {
        match error {
            postcard::Error::DeserializeUnexpectedEnd => CodecError::Truncated,
            other => CodecError::Malformed(other.to_string()),
        }
    }
}

/// What stands before the events.
#[derive(Serialize, Deserialize)]
struct Header {
    number: u64,
    stamp: Stamp,
    operator: Code,
    knows: Vec<(StreamId, u64)>,
    generation: u32,
    events: u32,
}

/// The hash of the commit with these bytes that follows the one with the hash `previous`.
pub fn chain(previous: &Hash, commit: &[u8]) -> Hash {
    let mut digest = Sha256::new();
    digest.update(previous);
    digest.update(commit);
    digest.finalize().into()
}

/// Encodes a commit. The stream is not part of it: it stands in the key.
///
/// # Errors
/// When it is larger than a commit may be.
pub fn encode_commit(commit: &Commit) -> Result<Vec<u8>, CodecError> {
    let header = Header {
        number: commit.number,
        stamp: commit.stamp,
        operator: commit.operator.clone(),
        knows: commit.knows.clone(),
        generation: EVENTS_GENERATION,
        events: commit.events.len() as u32,
    };
    let mut bytes = postcard::to_allocvec(&header)?;
    let mut event_bytes = Vec::new();
    for recorded in &commit.events {
        event_bytes.clear();
        match recorded {
            Recorded::Known(event) => event_bytes = postcard::to_extend(event, event_bytes)?,
            Recorded::Newer(raw) => event_bytes.extend_from_slice(raw),
        }
        bytes = postcard::to_extend(&(event_bytes.len() as u32), bytes)?;
        bytes.extend_from_slice(&event_bytes);
    }
    if bytes.len() > COMMIT_BYTES_MAX || commit.events.len() > COMMIT_EVENTS_MAX {
        return Err(CodecError::TooLarge);
    }
    Ok(bytes)
}

fn header(bytes: &[u8]) -> Result<(Header, &[u8]), CodecError> {
    if bytes.len() > COMMIT_BYTES_MAX {
        return Err(CodecError::TooLarge);
    }
    let (header, rest) = postcard::take_from_bytes::<Header>(bytes)?;
    if header.events as usize > COMMIT_EVENTS_MAX {
        return Err(CodecError::TooLarge);
    }
    Ok((header, rest))
}

fn next_event(rest: &[u8]) -> Result<(&[u8], &[u8]), CodecError> {
    let (length, rest) = postcard::take_from_bytes::<u32>(rest)?;
    rest.split_at_checked(length as usize)
        .ok_or(CodecError::Truncated)
}

fn event(raw: &[u8], generation: u32) -> Result<Recorded, CodecError> {
    match postcard::take_from_bytes::<Event>(raw) {
        Ok((event, [])) => Ok(Recorded::Known(event)),
        _ if generation > EVENTS_GENERATION => Ok(Recorded::Newer(raw.to_vec())),
        Ok(_) => Err(CodecError::Malformed(
            "bytes are left after an event".to_owned(),
        )),
        Err(error) => Err(error.into()),
    }
}

/// Decodes a commit of a stream.
///
/// # Errors
/// When the bytes are no commit.
pub fn decode_commit(stream: StreamId, bytes: &[u8]) -> Result<Commit, CodecError> {
    let (header, mut rest) = header(bytes)?;
    // What the header claims is not trusted with memory: every event takes a byte at least.
    let mut events = Vec::with_capacity((header.events as usize).min(rest.len()));
    for _ in 0..header.events {
        let (raw, after) = next_event(rest)?;
        events.push(event(raw, header.generation)?);
        rest = after;
    }
    if !rest.is_empty() {
        return Err(CodecError::Malformed(
            "bytes are left after the last event".to_owned(),
        ));
    }
    let Header {
        number,
        stamp,
        operator,
        knows,
        ..
    } = header;
    Ok(Commit {
        stream,
        number,
        stamp,
        operator,
        knows,
        events,
    })
}

/// Decodes one event of a commit, leaving the others unread; `None` if the commit has no such event or it is from a
/// newer version.
///
/// # Errors
/// When the bytes are no commit.
pub fn decode_event(bytes: &[u8], index: u16) -> Result<Option<(Stamp, Code, Event)>, CodecError> {
    let (header, mut rest) = header(bytes)?;
    if u32::from(index) >= header.events {
        return Ok(None);
    }
    for _ in 0..index {
        rest = next_event(rest)?.1;
    }
    let (raw, _) = next_event(rest)?;
    Ok(match event(raw, header.generation)? {
        Recorded::Known(event) => Some((header.stamp, header.operator, event)),
        Recorded::Newer(_) => None,
    })
}
