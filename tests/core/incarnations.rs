//! Databases that were emptied, restored from an older copy or cloned: no number is given twice. And tabs that take
//! over from each other.

use crate::faults::{a_shift, add, promise, take};
use crate::fleet::{check_equal, commits, export, heal, merge};
use crate::support::{Site, opening, order_id};
use depo::domain::commit::{Commit, StreamId};
use depo::limits::TAIL_COMMITS_MAX;
use depo::portal::{Canary, Keep, Opening, Pace, Portal, PortalError, Start, StreamPart};
use depo::storage::memory::MemoryStore;
use futures_executor::block_on;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

fn with_canary(seed: u8, canary: Canary) -> Opening {
    Opening {
        canary: Some(canary),
        ..opening(seed)
    }
}

#[test]
fn an_emptied_database_is_told_from_a_new_one() {
    let site = Site::new(1);
    a_shift(&site, |_| {});
    let canary = site.portal.canary();
    let (fresh, start) = Site::open(
        MemoryStore::new(),
        MemoryStore::new(),
        &with_canary(2, canary),
    );
    assert_eq!(
        start,
        Start::Lost {
            known: canary.last,
            found: 0
        }
    );
    assert_ne!(fresh.portal.stream(), site.portal.stream());
    // What another device has comes back.
    merge(&fresh, export(&site)).expect("merges");
    fresh.act(add("AFTER"));
    check_numbers(&[&site, &fresh]);
}

/// Checks that no two different commits have one number.
fn check_numbers(sites: &[&Site]) {
    let mut seen: BTreeMap<(StreamId, u64), Commit> = BTreeMap::new();
    for site in sites {
        for commit in commits(site).into_values().flatten() {
            let at = (commit.stream, commit.number);
            let first = seen.entry(at).or_insert_with(|| commit.clone());
            assert_eq!(*first, commit, "given twice");
        }
    }
}

#[test]
fn an_older_copy_goes_on_under_a_new_incarnation() {
    let site = Site::new(1);
    site.stock("opening", "MUG", "A-01", 5);
    let backup = site.journal.deep_copy();
    let early_view = site.view.deep_copy();
    site.act(take("1"));
    site.act(take("2"));
    block_on(site.portal.save_view()).expect("saved");
    let canary = site.portal.canary();
    assert_eq!(canary.last, 3);
    // By the canary, and by the saved view where there is no canary.
    let by_canary = Site::open(backup.deep_copy(), early_view, &with_canary(7, canary));
    let by_view = Site::open(backup, site.view.deep_copy(), &opening(8));
    for (old, start) in [by_canary, by_view] {
        assert_eq!(start, Start::Lost { known: 3, found: 1 });
        assert_ne!(old.portal.stream(), site.portal.stream());
        assert_eq!(old.figures("MUG"), (5, 0, 0));
        old.act(take("3"));
        old.prove();
        let (old, start) = old.reopen(&opening(9));
        assert!(matches!(start, Start::Resumed { .. }), "{start:?}");
        old.act(take("4"));
        check_numbers(&[&site, &old]);
        heal(&[old, Site::new(40)]);
    }
    let (same, start) = site.reopen(&with_canary(9, canary));
    assert_eq!(start, Start::Resumed { replayed: 0 });
    same.prove();
}

#[test]
fn a_device_that_meets_its_own_lost_commits_takes_them_in_and_a_new_name() {
    let site = Site::new(1);
    site.stock("opening", "MUG", "A-01", 5);
    site.act(take("1"));
    let backup = site.journal.deep_copy();
    site.act(take("2"));
    site.act(promise(&["1", "2"]));
    // No canary, no view: nothing tells but what others have.
    let (old, start) = Site::open(backup, MemoryStore::new(), &opening(1));
    assert!(matches!(start, Start::Resumed { .. }));
    assert_eq!(old.portal.stream(), site.portal.stream());
    old.journal.remember_images();
    let merged = merge(&old, export(&site)).expect("merges");
    assert!(merged.reincarnated);
    assert_eq!(merged.new, 2);
    for image in old.journal.images() {
        let (crashed, start) = Site::open(image, MemoryStore::new(), &opening(1));
        assert!(matches!(start, Start::Resumed { .. }));
        crashed.prove();
    }
    assert_ne!(old.portal.stream(), site.portal.stream());
    old.act(take("3"));
    let (old, _) = old.reopen(&opening(1));
    assert_ne!(old.portal.stream(), site.portal.stream());
    check_numbers(&[&site, &old]);
    merge(&site, export(&old)).expect("merges");
    check_equal(&[site, old]);
}

