//! Returns: announced or not, from customers or carriers, and what becomes of them.

use crate::floor_hall::{Hall, bin, close, exchange, goods, inside, label, line, order_id, party};
use crate::floor_hall::{release, take, within};
use crate::support::{code, units};
use depo::trade::catalog::{ItemField, SerialPolicy};
use depo::trade::decide::Refusal;
use depo::trade::goods::{Condition, Goods, Serials};
use depo::trade::id::{FulfilmentOrderId, ParcelId, ReturnId};
use depo::trade::leases::LeaseKey;
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::picking::commands::PickingCommand;
use depo::trade::place::{LossReason, Place};
use depo::trade::returns::commands::{BackUnits, DecideUnits, ReturnCommand, UnannouncedReturn};
use depo::trade::returns::{Disposition, ReturnAuthorised, ReturnLine, ReturnReason};
use depo::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use depo::trade::state::entries::Clash;
use depo::trade::stock::commands::{AdjustUnits, MoveUnits, StockCommand};
use depo::trade::stock::posting::AccountKey;

fn authorise(fulfilment: FulfilmentOrderId, number: u64) -> ReturnCommand {
    ReturnCommand::Authorise(ReturnAuthorised {
        order: Some(order_id("1001")),
        lines: vec![ReturnLine {
            line: line(fulfilment, 0),
            goods: goods("MUG"),
            units: units(number),
            reason: ReturnReason::Unwanted,
        }],
        rows: Vec::new(),
    })
}

fn back(fulfilment: FulfilmentOrderId, number: u64) -> Vec<BackUnits> {
    vec![BackUnits {
        line: Some(line(fulfilment, 0)),
        goods: goods("MUG"),
        units: units(number),
        serials: Vec::new(),
    }]
}

fn receive(rma: ReturnId, fulfilment: FulfilmentOrderId, number: u64) -> ReturnCommand {
    ReturnCommand::Receive {
        rma,
        at: bin("RET"),
        units: back(fulfilment, number),
    }
}

fn decide(rma: ReturnId, number: u64, disposition: Disposition) -> DecideUnits {
    DecideUnits {
        rma,
        line: None,
        goods: goods("MUG"),
        becomes: None,
        from: bin("RET"),
        to: None,
        units: units(number),
        disposition,
        serials: Vec::new(),
    }
}

fn decided(decide: DecideUnits) -> ReturnCommand {
    ReturnCommand::Decide(Box::new(decide))
}

fn restocked(rma: ReturnId, number: u64, becomes: Goods) -> ReturnCommand {
    let mut restock = decide(rma, number, Disposition::Restock);
    restock.becomes = Some(becomes);
    restock.to = Some(bin("A2"));
    decided(restock)
}

#[track_caller]
fn delivered(hall: &mut Hall, number: u64) -> (FulfilmentOrderId, ParcelId) {
    hall.found(goods("MUG"), bin("A1"), number);
    let (fulfilment, parcel) = hall.ship("1001", "MUG", number);
    hall.does(ShippingCommand::Deliver(DeliverParcel {
        parcel,
        at: None,
        damaged: Vec::new(),
        rows: Vec::new(),
    }));
    (fulfilment, parcel)
}

/// An RMA of which so many units of a delivered order have arrived at the bench.
#[track_caller]
fn at_the_bench(hall: &mut Hall, number: u64) -> (ReturnId, FulfilmentOrderId) {
    let (fulfilment, _) = delivered(hall, number);
    let at = hall.does(authorise(fulfilment, number));
    let rma = ReturnId(hall.tablet.opened_by(&at));
    hall.does(receive(rma, fulfilment, number));
    (rma, fulfilment)
}

