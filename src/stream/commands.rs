//! Numbers of commands, and what became of a command that is sent again.
//!
//! A tab sends commands to the leader of its device and may not hear the answer. A command's number is the tab's
//! session and a counter: that of the session's last commit plus one, so that a refused command uses up none and the
//! session has one command in flight. The number is drawn for one stream; another incarnation does not know what
//! became of it, and says just that.

use super::commit::Commit;
use super::facts::{AsStreamFact, CommandGivenUp, StreamFact};
use super::id::StreamId;
use super::wire::{Malformed, Reader, Wire, Writer};
use std::collections::BTreeMap;

/// The 8 random bytes of a tab's session.
pub type SessionId = [u8; 8];

/// A command's number in its stream. All commits of one command carry one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandNumber {
    /// The session: its place among those that the stream declared, from 0.
    pub session: u32,
    /// The command's place in the session, from 1.
    pub counter: u64,
}

/// A command's number as it is written in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandMark {
    /// The session: its place among those that the stream declared, from 0.
    pub session: u32,
    /// The session's random bytes, in the commit that declares it.
    pub declares: Option<SessionId>,
    /// The counter, where it is not that of the session's last commit plus one.
    pub counter: Option<u64>,
}

/// Why a commit's number of a command cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// The session was not declared, or is declared out of turn or twice.
    Session,
    /// The counter is written though it follows, or goes back.
    Counter,
}

/// A command that a tab sends, perhaps again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The stream for which the number was drawn.
    pub stream: StreamId,
    /// The session.
    pub session: SessionId,
    /// The counter.
    pub counter: u64,
    /// A digest of what the command says.
    pub content: [u8; 8],
}

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was taken; its last commit has this number.
    Taken(u64),
    /// It was taken or given up before the session's last one. The session knew the answer, or it would have sent no
    /// other.
    Past,
    /// It is new: it may be decided.
    New,
    /// It is being decided.
    InFlight,
    /// Another command of the session is being decided, or its number is not the next one.
    OutOfTurn,
    /// It was drawn for another incarnation. Nothing is known here: neither yes nor no.
    Unknown,
    /// Its number belongs to a command with other content.
    OtherContent,
    /// It was given up.
    GivenUp,
}

/// The last command of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Session {
    id: SessionId,
    /// The counter of the last commit; 0 before the first.
    last: u64,
    /// The last commit's number in the stream.
    commit: u64,
    /// What the last command said; unknown when it was read from the journal.
    content: Option<[u8; 8]>,
    /// The greatest counter that was given up; 0 for none.
    given_up: u64,
}

impl Session {
    /// The greatest counter that is settled.
    fn settled(&self) -> u64 {
        self.last.max(self.given_up)
    }

    /// What became of a command whose counter is settled.
    fn settled_answer(&self, sent: &Sent) -> Answer {
        if sent.counter == self.given_up {
            Answer::GivenUp
        } else if sent.counter != self.last {
            Answer::Past
        } else if self.content.is_some_and(|content| content != sent.content) {
            Answer::OtherContent
        } else {
            Answer::Taken(self.commit)
        }
    }
}

/// The sessions of one stream, as its commits tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sessions {
    stream: StreamId,
    sessions: Vec<Session>,
    by_id: BTreeMap<SessionId, u32>,
    /// What is being decided: counter and content, at most one a session.
    in_flight: BTreeMap<SessionId, (u64, [u8; 8])>,
}

impl Sessions {
    /// Those of a stream without commits.
    pub fn of(stream: StreamId) -> Self {
        Sessions {
            stream,
            sessions: Vec::new(),
            by_id: BTreeMap::new(),
            in_flight: BTreeMap::new(),
        }
    }

    /// How a command's number is written in the next commit. A session that is not declared yet is declared by it.
    pub fn mark(&self, session: SessionId, counter: u64) -> CommandMark {
        let known = self.by_id.get(&session).copied();
        let of = known.unwrap_or(self.sessions.len() as u32);
        let last = self.session(of).map_or(0, |session| session.last);
        CommandMark {
            session: of,
            declares: known.is_none().then_some(session),
            counter: (last.checked_add(1) != Some(counter)).then_some(counter),
        }
    }

    fn session(&self, ordinal: u32) -> Option<&Session> {
        self.sessions.get(ordinal as usize)
    }

