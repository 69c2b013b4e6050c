//! Goods that come in, are counted, moved, changed and written off.

use crate::floor_hall::line;
use crate::floor_hall::{Hall, bin, exchange, goods, inside, item, location, of_lot, party, take};
use crate::support::units;
use crate::tablets::warehouse;
use depo::trade::Event;
use depo::trade::catalog::{ItemField, LotPolicy};
use depo::trade::counting::commands::{CountPlace, CountingCommand};
use depo::trade::counting::{Covers, ObservationKind, Seen, SeenWhat};
use depo::trade::decide::Refusal;
use depo::trade::goods::{Condition, Goods, Wanted};
use depo::trade::id::{DocumentId, Name, ReceiptId};
use depo::trade::identity::{IdentityFact, Merged, Pair};
use depo::trade::people::Role;
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::SeenUnits;
use depo::trade::receiving::commands::{FileStock, ReceiveGoods, ReceivingCommand, StockFile};
use depo::trade::receiving::{ExpectedUnits, ReceiptOpened};
use depo::trade::state::entries::Clash;
use depo::trade::stock::commands::{AdjustUnits, ChangeUnits, MoveUnits, StockCommand};

fn file(rows: &[(&str, &str, u64)]) -> ReceivingCommand {
    let rows = rows.iter().map(|(at, sku, number)| FileStock {
        at: location(at),
        goods: goods(sku),
        units: SeenUnits::new(*number).expect("it fits"),
    });
    ReceivingCommand::ReadStock(StockFile {
        warehouse: warehouse("W1"),
        rows: rows.collect(),
        happened_at: None,
        source: None,
    })
}

fn note() -> Box<ReceiptOpened> {
    Box::new(ReceiptOpened {
        warehouse: crate::tablets::warehouse("W1"),
        client: None,
        supplier: Some(party("POTTER")),
        reference: None,
        due: None,
        came_at: None,
        expected: Vec::new(),
        source: None,
    })
}

fn comes(what: Goods, to: Place, number: u64) -> ReceiveGoods {
    ReceiveGoods {
        expected: None,
        goods: what,
        from: None,
        to,
        units: units(number),
        serials: Vec::new(),
    }
}

fn delivery(number: u64) -> ReceivingCommand {
    ReceivingCommand::Deliver {
        opened: note(),
        goods: vec![comes(goods("MUG"), bin("A1"), number)],
    }
}

fn count(place: Place, seen: &[(Goods, u64)]) -> CountPlace {
    let seen = seen.iter().map(|(what, number)| Seen {
        within: None,
        what: SeenWhat::Goods(what.clone()),
        units: SeenUnits::new(*number).expect("it fits"),
        serials: Vec::new(),
    });
    CountPlace {
        kind: ObservationKind::Count,
        place,
        covers: Covers::Loose,
        seen: seen.collect(),
        containers: Vec::new(),
        shown: false,
        after: None,
    }
}

fn counted(count: CountPlace) -> CountingCommand {
    CountingCommand::Count(Box::new(count))
}

fn moved(what: Goods, from: Place, to: Place, number: u64) -> StockCommand {
    StockCommand::Move(MoveUnits {
        goods: what,
        from,
        to,
        units: units(number),
        serials: Vec::new(),
    })
}

fn written_off(what: Goods, at: Place, number: u64, reason: LossReason) -> StockCommand {
    StockCommand::Adjust(AdjustUnits {
        goods: what,
        at,
        units: units(number),
        more: false,
        reason,
        serials: Vec::new(),
    })
}

fn changed(what: Goods, becomes: Goods, at: Place, number: u64) -> StockCommand {
    StockCommand::Change(ChangeUnits {
        goods: what,
        becomes,
        at,
        units: units(number),
        serials: Vec::new(),
    })
}

