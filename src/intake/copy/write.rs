//! Writes a copy, some commits at a time.

use super::{FORMAT, Manifest, VERSION, founded, hex};
use crate::limits::{BUNDLE_PART_BYTES, TAIL_ROWS_READ_AT_ONCE};
use crate::site::{Incoming, Reading, RowHash};
use crate::stream::chain::commit_hash;
use crate::stream::facts::Kind;
use crate::stream::id::Hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, VecDeque};
use std::io::{Error, Write};

/// Levels above take several times as long for a few per cent.
const LEVEL: u32 = 4;

#[derive(Serialize)]
struct CommitLine {
    stream: String,
    number: u64,
    before: String,
    hash: String,
    bytes: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<String>,
}

#[derive(Serialize)]
struct RowLine {
    row: String,
    value: String,
}

#[derive(Serialize)]
struct BlobLine {
    blob: String,
    value: String,
}

#[derive(Serialize)]
struct EndLine {
    end: bool,
    commits: u64,
    rows: u64,
    blobs: u64,
    sha256: String,
}

/// Writes a copy: first commits until there is none left, then personal rows, then
/// pictures, then the end. [`CopyWriter::take`] hands
/// over what is packed so far, so that no more than a part of the file is ever in memory.
pub struct CopyWriter {
    packer: GzEncoder<Vec<u8>>,
    sum: Sha256,
    left: VecDeque<Incoming>,
    /// Rows that an executed erasure reaches and that were not deleted yet.
    dead: BTreeSet<RowHash>,
    readable: bool,
    commits: u64,
    rows: u64,
    blobs: u64,
}

impl CopyWriter {
    /// Begins a copy of the workspace as it is now. `readable` is whether people can read in it what the facts say;
    /// `incomplete` says how many stored rows could not be read, where the store is damaged.
    ///
    /// # Errors
    /// The packer's, and a workspace that was founded nowhere.
    pub fn begin(
        at: &Reading<'_>,
        exported_ms: i64,
        readable: bool,
        incomplete: Option<u64>,
    ) -> Result<Self, Error> {
        let (workspace, founded) = founded(at).ok_or_else(|| Error::other("no workspace"))?;
        let left: VecDeque<Incoming> = at.held.outgoing().collect();
        let erasures = &at.state.erasures;
        let relations = at.relations();
        let executed: Vec<i64> = erasures
            .all(&relations)
            .iter()
            .filter_map(|(erasure, _)| erasures.executed(erasure, &relations))
            .map(|at| at.wall_ms)
            .collect();
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            exported_ms,
            workspace: hex(&workspace),
            demo: founded.kind == Kind::Demo,
            name: founded.name.as_str().to_owned(),
            commits: left.len() as u64,
            erasures: executed.len() as u64,
            erased_ms: executed.into_iter().max(),
            incomplete,
        };
        let dead = at
            .state
            .rows()
            .filter(|(id, at, row)| !erasures.lives(&id.document, row, at, &relations))
            .map(|(_, _, row)| row.hash)
            .collect();
        let mut writer = CopyWriter {
            packer: GzEncoder::new(Vec::new(), Compression::new(LEVEL)),
            sum: Sha256::new(),
            commits: left.len() as u64,
            left,
            dead,
            readable,
            rows: 0,
            blobs: 0,
        };
        writer.line(&manifest)?;
        Ok(writer)
    }

    /// How many commits are written of how many.
    pub fn progress(&self) -> (u64, u64) {
        (self.commits - self.left.len() as u64, self.commits)
    }

    /// Writes some commits more. Says whether there are others.
    ///
    /// # Errors
    /// The packer's.
    pub fn commits(&mut self, at: &Reading<'_>) -> Result<bool, Error> {
        for _ in 0..TAIL_ROWS_READ_AT_ONCE / 4 {
            let Some(incoming) = self.left.pop_front() else {
                break;
            };
            let hash = commit_hash(&incoming.before, &incoming.bytes)
                .map_err(|why| Error::other(why.to_string()))?;
            let facts = match self.readable {
                true => at
                    .held
                    .events(incoming.commit)
                    .map(|event| format!("{event:?}"))
                    .collect(),
                false => Vec::new(),
            };
            self.line(&CommitLine {
                stream: hex(incoming.commit.stream.bytes()),
                number: incoming.commit.number,
                before: hex(&incoming.before),
                hash: hex(&hash),
                bytes: STANDARD.encode(&incoming.bytes),
                facts,
            })?;
        }
        Ok(!self.left.is_empty())
    }

    /// Writes a personal row as the table holds it, unless it is erased.
    ///
    /// # Errors
    /// The packer's.
    pub fn row(&mut self, hash: &RowHash, value: &[u8]) -> Result<(), Error> {
        if self.dead.contains(hash) {
            return Ok(());
        }
        self.rows += 1;
        self.line(&RowLine {
            row: hex(hash),
            value: STANDARD.encode(value),
        })
    }

    /// Writes a picture or another file that lies beside the journal.
    ///
    /// # Errors
    /// The packer's.
    pub fn blob(&mut self, hash: &Hash, bytes: &[u8]) -> Result<(), Error> {
        self.blobs += 1;
        self.line(&BlobLine {
            blob: hex(hash),
            value: STANDARD.encode(bytes),
        })
    }

    /// What is packed so far, once it is worth handing on.
    pub fn take(&mut self) -> Vec<u8> {
        if self.packer.get_ref().len() < BUNDLE_PART_BYTES {
            return Vec::new();
        }
        std::mem::take(self.packer.get_mut())
    }

    /// Ends the file. Gives its last part.
    ///
    /// # Errors
    /// The packer's, and commits that were not written.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        if !self.left.is_empty() {
            return Err(Error::other("commits are missing"));
        }
        let end = EndLine {
            end: true,
            commits: self.commits,
            rows: self.rows,
            blobs: self.blobs,
            sha256: hex(&self.sum.clone().finalize()),
        };
        self.line(&end)?;
        self.packer.finish()
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), Error> {
        let mut line = serde_json::to_vec(value).map_err(Error::other)?;
        line.push(b'\n');
        self.sum.update(&line);
        self.packer.write_all(&line)
    }
}
