//! Taking in the commits of other devices: from a bundle, a copy, a store.

use super::error::PortalError;
use super::log::{Head, IDENTITY_KEY, Identity, head_bytes, head_key};
use super::{Pace, Portal};
use crate::domain::commit::{Commit, Stamp, StreamId};
use crate::journal::{Hash, chain, decode_commit, key, open_segment, seal};
use crate::limits::{CLOCK_AHEAD_MS_MAX, SEGMENT_BYTES_FULL};
use crate::storage::{Change, Durability, Guard, Store, Table};

/// A run of commits of one stream, as bytes, that begins with number `first`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamPart {
    /// The stream.
    pub stream: StreamId,
    /// The number of the first commit.
    pub first: u64,
    /// The commits.
    pub commits: Vec<Vec<u8>>,
}

/// What a merge brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Commits that were new.
    pub new: u64,
    /// Commits that were here already.
    pub known: u64,
    /// Whether this device had written some of them in an earlier life, and goes on under a new incarnation.
    pub reincarnated: bool,
}

/// A group of commits of one stream on its way into the journal.
struct Group {
    commits: Vec<Commit>,
    bytes: Vec<Vec<u8>>,
    before: Hash,
    head: Head,
}

impl<J: Store, V: Store> Portal<J, V> {
    /// Takes in commits of other devices, oldest first in each stream. What is here already is left alone; the rest is
    /// durable when this returns.
    ///
    /// # Errors
    /// [`PortalError::Gap`] when commits are missing before a part, [`PortalError::Fork`] when a commit differs from
    /// the one that is here under the same number: the stream is left as it is, and what came before stays.
    pub async fn merge(
        &self,
        parts: Vec<StreamPart>,
        now_ms: i64,
        random: [u8; 8],
        pace: &impl Pace,
    ) -> Result<Merged, PortalError> {
        let _writing = self.writer.lock().await;
        let total: u64 = parts.iter().map(|part| part.commits.len() as u64).sum();
        let mut merged = Merged::default();
        let own = self.stream();
        for part in parts {
            let stream = part.stream;
            let head = self.log.borrow().head(stream);
            if part.first > head.number + 1 {
                return Err(PortalError::Gap {
                    stream,
                    expected: head.number + 1,
                    found: part.first,
                });
            }
            let here = (head.number + 1 - part.first).min(part.commits.len() as u64);
            self.check_same(&part, here).await?;
            merged.known += here;
            let mut group = Group {
                commits: Vec::new(),
                bytes: Vec::new(),
                before: head.hash,
                head,
            };
            let mut group_bytes = 0;
            for bytes in part.commits.into_iter().skip(here as usize) {
                let commit = decode_commit(stream, &bytes)?;
                let expected = group.head.number + 1;
                if commit.number != expected {
                    return Err(PortalError::Gap {
                        stream,
                        expected,
                        found: commit.number,
                    });
                }
                let hash = chain(&group.head.hash, &bytes);
                group.head = Head {
                    number: commit.number,
                    hash,
                    stamp: commit.stamp,
                };
                group_bytes += bytes.len();
                group.commits.push(commit);
                group.bytes.push(bytes);
                if group_bytes >= SEGMENT_BYTES_FULL {
                    group_bytes = 0;
                    let (before, head) = (group.head.hash, group.head);
                    let full = std::mem::replace(
                        &mut group,
                        Group {
                            commits: Vec::new(),
                            bytes: Vec::new(),
                            before,
                            head,
                        },
                    );
                    merged.new += full.commits.len() as u64;
                    self.keep_group(stream, full, now_ms, Durability::Relaxed)
                        .await?;
                    if !pace.step(merged.new + merged.known, total).await {
                        return Err(PortalError::Cancelled);
                    }
                }
            }
            merged.new += group.commits.len() as u64;
            if !group.commits.is_empty() {
                merged.reincarnated |= stream == own;
                self.keep_group(stream, group, now_ms, Durability::Strict)
                    .await?;
            }
        }
        if merged.reincarnated {
            self.reincarnate(random).await?;
        }
        self.unload_idle();
        Ok(merged)
    }

