//! Opening the portal: who we are, what the journal holds, what the view already covers.

use super::error::{DamagedRecord, PortalError};
use super::history::SegmentCache;
use super::log::{
    Canary, IDENTITY_KEY, Identity, Log, Tail, frozen_range, head_range, parse_frozen, parse_head,
};
use super::{Pace, Portal, view};
use crate::domain::Workspace;
use crate::domain::commit::{Commit, StreamId};
use crate::domain::workspace::Plan;
use crate::journal::{GENESIS, chain, key, open_segment, parse_key};
use crate::storage::{Change, Durability, Guard, Store, Table};
use futures_util::lock::Mutex;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What opening needs from outside.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// 32 random bytes, used if the device is new or must take a new incarnation.
    pub random: [u8; 32],
    /// What stands outside the database about its last use.
    pub canary: Option<Canary>,
    /// Whether this tab may write. One that may not opens only what is there.
    pub leads: bool,
}

/// What opening found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Nothing was here before.
    New,
    /// All is as it was left.
    Resumed {
        /// Commits that the saved view did not cover.
        replayed: u64,
    },
    /// The database was emptied, or is an older copy of itself: the canary, or the saved view, knows of more commits.
    /// The device goes on under a new incarnation; what is missing must come back from a backup or another device.
    Lost {
        /// How many commits of this device the canary knew of.
        known: u64,
        /// How many of them are here.
        found: u64,
    },
}

impl<J: Store, V: Store> Portal<J, V> {
    /// Opens the portal over its two stores.
    ///
    /// # Errors
    /// When storage fails or a record of the journal is damaged. Nothing is ever deleted or begun anew because of an
    /// error.
    pub async fn open(
        journal: J,
        view: V,
        opening: &Opening,
        pace: &impl Pace,
    ) -> Result<(Self, Start), PortalError> {
        // Before the heads: a view that the leading tab saves meanwhile would be ahead of them.
        let saved = view::load(&view).await;
        let stored = journal.get(Table::Meta, IDENTITY_KEY).await?;
        let known = stored.as_deref().map(parse_identity).transpose()?;
        let mut identity = known.unwrap_or_else(|| Identity::new(opening.random));
        let mut log = Log::new(identity);
        let (from, to) = head_range();
        for (row_key, value) in journal.scan(Table::Meta, &from, &to, usize::MAX).await? {
            let (stream, head) = parse_head(&row_key, &value)?;
            log.heads.insert(stream, head);
        }
        log.frozen = read_frozen(&journal).await?;
        let own = log.head(identity.stream());
        let found = log.written();
        let lost = opening.canary.filter(|canary| {
            canary.last > 0
                && (known.is_none() || canary.journal == identity.journal && canary.last > found)
        });
        // The saved view is a second canary: it lives in another database, and may know of commits that are gone.
        let seen = saved
            .as_ref()
            .map_or(0, |state| state.applied(&identity.stream()));
        let lost = match lost {
            Some(canary) => Some(canary.last),
            None if opening.leads && seen > own.number => Some(found - own.number + seen),
            None => None,
        };
        if known.is_some() && lost.is_some() {
            identity.incarnation = std::array::from_fn(|i| opening.random[24 + i]);
        }
        if opening.leads && (known.is_none() || lost.is_some()) {
            write_identity(&journal, stored, &identity).await?;
        }
        log.identity = identity;
        log.clock = log.head(identity.stream()).stamp.max(own.stamp);
        let state = saved
            .filter(|state| covers(&log, state))
            .unwrap_or_default();
        let portal = Portal {
            journal,
            view,
            state: RefCell::new(state),
            log: RefCell::new(log),
            cache: RefCell::new(SegmentCache::default()),
            writer: Mutex::new(()),
            listeners: RefCell::default(),
            pinned: RefCell::default(),
        };
        let replayed = portal.replay(pace).await?;
        if opening.leads {
            portal.read_tail().await?;
        }
        let start = match lost {
            Some(known) => Start::Lost { known, found },
            None if known.is_none() => Start::New,
            None => Start::Resumed { replayed },
        };
        Ok((portal, start))
    }

    /// Reads heads and commits that another tab has written since: a tab that takes the lead does this first.
    ///
    /// # Errors
    /// As for [`Portal::open`].
    pub async fn catch_up(&self) -> Result<(), PortalError> {
        let _writing = self.writer.lock().await;
        self.look_again().await
    }

