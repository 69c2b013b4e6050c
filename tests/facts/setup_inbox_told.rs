//! The inbox: what an entry tells of each of two things that were said, and that two opposite settlements are told.

use crate::setup_inbox::{each_ends, entry_of, floor, mug, settle, two};
use crate::setup_support::*;
use crate::tablets::{Tablet, exchange};
use depo::stream::id::FactId;
use depo::trade::Event;
use depo::trade::catalog::ItemField;
use depo::trade::conflicts::choices::{ChoiceOffered, choices};
use depo::trade::conflicts::commands::Settlement;
use depo::trade::counting::{CountingFact, Covers, Observation, ObservationKind, Seen, SeenWhat};
use depo::trade::decide::Refusal;
use depo::trade::goods::Goods;
use depo::trade::orders::{HoldKind, OrderFact};
use depo::trade::quantity::SeenUnits;
use depo::trade::state::entries::{Clash, Entry};
use depo::trade::text::Words;
use depo::view::inbox::{FieldSaid, field_said, seen_of};

fn title(text: &str) -> ItemField {
    ItemField::Title(Words::new(text).expect("a title"))
}

#[test]
fn a_field_that_two_set_is_told_with_what_each_said() {
    let (mut a, mut b) = two(&[("MUG", 5)]);
    run(&mut a, 10, set_item("MUG", vec![title("Mug red")]));
    run(&mut b, 11, set_item("MUG", vec![title("Mug blue")]));
    exchange(&mut a, &mut b);
    let entry = entry_of(&a, &b, |clash| matches!(clash, Clash::FieldTwice { .. }));
    let Clash::FieldTwice { facts, .. } = &entry.clash else {
        unreachable!("two set a field");
    };
    let said: Vec<Option<FieldSaid>> = facts
        .iter()
        .map(|fact| field_said(&a.state, &entry.clash, Some(fact)))
        .collect();
    assert_eq!(
        said,
        [
            Some(FieldSaid::Item(title("Mug red"))),
            Some(FieldSaid::Item(title("Mug blue")))
        ]
    );
    assert!(field_said(&a.state, &entry.clash, None).is_some());
}

/// A count of a whole place with two items.
fn counted(mugs: u64, teas: u64) -> Observation {
    let seen = |what: &str, units: u64| Seen {
        within: None,
        what: SeenWhat::Goods(Goods::new(item(what))),
        units: SeenUnits::new(units).expect("at most 10^15"),
        serials: Vec::new(),
    };
    Observation {
        kind: ObservationKind::Count,
        place: bin("A1"),
        covers: Covers::Loose,
        seen: vec![seen("MUG", mugs), seen("TEA", teas)],
        containers: Vec::new(),
        expected: None,
        after: None,
    }
}

fn count(of: &Observation) -> Event {
    Event::Counting(CountingFact::Observed(Box::new(of.clone())))
}

fn offered(tablet: &Tablet, entry: &Entry) -> Vec<Settlement> {
    let all = choices(
        &tablet.state,
        &tablet.context(900),
        &tablet.relations(),
        &forks(tablet),
        entry,
    );
    let ready = all.into_iter().filter_map(|choice| match choice {
        ChoiceOffered::Ready { how, writes } => writes.is_ok().then_some(how),
        _ => None,
    });
    ready.collect()
}

#[test]
fn of_two_counts_of_a_place_each_is_offered_with_the_units_of_the_item() {
    let (mut a, mut b) = two(&[("MUG", 20), ("TEA", 1)]);
    let (here, there) = (counted(18, 1), counted(17, 1));
    floor(&mut a, 600, count(&here));
    floor(&mut b, 610, count(&there));
    exchange(&mut a, &mut b);
    let differ = |clash: &Clash| matches!(clash, Clash::CountsDiffer(_));
    let entry = entry_of(&a, &b, differ);
    let Clash::CountsDiffer(account) = &entry.clash else {
        unreachable!("two counts differ");
    };
    assert_eq!(
        account.what,
        depo::trade::stock::posting::What::Goods(mug())
    );
    assert_eq!(seen_of(&here, account), 18, "the mugs alone");
    assert_eq!(seen_of(&there, account), 17);
    let units = |number: u64| Settlement::Counted {
        units: SeenUnits::new(number).expect("at most 10^15"),
    };
    let choices = offered(&a, &entry);
    assert_eq!(choices, [units(17), units(18), Settlement::Acknowledge]);
    for number in [17, 18] {
        let (mut a, mut b) = (a.clone(), b.clone());
        run(&mut b, 620, settle(&entry, &units(number)));
        exchange(&mut a, &mut b);
        for tablet in [&a, &b] {
            assert_eq!(inbox(tablet), []);
            let balance = tablet.state.ledger.balance(account);
            assert_eq!(balance, i128::from(number));
            tablet.is_proved();
        }
    }
}

