//! Arranging the pick sequence of a warehouse.

use super::commands::is_usable;
use super::{LocationFact, LocationField, LocationSet, LocationsSet};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::{DocumentId, LocationId, WarehouseId};
use crate::trade::sequence::SequenceKey;
use crate::trade::state::State;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn move_in_sequence(
    state: &State,
    location: &LocationId,
    after: Option<&LocationId>,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    is_usable(state, location)?;
    let whole = state.pick_sequence(&location.warehouse);
    let before = whole
        .iter()
        .position(|(_, other)| *other == location)
        .and_then(|at| whole.get(at.checked_sub(1)?))
        .map(|(_, other)| *other);
    if before == after
        && whole
            .iter()
            .any(|(key, other)| *other == location && key.is_some())
    {
        return Err(Refusal::NothingToDo);
    }
    let others: Vec<_> = whole
        .into_iter()
        .filter(|(_, other)| *other != location)
        .collect();
    let place = match after {
        None => 0,
        Some(after) => {
            let at = others.iter().position(|(_, other)| *other == after);
            at.ok_or_else(|| Refusal::Unknown(DocumentId::Location(after.clone())))? + 1
        }
    };
    let low = place.checked_sub(1).and_then(|low| others.get(low));
    let high = others.get(place);
    let key = match (low, high.and_then(|(key, _)| *key)) {
        (Some((None, _)), _) => None,
        (Some((Some(low), _)), None) => behind(Some(low)),
        (Some((Some(low), _)), Some(high)) => SequenceKey::between(Some(low), Some(high)),
        (None, None) => Some(SequenceKey::at(0)),
        (None, Some(high)) => SequenceKey::between(None, Some(high)),
    };
    let locations = match key {
        Some(key) => vec![LocationSet {
            location: location.clone(),
            fields: vec![LocationField::PickSequence(key)],
        }],
        None => {
            let mut order: Vec<&LocationId> = others.iter().map(|(_, other)| *other).collect();
            order.insert(place, location);
            arrange(order.into_iter())
        }
    };
    let set = LocationsSet { locations };
    proposal.floor(
        &location.warehouse,
        Event::Locations(LocationFact::LocationsSet(set)),
    );
    Ok(())
}

pub(super) fn arrange_all(
    state: &State,
    warehouse: &WarehouseId,
    order: &[LocationId],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    for location in order {
        if location.warehouse != *warehouse {
            let location = DocumentId::Location(location.clone());
            return Err(Refusal::OtherWarehouse(location));
        }
        if state.location(location).is_none() {
            return Err(Refusal::Unknown(DocumentId::Location(location.clone())));
        }
    }
    let told: BTreeSet<&LocationId> = order.iter().collect();
    let whole = state.pick_sequence(warehouse);
    let now: BTreeMap<&LocationId, &SequenceKey> = whole
        .iter()
        .filter_map(|(key, location)| Some((*location, (*key)?)))
        .collect();
    let mut first = BTreeSet::new();
    let rest = whole.iter().map(|(_, location)| *location);
    let order: Vec<&LocationId> = order
        .iter()
        .filter(|location| first.insert(*location))
        .chain(rest.filter(|location| !told.contains(location)))
        .collect();
    if whole.iter().all(|(key, _)| key.is_some())
        && order.iter().eq(whole.iter().map(|(_, location)| location))
    {
        return Err(Refusal::NothingToDo);
    }
    let sets = arrange(order.into_iter()).into_iter().filter(|set| {
        let key = now.get(&set.location).copied();
        set.fields
            .iter()
            .all(|field| !matches!(field, LocationField::PickSequence(to) if key == Some(to)))
    });
    let set = LocationsSet {
        locations: sets.collect(),
    };
    if set.locations.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    proposal.floor(warehouse, Event::Locations(LocationFact::LocationsSet(set)));
    Ok(())
}

/// The key behind the last one; the first of all where there is none. `None` where there is no room.
pub(super) fn behind(last: Option<&SequenceKey>) -> Option<SequenceKey> {
    match last {
        None => Some(SequenceKey::at(0)),
        Some(last) => last
            .behind()
            .or_else(|| SequenceKey::between(Some(last), None)),
    }
}

pub(super) fn arrange<'a>(locations: impl Iterator<Item = &'a LocationId>) -> Vec<LocationSet> {
    let keyed = (0..).map(SequenceKey::at).zip(locations);
    keyed
        .map(|(key, location)| LocationSet {
            location: location.clone(),
            fields: vec![LocationField::PickSequence(key)],
        })
        .collect()
}
