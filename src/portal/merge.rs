//! Taking in the commits of other devices: from a bundle, a copy, a store.

use super::error::PortalError;
use super::log::{Head, IDENTITY_KEY, Identity, head_bytes, head_key};
use super::{Pace, Portal};
use crate::domain::commit::{Commit, Stamp, StreamId};
use crate::exchange::bundle::{Aside, Run};
use crate::journal::{Hash, chain, decode_commit, key, open_segment, seal};
use crate::limits::{CLOCK_AHEAD_MS_MAX, SEGMENT_BYTES_FULL};
use crate::storage::{Change, Durability, Guard, Store, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A run of commits of one stream, as bytes, that begins with number `first`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamPart {
    /// The stream.
    pub stream: StreamId,
    /// The number of the first commit.
    pub first: u64,
    /// The commits.
    pub commits: Vec<Vec<u8>>,
}

impl StreamPart {
    /// What follows the first `same` commits, to be set aside.
    fn into_aside(self, same: u64) -> Vec<Aside> {
        let (stream, first) = (self.stream, self.first);
        let numbered = (first..).zip(self.commits).skip(same as usize);
        let aside = |(number, bytes)| Aside {
            stream,
            number,
            bytes,
        };
        numbered.map(aside).collect()
    }
}

impl From<Run> for StreamPart {
    fn from(run: Run) -> Self {
        StreamPart {
            stream: run.stream,
            first: run.first,
            commits: run.commits,
        }
    }
}

/// What a merge brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Commits that were new.
    pub new: u64,
    /// Commits that were here already.
    pub known: u64,
    /// Commits of forked streams that were set aside now.
    pub aside: u64,
    /// Whether this device had written some of them in an earlier life, and goes on under a new incarnation.
    pub reincarnated: bool,
}

/// A merge under way.
struct Merging {
    merged: Merged,
    /// The stream that this device wrote when the merge began.
    own: StreamId,
    now_ms: i64,
    random: [u8; 8],
    total: u64,
}

impl Merging {
    async fn pause(&self, pace: &impl Pace) -> Result<(), PortalError> {
        if pace
            .step(
                self.merged.new + self.merged.known + self.merged.aside,
                self.total,
            )
            .await
        {
            Ok(())
        } else {
            Err(PortalError::Cancelled)
        }
    }
}

/// A group of commits of one stream on its way into the journal.
struct Group {
    commits: Vec<Commit>,
    bytes: Vec<Vec<u8>>,
    size: usize,
    before: Hash,
    head: Head,
}

impl Group {
    fn after(head: Head) -> Self {
        Group {
            commits: Vec::new(),
            bytes: Vec::new(),
            size: 0,
            before: head.hash,
            head,
        }
    }

    /// Takes the next commit in.
    fn push(&mut self, stream: StreamId, bytes: Vec<u8>) -> Result<(), PortalError> {
        let commit = decode_commit(stream, &bytes)?;
        let expected = self.head.number + 1;
        if commit.number != expected {
            return Err(PortalError::Gap {
                stream,
                expected,
                found: commit.number,
            });
        }
        self.head = Head {
            number: commit.number,
            hash: chain(&self.head.hash, &bytes),
            stamp: commit.stamp,
        };
        self.size += bytes.len();
        self.commits.push(commit);
        self.bytes.push(bytes);
        Ok(())
    }
}

