//! Units that left from elsewhere: a source says that they are on their way, and nobody here sent them.
//!
//! What others were handed is told of first as sent by them. The rest nobody has to send any more: it is taken from what
//! hands have not begun with, the money of it stays owed. Where hands have begun, or the source does not say which units
//! left, a person says.

use super::commands::IncomingOrder;
use super::order::Order;
use super::word::{Effect, Word};
use super::{
    CancelReason, CancelledFrom, CancelledUnits, Doubt, LinesCancelled, OrderFact, SourceField,
    SourceRecord, cancel,
};
use crate::trade::Event;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{LineKey, Part};
use crate::trade::fulfilment::commands::{is_done_here, line_units};
use crate::trade::fulfilment::{FulfilmentFact, SentByOthers, Taken, TakenUp};
use crate::trade::id::FulfilmentOrderId;
use crate::trade::quantity::Units;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use std::collections::BTreeMap;

/// What a source says of how many units have left, line by line. That none has is news only where some had.
pub(crate) fn said(record: &IncomingOrder) -> Vec<SourceField> {
    let shipped = record.shipped.iter();
    shipped
        .map(|of| SourceField::Shipped {
            line: of.line.clone(),
            units: of.units,
        })
        .collect()
}

/// Units that nobody was given left from elsewhere.
pub(super) fn from_unrouted(
    order: &super::super::id::OrderId,
    units: &BTreeMap<LineKey, i128>,
    source: Option<SourceRecord>,
    proposal: &mut Proposal<'_>,
) {
    let lines: Vec<CancelledUnits> = units
        .iter()
        .filter_map(|(line, units)| {
            Some(CancelledUnits {
                line: line.clone(),
                part: Part::Line,
                from: CancelledFrom::Unrouted,
                units: u64::try_from(*units).ok().and_then(Units::new)?,
            })
        })
        .collect();
    if !lines.is_empty() {
        proposal.office(Event::Orders(OrderFact::LinesCancelled(LinesCancelled {
            order: order.clone(),
            lines,
            why: CancelReason::Elsewhere(source),
            rows: Vec::new(),
        })));
    }
}

/// Units of a line that others than our warehouses were handed and have not sent, by fulfilment order: those under way
/// to them, and those that they have taken up, in base units.
fn of_others(
    state: &State,
    order: &Order,
    line: &LineKey,
) -> Vec<(FulfilmentOrderId, u32, i128, i128)> {
    let demand = state.demand(order);
    let Some(part) = demand.parts.get(&(line.clone(), Part::Line)) else {
        return Vec::new();
    };
    let is_others = |id: &FulfilmentOrderId| {
        let routed = state.fulfilment(id).and_then(|of| of.routed());
        routed.is_some_and(|(_, routed)| !is_done_here(&routed.executor))
    };
    part.work
        .iter()
        .filter(|(of, _)| is_others(&of.document) && part.each.get(of) == Some(&Units::ONE))
        .map(|(of, work)| (of.document, of.line, work.underway, work.open))
        .filter(|(_, _, underway, open)| underway + open > 0)
        .collect()
}

impl<R: Relations> Word<'_, '_, R> {
    /// What follows from how many units of a line the source says have left.
    pub(super) fn shipped(
        &self,
        line: &LineKey,
        units: u64,
        was: Option<&SourceField>,
        (is_new, accepted): (bool, bool),
        effect: &mut Effect,
    ) {
        let count = self.count(line);
        let more = (i128::from(units) - count.shipped).min(count.outstanding());
        let said = match was {
            Some(SourceField::Shipped { units, .. }) => *units,
            Some(_) | None => 0,
        };
        if self.record.cancelled {
            // What becomes of a cancelled order a person says, or its lines.
        } else if more > 0 {
            effect
                .elsewhere
                .insert(self.order.line_key(line).clone(), more);
        } else if is_new && !accepted && units < said && count.elsewhere > 0 {
            effect.doubts.insert(Doubt::SourceShipped);
        }
    }

    /// Whether what left from elsewhere can be taken at once; else nothing of it is taken, and a person says.
    pub(super) fn elsewhere(&self, accepted: bool, effect: &mut Effect) {
        if self.record.shipped_in_part {
            effect.doubts.insert(Doubt::SourceShipped);
        }
        if accepted || effect.elsewhere.is_empty() {
            return;
        }
        let state = self.intake.state;
        let demand = state.demand(self.order);
        let is_free = |(line, units): (&LineKey, &i128)| {
            let others = of_others(state, self.order, line);
            let others: i128 = others.iter().map(|(.., under, open)| under + open).sum();
            let (here, _) = cancel::stoppable_units(state, self.order, &demand, line);
            // What is taken away by the same word is taken from the same units.
            let fewer = effect.fewer.get(line).copied().unwrap_or(0);
            let part = demand.parts.get(&(line.clone(), Part::Line));
            let unrouted = part.map_or(0, |part| part.stands.unrouted);
            let apart = fewer == 0 || unrouted >= fewer + units;
            apart && (units - others).max(0) <= here
        };
        if !(self.has_desk && effect.elsewhere.iter().all(is_free)) {
            effect.elsewhere.clear();
            effect.doubts.insert(Doubt::SourceShipped);
        }
    }

    /// Writes that units left from elsewhere.
    ///
    /// # Errors
    /// That units which a person lets it take cannot be.
    pub(super) fn take_elsewhere(
        &self,
        units: &BTreeMap<LineKey, i128>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let (state, source) = (self.intake.state, &self.record.placed.source);
        let mut sent: BTreeMap<FulfilmentOrderId, (Vec<_>, Vec<_>)> = BTreeMap::new();
        let mut rest: BTreeMap<&LineKey, i128> = BTreeMap::new();
        for (line, units) in units {
            let mut left = *units;
            for (id, number, underway, open) in of_others(state, self.order, line) {
                let taken = left.min(underway + open);
                left -= taken;
                let of_order = sent.entry(id).or_default();
                of_order.0.extend(line_units(number, (taken - open).max(0)));
                of_order.1.extend(line_units(number, taken));
            }
            if left > 0 {
                rest.insert(line, left);
            }
        }
        for (fulfilment, (taken_up, lines)) in sent {
            if lines.is_empty() {
                continue;
            }
            if !taken_up.is_empty() {
                let taken = Taken::Units(taken_up);
                proposal.office(Event::Fulfilment(FulfilmentFact::TakenUp(TakenUp {
                    fulfilment,
                    taken,
                })));
            }
            proposal.office(Event::Fulfilment(FulfilmentFact::SentByOthers(
                SentByOthers {
                    fulfilment,
                    lines,
                    carrier: None,
                    number: None,
                    source: source.clone(),
                },
            )));
        }
        if rest.is_empty() {
            return Ok(());
        }
        let why = CancelReason::Elsewhere(source.clone());
        cancel::units(state, self.order, &rest, why, &[], proposal)
    }
}
