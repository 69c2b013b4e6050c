//! Picking, packing, shipping.

use super::{
    Events, Refused, allocate, batch, check, close, in_batch, label, order, pack, parcel, parcels,
    picked, release, scan, shipped, with_orders,
};
use crate::support::{code, order_id, sku};
use depo::domain::command::{Command, Refusal};
use depo::domain::event::LineUnits;
use depo::domain::order::{Fulfilment, Stage};
use depo::domain::place::Place;
use depo::domain::reason::ShortReason;
use depo::domain::text::{BatchId, ParcelId};
use depo::limits::BATCH_ORDERS_MAX;

#[test]
fn a_batch_takes_orders_that_may_be_worked_and_have_stock() {
    let site = with_orders(&[("1", &[("MUG", 1)]), ("2", &[("MUG", 1)])]);
    let not_promised = Refusal::NotPromised(order_id("1"));
    check(&site, release(&["1"]), Refused(not_promised));
    check(&site, release(&[]), Refused(Refusal::NothingToDo));
    let unknown = Refusal::UnknownOrder(order_id("9"));
    check(&site, release(&["9"]), Refused(unknown));
    let many: Vec<String> = (0..=BATCH_ORDERS_MAX).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let orders_max = BATCH_ORDERS_MAX as u32;
    check(
        &site,
        release(&many),
        Refused(Refusal::BatchTooLarge { orders_max }),
    );
    site.act(allocate(&["1", "2"]));
    check(&site, release(&["1", "1"]), Events(&["BatchReleased"]));
    let in_batch = || {
        Refused(Refusal::InBatch {
            order: order_id("1"),
            batch: batch(&site),
        })
    };
    check(&site, release(&["2", "1"]), in_batch());
    let give_up = Command::ReleasePromises {
        orders: vec![order_id("1")],
    };
    check(&site, give_up, in_batch());
}

#[test]
fn every_scan_means_what_is_asked_for_and_nothing_else() {
    let site = with_orders(&[("1", &[("MUG", 7)])]);
    site.act(allocate(&["1"]));
    site.act(release(&["1"]));
    let not_a_tote = |scanned: &str| {
        Refused(Refusal::NotATote {
            scanned: scanned.to_owned(),
        })
    };
    check(&site, scan(&site, 0, "MUG"), not_a_tote("MUG"));
    check(&site, scan(&site, 0, "A-01"), not_a_tote("A-01"));
    check(&site, scan(&site, 0, "  "), not_a_tote(""));
    let units = |units| Command::PickUnits {
        batch: batch(&site),
        task: 0,
        units,
    };
    check(&site, units(1), not_a_tote(""));
    check(&site, scan(&site, 0, "T-1"), Events(&["ToteAssigned"]));
    let wrong_bin = Refusal::WrongBin {
        scanned: "A-02".into(),
        expected: code("A-01"),
    };
    check(&site, scan(&site, 0, "A-02"), Refused(wrong_bin));
    // The item lies in two bins: which one it came from must be scanned.
    let wrong_bin = Refusal::WrongBin {
        scanned: "MUG".into(),
        expected: code("A-01"),
    };
    check(&site, scan(&site, 0, "MUG"), Refused(wrong_bin));
    check(&site, scan(&site, 0, " A-01 "), Events(&["StopReached"]));
    check(&site, scan(&site, 0, "A-01"), Refused(Refusal::NothingToDo));
    let wrong_item = Refusal::WrongItem {
        scanned: "TRAY".into(),
        expected: sku("MUG"),
    };
    check(&site, scan(&site, 0, "TRAY"), Refused(wrong_item));
    check(&site, scan(&site, 0, "MUG"), Events(&["LinePicked"]));
    check(&site, units(7), Refused(Refusal::TooMany { there: 6 }));
    check(&site, units(0), Refused(Refusal::NoUnits));
    check(&site, units(6), Events(&["LinePicked"]));
    let all = || Refused(Refusal::AlreadyAll { sku: sku("MUG") });
    check(&site, scan(&site, 0, "MUG"), all());
    check(&site, units(1), all());
    check(&site, scan(&site, 9, "MUG"), Refused(Refusal::NothingToDo));
    let finish = Command::FinishBatch {
        batch: batch(&site),
    };
    let id = batch(&site);
    check(&site, finish.clone(), Events(&["BatchFinished"]));
    check(&site, finish, Refused(Refusal::BatchFinished(id)));
    let unknown = BatchId::new("B-9").expect("a batch");
    let nowhere = Command::FinishBatch {
        batch: unknown.clone(),
    };
    check(&site, nowhere, Refused(Refusal::UnknownBatch(unknown)));
    assert_eq!(order(&site, "1").fulfilment(), Fulfilment::Picked);
}

