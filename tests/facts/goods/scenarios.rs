//! Cases in a few facts each, with the right answer: whatever a rule left out would give another.

use super::world::{
    Fact, S, Taken, World, container, counted, counted_after, goods, key, moved, place, seen,
};
use crate::support;
use depo::trade::counting::{Covers, Observation, ObservationKind};
use depo::trade::stock::asked::LedgerEntry;
use depo::trade::stock::posting::AccountKey;

const A: u8 = 1;
const B: u8 = 2;
const C: u8 = 3;
const F: u8 = 9;

/// A world with 20 mugs in bin B, booked by A at second 10, whom both A and B know. Gives the booking.
pub fn twenty(world: &mut World) -> usize {
    world.compare(0, &[A, B]);
    let booked = world.commit(A, 10, &[], &[moved(20, "MUG", "SUP", "B")]);
    world.commit(B, 20, &[booked], &[]);
    booked
}

fn kind(entry: &LedgerEntry) -> &'static str {
    match entry {
        LedgerEntry::BelowZero(_) => "below",
        LedgerEntry::Doubt { .. } => "doubt",
        LedgerEntry::Counts(_) => "counts",
        LedgerEntry::ToApprove { .. } => "to approve",
        LedgerEntry::Disputed { .. } => "disputed",
        LedgerEntry::Short(_) => "short",
        LedgerEntry::Unlisted { .. } => "unlisted",
    }
}

/// Takes the world in forwards, and stream by stream the last stream first; both say the same, and the accounts have
/// these balances and entries of these kinds.
#[track_caller]
pub fn check(world: &World, balances: &[(AccountKey, i128)], entries: &[&str]) {
    let forwards: Vec<usize> = (0..world.commits.len()).collect();
    let mut streams = forwards.clone();
    streams.sort_by_key(|i| (std::cmp::Reverse(world.commits[*i].stream), *i));
    for arrival in [forwards, streams] {
        let mut taken = Taken::new(world);
        for commit in arrival {
            taken.take(commit);
        }
        taken.is_right();
        let asked = taken.ledger.entries(&taken.set());
        for (key, units) in balances {
            let balance = taken.ledger.balance(key);
            assert_eq!(balance, *units, "of {key:?}: {asked:?}");
        }
        let told: Vec<&str> = asked.iter().map(kind).collect();
        assert_eq!(told, entries);
    }
}

#[track_caller]
pub fn mugs(world: &World, units: i128, entries: &[&str]) {
    check(world, &[(key("B", "MUG"), units)], entries);
}

#[test]
fn three_picked_offline_and_seven_counted_leave_seven() {
    let mut world = World::default();
    world.compare(0, &[A, B]);
    let booked = world.commit(A, 10, &[], &[moved(10, "MUG", "SUP", "B")]);
    world.commit(A, 1_000, &[], &[moved(3, "MUG", "B", "T1")]);
    world.commit(B, 2_000, &[booked], &[counted("B", "MUG", 7)]);
    world.compare(3_000, &[A, B]);
    mugs(&world, 7, &[]);
}

#[test]
fn a_count_is_measured_against_what_moved_and_not_against_a_count_that_was_never_posted() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    let first = world.commit(B, 1_000, &[booked], &[counted("B", "MUG", 15)]);
    world.commit(A, 1_030, &[], &[moved(2, "MUG", "B", "T1")]);
    mugs(&world, 18, &["doubt"]);
    world.compare(1_400, &[A, B]);
    world.commit(A, 2_000, &[first], &[counted("B", "MUG", 13)]);
    mugs(&world, 13, &[]);
}

#[test]
fn a_count_typed_later_stands_after_the_commit_it_names() {
    let mut world = World::default();
    twenty(&mut world);
    let named = world.commit(A, 900, &[], &[moved(1, "MUG", "SUP", "T1")]);
    world.commit(A, 1_000, &[], &[moved(4, "MUG", "B", "T1")]);
    let number = world.commits[named].number;
    world.commit(A, 1_500, &[], &[counted_after("B", "MUG", 19, number)]);
    world.compare(2_000, &[A]);
    mugs(&world, 15, &[]);
}

#[test]
fn a_count_typed_later_may_have_been_seen_at_any_time_before_the_next_commit() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    let named = world.head(B).expect("a head");
    world.commit(A, 1_000, &[], &[counted("B", "MUG", 20)]);
    world.write(C, 1_100 * S, &[booked], &[], Some(0), None);
    world.commit(C, 1_200, &[], &[moved(4, "MUG", "B", "T1")]);
    let number = world.commits[named].number;
    world.commit(B, 1_500, &[], &[counted_after("B", "MUG", 15, number)]);
    world.compare(3_000, &[A, B, C]);
    // Seen between 20 and 1,500: before or after the four were taken nobody knows.
    mugs(&world, 16, &["doubt"]);
}

