//! Writes a bundle, a commit at a time.

use super::{Aside, Manifest, WriteError, hex};
use crate::domain::commit::{Recorded, StreamId};
use crate::domain::event::Event;
use crate::journal::{Hash, chain, decode_commit};
use crate::limits::{BUNDLE_LINE_BYTES_MAX, BUNDLE_PART_BYTES};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write;

/// Levels above take several times as long for a few per cent.
const LEVEL: u32 = 4;

#[derive(Serialize)]
struct CommitLine<'a> {
    stream: &'a str,
    number: u64,
    hash: &'a str,
    bytes: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<&'a Event>>,
}

#[derive(Serialize)]
struct AsideLine<'a> {
    stream: &'a str,
    number: u64,
    aside: &'a str,
}

#[derive(Serialize)]
struct EndLine<'a> {
    end: bool,
    commits: u64,
    sha256: &'a str,
}

/// How far a stream has been written.
struct Progress {
    hex: String,
    next: u64,
    hash: Hash,
}

/// Writes a bundle. The commits of each stream are handed in in their order; [`BundleWriter::take`] hands over what is
/// packed so far, so that no more than a part of the file is ever in memory.
pub struct BundleWriter {
    manifest: Manifest,
    readable: bool,
    packer: GzEncoder<Vec<u8>>,
    sum: Sha256,
    streams: HashMap<StreamId, Progress>,
    commits: u64,
    aside: u64,
    /// Reused from line to line.
    line: Vec<u8>,
    encoded: String,
}

impl BundleWriter {
    /// Begins a bundle. `readable` puts the facts as JSON beside the bytes of each commit.
    ///
    /// # Errors
    /// When the manifest cannot be written.
    pub fn new(manifest: Manifest, readable: bool) -> Result<Self, WriteError> {
        let streams = manifest
            .streams
            .iter()
            .map(|range| {
                let progress = Progress {
                    hex: range.stream.hex(),
                    next: range.first,
                    hash: range.before,
                };
                (range.stream, progress)
            })
            .collect();
        let mut writer = BundleWriter {
            manifest,
            readable,
            packer: GzEncoder::new(Vec::new(), Compression::new(LEVEL)),
            sum: Sha256::new(),
            streams,
            commits: 0,
            aside: 0,
            line: Vec::new(),
            encoded: String::new(),
        };
        json(&mut writer.line, &writer.manifest)?;
        writer.end_line()?;
        Ok(writer)
    }

    /// Whether a commit belongs to the bundle: commits made after its manifest do not.
    pub fn wants(&self, stream: StreamId, number: u64) -> bool {
        self.manifest
            .range(stream)
            .is_some_and(|range| range.first <= number && number <= range.last)
    }

    /// Writes a commit.
    ///
    /// # Errors
    /// When it is not the next one of its stream, or no commit.
    pub fn commit(
        &mut self,
        stream: StreamId,
        number: u64,
        bytes: &[u8],
    ) -> Result<(), WriteError> {
        let unexpected = || WriteError::Unexpected { stream, number };
        if !self.wants(stream, number) {
            return Err(unexpected());
        }
        let progress = self.streams.get_mut(&stream).ok_or_else(unexpected)?;
        if progress.next != number {
            return Err(unexpected());
        }
        progress.hash = chain(&progress.hash, bytes);
        progress.next += 1;
        let commit = decode_commit(stream, bytes).map_err(WriteError::Commit)?;
        self.encoded.clear();
        STANDARD.encode_string(bytes, &mut self.encoded);
        let known = commit.events.iter().filter_map(|recorded| match recorded {
            Recorded::Known(event) => Some(event),
            Recorded::Newer(_) => None,
        });
        let mut line = CommitLine {
            stream: &progress.hex,
            number,
            hash: &hex::text(&progress.hash),
            bytes: &self.encoded,
            events: self.readable.then(|| known.collect()),
        };
        json(&mut self.line, &line)?;
        if self.line.len() > BUNDLE_LINE_BYTES_MAX && line.events.is_some() {
            // The facts are there for people; a commit so large does without.
            line.events = None;
            json(&mut self.line, &line)?;
        }
        self.commits += 1;
        self.end_line()
    }

    /// Writes a commit that was set aside.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn aside(&mut self, aside: &Aside) -> Result<(), WriteError> {
        self.encoded.clear();
        STANDARD.encode_string(&aside.bytes, &mut self.encoded);
        let line = AsideLine {
            stream: &aside.stream.hex(),
            number: aside.number,
            aside: &self.encoded,
        };
        json(&mut self.line, &line)?;
        self.aside += 1;
        self.end_line()
    }

    /// How many commits have been written.
    pub fn commits(&self) -> u64 {
        self.commits
    }

    /// What is packed so far, once there is a part's worth of it.
    pub fn take(&mut self) -> Option<Vec<u8>> {
        let packed = self.packer.get_mut();
        (packed.len() >= BUNDLE_PART_BYTES).then(|| std::mem::take(packed))
    }

    /// Ends the file and hands over the rest of it.
    ///
    /// # Errors
    /// When commits are missing, or a stream is not the one that the manifest describes.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        if self.commits != self.manifest.commits {
            let commits = self.manifest.commits.saturating_sub(self.commits);
            return Err(WriteError::Missing { commits });
        }
        if self.aside != self.manifest.aside {
            let commits = self.manifest.aside.saturating_sub(self.aside);
            return Err(WriteError::Missing { commits });
        }
        for range in &self.manifest.streams {
            let hash = self
                .streams
                .get(&range.stream)
                .map(|progress| progress.hash);
            if hash != Some(range.last_hash) {
                return Err(WriteError::Chain(range.stream));
            }
        }
        let sum: Hash = self.sum.clone().finalize().into();
        let end = EndLine {
            end: true,
            commits: self.commits,
            sha256: &hex::text(&sum),
        };
        json(&mut self.line, &end)?;
        self.end_line()?;
        self.packer
            .finish()
            .map_err(|error| WriteError::Encoding(error.to_string()))
    }

    fn end_line(&mut self) -> Result<(), WriteError> {
        self.line.push(b'\n');
        self.sum.update(&self.line);
        self.packer
            .write_all(&self.line)
            .map_err(|error| WriteError::Encoding(error.to_string()))
    }
}

/// Writes a value as one line, without its end.
fn json(line: &mut Vec<u8>, value: &impl Serialize) -> Result<(), WriteError> {
    line.clear();
    serde_json::to_writer(line, value).map_err(|error| WriteError::Encoding(error.to_string()))
}
