//! What a scan or a press means at the bench of returns.

use super::demands;
use super::hear::{self, Heard, Meaning, hear};
use super::pick::place_name;
use super::returns::{ReturnRow, ReturnView, RowKey, was_sent};
use super::spots::{SpotKind, set_up_returns, spot};
use super::{Act, Hand, Says, Wrong};
use crate::trade::decide::Command;
use crate::trade::goods::Condition;
use crate::trade::id::{ItemId, ReturnId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::trade::returns::commands::{BackUnits, DecideUnits, ReturnCommand, UnannouncedReturn};
use crate::trade::returns::{Disposition, ReturnReason};
use crate::trade::scan::ScannedItem;
use crate::trade::text::Code;
use crate::view::names;

/// What the inspector has chosen beside the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLocal {
    /// Whether units are still being taken in, rather than inspected.
    pub receiving: bool,
    /// Whether more than was announced is taken in.
    pub more: bool,
    /// What came of a return that nobody announced, before it is taken in.
    pub came: Vec<Came>,
    /// Why that came back, where it was said.
    pub reason: Option<ReturnReason>,
    /// The goods that were scanned last while units come in.
    pub last: Option<RowKey>,
    /// A unit that came in and whose serial number is asked for.
    pub unit: Option<RowKey>,
    /// The goods that were asked for.
    pub row: Option<RowKey>,
    /// The condition that was seen.
    pub condition: Option<Condition>,
    /// What shall become of the units.
    pub disposition: Option<Disposition>,
    /// How many units; all that wait where it is `None`.
    pub units: Option<u64>,
    /// The serial number of the unit that is inspected.
    pub serial: Option<Code>,
}

/// Units that came of a return that nobody announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// What.
    pub key: RowKey,
    /// How many.
    pub units: u64,
    /// Their serial numbers, as far as they were read.
    pub serials: Vec<Code>,
}

impl Default for ReturnLocal {
    fn default() -> Self {
        ReturnLocal {
            receiving: true,
            more: false,
            came: Vec::new(),
            reason: None,
            last: None,
            unit: None,
            row: None,
            condition: None,
            disposition: None,
            units: None,
            serial: None,
        }
    }
}

impl ReturnLocal {
    /// Whether the units that are inspected wait for the location to restock them at.
    pub fn waits_for_place(&self) -> bool {
        self.disposition == Some(Disposition::Restock) && self.condition.is_some()
    }

    /// Units that came of goods and are not taken in yet.
    pub fn noted(&self, key: &RowKey) -> u64 {
        let of_key = self.came.iter().filter(|came| came.key == *key);
        of_key.map(|came| came.units).sum()
    }

    /// All units that came and are not taken in yet.
    pub fn noted_units(&self) -> u64 {
        self.came.iter().map(|came| came.units).sum()
    }

    /// The same goods in the hand; nothing else chosen. What is left of them is inspected next.
    fn same_row(&self, row: &ReturnRow, n: u64) -> ReturnLocal {
        ReturnLocal {
            receiving: self.receiving,
            more: self.more,
            row: (row.undecided > n).then(|| row.key()),
            ..ReturnLocal::default()
        }
    }
}

type Done = Result<Act<ReturnLocal>, Wrong>;

/// A scan while units come in: a unit of the item, or its serial number. What nobody announced is noted first and taken in
/// together.
///
/// # Errors
/// Nothing such was sent, all of it has come, or the serial number is none of those that left.
pub fn receive(hand: &Hand<'_>, view: &ReturnView, local: &ReturnLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    if let Some(key) = &local.unit {
        let code = demands::serial_read(hand, &key.1.item, key.1.lot.as_ref(), &heard)?;
        let mut all = may_come(view, local);
        let row = all.find(|row| row.key() == *key && open_units(view, local, row) > 0);
        let row = row.ok_or_else(|| Wrong::NotExpected(heard.text.clone()))?;
        let code = code.clone();
        return came_back(hand, view, local, row, Units::ONE, Some(code));
    }
    let item = match meant(hand, view, &heard) {
        Meaning::Item(item) => item,
        Meaning::Several => return Err(Wrong::Several(heard.text)),
        Meaning::Location(_)
        | Meaning::Container(_)
        | Meaning::Parcel(_)
        | Meaning::Unknown
        | Meaning::Void => return Err(Wrong::NotExpected(heard.text)),
    };
    let mut mine = may_come(view, local)
        .filter(|row| names_row(hand, &item, row))
        .peekable();
    if mine.peek().is_none() {
        return Err(Wrong::NotExpected(heard.text));
    }
    let row = mine.find(|row| open_units(view, local, row) >= item.units.get());
    let row = row.ok_or_else(|| Wrong::AllCame(heard.text.clone()))?;
    match item.serial {
        None if row.asks_serial => Ok(Act::Note {
            then: ReturnLocal {
                unit: Some(row.key()),
                ..local.clone()
            },
            says: Says::Item(row.sku.clone()),
        }),
        serial => came_back(hand, view, local, row, item.units, serial),
    }
}

