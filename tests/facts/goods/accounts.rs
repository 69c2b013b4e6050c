//! One account over sets of commits with wrong clocks: taken in one by one as folded anew, and as the plain oracle.

use super::oracle;
use super::world::{
    AS_WRITTEN, Fact, S, Taken, World, container, counted, goods, key, moved, place, seen,
};
use depo::trade::counting::balance::{Account, AccountEntry};
use depo::trade::counting::{Covers, Observation, ObservationKind};
use depo::trade::locations::containers::Containers;
use depo::trade::stock::asked::LedgerEntry;
use depo::trade::stock::posting::What;
use proptest::prelude::*;

/// One step of a made-up warehouse.
#[derive(Clone, Debug)]
struct Step {
    stream: u8,
    /// Seconds since the step before.
    passed: i64,
    /// Of which streams it has taken in everything.
    learns: u8,
    act: u8,
    units: u64,
    pick: usize,
}

fn step() -> impl Strategy<Value = Step> {
    (
        0u8..4,
        0i64..260,
        any::<u8>(),
        any::<u8>(),
        1u64..6,
        0usize..8,
    )
        .prop_map(|(stream, passed, learns, act, units, pick)| Step {
            stream,
            // Every sixth step comes hours later.
            passed: if pick == 7 { passed * 40 } else { passed },
            learns,
            act,
            units,
            pick,
        })
}

fn offset() -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0i64), 1 => Just(20), 1 => Just(3_600), 1 => Just(-3_600)]
}

fn is_count(fact: &Fact) -> bool {
    matches!(fact, Fact::Observed(seen) if seen.kind != ObservationKind::ZeroCheck)
}

fn is_moved(fact: &Fact) -> bool {
    matches!(fact, Fact::Moved { .. })
}

fn is_short(fact: &Fact) -> bool {
    matches!(fact, Fact::Short(..))
}

/// The commit of a fact of some kind, counted back from the newest.
fn earlier(world: &World, pick: usize, is: fn(&Fact) -> bool) -> Option<usize> {
    let all = 0..world.commits.len();
    let found: Vec<_> = all
        .filter(|i| world.commits[*i].facts.iter().any(is))
        .collect();
    found.iter().rev().cycle().nth(pick).copied()
}

fn build(steps: &[Step], offsets: &[i64; 4]) -> World {
    let mut world = World::default();
    let mut offsets = *offsets;
    let mut now = 0;
    for step in steps {
        now += step.passed;
        let own = usize::from(step.stream);
        let wall = now + offsets[own];
        let mut learns: Vec<usize> = (0u8..4)
            .filter(|other| *other != step.stream && step.learns & 1 << other != 0)
            .filter_map(|other| world.head(other))
            .collect();
        let number = world
            .head(step.stream)
            .map_or(0, |head| world.commits[head].number);
        let count = earlier(&world, step.pick, is_count);
        let movement = earlier(&world, step.pick / 2, is_moved);
        let mut clock = None;
        let mut stamp = None;
        let places = ["B", "C"];
        let at = places[step.pick % 4 / 3];
        let facts = match step.act % 24 {
            0..=3 => vec![moved(step.units + 4, "MUG", "SUP", at)],
            4..=7 => vec![moved(step.units, "MUG", at, "T1")],
            8 => vec![moved(step.units, "MUG/L1", "SUP", at)],
            9 => vec![Fact::Moved {
                goods: goods("MUG"),
                becomes: Some(goods("MUG/L1")),
                from: place(at),
                to: place(at),
                units: step.units,
            }],
            10..=12 => vec![counted(at, "MUG", 10 + step.units)],
            13 => vec![Fact::Observed(Observation {
                after: Some(1 + step.units % number.max(1)),
                ..seen(at, Covers::Goods(goods("MUG")), &[("MUG", step.units)])
            })],
            14 => vec![Fact::Observed(Observation {
                kind: ObservationKind::CountToApprove,
                ..seen(at, Covers::Item(goods("MUG").item), &[("MUG", step.units)])
            })],
            15 => vec![Fact::Observed(Observation {
                containers: vec![container("T1")],
                ..seen(
                    at,
                    Covers::Everything,
                    &[("MUG", step.units), ("MUG@T1", step.units)],
                )
            })],
            16 if step.pick > 2 => {
                let list = [("MUG?", 10 + step.units)];
                vec![Fact::Observed(seen(
                    at,
                    Covers::Item(goods("MUG").item),
                    &list,
                ))]
            }
            16 => vec![Fact::Observed(seen(
                at,
                Covers::Loose,
                &[("MUG", step.units)],
            ))],
            17 if step.units > 2 => match earlier(&world, step.pick, is_short) {
                Some(short) => {
                    learns.push(short);
                    let Some(Fact::Short(place, goods)) = world.commits[short].facts.first() else {
                        unreachable!("a short stands alone");
                    };
                    vec![Fact::ShortUndone {
                        short,
                        place: place.clone(),
                        goods: goods.clone(),
                    }]
                }
                None => vec![Fact::Short(place(at), goods("MUG"))],
            },
            17 => vec![Fact::Short(place(at), goods("MUG"))],
            18 => match count {
                Some(count) => {
                    learns.push(count);
                    let Some(Fact::Observed(seen)) = world.commits[count].facts.first() else {
                        unreachable!("a count stands alone");
                    };
                    vec![Fact::Judged {
                        count,
                        place: seen.place.clone(),
                        approved: step.units > 2,
                    }]
                }
                None => vec![],
            },
            19 => match count.zip(movement) {
                Some((count, movement)) => {
                    learns.extend([count, movement]);
                    vec![Fact::Placed {
                        count,
                        place: place("B"),
                        movement,
                        before: step.units > 2,
                    }]
                }
                None => vec![],
            },
            20 => {
                offsets[own] = [0, 45, -3_600, 86_400][step.pick % 4];
                vec![]
            }
            21 => {
                stamp = Some(now * S - 500_000);
                vec![moved(step.units, "MUG", at, "T1")]
            }
            _ => {
                clock = Some(offsets[own] * S);
                vec![]
            }
        };
        world.write(step.stream, wall * S, &learns, &facts, clock, stamp);
    }
    world
}

