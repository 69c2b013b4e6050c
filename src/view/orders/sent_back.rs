//! What of an order may be sent back, and what its source says that it costs.

use super::head::parcel_ids;
use super::page::{Returnable, is_of};
use crate::site::Reading;
use crate::trade::demand::DemandLine;
use crate::trade::goods::Goods;
use crate::trade::orders::SourceField;
use crate::trade::orders::order::Order;
use crate::trade::quantity::Amount;
use crate::view::names;
use std::collections::BTreeMap;

/// What of an order may be sent back: what left and is neither announced nor back.
pub fn returnable(at: &Reading<'_>, order: &Order) -> Vec<Returnable> {
    let mut units: BTreeMap<(DemandLine, Goods), i128> = BTreeMap::new();
    for id in parcel_ids(at, order) {
        let Some(parcel) = at.state.parcel(&id) else {
            continue;
        };
        for content in parcel.hand_overs().flat_map(|(_, left)| &left.contents) {
            if is_of(at, order, &content.line) {
                let key = (content.line.clone(), content.goods.clone());
                *units.entry(key).or_insert(0) += content.units.wide();
            }
        }
    }
    for rma in at.state.links().returns(order.id()) {
        let authorised = at.state.rma(rma).and_then(|rma| rma.authorised());
        for line in authorised.into_iter().flat_map(|(_, of)| &of.lines) {
            let key = (line.line.clone(), line.goods.clone());
            *units.entry(key).or_insert(0) -= line.units.wide();
        }
    }
    let view = |((line, goods), units): ((DemandLine, Goods), i128)| {
        Some(Returnable {
            code: names::item_code(at, &goods.item),
            line,
            goods,
            units: u64::try_from(units).ok().filter(|units| *units > 0)?,
        })
    };
    units.into_iter().filter_map(view).collect()
}

/// The total that the source said last.
pub(super) fn total_of_source(order: &Order) -> Option<Amount> {
    let said = order.source().fields().find_map(|field| match field {
        SourceField::Total(total) => Some(total.as_ref().map(|money| money.amount)),
        _ => None,
    });
    let placed = order.placed();
    said.unwrap_or_else(|| placed.and_then(|(_, placed)| placed.totals.total))
}
