//! One device: a store, a saved view, and tabs of which one leads. Whatever is told of a command is held against the
//! store, and what was told to be in must be there for ever.

use crate::chance::Chance;
use crate::work;
use depo::site::{Asked, Done, Founding, Incoming, Site, SiteError, Workspace};
use depo::storage::memory::{MemoryStore, Trouble};
use depo::storage::{Fault, Table};
use depo::stream::commands::{Answer, Sent};
use depo::stream::facts::{Kind, WorkspaceName};
use depo::stream::id::{CommitId, StreamId};
use depo::trade::decide::Command;
use depo::trade::id::OperatorId;
use depo::trade::people::OperatorField;
use futures_executor::block_on;
use std::collections::BTreeMap;

/// 2026-01-01.
const BEGIN_MS: i64 = 1_767_225_600_000;
const DAY_MS: i64 = 86_400_000;
/// Past the year 2200: no clock says so.
const NEVER_MS: i64 = 7_400_000_000_000;
const TABS_MAX: usize = 4;
/// How often a tab sends a command before it says that it does not know.
const TRIES: usize = 3;

/// What a person is told of a command.
#[derive(Debug)]
enum Word {
    In(Vec<CommitId>),
    NotIn,
    Unknown,
}

struct Tab {
    session: [u8; 8],
    work: Workspace<MemoryStore>,
    /// A command of which it is not known whether it is in: nothing else is asked for meanwhile.
    pending: Option<Asked>,
    /// The counter of the last command that is settled: the next one has another, whatever this tab has heard.
    settled: u64,
    /// What the leader said and this tab has not heard yet.
    heard: Vec<Vec<Incoming>>,
}

/// What was sent to a leader that does not answer now.
enum Queued {
    Do(Asked, Box<Command>),
    GiveUp(Asked),
}

/// How often what happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub taken: usize,
    pub refused: usize,
    pub unknown: usize,
    pub settled_in: usize,
    pub settled_out: usize,
    pub power_cuts: usize,
    pub leaders_lost: usize,
    pub views: usize,
    pub by_view: usize,
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.taken += other.taken;
        self.refused += other.refused;
        self.unknown += other.unknown;
        self.settled_in += other.settled_in;
        self.settled_out += other.settled_out;
        self.power_cuts += other.power_cuts;
        self.leaders_lost += other.leaders_lost;
        self.views += other.views;
        self.by_view += other.by_view;
    }
}

pub struct Device {
    store: MemoryStore,
    view: MemoryStore,
    /// The first leads.
    tabs: Vec<Tab>,
    is_frozen: bool,
    queue: Vec<Queued>,
    operator: OperatorId,
    now_ms: i64,
    sessions: u64,
    number: usize,
    chance: Chance,
    /// What was told to be in, or was found to be, with its bytes.
    known: BTreeMap<CommitId, Vec<u8>>,
    pub tally: Tally,
}

impl Device {
    pub fn new(seed: u64) -> Device {
        let store = MemoryStore::new();
        let founding = Founding {
            name: WorkspaceName::new("One device").expect("a name"),
            kind: Kind::Real,
            owner: vec![OperatorField::Code(work::code("ana"))],
        };
        let stream = StreamId::new([7; 16]);
        let found = Site::found(store.clone(), stream, founding, *b"founding", BEGIN_MS);
        let (_, operator) = block_on(found).expect("it is founded");
        let mut device = Device {
            store,
            view: MemoryStore::new(),
            tabs: Vec::new(),
            is_frozen: false,
            queue: Vec::new(),
            operator,
            now_ms: BEGIN_MS,
            sessions: 0,
            number: 0,
            chance: Chance::new(seed),
            known: BTreeMap::new(),
            tally: Tally::default(),
        };
        device.known = device.stored();
        device.open_tab();
        for command in work::set_up() {
            device.run(0, command);
        }
        assert_eq!(device.tally.refused, 0, "the warehouse is set up");
        device
    }

