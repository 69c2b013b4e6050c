//! Reads a bundle, a chunk at a time, and trusts none of it.

use super::{BundleError, BundleFault, FORMAT, Manifest, VERSION, hex};
use crate::domain::commit::{Recorded, StreamId};
use crate::exchange::bytes::Inflate;
use crate::journal::{GENESIS, Hash, chain, decode_commit};
use crate::limits::{
    BUNDLE_COMMITS_BYTES_MAX, BUNDLE_LINE_BYTES_MAX, BUNDLE_STREAMS_MAX, BUNDLE_UNPACKED_BYTES_MAX,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;

/// A run of commits of one stream, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The stream.
    pub stream: StreamId,
    /// The number of the first commit.
    pub first: u64,
    /// The hash before the first commit.
    pub before: Hash,
    /// The commits, as their device wrote them.
    pub commits: Vec<Vec<u8>>,
    /// When the first of them was made, in milliseconds since 1970 UTC by the clock of its device.
    pub first_ms: i64,
    /// When the last of them was made.
    pub last_ms: i64,
}

impl Run {
    /// The number of the last commit.
    pub fn last(&self) -> u64 {
        self.first + self.commits.len() as u64 - 1
    }

    /// The hash of a commit by its number; of the one before the first too.
    pub fn hash_at(&self, number: u64) -> Option<Hash> {
        let count = usize::try_from((number + 1).checked_sub(self.first)?).ok()?;
        let commits = self.commits.get(..count)?;
        Some(
            commits
                .iter()
                .fold(self.before, |hash, bytes| chain(&hash, bytes)),
        )
    }
}

/// A commit that was set aside: of two that have one number, the one that is not in force where the bundle was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// The stream.
    pub stream: StreamId,
    /// Its number there.
    pub number: u64,
    /// The commit as its device wrote it.
    pub bytes: Vec<u8>,
}

/// A bundle that was read to its end and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its commits, in the order of the manifest.
    pub runs: Vec<Run>,
    /// The commits that were set aside.
    pub aside: Vec<Aside>,
    /// How many events are in the commits of the runs.
    pub events: u64,
    /// Of these, events from a newer version: kept, and applied after the update.
    pub newer_events: u64,
}

#[derive(Deserialize)]
struct Opening {
    format: String,
    version: u64,
}

#[derive(Deserialize)]
struct CommitLine<'a> {
    #[serde(borrow)]
    stream: Cow<'a, str>,
    number: u64,
    #[serde(borrow)]
    hash: Cow<'a, str>,
    #[serde(borrow)]
    bytes: Cow<'a, str>,
}

#[derive(Deserialize)]
struct AsideLine<'a> {
    #[serde(borrow)]
    stream: Cow<'a, str>,
    number: u64,
    #[serde(borrow)]
    aside: Cow<'a, str>,
}

#[derive(Deserialize)]
struct EndLine<'a> {
    end: bool,
    commits: u64,
    #[serde(borrow)]
    sha256: Cow<'a, str>,
}

struct Stream {
    run: Run,
    hash: Hash,
}

/// Reads a bundle from chunks of a file. Memory is bounded by [`BUNDLE_COMMITS_BYTES_MAX`] and one line.
pub struct BundleReader {
    inflate: Inflate,
    /// Unpacked bytes that no whole line has come of yet, and how many of them hold no line end.
    pending: Vec<u8>,
    searched: usize,
    line: u64,
    sum: Sha256,
    manifest: Option<Manifest>,
    streams: Vec<Stream>,
    index: HashMap<StreamId, usize>,
    commits: u64,
    aside: Vec<Aside>,
    commit_bytes: usize,
    events: u64,
    newer_events: u64,
    ended: bool,
}

impl Default for BundleReader {
    fn default() -> Self {
        Self::new()
    }
}

impl BundleReader {
    /// For a new file.
    pub fn new() -> Self {
        BundleReader {
            inflate: Inflate::with_bytes_max(BUNDLE_UNPACKED_BYTES_MAX),
            pending: Vec::new(),
            searched: 0,
            line: 0,
            sum: Sha256::new(),
            manifest: None,
            streams: Vec::new(),
            index: HashMap::new(),
            commits: 0,
            aside: Vec::new(),
            commit_bytes: 0,
            events: 0,
            newer_events: 0,
            ended: false,
        }
    }

    /// What the bundle says of itself, once its first line is read.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// How many commits have been read and checked.
    pub fn commits(&self) -> u64 {
        self.commits
    }

