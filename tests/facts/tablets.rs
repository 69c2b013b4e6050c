//! Tablets: devices of one workspace that write real facts, exchange them, and fold what they hold.

use crate::support::{code, stream};
use depo::stream::History;
use depo::stream::chain::commit_hash;
use depo::stream::codec::{decode_commit, decode_meant, encode_commit};
use depo::stream::commands::{CommandMark, SessionId};
use depo::stream::commit::{Commit, Header, NameBytes, Recorded, Scope};
use depo::stream::extras::Extras;
use depo::stream::facts::{
    ClockCompared, ENCODING_FIRST, Founded, Genesis, HASH_SHA256, Kind, Reference, StreamFact, Why,
    WorkspaceName,
};
use depo::stream::history::{Added, At, Meta, Past};
use depo::stream::id::{CommitId, Hash, Opened, StreamId};
use depo::stream::knows::Knows;
use depo::stream::stamp::Stamp;
use depo::stream::wire::Names;
use depo::trade::Event;
use depo::trade::decide::{Context, Proposed};
use depo::trade::id::{FirstCode, OperatorId, WarehouseId};
use depo::trade::people::{OperatorAdded, OperatorField, PeopleFact, Role, RoleGranted};
use depo::trade::quantity::{Day, Instant};
use depo::trade::relations::{Headers, Held, Relations};
use depo::trade::state::entries::{Clash, Entry};
use depo::trade::state::promise::Freshness;
use depo::trade::state::{Newer, State, Told};
use depo::trade::stock::ledger::Ledger;
use std::collections::BTreeMap;

/// When the days of these tests begin, in milliseconds: 2026-01-01.
pub const DAY: i64 = 1_767_225_600_000;

/// The warehouse of these tests.
pub fn warehouse(text: &str) -> WarehouseId {
    WarehouseId {
        first: FirstCode::new(code(text)),
    }
}

/// A commit with its bytes and what is told of it.
#[derive(Clone)]
pub struct Written {
    bytes: Vec<u8>,
    /// The streams that its stream had mentioned with it.
    names: Names,
    meta: Meta,
    commit: Commit<Event>,
}

struct Shelf<'a>(&'a BTreeMap<CommitId, Written>);

/// What a tablet holds.
#[derive(Clone, Default)]
pub struct Commits(BTreeMap<CommitId, Written>);

impl Headers for Commits {
    fn header(&self, commit: CommitId) -> Option<&Header> {
        self.0.get(&commit).map(|written| &written.commit.header)
    }
}

impl Past for Shelf<'_> {
    fn commit(&self, at: CommitId) -> Option<(Hash, Stamp)> {
        self.0
            .get(&at)
            .map(|written| (written.meta.hash, written.meta.stamp))
    }
}

/// A tablet.
#[derive(Clone)]
pub struct Tablet {
    /// Its stream.
    pub own: StreamId,
    /// What its clock is ahead of the true time, in milliseconds.
    pub ahead_ms: i64,
    /// Who is signed in.
    pub operator: Option<OperatorId>,
    /// The state, folded fact by fact as they came.
    pub state: State,
    names: Names,
    number: u64,
    hash: Hash,
    held: Commits,
    /// The history of what it holds.
    pub history: History,
}

impl Tablet {
    fn blank(own: StreamId, workspace: Option<Hash>) -> Self {
        Tablet {
            own,
            ahead_ms: 0,
            operator: None,
            state: State::default(),
            names: Names::of(own),
            number: 0,
            hash: own.first_hash(),
            held: Commits::default(),
            history: History::new(workspace),
        }
    }

    /// The tablet that founds the workspace, and its owner.
    pub fn founder() -> Self {
        let mut tablet = Tablet::blank(stream(b'A'), None);
        let owner = OperatorId(Opened {
            commit: CommitId {
                stream: tablet.own,
                number: 1,
            },
            ordinal: 0,
        });
        tablet.operator = Some(owner);
        let founded = Founded {
            name: WorkspaceName::new("Nordlicht").expect("a name"),
            kind: Kind::Real,
        };
        let events = vec![
            opened(None, Why::New),
            Event::Streams(StreamFact::Founded(founded)),
            Event::People(PeopleFact::OperatorAdded(OperatorAdded {
                fields: vec![OperatorField::Code(code("OWNER"))],
                rows: Vec::new(),
            })),
            Event::People(PeopleFact::RoleGranted(RoleGranted {
                operator: owner,
                role: Role::Owner,
                restrictions: Vec::new(),
            })),
        ];
        tablet.write(0, None, events);
        tablet
    }

