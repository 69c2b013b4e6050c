//! What a code means in a warehouse, and the order in which its locations are walked.

use super::LocationField;
use crate::trade::card_fold::Card;
use crate::trade::id::{DocumentId, LocationId, WarehouseId};
use crate::trade::sequence::SequenceKey;
use crate::trade::state::State;
use crate::trade::text::Code;
use std::collections::BTreeMap;

/// The code that a location shows: as it was set, else its first code.
pub fn shown_code<'a>(location: &'a LocationId, card: Option<&'a Card<LocationField>>) -> &'a Code {
    let set = card.and_then(|card| {
        card.fields().find_map(|field| match field {
            LocationField::Code(code) => Some(code),
            _ => None,
        })
    });
    set.unwrap_or(&location.first.code)
}

fn place_in_sequence(card: &Card<LocationField>) -> Option<&SequenceKey> {
    card.fields().find_map(|field| match field {
        LocationField::PickSequence(key) => Some(key),
        _ => None,
    })
}

impl State {
    /// The location that a location is a part of.
    pub fn parent_of(&self, location: &LocationId) -> Option<&LocationId> {
        let mut fields = self.location(location)?.fields();
        fields.find_map(|field| match field {
            LocationField::Parent(parent) => parent.as_ref(),
            _ => None,
        })
    }

    /// Whether no new decision may name a location.
    pub fn is_location_retired(&self, location: &LocationId) -> bool {
        self.location(location).is_some_and(|card| {
            card.fields()
                .any(|field| *field == LocationField::Retired(true))
        })
    }

    /// The locations of a warehouse that a code leads to: those that show it before those that once did, those that
    /// live before those that are retired. More than one is for a person to tell apart.
    pub fn look_up_locations(&self, warehouse: &WarehouseId, code: &Code) -> Vec<LocationId> {
        let mut found: BTreeMap<(bool, bool), Vec<LocationId>> = BTreeMap::new();
        for document in self.codes.given(code) {
            if let DocumentId::Location(location) = document
                && location.warehouse == *warehouse
            {
                let former = shown_code(location, self.location(location)) != code;
                let rank = (self.is_location_retired(location), former);
                found.entry(rank).or_default().push(location.clone());
            }
        }
        found.into_values().next().unwrap_or_default()
    }

    /// The pick sequence of a warehouse: by key, equal keys by identity, what was never arranged at the end.
    pub fn pick_sequence(
        &self,
        warehouse: &WarehouseId,
    ) -> Vec<(Option<&SequenceKey>, &LocationId)> {
        let of_warehouse = self
            .locations()
            .filter(|(location, _)| location.warehouse == *warehouse);
        let mut sequence: Vec<_> = of_warehouse
            .map(|(location, card)| (place_in_sequence(card), location))
            .collect();
        sequence.sort_by_key(|(key, location)| (key.is_none(), *key, *location));
        sequence
    }
}