/// One unit was promised to two orders, and each of two tablets takes it from another one.
fn given_up_twice() -> (Tablet, Tablet, Entry) {
    let (mut a, mut b) = two(&[("MUG", 1)]);
    let first = place(&mut a, 10, "1", &[("MUG", 1)]);
    let second = place(&mut b, 11, "2", &[("MUG", 1)]);
    run(&mut a, 12, allocate(&[&first]));
    run(&mut b, 13, allocate(&[&second]));
    exchange(&mut a, &mut b);
    let entry = entry_of(&a, &b, |clash| matches!(clash, Clash::Oversold { .. }));
    let Clash::Oversold { holders, .. } = &entry.clash else {
        unreachable!("it is oversold");
    };
    let take = |from: usize| Settlement::Deallocate(holders[from].clone());
    run(&mut a, 20, settle(&entry, &take(0)));
    run(&mut b, 21, settle(&entry, &take(1)));
    assert_eq!(inbox(&a), []);
    assert_eq!(inbox(&b), []);
    exchange(&mut a, &mut b);
    let entry = entry_of(&a, &b, is_given_up);
    (a, b, entry)
}

fn is_given_up(clash: &Clash) -> bool {
    matches!(clash, Clash::GivenUpTwice { .. })
}

#[test]
fn two_opposite_settlements_of_one_entry_are_an_entry_until_one_order_has_the_units() {
    let (mut a, mut b, entry) = given_up_twice();
    // Either order, or it was seen.
    assert_eq!(each_ends(&a, &b, is_given_up), 3);
    let Clash::GivenUpTwice { lines, facts, .. } = &entry.clash else {
        unreachable!("two settled it");
    };
    assert_eq!((lines.len(), facts.len()), (2, 2));
    let facts: &Vec<FactId> = facts;
    assert_ne!(facts[0].commit.stream, facts[1].commit.stream);
    let give = Settlement::GiveTo(lines[1].clone());
    run(&mut a, 30, settle(&entry, &give));
    assert_eq!(inbox(&a), []);
    let order = &a.state.fulfilment(&lines[1].document).expect("it is there");
    let (_, routed) = order.routed().expect("it was routed");
    let known = a.state.order(&routed.order).expect("it was placed");
    let demand = a.state.demand(known);
    let allocated: i128 = demand
        .parts
        .values()
        .flat_map(|part| part.work.values())
        .map(|work| work.allocated)
        .sum();
    assert_eq!(allocated, 1);
    exchange(&mut a, &mut b);
    assert_eq!(inbox(&b), []);
}

#[test]
fn an_order_that_may_not_be_worked_is_given_nothing_by_a_settlement() {
    let (mut a, _, entry) = given_up_twice();
    let Clash::GivenUpTwice { lines, .. } = &entry.clash else {
        unreachable!("two settled it");
    };
    let (_, routed) = a
        .state
        .fulfilment(&lines[0].document)
        .and_then(|of| of.routed())
        .expect("it was routed");
    let held = OrderFact::HoldPlaced(depo::trade::orders::HoldPlaced {
        order: routed.order.clone(),
        kind: HoldKind::Fraud,
        until: None,
        rows: Vec::new(),
    });
    a.write(25, None, vec![Event::Orders(held)]);
    let give = |line: usize| settle(&entry, &Settlement::GiveTo(lines[line].clone()));
    assert!(matches!(refused(&a, 30, give(0)), Refusal::OnHold { .. }));
    run(&mut a, 31, give(1));
}

#[test]
fn the_same_settlement_twice_is_no_entry() {
    let (mut a, mut b) = two(&[("MUG", 1)]);
    let first = place(&mut a, 10, "1", &[("MUG", 1)]);
    let second = place(&mut b, 11, "2", &[("MUG", 1)]);
    run(&mut a, 12, allocate(&[&first]));
    run(&mut b, 13, allocate(&[&second]));
    exchange(&mut a, &mut b);
    let entry = entry_of(&a, &b, |clash| matches!(clash, Clash::Oversold { .. }));
    let Clash::Oversold { holders, .. } = &entry.clash else {
        unreachable!("it is oversold");
    };
    let take = Settlement::Deallocate(holders[0].clone());
    run(&mut a, 20, settle(&entry, &take));
    run(&mut b, 21, settle(&entry, &take));
    exchange(&mut a, &mut b);
    assert_eq!(inbox(&a), []);
}
