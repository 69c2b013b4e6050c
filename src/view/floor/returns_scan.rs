//! What a scan or a press means at the bench of returns.

use super::demands;
use super::hear::{self, Heard, Meaning, hear};
use super::pick::place_name;
use super::returns::{ReturnRow, ReturnView, RowKey};
use super::spots::{SpotKind, set_up_returns, spot};
use super::{Act, Hand, Says, Wrong};
use crate::trade::decide::Command;
use crate::trade::goods::Condition;
use crate::trade::id::ReturnId;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::trade::returns::Disposition;
use crate::trade::returns::commands::{BackUnits, DecideUnits, ReturnCommand, UnannouncedReturn};
use crate::trade::scan::ScannedItem;
use crate::trade::text::Code;
use crate::view::names;

/// What the inspector has chosen beside the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLocal {
    /// Whether units are still being taken in, rather than inspected.
    pub receiving: bool,
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

impl Default for ReturnLocal {
    fn default() -> Self {
        ReturnLocal {
            receiving: true,
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

    /// The same goods in the hand; nothing else chosen. What is left of them is inspected next.
    fn same_row(&self, row: &ReturnRow, n: u64) -> ReturnLocal {
        ReturnLocal {
            receiving: self.receiving,
            row: (row.undecided > n).then(|| row.key()),
            ..ReturnLocal::default()
        }
    }
}

type Done = Result<Act<ReturnLocal>, Wrong>;

/// A scan while units come in: one unit of the item, or its serial number.
///
/// # Errors
/// The return expects no such item, or all of it has come.
pub fn receive(hand: &Hand<'_>, view: &ReturnView, local: &ReturnLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    if let Some(key) = &local.unit {
        let code = demands::serial_read(hand, &key.1.item, key.1.lot.as_ref(), &heard)?;
        let row = view.rows.iter().find(|row| row.key() == *key);
        let row = row.ok_or_else(|| Wrong::NotExpected(heard.text.clone()))?;
        return came(hand, view, local, &[(row, Units::ONE, vec![code.clone()])]);
    }
    let item = match hear::meaning(hand, view.warehouse.as_ref(), &heard) {
        Meaning::Item(item) => item,
        Meaning::Several => return Err(Wrong::Several(heard.text)),
        Meaning::Location(_)
        | Meaning::Container(_)
        | Meaning::Parcel(_)
        | Meaning::Unknown
        | Meaning::Void => return Err(Wrong::NotExpected(heard.text)),
    };
    let mut mine = view
        .rows
        .iter()
        .filter(|row| names_row(hand, &item, row))
        .peekable();
    if mine.peek().is_none() {
        return Err(Wrong::NotExpected(heard.text));
    }
    let row = mine.find(|row| row.to_come >= item.units.get());
    let row = row.ok_or_else(|| Wrong::AllCame(heard.text.clone()))?;
    match item.serial {
        None if row.asks_serial => Ok(Act::Note {
            then: ReturnLocal {
                unit: Some(row.key()),
                ..local.clone()
            },
            says: Says::Item(row.sku.clone()),
        }),
        serial => {
            let serials = serial.into_iter().collect();
            came(hand, view, local, &[(row, item.units, serials)])
        }
    }
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
    let command: Command = match view.rma {
        Some(rma) => ReturnCommand::Receive { rma, at, units }.into(),
        None => ReturnCommand::ReceiveUnannounced(UnannouncedReturn {
            order: view.order.clone(),
            at,
            units,
            rows: Vec::new(),
        })
        .into(),
    };
    Ok(Act::Run {
        command,
        then: ReturnLocal {
            unit: None,
            ..local.clone()
        },
        says: Says::ReturnReceived {
            units: number,
            left: view.to_come().saturating_sub(number),
        },
    })
}

/// A scan while units are inspected: the location to restock at, the item to inspect, or the serial number of the unit.
///
/// # Errors
/// It is none of them, or something must be chosen first.
pub fn inspect(hand: &Hand<'_>, view: &ReturnView, local: &ReturnLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let meaning = hear::meaning(hand, view.warehouse.as_ref(), &heard);
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
