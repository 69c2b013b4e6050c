//! Commits and segments as bytes: there and back, from newer versions, cut off, damaged, hostile.

use crate::commands::Commands;
use crate::fleet::{commits, export, merge};
use crate::one_device::load_all;
use crate::support::random::Random;
use crate::support::{Site, code, placed};
use depo::domain::command::Command;
use depo::domain::commit::{Commit, Recorded, Stamp, StreamId};
use depo::domain::event::{EVENTS_GENERATION, Event};
use depo::journal::{
    CodecError, GENESIS, SegmentError, chain, decode_commit, decode_event, encode_commit, key,
    open_segment, parse_key, seal,
};
use depo::limits::{CODE_BYTES_MAX, SEGMENT_BYTES_MAX};
use depo::portal::StreamPart;
use flate2::Crc;
use futures_executor::block_on;
use proptest::prelude::*;
use serde::Serialize;

/// Every event that a busy device writes in this many commands.
fn events_of(seed: u64, steps: u64) -> Vec<Event> {
    let site = Site::new(1);
    let commands = Commands { numbers: 6 };
    let mut random = Random::new(seed);
    let mut events = Vec::new();
    for _ in 0..steps {
        load_all(&site);
        let command = commands.make(&mut random, &site.portal.state());
        if let Ok(done) = site.try_do(&command) {
            events.extend(done.events);
        }
    }
    events
}

fn a_commit(random: &mut Random, events: Vec<Event>) -> Commit {
    let stream = |random: &mut Random| StreamId(std::array::from_fn(|_| random.next() as u8));
    let mut recorded: Vec<Recorded> = events.into_iter().map(Recorded::Known).collect();
    let operator = "ö".repeat(1 + random.below(CODE_BYTES_MAX / 2));
    if random.once_in(5) {
        recorded.clear();
    }
    Commit {
        stream: stream(random),
        number: random.next() >> random.below(64),
        stamp: Stamp(random.next()),
        operator: code(&operator),
        knows: (0..random.below(5))
            .map(|_| (stream(random), random.next() >> random.below(64)))
            .collect(),
        events: recorded,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let commit = a_commit(&mut random, events_of(seed, 120));
        let bytes = encode_commit(&commit).expect("encodes");
        prop_assert_eq!(decode_commit(commit.stream, &bytes), Ok(commit.clone()));
        prop_assert_eq!(&encode_commit(&commit).expect("encodes"), &bytes);
        for (index, event) in commit.events.iter().enumerate() {
            let Recorded::Known(event) = event else { continue };
            let one = decode_event(&bytes, index as u16);
            prop_assert_eq!(one, Ok(Some((commit.stamp, commit.operator.clone(), event.clone()))));
        }
        prop_assert_eq!(decode_event(&bytes, commit.events.len() as u16), Ok(None));
    }

    #[test]
    fn no_damage_to_a_commit_makes_it_panic(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let events = events_of(seed, 60);
        let commit = a_commit(&mut random, events);
        let bytes = encode_commit(&commit).expect("encodes");
        for to in 0..bytes.len() {
            prop_assert!(decode_commit(commit.stream, &bytes[..to]).is_err(), "cut at {to}");
        }
        for _ in 0..400 {
            let mut flipped = bytes.clone();
            let at = random.below(bytes.len());
            flipped[at] ^= 1 << random.below(8);
            if let Ok(other) = decode_commit(commit.stream, &flipped) {
                prop_assert_ne!(chain(&GENESIS, &flipped), chain(&GENESIS, &bytes));
                let still = other.events.len();
                prop_assert!(still <= bytes.len());
            }
        }
        let mut noise: Vec<u8> = (0..random.below(300)).map(|_| random.next() as u8).collect();
        decode_commit(commit.stream, &noise).ok();
        noise.resize(9_000, 0xff);
        prop_assert!(decode_commit(commit.stream, &noise).is_err());
    }

    #[test]
    fn no_damage_to_a_segment_goes_unseen(seed in any::<u64>(), n in 1usize..30) {
        let mut random = Random::new(seed);
        let stream = StreamId([7; 16]);
        let bodies: Vec<Vec<u8>> = (0..n)
            .map(|_| (0..random.below(200)).map(|_| random.next() as u8 & 0x1f).collect())
            .collect();
        let before = chain(&GENESIS, b"before");
        let last_hash = bodies.iter().fold(before, |hash, body| chain(&hash, body));
        let bytes = seal(stream, 5, before, last_hash, &bodies).expect("seals");
        let segment = open_segment(&bytes).expect("opens");
        prop_assert_eq!(segment.verify(), Ok(()));
        let read: Vec<(u64, Vec<u8>)> = segment.commits().map(|(n, b)| (n, b.to_vec())).collect();
        let written: Vec<(u64, Vec<u8>)> = (5..).zip(bodies.iter().cloned()).collect();
        prop_assert_eq!(read, written);
        prop_assert_eq!(segment.commit(4), None);
        prop_assert_eq!(segment.commit(5 + n as u64), None);
        for to in 0..bytes.len() {
            prop_assert!(open_segment(&bytes[..to]).is_err(), "cut at {to}");
        }
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << random.below(8);
            prop_assert!(open_segment(&flipped).is_err(), "flipped at {at}");
        }
        // Another commit in its place, well sealed: the chain tells.
        let mut others = bodies.clone();
        others[0].push(1);
        let forged = seal(stream, 5, before, last_hash, &others).expect("seals");
        let forged = open_segment(&forged).expect("whole");
        prop_assert_eq!(forged.verify(), Err(SegmentError::Chain { after: 4 }));
    }
}

