//! Two tablets that hear nothing of each other take one thing back, end one parcel, answer one request, set each other's
//! order aside, or read one file: what counts, and what is told.

use crate::floor_hall::{Hall, bin, exchange, goods, line, party, within};
use crate::office_world::{does, orders};
use crate::setup_support::{inbox, moved, place, run, shop};
use crate::support::units;
use crate::tablets::Tablet;
use depo::stream::id::FactId;
use depo::trade::Event;
use depo::trade::conflicts::commands::{ConflictCommand, Settlement};
use depo::trade::decide::setup::SetupCommand;
use depo::trade::fulfilment::{FulfilmentFact, LineUnits, LinesBack};
use depo::trade::id::{OrderId, ParcelId};
use depo::trade::leases::LeaseKey;
use depo::trade::leases::commands::{LeaseAt, LeaseCommand};
use depo::trade::orders::commands::OrderCommand;
use depo::trade::packing::parcel::ParcelStatus;
use depo::trade::place::Place;
use depo::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use depo::trade::state::entries::Clash;
use depo::trade::stock::{Moved, StockFact};

fn hall() -> Hall {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 10);
    hall.found(goods("MUG"), bin("A2"), 10);
    hall
}

/// What a tablet and the other one, after they heard of each other, say of a place.
#[track_caller]
fn both(a: &Hall, b: &Hall, place: Place) -> i128 {
    let (here, there) = (
        a.at(place.clone(), &goods("MUG")),
        b.at(place, &goods("MUG")),
    );
    assert_eq!(here, there);
    a.tablet.is_proved();
    b.tablet.is_proved();
    here
}

#[test]
fn a_movement_that_two_took_back_is_taken_back_once() {
    let mut a = hall();
    let moved = moved(goods("MUG"), bin("A1"), bin("A2"), 5);
    let at = a.floor(moved.clone());
    let Event::Stock(StockFact::Moved(movement)) = moved else {
        unreachable!("a movement")
    };
    let undone = |movement: &Moved| {
        Event::Stock(StockFact::MoveUndone {
            undoes: at.fact(),
            movement: movement.clone(),
        })
    };
    let mut b = a.joining(b'B');
    let mut c = a.joining(b'C');
    // The one that comes later in order is heard of first by one of them.
    b.now += 50;
    b.floor(undone(&movement));
    a.floor(undone(&movement));
    assert_eq!(a.at(bin("A1"), &goods("MUG")), 10);
    exchange(&mut a, &mut b);
    assert_eq!(both(&a, &b, bin("A1")), 10);
    assert_eq!(both(&a, &b, bin("A2")), 10);
    a.tablet.says_the_same(&b.tablet.state);
    // And a third one hears of both at once.
    exchange(&mut a, &mut c);
    assert_eq!(both(&a, &c, bin("A1")), 10);
    a.tablet.says_the_same(&c.tablet.state);
    assert_eq!(a.clashes(), []);
}

fn left(parcel: ParcelId, hall: &Hall) -> FactId {
    let parcel = hall.tablet.state.parcel(&parcel).expect("it is known");
    let (fact, _) = parcel.handed_over().next().expect("it left");
    *fact
}

#[test]
fn a_hand_over_that_two_took_back_is_taken_back_once() {
    let mut a = hall();
    let (of, parcel) = a.ship("1001", "MUG", 1);
    let mut b = a.joining(b'B');
    for hall in [&mut a, &mut b] {
        let hand_over = left(parcel, hall);
        hall.does(ShippingCommand::UndoHandOver { parcel, hand_over });
    }
    exchange(&mut a, &mut b);
    assert_eq!(both(&a, &b, within(parcel)), 1);
    assert_eq!(a.stands(&line(of, 0)), [0, 0, 0, 1, 0]);
    a.does(ShippingCommand::HandOver { parcel });
    exchange(&mut a, &mut b);
    assert_eq!(both(&a, &b, within(parcel)), 0);
    assert_eq!(b.stands(&line(of, 0)), [0, 0, 0, 0, 1]);
    assert_eq!(a.clashes(), []);
}

#[test]
fn a_parcel_that_two_devices_hand_over_leaves_once() {
    let mut a = hall();
    let (of, parcel) = a.ship("1001", "MUG", 2);
    let hand_over = left(parcel, &a);
    a.does(ShippingCommand::UndoHandOver { parcel, hand_over });
    let mut b = a.joining(b'B');
    b.now += 50;
    for hall in [&mut b, &mut a] {
        hall.does(ShippingCommand::HandOver { parcel });
    }
    exchange(&mut a, &mut b);
    assert_eq!(both(&a, &b, within(parcel)), 0);
    assert_eq!(a.stands(&line(of, 0)), [0, 0, 0, 0, 2]);
    assert_eq!((a.clashes(), b.clashes()), (vec![], vec![]));
    a.tablet.says_the_same(&b.tablet.state);
    // One undo brings it back, and it can leave again.
    let hand_over = left(parcel, &b);
    b.does(ShippingCommand::UndoHandOver { parcel, hand_over });
    exchange(&mut a, &mut b);
    assert_eq!(both(&a, &b, within(parcel)), 2);
    a.does(ShippingCommand::HandOver { parcel });
    exchange(&mut a, &mut b);
    assert_eq!(b.stands(&line(of, 0)), [0, 0, 0, 0, 2]);
    assert_eq!(both(&a, &b, within(parcel)), 0);
    assert_eq!(a.clashes(), []);
}

