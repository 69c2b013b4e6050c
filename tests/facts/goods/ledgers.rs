//! What is read from the ledger: through containers, by warehouse, under merged names; counts of many accounts at once.

use super::scenarios::check;
use super::world::{
    AS_WRITTEN, Fact, Taken, World, container, counted, goods, item, key, location, moved, place,
    seen, warehouse,
};
use depo::trade::counting::{Covers, Observation, ObservationKind};
use depo::trade::id::DocumentId;
use depo::trade::identity::components::Components;
use depo::trade::locations::containers::{Containers, Root};
use depo::trade::locations::{ContainerMoved, LocationFact, Standing};
use depo::trade::relations::At;
use depo::trade::stock::asked::LedgerEntry;
use depo::trade::stock::ledger::{Ledger, OnHand};
use depo::trade::stock::posting::{AccountKey, Posting, What};

const A: u8 = 1;
const B: u8 = 2;

fn stand(world: &mut World, what: &str, at: Standing) {
    let moved = LocationFact::ContainerMoved(ContainerMoved {
        container: container(what),
        from: None,
        to: at,
    });
    world.commit(A, 1, &[], &[Fact::Container(moved)]);
}

fn folded(world: &World) -> (Ledger, Containers) {
    let set = world.all();
    let postings: Vec<(At, Posting<'_>)> = (0..world.commits.len())
        .flat_map(|commit| world.postings(commit))
        .collect();
    let mut containers = Containers::default();
    for (at, fact) in world.container_facts() {
        containers.apply(at, fact, &set);
    }
    (Ledger::anew(&postings, &AS_WRITTEN, &set), containers)
}

/// An observation of everything at B, with the plates that were looked into.
fn everything(containers: &[&str], list: &[(&str, u64)]) -> Observation {
    Observation {
        containers: containers.iter().map(|code| container(code)).collect(),
        ..seen("B", Covers::Everything, list)
    }
}

#[test]
fn stock_by_location_is_read_through_the_tree() {
    let mut world = World::default();
    stand(&mut world, "T1", Standing::Container(container("P1")));
    stand(&mut world, "P1", Standing::Location(location("B")));
    world.commit(
        A,
        10,
        &[],
        &[
            moved(3, "MUG", "SUP", "T1"),
            moved(4, "MUG", "SUP", "P1"),
            moved(5, "MUG", "SUP", "B"),
            moved(6, "MUG", "SUP", "T9"),
        ],
    );
    let (ledger, containers) = folded(&world);
    let set = world.all();
    let stock = ledger.by_root(&containers, &set);
    assert_eq!(
        stock.get(&(Root::Location(location("B")), goods("MUG"))),
        Some(&12)
    );
    assert_eq!(stock.get(&(Root::Unknown, goods("MUG"))), Some(&6));
    let on_hand = ledger.on_hand(&containers, &set);
    let expected = OnHand {
        units: 12,
        closed: 0,
    };
    assert_eq!(on_hand.get(&(warehouse(), goods("MUG"))), Some(&expected));
    assert_eq!(on_hand.len(), 1);
}

#[test]
fn what_a_short_closes_is_on_hand_and_closed() {
    let mut world = World::default();
    world.commit(
        A,
        10,
        &[],
        &[moved(5, "MUG", "SUP", "B"), moved(4, "MUG", "SUP", "C")],
    );
    world.commit(A, 20, &[], &[Fact::Short(place("B"), goods("MUG"))]);
    let (ledger, containers) = folded(&world);
    let expected = OnHand {
        units: 9,
        closed: 5,
    };
    let on_hand = ledger.on_hand(&containers, &world.all());
    assert_eq!(on_hand.get(&(warehouse(), goods("MUG"))), Some(&expected));
}

#[test]
fn the_place_of_differences_holds_what_counts_found_with_the_other_sign() {
    let mut world = World::default();
    world.commit(A, 10, &[], &[moved(10, "MUG", "SUP", "B")]);
    world.commit(A, 20, &[], &[counted("B", "MUG", 12)]);
    let (ledger, containers) = folded(&world);
    let differences = ledger.differences(&containers, &world.all());
    assert_eq!(
        differences.get(&(Some(warehouse()), goods("MUG"))),
        Some(&-2)
    );
    let balances: i128 = ledger
        .accounts()
        .map(|(_, _, account)| account.balance())
        .sum();
    assert_eq!(balances + differences.values().sum::<i128>(), 0);
    assert_eq!(ledger.moved().get(&item("MUG")), Some(&0));
}

#[test]
fn a_count_of_everything_says_what_is_in_the_containers_that_it_saw() {
    let mut world = World::default();
    world.commit(
        A,
        10,
        &[],
        &[
            moved(3, "MUG", "SUP", "P1"),
            moved(4, "CUP", "SUP", "P1"),
            moved(5, "MUG", "SUP", "P2"),
            moved(6, "MUG", "SUP", "B"),
        ],
    );
    let list = [("MUG@P1", 2), ("MUG", 7)];
    world.commit(A, 1_000, &[], &[Fact::Observed(everything(&["P1"], &list))]);
    // The plate that it did not see keeps what it has.
    let balances = [
        (key("P1", "MUG"), 2),
        (key("P1", "CUP"), 0),
        (key("P2", "MUG"), 5),
        (key("B", "MUG"), 7),
    ];
    check(&world, &balances, &[]);
}

#[test]
fn a_count_that_looked_into_containers_is_approved_in_all_of_them_at_once() {
    let mut world = World::default();
    world.commit(
        A,
        10,
        &[],
        &[moved(3, "MUG", "SUP", "P1"), moved(6, "MUG", "SUP", "B")],
    );
    let count = world.commit(
        A,
        1_000,
        &[],
        &[Fact::Observed(Observation {
            kind: ObservationKind::CountToApprove,
            ..everything(&["P1"], &[("MUG@P1", 2), ("MUG", 7)])
        })],
    );
    check(
        &world,
        &[(key("P1", "MUG"), 3), (key("B", "MUG"), 6)],
        &["to approve"; 2],
    );
    world.commit(
        B,
        2_000,
        &[count],
        &[Fact::Judged {
            count,
            place: place("B"),
            approved: true,
        }],
    );
    check(&world, &[(key("P1", "MUG"), 2), (key("B", "MUG"), 7)], &[]);
}

/// Six of L1 and four of L2 in bin B, and nine counted of which nobody read the lot.
fn nine_of_ten() -> World {
    let mut world = World::default();
    world.commit(
        A,
        10,
        &[],
        &[
            moved(6, "MUG/L1", "SUP", "B"),
            moved(4, "MUG/L2", "SUP", "B"),
        ],
    );
    let mugs = Covers::Item(item("MUG"));
    world.commit(
        A,
        1_000,
        &[],
        &[Fact::Observed(seen("B", mugs, &[("MUG?", 9)]))],
    );
    world
}

fn lots(one: i128, two: i128) -> [(AccountKey, i128); 2] {
    [(key("B", "MUG/L1"), one), (key("B", "MUG/L2"), two)]
}

#[test]
fn a_difference_that_lots_leave_open_is_an_entry_and_no_guess() {
    let mut world = nine_of_ten();
    check(&world, &lots(6, 4), &["unlisted"]);
    let mut taken = Taken::new(&world);
    (0..world.commits.len()).for_each(|commit| taken.take(commit));
    let entries = taken.ledger.entries(&taken.set());
    let expected = LedgerEntry::Unlisted {
        key: AccountKey {
            place: place("B"),
            what: What::Item(item("MUG")),
        },
        units: -1,
    };
    assert_eq!(entries, [expected]);
    // What moves meanwhile is in both sums.
    world.commit(A, 1_100, &[], &[moved(2, "MUG/L1", "B", "T1")]);
    check(&world, &lots(4, 4), &["unlisted"]);
    world.commit(A, 1_200, &[], &[counted("B", "MUG/L2", 3)]);
    check(&world, &lots(4, 3), &[]);
}

#[test]
fn a_count_without_lots_that_finds_the_sum_of_the_books_asks_nothing() {
    let mut world = World::default();
    world.commit(
        A,
        10,
        &[],
        &[
            moved(6, "MUG/L1", "SUP", "B"),
            moved(4, "MUG/L2", "SUP", "B"),
        ],
    );
    world.commit(
        A,
        1_000,
        &[],
        &[Fact::Observed(seen("B", Covers::Loose, &[("MUG?", 10)]))],
    );
    check(&world, &lots(6, 4), &[]);
}

#[test]
fn a_count_of_every_lot_ends_what_was_open_whatever_it_finds() {
    let mut world = nine_of_ten();
    let both = [("MUG/L1", 7), ("MUG/L2", 5)];
    world.commit(
        A,
        2_000,
        &[],
        &[Fact::Observed(seen("B", Covers::Loose, &both))],
    );
    check(&world, &lots(7, 5), &[]);
}

#[test]
fn lots_that_are_counted_one_by_one_end_what_was_open_with_the_last() {
    let mut world = nine_of_ten();
    world.commit(A, 2_000, &[], &[counted("B", "MUG/L1", 7)]);
    check(&world, &lots(7, 4), &["unlisted"]);
    world.commit(A, 2_100, &[], &[counted("B", "MUG/L2", 4)]);
    check(&world, &lots(7, 4), &[]);
}

#[test]
fn goods_of_merged_items_are_one_account_so_that_a_count_counts_both() {
    let mut world = World::default();
    let first = world.commit(
        A,
        10,
        &[],
        &[moved(3, "MUG", "SUP", "B"), moved(1, "MUG/L1", "SUP", "B")],
    );
    world.commit(
        A,
        20,
        &[],
        &[moved(5, "CUP", "SUP", "B"), moved(2, "CUP/L1", "SUP", "B")],
    );
    world.commit(A, 30, &[], &[counted("B", "CUP", 9)]);
    let set = world.all();
    let postings: Vec<(At, Posting<'_>)> = (0..world.commits.len())
        .flat_map(|commit| world.postings(commit))
        .collect();
    let mut names = Components::default();
    let document = |code: &str| DocumentId::Item(item(code));
    let at = world.at(first, 0);
    names.merged(at, document("MUG"), document("CUP"));
    let ledger = Ledger::anew(&postings, &names, &set);
    let told: Vec<_> = ledger
        .at(&place("B"))
        .map(|(goods, account)| (goods, account.balance()))
        .collect();
    assert_eq!(told, [(&goods("CUP"), 9), (&goods("CUP/L1"), 3)]);
    assert_eq!(ledger.prove(&postings, &names, &set), []);
    // The merge is taken back: the accounts of both names are folded anew, each with what its name said.
    let mut again = ledger.clone();
    names.revoked(at.fact());
    for code in ["MUG", "MUG/L1", "CUP", "CUP/L1"] {
        for at in ["B", "SUP"] {
            again.refold(&key(at, code), &postings, &names, &set);
        }
    }
    assert_eq!(again.prove(&postings, &names, &set), []);
    assert_eq!(again.balance(&key("B", "MUG")), 3);
}
