//! Devices that write streams and exchange them, and the history that each of them builds.

use depo::stream::History;
use depo::stream::chain::{Parts, commit_hash};
use depo::stream::codec::{decode_commit, encode_commit};
use depo::stream::commands::{CommandMark, SessionId};
use depo::stream::commit::{Commit, Header, NameBytes, Recorded, Scope};
use depo::stream::extras::Extras;
use depo::stream::facts::{
    AsStreamFact, ClockCompared, ClockJumped, ENCODING_FIRST, Founded, Genesis, HASH_SHA256, Kind,
    Reference, StreamFact, Why, WorkspaceName,
};
use depo::stream::history::{Added, At, Meta, Past, Placed, Run, Waits};
use depo::stream::id::{CommitId, Hash, Opened, StreamId};
use depo::stream::knows::Knows;
use depo::stream::stamp::Stamp;
use depo::stream::wire::Names;
use depo::wire_enum;
use std::collections::BTreeMap;

wire_enum! {
    /// What the devices of these tests write.
    pub enum Fact {
        /// About streams.
        1 => Stream(StreamFact),
        /// A scan: a place, units, and the commit that opened the document it is for.
        2 => Scan { place: u32, units: u64, of: CommitId },
        /// Something said.
        3 => Said(u64),
    }
}

impl AsStreamFact for Fact {
    fn stream_fact(&self) -> Option<&StreamFact> {
        match self {
            Fact::Stream(fact) => Some(fact),
            Fact::Scan { .. } | Fact::Said(_) => None,
        }
    }
}

pub const MINUTE: i64 = 60_000;
/// When the days of these tests begin, in milliseconds: 2026-01-01.
pub const DAY: i64 = 1_767_225_600_000;

pub fn stream(n: u8) -> StreamId {
    StreamId::new([n; 16])
}

pub fn id(stream: StreamId, number: u64) -> CommitId {
    CommitId { stream, number }
}

pub fn opened(workspace: Option<Hash>, why: Why) -> Fact {
    Fact::Stream(StreamFact::Opened(Genesis {
        workspace,
        public_key: None,
        why,
        hash: HASH_SHA256,
        encoding: ENCODING_FIRST,
    }))
}

#[track_caller]
pub fn founded(kind: Kind) -> Fact {
    Fact::Stream(StreamFact::Founded(Founded {
        name: WorkspaceName::new("Nordlicht").expect("a name"),
        kind,
    }))
}

pub fn compared(difference_ms: i64) -> Fact {
    Fact::Stream(StreamFact::ClockCompared(ClockCompared {
        difference_ms,
        with: Reference::Store,
    }))
}

pub fn jumped() -> Fact {
    Fact::Stream(StreamFact::ClockJumped(ClockJumped { by_ms: -3_600_000 }))
}

pub fn said() -> Vec<Fact> {
    vec![Fact::Said(1)]
}

/// A header with nothing special.
pub fn header(stamp: Stamp) -> Header {
    Header {
        mentions: Vec::new(),
        stamp,
        operator: None,
        command: CommandMark {
            session: 0,
            declares: None,
            counter: None,
        },
        scope: Scope::Workspace,
        knows: Knows::default(),
        extras: Extras::none(),
    }
}

/// A commit with its bytes.
#[derive(Clone, Debug)]
pub struct Written {
    pub bytes: Vec<u8>,
    pub meta: Meta,
}

impl Written {
    pub fn hash(&self) -> Hash {
        self.meta.hash
    }
}

/// A history and what a portal would keep beside it: the commits under their present names, and what was folded of
/// them, brought up to date only where the history says so.
#[derive(Clone)]
pub struct Site {
    pub history: History,
    pub kept: BTreeMap<CommitId, Kept>,
    /// Whether its past has only some commits at hand: those whose hash begins with an even byte.
    pub is_forgetful: bool,
}

/// What is kept of a commit.
#[derive(Clone)]
pub struct Kept {
    pub written: Written,
    pub at: At,
    pub wall: Option<i64>,
    /// Whom it knew, by hash.
    pub knew: BTreeMap<Hash, bool>,
}

struct Shelf<'a> {
    kept: &'a BTreeMap<CommitId, Kept>,
    is_forgetful: bool,
}

impl Past for Shelf<'_> {
    fn commit(&self, at: CommitId) -> Option<(Hash, Stamp)> {
        let meta = &self.kept.get(&at)?.written.meta;
        let is_at_hand = !self.is_forgetful || meta.hash[0].is_multiple_of(2);
        is_at_hand.then_some((meta.hash, meta.stamp))
    }
}

impl Site {
    pub fn new(workspace: Option<Hash>) -> Self {
        Site {
            history: History::new(workspace),
            kept: BTreeMap::new(),
            is_forgetful: false,
        }
    }

    /// Has all commits at hand from now on.
    pub fn remember(&mut self) {
        self.is_forgetful = false;
        let shelf = Shelf {
            kept: &self.kept,
            is_forgetful: false,
        };
        let anew = self.history.past_came(&shelf);
        let all = self.hashes();
        for run in anew {
            for number in run.first..=run.last {
                self.fold(id(run.stream, number), &all);
            }
        }
    }

