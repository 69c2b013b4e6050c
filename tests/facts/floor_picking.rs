//! Picking: what is given to the floor, what a scan there means, and what hands may take.

use crate::floor_hall::{
    Hall, as_told, bin, goods, inside, item, line, location, of_lot, order_id,
};
use crate::floor_hall::{release, scan, take, tote};
use crate::support::{code, units};
use crate::tablets::exchange;
use depo::trade::Event;
use depo::trade::allocation::{AllocationFact, Pinned, PinnedTo};
use depo::trade::catalog::{BarcodeLevel, ItemField, LotField, LotSet, Removal, SerialPolicy};
use depo::trade::decide::Refusal;
use depo::trade::decide::floor::Step;
use depo::trade::goods::{Condition, Goods, SerialRun, Serials};
use depo::trade::id::{BatchId, DocumentId, FirstCode, LotId, Name};
use depo::trade::leases::{LeaseFact, LeasesTaken, LeasesTakenOver, TakeoverReason};
use depo::trade::locations::{
    ContainerMoved, LocationFact, LocationField, LocationSet, LocationStatus, LocationsSet,
    Standing,
};
use depo::trade::orders::HoldKind;
use depo::trade::picking::commands::{PickingCommand, ShortUnits};
use depo::trade::picking::walk::{Ask, Next};
use depo::trade::picking::{PickTask, PutBack, ShortReason};
use depo::trade::place::Place;
use depo::trade::state::entries::Clash;

/// The tasks of a batch: place, goods, units.
#[track_caller]
fn tasks(hall: &Hall, batch: BatchId) -> Vec<(Place, Goods, u64)> {
    let batch = hall.tablet.state.batch(&batch).expect("it is known");
    let (_, released) = batch.released().expect("it was released");
    let tasks = released.tasks.iter();
    tasks
        .map(|task| (task.from.clone(), task.goods.clone(), task.units.get()))
        .collect()
}

fn scanned(batch: BatchId, text: &str) -> PickingCommand {
    PickingCommand::Scan {
        batch,
        scan: scan(text),
    }
}

fn short(batch: BatchId, task: u32) -> PickingCommand {
    PickingCommand::Short(ShortUnits {
        batch,
        task,
        units: None,
        seen: None,
        after: None,
        reason: ShortReason::NotThere,
    })
}

#[track_caller]
fn pick_of(hall: &Hall, batch: BatchId) -> PickingCommand {
    let found = hall.tablet.state.batch(&batch).expect("it is known");
    let (pick, _) = found.picks().last().expect("something was picked");
    PickingCommand::UndoPick { batch, pick: *pick }
}

#[test]
fn first_expired_first_out_spans_lots() {
    let mut hall = Hall::new(&["TEA"]);
    hall.expires("TEA", "LATE", 90);
    hall.expires("TEA", "SOON", 30);
    hall.expires("TEA", "GONE", -1);
    hall.found(of_lot("TEA", "LATE"), bin("A1"), 5);
    hall.found(of_lot("TEA", "SOON"), bin("A3"), 2);
    hall.found(of_lot("TEA", "GONE"), bin("A2"), 9);
    let fulfilment = hall.order("1001", &[("TEA", 4)]);
    let batch = hall.release(&[fulfilment]);
    assert_eq!(
        tasks(&hall, batch),
        [
            (bin("A1"), of_lot("TEA", "LATE"), 2),
            (bin("A3"), of_lot("TEA", "SOON"), 2)
        ],
        "both of what goes off first, the rest of the other lot, in the order of the route"
    );
}

#[test]
fn an_item_may_be_taken_by_walking_only() {
    let mut hall = Hall::new(&["TEA"]);
    hall.item("TEA", vec![ItemField::Removal(Removal::Nearest)]);
    hall.expires("TEA", "LATE", 90);
    hall.expires("TEA", "SOON", 30);
    hall.found(of_lot("TEA", "LATE"), bin("A1"), 5);
    hall.found(of_lot("TEA", "SOON"), bin("A3"), 5);
    let fulfilment = hall.order("1001", &[("TEA", 4)]);
    let batch = hall.release(&[fulfilment]);
    assert_eq!(tasks(&hall, batch), [(bin("A1"), of_lot("TEA", "LATE"), 4)]);
}

