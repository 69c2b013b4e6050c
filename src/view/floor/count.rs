//! Counting: what a person sees at a place, scanned unit by unit or typed, without being told what the books say.

use super::demands::{self, Demands, lot_name};
use super::hear::{self, Heard, Meaning, hear};
use super::pick::place_name;
use super::{Act, Hand, Says, Wrong};
use crate::trade::counting::commands::{CountPlace, CountingCommand};
use crate::trade::counting::{Covers, ObservationKind, Seen, SeenWhat};
use crate::trade::decide::Knowing;
use crate::trade::goods::Goods;
use crate::trade::id::{ItemId, Name};
use crate::trade::identity::canonical::Canonical;
use crate::trade::people::Role;
use crate::trade::place::Place;
use crate::trade::quantity::SeenUnits;
use crate::trade::stock::asked::LedgerEntry;
use crate::trade::text::Code;
use crate::view::names;
use std::collections::BTreeMap;

/// Why a place should be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountReason {
    /// Less than nothing is there by the books.
    BelowZero,
    /// A pick came short: nothing of the goods is allocated there until it is counted.
    Short,
    /// Counts say different things.
    Counts,
    /// A movement may have been before or after a count.
    Doubt,
}

/// A place that should be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountEntry {
    /// Where.
    pub place: Place,
    /// The code of that.
    pub code: String,
    /// Why.
    pub reason: CountReason,
    /// How many kinds of goods it concerns.
    pub goods: usize,
}

/// Units that were seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The item.
    pub item: ItemId,
    /// The lot that was read.
    pub lot: Option<Name>,
    /// How many.
    pub units: u64,
    /// Their serial numbers.
    pub serials: Vec<Code>,
}

/// What the counter has seen so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountLocal {
    /// Where.
    pub place: Option<Place>,
    /// Only this item is counted.
    pub only: Option<ItemId>,
    /// What was seen, in the order in which it was scanned first.
    pub seen: Vec<Counted>,
    /// An item that was scanned and whose lot or serial number is asked for.
    pub unit: Option<Counted>,
    /// What was seen before the last scan.
    pub before: Option<Box<CountLocal>>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountAsk {
    /// The place.
    Place,
    /// An item; the place again is the end.
    Item,
    /// The lot of what was scanned.
    Lot,
    /// Its serial number.
    Serial,
}

/// A row of what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRow {
    /// The item.
    pub item: ItemId,
    /// Its code.
    pub sku: String,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// The lot.
    pub lot: Option<String>,
    /// How many.
    pub units: u64,
    /// Whether a number may be typed: no serial numbers are asked for.
    pub by_count: bool,
}

/// What the count screen shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountView {
    /// What is asked for.
    pub ask: CountAsk,
    /// The code of the place.
    pub place: Option<String>,
    /// What was seen, the last first.
    pub rows: Vec<CountRow>,
    /// Units in all.
    pub units: u64,
    /// The code of the item, where only one is counted.
    pub only: Option<String>,
}

/// The places that should be counted, the worst first.
pub fn to_count(hand: &Hand<'_>) -> Vec<CountEntry> {
    let mut places: BTreeMap<Place, (CountReason, usize)> = BTreeMap::new();
    for entry in hand.at.state.ledger.entries(&hand.at.relations()) {
        let (key, reason) = match entry {
            LedgerEntry::BelowZero(key) => (key, CountReason::BelowZero),
            LedgerEntry::Short(key) => (key, CountReason::Short),
            LedgerEntry::Counts(key) | LedgerEntry::Unlisted { key, .. } => {
                (key, CountReason::Counts)
            }
            LedgerEntry::Doubt { key, .. } => (key, CountReason::Doubt),
            LedgerEntry::ToApprove { .. } | LedgerEntry::Disputed { .. } => continue,
        };
        let here = hand.floor(|floor| floor.warehouse_at(&key.place));
        if key.place.is_ours() && here.is_ok_and(|warehouse| hand.shows(&warehouse)) {
            let of = places.entry(key.place).or_insert((reason, 0));
            of.0 = of.0.min(reason);
            of.1 += 1;
        }
    }
    let mut entries: Vec<CountEntry> = places
        .into_iter()
        .map(|(place, (reason, goods))| CountEntry {
            code: place_name(hand, &place),
            place,
            reason,
            goods,
        })
        .collect();
    entries.sort_by_key(|entry| (entry.reason, entry.code.clone()));
    entries
}

