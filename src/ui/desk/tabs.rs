//! What the tabs of a device say to each other: commands to the leader, commits from it.

use super::{Desk, Role, SIGNALS, ScreenPace};
use crate::browser::channel::{Channel, TabId};
use crate::browser::timer::within;
use crate::browser::{Thrown, clock, errors};
use crate::domain::command::Refusal;
use crate::domain::commit::StreamId;
use crate::domain::text::Code;
use crate::domain::{Command, Event};
use crate::exchange::bundle::Aside;
use crate::limits::{COPY_ANSWER_MS_MAX, LEADER_ANSWER_MS_MAX};
use crate::portal::{Keep, Merged, PortalError, StreamPart};
use crate::storage::{Fault, StoreError};
use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

/// What a tab says.
#[derive(Serialize, Deserialize)]
enum Message {
    /// To the leader: do this. With a number, to tell answers apart.
    Do { number: u64, work: Box<Work> },
    /// From the leader: what became of it.
    Done {
        to: [u8; 8],
        number: u64,
        outcome: Outcome,
    },
    /// From the leader: this commit is durable.
    Committed {
        stream: StreamId,
        number: u64,
        bytes: Vec<u8>,
    },
    /// From the leader: there is more in the journal than it has told of.
    Grown,
    /// From a tab that has just begun to lead.
    Leading,
}

#[derive(Serialize, Deserialize)]
enum Work {
    Command {
        command: Command,
        operator: Code,
        bulk: bool,
    },
    Settle,
    TakeIn {
        parts: Vec<StreamPart>,
        aside: Vec<Aside>,
    },
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Events(Vec<Event>),
    Merged(Merged),
    Refused(Refusal),
    Failed(u8, String),
    Missing {
        stream: StreamId,
        expected: u64,
        found: u64,
    },
}

/// What was said and not yet dealt with.
type Incoming = mpsc::UnboundedReceiver<(TabId, Vec<u8>)>;

type Answers = RefCell<HashMap<u64, oneshot::Sender<Outcome>>>;

/// The line to the other tabs.
pub(super) struct Tabs {
    channel: Channel,
    incoming: RefCell<Option<Incoming>>,
    answers: Answers,
    next: Cell<u64>,
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
        })
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

    fn say(&self, message: &Message) -> Result<(), PortalError> {
        let bytes =
            postcard::to_allocvec(message).map_err(|error| PortalError::Codec(error.into()))?;
        self.channel
            .send(&bytes)
            .map_err(|thrown| PortalError::Store(StoreError::new(Fault::Other, thrown.to_string())))
    }

    /// Tells the tabs that follow of a commit.
    pub(super) fn tell_commit(&self, stream: StreamId, number: u64, bytes: &[u8]) {
        let told = self.say(&Message::Committed {
            stream,
            number,
            bytes: bytes.to_vec(),
        });
        if let Err(error) = told {
            super::report_error(&error);
        }
    }

    /// Tells the tabs that follow to read what has come into the journal. What they have asked for is still answered.
    pub(super) fn tell_grown(&self) {
        if let Err(error) = self.say(&Message::Grown) {
            super::report_error(&error);
        }
    }

    /// Tells the other tabs that this one leads now.
    pub(super) fn lead(&self) {
        self.answers.borrow_mut().clear();
        if let Err(error) = self.say(&Message::Leading) {
            super::report_error(&error);
        }
    }

    pub(super) async fn send_command(
        &self,
        command: Command,
        operator: Code,
        keep: Keep,
    ) -> Result<Vec<Event>, PortalError> {
        let work = Work::Command {
            command,
            operator,
            bulk: keep == Keep::Bulk,
        };
        match self.ask(work, LEADER_ANSWER_MS_MAX).await? {
            Outcome::Events(events) => Ok(events),
            other => Err(failure(other)),
        }
    }

    pub(super) async fn send_settle(&self) -> Result<(), PortalError> {
        match self.ask(Work::Settle, LEADER_ANSWER_MS_MAX).await? {
            Outcome::Events(_) => Ok(()),
            other => Err(failure(other)),
        }
    }

    pub(super) async fn send_copy(
        &self,
        parts: Vec<StreamPart>,
        aside: Vec<Aside>,
    ) -> Result<Merged, PortalError> {
        let work = Work::TakeIn { parts, aside };
        match self.ask(work, COPY_ANSWER_MS_MAX).await? {
            Outcome::Merged(merged) => Ok(merged),
            other => Err(failure(other)),
        }
    }

    async fn ask(&self, work: Work, wait_ms: u32) -> Result<Outcome, PortalError> {
        let number = self.next.replace(self.next.get() + 1);
        let (sender, answer) = oneshot::channel();
        self.answers.borrow_mut().insert(number, sender);
        self.say(&Message::Do {
            number,
            work: Box::new(work),
        })?;
        let answered = within(wait_ms, answer).await;
        self.answers.borrow_mut().remove(&number);
        answered.and_then(Result::ok).ok_or(PortalError::NotLeading)
    }
}

