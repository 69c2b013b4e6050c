//! What a scan or a press means while a delivery comes in.

use super::demands::{self, Demands, is_dated};
use super::hear::{self, Heard, Meaning, hear};
use super::pick::place_name;
use super::receive::ReceiptView;
use super::room::no_room;
use super::spots::is_sold_from;
use super::{Act, Hand, Says, Wrong};
use crate::trade::catalog::commands::CatalogCommand;
use crate::trade::catalog::{LotField, LotSet};
use crate::trade::goods::{Condition, Goods};
use crate::trade::id::{ItemId, LotId, Name};
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;
use crate::trade::quantity::{Day, Units};
use crate::trade::receiving::commands::{ReceiveGoods, ReceivingCommand};
use crate::trade::text::Code;
use crate::view::names;

/// Units in the hand that are not taken in yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiveUnit {
    /// The item.
    pub item: ItemId,
    /// Which of what was expected, from 0.
    pub expected: Option<u32>,
    /// How many base units.
    pub units: u64,
    /// The lot that was read.
    pub lot: Option<Name>,
    /// The last day of use that was read or typed, in days since 1970-01-01.
    pub expiry: Option<i64>,
    /// The serial numbers that were read.
    pub serials: Vec<Code>,
    /// Whether they are damaged.
    pub damaged: bool,
    /// A place that was told to have no room for them: the same once more is meant.
    pub told: Option<Place>,
}

/// What the receiver has in the hand.
pub type ReceiveLocal = Option<ReceiveUnit>;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiveAsk {
    /// An item.
    Item,
    /// The lot of the units in the hand.
    Lot,
    /// The last day of use of their lot: typed, where no symbol tells it.
    Expiry,
    /// A serial number.
    Serial {
        /// How many were read.
        given: u64,
        /// Of how many.
        of: u64,
    },
    /// The place that they are put to; the item again is one more.
    To,
}

/// What is asked for of the units in the hand.
pub fn ask(hand: &Hand<'_>, local: &ReceiveLocal) -> ReceiveAsk {
    let Some(unit) = local else {
        return ReceiveAsk::Item;
    };
    let demands = Demands::of(hand, &unit.item);
    let dated = |lot: &Name| unit.expiry.is_some() || is_dated(hand, &unit.item, lot);
    match &unit.lot {
        None if demands.asks_lot() => return ReceiveAsk::Lot,
        Some(lot) if demands.dated && !dated(lot) => return ReceiveAsk::Expiry,
        None | Some(_) => {}
    }
    let given = unit.serials.len() as u64;
    if demands.asks_serial(false) && given < unit.units {
        return ReceiveAsk::Serial {
            given,
            of: unit.units,
        };
    }
    ReceiveAsk::To
}

type Done = Result<Act<ReceiveLocal>, Wrong>;

/// A scan.
///
/// # Errors
/// What was scanned is not what is asked for.
pub fn scan(hand: &Hand<'_>, view: &ReceiptView, local: &ReceiveLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let meaning = meant(hand, view, local, &heard);
    match (ask(hand, local), local) {
        (ReceiveAsk::Item, _) | (_, None) => item(hand, view, meaning, &heard),
        (ReceiveAsk::Lot, Some(unit)) => {
            let code = demands::lot_read(hand, &unit.item, Some(unit.units), &heard)?;
            Ok(note(
                ReceiveUnit {
                    lot: Some(hear::lot(hand, &unit.item, code)),
                    expiry: heard.expiry.or(unit.expiry),
                    ..unit.clone()
                },
                Says::Lot(code.to_string()),
            ))
        }
        (ReceiveAsk::Expiry, Some(unit)) => {
            let lot = unit.lot.as_ref();
            let day = demands::expiry_read(hand, &unit.item, lot, unit.units, &heard)?;
            Ok(expires(unit, day))
        }
        (ReceiveAsk::Serial { .. }, Some(unit)) => serial(hand, unit, &heard),
        (ReceiveAsk::To, Some(unit)) => to(hand, view, unit, meaning, &heard),
    }
}

