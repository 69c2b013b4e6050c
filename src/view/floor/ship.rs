//! Parcels at the door, by carrier, and parcels that are on the way.

use super::hear::{self, Meaning, hear};
use super::{Act, Hand, Says, Wrong, parcel_name, shown_units};
use crate::stream::id::FactId;
use crate::trade::decide::Command;
use crate::trade::decide::floor::Step;
use crate::trade::decide::hands::units;
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::id::{OrderId, ParcelId, PartyId};
use crate::trade::packing::parcel::{Parcel, ParcelStatus};
use crate::trade::place::Place;
use crate::trade::returns::commands::ReturnCommand;
use crate::trade::returns::{ReturnAuthorised, ReturnLine, ReturnReason, whereabouts};
use crate::trade::shipping::addressed::outdated;
use crate::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use crate::view::names;
use std::collections::{BTreeMap, BTreeSet};

/// A parcel at the door or on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipEntry {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its code, as it is printed.
    pub name: String,
    /// The numbers of the orders in it.
    pub orders: Vec<String>,
    /// The code of its carrier.
    pub carrier: String,
    /// Its tracking number.
    pub number: Option<String>,
    /// The number of the order that stops it.
    pub held: Option<String>,
    /// By when it must leave, in milliseconds since 1970 UTC.
    pub ship_by: Option<i64>,
    /// Whether a return is announced that the carrier brings back: it is not to arrive.
    pub coming_back: bool,
}

/// The parcel that a code means: its printed code, its name, or the number of its label.
pub fn find(hand: &Hand<'_>, code: &str) -> Option<ParcelId> {
    let heard = hear(code, hand.today);
    match hear::meaning(hand, hand.home(), &heard) {
        Meaning::Parcel(parcel) => Some(parcel),
        _ => names::find_parcel(&hand.at, &heard.text),
    }
}

fn orders<'a>(hand: &Hand<'a>, parcel: &Parcel) -> BTreeSet<&'a OrderId> {
    let packed = parcel.packed();
    packed
        .filter_map(|(_, packed)| hand.order_of(&packed.line.document))
        .collect()
}

/// The carrier of a parcel: of its hand-over, else of its label.
pub fn carrier_of<'a>(hand: &Hand<'a>, parcel: &'a Parcel) -> Option<&'a PartyId> {
    let left = parcel.handed_over().last().map(|(_, carrier)| carrier);
    left.or_else(|| {
        let label = parcel.label(&hand.at.relations());
        label.map(|(_, label)| &label.carrier)
    })
}

/// The tracking number of a parcel's label.
pub fn number_of(hand: &Hand<'_>, parcel: &Parcel) -> Option<String> {
    let (at, label) = parcel.label(&hand.at.relations())?;
    parcel.number(at, label).map(ToString::to_string)
}

/// The number of the order whose address changed after the parcel got its label.
fn old_address(hand: &Hand<'_>, parcel: &Parcel) -> Option<String> {
    let order = outdated(hand.at.state, parcel, &hand.at.relations())?;
    Some(names::shown_number(&hand.at, &order).to_owned())
}

fn entry(hand: &Hand<'_>, id: ParcelId, parcel: &Parcel) -> Option<ShipEntry> {
    let orders = orders(hand, parcel);
    let number = |order: &&OrderId| names::shown_number(&hand.at, order).to_owned();
    let held = hand.floor(|floor| {
        let mut all = orders.iter();
        all.find(|order| (floor.gate)(order, Step::HandOver).is_err())
            .map(number)
    });
    let held = held.or_else(|| old_address(hand, parcel));
    Some(ShipEntry {
        parcel: id,
        name: parcel_name(&id),
        carrier: names::party_code(&hand.at, carrier_of(hand, parcel)?),
        number: number_of(hand, parcel),
        held,
        ship_by: orders
            .iter()
            .filter_map(|order| super::pack::ship_by(hand, order))
            .min(),
        orders: orders.iter().map(number).collect(),
        coming_back: is_coming_back(hand, parcel),
    })
}