#[test]
fn the_tote_is_confirmed_where_orders_share_a_walk() {
    let site = with_orders(&[("1", &[("TRAY", 1)]), ("2", &[("TRAY", 1)])]);
    site.act(allocate(&["1", "2"]));
    site.act(release(&["1", "2"]));
    site.act(scan(&site, 0, "T-1"));
    let taken = Refusal::ToteTaken {
        tote: code("T-1"),
        order: order_id("1"),
    };
    check(&site, scan(&site, 0, "T-1"), Refused(taken));
    site.act(scan(&site, 0, "T-2"));
    // It lies in one bin only: the item may be scanned at once.
    check(&site, scan(&site, 0, "TRAY"), Events(&["LinePicked"]));
    let wrong_tote = Refusal::WrongTote {
        scanned: "T-2".into(),
        expected: code("T-1"),
    };
    check(&site, scan(&site, 0, "T-2"), Refused(wrong_tote));
    let all = Refusal::AlreadyAll { sku: sku("TRAY") };
    check(&site, scan(&site, 0, "TRAY"), Refused(all));
    check(&site, scan(&site, 0, "T-1"), Events(&["ToteConfirmed"]));
}

#[test]
fn goods_come_from_the_bin_that_promised_them() {
    // Seven of the twelve lie in A-01's promise, and the rest in A-02's.
    let site = with_orders(&[("1", &[("MUG", 12)]), ("2", &[("MUG", 3)])]);
    site.act(allocate(&["1"]));
    site.act(release(&["1"]));
    site.act(scan(&site, 0, "T-1"));
    let promised: Vec<u32> = order(&site, "1").lines[0]
        .promises
        .iter()
        .map(|p| p.units)
        .collect();
    assert_eq!(promised, [10, 2]);
    // Two are cancelled: they come off the last bin's promise, and another order gets them.
    site.act(Command::CancelLines {
        order: order_id("1"),
        lines: vec![LineUnits { line: 0, units: 2 }],
        words: None,
    });
    site.act(allocate(&["2"]));
    let pick = |task, units| Command::PickUnits {
        batch: batch(&site),
        task,
        units,
    };
    check(&site, pick(1, 1), Refused(Refusal::Stopped(order_id("1"))));
    check(&site, pick(0, 10), Events(&["LinePicked"]));
    assert_eq!(site.figures("MUG"), (5, 3, 0));
}

#[test]
fn an_undo_puts_back_what_is_still_in_the_tote() {
    let site = in_batch();
    let undo = |units| Command::UndoPick {
        batch: batch(&site),
        task: 0,
        units,
    };
    check(&site, undo(1), Refused(Refusal::TooMany { there: 0 }));
    site.act(Command::PickUnits {
        batch: batch(&site),
        task: 0,
        units: 3,
    });
    check(&site, undo(0), Refused(Refusal::NoUnits));
    check(&site, undo(1), Events(&["PickUndone"]));
    // One goes into a parcel while the batch is open.
    check(&site, pack("1", 0, 1), Events(&["UnitsPacked"]));
    check(&site, undo(2), Refused(Refusal::TooMany { there: 1 }));
    check(&site, undo(1), Events(&["PickUndone"]));
}

#[test]
fn what_is_short_is_wanted_again() {
    let site = in_batch();
    let short = Command::ShortPick {
        batch: batch(&site),
        task: 1,
        reason: ShortReason::Damaged,
    };
    check(&site, short.clone(), Events(&["PickShorted"]));
    check(&site, short, Refused(Refusal::NothingToDo));
    assert_eq!(site.figures("TRAY"), (3, 0, 2));
}

