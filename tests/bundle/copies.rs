//! A copy is the workspace: written, taken in elsewhere, taken in twice, in any order, by the device it came from.

use crate::file::*;
use crate::support::*;
use depo::domain::command::Command;
use depo::domain::commit::{Commit, Recorded, Stamp, StreamId};
use depo::domain::text::Words;
use depo::journal::{Hash, chain, encode_commit};
use depo::portal::{Start, StreamPart};
use depo::storage::memory::MemoryStore;
use futures_executor::block_on;

fn digest(site: &Site) -> Hash {
    site.portal.state().digest()
}

fn commits(site: &Site) -> Vec<(StreamId, Vec<Vec<u8>>)> {
    let bundle = read(&export(site, false)).expect("whole");
    bundle
        .runs
        .into_iter()
        .map(|run| (run.stream, run.commits))
        .collect()
}

#[test]
fn a_copy_in_an_empty_portal_is_the_same_workspace() {
    let (site, steps) = demo_site(1);
    for readable in [true, false] {
        let bundle = read(&export(&site, readable)).expect("whole");
        assert_eq!(bundle.manifest.commits, steps);
        assert_eq!(bundle.newer_events, 0);
        let manifest = bundle.manifest.clone();
        let other = Site::new(2);
        let difference = other.portal.compare(&bundle);
        assert_eq!((difference[0].new, difference[0].known), (steps, 0));
        let merged = take_in(&other, bundle).expect("is taken in");
        assert_eq!((merged.new, merged.known), (steps, 0));
        assert!(!merged.reincarnated);
        assert_eq!(digest(&other), digest(&site));
        assert_eq!(other.portal.is_state_of(&manifest), Some(true));
        assert_eq!(commits(&other), commits(&site), "byte for byte");
        other.prove();
    }
}

#[test]
fn any_split_of_the_file_reads_the_same() {
    let (site, _) = demo_site(1);
    let file = export(&site, true);
    let whole = read(&file).expect("whole");
    for chunk_bytes in [97, 4_096, 1 << 20] {
        assert_eq!(read_in(&file, chunk_bytes).as_ref(), Ok(&whole));
    }
    let small = Site::new(1);
    small.stock("a", "MUG", "A-01", 1);
    let small = export(&small, true);
    assert_eq!(read_in(&small, 1), read(&small));
    let plain = unpack(&file);
    assert_eq!(read(plain.as_bytes()), Ok(whole), "unpacked it reads too");
}

#[test]
fn twice_changes_nothing() {
    let (site, steps) = demo_site(1);
    let file = export(&site, true);
    let other = Site::new(2);
    take_in(&other, read(&file).expect("whole")).expect("is taken in");
    let before = digest(&other);
    let difference = other.portal.compare(&read(&file).expect("whole"));
    assert_eq!((difference[0].new, difference[0].known), (0, steps));
    let again = take_in(&other, read(&file).expect("whole")).expect("is taken in");
    assert_eq!((again.new, again.known), (0, steps));
    assert_eq!(digest(&other), before);
    let own = take_in(&site, read(&file).expect("whole")).expect("is taken in");
    assert_eq!((own.new, own.reincarnated), (0, false));
}

#[test]
fn copies_of_two_devices_agree_in_any_order() {
    let one = Site::new(1);
    one.stock("opening-1", "MUG", "A-01", 10);
    one.act(Command::TakeOrders {
        orders: vec![placed("1", &[("MUG", 4)]), placed("2", &[("MUG", 2)])],
    });
    let two = Site::new(2);
    take_in(&two, read(&export(&one, true)).expect("whole")).expect("is taken in");
    // Both go on by themselves, with the same order.
    one.act(Command::Allocate {
        orders: vec![order_id("1")],
    });
    two.act(Command::CancelOrders {
        orders: vec![order_id("1")],
        words: Words::new("Changed my mind").ok(),
    });
    two.stock("opening-2", "TRAY", "B-01", 5);
    let (first, second) = (export(&one, true), export(&two, true));
    let digests: Vec<Hash> = [[&first, &second], [&second, &first]]
        .into_iter()
        .map(|files| {
            let site = Site::new(3);
            for file in files {
                take_in(&site, read(file).expect("whole")).expect("is taken in");
            }
            site.prove();
            digest(&site)
        })
        .collect();
    assert_eq!(digests[0], digests[1]);
    take_in(&one, read(&second).expect("whole")).expect("is taken in");
    take_in(&two, read(&first).expect("whole")).expect("is taken in");
    assert_eq!((digest(&one), digest(&two)), (digests[0], digests[0]));
}

#[test]
fn what_a_device_wrote_in_an_earlier_life_begins_a_new_one() {
    let site = Site::new(1);
    for document in ["a", "b", "c"] {
        site.stock(document, "MUG", "A-01", 1);
    }
    let stream = site.portal.stream();
    let before = export(&site, true);
    site.stock("d", "MUG", "A-01", 1);
    let after = export(&site, true);
    // The same device, set back to before its last commit.
    let restored = Site::new(1);
    assert_eq!(restored.portal.stream(), stream);
    take_in(&restored, read(&before).expect("whole")).expect("is taken in");
    let renewed = restored.portal.stream();
    assert_ne!(renewed, stream, "the numbers it gives now are new ones");
    let difference = restored.portal.compare(&read(&after).expect("whole"));
    assert_eq!((difference[0].known, difference[0].new), (3, 1));
    restored.stock("e", "MUG", "A-01", 1);
    take_in(&restored, read(&after).expect("whole")).expect("is taken in");
    assert_eq!(restored.figures("MUG").0, 5);
    let (reopened, start) = restored.reopen(&opening(1));
    assert!(matches!(start, Start::Resumed { .. }), "{start:?}");
    assert_eq!(reopened.portal.stream(), renewed);
    reopened.prove();
}

