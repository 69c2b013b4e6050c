//! Which units of an order can be cancelled, and asking the rest back.
//!
//! Units are cancelled at once that nobody was given, that were handed to a fulfilment order and not taken up or given
//! back by it, and that a warehouse of ours has taken up and hands have not begun with: it gives them back in the same
//! command, and they vanish from its batches. What is picked or packed is asked back: the floor puts it back or says that
//! it is too late, and what came back can then be cancelled.

use super::order::Order;
use super::{CancelReason, CancelledFrom, CancelledUnits, LinesCancelled, OrderFact};
use crate::trade::Event;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{FulfilmentLine, LineKey, Part};
use crate::trade::fulfilment::commands::{Asked as Executed, line_units, taken_up_here};
use crate::trade::fulfilment::fulfilment_order::{OrderDemand, PartDemand};
use crate::trade::fulfilment::{
    FulfilmentFact, LineUnits, LinesBack, Rerouted, ReroutedUnits, RouteAccount,
};
use crate::trade::id::{DocumentId, FulfilmentOrderId};
use crate::trade::personal::Row;
use crate::trade::quantity::Units;
use crate::trade::state::State;
use std::collections::BTreeMap;

/// Units of a line that are to be cancelled, in units of the line: of a kit whole kits.
pub(crate) type Asked<'a> = BTreeMap<&'a LineKey, i128>;

fn each_of(part: &PartDemand, line: &FulfilmentLine) -> i128 {
    part.each.get(line).copied().unwrap_or(Units::ONE).wide()
}

/// Whether a warehouse of ours gave units back that it was asked for.
fn came_back(state: &State, line: &FulfilmentLine) -> bool {
    let found = state.fulfilment(&line.document);
    is_ours(state, line) && found.is_some_and(|fulfilment| fulfilment.gave_back())
}

/// Whether a warehouse of ours does it, so that both halves of a command are written here.
fn is_ours(state: &State, line: &FulfilmentLine) -> bool {
    let found = state.fulfilment(&line.document);
    let routed = found.and_then(|fulfilment| fulfilment.routed());
    routed.is_some_and(|(_, routed)| taken_up_here(state, &routed.executor).is_some())
}

/// Units of a part that can be cancelled without anybody's giving back, by the account that they are taken from, in the
/// order in which they are: what came back when it was asked for, what nobody was given, what is under way.
fn cancellable(state: &State, part: &PartDemand) -> Vec<(CancelledFrom, i128)> {
    let underway = |wanted: bool| {
        let lines = part.work.iter().rev();
        lines
            .filter(move |(line, _)| came_back(state, line) == wanted)
            .map(|(line, work)| {
                let units = work.underway.div_euclid(each_of(part, line));
                (CancelledFrom::Handed(line.clone()), units)
            })
    };
    underway(true)
        .chain([(CancelledFrom::Unrouted, part.stands.unrouted.max(0))])
        .chain(underway(false))
        .filter(|(_, units)| *units > 0)
        .collect()
}

/// Units of a part that warehouses of ours have taken up and hands have not begun with.
fn not_begun(state: &State, part: &PartDemand) -> Vec<(FulfilmentLine, i128)> {
    let lines = part
        .work
        .iter()
        .rev()
        .filter(|(line, _)| is_ours(state, line));
    lines
        .map(|(line, work)| {
            let units = (work.open + work.allocated).div_euclid(each_of(part, line));
            (line.clone(), units)
        })
        .filter(|(_, units)| *units > 0)
        .collect()
}

/// Units of a part that work was begun on or that another executor has taken up, that have not left, and that nobody
/// has asked back yet, by line in base units.
fn recallable(
    state: &State,
    part: &PartDemand,
    given_back: &BTreeMap<FulfilmentLine, i128>,
) -> Vec<(FulfilmentLine, i128)> {
    let lines = part.work.iter().rev();
    lines
        .map(|(line, work)| {
            let held = work.open + work.allocated + work.picked + work.packed;
            let back = given_back.get(line).copied().unwrap_or(0) * each_of(part, line);
            (line.clone(), held - back - asked_back(state, line))
        })
        .filter(|(_, units)| *units > 0)
        .collect()
}

