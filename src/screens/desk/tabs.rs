//! What the tabs of a device say to each other: commands to the leader, commits from it.

use super::unsettled::{self, Settled};
use super::{Desk, Ran, is_leading, report_error, tell, tell_all};
use crate::browser::channel::{Channel, TabId};
use crate::browser::timer::{sleep, within};
use crate::browser::{Thrown, errors};
use crate::limits::{COMMAND_TRIES_MAX, LEADER_ANSWER_MS_MAX, LEADER_BUSY_MS};
use crate::site::{Asked, Done, Incoming, RowHash, SiteError};
use crate::storage::{Fault, StoreError};
use crate::stream::commands::{Answer, Sent};
use crate::stream::id::{CommitId, StreamId};
use crate::stream::wire::{Names, Reader, Wire, Writer};
use crate::trade::decide::Command;
use crate::trade::id::OperatorId;
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Written, content_of};
use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

/// A command as it goes to the leader.
#[derive(Clone, Serialize, Deserialize)]
struct Work {
    stream: [u8; 16],
    session: [u8; 8],
    counter: u64,
    content: [u8; 8],
    operator: Option<Vec<u8>>,
    now_ms: i64,
    today: i64,
    command: Vec<u8>,
    /// Personal rows: slot, then salt and content.
    rows: Vec<(Vec<u8>, Vec<u8>)>,
}

/// A commit as the leader tells of it.
#[derive(Serialize, Deserialize)]
struct Told {
    number: u64,
    before: [u8; 32],
    bytes: Vec<u8>,
}

/// What a tab says.
#[derive(Serialize, Deserialize)]
enum Message {
    /// To the leader: do this. With a number, to tell answers apart.
    Do { number: u64, work: Box<Work> },
    /// To the leader: give this up, unless it is in. The command itself is left out.
    GiveUp { number: u64, work: Box<Work> },
    /// From the leader: what became of it.
    Done {
        to: [u8; 8],
        number: u64,
        outcome: Outcome,
    },
    /// From the leader: these commits of one command are durable.
    Committed {
        stream: [u8; 16],
        told: Vec<Told>,
        rows: Vec<(RowHash, Vec<u8>)>,
    },
    /// There is more in the store than was told of.
    Grown,
    /// From a tab that has just begun to lead.
    Leading,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    /// It is in: its commits, of this device's stream.
    In(Vec<u64>),
    /// It was refused. Why, the asking tab finds out itself: it holds the same facts.
    Refused,
    /// Its turn has not come.
    NotNow,
    /// It could not be kept.
    Failed(u8, String),
    /// Whether it is in is not known.
    Unsure(String),
    /// It is not in, and never will be.
    GivenUp,
}

/// What was said and not yet dealt with.
type Mail = mpsc::UnboundedReceiver<(TabId, Vec<u8>)>;

/// The line to the other tabs.
pub(super) struct Tabs {
    channel: Channel,
    incoming: RefCell<Option<Mail>>,
    answers: RefCell<HashMap<u64, oneshot::Sender<Outcome>>>,
    next: Cell<u64>,
    /// The last command of which it is known what became of it.
    settled: Cell<Option<(StreamId, u64)>>,
}

impl Tabs {
    /// Joins the channel and keeps what is said until [`Tabs::serve`] deals with it: a tab listens before it reads.
    pub(super) fn open(name: &str) -> Result<Self, Thrown> {
        let (sender, receiver) = mpsc::unbounded();
        let channel = Channel::open(name, move |tab, bytes| {
            if sender.unbounded_send((tab, bytes)).is_err() {
                errors::push(errors::Kind::Error, "a message came after the end", "tabs");
            }
        })?;
        Ok(Tabs {
            channel,
            incoming: RefCell::new(Some(receiver)),
            answers: RefCell::default(),
            next: Cell::new(0),
            settled: Cell::new(None),
        })
    }

    /// The session of this tab's commands.
    pub(super) fn session(&self) -> [u8; 8] {
        self.channel.tab().0
    }

