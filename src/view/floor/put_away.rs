//! Goods from one place to another: what came in and waits at the dock is put away, anything else is moved, and what is
//! broken or gone is written off.

use super::demands::{self, Demands, lot_name};
use super::hear::{self, Heard, Meaning, hear};
use super::pick::place_name;
use super::room::no_room;
use super::spots::{kept_at, kind};
use super::{Act, Hand, Says, Wrong, shown_units};
use crate::stream::id::FactId;
use crate::trade::decide::Command;
use crate::trade::decide::hands::units;
use crate::trade::goods::{Condition, Goods};
use crate::trade::id::ItemId;
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::LocationKind;
use crate::trade::locations::containers::Root;
use crate::trade::place::{LossReason, Place};
use crate::trade::quantity::Units;
use crate::trade::stock::commands::{AdjustUnits, MoveUnits, StockCommand};
use crate::trade::text::Code;
use crate::view::names;

/// Goods that lie somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    /// Where.
    pub place: Place,
    /// The code of that.
    pub code: String,
    /// The goods.
    pub goods: Goods,
    /// The item's code.
    pub sku: String,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// Their lot.
    pub lot: Option<String>,
    /// Whose they are, where they are not the workspace's.
    pub owner: Option<String>,
    /// How many.
    pub units: u64,
    /// The code of the location that the item is kept at.
    pub proposed: Option<String>,
}

/// What is in the hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoveLocal {
    /// Where it is taken from.
    pub from: Option<Place>,
    /// The item, while it is not known which goods of it.
    pub item: Option<ItemId>,
    /// The goods.
    pub goods: Option<Goods>,
    /// How many; all that are there where it is `None`.
    pub units: Option<u64>,
    /// Serial numbers that were read.
    pub serials: Vec<Code>,
    /// The movement that can be taken back.
    pub last: Option<FactId>,
    /// A place that was told to have no room: the same once more is meant.
    pub told: Option<Place>,
    /// Whether the place stands since the last movement, which took a part of what lies there: nobody scanned it anew.
    pub goes_on: bool,
}

impl MoveLocal {
    /// Whether taking back puts something down: a place or goods that were scanned since the last movement.
    pub fn is_in_hand(&self) -> bool {
        self.from.is_some() && !(self.goes_on && self.item.is_none() && self.last.is_some())
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoveAsk {
    /// Where the goods are.
    From,
    /// The item.
    Item,
    /// Which goods of the item: lot, owner or condition.
    Which,
    /// A serial number of what is moved.
    Serial,
    /// Where they go.
    To,
}

/// What the screen shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveView {
    /// What is asked for.
    pub ask: MoveAsk,
    /// The code of the place that goods are taken from.
    pub from: Option<String>,
    /// What lies there.
    pub there: Vec<Lying>,
    /// The goods in the hand.
    pub goods: Option<Lying>,
    /// How many are moved.
    pub units: u64,
    /// Whether serial numbers are asked for.
    pub asks_serial: bool,
    /// Whether a movement can be taken back.
    pub may_undo: bool,
}

fn lying(hand: &Hand<'_>, place: &Place, goods: &Goods, number: i128) -> Lying {
    let warehouse = hand.floor(|floor| floor.warehouse_at(place)).ok();
    let kept = warehouse.and_then(|it| kept_at(hand, &it, &goods.item, place));
    let owner = goods.owner.as_ref();
    Lying {
        place: place.clone(),
        code: place_name(hand, place),
        sku: names::item_code(&hand.at, &goods.item),
        name: hand.item_name(&goods.item),
        lot: goods
            .lot
            .as_ref()
            .map(|lot| lot_name(hand, &goods.item, lot)),
        owner: owner.map(|owner| names::party_name(&hand.at, owner)),
        units: shown_units(number),
        proposed: kept.map(|location| names::location_code(&hand.at, &location).to_owned()),
        goods: goods.clone(),
    }
}

/// Whether goods at a place wait to be put away.
fn waits(hand: &Hand<'_>, place: &Place) -> bool {
    let relations = hand.at.relations();
    let Root::Location(location) = hand.at.state.containers.root_of(place, &relations) else {
        return false;
    };
    let in_work = match place {
        Place::Container(container) => hand.floor(|floor| floor.in_work(container)),
        _ => false,
    };
    let arrives = matches!(
        kind(hand, &location),
        LocationKind::Receiving | LocationKind::Dock
    );
    arrives && !in_work && hand.shows(&location.warehouse)
}

fn waiting_accounts<'a>(hand: &'a Hand<'_>) -> impl Iterator<Item = (&'a Place, &'a Goods, i128)> {
    let accounts = hand.at.state.ledger.here();
    let there = accounts.filter(|(place, _, account)| place.is_ours() && account.balance() > 0);
    there
        .filter(|(place, _, _)| waits(hand, place))
        .map(|(place, goods, account)| (place, goods, account.balance()))
}

