//! Parcels: packed, closed, labelled, handed over, delivered; and every step back.

use crate::floor_hall::{
    Hall, bin, close, goods, inside, label, labelled, line, location, order_id, party,
};
use crate::floor_hall::{scan, tote, within};
use crate::support::{code, units};
use crate::tablets::warehouse;
use depo::trade::Event;
use depo::trade::catalog::{ItemField, SerialPolicy};
use depo::trade::decide::Refusal;
use depo::trade::decide::floor::Step;
use depo::trade::goods::Serials;
use depo::trade::id::{FulfilmentOrderId, ParcelId, ReturnId};
use depo::trade::locations::{ContainerMoved, LocationFact, Standing};
use depo::trade::orders::AddressAnswer;
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::packing::parcel::ParcelStatus;
use depo::trade::people::Role;
use depo::trade::picking::commands::PickingCommand;
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::Amount;
use depo::trade::returns::commands::{BackUnits, ReturnCommand};
use depo::trade::returns::{ReturnAuthorised, ReturnLine, ReturnReason};
use depo::trade::scan::{Scanned, parcel_code, resolve};
use depo::trade::shipping::ShippingFact;
use depo::trade::shipping::commands::{DamagedUnits, DeliverParcel, ShippingCommand};
use depo::trade::stock::commands::{MoveUnits, StockCommand};

/// An order of two mugs that is picked into tote `T1`.
#[track_caller]
fn picked(hall: &mut Hall) -> FulfilmentOrderId {
    hall.found(goods("MUG"), bin("A1"), 10);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.pick_all(batch, "T");
    fulfilment
}

/// The same, packed into a closed parcel.
#[track_caller]
fn closed(hall: &mut Hall) -> (FulfilmentOrderId, ParcelId) {
    let fulfilment = picked(hall);
    let parcel = hall.parcel();
    hall.pack(parcel, &line(fulfilment, 0), &goods("MUG"), "T1", 2);
    hall.does(close(parcel, 900));
    (fulfilment, parcel)
}

#[track_caller]
fn status(hall: &Hall, parcel: ParcelId) -> ParcelStatus {
    let relations = hall.tablet.relations();
    let found = hall.tablet.state.parcel(&parcel).expect("it is known");
    found.status(&relations)
}

fn is(status: ParcelStatus) -> Refusal {
    Refusal::ParcelIs { status }
}

fn pack(
    parcel: ParcelId,
    fulfilment: FulfilmentOrderId,
    from: Place,
    number: u64,
) -> PackingCommand {
    PackingCommand::Pack(Box::new(to_pack(parcel, fulfilment, from, number)))
}

fn to_pack(parcel: ParcelId, fulfilment: FulfilmentOrderId, from: Place, number: u64) -> PackUnits {
    PackUnits {
        same_address: false,
        parcel,
        line: line(fulfilment, 0),
        goods: goods("MUG"),
        from,
        units: units(number),
        serials: Vec::new(),
    }
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
fn never_more_is_packed_than_was_picked_and_is_there() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = picked(&mut hall);
    let parcel = hall.parcel();
    assert_eq!(hall.refuses(close(parcel, 900)), Refusal::ParcelEmpty);
    assert_eq!(
        hall.refuses(pack(parcel, fulfilment, inside("T1"), 3)),
        Refusal::TooMany { there: 2 }
    );
    assert_eq!(
        hall.refuses(pack(parcel, fulfilment, inside("T8"), 1)),
        Refusal::ToteTaken(inside("T8"))
    );
    hall.does(pack(parcel, fulfilment, inside("T1"), 2));
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 0, 2, 0]);
    assert_eq!(hall.at(within(parcel), &goods("MUG")), 2);
    assert_eq!(
        hall.refuses(PackingCommand::Cancel { parcel }),
        Refusal::ParcelNotEmpty(parcel)
    );
}