#[test]
fn reading_the_opening_file_again_leaves_later_deliveries_alone() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    hall.does(file(&[("A1", "MUG", 10), ("A2", "CUP", 4)]));
    hall.does(delivery(5));
    assert_eq!(
        hall.refuses(file(&[("A1", "MUG", 10), ("A2", "CUP", 4)])),
        Refusal::NothingToDo
    );
    hall.does(file(&[("A1", "MUG", 12), ("A2", "CUP", 3)]));
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 17);
    assert_eq!(hall.at(bin("A2"), &goods("CUP")), 3);
    assert_eq!(
        hall.refuses(file(&[
            ("A1", "MUG", 5),
            ("A1", "MUG", 7),
            ("A2", "CUP", 3)
        ])),
        Refusal::NothingToDo,
        "rows of one place and goods add up"
    );
}

#[test]
fn two_equal_deliveries_are_two() {
    let mut hall = Hall::new(&["MUG"]);
    hall.does(delivery(5));
    hall.does(delivery(5));
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 10);
    assert_eq!(hall.at(Place::Party(party("POTTER")), &goods("MUG")), -10);
    assert_eq!(hall.tablet.state.receipts().count(), 2);
}

#[test]
fn goods_of_a_delivery_are_known_and_have_the_lot_that_their_item_asks_for() {
    let mut hall = Hall::new(&["TEA", "OIL"]);
    hall.item("TEA", vec![ItemField::Lots(LotPolicy::Named)]);
    hall.item("OIL", vec![ItemField::Lots(LotPolicy::EachReceipt)]);
    let at = hall.does(ReceivingCommand::Open { opened: note() });
    let receipt = ReceiptId(hall.tablet.opened_by(&at));
    let receive = |goods: Goods| ReceivingCommand::Receive {
        receipt,
        goods: Box::new(comes(goods, bin("DOCK"), 3)),
    };
    assert_eq!(
        hall.refuses(receive(goods("NEW"))),
        Refusal::Unknown(DocumentId::Item(item("NEW")))
    );
    assert_eq!(
        hall.refuses(receive(goods("TEA"))),
        Refusal::LotMissing(item("TEA"))
    );
    hall.does(receive(of_lot("TEA", "L1")));
    let at = hall.does(receive(goods("OIL")));
    let lot = Goods {
        lot: Some(Name::OfDocument(receipt.0)),
        ..goods("OIL")
    };
    assert_eq!(hall.at(bin("DOCK"), &lot), 3);
    let undo = ReceivingCommand::Undo {
        receipt,
        received: at.fact(),
    };
    hall.does(moved(lot.clone(), bin("DOCK"), bin("A1"), 1));
    assert_eq!(hall.refuses(undo.clone()), Refusal::RestsOnIt);
    hall.does(moved(lot.clone(), bin("A1"), bin("DOCK"), 1));
    hall.does(undo);
    assert_eq!(hall.at(bin("DOCK"), &lot), 0);
    hall.does(ReceivingCommand::Close { receipt });
    assert!(matches!(
        hall.refuses(receive(of_lot("TEA", "L1"))),
        Refusal::Closed(_)
    ));
}

#[test]
fn a_move_is_undone_by_name_unless_the_goods_went_on() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 3);
    assert_eq!(
        hall.refuses(moved(goods("MUG"), bin("A1"), bin("A2"), 4)),
        Refusal::NotEnough {
            place: bin("A1"),
            item: item("MUG"),
            there: 3,
        }
    );
    let at = hall.does(moved(goods("MUG"), bin("A1"), bin("A2"), 3));
    let undo = StockCommand::Undo { moved: at.fact() };
    let on = hall.does(moved(goods("MUG"), bin("A2"), bin("A3"), 1));
    assert_eq!(hall.refuses(undo.clone()), Refusal::RestsOnIt);
    hall.does(StockCommand::Undo { moved: on.fact() });
    hall.does(undo.clone());
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 3);
    assert_eq!(hall.refuses(undo), Refusal::NothingToDo);
    hall.tablet.is_proved();
}

