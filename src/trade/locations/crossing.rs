//! A container leaves its warehouse for another one, and comes into one, with all that is in it.

use super::containers::{Root, Stand};
use super::{ContainerCrossed, CrossingContainer, CrossingGoods, LocationFact, Outside, Standing};
use crate::limits::NESTED_CONTAINERS_MAX;
use crate::trade::decide::hands::units;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::goods::Serials;
use crate::trade::id::{ContainerId, LocationId, WarehouseId};
use crate::trade::place::Place;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use std::collections::BTreeMap;

/// Goods of a container on their way out, or a parcel: they leave by picking and packing only.
fn in_work(state: &State, container: &ContainerId) -> bool {
    let ContainerId::Labelled(_) = container else {
        return true;
    };
    let place = Place::Container(container.clone());
    let holds = || state.ledger.at(&place).any(|(_, of)| of.balance() > 0);
    let mut batches = state.batches_with_tote(container);
    batches.any(|(_, batch)| !batch.is_finished() || holds())
}

/// A container with all that stands in it, and the goods of each as the books have them at `place`.
fn tree(
    state: &State,
    outermost: &ContainerId,
    place: impl Fn(&ContainerId) -> Place,
    relations: &impl Relations,
) -> Result<Vec<CrossingContainer>, Refusal> {
    let mut all = Vec::new();
    let mut open = vec![(outermost.clone(), None, 0)];
    while let Some((container, within, depth)) = open.pop() {
        if depth > NESTED_CONTAINERS_MAX {
            return Err(Refusal::CannotStandThere(container));
        }
        let inside = Standing::Container(container.clone());
        let inner = state.containers.inside(&inside, relations);
        open.extend(
            inner
                .into_iter()
                .map(|inner| (inner.clone(), Some(container.clone()), depth + 1)),
        );
        let at = place(&container);
        let mut serials: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut goods = Vec::new();
        for (what, account) in state.ledger.at(&at) {
            let Some(number) = units(account.balance()) else {
                continue;
            };
            let known = serials
                .entry(what.item.clone())
                .or_insert_with(|| state.serials.at_place(&what.item, &at, relations));
            let most = usize::try_from(number.get()).unwrap_or(usize::MAX);
            // Units are named by all of their numbers, or by none.
            let named = if known.len() >= most {
                known.drain(..most).map(Serials::One).collect()
            } else {
                Vec::new()
            };
            goods.push(CrossingGoods {
                goods: what.clone(),
                units: number,
                serials: named,
            });
        }
        all.push(CrossingContainer {
            container,
            within,
            goods,
        });
    }
    Ok(all)
}

/// A container leaves for another warehouse: until it arrives there it is under way with all that is in it.
///
/// # Errors
/// It stands in no location of ours, it or what is in it is on its way out with an order, the other warehouse is its own.
pub(super) fn dispatch(
    state: &State,
    container: &ContainerId,
    to: &WarehouseId,
    relations: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let cannot = || Refusal::CannotStandThere(container.clone());
    let Root::Location(root) = state.containers.root(container, relations) else {
        return Err(cannot());
    };
    let Some(Stand::Inside(standing)) = state.containers.standing(container, relations) else {
        return Err(cannot());
    };
    if root.warehouse == *to {
        return Err(Refusal::NothingToDo);
    }
    let inside = |container: &ContainerId| Place::Container(container.clone());
    let contents = tree(state, container, inside, relations)?;
    if let Some(busy) = contents.iter().find(|it| in_work(state, &it.container)) {
        return Err(Refusal::InWork(Place::Container(busy.container.clone())));
    }
    let left = ContainerCrossed {
        container: container.clone(),
        inside: standing.clone(),
        outside: Outside::Warehouse(to.clone()),
        contents,
    };
    let fact = LocationFact::ContainerLeft(left);
    proposal.floor(&root.warehouse, Event::Locations(fact));
    Ok(())
}

/// A container that is under way comes in at a location, of the warehouse that it was sent to or of another.
///
/// # Errors
/// It is not under way between warehouses.
pub(super) fn arrive(
    state: &State,
    container: &ContainerId,
    at: &LocationId,
    relations: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let Some(Stand::Outside(outside @ Outside::Warehouse(_))) =
        state.containers.standing(container, relations)
    else {
        return Err(Refusal::CannotStandThere(container.clone()));
    };
    let under_way = |container: &ContainerId| Place::Underway(container.clone());
    let came = ContainerCrossed {
        container: container.clone(),
        inside: Standing::Location(at.clone()),
        outside: outside.clone(),
        contents: tree(state, container, under_way, relations)?,
    };
    let fact = LocationFact::ContainerArrived(came);
    proposal.floor(&at.warehouse, Event::Locations(fact));
    Ok(())
}