    /// The commits that the store holds, whatever its connection says.
    fn stored(&self) -> BTreeMap<CommitId, Vec<u8>> {
        let keys = self.store.keys(Table::Tail).into_iter();
        let rows = keys.filter_map(|key| {
            let row = self.store.row(Table::Tail, &key)?;
            Some((CommitId::from_key(&key)?, row))
        });
        rows.collect()
    }

    fn open_tab(&mut self) {
        self.sessions += 1;
        let opened = block_on(Site::open_with(self.store.clone(), &self.view));
        let Ok((site, is_by_view)) = opened else {
            assert!(self.store.is_dead(), "it opens where the store answers");
            return;
        };
        self.tally.by_view += usize::from(is_by_view);
        let work = Workspace::new(site).with_view(self.view.clone(), is_by_view);
        self.tabs.push(Tab {
            session: (1_000 + self.sessions).to_be_bytes(),
            work,
            pending: None,
            settled: 0,
            heard: Vec::new(),
        });
    }

    /// One thing that happens.
    pub fn step(&mut self) {
        self.number += 1;
        self.now_ms += 1 + self.chance.roll(60_000) as i64;
        if self.tabs.is_empty() {
            // Nothing could be opened: the store comes back.
            self.calm();
            self.open_tab();
            self.look();
        }
        let tab = self.chance.roll(self.tabs.len());
        match self.chance.roll(100) {
            0..=69 => self.ask(tab),
            70..=73 => self.hear(tab),
            74 => self.freeze_or_thaw(),
            75 | 76 => self.lose_leader(),
            77 | 78 if self.tabs.len() < TABS_MAX => self.open_tab(),
            79 if tab > 0 => drop(self.tabs.remove(tab)),
            80..=83 => self.trouble(),
            84..=86 => self.calm(),
            87 => self.jump(),
            88 | 89 => self.power_cut(),
            90..=93 => self.save_view(),
            94 => self.damage_view(),
            95..=97 => self.tabs[tab].work.cool(),
            _ => self.settle_all(),
        }
    }

    fn asked(&self, tab: usize) -> Asked {
        let tab = &self.tabs[tab];
        let (stream, counter) = tab.work.next(&tab.session);
        let counter = counter.max(tab.settled + 1);
        Asked {
            sent: Sent {
                stream,
                session: tab.session,
                counter,
                content: (self.number as u64).to_be_bytes(),
            },
            operator: Some(self.operator),
            now_ms: self.now_ms,
            today: self.now_ms.div_euclid(DAY_MS),
        }
    }

    /// A person asks for something in a tab.
    fn ask(&mut self, tab: usize) {
        if self.tabs[tab].pending.is_some() {
            self.settle(tab);
            return;
        }
        let (now_ms, number) = (self.now_ms, self.number);
        let chance = &mut self.chance;
        let work = &self.tabs[tab].work;
        let command = work.read(|at| work::command(at.state, now_ms, number, chance));
        if let Some(command) = command {
            self.run(tab, command);
        }
    }

    fn run(&mut self, tab: usize, command: Command) {
        let before = self.stored().len();
        let asked = self.asked(tab);
        let session = asked.sent.session;
        match self.word_of(tab, asked, &command) {
            Word::In(commits) => {
                assert!(!commits.is_empty(), "{command:?}");
                self.is_in(&commits, &asked, &command);
                self.note_settled(&asked);
                self.tally.taken += 1;
            }
            Word::NotIn => {
                let stored = self.stored().len();
                assert_eq!(stored, before, "told not to be in: {command:?}");
                self.tally.refused += 1;
            }
            Word::Unknown => {
                self.tally.unknown += 1;
                let mut tabs = self.tabs.iter_mut();
                if let Some(tab) = tabs.find(|tab| tab.session == session) {
                    tab.pending = Some(asked);
                }
            }
        }
    }

    fn note_settled(&mut self, asked: &Asked) {
        let session = asked.sent.session;
        for tab in self.tabs.iter_mut().filter(|tab| tab.session == session) {
            tab.settled = tab.settled.max(asked.sent.counter);
        }
    }

