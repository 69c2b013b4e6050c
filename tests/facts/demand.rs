//! Demand: units pass from account to account, and what stands is what the work goes by.

use crate::support::{line_of, units};
use depo::trade::demand::{OrderAccount, WorkAccount};
use depo::trade::fulfilment::demand_ledger::{OrderSums, Standing, WorkSums};
use proptest::prelude::*;

const UNROUTED: OrderAccount = OrderAccount::Unrouted;
const CANCELLED: OrderAccount = OrderAccount::Cancelled;

fn fo(number: u64) -> OrderAccount {
    OrderAccount::Handed(line_of(number))
}

/// The raw sums after an order of so many units and these transfers.
fn raw(ordered: u64, legs: &[(u64, OrderAccount, OrderAccount)]) -> OrderSums {
    let mut sums = OrderSums::default();
    sums.transfer(&OrderAccount::Ordered, &UNROUTED, units(ordered), 1);
    for (number, from, to) in legs {
        sums.transfer(from, to, units(*number), 1);
    }
    assert_eq!(sums.sum(), 0);
    sums
}

/// What stands, with so much begun in each fulfilment order, in the order of their opening.
#[track_caller]
fn stands(sums: &OrderSums, begun: &[(u64, i128)]) -> Standing {
    let opened: Vec<_> = begun
        .iter()
        .map(|(number, begun)| (line_of(*number), *begun))
        .collect();
    let standing = sums.stands(&opened);
    let all = standing.unrouted + standing.cancelled + standing.handed.values().sum::<i128>();
    assert_eq!(
        all,
        sums.ordered() + standing.done_twice,
        "units of the line add up"
    );
    standing
}

#[track_caller]
fn handed(standing: &Standing, expected: &[(u64, i128)]) {
    let expected = expected
        .iter()
        .map(|(number, units)| (line_of(*number), *units))
        .collect();
    assert_eq!(standing.handed, expected);
}

#[test]
fn two_splits_of_ten_are_still_ten() {
    // Two tablets that hear nothing of each other hand out 8 and 7 of 10.
    let sums = raw(10, &[(8, UNROUTED, fo(1)), (7, UNROUTED, fo(2))]);
    let standing = stands(&sums, &[(1, 0), (2, 0)]);
    handed(&standing, &[(1, 8), (2, 2)]);
    assert!(standing.breached);
    assert_eq!((standing.unrouted, standing.done_twice), (0, 0));
}

#[test]
fn a_cancelled_fulfilment_order_leaves_the_other_as_it_stands() {
    let sums = raw(
        10,
        &[
            (6, UNROUTED, fo(1)),
            (4, UNROUTED, fo(2)),
            (6, fo(1), CANCELLED),
        ],
    );
    let standing = stands(&sums, &[(1, 0), (2, 0)]);
    handed(&standing, &[(2, 4)]);
    assert_eq!((standing.cancelled, standing.breached), (6, false));
}

#[test]
fn later_steps_stand_as_far_as_their_line_does() {
    let sums = raw(
        14,
        &[
            (10, UNROUTED, fo(1)),
            (6, fo(1), fo(2)),
            (4, UNROUTED, fo(3)),
        ],
    );
    let standing = stands(&sums, &[(1, 0), (2, 2), (3, 0)]);
    handed(&standing, &[(1, 4), (2, 6), (3, 4)]);
    assert!(!standing.breached);
}

#[test]
fn without_a_breach_both_readings_are_equal() {
    let sums = raw(
        4,
        &[
            (2, UNROUTED, fo(1)),
            (2, UNROUTED, fo(2)),
            (2, fo(1), fo(2)),
            (1, fo(1), CANCELLED),
            (1, fo(2), fo(1)),
        ],
    );
    let standing = stands(&sums, &[(1, 0), (2, 0)]);
    handed(&standing, &[(2, 3)]);
    assert_eq!((standing.cancelled, standing.breached), (1, false));
}