#[test]
fn never_more_may_come_back_than_left_and_has_not_come_back() {
    let mut hall = Hall::new(&["MUG"]);
    let (fulfilment, _) = delivered(&mut hall, 3);
    assert_eq!(
        hall.refuses(authorise(fulfilment, 4)),
        Refusal::TooMany { there: 3 }
    );
    let at = hall.does(authorise(fulfilment, 2));
    let rma = ReturnId(hall.tablet.opened_by(&at));
    assert_eq!(
        hall.refuses(authorise(fulfilment, 2)),
        Refusal::TooMany { there: 1 }
    );
    hall.does(receive(rma, fulfilment, 2));
    assert_eq!(
        hall.refuses(authorise(fulfilment, 2)),
        Refusal::TooMany { there: 1 }
    );
    hall.does(ReturnCommand::Close { rma });
    assert!(matches!(
        hall.refuses(receive(rma, fulfilment, 1)),
        Refusal::Closed(_)
    ));
    hall.does(authorise(fulfilment, 1));
}

#[test]
fn a_return_that_was_never_delivered_comes_from_the_carrier() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 2);
    let (fulfilment, _) = hall.ship("1001", "MUG", 2);
    let unannounced = ReturnCommand::ReceiveUnannounced(UnannouncedReturn {
        reason: None,
        order: Some(order_id("1001")),
        at: bin("RET"),
        units: back(fulfilment, 2),
        rows: Vec::new(),
    });
    hall.does(unannounced.clone());
    assert_eq!(hall.at(Place::Party(party("CARRIER")), &goods("MUG")), 0);
    assert_eq!(hall.at(Place::Customers, &goods("MUG")), 0);
    assert_eq!(hall.at(bin("RET"), &goods("MUG")), 2);
    assert_eq!(hall.refuses(unannounced), Refusal::TooMany { there: 0 });
    assert_eq!(
        hall.stands(&line(fulfilment, 0)),
        [0, 0, 0, 0, 2],
        "a return never rewrites a shipment"
    );
}

#[test]
fn what_nobody_knows_anything_of_comes_from_customers() {
    let mut hall = Hall::new(&["MUG"]);
    let mut units = back(FulfilmentOrderId(crate::support::opened(b'A', 1)), 1);
    units[0].line = None;
    hall.does(ReturnCommand::ReceiveUnannounced(UnannouncedReturn {
        reason: None,
        order: None,
        at: bin("RET"),
        units,
        rows: Vec::new(),
    }));
    assert_eq!(hall.at(Place::Customers, &goods("MUG")), -1);
    assert_eq!(hall.at(bin("RET"), &goods("MUG")), 1);
}

#[test]
fn a_unit_restocked_as_opened_can_be_moved_sold_off_and_written_off() {
    let mut hall = Hall::new(&["MUG"]);
    let (rma, _) = at_the_bench(&mut hall, 3);
    let opened = goods("MUG").graded(Condition::Opened);
    hall.does(restocked(rma, 3, opened.clone()));
    assert_eq!(hall.at(bin("A2"), &opened), 3);
    hall.does(StockCommand::Move(MoveUnits {
        goods: opened.clone(),
        from: bin("A2"),
        to: bin("A3"),
        units: units(1),
        serials: Vec::new(),
    }));
    let mut sold_off = decide(rma, 1, Disposition::Liquidate);
    sold_off.goods = opened.clone();
    sold_off.from = bin("A2");
    sold_off.to = Some(bin("A1"));
    hall.does(decided(sold_off));
    hall.does(StockCommand::Adjust(AdjustUnits {
        goods: opened.clone(),
        at: bin("A3"),
        units: units(1),
        more: false,
        reason: LossReason::Damaged,
        serials: Vec::new(),
    }));
    let there = ["A1", "A2", "A3"].map(|text| hall.at(bin(text), &opened));
    assert_eq!(there, [1, 1, 0]);
    assert_eq!(hall.clashes(), []);
}

