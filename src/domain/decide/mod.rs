//! Deciding: a command against the state gives events, or a refusal that says why not.
//!
//! Pure: time, operator and the device's tag come in the [`Context`]. Within one command the *sum* of what it takes
//! is checked, never each part against the same stock.

pub mod allocation;
pub mod intake;
pub mod office;
pub mod packing;
pub mod picking;
pub mod returns;
pub mod stock;
pub mod undo;

use super::command::{Command, Refusal};
use super::event::Event;
use super::order::Order;
use super::text::{Code, OrderId};
use super::workspace::Workspace;
use std::collections::BTreeSet;

/// What a decision may know besides the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Milliseconds since 1970 UTC.
    pub now_ms: i64,
    /// Who asks.
    pub operator: Code,
    /// The device's tag: makes the names of new documents unlike those of every other device.
    pub tag: String,
    /// The number of the commit that the decision will become: makes names unlike each other.
    pub commit: u64,
}

impl Context {
    /// A new name for a document: a letter for its kind, the device's tag and the commit's number.
    fn name(&self, kind: char) -> String {
        format!("{kind}-{}-{}", self.tag, self.commit)
    }
}

/// Decides a command.
///
/// # Errors
/// Says why it cannot be done, in data; nothing has changed then.
pub fn decide(
    state: &Workspace,
    command: &Command,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let events = match command {
        Command::AddItems { items } => intake::add_items(state, items),
        Command::ChangeItem {
            sku,
            name,
            barcodes,
            weight_grams,
        } => stock::change_item(state, sku, name, barcodes, *weight_grams)?,
        Command::SetUpBins { bins } => stock::set_up_bins(state, bins),
        Command::TakeOrders { orders } => intake::take_orders(state, orders),
        Command::TakeCredits { credits } => intake::take_credits(state, credits)?,
        Command::TakeStock { documents } => intake::take_stock(state, documents),
        Command::AdjustStock {
            sku,
            bin,
            difference,
            reason,
            words,
        } => stock::adjust(state, context, sku, bin, *difference, *reason, words)?,
        Command::MoveStock {
            sku,
            from,
            to,
            units,
        } => stock::transfer(state, context, sku, from, to, *units)?,
        Command::VerifyOrders { orders } => office::verify(state, orders)?,
        Command::GiveAddress { order, address } => office::give_address(state, order, address)?,
        Command::PlaceHold {
            orders,
            kind,
            words,
            until_ms,
        } => office::place_hold(state, context, orders, *kind, words, *until_ms)?,
        Command::ReleaseHold { order, hold } => office::release_hold(state, order, hold)?,
        Command::RecordPayment {
            order,
            method,
            amount,
            reference,
        } => office::record_payment(state, order, *method, *amount, reference)?,
        Command::Refund {
            order,
            return_id,
            method,
            amount,
            reference,
        } => office::refund(state, order, return_id, *method, *amount, reference)?,
        Command::Allocate { orders } => allocation::allocate(state, context, orders)?,
        Command::ReleasePromises { orders } => allocation::release(state, orders)?,
        Command::CancelLines {
            order,
            lines,
            words,
        } => office::cancel_lines(state, order, lines, words)?,
        Command::CancelOrders { orders, words } => office::cancel_orders(state, orders, words)?,
        Command::ReleaseBatch { orders } => picking::release(state, context, orders)?,
        Command::ScanPick { batch, task, text } => {
            picking::scan(state, context, batch, *task, text)?
        }
        Command::PickUnits { batch, task, units } => {
            picking::pick_units(state, context, batch, *task, *units)?
        }
        Command::UndoPick { batch, task, units } => picking::undo(state, batch, *task, *units)?,
        Command::ShortPick {
            batch,
            task,
            reason,
        } => picking::short(state, batch, *task, *reason)?,
        Command::FinishBatch { batch } => picking::finish(state, batch)?,
        Command::ScanPack { order, text } => packing::scan(state, context, order, text)?,
        Command::PackUnits { order, line, units } => {
            packing::pack_units(state, context, order, *line, *units)?
        }
        Command::UndoPack { order, line, units } => packing::undo(state, order, *line, *units)?,
        Command::CloseParcel {
            order,
            carton,
            weight_grams,
        } => packing::close(state, order, carton, *weight_grams)?,
        Command::LabelParcel {
            order,
            parcel,
            carrier,
            tracking,
        } => packing::label(state, order, parcel, carrier, tracking)?,
        Command::HandOver { parcels } => packing::hand_over(state, context, parcels)?,
        Command::ConfirmDelivery { parcels } => packing::confirm_delivery(state, parcels)?,
        Command::AuthoriseReturn { order, lines } => {
            returns::authorise(state, context, order, lines)?
        }
        Command::ReceiveReturn {
            order,
            return_id,
            lines,
        } => returns::receive(state, order, return_id, lines)?,
        Command::DecideReturn {
            order,
            return_id,
            line,
            units,
            condition,
            disposition,
            bin,
        } => {
            let asked = returns::Asked {
                line: *line,
                units: *units,
                condition: *condition,
                disposition: *disposition,
                bin,
            };
            returns::decide(state, order, return_id, &asked)?
        }
        Command::CloseReturn { order, return_id } => returns::close(state, order, return_id)?,
        Command::UndoHandOver { parcels } => undo::hand_over(state, parcels)?,
        Command::UndoReceipt {
            order,
            return_id,
            lines,
        } => undo::receipt(state, order, return_id, lines)?,
        Command::UndoDecision {
            order,
            return_id,
            line,
            decision,
        } => undo::decision(state, order, return_id, *line, decision)?,
        Command::UndoVerification { orders } => undo::verification(state, orders)?,
        Command::PutBack {
            order,
            line,
            bin,
            units,
        } => packing::put_back(state, order, *line, bin, *units)?,
    };
    if events.is_empty() {
        Err(Refusal::NothingToDo)
    } else {
        Ok(events)
    }
}

fn order<'a>(state: &'a Workspace, id: &OrderId) -> Result<&'a Order, Refusal> {
    state
        .order(id)
        .ok_or_else(|| Refusal::UnknownOrder(id.clone()))
}

/// Each of these once, however often it is named: what is named twice is not to be done twice.
fn once<T: Ord>(named: &[T]) -> impl Iterator<Item = &T> {
    let mut seen = BTreeSet::new();
    named.iter().filter(move |one| seen.insert(*one))
}

/// The order, if nothing stands between it and the floor.
fn workable_order<'a>(
    state: &'a Workspace,
    context: &Context,
    id: &OrderId,
) -> Result<&'a Order, Refusal> {
    let order = order(state, id)?;
    if order.holds_at(context.now_ms).next().is_some() {
        return Err(Refusal::OnHold(id.clone()));
    }
    if order.needs_verification() {
        return Err(Refusal::NotVerified(id.clone()));
    }
    if !order.payment_covers() {
        return Err(Refusal::NotPaid(id.clone()));
    }
    Ok(order)
}
