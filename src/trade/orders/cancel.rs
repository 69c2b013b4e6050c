//! Which units of an order can be cancelled, and asking the rest back.
//!
//! Units are cancelled that nobody was given, and that were handed to a fulfilment order and not taken up, or given
//! back by it. What a warehouse has taken up is asked back: it answers, and what it gives back can then be cancelled.

use super::order::Order;
use super::{CancelReason, CancelledFrom, CancelledUnits, LinesCancelled, OrderFact};
use crate::trade::Event;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{FulfilmentLine, LineKey, Part};
use crate::trade::fulfilment::fulfilment_order::{OrderDemand, PartDemand};
use crate::trade::fulfilment::{FulfilmentFact, LineUnits, LinesBack};
use crate::trade::id::{DocumentId, FulfilmentOrderId};
use crate::trade::personal::Row;
use crate::trade::quantity::Units;
use crate::trade::state::State;
use std::collections::BTreeMap;

/// Units of a line that are to be cancelled, in units of the line: of a kit whole kits.
pub(crate) type Asked<'a> = BTreeMap<&'a LineKey, i128>;

/// Units of a part that can be cancelled now, by the account that they are taken from, in the order in which they are.
fn cancellable(part: &PartDemand) -> Vec<(CancelledFrom, i128)> {
    let unrouted = part.stands.unrouted.max(0);
    let back = part.work.iter().rev().map(|(line, work)| {
        let each = part.each.get(line).copied().unwrap_or(Units::ONE);
        let units = work.underway.div_euclid(each.wide());
        (CancelledFrom::Handed(line.clone()), units)
    });
    [(CancelledFrom::Unrouted, unrouted)]
        .into_iter()
        .chain(back)
        .filter(|(_, units)| *units > 0)
        .collect()
}

/// How many units of a line can be cancelled now; of a kit, of which no component was given to anybody.
pub fn cancellable_units(order: &Order, demand: &OrderDemand, line: &LineKey) -> i128 {
    let key = order.line_key(line);
    let of_line = |(part, demand): (&Part, &PartDemand)| match part {
        Part::Line => cancellable(demand).iter().map(|(_, units)| units).sum(),
        Part::Component { .. } => demand
            .stands
            .unrouted
            .div_euclid(each(order, key, demand))
            .max(0),
    };
    let parts = demand
        .parts
        .iter()
        .filter(|((line, _), _)| line == key)
        .map(|((_, part), demand)| (part, demand));
    parts.map(of_line).min().unwrap_or(0)
}

/// How many units of a component one unit of its line is.
fn each(order: &Order, line: &LineKey, part: &PartDemand) -> i128 {
    let of_line = order
        .lines()
        .filter(|(_, _, placed)| order.line_key(&placed.key) == line)
        .filter_map(|(_, _, placed)| placed.units());
    let ordered: i128 = of_line.map(Units::wide).sum();
    if ordered > 0 {
        (part.raw.ordered() / ordered).max(1)
    } else {
        1
    }
}

fn push(
    cancelled: &mut Vec<CancelledUnits>,
    line: &LineKey,
    part: &Part,
    from: CancelledFrom,
    units: i128,
) {
    if let Some(units) = u64::try_from(units).ok().and_then(Units::new) {
        cancelled.push(CancelledUnits {
            line: line.clone(),
            part: part.clone(),
            from,
            units,
        });
    }
}

/// Cancels units of lines. What an undo writes: that they are wanted again.
///
/// # Errors
/// A line that is not there, or more units than can be cancelled.
pub(crate) fn units(
    state: &State,
    order: &Order,
    asked: &Asked<'_>,
    why: CancelReason,
    rows: &[Row],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let demand = state.demand(order);
    let mut cancelled = Vec::new();
    for (line, asked) in asked {
        let key = order.line_key(line);
        if !demand.parts.keys().any(|(line, _)| line == key) {
            return Err(Refusal::UnknownLine {
                order: order.id().clone(),
                line: (*line).clone(),
            });
        }
        let there = cancellable_units(order, &demand, key);
        if *asked > there {
            return Err(Refusal::TooMany {
                there: u64::try_from(there).unwrap_or(0),
            });
        }
        match demand.parts.get(&(key.clone(), Part::Line)) {
            Some(part) => {
                let mut left = *asked;
                for (from, there) in cancellable(part) {
                    let taken = left.min(there);
                    left -= taken;
                    push(&mut cancelled, key, &Part::Line, from, taken);
                }
            }
            // Of a kit whole kits: each component takes its share.
            None => push(
                &mut cancelled,
                key,
                &Part::Line,
                CancelledFrom::Unrouted,
                *asked,
            ),
        }
    }
    propose(order, cancelled, why, rows, proposal)
}

/// Cancels everything of an order that can be, and asks the rest of what has not left back.
///
/// # Errors
/// That nothing is left to cancel or to ask for.
pub(crate) fn whole(
    state: &State,
    order: &Order,
    why: CancelReason,
    rows: &[Row],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let demand = state.demand(order);
    let mut cancelled = Vec::new();
    for ((line, part), of_part) in &demand.parts {
        for (from, units) in cancellable(of_part) {
            push(&mut cancelled, line, part, from, units);
        }
    }
    let wanted_back = wanted_back(state, &demand);
    if cancelled.is_empty() && wanted_back.is_empty() {
        return Err(if demand.parts.values().any(is_outstanding) {
            Refusal::NothingToDo
        } else {
            Refusal::Closed(DocumentId::Order(order.id().clone()))
        });
    }
    if !cancelled.is_empty() {
        propose(order, cancelled, why, rows, proposal)?;
    }
    for back in wanted_back {
        proposal.office(Event::Fulfilment(FulfilmentFact::BackRequested(back)));
    }
    Ok(())
}

fn is_outstanding(part: &PartDemand) -> bool {
    part.stands.unrouted > 0
        || part
            .in_units(|work| work.underway + work.open + work.allocated + work.picked + work.packed)
            > 0
}

/// What warehouses have taken up, has not left, and was not asked back yet.
fn wanted_back(state: &State, demand: &OrderDemand) -> Vec<LinesBack> {
    let mut back: BTreeMap<FulfilmentOrderId, Vec<LineUnits>> = BTreeMap::new();
    let lines = demand.parts.values().flat_map(|part| &part.work);
    for (line, work) in lines {
        let held = work.open + work.allocated + work.picked + work.packed;
        let asked = asked_back(state, line);
        let units = u64::try_from(held - asked).ok().and_then(Units::new);
        if let Some(units) = units {
            back.entry(line.document).or_default().push(LineUnits {
                line: line.line,
                units,
            });
        }
    }
    let requests = back.into_iter();
    requests
        .map(|(fulfilment, lines)| LinesBack { fulfilment, lines })
        .collect()
}

/// Base units of a line that were asked back and not answered.
fn asked_back(state: &State, line: &FulfilmentLine) -> i128 {
    let Some(fulfilment) = state.fulfilment(&line.document) else {
        return 0;
    };
    fulfilment
        .requests()
        .flat_map(|(_, back)| &back.lines)
        .filter(|asked| asked.line == line.line)
        .map(|asked| asked.units.wide())
        .sum()
}

fn propose(
    order: &Order,
    lines: Vec<CancelledUnits>,
    why: CancelReason,
    rows: &[Row],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let cancelled = LinesCancelled {
        order: order.id().clone(),
        lines,
        why,
        rows: rows.to_vec(),
    };
    proposal.office(Event::Orders(OrderFact::LinesCancelled(cancelled)));
    Ok(())
}