/// What stands before the events of a commit, as the format has it.
#[derive(Serialize)]
struct Header {
    number: u64,
    stamp: u64,
    operator: String,
    knows: Vec<([u8; 16], u64)>,
    generation: u32,
    events: u32,
}

fn with_events(number: u64, generation: u32, events: &[Vec<u8>]) -> Vec<u8> {
    let header = Header {
        number,
        stamp: 1_700_000_000_000 << 16,
        operator: "ana".to_owned(),
        knows: vec![],
        generation,
        events: events.len() as u32,
    };
    let mut bytes = postcard::to_allocvec(&header).expect("encodes");
    for event in events {
        bytes.extend(postcard::to_allocvec(&(event.len() as u32)).expect("encodes"));
        bytes.extend(event);
    }
    bytes
}

#[test]
fn what_a_newer_version_wrote_is_kept_and_passed_on_unchanged() {
    let newer = [&[0xe7, 0x07][..], b"what it says is not for us"].concat();
    let order = Event::OrderPlaced(Box::new(placed("1", &[("MUG", 1)])));
    let known = postcard::to_allocvec(&order).expect("encodes");
    // A kind that is known, with a field more than this version knows.
    let longer = [known.clone(), vec![1]].concat();
    let events = [newer.clone(), known, longer, vec![]];
    let bytes = with_events(1, EVENTS_GENERATION + 1, &events);
    let stream = StreamId([3; 16]);
    let commit = decode_commit(stream, &bytes).expect("a commit");
    assert_eq!(commit.events[0], Recorded::Newer(newer));
    assert_eq!(commit.events[1], Recorded::Known(order));
    assert!(matches!(commit.events[2], Recorded::Newer(_)));
    assert_eq!(decode_event(&bytes, 0), Ok(None));
    // This version's own commits hold nothing that it cannot read.
    let same = with_events(1, EVENTS_GENERATION, &events);
    assert!(matches!(
        decode_commit(stream, &same),
        Err(CodecError::Malformed(_))
    ));
    let (a, b) = (Site::new(1), Site::new(2));
    let part = StreamPart {
        stream,
        first: 1,
        commits: vec![bytes.clone()],
    };
    merge(&a, vec![part.clone()]).expect("merges");
    merge(&b, export(&a)).expect("merges");
    assert_eq!(b.portal.state().newer_events, 3);
    assert_eq!(b.portal.state().orders_count(), 1);
    assert_eq!(export(&b), vec![part]);
    assert_eq!(a.portal.state().digest(), b.portal.state().digest());
    // Work goes on, and the order's history has what can be read of it.
    let id = crate::support::order_id("1");
    b.act(Command::CancelOrders {
        orders: vec![id.clone()],
        words: None,
    });
    assert_eq!(block_on(b.portal.timeline(&id)).expect("reads").len(), 2);
    b.prove();
}

