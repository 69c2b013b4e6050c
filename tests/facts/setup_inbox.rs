//! The inbox: each choice ends its entry, on both tablets, and says before what it writes.

use crate::floor_hall::party;
use crate::setup_people::take_over;
use crate::setup_support::*;
use crate::support::{code, units};
use crate::tablets::{Tablet, exchange, warehouse};
use depo::trade::Event;
use depo::trade::catalog::ItemField;
use depo::trade::conflicts::choices::{ChoiceOffered, choices};
use depo::trade::conflicts::commands::{ConflictCommand, Settlement};
use depo::trade::counting::{CountingFact, Covers, Observation, ObservationKind, Seen, SeenWhat};
use depo::trade::decide::refusal::Refusal;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::goods::{Goods, Serials};
use depo::trade::id::{BatchId, ContainerId, FirstCode, LocationId, Name};
use depo::trade::identity::{IdentityFact, Merged, Pair};
use depo::trade::leases::LeaseKey;
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationKind, Standing};
use depo::trade::orders::OrderFact;
use depo::trade::people::Role;
use depo::trade::people::commands::{PeopleCommand, RoleGiven};
use depo::trade::picking::{PickingFact, ShortReason, Shorted};
use depo::trade::place::Place;
use depo::trade::quantity::SeenUnits;
use depo::trade::settings::Setting;
use depo::trade::settings::commands::SettingCommand;
use depo::trade::state::entries::{Clash, Entry};
use depo::trade::state::promise::Freshness;
use depo::trade::stock::posting::AccountKey;
use depo::trade::stock::{Moved, StockFact};
use std::sync::Arc;

pub fn settle(entry: &Entry, how: &Settlement) -> SetupCommand {
    SetupCommand::Conflicts(ConflictCommand::Settle {
        entry: entry.id,
        how: how.clone(),
    })
}

/// The one entry of a kind that both tablets have.
#[track_caller]
pub fn entry_of(a: &Tablet, b: &Tablet, kind: fn(&Clash) -> bool) -> Entry {
    let of = |tablet: &Tablet| -> Vec<Entry> {
        let entries = inbox(tablet).into_iter();
        entries.filter(|entry| kind(&entry.clash)).collect()
    };
    let (here, there) = (of(a), of(b));
    assert_eq!(here, there, "both derive the same");
    assert_eq!(here.len(), 1, "one entry: {:?}", inbox(a));
    here.into_iter().next().expect("there is one")
}

/// Takes a choice on copies of the tablets: the entry is gone on both, and they are equal.
#[track_caller]
fn ends(a: &Tablet, b: &Tablet, kind: fn(&Clash) -> bool, how: &Settlement) {
    let entry = entry_of(a, b, kind);
    let (mut a, mut b) = (a.clone(), b.clone());
    run(&mut a, 900, settle(&entry, how));
    assert_eq!(refused(&a, 901, settle(&entry, how)), Refusal::NoSuchEntry);
    b.take(&a);
    for tablet in [&a, &b] {
        let left: Vec<Clash> = tablet.clashes().into_iter().filter(kind).collect();
        assert_eq!(left, [], "after {how:?}");
        tablet.is_proved();
    }
    assert_eq!(format!("{:?}", a.state), format!("{:?}", b.state));
}

/// Takes each choice that is offered, and checks that it wrote what it said; gives how many there were.
#[track_caller]
pub fn each_ends(a: &Tablet, b: &Tablet, kind: fn(&Clash) -> bool) -> usize {
    let entry = entry_of(a, b, kind);
    let offered = choices(&a.state, &a.context(900), &a.relations(), &forks(a), &entry);
    let mut count = 0;
    for choice in &offered {
        if let ChoiceOffered::Ready { how, writes } = choice {
            let decided = decide(a, 900, &settle(&entry, how));
            assert_eq!(&decided.map_err(Box::new), writes, "it writes what it says");
            assert!(writes.is_ok(), "{how:?}: {writes:?}");
            ends(a, b, kind, how);
            count += 1;
        }
    }
    count
}

pub fn two(stock: &[(&str, u64)]) -> (Tablet, Tablet) {
    let a = shop(stock);
    let b = Tablet::joining(b'B', &a);
    (a, b)
}

pub fn mug() -> Goods {
    Goods::new(item("MUG"))
}