/// Whether a return of what left in a parcel is announced that its carrier brings back.
pub fn is_coming_back(hand: &Hand<'_>, parcel: &Parcel) -> bool {
    let lines: BTreeSet<_> = parcel
        .hand_overs()
        .flat_map(|(_, left)| left.contents.iter().map(|content| &content.line))
        .collect();
    let mut open = hand.at.state.open_rmas();
    open.any(|(_, rma)| {
        let announced = rma.authorised();
        let mut all = announced.into_iter().flat_map(|(_, rma)| &rma.lines);
        all.any(|line| line.reason == ReturnReason::Undelivered && lines.contains(&line.line))
    })
}

/// Whether any of what left in a parcel is still with its carrier: it has neither arrived nor come back.
pub fn is_with_carrier(hand: &Hand<'_>, parcel: &Parcel) -> bool {
    let left = parcel.hand_overs().last();
    left.is_some_and(|(_, left)| {
        let carrier = Place::Party(left.carrier.clone());
        let mut contents = left.contents.iter();
        contents.any(|it| {
            !has_come_back(hand, &it.line)
                || hand.floor(|floor| {
                    whereabouts::units_with(floor, &it.line, &it.goods, &carrier) > 0
                })
        })
    })
}

/// Whether units of a line's fulfilment order ever came back: only then it must be asked what is still with the carrier.
fn has_come_back(hand: &Hand<'_>, line: &DemandLine) -> bool {
    match &line.document {
        DemandDocument::FulfilmentOrder(id) => {
            hand.at.state.links().brought_back(id).next().is_some()
        }
        _ => false,
    }
}

/// The parcels of a status that are shown here; what all came back is with no carrier any more.
fn parcels_of<'a>(hand: &Hand<'a>, status: ParcelStatus) -> Vec<(ParcelId, &'a Parcel)> {
    let relations = hand.at.relations();
    let stands = |(id, parcel): &(&ParcelId, &Parcel)| {
        parcel.status(&relations) == status && is_shown(hand, **id)
    };
    let state = hand.at.state;
    let found: Vec<(&ParcelId, &Parcel)> = match status {
        ParcelStatus::Open | ParcelStatus::Closed | ParcelStatus::Labelled => {
            state.open_parcels().filter(stands).collect()
        }
        ParcelStatus::HandedOver => {
            let away = state.parcels_away().filter(stands);
            away.filter(|(_, parcel)| is_with_carrier(hand, parcel))
                .collect()
        }
        ParcelStatus::Delivered | ParcelStatus::Lost | ParcelStatus::Cancelled => {
            state.parcels().filter(stands).collect()
        }
    };
    found
        .into_iter()
        .map(|(id, parcel)| (*id, parcel))
        .collect()
}

fn of_status(hand: &Hand<'_>, status: ParcelStatus) -> Vec<ShipEntry> {
    let found = parcels_of(hand, status).into_iter();
    found
        .filter_map(|(id, parcel)| entry(hand, id, parcel))
        .collect()
}

fn is_shown(hand: &Hand<'_>, id: ParcelId) -> bool {
    let warehouse = hand.floor(|floor| floor.parcel(&id).map(|(_, warehouse, _)| warehouse));
    warehouse.is_ok_and(|warehouse| hand.shows(&warehouse))
}

/// The parcels that are labelled and still here: what must leave first comes first.
pub fn waiting(hand: &Hand<'_>) -> Vec<ShipEntry> {
    let mut waiting = of_status(hand, ParcelStatus::Labelled);
    waiting.sort_by_key(|entry| (entry.ship_by.unwrap_or(i64::MAX), entry.parcel));
    waiting
}

/// The parcels that are with a carrier.
pub fn on_the_way(hand: &Hand<'_>) -> Vec<ShipEntry> {
    of_status(hand, ParcelStatus::HandedOver)
}

/// How many parcels stand so.
pub fn count(hand: &Hand<'_>, status: ParcelStatus) -> usize {
    parcels_of(hand, status).len()
}

fn scanned<'a>(hand: &Hand<'a>, text: &str) -> Result<(ParcelId, &'a Parcel), Wrong> {
    let heard = hear(text, hand.today);
    if hear::meaning(hand, hand.home(), &heard) == Meaning::Void {
        return Err(Wrong::Void(heard.text));
    }
    let found = find(hand, text).and_then(|id| Some((id, hand.at.state.parcel(&id)?)));
    found.ok_or(Wrong::NoParcel(heard.text))
}