#[test]
fn goods_sent_back_to_the_supplier_are_at_the_supplier() {
    let mut hall = Hall::new(&["MUG"]);
    let (rma, _) = at_the_bench(&mut hall, 2);
    assert_eq!(
        hall.refuses(decided(decide(rma, 2, Disposition::ToSupplier))),
        Refusal::NoDestination(goods("MUG").item)
    );
    let supplier = ItemField::Supplier {
        supplier: party("POTTER"),
        code: None,
        supplies: true,
    };
    hall.item("MUG", vec![supplier]);
    hall.does(decided(decide(rma, 2, Disposition::ToSupplier)));
    assert_eq!(hall.at(Place::Party(party("POTTER")), &goods("MUG")), 2);
    let accounts = hall.tablet.state.ledger.accounts();
    let lost = accounts.filter(|(place, _, account)| {
        matches!(place, Place::Loss { reason, .. } if *reason != LossReason::Found)
            && account.balance() != 0
    });
    assert_eq!(lost.count(), 0, "it is no loss");
}

#[test]
fn a_decision_is_taken_anew_also_after_closing_and_never_of_more_than_there_is() {
    let mut hall = Hall::new(&["MUG"]);
    let (rma, _) = at_the_bench(&mut hall, 2);
    hall.does(decided(decide(rma, 2, Disposition::Hold)));
    hall.does(ReturnCommand::Close { rma });
    let damaged = goods("MUG").graded(Condition::Damaged);
    hall.does(restocked(rma, 2, damaged.clone()));
    let mut scrap = decide(rma, 3, Disposition::Scrap);
    scrap.goods = damaged.clone();
    scrap.from = bin("A2");
    assert_eq!(
        hall.refuses(decided(scrap.clone())),
        Refusal::TooMany { there: 2 }
    );
    scrap.units = units(2);
    hall.does(decided(scrap));
    let scrapped = Place::Loss {
        warehouse: crate::tablets::warehouse("W1"),
        reason: LossReason::Scrapped,
    };
    assert_eq!(hall.at(scrapped, &damaged), 2);
}

#[test]
fn decisions_and_receipts_are_undone_by_name_from_the_last_on() {
    let mut hall = Hall::new(&["MUG"]);
    let (fulfilment, _) = delivered(&mut hall, 2);
    let at = hall.does(authorise(fulfilment, 2));
    let rma = ReturnId(hall.tablet.opened_by(&at));
    let received = hall.does(receive(rma, fulfilment, 2));
    let opened = goods("MUG").graded(Condition::Opened);
    let restock = hall.does(restocked(rma, 2, opened.clone()));
    let undo_receipt = ReturnCommand::UndoReceipt {
        rma,
        received: received.fact(),
    };
    assert_eq!(hall.refuses(undo_receipt.clone()), Refusal::RestsOnIt);
    let undo_decision = ReturnCommand::UndoDecision {
        rma,
        decided: restock.fact(),
    };
    hall.does(undo_decision.clone());
    assert_eq!(hall.refuses(undo_decision), Refusal::NothingToDo);
    assert_eq!(hall.at(bin("RET"), &goods("MUG")), 2);
    hall.does(undo_receipt);
    assert_eq!(hall.at(Place::Customers, &goods("MUG")), 2);
    hall.tablet.is_proved();
}

#[test]
fn a_delivery_is_not_undone_once_units_of_it_came_back() {
    let mut hall = Hall::new(&["MUG"]);
    let (fulfilment, parcel) = delivered(&mut hall, 2);
    let at = hall.does(authorise(fulfilment, 1));
    let rma = ReturnId(hall.tablet.opened_by(&at));
    hall.does(receive(rma, fulfilment, 1));
    let found = hall.tablet.state.parcel(&parcel).expect("it is known");
    let delivery = *found.delivered().next().expect("it was delivered");
    assert_eq!(
        hall.refuses(ShippingCommand::UndoDelivery { parcel, delivery }),
        Refusal::RestsOnIt
    );
}