    /// Notes that a command was told to be in by these commits.
    fn is_in(&mut self, commits: &[CommitId], asked: &Asked, command: &Command) {
        for commit in commits {
            let row = self.store.row(Table::Tail, &commit.key());
            let row = row.unwrap_or_else(|| panic_with(asked, command));
            let before = self.known.insert(*commit, row);
            assert!(before.is_none(), "{commit:?} is two commands': {command:?}");
        }
    }

    /// Runs a command as a tab does: itself where it leads, else through the tab that leads.
    fn word_of(&mut self, tab: usize, asked: Asked, command: &Command) -> Word {
        if tab == 0 {
            return match self.is_frozen {
                // Nobody presses anything in a page that is frozen.
                true => Word::NotIn,
                false => self.lead(asked, command),
            };
        }
        let session = self.tabs[tab].session;
        if self.tabs[tab].work.rehearse(asked, command).is_err() {
            return Word::NotIn;
        }
        for _ in 0..TRIES {
            // Whoever leads may be another by now: this very tab.
            let place = self.tabs.iter().position(|tab| tab.session == session);
            let Some(tab) = place else {
                return Word::Unknown;
            };
            if tab == 0 {
                return self.lead(asked, command);
            }
            if self.is_frozen {
                self.queue
                    .push(Queued::Do(asked, Box::new(command.clone())));
                continue;
            }
            if self.chance.once_in(20) {
                self.lose_leader();
                continue;
            }
            let outcome = self.lead(asked, command);
            if self.chance.once_in(20) {
                // It was done, or not, and nobody says so.
                if self.chance.once_in(2) {
                    self.lose_leader();
                }
                continue;
            }
            match outcome {
                Word::In(commits) => return Word::In(commits),
                Word::Unknown => return Word::Unknown,
                Word::NotIn => {
                    // What this tab knew the leader did not know, or the other way round.
                    let here = self.tabs.iter().position(|tab| tab.session == session);
                    let reopened = here.map(|tab| block_on(self.tabs[tab].work.reopen()));
                    if matches!(reopened, Some(Err(_)) | None) {
                        return Word::Unknown;
                    }
                    return self.answered(&session, &asked).unwrap_or(Word::NotIn);
                }
            }
        }
        self.answered(&session, &asked).unwrap_or(Word::Unknown)
    }

    /// What a tab knows by itself of a command that it has sent.
    fn answered(&self, session: &[u8; 8], asked: &Asked) -> Option<Word> {
        let tab = self.tabs.iter().find(|tab| tab.session == *session)?;
        match tab.work.ask(&asked.sent) {
            Answer::Taken(_) => Some(Word::In(tab.work.commits_of(&asked.sent))),
            _ => None,
        }
    }

    /// The tab that leads decides a command and keeps it.
    fn lead(&mut self, asked: Asked, command: &Command) -> Word {
        let work = &self.tabs[0].work;
        match block_on(work.run(|_| asked, command, &[])) {
            Ok(done) => {
                let commits = done.commits.clone();
                self.tell(done);
                Word::In(commits)
            }
            Err(SiteError::Number(Answer::Taken(_))) => Word::In(work.commits_of(&asked.sent)),
            Err(SiteError::Store(error)) if error.fault == Fault::Moved => {
                let reopened = block_on(work.reopen());
                match work.ask(&asked.sent) {
                    Answer::Taken(_) => Word::In(work.commits_of(&asked.sent)),
                    _ if reopened.is_err() => Word::Unknown,
                    _ => Word::NotIn,
                }
            }
            Err(SiteError::Unsure(_)) => Word::Unknown,
            Err(_) => Word::NotIn,
        }
    }

    fn tell(&mut self, done: Done) {
        for tab in self.tabs.iter_mut().skip(1) {
            if !self.chance.once_in(12) {
                tab.heard.push(done.told.clone());
            }
        }
    }