    /// Adds a commit, and what waited for it.
    pub fn add(&mut self, written: &Written) -> Added {
        let shelf = Shelf {
            kept: &self.kept,
            is_forgetful: self.is_forgetful,
        };
        let added = self.history.add(written.meta.clone(), &shelf);
        if let Added::Placed(placed) = &added {
            self.placed(written, placed);
            for meta in &placed.ready {
                // Waiting commits are looked up by their bytes; here the meta is all that is needed.
                let bytes = Vec::new();
                self.add(&Written {
                    bytes,
                    meta: meta.clone(),
                });
            }
        }
        added
    }

    fn placed(&mut self, written: &Written, placed: &Placed) {
        let mut anew: Vec<Run> = placed.changed.clone();
        if let Some(renamed) = placed.renamed {
            for number in renamed.to.first..=renamed.to.last {
                let kept = self.kept.remove(&id(renamed.from, number));
                let kept = kept.expect("what is renamed is held");
                self.kept.insert(id(renamed.to.stream, number), kept);
            }
            anew.push(renamed.to);
        }
        let kept = Kept {
            written: written.clone(),
            at: placed.at,
            wall: None,
            knew: BTreeMap::new(),
        };
        let new = placed.at.commit();
        assert!(self.kept.insert(new, kept).is_none(), "{new:?} was held");
        anew.push(Run {
            stream: new.stream,
            first: new.number,
            last: new.number,
        });
        let all: Vec<(CommitId, Hash)> = self.hashes();
        for run in anew {
            for number in run.first..=run.last {
                self.fold(id(run.stream, number), &all);
            }
        }
        for (by, _) in all {
            let knew = self.history.knew(by, new);
            if let Some(kept) = self.kept.get_mut(&by) {
                kept.knew.insert(written.hash(), knew);
            }
        }
    }

    fn fold(&mut self, commit: CommitId, all: &[(CommitId, Hash)]) {
        let Some(kept) = self.kept.get_mut(&commit) else {
            return;
        };
        kept.at = place_of(&self.history, commit, &kept.written.meta);
        kept.wall = self.history.wall(&kept.at);
        let knew = all
            .iter()
            .map(|(what, hash)| (*hash, self.history.knew(commit, *what)));
        kept.knew = knew.collect();
    }

    pub fn hashes(&self) -> Vec<(CommitId, Hash)> {
        let of = |(id, kept): (&CommitId, &Kept)| (*id, kept.written.hash());
        self.kept.iter().map(of).collect()
    }

    #[track_caller]
    pub fn at(&self, written: &Written) -> At {
        let kept = self
            .kept
            .values()
            .find(|kept| kept.written.hash() == written.hash());
        kept.expect("the commit is held").at
    }

    #[track_caller]
    pub fn id(&self, written: &Written) -> CommitId {
        self.at(written).commit()
    }

    #[track_caller]
    pub fn knew(&self, by: &Written, what: &Written) -> bool {
        self.history.knew(self.id(by), self.id(what))
    }

    #[track_caller]
    pub fn wall(&self, of: &Written) -> Option<i64> {
        self.history.wall(&self.at(of))
    }

    #[track_caller]
    pub fn later(&self, a: &Written, b: &Written) -> bool {
        self.history.later(&self.at(a), &self.at(b))
    }
}

/// A commit's place as the history says it now.
#[track_caller]
pub fn place_of(history: &History, commit: CommitId, meta: &Meta) -> At {
    let mut header = header(meta.stamp);
    header.set_wall_ms(meta.wall_ms);
    history.at(commit, &header).expect("the commit is held")
}

/// A device.
#[derive(Clone)]
pub struct Device {
    pub own: StreamId,
    pub names: Names,
    pub number: u64,
    pub hash: Hash,
    pub site: Site,
    sent: u64,
}

impl Device {
    /// A device that has written nothing.
    pub fn blank(own: StreamId, workspace: Option<Hash>) -> Self {
        Device {
            own,
            names: Names::of(own),
            number: 0,
            hash: own.first_hash(),
            site: Site::new(workspace),
            sent: 0,
        }
    }

    /// A device that founds a real workspace.
    pub fn founder(own: StreamId) -> (Self, Written) {
        let mut device = Device::blank(own, None);
        let founding = vec![opened(None, Why::New), founded(Kind::Real)];
        let written = device.write(DAY, founding);
        (device, written)
    }

    /// A device of the workspace, with its first commit.
    pub fn joining(own: StreamId, workspace: Hash) -> (Self, Written) {
        let mut device = Device::blank(own, Some(workspace));
        let written = device.write(DAY, vec![opened(Some(workspace), Why::Joined)]);
        (device, written)
    }

    /// The greatest stamp of all that it holds.
    pub fn stamp(&self) -> Stamp {
        let stamps = self.site.kept.values().map(|kept| kept.at.stamp);
        stamps.max().unwrap_or_default()
    }

