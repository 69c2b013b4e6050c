//! Commits one by one, with what each knew and what its clock read; and what a set of them says about two facts.

use crate::support;
use depo::stream::id::{CommitId, Opened};
use depo::stream::stamp::Stamp;
use depo::trade::counting::{Covers, Observation, ObservationKind, Seen, SeenWhat};
use depo::trade::goods::Goods;
use depo::trade::id::{ContainerId, FirstCode, ItemId, LocationId, Name, PartyId, WarehouseId};
use depo::trade::locations::LocationFact;
use depo::trade::place::{Movement, Place};
use depo::trade::quantity::SeenUnits;
use depo::trade::relations::{At, Relations};
use depo::trade::stock::ledger::Ledger;
use depo::trade::stock::posting::{AccountKey, Posting};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub const S: i64 = 1_000;
/// When the world begins, so that clocks can be wrong backwards.
const ZERO_MS: i64 = 1_700_000_000_000;

/// A fact of the test: what it says, owned.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    Moved {
        goods: Goods,
        becomes: Option<Goods>,
        from: Place,
        to: Place,
        units: u64,
    },
    Observed(Observation),
    Short(Place, Goods),
    ShortUndone {
        short: usize,
        place: Place,
        goods: Goods,
    },
    Judged {
        count: usize,
        place: Place,
        approved: bool,
    },
    Placed {
        count: usize,
        place: Place,
        movement: usize,
        before: bool,
    },
    Container(LocationFact),
}

#[derive(Clone, Debug)]
pub struct Commit {
    pub stream: u8,
    pub number: u64,
    pub stamp: i64,
    pub effective: i64,
    pub wall: i64,
    /// All that it knew, itself and its chain left out.
    pub knows: BTreeSet<usize>,
    /// Its chain, itself included.
    pub chain: BTreeSet<usize>,
    /// The difference that was found in a comparison of clocks.
    pub clock: Option<i64>,
    pub marked: bool,
    pub operator: Option<Opened>,
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug, Default)]
pub struct World {
    pub commits: Vec<Commit>,
    heads: BTreeMap<u8, usize>,
}

impl World {
    /// A commit of a stream at a reading of its clock in seconds, that knew others beside its chain.
    pub fn commit(&mut self, stream: u8, wall_s: i64, knew: &[usize], facts: &[Fact]) -> usize {
        self.write(stream, wall_s * S, knew, facts, None, None)
    }

    /// Each stream compares its clock and finds no difference.
    pub fn compare(&mut self, wall_s: i64, streams: &[u8]) -> Vec<usize> {
        let each = streams.iter();
        each.map(|stream| self.write(*stream, wall_s * S, &[], &[], Some(0), None))
            .collect()
    }

    pub fn write(
        &mut self,
        stream: u8,
        wall_ms: i64,
        knew: &[usize],
        facts: &[Fact],
        clock: Option<i64>,
        stamp: Option<i64>,
    ) -> usize {
        let prev = self.heads.get(&stream).copied();
        let index = self.commits.len();
        let mut chain = prev.map_or_else(BTreeSet::new, |prev| self.commits[prev].chain.clone());
        let mut knows = prev.map_or_else(BTreeSet::new, |prev| self.commits[prev].knows.clone());
        knows.extend(chain.iter().copied());
        for other in knew {
            knows.extend(self.commits[*other].knows.iter().copied());
            knows.extend(self.commits[*other].chain.iter().copied());
        }
        chain.insert(index);
        let top = knows.iter().map(|i| self.commits[*i].stamp).max();
        let wall = ZERO_MS + wall_ms;
        let stamp = stamp
            .map(|stamp| ZERO_MS + stamp)
            .unwrap_or_else(|| wall.max(top.map_or(0, |top| top + 1)));
        let before = prev.map(|prev| &self.commits[prev]);
        let commit = Commit {
            stream,
            number: before.map_or(1, |prev| prev.number + 1),
            stamp,
            effective: before.map_or(stamp, |prev| prev.effective.max(stamp)),
            wall,
            marked: top.is_some_and(|top| top >= stamp),
            knows,
            chain,
            clock,
            operator: None,
            facts: facts.to_vec(),
        };
        self.commits.push(commit);
        self.heads.insert(stream, index);
        index
    }

