//! The office's part of an order: verification, address, holds, money, cancelling.

use super::{Context, once, order};
use crate::domain::command::Refusal;
use crate::domain::event::{Address, Event, LineUnits};
use crate::domain::money::Amount;
use crate::domain::order::{Order, Stage};
use crate::domain::reason::{HoldKind, PaymentMethod, Terms};
use crate::domain::text::{Code, OrderId, ReturnId, Words};
use crate::domain::workspace::Workspace;

/// Lets orders pass whose findings a person has seen.
pub fn verify(state: &Workspace, orders: &[OrderId]) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for id in once(orders) {
        if order(state, id)?.needs_verification() {
            events.push(Event::OrderVerified { order: id.clone() });
        }
    }
    Ok(events)
}

/// Gives or mends the address.
pub fn give_address(
    state: &Workspace,
    id: &OrderId,
    address: &Address,
) -> Result<Vec<Event>, Refusal> {
    if order(state, id)?.address.as_ref() == Some(address) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::AddressGiven {
        order: id.clone(),
        address: Box::new(address.clone()),
    }])
}

/// Makes orders wait. One hold of a kind is enough.
pub fn place_hold(
    state: &Workspace,
    context: &Context,
    orders: &[OrderId],
    kind: HoldKind,
    words: &Option<Words>,
    until_ms: Option<i64>,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for id in once(orders) {
        let held = order(state, id)?
            .holds_at(context.now_ms)
            .any(|hold| hold.kind == kind);
        if !held {
            events.push(Event::HoldPlaced {
                order: id.clone(),
                hold: Code::new(&context.name('H'))?,
                kind,
                words: words.clone(),
                until_ms,
            });
        }
    }
    Ok(events)
}

/// Lifts one hold.
pub fn release_hold(state: &Workspace, id: &OrderId, hold: &Code) -> Result<Vec<Event>, Refusal> {
    if order(state, id)?.holds.iter().all(|h| h.hold != *hold) {
        return Err(Refusal::UnknownHold(hold.clone()));
    }
    Ok(vec![Event::HoldReleased {
        order: id.clone(),
        hold: hold.clone(),
    }])
}

/// Notes money that came in.
pub fn record_payment(
    state: &Workspace,
    id: &OrderId,
    method: PaymentMethod,
    amount: Amount,
    reference: &Option<Words>,
) -> Result<Vec<Event>, Refusal> {
    order(state, id)?;
    if amount <= Amount::ZERO {
        return Err(Refusal::NoAmount);
    }
    let reference = reference.clone();
    Ok(vec![Event::PaymentRecorded {
        order: id.clone(),
        method,
        amount,
        reference,
    }])
}

/// Notes money that went back: never more than came in.
pub fn refund(
    state: &Workspace,
    id: &OrderId,
    return_id: &Option<ReturnId>,
    method: PaymentMethod,
    amount: Amount,
    reference: &Option<Words>,
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    if amount <= Amount::ZERO {
        return Err(Refusal::NoAmount);
    }
    if let Some(return_id) = return_id
        && order.return_(return_id).is_none()
    {
        return Err(Refusal::UnknownReturn(return_id.clone()));
    }
    let most = refundable(order);
    if amount > most {
        return Err(Refusal::RefundTooHigh { most });
    }
    Ok(vec![Event::PaymentRefunded {
        order: id.clone(),
        return_id: return_id.clone(),
        method,
        amount,
        reference: reference.clone(),
    }])
}

/// What may go back at most: what was paid; on account, what was invoiced, as a credit.
pub fn refundable(order: &Order) -> Amount {
    match order.terms {
        Terms::Prepaid | Terms::Paid => order.paid(),
        Terms::OnAccount | Terms::CashOnDelivery => {
            order.paid().max(order.invoiced() - order.refunded())
        }
    }
}

/// How many units of a line can still be cancelled: those that are not in a parcel and have not left.
pub fn cancellable(order: &Order, line: u16) -> u32 {
    order
        .lines
        .get(usize::from(line))
        .map_or(0, |l| l.stages.outstanding() - l.stages.get(Stage::Packed))
}

/// Cancels units of lines.
pub fn cancel_lines(
    state: &Workspace,
    id: &OrderId,
    lines: &[LineUnits],
    words: &Option<Words>,
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    for (i, l) in lines.iter().enumerate() {
        if usize::from(l.line) >= order.lines.len() {
            return Err(Refusal::UnknownLine {
                order: id.clone(),
                line: l.line,
            });
        }
        if l.units == 0 {
            return Err(Refusal::NoUnits);
        }
        let there = cancellable(order, l.line);
        // The same line may be named twice: what counts is the sum.
        let asked: u32 = lines[..=i]
            .iter()
            .filter(|o| o.line == l.line)
            .fold(0, |sum: u32, o| sum.saturating_add(o.units));
        if asked > there {
            return Err(Refusal::TooMany { there });
        }
    }
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::LinesCancelled {
        order: id.clone(),
        lines: lines.to_vec(),
        words: words.clone(),
    }])
}

/// Cancels everything of the orders that has not left.
pub fn cancel_orders(
    state: &Workspace,
    orders: &[OrderId],
    words: &Option<Words>,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for id in once(orders) {
        let order = order(state, id)?;
        let lines: Vec<LineUnits> = (0..order.lines.len() as u16)
            .map(|line| LineUnits {
                line,
                units: cancellable(order, line),
            })
            .filter(|l| l.units > 0)
            .collect();
        if !lines.is_empty() {
            events.push(Event::LinesCancelled {
                order: id.clone(),
                lines,
                words: words.clone(),
            });
        }
    }
    Ok(events)
}