    /// Deals with what is said, one message after the other, for as long as the desk lives.
    pub(super) fn serve(&self, desk: &Rc<Desk>) {
        let Some(mut incoming) = self.incoming.borrow_mut().take() else {
            return;
        };
        let desk: Weak<Desk> = Rc::downgrade(desk);
        spawn_local(async move {
            while let Some((from, bytes)) = incoming.next().await {
                let Some(desk) = desk.upgrade() else { return };
                match postcard::from_bytes(&bytes) {
                    Ok(message) => hear(&desk, from, message).await,
                    // An older or newer version in another tab; it will be asked to reload.
                    Err(error) => errors::push(errors::Kind::Error, &error.to_string(), "tabs"),
                }
            }
        });
    }

    /// Waits until the store has grown or another tab leads: for a tab that has nothing to read yet.
    pub(super) async fn wait_for_growth(&self) {
        let Some(mut incoming) = self.incoming.borrow_mut().take() else {
            return;
        };
        while let Some((_, bytes)) = incoming.next().await {
            let message = postcard::from_bytes(&bytes);
            if matches!(
                message,
                Ok(Message::Grown | Message::Committed { .. } | Message::Leading)
            ) {
                break;
            }
        }
        *self.incoming.borrow_mut() = Some(incoming);
    }

    fn say(&self, message: &Message) {
        let said = postcard::to_allocvec(message)
            .map_err(|error| error.to_string())
            .and_then(|bytes| self.channel.send(&bytes).map_err(|error| error.to_string()));
        if let Err(error) = said {
            errors::push(errors::Kind::Error, &error, "tabs");
        }
    }

    fn tell_done(&self, stream: StreamId, done: &Done) {
        let told = done.told.iter().map(|incoming| Told {
            number: incoming.commit.number,
            before: incoming.before,
            bytes: incoming.bytes.clone(),
        });
        self.say(&Message::Committed {
            stream: *stream.bytes(),
            told: told.collect(),
            rows: done.rows.clone(),
        });
    }

    /// Tells the other tabs to read what has come into the store.
    pub(super) fn tell_grown(&self) {
        self.say(&Message::Grown);
    }

    /// Tells the other tabs that this one leads now.
    pub(super) fn lead(&self) {
        self.answers.borrow_mut().clear();
        self.say(&Message::Leading);
    }

    /// The number of the session's next command. Whatever this tab has heard of its last one, it has another.
    fn number(&self, workspace: &super::TabWorkspace) -> (StreamId, u64) {
        let (stream, counter) = workspace.next(&self.session());
        match self.settled.get() {
            Some((of, settled)) if of == stream => (stream, counter.max(settled + 1)),
            Some(_) | None => (stream, counter),
        }
    }

    /// Notes that it is known what became of a command.
    fn note_settled(&self, sent: &Sent) {
        self.settled.set(Some((sent.stream, sent.counter)));
    }

    /// Asks the leader. `None`: there was no answer, or the lead has moved.
    async fn ask(&self, message: impl FnOnce(u64) -> Message) -> Option<Outcome> {
        let number = self.next.replace(self.next.get() + 1);
        let (sender, answer) = oneshot::channel();
        self.answers.borrow_mut().insert(number, sender);
        self.say(&message(number));
        let answered = within(LEADER_ANSWER_MS_MAX, answer).await;
        self.answers.borrow_mut().remove(&number);
        answered.and_then(Result::ok)
    }
}

fn wire_bytes(value: &impl Wire) -> Vec<u8> {
    let mut names = Names::whole();
    let mut writer = Writer::new(&mut names);
    value.write(&mut writer);
    writer.into_bytes()
}

fn of_wire<T: Wire>(bytes: &[u8]) -> Option<T> {
    let names = Names::whole();
    let mut reader = Reader::new(bytes, &names);
    let value = T::read(&mut reader).ok()?;
    reader.finish().ok()?;
    Some(value)
}

