//! Reads a copy, a chunk at a time, and trusts none of it.

use super::raw::{Raw, RawEnd, RawLine};
use super::{CopyError, CopyFault, FORMAT, Manifest, VERSION, unhex};
use crate::exchange::bytes::Inflate;
use crate::exchange::problem::FileError;
use crate::limits::{
    BUNDLE_COMMITS_BYTES_MAX, BUNDLE_LINE_BYTES_MAX, BUNDLE_STREAMS_MAX, BUNDLE_UNPACKED_BYTES_MAX,
};
use crate::site::{Incoming, RowHash};
use crate::stream::chain::commit_hash;
use crate::stream::id::{CommitId, Hash, StreamId};
use crate::trade::personal::content::hash_of;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A copy that was read to its end and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The hash of the commit that founded the workspace.
    pub workspace: Hash,
    /// Its commits.
    pub commits: Vec<Incoming>,
    /// Its personal rows, as the table holds them.
    pub rows: Vec<(RowHash, Vec<u8>)>,
    /// Its pictures and other files, by their hash.
    pub blobs: Vec<(Hash, Vec<u8>)>,
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
    before: Cow<'a, str>,
    #[serde(borrow)]
    hash: Cow<'a, str>,
    #[serde(borrow)]
    bytes: Cow<'a, str>,
}

#[derive(Deserialize)]
struct RowLine<'a> {
    #[serde(borrow)]
    row: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
}

#[derive(Deserialize)]
struct BlobLine<'a> {
    #[serde(borrow)]
    blob: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
}

#[derive(Deserialize)]
struct EndLine<'a> {
    end: bool,
    commits: u64,
    rows: u64,
    blobs: u64,
    #[serde(borrow)]
    sha256: Cow<'a, str>,
}

/// Reads a copy from chunks of a file. Memory is bounded by [`BUNDLE_COMMITS_BYTES_MAX`] and one line.
pub struct CopyReader {
    inflate: Inflate,
    /// Unpacked bytes that no whole line has come of yet, and how many of them hold no line end.
    pending: Vec<u8>,
    searched: usize,
    line: u64,
    sum: Sha256,
    manifest: Option<(Manifest, Hash)>,
    commits: Vec<Incoming>,
    hashes: BTreeSet<(u64, Hash)>,
    streams: BTreeSet<StreamId>,
    rows: Vec<(RowHash, Vec<u8>)>,
    blobs: Vec<(Hash, Vec<u8>)>,
    bytes: usize,
    ended: bool,
    /// Rows of the store, where it is no copy but what the last screen exported.
    raw: Option<Raw>,
    unread: u64,
}

impl Default for CopyReader {
    fn default() -> Self {
        Self::new()
    }
}

impl CopyReader {
    /// For a new file.
    pub fn new() -> Self {
        CopyReader {
            inflate: Inflate::with_bytes_max(BUNDLE_UNPACKED_BYTES_MAX),
            pending: Vec::new(),
            searched: 0,
            line: 0,
            sum: Sha256::new(),
            manifest: None,
            commits: Vec::new(),
            hashes: BTreeSet::new(),
            streams: BTreeSet::new(),
            rows: Vec::new(),
            blobs: Vec::new(),
            bytes: 0,
            ended: false,
            raw: None,
            unread: 0,
        }
    }