/// What the count screen shows.
pub fn view(hand: &Hand<'_>, local: &CountLocal) -> CountView {
    let ask = match (&local.place, &local.unit) {
        (None, _) => CountAsk::Place,
        (Some(_), None) => CountAsk::Item,
        (Some(_), Some(unit)) if asks_lot(hand, unit) => CountAsk::Lot,
        (Some(_), Some(_)) => CountAsk::Serial,
    };
    let row = |counted: &Counted| CountRow {
        item: counted.item.clone(),
        sku: names::item_code(&hand.at, &counted.item),
        name: hand.item_name(&counted.item),
        lot: counted
            .lot
            .as_ref()
            .map(|lot| lot_name(hand, &counted.item, lot)),
        units: counted.units,
        by_count: !Demands::of(hand, &counted.item).asks_serial(false),
    };
    CountView {
        ask,
        place: local.place.as_ref().map(|place| place_name(hand, place)),
        rows: local.seen.iter().rev().map(row).collect(),
        units: local.seen.iter().map(|counted| counted.units).sum(),
        only: local
            .only
            .as_ref()
            .map(|item| names::item_code(&hand.at, item)),
    }
}

fn asks_lot(hand: &Hand<'_>, unit: &Counted) -> bool {
    unit.lot.is_none() && Demands::of(hand, &unit.item).asks_lot()
}

type Done = Result<Act<CountLocal>, Wrong>;

/// A scan. The place again ends the count.
///
/// # Errors
/// What was scanned is not what is asked for.
pub fn scan(hand: &Hand<'_>, local: &CountLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let Some(place) = &local.place else {
        return begin(hand, hear::meaning(hand, hand.home(), &heard), &heard);
    };
    // Of two clients' items of one code the one that is counted, or that lies there by the books.
    let names = &hand.at.state.components;
    let books = names.place(place);
    let counts = |item: &ItemId| match &local.only {
        Some(only) => names.item(only) == *item,
        None => {
            let mut there = hand.at.state.ledger.at(&books);
            there.any(|(goods, account)| goods.item == *item && account.balance() > 0)
        }
    };
    let meaning = hear::meaning_among(hand, hand.home(), &heard, counts);
    match &local.unit {
        Some(unit) if asks_lot(hand, unit) => {
            let code = demands::lot_read(hand, &unit.item, Some(unit.units), &heard)?;
            let lot = Some(hear::lot(hand, &unit.item, code));
            return add(
                hand,
                local,
                Counted {
                    lot,
                    ..unit.clone()
                },
            );
        }
        Some(unit) => {
            let code = demands::serial_read(hand, &unit.item, unit.lot.as_ref(), &heard)?;
            let serials = vec![code.clone()];
            return add(
                hand,
                local,
                Counted {
                    serials,
                    ..unit.clone()
                },
            );
        }
        None => {}
    }
    let is_here = |it: &Place| it == place;
    match meaning {
        Meaning::Location(location) if is_here(&Place::Location(location.clone())) => {
            finish(hand, local)
        }
        Meaning::Container(plate) if is_here(&Place::Container(plate.clone())) => {
            finish(hand, local)
        }
        Meaning::Item(item) => {
            if local.only.as_ref().is_some_and(|only| *only != item.item) {
                return Err(Wrong::Item {
                    scanned: heard.text,
                    expected: local
                        .only
                        .as_ref()
                        .map(|only| names::item_code(&hand.at, only))
                        .unwrap_or_default(),
                });
            }
            add(
                hand,
                local,
                Counted {
                    item: item.item,
                    lot: item.lot,
                    units: item.units.get(),
                    serials: item.serial.into_iter().collect(),
                },
            )
        }
        Meaning::Location(_) | Meaning::Container(_) => Err(Wrong::Place {
            scanned: heard.text,
            expected: place_name(hand, place),
        }),
        Meaning::Several => Err(Wrong::Several(heard.text)),
        Meaning::Parcel(_) | Meaning::Unknown | Meaning::Void => Err(Wrong::Unknown(heard.text)),
    }
}

