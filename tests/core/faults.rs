//! What storage may do: refuse, lose an answer, fill up, die between two writes, come back older, empty or damaged.
//! Nothing that was acknowledged is lost, nothing counts twice, and the operator is told.

use crate::fleet::{check_equal, commits, export, heal, merge};
use crate::support::{Site, opening, order_id, placed, random_bytes, sku};
use depo::domain::command::{Command, NewItem};
use depo::domain::commit::StreamId;
use depo::journal::{SegmentError, open_segment, parse_key};
use depo::limits::TAIL_COMMITS_MAX;
use depo::portal::{Canary, Keep, NoPace, Opening, Pace, Portal, PortalError, Start, StreamPart};
use depo::storage::memory::{MemoryStore, Trouble};
use depo::storage::{Fault, Table};
use futures_executor::block_on;
use std::cell::Cell;
use std::collections::BTreeSet;

fn promise(numbers: &[&str]) -> Command {
    Command::Allocate {
        orders: numbers.iter().map(|number| order_id(number)).collect(),
    }
}

fn take(number: &str) -> Command {
    Command::TakeOrders {
        orders: vec![placed(number, &[("MUG", 2)])],
    }
}

fn add(item: &str) -> Command {
    Command::AddItems {
        items: vec![NewItem {
            sku: sku(item),
            name: None,
            barcodes: vec![],
        }],
    }
}

fn fault(error: &PortalError) -> Option<Fault> {
    match error {
        PortalError::Store(error) => Some(error.fault),
        _ => None,
    }
}

#[test]
fn a_write_that_fails_changes_nothing_and_the_next_action_works() {
    for refused in [Fault::Full, Fault::Closed, Fault::Other] {
        let site = Site::new(1);
        site.stock("opening", "MUG", "A-01", 5);
        let told = std::rc::Rc::new(Cell::new(0));
        let listener = told.clone();
        site.portal
            .on_change(move |_| listener.set(listener.get() + 1));
        let before = site.portal.state().digest();
        site.journal.fail_next_write(refused);
        let error = site.try_do(&take("1")).expect_err("not saved");
        assert_eq!(fault(&error), Some(refused));
        assert_eq!(site.portal.state().digest(), before);
        assert_eq!(told.get(), 0);
        site.act(take("1"));
        site.act(promise(&["1"]));
        assert_eq!(site.figures("MUG"), (5, 2, 0));
        site.prove();
        let digest = site.portal.state().digest();
        let (site, _) = site.reopen(&opening(1));
        assert_eq!(site.portal.state().digest(), digest);
    }
}

#[test]
fn a_full_store_goes_on_showing_and_exporting_and_works_again_with_room() {
    let site = Site::new(1);
    site.stock("opening", "MUG", "A-01", 5);
    site.journal.set_full(true);
    site.view.set_full(true);
    for _ in 0..3 {
        let error = site.try_do(&take("1")).expect_err("full");
        assert_eq!(fault(&error), Some(Fault::Full));
    }
    let error = block_on(site.portal.save_view()).expect_err("full");
    assert_eq!(fault(&error), Some(Fault::Full));
    assert_eq!(export(&site).len(), 1);
    assert_eq!(site.figures("MUG"), (5, 0, 0));
    site.journal.set_full(false);
    site.act(take("1"));
    site.prove();
}