#[test]
fn a_scan_at_the_table_packs_what_lies_in_the_tote() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    let fulfilment = picked(&mut hall);
    let parcel = hall.parcel();
    let scanned = |text: &str| PackingCommand::Scan {
        parcel,
        from: tote("T1"),
        scan: scan(text),
    };
    hall.does(scanned("MUG"));
    hall.does(scanned("MUG"));
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 0, 2, 0]);
    assert!(matches!(
        hall.refuses(scanned("CUP")),
        Refusal::WrongCode { .. }
    ));
    assert!(matches!(
        hall.refuses(scanned("MUG")),
        Refusal::WrongCode { .. }
    ));
}

#[test]
fn what_was_cancelled_after_the_pick_is_not_packed() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = picked(&mut hall);
    hall.cancel("1001", "MUG", &line(fulfilment, 0), 1);
    let parcel = hall.parcel();
    assert_eq!(
        hall.refuses(pack(parcel, fulfilment, inside("T1"), 2)),
        Refusal::TooMany { there: 1 }
    );
    hall.does(pack(parcel, fulfilment, inside("T1"), 1));
}

#[test]
fn only_orders_of_one_address_share_a_parcel() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 10);
    let one = hall.order("1001", &[("MUG", 1)]);
    let same = AddressAnswer::SameAs(order_id("1001"));
    let two = hall.order_to("1002", &[("MUG", 1)], vec![same]);
    let other = hall.order("1003", &[("MUG", 1)]);
    let batch = hall.release(&[one, two, other]);
    hall.pick_all(batch, "T");
    let parcel = hall.parcel();
    hall.does(pack(parcel, one, inside("T1"), 1));
    hall.does(pack(parcel, two, inside("T2"), 1));
    assert_eq!(
        hall.refuses(pack(parcel, other, inside("T3"), 1)),
        Refusal::OtherAddress {
            inside: order_id("1001"),
            other: order_id("1003"),
        }
    );
}

#[test]
fn packing_is_undone_by_name_while_the_parcel_is_open() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = picked(&mut hall);
    let parcel = hall.parcel();
    let at = hall.does(pack(parcel, fulfilment, inside("T1"), 2));
    let undo = PackingCommand::UndoPack {
        parcel,
        packed: at.fact(),
    };
    hall.does(close(parcel, 900));
    assert_eq!(hall.refuses(undo.clone()), is(ParcelStatus::Closed));
    hall.does(PackingCommand::Reopen { parcel });
    hall.does(undo.clone());
    assert_eq!(hall.at(inside("T1"), &goods("MUG")), 2);
    assert_eq!(hall.refuses(undo), Refusal::NothingToDo);
    hall.does(PackingCommand::Cancel { parcel });
    assert_eq!(status(&hall, parcel), ParcelStatus::Cancelled);
    hall.tablet.is_proved();
}

#[test]
fn a_closed_parcel_is_reopened_weighed_again_and_relabelled_and_its_old_label_is_void() {
    let mut hall = Hall::new(&["MUG"]);
    let (_, parcel) = closed(&mut hall);
    hall.does(label(parcel, "NR1"));
    hall.does(PackingCommand::Reopen { parcel });
    assert_eq!(status(&hall, parcel), ParcelStatus::Open);
    hall.does(close(parcel, 950));
    assert_eq!(
        hall.refuses(ShippingCommand::HandOver { parcel }),
        is(ParcelStatus::Closed),
        "the old label is void"
    );
    let weighed = PackingCommand::Measure {
        parcel,
        weight_g: Some(980),
        size: None,
    };
    hall.does(weighed.clone());
    assert_eq!(hall.refuses(weighed), Refusal::NothingToDo);
    hall.does(label(parcel, "NR2"));
    let found = hall.tablet.state.parcel(&parcel).expect("it is known");
    assert_eq!(found.measured().and_then(|it| it.weight_g), Some(980));
    let relations = hall.tablet.relations();
    let meant = |text: &str| resolve(&hall.tablet.state, &scan(text), &relations);
    assert_eq!(meant("nr2"), Ok(Scanned::Parcel(parcel)));
    let number = code("NR1");
    assert_eq!(meant("NR1"), Err(Refusal::NumberVoid { number }));
    let printed = parcel_code(&parcel, 5);
    assert_eq!(meant(&printed), Ok(Scanned::Parcel(parcel)));
}