    pub fn head(&self, stream: u8) -> Option<usize> {
        self.heads.get(&stream).copied()
    }

    pub fn at(&self, commit: usize, index: u32) -> At {
        let it = &self.commits[commit];
        At {
            branch: support::stream(it.stream),
            number: it.number,
            index,
            stamp: Stamp::at_ms(it.effective).expect("a stamp in range"),
            wall_ms: it.wall,
            marked: it.marked,
            operator: it.operator,
        }
    }

    pub fn id(&self, commit: usize) -> CommitId {
        self.at(commit, 0).commit()
    }

    /// The set of all commits.
    pub fn all(&self) -> Set<'_> {
        Set::of(self, (0..self.commits.len()).collect())
    }

    /// What a commit says to the ledger.
    pub fn postings(&self, commit: usize) -> Vec<(At, Posting<'_>)> {
        let facts = self.commits[commit].facts.iter().enumerate();
        facts
            .filter_map(|(i, fact)| Some((self.at(commit, i as u32), self.posting(fact)?)))
            .collect()
    }

    fn posting<'a>(&'a self, fact: &'a Fact) -> Option<Posting<'a>> {
        Some(match fact {
            Fact::Moved {
                goods,
                becomes,
                from,
                to,
                units,
            } => Posting::Moved(Movement {
                goods,
                becomes: becomes.as_ref(),
                from: from.clone(),
                to: to.clone(),
                units: support::units(*units),
            }),
            Fact::Observed(observation) => Posting::Observed(observation),
            Fact::Short(place, goods) => Posting::Short {
                place,
                goods,
                undoes: None,
            },
            Fact::ShortUndone {
                short,
                place,
                goods,
            } => Posting::Short {
                place,
                goods,
                undoes: Some(self.at(*short, 0).fact()),
            },
            Fact::Judged {
                count,
                place,
                approved,
            } => Posting::Judged {
                count: self.at(*count, 0).fact(),
                place,
                approved: *approved,
            },
            Fact::Placed {
                count,
                place,
                movement,
                before,
            } => Posting::Placed {
                count: self.at(*count, 0).fact(),
                place,
                movement: self.id(*movement),
                before: *before,
            },
            Fact::Container(_) => return None,
        })
    }

    pub fn container_facts(&self) -> Vec<(At, &LocationFact)> {
        let mut found = Vec::new();
        for (i, commit) in self.commits.iter().enumerate() {
            for (index, fact) in commit.facts.iter().enumerate() {
                if let Fact::Container(fact) = fact {
                    found.push((self.at(i, index as u32), fact));
                }
            }
        }
        found
    }
}

/// A set of commits that is held.
#[derive(Debug)]
pub struct Set<'a> {
    world: &'a World,
    held: BTreeSet<usize>,
    /// By commit, once asked.
    walls: RefCell<BTreeMap<usize, Option<i64>>>,
    by_id: BTreeMap<CommitId, usize>,
}

impl<'a> Set<'a> {
    pub fn of(world: &'a World, held: BTreeSet<usize>) -> Self {
        let by_id = held.iter().map(|i| (world.id(*i), *i)).collect();
        Set {
            world,
            held,
            walls: RefCell::default(),
            by_id,
        }
    }

    pub fn index(&self, at: &At) -> usize {
        self.by_id[&at.commit()]
    }