#[test]
fn goods_are_regraded_relabelled_and_given_another_owner_where_they_lie() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 3);
    let damaged = goods("MUG").graded(Condition::Damaged);
    hall.does(changed(goods("MUG"), damaged.clone(), bin("A1"), 1));
    let of_l1 = of_lot("MUG", "L1");
    hall.does(changed(goods("MUG"), of_l1.clone(), bin("A1"), 1));
    let theirs = Goods {
        owner: Some(party("CLIENT")),
        ..of_l1.clone()
    };
    let at = hall.does(changed(of_l1.clone(), theirs.clone(), bin("A1"), 1));
    for what in [&goods("MUG"), &damaged, &theirs] {
        assert_eq!(hall.at(bin("A1"), what), 1);
    }
    hall.does(StockCommand::Undo { moved: at.fact() });
    assert_eq!(hall.at(bin("A1"), &of_l1), 1);
    assert_eq!(
        hall.refuses(changed(goods("MUG"), goods("CUP"), bin("A1"), 1)),
        Refusal::OtherGoods {
            line: None,
            goods: goods("CUP"),
        }
    );
}

#[test]
fn what_is_in_work_moves_by_picking_and_packing_only() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 3);
    let fulfilment = hall.order("1001", &[("MUG", 1)]);
    let batch = hall.release(&[fulfilment]);
    hall.pick_all(batch, "T");
    assert_eq!(
        hall.refuses(moved(goods("MUG"), inside("T1"), bin("A1"), 1)),
        Refusal::InWork(inside("T1"))
    );
    assert_eq!(
        hall.refuses(written_off(
            goods("MUG"),
            inside("T1"),
            1,
            LossReason::Damaged
        )),
        Refusal::InWork(inside("T1"))
    );
}

#[test]
fn three_picked_offline_and_seven_counted() {
    let mut a = Hall::new(&["MUG"]);
    a.found(goods("MUG"), bin("A1"), 10);
    let fulfilment = a.order("1001", &[("MUG", 3)]);
    let batch = a.release(&[fulfilment]);
    let mut b = a.joining(b'B');
    a.tablet.compare_clock(a.now);
    b.tablet.compare_clock(b.now);
    a.does(depo::trade::picking::commands::PickingCommand::Scan {
        batch,
        scan: crate::floor_hall::scan("T1"),
    });
    a.does(take(batch, 0, units(3)));
    b.now += 600;
    b.does(counted(count(bin("A1"), &[(goods("MUG"), 7)])));
    a.now = b.now + 10;
    a.tablet.compare_clock(a.now);
    b.tablet.compare_clock(a.now);
    exchange(&mut a, &mut b);
    for hall in [&a, &b] {
        assert_eq!(hall.at(bin("A1"), &goods("MUG")), 7, "and not 4");
        assert_eq!(hall.at(inside("T1"), &goods("MUG")), 3);
        assert_eq!(hall.clashes(), []);
        assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 3, 0, 0]);
        hall.tablet.is_proved();
    }
}

#[test]
fn a_movement_that_nobody_can_place_is_answered() {
    let mut a = Hall::new(&["MUG"]);
    a.found(goods("MUG"), bin("A1"), 10);
    let mut b = a.joining(b'B');
    let at = a.does(moved(goods("MUG"), bin("A1"), bin("A2"), 3));
    let seen = b.does(counted(count(bin("A1"), &[(goods("MUG"), 7)])));
    exchange(&mut a, &mut b);
    assert_eq!(a.clashes().len(), 1);
    let answer = |before| CountingCommand::Answer {
        count: seen.fact(),
        place: bin("A1"),
        movement: at.commit(),
        before,
    };
    a.does(answer(true));
    assert_eq!(a.at(bin("A1"), &goods("MUG")), 7);
    assert_eq!(a.clashes(), []);
    assert_eq!(a.refuses(answer(true)), Refusal::NothingToDo);
}

#[test]
fn a_count_to_approve_holds_once_a_second_person_has_approved_it() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 10);
    let mut waiting = count(bin("A1"), &[(goods("MUG"), 8)]);
    waiting.kind = ObservationKind::CountToApprove;
    let seen = hall.does(counted(waiting));
    let approve = CountingCommand::Approve {
        count: seen.fact(),
        place: bin("A1"),
    };
    assert_eq!(hall.refuses(approve.clone()), Refusal::SecondPerson);
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 10);
    hall.now += 300;
    let other = hall.tablet.hire(hall.now, "CHIEF", Role::Supervisor);
    hall.tablet.operator = Some(other);
    hall.does(approve.clone());
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 8);
    assert_eq!(hall.refuses(approve), Refusal::NothingToDo);
}

