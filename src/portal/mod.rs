//! The application: commands become events, events become durable, and only then are they applied and shown.
//!
//! [`Portal`] holds the state and the journal. One writer at a time: commands queue behind each other. Reading is
//! free at any moment ([`Portal::state`]), and sees only what storage has kept.
//!
//! A portal that *leads* writes; one that follows is told of commits by the leader ([`Portal::receive`]) and sends it
//! its commands.

pub mod bulk;
mod copy;
pub mod demo;
pub mod entry;
mod error;
mod health;
mod history;
pub mod intake;
mod log;
mod merge;
mod open;
mod proof;
mod quarantine;
mod reports;
pub mod search;
pub mod today;
mod view;

pub use copy::Difference;
pub use error::{DamagedRecord, PortalError};
pub use health::{TableSize, Waiting};
pub use log::{Canary, Head, Identity};
pub use merge::{Merged, StreamPart};
pub use open::{Opening, Start};
pub use proof::Proof;
pub use reports::Report;
pub use view::VIEW_SCHEMA;

use crate::domain::commit::{Commit, EventRef, Recorded, StreamId};
use crate::domain::decide::{Context, decide};
use crate::domain::event::DocumentKey;
use crate::domain::text::{Code, OrderId};
use crate::domain::workspace::{Changes, Histories, OrderHead};
use crate::domain::{Command, Event, Workspace};
use crate::journal::{GENESIS, decode_commit, encode_commit};
use crate::limits::{ORDERS_LOADED_MAX, TAIL_BYTES_MAX, TAIL_COMMITS_MAX};
use crate::storage::{Change as StoreChange, Durability, Guard, Store};
use futures_util::lock::Mutex;
use history::SegmentCache;
use log::Log;
use std::cell::{Ref, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What long work reports to, and where it lets others have the thread.
#[allow(async_fn_in_trait)] // only used through generics, on one thread: no `Send` bound is wanted
pub trait Pace {
    /// Called often, with how much is done of how much. May pause; returns whether to go on.
    async fn step(&self, done: u64, total: u64) -> bool;
}

/// Never pauses and never stops.
pub struct NoPace;

impl Pace for NoPace {
    async fn step(&self, _done: u64, _total: u64) -> bool {
        true
    }
}

/// How a command's events are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// An operator waits for it: strictly durable when it returns.
    Action,
    /// Part of bulk work that ends with [`Portal::settle`]: relaxed, and sealed at once.
    Bulk,
}

/// What a command has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What changed.
    pub changes: Changes,
    /// The events.
    pub events: Vec<Event>,
    /// The commit's number.
    pub number: u64,
    /// The commit's bytes, for the tabs that follow.
    pub bytes: Vec<u8>,
}

type Listener = Rc<dyn Fn(&Changes)>;

/// The application over a journal store and a view store.
pub struct Portal<J: Store, V: Store> {
    journal: J,
    view: V,
    state: RefCell<Workspace>,
    log: RefCell<Log>,
    cache: RefCell<SegmentCache>,
    writer: Mutex<()>,
    listeners: RefCell<Vec<Listener>>,
    pinned: RefCell<BTreeSet<OrderId>>,
}