/// What was read means: of several items that have the code the one that comes back.
fn meant(hand: &Hand<'_>, view: &ReturnView, heard: &Heard) -> Meaning {
    let names = &hand.at.state.components;
    let comes_back = |item: &ItemId| {
        let mut all = view.rows.iter().chain(&view.others);
        all.any(|row| names.item(&row.goods.item) == *item)
    };
    hear::meaning_among(hand, view.warehouse.as_ref(), heard, comes_back)
}

/// The goods that may come: what was announced, and once somebody has said that more came all that was sent.
fn may_come<'v>(
    view: &'v ReturnView,
    local: &ReturnLocal,
) -> impl Iterator<Item = &'v ReturnRow> + use<'v> {
    let others = view
        .others
        .iter()
        .take(if local.more { usize::MAX } else { 0 });
    view.rows.iter().chain(others)
}

/// Units of goods that may still come.
fn open_units(view: &ReturnView, local: &ReturnLocal, row: &ReturnRow) -> u64 {
    match view.rma {
        Some(_) => row.to_come,
        None => row.to_come.saturating_sub(local.noted(&row.key())),
    }
}

/// The goods that were scanned last, with how many of them may still come and are told by a count.
pub fn countable<'v>(view: &'v ReturnView, local: &ReturnLocal) -> Option<(&'v ReturnRow, u64)> {
    let last = local.last.as_ref()?;
    let mut all = may_come(view, local);
    let row = all.find(|row| row.key() == *last && open_units(view, local, row) > 0)?;
    (!row.asks_serial).then(|| (row, open_units(view, local, row)))
}

/// So many more units of the goods that were scanned last.
///
/// # Errors
/// Nothing was scanned, or not as many may come.
pub fn receive_counted(
    hand: &Hand<'_>,
    view: &ReturnView,
    local: &ReturnLocal,
    number: u64,
) -> Done {
    let nothing = || Wrong::NothingLeft(String::new());
    let (row, most) = countable(view, local).ok_or_else(nothing)?;
    let units = Units::new(number.min(most)).ok_or_else(nothing)?;
    came_back(hand, view, local, row, units, None)
}

/// Units of goods came: they are taken in, or noted where nobody announced them.
fn came_back(
    hand: &Hand<'_>,
    view: &ReturnView,
    local: &ReturnLocal,
    row: &ReturnRow,
    units: Units,
    serial: Option<Code>,
) -> Done {
    if let Some(code) = &serial {
        serial_comes_back(hand, local, row, code)?;
    }
    let serials: Vec<Code> = serial.into_iter().collect();
    let local = &ReturnLocal {
        last: Some(row.key()),
        ..local.clone()
    };
    if view.rma.is_some() {
        return came(hand, view, local, &[(row, units, serials)]);
    }
    let mut noted = local.came.clone();
    noted.push(Came {
        key: row.key(),
        units: units.get(),
        serials,
    });
    let then = ReturnLocal {
        unit: None,
        came: noted,
        ..local.clone()
    };
    Ok(Act::Note {
        says: Says::InHand {
            item: row.sku.clone(),
            units: then.noted(&row.key()),
        },
        then,
    })
}

/// Whether a serial number may be that of a unit that comes back.
fn serial_comes_back(
    hand: &Hand<'_>,
    local: &ReturnLocal,
    row: &ReturnRow,
    code: &Code,
) -> Result<(), Wrong> {
    if local.came.iter().any(|came| came.serials.contains(code)) {
        return Err(Wrong::SerialTwice(code.to_string()));
    }
    if let Some(place) = demands::serial_elsewhere(hand, &row.goods.item, code, &[]) {
        return Err(Wrong::SerialElsewhere {
            serial: code.to_string(),
            place: place_name(hand, &place),
        });
    }
    match was_sent(hand, row, code) {
        Some(false) => Err(Wrong::SerialNotSent(code.to_string())),
        Some(true) | None => Ok(()),
    }
}

