//! What stands on the papers of the floor beside labels: pick lists and packing slips.

use super::demands::lot_name;
use super::pick::{place_name, tasks};
use super::{Hand, shown_units};
use crate::trade::id::{BatchId, ItemId, OrderId, ParcelId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::quantity::SourceTime;
use crate::view::names;
use std::collections::BTreeMap;

/// A task of a pick list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTask {
    /// The code of the place.
    pub place: String,
    /// The item's code.
    pub sku: String,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// The lot to take.
    pub lot: Option<String>,
    /// The last day of use of that lot, in days since 1970-01-01.
    pub expiry: Option<i64>,
    /// The item.
    pub item: ItemId,
    /// How many units.
    pub units: u64,
    /// The number of the order.
    pub order: String,
    /// Its tote.
    pub tote: Option<String>,
}

/// A pick list, in the order of the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// When the batch was released, in milliseconds since 1970 UTC.
    pub released_ms: i64,
    /// Its tasks.
    pub tasks: Vec<ListedTask>,
}

/// The list of a batch; `None` where it is not known here.
pub fn pick_list(hand: &Hand<'_>, id: BatchId) -> Option<Listed> {
    let batch = hand.at.state.batch(&id)?;
    let (at, _) = batch.released()?;
    let listed = tasks(batch).iter().map(|task| {
        let (item, lot) = (&task.goods.item, task.goods.lot.as_ref());
        ListedTask {
            place: place_name(hand, &task.from),
            sku: names::item_code(&hand.at, item),
            name: hand.item_name(item),
            lot: lot.map(|lot| lot_name(hand, item, lot)),
            expiry: lot.and_then(|lot| names::lot_expiry(&hand.at, item, lot)),
            item: item.clone(),
            units: task.units.get(),
            order: hand.number_of(&task.line.document),
            tote: batch.tote(&task.line.document).map(names::container_code),
        }
    });
    Some(Listed {
        released_ms: at.wall_ms,
        tasks: listed.collect(),
    })
}

/// Goods of a packing slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipRow {
    /// The item's code.
    pub sku: String,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// The lot.
    pub lot: Option<String>,
    /// The item.
    pub item: ItemId,
    /// How many units.
    pub units: u64,
}

/// What a parcel holds of an order, item by item.
pub fn slip_rows(hand: &Hand<'_>, order: &OrderId, parcel: ParcelId) -> Vec<SlipRow> {
    let names = &hand.at.state.components;
    let found = hand.at.state.parcel(&parcel).into_iter();
    let mut sums = BTreeMap::new();
    for (_, packed) in found.flat_map(|parcel| parcel.packed()) {
        if hand.order_of(&packed.line.document) == Some(order) {
            *sums.entry(names.goods(&packed.goods)).or_insert(0) += packed.units.wide();
        }
    }
    sums.into_iter()
        .map(|(goods, units)| SlipRow {
            sku: names::item_code(&hand.at, &goods.item),
            name: hand.item_name(&goods.item),
            lot: goods
                .lot
                .as_ref()
                .map(|lot| lot_name(hand, &goods.item, lot)),
            item: goods.item.clone(),
            units: shown_units(units),
        })
        .collect()
}

/// When an order was placed, as its source says.
pub fn placed_at(hand: &Hand<'_>, order: &OrderId) -> Option<SourceTime> {
    hand.at.state.order(order)?.placed_at().cloned()
}
