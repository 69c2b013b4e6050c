//! What a history costs.

use crate::devices::{DAY, stream};
use depo::stream::History;
use depo::stream::history::{Added, Begins, Meta, Past};
use depo::stream::id::{CommitId, Hash};
use depo::stream::knows::{Known, Knows, digest};
use depo::stream::stamp::Stamp;
use std::time::Instant;

/// A past that has nothing at hand: what is asked of a straight stream.
struct Nothing;

impl Past for Nothing {
    fn commit(&self, _: CommitId) -> Option<(Hash, Stamp)> {
        None
    }
}

/// The commits of one device's straight stream, without their bytes.
fn straight(count: u64) -> impl Iterator<Item = Meta> {
    let own = stream(1);
    let hash_of = move |number: u64| match number {
        0 => own.first_hash(),
        _ => std::array::from_fn(|i| (number >> (8 * (i % 8))) as u8 ^ 0x5a),
    };
    (1..=count).map(move |number| {
        let stamp = Stamp::at_ms(DAY + number as i64 * 1_000).expect("in range");
        Meta {
            stream: own,
            number,
            hash: hash_of(number),
            before: hash_of(number - 1),
            stamp,
            wall_ms: stamp.ms(),
            operator: None,
            knows: Knows::default(),
            begins: (number == 1).then_some(Begins::Founding),
            compared_ms: None,
            jumped: false,
        }
    })
}

#[test]
fn a_straight_stream_costs_what_one_line_costs_however_long_it_is() {
    let mut short = History::new(None);
    let mut long = History::new(None);
    for meta in straight(10) {
        short.add(meta, &Nothing);
    }
    let start = Instant::now();
    for meta in straight(100_000) {
        let added = long.add(meta, &Nothing);
        assert!(matches!(added, Added::Placed(_)));
    }
    println!(
        "100,000 commits of one device added in {:?}",
        start.elapsed()
    );
    println!("a history of them holds {} bytes", long.bytes());
    assert_eq!(long.bytes(), short.bytes());
}

fn hash_of(device: u8, number: u64) -> Hash {
    match number {
        0 => stream(device).first_hash(),
        _ => std::array::from_fn(|i| (number >> (8 * (i % 8))) as u8 ^ device),
    }
}

/// Devices that write in turn and take in all others' commits every `round` commits.
fn fleet(devices: u8, each: u64, round: u64) -> Vec<Meta> {
    let mut all = Vec::new();
    for number in 1..=each {
        for device in 1..=devices {
            let stamp = number * u64::from(devices) + u64::from(device);
            let stamp = Stamp::at_ms(DAY + stamp as i64).expect("in range");
            let others =
                (1..=devices).filter(|other| *other != device && number % round == 1 && number > 1);
            let others: Vec<u8> = others.collect();
            let list = others.iter().map(|other| Known {
                stream: stream(*other),
                increase: if number == round + 1 {
                    number - 1
                } else {
                    round
                },
            });
            let heads: Vec<Hash> = others
                .iter()
                .map(|other| hash_of(*other, number - 1))
                .collect();
            all.push(Meta {
                stream: stream(device),
                number,
                hash: hash_of(device, number),
                before: hash_of(device, number - 1),
                stamp,
                wall_ms: stamp.ms(),
                operator: None,
                knows: Knows {
                    list: list.collect(),
                    digest: digest(&heads),
                },
                begins: (number == 1).then_some(match device {
                    1 => Begins::Founding,
                    _ => Begins::Of(hash_of(1, 1)),
                }),
                compared_ms: (number % round == 1).then_some(5),
                jumped: false,
            });
        }
    }
    all
}

/// A past that has everything at hand.
struct Everything;

impl Past for Everything {
    fn commit(&self, at: CommitId) -> Option<(Hash, Stamp)> {
        let device = at.stream.bytes()[0];
        let stamp = at.number * 5 + u64::from(device);
        Some((
            hash_of(device, at.number),
            Stamp::at_ms(DAY + stamp as i64)?,
        ))
    }
}

#[track_caller]
fn adds(what: &str, all: &[Meta], past: &dyn Past) -> History {
    let mut history = History::new(Some(hash_of(1, 1)));
    let start = Instant::now();
    for meta in all {
        let added = history.add(meta.clone(), past);
        assert!(matches!(added, Added::Placed(_)), "{:?}", meta.id());
    }
    println!(
        "{what}: {} commits in {:?}, {} bytes",
        all.len(),
        start.elapsed(),
        history.bytes()
    );
    history
}

#[test]
fn a_fleet_is_taken_in_at_the_same_cost_in_any_order_of_streams() {
    let mut all = fleet(5, 20_000, 50);
    let in_turn = adds("in turn", &all, &Everything);
    all.sort_by_key(|meta| (meta.stream, meta.number));
    let by_stream = adds("stream by stream", &all, &Everything);
    let forgetful = adds("stream by stream, the past not at hand", &all, &Nothing);
    let end = |device| CommitId {
        stream: stream(device),
        number: 20_000,
    };
    for history in [&in_turn, &by_stream, &forgetful] {
        assert_eq!(history.gaps(), []);
        assert!(history.knew(
            end(1),
            CommitId {
                stream: stream(5),
                number: 19_950
            }
        ));
        assert!(!history.knew(
            end(1),
            CommitId {
                stream: stream(5),
                number: 19_951
            }
        ));
    }
    assert!(by_stream.lacking().is_empty() && !forgetful.lacking().is_empty());
    let start = Instant::now();
    let of = stream(1);
    let asked = (1..=1_000u64).map(|n| CommitId {
        stream: of,
        number: n * 20,
    });
    let known = asked.filter(|what| in_turn.knew(end(3), *what)).count();
    println!("1,000 questions of knowledge in {:?}", start.elapsed());
    assert_eq!(known, 997);
}