#[test]
fn goods_of_an_order_stay_in_one_tote() {
    let site = with_orders(&[("1", &[("MUG", 2), ("LAMP", 1)])]);
    site.act(allocate(&["1"]));
    site.act(release(&["1"]));
    site.act(scan(&site, 0, "T-1"));
    site.act(Command::PickUnits {
        batch: batch(&site),
        task: 0,
        units: 2,
    });
    site.act(Command::FinishBatch {
        batch: batch(&site),
    });
    site.stock("late", "LAMP", "B-02", 1);
    site.act(allocate(&["1"]));
    site.act(release(&["1"]));
    let wrong_tote = Refusal::WrongTote {
        scanned: "T-2".into(),
        expected: code("T-1"),
    };
    check(&site, scan(&site, 0, "T-2"), Refused(wrong_tote));
    check(&site, scan(&site, 0, "T-1"), Events(&["ToteAssigned"]));
    check(&site, scan(&site, 0, "LAMP"), Events(&["LinePicked"]));
}

#[test]
fn a_parcel_holds_what_was_verified_into_it() {
    let site = picked();
    let scan_pack = |text: &str| Command::ScanPack {
        order: order_id("1"),
        text: text.to_owned(),
    };
    let not_in_order = |scanned: &str| {
        Refused(Refusal::NotInOrder {
            scanned: scanned.to_owned(),
            order: order_id("1"),
        })
    };
    let no_parcel = || Refused(Refusal::NoOpenParcel(order_id("1")));
    check(&site, close("1"), no_parcel());
    check(&site, scan_pack("?"), not_in_order("?"));
    site.stock("other", "LAMP", "B-02", 1);
    check(&site, scan_pack("LAMP"), not_in_order("LAMP"));
    check(&site, scan_pack("TRAY"), Events(&["UnitsPacked"]));
    check(&site, scan_pack("TRAY"), Events(&["UnitsPacked"]));
    let all = Refusal::AlreadyAll { sku: sku("TRAY") };
    check(&site, scan_pack("TRAY"), Refused(all));
    check(
        &site,
        pack("1", 0, 5),
        Refused(Refusal::TooMany { there: 4 }),
    );
    check(&site, pack("1", 0, 0), Refused(Refusal::NoUnits));
    let unknown = Refusal::UnknownLine {
        order: order_id("1"),
        line: 8,
    };
    check(&site, pack("1", 8, 1), Refused(unknown));
    check(&site, pack("1", 0, 4), Events(&["UnitsPacked"]));
    let undo = |line, units| Command::UndoPack {
        order: order_id("1"),
        line,
        units,
    };
    check(&site, undo(0, 5), Refused(Refusal::TooMany { there: 4 }));
    check(&site, undo(0, 0), Refused(Refusal::NoUnits));
    check(&site, undo(0, 1), Events(&["PackingUndone"]));
    check(&site, close("1"), Events(&["ParcelClosed"]));
    check(&site, undo(0, 1), no_parcel());
    // What is left goes into a parcel of its own.
    check(&site, pack("1", 0, 1), Events(&["UnitsPacked"]));
    check(&site, close("1"), Events(&["ParcelClosed"]));
    assert_eq!(order(&site, "1").parcels.len(), 2);
    assert_eq!(order(&site, "1").fulfilment(), Fulfilment::Packed);
}

#[test]
fn the_pack_table_has_work_from_the_end_of_the_batch_to_the_label() {
    let waits = |site: &crate::support::Site| {
        let state = site.portal.state();
        let head = state.head(&order_id("1")).expect("the order");
        let at_the_door = head.parcels.iter().any(|parcel| parcel.is_to_hand_over());
        (head.is_to_pack(), at_the_door)
    };
    let site = in_batch();
    site.act(Command::PickUnits {
        batch: batch(&site),
        task: 0,
        units: 4,
    });
    assert_eq!(waits(&site), (false, false), "the tote is with the picker");
    let site = picked();
    assert_eq!(waits(&site), (true, false));
    for (line, units) in [(0, 4), (1, 2)] {
        site.act(pack("1", line, units));
        assert_eq!(waits(&site), (true, false));
    }
    site.act(close("1"));
    assert_eq!(waits(&site), (true, false), "the parcel has no label");
    site.act(label(&site, "1"));
    assert_eq!(waits(&site), (false, true));
    let parcels = parcels(&site, "1");
    site.act(Command::HandOver { parcels });
    assert_eq!(waits(&site), (false, false));
}