    /// Reads what the store holds and this tab does not know of. Under the writer's lock.
    pub(super) async fn look_again(&self) -> Result<(), PortalError> {
        let stored = self.journal.get(Table::Meta, IDENTITY_KEY).await?;
        match &stored {
            // The tab that led may have taken a new incarnation.
            Some(bytes) => self.log.borrow_mut().identity = parse_identity(bytes)?,
            // It may have gone before it had written who the device is.
            None => {
                let identity = self.log.borrow().identity;
                write_identity(&self.journal, stored, &identity).await?;
            }
        }
        let (from, to) = head_range();
        for (row_key, value) in self
            .journal
            .scan(Table::Meta, &from, &to, usize::MAX)
            .await?
        {
            let (stream, head) = parse_head(&row_key, &value)?;
            self.log.borrow_mut().set_head(stream, head);
        }
        let frozen = read_frozen(&self.journal).await?;
        self.log.borrow_mut().frozen = frozen;
        self.cache.borrow_mut().clear();
        self.replay(&super::NoPace).await?;
        self.read_tail().await?;
        self.log.borrow_mut().unsure = false;
        Ok(())
    }

    /// Applies what the state does not cover yet, and says how many commits that were.
    async fn replay(&self, pace: &impl Pace) -> Result<u64, PortalError> {
        let heads: Vec<_> = self.heads();
        let mut replayed = 0;
        for (stream, head) in heads {
            let applied = self.state().applied(&stream);
            if applied >= head.number {
                continue;
            }
            self.read_stream(stream, applied, pace, async |group| {
                replayed += group.len() as u64;
                let commits: Vec<Commit> = group.into_iter().map(|(commit, _)| commit).collect();
                self.replay_group(&commits).await
            })
            .await?;
        }
        self.unload_idle();
        Ok(replayed)
    }

    pub(super) async fn replay_group(&self, commits: &[Commit]) -> Result<(), PortalError> {
        let plan: Plan = self.state().plan(commits);
        let histories = self.histories(&plan.needed).await?;
        self.apply(commits, &plan, histories);
        Ok(())
    }

    /// Reads the own tail into memory, to be sealed later.
    async fn read_tail(&self) -> Result<(), PortalError> {
        let stream = self.stream();
        let head = self.log.borrow().head(stream);
        let (from, to) = (key(stream, 0), key(stream, head.number));
        let rows = self
            .journal
            .scan(Table::Tail, &from, &to, usize::MAX)
            .await?;
        let mut tail = Tail::default();
        if let Some(first) = rows
            .first()
            .and_then(|(row_key, _)| parse_key(row_key))
            .map(|(_, n)| n)
        {
            // The tail follows the last segment, or begins the stream.
            let segment = self
                .journal
                .last(Table::Segments, &from, &key(stream, first))
                .await?;
            let mut hash = match segment {
                Some((_, bytes)) => open_segment(&bytes)?.last_hash,
                None => GENESIS,
            };
            for (number, (_, bytes)) in (first..).zip(&rows) {
                tail.push(number, bytes, hash);
                hash = chain(&hash, bytes);
            }
            if hash != head.hash {
                return Err(PortalError::Damaged(DamagedRecord {
                    stream,
                    number: head.number,
                    why: "the open tail does not follow the chain of hashes".to_owned(),
                }));
            }
        }
        self.log.borrow_mut().tail = tail;
        Ok(())
    }
}

/// Whether the journal holds all that the saved state has applied. An older journal than that was put in its place.
fn covers(log: &Log, state: &Workspace) -> bool {
    state
        .vector()
        .iter()
        .all(|(stream, number)| log.head(*stream).number >= *number)
}

async fn read_frozen(journal: &impl Store) -> Result<BTreeMap<StreamId, u64>, PortalError> {
    let (from, to) = frozen_range();
    let rows = journal.scan(Table::Meta, &from, &to, usize::MAX).await?;
    let parsed = rows
        .iter()
        .filter_map(|(key, value)| parse_frozen(key, value));
    Ok(parsed.collect())
}

fn parse_identity(bytes: &[u8]) -> Result<Identity, PortalError> {
    postcard::from_bytes(bytes).map_err(|error| PortalError::Codec(error.into()))
}

async fn write_identity(
    journal: &impl Store,
    stored: Option<Vec<u8>>,
    identity: &Identity,
) -> Result<(), PortalError> {
    let guard = Guard {
        table: Table::Meta,
        key: IDENTITY_KEY.to_vec(),
        expected: stored,
    };
    let value =
        postcard::to_allocvec(identity).map_err(|error| PortalError::Codec(error.into()))?;
    let put = Change::Put {
        table: Table::Meta,
        key: IDENTITY_KEY.to_vec(),
        value,
    };
    journal.write(&[guard], &[put], Durability::Strict).await?;
    Ok(())
}