    fn wall(&self, commit: usize) -> Option<i64> {
        if let Some(wall) = self.walls.borrow().get(&commit) {
            return *wall;
        }
        let chain_before = self.world.commits[commit].chain.iter().rev();
        let before = chain_before
            .filter(|i| self.held.contains(i))
            .find_map(|i| self.world.commits[*i].clock);
        let after = self
            .held
            .iter()
            .filter(|i| self.world.commits[**i].chain.contains(&commit))
            .find_map(|i| self.world.commits[*i].clock);
        let agree = before
            .zip(after)
            .filter(|(before, after)| (before - after).abs() <= 30 * S);
        let wall = agree.map(|(before, _)| self.world.commits[commit].wall - before);
        self.walls.borrow_mut().insert(commit, wall);
        wall
    }

    /// What a set with more commits says otherwise about the clocks of those that were here.
    fn reached_by(&self, after: &Set<'_>) -> BTreeSet<usize> {
        let held = self.held.iter().copied();
        held.filter(|i| self.wall(*i) != after.wall(*i)).collect()
    }
}

impl Relations for Set<'_> {
    fn knew(&self, by: &At, what: &At) -> bool {
        let (by_commit, what_commit) = (self.index(by), self.index(what));
        if by_commit == what_commit {
            return by.index > what.index;
        }
        self.world.commits[by_commit].knows.contains(&what_commit)
    }

    fn same_chain(&self, a: &At, b: &At) -> bool {
        let (a, b) = (self.index(a), self.index(b));
        self.world.commits[a].chain.contains(&b) || self.world.commits[b].chain.contains(&a)
    }

    fn wall_ms(&self, at: &At) -> Option<i64> {
        self.wall(self.index(at))
    }

    fn commit(&self, _: &At, named: CommitId) -> Option<At> {
        self.by_id.get(&named).map(|i| self.world.at(*i, 0))
    }

    fn knew_all(&self, by: &At) -> bool {
        let own = self.index(by);
        let knows = &self.world.commits[own].knows;
        self.held.iter().all(|i| *i == own || knows.contains(i))
    }

    fn grew_from(
        &self,
        branch: depo::stream::id::StreamId,
        stream: depo::stream::id::StreamId,
    ) -> bool {
        branch == stream
    }
}

/// A ledger that takes commits in one by one, and folds anew what it must.
pub struct Taken<'a> {
    world: &'a World,
    held: BTreeSet<usize>,
    pub ledger: Ledger,
    /// How often an account was folded anew.
    pub refolds: usize,
}

impl<'a> Taken<'a> {
    pub fn new(world: &'a World) -> Self {
        Taken {
            world,
            held: BTreeSet::new(),
            ledger: Ledger::default(),
            refolds: 0,
        }
    }

    pub fn set(&self) -> Set<'a> {
        Set::of(self.world, self.held.clone())
    }

    pub fn postings(&self) -> Vec<(At, Posting<'a>)> {
        let held = self.held.iter();
        held.flat_map(|i| self.world.postings(*i)).collect()
    }

    #[track_caller]
    pub fn take(&mut self, commit: usize) {
        let before = self.set();
        assert!(self.held.insert(commit), "taken in once");
        let set = self.set();
        let reached = before.reached_by(&set);
        let earlier: Vec<usize> = self.held.iter().copied().filter(|i| *i != commit).collect();
        for other in earlier {
            let it = &self.world.commits[other];
            let named = it.facts.iter().find_map(|fact| match fact {
                Fact::Observed(seen) => seen.after,
                _ => None,
            });
            let reach = |i: &usize| {
                let chain = &self.world.commits[*i];
                named.is_some_and(|named| {
                    chain.stream == it.stream
                        && (chain.number == named || chain.number == named + 1)
                })
            };
            if reached.contains(&other) || reached.iter().any(reach) {
                for (at, posting) in self.world.postings(other) {
                    self.ledger.compared(&at, &posting, &AS_WRITTEN, &set);
                }
            }
        }
        for (at, posting) in self.world.postings(commit) {
            self.ledger.apply(at, &posting, &AS_WRITTEN, &set);
        }
        let postings = self.postings();
        let stale: Vec<AccountKey> = self.ledger.stale().cloned().collect();
        for key in stale {
            self.refolds += 1;
            self.ledger.refold(&key, &postings, &AS_WRITTEN, &set);
        }
    }

    /// The ledger is what all that it holds makes it.
    #[track_caller]
    pub fn is_right(&self) {
        let postings = self.postings();
        let set = self.set();
        assert_eq!(self.ledger.prove(&postings, &AS_WRITTEN, &set), []);
        let anew = Ledger::anew(&postings, &AS_WRITTEN, &set);
        assert_eq!(self.ledger.entries(&set), anew.entries(&set));
    }
}