impl<J: Store, V: Store> Portal<J, V> {
    /// Takes in commits of other devices, oldest first in each stream. What is here already is left alone; the rest is
    /// durable when this returns.
    ///
    /// Commits of this device's own stream that are not here, or not the same, were written in an earlier life or by
    /// a copy of it: it goes on under a new incarnation then, before it takes them in. A commit that differs from the one
    /// that is here under the same number is set aside with all that follow it ([`super::quarantine`]).
    ///
    /// # Errors
    /// [`PortalError::Gap`] when commits are missing before a part, [`PortalError::Codec`] when one cannot be read: that
    /// stream is left as it is from there on, what came before stays, and every other stream is taken in all the same.
    /// The first such error is returned at the end. When storage fails or the pace says stop, the rest is not tried.
    pub async fn merge(
        &self,
        parts: Vec<StreamPart>,
        now_ms: i64,
        random: [u8; 8],
        pace: &impl Pace,
    ) -> Result<Merged, PortalError> {
        let _writing = self.writer.lock().await;
        self.make_sure().await?;
        let total: u64 = parts.iter().map(|part| part.commits.len() as u64).sum();
        let mut merging = Merging {
            merged: Merged::default(),
            own: self.stream(),
            now_ms,
            random,
            total,
        };
        let mut troubled = BTreeSet::new();
        let mut trouble = None;
        for part in parts {
            let stream = part.stream;
            if troubled.contains(&stream) {
                continue;
            }
            match self.merge_part(part, &mut merging, pace).await {
                Ok(()) => {}
                Err(error @ (PortalError::Gap { .. } | PortalError::Codec(_))) => {
                    troubled.insert(stream);
                    trouble.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        if merging.merged.new > 0 {
            self.settle_all().await?;
        }
        self.unload_idle();
        match trouble {
            Some(error) => Err(error),
            None => Ok(merging.merged),
        }
    }

    async fn merge_part(
        &self,
        part: StreamPart,
        merging: &mut Merging,
        pace: &impl Pace,
    ) -> Result<(), PortalError> {
        let stream = part.stream;
        let head = self.log.borrow().head(stream);
        if part.first == 0 || part.first > head.number + 1 {
            return Err(PortalError::Gap {
                stream,
                expected: head.number + 1,
                found: part.first,
            });
        }
        let here = (head.number + 1 - part.first).min(part.commits.len() as u64);
        let same = self.count_same(&part, here).await?;
        merging.merged.known += same;
        let frozen = self.log.borrow().frozen.contains_key(&stream);
        if same < here || frozen {
            let fork = (same < here).then_some(part.first + same);
            if fork.is_some() {
                self.reincarnate_if_own(stream, merging).await?;
            }
            let aside = part.into_aside(same);
            merging.merged.aside += self.set_aside(stream, fork, aside).await?;
            return merging.pause(pace).await;
        }
        let mut group = Group::after(head);
        for bytes in part.commits.into_iter().skip(here as usize) {
            let read = group.push(stream, bytes);
            if read.is_err() || group.size >= SEGMENT_BYTES_FULL {
                let next = Group::after(group.head);
                let full = std::mem::replace(&mut group, next);
                self.keep_group(stream, full, merging).await?;
                merging.pause(pace).await?;
            }
            read?;
        }
        self.keep_group(stream, group, merging).await?;
        merging.pause(pace).await
    }

    async fn reincarnate_if_own(
        &self,
        stream: StreamId,
        merging: &mut Merging,
    ) -> Result<(), PortalError> {
        if stream == merging.own && !merging.merged.reincarnated {
            self.reincarnate(merging.random).await?;
            merging.merged.reincarnated = true;
        }
        Ok(())
    }

    /// Makes everything that was written relaxed durable.
    async fn settle_all(&self) -> Result<(), PortalError> {
        let heads = self.heads();
        let Some((stream, head)) = heads.first() else {
            return Ok(());
        };
        let guard = self.log.borrow().guard(*stream)?;
        let put = Change::Put {
            table: Table::Meta,
            key: head_key(*stream),
            value: head_bytes(head)?,
        };
        self.write(&[guard], &[put], Durability::Strict).await
    }

    /// How many of the first `here` commits of a part are the ones that are here. The chain answers for those before one
    /// that is the same, so a few looks are enough.
    async fn count_same(&self, part: &StreamPart, here: u64) -> Result<u64, PortalError> {
        let (mut same, mut unlike) = (0, here + 1);
        // All of them are the same, nearly always: the last one is looked at first.
        let mut look = here;
        while same + 1 < unlike {
            let index = look as usize - 1;
            let ours = self.ours(part.stream, part.first + look - 1).await?;
            if ours.as_ref() == part.commits.get(index) {
                same = look;
            } else {
                unlike = look;
            }
            look = same + (unlike - same) / 2;
        }
        Ok(same)
    }

    /// The commit that is here under a number.
    pub(super) async fn ours(
        &self,
        stream: StreamId,
        number: u64,
    ) -> Result<Option<Vec<u8>>, PortalError> {
        let row = key(stream, number);
        if let Some(bytes) = self.journal.get(Table::Tail, &row).await? {
            return Ok(Some(bytes));
        }
        let found = self
            .journal
            .last(Table::Segments, &key(stream, 0), &row)
            .await?;
        Ok(match found {
            Some((_, bytes)) => open_segment(&bytes)?.commit(number).map(<[u8]>::to_vec),
            None => None,
        })
    }

    async fn keep_group(
        &self,
        stream: StreamId,
        group: Group,
        merging: &mut Merging,
    ) -> Result<(), PortalError> {
        if group.commits.is_empty() {
            return Ok(());
        }
        self.reincarnate_if_own(stream, merging).await?;
        // What applying needs is read first: where it cannot be read, nothing must have changed.
        let plan = self.state().plan(&group.commits);
        let histories = self.histories(&plan.needed).await?;
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
        self.write(&[guard], &changes, Durability::Relaxed).await?;
        {
            let mut log = self.log.borrow_mut();
            log.set_head(stream, group.head);
            // A device far ahead does not drag this clock along; causality, not the clock, says what came first.
            let ahead = Stamp::at_ms(merging.now_ms.saturating_add(CLOCK_AHEAD_MS_MAX));
            if group.head.stamp <= ahead {
                log.clock = log.clock.max(group.head.stamp);
            }
        }
        merging.merged.new += group.commits.len() as u64;
        self.apply(&group.commits, &plan, histories);
        Ok(())
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
        self.write(&[guard], &[put], Durability::Strict).await?;
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
            self.read_and_verify(stream, pace, async |group| {
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
