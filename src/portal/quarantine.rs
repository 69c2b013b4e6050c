//! Forks: two different commits under one number of one stream.
//!
//! That comes of a restored copy or a cloned profile that has gone on writing under the same name. Nobody can tell which
//! of the two is right, and a commit says nothing of the one before it: so both are kept, what is here stays in force,
//! the other one's commits lie in the quarantine, byte for byte, and the stream is frozen. Whatever else comes under its
//! name is set aside too, for it may belong to either. A person is told, and copies carry what was set aside.
//!
//! The quarantine is a table of the journal's own frozen schema, one row per commit under the SHA-256 of the row: what
//! comes twice is there once.

use super::error::{DamagedRecord, PortalError};
use super::log::{frozen_bytes, frozen_key};
use super::{Merged, Pace, Portal, StreamPart};
use crate::domain::commit::StreamId;
use crate::exchange::bundle::Aside;
use crate::limits::{QUARANTINE_ROWS_AT_ONCE, SEGMENT_BYTES_FULL};
use crate::storage::{Change, Durability, Store, Table};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

impl<J: Store, V: Store> Portal<J, V> {
    /// The frozen streams, each with the number of the first commit that there are two of.
    pub fn frozen(&self) -> Vec<(StreamId, u64)> {
        let log = self.log.borrow();
        log.frozen.iter().map(|(s, from)| (*s, *from)).collect()
    }

    /// What was set aside, by stream and number.
    ///
    /// # Errors
    /// When storage fails or a row cannot be read.
    pub async fn aside(&self) -> Result<Vec<Aside>, PortalError> {
        let mut found = Vec::new();
        let (mut from, to) = (Vec::new(), vec![0xff; 33]);
        loop {
            let rows = self
                .journal
                .scan(Table::Quarantine, &from, &to, QUARANTINE_ROWS_AT_ONCE)
                .await?;
            let Some((last, _)) = rows.last() else {
                break;
            };
            // The first key after the last one.
            from = [last.as_slice(), &[0]].concat();
            for (_, value) in &rows {
                let aside = postcard::from_bytes(value).map_err(|error| {
                    PortalError::Damaged(DamagedRecord {
                        stream: StreamId([0; 16]),
                        number: 0,
                        why: format!("a row of the quarantine cannot be read: {error}"),
                    })
                })?;
                found.push(aside);
            }
        }
        found.sort_by_key(|aside: &Aside| (aside.stream, aside.number));
        Ok(found)
    }

    /// Takes in what a copy holds: commits, and what was set aside where it was made.
    ///
    /// # Errors
    /// As for [`Portal::merge`]; what was set aside is taken in all the same, unless storage fails.
    pub async fn take_in(
        &self,
        parts: Vec<StreamPart>,
        aside: Vec<Aside>,
        now_ms: i64,
        random: [u8; 8],
        pace: &impl Pace,
    ) -> Result<Merged, PortalError> {
        let merged = self.merge(parts, now_ms, random, pace).await;
        if let Err(PortalError::Store(_) | PortalError::Cancelled) = merged {
            return merged;
        }
        let _writing = self.writer.lock().await;
        let mut streams: BTreeMap<StreamId, Vec<Aside>> = BTreeMap::new();
        for aside in aside {
            if self.ours(aside.stream, aside.number).await? != Some(aside.bytes.clone()) {
                streams.entry(aside.stream).or_default().push(aside);
            }
        }
        let mut kept = 0;
        for (stream, aside) in streams {
            let first = aside.iter().map(|aside| aside.number).min();
            kept += self.set_aside(stream, first, aside).await?;
        }
        let mut merged = merged?;
        merged.aside += kept;
        Ok(merged)
    }

    /// Keeps commits of a stream in the quarantine, and freezes the stream from a number on. Says how many were not
    /// there already.
    pub(super) async fn set_aside(
        &self,
        stream: StreamId,
        from: Option<u64>,
        commits: Vec<Aside>,
    ) -> Result<u64, PortalError> {
        let known = self.log.borrow().frozen.get(&stream).copied();
        let from = match (from, known) {
            (Some(from), Some(known)) => Some(from.min(known)),
            (from, known) => from.or(known),
        };
        let (mut changes, mut bytes, mut new) = (Vec::new(), 0, 0);
        if let Some(from) = from.filter(|from| Some(*from) != known) {
            changes.push(Change::Put {
                table: Table::Meta,
                key: frozen_key(stream),
                value: frozen_bytes(from)?,
            });
            self.log.borrow_mut().frozen.insert(stream, from);
        }
        for commit in commits {
            let value =
                postcard::to_allocvec(&commit).map_err(|error| PortalError::Codec(error.into()))?;
            let key = Sha256::digest(&value).to_vec();
            if self.journal.get(Table::Quarantine, &key).await?.is_some() {
                continue;
            }
            new += 1;
            bytes += value.len();
            changes.push(Change::Put {
                table: Table::Quarantine,
                key,
                value,
            });
            if bytes >= SEGMENT_BYTES_FULL {
                self.write(&[], &std::mem::take(&mut changes), Durability::Strict)
                    .await?;
                bytes = 0;
            }
        }
        if !changes.is_empty() {
            self.write(&[], &changes, Durability::Strict).await?;
        }
        Ok(new)
    }
}
