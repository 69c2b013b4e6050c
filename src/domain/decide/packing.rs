//! Packing with every unit verified, labels, handover, delivery.

use super::{Context, once, order};
use crate::domain::command::Refusal;
use crate::domain::event::{Content, Event, Packed};
use crate::domain::order::{Order, Parcel, ParcelState, Stage};
use crate::domain::text::{Code, OrderId, ParcelId};
use crate::domain::workspace::Workspace;

/// The parcel of an order that is being filled.
pub fn open_parcel(order: &Order) -> Option<&Parcel> {
    order
        .parcels
        .iter()
        .find(|parcel| parcel.state == ParcelState::Open && !parcel.lines.is_empty())
}

/// A scan at the pack screen: one unit of an item of the order goes into the open parcel.
pub fn scan(
    state: &Workspace,
    context: &Context,
    id: &OrderId,
    text: &str,
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    let scanned = text.trim();
    let not_in_order = || Refusal::NotInOrder {
        scanned: scanned.to_owned(),
        order: id.clone(),
    };
    let item = state.catalog.by_scan(scanned).ok_or_else(not_in_order)?;
    let lines = || {
        order
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.sku == item.sku)
    };
    if lines().next().is_none() {
        return Err(not_in_order());
    }
    match lines().find(|(_, line)| line.stages.get(Stage::Picked) > 0) {
        Some((line, _)) => pack_units(state, context, id, line as u16, 1),
        None => Err(Refusal::AlreadyAll {
            sku: item.sku.clone(),
        }),
    }
}

/// Packs counted units of a line.
pub fn pack_units(
    state: &Workspace,
    context: &Context,
    id: &OrderId,
    line: u16,
    units: u32,
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    if order.holds_at(context.now_ms).next().is_some() {
        return Err(Refusal::OnHold(id.clone()));
    }
    let l = order
        .lines
        .get(usize::from(line))
        .ok_or_else(|| Refusal::UnknownLine {
            order: id.clone(),
            line,
        })?;
    let there = l.stages.get(Stage::Picked);
    if units == 0 {
        return Err(Refusal::NoUnits);
    }
    if units > there {
        return Err(Refusal::TooMany { there });
    }
    let tote = order
        .tote
        .clone()
        .ok_or_else(|| Refusal::NothingToPack(id.clone()))?;
    let parcel = match open_parcel(order) {
        Some(parcel) => parcel.id.clone(),
        None => ParcelId::new(&context.name('P'))?,
    };
    let sku = l.sku.clone();
    Ok(vec![Event::UnitsPacked(Box::new(Packed {
        order: id.clone(),
        line,
        sku,
        tote,
        parcel,
        units,
    }))])
}

/// Takes units out of the open parcel again.
pub fn undo(state: &Workspace, id: &OrderId, line: u16, units: u32) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    let parcel = open_parcel(order).ok_or_else(|| Refusal::NoOpenParcel(id.clone()))?;
    let there = parcel
        .lines
        .iter()
        .find(|l| l.line == line)
        .map_or(0, |l| l.units);
    if units == 0 {
        return Err(Refusal::NoUnits);
    }
    if units > there {
        return Err(Refusal::TooMany { there });
    }
    let (Some(l), Some(tote)) = (order.lines.get(usize::from(line)), order.tote.clone()) else {
        return Err(Refusal::UnknownLine {
            order: id.clone(),
            line,
        });
    };
    let (sku, parcel) = (l.sku.clone(), parcel.id.clone());
    Ok(vec![Event::PackingUndone(Box::new(Packed {
        order: id.clone(),
        line,
        sku,
        tote,
        parcel,
        units,
    }))])
}

/// Closes the open parcel. What is left in the tote goes into the next one.
pub fn close(
    state: &Workspace,
    id: &OrderId,
    carton: &Option<Code>,
    weight_grams: Option<u32>,
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    let parcel = open_parcel(order).ok_or_else(|| Refusal::NoOpenParcel(id.clone()))?;
    Ok(vec![Event::ParcelClosed {
        order: id.clone(),
        parcel: parcel.id.clone(),
        carton: carton.clone(),
        weight_grams,
    }])
}

pub(super) fn parcel<'a>(
    state: &'a Workspace,
    id: &OrderId,
    parcel: &ParcelId,
) -> Result<(&'a Order, &'a Parcel), Refusal> {
    let order = order(state, id)?;
    let found = order
        .parcel(parcel)
        .ok_or_else(|| Refusal::UnknownParcel(parcel.clone()))?;
    Ok((order, found))
}

