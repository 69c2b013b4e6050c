//! Units that one cancelled while another had begun with them, neither knowing: they go back, or they are sent after all.

use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{FulfilmentLine, LineKey, Part};
use crate::trade::event::Event;
use crate::trade::fulfilment::commands::{line_units, taken_up_here};
use crate::trade::fulfilment::fulfilment_order::PartDemand;
use crate::trade::fulfilment::{
    FulfilmentFact, Rerouted, ReroutedUnits, RouteAccount, Taken, TakenUp,
};
use crate::trade::orders::order::Order;
use crate::trade::orders::undo::undo_cancellation;
use crate::trade::orders::{CancelledFrom, CancelledUnits, LinesCancelled, OrderFact};
use crate::trade::quantity::Units;
use crate::trade::relations::{At, Relations};
use crate::trade::state::State;
use std::collections::BTreeMap;

/// Units of a part of a line that are cancelled and that hands have begun with all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// How many, in units of the part.
    pub units: u64,
    /// How many of them, in base units, lie in totes or in parcels that have not left: the floor can put them back.
    pub here: u64,
}

fn each(part: &PartDemand, line: &FulfilmentLine) -> i128 {
    part.each.get(line).copied().unwrap_or(Units::ONE).wide()
}

/// Units of a line of a fulfilment order, in base units, that were begun and that nobody handed to it.
fn lacks(state: &State, part: &PartDemand, line: &FulfilmentLine) -> i128 {
    let begun = state.fulfilment(&line.document);
    let begun = begun.map_or(0, |of| of.work(line.line, None).begun());
    (begun - part.raw.handed(line) * each(part, line)).max(0)
}

fn number(units: i128) -> u64 {
    u64::try_from(units.max(0)).unwrap_or(u64::MAX)
}

/// What of a part is cancelled and begun; `None` where nothing is.
pub fn begun(state: &State, order: &Order, line: &LineKey, part: &Part) -> Option<Begun> {
    let demand = state.demand(order);
    let of_part = demand.parts.get(&(line.clone(), part.clone()))?;
    let given = of_part.raw.cancelled() - of_part.stands.cancelled;
    (given > 0).then(|| Begun {
        units: number(given),
        here: unwanted_here(state, order, line, part),
    })
}

/// How many base units of a part lie in totes or in parcels that have not left, and nobody wants them.
pub fn unwanted_here(state: &State, order: &Order, line: &LineKey, part: &Part) -> u64 {
    let demand = state.demand(order);
    let of_part = demand.parts.get(&(line.clone(), part.clone()));
    let all = of_part.into_iter().flat_map(|it| it.unwanted.values());
    number(all.map(|it| it.in_totes + it.in_parcels).sum())
}

/// The cancellations that are to be taken back so that as many units are wanted again, the last first, each with what of
/// it is not: that is cancelled anew.
type Revived<'a> = Vec<(&'a At, &'a LinesCancelled, Vec<CancelledUnits>)>;

/// Sends units that were cancelled and begun: the cancellation of those is taken back, and whoever began with them has
/// been handed them.
///
/// # Errors
/// No cancellation of as many units is found; money was given back for one of them.
pub(super) fn send(
    state: &State,
    relations: &impl Relations,
    order: &Order,
    (line, part): (&LineKey, &Part),
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let begun = begun(state, order, line, part).ok_or(Refusal::NotAChoice)?;
    let demand = state.demand(order);
    let of_part = demand.parts.get(&(line.clone(), part.clone()));
    let of_part = of_part.ok_or(Refusal::NotAChoice)?;
    let mut left = begun.units;
    let mut handed: BTreeMap<&FulfilmentLine, i128> = BTreeMap::new();
    let mut revived: Revived<'_> = Vec::new();
    let all: Vec<(&At, &LinesCancelled)> = order.cancellations().collect();
    for (at, cancelled) in all.into_iter().rev() {
        let mut anew = Vec::new();
        let before = left;
        for units in &cancelled.lines {
            let is_it = order.line_key(&units.line) == line && units.part == *part;
            let taken = if is_it {
                left.min(units.units.get())
            } else {
                0
            };
            left -= taken;
            if let (CancelledFrom::Handed(of), true) = (&units.from, taken > 0) {
                *handed.entry(of).or_insert(0) += i128::from(taken);
            }
            anew.extend(
                Units::new(units.units.get() - taken).map(|still| CancelledUnits {
                    units: still,
                    ..units.clone()
                }),
            );
        }
        if left < before {
            revived.push((at, cancelled, anew));
        }
    }
    if left > 0 {
        return Err(Refusal::NotAChoice);
    }
    for (at, cancelled, anew) in revived {
        undo_cancellation(state, order, &at.fact(), relations, proposal)?;
        if !anew.is_empty() {
            let cancelled = LinesCancelled {
                order: order.id().clone(),
                lines: anew,
                why: cancelled.why.clone(),
                rows: Vec::new(),
            };
            proposal.office(Event::Orders(OrderFact::LinesCancelled(cancelled)));
        }
    }
    hand(state, order, (line, part), of_part, &handed, proposal)
}

/// Hands units to the lines that they were begun in, as far as the cancellation had taken them away, and takes them up.
fn hand(
    state: &State,
    order: &Order,
    (line, part): (&LineKey, &Part),
    of_part: &PartDemand,
    handed: &BTreeMap<&FulfilmentLine, i128>,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let mut rerouted = Vec::new();
    let mut taken_up = Vec::new();
    for of in of_part.work.keys() {
        let each = each(of_part, of);
        let lacks = lacks(state, of_part, of);
        let lacks = (lacks + each - 1) / each - handed.get(of).copied().unwrap_or(0);
        let Some(units) = u64::try_from(lacks).ok().and_then(Units::new) else {
            continue;
        };
        rerouted.push(ReroutedUnits {
            line: line.clone(),
            part: part.clone(),
            from: RouteAccount::Unrouted,
            to: RouteAccount::Handed(of.clone()),
            units,
        });
        let fulfilment = state.fulfilment(&of.document);
        let work = fulfilment.map(|it| (it, it.work(of.line, None)));
        let Some((it, work)) = work else { continue };
        let Some((_, routed)) = it.routed() else {
            continue;
        };
        let content = it.lines(order).into_iter();
        let content = content.filter(|(number, _)| *number == of.line);
        let taken = content
            .map(|(number, content)| it.work(number, Some(&content)).taken())
            .sum::<i128>();
        let missing = (work.begun() - taken).min(units.wide() * each);
        if let Some(warehouse) = taken_up_here(state, &routed.executor) {
            taken_up.extend(line_units(of.line, missing).map(|line| (warehouse, of, line)));
        }
    }
    if !rerouted.is_empty() {
        proposal.office(Event::Fulfilment(FulfilmentFact::Rerouted(Rerouted {
            order: order.id().clone(),
            units: rerouted,
        })));
    }
    for (warehouse, of, units) in taken_up {
        let taken = TakenUp {
            fulfilment: of.document,
            taken: Taken::Units(vec![units]),
        };
        let event = Event::Fulfilment(FulfilmentFact::TakenUp(taken));
        proposal.floor(warehouse, event);
    }
    Ok(())
}
