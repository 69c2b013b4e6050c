//! Undoing what was noted too early: a hand-over, a receipt, a decision, a verification.
//!
//! Nothing is taken out of the history: undoing is an event of its own that puts the goods back to where they were, and
//! it is refused once something else was built on what it would undo.

use super::{once, order, packing, returns};
use crate::domain::command::Refusal;
use crate::domain::event::{Event, LineUnits, ReturnDecided};
use crate::domain::order::{Decision, Fulfilment, Order, Parcel, ParcelState, Stage};
use crate::domain::place::{Condition, Place};
use crate::domain::reason::Disposition;
use crate::domain::text::{OrderId, ParcelId, ReturnId, Sku};
use crate::domain::workspace::Workspace;

/// The parcels stand here again. Not those that have arrived, and not while their goods are on a return.
pub fn hand_over(
    state: &Workspace,
    parcels: &[(OrderId, ParcelId)],
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for (id, parcel_id) in once(parcels) {
        let (order, parcel) = packing::parcel(state, id, parcel_id)?;
        let carrier = match (parcel.state, &parcel.carrier) {
            (ParcelState::Delivered, _) => return Err(Refusal::Delivered(parcel_id.clone())),
            (ParcelState::HandedOver, Some(carrier)) => carrier.clone(),
            _ => return Err(Refusal::NotHandedOver(parcel_id.clone())),
        };
        if let Some(return_id) = on_return(order, parcel) {
            return Err(Refusal::OnReturn {
                parcel: parcel_id.clone(),
                return_id,
            });
        }
        events.push(Event::HandOverUndone {
            order: id.clone(),
            parcel: parcel_id.clone(),
            carrier,
            contents: packing::contents(order, parcel),
        });
    }
    Ok(events)
}

/// The return that goods of the parcel are on.
fn on_return(order: &Order, parcel: &Parcel) -> Option<ReturnId> {
    let taken = parcel.lines.iter().find(|content| {
        let shipped = |l: &crate::domain::order::Line| l.stages.get(Stage::Shipped);
        let line = order.lines.get(usize::from(content.line));
        order.returnable(content.line) < content.units || line.map_or(0, shipped) < content.units
    })?;
    let names = |case: &&crate::domain::order::Return| {
        case.lines
            .iter()
            .any(|returned| returned.line == taken.line)
    };
    let case = order.returns.iter().find(names)?;
    Some(case.id.clone())
}

/// Units that had not arrived: never more than wait for a decision.
pub fn receipt(
    state: &Workspace,
    id: &OrderId,
    return_id: &ReturnId,
    lines: &[LineUnits],
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    let case = returns::case(order, return_id)?;
    let contents = returns::contents(order, case, lines, |line| case.undecided(line))?;
    Ok(vec![Event::ReceiptUndone {
        order: id.clone(),
        return_id: return_id.clone(),
        contents,
    }])
}

/// Units that lie at the dock again: never more than that was decided about, and not out of a bin that has promised or
/// sold them since.
pub fn decision(
    state: &Workspace,
    id: &OrderId,
    return_id: &ReturnId,
    line: u16,
    decision: &Decision,
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    let case = returns::case(order, return_id)?;
    if decision.units == 0 {
        return Err(Refusal::NoUnits);
    }
    let l = order.lines.get(usize::from(line));
    let l = l.ok_or_else(|| Refusal::UnknownLine {
        order: id.clone(),
        line,
    })?;
    if case.closed {
        return Err(Refusal::ReturnClosed(return_id.clone()));
    }
    if case.decided_like(line, decision) < decision.units {
        return Err(Refusal::NotDecided(return_id.clone()));
    }
    if let (Disposition::Restock, Some(bin)) = (decision.disposition, &decision.bin) {
        let free = free(state, &l.sku, &Place::Bin(bin.clone()), decision.condition);
        if free < i64::from(decision.units) {
            return Err(Refusal::NotEnough {
                sku: l.sku.clone(),
                bin: bin.clone(),
                free,
            });
        }
    }
    Ok(vec![Event::DecisionUndone(Box::new(ReturnDecided {
        order: id.clone(),
        return_id: return_id.clone(),
        line,
        sku: l.sku.clone(),
        units: decision.units,
        condition: decision.condition,
        disposition: decision.disposition,
        bin: decision.bin.clone(),
    }))])
}

/// Units of an item in a condition that lie in a bin and are promised to nobody.
fn free(state: &Workspace, sku: &Sku, bin: &Place, condition: Condition) -> i64 {
    let Some(stock) = state.ledger.item(sku) else {
        return 0;
    };
    if condition == Condition::New {
        let mut bins = stock.bins().into_iter();
        let found = bins.find(|there| Place::Bin(there.bin.clone()) == *bin);
        return found.map_or(0, |there| there.free());
    }
    let here = stock.accounts();
    here.filter(|(account, _)| account.place == *bin && account.condition == condition)
        .map(|(_, units)| units)
        .sum()
}

/// Orders that a person must look at again, as long as nothing was done with them.
pub fn verification(state: &Workspace, orders: &[OrderId]) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for id in once(orders) {
        let order = order(state, id)?;
        if !order.verified || order.findings().is_empty() {
            continue;
        }
        let fulfilment = order.fulfilment();
        if fulfilment != Fulfilment::Waiting {
            return Err(Refusal::WrongState {
                order: id.clone(),
                fulfilment,
            });
        }
        events.push(Event::VerificationUndone { order: id.clone() });
    }
    Ok(events)
}
