//! Commits sealed in segments.

use crate::devices::{DAY, Device, Fact, id, said, scan, stream};
use depo::stream::chain::Parts;
use depo::stream::codec::encode_commit;
use depo::stream::commit::Recorded;
use depo::stream::id::Hash;
use depo::stream::segment::{SegmentError, open_segment, seal};
use depo::stream::stamp::Stamp;
use depo::stream::wire::Names;

/// A device's commits, and the hash before them.
fn commits(count: u64) -> (Vec<Vec<u8>>, Hash, Hash) {
    let (mut device, _) = Device::founder(stream(1));
    let before = device.hash;
    let all = (0..count)
        .map(|i| device.write(DAY + i as i64 * 2_000, said()).bytes)
        .collect();
    (all, before, device.hash)
}

#[track_caller]
fn sealed(all: &[Parts<'_>], before: Hash, last: Hash) -> Vec<u8> {
    seal(stream(1), 2, before, last, all).expect("it is a segment")
}

#[test]
fn a_segment_keeps_commits_and_their_chain_with_events_withheld_too() {
    let (all, before, last) = commits(5);
    let mut parts: Vec<Parts<'_>> = all
        .iter()
        .map(|bytes| Parts::of(bytes).expect("parts"))
        .collect();
    parts[2] = parts[2].clone().withhold(0);
    let bytes = sealed(&parts, before, last);
    let segment = open_segment(&bytes).expect("it opens");
    assert_eq!((segment.first, segment.last()), (2, 6));
    assert_eq!(segment.verify(), Ok(()));
    let read: Vec<_> = segment
        .commits()
        .map(|(number, parts)| (number, parts.expect("parts")))
        .collect();
    assert_eq!(read, (2..).zip(parts).collect::<Vec<_>>());
    assert!(segment.commit(7).is_none() && segment.commit(1).is_none());
    let wrong = sealed(&[read[0].1.clone()], before, last);
    let wrong = open_segment(&wrong).expect("it opens");
    assert_eq!(wrong.verify(), Err(SegmentError::Chain { after: 1 }));
}

#[test]
fn a_damaged_segment_is_found_out() {
    let (all, before, last) = commits(3);
    let parts: Vec<Parts<'_>> = all
        .iter()
        .map(|bytes| Parts::of(bytes).expect("parts"))
        .collect();
    let bytes = sealed(&parts, before, last);
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        assert!(open_segment(&damaged).is_err(), "byte {at}");
        assert!(open_segment(&bytes[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn prints_what_a_scan_of_one_device_costs() {
    let mut names = Names::of(stream(1));
    let mut all = Vec::new();
    let mut stamp = DAY;
    let mut state = 7u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for i in 0..10_000u64 {
        let mut commit = scan();
        commit.number = i + 2;
        stamp += 1_500 + random(6_000) as i64;
        commit.header.stamp = Stamp::at_ms(stamp).expect("in range");
        commit.events = vec![Recorded::plain(Fact::Scan {
            place: random(2_000) as u32,
            units: 1 + random(3),
            of: id(stream(1), 5 + i / 20),
        })];
        all.push(encode_commit(&commit, &mut names).expect("bytes"));
    }
    let raw: usize = all.iter().map(Vec::len).sum();
    let parts: Vec<Parts<'_>> = all
        .iter()
        .map(|bytes| Parts::of(bytes).expect("parts"))
        .collect();
    let packed = sealed(&parts, [0; 32], [0; 32]).len();
    println!(
        "a scan: {:.1} bytes, {:.1} packed",
        raw as f64 / 1e4,
        packed as f64 / 1e4
    );
}
