//! Goods of an order at the pack table that do not leave: the office asks them back, or nobody wants them any more.

use super::{Hand, fulfilment, put_back};
use crate::trade::id::{FulfilmentOrderId, ItemId};
use crate::trade::identity::canonical::Canonical;
use std::collections::BTreeMap;

/// What goes back of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoesBack {
    /// Units that the office asks back and that the floor has not answered for.
    pub asked: u64,
    /// Units in totes and parcels that nobody wants any more.
    pub units: u64,
    /// Of which items they are: the item, its name, and how many units.
    pub goods: Vec<(ItemId, String, u64)>,
}

impl GoesBack {
    /// What goes back of fulfilment orders.
    pub(super) fn of(hand: &Hand<'_>, of_order: &[FulfilmentOrderId]) -> Self {
        let names = &hand.at.state.components;
        let mut goods: BTreeMap<ItemId, u64> = BTreeMap::new();
        let mut add =
            |item: &ItemId, units: u64| *goods.entry(names.item(item)).or_insert(0) += units;
        let (mut asked, mut units) = (0, 0);
        for id in of_order {
            let Some(found) = hand.at.state.fulfilment(id) else {
                continue;
            };
            let order = found
                .routed()
                .and_then(|(_, routed)| hand.at.state.order(&routed.order));
            let contents = order.map(|order| found.lines(order)).unwrap_or_default();
            for line in found.requests().flat_map(|(_, back)| &back.lines) {
                asked += line.units.get();
                let content = contents.iter().find(|(number, _)| *number == line.line);
                if let Some((_, content)) = content {
                    add(&content.wanted.item, line.units.get());
                }
            }
        }
        for task in put_back::all_tasks(hand) {
            if fulfilment(&task.line.document).is_some_and(|id| of_order.contains(id)) {
                units += task.units.get();
                add(&task.goods.item, task.units.get());
            }
        }
        let goods = goods.into_iter();
        GoesBack {
            asked,
            units,
            goods: goods
                .map(|(item, units)| {
                    let name = hand.item_name(&item);
                    (item, name, units)
                })
                .collect(),
        }
    }

    /// Whether anything does.
    pub fn is_any(&self) -> bool {
        self.asked > 0 || self.units > 0
    }
}