    /// A tab that follows takes in what it was told. Where it missed something it reads the store.
    fn hear(&mut self, tab: usize) {
        let tab = &mut self.tabs[tab];
        for told in std::mem::take(&mut tab.heard) {
            let followed = block_on(tab.work.follow(told, &[]));
            if !matches!(followed, Ok(true)) && block_on(tab.work.reopen()).is_err() {
                return;
            }
        }
    }

    /// Finds out what became of the command of which a tab does not know.
    fn settle(&mut self, tab: usize) {
        let Some(asked) = self.tabs[tab].pending else {
            return;
        };
        if self.is_frozen {
            if tab > 0 {
                self.queue.push(Queued::GiveUp(asked));
            }
            return;
        }
        match self.give_up(&asked) {
            Word::In(commits) => {
                for commit in commits {
                    let row = self.store.row(Table::Tail, &commit.key());
                    self.known
                        .insert(commit, row.expect("what is told to be in is there"));
                }
                self.tally.settled_in += 1;
                self.tabs[tab].pending = None;
                self.note_settled(&asked);
            }
            Word::NotIn => {
                self.tally.settled_out += 1;
                self.tabs[tab].pending = None;
                self.note_settled(&asked);
            }
            Word::Unknown => {}
        }
    }

    /// The tab that leads gives a command up, unless it is in.
    fn give_up(&mut self, asked: &Asked) -> Word {
        let work = &self.tabs[0].work;
        if block_on(work.reopen()).is_err() {
            return Word::Unknown;
        }
        match block_on(work.give_up(&asked.sent, asked.operator, self.now_ms)) {
            Ok(done) => {
                for one in &done.told {
                    let row = self.store.row(Table::Tail, &one.commit.key());
                    self.known
                        .insert(one.commit, row.expect("it is given up in the store"));
                }
                self.tell(done);
                Word::NotIn
            }
            Err(SiteError::Number(Answer::Taken(_))) => Word::In(work.commits_of(&asked.sent)),
            Err(SiteError::Number(Answer::GivenUp)) => Word::NotIn,
            Err(SiteError::Number(other)) => {
                assert!(matches!(other, Answer::InFlight), "{other:?} of {asked:?}");
                Word::Unknown
            }
            Err(_) => Word::Unknown,
        }
    }

    fn freeze_or_thaw(&mut self) {
        self.is_frozen = !self.is_frozen;
        if self.is_frozen {
            return;
        }
        // It does what it was sent meanwhile, in order, and nobody listens any more.
        for queued in std::mem::take(&mut self.queue) {
            match queued {
                Queued::Do(asked, command) => drop(self.lead(asked, &command)),
                Queued::GiveUp(asked) => drop(self.give_up(&asked)),
            }
        }
    }

    /// The tab that leads is gone, with what it was doing; the next one leads.
    fn lose_leader(&mut self) {
        self.tally.leaders_lost += 1;
        self.is_frozen = false;
        self.queue.clear();
        self.tabs.remove(0);
        if self.tabs.is_empty() {
            self.calm();
            self.open_tab();
        }
        // What it has not heard is in the store.
        while let Some(tab) = self.tabs.first_mut() {
            tab.heard.clear();
            if block_on(tab.work.reopen()).is_ok() {
                break;
            }
            if self.store.is_dead() {
                self.store.set_dead(false);
            }
        }
    }

    fn trouble(&mut self) {
        let faults = [Fault::Other, Fault::Closed, Fault::Full];
        let after = self.chance.roll(3) as u64;
        match self.chance.roll(6) {
            0 | 1 => {
                let fault = faults[self.chance.roll(faults.len())];
                self.store.trouble_write(after, Trouble::Refuse(fault));
            }
            2 | 3 => self.store.trouble_write(after, Trouble::LoseAnswer),
            4 => self.store.set_full(true),
            _ => self
                .store
                .die_after(self.chance.roll(3) as u64, self.chance.once_in(2)),
        }
        if self.chance.once_in(3) {
            self.view.trouble_write(after, Trouble::Refuse(Fault::Full));
        }
    }

