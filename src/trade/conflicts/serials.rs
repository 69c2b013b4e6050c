//! A serial number that is said to be at several places: it is at one of them.

use super::choices::warehouse_of;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::goods::Goods;
use crate::trade::place::Place;
use crate::trade::quantity::SeenUnits;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::stock::serials::SerialTwice;
use crate::trade::stock::{SerialsPlaced, StockFact};

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
    let booked = booked_by_number(state, relations, twice, at);
    proposal.office(Event::Stock(StockFact::SerialsPlaced(SerialsPlaced {
        item: twice.item.clone(),
        serials: twice.serials(),
        at: at.clone(),
        not_at,
    })));
    Ok(booked)
}
