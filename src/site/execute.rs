//! From a command to commits that are durable, and only then visible.

use super::take_in::Taken;
use super::{Incoming, Site, SiteError};
use crate::storage::{Change, Store};
use crate::stream::chain::commit_hash;
use crate::stream::codec::encode_commit;
use crate::stream::commands::{Answer, Sent};
use crate::stream::commit::{Commit, Header, NameBytes, Recorded, Scope};
use crate::stream::extras::Extras;
use crate::stream::id::{CommitId, StreamId};
use crate::stream::knows::Knows;
use crate::stream::stamp::Stamp;
use crate::trade::decide::{Command, Context, Proposed, Refusal};
use crate::trade::id::OperatorId;
use crate::trade::quantity::{Day, Instant};
use crate::trade::relations;
use crate::trade::state::State;

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

    /// Decides a command and makes what it decided durable, once however often it is sent.
    ///
    /// # Errors
    /// As [`Site::execute_with`].
    pub async fn execute(&mut self, asked: Asked, command: &Command) -> Result<Done, SiteError> {
        let forks = self.forks();
        self.execute_with(asked, |state, context, relations| {
            command.decide(state, context, relations, &forks)
        })
        .await
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
        match self.own.sessions.take(&asked.sent) {
            Answer::New => {}
            other => return Err(SiteError::Number(other)),
        }
        let done = self.decide_and_append(&asked, decide).await;
        if done.is_err() {
            self.own.sessions.refuse(&asked.sent.session);
        }
        done
    }

    async fn decide_and_append<D>(&mut self, asked: &Asked, decide: D) -> Result<Done, SiteError>
    where
        D: FnOnce(
            &State,
            &Context,
            &relations::Held<'_, super::Held>,
        ) -> Result<Vec<Proposed>, Refusal>,
    {
        let context = Context {
            now: Instant { ms: asked.now_ms },
            today: Day { days: asked.today },
            operator: asked.operator,
            stream: self.own.stream,
            next_commit: self.own.number + 1,
            stamp: self.stamp(asked.now_ms)?,
        };
        let commits = decide(&self.state, &context, &self.relations())?;
        if commits.iter().all(|commit| commit.events.is_empty()) {
            return Err(Refusal::NothingToDo.into());
        }
        let (session, counter) = (asked.sent.session, asked.sent.counter);
        self.append(commits, asked.operator, session, counter, asked.now_ms)
            .await
    }

    fn stamp(&self, now_ms: i64) -> Result<Stamp, SiteError> {
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
        if self
            .own
            .last()
            .is_some_and(|last| !self.history.may_append(last))
        {
            return Err(SiteError::Forked);
        }
        let mut own = self.own.clone();
        let mut taken = Taken::begin(&self.history, &self.held);
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
            let events = proposed.events.into_iter().map(Recorded::plain).collect();
            let commit = Commit {
                stream: own.stream,
                number,
                header,
                events,
            };
            let bytes = encode_commit(&commit, &mut own.names)?;
            let id = CommitId {
                stream: own.stream,
                number,
            };
            let hash = commit_hash(&own.hash, &bytes)
                .map_err(|why| SiteError::Damaged { commit: id, why })?;
            let read = taken.read(Incoming {
                commit: id,
                before: own.hash,
                bytes,
            })?;
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
        let given = taken.given();
        self.write(&[guard], &changes).await?;
        let done = Done {
            commits: given.commits(),
        };
        self.history = given.settle(&mut self.held, &mut self.state);
        (self.own, self.own_row) = (own, Some(row));
        Ok(done)
    }
}