impl<J: Store, V: Store> Portal<J, V> {
    /// The state as storage has kept it. Not to be held across an `await`.
    pub fn state(&self) -> Ref<'_, Workspace> {
        self.state.borrow()
    }

    /// The store of the journal.
    pub fn journal(&self) -> &J {
        &self.journal
    }

    /// This device's stream.
    pub fn stream(&self) -> StreamId {
        self.log.borrow().identity.stream()
    }

    /// What the canary outside the database should say now.
    pub fn canary(&self) -> Canary {
        let log = self.log.borrow();
        Canary {
            journal: log.identity.journal,
            last: log.written(),
        }
    }

    /// The head of every stream: its last commit and that commit's hash.
    pub fn heads(&self) -> Vec<(StreamId, Head)> {
        self.log
            .borrow()
            .heads
            .iter()
            .map(|(stream, head)| (*stream, *head))
            .collect()
    }

    /// Calls `listener` after every change.
    pub fn on_change(&self, listener: impl Fn(&Changes) + 'static) {
        self.listeners.borrow_mut().push(Rc::new(listener));
    }

    fn tell(&self, changes: &Changes) {
        // A listener may add listeners.
        let listeners: Vec<Listener> = self.listeners.borrow().clone();
        for listener in listeners {
            listener(changes);
        }
    }

    /// Decides a command and keeps what it means. When it returns well, the events are durable and applied.
    ///
    /// # Errors
    /// When the command is refused, or could not be kept; nothing has changed then.
    pub async fn execute(
        &self,
        command: &Command,
        operator: &Code,
        now_ms: i64,
        keep: Keep,
    ) -> Result<Done, PortalError> {
        let _writing = self.writer.lock().await;
        self.make_sure().await?;
        let needed = command.orders_needed(&self.state());
        self.load_orders(&needed).await?;
        let context = self.context(operator, now_ms);
        let events = decide(&self.state(), command, &context)?;
        let commit = self.next_commit(events, operator, now_ms);
        let bytes = encode_commit(&commit)?;
        let plan = self.state().plan(std::slice::from_ref(&commit));
        let histories = self.histories(&plan.needed).await?;
        match keep {
            Keep::Action => self.append(&commit, &bytes).await?,
            Keep::Bulk => self.append_sealed(&commit, &bytes).await?,
        }
        let changes = self.apply(std::slice::from_ref(&commit), &plan, histories);
        self.tidy(keep).await?;
        let number = commit.number;
        let known = |recorded| match recorded {
            Recorded::Known(event) => Some(event),
            Recorded::Newer(_) => None,
        };
        Ok(Done {
            changes,
            events: commit.events.into_iter().filter_map(known).collect(),
            number,
            bytes,
        })
    }

    /// What a command would do, for a look before it is done. Nothing is kept.
    ///
    /// # Errors
    /// As for [`Portal::execute`].
    pub async fn rehearse(
        &self,
        command: &Command,
        operator: &Code,
        now_ms: i64,
    ) -> Result<Vec<Event>, PortalError> {
        let needed = command.orders_needed(&self.state());
        self.load_orders(&needed).await?;
        Ok(decide(
            &self.state(),
            command,
            &self.context(operator, now_ms),
        )?)
    }

    /// What deciding may know besides the state.
    pub fn context(&self, operator: &Code, now_ms: i64) -> Context {
        let log = self.log.borrow();
        let stream = log.identity.stream();
        Context {
            now_ms,
            operator: operator.clone(),
            tag: stream.tag(),
            commit: log.head(stream).number + 1,
        }
    }

    fn next_commit(&self, events: Vec<Event>, operator: &Code, now_ms: i64) -> Commit {
        let log = self.log.borrow();
        let stream = log.identity.stream();
        let state = self.state.borrow();
        let knows = state
            .vector()
            .iter()
            .filter(|(other, number)| {
                **other != stream && state.causality.known(stream, **other) < **number
            })
            .map(|(other, number)| (*other, *number))
            .collect();
        Commit {
            stream,
            number: log.head(stream).number + 1,
            stamp: log.clock.next(now_ms),
            operator: operator.clone(),
            knows,
            events: events.into_iter().map(Recorded::Known).collect(),
        }
    }

    /// Writes to the journal. After a write that failed nobody knows what the store holds: the answer may have been
    /// lost although the rows were kept, or another tab may have written. The next work looks first.
    async fn write(
        &self,
        guards: &[Guard],
        changes: &[StoreChange],
        durability: Durability,
    ) -> Result<(), PortalError> {
        let written = self.journal.write(guards, changes, durability).await;
        if written.is_err() {
            self.log.borrow_mut().unsure = true;
        }
        Ok(written?)
    }

    /// Reads what the journal holds and this tab does not know of, if there may be such a thing.
    async fn make_sure(&self) -> Result<(), PortalError> {
        let behind = {
            let (log, state) = (self.log.borrow(), self.state());
            log.unsure
                || log
                    .heads
                    .iter()
                    .any(|(stream, head)| state.applied(stream) != head.number)
        };
        if behind {
            self.look_again().await?;
        }
        Ok(())
    }

    async fn append(&self, commit: &Commit, bytes: &[u8]) -> Result<(), PortalError> {
        let (guards, changes, head) = self.log.borrow().append(commit, bytes)?;
        self.write(&guards, &changes, Durability::Strict).await?;
        self.log.borrow_mut().appended(commit, bytes, head);
        Ok(())
    }

    async fn append_sealed(&self, commit: &Commit, bytes: &[u8]) -> Result<(), PortalError> {
        self.seal_tail().await?;
        let (guards, changes, head) = self.log.borrow().append_sealed(commit, bytes)?;
        self.write(&guards, &changes, Durability::Relaxed).await?;
        self.log.borrow_mut().set_head(commit.stream, head);
        Ok(())
    }

    fn apply(
        &self,
        commits: &[Commit],
        plan: &crate::domain::workspace::Plan,
        histories: Histories,
    ) -> Changes {
        let changes = self.state.borrow_mut().apply(commits, plan, histories);
        self.tell(&changes);
        changes
    }

    /// Seals the open tail into a segment.
    async fn seal_tail(&self) -> Result<(), PortalError> {
        let Some((guards, changes)) = self.log.borrow().seal_tail()? else {
            return Ok(());
        };
        self.write(&guards, &changes, Durability::Relaxed).await?;
        self.log.borrow_mut().tail.clear();
        Ok(())
    }

    /// Seals the open tail, behind whatever is being written.
    ///
    /// # Errors
    /// When it could not be written; the tail is still there then.
    pub async fn seal_tail_when_idle(&self) -> Result<(), PortalError> {
        let _writing = self.writer.lock().await;
        self.make_sure().await?;
        self.seal_tail().await
    }

    async fn tidy(&self, keep: Keep) -> Result<(), PortalError> {
        let (commits, bytes) = self.log.borrow().tail_size();
        if commits > TAIL_COMMITS_MAX || bytes > TAIL_BYTES_MAX {
            // Not sealing now costs nothing but room: the commits are durable. It is tried again next time.
            if let Err(error) = self.seal_tail().await {
                self.log.borrow_mut().last_trouble = Some(error.to_string());
            }
        }
        if keep == Keep::Action {
            self.unload_idle();
        }
        Ok(())
    }

    /// Drops whole orders from memory once there are too many, keeping those that are being worked or looked at.
    pub fn unload_idle(&self) {
        if self.state().loaded_orders() <= ORDERS_LOADED_MAX {
            return;
        }
        let pinned = self.pinned.borrow();
        self.state
            .borrow_mut()
            .unload(|head: &OrderHead| head.batch.is_some() || pinned.contains(&head.id));
    }

    /// Keeps an order in memory while it is looked at.
    pub fn pin(&self, order: &OrderId) {
        self.pinned.borrow_mut().insert(order.clone());
    }

    /// Lets go of an order that was pinned.
    pub fn unpin(&self, order: &OrderId) {
        self.pinned.borrow_mut().remove(order);
    }

    /// Ends bulk work: what was written relaxed is on the medium when this returns.
    ///
    /// # Errors
    /// When storage could not keep it.
    pub async fn settle(&self) -> Result<(), PortalError> {
        let _writing = self.writer.lock().await;
        self.make_sure().await?;
        let (guards, changes) = self.log.borrow().settle()?;
        self.write(&guards, &changes, Durability::Strict).await?;
        self.unload_idle();
        Ok(())
    }

    /// Loads whole orders into memory.
    ///
    /// # Errors
    /// When their events cannot be read.
    pub async fn load_orders(&self, orders: &[OrderId]) -> Result<(), PortalError> {
        loop {
            let missing: BTreeMap<DocumentKey, Vec<EventRef>> = {
                let state = self.state();
                let absent = orders
                    .iter()
                    .filter(|id| state.order(id).is_none() && state.head(id).is_some());
                let keys = absent.map(|id| DocumentKey::Order(id.clone()));
                keys.map(|key| (key.clone(), state.history(&key).to_vec()))
                    .collect()
            };
            if missing.is_empty() {
                return Ok(());
            }
            let histories = self.histories(&missing.keys().cloned().collect()).await?;
            let mut state = self.state.borrow_mut();
            let mut overtaken = false;
            for (key, refs) in missing {
                let events = histories.get(&key);
                let DocumentKey::Order(id) = &key else {
                    continue;
                };
                // While the store was asked, a command may have gone on with the order: what was read is old then.
                if state.order(id).is_some() {
                    continue;
                }
                if state.history(&key) != refs {
                    overtaken = true;
                } else if let Some(events) = events {
                    state.load(id, events.clone());
                }
            }
            if !overtaken {
                return Ok(());
            }
        }
    }

    /// Takes a commit that the leading tab has written.
    ///
    /// # Errors
    /// When it is not the next one, or cannot be read: the tab must then open anew.
    pub async fn receive(
        &self,
        stream: StreamId,
        number: u64,
        bytes: &[u8],
    ) -> Result<(), PortalError> {
        let _writing = self.writer.lock().await;
        let known = self.state().applied(&stream);
        if number <= known {
            return Ok(());
        }
        if number != known + 1 {
            return Err(PortalError::Gap {
                stream,
                expected: known + 1,
                found: number,
            });
        }
        let commit = decode_commit(stream, bytes)?;
        if commit.number != number {
            return Err(PortalError::Gap {
                stream,
                expected: number,
                found: commit.number,
            });
        }
        let plan = self.state().plan(std::slice::from_ref(&commit));
        let histories = self.histories(&plan.needed).await?;
        self.log.borrow_mut().followed(&commit, bytes);
        self.apply(&[commit], &plan, histories);
        self.unload_idle();
        Ok(())
    }
}

/// The hash that a stream's first commit follows.
pub const STREAM_START: crate::journal::Hash = GENESIS;