    /// Checks that the last of the commits that are here already is the same one: the chain answers for those before.
    async fn check_same(&self, part: &StreamPart, here: u64) -> Result<(), PortalError> {
        let Some(index) = (here as usize).checked_sub(1) else {
            return Ok(());
        };
        let number = part.first + here - 1;
        let fork = PortalError::Fork {
            stream: part.stream,
            number,
        };
        let row = key(part.stream, number);
        let ours = match self.journal.get(Table::Tail, &row).await? {
            Some(bytes) => Some(bytes),
            None => {
                let found = self
                    .journal
                    .last(Table::Segments, &key(part.stream, 0), &row)
                    .await?;
                match found {
                    Some((_, bytes)) => open_segment(&bytes)?.commit(number).map(<[u8]>::to_vec),
                    None => None,
                }
            }
        };
        if ours.as_ref() == part.commits.get(index) {
            Ok(())
        } else {
            Err(fork)
        }
    }

    async fn keep_group(
        &self,
        stream: StreamId,
        group: Group,
        now_ms: i64,
        durability: Durability,
    ) -> Result<(), PortalError> {
        let first = group.head.number + 1 - group.commits.len() as u64;
        let segment = seal(stream, first, group.before, group.head.hash, &group.bytes)?;
        let guard = self.log.borrow().guard(stream)?;
        let changes = [
            Change::Put {
                table: Table::Segments,
                key: key(stream, first),
                value: segment,
            },
            Change::Put {
                table: Table::Meta,
                key: head_key(stream),
                value: head_bytes(&group.head)?,
            },
        ];
        self.journal.write(&[guard], &changes, durability).await?;
        {
            let mut log = self.log.borrow_mut();
            log.set_head(stream, group.head);
            // A device far ahead does not drag this clock along; causality, not the clock, says what came first.
            let ahead = Stamp::at_ms(now_ms.saturating_add(CLOCK_AHEAD_MS_MAX));
            if group.head.stamp <= ahead {
                log.clock = log.clock.max(group.head.stamp);
            }
        }
        self.replay_group(&group.commits).await
    }

    /// Goes on under a new incarnation, so that no number of the old stream is ever given twice.
    async fn reincarnate(&self, random: [u8; 8]) -> Result<(), PortalError> {
        self.seal_tail().await?;
        let old = self.log.borrow().identity;
        let new = Identity {
            incarnation: random,
            ..old
        };
        let encode = |identity: &Identity| {
            postcard::to_allocvec(identity).map_err(|error| PortalError::Codec(error.into()))
        };
        let guard = Guard {
            table: Table::Meta,
            key: IDENTITY_KEY.to_vec(),
            expected: Some(encode(&old)?),
        };
        let put = Change::Put {
            table: Table::Meta,
            key: IDENTITY_KEY.to_vec(),
            value: encode(&new)?,
        };
        self.journal
            .write(&[guard], &[put], Durability::Strict)
            .await?;
        let mut log = self.log.borrow_mut();
        log.identity = new;
        log.tail.clear();
        Ok(())
    }

    /// Every commit of every stream as bytes, for a bundle, handed on in groups with the number of the first.
    ///
    /// # Errors
    /// When a record is damaged: a bundle must not pass on what is not whole.
    pub async fn export<E>(&self, pace: &impl Pace, mut take: E) -> Result<(), PortalError>
    where
        E: AsyncFnMut(StreamId, u64, Vec<Vec<u8>>) -> Result<(), PortalError>,
    {
        for (stream, _) in self.heads() {
            self.read_stream(stream, 0, true, pace, async |group| {
                let first = group.first().map_or(1, |(commit, _)| commit.number);
                take(
                    stream,
                    first,
                    group.into_iter().map(|(_, bytes)| bytes).collect(),
                )
                .await
            })
            .await?;
        }
        Ok(())
    }
}