    fn calm(&mut self) {
        for store in [&self.store, &self.view] {
            store.calm();
            store.set_full(false);
            store.set_dead(false);
        }
    }

    fn jump(&mut self) {
        let by = (1 + self.chance.roll(400)) as i64 * DAY_MS / 24;
        self.now_ms = match self.chance.roll(5) {
            0 | 1 => self.now_ms + by,
            2 | 3 => self.now_ms - by,
            _ => {
                // A clock that reads a year that is not; the next one is right again.
                let right = std::mem::replace(&mut self.now_ms, NEVER_MS);
                self.ask(0);
                right
            }
        };
    }

    /// The power fails: every tab is gone, and of the saved view there is what some moment of its writing left.
    fn power_cut(&mut self) {
        self.tally.power_cuts += 1;
        let pending = self.tabs.iter().filter(|tab| tab.pending.is_some()).count();
        self.is_frozen = false;
        self.queue.clear();
        self.tabs.clear();
        self.calm();
        self.view = self.chance.one_of(self.view.images()).unwrap_or_default();
        self.view.remember_images();
        self.open_tab();
        let found = self.stored();
        // Of what nobody was told there may be what tabs were waiting for, and what was asked of a tab that is gone.
        let extra = found
            .keys()
            .filter(|id| !self.known.contains_key(id))
            .count();
        assert!(
            extra <= 3 * (pending + self.tally.leaders_lost + 1),
            "{extra} of {pending}"
        );
        for (id, row) in &self.known {
            assert_eq!(found.get(id), Some(row), "{id:?} was told to be in");
        }
        self.known = found;
        self.look();
    }

    fn save_view(&mut self) {
        self.view.remember_images();
        let saved = block_on(
            self.tabs[0]
                .work
                .save_view(|_| b"beside".to_vec(), async || ()),
        );
        self.tally.views += usize::from(matches!(saved, Ok(true)));
    }

    fn damage_view(&mut self) {
        let keys = self.view.keys(Table::View);
        let Some(key) = self.chance.one_of(keys) else {
            return;
        };
        let at = self.chance.roll(4_096);
        self.view.damage(Table::View, &key, |row| {
            if let Some(byte) = row.get_mut(at) {
                *byte ^= 1;
            }
        });
    }

    /// The store answers again, and every command that is not known is asked after.
    fn settle_all(&mut self) {
        self.calm();
        if self.is_frozen {
            self.freeze_or_thaw();
        }
        for tab in 0..self.tabs.len() {
            self.settle(tab);
        }
        let all_known = self.tabs.iter().all(|tab| tab.pending.is_none());
        assert!(
            all_known,
            "where the store answers every command can be settled"
        );
    }

    /// Holds what is held against what was told, and folding step by step against folding anew.
    pub fn look(&mut self) {
        self.settle_all();
        let stored = self.stored();
        for (id, row) in &self.known {
            assert_eq!(stored.get(id), Some(row), "{id:?} was told to be in");
        }
        for tab in &mut self.tabs {
            tab.heard.clear();
            block_on(tab.work.reopen()).expect("the store answers");
            let held = tab.work.read(|at| at.held.outgoing().count());
            assert_eq!(held, stored.len());
        }
        self.known = stored;
        assert!(
            self.tabs[0].work.is_proved(),
            "step by step gives what anew gives"
        );
        let shown = |tab: &Tab| tab.work.read(|at| format!("{:?}", at.state));
        let first = shown(&self.tabs[0]);
        assert!(
            self.tabs.iter().all(|tab| shown(tab) == first),
            "all tabs show one thing"
        );
    }

    pub fn commits(&self) -> usize {
        self.known.len()
    }
}

#[track_caller]
fn panic_with(asked: &Asked, command: &Command) -> Vec<u8> {
    assert!(
        asked.sent.counter == 0,
        "told to be in and is not: {command:?}"
    );
    Vec::new()
}