#[test]
fn a_pick_scanned_ten_seconds_before_the_count_is_a_doubt() {
    let mut world = World::default();
    twenty(&mut world);
    let pick = world.commit(A, 1_000, &[], &[moved(3, "MUG", "B", "T1")]);
    let count = world.commit(B, 1_010, &[pick], &[counted("B", "MUG", 20)]);
    world.compare(2_000, &[A, B]);
    mugs(&world, 17, &["doubt"]);
    world.commit(
        A,
        2_100,
        &[count],
        &[Fact::Placed {
            count,
            place: place("B"),
            movement: pick,
            before: false,
        }],
    );
    mugs(&world, 17, &[]);
    let after = world.head(A).expect("a head");
    world.commit(
        B,
        2_200,
        &[after],
        &[Fact::Placed {
            count,
            place: place("B"),
            movement: pick,
            before: true,
        }],
    );
    mugs(&world, 20, &[]);
}

/// An answer that arrives before the movement it places, or before the account was known at all, holds when both came.
#[test]
fn an_answer_waits_for_its_movement() {
    let mut world = World::default();
    let count = world.commit(B, 1_000, &[], &[counted("B", "MUG", 11)]);
    let late = world.commit(A, 2_000, &[], &[moved(5, "MUG", "SUP", "B")]);
    let place = place("B");
    world.commit(
        C,
        3_000,
        &[count, late],
        &[Fact::Placed {
            count,
            place,
            movement: late,
            before: true,
        }],
    );
    mugs(&world, 11, &[]);
}

#[test]
fn a_pick_two_minutes_before_a_count_that_knew_it_is_no_doubt() {
    let mut world = World::default();
    twenty(&mut world);
    let pick = world.commit(A, 1_000, &[], &[moved(3, "MUG", "B", "T1")]);
    world.commit(B, 1_061, &[pick], &[counted("B", "MUG", 16)]);
    world.compare(2_000, &[A, B]);
    mugs(&world, 16, &[]);
}

#[test]
fn a_pick_booked_within_a_minute_after_the_count_that_it_knew_is_a_doubt() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    let count = world.commit(B, 1_000, &[booked], &[counted("B", "MUG", 17)]);
    world.commit(A, 1_050, &[count], &[moved(3, "MUG", "B", "T1")]);
    world.compare(2_000, &[A, B]);
    mugs(&world, 17, &["doubt"]);
}

#[test]
fn what_one_operator_books_on_the_tablet_that_counts_is_no_doubt() {
    let mut world = World::default();
    twenty(&mut world);
    world.commit(A, 1_000, &[], &[counted("B", "MUG", 17)]);
    world.commit(A, 1_001, &[], &[moved(3, "MUG", "B", "T1")]);
    world.compare(2_000, &[A]);
    mugs(&world, 14, &[]);
}

/// Somebody who changes the tablet is no other pair of hands.
#[test]
fn what_the_counter_books_on_another_tablet_is_no_doubt() {
    let mut world = World::default();
    twenty(&mut world);
    let pick = world.commit(A, 1_000, &[], &[moved(3, "MUG", "B", "T1")]);
    let count = world.commit(B, 1_010, &[pick], &[counted("B", "MUG", 17)]);
    world.compare(2_000, &[A, B]);
    mugs(&world, 17, &["doubt"]);
    for commit in [pick, count] {
        world.commits[commit].operator = Some(support::opened(b'A', 1));
    }
    mugs(&world, 17, &[]);
    world.commits[count].operator = Some(support::opened(b'A', 2));
    mugs(&world, 17, &["doubt"]);
}

#[test]
fn a_clock_that_fell_back_an_hour_puts_no_pick_before_a_count() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(A, 4_000, &[], &[counted("B", "MUG", 20)]);
    world.commit(B, 5_000 - 3_600, &[booked], &[moved(5, "MUG", "B", "T1")]);
    world.compare(6_000, &[A]);
    world.write(B, 2_400 * S, &[], &[], Some(-3_600 * S), None);
    mugs(&world, 15, &["doubt"]);
}