fn begin(hand: &Hand<'_>, meaning: Meaning, heard: &Heard) -> Done {
    let place = match meaning {
        Meaning::Location(location) => Place::Location(location),
        Meaning::Container(plate) => Place::Container(plate),
        Meaning::Item(_)
        | Meaning::Parcel(_)
        | Meaning::Unknown
        | Meaning::Several
        | Meaning::Void => return Err(Wrong::NoPlace(heard.text.clone())),
    };
    let says = Says::Counting(place_name(hand, &place));
    Ok(Act::Note {
        then: CountLocal {
            place: Some(place),
            ..CountLocal::default()
        },
        says,
    })
}

/// One more scan is counted, once nothing more is asked of it.
fn add(hand: &Hand<'_>, local: &CountLocal, unit: Counted) -> Done {
    let sku = names::item_code(&hand.at, &unit.item);
    let asks_serial = Demands::of(hand, &unit.item).asks_serial(false);
    if asks_lot(hand, &unit) || asks_serial && unit.serials.is_empty() {
        return Ok(Act::Note {
            then: CountLocal {
                unit: Some(unit),
                ..local.clone()
            },
            says: Says::Item(sku),
        });
    }
    let mut seen = local.seen.clone();
    let known = seen
        .iter()
        .position(|it| it.item == unit.item && it.lot == unit.lot);
    if let (Some(known), Some(serial)) = (known, unit.serials.first())
        && seen
            .get(known)
            .is_some_and(|it| it.serials.contains(serial))
    {
        return Err(Wrong::SerialTwice(serial.to_string()));
    }
    // A serial number is one unit, whatever the code stands for.
    let units = if asks_serial { 1 } else { unit.units };
    let mut so_far = match known {
        Some(known) => seen.remove(known),
        None => Counted {
            units: 0,
            serials: Vec::new(),
            ..unit.clone()
        },
    };
    so_far.units = so_far.units.saturating_add(units);
    so_far.serials.extend(unit.serials);
    let total = so_far.units;
    seen.push(so_far);
    Ok(Act::Note {
        then: CountLocal {
            place: local.place.clone(),
            only: local.only.clone(),
            seen,
            unit: None,
            before: Some(Box::new(CountLocal {
                before: None,
                unit: None,
                ..local.clone()
            })),
        },
        says: Says::Counted {
            item: sku,
            units: total,
        },
    })
}

/// A number was typed for the last row.
pub fn set_units(local: &CountLocal, units: u64) -> CountLocal {
    let mut next = local.clone();
    if let Some(last) = next.seen.last_mut().filter(|last| last.serials.is_empty()) {
        last.units = units;
    }
    next.before = Some(Box::new(CountLocal {
        before: None,
        ..local.clone()
    }));
    next
}

/// Only the item that was scanned last is counted, and nothing is said of what lies beside it.
pub fn only_last(local: &CountLocal) -> CountLocal {
    let last = local.seen.last();
    CountLocal {
        only: last.map(|counted| counted.item.clone()),
        seen: last.cloned().into_iter().collect(),
        ..local.clone()
    }
}