/// How many units wait to be put away.
pub fn count(hand: &Hand<'_>) -> u64 {
    shown_units(waiting_accounts(hand).map(|(_, _, units)| units).sum())
}

/// What waits to be put away, place by place.
pub fn waiting(hand: &Hand<'_>) -> Vec<Lying> {
    waiting_accounts(hand)
        .map(|(place, goods, units)| lying(hand, place, goods, units))
        .collect()
}

fn at(hand: &Hand<'_>, place: &Place) -> Vec<(Goods, i128)> {
    let place = hand.at.state.components.place(place);
    let here = hand.at.state.ledger.at(&place);
    here.filter(|(_, account)| account.balance() > 0)
        .map(|(goods, account)| (goods.clone(), account.balance()))
        .collect()
}

/// What the screen shows.
pub fn view(hand: &Hand<'_>, local: &MoveLocal) -> MoveView {
    let there = local
        .from
        .as_ref()
        .map(|from| at(hand, from))
        .unwrap_or_default();
    let shown = |goods: &Goods, number: i128| {
        let from = local.from.as_ref()?;
        Some(lying(hand, from, goods, number))
    };
    let in_hand = local.goods.as_ref().and_then(|goods| {
        let found = there.iter().find(|(other, _)| other == goods);
        shown(goods, found.map_or(0, |(_, number)| *number))
    });
    let asks_serial = local
        .goods
        .as_ref()
        .is_some_and(|goods| Demands::of(hand, &goods.item).asks_serial(false));
    let all = in_hand.as_ref().map_or(0, |lying| lying.units);
    let units = if asks_serial {
        local.serials.len() as u64
    } else {
        local.units.unwrap_or(all).min(all)
    };
    let ask = match (&local.from, &local.item, &local.goods) {
        (None, _, _) => MoveAsk::From,
        (Some(_), Some(_), None) => MoveAsk::Which,
        (Some(_), None, None) => MoveAsk::Item,
        (Some(_), _, Some(_)) if units == 0 => MoveAsk::Serial,
        (Some(_), _, Some(_)) => MoveAsk::To,
    };
    let of_item = |goods: &Goods| local.item.as_ref().is_none_or(|item| goods.item == *item);
    MoveView {
        ask,
        from: local.from.as_ref().map(|from| place_name(hand, from)),
        there: there
            .iter()
            .filter(|(goods, _)| of_item(goods))
            .filter_map(|(goods, number)| shown(goods, *number))
            .collect(),
        goods: in_hand,
        units,
        asks_serial,
        may_undo: local.last.is_some(),
    }
}

type Done = Result<Act<MoveLocal>, Wrong>;

/// A scan.
///
/// # Errors
/// What was scanned is not what is asked for.
pub fn scan(hand: &Hand<'_>, local: &MoveLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let view = view(hand, local);
    let warehouse = local
        .from
        .as_ref()
        .and_then(|from| hand.floor(|floor| floor.warehouse_at(from)).ok());
    let names = &hand.at.state.components;
    let in_hand = local.goods.as_ref().map(|goods| names.item(&goods.item));
    let lies = |item: &ItemId| match (&in_hand, &local.from) {
        (Some(own), _) => own == item,
        (None, Some(from)) => {
            let mut here = at(hand, from).into_iter();
            here.any(|(goods, _)| names.item(&goods.item) == *item)
        }
        (None, None) => waiting_accounts(hand).any(|(_, goods, _)| goods.item == *item),
    };
    let meaning = hear::meaning_among(hand, warehouse.as_ref().or(hand.home()), &heard, lies);
    let is_place = matches!(meaning, Meaning::Location(_) | Meaning::Container(_));
    match (view.ask, &local.from, &local.goods) {
        // Nothing is in the hand: goods are taken from where the scan says.
        (MoveAsk::Item | MoveAsk::Which, Some(_), None) if is_place => {
            from(hand, local, meaning, &heard)
        }
        (MoveAsk::Item, Some(from), _) => item(hand, local, from, meaning, &heard),
        (MoveAsk::Which, Some(from), _) => which(hand, local, from, &heard),
        (MoveAsk::Serial | MoveAsk::To, Some(from), Some(goods)) => {
            let held = InHand {
                from,
                goods,
                units: view.units,
                asks_serial: view.asks_serial,
            };
            to(hand, local, &held, meaning, &heard)
        }
        (_, _, _) => from(hand, local, meaning, &heard),
    }
}

