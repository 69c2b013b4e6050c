//! What facts of the trade cost: bytes at rest, and the time to read and fold them. Figures are printed, none is a
//! verdict. `DEPO_COST_EVENTS=100000 cargo test --release --test facts cost -- --nocapture` prints them at full size.

use crate::support::{code, line_of, opened, stream, units};
use crate::tablets::{DAY, warehouse};
use depo::stream::History;
use depo::stream::chain::{Parts, commit_hash};
use depo::stream::codec::{decode_commit, encode_commit};
use depo::stream::commands::CommandMark;
use depo::stream::commit::{Commit, Header, NameBytes, Recorded, Scope};
use depo::stream::extras::Extras;
use depo::stream::history::{Added, Begins, Meta, Past};
use depo::stream::id::{CommitId, Hash, Opened};
use depo::stream::knows::Knows;
use depo::stream::segment::seal;
use depo::stream::stamp::Stamp;
use depo::stream::wire::Names;
use depo::trade::Event;
use depo::trade::demand::{DemandLine, LineKey};
use depo::trade::goods::Goods;
use depo::trade::id::{BatchId, ContainerId, FirstCode, ItemId, LocationId, Name};
use depo::trade::orders::{LineItem, OrderFact, PlacedLine, PricedUnits};
use depo::trade::picking::{Picked, PickingFact};
use depo::trade::place::Place;
use depo::trade::quantity::Amount;
use depo::trade::relations::{Headers, Held};
use depo::trade::state::{State, Told};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

struct Nothing;

impl Past for Nothing {
    fn commit(&self, _: CommitId) -> Option<(Hash, Stamp)> {
        None
    }
}

struct Kept(BTreeMap<CommitId, Header>);

impl Headers for Kept {
    fn header(&self, commit: CommitId) -> Option<&Header> {
        self.0.get(&commit)
    }
}

/// A number that looks like chance, from a number.
fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 27)
}

fn item(number: u64) -> ItemId {
    ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code(&format!(
            "{:05}",
            10_000 + number % 4_000
        )))),
    }
}

/// A pick of one unit from one of 800 bins into one of 60 totes.
fn pick(number: u64) -> Event {
    let chance = mixed(number);
    // Each of 800 bins holds five of 4,000 items.
    let of = chance % 4_000;
    let place = of % 800;
    let bin = format!(
        "{}-{:02}-{}",
        char::from(b'A' + (place % 20) as u8),
        place / 20 % 10,
        place / 200
    );
    Event::Picking(PickingFact::Picked(Picked {
        batch: BatchId(opened(b'A', 7 + number / 40 * 50)),
        task: (number % 40) as u32,
        line: DemandLine::from(line_of(9 + number / 3)),
        goods: Goods::new(item(of)),
        becomes: None,
        from: Place::Location(LocationId {
            warehouse: warehouse("W1"),
            first: FirstCode::new(code(&bin)),
        }),
        into: ContainerId::Labelled(FirstCode::new(code(&format!("T-{:02}", chance / 7 % 60)))),
        units: units(1),
        serials: Vec::new(),
    }))
}

fn commit(number: u64, event: Event) -> Commit<Event> {
    let own = stream(b'A');
    let stamp = Stamp::at_ms(DAY + number as i64 * 4_000 + (mixed(number) % 3_000) as i64)
        .expect("in range");
    Commit {
        stream: own,
        number,
        header: Header {
            mentions: Vec::new(),
            stamp,
            operator: Some(Opened {
                commit: CommitId {
                    stream: own,
                    number: 1,
                },
                ordinal: 0,
            }),
            command: CommandMark {
                session: 0,
                declares: (number == 1).then_some([7; 8]),
                counter: None,
            },
            scope: Scope::Warehouse(NameBytes::of(&warehouse("W1"))),
            knows: Knows::default(),
            extras: Extras::none(),
        },
        events: vec![Recorded::plain(event)],
    }
}