#[test]
fn units_that_were_picked_before_the_cancellation_was_heard_stand() {
    // Cancelled at the office while the floor picks 3 of 5: the three are taken back from what was cancelled.
    let sums = raw(5, &[(5, UNROUTED, fo(1)), (5, fo(1), CANCELLED)]);
    let standing = stands(&sums, &[(1, 3)]);
    handed(&standing, &[(1, 3)]);
    assert_eq!(
        (standing.cancelled, standing.done_twice, standing.breached),
        (2, 0, true)
    );
}

#[test]
fn what_nobody_has_was_done_twice() {
    // Two desks handed the whole order out, and both warehouses picked it.
    let sums = raw(1, &[(1, UNROUTED, fo(1)), (1, UNROUTED, fo(2))]);
    let standing = stands(&sums, &[(1, 1), (2, 1)]);
    handed(&standing, &[(1, 1), (2, 1)]);
    assert_eq!(standing.done_twice, 1);
}

#[track_caller]
fn work(steps: &[(WorkAccount, WorkAccount, i128)]) -> WorkSums {
    let mut sums = WorkSums::default();
    for (from, to, units) in steps {
        sums.transfer(from, to, *units, 1);
    }
    sums
}

#[test]
fn what_is_handed_and_not_taken_up_is_under_way_and_gives_no_work() {
    use WorkAccount::{Allocated, Open, Picked, Source};
    let nothing = work(&[]).stands(5);
    assert_eq!((nothing.underway, nothing.open), (5, 0));
    let some = work(&[
        (Source, Open, 5),
        (Open, Allocated, 4),
        (Allocated, Picked, 1),
    ])
    .stands(5);
    assert_eq!(
        (some.underway, some.open, some.allocated, some.picked),
        (0, 1, 3, 1)
    );
}

#[test]
fn what_was_taken_up_and_stands_no_more_gives_no_work() {
    use WorkAccount::{Allocated, Open, Picked, Source};
    let sums = work(&[
        (Source, Open, 5),
        (Open, Allocated, 5),
        (Allocated, Picked, 2),
    ]);
    let stands = sums.stands(2);
    assert_eq!((stands.open, stands.allocated, stands.picked), (0, 0, 2));
}

fn account() -> impl Strategy<Value = OrderAccount> {
    prop_oneof![Just(UNROUTED), Just(CANCELLED), (1u64..4).prop_map(fo)]
}

proptest! {
    #[test]
    fn units_of_every_line_add_up_and_a_breach_alone_parts_the_readings(
        ordered in 1u64..20,
        legs in prop::collection::vec((1u64..8, account(), account()), 0..8),
        begun in prop::collection::vec(0i128..6, 3),
    ) {
        let sums = raw(ordered, &legs);
        let opened: Vec<(u64, i128)> = (1..).zip(begun.iter().copied()).collect();
        let standing = stands(&sums, &opened);
        let lacks = sums.unrouted() < 0
            || sums.cancelled() < 0
            || opened.iter().any(|(number, begun)| sums.handed(&line_of(*number)) < *begun);
        prop_assert_eq!(standing.breached, lacks);
        if !lacks {
            prop_assert_eq!(standing.unrouted, sums.unrouted());
            prop_assert_eq!(standing.cancelled, sums.cancelled());
            for (number, _) in &opened {
                let line = line_of(*number);
                prop_assert_eq!(standing.handed.get(&line).copied().unwrap_or(0), sums.handed(&line));
            }
        }
        for (number, begun) in &opened {
            prop_assert!(standing.handed.get(&line_of(*number)).copied().unwrap_or(0) >= *begun);
        }
        prop_assert!(standing.unrouted >= 0 && standing.cancelled >= 0);
        // However the same facts come together.
        let mut turned = legs.clone();
        turned.reverse();
        prop_assert_eq!(raw(ordered, &turned), sums);
    }
}