#[test]
fn two_orders_are_not_given_the_same_units() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 3);
    hall.found(goods("MUG"), bin("A2"), 3);
    let one = hall.order("1001", &[("MUG", 2)]);
    let two = hall.order("1002", &[("MUG", 2)]);
    let three = hall.order("1003", &[("MUG", 2)]);
    let batch = hall.release(&[one, two]);
    let sum: u64 = tasks(&hall, batch).iter().map(|(_, _, units)| units).sum();
    assert_eq!(sum, 4);
    let batch = hall.release(&[three]);
    assert_eq!(tasks(&hall, batch), [(bin("A2"), goods("MUG"), 2)]);
    assert_eq!(hall.refuses(release(&[one])), Refusal::NothingToDo);
}

#[test]
fn held_recalled_and_pinned_goods_are_left_where_they_are() {
    let mut hall = Hall::new(&["TEA"]);
    hall.found(goods("TEA"), bin("A1"), 5);
    hall.found(of_lot("TEA", "BAD"), bin("A2"), 5);
    hall.found(of_lot("TEA", "GOOD"), bin("A3"), 5);
    let held = LocationSet {
        location: location("A1"),
        fields: vec![LocationField::Status(LocationStatus::Held)],
    };
    let locations = vec![held];
    hall.floor(Event::Locations(LocationFact::LocationsSet(LocationsSet {
        locations,
    })));
    let lot = LotId {
        item: item("TEA"),
        name: Name::Coded(FirstCode::new(code("BAD"))),
    };
    let fields = vec![LotField::Recalled(true)];
    hall.floor(Event::Catalog(depo::trade::catalog::CatalogFact::LotSet(
        LotSet { lot, fields },
    )));
    let pinned = hall.order("1001", &[("TEA", 4)]);
    let other = hall.order("1002", &[("TEA", 2)]);
    let pin = Pinned {
        line: line(pinned, 0),
        to: PinnedTo::Location(location("A3")),
        units: units(4),
    };
    hall.floor(Event::Allocation(AllocationFact::Pinned(pin)));
    assert_eq!(
        hall.refuses(release(&[other])),
        Refusal::NoStock(order_id("1002")),
        "one is left beside what is pinned"
    );
    let batch = hall.release(&[pinned]);
    assert_eq!(tasks(&hall, batch), [(bin("A3"), of_lot("TEA", "GOOD"), 4)]);
}

#[test]
fn a_planner_may_not_choose_what_is_not_free() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    hall.found(goods("MUG"), bin("A1"), 3);
    hall.found(goods("CUP"), bin("A1"), 3);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let planned = |what: Goods, from: Place, number: u64| PickingCommand::ReleaseTasks {
        warehouse: location("A1").warehouse,
        tasks: vec![PickTask {
            line: line(fulfilment, 0),
            goods: what,
            from,
            units: units(number),
        }],
        cart: None,
    };
    assert_eq!(
        hall.refuses(planned(goods("MUG"), bin("A1"), 3)),
        Refusal::NotAllocated(line(fulfilment, 0))
    );
    assert_eq!(
        hall.refuses(planned(goods("CUP"), bin("A1"), 2)),
        Refusal::OtherGoods {
            line: Some(line(fulfilment, 0)),
            goods: goods("CUP"),
        }
    );
    assert_eq!(
        hall.refuses(planned(goods("MUG"), bin("A2"), 2)),
        Refusal::NotSellable {
            goods: goods("MUG"),
            place: bin("A2"),
        }
    );
    hall.does(planned(goods("MUG"), bin("A1"), 2));
}

