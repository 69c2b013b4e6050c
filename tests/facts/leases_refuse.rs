//! A delivery is taken in where it was opened, and a place is counted where somebody took its count.

use crate::setup_support::{bin, decide, item, run, shop};
use crate::support::units;
use crate::tablets::{Tablet, warehouse};
use depo::trade::Event;
use depo::trade::counting::{CountingFact, Covers, Observation, ObservationKind};
use depo::trade::decide::setup::SetupCommand;
use depo::trade::decide::{Proposed, Refusal, check};
use depo::trade::goods::Goods;
use depo::trade::id::ReceiptId;
use depo::trade::leases::LeaseKey;
use depo::trade::leases::commands::{LeaseAt, LeaseCommand};
use depo::trade::locations::{LocationFact, WarehouseField, WarehouseSet};
use depo::trade::place::Place;
use depo::trade::receiving::{ReceiptOpened, Received, ReceivingFact};

fn asks(tablet: &Tablet, event: Event) -> Result<(), Refusal> {
    let proposed = Proposed {
        warehouse: Some(warehouse("W1")),
        events: vec![event],
    };
    check(
        &tablet.state,
        &tablet.context(90),
        &[proposed],
        &tablet.relations(),
    )
}

#[test]
fn a_delivery_that_another_device_has_open_is_taken_in_there() {
    let mut a = shop(&[("MUG", 0)]);
    let opened = ReceiptOpened {
        warehouse: warehouse("W1"),
        client: None,
        supplier: None,
        reference: None,
        due: None,
        came_at: None,
        expected: Vec::new(),
        source: None,
    };
    let opened = Event::Receiving(ReceivingFact::ReceiptOpened(opened));
    let at = a.write(10, Some(&warehouse("W1")), vec![opened]);
    let receipt = ReceiptId(a.opened_by(&at));
    let received = Event::Receiving(ReceivingFact::Received(Received {
        receipt,
        expected: None,
        goods: Goods::new(item("MUG")),
        from: Place::Opening(warehouse("W1")),
        to: bin("A1"),
        units: units(2),
        serials: Vec::new(),
    }));
    let b = Tablet::joining(b'B', &a);
    assert_eq!(asks(&a, received.clone()), Ok(()));
    let lease = LeaseKey::Receipt(receipt);
    assert_eq!(
        asks(&b, received),
        Err(Refusal::LeaseHeld { lease, by: a.own })
    );
}

#[test]
fn a_place_whose_count_another_device_took_is_counted_there() {
    let mut a = shop(&[("MUG", 4)]);
    let set = WarehouseSet {
        warehouse: warehouse("W1"),
        fields: vec![WarehouseField::Code(crate::support::code("W1"))],
    };
    a.write(
        5,
        None,
        vec![Event::Locations(LocationFact::WarehouseSet(set))],
    );
    let lease = LeaseKey::Count(bin("A1"));
    let take = LeaseCommand::Take(LeaseAt {
        lease: lease.clone(),
        warehouse: Some(warehouse("W1")),
    });
    run(&mut a, 10, SetupCommand::Leases(take.clone()));
    let counted = Event::Counting(CountingFact::Observed(Box::new(Observation {
        kind: ObservationKind::Count,
        place: bin("A1"),
        covers: Covers::Loose,
        seen: Vec::new(),
        containers: Vec::new(),
        expected: None,
        after: None,
    })));
    let b = Tablet::joining(b'B', &a);
    assert_eq!(asks(&a, counted.clone()), Ok(()));
    let held = || Refusal::LeaseHeld {
        lease: lease.clone(),
        by: a.own,
    };
    assert_eq!(asks(&b, counted), Err(held()));
    assert_eq!(decide(&b, 91, &SetupCommand::Leases(take)), Err(held()));
}