    /// Another tablet of the workspace, which has taken in what the founder's holds and works for the same owner.
    pub fn joining(letter: u8, founder: &Tablet) -> Self {
        let workspace = founder.history.workspace();
        let mut tablet = Tablet::blank(stream(letter), workspace);
        tablet.operator = founder.operator;
        tablet.take(founder);
        tablet.write(0, None, vec![opened(workspace, Why::Joined)]);
        tablet
    }

    /// Adds an operator with a role, and gives their name.
    #[track_caller]
    pub fn hire(&mut self, seconds: i64, name: &str, role: Role) -> OperatorId {
        let added = Event::People(PeopleFact::OperatorAdded(OperatorAdded {
            fields: vec![OperatorField::Code(code(name))],
            rows: Vec::new(),
        }));
        let operator = OperatorId(Opened {
            commit: CommitId {
                stream: self.own,
                number: self.number + 1,
            },
            ordinal: 0,
        });
        let granted = RoleGranted {
            operator,
            role,
            restrictions: Vec::new(),
        };
        self.write(
            seconds,
            None,
            vec![added, Event::People(PeopleFact::RoleGranted(granted))],
        );
        operator
    }

    /// Writes a commit at a true time, given in seconds of the test's day, and takes it in. Gives the place of its first
    /// fact.
    #[track_caller]
    pub fn write(
        &mut self,
        seconds: i64,
        warehouse: Option<&WarehouseId>,
        events: Vec<Event>,
    ) -> At {
        let now_ms = DAY + seconds * 1_000 + self.ahead_ms;
        let stamps = self.held.0.values().map(|written| written.meta.stamp);
        let stamp = stamps
            .max()
            .unwrap_or_default()
            .next(now_ms)
            .expect("time is left");
        let news = self.history.news(self.last());
        let (knows, mentions) = Knows::new(&self.names, news);
        let session: SessionId = std::array::from_fn(|i| self.own.bytes()[i]);
        let mut header = Header {
            mentions,
            stamp,
            operator: self.operator.map(|operator| operator.0),
            command: CommandMark {
                session: 0,
                declares: (self.number == 0).then_some(session),
                counter: None,
            },
            scope: warehouse.map_or(Scope::Workspace, |name| {
                Scope::Warehouse(NameBytes::of(name))
            }),
            knows,
            extras: Extras::none(),
        };
        header.set_wall_ms(now_ms);
        let commit = Commit {
            stream: self.own,
            number: self.number + 1,
            header,
            events: events.into_iter().map(Recorded::plain).collect(),
        };
        self.append(&commit)
    }

    /// Appends what a command decided.
    #[track_caller]
    pub fn append_all(&mut self, seconds: i64, commits: Vec<Proposed>) -> Vec<At> {
        let appended = commits.into_iter();
        appended
            .map(|commit| self.write(seconds, commit.warehouse.as_ref(), commit.events))
            .collect()
    }

    /// Appends a commit as it is, by its bytes.
    #[track_caller]
    pub fn append(&mut self, commit: &Commit<Event>) -> At {
        let mut before = self.names.clone();
        let bytes = encode_commit(commit, &mut self.names).expect("it has bytes");
        let read: Commit<Event> = decode_commit(commit.stream, commit.number, &bytes, &mut before)
            .expect("its bytes are read");
        assert_eq!(
            &read.events, &commit.events,
            "what is read is what was written"
        );
        let hash = commit_hash(&self.hash, &bytes).expect("they are runs");
        let meta = Meta::of(&read, hash, self.hash).expect("a wall reading");
        (self.number, self.hash) = (commit.number, hash);
        self.add(Written {
            bytes,
            names: before,
            meta,
            commit: read,
        });
        let last = self.last().expect("it was taken in");
        self.history
            .at(last, &self.held.0[&last].commit.header)
            .expect("it is held")
    }

