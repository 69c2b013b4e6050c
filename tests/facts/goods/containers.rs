//! Where containers stand, and fields: what competes and what is asked.

use super::world::{Fact, S, World, container, location};
use depo::trade::card::{CardField, FieldKey};
use depo::trade::card_fold::{Card, Competing};
use depo::trade::id::ContainerId;
use depo::trade::locations::containers::{ContainerEntry, Containers, Root, Stand};
use depo::trade::locations::{
    ContainerCrossed, ContainerField, ContainerMoved, ContainerSeen, CrossingContainer,
    LocationFact, Outside, Standing,
};
use depo::trade::relations::At;
use proptest::prelude::*;

const A: u8 = 1;
const B: u8 = 2;
const F: u8 = 9;

/// T and P are containers, all else locations.
fn standing(code: &str) -> Standing {
    if code.starts_with(['T', 'P']) {
        Standing::Container(container(code))
    } else {
        Standing::Location(location(code))
    }
}

fn put(what: &str, to: &str) -> Fact {
    Fact::Container(LocationFact::ContainerMoved(ContainerMoved {
        container: container(what),
        from: None,
        to: standing(to),
    }))
}

fn sighted(what: &str, at: &str) -> Fact {
    Fact::Container(LocationFact::ContainerSeen(ContainerSeen {
        container: container(what),
        at: standing(at),
    }))
}

/// A container crosses a border with another one in it.
fn crossed(what: &str, inside: &str, with: &str) -> ContainerCrossed {
    let content = |what: &str, within: Option<&str>| CrossingContainer {
        container: container(what),
        within: within.map(container),
        goods: Vec::new(),
    };
    ContainerCrossed {
        container: container(what),
        inside: standing(inside),
        outside: Outside::Nobody,
        contents: vec![content(what, None), content(with, Some(what))],
    }
}

/// Folded forwards and backwards, which is the same.
#[track_caller]
fn folded(world: &World) -> Containers {
    let set = world.all();
    let facts = world.container_facts();
    let mut forwards = Containers::default();
    let mut backwards = Containers::default();
    for (at, fact) in &facts {
        forwards.apply(*at, fact, &set);
    }
    for (at, fact) in facts.iter().rev() {
        backwards.apply(*at, fact, &set);
    }
    assert_eq!(forwards, backwards);
    forwards
}

#[track_caller]
fn check(world: &World, stands: &[(&str, &str)], entries: &[ContainerEntry]) {
    let containers = folded(world);
    let set = world.all();
    for (what, at) in stands {
        let at = Stand::Inside(standing(at));
        assert_eq!(
            containers.standing(&container(what), &set),
            Some(&at),
            "of {what}"
        );
    }
    let told: Vec<_> = containers.entries(&set).into_iter().collect();
    assert_eq!(told, entries);
}

fn asked(what: &str) -> ContainerEntry {
    ContainerEntry::Where(container(what))
}

#[test]
fn a_container_moved_on_two_tablets_asks_where_it_is() {
    let mut world = World::default();
    let put_in = world.commit(A, 10, &[], &[put("T1", "B1")]);
    let ahead = world.write(F, 99_999 * S, &[], &[], Some(95_000 * S), None);
    world.commit(B, 1_000, &[put_in, ahead], &[put("T1", "B2")]);
    world.commit(A, 5_000, &[], &[put("T1", "B3")]);
    check(&world, &[("T1", "B3")], &[asked("T1")]);
    let last = world.head(B).expect("a head");
    world.commit(A, 6_000, &[last], &[sighted("T1", "B2")]);
    check(&world, &[("T1", "B2")], &[]);
}

#[test]
fn compared_clocks_say_which_move_of_a_container_was_later() {
    let mut world = World::default();
    world.compare(0, &[A, B]);
    let put_in = world.commit(A, 10, &[], &[put("T1", "B1")]);
    world.commit(B, 1_000, &[put_in], &[put("T1", "B2")]);
    world.commit(A, 5_000, &[], &[put("T1", "B3")]);
    check(&world, &[("T1", "B3")], &[asked("T1")]);
    world.compare(6_000, &[A, B]);
    check(&world, &[("T1", "B3")], &[]);
}

#[test]
fn moves_a_minute_apart_ask_even_on_compared_clocks() {
    let mut world = World::default();
    world.compare(0, &[A, B]);
    world.commit(B, 1_000, &[], &[put("T1", "B2")]);
    world.commit(A, 1_060, &[], &[put("T1", "B3")]);
    world.compare(6_000, &[A, B]);
    check(&world, &[("T1", "B3")], &[asked("T1")]);
}

#[test]
fn a_marked_move_is_later_than_none_and_earlier_than_none() {
    let mut world = World::default();
    let known = world.compare(0, &[A, B]);
    let first = world.write(B, 1_000 * S, &known, &[put("T1", "B2")], None, Some(-1));
    assert!(world.commits[first].marked);
    world.commit(A, 5_000, &[], &[put("T1", "B3")]);
    world.compare(6_000, &[A, B]);
    check(&world, &[("T1", "B3")], &[asked("T1")]);
}

