//! Where containers stand.
//!
//! A container's place is a value like a field's, of its moves, sightings, leavings and arrivals alike. Only what no
//! other fact knew competes; where two that compete say different places and nobody knows which is later, an entry asks
//! where it is. Circles are judged in the result alone, since two moves that crossed on the way may never have made
//! one.

use super::{ContainerCrossed, LocationFact, Outside, Standing};
use crate::stream::history::LATER_MS_MIN;
use crate::trade::card_fold::Competing;
use crate::trade::id::{ContainerId, LocationId, WarehouseId};
use crate::trade::place::Place;
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};

/// Where a container or loose goods are in the end, outside of all containers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Root {
    /// At a location.
    Location(LocationId),
    /// Outside of every warehouse.
    Outside(Outside),
    /// Nobody has said where, or the containers stand in a circle.
    Unknown,
}

impl Root {
    /// The warehouse, where it is in one.
    pub fn warehouse(&self) -> Option<&WarehouseId> {
        match self {
            Root::Location(location) => Some(&location.warehouse),
            Root::Outside(_) | Root::Unknown => None,
        }
    }
}

/// What is asked about containers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerEntry {
    /// It is said to stand at several places, and nobody knows which was later.
    Where(ContainerId),
    /// These stand in each other, until one of them was seen; in the order of their identities.
    Circle(Vec<ContainerId>),
}

/// The places of containers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Containers {
    said: BTreeMap<ContainerId, Competing<Stand>>,
}

/// Where somebody said that a container stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// In a warehouse.
    Inside(Standing),
    /// It has left its warehouse.
    Outside(Outside),
}

/// What a fact says about where containers stand. One that crosses the border of a warehouse names its tree: what
/// stands in it goes along, and stands where the tree says.
pub fn stands_told(fact: &LocationFact) -> Vec<(&ContainerId, Stand)> {
    match fact {
        LocationFact::ContainerMoved(moved) => {
            vec![(&moved.container, Stand::Inside(moved.to.clone()))]
        }
        LocationFact::ContainerSeen(seen) => {
            vec![(&seen.container, Stand::Inside(seen.at.clone()))]
        }
        LocationFact::ContainerArrived(crossed) => {
            tree(crossed, Stand::Inside(crossed.inside.clone()))
        }
        LocationFact::ContainerLeft(crossed) => {
            tree(crossed, Stand::Outside(crossed.outside.clone()))
        }
        LocationFact::WarehouseSet(_)
        | LocationFact::LocationsSet(_)
        | LocationFact::ContainerSet(_) => Vec::new(),
    }
}

fn tree(crossed: &ContainerCrossed, stand: Stand) -> Vec<(&ContainerId, Stand)> {
    let inner = crossed.contents.iter().filter_map(|inner| {
        let within = inner.within.clone()?;
        Some((&inner.container, Stand::Inside(Standing::Container(within))))
    });
    let inner = inner.filter(|(container, _)| **container != crossed.container);
    std::iter::once((&crossed.container, stand))
        .chain(inner)
        .collect()
}

impl Containers {
    /// Takes in a fact; one that says nothing of a container's place changes nothing.
    pub fn apply(&mut self, at: At, fact: &LocationFact, relations: &impl Relations) {
        for (container, stand) in stands_told(fact) {
            self.said
                .entry(container.clone())
                .or_default()
                .say(at, stand, relations);
        }
    }

    /// Forgets what was said of a container, so that it can be folded anew.
    pub fn forget(&mut self, container: &ContainerId) {
        self.said.remove(container);
    }

    /// Where a container stands; `None` where nobody has said.
    pub fn standing(&self, container: &ContainerId, relations: &impl Relations) -> Option<&Stand> {
        self.said
            .get(container)?
            .holding_by(|at| reading(at, relations))
            .map(|(_, standing)| standing)
    }

    /// Every container of which somebody has said where it is, in the order of identities.
    pub fn known(&self) -> impl Iterator<Item = &ContainerId> {
        self.said.keys()
    }

    /// What was said of a container's place and no later fact knew, in the order of facts.
    pub fn said(&self, container: &ContainerId) -> &[(At, Stand)] {
        self.said.get(container).map_or(&[], Competing::all)
    }