#[test]
fn a_zero_check_that_fails_closes_the_place_and_a_count_opens_it() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 2);
    let mut empty = count(bin("A1"), &[]);
    empty.kind = ObservationKind::ZeroCheck;
    hall.does(counted(empty));
    assert!(matches!(hall.clashes().as_slice(), [Clash::Short(_)]));
    hall.does(counted(count(bin("A1"), &[])));
    assert_eq!(hall.clashes(), []);
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 0);
}

#[test]
fn what_is_listed_must_have_been_looked_at() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    let mut one = count(bin("A1"), &[(goods("CUP"), 1)]);
    one.covers = Covers::Item(item("MUG"));
    assert_eq!(hall.refuses(counted(one)), Refusal::NotCovered(bin("A1")));
    let mut later = count(bin("A1"), &[(goods("MUG"), 1)]);
    later.after = Some(10_000);
    assert_eq!(hall.refuses(counted(later)), Refusal::NoSuchCommit(10_000));
}

#[test]
fn a_count_that_is_typed_later_stands_where_it_was_seen() {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 10);
    let seen_after = hall.context().next_commit - 1;
    hall.does(moved(goods("MUG"), bin("A1"), bin("A2"), 3));
    let mut typed = count(bin("A1"), &[(goods("MUG"), 9)]);
    typed.after = Some(seen_after);
    hall.does(counted(typed));
    assert_eq!(
        hall.at(bin("A1"), &goods("MUG")),
        6,
        "nine, and three went after"
    );
}

#[test]
fn goods_of_a_delivery_are_what_was_expected_where_that_is_said() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    let mut opened = note();
    opened.expected = vec![ExpectedUnits {
        wanted: Wanted::item(item("MUG")),
        units: units(3),
    }];
    let mut cups = comes(goods("CUP"), bin("DOCK"), 1);
    cups.expected = Some(0);
    let deliver = |goods: ReceiveGoods| ReceivingCommand::Deliver {
        opened: opened.clone(),
        goods: vec![goods],
    };
    assert_eq!(
        hall.refuses(deliver(cups.clone())),
        Refusal::OtherGoods {
            line: None,
            goods: goods("CUP"),
        }
    );
    cups.goods = goods("MUG");
    hall.does(deliver(cups));
}

#[test]
fn a_stock_file_that_uses_the_other_name_of_a_merged_item_says_nothing_new() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    hall.does(file(&[("A1", "MUG", 10)]));
    let pair = Pair::Items {
        from: item("CUP"),
        into: item("MUG"),
    };
    hall.office(Event::Identity(IdentityFact::Merged(Merged { pair })));
    assert_eq!(
        hall.refuses(file(&[("A1", "CUP", 10)])),
        Refusal::NothingToDo
    );
    assert_eq!(
        hall.refuses(file(&[("A1", "CUP", 4), ("A1", "MUG", 6)])),
        Refusal::NothingToDo
    );
    hall.does(file(&[("A1", "CUP", 7)]));
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 7);
}

#[test]
fn a_delivery_of_one_warehouse_is_not_taken_in_at_another() {
    let mut hall = Hall::new(&["MUG"]);
    let mut elsewhere = note();
    elsewhere.warehouse = warehouse("W2");
    let opened = hall.does(ReceivingCommand::Open { opened: elsewhere });
    let receipt = ReceiptId(hall.tablet.opened_by(&opened));
    let goods = Box::new(comes(goods("MUG"), bin("A1"), 1));
    let refused = hall.refuses(ReceivingCommand::Receive { receipt, goods });
    assert_eq!(
        refused,
        Refusal::OtherWarehouse(DocumentId::Receipt(receipt))
    );
}
