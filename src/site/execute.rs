//! From a command to commits that are durable, and only then visible.
//!
//! In three steps, so that nobody who reads waits for the store: [`Site::prepare`] decides, [`Prepared::write`] makes
//! it durable, [`Site::settle`] folds it. Whoever prepares must settle, or [give up](Site::give_up), before the next is
//! prepared.

use super::personal::{RowHash, delete, executed_by, named_rows, put};
use super::take_in::{Given, Taken};
use super::{Incoming, Own, Site, SiteError};
use crate::storage::{Change, Durability, Guard, Store, Table};
use crate::stream::chain::commit_hash;
use crate::stream::codec::encode_commit;
use crate::stream::commands::{Answer, Sent};
use crate::stream::commit::{Commit, Header, NameBytes, Recorded, Scope};
use crate::stream::extras::Extras;
use crate::stream::facts::{CommandGivenUp, StreamFact};
use crate::stream::id::{CommitId, FactId, StreamId};
use crate::stream::knows::Knows;
use crate::stream::stamp::Stamp;
use crate::trade::decide::{Command, Context, Proposed, Refusal};
use crate::trade::event::Event;
use crate::trade::id::OperatorId;
use crate::trade::personal::content::Written;
use crate::trade::quantity::{Day, Instant};
use crate::trade::relations;
use crate::trade::state::State;
use crate::trade::table::Standing;
use std::collections::BTreeSet;

/// A command as a tab sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its number.
    pub sent: Sent,
    /// Who is signed in.
    pub operator: Option<OperatorId>,
    /// What the wall clock reads, in milliseconds since 1970 UTC.
    pub now_ms: i64,
    /// The day that it is at the warehouse of the work, in days since 1970-01-01.
    pub today: i64,
}

/// What a command wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its commits, in order.
    pub commits: Vec<CommitId>,
    /// The same as another tab takes them in.
    pub told: Vec<Incoming>,
    /// The personal rows that came with it, as the table holds them.
    pub rows: Vec<(RowHash, Vec<u8>)>,
}

/// What a command has decided, not yet durable.
pub struct Prepared {
    guard: Guard,
    changes: Vec<Change>,
    given: Given,
    own: Own,
    row: Vec<u8>,
    rows: Vec<(RowHash, Vec<u8>)>,
    /// The personal rows that an erasure which it executes deletes.
    going: BTreeSet<RowHash>,
    told: Vec<Incoming>,
    session: [u8; 8],
}

impl Prepared {
    /// The same, with changes that are made before it in its transaction.
    pub(super) fn behind(mut self, mut changes: Vec<Change>) -> Self {
        changes.append(&mut self.changes);
        self.changes = changes;
        self
    }

    /// Makes it durable, in one transaction. After a store's failure it is asked whether the answer alone was lost.
    ///
    /// # Errors
    /// The store's; [`SiteError::Unsure`] where it cannot be asked either.
    pub async fn write(&self, store: &impl Store) -> Result<(), SiteError> {
        let guards = std::slice::from_ref(&self.guard);
        let Err(error) = store.write(guards, &self.changes, Durability::Strict).await else {
            return Ok(());
        };
        match store.get(Table::Meta, super::open::OWN_KEY).await {
            Ok(row) if row.as_ref() == Some(&self.row) => Ok(()),
            Ok(_) => Err(error.into()),
            Err(_) => Err(SiteError::Unsure(error)),
        }
    }
}

impl<S: Store> Site<S> {
    /// The stream and next counter of a session's next command.
    pub fn next(&self, session: &[u8; 8]) -> (StreamId, u64) {
        (self.own.stream, self.own.sessions.next(session))
    }

    /// What became of a command.
    pub fn ask(&self, sent: &Sent) -> Answer {
        self.own.sessions.ask(sent)
    }

