//! Commands about warehouses, locations and containers.

use super::containers::{Root, Stand};
use super::crossing::{arrive, dispatch};
use super::lookup::shown_code;
use super::sequence::{arrange, arrange_all, behind, move_in_sequence};
use super::{
    ContainerField, ContainerMoved, ContainerSeen, ContainerSet, LocationFact, LocationField,
    LocationSet, LocationsSet, Standing, WarehouseField, WarehouseSet,
};
use crate::limits::NESTED_LOCATIONS_MAX;
use crate::trade::card_fold::changes;
use crate::trade::decide::{Context, Knowing, Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::{ContainerId, DocumentId, FirstCode, LocationId, WarehouseId};
use crate::trade::place::Place;
use crate::trade::relations::Relations;
use crate::trade::sequence::SequenceKey;
use crate::trade::state::State;
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};
use std::collections::BTreeMap;

wire_enum! {
    /// Which location of a warehouse is meant.
    pub enum LocationRef {
        /// The one that a code leads to; where none does, a new one of which this is the first code.
        0 => Coded(Code),
        /// Another location than those that had the code before: its next generation. Refused while a location that is
        /// not retired shows the code.
        1 => Another(Code),
        /// This one.
        2 => Known(LocationId),
    }

    /// A command of this area. What is so already is left out, and where nothing is left the command is refused. An undo
    /// sets the former values, moves a container back, or changes nothing for a sighting.
    pub enum LocationCommand {
        /// Sets fields of a warehouse; the first makes it known.
        0 => SetWarehouse { warehouse: WarehouseId, fields: Vec<WarehouseField> },
        /// Sets fields of locations, in one fact. New ones are put behind all others in the pick sequence, in the order
        /// in which they are told; those that stand keep their place unless a field says another.
        1 => SetLocations { warehouse: WarehouseId, locations: Vec<LocationChange> },
        /// Puts a location directly behind another in the pick sequence, or before all. Only its own key is written, but
        /// where there is no room between the neighbours: then the whole sequence is arranged anew.
        2 => MoveInSequence { location: LocationId, behind: Option<LocationId> },
        /// Sets fields of a labelled container; the first makes it known.
        3 => SetContainer { warehouse: WarehouseId, container: ContainerId, fields: Vec<ContainerField> },
        /// Moves a container within its warehouse.
        4 => MoveContainer { container: ContainerId, to: Standing },
        /// Says that a container was seen somewhere, however it came there.
        5 => SeeContainer { container: ContainerId, at: Standing },
        /// Arranges locations in the pick sequence as they are told, those that are not told behind them as they stood. Only
        /// the keys that change are written.
        6 => Arrange { warehouse: WarehouseId, order: Vec<LocationId> },
        /// A container leaves for another warehouse with all that is in it: it is under way until it arrives.
        7 => Dispatch { container: ContainerId, to: WarehouseId },
        /// A container that is under way comes in at a location. What was dispatched by mistake comes in where it left.
        8 => Arrive { container: ContainerId, at: LocationId },
    }
}

wire_struct! {
    /// Fields of a location that are to be set.
    pub struct LocationChange {
        /// Which location.
        pub which: LocationRef,
        /// The fields; of two for one key the last counts.
        pub fields: Vec<LocationField>,
    }
}

