//! Where goods are put: the station that parcels are packed at, the bench of returns, the dock, and the location that
//! an item is kept at.

use super::Hand;
use super::room::{self, NoRoom};
use crate::trade::card_fold::Card;
use crate::trade::decide::Command;
use crate::trade::goods::Goods;
use crate::trade::id::{ItemId, LocationId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use crate::trade::locations::{LocationField, LocationKind, LocationStatus, WarehouseField};
use crate::trade::place::Place;
use crate::trade::text::Code;
use std::collections::BTreeMap;

/// What a location is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpotKind {
    /// Parcels are packed there.
    Station,
    /// Returned goods are inspected there.
    Returns,
    /// Goods that come in are put down there.
    Dock,
}

/// What a location is for; one that nobody said anything of is picked from.
pub fn kind(hand: &Hand<'_>, location: &LocationId) -> LocationKind {
    let card = hand.at.state.location(location);
    let kind = card.and_then(kind_of);
    kind.cloned().unwrap_or(LocationKind::Pick)
}

fn kind_of(card: &Card<LocationField>) -> Option<&LocationKind> {
    card.fields().find_map(|field| match field {
        LocationField::Kind(kind) => Some(kind),
        _ => None,
    })
}

fn is_normal(card: &Card<LocationField>) -> bool {
    card.fields().all(|field| match field {
        LocationField::Status(status) => *status == LocationStatus::Normal,
        LocationField::Retired(retired) => !retired,
        _ => true,
    })
}

/// Whether goods at a location are for sale.
pub(super) fn is_sold_from(hand: &Hand<'_>, location: &LocationId) -> bool {
    hand.at.state.location(location).is_none_or(is_normal)
}

fn is_retired(card: &Card<LocationField>) -> bool {
    card.fields()
        .any(|field| *field == LocationField::Retired(true))
}

/// The location of a warehouse for this; `None` where none is set up. Parcels are packed wherever there is a location,
/// returned goods only where nobody picks.
pub fn spot(hand: &Hand<'_>, warehouse: &WarehouseId, kind: SpotKind) -> Option<LocationId> {
    let state = hand.at.state;
    let card = state.warehouse(warehouse).into_iter();
    let returns_at = card
        .flat_map(|card| card.fields())
        .find_map(|field| match field {
            WarehouseField::ReturnsAt(location) => location.clone(),
            _ => None,
        });
    if let (SpotKind::Returns, Some(location)) = (kind, returns_at) {
        return Some(location);
    }
    let here: Vec<(&LocationId, &Card<LocationField>)> = state
        .locations()
        .filter(|(location, card)| location.warehouse == *warehouse && !is_retired(card))
        .collect();
    let of_kind = |wanted: &LocationKind| {
        let mut found = here.iter();
        found.find(|(_, card)| kind_of(card) == Some(wanted))
    };
    let wanted: &[LocationKind] = match kind {
        SpotKind::Station => &[
            LocationKind::Station,
            LocationKind::Staging,
            LocationKind::Dock,
        ],
        SpotKind::Returns => &[LocationKind::Returns],
        SpotKind::Dock => &[LocationKind::Receiving, LocationKind::Dock],
    };
    let found = wanted.iter().find_map(of_kind);
    let found = found.or_else(|| match kind {
        SpotKind::Station => here.first(),
        SpotKind::Returns => here.iter().find(|(_, card)| !is_normal(card)),
        SpotKind::Dock => None,
    });
    found.map(|(location, _)| (*location).clone())
}

/// The command that sets up a bench for returns in a warehouse that has none: what lies there is not sold.
pub fn set_up_returns(warehouse: &WarehouseId) -> Option<Command> {
    let change = LocationChange {
        which: LocationRef::Coded(Code::new("RETURNS").ok()?),
        fields: vec![
            LocationField::Kind(LocationKind::Returns),
            LocationField::Status(LocationStatus::Inspection),
        ],
    };
    let command = LocationCommand::SetLocations {
        warehouse: warehouse.clone(),
        locations: vec![change],
    };
    Some(command.into())
}

/// The location that an item should go to: its pick face by rule, else where most of it lies for picking, else where
/// most of it lies, where there is room; else an empty one that it fits into. `None` where there is none but `beside`.
pub fn kept_at(
    hand: &Hand<'_>,
    warehouse: &WarehouseId,
    item: &ItemId,
    beside: &Place,
) -> Option<LocationId> {
    let state = hand.at.state;
    let item = state.components.item(item);
    let normal = |location: &LocationId| is_sold_from(hand, location);
    let is_face = |card: &Card<LocationField>| {
        card.fields().any(|field| match field {
            LocationField::PickFace {
                item: of,
                rule: Some(_),
            } => state.components.item(of) == item,
            _ => false,
        })
    };
    let goods = Goods::new(item.clone());
    let has_room = |location: &LocationId| {
        let place = Place::Location(location.clone());
        // Another lot of the item may or may not mix: whoever puts it there is asked.
        !matches!(
            room::no_room(hand, &place, &goods, 1),
            Some(NoRoom::Units { .. } | NoRoom::Weight { .. } | NoRoom::Size)
        )
    };
    let other =
        |location: &LocationId| Place::Location(location.clone()) != *beside && has_room(location);
    let mut faces = state.locations().filter(|(location, card)| {
        location.warehouse == *warehouse && is_face(card) && normal(location) && other(location)
    });
    if let Some((face, _)) = faces.next() {
        return Some(face.clone());
    }
    let mut lies: BTreeMap<&LocationId, i128> = BTreeMap::new();
    for (place, goods, account) in state.ledger.here() {
        if let Place::Location(location) = place
            && location.warehouse == *warehouse
            && goods.item == item
            && account.balance() > 0
            && normal(location)
            && other(location)
        {
            *lies.entry(location).or_insert(0) += account.balance();
        }
    }
    let rank = |location: &LocationId| match kind(hand, location) {
        LocationKind::Pick => Some(1),
        LocationKind::Reserve => Some(0),
        LocationKind::Receiving
        | LocationKind::Returns
        | LocationKind::Staging
        | LocationKind::Dock
        | LocationKind::Station
        | LocationKind::Group => None,
    };
    let kept = lies
        .into_iter()
        .filter_map(|(at, units)| Some((rank(at)?, units, at)));
    kept.max()
        .map(|(_, _, location)| location.clone())
        .or_else(|| room::empty_for(hand, warehouse, &item))
}