#[test]
fn one_number_on_two_parcels_is_refused() {
    let mut hall = Hall::new(&["MUG"]);
    let (_, first) = closed(&mut hall);
    hall.does(label(first, "NR1"));
    let fulfilment = hall.order("1002", &[("MUG", 1)]);
    let batch = hall.release(&[fulfilment]);
    hall.pick_all(batch, "U");
    let second = hall.parcel();
    hall.does(pack(second, fulfilment, inside("U1"), 1));
    hall.does(close(second, 500));
    assert_eq!(
        hall.refuses(label(second, "nr1")),
        Refusal::NumberTaken {
            number: code("nr1")
        }
    );
}

#[test]
fn another_carrier_makes_the_old_label_void() {
    let mut hall = Hall::new(&["MUG"]);
    let (_, parcel) = closed(&mut hall);
    hall.does(label(parcel, "NR1"));
    let mut other = labelled(parcel, "NR2");
    other.carrier = party("OTHER");
    hall.does(ShippingCommand::Label(other));
    hall.does(ShippingCommand::Void { parcel });
    assert_eq!(
        status(&hall, parcel),
        ParcelStatus::Closed,
        "the first one is not valid again"
    );
    assert_eq!(
        hall.refuses(label(parcel, "NR1")),
        Refusal::NumberVoid {
            number: code("NR1")
        }
    );
}

#[test]
fn a_number_may_come_later_and_only_once() {
    let mut hall = Hall::new(&["MUG"]);
    let (_, parcel) = closed(&mut hall);
    let mut without = labelled(parcel, "NR1");
    without.number = None;
    hall.does(ShippingCommand::Label(without));
    let given = ShippingCommand::GiveNumber {
        parcel,
        number: code("NR9"),
    };
    hall.does(given.clone());
    assert_eq!(hall.refuses(given), Refusal::NothingToDo);
}

#[test]
fn an_order_without_an_address_is_not_labelled() {
    let mut hall = Hall::new(&["MUG"]);
    let (_, parcel) = closed(&mut hall);
    let refusal = Refusal::NoAddress(order_id("1001"));
    hall.closed = vec![(Step::Label, refusal.clone())];
    assert_eq!(hall.refuses(label(parcel, "NR1")), refusal);
}

#[test]
fn money_is_asked_again_when_a_parcel_is_closed_and_when_it_leaves() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = picked(&mut hall);
    let parcel = hall.parcel();
    hall.does(pack(parcel, fulfilment, inside("T1"), 2));
    let refusal = Refusal::NotPaid {
        order: order_id("1001"),
        missing: Amount::new(5),
    };
    hall.closed = vec![(Step::Close, refusal.clone())];
    assert_eq!(hall.refuses(close(parcel, 900)), refusal);
    hall.closed = vec![(Step::HandOver, refusal.clone())];
    hall.does(close(parcel, 900));
    hall.does(label(parcel, "NR1"));
    assert_eq!(hall.refuses(ShippingCommand::HandOver { parcel }), refusal);
}

#[test]
fn a_parcel_leaves_once_with_what_the_books_say_is_in_it_and_may_come_back_through_the_door() {
    let mut hall = Hall::new(&["MUG"]);
    let (fulfilment, parcel) = closed(&mut hall);
    hall.does(label(parcel, "NR1"));
    let at = hall.does(ShippingCommand::HandOver { parcel });
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 0, 0, 2]);
    assert_eq!(hall.at(Place::Party(party("CARRIER")), &goods("MUG")), 2);
    assert_eq!(
        hall.refuses(ShippingCommand::HandOver { parcel }),
        is(ParcelStatus::HandedOver)
    );
    let undo = ShippingCommand::UndoHandOver {
        parcel,
        hand_over: at.fact(),
    };
    hall.does(undo.clone());
    assert_eq!(status(&hall, parcel), ParcelStatus::Labelled);
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 0, 2, 0]);
    assert_eq!(hall.refuses(undo), Refusal::NothingToDo);
    hall.does(ShippingCommand::HandOver { parcel });
    hall.tablet.is_proved();
}

