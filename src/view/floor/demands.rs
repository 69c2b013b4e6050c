//! What the card of an item asks for when its units go through hands.

use super::{Hand, hear};
use crate::trade::catalog::{ItemField, LotField, LotPolicy, SerialPolicy};
use crate::trade::goods::Serials;
use crate::trade::id::{ItemId, LotId, Name};
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;
use crate::trade::text::Code;
use crate::view::names;

/// What the card of an item asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demands {
    /// Whether its units are told apart by lot.
    pub lots: LotPolicy,
    /// Whether its lots have a date.
    pub dated: bool,
    /// When its serial numbers are asked for.
    pub serials: SerialPolicy,
}

impl Demands {
    /// Of an item.
    pub fn of(hand: &Hand<'_>, item: &ItemId) -> Demands {
        let mut demands = Demands {
            lots: LotPolicy::None,
            dated: false,
            serials: SerialPolicy::None,
        };
        hand.floor(|floor| {
            for field in floor.item_fields(item) {
                match field {
                    ItemField::Lots(lots) => demands.lots = lots.clone(),
                    ItemField::Expiry(expiry) => demands.dated = expiry.is_some(),
                    ItemField::SerialNumbers(serials) => demands.serials = serials.clone(),
                    _ => {}
                }
            }
        });
        demands
    }

    /// Whether a serial number is asked for: at every step, or where goods leave.
    pub fn asks_serial(&self, leaving: bool) -> bool {
        match self.serials {
            SerialPolicy::Always => true,
            SerialPolicy::AtShipping => leaving,
            SerialPolicy::None => false,
        }
    }

    /// Whether a lot must be named where goods come in.
    pub fn asks_lot(&self) -> bool {
        self.lots == LotPolicy::Named
    }
}

/// Whether the date of a lot is known, or is not asked for.
pub fn is_dated(hand: &Hand<'_>, item: &ItemId, lot: &Name) -> bool {
    let id = LotId {
        item: item.clone(),
        name: lot.clone(),
    };
    let fields = hand.at.state.lot(&id).into_iter();
    let mut fields = fields.flat_map(|card| card.fields());
    fields.any(|field| matches!(field, LotField::Expiry(Some(_))))
}

/// The code of a lot as people see it.
pub fn lot_name(hand: &Hand<'_>, item: &ItemId, lot: &Name) -> String {
    let of_code = || match lot {
        Name::Coded(first) => first.code.to_string(),
        Name::Placeholder(by) | Name::OfDocument(by) => names::opened(by),
    };
    names::lot_code(&hand.at, item, lot).unwrap_or_else(of_code)
}

/// Serial numbers as a fact names them.
pub fn serials(codes: &[Code]) -> Vec<Serials> {
    codes.iter().cloned().map(Serials::One).collect()
}

/// Where the register has a serial number, if that is with us and not at one of these places.
pub fn serial_elsewhere(
    hand: &Hand<'_>,
    item: &ItemId,
    serial: &Code,
    here: &[Place],
) -> Option<Place> {
    let names = &hand.at.state.components;
    let item = names.item(item);
    let relations = hand.at.relations();
    let open = hand
        .at
        .state
        .serials
        .open(&item, serial.as_str(), &relations);
    let mut places = open.into_iter().map(|claim| claim.to);
    places.find(|place| place.is_ours() && !here.contains(place))
}

/// The serial number that was read: of an element string, or the whole of a plain code.
pub fn serial_read(heard: &hear::Heard) -> Option<&Code> {
    let scan = heard.scan.as_ref()?;
    Some(scan.serial.as_ref().unwrap_or(&scan.code))
}

/// The lot that was read: of an element string, or the whole of a plain code.
pub fn lot_read(heard: &hear::Heard) -> Option<&Code> {
    let scan = heard.scan.as_ref()?;
    Some(scan.lot.as_ref().unwrap_or(&scan.code))
}
