//! A serial number that is said to be at several places: it is at one of them.

use super::choices::warehouse_of;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::goods::Goods;
use crate::trade::picking::PickingFact;
use crate::trade::place::Place;
use crate::trade::quantity::SeenUnits;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::stock::serials::SerialTwice;
use crate::trade::stock::{SerialsPlaced, StockFact};
use std::collections::BTreeSet;

/// A place whose units are other ones once it is known where a serial number is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// Where.
    pub place: Place,
    /// What.
    pub goods: Goods,
    /// How many units the books have now.
    pub was: i128,
    /// How many there are.
    pub units: SeenUnits,
}

/// What becomes of units where the serial numbers are at `at` and nowhere else. Where every unit of a place has its
/// number, a number that is not there is a unit that is not there; where units lie without numbers nothing follows for them.
pub fn booked_by_number(
    state: &State,
    relations: &impl Relations,
    twice: &SerialTwice,
    at: &Place,
) -> Vec<Booked> {
    let places = twice.places().into_iter();
    let all = places.filter_map(|place| {
        warehouse_of(state, &place, relations)?;
        let claims = state.serials.claims_at(&twice.item, &place, relations);
        let of_it = twice.open.iter().filter(|claim| claim.to == place).count();
        let of_it = u64::try_from(of_it).unwrap_or(u64::MAX);
        let of_it = of_it.saturating_mul(twice.more + 1);
        let stays = if place == *at { twice.more + 1 } else { 0 };
        let numbered = claims.saturating_sub(of_it) + stays;
        let here = state.ledger.at(&place);
        let here = here.filter(|(goods, _)| goods.item == twice.item);
        let mut here: Vec<_> = here.map(|(goods, of)| (goods, of.balance())).collect();
        if here.iter().any(|(_, units)| *units != 0) {
            here.retain(|(_, units)| *units != 0);
        }
        // Of several lots nobody knows which the number was of.
        let [(goods, was)] = here.as_slice() else {
            return None;
        };
        let (goods, was) = ((*goods).clone(), *was);
        let wrong = was > i128::from(numbered) || (place == *at && was < i128::from(numbered));
        let units = SeenUnits::new(numbered)?;
        (wrong && was <= i128::from(claims)).then_some(Booked {
            place,
            goods,
            was,
            units,
        })
    });
    all.collect()
}

/// Takes back what brought the numbers to where they are not, once however many say so: a pick is undone, so that its
/// order is open again, and a movement, so that its units are where they came from. What brought more than these is left to
/// be counted. Gives the places that are right by it, and those to which the numbers went back.
fn undone(
    state: &State,
    relations: &impl Relations,
    twice: &SerialTwice,
    at: &Place,
    booked: &[Booked],
    proposal: &mut Proposal<'_>,
) -> (BTreeSet<Place>, BTreeSet<Place>) {
    let (mut right, mut back) = (BTreeSet::new(), BTreeSet::new());
    for claim in twice.open.iter().filter(|claim| claim.to != *at) {
        let from = claim
            .from
            .as_ref()
            .filter(|from| from.is_ours() && !claim.said);
        let too_many = booked
            .iter()
            .find(|it| it.place == claim.to && it.was > i128::from(it.units.get()));
        let (Some(from), Some(too_many)) = (from, too_many) else {
            continue;
        };
        let Some(warehouse) = warehouse_of(state, from, relations) else {
            continue;
        };
        let fact = claim.at.fact();
        let batches = match &claim.to {
            Place::Container(tote) => Some(state.batches_with_tote(tote)),
            _ => None,
        };
        let mut picks = batches
            .into_iter()
            .flatten()
            .flat_map(|(_, batch)| batch.picks());
        let pick = picks.find(|(pick, _)| **pick == fact);
        let less = u64::try_from(too_many.was).unwrap_or(0) - too_many.units.get();
        let moved = state.moved(&fact);
        let event = match (pick, moved) {
            (Some((_, pick)), _) if pick.units.get() <= less => {
                Event::Picking(PickingFact::PickUndone {
                    undoes: fact,
                    pick: pick.clone(),
                })
            }
            (None, Some(moved)) if moved.units.get() <= less => {
                Event::Stock(StockFact::MoveUndone {
                    undoes: fact,
                    movement: moved.clone(),
                })
            }
            _ => continue,
        };
        back.insert(from.clone());
        right.extend([claim.to.clone(), from.clone()]);
        proposal.floor(&warehouse, event);
    }
    (right, back)
}

/// Says where the serial numbers are; gives what is to be counted, so that the other places are right.
pub(super) fn placed(
    state: &State,
    relations: &impl Relations,
    twice: &SerialTwice,
    at: &Place,
    proposal: &mut Proposal<'_>,
) -> Result<Vec<Booked>, Refusal> {
    let mut not_at = twice.places();
    if !not_at.contains(at) {
        return Err(Refusal::NotAChoice);
    }
    not_at.retain(|place| place != at);
    let mut booked = booked_by_number(state, relations, twice, at);
    let (right, back) = undone(state, relations, twice, at, &booked, proposal);
    booked.retain(|it| !right.contains(&it.place));
    not_at.extend(back.into_iter().filter(|place| place != at));
    proposal.office(Event::Stock(StockFact::SerialsPlaced(SerialsPlaced {
        item: twice.item.clone(),
        serials: twice.serials(),
        at: at.clone(),
        not_at,
    })));
    Ok(booked)
}