/// What was read means. Where several items have the code, as ours and a client's may: the one in the hand, else the one
/// that is expected, else the one of whoever the delivery is for.
fn meant(hand: &Hand<'_>, view: &ReceiptView, local: &ReceiveLocal, heard: &Heard) -> Meaning {
    let names = &hand.at.state.components;
    let of = |expected: &dyn Fn(&ItemId) -> bool| {
        hear::meaning_among(hand, view.warehouse.as_ref(), heard, expected)
    };
    let in_hand = |item: &ItemId| {
        local
            .as_ref()
            .is_some_and(|unit| names.item(&unit.item) == *item)
    };
    let announced = |item: &ItemId| {
        let mut rows = view.rows.iter().filter(|row| row.expected.is_some());
        rows.any(|row| names.item(&row.item) == *item)
    };
    let client = view.client.as_ref().map(|client| names.party(client));
    let of_client = |item: &ItemId| item.client.as_ref().map(|it| names.party(it)) == client;
    match of(&in_hand) {
        Meaning::Several => match of(&announced) {
            Meaning::Several => of(&of_client),
            meaning => meaning,
        },
        meaning => meaning,
    }
}

fn note(unit: ReceiveUnit, says: Says) -> Act<ReceiveLocal> {
    Act::Note {
        then: Some(unit),
        says,
    }
}

fn item(hand: &Hand<'_>, view: &ReceiptView, meaning: Meaning, heard: &Heard) -> Done {
    let item = match meaning {
        Meaning::Item(item) => item,
        Meaning::Several => return Err(Wrong::Several(heard.text.clone())),
        Meaning::Location(_) | Meaning::Container(_) => return Err(Wrong::ItemFirst),
        Meaning::Parcel(_) | Meaning::Unknown | Meaning::Void => {
            return Err(Wrong::Unknown(heard.text.clone()));
        }
    };
    let names = &hand.at.state.components;
    let of_item = |row: &&super::receive::ReceiptRow| {
        row.expected.is_some() && names.item(&row.item) == item.item
    };
    let rows = || view.rows.iter().filter(of_item);
    let open = rows().find(|row| row.received < row.units);
    let row = open.or_else(|| rows().next());
    let unit = ReceiveUnit {
        expected: row.and_then(|row| row.expected),
        units: item.units.get(),
        lot: item.lot,
        expiry: heard.expiry,
        serials: Vec::new(),
        damaged: false,
        told: None,
        item: item.item.clone(),
    };
    if let Some(serial) = &item.serial {
        fresh_serial(hand, &unit, serial)?;
    }
    Ok(note(
        ReceiveUnit {
            serials: item.serial.into_iter().collect(),
            ..unit
        },
        Says::InHand {
            item: names::item_code(&hand.at, &item.item),
            units: item.units.get(),
        },
    ))
}

fn serial(hand: &Hand<'_>, unit: &ReceiveUnit, heard: &Heard) -> Done {
    let code = demands::serial_read(hand, &unit.item, unit.lot.as_ref(), heard)?;
    fresh_serial(hand, unit, code)?;
    let mut serials = unit.serials.clone();
    serials.push(code.clone());
    Ok(note(
        ReceiveUnit {
            serials,
            ..unit.clone()
        },
        Says::Serial(code.to_string()),
    ))
}

/// Whether a number is none that was read already or that lies here.
fn fresh_serial(hand: &Hand<'_>, unit: &ReceiveUnit, code: &Code) -> Result<(), Wrong> {
    if unit.serials.contains(code) {
        return Err(Wrong::SerialTwice(code.to_string()));
    }
    match demands::serial_elsewhere(hand, &unit.item, code, &[]) {
        Some(place) => Err(Wrong::SerialElsewhere {
            serial: code.to_string(),
            place: place_name(hand, &place),
        }),
        None => Ok(()),
    }
}

/// The last day of use of the lot in the hand, in days since 1970-01-01.
pub fn expires(unit: &ReceiveUnit, day: i64) -> Act<ReceiveLocal> {
    note(
        ReceiveUnit {
            expiry: Some(day),
            ..unit.clone()
        },
        Says::Expires(day),
    )
}

fn to(
    hand: &Hand<'_>,
    view: &ReceiptView,
    unit: &ReceiveUnit,
    meaning: Meaning,
    heard: &Heard,
) -> Done {
    let to = match meaning {
        Meaning::Location(location) => Place::Location(location),
        Meaning::Container(plate) => Place::Container(plate),
        Meaning::Item(item) if item.item == unit.item && item.lot.is_none_or_same(&unit.lot) => {
            if let Some(serial) = &item.serial {
                fresh_serial(hand, unit, serial)?;
            }
            return Ok(one_more(hand, unit, item.units, item.serial));
        }
        Meaning::Item(item) if item.item == unit.item && unit.lot.is_some() => {
            let lot_name = |lot: &Name| demands::lot_name(hand, &unit.item, lot);
            return Err(Wrong::Lot {
                scanned: item.lot.as_ref().map(lot_name).unwrap_or_default(),
                expected: unit.lot.as_ref().map(lot_name).unwrap_or_default(),
            });
        }
        Meaning::Item(item) => {
            return Err(Wrong::PutDownFirst {
                scanned: names::item_code(&hand.at, &item.item),
                item: names::item_code(&hand.at, &unit.item),
                units: unit.units,
            });
        }
        Meaning::Parcel(_) | Meaning::Unknown | Meaning::Several | Meaning::Void => {
            return Err(Wrong::NoPlace(heard.text.clone()));
        }
    };
    take_in(hand, view, unit, to)
}

