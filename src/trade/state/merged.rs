//! What merging identities brings about: merges that can never be, dates that differ, orders that are there twice.

use super::State;
use super::entries::Clash;
use crate::stream::id::FactId;
use crate::trade::catalog::{BaseUnit, ItemField, LotField};
use crate::trade::id::{ChannelId, DocumentId, ItemId, LotId, OrderId, OrderKey};
use crate::trade::quantity::Day;
use std::collections::{BTreeMap, BTreeSet};

impl State {
    /// The unit that an item is counted in; pieces while nobody said.
    pub(crate) fn base_unit(&self, item: &ItemId) -> BaseUnit {
        let set = self.item(item).and_then(|card| {
            card.fields().find_map(|field| match field {
                ItemField::BaseUnit(unit) => Some(unit.clone()),
                _ => None,
            })
        });
        set.unwrap_or(BaseUnit::Piece)
    }

    /// The merges of items that are counted in different units.
    pub(super) fn unlike_merges(&self) -> BTreeSet<FactId> {
        let all = self.components.unrevoked();
        let unlike = all.filter(|(_, from, into)| match (from, into) {
            (DocumentId::Item(from), DocumentId::Item(into)) => {
                self.base_unit(from) != self.base_unit(into)
            }
            _ => false,
        });
        unlike.map(|(fact, ..)| *fact).collect()
    }

    /// When a lot expires, as its own card says.
    pub(crate) fn expiry_said(&self, lot: &LotId) -> Option<Day> {
        self.lot(lot)?.fields().find_map(|field| match field {
            LotField::Expiry(day) => day.clone(),
            _ => None,
        })
    }

    /// What merges brought about.
    pub(super) fn merge_clashes(&self, clashes: &mut Vec<Clash>) {
        if !self.components.has_merges() {
            return;
        }
        clashes.extend(
            self.components
                .void()
                .map(|(merge, ..)| Clash::MergeVoid(*merge)),
        );
        self.lot_clashes(clashes);
        self.channel_clashes(clashes);
    }

    fn lot_clashes(&self, clashes: &mut Vec<Clash>) {
        use crate::trade::identity::canonical::Canonical;
        let mut lots: BTreeMap<LotId, BTreeMap<LotId, Day>> = BTreeMap::new();
        for lot in self.lots.keys() {
            let canonical = LotId {
                item: self.components.item(&lot.item),
                name: self.components.lot(lot),
            };
            if let Some(day) = self.expiry_said(lot) {
                lots.entry(canonical).or_default().insert(lot.clone(), day);
            }
        }
        for (_, of_one) in lots {
            let days: BTreeSet<&Day> = of_one.values().collect();
            if days.len() > 1 {
                let lots = of_one.keys().cloned().collect();
                clashes.push(Clash::LotsDiffer(lots));
            }
        }
    }

    fn channel_clashes(&self, clashes: &mut Vec<Clash>) {
        let mut orders: BTreeMap<(ChannelId, &OrderKey), Vec<OrderId>> = BTreeMap::new();
        let merged: BTreeSet<&DocumentId> = self
            .components
            .standing()
            .into_iter()
            .flat_map(|(_, from, into)| [from, into])
            .filter(|document| matches!(document, DocumentId::Channel(_)))
            .collect();
        if merged.is_empty() {
            return;
        }
        for order in self.orders() {
            let channel = DocumentId::Channel(order.id().channel.clone());
            if order.placed().is_none()
                || order.in_favour_of().is_some()
                || !merged.contains(&channel)
            {
                continue;
            }
            if let DocumentId::Channel(channel) = self.components.canonical(&channel) {
                let key = (channel.clone(), &order.id().key);
                orders.entry(key).or_default().push(order.id().clone());
            }
        }
        let mut of_channel: BTreeMap<ChannelId, Vec<OrderId>> = BTreeMap::new();
        for ((channel, _), twice) in orders.into_iter().filter(|(_, twice)| twice.len() > 1) {
            of_channel.entry(channel).or_default().extend(twice);
        }
        clashes.extend(
            of_channel
                .into_iter()
                .map(|(channel, orders)| Clash::PlacedInBoth { channel, orders }),
        );
    }
}
