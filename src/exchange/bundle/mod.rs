//! The whole workspace as one file: what a backup is, and how a workspace moves to another device.
//!
//! # Format
//! Gzip (plain is read too) of lines of JSON, UTF-8, each ended by a line feed:
//!
//! | line | fields |
//! |---|---|
//! | the first | `format` (`"depo-workspace"`), `version` (1), `exported_ms` (ms since 1970 UTC), `journal` (hex), `fold` (names the code that computed the digest), `commits`, `state_digest` (hex), `streams`: each with `stream` (hex: device and incarnation), `first`, `last`, `before` and `last_hash` (hex) |
//! | one per commit | `stream`, `number`, `hash` (hex: SHA-256 of the hash before it and the bytes), `bytes` (base64: the commit as the device wrote it), and, for people and other programs, `events`: the facts in it as JSON |
//! | one per commit that was set aside | `stream`, `number`, `aside` (base64: the commit): the other one of two under one number; in version 2 |
//! | the last | `end` (true), `commits`, `sha256` (hex) of every byte before this line |
//!
//! The commits of a stream stand in their order. What counts are the bytes: they are what was hashed, they hold what a
//! newer version wrote, and reading back never looks at `events`. Fields that a reader does not know are passed over;
//! a change that an older reader would misunderstand raises `version`.
//!
//! # Why lines of JSON
//! One can read it, count it and cut it with tools that will still be there when Depo is not. Rejected: the stored
//! segments one after another, which are half as large and open to nobody; one JSON document, which no reader can
//! take by parts. Measured natively (`cargo run --release --example copy_bench`): 20,000 orders of 20 lines are 4.2 MB in
//! 1.2 s with `events`, 1.9 MB in 0.9 s without; reading and checking takes 0.4 s and 0.2 s. Open data is worth that:
//! `events` are there unless somebody asks for the small file.
//!
//! # Trust
//! A bundle is a file from anywhere. [`BundleReader`] bounds the length of a line, the unpacked size, the ratio of
//! packing, the number of streams and the bytes of all commits; every commit must decode, carry its own number and
//! continue its stream's chain of hashes, and the file must end as it said. A [`Bundle`] exists only when all of that
//! held: nothing of a damaged file can be taken in. Hashes show damage, not forgery: whoever can write a bundle can
//! hash it.

mod fault;
mod read;
mod write;

pub use fault::{BundleError, BundleFault, WriteError};
pub use read::{Aside, Bundle, BundleReader, Run};
pub use write::BundleWriter;

use crate::domain::commit::StreamId;
use crate::journal::Hash;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name of the format, in the first line.
pub const FORMAT: &str = "depo-workspace";

/// The newest version of the format. A file without lines of what was set aside is of the first.
pub const VERSION: u32 = 2;

/// What a bundle says of itself in its first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`] of the writer.
    pub version: u32,
    /// When it was made, in milliseconds since 1970 UTC by the clock of that device.
    pub exported_ms: i64,
    /// The journal that it was made from.
    #[serde(with = "hex")]
    pub journal: [u8; 16],
    /// Names the code that computed `state_digest`: digests of other code do not compare.
    #[serde(default)]
    pub fold: String,
    /// How many commits follow.
    pub commits: u64,
    /// How many commits follow that were set aside.
    #[serde(default)]
    pub aside: u64,
    /// The hash of the state that these commits add up to.
    #[serde(with = "hex")]
    pub state_digest: Hash,
    /// The streams and how far each goes.
    pub streams: Vec<StreamRange>,
}

/// A part of a stream, in the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamRange {
    /// The stream.
    #[serde(with = "stream_hex")]
    pub stream: StreamId,
    /// The number of the first commit in the file, from 1.
    pub first: u64,
    /// The number of the last one.
    pub last: u64,
    /// The hash before the first commit; zeros where the stream begins.
    #[serde(with = "hex")]
    pub before: Hash,
    /// The hash of the last commit.
    #[serde(with = "hex")]
    pub last_hash: Hash,
}

impl StreamRange {
    /// How many commits it has; `None` if its numbers make no sense.
    pub fn commits(&self) -> Option<u64> {
        if self.first == 0 {
            return None;
        }
        self.last.checked_sub(self.first)?.checked_add(1)
    }
}

impl Manifest {
    /// The manifest of a whole workspace: every stream from its first commit to its head.
    pub fn whole(
        exported_ms: i64,
        journal: [u8; 16],
        fold: &str,
        state_digest: Hash,
        heads: impl IntoIterator<Item = (StreamId, u64, Hash)>,
    ) -> Self {
        let streams: Vec<StreamRange> = heads
            .into_iter()
            .filter(|(_, last, _)| *last > 0)
            .map(|(stream, last, last_hash)| StreamRange {
                stream,
                first: 1,
                last,
                before: crate::journal::GENESIS,
                last_hash,
            })
            .collect();
        Manifest {
            format: FORMAT.to_owned(),
            version: 1,
            exported_ms,
            journal,
            fold: fold.to_owned(),
            commits: streams.iter().map(|range| range.last).sum(),
            aside: 0,
            state_digest,
            streams,
        }
    }

    /// With so many commits that were set aside: a reader of the first version would not know what to do with them.
    pub fn with_aside(self, aside: u64) -> Self {
        let version = if aside > 0 { VERSION } else { self.version };
        Manifest {
            aside,
            version,
            ..self
        }
    }

    /// The range of a stream.
    pub fn range(&self, stream: StreamId) -> Option<&StreamRange> {
        self.streams.iter().find(|range| range.stream == stream)
    }
}

/// Bytes as lower-case hexadecimal text.
mod hex {
    use super::{Deserialize, Deserializer, Serializer};

    pub(super) fn text(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = String::with_capacity(2 * bytes.len());
        for byte in bytes {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text
    }

    pub(super) fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
        let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
        if text.len() != 2 * N {
            return None;
        }
        let mut bytes = [0; N];
        for (slot, [high, low]) in bytes.iter_mut().zip(text.as_bytes().as_chunks::<2>().0) {
            *slot = digit(*high)? << 4 | digit(*low)?;
        }
        Some(bytes)
    }

    pub(super) fn serialize<S: Serializer, const N: usize>(
        value: &[u8; N],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text(value))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        deserializer: D,
    ) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(deserializer)?;
        bytes(&text).ok_or_else(|| serde::de::Error::custom("not so many hexadecimal digits"))
    }
}

/// A stream as hexadecimal text.
mod stream_hex {
    use super::{Deserializer, Serializer, StreamId, hex};

    pub(super) fn serialize<S: Serializer>(
        stream: &StreamId,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        hex::serialize(&stream.0, serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<StreamId, D::Error> {
        hex::deserialize(deserializer).map(StreamId)
    }
}