    /// Takes bytes of the file and works a bounded while. Returns how many of the bytes it used: call again with the
    /// others.
    ///
    /// # Errors
    /// When the file is no whole copy. The reader is of no use then.
    pub fn step(&mut self, input: &[u8]) -> Result<usize, CopyError> {
        let mut output = std::mem::take(&mut self.pending);
        let used = self.inflate.step(input, &mut output);
        self.pending = output;
        self.lines()?;
        used.map_err(packing)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it is no whole copy.
    pub fn finish(mut self) -> Result<Copy, CopyError> {
        let mut output = std::mem::take(&mut self.pending);
        let ended = self.inflate.finish(&mut output);
        self.pending = output;
        self.lines()?;
        ended.map_err(packing)?;
        if self.line == 0 && self.pending.is_empty() {
            return Err(self.fault(CopyFault::Empty));
        }
        let line = self.line;
        let fault = |what| CopyError { line, what };
        if let Some(raw) = self.raw {
            // One that was cut short is worth what is in it.
            return raw.finish(self.unread).map_err(fault);
        }
        let Some((manifest, workspace)) = self.manifest else {
            return Err(fault(CopyFault::NotACopy));
        };
        if !self.ended {
            return Err(fault(CopyFault::CutShort));
        }
        Ok(Copy {
            manifest,
            workspace,
            commits: self.commits,
            rows: self.rows,
            blobs: self.blobs,
        })
    }

    fn fault(&self, what: CopyFault) -> CopyError {
        CopyError {
            line: self.line,
            what,
        }
    }

    /// Reads every whole line that is pending.
    fn lines(&mut self) -> Result<(), CopyError> {
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
                None => CopyFault::NotACopy,
                Some(_) => CopyFault::LineTooLong,
            };
            return Err(self.fault(what));
        }
        Ok(())
    }

    fn read_line(&mut self, line: &[u8]) -> Result<(), CopyFault> {
        if self.ended {
            return Err(CopyFault::AfterEnd);
        }
        if line.len() > BUNDLE_LINE_BYTES_MAX + 1 {
            return Err(CopyFault::LineTooLong);
        }
        if self.raw.is_some()
            || self.line == 1 && serde_json::from_slice::<RawLine<'_>>(line).is_ok()
        {
            self.read_raw(line)?;
        } else if self.manifest.is_none() {
            self.read_manifest(line)?;
        } else if let Ok(commit) = serde_json::from_slice::<CommitLine<'_>>(line) {
            self.read_commit(&commit)?;
        } else if let Ok(row) = serde_json::from_slice::<RowLine<'_>>(line) {
            self.read_row(&row)?;
        } else if let Ok(blob) = serde_json::from_slice::<BlobLine<'_>>(line) {
            self.read_blob(&blob)?;
        } else if let Ok(end) = serde_json::from_slice::<EndLine<'_>>(line) {
            return self.read_end(&end);
        } else {
            return Err(CopyFault::NotALine);
        }
        self.sum.update(line);
        Ok(())
    }

    fn read_raw(&mut self, line: &[u8]) -> Result<(), CopyFault> {
        if let Ok(end) = serde_json::from_slice::<RawEnd>(line) {
            (self.ended, self.unread) = (end.end, end.unread);
            return Ok(());
        }
        let row: RawLine<'_> = serde_json::from_slice(line).map_err(|_| CopyFault::NotALine)?;
        let value = self.decoded(&row.value_base64)?;
        let raw = self.raw.get_or_insert_default();
        raw.take(&row.table, &row.key_hex, value);
        Ok(())
    }

    fn read_manifest(&mut self, line: &[u8]) -> Result<(), CopyFault> {
        let opening: Opening = serde_json::from_slice(line).map_err(|_| CopyFault::NotACopy)?;
        if opening.format != FORMAT {
            return Err(CopyFault::NotACopy);
        }
        match opening.version.cmp(&u64::from(VERSION)) {
            std::cmp::Ordering::Less => return Err(CopyFault::OlderVersion(opening.version)),
            std::cmp::Ordering::Greater => return Err(CopyFault::NewerVersion(opening.version)),
            std::cmp::Ordering::Equal => {}
        }
        let manifest: Manifest = serde_json::from_slice(line).map_err(|_| CopyFault::Manifest)?;
        let workspace = unhex(&manifest.workspace).ok_or(CopyFault::Manifest)?;
        self.manifest = Some((manifest, workspace));
        Ok(())
    }

    fn read_commit(&mut self, line: &CommitLine<'_>) -> Result<(), CopyFault> {
        let stream = StreamId::new(unhex(&line.stream).ok_or(CopyFault::NotALine)?);
        let before: Hash = unhex(&line.before).ok_or(CopyFault::NotALine)?;
        let told: Hash = unhex(&line.hash).ok_or(CopyFault::NotALine)?;
        let bytes = self.decoded(&line.bytes)?;
        let hash = commit_hash(&before, &bytes).map_err(|_| CopyFault::Hash)?;
        if hash != told {
            return Err(CopyFault::Hash);
        }
        if line.number == 0 || !self.hashes.insert((line.number, hash)) {
            return Err(CopyFault::Chain);
        }
        self.streams.insert(stream);
        if self.streams.len() > BUNDLE_STREAMS_MAX {
            return Err(CopyFault::TooLarge);
        }
        self.commits.push(Incoming {
            commit: CommitId {
                stream,
                number: line.number,
            },
            before,
            bytes,
        });
        Ok(())
    }

    fn read_row(&mut self, line: &RowLine<'_>) -> Result<(), CopyFault> {
        let hash: RowHash = unhex(&line.row).ok_or(CopyFault::NotALine)?;
        let value = self.decoded(&line.value)?;
        if hash_of(&value) != hash {
            return Err(CopyFault::Hash);
        }
        self.rows.push((hash, value));
        Ok(())
    }

    fn read_blob(&mut self, line: &BlobLine<'_>) -> Result<(), CopyFault> {
        let hash: Hash = unhex(&line.blob).ok_or(CopyFault::NotALine)?;
        let value = self.decoded(&line.value)?;
        if Hash::from(Sha256::digest(&value)) != hash {
            return Err(CopyFault::Hash);
        }
        self.blobs.push((hash, value));
        Ok(())
    }

    fn read_end(&mut self, end: &EndLine<'_>) -> Result<(), CopyFault> {
        if !end.end {
            return Err(CopyFault::NotALine);
        }
        let Some((manifest, workspace)) = &self.manifest else {
            return Err(CopyFault::NotACopy);
        };
        let count = |told, found: usize| {
            let found = found as u64;
            match told == found {
                true => Ok(()),
                false => Err(CopyFault::Count { told, found }),
            }
        };
        count(manifest.commits, self.commits.len())?;
        count(end.commits, self.commits.len())?;
        count(end.rows, self.rows.len())?;
        count(end.blobs, self.blobs.len())?;
        let sum: Hash = self.sum.clone().finalize().into();
        if unhex(&end.sha256) != Some(sum) {
            return Err(CopyFault::Checksum);
        }
        // Each commit continues one that is here, whatever name it has since a fork.
        for incoming in &self.commits {
            let before = (incoming.commit.number - 1, incoming.before);
            if before.0 > 0 && !self.hashes.contains(&before) {
                return Err(CopyFault::Chain);
            }
        }
        if !self.hashes.contains(&(1, *workspace)) {
            return Err(CopyFault::Manifest);
        }
        self.ended = true;
        Ok(())
    }

    /// The bytes of a commit or row, counted against what a device can hold.
    fn decoded(&mut self, base64: &str) -> Result<Vec<u8>, CopyFault> {
        let bytes = STANDARD
            .decode(base64.as_bytes())
            .map_err(|_| CopyFault::Base64)?;
        self.bytes += bytes.len();
        if self.bytes > BUNDLE_COMMITS_BYTES_MAX {
            return Err(CopyFault::TooLarge);
        }
        Ok(bytes)
    }
}

fn packing(error: FileError) -> CopyError {
    CopyError {
        line: 0,
        what: CopyFault::File(error),
    }
}