#[track_caller]
pub fn floor(tablet: &mut Tablet, seconds: i64, event: Event) -> depo::stream::id::FactId {
    tablet
        .write(seconds, Some(&warehouse("W1")), vec![event])
        .fact()
}

#[track_caller]
pub fn observed(kind: ObservationKind, covers: Covers, what: SeenWhat, number: u64) -> Event {
    Event::Counting(CountingFact::Observed(Box::new(Observation {
        kind,
        place: bin("A1"),
        covers,
        seen: vec![Seen {
            within: None,
            what,
            units: SeenUnits::new(number).expect("at most 10^15"),
            serials: Vec::new(),
        }],
        containers: Vec::new(),
        expected: None,
        after: None,
    })))
}

#[track_caller]
fn count(kind: ObservationKind, number: u64) -> Event {
    observed(kind, Covers::Goods(mug()), SeenWhat::Goods(mug()), number)
}

fn tote(text: &str) -> ContainerId {
    ContainerId::Labelled(FirstCode::new(code(text)))
}

fn put(text: &str, to: Standing) -> SetupCommand {
    SetupCommand::Locations(LocationCommand::MoveContainer {
        container: tote(text),
        to,
    })
}

fn at(text: &str) -> Standing {
    Standing::Location(location(text))
}

#[test]
fn each_choice_of_the_inbox_ends_its_entry_on_both_tablets() {
    oversold();
    below_zero_and_short();
    counts();
    containers();
    people();
    merges();
}

fn oversold() {
    let (mut a, mut b) = two(&[("MUG", 5)]);
    let first = place(&mut a, 10, "1", &[("MUG", 5)]);
    let second = place(&mut b, 11, "2", &[("MUG", 5)]);
    run(&mut a, 12, allocate(&[&first]));
    run(&mut b, 13, allocate(&[&second]));
    exchange(&mut a, &mut b);
    let kind = |clash: &Clash| matches!(clash, Clash::Oversold { .. });
    assert_eq!(each_ends(&a, &b, kind), 2);
    let entry = entry_of(&a, &b, kind);
    assert_eq!(
        refused(&a, 20, settle(&entry, &Settlement::Acknowledge)),
        Refusal::NotAChoice
    );
}

fn below_zero_and_short() {
    let (mut a, mut b) = two(&[("MUG", 5)]);
    floor(&mut a, 10, moved(mug(), bin("A1"), bin("A2"), 5));
    floor(&mut b, 11, moved(mug(), bin("A1"), bin("A3"), 5));
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::BelowZero(_))),
        1
    );
    let (mut a, mut b) = two(&[("MUG", 5)]);
    let order = place(&mut a, 10, "1", &[("MUG", 2)]);
    run(&mut a, 11, allocate(&[&order]));
    let shorted = Shorted {
        batch: BatchId(crate::support::opened(b'A', 1)),
        task: 0,
        line: demand_line(fulfilments(&a, &order)[0], 0),
        goods: mug(),
        from: bin("A1"),
        units: units(1),
        seen: None,
        after: None,
        reason: ShortReason::NotThere,
    };
    floor(&mut a, 12, Event::Picking(PickingFact::Shorted(shorted)));
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::Short(_))),
        1
    );
}