fn from(hand: &Hand<'_>, local: &MoveLocal, meaning: Meaning, heard: &Heard) -> Done {
    let place = match meaning {
        Meaning::Location(location) => Place::Location(location),
        Meaning::Container(plate) => Place::Container(plate),
        Meaning::Item(scanned) => {
            let mut places: Vec<Place> = waiting_accounts(hand)
                .filter(|(_, goods, _)| goods.item == scanned.item)
                .map(|(place, _, _)| place.clone())
                .collect();
            places.dedup();
            let [place] = places.as_slice() else {
                return Err(Wrong::PlaceFirst);
            };
            return item(hand, local, place, Meaning::Item(scanned), heard);
        }
        Meaning::Parcel(_) | Meaning::Unknown | Meaning::Several | Meaning::Void => {
            return Err(Wrong::NoPlace(heard.text.clone()));
        }
    };
    let name = place_name(hand, &place);
    if at(hand, &place).is_empty() {
        return Err(Wrong::NotThere {
            item: String::new(),
            place: name,
        });
    }
    Ok(Act::Note {
        then: MoveLocal {
            from: Some(place),
            last: local.last,
            ..MoveLocal::default()
        },
        says: Says::From(name),
    })
}

fn item(hand: &Hand<'_>, local: &MoveLocal, from: &Place, meaning: Meaning, heard: &Heard) -> Done {
    let Meaning::Item(scanned) = meaning else {
        return match meaning {
            Meaning::Several => Err(Wrong::Several(heard.text.clone())),
            _ => Err(Wrong::ItemFirst),
        };
    };
    let sku = names::item_code(&hand.at, &scanned.item);
    let is_lot = |goods: &Goods| scanned.lot.is_none() || scanned.lot == goods.lot;
    let here: Vec<Goods> = at(hand, from)
        .into_iter()
        .map(|(goods, _)| goods)
        .filter(|goods| goods.item == scanned.item && is_lot(goods))
        .collect();
    let goods = match here.as_slice() {
        [] => {
            return Err(Wrong::NotThere {
                item: sku,
                place: place_name(hand, from),
            });
        }
        [only] => Some(only.clone()),
        [_, _, ..] => None,
    };
    // A code that counts its units moves so many; any other all that are there.
    let counted = heard.counted(hand);
    let there = here
        .iter()
        .map(|goods| hand.floor(|floor| floor.balance(from, goods)));
    if counted.is_some_and(|counted| i128::from(counted) > there.max().unwrap_or(0)) {
        return Err(Wrong::TooMany(sku));
    }
    Ok(Act::Note {
        then: MoveLocal {
            from: Some(from.clone()),
            item: Some(scanned.item),
            goods,
            serials: scanned.serial.into_iter().collect(),
            units: counted,
            last: local.last,
            told: None,
            goes_on: local.goes_on,
        },
        says: Says::Item(sku),
    })
}

/// The lot tells which goods are meant, where it is not clear.
fn which(hand: &Hand<'_>, local: &MoveLocal, from: &Place, heard: &Heard) -> Done {
    let item = local.item.as_ref().ok_or(Wrong::ItemFirst)?;
    let code = demands::lot_read(hand, item, local.units, heard)?;
    let lot = hear::lot(hand, item, code);
    let here = at(hand, from);
    let mut of_lot = here
        .iter()
        .map(|(goods, _)| goods)
        .filter(|goods| goods.item == *item && goods.lot.as_ref() == Some(&lot));
    match (of_lot.next(), of_lot.next()) {
        (Some(goods), None) => Ok(Act::Note {
            then: choose(local, goods),
            says: Says::Lot(code.to_string()),
        }),
        (None | Some(_), _) => Err(Wrong::LotFirst(names::item_code(&hand.at, item))),
    }
}

/// A person said which goods of the item are meant.
pub fn choose(local: &MoveLocal, goods: &Goods) -> MoveLocal {
    MoveLocal {
        item: Some(goods.item.clone()),
        goods: Some(goods.clone()),
        ..local.clone()
    }
}