/// The error that an answer tells of.
fn failure(outcome: Outcome) -> PortalError {
    match outcome {
        Outcome::Refused(refusal) => PortalError::Refused(refusal),
        Outcome::Failed(fault, cause) => {
            PortalError::Store(StoreError::new(fault_of(fault), cause))
        }
        Outcome::Missing {
            stream,
            expected,
            found,
        } => PortalError::Gap {
            stream,
            expected,
            found,
        },
        // Another version answers something else.
        Outcome::Events(_) | Outcome::Merged(_) => PortalError::NotLeading,
    }
}

async fn hear(desk: &Rc<Desk>, from: TabId, message: Message) {
    let leading = SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Leading;
    match message {
        Message::Do { number, work } if leading => {
            let outcome = work_for(desk, *work).await;
            let answer = Message::Done {
                to: from.0,
                number,
                outcome,
            };
            if let Err(error) = desk.tabs.say(&answer) {
                super::report_error(&error);
            }
        }
        Message::Done {
            to,
            number,
            outcome,
        } if to == desk.tabs.channel.tab().0 => {
            if let Some(sender) = desk.tabs.answers.borrow_mut().remove(&number) {
                // Whoever asked may have given up waiting.
                sender.send(outcome).ok();
            }
        }
        Message::Committed {
            stream,
            number,
            bytes,
        } if !leading => {
            let taken = match desk.portal.receive(stream, number, &bytes).await {
                // Something was missed: the journal has it.
                Err(PortalError::Gap { .. }) => desk.portal.catch_up().await,
                other => other,
            };
            if let Err(error) = taken {
                super::report_error(&error);
            }
        }
        Message::Leading if !leading => {
            // What was asked of the tab that led before will not be answered.
            desk.tabs.answers.borrow_mut().clear();
            catch_up(desk).await;
        }
        Message::Grown if !leading => {
            catch_up(desk).await;
            super::tell_streams();
        }
        Message::Do { .. }
        | Message::Done { .. }
        | Message::Committed { .. }
        | Message::Grown
        | Message::Leading => {}
    }
}

async fn catch_up(desk: &Desk) {
    if let Err(error) = desk.portal.catch_up().await {
        super::report_error(&error);
    }
}

async fn work_for(desk: &Rc<Desk>, work: Work) -> Outcome {
    let done = match work {
        Work::Command {
            command,
            operator,
            bulk,
        } => {
            let keep = if bulk { Keep::Bulk } else { Keep::Action };
            let done = desk
                .portal
                .execute(&command, &operator, clock::now_ms(), keep)
                .await;
            done.map(|done| {
                desk.tabs
                    .tell_commit(desk.portal.stream(), done.number, &done.bytes);
                super::upkeep::after_commit(&desk.portal);
                Outcome::Events(done.events)
            })
        }
        Work::TakeIn { parts, aside } => {
            let pace = ScreenPace::unseen();
            let merged = super::copies::take_in_here(desk, parts, aside, &pace).await;
            merged.map(Outcome::Merged)
        }
        Work::Settle => match desk.portal.settle().await {
            Ok(()) => super::upkeep::save_view_now(&desk.portal)
                .await
                .map(|()| Outcome::Events(Vec::new())),
            Err(error) => Err(error),
        },
    };
    match done {
        Ok(outcome) => outcome,
        Err(PortalError::Gap {
            stream,
            expected,
            found,
        }) => Outcome::Missing {
            stream,
            expected,
            found,
        },
        Err(PortalError::Refused(refusal)) => Outcome::Refused(refusal),
        Err(PortalError::Store(error)) => Outcome::Failed(fault_number(error.fault), error.cause),
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
