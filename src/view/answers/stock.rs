//! How much a channel may sell of each item.

use super::fields;
use crate::exchange::catalog::model::VariantOption;
use crate::exchange::inventory::{Level, OnHand};
use crate::site::Reading;
use crate::trade::card_fold::Card;
use crate::trade::catalog::{BarcodeLevel, ItemField, RecipeKind};
use crate::trade::channels::ChannelField;
use crate::trade::goods::Class;
use crate::trade::id::{ChannelId, ItemId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::quantity::Day;
use crate::trade::state::promise::{Promise, PromiseKey};
use crate::view::{items, names};
use std::collections::{BTreeMap, BTreeSet};

/// The attribute that holds Shopify's handle of an item's product.
pub const HANDLE: &str = "handle";

/// The items of a channel, each with how many units it may sell: what is free in the warehouses that work for it, less
/// what it must leave. A set counts as often as its parts allow.
pub(super) fn sellable(
    at: &Reading<'_>,
    channel: &ChannelId,
    today: i64,
    promised: &BTreeMap<PromiseKey, Promise>,
) -> Vec<(ItemId, u64)> {
    let mut closed: BTreeSet<&WarehouseId> = BTreeSet::new();
    let mut buffer = 0;
    for field in fields(at, channel) {
        match field {
            ChannelField::WarehouseRank {
                warehouse,
                rank: None,
            } => {
                closed.insert(warehouse);
            }
            ChannelField::Buffer(units) => buffer = i128::from(*units),
            _ => {}
        }
    }
    let client = at.state.client_of(channel);
    let mut free: BTreeMap<&ItemId, i128> = BTreeMap::new();
    for (key, promise) in promised {
        let is_for_it = key.class == Class::Sellable
            && key.owner.as_ref() == client
            && !closed.contains(&key.warehouse);
        if is_for_it {
            *free.entry(&key.item).or_default() += promise.available();
        }
    }
    let free_of = |item: &ItemId| {
        let free = free.get(&at.state.components.item(item)).copied();
        (free.unwrap_or(0) - buffer).max(0)
    };
    let day = Day { days: today };
    let mut levels = Vec::new();
    for (item, _) in at.state.items() {
        let is_its = item.client.as_ref() == client && at.state.components.item(item) == *item;
        if !is_its || at.state.is_item_retired(item) {
            continue;
        }
        let kit = at.state.recipe_in_force(item, &RecipeKind::Kit, &day);
        let units = match kit {
            Some((_, set)) => {
                let parts = set.components.iter();
                let sets =
                    parts.map(|part| free_of(&part.item) / part.units.wide() * set.makes.wide());
                sets.min().unwrap_or(0)
            }
            None => free_of(item),
        };
        levels.push((item.clone(), u64::try_from(units).unwrap_or(u64::MAX)));
    }
    levels
}

/// An item's level in the words of a channel.
pub(super) fn level(at: &Reading<'_>, channel: &ChannelId, item: &ItemId, units: u64) -> Level {
    let card = at.state.item(item);
    let fields = || card.into_iter().flat_map(Card::fields);
    let alias = fields().find_map(|field| match field {
        ItemField::Alias {
            channel: Some(of),
            code,
            leads_here: true,
        } if of == channel => Some(code.as_str().to_owned()),
        _ => None,
    });
    let mut level = Level {
        sku: Some(alias.unwrap_or_else(|| names::item_code(at, item))),
        title: names::item_title(at, item).map(|title| title.as_str().to_owned()),
        barcode: card.and_then(barcode),
        location: Some(place(at)),
        on_hand_new: Some(OnHand::Units(i64::try_from(units).unwrap_or(i64::MAX))),
        ..Level::default()
    };
    for field in fields() {
        match field {
            ItemField::Attribute {
                name,
                value: Some(value),
            } if name.as_str() == HANDLE => level.product = Some(value.as_str().to_owned()),
            ItemField::Attribute {
                name,
                value: Some(value),
            } => level.options.push(VariantOption {
                name: Some(name.as_str().to_owned()),
                value: value.as_str().to_owned(),
            }),
            ItemField::HsCode(Some(code)) => level.hs_code = Some(code.as_str().to_owned()),
            ItemField::Origin(Some(country)) => level.country_of_origin = Some(country.to_string()),
            _ => {}
        }
    }
    level
}

/// Tells a level as a channel wants it that takes what it has sold off by itself: what is on hand is what can be sold and
/// what its own orders hold.
pub(super) fn as_on_hand(level: &mut Level, sellable: u64, held: i128) {
    let units = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
    level.available = Some(units(i128::from(sellable)));
    level.committed = Some(units(held));
    level.on_hand_new = Some(OnHand::Units(units(i128::from(sellable) + held)));
}

fn barcode(card: &Card<ItemField>) -> Option<String> {
    let each = card.fields().find_map(|field| match field {
        ItemField::Barcode {
            code,
            level: Some(BarcodeLevel::Each),
        } => Some(code.as_str().to_owned()),
        _ => None,
    });
    each.or_else(|| items::barcodes(card).into_iter().next())
}

/// The name of the place that levels are told for: of the first warehouse, which shops know by its title.
fn place(at: &Reading<'_>) -> String {
    let first = at.state.warehouses().next();
    first.map_or_else(String::new, |(id, _)| names::warehouse_name(at, id))
}
