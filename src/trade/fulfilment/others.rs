//! What somebody does for an order who is not us: asked, taken up, sent, declined.

use super::commands::{Asked, MoveTo, is_done_here, line_units};
use super::{FulfilmentFact, LineUnits, LinesBack, SentByOthers, Taken, TakenUp, moves};
use crate::stream::id::FactId;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::{DocumentId, FulfilmentOrderId, PartyId};
use crate::trade::state::State;
use crate::trade::text::Code;

/// A fulfilment order that others do, with what stands of its lines.
///
/// # Errors
/// It is not known, or is a warehouse's.
pub(super) fn of(state: &State, id: FulfilmentOrderId) -> Result<Asked<'_>, Refusal> {
    let asked = Asked::of(state, id)?;
    let ours = asked.fulfilment.routed();
    match ours.is_some_and(|(_, routed)| is_done_here(&routed.executor)) {
        true => Err(Refusal::OtherWarehouse(DocumentId::FulfilmentOrder(id))),
        false => Ok(asked),
    }
}

fn office(proposal: &mut Proposal<'_>, fact: FulfilmentFact) {
    proposal.office(Event::Fulfilment(fact));
}

/// They will not send it: what they have not sent goes back to the order, whose lines are then work of ours.
pub(super) fn decline(
    state: &State,
    id: FulfilmentOrderId,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let asked = of(state, id)?;
    office(proposal, FulfilmentFact::Declined { fulfilment: id });
    moves::move_units(state, id, &[], &MoveTo::Unrouted, proposal)?;
    let open = asked.lines.iter();
    let lines: Vec<LineUnits> = open
        .filter_map(|(number, (_, work))| line_units(*number, work.open))
        .collect();
    if !lines.is_empty() {
        let back = LinesBack {
            fulfilment: id,
            lines,
        };
        office(proposal, FulfilmentFact::GivenBack(back));
    }
    Ok(())
}

/// They sent units: of none named all that they have not sent.
pub(super) fn send(
    state: &State,
    id: FulfilmentOrderId,
    lines: &[LineUnits],
    (carrier, number): (Option<PartyId>, Option<Code>),
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let asked = of(state, id)?;
    let all: Vec<LineUnits> = asked
        .lines
        .iter()
        .filter_map(|(line, (_, work))| line_units(*line, work.underway + work.open))
        .collect();
    let lines = if lines.is_empty() { &all } else { lines };
    let sums = asked.are_at_most(lines, |work| work.underway + work.open)?;
    let taken_up: Vec<LineUnits> = sums
        .iter()
        .filter_map(|(line, units)| {
            let (_, work) = asked.lines.get(line)?;
            line_units(*line, units - work.open)
        })
        .collect();
    if !taken_up.is_empty() {
        let taken = TakenUp {
            fulfilment: id,
            taken: Taken::Units(taken_up),
        };
        office(proposal, FulfilmentFact::TakenUp(taken));
    }
    let sent = SentByOthers {
        fulfilment: id,
        lines: sums
            .into_iter()
            .filter_map(|(line, units)| line_units(line, units))
            .collect(),
        carrier,
        number,
        source: None,
    };
    office(proposal, FulfilmentFact::SentByOthers(sent));
    Ok(())
}

/// They have not sent them after all.
pub(super) fn undo(
    state: &State,
    id: FulfilmentOrderId,
    sending: FactId,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let asked = of(state, id)?;
    let mut sent = asked.fulfilment.sent();
    let found = sent.find(|(fact, _)| **fact == sending);
    let (_, sent) = found.ok_or(Refusal::NothingToDo)?;
    let undone = FulfilmentFact::SendingUndone {
        undoes: sending,
        sent: sent.clone(),
    };
    office(proposal, undone);
    Ok(())
}
