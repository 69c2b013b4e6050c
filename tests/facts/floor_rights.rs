//! What the floor may not decide: without the right, what is held, what a newer version wrote, what is retired.

use crate::floor_hall::{
    Hall, bin, goods, inside, item, line, location, of_lot, order_id, release,
};
use crate::floor_hall::{scan, take, tote};
use crate::support::units;
use depo::stream::commit::{NameBytes, Touches};
use depo::trade::Event;
use depo::trade::catalog::{ItemField, LotPolicy, Removal};
use depo::trade::counting::commands::{CountPlace, CountingCommand};
use depo::trade::counting::{Covers, ObservationKind, Seen, SeenWhat};
use depo::trade::decide::Refusal;
use depo::trade::decide::floor::FloorCommand;
use depo::trade::fulfilment::{FulfilmentFact, LineUnits, LinesBack};
use depo::trade::goods::Goods;
use depo::trade::id::{DocumentId, FulfilmentOrderId, Name};
use depo::trade::locations::{
    ContainerMoved, LocationFact, LocationField, LocationSet, LocationsSet, Standing,
};
use depo::trade::people::Role;
use depo::trade::picking::PutBack;
use depo::trade::picking::commands::PickingCommand;
use depo::trade::place::LossReason;
use depo::trade::quantity::SeenUnits;
use depo::trade::receiving::ReceiptOpened;
use depo::trade::receiving::commands::{ReceiveGoods, ReceivingCommand};
use depo::trade::state::Newer;
use depo::trade::stock::commands::{AdjustUnits, MoveUnits, StockCommand};

fn touches(items: Vec<NameBytes>, places: Vec<NameBytes>) -> Touches {
    Touches {
        may_be_ignored: false,
        whole_scope: false,
        opens: false,
        items,
        places,
        documents: Vec::new(),
    }
}

#[track_caller]
fn tell_newer(hall: &mut Hall, touches: &Touches) {
    let (all, _) = hall.tablet.told();
    let at = all.last().expect("a fact").at;
    hall.tablet.state.apply_newer(&Newer {
        at,
        warehouse: None,
        touches: touches.clone(),
    });
}

#[track_caller]
fn stocked(hall: &mut Hall) -> FulfilmentOrderId {
    hall.found(goods("MUG"), bin("A1"), 5);
    hall.order("1001", &[("MUG", 2)])
}

#[test]
fn a_picker_moves_goods_and_does_not_write_them_off_or_release_work() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = stocked(&mut hall);
    let picker = hall.tablet.hire(hall.now, "PICKER", Role::Picker);
    hall.tablet.operator = Some(picker);
    hall.does(StockCommand::Move(MoveUnits {
        goods: goods("MUG"),
        from: bin("A1"),
        to: bin("A2"),
        units: units(1),
        serials: Vec::new(),
    }));
    let off = StockCommand::Adjust(AdjustUnits {
        goods: goods("MUG"),
        at: bin("A1"),
        units: units(1),
        more: false,
        reason: LossReason::Stolen,
        serials: Vec::new(),
    });
    assert!(matches!(hall.refuses(off), Refusal::NotAllowed { .. }));
    assert!(matches!(
        hall.refuses(release(&[fulfilment])),
        Refusal::NotAllowed { .. }
    ));
}

#[test]
fn what_a_newer_version_touched_is_not_released() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = stocked(&mut hall);
    let mut by_place = hall.clone();
    tell_newer(
        &mut by_place,
        &touches(Vec::new(), vec![NameBytes::of(&bin("A1"))]),
    );
    assert_eq!(
        by_place.refuses(release(&[fulfilment])),
        Refusal::NoStock(order_id("1001"))
    );
    tell_newer(
        &mut hall,
        &touches(vec![NameBytes::of(&item("MUG"))], Vec::new()),
    );
    assert_eq!(
        hall.refuses(release(&[fulfilment])),
        Refusal::NeedsUpdate(DocumentId::Item(item("MUG")))
    );
}

#[test]
fn work_on_a_fulfilment_order_that_must_wait_is_not_released() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = stocked(&mut hall);
    let held = hall.floor(Event::Fulfilment(FulfilmentFact::Held {
        fulfilment,
        until: None,
    }));
    assert_eq!(
        hall.refuses(release(&[fulfilment])),
        Refusal::WorkHeld(fulfilment)
    );
    hall.floor(Event::Fulfilment(FulfilmentFact::HoldReleased {
        fulfilment,
        hold: held.fact(),
    }));
    hall.release(&[fulfilment]);
}

