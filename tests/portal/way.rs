//! The whole way of an order, by scans, and what each step leaves behind.

use crate::support::*;
use depo::domain::command::{Command, Refusal};
use depo::domain::event::{LineUnits, ReturnLine};
use depo::domain::order::{Fulfilment, ParcelState, Stage};
use depo::domain::place::{Condition, Place};
use depo::domain::reason::{Disposition, PaymentMethod, ReturnReason, ShortReason};
use depo::domain::text::{BatchId, OrderId, ParcelId, ReturnId};
use depo::portal::PortalError;

fn take_and_promise(site: &Site) {
    site.stock("opening-1", "MUG", "A-01", 10);
    site.stock("opening-2", "TRAY", "B-02", 3);
    let orders = vec![
        placed("1", &[("MUG", 4), ("TRAY", 2)]),
        placed("2", &[("MUG", 2)]),
    ];
    site.act(Command::TakeOrders { orders });
    site.act(Command::Allocate {
        orders: vec![order_id("1"), order_id("2")],
    });
}

fn release(site: &Site) -> BatchId {
    site.act(Command::ReleaseBatch {
        orders: vec![order_id("1"), order_id("2")],
    });
    let state = site.portal.state();
    state.batches.keys().next().cloned().expect("a batch")
}

fn fulfilment(site: &Site, id: &OrderId) -> Fulfilment {
    site.portal.state().head(id).expect("the order").fulfilment
}

fn scan(site: &Site, batch: &BatchId, task: u16, text: &str) -> Result<(), Refusal> {
    let command = Command::ScanPick {
        batch: batch.clone(),
        task,
        text: text.to_owned(),
    };
    site.try_do(&command).map(|_| ()).map_err(refusal)
}

fn refusal(error: PortalError) -> Refusal {
    let PortalError::Refused(refusal) = error else {
        unreachable!("storage in memory does not fail: {error}");
    };
    refusal
}

/// Picks both orders by scans, with wrong ones in between.
fn pick(site: &Site, batch: &BatchId) {
    assert_eq!(
        scan(site, batch, 0, "MUG"),
        Err(Refusal::NotATote {
            scanned: "MUG".into()
        })
    );
    assert_eq!(scan(site, batch, 0, "T-1"), Ok(()));
    let taken = Refusal::ToteTaken {
        tote: code("T-1"),
        order: order_id("1"),
    };
    assert_eq!(scan(site, batch, 0, "T-1"), Err(taken));
    assert_eq!(scan(site, batch, 0, "T-2"), Ok(()));
    // Order 1's mugs.
    let wrong_bin = Refusal::WrongBin {
        scanned: "B-02".into(),
        expected: code("A-01"),
    };
    assert_eq!(scan(site, batch, 0, "B-02"), Err(wrong_bin));
    assert_eq!(scan(site, batch, 0, "A-01"), Ok(()));
    let wrong_item = Refusal::WrongItem {
        scanned: "TRAY".into(),
        expected: sku("MUG"),
    };
    assert_eq!(scan(site, batch, 0, "TRAY"), Err(wrong_item));
    assert_eq!(scan(site, batch, 0, "MUG"), Ok(()));
    site.act(Command::PickUnits {
        batch: batch.clone(),
        task: 0,
        units: 3,
    });
    let wrong_tote = Refusal::WrongTote {
        scanned: "T-2".into(),
        expected: code("T-1"),
    };
    assert_eq!(scan(site, batch, 0, "T-2"), Err(wrong_tote));
    assert_eq!(scan(site, batch, 0, "T-1"), Ok(()));
    // Order 2's mugs, one scan a unit, with one taken back.
    assert_eq!(scan(site, batch, 1, "MUG"), Ok(()));
    site.act(Command::UndoPick {
        batch: batch.clone(),
        task: 1,
        units: 1,
    });
    assert_eq!(scan(site, batch, 1, "A-01"), Err(Refusal::NothingToDo));
    assert_eq!(scan(site, batch, 1, "MUG"), Ok(()));
    assert_eq!(scan(site, batch, 1, "MUG"), Ok(()));
    assert_eq!(
        scan(site, batch, 1, "MUG"),
        Err(Refusal::AlreadyAll { sku: sku("MUG") })
    );
    assert_eq!(scan(site, batch, 1, "T-2"), Ok(()));
    // Of order 1's trays there is one only.
    assert_eq!(scan(site, batch, 2, "TRAY"), Ok(()));
    site.act(Command::ShortPick {
        batch: batch.clone(),
        task: 2,
        reason: ShortReason::NotThere,
    });
    assert_eq!(scan(site, batch, 2, "T-1"), Ok(()));
    site.act(Command::FinishBatch {
        batch: batch.clone(),
    });
}

fn pack_and_ship(site: &Site, id: &OrderId, scans: &[&str]) -> ParcelId {
    for text in scans {
        site.act(Command::ScanPack {
            order: id.clone(),
            text: (*text).to_owned(),
        });
    }
    site.act(Command::CloseParcel {
        order: id.clone(),
        carton: Some(code("M")),
        weight_grams: Some(800),
    });
    let parcel = site.portal.state().head(id).expect("the order").parcels[0]
        .id
        .clone();
    let tracking = Some(code("JD0001"));
    site.act(Command::LabelParcel {
        order: id.clone(),
        parcel: parcel.clone(),
        carrier: code("DHL"),
        tracking,
    });
    site.act(Command::HandOver {
        parcels: vec![(id.clone(), parcel.clone())],
    });
    parcel
}