fn deliver(parcel: ParcelId) -> ShippingCommand {
    ShippingCommand::Deliver(DeliverParcel {
        parcel,
        at: None,
        damaged: Vec::new(),
        rows: Vec::new(),
    })
}

#[test]
fn a_parcel_that_two_ended_apart_is_one_entry_and_either_choice_books_it_once() {
    for second in [deliver as fn(ParcelId) -> ShippingCommand, |parcel| {
        ShippingCommand::Lose { parcel }
    }] {
        let mut a = hall();
        let (_, parcel) = a.ship("1001", "MUG", 2);
        let mut b = a.joining(b'B');
        a.does(deliver(parcel));
        b.does(second(parcel));
        exchange(&mut a, &mut b);
        let entries = inbox(&a.tablet);
        assert_eq!(entries, inbox(&b.tablet));
        let [entry] = entries.as_slice() else {
            unreachable!("one entry: {entries:?}")
        };
        let Clash::EndedTwice { parcel: of, facts } = &entry.clash else {
            unreachable!("{entry:?}")
        };
        assert_eq!((*of, facts.len()), (parcel, 2));
        // Each choice is named by what it says.
        let of = a.tablet.state.parcel(&parcel).expect("it");
        let ends: Vec<_> = facts.iter().map(|fact| of.end_said_by(*fact)).collect();
        let is_lost = second(parcel) == ShippingCommand::Lose { parcel };
        assert!(ends.contains(&Some(ParcelStatus::Delivered)), "{ends:?}");
        assert_eq!(ends.contains(&Some(ParcelStatus::Lost)), is_lost);
        for keep in facts {
            let (mut a, mut b) = (a.clone(), b.clone());
            let settle = ConflictCommand::Settle {
                entry: entry.id,
                how: Settlement::Keep(*keep),
            };
            a.now += 1;
            run(&mut a.tablet, a.now, SetupCommand::Conflicts(settle));
            exchange(&mut a, &mut b);
            assert_eq!((a.clashes(), b.clashes()), (vec![], vec![]));
            let carrier = Place::Party(party("DHL"));
            assert_eq!(both(&a, &b, carrier), 0, "what left has ended");
            assert_eq!(both(&a, &b, within(parcel)), 0);
        }
    }
}

#[test]
fn of_two_answers_to_one_request_that_stands_which_gave_the_units_back() {
    for first_gives in [true, false] {
        let mut a = hall();
        let of = a.order("1001", &[("MUG", 2)]);
        let back = LinesBack {
            fulfilment: of,
            lines: vec![LineUnits {
                line: 0,
                units: units(1),
            }],
        };
        let asked = a.office(Event::Fulfilment(FulfilmentFact::BackRequested(back)));
        let mut b = a.joining(b'B');
        let answer = |given| {
            Event::Fulfilment(FulfilmentFact::RequestAnswered {
                fulfilment: of,
                request: asked.fact(),
                given,
            })
        };
        a.floor(answer(first_gives));
        b.floor(answer(!first_gives));
        exchange(&mut a, &mut b);
        for hall in [&a, &b] {
            assert!(hall.tablet.state.fulfilment(&of).expect("it").gave_back());
            hall.tablet.is_proved();
        }
        a.tablet.says_the_same(&b.tablet.state);
    }
}

#[test]
fn orders_that_were_set_aside_for_each_other_are_one_entry_and_either_can_be_sent() {
    let mut a = shop(&[("MUG", 9)]);
    let one = place(&mut a, 10, "1", &[("MUG", 1)]);
    let other = place(&mut a, 11, "2", &[("MUG", 1)]);
    let mut b = Tablet::joining(b'B', &a);
    let desk = LeaseAt {
        lease: LeaseKey::Desk(other.clone()),
        warehouse: None,
    };
    let given = LeaseCommand::HandOver {
        leases: vec![desk],
        to: b.own,
    };
    run(&mut a, 12, SetupCommand::Leases(given));
    b.take(&a);
    let aside = |order: &OrderId, in_favour_of: &OrderId| {
        orders(OrderCommand::SetAside {
            order: order.clone(),
            in_favour_of: in_favour_of.clone(),
        })
    };
    does(&mut a, 20, aside(&one, &other));
    does(&mut b, 21, aside(&other, &one));
    crate::tablets::exchange(&mut a, &mut b);
    let entries = inbox(&a);
    assert_eq!(entries, inbox(&b));
    let both = [one.clone(), other.clone()];
    let [entry] = entries.as_slice() else {
        unreachable!("one entry: {entries:?}")
    };
    assert_eq!(
        entry.clash,
        Clash::SetAsideBoth {
            orders: both.clone()
        }
    );
    // Each can be sent by whoever has it at its desk.
    for (sent, by_a) in both.iter().zip([true, false]) {
        let (mut a, mut b) = (a.clone(), b.clone());
        let settle = SetupCommand::Conflicts(ConflictCommand::Settle {
            entry: entry.id,
            how: Settlement::Reinstate(sent.clone()),
        });
        run(if by_a { &mut a } else { &mut b }, 30, settle);
        crate::tablets::exchange(&mut a, &mut b);
        for tablet in [&a, &b] {
            assert_eq!(tablet.clashes(), []);
            let is_aside = |id: &OrderId| {
                let order = tablet.state.order(id).expect("it is known");
                order.in_favour_of().is_some()
            };
            assert_eq!(both.iter().filter(|id| is_aside(id)).count(), 1);
            assert!(!is_aside(sent));
            tablet.is_proved();
        }
    }
}