/// Gives a closed parcel a carrier and a tracking number.
pub fn label(
    state: &Workspace,
    id: &OrderId,
    parcel_id: &ParcelId,
    carrier: &Code,
    tracking: &Option<Code>,
) -> Result<Vec<Event>, Refusal> {
    let (_, parcel) = parcel(state, id, parcel_id)?;
    match parcel.state {
        ParcelState::Open => return Err(Refusal::NoOpenParcel(id.clone())),
        ParcelState::Closed => {}
        ParcelState::HandedOver | ParcelState::Delivered => {
            return Err(Refusal::HandedOver(parcel_id.clone()));
        }
    }
    let tracking = match tracking {
        Some(tracking) => tracking.clone(),
        None => Code::new(parcel_id.as_str())?,
    };
    if parcel.carrier.as_ref() == Some(carrier) && parcel.tracking.as_ref() == Some(&tracking) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::ParcelLabelled {
        order: id.clone(),
        parcel: parcel_id.clone(),
        carrier: carrier.clone(),
        tracking,
    }])
}

pub(super) fn contents(order: &Order, parcel: &Parcel) -> Vec<Content> {
    let sku = |line: u16| order.lines.get(usize::from(line)).map(|l| l.sku.clone());
    let content = |l: &crate::domain::order::ParcelLine| {
        sku(l.line).map(|sku| Content {
            line: l.line,
            sku,
            units: l.units,
        })
    };
    parcel.lines.iter().filter_map(content).collect()
}

/// Hands labelled parcels to their carrier.
pub fn hand_over(
    state: &Workspace,
    context: &Context,
    parcels: &[(OrderId, ParcelId)],
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for (id, parcel_id) in once(parcels) {
        let (order, parcel) = parcel(state, id, parcel_id)?;
        if order.holds_at(context.now_ms).next().is_some() {
            return Err(Refusal::OnHold(id.clone()));
        }
        match (parcel.state, &parcel.carrier) {
            (ParcelState::HandedOver | ParcelState::Delivered, _) => {
                return Err(Refusal::HandedOver(parcel_id.clone()));
            }
            (ParcelState::Closed, Some(carrier)) => events.push(Event::ParcelHandedOver {
                order: id.clone(),
                parcel: parcel_id.clone(),
                carrier: carrier.clone(),
                contents: contents(order, parcel),
            }),
            _ => return Err(Refusal::NotLabelled(parcel_id.clone())),
        }
    }
    Ok(events)
}

/// Notes that parcels have arrived.
pub fn confirm_delivery(
    state: &Workspace,
    parcels: &[(OrderId, ParcelId)],
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for (id, parcel_id) in once(parcels) {
        let (order, parcel) = parcel(state, id, parcel_id)?;
        match (parcel.state, &parcel.carrier) {
            (ParcelState::Delivered, _) => {}
            (ParcelState::HandedOver, Some(carrier)) => events.push(Event::ParcelDelivered {
                order: id.clone(),
                parcel: parcel_id.clone(),
                carrier: carrier.clone(),
                contents: contents(order, parcel),
            }),
            _ => return Err(Refusal::NotHandedOver(parcel_id.clone())),
        }
    }
    Ok(events)
}

/// Puts units of a cancelled line back into a bin.
pub fn put_back(
    state: &Workspace,
    id: &OrderId,
    line: u16,
    bin: &Code,
    units: u32,
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    let l = order
        .lines
        .get(usize::from(line))
        .ok_or_else(|| Refusal::UnknownLine {
            order: id.clone(),
            line,
        })?;
    if !state.bins.contains_key(bin) {
        return Err(Refusal::UnknownBin(bin.clone()));
    }
    if units == 0 {
        return Err(Refusal::NoUnits);
    }
    if units > l.put_back {
        return Err(Refusal::TooMany { there: l.put_back });
    }
    let tote = order
        .tote
        .clone()
        .ok_or_else(|| Refusal::NothingToPack(id.clone()))?;
    let (sku, bin) = (l.sku.clone(), bin.clone());
    Ok(vec![Event::PutBack {
        order: id.clone(),
        line,
        sku,
        tote,
        bin,
        units,
    }])
}