fn counts() {
    let (mut a, mut b) = two(&[("MUG", 5)]);
    floor(&mut a, 600, count(ObservationKind::Count, 4));
    floor(&mut b, 610, moved(mug(), bin("A1"), bin("A2"), 1));
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::CountInDoubt { .. })),
        2
    );

    let (mut a, mut b) = two(&[("MUG", 5)]);
    let mut c = Tablet::joining(b'C', &a);
    floor(&mut a, 600, count(ObservationKind::Count, 4));
    floor(&mut c, 605, count(ObservationKind::Count, 2));
    floor(&mut b, 610, count(ObservationKind::Count, 3));
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::CountsDiffer(_))),
        3,
        "either count, or it was seen"
    );
    let differ = |clash: &Clash| matches!(clash, Clash::CountsDiffer(_));
    let of_two = entry_of(&a, &b, differ);
    exchange(&mut b, &mut c);
    a.take(&c);
    let of_three = entry_of(&a, &b, differ);
    assert_ne!(of_two.id, of_three.id, "a third count is a new question");

    let (mut a, mut b) = two(&[("MUG", 5)]);
    let owner = b.operator.replace(a.hire(590, "PICKER", Role::Picker));
    b.take(&a);
    let seen = floor(&mut b, 600, count(ObservationKind::CountToApprove, 4));
    exchange(&mut a, &mut b);
    let to_approve = entry_of(&a, &b, |clash| {
        matches!(clash, Clash::CountToApprove { .. })
    });
    assert_eq!(
        refused(
            &b,
            610,
            settle(&to_approve, &Settlement::Judge { approved: true })
        ),
        Refusal::SecondPerson
    );
    b.operator = owner;
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(
            clash,
            Clash::CountToApprove { .. }
        )),
        2
    );
    let judged = |approved: bool| {
        let place = bin("A1");
        Event::Counting(if approved {
            CountingFact::CountApproved { count: seen, place }
        } else {
            CountingFact::CountRejected { count: seen, place }
        })
    };
    floor(&mut a, 620, judged(true));
    floor(&mut b, 630, judged(false));
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(
            clash,
            Clash::CountJudgedTwice { .. }
        )),
        2
    );

    let (mut a, mut b) = two(&[("MUG", 5)]);
    let lot = Goods {
        lot: Some(Name::Coded(FirstCode::new(code("L1")))),
        ..mug()
    };
    floor(&mut a, 500, found(lot, bin("A1"), 3));
    let of_item = observed(
        ObservationKind::Count,
        Covers::Item(item("MUG")),
        SeenWhat::Item(item("MUG")),
        10,
    );
    floor(&mut a, 600, of_item);
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::CountUnlisted { .. })),
        2
    );
}

/// A plate that two devices took in at two places: until somebody has said where it stands, nothing of it can be promised.
#[test]
fn goods_of_a_plate_that_nobody_knows_the_place_of_are_not_sold() {
    let (mut a, mut b) = two(&[]);
    let free = |tablet: &Tablet| -> i128 {
        let promises = tablet
            .state
            .promises(&Freshness::default(), &tablet.relations());
        promises.values().map(|promise| promise.available()).sum()
    };
    floor(&mut a, 9, found(mug(), Place::Container(tote("T1")), 5));
    run(&mut a, 10, put("T1", at("A1")));
    assert_eq!(free(&a), 5);
    run(&mut b, 11, put("T1", at("A2")));
    exchange(&mut a, &mut b);
    assert_eq!((free(&a), free(&b)), (0, 0));
    run(&mut a, 20, put("T1", at("A3")));
    b.take(&a);
    assert_eq!((free(&a), free(&b)), (5, 5));
}

fn containers() {
    let (mut a, mut b) = two(&[]);
    run(&mut a, 10, put("T1", at("A1")));
    run(&mut b, 11, put("T1", at("A2")));
    exchange(&mut a, &mut b);
    let kind = |clash: &Clash| matches!(clash, Clash::ContainerWhere(_));
    assert_eq!(each_ends(&a, &b, kind), 2);
    let third = Settlement::See {
        container: tote("T1"),
        at: at("A3"),
    };
    ends(&a, &b, kind, &third);

    let (mut a, mut b) = two(&[]);
    run(&mut a, 10, put("T1", at("A1")));
    run(&mut a, 11, put("T2", at("A1")));
    b.take(&a);
    run(&mut a, 12, put("T1", Standing::Container(tote("T2"))));
    run(&mut b, 13, put("T2", Standing::Container(tote("T1"))));
    exchange(&mut a, &mut b);
    let kind = |clash: &Clash| matches!(clash, Clash::ContainerCircle(_));
    let entry = entry_of(&a, &b, kind);
    let offered = choices(&a.state, &a.context(20), &a.relations(), &[], &entry);
    assert!(
        offered.contains(&ChoiceOffered::AskWhere(tote("T1"))),
        "{offered:?}"
    );
    for text in ["T1", "T2"] {
        let seen = Settlement::See {
            container: tote(text),
            at: at("A2"),
        };
        ends(&a, &b, kind, &seen);
    }
}

