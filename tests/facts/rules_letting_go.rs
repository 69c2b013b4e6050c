//! What lets goods go that were stopped waits, where its author was revoked and did not know.

use crate::rules::{grant_of, order_id};
use crate::support::code;
use crate::tablets::{Tablet, exchange, warehouse};
use depo::stream::id::FactId;
use depo::trade::Event;
use depo::trade::catalog::{CatalogFact, LotField, LotSet};
use depo::trade::fulfilment::FulfilmentFact;
use depo::trade::id::{
    FirstCode, FulfilmentOrderId, ItemId, LocationId, LotId, Name, ParcelId, WarehouseId,
};
use depo::trade::locations::{
    LocationFact, LocationField, LocationSet, LocationStatus, LocationsSet,
};
use depo::trade::money::Terms;
use depo::trade::orders::{OrderFact, OrderField, OrderSet};
use depo::trade::packing::PackingFact;
use depo::trade::people::{PeopleFact, Role};
use depo::trade::state::entries::Clash;

/// What stops goods, or lets them go, each with the warehouse that it is of.
fn facts(tablet: &Tablet, lets_go: bool) -> Vec<(Option<WarehouseId>, Event)> {
    let opened = tablet.opened_by(&tablet.told().0[0].at);
    let fulfilment = FulfilmentOrderId(opened);
    let hold = FactId {
        commit: opened.commit,
        index: 0,
    };
    let lot = LotId {
        item: ItemId {
            client: None,
            name: Name::Coded(FirstCode::new(code("MUG"))),
        },
        name: Name::Coded(FirstCode::new(code("L1"))),
    };
    let recalled = LotSet {
        lot,
        fields: vec![LotField::Recalled(!lets_go)],
    };
    let status = match lets_go {
        true => LocationStatus::Normal,
        false => LocationStatus::Quarantine,
    };
    let location = LocationSet {
        location: LocationId {
            warehouse: warehouse("W1"),
            first: FirstCode::new(code("A1")),
        },
        fields: vec![LocationField::Status(status)],
    };
    let locations = LocationsSet {
        locations: vec![location],
    };
    let terms = match lets_go {
        true => Terms::OnAccount,
        false => Terms::Prepaid,
    };
    let set = OrderSet {
        order: order_id("1001"),
        fields: vec![OrderField::Terms(terms)],
    };
    let held = match lets_go {
        true => FulfilmentFact::HoldReleased { fulfilment, hold },
        false => FulfilmentFact::Held {
            fulfilment,
            until: None,
        },
    };
    let here = || Some(warehouse("W1"));
    let mut facts = vec![
        (None, Event::Catalog(CatalogFact::LotSet(recalled))),
        (
            here(),
            Event::Locations(LocationFact::LocationsSet(locations)),
        ),
        (None, Event::Orders(OrderFact::OrderSet(set))),
        (here(), Event::Fulfilment(held)),
    ];
    if lets_go {
        let parcel = ParcelId(opened);
        let checked = Event::Packing(PackingFact::ParcelChecked { parcel });
        facts.push((here(), checked));
    }
    facts
}

#[test]
fn what_lets_goods_go_waits_where_its_author_was_revoked_unknowing_and_what_stops_them_counts() {
    for lets_go in [true, false] {
        let mut a = Tablet::founder();
        let clerk = a.hire(5, "CLERK", Role::Supervisor);
        let grant = grant_of(&a, clerk);
        let mut b = Tablet::joining(b'B', &a);
        b.operator = Some(clerk);
        let revoked = PeopleFact::RoleRevoked { grant };
        a.write(20, None, vec![Event::People(revoked)]);
        let mut written = Vec::new();
        for (seconds, (of, event)) in (21..).zip(facts(&b, lets_go)) {
            written.push(b.write(seconds, of.as_ref(), vec![event]).fact());
        }
        exchange(&mut a, &mut b);
        for tablet in [&a, &b] {
            let waits = |fact: &&FactId| tablet.clashes().contains(&Clash::Waits(**fact));
            let waiting = written.iter().filter(waits).count();
            assert_eq!(waiting, if lets_go { written.len() } else { 0 });
            tablet.is_proved();
        }
    }
}