#[test]
fn a_delivery_says_what_was_damaged_and_is_undone_by_name() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 2);
    let (fulfilment, parcel) = hall.ship("1001", "MUG", 2);
    let mut damaged = DeliverParcel {
        parcel,
        at: None,
        damaged: vec![DamagedUnits {
            line: line(fulfilment, 0),
            goods: goods("MUG"),
            units: 3,
        }],
        rows: Vec::new(),
    };
    assert_eq!(
        hall.refuses(ShippingCommand::Deliver(damaged.clone())),
        Refusal::TooMany { there: 2 }
    );
    damaged.damaged[0].units = 1;
    let at = hall.does(ShippingCommand::Deliver(damaged));
    assert_eq!(hall.at(Place::Customers, &goods("MUG")), 2);
    assert_eq!(hall.refuses(deliver(parcel)), is(ParcelStatus::Delivered));
    hall.does(ShippingCommand::UndoDelivery {
        parcel,
        delivery: at.fact(),
    });
    assert_eq!(status(&hall, parcel), ParcelStatus::HandedOver);
    hall.does(deliver(parcel));
}

#[test]
fn a_lost_parcel_is_written_off_and_may_be_found() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 2);
    let (fulfilment, parcel) = hall.ship("1001", "MUG", 2);
    let gone = Place::Loss {
        warehouse: warehouse("W1"),
        reason: LossReason::Missing,
    };
    let at = hall.does(ShippingCommand::Lose { parcel });
    assert_eq!(status(&hall, parcel), ParcelStatus::Lost);
    assert_eq!(hall.at(gone.clone(), &goods("MUG")), 2);
    assert_eq!(hall.at(Place::Party(party("CARRIER")), &goods("MUG")), 0);
    // The order's units left, and stay so: what becomes of them is money or a new order.
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 0, 0, 2]);
    assert_eq!(hall.refuses(deliver(parcel)), is(ParcelStatus::Lost));
    assert_eq!(
        hall.refuses(ShippingCommand::Lose { parcel }),
        is(ParcelStatus::Lost)
    );
    let undo = ShippingCommand::UndoLoss {
        parcel,
        lost: at.fact(),
    };
    hall.does(undo.clone());
    assert_eq!(hall.refuses(undo), Refusal::NothingToDo);
    assert_eq!(status(&hall, parcel), ParcelStatus::HandedOver);
    assert_eq!(hall.at(gone, &goods("MUG")), 0);
    hall.does(deliver(parcel));
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}

#[test]
fn what_is_lost_is_no_return_and_what_came_back_is_not_lost() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 2);
    let (fulfilment, parcel) = hall.ship("1001", "MUG", 2);
    let announce = |count: u64| {
        ReturnCommand::Authorise(ReturnAuthorised {
            order: Some(order_id("1001")),
            lines: vec![ReturnLine {
                line: line(fulfilment, 0),
                goods: goods("MUG"),
                units: units(count),
                reason: ReturnReason::Undelivered,
            }],
            rows: Vec::new(),
        })
    };
    let mut lost = hall.clone();
    lost.does(ShippingCommand::Lose { parcel });
    assert_eq!(lost.refuses(announce(1)), Refusal::TooMany { there: 0 });
    let at = hall.does(announce(1));
    let rma = ReturnId(hall.tablet.opened_by(&at));
    hall.does(ReturnCommand::Receive {
        rma,
        at: bin("RET"),
        units: vec![BackUnits {
            line: Some(line(fulfilment, 0)),
            goods: goods("MUG"),
            units: units(1),
            serials: Vec::new(),
        }],
    });
    hall.does(ShippingCommand::Lose { parcel });
    assert_eq!(hall.at(Place::Party(party("CARRIER")), &goods("MUG")), 0);
    assert_eq!(hall.at(bin("RET"), &goods("MUG")), 1);
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}