impl LocationCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// Unknown and retired things, codes that another location shows, retiring where goods lie, a container that would
    /// stand in itself or in another warehouse, and what is so already.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let knowing = Knowing::new(context, relations);
        match self {
            LocationCommand::SetWarehouse { warehouse, fields } => {
                let unsound = |field: &WarehouseField| match field {
                    WarehouseField::Plan(Some(plan)) => !plan.is_sound(),
                    _ => false,
                };
                if fields.iter().any(unsound) {
                    return Err(Refusal::PlanUnsound(warehouse.clone()));
                }
                let card = state.warehouse(warehouse);
                let fields = changes(card, fields);
                if card.is_some() && fields.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                let set = WarehouseSet {
                    warehouse: warehouse.clone(),
                    fields,
                };
                proposal.office(Event::Locations(LocationFact::WarehouseSet(set)));
                Ok(())
            }
            LocationCommand::SetLocations {
                warehouse,
                locations,
            } => {
                is_known(state, warehouse)?;
                set_locations(state, warehouse, locations, &knowing, proposal)
            }
            LocationCommand::MoveInSequence { location, behind } => {
                move_in_sequence(state, location, behind.as_ref(), proposal)
            }
            LocationCommand::SetContainer {
                warehouse,
                container,
                fields,
            } => set_container(state, warehouse, container, fields, proposal),
            LocationCommand::Arrange { warehouse, order } => {
                is_known(state, warehouse)?;
                arrange_all(state, warehouse, order, proposal)
            }
            LocationCommand::MoveContainer { container, to } => {
                move_container(state, container, to, &knowing, proposal)
            }
            LocationCommand::SeeContainer { container, at } => {
                see_container(state, container, at, &knowing, proposal)
            }
            LocationCommand::Dispatch { container, to } => {
                is_known(state, to)?;
                dispatch(state, container, to, &knowing, proposal)
            }
            LocationCommand::Arrive { container, at } => {
                is_usable(state, at)?;
                arrive(state, container, at, &knowing, proposal)
            }
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            LocationCommand::SetWarehouse { warehouse, .. }
            | LocationCommand::SetLocations { warehouse, .. }
            | LocationCommand::Arrange { warehouse, .. } => {
                vec![DocumentId::Warehouse(warehouse.clone())]
            }
            LocationCommand::MoveInSequence { location, .. } => {
                vec![DocumentId::Location(location.clone())]
            }
            LocationCommand::SetContainer { container, .. }
            | LocationCommand::MoveContainer { container, .. }
            | LocationCommand::Dispatch { container, .. }
            | LocationCommand::Arrive { container, .. }
            | LocationCommand::SeeContainer { container, .. } => {
                vec![DocumentId::Container(container.clone())]
            }
        }
    }
}

fn is_known(state: &State, warehouse: &WarehouseId) -> Result<(), Refusal> {
    let document = || DocumentId::Warehouse(warehouse.clone());
    let card = state
        .warehouse(warehouse)
        .ok_or_else(|| Refusal::Unknown(document()))?;
    if card
        .fields()
        .any(|field| *field == WarehouseField::Retired(true))
    {
        return Err(Refusal::Retired(document()));
    }
    Ok(())
}

/// The location that is meant; `true` where it is new.
fn resolve(
    state: &State,
    warehouse: &WarehouseId,
    which: &LocationRef,
) -> Result<LocationId, Refusal> {
    let first = |code: &Code, generation: u32| LocationId {
        warehouse: warehouse.clone(),
        first: FirstCode {
            code: code.clone(),
            generation,
        },
    };
    match which {
        LocationRef::Known(location) if location.warehouse != *warehouse => Err(
            Refusal::OtherWarehouse(DocumentId::Location(location.clone())),
        ),
        LocationRef::Known(location) if state.location(location).is_none() => {
            Err(Refusal::Unknown(DocumentId::Location(location.clone())))
        }
        LocationRef::Known(location) => Ok(location.clone()),
        LocationRef::Coded(code) => match state.look_up_locations(warehouse, code).as_slice() {
            [] => Ok(first(code, 0)),
            [one] if state.is_location_retired(one) => {
                Err(Refusal::Retired(DocumentId::Location(one.clone())))
            }
            [one] => Ok(one.clone()),
            [_, ..] => Err(Refusal::Ambiguous(code.clone())),
        },
        LocationRef::Another(code) => {
            let found = state.look_up_locations(warehouse, code);
            let shows = |location: &&LocationId| {
                !state.is_location_retired(location)
                    && shown_code(location, state.location(location)) == code
            };
            if let Some(by) = found.iter().find(shows) {
                return Err(Refusal::CodeTaken {
                    code: code.clone(),
                    by: DocumentId::Location(by.clone()),
                });
            }
            let last = state
                .codes
                .given(code)
                .filter_map(|document| match document {
                    DocumentId::Location(location)
                        if location.warehouse == *warehouse && location.first.code == *code =>
                    {
                        Some(location.first.generation)
                    }
                    _ => None,
                });
            Ok(first(
                code,
                last.max().map_or(0, |last| last.saturating_add(1)),
            ))
        }
    }
}