#[test]
fn a_scan_and_an_order_have_so_many_bytes() {
    let mut names = Names::of(stream(b'A'));
    let picks: Vec<Vec<u8>> = (1..=2_000)
        .map(|number| encode_commit(&commit(number, pick(number)), &mut names).expect("bytes"))
        .collect();
    let raw: usize = picks.iter().map(Vec::len).sum();
    let packed = sealed(&picks);
    println!(
        "a scan of one device: {:.1} bytes, {:.1} packed",
        raw as f64 / 2_000.0,
        packed as f64 / 2_000.0
    );
    assert!(packed < raw);
    let orders: Vec<Vec<u8>> = (1..=400)
        .map(|number| encode_commit(&commit(number, order(number)), &mut names).expect("bytes"))
        .collect();
    let raw: usize = orders.iter().map(Vec::len).sum();
    let packed = sealed(&orders);
    println!(
        "an order of 20 lines: {:.0} bytes, {:.0} packed",
        raw as f64 / 400.0,
        packed as f64 / 400.0
    );
    assert!(packed < raw);
}

fn sealed(commits: &[Vec<u8>]) -> usize {
    let parts: Vec<Parts<'_>> = commits
        .iter()
        .map(|bytes| Parts::of(bytes).expect("runs"))
        .collect();
    let first = stream(b'A').first_hash();
    let last = commits.iter().fold(first, |hash, bytes| {
        commit_hash(&hash, bytes).expect("runs")
    });
    seal(stream(b'A'), 1, first, last, &parts)
        .expect("a segment")
        .len()
}

fn order(number: u64) -> Event {
    let mut placed = crate::rules::placed_order(&format!("{}", 500_000 + number), Vec::new());
    placed.lines = (0..20)
        .map(|line| {
            let chance = mixed(number * 20 + line);
            PlacedLine {
                key: LineKey::Written {
                    code: code(&format!("{:05}", 10_000 + chance % 4_000)),
                    attributes: Vec::new(),
                },
                item: LineItem::AsKey,
                prices: vec![PricedUnits {
                    price: Amount::new(((chance / 4_000 % 60) * 500 + 8_500) as i64),
                    units: units(1 + chance / 240_000 % 12),
                    discount: Amount::ZERO,
                    tax: Amount::ZERO,
                }],
                more: Vec::new(),
            }
        })
        .collect();
    Event::Orders(OrderFact::Placed(Arc::new(placed)))
}

#[test]
fn facts_are_read_and_folded_in_so_much_time() {
    let count: u64 = std::env::var("DEPO_COST_EVENTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(2_000);
    let own = stream(b'A');
    let mut names = Names::of(own);
    let commits: Vec<Vec<u8>> = (1..=count)
        .map(|number| encode_commit(&commit(number, pick(number)), &mut names).expect("bytes"))
        .collect();
    let start = Instant::now();
    let mut names = Names::of(own);
    let mut hash = own.first_hash();
    let mut history = History::new(None);
    let mut kept = Kept(BTreeMap::new());
    let mut told = Vec::new();
    let read = (1..).zip(&commits).map(|(number, bytes)| {
        let commit: Commit<Event> =
            decode_commit(own, number, bytes, &mut names).expect("it is read");
        commit
    });
    let read: Vec<Commit<Event>> = read.collect();
    let decoded = start.elapsed();
    for (commit, bytes) in read.into_iter().zip(&commits) {
        let before = hash;
        hash = commit_hash(&before, bytes).expect("runs");
        let mut meta = Meta::of(&commit, hash, before).expect("a wall reading");
        meta.begins = (commit.number == 1).then_some(Begins::Founding);
        let added = history.add(meta, &Nothing);
        let placed = if let Added::Placed(placed) = added {
            Some(placed)
        } else {
            None
        };
        let placed = placed.expect("it follows");
        for recorded in commit.events {
            if let Recorded::Known { fact, .. } = recorded {
                told.push(Told {
                    at: placed.at,
                    opened_before: 0,
                    event: fact,
                });
            }
        }
        kept.0.insert(placed.at.commit(), commit.header);
    }
    let chained = start.elapsed();
    let relations = Held {
        history: &history,
        headers: &kept,
    };
    let mut state = State::default();
    state.apply(&told, || told.clone(), &relations);
    let folded = start.elapsed();
    assert_eq!(state.batches().count() as u64, count / 40 + 1);
    println!(
        "{count} picks, a commit each: decoded in {decoded:?}, hashed and ordered by {chained:?}, folded by {folded:?}"
    );
}