#[test]
fn two_tablets_sell_the_last_unit_and_the_books_still_prove() {
    let mut a = Hall::new(&["MUG"]);
    a.found(goods("MUG"), bin("A1"), 1);
    let mut b = a.joining(b'B');
    let sell = |hall: &mut Hall, number: &str, tote: &str| {
        let fulfilment = hall.order(number, &[("MUG", 1)]);
        let batch = hall.release(&[fulfilment]);
        hall.does(PickingCommand::Scan {
            batch,
            scan: crate::floor_hall::scan(tote),
        });
        hall.does(take(batch, 0, units(1)));
        fulfilment
    };
    let one = sell(&mut a, "1001", "T1");
    let two = sell(&mut b, "1002", "T2");
    exchange(&mut a, &mut b);
    let key = AccountKey::new(bin("A1"), goods("MUG"));
    for hall in [&mut a, &mut b] {
        assert_eq!(hall.at(bin("A1"), &goods("MUG")), -1);
        assert_eq!(hall.clashes(), [Clash::BelowZero(key.clone())]);
        hall.tablet.is_proved();
        assert_eq!(hall.stands(&line(one, 0)), [0, 0, 1, 0, 0]);
        assert_eq!(hall.stands(&line(two, 0)), [0, 0, 1, 0, 0]);
    }
    assert_eq!(a.refuses(release(&[one])), Refusal::NothingToDo);
    let desk = LeaseKey::Desk(order_id("1001"));
    let held = Refusal::LeaseHeld {
        lease: desk,
        by: a.tablet.own,
    };
    assert_eq!(b.refuses(release(&[one])), held);
    a.tablet.says_the_same(&b.tablet.state);
}

#[test]
fn units_of_one_line_come_back_from_the_customer_and_from_the_carrier_each_with_its_number() {
    let mut hall = Hall::new(&["MUG"]);
    let policy = ItemField::SerialNumbers(SerialPolicy::AtShipping);
    hall.item("MUG", vec![policy]);
    hall.found(goods("MUG"), bin("A1"), 2);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.pick_all(batch, "T");
    let mut left = Vec::new();
    for serial in ["S1", "S2"] {
        let parcel = hall.parcel();
        hall.does(PackingCommand::Pack(Box::new(PackUnits {
            same_address: false,
            parcel,
            line: line(fulfilment, 0),
            goods: goods("MUG"),
            from: inside("T1"),
            units: units(1),
            serials: vec![Serials::One(code(serial))],
        })));
        hall.does(close(parcel, 300));
        hall.does(label(parcel, serial));
        hall.does(ShippingCommand::HandOver { parcel });
        left.push(parcel);
    }
    hall.does(ShippingCommand::Deliver(DeliverParcel {
        parcel: left[0],
        at: None,
        damaged: Vec::new(),
        rows: Vec::new(),
    }));
    let mut both = back(fulfilment, 2);
    both[0].serials = vec![Serials::One(code("S2")), Serials::One(code("S1"))];
    hall.does(ReturnCommand::ReceiveUnannounced(UnannouncedReturn {
        reason: None,
        order: Some(order_id("1001")),
        at: bin("RET"),
        units: both,
        rows: Vec::new(),
    }));
    let relations = hall.tablet.relations();
    for serial in ["S1", "S2"] {
        let open = hall
            .tablet
            .state
            .serials
            .open(&goods("MUG").item, serial, &relations);
        let places: Vec<_> = open.into_iter().map(|claim| claim.to).collect();
        assert_eq!(places, [bin("RET")], "{serial}");
    }
    assert_eq!(hall.clashes(), []);
}

#[test]
fn nothing_that_came_back_is_put_into_a_parcel_or_a_tote_in_work() {
    let mut hall = Hall::new(&["MUG"]);
    let (rma, _) = at_the_bench(&mut hall, 1);
    let parcel = hall.parcel();
    let mut into = decide(rma, 1, Disposition::Restock);
    into.to = Some(within(parcel));
    assert_eq!(hall.refuses(decided(into)), Refusal::InWork(within(parcel)));
}
