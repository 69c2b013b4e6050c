//! Where units of a line are that left: with a carrier, or with the customer.

use crate::trade::decide::floor::Floor;
use crate::trade::demand::DemandLine;
use crate::trade::goods::Goods;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;
use crate::trade::relations::Relations;
use std::collections::BTreeMap;

/// Units of goods that left for a line and have not come back, by where they are. Places that have none are left out.
pub(crate) fn whereabouts<R: Relations>(
    floor: &Floor<'_, R>,
    line: &DemandLine,
) -> BTreeMap<(Place, Goods), i128> {
    let names = &floor.state.components;
    let mut units: BTreeMap<(Place, Goods), i128> = BTreeMap::new();
    let mut add = |place: &Place, goods: &Goods, number: i128| {
        let key = (names.place(place), names.goods(goods));
        *units.entry(key).or_insert(0) += number;
    };
    for (_, parcel) in floor.state.parcels() {
        for (_, left) in parcel.hand_overs() {
            for content in left.contents.iter().filter(|it| it.line == *line) {
                let carrier = Place::Party(left.carrier.clone());
                add(&carrier, &content.goods, content.units.wide());
            }
        }
        for (_, arrived) in parcel.deliveries() {
            for content in arrived.contents.iter().filter(|it| it.line == *line) {
                let carrier = Place::Party(arrived.carrier.clone());
                add(&carrier, &content.goods, -content.units.wide());
                add(&Place::Customers, &content.goods, content.units.wide());
            }
        }
    }
    for (_, lost) in floor
        .state
        .parcels()
        .flat_map(|(_, parcel)| parcel.losses())
    {
        for content in lost.contents.iter().filter(|it| it.line == *line) {
            let carrier = Place::Party(lost.carrier.clone());
            add(&carrier, &content.goods, -content.units.wide());
        }
    }
    for (_, rma) in floor.state.rmas() {
        for returned in rma.received().flat_map(|(_, received)| &received.units) {
            if returned.line.as_ref() == Some(line) {
                add(&returned.from, &returned.goods, -returned.units.wide());
            }
        }
    }
    units.retain(|_, number| *number != 0);
    units
}

/// How many units of goods of a line are at one of these places.
pub(crate) fn units_with<R: Relations>(
    floor: &Floor<'_, R>,
    line: &DemandLine,
    goods: &Goods,
    place: &Place,
) -> i128 {
    let names = &floor.state.components;
    let key = (names.place(place), names.goods(goods));
    whereabouts(floor, line).get(&key).copied().unwrap_or(0)
}