    /// What the set of its commits says.
    pub fn relations(&self) -> Held<'_, Commits> {
        Held {
            history: &self.history,
            headers: &self.held,
        }
    }

    fn last(&self) -> Option<CommitId> {
        self.held
            .0
            .iter()
            .find(|(_, written)| written.meta.hash == self.hash)
            .map(|(id, _)| *id)
    }

    /// Takes in one commit, and what waited for it.
    fn add(&mut self, written: Written) {
        let added = self.history.add(written.meta.clone(), &Shelf(&self.held.0));
        let Added::Placed(placed) = added else {
            assert!(matches!(added, Added::Known(_)), "{added:?}");
            return;
        };
        let mut anew = !placed.changed.is_empty();
        if let Some(renamed) = placed.renamed {
            anew = true;
            for number in renamed.to.first..=renamed.to.last {
                let from = CommitId {
                    stream: renamed.from,
                    number,
                };
                let moved = self.held.0.remove(&from).expect("what is renamed is held");
                self.held.0.insert(
                    CommitId {
                        stream: renamed.to.stream,
                        number,
                    },
                    moved,
                );
            }
        }
        let id = placed.at.commit();
        self.held.0.insert(id, written);
        let (all, newer) = self.told();
        if anew {
            self.state = State::anew(&all, &newer, &self.relations());
        } else {
            let told: Vec<Told> = all
                .iter()
                .filter(|told| told.at.commit() == id)
                .cloned()
                .collect();
            for newer in newer.iter().filter(|newer| newer.at.commit() == id) {
                self.state.apply_newer(newer);
            }
            let relations = Held {
                history: &self.history,
                headers: &self.held,
            };
            self.state.apply(&told, || all.clone(), &relations);
        }
    }

    /// Every fact that it holds, with its place as the history says it now.
    pub fn told(&self) -> (Vec<Told>, Vec<Newer>) {
        let mut all = Vec::new();
        let mut newer = Vec::new();
        for (id, written) in &self.held.0 {
            let mut at = self
                .history
                .at(*id, &written.commit.header)
                .expect("it is held");
            let meaning = |reference| self.history.meant(*id, reference).unwrap_or(reference);
            at.operator = at.operator.map(|operator| Opened {
                commit: meaning(operator.commit),
                ..operator
            });
            let mut events = written.commit.events.clone();
            if self.history.has_forked() {
                events = decode_meant(&written.bytes, &written.names, &meaning)
                    .expect("it was read once");
            }
            let mut opened_before = 0;
            for (index, recorded) in (0..).zip(events) {
                let at = at.with_index(index);
                match recorded {
                    Recorded::Known { fact, .. } => {
                        let opens = fact.opens();
                        all.push(Told {
                            at,
                            opened_before,
                            event: fact,
                        });
                        opened_before += u32::from(opens);
                    }
                    Recorded::Newer { touches, .. } => {
                        opened_before += u32::from(touches.opens);
                        newer.push(Newer {
                            at,
                            warehouse: match &written.commit.header.scope {
                                Scope::Workspace => None,
                                Scope::Warehouse(name) => Some(name.clone()),
                            },
                            touches,
                        });
                    }
                    Recorded::Withheld(_) => {}
                }
            }
        }
        (all, newer)
    }

    /// Takes in all that another tablet holds.
    pub fn take(&mut self, other: &Tablet) {
        let mut missing: Vec<Written> = Vec::new();
        let held: Vec<Hash> = self
            .held
            .0
            .values()
            .map(|written| written.meta.hash)
            .collect();
        for written in other.held.0.values() {
            if !held.contains(&written.meta.hash) {
                missing.push(written.clone());
            }
        }
        // A commit comes after the one before it.
        missing.sort_by_key(|written| written.meta.number);
        for written in missing {
            self.add(written);
        }
    }

    /// Compares clocks: notes what its clock is ahead.
    #[track_caller]
    pub fn compare_clock(&mut self, seconds: i64) {
        let compared = ClockCompared {
            difference_ms: self.ahead_ms,
            with: Reference::Store,
        };
        self.write(
            seconds,
            None,
            vec![Event::Streams(StreamFact::ClockCompared(compared))],
        );
    }

    /// What deciding knows at a true time.
    pub fn context(&self, seconds: i64) -> Context {
        let now_ms = DAY + seconds * 1_000 + self.ahead_ms;
        let stamps = self.held.0.values().map(|written| written.meta.stamp);
        Context {
            now: Instant { ms: now_ms },
            today: Day {
                days: now_ms / 86_400_000,
            },
            operator: self.operator,
            stream: self.own,
            next_commit: self.number + 1,
            stamp: stamps
                .max()
                .unwrap_or_default()
                .next(now_ms)
                .expect("time is left"),
        }
    }

    /// The document that the fact with this place opened, as the first of its commit.
    pub fn opened_by(&self, at: &At) -> Opened {
        Opened {
            commit: at.commit(),
            ordinal: 0,
        }
    }

    /// The entries of the inbox.
    pub fn entries(&self) -> Vec<Entry> {
        let forks: Vec<_> = self
            .history
            .forks()
            .into_iter()
            .map(|fork| (fork.after, fork.branches))
            .collect();
        self.state.entries(&forks, None, &self.relations())
    }

    /// The commit of a fact.
    pub fn commit(&self, at: &At) -> Commit<Event> {
        self.held.0[&at.commit()].commit.clone()
    }

    /// What clashed.
    pub fn clashes(&self) -> Vec<Clash> {
        self.entries()
            .into_iter()
            .map(|entry| entry.clash)
            .collect()
    }

    /// Asserts that folding step by step gave what folding anew gives.
    #[track_caller]
    pub fn is_proved(&self) {
        let (all, newer) = self.told();
        let anew = State::anew(&all, &newer, &self.relations());
        self.says_the_same(&anew);
        self.promises_add_up();
        crate::open_work::is_told(self);
    }

    /// Asserts that what is read of one key is what walking over all accounts and lines says of it.
    #[track_caller]
    fn promises_add_up(&self) {
        let (fresh, relations) = (Freshness::default(), self.relations());
        let awaiting = self.state.awaiting();
        for (key, promise) in self.state.promises(&fresh, &relations) {
            let mut sellable = 0;
            self.state
                .sellable_of(&key, &fresh, &relations, |_, units| sellable += units);
            assert_eq!(sellable, promise.sellable, "{key:?}");
            let rests = awaiting.of_keys.get(&key).copied().unwrap_or(0);
            assert_eq!(
                self.state.allocated_of(&key) - rests,
                promise.allocated,
                "{key:?}"
            );
        }
    }

    /// Asserts that a state says what this tablet's says. What a ledger keeps beside its accounts, to extend them without
    /// their history, depends on the way that facts came and says nothing: it is not compared.
    #[track_caller]
    pub fn says_the_same(&self, other: &State) {
        let (ledger, ours) = apart(&self.state);
        let (other_ledger, theirs) = apart(other);
        let ours = ours.lines().zip(theirs.lines());
        for (ours, theirs) in ours {
            assert_eq!(ours, theirs, "another state");
        }
        let keys: Vec<_> = ledger.keys().collect();
        assert_eq!(keys, other_ledger.keys().collect::<Vec<_>>());
        for key in keys {
            assert_eq!(ledger.account(&key), other_ledger.account(&key), "{key:?}");
        }
        let relations = self.relations();
        assert_eq!(ledger.entries(&relations), other_ledger.entries(&relations));
    }

    /// How many bytes the commit of a fact has.
    pub fn bytes_of(&self, at: &At) -> usize {
        self.held.0[&at.commit()].bytes.len()
    }

    /// Goes on in a new stream.
    #[track_caller]
    pub fn begin_anew(&mut self, letter: u8, seconds: i64) {
        let why = Why::ClonedFrom {
            stream: self.own,
            number: self.number,
        };
        self.own = stream(letter);
        self.names = Names::of(self.own);
        self.number = 0;
        self.hash = self.own.first_hash();
        let workspace = self.history.workspace();
        self.write(seconds, None, vec![opened(workspace, why)]);
    }
}