#[test]
fn two_histories_under_one_name_are_a_fork_and_both_are_in_every_copy() {
    let (one, two) = (Site::new(1), Site::new(1));
    one.stock("a", "MUG", "A-01", 1);
    two.stock("b", "MUG", "A-01", 2);
    two.stock("c", "MUG", "A-01", 2);
    let bundle = read(&export(&two, true)).expect("whole");
    assert!(
        one.portal.compare(&bundle)[0].fork,
        "seen before it is taken"
    );
    let before = digest(&one);
    let merged = take_in(&one, bundle.clone()).expect("both are kept");
    assert_eq!((merged.new, merged.known, merged.aside), (0, 0, 2));
    assert!(merged.reincarnated);
    assert_eq!(digest(&one), before);
    let stream = bundle.runs[0].stream;
    assert_eq!(one.portal.frozen(), [(stream, 1)]);
    let aside = block_on(one.portal.aside()).expect("can be read");
    let bytes: Vec<&Vec<u8>> = aside.iter().map(|aside| &aside.bytes).collect();
    assert_eq!(bytes, bundle.runs[0].commits.iter().collect::<Vec<_>>());
    assert_eq!(take_in(&one, bundle).expect("again").aside, 0);

    // A copy carries both, and whoever takes it in has both.
    one.stock("d", "MUG", "A-01", 4);
    let file = export(&one, true);
    let copy = read(&file).expect("whole");
    assert_eq!(copy.aside, aside);
    assert_eq!((copy.manifest.version, copy.manifest.aside), (2, 2));
    assert_eq!(read_in(&file, 97), Ok(copy.clone()));
    let other = Site::new(5);
    let merged = take_in(&other, copy).expect("is taken in");
    assert_eq!((merged.new, merged.aside), (2, 2));
    assert_eq!(other.portal.frozen(), [(stream, 1)]);
    assert_eq!(block_on(other.portal.aside()), Ok(aside));
    assert_eq!(digest(&other), digest(&one));
    other.prove();
}

#[test]
fn what_is_written_while_a_copy_is_made_is_not_in_it() {
    let (site, steps) = demo_site(1);
    let manifest = site.portal.manifest(NOON_MS);
    site.stock("later", "MUG", "A-01", 1);
    assert_eq!(manifest.commits, steps);
    let mut writer =
        depo::exchange::bundle::BundleWriter::new(manifest, false).expect("can be written");
    let (stream, all) = commits(&site).remove(0);
    for (number, bytes) in (1..).zip(&all) {
        if writer.wants(stream, number) {
            writer.commit(stream, number, bytes).expect("is expected");
        }
    }
    let file = writer.finish().expect("is whole");
    assert_eq!(read(&file).expect("whole").manifest.commits, steps);
}

#[test]
fn a_newer_event_goes_through_unchanged() {
    let stream = StreamId([3; 16]);
    let commit = Commit {
        stream,
        number: 1,
        stamp: Stamp::at_ms(NOON_MS),
        operator: code("ana"),
        knows: Vec::new(),
        events: vec![Recorded::Newer(vec![250, 1, 2, 3])],
    };
    let bytes = as_newer(&encode_commit(&commit).expect("small"));
    let site = Site::new(1);
    let part = StreamPart {
        stream,
        first: 1,
        commits: vec![bytes.clone()],
    };
    block_on(
        site.portal
            .merge(vec![part], NOON_MS, [9; 8], &depo::portal::NoPace),
    )
    .expect("is taken in");
    let bundle = read(&export(&site, true)).expect("whole");
    assert_eq!((bundle.events, bundle.newer_events), (1, 1));
    assert_eq!(bundle.runs[0].commits, std::slice::from_ref(&bytes));
    assert_eq!(
        bundle.manifest.streams[0].last_hash,
        chain(&depo::journal::GENESIS, &bytes)
    );
}

/// Says of a commit that the next generation wrote it.
fn as_newer(bytes: &[u8]) -> Vec<u8> {
    let generation = depo::domain::event::EVENTS_GENERATION as u8;
    // Generation, number of events and length of the first stand right before its five bytes.
    let at = bytes.len() - 4 - 3;
    assert_eq!(bytes[at..at + 3], [generation, 1, 4]);
    let mut newer = bytes.to_vec();
    newer[at] = generation + 1;
    newer
}

#[test]
fn an_empty_workspace_has_a_copy_too() {
    let site = Site::new(1);
    let bundle = read(&export(&site, true)).expect("whole");
    assert!(bundle.runs.is_empty());
    let other = Site::new(2);
    let merged = take_in(&other, bundle).expect("is taken in");
    assert_eq!((merged.new, merged.known), (0, 0));
}

#[test]
fn a_copy_survives_a_lost_database() {
    let (site, _) = demo_site(1);
    let file = export(&site, true);
    let (before, canary) = (digest(&site), site.portal.canary());
    let lost = depo::portal::Opening {
        canary: Some(canary),
        ..opening(1)
    };
    let (empty, start) = Site::open(MemoryStore::new(), MemoryStore::new(), &lost);
    assert!(matches!(start, Start::Lost { found: 0, .. }), "{start:?}");
    take_in(&empty, read(&file).expect("whole")).expect("is taken in");
    assert_eq!(digest(&empty), before);
}