/// Orders of arrival: each stream's commits stay in order, as a device takes them in.
fn arrivals(world: &World, seed: u64) -> Vec<usize> {
    let mut left: Vec<Vec<usize>> = (0..4)
        .map(|stream| {
            let all = (0..world.commits.len()).rev();
            all.filter(|i| world.commits[*i].stream == stream).collect()
        })
        .collect();
    let mut state = seed;
    let mut order = Vec::new();
    while order.len() < world.commits.len() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let stream = (state >> 33) as usize % 4;
        order.extend(left[stream].pop());
    }
    order
}

proptest! {
    #[test]
    fn taken_in_one_by_one_in_any_order_is_folded_anew_and_is_what_the_oracle_says(
        steps in proptest::collection::vec(step(), 1..40),
        offsets in [offset(), offset(), offset(), offset()],
        seed in any::<u64>(),
    ) {
        let world = build(&steps, &offsets);
        let mut taken = Taken::new(&world);
        for commit in arrivals(&world, seed) {
            taken.take(commit);
            taken.is_right();
        }
        let set = world.all();
        let postings = taken.postings();
        for key in taken.ledger.keys() {
            let account = taken.ledger.account(&key).expect("an account");
            let said: Vec<AccountEntry> = postings
                .iter()
                .filter_map(|(at, posting)| {
                    posting.said(&key, &AS_WRITTEN).map(|said| AccountEntry { at: *at, said })
                })
                .collect();
            prop_assert_eq!(oracle::told(account), oracle::account(&said, &set));
        }
        let (containers, entries) = (Containers::default(), taken.ledger.entries(&set));
        for key in taken.ledger.keys() {
            let is_goods = matches!(key.what, What::Goods(_));
            let breach = is_goods && key.place.is_ours() && taken.ledger.balance(&key) < 0;
            prop_assert_eq!(entries.contains(&LedgerEntry::BelowZero(key)), breach);
        }
        let balances: i128 = taken.ledger.accounts().map(|(_, _, account)| account.balance()).sum();
        let differences: i128 = taken.ledger.differences(&containers, &set).values().sum();
        prop_assert_eq!(balances + differences, 0);
        for (item, moved) in taken.ledger.moved() {
            prop_assert_eq!(moved, 0, "of {:?}", item);
        }
    }
}

#[test]
fn movements_counts_that_knew_all_and_comparisons_need_no_history() {
    let mut world = World::default();
    world.compare(0, &[1]);
    world.commit(1, 10, &[], &[moved(20, "MUG", "SUP", "B")]);
    world.commit(1, 1_000, &[], &[counted("B", "MUG", 19)]);
    for i in 0..100 {
        world.commit(1, 3_000 + i, &[], &[moved(1, "MUG", "SUP", "B")]);
    }
    world.commit(1, 4_000, &[], &[counted("B", "MUG", 120)]);
    world.commit(1, 4_010, &[], &[moved(1, "MUG", "SUP", "B")]);
    let mut taken = Taken::new(&world);
    (0..world.commits.len()).for_each(|commit| taken.take(commit));
    taken.is_right();
    assert_eq!(taken.refolds, 0);
    assert_eq!(taken.ledger.balance(&key("B", "MUG")), 121);
    // The comparison after them reaches back to the two counts, and to no movement.
    world.compare(5_000, &[1]);
    let mut taken = Taken::new(&world);
    (0..world.commits.len()).for_each(|commit| taken.take(commit));
    taken.is_right();
    assert_eq!(taken.refolds, 1);
}

#[test]
fn an_account_that_was_never_counted_costs_its_sum_and_sixteen_bytes() {
    assert_eq!(size_of::<Account>(), 32);
}