#[test]
fn a_cloned_profile_is_a_fork_that_both_notice() {
    let site = Site::new(1);
    site.stock("opening", "MUG", "A-01", 5);
    let (clone, _) = Site::open(site.journal.deep_copy(), MemoryStore::new(), &opening(1));
    site.act(take("1"));
    clone.act(take("2"));
    let stream = site.portal.stream();
    let bystander = Site::new(3);
    bystander.act(take("3"));
    // What else came along is taken in all the same.
    merge(&clone, export(&bystander)).expect("merges");
    let merged = merge(&site, export(&clone)).expect("both are kept");
    assert_eq!((merged.new, merged.known, merged.aside), (1, 1, 1));
    assert_eq!(site.portal.frozen(), [(stream, 2)]);
    assert!(site.portal.state().head(&order_id("3")).is_some());
    assert!(site.portal.state().head(&order_id("2")).is_none());
    assert_ne!(
        site.portal.stream(),
        stream,
        "it no longer writes that stream"
    );
    site.act(take("4"));
    site.prove();
    let (site, _) = site.reopen(&opening(1));
    assert_ne!(site.portal.stream(), stream);
    assert_eq!(site.portal.frozen(), [(stream, 2)]);
    assert!(site.portal.state().head(&order_id("4")).is_some());
    // Nobody can tell whose the next commit under that name is: it is set aside too, and what comes twice is there once.
    clone.act(take("5"));
    for aside in [1, 0] {
        let merged = merge(&site, export(&clone)).expect("both are kept");
        assert_eq!((merged.new, merged.aside), (0, aside));
    }
    assert!(site.portal.state().head(&order_id("5")).is_none());
    let kept = block_on(site.portal.aside()).expect("can be read");
    let numbers: Vec<(StreamId, u64)> = kept.iter().map(|a| (a.stream, a.number)).collect();
    assert_eq!(numbers, [(stream, 2), (stream, 3)]);
    site.prove();
    let error = merge(&bystander, export(&site)).err();
    assert_eq!(error, None);
    let merged = merge(&bystander, export(&clone)).expect("both are kept");
    assert_eq!((merged.new, merged.aside), (0, 2));
    assert_eq!(bystander.portal.frozen(), [(stream, 2)]);
    // The clone meets the others' commits under its own name, and takes another one.
    let merged = merge(&clone, export(&site)).expect("both are kept");
    assert!(merged.reincarnated && merged.aside > 0);
    assert_ne!(clone.portal.stream(), stream);
}

#[test]
fn a_gap_is_told_and_the_rest_taken_in() {
    let site = Site::new(1);
    for n in 0..5 {
        site.act(take(&n.to_string()));
    }
    let other = Site::new(2);
    other.act(take("9"));
    let stream = site.portal.stream();
    let mut parts = export(&site);
    let part = StreamPart {
        stream,
        first: 3,
        commits: parts[0].commits[2..].to_vec(),
    };
    parts[0].commits.truncate(1);
    let third = Site::new(3);
    let both = vec![parts[0].clone(), part, export(&other)[0].clone()];
    let error = merge(&third, both).expect_err("a gap");
    let gap = PortalError::Gap {
        stream,
        expected: 2,
        found: 3,
    };
    assert_eq!(error, gap);
    assert_eq!(third.portal.state().applied(&stream), 1);
    assert!(third.portal.state().head(&order_id("9")).is_some());
    // A part that lies about itself: nothing of it is taken.
    let lie = StreamPart {
        stream: StreamId([9; 16]),
        first: 1,
        commits: parts[0].commits.iter().cloned().cycle().take(2).collect(),
    };
    merge(&third, vec![lie]).expect_err("the second is not number 2");
    let nothing = StreamPart {
        stream,
        first: 0,
        commits: vec![vec![]],
    };
    merge(&third, vec![nothing]).expect_err("there is no commit 0");
    third.prove();
}