pub const AS_WRITTEN: depo::trade::identity::canonical::AsWritten =
    depo::trade::identity::canonical::AsWritten;

pub fn first(code: &str) -> FirstCode {
    FirstCode::new(support::code(code))
}

pub fn warehouse() -> WarehouseId {
    WarehouseId { first: first("W") }
}

pub fn location(code: &str) -> LocationId {
    LocationId {
        warehouse: warehouse(),
        first: first(code),
    }
}

pub fn container(code: &str) -> ContainerId {
    ContainerId::Labelled(first(code))
}

/// A place by its code: T and a number is a tote, P a plate, SUP the supplier, CUST the customers; else a location.
pub fn place(code: &str) -> Place {
    match code {
        "SUP" => Place::Party(PartyId {
            name: Name::Coded(first("SUP")),
        }),
        "CUST" => Place::Customers,
        _ if code.starts_with(['T', 'P']) => Place::Container(container(code)),
        _ => Place::Location(location(code)),
    }
}

pub fn item(code: &str) -> ItemId {
    ItemId {
        client: None,
        name: Name::Coded(first(code)),
    }
}

/// Goods by item and, behind a stroke, lot: MUG, MUG/L1.
pub fn goods(code: &str) -> Goods {
    let (code, lot) = code
        .split_once('/')
        .map_or((code, None), |(a, b)| (a, Some(b)));
    Goods {
        lot: lot.map(|lot| Name::Coded(first(lot))),
        ..Goods::new(item(code))
    }
}

pub fn key(at: &str, what: &str) -> AccountKey {
    AccountKey::new(place(at), goods(what))
}

pub fn moved(units: u64, what: &str, from: &str, to: &str) -> Fact {
    Fact::Moved {
        goods: goods(what),
        becomes: None,
        from: place(from),
        to: place(to),
        units,
    }
}

/// What was seen: MUG and MUG/L1 are goods, MUG? is the item without a look at its lot; behind @ stands the container.
pub fn listed(what: &str, units: u64) -> Seen {
    let (what, within) = what
        .split_once('@')
        .map_or((what, None), |(a, b)| (a, Some(b)));
    Seen {
        within: within.map(container),
        what: match what.strip_suffix('?') {
            Some(code) => SeenWhat::Item(item(code)),
            None => SeenWhat::Goods(goods(what)),
        },
        units: SeenUnits::new(units).expect("units in range"),
        serials: Vec::new(),
    }
}

pub fn seen(at: &str, covers: Covers, seen: &[(&str, u64)]) -> Observation {
    let list = seen.iter().map(|(what, units)| listed(what, *units));
    Observation {
        kind: ObservationKind::Count,
        place: place(at),
        covers,
        seen: list.collect(),
        containers: Vec::new(),
        expected: None,
        after: None,
    }
}

/// A count of just these goods.
pub fn counted(at: &str, what: &str, units: u64) -> Fact {
    Fact::Observed(seen(at, Covers::Goods(goods(what)), &[(what, units)]))
}

/// A count of just these goods, typed later.
pub fn counted_after(at: &str, what: &str, units: u64, number: u64) -> Fact {
    Fact::Observed(Observation {
        after: Some(number),
        ..seen(at, Covers::Goods(goods(what)), &[(what, units)])
    })
}