/// What came of a return that nobody announced is taken in, all at once.
///
/// # Errors
/// Nothing came.
pub fn receive_noted(hand: &Hand<'_>, view: &ReturnView, local: &ReturnLocal) -> Done {
    let mut rows: Vec<(&ReturnRow, Units, Vec<Code>)> = Vec::new();
    for row in &view.rows {
        let of_row = local.came.iter().filter(|came| came.key == row.key());
        let serials = of_row.flat_map(|came| came.serials.clone()).collect();
        if let Some(units) = Units::new(local.noted(&row.key())) {
            rows.push((row, units, serials));
        }
    }
    if rows.is_empty() {
        return Err(Wrong::NothingLeft(String::new()));
    }
    let cleared = ReturnLocal {
        last: None,
        ..local.clone()
    };
    came(hand, view, &cleared, &rows)
}

/// Takes back what was noted last; `None` where nothing was.
pub fn unnote(local: &ReturnLocal) -> Option<Act<ReturnLocal>> {
    let mut came = local.came.clone();
    came.pop()?;
    Some(Act::Note {
        then: ReturnLocal {
            came,
            ..local.clone()
        },
        says: Says::ReturnUndone,
    })
}

/// Everything that is expected and has no serial numbers has come.
///
/// # Errors
/// Nothing such is expected.
pub fn receive_all(hand: &Hand<'_>, view: &ReturnView, local: &ReturnLocal) -> Done {
    let rows: Vec<(&ReturnRow, Units, Vec<Code>)> = view
        .rows
        .iter()
        .filter(|row| !row.asks_serial)
        .filter_map(|row| Some((row, Units::new(row.to_come)?, Vec::new())))
        .collect();
    if rows.is_empty() {
        return Err(Wrong::NothingLeft(String::new()));
    }
    came(hand, view, local, &rows)
}

fn came(
    hand: &Hand<'_>,
    view: &ReturnView,
    local: &ReturnLocal,
    rows: &[(&ReturnRow, Units, Vec<Code>)],
) -> Done {
    let none = || Wrong::NoSpot(SpotKind::Returns);
    let warehouse = view.warehouse.as_ref().ok_or_else(none)?;
    let Some(bench) = spot(hand, warehouse, SpotKind::Returns) else {
        return set_up_returns(warehouse).map(Act::First).ok_or_else(none);
    };
    let at = Place::Location(bench);
    let units: Vec<BackUnits> = rows
        .iter()
        .map(|(row, units, serials)| BackUnits {
            line: row.line.clone(),
            goods: row.goods.clone(),
            units: *units,
            serials: demands::serials(serials),
        })
        .collect();
    let number: u64 = rows.iter().map(|(_, units, _)| units.get()).sum();
    let of_rows = |row: &ReturnRow| view.rows.iter().any(|it| std::ptr::eq(it, row));
    let announced = rows.iter().filter(|(row, ..)| of_rows(row));
    let announced: u64 = announced.map(|(_, units, _)| units.get()).sum();
    let command: Command = match view.rma {
        Some(rma) => ReturnCommand::Receive { rma, at, units }.into(),
        None => ReturnCommand::ReceiveUnannounced(UnannouncedReturn {
            order: view.order.clone(),
            at,
            units,
            reason: local.reason,
            rows: Vec::new(),
        })
        .into(),
    };
    Ok(Act::Run {
        command,
        then: ReturnLocal {
            unit: None,
            came: Vec::new(),
            ..local.clone()
        },
        says: Says::ReturnReceived {
            units: number,
            left: match view.rma {
                Some(_) => view.to_come().saturating_sub(announced),
                None => 0,
            },
        },
    })
}

/// A scan while units are inspected: the location to restock at, the item to inspect, or the serial number of the unit.
///
/// # Errors
/// It is none of them, or something must be chosen first.
pub fn inspect(hand: &Hand<'_>, view: &ReturnView, local: &ReturnLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let meaning = meant(hand, view, &heard);
    if let Some(noted) = serial(hand, view, local, &meaning, &heard) {
        return Ok(noted);
    }
    match meaning {
        Meaning::Location(location) if local.waits_for_place() => {
            decide(hand, view, local, Some(Place::Location(location)))
        }
        Meaning::Container(plate) if local.waits_for_place() => {
            decide(hand, view, local, Some(Place::Container(plate)))
        }
        Meaning::Location(_) | Meaning::Container(_) => Err(Wrong::ChooseFirst),
        Meaning::Item(item) => {
            let mut rows = view.rows.iter().filter(|row| row.undecided > 0);
            let row = rows.find(|row| names_row(hand, &item, row));
            let counted = heard.counted(hand);
            let row = row.ok_or(Wrong::NotExpected(heard.text))?;
            if counted.is_some_and(|counted| counted > row.undecided) {
                return Err(Wrong::TooMany(row.sku.clone()));
            }
            Ok(Act::Note {
                then: ReturnLocal {
                    receiving: local.receiving,
                    row: Some(row.key()),
                    serial: item.serial,
                    units: counted,
                    ..ReturnLocal::default()
                },
                says: Says::Item(row.sku.clone()),
            })
        }
        Meaning::Several => Err(Wrong::Several(heard.text)),
        Meaning::Parcel(_) | Meaning::Unknown | Meaning::Void => Err(Wrong::NoPlace(heard.text)),
    }
}