#[test]
fn a_movement_whose_stamp_contradicts_what_it_knew_is_a_doubt() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(A, 1_000, &[], &[counted("B", "MUG", 20)]);
    let pick = [moved(5, "MUG", "B", "T1")];
    world.write(B, 5_000 * S, &[booked], &pick, None, Some(5 * S));
    world.compare(6_000, &[A, B]);
    let mut taken = Taken::new(&world);
    (0..world.commits.len()).for_each(|commit| taken.take(commit));
    let asked = taken.ledger.entries(&taken.set());
    assert_eq!(asked.iter().map(kind).collect::<Vec<_>>(), ["doubt"]);
}

#[test]
fn compared_clocks_decide_where_stamps_run_far_ahead() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    let ahead = world.write(F, 99_999 * S, &[], &[], Some(95_000 * S), None);
    world.commit(B, 1_000, &[booked, ahead], &[counted("B", "MUG", 20)]);
    world.commit(A, 5_000, &[], &[moved(3, "MUG", "B", "T1")]);
    world.compare(6_000, &[A, B]);
    mugs(&world, 17, &[]);
}

#[test]
fn clocks_that_were_not_compared_leave_a_count_in_doubt_until_they_are() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(B, 1_000, &[booked], &[counted("B", "MUG", 20)]);
    world.commit(A, 5_000, &[], &[moved(3, "MUG", "B", "T1")]);
    mugs(&world, 17, &["doubt"]);
    world.compare(6_000, &[A]);
    mugs(&world, 17, &["doubt"]);
    world.compare(6_000, &[B]);
    mugs(&world, 17, &[]);
}

#[test]
fn of_counts_that_no_other_one_knew_the_later_holds_and_near_ones_are_an_entry() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(B, 1_000, &[booked], &[counted("B", "MUG", 20)]);
    world.commit(B, 1_010, &[], &[counted("B", "MUG", 20)]);
    world.write(
        A,
        1_030 * S,
        &[],
        &[counted("B", "MUG", 21)],
        None,
        Some(999 * S),
    );
    world.compare(2_000, &[A, B]);
    mugs(&world, 21, &["counts"]);
    let after = world.head(A).expect("a head");
    world.commit(B, 2_100, &[after], &[counted("B", "MUG", 21)]);
    mugs(&world, 21, &[]);
}

#[test]
fn a_count_more_than_two_minutes_later_holds_and_is_no_entry() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(A, 1_000, &[], &[counted("B", "MUG", 20)]);
    world.commit(B, 1_121, &[booked], &[counted("B", "MUG", 18)]);
    world.compare(2_000, &[A, B]);
    mugs(&world, 18, &[]);
}

#[test]
fn concurrent_counts_that_differ_by_what_moved_between_are_one_truth() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(A, 1_000, &[], &[counted("B", "MUG", 20)]);
    world.commit(A, 1_500, &[], &[moved(4, "MUG", "B", "T1")]);
    // B has not compared its clock since; the pick was long before its count and it was told so.
    let pick = world.head(A).expect("a head");
    let count = world.commit(B, 1_700, &[booked], &[counted("B", "MUG", 16)]);
    world.commit(
        A,
        1_800,
        &[count],
        &[Fact::Placed {
            count,
            place: place("B"),
            movement: pick,
            before: true,
        }],
    );
    mugs(&world, 16, &[]);
}

#[test]
fn a_doubt_ends_with_a_count_in_no_doubt_that_knew_it() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    let count = world.commit(B, 1_000, &[booked], &[counted("B", "MUG", 15)]);
    world.commit(A, 1_030, &[], &[moved(2, "MUG", "B", "T1")]);
    world.compare(1_100, &[A, B]);
    mugs(&world, 18, &["doubt"]);
    world.commit(A, 1_500, &[count], &[counted("B", "MUG", 13)]);
    mugs(&world, 13, &[]);
}

#[test]
fn a_doubt_ends_with_a_count_that_is_later_by_compared_clocks_and_knew_nothing() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(B, 1_000, &[booked], &[counted("B", "MUG", 15)]);
    world.commit(A, 1_030, &[], &[moved(2, "MUG", "B", "T1")]);
    world.compare(1_100, &[A, B]);
    mugs(&world, 18, &["doubt"]);
    world.commit(A, 1_500, &[], &[counted("B", "MUG", 13)]);
    mugs(&world, 13, &["doubt"]);
    world.compare(1_600, &[A, B]);
    mugs(&world, 13, &[]);
}