#[test]
fn a_parcel_leaves_once_with_a_label() {
    let site = picked();
    site.act(pack("1", 0, 4));
    let no_parcel = Refused(Refusal::NoOpenParcel(order_id("1")));
    check(&site, label(&site, "1"), no_parcel);
    site.act(close("1"));
    let id = parcel(&site, "1");
    let hand_over = || Command::HandOver {
        parcels: [parcels(&site, "1"), parcels(&site, "1")].concat(),
    };
    let confirm = || Command::ConfirmDelivery {
        parcels: [parcels(&site, "1"), parcels(&site, "1")].concat(),
    };
    check(
        &site,
        hand_over(),
        Refused(Refusal::NotLabelled(id.clone())),
    );
    check(&site, label(&site, "1"), Events(&["ParcelLabelled"]));
    check(&site, label(&site, "1"), Refused(Refusal::NothingToDo));
    check(
        &site,
        confirm(),
        Refused(Refusal::NotHandedOver(id.clone())),
    );
    // Named twice, it leaves once.
    check(&site, hand_over(), Events(&["ParcelHandedOver"]));
    check(&site, hand_over(), Refused(Refusal::HandedOver(id.clone())));
    check(&site, label(&site, "1"), Refused(Refusal::HandedOver(id)));
    assert_eq!(order(&site, "1").fulfilment(), Fulfilment::PartlyShipped);
    check(&site, confirm(), Events(&["ParcelDelivered"]));
    check(&site, confirm(), Refused(Refusal::NothingToDo));
    assert_eq!(order(&site, "1").stages().get(Stage::Delivered), 4);
    let unknown = ParcelId::new("P-9").expect("a parcel");
    let nowhere = Command::HandOver {
        parcels: vec![(order_id("1"), unknown.clone())],
    };
    check(&site, nowhere, Refused(Refusal::UnknownParcel(unknown)));
    let state = site.portal.state();
    let mug = state.ledger.item(&sku("MUG")).expect("stock");
    assert_eq!(mug.at(&Place::Customer), 4);
}

#[test]
fn a_hand_over_is_taken_back_until_the_parcel_has_arrived() {
    let site = picked();
    site.act(pack("1", 0, 4));
    site.act(close("1"));
    site.act(label(&site, "1"));
    let id = parcel(&site, "1");
    let undo = || Command::UndoHandOver {
        parcels: [parcels(&site, "1"), parcels(&site, "1")].concat(),
    };
    let hand_over = || Command::HandOver {
        parcels: parcels(&site, "1"),
    };
    let not_yet = || Refused(Refusal::NotHandedOver(id.clone()));
    check(&site, undo(), not_yet());
    let before = order(&site, "1");
    site.act(hand_over());
    check(&site, undo(), Events(&["HandOverUndone"]));
    assert_eq!(order(&site, "1"), before);
    check(&site, undo(), not_yet());
    {
        let state = site.portal.state();
        let mug = state.ledger.item(&sku("MUG")).expect("stock");
        assert_eq!(mug.at(&Place::Parcel(id.clone())), 4);
        assert_eq!(mug.at(&Place::Carrier(code("DHL"))), 0);
    }
    // The label may be another one now, and the parcel leaves once more.
    check(&site, hand_over(), Events(&["ParcelHandedOver"]));
    site.act(Command::ConfirmDelivery {
        parcels: parcels(&site, "1"),
    });
    check(&site, undo(), Refused(Refusal::Delivered(id)));
}

#[test]
fn everything_shipped_is_shipped() {
    let site = shipped();
    assert_eq!(order(&site, "1").fulfilment(), Fulfilment::Shipped);
    assert_eq!(site.figures("MUG"), (11, 0, 2));
}