#[test]
fn two_tablets_that_say_the_same_place_ask_nothing() {
    let mut world = World::default();
    world.commit(A, 10, &[], &[put("T1", "B1")]);
    world.commit(B, 20, &[], &[sighted("T1", "B1")]);
    check(&world, &[("T1", "B1")], &[]);
}

#[test]
fn moves_and_sightings_are_one_value_so_a_move_back_is_no_sum() {
    let mut world = World::default();
    let put_in = world.commit(A, 10, &[], &[put("T1", "B1")]);
    world.commit(A, 1_000, &[], &[put("T1", "B2")]);
    world.commit(B, 1_010, &[put_in], &[put("T1", "T2")]);
    world.commit(A, 1_100, &[], &[put("T1", "B1")]);
    check(&world, &[("T1", "B1")], &[asked("T1")]);
}

#[test]
fn a_circle_is_judged_in_the_result_only() {
    let mut world = World::default();
    let begin = [put("T1", "B1"), put("T2", "B1")];
    let put_in = world.commit(A, 10, &[], &begin);
    world.commit(A, 1_000, &[], &[put("T1", "T2")]);
    world.commit(A, 1_100, &[], &[put("T1", "B3")]);
    let late = [put("T2", "T1")];
    world.write(B, 1_200 * S, &[put_in], &late, None, Some(1_050 * S));
    check(&world, &[("T1", "B3"), ("T2", "T1")], &[]);
}

#[test]
fn a_circle_is_one_entry_until_one_of_its_containers_was_seen() {
    let mut world = World::default();
    let begin = [put("T1", "B1"), put("T2", "B1"), put("T3", "T1")];
    let put_in = world.commit(A, 10, &[], &begin);
    world.commit(A, 1_000, &[], &[put("T1", "T2")]);
    world.commit(B, 1_100, &[put_in], &[put("T2", "T1")]);
    let circle = ContainerEntry::Circle(vec![container("T1"), container("T2")]);
    check(&world, &[("T1", "T2"), ("T2", "T1")], &[circle]);
    assert_eq!(
        folded(&world).root(&container("T3"), &world.all()),
        Root::Unknown
    );
    let last = world.head(B).expect("a head");
    world.commit(A, 2_000, &[last], &[sighted("T2", "B4")]);
    check(&world, &[("T1", "T2"), ("T2", "B4")], &[]);
    let root = folded(&world).root(&container("T3"), &world.all());
    assert_eq!(root, Root::Location(location("B4")));
}

#[test]
fn a_container_that_leaves_is_out_of_its_tree_with_all_that_stands_in_it() {
    let mut world = World::default();
    let begin = [put("P1", "B1"), put("T1", "P1")];
    world.commit(A, 10, &[], &begin);
    let left = LocationFact::ContainerLeft(crossed("P1", "B1", "T1"));
    world.commit(A, 20, &[], &[Fact::Container(left)]);
    let root = |world: &World| folded(world).root(&container("T1"), &world.all());
    assert_eq!(root(&world), Root::Outside(Outside::Nobody));
    let arrived = LocationFact::ContainerArrived(crossed("P1", "D9", "T1"));
    world.commit(A, 30, &[], &[Fact::Container(arrived)]);
    assert_eq!(root(&world), Root::Location(location("D9")));
    check(&world, &[("P1", "D9"), ("T1", "P1")], &[]);
}

fn value(at: At, compartments: u32) -> (At, ContainerField) {
    (at, ContainerField::Compartments(compartments))
}

#[track_caller]
fn card(world: &World, said: &[(usize, u32)], holds: u32, losers: usize) {
    let set = world.all();
    let mut orders = [said.to_vec(), said.to_vec()];
    orders[1].reverse();
    let cards = orders.iter().map(|said| {
        let mut card = Card::default();
        for (commit, compartments) in said {
            let (at, field) = value(world.at(*commit, 0), *compartments);
            card.set(at, field, &set);
        }
        card
    });
    let cards: Vec<Card<ContainerField>> = cards.collect();
    assert_eq!(cards[0], cards[1]);
    let field = ContainerField::Compartments(holds);
    assert_eq!(cards[0].get(&field.key()), Some(&field));
    let disputed = cards[0].disputed().map(|(_, said)| said.losers().len());
    assert_eq!(disputed.sum::<usize>(), losers);
    assert_eq!(cards[0].get(&FieldKey::whole(9)), None);
}

#[test]
fn equal_values_are_no_entry() {
    let mut world = World::default();
    let a = world.commit(A, 1, &[], &[]);
    let b = world.commit(B, 1, &[], &[]);
    card(&world, &[(a, 3), (b, 3)], 3, 0);
}

#[test]
fn who_knew_a_value_replaces_it_and_who_did_not_competes() {
    let mut world = World::default();
    let a = world.commit(A, 100, &[], &[]);
    let knew = world.commit(B, 1, &[a], &[]);
    card(&world, &[(a, 3), (knew, 4)], 4, 0);
    let did_not = world.commit(F, 50, &[], &[]);
    card(&world, &[(a, 3), (knew, 4), (did_not, 5)], 5, 1);
}