fn set_locations(
    state: &State,
    warehouse: &WarehouseId,
    locations: &[LocationChange],
    knowing: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let mut sets: Vec<LocationSet> = Vec::new();
    let mut new: Vec<usize> = Vec::new();
    let mut told: BTreeMap<Code, LocationId> = BTreeMap::new();
    let mut parents: Parents = BTreeMap::new();
    for change in locations {
        let location = resolve(state, warehouse, &change.which)?;
        let parent = change.fields.iter().rev().find_map(|field| match field {
            LocationField::Parent(parent) => Some(parent.clone()),
            _ => None,
        });
        parents.insert(location, parent);
    }
    for change in locations {
        let location = resolve(state, warehouse, &change.which)?;
        let card = state.location(&location);
        let fields = changes(card, &change.fields);
        let revived = fields.contains(&LocationField::Retired(false));
        if state.is_location_retired(&location) && !revived && !fields.is_empty() {
            return Err(Refusal::Retired(DocumentId::Location(location)));
        }
        for field in &fields {
            may_be_set(state, &location, field, &parents, knowing)?;
            if let LocationField::Code(code) = field {
                let other = told.insert(code.clone(), location.clone());
                if let Some(by) = other.filter(|other| *other != location) {
                    return Err(Refusal::CodeTaken {
                        code: code.clone(),
                        by: DocumentId::Location(by),
                    });
                }
            }
        }
        let is_placed = fields
            .iter()
            .any(|field| matches!(field, LocationField::PickSequence(_)));
        if card.is_none() && !is_placed {
            new.push(sets.len());
        }
        if card.is_none() || !fields.is_empty() {
            sets.push(LocationSet { location, fields });
        }
    }
    if sets.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let sequence = state.pick_sequence(warehouse);
    let mut last = sequence.iter().rev().find_map(|(key, _)| *key).cloned();
    let mut arranged = Vec::new();
    let count = u32::try_from(sequence.len()).unwrap_or(u32::MAX);
    if last
        .as_ref()
        .is_some_and(|last| behind(Some(last)).is_none())
    {
        arranged = arrange(sequence.iter().map(|(_, location)| *location));
        last = Some(SequenceKey::at(count));
    }
    for index in new {
        let key = behind(last.as_ref()).unwrap_or_else(|| SequenceKey::at(count));
        if let Some(set) = sets.get_mut(index) {
            set.fields.push(LocationField::PickSequence(key.clone()));
        }
        last = Some(key);
    }
    arranged.extend(sets);
    let set = LocationsSet {
        locations: arranged,
    };
    proposal.floor(warehouse, Event::Locations(LocationFact::LocationsSet(set)));
    Ok(())
}

/// Whether a field of a location may be set like this.
fn may_be_set(
    state: &State,
    location: &LocationId,
    field: &LocationField,
    parents: &Parents,
    knowing: &impl Relations,
) -> Result<(), Refusal> {
    match field {
        LocationField::Code(code) => {
            let found = state.look_up_locations(&location.warehouse, code);
            let other = found.into_iter().find(|other| {
                other != location
                    && !state.is_location_retired(other)
                    && shown_code(other, state.location(other)) == code
            });
            other.map_or(Ok(()), |other| {
                Err(Refusal::CodeTaken {
                    code: code.clone(),
                    by: DocumentId::Location(other),
                })
            })
        }
        LocationField::Retired(true) => {
            let place = Place::Location(location.clone());
            let goods = state
                .ledger
                .at(&place)
                .any(|(_, account)| account.balance() != 0);
            let standing = Standing::Location(location.clone());
            if goods || !state.containers.inside(&standing, knowing).is_empty() {
                Err(Refusal::NotEmpty(place))
            } else {
                Ok(())
            }
        }
        LocationField::Parent(Some(parent)) => may_be_part_of(state, location, parent, parents),
        LocationField::Retired(false)
        | LocationField::Kind(_)
        | LocationField::Status(_)
        | LocationField::Parent(None)
        | LocationField::Zone(_)
        | LocationField::PickSequence(_)
        | LocationField::Size(_)
        | LocationField::WeightLimit(_)
        | LocationField::UnitLimit(_)
        | LocationField::Mixed(_)
        | LocationField::Note(_)
        | LocationField::PickFace { .. }
        | LocationField::Spot(_) => Ok(()),
    }
}

/// The locations of one command, each with what it says that the location is a part of, where it says so.
type Parents = BTreeMap<LocationId, Option<Option<LocationId>>>;