#[test]
fn a_held_order_is_not_released_and_stops_on_the_floor() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 3);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let held = Refusal::OnHold {
        order: order_id("1001"),
        kind: HoldKind::Fraud,
    };
    hall.closed = vec![(Step::Release, held.clone())];
    assert_eq!(hall.refuses(release(&[fulfilment])), held);
    hall.closed.clear();
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    hall.closed = vec![(Step::Release, held.clone())];
    assert_eq!(hall.refuses(take(batch, 0, units(1))), held);
}

#[test]
fn a_batch_asks_for_tote_stop_and_item_in_turn() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    hall.found(goods("MUG"), bin("A1"), 3);
    hall.found(goods("MUG"), bin("A2"), 3);
    hall.found(goods("CUP"), bin("A1"), 3);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let batch = hall.release(&[fulfilment]);
    let asks = |ask: Ask, left: u64| {
        Some(Next {
            task: 0,
            left: units(left),
            ask,
        })
    };
    assert_eq!(
        hall.next(batch),
        asks(Ask::Tote(line(fulfilment, 0).document), 2)
    );
    assert_eq!(
        hall.refuses(scanned(batch, "MUG")),
        Refusal::WrongCode {
            scanned: code("MUG"),
            wanted: DocumentId::FulfilmentOrder(fulfilment),
        }
    );
    hall.does(scanned(batch, "T1"));
    assert_eq!(hall.next(batch), asks(Ask::Stop(bin("A1")), 2));
    assert_eq!(
        hall.refuses(scanned(batch, "A3")),
        Refusal::WrongCode {
            scanned: code("A3"),
            wanted: DocumentId::Location(location("A1")),
        }
    );
    assert_eq!(
        hall.refuses(scanned(batch, "MUG")),
        Refusal::WrongCode {
            scanned: code("MUG"),
            wanted: DocumentId::Location(location("A1")),
        },
        "it lies in two places: which one is meant must be said"
    );
    hall.does(scanned(batch, "A1"));
    assert_eq!(hall.next(batch), asks(Ask::Item, 2));
    assert_eq!(
        hall.refuses(scanned(batch, "CUP")),
        Refusal::OtherGoods {
            line: Some(line(fulfilment, 0)),
            goods: goods("CUP"),
        }
    );
    hall.does(scanned(batch, "MUG"));
    assert_eq!(hall.next(batch), asks(Ask::Item, 1));
    hall.does(scanned(batch, "MUG"));
    assert_eq!(hall.next(batch), None);
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 2, 0, 0]);
    assert_eq!(hall.at(inside("T1"), &goods("MUG")), 2);
}

#[test]
fn a_pack_barcode_takes_its_units_and_never_more_than_are_left() {
    let mut hall = Hall::new(&["MUG"]);
    let level = Some(BarcodeLevel::Pack { units: units(6) });
    let barcode = ItemField::Barcode {
        code: code("4006381333931"),
        level,
    };
    hall.item("MUG", vec![barcode]);
    hall.found(goods("MUG"), bin("A1"), 20);
    let fulfilment = hall.order("1001", &[("MUG", 8)]);
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    hall.does(scanned(batch, "04006381333931"));
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 2, 6, 0, 0]);
    assert_eq!(
        hall.refuses(scanned(batch, "4006381333931")),
        Refusal::TooMany { there: 2 }
    );
}

#[test]
fn a_tote_of_another_order_or_with_goods_in_it_is_refused() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 5);
    hall.found(goods("MUG"), inside("T9"), 1);
    let one = hall.order("1001", &[("MUG", 1)]);
    let two = hall.order("1002", &[("MUG", 1)]);
    let first = hall.release(&[one]);
    let second = hall.release(&[two]);
    hall.does(scanned(first, "T1"));
    assert_eq!(
        hall.refuses(scanned(second, "T1")),
        Refusal::ToteTaken(inside("T1"))
    );
    assert_eq!(
        hall.refuses(scanned(second, "T9")),
        Refusal::ToteTaken(inside("T9"))
    );
    hall.does(scanned(second, "T2"));
    let full = PickingCommand::ToteFull {
        batch: second,
        document: line(two, 0).document,
        tote: tote("T3"),
    };
    hall.does(full);
    hall.does(take(second, 0, units(1)));
    assert_eq!(hall.at(inside("T3"), &goods("MUG")), 1);
}