fn people() {
    let (mut a, mut b) = two(&[]);
    let owner = a.operator;
    let add = SetupCommand::People(PeopleCommand::AddOperator {
        fields: Vec::new(),
        rows: Vec::new(),
        roles: vec![RoleGiven {
            role: Role::Office,
            restrictions: Vec::new(),
        }],
    });
    let hired = run(&mut a, 5, add)[0];
    b.take(&a);
    let grant = hired.with_index(1).fact();
    run(
        &mut a,
        10,
        SetupCommand::People(PeopleCommand::Revoke { grant }),
    );
    b.operator = Some(depo::trade::id::OperatorId(a.opened_by(&hired)));
    let set = vec![Setting::WrongPins(9)];
    run(
        &mut b,
        11,
        SetupCommand::Settings(SettingCommand::Set { settings: set }),
    );
    b.take(&a);
    // A fact of the world by whom the role was taken from, as far as is known by then: it counts, and is marked.
    floor(&mut b, 12, found(mug(), bin("A1"), 1));
    let added = Event::Orders(OrderFact::Placed(Arc::new(placed(
        &order("9"),
        13,
        &[("MUG", 1)],
    ))));
    b.write(13, None, vec![added]);
    b.operator = owner;
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::Waits(_))),
        2
    );
}

fn merges() {
    let (mut a, mut b) = two(&[("MUG", 5), ("CUP", 5)]);
    let merged = |from: &str, into: &str| {
        Event::Identity(IdentityFact::Merged(Merged {
            pair: Pair::Items {
                from: item(from),
                into: item(into),
            },
        }))
    };
    a.write(10, None, vec![merged("MUG", "CUP")]);
    b.write(11, None, vec![merged("CUP", "MUG")]);
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::MergeCircle(_))),
        2
    );
}

#[test]
fn one_value_of_a_field_is_kept_by_saying_it_again() {
    let (mut a, mut b) = two(&[("MUG", 5)]);
    let weight = |mg: u64| set_item("MUG", vec![ItemField::WeightMg(Some(mg))]);
    run(&mut a, 10, weight(1));
    run(&mut b, 11, weight(2));
    exchange(&mut a, &mut b);
    let kind = |clash: &Clash| matches!(clash, Clash::FieldTwice { .. });
    // Either of the two, or it was seen and the later one stays.
    assert_eq!(each_ends(&a, &b, kind), 3);
    let entry = entry_of(&a, &b, kind);
    let first = match &entry.clash {
        Clash::FieldTwice { facts, .. } => facts.first(),
        _ => None,
    };
    let keep = Settlement::Keep(*first.expect("a field"));
    run(&mut a, 20, settle(&entry, &keep));
    let card = a.state.item(&item("MUG")).expect("the card");
    assert!(
        card.fields()
            .any(|field| *field == ItemField::WeightMg(Some(1)))
    );

    let (mut a, mut b) = two(&[]);
    let zone = |text: &str| {
        SetupCommand::Locations(LocationCommand::SetLocations {
            warehouse: warehouse("W1"),
            locations: vec![LocationChange {
                which: LocationRef::Coded(code("A1")),
                fields: vec![LocationField::Zone(Some(code(text)))],
            }],
        })
    };
    run(&mut a, 10, zone("COLD"));
    run(&mut b, 11, zone("WARM"));
    exchange(&mut a, &mut b);
    assert_eq!(each_ends(&a, &b, kind), 3);

    let (mut a, mut b) = two(&[]);
    let pins = |number: u32| {
        SetupCommand::Settings(SettingCommand::Set {
            settings: vec![Setting::WrongPins(number)],
        })
    };
    run(&mut a, 10, pins(3));
    run(&mut b, 11, pins(4));
    exchange(&mut a, &mut b);
    assert_eq!(each_ends(&a, &b, kind), 3);
}