/// Goods in the hand.
struct InHand<'h> {
    from: &'h Place,
    goods: &'h Goods,
    units: u64,
    asks_serial: bool,
}

fn to(
    hand: &Hand<'_>,
    local: &MoveLocal,
    held: &InHand<'_>,
    meaning: Meaning,
    heard: &Heard,
) -> Done {
    let InHand {
        from,
        goods,
        units: number,
        asks_serial,
    } = *held;
    let to = match meaning {
        Meaning::Location(location) => Place::Location(location),
        Meaning::Container(plate) => Place::Container(plate),
        Meaning::Item(_)
        | Meaning::Parcel(_)
        | Meaning::Unknown
        | Meaning::Several
        | Meaning::Void
            if asks_serial =>
        {
            return serial(hand, local, from, goods, heard);
        }
        Meaning::Item(_)
        | Meaning::Parcel(_)
        | Meaning::Unknown
        | Meaning::Several
        | Meaning::Void => return Err(Wrong::NoPlace(heard.text.clone())),
    };
    let sku = names::item_code(&hand.at, &goods.item);
    let units = Units::new(number).ok_or_else(|| Wrong::NothingLeft(sku.clone()))?;
    if local.told.as_ref() != Some(&to)
        && let Some(why) = no_room(hand, &to, goods, number)
    {
        return Ok(Act::Note {
            says: Says::NoRoom {
                place: place_name(hand, &to),
                why,
            },
            then: MoveLocal {
                told: Some(to),
                ..local.clone()
            },
        });
    }
    Ok(Act::Run {
        says: Says::Moved {
            units: number,
            item: sku,
            to: place_name(hand, &to),
        },
        command: StockCommand::Move(MoveUnits {
            goods: goods.clone(),
            from: from.clone(),
            to,
            units,
            serials: demands::serials(&local.serials),
        })
        .into(),
        then: after(hand, local, from),
    })
}

/// The next goods are taken from the same place while something lies there.
fn after(hand: &Hand<'_>, local: &MoveLocal, from: &Place) -> MoveLocal {
    let more = at(hand, from).len() > 1 || local.units.is_some();
    MoveLocal {
        from: more.then(|| from.clone()),
        last: local.last,
        goes_on: more,
        ..MoveLocal::default()
    }
}

fn serial(hand: &Hand<'_>, local: &MoveLocal, from: &Place, goods: &Goods, heard: &Heard) -> Done {
    let code = demands::serial_read(hand, &goods.item, goods.lot.as_ref(), heard)?;
    if local.serials.contains(code) {
        return Err(Wrong::SerialTwice(code.to_string()));
    }
    demands::serial_fits(hand, &goods.item, code, std::slice::from_ref(from), &[])?;
    let mut serials = local.serials.clone();
    serials.push(code.clone());
    Ok(Act::Note {
        then: MoveLocal {
            serials,
            ..local.clone()
        },
        says: Says::Serial(code.to_string()),
    })
}

/// The goods in the hand are written off, or put down as damaged where they are.
///
/// # Errors
/// Nothing is in the hand.
pub fn write_off(hand: &Hand<'_>, local: &MoveLocal, number: u64, reason: LossReason) -> Done {
    let (Some(from), Some(goods)) = (&local.from, &local.goods) else {
        return Err(Wrong::ItemFirst);
    };
    let sku = names::item_code(&hand.at, &goods.item);
    let there = hand.floor(|floor| floor.balance(from, goods));
    let number = units(i128::from(number).min(there));
    let units = number.ok_or_else(|| Wrong::NothingLeft(sku.clone()))?;
    Ok(Act::Run {
        command: StockCommand::Adjust(AdjustUnits {
            goods: goods.clone(),
            at: from.clone(),
            units,
            more: false,
            reason,
            serials: demands::serials(&local.serials),
        })
        .into(),
        then: after(hand, local, from),
        says: Says::WrittenOff {
            units: units.get(),
            item: sku,
        },
    })
}

/// The command that takes a movement back, and what it says then.
pub fn undo(hand: &Hand<'_>, local: &MoveLocal) -> Option<(Command, Says)> {
    let moved = local.last?;
    hand.at.state.moved(&moved)?;
    Some((StockCommand::Undo { moved }.into(), Says::MoveUndone))
}

/// Whether goods are fit for sale by their condition.
pub fn is_sound(goods: &Goods) -> bool {
    goods.condition == Condition::New
}