/// The last scan is forgotten.
pub fn undo(local: &CountLocal) -> Option<Act<CountLocal>> {
    let before = local.before.as_deref()?.clone();
    Some(Act::Note {
        then: before,
        says: Says::CountUndone,
    })
}

/// The goods that were meant by what was seen: those that lie there where only one kind of the item does. `None` where
/// it is not clear which, so that only the item is told.
fn goods(hand: &Hand<'_>, place: &Place, counted: &Counted) -> Option<Goods> {
    let place = hand.at.state.components.place(place);
    let here = hand.at.state.ledger.at(&place);
    let is_lot = |goods: &Goods| counted.lot.is_none() || counted.lot == goods.lot;
    let mut known = here
        .filter(|(goods, account)| {
            goods.item == counted.item && is_lot(goods) && account.balance() != 0
        })
        .map(|(goods, _)| goods);
    match (known.next(), known.next()) {
        (None, _) => Some(Goods {
            lot: counted.lot.clone(),
            owner: counted.item.client.clone(),
            ..Goods::new(counted.item.clone())
        }),
        (Some(goods), None) => Some(goods.clone()),
        (Some(_), Some(_)) => None,
    }
}

/// The count ends: what was not seen is not there. It holds at once where the counter may approve counts, or where it
/// tells what the books say; else a second person approves it.
///
/// # Errors
/// No place was scanned, or a number is beyond all bounds.
pub fn finish(hand: &Hand<'_>, local: &CountLocal) -> Done {
    let place = local.place.as_ref().ok_or(Wrong::PlaceFirst)?;
    let name = place_name(hand, place);
    let mut seen: Vec<Seen> = Vec::new();
    let mut differs = false;
    for counted in &local.seen {
        let known = goods(hand, place, counted);
        let booked = known
            .as_ref()
            .map_or(-1, |goods| hand.floor(|floor| floor.balance(place, goods)));
        differs |= booked != i128::from(counted.units);
        seen.push(Seen {
            within: None,
            what: known.map_or_else(|| SeenWhat::Item(counted.item.clone()), SeenWhat::Goods),
            units: SeenUnits::new(counted.units)
                .ok_or_else(|| Wrong::TooMany(names::item_code(&hand.at, &counted.item)))?,
            serials: demands::serials(&counted.serials),
        });
    }
    differs |= is_something_missing(hand, place, local);
    let waits = differs && !may_approve(hand);
    let kind = if waits {
        ObservationKind::CountToApprove
    } else {
        ObservationKind::Count
    };
    let covers = match &local.only {
        Some(item) => Covers::Item(item.clone()),
        None => Covers::Loose,
    };
    Ok(Act::Run {
        command: CountingCommand::Count(Box::new(CountPlace {
            kind,
            place: place.clone(),
            covers,
            seen,
            containers: Vec::new(),
            shown: false,
            after: None,
        }))
        .into(),
        then: CountLocal::default(),
        says: Says::CountKept { place: name, waits },
    })
}

/// Whether the books have goods there that were looked for and not seen.
fn is_something_missing(hand: &Hand<'_>, place: &Place, local: &CountLocal) -> bool {
    let place = hand.at.state.components.place(place);
    let mut here = hand.at.state.ledger.at(&place);
    here.any(|(booked, account)| {
        let looked_at = local.only.as_ref().is_none_or(|only| *only == booked.item);
        let is_seen = local.seen.iter().any(|counted| {
            let is_lot = counted.lot.is_none() || counted.lot == booked.lot;
            counted.item == booked.item && is_lot
        });
        account.balance() != 0 && looked_at && !is_seen
    })
}

/// Whether the person at the tablet may let counts hold.
fn may_approve(hand: &Hand<'_>) -> bool {
    hand.floor(|floor| {
        let knowing = Knowing::new(floor.context, floor.relations);
        let at = floor.context.at(0, 0);
        let roles = [Role::Office, Role::Supervisor, Role::Owner];
        hand.at.state.authority.has_role(&at, &roles, &knowing)
    })
}