#[test]
fn an_unmarked_value_comes_before_a_marked_one_that_reads_later() {
    let mut world = World::default();
    let a = world.commit(A, 100, &[], &[]);
    let other = world.commit(F, 500, &[], &[]);
    let marked = world.write(B, 9_000 * S, &[other], &[], None, Some(400 * S));
    card(&world, &[(a, 3), (marked, 4)], 3, 1);
}

proptest! {
    /// The competing set, grown one by one in any order, is every value that no other fact knew.
    #[test]
    fn what_competes_is_what_no_other_fact_knew(
        steps in proptest::collection::vec((1u8..5, 0i64..50, any::<u8>(), 0u64..3), 1..24),
        order in Just((0..24usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut world = World::default();
        for (stream, wall, learns, _) in &steps {
            let knew: Vec<usize> =
                (1..5).filter(|i| learns & 1 << i != 0).filter_map(|i| world.head(i)).collect();
            world.commit(*stream, *wall, &knew, &[]);
        }
        let set = world.all();
        let mut grown = Competing::default();
        for i in order.into_iter().filter(|i| *i < steps.len()) {
            grown.say(world.at(i, 0), steps[i].3, &set);
        }
        let unknown = |i: &usize| !world.commits.iter().any(|other| other.knows.contains(i));
        let mut anew: Vec<_> = (0..steps.len())
            .filter(unknown)
            .map(|i| (world.at(i, 0), steps[i].3))
            .collect();
        anew.sort_by_key(|(at, _)| *at);
        prop_assert_eq!(grown.all(), &anew[..]);
        let holds = anew.iter().max_by_key(|(at, _)| (!at.marked, at.wall_ms, *at)).map(|(_, v)| v);
        prop_assert_eq!(grown.holding(), holds);
        let parted = anew.iter().any(|(_, value)| Some(value) != holds);
        prop_assert_eq!(!grown.losers().is_empty(), parted);
    }
}

proptest! {
    /// An entry if and only if the result has a circle, or a container has several places and nobody knows which is later.
    #[test]
    fn containers_ask_if_and_only_if_something_is_open(
        steps in proptest::collection::vec((1u8..4, 0i64..400, any::<u8>(), 0usize..4, 0usize..7), 1..24),
        compared in any::<bool>(),
    ) {
        let names = ["T1", "T2", "T3", "P1", "B1", "B2", "B3"];
        let mut world = World::default();
        let mut now = 0;
        if compared {
            world.compare(0, &[1, 2, 3]);
        }
        for (stream, passed, learns, what, to) in &steps {
            now += passed;
            let knew: Vec<usize> =
                (1..4).filter(|i| learns & 1 << i != 0).filter_map(|i| world.head(i)).collect();
            world.commit(*stream, now, &knew, &[put(names[*what], names[*to])]);
        }
        if compared {
            world.compare(now + 1, &[1, 2, 3]);
        }
        let set = world.all();
        let containers = folded(&world);
        let entries = containers.entries(&set);
        for name in &names[..4] {
            let container: ContainerId = container(name);
            let told: Vec<(At, Stand)> = world
                .container_facts()
                .into_iter()
                .filter_map(|(at, fact)| match fact {
                    LocationFact::ContainerMoved(moved) if moved.container == container => Some((at, Stand::Inside(moved.to.clone()))),
                    _ => None,
                })
                .collect();
            let index = |at: &At| set.index(at);
            let unknown: Vec<_> = told
                .iter()
                .filter(|(at, _)| {
                    let knew = |(by, _): &(At, Stand)| world.commits[index(by)].knows.contains(&index(at));
                    !told.iter().any(knew)
                })
                .collect();
            let stands = containers.standing(&container, &set);
            prop_assert_eq!(stands.is_some(), !unknown.is_empty());
            let differ = unknown.iter().any(|(_, to)| Some(to) != stands);
            let last = unknown.iter().map(|(at, _)| at.wall_ms).max();
            let near = unknown
                .iter()
                .filter(|(at, _)| last.is_some_and(|last| at.wall_ms >= last - 120_000))
                .count();
            let open = differ && (!compared || near > 1);
            prop_assert_eq!(entries.contains(&ContainerEntry::Where(container.clone())), open);
            let mut above = stands;
            let mut steps_up = 0;
            while let Some(Stand::Inside(Standing::Container(outer))) = above {
                steps_up += 1;
                if *outer == container || steps_up > 8 {
                    break;
                }
                above = containers.standing(outer, &set);
            }
            let in_circle = above == Some(&Stand::Inside(Standing::Container(container.clone())));
            let told = entries.iter().filter(|entry| match entry {
                ContainerEntry::Circle(circle) => circle.contains(&container),
                ContainerEntry::Where(_) => false,
            });
            prop_assert_eq!(told.count(), usize::from(in_circle));
        }
    }
}