    /// Where a container is in the end, through all that it stands in.
    pub fn root(&self, container: &ContainerId, relations: &impl Relations) -> Root {
        let mut passed = BTreeSet::new();
        let mut at = container;
        while passed.insert(at) {
            match self.standing(at, relations) {
                Some(Stand::Inside(Standing::Container(outer))) => at = outer,
                Some(Stand::Inside(Standing::Location(location))) => {
                    return Root::Location(location.clone());
                }
                Some(Stand::Outside(outside)) => return Root::Outside(outside.clone()),
                None => break,
            }
        }
        Root::Unknown
    }

    /// Whether it is known where a container is, and all that it stands in: nobody is asked.
    pub fn is_sure(&self, container: &ContainerId, relations: &impl Relations) -> bool {
        let mut passed = BTreeSet::new();
        let mut at = container;
        while passed.insert(at) {
            if self
                .said
                .get(at)
                .is_some_and(|said| is_unsure(said, relations))
            {
                return false;
            }
            match self.standing(at, relations) {
                Some(Stand::Inside(Standing::Container(outer))) => at = outer,
                _ => break,
            }
        }
        true
    }

    /// Where goods at a place are in the end. Places that are nobody's hands are outside.
    pub fn root_of(&self, place: &Place, relations: &impl Relations) -> Root {
        match place {
            Place::Location(location) => Root::Location(location.clone()),
            Place::Container(container) => self.root(container, relations),
            Place::Party(party) => Root::Outside(Outside::Party(party.clone())),
            Place::Customers
            | Place::Opening(_)
            | Place::Loss { .. }
            | Place::Difference(_)
            | Place::Assembly(_)
            | Place::Underway(_)
            | Place::Transfer(_) => Root::Outside(Outside::Nobody),
        }
    }

    /// What stands directly in a container or at a location, in the order of identities.
    pub fn inside(&self, outer: &Standing, relations: &impl Relations) -> Vec<&ContainerId> {
        let outer = Stand::Inside(outer.clone());
        self.said
            .keys()
            .filter(|container| self.standing(container, relations) == Some(&outer))
            .collect()
    }

    /// All entries about containers, in order.
    pub fn entries(&self, relations: &impl Relations) -> BTreeSet<ContainerEntry> {
        let unsure = self
            .said
            .iter()
            .filter(|(_, said)| is_unsure(said, relations))
            .map(|(container, _)| ContainerEntry::Where(container.clone()));
        let circles = self
            .said
            .keys()
            .filter_map(|container| self.circle(container, relations))
            .map(ContainerEntry::Circle);
        unsure.chain(circles).collect()
    }

    /// The circle that a container is part of.
    fn circle(
        &self,
        container: &ContainerId,
        relations: &impl Relations,
    ) -> Option<Vec<ContainerId>> {
        let mut passed = BTreeSet::from([container]);
        let mut at = container;
        while let Some(Stand::Inside(Standing::Container(outer))) = self.standing(at, relations) {
            if outer == container {
                return Some(passed.into_iter().cloned().collect());
            }
            if !passed.insert(outer) {
                return None;
            }
            at = outer;
        }
        None
    }
}

/// The compared reading of the clock, and as it is where it cannot be compared.
fn reading(at: &At, relations: &impl Relations) -> i64 {
    relations.wall_ms(at).unwrap_or(at.wall_ms)
}

/// Whether what competes says different places and nobody knows that what holds was later than all the rest.
fn is_unsure(said: &Competing<Stand>, relations: &impl Relations) -> bool {
    let Some((holding, standing)) = said.holding_by(|at| reading(at, relations)) else {
        return false;
    };
    let comparable = |at: &At| (!at.marked).then(|| relations.wall_ms(at)).flatten();
    let is_earlier = |at: &At| {
        let walls = comparable(at).zip(comparable(holding));
        at == holding
            || walls.is_some_and(|(at, holding)| at < holding.saturating_sub(LATER_MS_MIN))
    };
    let differs = said.all().iter().any(|(_, other)| other != standing);
    let known = comparable(holding).is_some() && said.all().iter().all(|(at, _)| is_earlier(at));
    differs && !known
}

crate::kept_struct! {
    Containers { said }
}

crate::kept_enum! {
    Stand { 0 => Inside(place), 1 => Outside(out) }
}
