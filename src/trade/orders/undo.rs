//! Deciding what closes an order otherwise than by delivery, and taking that back.

use super::commands::{known, office};
use super::order::Order;
use super::{CancelReason, OrderFact, cancel};
use crate::stream::id::FactId;
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::money::account::Account;
use crate::trade::quantity::Instant;
use crate::trade::relations::Relations;
use crate::trade::state::State;

impl Order {
    /// The order in favour of which this one was cancelled, if it was.
    pub fn in_favour_of(&self) -> Option<&OrderId> {
        self.cancellations()
            .find_map(|(_, cancelled)| match &cancelled.why {
                CancelReason::Duplicate { in_favour_of } => Some(in_favour_of),
                CancelReason::Customer
                | CancelReason::House
                | CancelReason::NoStock
                | CancelReason::Unpaid { .. }
                | CancelReason::Source(_)
                | CancelReason::Elsewhere(_)
                | CancelReason::Mended => None,
            })
    }
}

/// Takes a cancellation back.
///
/// # Errors
/// It does not stand, or money was given back for it.
pub(crate) fn undo_cancellation(
    state: &State,
    order: &Order,
    cancellation: &FactId,
    relations: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let mut standing = order.cancellations();
    let (at, cancelled) = standing
        .find(|(at, _)| at.fact() == *cancellation)
        .ok_or(Refusal::NothingToDo)?;
    let gave_back = order.refunds().any(|(refund, refunded)| {
        let knew = order
            .refunded_at(refund)
            .is_some_and(|refund| relations.knew(refund, at));
        let of_lines = refunded.units.iter().any(|units| {
            let mut lines = cancelled.lines.iter();
            lines.any(|line| order.line_key(&line.line) == order.line_key(&units.line))
        });
        knew && (of_lines || refunded.units.is_empty() && refunded.rma.is_none())
    });
    let credited = state.credit_notes().any(|(_, noted, note)| {
        let of_order = note.matched.iter().any(|units| units.order == *order.id());
        of_order && (relations.knew(noted, at) || noted.commit() == at.commit())
    });
    if gave_back || credited {
        return Err(Refusal::RestsOnIt);
    }
    office(
        proposal,
        OrderFact::CancellationUndone {
            undoes: *cancellation,
            order: order.id().clone(),
            lines: cancelled.lines.clone(),
        },
    );
    Ok(())
}

/// Sets an order aside in favour of another.
///
/// # Errors
/// The other is not known, or is set aside itself; nothing is left to cancel.
pub(crate) fn set_aside(
    state: &State,
    order: &Order,
    in_favour_of: &OrderId,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let other = known(state, in_favour_of)?;
    // Two orders set aside in favour of each other would leave nothing to be delivered.
    if in_favour_of == order.id() || other.in_favour_of().is_some() {
        return Err(Refusal::Closed(DocumentId::Order(in_favour_of.clone())));
    }
    let why = CancelReason::Duplicate {
        in_favour_of: in_favour_of.clone(),
    };
    cancel::whole(state, order, why, &[], proposal)
}

pub(super) fn expire(
    state: &State,
    context: &Context,
    order: &Order,
    due: &Instant,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let demand = state.demand(order);
    let why = CancelReason::Unpaid { due: due.clone() };
    let covered = Account::of(order, &demand).covers().is_ok();
    let done = order
        .cancellations()
        .any(|(_, cancelled)| cancelled.why == why);
    if covered || done || context.now < *due {
        return Err(Refusal::NothingToDo);
    }
    cancel::whole(state, order, why, &[], proposal)
}
