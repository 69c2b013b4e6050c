//! What storage may do: refuse, lose an answer, fill up, die between two writes, come back older, empty or damaged.
//! Nothing that was acknowledged is lost, nothing counts twice, and the operator is told.

use crate::fleet::{check_equal, export, merge};
use crate::support::{Site, opening, order_id, placed, sku};
use depo::domain::command::{Command, NewItem};
use depo::journal::{SegmentError, open_segment, parse_key};
use depo::portal::{Keep, NoPace, Pace, Portal, PortalError, Start};
use depo::storage::memory::{MemoryStore, Trouble};
use depo::storage::{Fault, Table};
use futures_executor::block_on;
use std::cell::Cell;

/// Promises stock to these orders.
pub fn promise(numbers: &[&str]) -> Command {
    Command::Allocate {
        orders: numbers.iter().map(|number| order_id(number)).collect(),
    }
}

/// Takes an order in.
pub fn take(number: &str) -> Command {
    Command::TakeOrders {
        orders: vec![placed(number, &[("MUG", 2)])],
    }
}

/// Adds an item.
pub fn add(item: &str) -> Command {
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
pub fn a_shift(site: &Site, acknowledged: impl Fn(&Site)) {
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
