//! Deciding what the desk does with an order: verification, holds, address, fields.

use super::commands::{HeldOrder, known, line_of, office, settle};
use super::order::Order;
use super::status::{CommercialStatus, Stages, holds};
use super::{
    AddressAnswer, AddressGiven, Doubt, HoldKind, HoldPlaced, HoldRef, OrderFact, OrderField,
    OrderSet,
};
use crate::trade::card::{CardField, FieldKey};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::id::DocumentId;
use crate::trade::quantity::Instant;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use std::collections::BTreeMap;

pub(super) fn verify(order: &Order, relations: &impl Relations, proposal: &mut Proposal<'_>) {
    let doubts = order.doubts(relations);
    if doubts.is_empty() && !order.is_to_be_verified() {
        return;
    }
    let id = order.id().clone();
    office(proposal, OrderFact::Verified { order: id });
    for doubt in &doubts {
        settle(order, doubt, proposal);
    }
}

pub(super) fn undo_verification(
    state: &State,
    order: &Order,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    if !order.is_verified() {
        return Err(Refusal::NothingToDo);
    }
    let stages = Stages::of(&state.demand(order));
    if stages.open < stages.to_send() || stages.shipped > 0 {
        return Err(Refusal::RestsOnIt);
    }
    for verification in order.verifications() {
        office(
            proposal,
            OrderFact::VerificationUndone {
                order: order.id().clone(),
                verification: *verification,
            },
        );
    }
    Ok(())
}

pub(super) fn place_hold(
    state: &State,
    held: &HeldOrder,
    kind: &HoldKind,
    until: &Option<Instant>,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let order = known(state, &held.order)?;
    if state.commercial_status(order) != CommercialStatus::Open {
        return Err(Refusal::Closed(DocumentId::Order(held.order.clone())));
    }
    office(
        proposal,
        OrderFact::HoldPlaced(HoldPlaced {
            order: held.order.clone(),
            kind: kind.clone(),
            until: until.clone(),
            rows: held.rows.clone(),
        }),
    );
    Ok(())
}

pub(super) fn release_hold(
    order: &Order,
    hold: &HoldRef,
    now: &Instant,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let mut standing = holds(order, now).into_iter();
    if !standing.any(|(other, _, _)| other == *hold) {
        return Err(Refusal::NothingToDo);
    }
    office(
        proposal,
        OrderFact::HoldReleased {
            order: order.id().clone(),
            hold: hold.clone(),
        },
    );
    Ok(())
}

pub(super) fn give_address(
    order: &Order,
    given: &AddressGiven,
    relations: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let same = order.destination() == Some(&given.destination);
    if same && given.rows.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    office(proposal, OrderFact::AddressGiven(given.clone()));
    let incomplete = given
        .destination
        .answers
        .contains(&AddressAnswer::Incomplete);
    if !incomplete {
        let open = order.doubts(relations);
        for doubt in [Doubt::Address, Doubt::Masked] {
            if open.contains(&doubt) {
                settle(order, &doubt, proposal);
            }
        }
    }
    Ok(())
}

pub(super) fn set_fields(
    order: &Order,
    fields: &[OrderField],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    // Of two values for one field the last is meant.
    let mut by_key: BTreeMap<FieldKey, &OrderField> = BTreeMap::new();
    for field in fields {
        if let OrderField::LinePrice { line, .. } = field {
            line_of(order, line)?;
        }
        by_key.insert(field.key(), field);
    }
    let changes = by_key
        .into_iter()
        .filter(|(key, field)| order.card().get(key) != Some(*field))
        .map(|(_, field)| field.clone());
    let fields: Vec<OrderField> = changes.collect();
    if fields.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let order = order.id().clone();
    office(proposal, OrderFact::OrderSet(OrderSet { order, fields }));
    Ok(())
}