/// Whether a code that names an item, and perhaps its lot, means these goods.
fn names_row(hand: &Hand<'_>, item: &ScannedItem, row: &ReturnRow) -> bool {
    hand.at.state.components.item(&row.goods.item) == item.item
        && (item.lot.is_none() || item.lot == row.goods.lot)
}

/// A serial number of units that wait: it says which unit is in the hand.
fn serial(
    hand: &Hand<'_>,
    view: &ReturnView,
    local: &ReturnLocal,
    meaning: &Meaning,
    heard: &Heard,
) -> Option<Act<ReturnLocal>> {
    let scan = heard.scan.as_ref()?;
    let code = scan.serial.as_ref().unwrap_or(&scan.code);
    let is_meant = |row: &ReturnRow| match meaning {
        Meaning::Item(item) if scan.serial.is_some() => names_row(hand, item, row),
        _ => true,
    };
    let mut rows = view.rows.iter().filter(|row| row.undecided > 0);
    let row = rows.find(|row| row.serials.contains(code) && is_meant(row))?;
    Some(Act::Note {
        then: ReturnLocal {
            receiving: local.receiving,
            row: Some(row.key()),
            serial: Some(code.clone()),
            units: Some(1),
            ..ReturnLocal::default()
        },
        says: Says::Serial(code.to_string()),
    })
}

/// What was chosen is decided; `to` is where units are restocked.
///
/// # Errors
/// Something must be chosen first.
pub fn decide(hand: &Hand<'_>, view: &ReturnView, local: &ReturnLocal, to: Option<Place>) -> Done {
    let rma = view.rma.ok_or(Wrong::ChooseFirst)?;
    let row = view
        .to_inspect(local.row.as_ref())
        .ok_or(Wrong::ChooseFirst)?;
    let from = row.lies_at.clone().ok_or(Wrong::ChooseFirst)?;
    let (Some(condition), Some(disposition)) = (&local.condition, &local.disposition) else {
        return Err(Wrong::ChooseFirst);
    };
    let serials = serials_of(row, local)?;
    let n = match serials.len() {
        0 => local.units.unwrap_or(row.undecided).min(row.undecided),
        some => some as u64,
    };
    let units = Units::new(n).ok_or(Wrong::ChooseFirst)?;
    let restocks = *disposition == Disposition::Restock;
    let to = to.filter(|_| restocks);
    let place = to.as_ref().map(|place| place_name(hand, place));
    let becomes = row.goods.graded(condition.clone());
    let command = ReturnCommand::Decide(Box::new(DecideUnits {
        rma,
        line: row.line.clone(),
        goods: row.goods.clone(),
        becomes: (becomes != row.goods).then_some(becomes),
        from,
        to,
        units,
        disposition: disposition.clone(),
        serials: demands::serials(&serials),
    }));
    let item = names::item_code(&hand.at, &row.goods.item);
    Ok(Act::Run {
        command: command.into(),
        then: local.same_row(row, n),
        says: match place {
            Some(to) => Says::Restocked { units: n, item, to },
            None => Says::Decided { units: n, item },
        },
    })
}

/// The serial numbers of what is decided about, one unit at a time where they are asked for: the one that was read, or
/// the only one there is.
fn serials_of(row: &ReturnRow, local: &ReturnLocal) -> Result<Vec<Code>, Wrong> {
    match (&local.serial, row.serials.as_slice()) {
        _ if !row.asks_serial => Ok(Vec::new()),
        (Some(serial), _) => Ok(vec![serial.clone()]),
        (None, [only]) => Ok(vec![only.clone()]),
        (None, _) => Err(Wrong::Refused(Box::new(
            crate::trade::decide::Refusal::SerialsMissing {
                units: Units::ONE,
                given: 0,
            },
        ))),
    }
}

/// Nothing more is expected of a return.
pub fn close(rma: ReturnId) -> Act<ReturnLocal> {
    Act::Run {
        command: ReturnCommand::Close { rma }.into(),
        then: ReturnLocal::default(),
        says: Says::ReturnClosed,
    }
}