#[test]
fn what_no_fact_puts_right_is_acknowledged() {
    let (mut a, mut b) = two(&[("MUG", 5)]);
    let order_one = place(&mut a, 10, "1", &[("MUG", 2)]);
    b.take(&a);
    let desk = LeaseKey::Desk(order_one.clone());
    run(&mut b, 20, take_over(&desk, None, a.own));
    run(&mut b, 21, route(&order_one));
    run(&mut a, 22, route(&order_one));
    // And both take in one order, differently.
    for (tablet, number) in [(&mut a, 1), (&mut b, 2)] {
        place(tablet, 23, "2", &[("MUG", number)]);
    }
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(
            clash,
            Clash::LeaseOvertaken { .. }
        )),
        1
    );
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::Overdrawn { .. })),
        1
    );
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::PlacedTwice { .. })),
        1
    );

    let (mut a, mut b) = two(&[("SET", 0), ("MUG", 0), ("TEA", 0)]);
    set_kit(&mut a, 10, "SET", &[("MUG", 1)]);
    set_kit(&mut b, 11, "SET", &[("TEA", 1)]);
    exchange(&mut a, &mut b);
    assert_eq!(
        each_ends(&a, &b, |clash| matches!(clash, Clash::EditionTwice { .. })),
        1
    );

    let (mut a, _) = two(&[]);
    let mut clone = a.clone();
    floor(&mut a, 20, found(mug(), bin("A1"), 1));
    floor(&mut clone, 21, found(mug(), bin("A2"), 1));
    exchange(&mut a, &mut clone);
    a.begin_anew(b'X', 30);
    clone.begin_anew(b'Y', 31);
    exchange(&mut a, &mut clone);
    assert_eq!(
        each_ends(&a, &clone, |clash| matches!(clash, Clash::Fork { .. })),
        1
    );
}

/// A camera with its number, moved from one place to another.
fn camera(from: Place, to: Place) -> Event {
    Event::Stock(StockFact::Moved(Moved {
        goods: Goods::new(item("CAM")),
        becomes: None,
        from,
        to,
        units: units(1),
        serials: vec![Serials::One(code("S-7"))],
    }))
}

fn serials_at(tablet: &Tablet, place: &Place) -> usize {
    let relations = tablet.relations();
    let serials = &tablet.state.serials;
    serials.at_place(&item("CAM"), place, &relations).len()
}

fn units_at(tablet: &Tablet, place: &Place) -> i128 {
    let key = AccountKey::new(place.clone(), Goods::new(item("CAM")));
    tablet.state.ledger.balance(&key)
}

#[test]
fn a_serial_number_that_two_took_is_in_one_place_and_the_units_of_the_other_are_right() {
    let kind = |clash: &Clash| matches!(clash, Clash::SerialTwice(_));
    let (bin, boxed) = (bin("A1"), |text: &str| Place::Container(tote(text)));
    let (mut a, mut b) = two(&[]);
    let came = camera(Place::Party(party("S")), bin.clone());
    floor(&mut a, 10, came);
    run(&mut a, 11, put("T1", at("A1")));
    run(&mut a, 12, put("T2", at("A1")));
    b.take(&a);
    floor(&mut a, 20, camera(bin.clone(), boxed("T1")));
    floor(&mut b, 21, camera(bin.clone(), boxed("T2")));
    exchange(&mut a, &mut b);
    assert_eq!(each_ends(&a, &b, kind), 2, "one choice for each place");

    // It is in the first box: nothing is in the other.
    let entry = entry_of(&a, &b, kind);
    let (mut one, mut other) = (a.clone(), b.clone());
    run(
        &mut one,
        30,
        settle(&entry, &Settlement::SerialAt(boxed("T1"))),
    );
    other.take(&one);
    for tablet in [&one, &other] {
        assert_eq!(serials_at(tablet, &boxed("T1")), 1);
        assert_eq!(serials_at(tablet, &boxed("T2")), 0);
        assert_eq!(units_at(tablet, &boxed("T1")), 1);
        assert_eq!(units_at(tablet, &boxed("T2")), 0);
        assert_eq!(units_at(tablet, &bin), 0, "it left once");
        assert_eq!(serials_at(tablet, &bin), 0);
    }
    // From there it goes on as one number does.
    floor(&mut one, 40, camera(boxed("T1"), bin.clone()));
    assert_eq!(serials_at(&one, &boxed("T1")), 0);
    assert_eq!(serials_at(&one, &bin), 1);

    // Both say it apart, differently: that is asked once more. Both say the same: nothing is.
    let (mut one, mut other) = (a.clone(), b.clone());
    run(
        &mut one,
        30,
        settle(&entry, &Settlement::SerialAt(boxed("T1"))),
    );
    run(
        &mut other,
        31,
        settle(&entry, &Settlement::SerialAt(boxed("T2"))),
    );
    exchange(&mut one, &mut other);
    assert!(one.clashes().iter().any(kind));
    let (mut one, mut other) = (a.clone(), b.clone());
    run(
        &mut one,
        30,
        settle(&entry, &Settlement::SerialAt(boxed("T1"))),
    );
    run(
        &mut other,
        31,
        settle(&entry, &Settlement::SerialAt(boxed("T1"))),
    );
    exchange(&mut one, &mut other);
    assert!(!one.clashes().iter().any(kind));

    // What was put back first is in the bin: the bin has its unit, and the box of the other nothing.
    floor(&mut b, 25, camera(boxed("T2"), bin.clone()));
    exchange(&mut a, &mut b);
    assert_eq!(each_ends(&a, &b, kind), 2);
    let entry = entry_of(&a, &b, kind);
    run(
        &mut a,
        50,
        settle(&entry, &Settlement::SerialAt(bin.clone())),
    );
    assert_eq!((units_at(&a, &bin), units_at(&a, &boxed("T1"))), (1, 0));
    assert_eq!((serials_at(&a, &bin), serials_at(&a, &boxed("T1"))), (1, 0));
}