#[test]
fn a_short_is_not_allocated_again_from_the_same_bin() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("MUG", 3)]);
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    hall.does(take(batch, 0, units(1)));
    hall.does(short(batch, 0));
    assert_eq!(hall.stands(&line(fulfilment, 0)), [2, 0, 1, 0, 0]);
    assert_eq!(hall.next(batch), None);
    hall.allocate(fulfilment, vec![(0, 2)]);
    assert_eq!(
        hall.refuses(release(&[fulfilment])),
        Refusal::ClosedByShort(bin("A1"))
    );
    hall.found(goods("MUG"), bin("A2"), 5);
    let again = hall.release(&[fulfilment]);
    assert_eq!(tasks(&hall, again), [(bin("A2"), goods("MUG"), 2)]);
}

#[test]
fn a_batch_whose_only_order_was_cancelled_has_nothing_to_take() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    hall.cancel("1001", "MUG", &line(fulfilment, 0), 2);
    assert_eq!(hall.next(batch), None);
    assert_eq!(
        hall.refuses(take(batch, 0, units(1))),
        Refusal::NotWanted(line(fulfilment, 0))
    );
    hall.does(PickingCommand::Finish { batch });
    assert_eq!(
        hall.refuses(PickingCommand::Finish { batch }),
        Refusal::Closed(DocumentId::Batch(batch))
    );
}

#[test]
fn what_is_picked_and_cancelled_is_put_back_and_the_inbox_is_empty() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.pick_all(batch, "T");
    let back = |number: u64| {
        PickingCommand::PutBack(PutBack {
            line: line(fulfilment, 0),
            goods: goods("MUG"),
            from: tote("T1"),
            to: bin("A2"),
            units: units(number),
            serials: Vec::new(),
        })
    };
    assert_eq!(hall.refuses(back(1)), Refusal::TooMany { there: 0 });
    hall.cancel("1001", "MUG", &line(fulfilment, 0), 2);
    assert_eq!(hall.refuses(back(3)), Refusal::TooMany { there: 2 });
    hall.does(back(2));
    assert_eq!(hall.at(bin("A2"), &goods("MUG")), 2);
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0; 5]);
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}

#[test]
fn a_pick_is_undone_by_name_once_and_not_after_it_was_packed() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.pick_all(batch, "T");
    let undo = pick_of(&hall, batch);
    hall.does(undo.clone());
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 5);
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 2, 0, 0, 0]);
    assert_eq!(hall.refuses(undo), Refusal::NothingToDo);
    hall.pick_all(batch, "T");
    let parcel = hall.parcel();
    hall.pack(parcel, &line(fulfilment, 0), &goods("MUG"), "T1", 1);
    let undo = pick_of(&hall, batch);
    assert_eq!(hall.refuses(undo), Refusal::RestsOnIt);
}