    /// The commits of a command that was taken, in order; nothing where it was not, or a later one of its session was.
    pub fn commits_of(&self, sent: &Sent) -> Vec<CommitId> {
        let Answer::Taken(last) = self.own.sessions.ask(sent) else {
            return Vec::new();
        };
        let id = |number| CommitId {
            stream: self.own.stream,
            number,
        };
        let mark = |number| self.held.header_of(id(number)).map(|header| header.command);
        // Every commit of a command but its first repeats its counter.
        let mut first = last;
        while let (Some(mine), Some(before)) = (mark(first), mark(first.saturating_sub(1)))
            && mine.counter == Some(sent.counter)
            && before.session == mine.session
            && before.counter.is_none_or(|counter| counter == sent.counter)
        {
            first -= 1;
        }
        (first..=last).map(id).collect()
    }

    /// What a command would write, for a look before it is done. Nothing is kept.
    ///
    /// # Errors
    /// A refusal.
    pub fn rehearse(&self, asked: Asked, command: &Command) -> Result<Vec<Proposed>, SiteError> {
        let context = self.context(&asked)?;
        Ok(command.decide(&self.state, &context, &self.relations(), &self.forks())?)
    }

    /// Decides a command and makes what it decided durable, once however often it is sent.
    ///
    /// # Errors
    /// As [`Site::execute_with`].
    pub async fn execute(&mut self, asked: Asked, command: &Command) -> Result<Done, SiteError> {
        let prepared = self.prepare(asked, command, &[])?;
        self.keep(prepared).await
    }

    /// The same with whatever decides.
    ///
    /// # Errors
    /// A refusal; a number that is not new, with what became of it; a stream that is written elsewhere too; the store's.
    pub async fn execute_with<D>(&mut self, asked: Asked, decide: D) -> Result<Done, SiteError>
    where
        D: FnOnce(
            &State,
            &Context,
            &relations::Held<'_, super::Held>,
        ) -> Result<Vec<Proposed>, Refusal>,
    {
        let prepared = self.prepare_with(asked, decide, &[])?;
        self.keep(prepared).await
    }

    pub(super) async fn keep(&mut self, prepared: Prepared) -> Result<Done, SiteError> {
        match prepared.write(&self.store).await {
            Ok(()) => Ok(self.settle(prepared)),
            Err(error) => {
                self.give_up(&prepared);
                Err(error)
            }
        }
    }