/// A scan at the door: the parcel leaves with its carrier. `carrier` is the code of the one that stands there; empty
/// where none was chosen, so that the first parcel chooses it. Gives the carrier that stands there then.
///
/// # Errors
/// What was scanned may not leave, and why.
pub fn hand_over(hand: &Hand<'_>, carrier: &str, text: &str) -> Result<Act<String>, Wrong> {
    let (id, parcel) = scanned(hand, text)?;
    let name = parcel_name(&id);
    match parcel.status(&hand.at.relations()) {
        ParcelStatus::HandedOver | ParcelStatus::Delivered | ParcelStatus::Lost => {
            return Err(Wrong::Gone(name));
        }
        ParcelStatus::Open | ParcelStatus::Closed | ParcelStatus::Cancelled => {
            return Err(Wrong::NoLabel(name));
        }
        ParcelStatus::Labelled => {}
    }
    if let Some(order) = old_address(hand, parcel) {
        return Err(Wrong::OldAddress {
            parcel: name,
            order,
        });
    }
    let entry = entry(hand, id, parcel).ok_or_else(|| Wrong::NoLabel(name.clone()))?;
    if let Some(order) = entry.held {
        return Err(Wrong::ParcelHeld {
            parcel: name,
            order,
        });
    }
    if !carrier.is_empty() && entry.carrier != carrier {
        return Err(Wrong::OtherCarrier {
            parcel: name,
            own: entry.carrier,
            carrier: carrier.to_owned(),
        });
    }
    Ok(Act::Run {
        command: ShippingCommand::HandOver { parcel: id }.into(),
        then: entry.carrier.clone(),
        says: Says::HandedOver {
            parcel: name,
            carrier: entry.carrier,
        },
    })
}

/// The commands that hand over all that waits for a carrier and is not held.
pub fn hand_over_all(hand: &Hand<'_>, carrier: &str) -> Vec<Command> {
    let all = waiting(hand).into_iter();
    all.filter(|entry| entry.carrier == carrier && entry.held.is_none())
        .map(|entry| {
            ShippingCommand::HandOver {
                parcel: entry.parcel,
            }
            .into()
        })
        .collect()
}

fn last_hand_over(hand: &Hand<'_>) -> Option<(FactId, ParcelId)> {
    let relations = hand.at.relations();
    let parcels = hand.at.state.parcels_away();
    let away = parcels.filter(|(_, parcel)| parcel.status(&relations) == ParcelStatus::HandedOver);
    hand.last(away.flat_map(|(id, parcel)| parcel.hand_overs().map(move |(fact, _)| (*fact, *id))))
}

/// The command that keeps here after all what this device handed over last, and what it says then.
pub fn undo_hand_over(hand: &Hand<'_>) -> Option<(Command, Says)> {
    let (hand_over, parcel) = last_hand_over(hand)?;
    let command = ShippingCommand::UndoHandOver { parcel, hand_over };
    Some((command.into(), Says::HandOverUndone(parcel_name(&parcel))))
}

/// The command that says that a parcel has arrived.
pub fn delivered(parcel: ParcelId) -> Command {
    ShippingCommand::Deliver(DeliverParcel {
        parcel,
        at: None,
        damaged: Vec::new(),
        rows: Vec::new(),
    })
    .into()
}

/// A scan of a parcel that has arrived.
///
/// # Errors
/// What was scanned is not on the way, and why.
pub fn deliver(hand: &Hand<'_>, text: &str) -> Result<Act<()>, Wrong> {
    let (id, parcel) = scanned(hand, text)?;
    let name = parcel_name(&id);
    match parcel.status(&hand.at.relations()) {
        ParcelStatus::Delivered => Err(Wrong::Arrived(name)),
        ParcelStatus::HandedOver => Ok(Act::Run {
            command: delivered(id),
            then: (),
            says: Says::Delivered(name),
        }),
        ParcelStatus::Open
        | ParcelStatus::Closed
        | ParcelStatus::Labelled
        | ParcelStatus::Lost
        | ParcelStatus::Cancelled => Err(Wrong::NotOnTheWay(name)),
    }
}

/// The command that says that a carrier has lost a parcel.
pub fn lost(parcel: ParcelId) -> Command {
    ShippingCommand::Lose { parcel }.into()
}

