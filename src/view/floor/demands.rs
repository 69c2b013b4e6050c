//! What the card of an item asks for when its units go through hands.

use super::hear::{self, Meaning};
use super::{Hand, Wrong};
use crate::trade::catalog::{ItemField, LotPolicy, SerialPolicy};
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
    hand.at.state.expiry(&of_item(item, lot)).is_some()
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

/// How many units of an item lie at places, by the books.
fn units_at(hand: &Hand<'_>, item: &ItemId, places: &[Place]) -> i128 {
    let item = hand.at.state.components.item(item);
    let of_place = |place: &Place| {
        let place = hand.at.state.components.place(place);
        let here = hand.at.state.ledger.at(&place);
        let of_item = here.filter(|(goods, _)| goods.item == item);
        of_item.map(|(_, account)| account.balance()).sum::<i128>()
    };
    places.iter().map(of_place).sum()
}

/// Whether a serial number may be that of a unit that is taken from one of these places. `booked` are places where it may
/// still be booked, since nobody read it when the unit was taken from there.
///
/// # Errors
/// The number is kept elsewhere, or has left; or nobody knows it, and all units that lie there are known by theirs.
pub fn serial_fits(
    hand: &Hand<'_>,
    item: &ItemId,
    serial: &Code,
    here: &[Place],
    booked: &[Place],
) -> Result<(), Wrong> {
    let relations = hand.at.relations();
    let canonical = hand.at.state.components.item(item);
    let register = &hand.at.state.serials;
    let open = register.open(&canonical, serial.as_str(), &relations);
    let at = |places: &[Place]| open.iter().any(|claim| places.contains(&claim.to));
    if at(here) {
        return Ok(());
    }
    // Where every unit that lies here is known by its number, this is none of them.
    let known = i128::from(register.count_at(&canonical, here, &relations));
    let there = units_at(hand, item, here);
    let all_known = there > 0 && known >= there;
    if at(booked) && !all_known {
        return Ok(());
    }
    let serial = serial.to_string();
    match open.first() {
        Some(claim) if claim.to.is_ours() => Err(Wrong::SerialElsewhere {
            serial,
            place: names::place_code(&hand.at, &claim.to).unwrap_or_default(),
        }),
        Some(_) => Err(Wrong::SerialGone(serial)),
        None if all_known => Err(Wrong::SerialUnknown(serial)),
        None => Ok(()),
    }
}

/// The serial number that was read for a unit of an item: of an element string, or the whole of a plain code. `lot` is
/// the lot of the unit, where it is known.
///
/// # Errors
/// The code is that of goods, a place or a container, of another item or lot, or of several units.
pub fn serial_read<'h>(
    hand: &Hand<'_>,
    item: &ItemId,
    lot: Option<&Name>,
    heard: &'h hear::Heard,
) -> Result<&'h Code, Wrong> {
    let scan = heard.scan.as_ref();
    let scan = scan.ok_or_else(|| Wrong::Unknown(heard.text.clone()))?;
    let part = scan.serial.as_ref();
    let read = part_read(hand, item, heard, part)?;
    agrees(hand, item, lot, Some(1), heard)?;
    read.ok_or_else(|| Wrong::NotASerial(heard.text.clone()))
}

/// The lot that was read for units of an item: of an element string, or the whole of a plain code. `units` is how many
/// are in the hand; `None` where their number is not asked about.
///
/// # Errors
/// The code is that of goods, a place or a container, of another item, or it counts another number of units.
pub fn lot_read<'h>(
    hand: &Hand<'_>,
    item: &ItemId,
    units: Option<u64>,
    heard: &'h hear::Heard,
) -> Result<&'h Code, Wrong> {
    let scan = heard.scan.as_ref();
    let scan = scan.ok_or_else(|| Wrong::Unknown(heard.text.clone()))?;
    let part = scan.lot.as_ref();
    let read = part_read(hand, item, heard, part)?;
    agrees(hand, item, None, units, heard)?;
    read.ok_or_else(|| Wrong::NotALot(heard.text.clone()))
}

/// The last day of use that was read for units of an item and a lot, in days since 1970-01-01.
///
/// # Errors
/// The code names no date, or it is that of another thing, item, lot or number of units.
pub fn expiry_read(
    hand: &Hand<'_>,
    item: &ItemId,
    lot: Option<&Name>,
    units: u64,
    heard: &hear::Heard,
) -> Result<i64, Wrong> {
    let unknown = || Wrong::Unknown(heard.text.clone());
    let day = heard.expiry.ok_or_else(unknown)?;
    part_read(hand, item, heard, heard.code())?.ok_or_else(unknown)?;
    agrees(hand, item, lot, Some(units), heard)?;
    Ok(day)
}

/// An element string may repeat what is in the hand, but name no other lot and count no other number of units: neither
/// is dropped in silence.
fn agrees(
    hand: &Hand<'_>,
    item: &ItemId,
    lot: Option<&Name>,
    units: Option<u64>,
    heard: &hear::Heard,
) -> Result<(), Wrong> {
    let Some(scan) = &heard.scan else {
        return Ok(());
    };
    if let (Some(code), Some(lot)) = (&scan.lot, lot)
        && hear::lot(hand, item, code) != hand.at.state.components.lot(&of_item(item, lot))
    {
        return Err(Wrong::Lot {
            scanned: code.to_string(),
            expected: lot_name(hand, item, lot),
        });
    }
    if let (Some(counted), Some(expected)) = (heard.counted(hand), units)
        && counted != expected
    {
        return Err(Wrong::Units {
            scanned: counted,
            expected,
        });
    }
    Ok(())
}

fn of_item(item: &ItemId, lot: &Name) -> LotId {
    LotId {
        item: item.clone(),
        name: lot.clone(),
    }
}

/// A part of an element string that names the item, else a code that means nothing else.
fn part_read<'h>(
    hand: &Hand<'_>,
    item: &ItemId,
    heard: &'h hear::Heard,
    part: Option<&'h Code>,
) -> Result<Option<&'h Code>, Wrong> {
    let plain = heard.code();
    let canonical = hand.at.state.components.item(item);
    match hear::meaning_among(hand, hand.home(), heard, |it| *it == canonical) {
        Meaning::Item(read) if read.item != hand.at.state.components.item(item) => {
            Err(Wrong::Item {
                scanned: heard.text.clone(),
                expected: names::item_code(&hand.at, item),
            })
        }
        Meaning::Item(_) => Ok(part),
        Meaning::Location(_) | Meaning::Container(_) | Meaning::Parcel(_) => Ok(None),
        Meaning::Unknown | Meaning::Several | Meaning::Void => Ok(part.or(plain)),
    }
}