    /// Decides a command. `rows` are the personal rows that its facts may name.
    ///
    /// # Errors
    /// A refusal; a number that is not new, with what became of it; a stream that is written elsewhere too.
    pub fn prepare(
        &mut self,
        asked: Asked,
        command: &Command,
        rows: &[Written],
    ) -> Result<Prepared, SiteError> {
        let forks = self.forks();
        let decide = |state: &State, context: &Context, relations: &relations::Held<'_, _>| {
            command.decide(state, context, relations, &forks)
        };
        self.prepare_with(asked, decide, rows)
    }

    fn prepare_with<D>(
        &mut self,
        asked: Asked,
        decide: D,
        rows: &[Written],
    ) -> Result<Prepared, SiteError>
    where
        D: FnOnce(
            &State,
            &Context,
            &relations::Held<'_, super::Held>,
        ) -> Result<Vec<Proposed>, Refusal>,
    {
        match self.own.sessions.take(&asked.sent) {
            Answer::New => {}
            other => return Err(SiteError::Number(other)),
        }
        let prepared = self.decide_and_encode(&asked, decide, rows);
        if prepared.is_err() {
            self.own.sessions.refuse(&asked.sent.session);
        }
        prepared
    }

    /// Notes that a command came to nothing.
    pub fn give_up(&mut self, prepared: &Prepared) {
        self.own.sessions.refuse(&prepared.session);
    }

    /// Writes that a command is given up, under its own number, so that it cannot be taken any more however late it comes.
    ///
    /// # Errors
    /// [`SiteError::Number`] where the number is settled already, with what became of it, or is not the session's next
    /// one; the store's.
    pub fn prepare_giving_up(
        &self,
        sent: &Sent,
        operator: Option<OperatorId>,
        now_ms: i64,
    ) -> Result<Prepared, SiteError> {
        match self.own.sessions.ask(sent) {
            Answer::New => {}
            other => return Err(SiteError::Number(other)),
        }
        let mark = self.own.sessions.mark(sent.session, sent.counter);
        let given_up = CommandGivenUp {
            session: mark.session,
            counter: sent.counter,
        };
        let proposed = Proposed {
            warehouse: None,
            events: vec![Event::Streams(StreamFact::CommandGivenUp(given_up))],
        };
        let (session, counter) = (sent.session, sent.counter);
        self.encode(vec![proposed], operator, session, counter, now_ms, &[])
    }

    /// What deciding knows beside the state.
    ///
    /// # Errors
    /// That the clock is past the year 2200.
    pub fn context(&self, asked: &Asked) -> Result<Context, SiteError> {
        Ok(Context {
            now: Instant { ms: asked.now_ms },
            today: Day { days: asked.today },
            operator: asked.operator,
            stream: self.own.stream,
            next_commit: self.own.number + 1,
            stamp: self.stamp(asked.now_ms)?,
        })
    }

    fn decide_and_encode<D>(
        &self,
        asked: &Asked,
        decide: D,
        rows: &[Written],
    ) -> Result<Prepared, SiteError>
    where
        D: FnOnce(
            &State,
            &Context,
            &relations::Held<'_, super::Held>,
        ) -> Result<Vec<Proposed>, Refusal>,
    {
        let commits = decide(&self.state, &self.context(asked)?, &self.relations())?;
        if commits.iter().all(|commit| commit.events.is_empty()) {
            return Err(Refusal::NothingToDo.into());
        }
        let (session, counter) = (asked.sent.session, asked.sent.counter);
        self.encode(
            commits,
            asked.operator,
            session,
            counter,
            asked.now_ms,
            rows,
        )
    }

    fn stamp(&self, now_ms: i64) -> Result<Stamp, SiteError> {
        // Written once, it would leave no stamp for whatever comes after it, on every device.
        if now_ms > Stamp::MS_MAX {
            return Err(SiteError::Clock);
        }
        self.history
            .last_stamp()
            .next(now_ms)
            .ok_or(SiteError::Clock)
    }

    /// Writes commits of one command, all in one transaction, and then folds them.
    pub(super) async fn append(
        &mut self,
        proposed: Vec<Proposed>,
        operator: Option<OperatorId>,
        session: [u8; 8],
        counter: u64,
        now_ms: i64,
    ) -> Result<Done, SiteError> {
        let prepared = self.encode(proposed, operator, session, counter, now_ms, &[])?;
        self.keep(prepared).await
    }

    /// Commits of one command, as they will be written and folded.
    pub(super) fn encode(
        &self,
        proposed: Vec<Proposed>,
        operator: Option<OperatorId>,
        session: [u8; 8],
        counter: u64,
        now_ms: i64,
        rows: &[Written],
    ) -> Result<Prepared, SiteError> {
        if !self.may_go_on() {
            return Err(SiteError::Forked);
        }
        self.stamp(now_ms)?;
        let mut own = self.own.clone();
        let mut taken = Taken::begin(&self.history, &self.held);
        let mut events_of_all = Vec::new();
        let mut told = Vec::new();
        for proposed in proposed {
            let stamp = taken
                .history()
                .last_stamp()
                .next(now_ms)
                .ok_or(SiteError::Clock)?;
            let (knows, mentions) = Knows::new(&own.names, taken.history().news(own.last()));
            let mut header = Header {
                mentions,
                stamp,
                operator: operator.map(|operator| operator.0),
                command: own.sessions.mark(session, counter),
                scope: proposed.warehouse.map_or(Scope::Workspace, |name| {
                    Scope::Warehouse(NameBytes::of(&name))
                }),
                knows,
                extras: Extras::none(),
            };
            header.set_wall_ms(now_ms);
            let number = own.number + 1;
            let id = CommitId {
                stream: own.stream,
                number,
            };
            events_of_all.extend(standings(id, &proposed.events));
            let events = proposed.events.into_iter().map(Recorded::plain).collect();
            let commit = Commit {
                stream: own.stream,
                number,
                header,
                events,
            };
            let bytes = encode_commit(&commit, &mut own.names)?;
            let hash = commit_hash(&own.hash, &bytes)
                .map_err(|why| SiteError::Damaged { commit: id, why })?;
            let incoming = Incoming {
                commit: id,
                before: own.hash,
                bytes,
            };
            told.push(incoming.clone());
            let read = taken.read(incoming)?;
            let read = read.ok_or(SiteError::Forked)?;
            // What is read back is what was written: a commit that is not would fold otherwise after the next opening.
            if own.sessions.fold_commit(&read.0.commit).is_err()
                || read.0.commit.events != commit.events
            {
                return Err(SiteError::Forked);
            }
            taken.take(read)?;
            (own.number, own.hash) = (number, hash);
        }
        let (guard, row) = self.own_rows(own.number, &own.hash);
        let mut changes: Vec<Change> = taken.changes();
        changes.push(Self::own_change(&row));
        let rows = named_rows(&events_of_all, rows);
        changes.extend(rows.iter().map(put));
        // In the same transaction, so that no row outlives the word that it is erased.
        let going = executed_by(&self.reading(), &events_of_all);
        changes.extend(going.iter().map(delete));
        Ok(Prepared {
            guard,
            changes,
            given: taken.given(),
            own,
            row,
            rows,
            going,
            told,
            session,
        })
    }

    /// Folds what has become durable.
    pub fn settle(&mut self, prepared: Prepared) -> Done {
        let done = Done {
            commits: prepared.given.commits(),
            told: prepared.told,
            rows: prepared.rows,
        };
        for (hash, value) in &done.rows {
            self.personal.hold(hash, value);
        }
        for hash in &prepared.going {
            self.personal.forget(hash);
        }
        self.history = prepared.given.settle(&mut self.held, &mut self.state);
        (self.own, self.own_row) = (prepared.own, Some(prepared.row));
        done
    }

    /// Takes in what the tab that leads has written to this device's own stream and made durable. Says `false` where
    /// something before it was missed: the store must be read again then.
    ///
    /// # Errors
    /// What is no commit of this workspace.
    pub fn follow(
        &mut self,
        told: Vec<Incoming>,
        rows: &[(RowHash, Vec<u8>)],
    ) -> Result<bool, SiteError> {
        let mut own = self.own.clone();
        let mut taken = Taken::begin(&self.history, &self.held);
        for incoming in told {
            let number = incoming.commit.number;
            if incoming.commit.stream != own.stream || number > own.number + 1 {
                return Ok(false);
            }
            if number <= own.number {
                continue;
            }
            let Some(read) = taken.read(incoming)? else {
                return Ok(false);
            };
            let commit = &read.0.commit;
            for mentioned in &commit.header.mentions {
                own.names.mention(*mentioned);
            }
            if own.sessions.fold_commit(commit).is_err() {
                return Ok(false);
            }
            (own.number, own.hash) = (number, read.0.meta.hash);
            taken.take(read)?;
        }
        for (hash, value) in rows {
            self.personal.hold(hash, value);
        }
        let (_, row) = self.own_rows(own.number, &own.hash);
        let given = taken.given();
        let executes = given.executes_an_erasure();
        self.history = given.settle(&mut self.held, &mut self.state);
        (self.own, self.own_row) = (own, Some(row));
        if executes {
            let dead = self.erased_rows();
            self.forget(&dead);
        }
        Ok(true)
    }
}

/// Events of a commit, each with its place.
fn standings(commit: CommitId, events: &[Event]) -> Vec<(Standing, Event)> {
    let mut opened_before = 0;
    let mut all = Vec::with_capacity(events.len());
    for (index, event) in (0..).zip(events) {
        let standing = Standing {
            fact: FactId { commit, index },
            opened_before,
        };
        opened_before += u32::from(event.opens());
        all.push((standing, event.clone()));
    }
    all
}