#[test]
fn an_order_goes_its_whole_way_and_comes_back_in_part() {
    let site = Site::new(1);
    take_and_promise(&site);
    assert_eq!(site.figures("MUG"), (10, 6, 0));
    assert_eq!(site.figures("TRAY"), (3, 2, 0));
    assert_eq!(fulfilment(&site, &order_id("1")), Fulfilment::Promised);
    let batch = release(&site);
    pick(&site, &batch);
    assert_eq!(site.figures("MUG"), (4, 0, 0));
    // The short tray is wanted again; the unit that was not found still stands in the books until it is counted.
    assert_eq!(site.figures("TRAY"), (2, 0, 1));
    assert_eq!(fulfilment(&site, &order_id("1")), Fulfilment::Picked);

    let two = order_id("2");
    let not_in_order = site.try_do(&Command::ScanPack {
        order: two.clone(),
        text: "TRAY".into(),
    });
    let expected = Refusal::NotInOrder {
        scanned: "TRAY".into(),
        order: two.clone(),
    };
    assert_eq!(not_in_order, Err(PortalError::Refused(expected)));
    let parcel = pack_and_ship(&site, &two, &["MUG", "MUG"]);
    assert_eq!(fulfilment(&site, &two), Fulfilment::Shipped);
    site.act(Command::ConfirmDelivery {
        parcels: vec![(two.clone(), parcel)],
    });
    assert_eq!(fulfilment(&site, &two), Fulfilment::Delivered);

    let return_line = ReturnLine {
        line: 0,
        sku: sku("MUG"),
        units: 3,
        reason: ReturnReason::Damaged,
        words: None,
    };
    let too_many = site.try_do(&Command::AuthoriseReturn {
        order: two.clone(),
        lines: vec![return_line.clone()],
    });
    assert_eq!(
        too_many,
        Err(PortalError::Refused(Refusal::TooMany { there: 2 }))
    );
    let lines = vec![ReturnLine {
        units: 2,
        ..return_line
    }];
    site.act(Command::AuthoriseReturn {
        order: two.clone(),
        lines,
    });
    let return_id = site.portal.state().head(&two).expect("the order").returns[0]
        .id
        .clone();
    come_back(&site, &two, &return_id);
    site.prove();
}

fn come_back(site: &Site, two: &OrderId, return_id: &ReturnId) {
    let lines = vec![LineUnits { line: 0, units: 2 }];
    site.act(Command::ReceiveReturn {
        order: two.clone(),
        return_id: return_id.clone(),
        lines,
    });
    let decide = |units, condition, disposition, bin: Option<&str>| Command::DecideReturn {
        order: two.clone(),
        return_id: return_id.clone(),
        line: 0,
        units,
        condition,
        disposition,
        bin: bin.map(code),
    };
    let refused = site.try_do(&decide(
        1,
        Condition::Damaged,
        Disposition::Restock,
        Some("A-01"),
    ));
    assert!(matches!(
        refused,
        Err(PortalError::Refused(Refusal::ConditionNeedsCare { .. }))
    ));
    site.act(decide(
        1,
        Condition::New,
        Disposition::Restock,
        Some("A-01"),
    ));
    site.act(decide(1, Condition::Damaged, Disposition::Scrap, None));
    assert_eq!(site.figures("MUG"), (5, 0, 0));
    let amount = depo::domain::money::Amount(25_500);
    site.act(Command::Refund {
        order: two.clone(),
        return_id: Some(return_id.clone()),
        method: PaymentMethod::BankTransfer,
        amount,
        reference: None,
    });
    site.act(Command::CloseReturn {
        order: two.clone(),
        return_id: return_id.clone(),
    });
    let state = site.portal.state();
    let order = state.order(two).expect("in memory");
    assert_eq!(order.stages().get(Stage::Restocked), 1);
    assert_eq!(order.stages().get(Stage::WrittenOff), 1);
    assert_eq!(order.parcels[0].state, ParcelState::Delivered);
    assert_eq!(order.returns[0].refunded, amount);
    assert!(order.anomalies.is_empty());
    let scrapped: i64 = state
        .ledger
        .item(&sku("MUG"))
        .expect("stock")
        .at(&Place::Scrap);
    assert_eq!(scrapped, 1);
}

#[test]
fn a_reopened_portal_is_the_same_with_and_without_its_view() {
    let site = Site::new(2);
    take_and_promise(&site);
    let batch = release(&site);
    pick(&site, &batch);
    let before = site.portal.state().digest();
    let (site, start) = site.reopen(&opening(9));
    assert!(matches!(start, depo::portal::Start::Resumed { replayed } if replayed > 10));
    assert_eq!(site.portal.state().digest(), before);
    futures_executor::block_on(site.portal.save_view()).expect("saved");
    futures_executor::block_on(site.portal.seal_tail_when_idle()).expect("sealed");
    let (site, start) = site.reopen(&opening(9));
    assert_eq!(start, depo::portal::Start::Resumed { replayed: 0 });
    assert_eq!(site.portal.state().digest(), before);
    assert_eq!(site.portal.state().loaded_orders(), 0);
    // An order that is not in memory is folded from its history when something is to be done with it.
    pack_and_ship(&site, &order_id("1"), &["MUG", "MUG", "MUG", "MUG", "TRAY"]);
    assert_eq!(fulfilment(&site, &order_id("1")), Fulfilment::PartlyShipped);
    site.prove();
}
