//! The whole workspace as one file: what a backup is, and how a workspace moves to another device.
//!
//! # Format
//! Gzip (plain is read too) of lines of JSON, UTF-8, each ended by a line feed:
//!
//! | line | fields |
//! |---|---|
//! | the first | `format` (`"depo-workspace"`), `version` (3), `exported_ms` (ms since 1970 UTC), `workspace` (hex: the hash of the commit that founded it), `demo` (whether it is one), `name`, `commits`, `erasures` (how many it knows to be executed), `erased_ms` (when the last was), `incomplete` (how many rows its device could not read, where it is not whole) |
//! | one per commit | `stream` (hex), `number`, `before` (hex: the hash of the commit before it), `hash` (hex), `bytes` (base64: the commit as its device wrote it), and, for people, `facts`: what is in it, as text |
//! | one per personal row | `row` (hex: the hash that a fact names), `value` (base64) |
//! | one per picture | `blob` (hex: the SHA-256 of its bytes, which a fact names), `value` (base64) |
//! | the last | `end` (true), `commits`, `rows`, `blobs`, `sha256` (hex) of every byte before this line |
//!
//! What counts are the bytes: they are what was hashed, they hold what a newer version wrote, and reading back never
//! looks at `facts`. Fields that a reader does not know are passed over; a change that an older reader would misunderstand
//! raises `version`. Versions 1 and 2 held the journal before the facts were put right; they are refused with these words.
//!
//! Personal rows are those that live: none that an executed erasure reaches goes into a copy.
//!
//! What the last screen exports is read too: rows of the tables as they lie there, one a line (`table`, `key_hex`,
//! `value_base64`), with `{"end":true,"rows":…,"unread":…}` at the end. Nothing of it is summed up, so each commit is taken
//! as far as the next one of its stream names it, and the copy counts as incomplete.
//!
//! # Trust
//! A copy is a file from anywhere. [`CopyReader`] bounds the length of a line, the unpacked size, the ratio of packing and
//! the bytes of all commits and rows; every commit must have the hash that the file says and continue one that is in the
//! file, every row must have the hash that names it, and the file must end as it said. A [`Copy`] exists only when all of
//! that held: nothing of a damaged file can be taken in. Whether the bytes are facts is asked when it is compared. Hashes
//! show damage, not forgery: whoever can write a copy can hash it.

mod compare;
mod fault;
mod raw;
mod read;
mod write;

pub use compare::{Difference, Whose, compare, founded, whose};
pub use fault::{CopyError, CopyFault};
pub use read::{Copy, CopyReader};
pub use write::CopyWriter;

use serde::{Deserialize, Serialize};

/// The name of the format, in the first line.
pub const FORMAT: &str = "depo-workspace";

/// The version that is written and read.
pub const VERSION: u32 = 3;

/// What a copy says of itself in its first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`] of the writer.
    pub version: u32,
    /// When it was made, in milliseconds since 1970 UTC by the clock of that device.
    pub exported_ms: i64,
    /// The hash of the commit that founded the workspace, in hexadecimal digits.
    pub workspace: String,
    /// Whether the workspace is the demo.
    pub demo: bool,
    /// The name of the workspace.
    pub name: String,
    /// How many commits follow.
    pub commits: u64,
    /// How many erasures it knows to be executed. None in copies of before this was told.
    #[serde(default)]
    pub erasures: u64,
    /// When the last of them was, in milliseconds since 1970 UTC.
    #[serde(default)]
    pub erased_ms: Option<i64>,
    /// How many stored rows its device could not read; nothing where the copy is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<u64>,
}

/// Bytes as lower-case hexadecimal text.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes of hexadecimal text; `None` for anything else.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    if text.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (slot, [high, low]) in bytes.iter_mut().zip(text.as_bytes().as_chunks::<2>().0) {
        *slot = (digit(*high)? << 4) | digit(*low)?;
    }
    Some(bytes)
}