#[test]
fn an_action_whose_answer_was_lost_is_there_once() {
    let site = Site::new(1);
    site.stock("opening", "MUG", "A-01", 5);
    site.journal.trouble_write(0, Trouble::LoseAnswer);
    let error = site.try_do(&take("1")).expect_err("nobody knows");
    assert_eq!(fault(&error), Some(Fault::Closed));
    assert_eq!(site.portal.state().orders_count(), 0);
    // The operator tries again: the portal looks first, and finds that it is so already.
    let again = site.try_do(&take("1")).expect_err("done");
    assert!(matches!(again, PortalError::Refused(_)), "{again}");
    assert_eq!(site.figures("MUG"), (5, 0, 2));
    site.act(promise(&["1"]));
    site.prove();
    // The same for a merge, for sealing and for bulk work.
    let other = Site::new(2);
    other.journal.trouble_write(0, Trouble::LoseAnswer);
    merge(&other, export(&site)).expect_err("nobody knows");
    merge(&other, export(&site)).expect("merges");
    other.act(take("2"));
    other.journal.trouble_write(0, Trouble::LoseAnswer);
    block_on(other.portal.seal_tail_when_idle()).expect_err("nobody knows");
    other.act(take("3"));
    block_on(other.portal.seal_tail_when_idle()).expect("sealed");
    other.journal.trouble_write(1, Trouble::LoseAnswer);
    let bulk = |command| {
        let operator = crate::support::code("ana");
        block_on(
            other
                .portal
                .execute(&command, &operator, other.now_ms.get(), Keep::Bulk),
        )
    };
    bulk(add("A")).expect("kept");
    bulk(add("B")).expect_err("nobody knows");
    bulk(add("C")).expect("kept");
    block_on(other.portal.settle()).expect("settled");
    merge(&site, export(&other)).expect("merges");
    check_equal(&[site, other]);
}

#[test]
fn a_write_of_another_tab_is_noticed_and_read() {
    let site = Site::new(1);
    site.stock("opening", "MUG", "A-01", 5);
    // A second tab that leads, too: no locks in this browser.
    let (other, _) = Site::open(site.journal.clone(), site.view.clone(), &opening(1));
    site.act(take("1"));
    let error = other.try_do(&take("2")).expect_err("moved");
    assert_eq!(fault(&error), Some(Fault::Moved));
    other.act(take("2"));
    let error = site.try_do(&promise(&["1"])).expect_err("moved");
    assert_eq!(fault(&error), Some(Fault::Moved));
    site.act(promise(&["1", "2"]));
    assert_eq!(site.figures("MUG"), (5, 4, 0));
    site.prove();
}

/// Does a bit of everything, and says after each step what was acknowledged.
fn a_shift(site: &Site, acknowledged: impl Fn(&Site)) {
    site.stock("opening", "MUG", "A-01", 50);
    acknowledged(site);
    for n in 0..40 {
        site.act(take(&n.to_string()));
        acknowledged(site);
        if n % 9 == 0 {
            block_on(site.portal.seal_tail_when_idle()).expect("sealed");
        }
        if n % 13 == 0 {
            block_on(site.portal.save_view()).expect("saved");
        }
        if n % 17 == 0 {
            let (operator, item) = (crate::support::code("ana"), add(&format!("BULK-{n}")));
            let now_ms = site.now_ms.get();
            let kept = block_on(site.portal.execute(&item, &operator, now_ms, Keep::Bulk));
            kept.expect("kept");
            block_on(site.portal.settle()).expect("settled");
            acknowledged(site);
        }
        if n % 5 == 0 {
            site.act(promise(&[&n.to_string()]));
            acknowledged(site);
        }
    }
}

#[test]
fn after_a_crash_between_any_two_writes_every_acknowledged_commit_is_there_once() {
    let site = Site::new(1);
    site.journal.remember_images();
    let acknowledged = std::cell::RefCell::new(vec![(0usize, 0u64, site.portal.state().digest())]);
    let other = Site::new(2);
    other.act(take("from the other"));
    a_shift(&site, |site| {
        let images = site.journal.images().len();
        let number = site.portal.state().applied(&site.portal.stream());
        let digest = site.portal.state().digest();
        acknowledged.borrow_mut().push((images, number, digest));
    });
    merge(&site, export(&other)).expect("merges");
    let acknowledged = acknowledged.into_inner();
    for (i, image) in site.journal.images().into_iter().enumerate() {
        let (after, start) = Site::open(image, MemoryStore::new(), &opening(1));
        assert!(matches!(start, Start::Resumed { .. }), "{start:?}");
        after.prove();
        let last = acknowledged
            .iter()
            .rev()
            .find(|(images, ..)| *images <= i + 1);
        let (_, number, digest) = last.expect("the first");
        let found = after.portal.state().applied(&after.portal.stream());
        assert!(found >= *number, "{found} of {number} at write {i}");
        if found == *number && after.portal.heads().len() <= 1 {
            assert_eq!(after.portal.state().digest(), *digest, "at write {i}");
        }
        // And work goes on.
        after.act(add("AFTER"));
        after.prove();
    }
}

