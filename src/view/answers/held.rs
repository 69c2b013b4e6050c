//! What a channel's own orders hold: goods that are here, and that the channel takes off what it may sell by itself.

use super::lines::{self, Lines};
use super::{Clock, news};
use crate::site::Reading;
use crate::trade::channels::Told;
use crate::trade::demand::DemandLine;
use crate::trade::id::{ChannelId, ItemId, OrderId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::orders::SourceField;
use crate::trade::orders::order::Order;
use crate::view::stock::promises;
use std::collections::BTreeMap;

/// Units that the channel counts among what is on hand and among what is sold: allocated on goods that are here, picked,
/// packed, or gone in a parcel of which it was not told yet. By what its orders are of: a set is one of itself.
pub(super) fn held(
    at: &Reading<'_>,
    channel: &ChannelId,
    clock: &Clock<'_>,
) -> BTreeMap<ItemId, i128> {
    let mut held = Held {
        at,
        channel,
        of: BTreeMap::new(),
    };
    for promise in promises(at, clock.today()).into_values() {
        // What was promised and is not there lies nowhere.
        let mut left = promise.sellable.max(0);
        for (line, units) in promise.holders {
            let here = units.min(left);
            if held.add(&line.into(), here) {
                left -= here;
            }
        }
    }
    let orders = at.state.open_orders();
    for order in orders.filter(|order| order.id().channel == *channel) {
        for part in at.state.demand(order).parts.values() {
            for (line, work) in &part.work {
                held.add(&line.clone().into(), work.picked + work.packed);
            }
        }
    }
    for told in news::untold(at, channel) {
        let Told::Parcel { parcel, hand_over } = told else {
            continue;
        };
        let mut overs = at
            .state
            .parcel(&parcel)
            .into_iter()
            .flat_map(|of| of.hand_overs());
        let contents = overs.find(|(fact, _)| **fact == hand_over);
        for content in contents.into_iter().flat_map(|(_, over)| &over.contents) {
            let order = lines::order_of(at, &content.line, channel);
            let order = order.and_then(|order| at.state.order(order));
            if order.is_some_and(|order| !knows_itself(order)) {
                held.add(&content.line, content.units.wide());
            }
        }
    }
    held.by_item()
}

/// Whether the channel said by itself that units of an order have left.
fn knows_itself(order: &Order) -> bool {
    let mut said = order.source().fields();
    said.any(|field| matches!(field, SourceField::Shipped { units, .. } if *units > 0))
}

struct Held<'m, 'a> {
    at: &'m Reading<'a>,
    channel: &'m ChannelId,
    of: BTreeMap<&'a OrderId, Lines>,
}

impl Held<'_, '_> {
    /// Adds base units of goods that a line of the floor has, and says whether the line is of an order of the channel.
    fn add(&mut self, line: &DemandLine, units: i128) -> bool {
        let Some(id) = lines::order_of(self.at, line, self.channel) else {
            return false;
        };
        if let Some(order) = self.at.state.order(id) {
            let of = self.of.entry(id).or_default();
            of.add(self.at, order, line, units);
        }
        true
    }

    fn by_item(&self) -> BTreeMap<ItemId, i128> {
        let mut by_item: BTreeMap<ItemId, i128> = BTreeMap::new();
        for (id, lines) in &self.of {
            let Some(order) = self.at.state.order(id) else {
                continue;
            };
            for (line, _, units) in lines.named(order) {
                let mut placed = order.lines().map(|(_, _, placed)| placed);
                let placed = placed.find(|placed| *order.line_key(&placed.key) == line);
                if let Some(item) = placed.and_then(|placed| order.item(placed)) {
                    let item = self.at.state.components.item(&item);
                    *by_item.entry(item).or_default() += i128::from(units);
                }
            }
        }
        by_item
    }
}
