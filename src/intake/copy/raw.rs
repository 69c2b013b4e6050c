//! What the last screen exports: rows of the store, as they lie there. The page that writes it cannot open the workspace.

use super::{Copy, CopyFault, FORMAT, Manifest, VERSION, hex, unhex};
use crate::site::{Incoming, RowHash, founding_hash};
use crate::stream::chain::commit_hash;
use crate::stream::codec::decode_commit;
use crate::stream::facts::{Founded, Kind, StreamFact};
use crate::stream::id::{CommitId, Hash, StreamId};
use crate::stream::wire::Names;
use crate::trade::event::Event;
use crate::trade::personal::content::hash_of;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A row of a table.
#[derive(Deserialize)]
pub(super) struct RawLine<'a> {
    #[serde(borrow)]
    pub(super) table: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) key_hex: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) value_base64: Cow<'a, str>,
}

/// The last line.
#[derive(Deserialize)]
pub(super) struct RawEnd {
    pub(super) end: bool,
    pub(super) unread: u64,
}

/// The rows that were read so far.
#[derive(Default)]
pub(super) struct Raw {
    tail: BTreeMap<CommitId, Incoming>,
    rows: Vec<(RowHash, Vec<u8>)>,
    blobs: Vec<(Hash, Vec<u8>)>,
    /// Rows that are not what was written.
    unread: u64,
}

impl Raw {
    /// Takes a row. One that is not what its key says is counted and left out.
    pub(super) fn take(&mut self, table: &str, key_hex: &str, value: Vec<u8>) {
        let is_taken = match table {
            "tail" => self.take_commit(key_hex, &value),
            "pers" => unhex::<16>(key_hex)
                .filter(|hash| hash_of(&value) == *hash)
                .map(|hash| self.rows.push((hash, value)))
                .is_some(),
            "blob" => unhex::<32>(key_hex)
                .filter(|hash| Hash::from(Sha256::digest(&value)) == *hash)
                .map(|hash| self.blobs.push((hash, value)))
                .is_some(),
            // Which stream the device wrote is the device's own; what was refused is no fact.
            _ => true,
        };
        self.unread += u64::from(!is_taken);
    }

    fn take_commit(&mut self, key_hex: &str, value: &[u8]) -> bool {
        let commit = unhex::<24>(key_hex).and_then(|key| CommitId::from_key(&key));
        let (Some(commit), Some((before, bytes))) = (commit, value.split_first_chunk::<32>())
        else {
            return false;
        };
        let incoming = Incoming {
            commit,
            before: *before,
            bytes: bytes.to_vec(),
        };
        self.tail.insert(commit, incoming);
        true
    }

    /// What of it can be taken as genuine, as a copy. `unread` are the rows that the browser could not read.
    ///
    /// # Errors
    /// Where the commit that founded the workspace is not among it.
    pub(super) fn finish(mut self, unread: u64) -> Result<Copy, CopyFault> {
        let commits = self.genuine();
        let workspace = founding_hash(&commits).map_err(|_| CopyFault::Manifest)?;
        let founded = commits
            .iter()
            .find_map(founded)
            .ok_or(CopyFault::Manifest)?;
        Ok(Copy {
            manifest: Manifest {
                format: FORMAT.to_owned(),
                version: VERSION,
                exported_ms: 0,
                workspace: hex(&workspace),
                demo: founded.kind == Kind::Demo,
                name: founded.name.as_str().to_owned(),
                commits: commits.len() as u64,
                erasures: 0,
                erased_ms: None,
                incomplete: Some(self.unread + unread),
            },
            workspace,
            commits,
            rows: self.rows,
            blobs: self.blobs,
        })
    }

    /// Each stream as far as every commit reads, and is the one that the next one names.
    fn genuine(&mut self) -> Vec<Incoming> {
        let mut genuine: Vec<Incoming> = Vec::new();
        let mut broken: Option<StreamId> = None;
        let mut at: Option<(CommitId, Hash, Names)> = None;
        let tail = std::mem::take(&mut self.tail);
        let mut rows = tail.into_values().peekable();
        while let Some(row) = rows.next() {
            let CommitId { stream, number } = row.commit;
            let last = at.take().filter(|(last, ..)| last.stream == stream);
            let next = rows.peek().filter(|next| {
                next.commit.stream == stream && Some(next.commit.number) == number.checked_add(1)
            });
            let hash = commit_hash(&row.before, &row.bytes).ok();
            let is_named = next.is_none_or(|next| Some(next.before) == hash);
            let follows = match &last {
                Some((last, hash, _)) => last.number + 1 == number && *hash == row.before,
                // A branch begins where the stream that it grew out of ends.
                None => broken != Some(stream),
            };
            let is_branch = last.is_none() && number > 1;
            let mut names = last.map_or_else(|| Names::of(stream), |(.., names)| names);
            let reads =
                is_branch || decode_commit::<Event>(stream, number, &row.bytes, &mut names).is_ok();
            match hash {
                Some(hash) if broken != Some(stream) && follows && is_named && reads => {
                    at = (!is_branch).then_some((row.commit, hash, names));
                    genuine.push(row);
                }
                _ => {
                    broken = Some(stream);
                    self.unread += 1;
                }
            }
        }
        genuine
    }
}

/// The fact by which a workspace was founded, where this commit holds it.
fn founded(one: &Incoming) -> Option<Founded> {
    let CommitId { stream, number } = one.commit;
    let mut names = Names::of(stream);
    let commit = (number == 1)
        .then(|| decode_commit::<Event>(stream, number, &one.bytes, &mut names).ok())??;
    commit.events.iter().find_map(|event| match event.fact() {
        Some(Event::Streams(StreamFact::Founded(founded))) => Some(founded.clone()),
        _ => None,
    })
}
