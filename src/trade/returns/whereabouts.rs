//! Where units of a line are that left: with a carrier, or with the customer.

use crate::trade::decide::floor::Floor;
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::goods::Goods;
use crate::trade::identity::canonical::Canonical;
use crate::trade::packing::parcel::Parcel;
use crate::trade::place::Place;
use crate::trade::relations::Relations;
use crate::trade::returns::rma::Rma;
use crate::trade::state::State;
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
    let (parcels, rmas) = of_line(floor.state, line);
    for parcel in &parcels {
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
    for (_, lost) in parcels.iter().flat_map(|parcel| parcel.losses()) {
        for content in lost.contents.iter().filter(|it| it.line == *line) {
            let carrier = Place::Party(lost.carrier.clone());
            add(&carrier, &content.goods, -content.units.wide());
        }
    }
    for rma in rmas {
        for returned in rma.received().flat_map(|(_, received)| &received.units) {
            if returned.line.as_ref() == Some(line) {
                add(&returned.from, &returned.goods, -returned.units.wide());
            }
        }
    }
    units.retain(|_, number| *number != 0);
    units
}

/// The parcels that units of a line were ever in, and the RMAs with which any came back.
fn of_line<'a>(state: &'a State, line: &DemandLine) -> (Vec<&'a Parcel>, Vec<&'a Rma>) {
    let DemandDocument::FulfilmentOrder(id) = &line.document else {
        return (Vec::new(), Vec::new());
    };
    let parcels = state.links().parcels(id);
    let parcels = parcels.filter_map(|id| state.parcel(id)).collect();
    let rmas = state.links().brought_back(id);
    let rmas = rmas.filter_map(|id| state.rma(id));
    (parcels, rmas.collect())
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
