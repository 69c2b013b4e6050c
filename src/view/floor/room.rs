//! Whether goods have room at a location: how many units and how much weight it carries, how large they may be, whether
//! it takes several kinds. A limit is the warehouse's own rule, so it asks and does not forbid: hands know better.

use super::{Hand, spots};
use crate::trade::catalog::ItemField;
use crate::trade::goods::Goods;
use crate::trade::id::{ItemId, LocationId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::LocationField;
use crate::trade::place::Place;
use crate::trade::quantity::Size;
use crate::view::abc::{Class, class_of};
use crate::view::names;

const MG_A_GRAM: i128 = 1_000;

/// Why goods have no room at a location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoRoom {
    /// More units than may lie there.
    Units {
        /// How many may.
        most: u64,
        /// How many would.
        would: u64,
    },
    /// More weight than it carries, in grams.
    Weight {
        /// How much it carries.
        most_g: u64,
        /// How much it would have to.
        would_g: u64,
    },
    /// They are larger than what it takes.
    Size,
    /// It takes one item and lot only, and another lies there.
    Mixed {
        /// The code of the item that lies there.
        with: String,
    },
}

/// What a location's card says of what may lie there.
#[derive(Default)]
struct Limits {
    units: Option<u64>,
    grams: Option<u64>,
    size: Option<Size>,
    single: bool,
}

fn limits(hand: &Hand<'_>, location: &LocationId) -> Limits {
    let mut limits = Limits::default();
    let card = hand.at.state.location(location).into_iter();
    for field in card.flat_map(|card| card.fields()) {
        match field {
            LocationField::UnitLimit(units) => limits.units = units.map(|units| units.get()),
            LocationField::WeightLimit(grams) => limits.grams = *grams,
            LocationField::Size(size) => limits.size.clone_from(size),
            LocationField::Mixed(mixed) => limits.single = !mixed,
            _ => {}
        }
    }
    limits
}

/// The weight of one base unit, in milligrams, and its outer size, where they are known.
fn measures(hand: &Hand<'_>, item: &ItemId) -> (Option<u64>, Option<Size>) {
    hand.floor(|floor| {
        let (mut weight, mut size) = (None, None);
        for field in floor.item_fields(item) {
            match field {
                ItemField::WeightMg(mg) => weight = *mg,
                ItemField::Size(outer) => size.clone_from(outer),
                _ => {}
            }
        }
        (weight, size)
    })
}

/// Whether a thing fits into a space, turned any way.
fn fits(thing: &Size, space: &Size) -> bool {
    let sorted = |size: &Size| {
        let mut sides = [size.length_mm, size.width_mm, size.height_mm];
        sides.sort_unstable();
        sides
    };
    let (thing, space) = (sorted(thing), sorted(space));
    thing
        .iter()
        .zip(&space)
        .all(|(thing, space)| thing <= space)
}

fn shown(number: i128) -> u64 {
    u64::try_from(number.max(0)).unwrap_or(u64::MAX)
}

/// Why so many units of goods have no room at a place; `None` where they have, where nothing is said of it, and where
/// the place is a container.
pub fn no_room(hand: &Hand<'_>, to: &Place, goods: &Goods, number: u64) -> Option<NoRoom> {
    let Place::Location(location) = to else {
        return None;
    };
    let limits = limits(hand, location);
    let names = &hand.at.state.components;
    let (own, place) = (names.goods(goods), names.place(to));
    let here = hand.at.state.ledger.at(&place);
    let here: Vec<(&Goods, i128)> = here
        .map(|(goods, account)| (goods, account.balance()))
        .filter(|(_, units)| *units > 0)
        .collect();
    if limits.single {
        let same = |there: &Goods| there.item == own.item && there.lot == own.lot;
        if let Some((there, _)) = here.iter().find(|(there, _)| !same(there)) {
            return Some(NoRoom::Mixed {
                with: names::item_code(&hand.at, &there.item),
            });
        }
    }
    let (weight, size) = measures(hand, &goods.item);
    if let (Some(thing), Some(space)) = (&size, &limits.size)
        && !fits(thing, space)
    {
        return Some(NoRoom::Size);
    }
    let would = here.iter().map(|(_, units)| units).sum::<i128>() + i128::from(number);
    if let Some(most) = limits.units
        && would > i128::from(most)
    {
        return Some(NoRoom::Units {
            most,
            would: shown(would),
        });
    }
    let most_g = limits.grams?;
    let weigh = |weight: Option<u64>, units: i128| weight.map_or(0, i128::from) * units;
    let lies: i128 = here
        .iter()
        .map(|(goods, units)| weigh(measures(hand, &goods.item).0, *units))
        .sum();
    let would_g = (lies + weigh(weight, i128::from(number)) + MG_A_GRAM - 1) / MG_A_GRAM;
    (would_g > i128::from(most_g)).then(|| NoRoom::Weight {
        most_g,
        would_g: shown(would_g),
    })
}

/// An empty location for an item that lies nowhere: one that orders are picked from and that it fits into; what is
/// picked often goes where the walk begins.
pub(super) fn empty_for(
    hand: &Hand<'_>,
    warehouse: &crate::trade::id::WarehouseId,
    item: &ItemId,
) -> Option<LocationId> {
    let state = hand.at.state;
    let goods = Goods::new(item.clone());
    let is_free = |location: &LocationId| {
        let place = Place::Location(location.clone());
        let mut here = state.ledger.at(&place);
        here.all(|(_, account)| account.balance() == 0)
            && spots::kind(hand, location) == crate::trade::locations::LocationKind::Pick
            && spots::is_sold_from(hand, location)
            && !state.is_location_retired(location)
            && no_room(hand, &place, &goods, 1).is_none()
    };
    let walk = state.pick_sequence(warehouse).into_iter();
    let walk: Vec<&LocationId> = walk.map(|(_, location)| location).collect();
    let middle = walk.len() / 2;
    let found = match class_of(&hand.at, item) {
        Class::A => walk.iter().find(|location| is_free(location)),
        Class::B => {
            let (before, behind) = walk.split_at(middle);
            let mut all = behind.iter().chain(before);
            all.find(|location| is_free(location))
        }
        Class::C => walk.iter().rev().find(|location| is_free(location)),
    };
    found.map(|location| (*location).clone())
}