/// Whether a lot that was read is the one in the hand, or none was read.
trait SameLot {
    fn is_none_or_same(&self, lot: &Option<Name>) -> bool;
}

impl SameLot for Option<Name> {
    fn is_none_or_same(&self, lot: &Option<Name>) -> bool {
        self.is_none() || self == lot
    }
}

fn one_more(
    hand: &Hand<'_>,
    unit: &ReceiveUnit,
    more: Units,
    serial: Option<Code>,
) -> Act<ReceiveLocal> {
    let units = unit.units.saturating_add(more.get());
    let mut serials = unit.serials.clone();
    serials.extend(serial.filter(|serial| !unit.serials.contains(serial)));
    note(
        ReceiveUnit {
            units,
            serials,
            ..unit.clone()
        },
        Says::InHand {
            item: names::item_code(&hand.at, &unit.item),
            units,
        },
    )
}

/// What is told of units in the hand.
pub fn in_hand(hand: &Hand<'_>, unit: &ReceiveUnit) -> Says {
    Says::InHand {
        item: names::item_code(&hand.at, &unit.item),
        units: unit.units,
    }
}

/// The day on which a lot expired, where its goods would come to a place that they are sold from. Damaged goods are sold
/// from nowhere.
fn expired(hand: &Hand<'_>, unit: &ReceiveUnit, to: &Place) -> Option<i64> {
    let of_lot = || names::lot_expiry(&hand.at, &unit.item, unit.lot.as_ref()?);
    let day = unit.expiry.or_else(of_lot)?;
    let sold = match to {
        Place::Location(location) => is_sold_from(hand, location),
        _ => true,
    };
    (day < hand.today && sold && !unit.damaged).then_some(day)
}

/// Units in the hand are taken in at a place; the date of a new lot is kept first.
///
/// # Errors
/// Something is still asked for.
pub fn take_in(hand: &Hand<'_>, view: &ReceiptView, unit: &ReceiveUnit, to: Place) -> Done {
    let sku = names::item_code(&hand.at, &unit.item);
    let entry = view
        .entry
        .as_ref()
        .ok_or_else(|| Wrong::NothingLeft(sku.clone()))?;
    let units = Units::new(unit.units).ok_or_else(|| Wrong::NothingLeft(sku.clone()))?;
    if ask(hand, &Some(unit.clone())) != ReceiveAsk::To {
        return Err(Wrong::LotFirst(sku));
    }
    if let Some(day) = expired(hand, unit, &to) {
        return Err(Wrong::Expired { item: sku, day });
    }
    let comes = Goods {
        lot: unit.lot.clone(),
        ..Goods::new(unit.item.clone())
    };
    if unit.told.as_ref() != Some(&to)
        && let Some(why) = no_room(hand, &to, &comes, unit.units)
    {
        let says = Says::NoRoom {
            place: place_name(hand, &to),
            why,
        };
        let told = Some(to);
        return Ok(note(
            ReceiveUnit {
                told,
                ..unit.clone()
            },
            says,
        ));
    }
    if let (Some(name), Some(day)) = (&unit.lot, unit.expiry)
        && !is_dated(hand, &unit.item, name)
    {
        let lot = LotId {
            item: unit.item.clone(),
            name: name.clone(),
        };
        let fields = vec![LotField::Expiry(Some(Day { days: day }))];
        let set = LotSet { lot, fields };
        return Ok(Act::First(
            CatalogCommand::SetLots { lots: vec![set] }.into(),
        ));
    }
    let condition = if unit.damaged {
        Condition::Damaged
    } else {
        Condition::New
    };
    let goods = Goods {
        lot: unit.lot.clone(),
        ..Goods::new(unit.item.clone()).graded(condition)
    };
    Ok(Act::Run {
        says: Says::Received {
            units: unit.units,
            item: sku,
            to: place_name(hand, &to),
        },
        command: ReceivingCommand::Receive {
            receipt: entry.receipt,
            goods: Box::new(ReceiveGoods {
                expected: unit.expected,
                goods,
                from: None,
                to,
                units,
                serials: demands::serials(&unit.serials),
            }),
        }
        .into(),
        then: None,
    })
}