#[test]
fn units_without_numbers_are_left_alone_where_a_serial_number_is_elsewhere() {
    let kind = |clash: &Clash| matches!(clash, Clash::SerialTwice(_));
    let bins = [bin("A1"), bin("A2")];
    let (mut a, mut b) = two(&[]);
    for bin in &bins {
        floor(&mut a, 10, found(Goods::new(item("CAM")), bin.clone(), 5));
    }
    b.take(&a);
    let seen = |at: &Place| {
        Event::Stock(StockFact::SerialsLearnt {
            item: item("CAM"),
            at: at.clone(),
            serials: vec![Serials::One(code("S-7"))],
        })
    };
    floor(&mut a, 20, seen(&bins[0]));
    floor(&mut b, 21, seen(&bins[1]));
    exchange(&mut a, &mut b);
    let entry = entry_of(&a, &b, kind);
    run(
        &mut a,
        30,
        settle(&entry, &Settlement::SerialAt(bins[1].clone())),
    );
    assert_eq!(bins.each_ref().map(|bin| serials_at(&a, bin)), [0, 1]);
    assert_eq!(bins.each_ref().map(|bin| units_at(&a, bin)), [5, 5]);
}

#[test]
fn a_plate_that_two_tablets_took_in_came_once() {
    let kind = |clash: &Clash| matches!(clash, Clash::BelowZero(key) if matches!(key.place, Place::Underway(_)));
    let (mut a, mut b) = two(&[("MUG", 10)]);
    run(&mut a, 9, set_warehouse("W2"));
    let plate = Place::Container(tote("P1"));
    run(&mut a, 10, put("P1", at("A1")));
    floor(&mut a, 11, moved(mug(), bin("A1"), plate.clone(), 10));
    let send = LocationCommand::Dispatch {
        container: tote("P1"),
        to: warehouse("W2"),
    };
    run(&mut a, 12, SetupCommand::Locations(send));
    b.take(&a);
    let dock = LocationId {
        warehouse: warehouse("W2"),
        ..location("D1")
    };
    let set = LocationCommand::SetLocations {
        warehouse: warehouse("W2"),
        locations: vec![LocationChange {
            which: LocationRef::Coded(code("D1")),
            fields: vec![LocationField::Kind(LocationKind::Pick)],
        }],
    };
    run(&mut a, 13, SetupCommand::Locations(set));
    b.take(&a);
    let arrive = |tablet: &mut Tablet, seconds: i64| {
        let command = LocationCommand::Arrive {
            container: tote("P1"),
            at: dock.clone(),
        };
        run(tablet, seconds, SetupCommand::Locations(command));
    };
    arrive(&mut a, 20);
    arrive(&mut b, 21);
    exchange(&mut a, &mut b);
    let there = |tablet: &Tablet| {
        let key = AccountKey::new(plate.clone(), mug());
        tablet.state.ledger.balance(&key)
    };
    assert_eq!((there(&a), there(&b)), (20, 20));
    assert_eq!(each_ends(&a, &b, kind), 1);
    let entry = entry_of(&a, &b, kind);
    run(&mut a, 30, settle(&entry, &Settlement::CameOnce));
    b.take(&a);
    for tablet in [&a, &b] {
        assert_eq!(there(tablet), 10);
        assert_eq!(
            tablet.clashes().iter().filter(|clash| kind(clash)).count(),
            0
        );
        tablet.is_proved();
    }
}