/// Whether a location may be a part of another: one of its warehouse that lives and is no part of it itself.
fn may_be_part_of(
    state: &State,
    location: &LocationId,
    parent: &LocationId,
    parents: &Parents,
) -> Result<(), Refusal> {
    if parent.warehouse != location.warehouse {
        let parent = DocumentId::Location(parent.clone());
        return Err(Refusal::OtherWarehouse(parent));
    }
    let is_new = parents.contains_key(parent) && state.location(parent).is_none();
    if !is_new {
        is_usable(state, parent)?;
    }
    let mut above = Some(parent);
    for _ in 0..NESTED_LOCATIONS_MAX {
        match above {
            Some(at) if at == location => break,
            Some(at) => {
                above = match parents.get(at) {
                    Some(Some(told)) => told.as_ref(),
                    Some(None) | None => state.parent_of(at),
                }
            }
            None => return Ok(()),
        }
    }
    Err(Refusal::PartOfItself(location.clone()))
}

pub(super) fn is_usable(state: &State, location: &LocationId) -> Result<(), Refusal> {
    let document = || DocumentId::Location(location.clone());
    if state.location(location).is_none() {
        Err(Refusal::Unknown(document()))
    } else if state.is_location_retired(location) {
        Err(Refusal::Retired(document()))
    } else {
        Ok(())
    }
}

fn set_container(
    state: &State,
    warehouse: &WarehouseId,
    container: &ContainerId,
    fields: &[ContainerField],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    is_known(state, warehouse)?;
    match container {
        ContainerId::Labelled(_) => {}
        ContainerId::Parcel(_) => {
            return Err(Refusal::CannotStandThere(container.clone()));
        }
    }
    let card = state.container(container);
    let fields = changes(card, fields);
    if card.is_some() && fields.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let set = ContainerSet {
        container: container.clone(),
        fields,
    };
    proposal.floor(warehouse, Event::Locations(LocationFact::ContainerSet(set)));
    Ok(())
}

/// The warehouse of a standing place that a decision names.
fn warehouse_of(
    state: &State,
    standing: &Standing,
    knowing: &impl Relations,
) -> Result<WarehouseId, Refusal> {
    match standing {
        Standing::Location(location) => {
            is_usable(state, location)?;
            Ok(location.warehouse.clone())
        }
        Standing::Container(container) => {
            let root = state.containers.root(container, knowing);
            let warehouse = root.warehouse().cloned();
            warehouse.ok_or_else(|| Refusal::CannotStandThere(container.clone()))
        }
    }
}

/// Whether a container would stand in itself.
fn is_in_itself(
    state: &State,
    container: &ContainerId,
    to: &Standing,
    knowing: &impl Relations,
) -> bool {
    let mut at = to.clone();
    let mut steps = 0;
    while let Standing::Container(outer) = &at {
        if outer == container || steps > crate::limits::NESTED_CONTAINERS_MAX {
            return true;
        }
        steps += 1;
        at = match state.containers.standing(outer, knowing) {
            Some(Stand::Inside(standing)) => standing.clone(),
            Some(Stand::Outside(_)) | None => return false,
        };
    }
    false
}

fn move_container(
    state: &State,
    container: &ContainerId,
    to: &Standing,
    knowing: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let warehouse = warehouse_of(state, to, knowing)?;
    let root = state.containers.root(container, knowing);
    let elsewhere = match &root {
        Root::Location(location) => location.warehouse != warehouse,
        Root::Outside(_) => true,
        Root::Unknown => false,
    };
    if elsewhere || is_in_itself(state, container, to, knowing) {
        return Err(Refusal::CannotStandThere(container.clone()));
    }
    let from = match state.containers.standing(container, knowing) {
        Some(Stand::Inside(standing)) => Some(standing.clone()),
        Some(Stand::Outside(_)) | None => None,
    };
    if from.as_ref() == Some(to) && state.containers.said(container).len() < 2 {
        return Err(Refusal::NothingToDo);
    }
    let moved = ContainerMoved {
        container: container.clone(),
        from,
        to: to.clone(),
    };
    proposal.floor(
        &warehouse,
        Event::Locations(LocationFact::ContainerMoved(moved)),
    );
    Ok(())
}

/// A sighting of a container.
///
/// # Errors
/// Where the place is not known or retired, or is inside of the container itself.
pub fn see_container(
    state: &State,
    container: &ContainerId,
    at: &Standing,
    knowing: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let warehouse = warehouse_of(state, at, knowing)?;
    if is_in_itself(state, container, at, knowing) {
        return Err(Refusal::CannotStandThere(container.clone()));
    }
    let seen = ContainerSeen {
        container: container.clone(),
        at: at.clone(),
    };
    proposal.floor(
        &warehouse,
        Event::Locations(LocationFact::ContainerSeen(seen)),
    );
    Ok(())
}