#[test]
fn claims_cost_no_memory() {
    let stream = StreamId([1; 16]);
    // Four thousand million events, streams, or bytes of text, in a few bytes.
    let huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
    let mut events = postcard::to_allocvec(&(1u64, 1u64, "ana")).expect("encodes");
    let mut knows = events.clone();
    events.extend([0, 1]);
    events.extend(huge);
    assert_eq!(decode_commit(stream, &events), Err(CodecError::TooLarge));
    knows.extend(huge);
    assert!(decode_commit(stream, &knows).is_err());
    let mut text = vec![1, 1];
    text.extend(huge);
    text.extend(b"ana");
    assert!(decode_commit(stream, &text).is_err());
    let mut event = with_events(1, EVENTS_GENERATION + 1, &[]);
    *event.last_mut().expect("a byte") = 1;
    event.extend(huge);
    assert_eq!(decode_commit(stream, &event), Err(CodecError::Truncated));
    assert_eq!(decode_event(&event, 0), Err(CodecError::Truncated));
}

/// A segment whose header says what it wants, with a checksum that is right.
fn hostile_segment(first: u64, count: u32, length: u32, body: &[u8]) -> Vec<u8> {
    let mut bytes = b"DEPO\x01".to_vec();
    bytes.extend([0; 16]);
    bytes.extend(first.to_be_bytes());
    bytes.extend(count.to_be_bytes());
    bytes.extend([0; 64]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(body);
    let mut crc = Crc::new();
    crc.update(&bytes);
    bytes.extend(crc.sum().to_be_bytes());
    bytes
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("deflates");
    encoder.finish().expect("deflates")
}

#[test]
fn hostile_segments_are_refused_within_bounds() {
    let bomb = deflated(&vec![0; 64 * 1024 * 1024]);
    let max = SEGMENT_BYTES_MAX as u32;
    let one = deflated(&[0, 0, 0, 1, 9]);
    for (bytes, expected) in [
        (hostile_segment(1, 1, max, &bomb), SegmentError::Body),
        (
            hostile_segment(1, 1, max + 1, &bomb),
            SegmentError::TooLarge,
        ),
        (
            hostile_segment(1, u32::MAX, 8, &one),
            SegmentError::TooLarge,
        ),
        (hostile_segment(0, 1, 5, &one), SegmentError::TooLarge),
        (
            hostile_segment(u64::MAX, 1, 5, &one),
            SegmentError::TooLarge,
        ),
        (hostile_segment(1, 2, 5, &one), SegmentError::Body),
        (hostile_segment(1, 1, 6, &one), SegmentError::Body),
        (hostile_segment(1, 1, 4, &one), SegmentError::Body),
        (hostile_segment(1, 1, 5, b"no deflate"), SegmentError::Body),
        (
            hostile_segment(1, 1, 4, &deflated(&u32::MAX.to_be_bytes())),
            SegmentError::Body,
        ),
        (
            hostile_segment(1, 1, 5, &[one.clone(), vec![0]].concat()),
            SegmentError::Body,
        ),
    ] {
        assert_eq!(open_segment(&bytes), Err(expected));
    }
    assert!(open_segment(&hostile_segment(1, 1, 5, &one)).is_ok());
    let mut newer = hostile_segment(1, 1, 5, &one);
    newer[4] = 2;
    assert_eq!(open_segment(&newer), Err(SegmentError::NewerFormat(2)));
}

#[test]
fn keys_sort_as_numbers_do() {
    let stream = StreamId([0xfe; 16]);
    let numbers = [0, 1, 255, 256, 65_536, u64::from(u32::MAX) + 1, u64::MAX];
    let keys: Vec<Vec<u8>> = numbers.iter().map(|n| key(stream, *n)).collect();
    assert!(keys.is_sorted());
    for (n, key) in numbers.iter().zip(&keys) {
        assert_eq!(parse_key(key), Some((stream, *n)));
    }
    assert_eq!(parse_key(b"short"), None);
    assert_eq!(parse_key(&[0; 25]), None);
}

#[test]
fn an_exported_commit_is_the_one_that_was_made() {
    let site = Site::new(1);
    let done = site.act(Command::TakeOrders {
        orders: vec![placed("1", &[("MUG", 1)])],
    });
    let stream = site.portal.stream();
    assert_eq!(export(&site)[0].commits, vec![done.bytes.clone()]);
    let events: Vec<Recorded> = done.events.into_iter().map(Recorded::Known).collect();
    assert_eq!(commits(&site)[&stream][0].events, events);
}