#[test]
fn a_view_that_was_killed_half_way_is_not_used() {
    let site = Site::new(1);
    a_shift(&site, |_| {});
    let digest = site.portal.state().digest();
    site.view.remember_images();
    block_on(site.portal.save_view()).expect("saved");
    site.act(add("LATER"));
    let later = site.portal.state().digest();
    block_on(site.portal.save_view()).expect("saved");
    assert_ne!(digest, later);
    let images = site.view.images();
    assert!(images.len() >= 5);
    for view in images {
        let (after, _) = Site::open(site.journal.deep_copy(), view, &opening(1));
        assert_eq!(after.portal.state().digest(), later);
        after.prove();
    }
    // Damaged anywhere, it is built anew.
    for key in site.view.keys(Table::View) {
        let view = site.view.deep_copy();
        view.damage(Table::View, &key, |value| {
            let middle = value.len() / 2;
            value[middle] ^= 0x10;
        });
        let (after, _) = Site::open(site.journal.deep_copy(), view, &opening(1));
        assert_eq!(after.portal.state().digest(), later);
    }
}

#[test]
fn a_flipped_bit_is_named_and_nothing_is_deleted() {
    let site = Site::new(1);
    a_shift(&site, |_| {});
    for table in [Table::Segments, Table::Tail, Table::Meta] {
        for key in site.journal.keys(table) {
            let journal = site.journal.deep_copy();
            journal.damage(table, &key, |value| {
                let last = value.len() - 1;
                value[last / 2] ^= 4;
            });
            let before: Vec<_> = [Table::Segments, Table::Tail, Table::Meta]
                .map(|table| journal.size(table))
                .to_vec();
            let opened = block_on(Portal::open(
                journal.clone(),
                MemoryStore::new(),
                &opening(1),
                &NoPace,
            ));
            let error = match opened {
                // A head or an identity that reads well but is another one shows in the proof at the latest.
                Ok((portal, _)) => match block_on(portal.prove(&NoPace)) {
                    Ok(proof) => {
                        assert!(table == Table::Meta, "{key:?}: {proof:?}");
                        continue;
                    }
                    Err(error) => error,
                },
                Err(error) => error,
            };
            if let (PortalError::Damaged(record), Some((stream, number))) =
                (&error, parse_key(&key))
            {
                assert_eq!(record.stream, stream);
                assert!(
                    table == Table::Tail || record.number == number,
                    "{record:?}"
                );
            }
            let after: Vec<_> = [Table::Segments, Table::Tail, Table::Meta]
                .map(|table| journal.size(table))
                .to_vec();
            assert_eq!(before, after, "{error}");
        }
    }
}