    /// The last commit that it wrote, by its present name.
    pub fn last(&self) -> Option<CommitId> {
        let mut held = self.site.hashes().into_iter();
        let last = held.find(|(_, hash)| *hash == self.hash);
        last.map(|(id, _)| id)
    }

    /// Writes a commit when its wall clock reads `now_ms`.
    #[track_caller]
    pub fn write(&mut self, now_ms: i64, facts: Vec<Fact>) -> Written {
        let stamp = self.stamp().next(now_ms).expect("time is left");
        self.write_stamped(stamp, now_ms, facts)
    }

    /// Writes a commit with whatever stamp.
    #[track_caller]
    pub fn write_stamped(&mut self, stamp: Stamp, now_ms: i64, facts: Vec<Fact>) -> Written {
        let mut commit = self.draft(stamp, now_ms, facts);
        self.sent += 1;
        commit.header.command.declares = (self.number == 0).then(|| session(self.own));
        self.append(&commit)
    }

    /// The next commit, not yet written.
    pub fn draft(&self, stamp: Stamp, now_ms: i64, facts: Vec<Fact>) -> Commit<Fact> {
        let mut header = header(stamp);
        header.set_wall_ms(now_ms);
        let news = self.site.history.news(self.last());
        (header.knows, header.mentions) = Knows::new(&self.names, news);
        Commit {
            stream: self.own,
            number: self.number + 1,
            header,
            events: facts.into_iter().map(Recorded::plain).collect(),
        }
    }

    /// Writes a commit as it is.
    #[track_caller]
    pub fn append(&mut self, commit: &Commit<Fact>) -> Written {
        let mut before = self.names.clone();
        let bytes = encode_commit(commit, &mut self.names).expect("it has bytes");
        let read: Commit<Fact> =
            decode_commit(commit.stream, commit.number, &bytes, &mut before).expect("it is read");
        assert_eq!(before, self.names, "both know the same names");
        let hash = commit_hash(&self.hash, &bytes).expect("they are runs");
        let meta = Meta::of(&read, hash, self.hash).expect("a wall reading");
        let written = Written { bytes, meta };
        (self.number, self.hash) = (commit.number, hash);
        let added = self.site.add(&written);
        assert!(matches!(added, Added::Placed(_)), "{added:?}");
        written
    }

    /// Takes in what another device holds.
    pub fn take(&mut self, other: &Device) {
        for kept in other.site.kept.values() {
            self.site.add(&kept.written);
        }
    }

    /// Goes on in a new stream, where its own forked.
    #[track_caller]
    pub fn begin_anew(&mut self, own: StreamId, now_ms: i64) -> Written {
        let (stream, number) = (self.own, self.number);
        self.own = own;
        self.names = Names::of(own);
        self.number = 0;
        self.hash = own.first_hash();
        let workspace = self.site.history.workspace();
        self.write(
            now_ms,
            vec![opened(workspace, Why::ClonedFrom { stream, number })],
        )
    }
}

/// The session of a device's only tab.
pub fn session(stream: StreamId) -> SessionId {
    std::array::from_fn(|i| stream.bytes()[i])
}

#[track_caller]
pub fn placed(added: Added) -> Placed {
    let placed = match &added {
        Added::Placed(placed) => Some((**placed).clone()),
        Added::Known(_) | Added::Held(_) | Added::Refused(_) => None,
    };
    assert!(placed.is_some(), "{added:?}");
    placed.expect("it was placed")
}

#[track_caller]
pub fn is_held(added: &Added, why: Waits) {
    assert!(
        matches!(added, Added::Held(waits) if *waits == why),
        "{added:?}"
    );
}

/// The parts of a commit.
#[track_caller]
pub fn parts(written: &Written) -> Parts<'_> {
    Parts::of(&written.bytes).expect("they are runs")
}

/// The site of somebody else who takes these in, in this order.
#[track_caller]
pub fn site_of(founding: &Written, all: &[&Written]) -> Site {
    let mut site = Site::new(Some(founding.hash()));
    for written in all {
        site.add(written);
    }
    site
}

/// A run of commits.
pub fn run(stream: StreamId, first: u64, last: u64) -> Run {
    Run {
        stream,
        first,
        last,
    }
}

/// The operator whose document a stream's first commit opened.
fn operator(stream: StreamId) -> Opened {
    Opened {
        commit: id(stream, 1),
        ordinal: 0,
    }
}

/// A scan by an operator in a warehouse.
#[track_caller]
pub fn scan() -> Commit<Fact> {
    let mut commit = Commit {
        stream: stream(1),
        number: 58,
        header: header(Stamp::at_ms(DAY).expect("in range")),
        events: vec![Recorded::plain(Fact::Scan {
            place: 300,
            units: 4,
            of: id(stream(1), 7),
        })],
    };
    commit.header.operator = Some(operator(stream(1)));
    commit.header.scope = Scope::Warehouse(NameBytes::of(&5u64));
    commit
}