#[test]
fn a_lot_learnt_at_the_pick_leaves_no_minus() {
    let mut hall = Hall::new(&["TEA"]);
    hall.found(goods("TEA"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("TEA", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    let mut read = scan("TEA");
    read.lot = Some(code("L7"));
    read.quantity = Some(units(2));
    hall.does(PickingCommand::Scan { batch, scan: read });
    assert_eq!(hall.at(bin("A1"), &goods("TEA")), 3);
    assert_eq!(hall.at(bin("A1"), &of_lot("TEA", "L7")), 0);
    assert_eq!(hall.at(inside("T1"), &of_lot("TEA", "L7")), 2);
    assert_eq!(hall.clashes(), []);
    let undo = pick_of(&hall, batch);
    hall.does(undo);
    assert_eq!(hall.at(bin("A1"), &goods("TEA")), 5);
    hall.tablet.is_proved();
}

#[test]
fn another_lot_than_the_task_says_may_be_taken_and_other_goods_may_not() {
    let mut hall = Hall::new(&["TEA"]);
    hall.found(of_lot("TEA", "L1"), bin("A1"), 5);
    hall.found(of_lot("TEA", "L2"), bin("A1"), 5);
    hall.found(goods("TEA").graded(Condition::Opened), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("TEA", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    let mut other = as_told(batch, 0, units(1));
    other.goods = Some(of_lot("TEA", "L2"));
    hall.does(PickingCommand::Take(other.clone()));
    assert_eq!(hall.at(inside("T1"), &of_lot("TEA", "L2")), 1);
    let opened = goods("TEA").graded(Condition::Opened);
    other.goods = Some(opened.clone());
    assert_eq!(
        hall.refuses(PickingCommand::Take(other)),
        Refusal::OtherGoods {
            line: Some(line(fulfilment, 0)),
            goods: opened,
        }
    );
}

#[test]
fn a_plate_and_a_loose_pick() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), inside("PLATE"), 6);
    let moved = ContainerMoved {
        container: tote("PLATE"),
        from: None,
        to: Standing::Location(location("A2")),
    };
    hall.floor(Event::Locations(LocationFact::ContainerMoved(moved)));
    let fulfilment = hall.order("1001", &[("MUG", 3)]);
    let batch = hall.release(&[fulfilment]);
    assert_eq!(tasks(&hall, batch), [(inside("PLATE"), goods("MUG"), 3)]);
    hall.does(scanned(batch, "T1"));
    let mut loose = as_told(batch, 0, units(1));
    loose.from = Some(bin("A2"));
    assert_eq!(
        hall.refuses(PickingCommand::Take(loose.clone())),
        Refusal::TakeFromContainer {
            container: tote("PLATE"),
            there: 6,
        }
    );
    hall.does(scanned(batch, "PLATE"));
    hall.does(scanned(batch, "MUG"));
    hall.found(goods("MUG"), bin("A2"), 1);
    hall.does(PickingCommand::Take(loose));
    assert_eq!(hall.at(inside("PLATE"), &goods("MUG")), 5);
    assert_eq!(hall.at(inside("T1"), &goods("MUG")), 2);
}

#[test]
fn a_serial_is_asked_for_each_unit() {
    let mut hall = Hall::new(&["CAM"]);
    hall.item("CAM", vec![ItemField::SerialNumbers(SerialPolicy::Always)]);
    hall.found(goods("CAM"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("CAM", 3)]);
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    let mut taken = as_told(batch, 0, units(2));
    let missing = |given| Refusal::SerialsMissing {
        units: units(2),
        given,
    };
    assert_eq!(
        hall.refuses(PickingCommand::Take(taken.clone())),
        missing(0)
    );
    taken.serials = vec![Serials::One(code("S1"))];
    assert_eq!(
        hall.refuses(PickingCommand::Take(taken.clone())),
        missing(1)
    );
    taken.serials = vec![Serials::One(code("S1")), Serials::One(code("S1"))];
    assert_eq!(
        hall.refuses(PickingCommand::Take(taken.clone())),
        missing(1)
    );
    let run = SerialRun::new(Some(code("S")), 1, 1, 2).expect("a run");
    taken.serials = vec![Serials::Run(run)];
    hall.does(PickingCommand::Take(taken));
    let relations = hall.tablet.relations();
    let open = hall
        .tablet
        .state
        .serials
        .open(&item("CAM"), "S2", &relations);
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].to, inside("T1"));
}