#[test]
fn nothing_is_put_to_or_taken_from_a_retired_location_by_a_decision() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = stocked(&mut hall);
    let retired = LocationSet {
        location: location("A1"),
        fields: vec![LocationField::Retired(true)],
    };
    let locations = vec![retired];
    hall.floor(Event::Locations(LocationFact::LocationsSet(LocationsSet {
        locations,
    })));
    let moved = |from: &str, to: &str| {
        StockCommand::Move(MoveUnits {
            goods: goods("MUG"),
            from: bin(from),
            to: bin(to),
            units: units(1),
            serials: Vec::new(),
        })
    };
    assert!(matches!(
        hall.refuses(release(&[fulfilment])),
        Refusal::NoStock(_)
    ));
    hall.does(moved("A1", "A2"));
    assert_eq!(
        hall.refuses(moved("A2", "A1")),
        Refusal::Retired(DocumentId::Location(location("A1")))
    );
}

#[test]
fn what_is_asked_back_may_be_put_back() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = stocked(&mut hall);
    let batch = hall.release(&[fulfilment]);
    hall.pick_all(batch, "T");
    let back = PickingCommand::PutBack(PutBack {
        line: line(fulfilment, 0),
        goods: goods("MUG"),
        from: tote("T1"),
        to: bin("A1"),
        units: units(1),
        serials: Vec::new(),
    });
    assert_eq!(hall.refuses(back.clone()), Refusal::TooMany { there: 0 });
    let lines = vec![LineUnits {
        line: 0,
        units: units(1),
    }];
    hall.office(Event::Fulfilment(FulfilmentFact::BackRequested(
        LinesBack { fulfilment, lines },
    )));
    hall.does(back);
    // The last unit that was asked back answers the request, and is given back to the order.
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 1, 0, 0]);
    let asked = hall.tablet.state.fulfilment(&fulfilment).expect("it");
    assert_eq!((asked.requests().count(), asked.gave_back()), (0, true));
}

#[test]
fn first_in_first_out_goes_by_receipts_where_an_item_has_no_lots() {
    let mut hall = Hall::new(&["OIL"]);
    let fields = vec![
        ItemField::Lots(LotPolicy::EachReceipt),
        ItemField::Removal(Removal::FirstIn),
    ];
    hall.item("OIL", fields);
    let mut lots = Vec::new();
    for to in ["A3", "A1"] {
        let opened = ReceiptOpened {
            warehouse: crate::tablets::warehouse("W1"),
            client: None,
            supplier: None,
            reference: None,
            due: None,
            came_at: None,
            expected: Vec::new(),
            source: None,
        };
        let at = hall.does(ReceivingCommand::Deliver {
            opened: Box::new(opened),
            goods: vec![ReceiveGoods {
                expected: None,
                goods: goods("OIL"),
                from: None,
                to: bin(to),
                units: units(3),
                serials: Vec::new(),
            }],
        });
        lots.push(Goods {
            lot: Some(Name::OfDocument(hall.tablet.opened_by(&at))),
            ..goods("OIL")
        });
    }
    let fulfilment = hall.order("1001", &[("OIL", 2)]);
    let batch = hall.release(&[fulfilment]);
    hall.pick_all(batch, "T");
    assert_eq!(hall.at(bin("A3"), &lots[0]), 1, "what came first");
    assert_eq!(hall.at(bin("A1"), &lots[1]), 3);
}

#[test]
fn a_count_of_everything_looks_into_the_plates() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    hall.found(goods("MUG"), inside("PLATE"), 6);
    hall.found(of_lot("CUP", "L1"), bin("A1"), 2);
    let moved = ContainerMoved {
        container: tote("PLATE"),
        from: None,
        to: Standing::Location(location("A1")),
    };
    hall.floor(Event::Locations(LocationFact::ContainerMoved(moved)));
    let mut count = CountPlace {
        kind: ObservationKind::Count,
        place: bin("A1"),
        covers: Covers::Everything,
        seen: vec![Seen {
            within: Some(tote("PLATE")),
            what: SeenWhat::Goods(goods("MUG")),
            units: SeenUnits::new(5).expect("it fits"),
            serials: Vec::new(),
        }],
        containers: Vec::new(),
        shown: true,
        after: None,
    };
    assert_eq!(
        hall.refuses(CountingCommand::Count(Box::new(count.clone()))),
        Refusal::NotCovered(bin("A1")),
        "a plate that something was seen in was seen"
    );
    count.containers = vec![tote("PLATE")];
    hall.does(CountingCommand::Count(Box::new(count)));
    assert_eq!(hall.at(inside("PLATE"), &goods("MUG")), 5);
    assert_eq!(hall.at(bin("A1"), &of_lot("CUP", "L1")), 0);
}

#[test]
fn a_command_says_which_documents_it_reads() {
    let mut hall = Hall::new(&["MUG"]);
    let fulfilment = stocked(&mut hall);
    let batch = hall.release(&[fulfilment]);
    hall.does(PickingCommand::Scan {
        batch,
        scan: scan("T1"),
    });
    let needs = FloorCommand::from(take(batch, 0, units(1))).needs(&hall.tablet.state);
    assert_eq!(
        needs,
        [
            DocumentId::Order(order_id("1001")),
            DocumentId::FulfilmentOrder(fulfilment),
            DocumentId::Batch(batch)
        ]
    );
}