    /// Folds the next commit of the stream: its number and its mark. Gives the command's number.
    ///
    /// # Errors
    /// When no program writes such a number; nothing is folded then.
    pub fn fold(&mut self, commit: u64, mark: &CommandMark) -> Result<CommandNumber, NumberError> {
        let count = self.sessions.len();
        let is_new = mark.session as usize == count;
        let declares = match mark.declares {
            Some(id) if is_new && !self.by_id.contains_key(&id) => Some(id),
            None if !is_new && (mark.session as usize) < count => None,
            _ => return Err(NumberError::Session),
        };
        let last = self.session(mark.session).map_or(0, |session| session.last);
        let next = last.checked_add(1).ok_or(NumberError::Counter)?;
        let counter = mark.counter.unwrap_or(next);
        if mark.counter == Some(next) || counter < last || counter == 0 {
            return Err(NumberError::Counter);
        }
        if let Some(id) = declares {
            self.by_id.insert(id, mark.session);
            self.sessions.push(Session {
                id,
                last: 0,
                commit: 0,
                content: None,
                given_up: 0,
            });
        }
        if let Some(session) = self.sessions.get_mut(mark.session as usize) {
            let was = self.in_flight.get(&session.id).copied();
            if let Some((_, content)) = was.filter(|(of, _)| *of == counter) {
                session.content = Some(content);
                self.in_flight.remove(&session.id);
            } else if counter != session.last {
                session.content = None;
            }
            session.last = counter;
            session.commit = commit;
        }
        Ok(CommandNumber {
            session: mark.session,
            counter,
        })
    }

    /// Folds a commit of the stream: its command, and the commands that it gives up.
    ///
    /// # Errors
    /// As [`Sessions::fold`].
    pub fn fold_commit<F: AsStreamFact>(
        &mut self,
        commit: &Commit<F>,
    ) -> Result<CommandNumber, NumberError> {
        let number = self.fold(commit.number, &commit.header.command)?;
        for event in &commit.events {
            let fact = event.fact().and_then(AsStreamFact::stream_fact);
            if let Some(StreamFact::CommandGivenUp(given_up)) = fact {
                let CommandGivenUp { session, counter } = *given_up;
                self.fold_given_up(number, CommandNumber { session, counter });
            }
        }
        Ok(number)
    }

    /// Folds that a command was given up, by the command `by`: another session's, or the given up one's own number.
    /// Whichever is committed first holds: a command that was taken stays taken.
    pub fn fold_given_up(&mut self, by: CommandNumber, given_up: CommandNumber) {
        let Some(session) = self.sessions.get_mut(given_up.session as usize) else {
            return;
        };
        if given_up.counter > session.last || by == given_up {
            session.given_up = session.given_up.max(given_up.counter);
            let in_flight = self.in_flight.get(&session.id);
            if in_flight.is_some_and(|(counter, _)| *counter <= given_up.counter) {
                self.in_flight.remove(&session.id);
            }
        }
    }

    /// What became of a command.
    pub fn ask(&self, sent: &Sent) -> Answer {
        if sent.stream != self.stream || sent.counter == 0 {
            return Answer::Unknown;
        }
        let known = self.by_id.get(&sent.session);
        let session = known.and_then(|ordinal| self.session(*ordinal));
        // Before its first commit a session is not declared; its counter is 1.
        let settled = session.map_or(0, Session::settled);
        if let Some(session) = session
            && sent.counter <= settled
        {
            return session.settled_answer(sent);
        }
        match self.in_flight.get(&sent.session) {
            Some((counter, content)) if *counter == sent.counter => {
                match *content == sent.content {
                    true => Answer::InFlight,
                    false => Answer::OtherContent,
                }
            }
            None if sent.counter - 1 == settled => Answer::New,
            Some(_) | None => Answer::OutOfTurn,
        }
    }

    /// As [`Sessions::ask`]; a new command is in flight from here on, until it is folded or [refused](Self::refuse).
    pub fn take(&mut self, sent: &Sent) -> Answer {
        let answer = self.ask(sent);
        if answer == Answer::New {
            self.in_flight
                .insert(sent.session, (sent.counter, sent.content));
        }
        answer
    }

    /// The command in flight was refused: its number is free again.
    pub fn refuse(&mut self, session: &SessionId) {
        self.in_flight.remove(session);
    }

    /// The number of a session's next command, and of the command that it would give up.
    pub fn next(&self, session: &SessionId) -> u64 {
        let known = self.by_id.get(session);
        let session = known.and_then(|ordinal| self.session(*ordinal));
        session.map_or(1, |session| session.settled().saturating_add(1))
    }
}

crate::kept_struct! {
    Session { id, last, commit, content, given_up }
}

/// What is being decided is not kept: after a start nothing is.
impl Wire for Sessions {
    fn write(&self, w: &mut Writer<'_>) {
        let Sessions {
            stream,
            sessions,
            by_id,
            in_flight: _,
        } = self;
        stream.write(w);
        sessions.write(w);
        by_id.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Sessions {
            stream: Wire::read(r)?,
            sessions: Wire::read(r)?,
            by_id: Wire::read(r)?,
            in_flight: BTreeMap::new(),
        })
    }
}