impl Work {
    /// The number of a command alone.
    fn naming(asked: &Asked) -> Self {
        Work {
            stream: *asked.sent.stream.bytes(),
            session: asked.sent.session,
            counter: asked.sent.counter,
            content: asked.sent.content,
            operator: asked.operator.as_ref().map(wire_bytes),
            now_ms: asked.now_ms,
            today: asked.today,
            command: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn new(asked: &Asked, command: &Command, rows: &[Written]) -> Self {
        let brought = |row: &Written| (wire_bytes(&row.slot), row.bytes());
        Work {
            command: wire_bytes(command),
            rows: rows.iter().map(brought).collect(),
            ..Work::naming(asked)
        }
    }

    fn asked(&self) -> Option<Asked> {
        let operator: Option<OperatorId> = match &self.operator {
            Some(bytes) => Some(of_wire(bytes)?),
            None => None,
        };
        Some(Asked {
            sent: Sent {
                stream: StreamId::new(self.stream),
                session: self.session,
                counter: self.counter,
                content: self.content,
            },
            operator,
            now_ms: self.now_ms,
            today: self.today,
        })
    }

    fn read(&self) -> Option<(Asked, Command, Vec<Written>)> {
        let asked = self.asked()?;
        let mut rows = Vec::new();
        for (slot, value) in &self.rows {
            let slot: Slot = of_wire(slot)?;
            let salt = *value.first_chunk::<16>()?;
            let content = content_of(value).ok()?;
            rows.push(Written {
                slot,
                salt,
                content,
            });
        }
        Some((asked, of_wire(&self.command)?, rows))
    }
}

fn digest(command: &Command, rows: &[Written]) -> [u8; 8] {
    let mut hasher = Sha256::new();
    hasher.update(wire_bytes(command));
    for row in rows {
        hasher.update(row.bytes());
    }
    let digest = hasher.finalize();
    std::array::from_fn(|i| digest[i])
}

/// Runs a command under the session's next number, wherever the lead is, as often as it takes to learn what became of
/// it.
pub(super) async fn run_numbered(
    desk: &Rc<Desk>,
    command: Command,
    rows: Vec<Written>,
    asked: impl Fn(Sent) -> Asked,
) -> Result<Ran, SiteError> {
    let session = desk.tabs.session();
    let content = digest(&command, &rows);
    let number = || {
        let (stream, counter) = desk.tabs.number(&desk.workspace);
        Sent {
            stream,
            session,
            counter,
            content,
        }
    };
    // Its number would be that of the command before it: of two that say the same one would be taken for the other.
    if unsettled::is_any() {
        return Err(SiteError::Waiting);
    }
    // A tab that follows and is refused here is refused there, and knows why.
    let mut sent: Option<Asked> = None;
    for _ in 0..COMMAND_TRIES_MAX {
        let asked = *sent.get_or_insert_with(|| asked(number()));
        if is_leading() {
            return lead(desk, asked, &command, &rows).await;
        }
        desk.workspace.rehearse(asked, &command)?;
        let work = Box::new(Work::new(&asked, &command, &rows));
        let answer = desk.tabs.ask(|number| Message::Do { number, work });
        match answer.await {
            Some(Outcome::In(numbers)) => {
                desk.tabs.note_settled(&asked.sent);
                let stream = asked.sent.stream;
                let commits = numbers
                    .into_iter()
                    .map(|number| CommitId { stream, number });
                return Ok(Ran {
                    commits: commits.collect(),
                });
            }
            Some(Outcome::Refused) => {
                // It knows more than this tab did.
                desk.workspace.reopen().await?;
                tell_all();
                desk.workspace.rehearse(asked, &command)?;
                return Err(SiteError::Moved);
            }
            Some(Outcome::Failed(fault, cause)) => {
                return Err(SiteError::Store(StoreError::new(fault_of(fault), cause)));
            }
            Some(Outcome::Unsure(cause)) => {
                unsettled::begin(desk, asked);
                return Err(SiteError::Unsure(StoreError::new(Fault::Other, cause)));
            }
            Some(Outcome::NotNow) => sleep(LEADER_BUSY_MS).await,
            Some(Outcome::GivenUp) | None => {}
        }
        // The answer may have been lost, and what it told of come.
        if let Answer::Taken(_) = desk.workspace.ask(&asked.sent) {
            return Ok(taken(desk, &asked));
        }
    }
    if let Some(asked) = sent {
        unsettled::begin(desk, asked);
    }
    Err(SiteError::NoAnswer)
}

/// Finds out what became of a command, wherever the lead is: given up, unless it is in. Nothing while nobody can tell.
pub(super) async fn settle(desk: &Rc<Desk>, asked: &Asked) -> Option<Settled> {
    let settled = if is_leading() {
        give_up(desk, asked).await?
    } else {
        let work = Box::new(Work::naming(asked));
        let answer = desk.tabs.ask(|number| Message::GiveUp { number, work });
        match answer.await? {
            Outcome::In(_) => Settled::In,
            Outcome::GivenUp => Settled::NotIn,
            Outcome::Refused | Outcome::NotNow | Outcome::Failed(..) | Outcome::Unsure(_) => {
                return None;
            }
        }
    };
    desk.tabs.note_settled(&asked.sent);
    Some(settled)
}

/// Gives a command up in the tab that leads, unless it is in.
async fn give_up(desk: &Rc<Desk>, asked: &Asked) -> Option<Settled> {
    // What was written and not answered is in the store, not in memory.
    desk.workspace.reopen().await.ok()?;
    tell_all();
    let given_up = desk
        .workspace
        .give_up(&asked.sent, asked.operator, asked.now_ms)
        .await;
    match given_up {
        Ok(done) => {
            desk.tabs.tell_done(asked.sent.stream, &done);
            super::upkeep::after_commit(&desk.workspace);
            Some(Settled::NotIn)
        }
        Err(SiteError::Number(Answer::Taken(_))) => Some(Settled::In),
        Err(SiteError::Number(Answer::GivenUp)) => Some(Settled::NotIn),
        // Drawn for a stream that is not written any more.
        Err(SiteError::Number(Answer::Unknown | Answer::Past | Answer::OtherContent)) => {
            Some(Settled::Unknown)
        }
        Err(_) => None,
    }
}

/// What a command wrote that was taken before: all of its commits, so that whoever asks after what it opened finds it.
fn taken(desk: &Desk, asked: &Asked) -> Ran {
    Ran {
        commits: desk.workspace.commits_of(&asked.sent),
    }
}

async fn lead(
    desk: &Rc<Desk>,
    asked: Asked,
    command: &Command,
    rows: &[Written],
) -> Result<Ran, SiteError> {
    let ran = desk.workspace.run(|_| asked, command, rows).await;
    match ran {
        Ok(done) => {
            desk.tabs.tell_done(asked.sent.stream, &done);
            super::upkeep::after_commit(&desk.workspace);
            super::erasing::sweep(&desk.workspace);
            tell(&done.commits);
            Ok(Ran {
                commits: done.commits,
            })
        }
        Err(SiteError::Number(Answer::Taken(_))) => Ok(taken(desk, &asked)),
        Err(SiteError::Store(error)) if error.fault == Fault::Moved => {
            reopen(desk).await;
            // What moved on the store may be this very command, whose answer was lost before.
            match desk.workspace.ask(&asked.sent) {
                Answer::Taken(_) => Ok(taken(desk, &asked)),
                _ => Err(SiteError::Store(error)),
            }
        }
        Err(SiteError::Unsure(error)) => {
            if asked.sent.session == desk.tabs.session() {
                unsettled::begin(desk, asked);
            }
            Err(SiteError::Unsure(error))
        }
        Err(error) => Err(error),
    }
}

async fn hear(desk: &Rc<Desk>, from: TabId, message: Message) {
    let leading = is_leading();
    match message {
        Message::Do { number, work } if leading => {
            let outcome = match work.read() {
                None => Outcome::Failed(
                    fault_number(Fault::Other),
                    "another version's command".to_owned(),
                ),
                Some((asked, command, rows)) => outcome(lead(desk, asked, &command, &rows).await),
            };
            desk.tabs.say(&Message::Done {
                to: from.0,
                number,
                outcome,
            });
        }
        Message::GiveUp { number, work } if leading => {
            let settled = match work.asked() {
                Some(asked) => give_up(desk, &asked).await,
                None => None,
            };
            let outcome = match settled {
                Some(Settled::In) => Outcome::In(Vec::new()),
                Some(Settled::NotIn) => Outcome::GivenUp,
                Some(Settled::Unknown) | None => Outcome::NotNow,
            };
            desk.tabs.say(&Message::Done {
                to: from.0,
                number,
                outcome,
            });
        }
        Message::Done {
            to,
            number,
            outcome,
        } if to == desk.tabs.session() => {
            if let Some(sender) = desk.tabs.answers.borrow_mut().remove(&number) {
                // Whoever asked may have given up waiting.
                sender.send(outcome).ok();
            }
        }
        Message::Committed { stream, told, rows } if !leading => {
            let stream = StreamId::new(stream);
            let incoming: Vec<Incoming> = told
                .into_iter()
                .map(|told| Incoming {
                    commit: CommitId {
                        stream,
                        number: told.number,
                    },
                    before: told.before,
                    bytes: told.bytes,
                })
                .collect();
            let commits: Vec<CommitId> = incoming.iter().map(|one| one.commit).collect();
            match desk.workspace.follow(incoming, &rows).await {
                Ok(true) => {
                    super::erasing::sweep(&desk.workspace);
                    super::upkeep::pack(&desk.workspace);
                    tell(&commits);
                }
                // Something was missed: the store has it.
                Ok(false) => reopen(desk).await,
                Err(error) => report_error(&error),
            }
        }
        Message::Leading if !leading => {
            // What was asked of the tab that led before will not be answered.
            desk.tabs.answers.borrow_mut().clear();
            reopen(desk).await;
        }
        Message::Grown => reopen(desk).await,
        Message::Do { .. }
        | Message::GiveUp { .. }
        | Message::Done { .. }
        | Message::Committed { .. }
        | Message::Leading => {}
    }
}

/// Reads everything from the store again.
pub(super) async fn reopen(desk: &Desk) {
    match desk.workspace.reopen().await {
        Ok(()) => {
            super::erasing::sweep(&desk.workspace);
            tell_all();
        }
        Err(error) => report_error(&error),
    }
}

fn outcome(ran: Result<Ran, SiteError>) -> Outcome {
    match ran {
        Ok(ran) => Outcome::In(ran.commits.iter().map(|commit| commit.number).collect()),
        Err(SiteError::Refused(_)) => Outcome::Refused,
        Err(SiteError::Number(Answer::InFlight | Answer::OutOfTurn)) => Outcome::NotNow,
        Err(SiteError::Unsure(error)) => Outcome::Unsure(error.cause),
        Err(SiteError::Store(error)) => Outcome::Failed(fault_number(error.fault), error.cause),
        Err(other) => Outcome::Failed(fault_number(Fault::Other), other.to_string()),
    }
}

const FAULTS: [Fault; 9] = [
    Fault::Full,
    Fault::Closed,
    Fault::Blocked,
    Fault::Newer,
    Fault::Moved,
    Fault::Corrupt,
    Fault::TooLarge,
    Fault::Unavailable,
    Fault::Other,
];

fn fault_number(fault: Fault) -> u8 {
    FAULTS
        .iter()
        .position(|f| *f == fault)
        .map_or(u8::MAX, |i| i as u8)
}

fn fault_of(number: u8) -> Fault {
    FAULTS
        .get(usize::from(number))
        .copied()
        .unwrap_or(Fault::Other)
}