/// A count in doubt of which the clocks said that it is earlier is heard again once its movement can be placed.
#[test]
fn a_comparison_that_places_a_movement_brings_back_what_an_earlier_count_knew() {
    let mut world = World::default();
    world.compare(0, &[A, B, C]);
    let pick = world.commit(B, 500, &[], &[moved(2, "MUG", "SUP", "B")]);
    let short = world.commit(F, 900, &[], &[Fact::Short(place("B"), goods("MUG"))]);
    world.commit(A, 1_000, &[short], &[counted("B", "MUG", 2)]);
    world.commit(C, 5_000, &[pick], &[counted("B", "MUG", 1)]);
    world.compare(6_000, &[A, C]);
    mugs(&world, 1, &["short"]);
    world.compare(7_000, &[B]);
    mugs(&world, 1, &[]);
}

#[test]
fn a_marked_count_is_later_than_none() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    world.commit(A, 1_000, &[], &[counted("B", "MUG", 20)]);
    let count = [counted("B", "MUG", 18)];
    world.write(B, 5_000 * S, &[booked], &count, None, Some(5 * S));
    world.compare(6_000, &[A, B]);
    mugs(&world, 20, &["counts"]);
}

/// The first count of the place was known to the second; goods that come to it late are held against both.
#[test]
fn a_count_of_a_place_holds_where_the_one_that_knew_it_is_in_doubt() {
    let mut world = World::default();
    world.compare(0, &[A, C]);
    let first = world.commit(
        A,
        5_000,
        &[],
        &[Fact::Observed(seen("B", Covers::Loose, &[]))],
    );
    world.compare(5_100, &[A]);
    world.commit(
        B,
        9_000,
        &[first],
        &[Fact::Observed(seen("B", Covers::Loose, &[]))],
    );
    world.commit(C, 1_000, &[], &[moved(3, "MUG", "SUP", "B")]);
    world.compare(1_100, &[C]);
    mugs(&world, 0, &["doubt"]);
}

#[test]
fn a_count_that_was_turned_down_before_it_came_holds_nowhere() {
    let mut world = World::default();
    let everything = Observation {
        containers: vec![container("P1")],
        ..seen("B", Covers::Everything, &[("MUG", 4), ("MUG@P1", 2)])
    };
    let count = world.commit(A, 1_000, &[], &[Fact::Observed(everything)]);
    world.commit(
        C,
        2_000,
        &[count],
        &[Fact::Judged {
            count,
            place: place("B"),
            approved: false,
        }],
    );
    let cups = [moved(3, "CUP", "SUP", "P1")];
    world.commit(A, 500, &[], &cups);
    let balances = [
        (key("B", "MUG"), 0),
        (key("P1", "MUG"), 0),
        (key("P1", "CUP"), 3),
    ];
    check(&world, &balances, &[]);
}

#[test]
fn a_count_to_approve_holds_from_its_seeing_once_it_is_approved() {
    let mut world = World::default();
    twenty(&mut world);
    let to_approve = Fact::Observed(Observation {
        kind: ObservationKind::CountToApprove,
        ..seen("B", Covers::Goods(goods("MUG")), &[("MUG", 15)])
    });
    let count = world.commit(A, 1_000, &[], &[to_approve]);
    world.commit(A, 2_000, &[], &[moved(5, "MUG", "B", "T1")]);
    mugs(&world, 15, &["to approve"]);
    let mut judge = |stream, approved| {
        world.commit(
            stream,
            3_000,
            &[count],
            &[Fact::Judged {
                count,
                place: place("B"),
                approved,
            }],
        );
        world.clone()
    };
    mugs(&judge(B, true), 10, &[]);
    // Neither knew of the other: the later wall holds, of equal ones the order; the entry stays until somebody knew both.
    mugs(&judge(C, false), 15, &["disputed"]);
    let last = [B, C].map(|stream| world.head(stream).expect("a head"));
    world.commit(A, 4_000, &last, &[counted("B", "MUG", 9)]);
    mugs(&world, 9, &[]);
}

#[test]
fn a_short_stays_closed_until_a_count_that_knew_it() {
    let mut world = World::default();
    let booked = twenty(&mut world);
    let ahead = world.write(F, 99_999 * S, &[], &[], Some(95_000 * S), None);
    world.commit(B, 1_000, &[booked, ahead], &[counted("B", "MUG", 20)]);
    let short = world.commit(A, 5_000, &[], &[Fact::Short(place("B"), goods("MUG"))]);
    world.compare(6_000, &[A, B]);
    mugs(&world, 20, &["short"]);
    world.commit(B, 7_000, &[short], &[counted("B", "MUG", 18)]);
    mugs(&world, 18, &[]);
}