    /// Takes bytes of the file and works a bounded while. Returns how many of the bytes it used: call again with the
    /// others.
    ///
    /// # Errors
    /// When the file is no whole bundle. The reader is of no use then.
    pub fn step(&mut self, input: &[u8]) -> Result<usize, BundleError> {
        let mut output = std::mem::take(&mut self.pending);
        let used = self.inflate.step(input, &mut output);
        self.pending = output;
        self.lines()?;
        used.map_err(|error| self.packing(error))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it is no whole bundle.
    pub fn finish(mut self) -> Result<Bundle, BundleError> {
        let mut output = std::mem::take(&mut self.pending);
        let ended = self.inflate.finish(&mut output);
        self.pending = output;
        self.lines()?;
        ended.map_err(|error| self.packing(error))?;
        if self.line == 0 && self.pending.is_empty() {
            return Err(self.fault(BundleFault::Empty));
        }
        if self.manifest.is_none() {
            return Err(self.fault(BundleFault::NotABundle));
        }
        let (true, Some(manifest)) = (self.ended, self.manifest.take()) else {
            return Err(self.fault(BundleFault::CutShort));
        };
        Ok(Bundle {
            manifest,
            runs: self.streams.into_iter().map(|stream| stream.run).collect(),
            aside: self.aside,
            events: self.events,
            newer_events: self.newer_events,
        })
    }

    fn fault(&self, what: BundleFault) -> BundleError {
        BundleError {
            line: self.line,
            what,
        }
    }

    fn packing(&self, error: crate::exchange::problem::FileError) -> BundleError {
        BundleError {
            line: 0,
            what: BundleFault::File(error),
        }
    }

    /// Reads every whole line that is pending.
    fn lines(&mut self) -> Result<(), BundleError> {
        let pending = std::mem::take(&mut self.pending);
        let mut from = 0;
        while let Some(length) = pending[self.searched.max(from)..]
            .iter()
            .position(|byte| *byte == b'\n')
        {
            let end = self.searched.max(from) + length + 1;
            self.line += 1;
            let line = &pending[from..end];
            self.read_line(line).map_err(|what| self.fault(what))?;
            from = end;
        }
        self.pending = if from == 0 {
            pending
        } else {
            pending[from..].to_vec()
        };
        self.searched = self.pending.len();
        if self.pending.len() > BUNDLE_LINE_BYTES_MAX {
            self.line += 1;
            // Another kind of file has no line ends; say that, and not what follows from it.
            let what = match self.manifest {
                None => BundleFault::NotABundle,
                Some(_) => BundleFault::LineTooLong,
            };
            return Err(self.fault(what));
        }
        Ok(())
    }

    fn read_line(&mut self, line: &[u8]) -> Result<(), BundleFault> {
        if self.ended {
            return Err(BundleFault::AfterEnd);
        }
        if line.len() > BUNDLE_LINE_BYTES_MAX + 1 {
            return Err(BundleFault::LineTooLong);
        }
        if self.manifest.is_none() {
            self.read_manifest(line)?;
        } else if let Ok(commit) = serde_json::from_slice::<CommitLine<'_>>(line) {
            self.read_commit(&commit)?;
        } else if let Ok(aside) = serde_json::from_slice::<AsideLine<'_>>(line) {
            self.read_aside(&aside)?;
        } else if let Ok(end) = serde_json::from_slice::<EndLine<'_>>(line) {
            return self.read_end(&end);
        } else {
            return Err(BundleFault::NotALine);
        }
        self.sum.update(line);
        Ok(())
    }

    fn read_manifest(&mut self, line: &[u8]) -> Result<(), BundleFault> {
        let opening: Opening = serde_json::from_slice(line).map_err(|_| BundleFault::NotABundle)?;
        if opening.format != FORMAT {
            return Err(BundleFault::NotABundle);
        }
        if opening.version > u64::from(VERSION) {
            return Err(BundleFault::NewerVersion(opening.version));
        }
        let manifest: Manifest = serde_json::from_slice(line).map_err(|_| BundleFault::Manifest)?;
        if manifest.streams.len() > BUNDLE_STREAMS_MAX {
            return Err(BundleFault::TooManyStreams);
        }
        let mut told: u64 = 0;
        for range in &manifest.streams {
            let commits = range.commits().ok_or(BundleFault::Manifest)?;
            told = told.checked_add(commits).ok_or(BundleFault::Manifest)?;
            if range.first == 1 && range.before != GENESIS {
                return Err(BundleFault::Manifest);
            }
            let run = Run {
                stream: range.stream,
                first: range.first,
                before: range.before,
                // What the manifest claims is not trusted with memory.
                commits: Vec::new(),
                first_ms: 0,
                last_ms: 0,
            };
            let twice = self.index.insert(range.stream, self.streams.len());
            if twice.is_some() {
                return Err(BundleFault::Manifest);
            }
            self.streams.push(Stream {
                run,
                hash: range.before,
            });
        }
        if told != manifest.commits {
            return Err(BundleFault::Manifest);
        }
        self.manifest = Some(manifest);
        Ok(())
    }

    fn read_commit(&mut self, line: &CommitLine<'_>) -> Result<(), BundleFault> {
        let id = StreamId(hex::bytes(&line.stream).ok_or(BundleFault::NotALine)?);
        let hash: Hash = hex::bytes(&line.hash).ok_or(BundleFault::NotALine)?;
        let unknown = BundleFault::UnknownStream(id);
        let Some(index) = self.index.get(&id) else {
            return Err(unknown);
        };
        let last = self
            .manifest
            .as_ref()
            .and_then(|manifest| manifest.range(id))
            .map_or(0, |range| range.last);
        let Some(stream) = self.streams.get_mut(*index) else {
            return Err(unknown);
        };
        let expected = stream.run.first + stream.run.commits.len() as u64;
        let out_of_order = |found| BundleFault::OutOfOrder { expected, found };
        if line.number != expected || expected > last {
            return Err(out_of_order(line.number));
        }
        let bytes = decoded(&line.bytes, &mut self.commit_bytes)?;
        stream.hash = chain(&stream.hash, &bytes);
        if stream.hash != hash {
            return Err(BundleFault::Chain);
        }
        let commit = decode_commit(id, &bytes).map_err(BundleFault::Commit)?;
        if commit.number != expected {
            return Err(out_of_order(commit.number));
        }
        if stream.run.commits.is_empty() {
            stream.run.first_ms = commit.stamp.ms();
        }
        stream.run.last_ms = commit.stamp.ms();
        stream.run.commits.push(bytes);
        self.commits += 1;
        self.events += commit.events.len() as u64;
        let newer = commit
            .events
            .iter()
            .filter(|recorded| matches!(recorded, Recorded::Newer(_)));
        self.newer_events += newer.count() as u64;
        Ok(())
    }

    fn read_aside(&mut self, line: &AsideLine<'_>) -> Result<(), BundleFault> {
        let stream = StreamId(hex::bytes(&line.stream).ok_or(BundleFault::NotALine)?);
        let bytes = decoded(&line.aside, &mut self.commit_bytes)?;
        let commit = decode_commit(stream, &bytes).map_err(BundleFault::Commit)?;
        if commit.number != line.number {
            return Err(BundleFault::OutOfOrder {
                expected: line.number,
                found: commit.number,
            });
        }
        self.aside.push(Aside {
            stream,
            number: line.number,
            bytes,
        });
        Ok(())
    }

    fn read_end(&mut self, end: &EndLine<'_>) -> Result<(), BundleFault> {
        if !end.end {
            return Err(BundleFault::NotALine);
        }
        let told = self.manifest.as_ref().map_or(0, |m| m.commits);
        let (told_aside, found) = (
            self.manifest.as_ref().map_or(0, |m| m.aside),
            self.aside.len() as u64,
        );
        if told_aside != found {
            return Err(BundleFault::Count {
                told: told_aside,
                found,
            });
        }
        for told in [told, end.commits] {
            if told != self.commits {
                let found = self.commits;
                return Err(BundleFault::Count { told, found });
            }
        }
        for stream in &self.streams {
            let range = self
                .manifest
                .as_ref()
                .and_then(|m| m.range(stream.run.stream));
            if range.map(|range| range.last_hash) != Some(stream.hash) {
                return Err(BundleFault::StreamEnd(stream.run.stream));
            }
        }
        let sum: Hash = self.sum.clone().finalize().into();
        if hex::bytes(&end.sha256) != Some(sum) {
            return Err(BundleFault::Checksum);
        }
        self.ended = true;
        Ok(())
    }
}

/// The bytes of a commit, counted against what a device can hold.
fn decoded(base64: &str, all_bytes: &mut usize) -> Result<Vec<u8>, BundleFault> {
    let bytes = STANDARD
        .decode(base64.as_bytes())
        .map_err(|_| BundleFault::Base64)?;
    *all_bytes += bytes.len();
    if *all_bytes > BUNDLE_COMMITS_BYTES_MAX {
        return Err(BundleFault::TooLarge);
    }
    Ok(bytes)
}