#[test]
fn a_tab_that_takes_the_lead_goes_on_where_the_other_was() {
    let site = Site::new(1);
    site.stock("opening", "MUG", "A-01", 5);
    let follows = Opening {
        leads: false,
        ..opening(5)
    };
    let (follower, _) = Site::open(site.journal.clone(), site.view.clone(), &follows);
    let stream = site.portal.stream();
    let done = site.act(take("1"));
    for _ in 0..2 {
        let taken = follower.portal.receive(stream, done.number, &done.bytes);
        block_on(taken).expect("the next one");
    }
    assert_eq!(
        follower.portal.state().digest(),
        site.portal.state().digest()
    );
    let missed = site.act(take("2"));
    let last = site.act(take("3"));
    let gap = block_on(follower.portal.receive(stream, last.number, &last.bytes));
    let expected = PortalError::Gap {
        stream,
        expected: missed.number,
        found: last.number,
    };
    assert_eq!(gap, Err(expected));
    block_on(follower.portal.catch_up()).expect("reads");
    // The leader takes another name meanwhile, and goes.
    let copy = Site::open(site.journal.deep_copy(), MemoryStore::new(), &opening(1)).0;
    copy.act(take("lost"));
    let merged = merge(&site, export(&copy)).expect("merges");
    assert!(merged.reincarnated);
    site.act(take("4"));
    for n in 0..=TAIL_COMMITS_MAX {
        site.act(take(&format!("more-{n}")));
    }
    drop(site.portal);
    block_on(follower.portal.catch_up()).expect("reads");
    follower.now_ms.set(1_800_000_000_000);
    follower.act(promise(&["4"]));
    assert_ne!(follower.portal.stream(), stream);
    follower.prove();
    let streams: BTreeSet<StreamId> = follower.portal.heads().iter().map(|h| h.0).collect();
    assert_eq!(streams.len(), 2);
}

#[test]
fn a_tab_that_follows_can_open_while_the_other_writes() {
    let site = Site::new(1);
    a_shift(&site, |_| {});
    let follows = Opening {
        leads: false,
        ..opening(5)
    };
    // The rows of the follower's look at the heads, then those that the leader has sealed and gone on with.
    let journal = site.journal.clone();
    struct Busy<'a>(&'a Site, Cell<u32>);
    impl Busy<'_> {
        async fn take(&self, when: &str) {
            let (operator, now_ms) = (crate::support::code("ana"), self.0.now_ms.get());
            let command = take(&format!("{when}-{}", self.1.get()));
            let done = self
                .0
                .portal
                .execute(&command, &operator, now_ms, Keep::Action);
            done.await.expect("kept");
        }
    }
    impl Pace for Busy<'_> {
        async fn step(&self, _done: u64, _total: u64) -> bool {
            self.1.set(self.1.get() + 1);
            self.take("meanwhile").await;
            let sealed = self.0.portal.seal_tail_when_idle().await;
            sealed.expect("sealed");
            self.take("then").await;
            true
        }
    }
    let busy = Busy(&site, Cell::new(0));
    let opened = block_on(Portal::open(journal, MemoryStore::new(), &follows, &busy));
    let (follower, _) = opened.expect("opens");
    assert!(busy.1.get() > 0);
    block_on(follower.catch_up()).expect("reads");
    assert_eq!(follower.state().digest(), site.portal.state().digest());
}