/// The ledger of a state, and everything else as text.
fn apart(state: &State) -> (Ledger, String) {
    let mut state = state.clone();
    let ledger = std::mem::take(&mut state.ledger);
    (ledger, format!("{state:#?}"))
}

/// Exchanges all that two tablets hold.
pub fn exchange(one: &mut Tablet, two: &mut Tablet) {
    one.take(two);
    two.take(one);
}

fn opened(workspace: Option<Hash>, why: Why) -> Event {
    Event::Streams(StreamFact::Opened(Genesis {
        workspace,
        public_key: None,
        why,
        hash: HASH_SHA256,
        encoding: ENCODING_FIRST,
    }))
}

/// Relations as a fact that is about to be written knows them: it knows everything that is held.
pub struct Newest<'a, R>(pub &'a R, pub At);

impl<R: Relations> Relations for Newest<'_, R> {
    fn knew(&self, by: &At, what: &At) -> bool {
        *by == self.1 || self.0.knew(by, what)
    }

    fn same_chain(&self, a: &At, b: &At) -> bool {
        self.0.same_chain(a, b)
    }

    fn wall_ms(&self, at: &At) -> Option<i64> {
        self.0.wall_ms(at)
    }

    fn commit(&self, by: &At, named: CommitId) -> Option<At> {
        self.0.commit(by, named)
    }

    fn knew_all(&self, by: &At) -> bool {
        *by == self.1 || self.0.knew_all(by)
    }

    fn grew_from(&self, branch: StreamId, stream: StreamId) -> bool {
        self.0.grew_from(branch, stream)
    }
}