/// The commands that announce what a carrier brings back of a parcel: a return of each order in it, of all that is still
/// with the carrier and not announced already.
pub fn brought_back(hand: &Hand<'_>, id: ParcelId) -> Vec<(OrderId, Command)> {
    let Some((_, left)) = hand
        .at
        .state
        .parcel(&id)
        .and_then(|parcel| parcel.hand_overs().last())
    else {
        return Vec::new();
    };
    let carrier = Place::Party(left.carrier.clone());
    let mut by_order: BTreeMap<&OrderId, Vec<ReturnLine>> = BTreeMap::new();
    hand.floor(|floor| {
        for content in &left.contents {
            let with = whereabouts::units_with(floor, &content.line, &content.goods, &carrier);
            let units = units(content.units.wide().min(with));
            if let Some((units, order)) = units.zip(hand.order_of(&content.line.document)) {
                by_order.entry(order).or_default().push(ReturnLine {
                    line: content.line.clone(),
                    goods: content.goods.clone(),
                    units,
                    reason: ReturnReason::Undelivered,
                });
            }
        }
    });
    let announce = |(order, lines): (&OrderId, Vec<ReturnLine>)| {
        let authorised = ReturnAuthorised {
            order: Some(order.clone()),
            lines,
            rows: Vec::new(),
        };
        let command = ReturnCommand::Authorise(authorised);
        (order.clone(), Command::from(command))
    };
    by_order.into_iter().map(announce).collect()
}

/// The command that takes back what this device said last of an arrival or a loss, and what it says then.
pub fn undo_delivery(hand: &Hand<'_>) -> Option<(Command, Says)> {
    let arrived = hand.at.state.parcels().flat_map(|(id, parcel)| {
        let deliveries = parcel.deliveries();
        deliveries.map(move |(fact, _)| (*fact, (*id, true)))
    });
    let lost = hand.at.state.parcels().flat_map(|(id, parcel)| {
        let losses = parcel.losses();
        losses.map(move |(fact, _)| (*fact, (*id, false)))
    });
    let (fact, (parcel, arrived)) = hand.last(arrived.chain(lost))?;
    let name = parcel_name(&parcel);
    Some(if arrived {
        let delivery = fact;
        let command = ShippingCommand::UndoDelivery { parcel, delivery };
        (command.into(), Says::DeliveryUndone(name))
    } else {
        let command = ShippingCommand::UndoLoss { parcel, lost: fact };
        (command.into(), Says::LossUndone(name))
    })
}

/// A parcel that a carrier took since an instant, for its manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestRow {
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// The parcel's code, as it is printed.
    pub parcel: String,
    /// The orders in it.
    pub orders: Vec<String>,
    /// Its tracking number.
    pub number: Option<String>,
    /// Units in it.
    pub units: u64,
    /// Its weight in grams.
    pub weight_g: Option<u64>,
}

/// What a carrier took since an instant, in the order of the hand-overs. What was taken back is not on it.
pub fn manifest(hand: &Hand<'_>, carrier: &str, since_ms: i64) -> Vec<ManifestRow> {
    let mut rows = Vec::new();
    for (id, parcel) in hand.at.state.parcels() {
        for (fact, left) in parcel.hand_overs() {
            let wrote = crate::trade::relations::Headers::header(hand.at.held, fact.commit);
            let at_ms = wrote.map_or(0, |header| header.stamp.ms());
            let is_it = names::party_code(&hand.at, &left.carrier) == carrier;
            if is_it && at_ms >= since_ms {
                let units = left
                    .contents
                    .iter()
                    .map(|content| content.units.wide())
                    .sum();
                let of = orders(hand, parcel);
                let number = |order: &&OrderId| names::shown_number(&hand.at, order).to_owned();
                rows.push(ManifestRow {
                    at_ms,
                    parcel: parcel_name(id),
                    orders: of.iter().map(number).collect(),
                    number: number_of(hand, parcel),
                    units: shown_units(units),
                    weight_g: parcel.measured().and_then(|measured| measured.weight_g),
                });
            }
        }
    }
    rows.sort_by(|a, b| (a.at_ms, &a.parcel).cmp(&(b.at_ms, &b.parcel)));
    rows
}