#[test]
fn a_batch_that_nobody_has_begun_is_free_and_whoever_begins_with_it_holds_it() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let batch = hall.release(&[fulfilment]);
    // The office released it; the tablet takes it without asking, and has it from then on.
    let mut other = hall.joining(b'B');
    other.does(scanned(batch, "T1"));
    exchange(&mut hall.tablet, &mut other.tablet);
    assert!(matches!(
        hall.refuses(scanned(batch, "A1")),
        Refusal::LeaseHeld { by, .. } if by == other.tablet.own
    ));
    other.does(scanned(batch, "A1"));

    // Two who begin apart: the first in order has it, and the other is told.
    let mut first = hall.joining(b'C');
    let fulfilment = first.order("1002", &[("MUG", 2)]);
    let batch = first.release(&[fulfilment]);
    let mut second = first.joining(b'D');
    first.does(scanned(batch, "T2"));
    second.now += 5;
    second.does(scanned(batch, "T3"));
    exchange(&mut first.tablet, &mut second.tablet);
    assert!(matches!(
        second.refuses(scanned(batch, "A1")),
        Refusal::LeaseHeld { by, .. } if by == first.tablet.own
    ));
    let told = first.tablet.clashes();
    let overtaken = told
        .iter()
        .any(|clash| matches!(clash, Clash::LeaseOvertaken { .. }));
    assert!(overtaken, "{told:?}");
}

#[test]
fn a_new_incarnation_takes_over_what_its_old_stream_held() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("MUG", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    let from = hall.tablet.own;
    hall.now += 1;
    hall.tablet.begin_anew(b'C', hall.now);
    assert!(matches!(
        hall.refuses(take(batch, 0, units(1))),
        Refusal::LeaseHeld { by, .. } if by == from
    ));
    let taken = LeasesTakenOver {
        from,
        leases: LeasesTaken::All,
        reason: TakeoverReason::Incarnation,
    };
    hall.floor(Event::Leases(LeaseFact::TakenOver(taken)));
    let at = hall.does(take(batch, 0, units(1)));
    let bytes = hall.tablet.bytes_of(&at);
    assert!(bytes < 160, "a pick has {bytes} bytes");
}

#[test]
fn goods_that_were_called_back_since_the_release_are_not_taken() {
    let mut hall = Hall::new(&["TEA"]);
    hall.found(of_lot("TEA", "L1"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("TEA", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.does(scanned(batch, "T1"));
    hall.expires("TEA", "L1", -1);
    assert_eq!(
        hall.refuses(take(batch, 0, units(1))),
        Refusal::NotSellable {
            goods: of_lot("TEA", "L1"),
            place: bin("A1"),
        }
    );
}

#[test]
fn what_a_person_pinned_is_taken_and_nothing_else() {
    let mut hall = Hall::new(&["TEA"]);
    hall.found(of_lot("TEA", "L1"), bin("A1"), 5);
    hall.found(of_lot("TEA", "L2"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("TEA", 2)]);
    let pin = Pinned {
        line: line(fulfilment, 0),
        to: PinnedTo::Lot(Name::Coded(FirstCode::new(code("L2")))),
        units: units(2),
    };
    hall.floor(Event::Allocation(AllocationFact::Pinned(pin)));
    let batch = hall.release(&[fulfilment]);
    assert_eq!(tasks(&hall, batch), [(bin("A1"), of_lot("TEA", "L2"), 2)]);
    hall.does(scanned(batch, "T1"));
    let mut other = as_told(batch, 0, units(1));
    other.goods = Some(of_lot("TEA", "L1"));
    assert_eq!(
        hall.refuses(PickingCommand::Take(other)),
        Refusal::PinnedNotThere(line(fulfilment, 0))
    );
}

#[test]
fn a_pin_that_cannot_be_met_is_told() {
    let mut hall = Hall::new(&["TEA"]);
    hall.found(goods("TEA"), bin("A1"), 5);
    let fulfilment = hall.order("1001", &[("TEA", 2)]);
    let pin = Pinned {
        line: line(fulfilment, 0),
        to: PinnedTo::Location(location("A2")),
        units: units(2),
    };
    hall.floor(Event::Allocation(AllocationFact::Pinned(pin)));
    assert_eq!(
        hall.refuses(release(&[fulfilment])),
        Refusal::PinnedNotThere(line(fulfilment, 0))
    );
}