#[test]
fn a_segment_in_the_place_of_another_is_found_by_the_proof() {
    let site = Site::new(1);
    a_shift(&site, |_| {});
    block_on(site.portal.seal_tail_when_idle()).expect("sealed");
    // The same history with another second commit, whole in itself.
    let twin = Site::new(1);
    twin.stock("opening", "MUG", "A-01", 51);
    twin.act(take("0"));
    block_on(twin.portal.seal_tail_when_idle()).expect("sealed");
    let keys = site.journal.keys(Table::Segments);
    let foreign = twin.journal.keys(Table::Segments);
    assert_eq!(keys[0], foreign[0]);
    let bytes = Cell::new(Vec::new());
    twin.journal.damage(Table::Segments, &foreign[0], |value| {
        bytes.set(value.clone())
    });
    let bytes = bytes.into_inner();
    assert_eq!(open_segment(&bytes).map(|s| s.verify()), Ok(Ok(())));
    site.journal
        .damage(Table::Segments, &keys[0], |value| *value = bytes);
    let error = block_on(site.portal.prove(&NoPace)).expect_err("not the same chain");
    assert!(matches!(error, PortalError::Damaged(_)), "{error}");
    assert_eq!(open_segment(b"DEPO"), Err(SegmentError::NotASegment));
}

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
    let mut seen: std::collections::BTreeMap<(StreamId, u64), depo::domain::commit::Commit> =
        std::collections::BTreeMap::new();
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
    let error = merge(&site, export(&clone)).expect_err("a fork");
    assert_eq!(error, PortalError::Fork { stream, number: 2 });
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
    assert!(site.portal.state().head(&order_id("4")).is_some());
    let error = merge(&bystander, export(&site)).err();
    assert_eq!(error, None);
    let error = merge(&bystander, export(&clone)).expect_err("a fork");
    assert!(matches!(error, PortalError::Fork { .. }));
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

struct StopAfter(Cell<u32>);

impl Pace for StopAfter {
    async fn step(&self, _done: u64, _total: u64) -> bool {
        self.0.set(self.0.get().saturating_sub(1));
        self.0.get() > 0
    }
}

#[test]
fn a_merge_that_is_stopped_or_fails_half_way_can_be_done_again() {
    let site = Site::new(1);
    let words = "x".repeat(1_500);
    for n in 0..600 {
        let mut order = placed(&n.to_string(), &[("MUG", 1)]);
        order.country = depo::domain::text::Words::new(&words).ok();
        site.act(Command::TakeOrders {
            orders: vec![order],
        });
    }
    let other = Site::new(2);
    let stop = StopAfter(Cell::new(2));
    let random = [7; 8];
    let stopped = block_on(other.portal.merge(export(&site), 0, random, &stop));
    assert_eq!(stopped.err(), Some(PortalError::Cancelled));
    assert!(other.portal.state().orders_count() > 0);
    other.journal.trouble_write(1, Trouble::Refuse(Fault::Full));
    let error = merge(&other, export(&site)).expect_err("full");
    assert_eq!(fault(&error), Some(Fault::Full));
    let strict = other.journal.strict_writes();
    merge(&other, export(&site)).expect("merges");
    assert!(
        other.journal.strict_writes() > strict,
        "it ends strictly durable"
    );
    check_equal(&[site, other]);
}

#[test]
fn damage_under_a_merge_changes_nothing() {
    let [a, b] = [Site::new(3), Site::new(4)];
    a.stock("opening", "MUG", "A-01", 9);
    a.act(take("1"));
    merge(&b, export(&a)).expect("merges");
    a.act(promise(&["1"]));
    b.act(promise(&["1"]));
    block_on(b.portal.save_view()).expect("saved");
    // The order's history, which the merge must read, lies in a damaged segment.
    let (b, _) = b.reopen(&opening(4));
    for key in b.journal.keys(Table::Segments) {
        b.journal
            .damage(Table::Segments, &key, |value| value[100] ^= 1);
    }
    let (before, heads) = (b.portal.state().digest(), b.portal.heads());
    let error = merge(&b, export(&a)).expect_err("damaged");
    assert!(
        matches!(error, PortalError::Damaged(_) | PortalError::Segment(_)),
        "{error}"
    );
    assert_eq!(b.portal.state().digest(), before);
    assert_eq!(b.portal.heads(), heads);
    for key in b.journal.keys(Table::Segments) {
        b.journal
            .damage(Table::Segments, &key, |value| value[100] ^= 1);
    }
    merge(&b, export(&a)).expect("merges");
    b.prove();
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
    assert_ne!(random_bytes(1), random_bytes(2));
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
