//! What merging identities brings about: merges that can never be, dates that differ, orders that are there twice.

use super::State;
use super::entries::Clash;
use crate::stream::id::FactId;
use crate::trade::card_fold::Card;
use crate::trade::catalog::{BaseUnit, ItemField, LotField};
use crate::trade::id::{ChannelId, DocumentId, ItemId, LotId, OrderId, OrderKey};
use crate::trade::identity::canonical::Canonical;
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
    pub(crate) fn unlike_merges(&self) -> BTreeSet<FactId> {
        let all = self.components.unrevoked();
        let unlike = all.filter(|(_, from, into)| match (from, into) {
            (DocumentId::Item(from), DocumentId::Item(into)) => {
                self.base_unit(from) != self.base_unit(into)
            }
            _ => false,
        });
        unlike.map(|(fact, ..)| *fact).collect()
    }

    /// The identities that merges made one item with this one, itself among them.
    fn items_that_are(&self, item: &ItemId) -> BTreeSet<ItemId> {
        let canonical = self.components.item(item);
        let standing = self.components.standing_for().iter();
        let joined = standing.filter_map(|(of, stands)| match (of, stands) {
            (DocumentId::Item(of), DocumentId::Item(stands)) if *stands == canonical => {
                Some(of.clone())
            }
            _ => None,
        });
        let joined: BTreeSet<ItemId> = joined.collect();
        joined.into_iter().chain([canonical]).collect()
    }

    /// The cards of everything that merges made one lot with this one.
    pub fn lot_cards(&self, lot: &LotId) -> Vec<&Card<LotField>> {
        if !self.components.has_merges() {
            return self.lot(lot).into_iter().collect();
        }
        let name = self.components.lot(lot);
        let mut cards = Vec::new();
        for item in self.items_that_are(&lot.item) {
            let of_item = self.lots.range(LotId::first_of(&item)..);
            let of_item = of_item.take_while(|(other, _)| other.item == item);
            cards.extend(
                of_item
                    .filter(|(other, _)| self.components.lot(other) == name)
                    .map(|(_, card)| card),
            );
        }
        cards
    }

    fn days_of(&self, lot: &LotId, day: fn(&LotField) -> Option<&Day>) -> Option<Day> {
        let cards = self.lot_cards(lot).into_iter();
        let days = cards.flat_map(|card| card.fields().filter_map(day).collect::<Vec<_>>());
        days.min().cloned()
    }

    /// The last day on which a lot may be used: of several that are one, and whose dates differ, the earliest.
    pub fn expiry(&self, lot: &LotId) -> Option<Day> {
        self.days_of(lot, |field| match field {
            LotField::Expiry(day) => day.as_ref(),
            _ => None,
        })
    }

    /// The day on which a lot was made: of several that are one the earliest.
    pub fn produced(&self, lot: &LotId) -> Option<Day> {
        self.days_of(lot, |field| match field {
            LotField::Produced(day) => day.as_ref(),
            _ => None,
        })
    }

    /// Whether a lot is called back: of several that are one it is enough that one is.
    pub fn is_recalled(&self, lot: &LotId) -> bool {
        let cards = self.lot_cards(lot).into_iter();
        cards
            .flat_map(Card::fields)
            .any(|field| *field == LotField::Recalled(true))
    }

    /// How many days a lot of an item must still have: of several that are one item the strictest policy.
    pub(super) fn stop_days(&self, item: &ItemId) -> u32 {
        let items = self.items_that_are(item);
        let cards = items.iter().filter_map(|item| self.item(item));
        let days = cards
            .flat_map(Card::fields)
            .filter_map(|field| match field {
                ItemField::Expiry(Some(policy)) => Some(policy.stop_days),
                _ => None,
            });
        days.max().unwrap_or(0)
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