#[test]
fn a_second_person_checks_a_parcel() {
    let mut hall = Hall::new(&["MUG"]);
    let (_, parcel) = closed(&mut hall);
    assert_eq!(
        hall.refuses(PackingCommand::Check { parcel }),
        Refusal::SecondPerson
    );
    hall.now += 1;
    let other = hall.tablet.hire(hall.now, "PACKER", Role::Packer);
    hall.tablet.operator = Some(other);
    hall.does(PackingCommand::Check { parcel });
    assert_eq!(
        hall.refuses(PackingCommand::Check { parcel }),
        Refusal::NothingToDo
    );
}

#[test]
fn serial_numbers_are_asked_for_at_the_table_where_they_are_asked_for_when_goods_leave() {
    let mut hall = Hall::new(&["MUG"]);
    let policy = ItemField::SerialNumbers(SerialPolicy::AtShipping);
    hall.item("MUG", vec![policy]);
    let fulfilment = picked(&mut hall);
    let parcel = hall.parcel();
    assert_eq!(
        hall.refuses(pack(parcel, fulfilment, inside("T1"), 1)),
        Refusal::SerialsMissing {
            units: units(1),
            given: 0,
        }
    );
    let mut one = to_pack(parcel, fulfilment, inside("T1"), 1);
    one.serials = vec![Serials::One(code("S1"))];
    hall.does(PackingCommand::Pack(Box::new(one)));
}

#[test]
fn a_label_that_came_after_another_one_makes_it_void_whoever_wrote_it() {
    let mut hall = Hall::new(&["MUG"]);
    let (_, parcel) = closed(&mut hall);
    for number in ["NR1", "NR2"] {
        let fact = ShippingFact::ParcelLabelled(labelled(parcel, number));
        hall.floor(Event::Shipping(fact));
    }
    hall.does(ShippingCommand::Void { parcel });
    assert_eq!(status(&hall, parcel), ParcelStatus::Closed);
}

#[test]
fn nothing_is_packed_out_of_another_orders_tote() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 10);
    let one = hall.order("1001", &[("MUG", 1)]);
    let two = hall.order("1002", &[("MUG", 1)]);
    let batch = hall.release(&[one, two]);
    hall.pick_all(batch, "T");
    let parcel = hall.parcel();
    assert_eq!(
        hall.refuses(pack(parcel, one, inside("T2"), 1)),
        Refusal::ToteTaken(inside("T2"))
    );
}

#[test]
fn a_tote_that_was_packed_empty_is_a_tote_like_any_other() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = picked(&mut hall);
    let into_tote = StockCommand::Move(MoveUnits {
        goods: goods("MUG"),
        from: bin("A1"),
        to: inside("T1"),
        units: units(1),
        serials: Vec::new(),
    });
    assert_eq!(
        hall.refuses(into_tote.clone()),
        Refusal::InWork(inside("T1"))
    );
    let parcel = hall.parcel();
    hall.pack(parcel, &line(fulfilment, 0), &goods("MUG"), "T1", 2);
    let batch = hall.tablet.state.batches().next().map(|(id, _)| *id);
    let batch = batch.expect("the batch");
    hall.does(PickingCommand::Finish { batch });
    let moved = ContainerMoved {
        container: tote("T1"),
        from: None,
        to: Standing::Location(location("A2")),
    };
    hall.floor(Event::Locations(LocationFact::ContainerMoved(moved)));
    hall.does(into_tote);
    let next = hall.order("1002", &[("MUG", 8)]);
    hall.release(&[next]);
}