/// How many units of a line can be cancelled without anybody's giving back; of a kit, of which no component was given to
/// anybody.
pub fn cancellable_units(
    state: &State,
    order: &Order,
    demand: &OrderDemand,
    line: &LineKey,
) -> i128 {
    let key = order.line_key(line);
    let of_line = |(part, demand): (&Part, &PartDemand)| match part {
        Part::Line => sum(&cancellable(state, demand)),
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

fn sum<T>(shares: &[(T, i128)]) -> i128 {
    shares.iter().map(|(_, units)| units).sum()
}

/// How many units of a line a person can cancel at once, and how many more can be asked back.
pub fn stoppable_units(
    state: &State,
    order: &Order,
    demand: &OrderDemand,
    line: &LineKey,
) -> (i128, i128) {
    let key = order.line_key(line);
    let free = cancellable_units(state, order, demand, key);
    let Some(part) = demand.parts.get(&(key.clone(), Part::Line)) else {
        return (free, 0);
    };
    let given_back: BTreeMap<FulfilmentLine, i128> = not_begun(state, part).into_iter().collect();
    let back = recallable(state, part, &given_back);
    let back = back
        .iter()
        .map(|(line, units)| units.div_euclid(each_of(part, line)));
    (free + given_back.values().sum::<i128>(), back.sum::<i128>())
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

/// Units of lines that warehouses of ours gave back when they were asked for, and that nobody has cancelled or routed
/// since, in units of the line.
pub fn came_back_units(state: &State, order: &Order) -> Vec<(LineKey, Units)> {
    let demand = state.demand(order);
    let parts = demand.parts.iter();
    let of_line = |((line, part), demand): (&(LineKey, Part), &PartDemand)| {
        let lines = demand.work.iter().filter(|(of, _)| came_back(state, of));
        let units: i128 = lines
            .map(|(of, work)| work.underway.div_euclid(each_of(demand, of)))
            .sum();
        let units = u64::try_from(units).ok().and_then(Units::new)?;
        (*part == Part::Line).then(|| (line.clone(), units))
    };
    parts.filter_map(of_line).collect()
}

/// What a cancellation writes, gathered before anything is proposed: the workspace's half comes first. What comes from a
/// fulfilment order of ours goes back to the order before it is cancelled, so that an undo leaves it to be routed anew.
#[derive(Default)]
struct Plan {
    rerouted: Vec<ReroutedUnits>,
    cancelled: Vec<CancelledUnits>,
    given_back: BTreeMap<FulfilmentOrderId, Vec<LineUnits>>,
    asked_back: BTreeMap<FulfilmentOrderId, Vec<LineUnits>>,
}

impl Plan {
    fn push(&mut self, line: &LineKey, part: &Part, from: CancelledFrom, number: i128) {
        let units = u64::try_from(number).ok().and_then(Units::new);
        self.cancelled.extend(units.map(|units| CancelledUnits {
            line: line.clone(),
            part: part.clone(),
            from,
            units,
        }));
    }

    fn reroute(&mut self, line: &LineKey, part: &Part, from: &FulfilmentLine, number: i128) {
        let units = u64::try_from(number).ok().and_then(Units::new);
        self.rerouted.extend(units.map(|units| ReroutedUnits {
            line: line.clone(),
            part: part.clone(),
            from: RouteAccount::Handed(from.clone()),
            to: RouteAccount::Unrouted,
            units,
        }));
    }

    /// Cancels at most so many units of a part of a line at once; says how many are left.
    fn cancel(
        &mut self,
        state: &State,
        (line, part): (&LineKey, &Part),
        demand: &PartDemand,
        asked: i128,
    ) -> i128 {
        let mut left = asked;
        for (from, there) in cancellable(state, demand) {
            let taken = left.min(there);
            left -= taken;
            match from {
                CancelledFrom::Handed(of) if came_back(state, &of) => {
                    self.reroute(line, part, &of, taken);
                    self.push(line, part, CancelledFrom::Unrouted, taken);
                }
                from => self.push(line, part, from, taken),
            }
        }
        for (of, there) in not_begun(state, demand) {
            let taken = left.min(there);
            left -= taken;
            let back = line_units(of.line, taken * each_of(demand, &of));
            self.given_back.entry(of.document).or_default().extend(back);
            self.reroute(line, part, &of, taken);
            self.push(line, part, CancelledFrom::Unrouted, taken);
        }
        left
    }

    /// Asks at most so many units of a part back; says how many are left.
    fn recall(&mut self, state: &State, demand: &PartDemand, asked: i128) -> i128 {
        let given_back = not_begun(state, demand).into_iter().collect();
        let mut left = asked;
        for (of, there) in recallable(state, demand, &given_back) {
            let each = each_of(demand, &of);
            let taken = left.min(there.div_euclid(each));
            left -= taken;
            let back = line_units(of.line, taken * each);
            self.asked_back.entry(of.document).or_default().extend(back);
        }
        left
    }

    fn propose(
        self,
        state: &State,
        order: &Order,
        why: CancelReason,
        rows: &[Row],
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        if !self.rerouted.is_empty() {
            let rerouted = Rerouted {
                order: order.id().clone(),
                units: self.rerouted,
            };
            proposal.office(Event::Fulfilment(FulfilmentFact::Rerouted(rerouted)));
        }
        let any = !self.cancelled.is_empty();
        if any {
            let cancelled = LinesCancelled {
                order: order.id().clone(),
                lines: self.cancelled,
                why,
                rows: rows.to_vec(),
            };
            proposal.office(Event::Orders(OrderFact::LinesCancelled(cancelled)));
        }
        let mut asked = false;
        for (fulfilment, lines) in self.asked_back {
            if !lines.is_empty() {
                asked = true;
                let back = LinesBack { fulfilment, lines };
                proposal.office(Event::Fulfilment(FulfilmentFact::BackRequested(back)));
            }
        }
        for (fulfilment, lines) in self.given_back {
            if !lines.is_empty() {
                Executed::of(state, fulfilment)?.give_back(&lines, proposal)?;
            }
        }
        if any || asked {
            Ok(())
        } else {
            Err(Refusal::NothingToDo)
        }
    }
}

/// Cancels units of lines, and asks those back that work was begun on. What an undo writes: that they are wanted again.
///
/// # Errors
/// A line that is not there, or more units than can be cancelled or asked back.
pub(crate) fn units(
    state: &State,
    order: &Order,
    asked: &Asked<'_>,
    why: CancelReason,
    rows: &[Row],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let demand = state.demand(order);
    let mut plan = Plan::default();
    for (line, asked) in asked {
        let key = order.line_key(line);
        if !demand.parts.keys().any(|(line, _)| line == key) {
            return Err(Refusal::UnknownLine {
                order: order.id().clone(),
                line: (*line).clone(),
            });
        }
        let (at_once, back) = stoppable_units(state, order, &demand, key);
        if *asked > at_once + back {
            return Err(Refusal::TooMany {
                there: u64::try_from(at_once + back).unwrap_or(0),
            });
        }
        match demand.parts.get(&(key.clone(), Part::Line)) {
            Some(part) => {
                let left = plan.cancel(state, (key, &Part::Line), part, *asked);
                plan.recall(state, part, left);
            }
            // Of a kit whole kits: each component takes its share.
            None => plan.push(key, &Part::Line, CancelledFrom::Unrouted, *asked),
        }
    }
    plan.propose(state, order, why, rows, proposal)
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
    let mut plan = Plan::default();
    for ((line, part), of_part) in &demand.parts {
        plan.cancel(state, (line, part), of_part, i128::MAX);
        plan.recall(state, of_part, i128::MAX);
    }
    match plan.propose(state, order, why, rows, proposal) {
        Err(Refusal::NothingToDo) if !demand.parts.values().any(is_outstanding) => {
            Err(Refusal::Closed(DocumentId::Order(order.id().clone())))
        }
        proposed => proposed,
    }
}

fn is_outstanding(part: &PartDemand) -> bool {
    part.stands.unrouted > 0
        || part
            .in_units(|work| work.underway + work.open + work.allocated + work.picked + work.packed)
            > 0
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
