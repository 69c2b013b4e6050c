//! What an observation covers, what it closes, and goods that become others: each case with the right answer.

use super::scenarios::{check, mugs, twenty};
use super::world::{AS_WRITTEN, Fact, World, goods, key, listed, moved, place, seen};
use depo::trade::counting::{Covers, Observation, ObservationKind};
use depo::trade::goods::{Condition, Goods};
use depo::trade::stock::ledger::Ledger;
use depo::trade::stock::posting::AccountKey;

const A: u8 = 1;
const B: u8 = 2;

#[test]
fn a_zero_check_that_failed_closes_the_goods_that_it_saw_and_posts_nothing() {
    let mut world = World::default();
    twenty(&mut world);
    let zero = |list: &[(&str, u64)]| Observation {
        kind: ObservationKind::ZeroCheck,
        ..seen("B", Covers::Loose, list)
    };
    world.commit(A, 1_000, &[], &[Fact::Observed(zero(&[]))]);
    mugs(&world, 20, &[]);
    world.commit(A, 1_100, &[], &[Fact::Observed(zero(&[("MUG", 2)]))]);
    mugs(&world, 20, &["short"]);
}

#[test]
fn a_zero_check_that_saw_none_where_the_books_said_some_failed_too() {
    let mut world = World::default();
    twenty(&mut world);
    let expected = listed("MUG", 20);
    world.commit(
        A,
        1_000,
        &[],
        &[Fact::Observed(Observation {
            kind: ObservationKind::ZeroCheck,
            expected: Some(vec![expected]),
            ..seen("B", Covers::Loose, &[])
        })],
    );
    mugs(&world, 20, &["short"]);
}

#[test]
fn what_a_count_covers_and_does_not_list_was_not_there() {
    let mut world = World::default();
    twenty(&mut world);
    world.commit(
        A,
        20,
        &[],
        &[moved(3, "CUP", "SUP", "B"), moved(2, "CUP/L1", "SUP", "B")],
    );
    let cups = Covers::Item(goods("CUP").item);
    world.commit(
        A,
        1_000,
        &[],
        &[Fact::Observed(seen("B", cups, &[("CUP/L2", 4)]))],
    );
    let balances = [("MUG", 20), ("CUP", 0), ("CUP/L1", 0), ("CUP/L2", 4)];
    check(
        &world,
        &balances.map(|(what, units)| (key("B", what), units)),
        &[],
    );
    world.commit(
        A,
        2_000,
        &[],
        &[Fact::Observed(seen("B", Covers::Loose, &[]))],
    );
    let balances = ["MUG", "CUP", "CUP/L1", "CUP/L2"];
    check(&world, &balances.map(|what| (key("B", what), 0)), &[]);
}

#[test]
fn goods_booked_in_unknown_to_a_count_of_the_whole_place_were_before_it_or_after_it() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(
        B,
        5_000,
        &[booked],
        &[Fact::Observed(seen("B", Covers::Loose, &[("MUG", 20)]))],
    );
    world.commit(A, 1_000, &[], &[moved(3, "CUP", "SUP", "B")]);
    world.commit(A, 9_000, &[], &[moved(2, "POT", "SUP", "B")]);
    world.compare(9_900, &[A, B]);
    check(&world, &[(key("B", "CUP"), 0), (key("B", "POT"), 2)], &[]);
}

#[test]
fn less_than_nothing_at_a_place_of_ours_is_an_entry_and_elsewhere_is_none() {
    let mut world = World::default();
    world.commit(A, 10, &[], &[moved(2, "MUG", "B", "CUST")]);
    mugs(&world, -2, &["below"]);
    world.commit(A, 20, &[], &[moved(2, "MUG", "SUP", "B")]);
    check(
        &world,
        &[(key("SUP", "MUG"), -2), (key("B", "MUG"), 0)],
        &[],
    );
}

fn becomes(units: u64, what: &str, what_now: &str, from: &str, to: &str) -> Fact {
    Fact::Moved {
        goods: goods(what),
        becomes: Some(goods(what_now)),
        from: place(from),
        to: place(to),
        units,
    }
}

#[test]
fn a_lot_learnt_at_the_pick_leaves_no_minus_one() {
    let mut world = World::default();
    world.commit(A, 10, &[], &[moved(10, "MUG", "SUP", "B")]);
    world.commit(A, 20, &[], &[becomes(1, "MUG", "MUG/L1", "B", "T1")]);
    let balances = [
        (key("B", "MUG"), 9),
        (key("B", "MUG/L1"), 0),
        (key("T1", "MUG/L1"), 1),
        (key("T1", "MUG"), 0),
    ];
    check(&world, &balances, &[]);
}

#[test]
fn a_change_of_condition_is_a_movement_in_place() {
    let mut world = World::default();
    world.commit(A, 10, &[], &[moved(10, "MUG", "SUP", "B")]);
    let damaged: Goods = goods("MUG").graded(Condition::Damaged);
    world.commit(
        A,
        20,
        &[],
        &[Fact::Moved {
            goods: goods("MUG"),
            becomes: Some(damaged.clone()),
            from: place("B"),
            to: place("B"),
            units: 3,
        }],
    );
    let bad = AccountKey::new(place("B"), damaged);
    check(&world, &[(key("B", "MUG"), 7), (bad, 3)], &[]);
}

#[test]
fn a_plate_and_a_loose_pick() {
    let mut world = World::default();
    world.commit(
        A,
        10,
        &[],
        &[moved(40, "MUG", "SUP", "P1"), moved(2, "MUG", "SUP", "B")],
    );
    world.commit(A, 20, &[], &[moved(3, "MUG", "B", "T1")]);
    // The plate that stands in the bin keeps its goods; that they are taken from it is proposed, never done silently.
    check(
        &world,
        &[(key("P1", "MUG"), 40), (key("B", "MUG"), -1)],
        &["below"],
    );
}

#[test]
fn an_account_that_was_changed_is_found_by_the_proof() {
    let mut world = World::default();
    twenty(&mut world);
    let set = world.all();
    let postings = world.postings(2);
    let ledger = Ledger::anew(&postings, &AS_WRITTEN, &set);
    assert_eq!(ledger.prove(&postings, &AS_WRITTEN, &set), []);
    let found = ledger.prove(&[], &AS_WRITTEN, &set);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].held, found[0].anew), (Some(20), None));
}
