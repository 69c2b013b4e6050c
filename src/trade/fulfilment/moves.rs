//! Moving units between fulfilment orders of one order: splits, moves and merges alike.

use super::commands::{Asked, MoveTo, PartUnits, line_units, taken_up_here};
use super::routing::Opened;
use super::{
    FulfilmentFact, FulfilmentLines, LineUnits, LinesBack, OpenedLine, Rerouted, ReroutedUnits,
    RouteAccount, Routed, SubstituteReason, Taken, TakenUp,
};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{DemandDocument, DemandLine, FulfilmentLine};
use crate::trade::event::Event;
use crate::trade::fulfilment::fulfilment_order::LineContent;
use crate::trade::id::{DocumentId, FulfilmentOrderId};
use crate::trade::quantity::Units;
use crate::trade::state::State;
use std::collections::BTreeMap;

/// Moves units of a fulfilment order that no work was begun on. With none named, all that can be moved.
///
/// # Errors
/// Units whose work may have begun, more than there are, a target of another order or that holds something else, and
/// nothing to move.
pub(super) fn move_units(
    state: &State,
    fulfilment: FulfilmentOrderId,
    units: &[PartUnits],
    to: &MoveTo,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let from = Asked::of(state, fulfilment)?;
    let moved = movable(&from, units)?;
    let account = |line: u32| {
        RouteAccount::Handed(FulfilmentLine {
            document: fulfilment,
            line,
        })
    };
    let rerouted = |to: &dyn Fn(&LineContent) -> Result<RouteAccount, Refusal>| {
        let units = moved.iter().map(|(line, (content, units))| {
            Ok(ReroutedUnits {
                line: content.line.clone(),
                part: content.part.clone(),
                from: account(*line),
                to: to(content)?,
                units: *units,
            })
        });
        let units = units.collect::<Result<Vec<_>, Refusal>>()?;
        Ok::<Event, Refusal>(Event::Fulfilment(FulfilmentFact::Rerouted(Rerouted {
            order: from.order.id().clone(),
            units,
        })))
    };
    match to {
        MoveTo::Unrouted => {
            proposal.office(rerouted(&|_| Ok(RouteAccount::Unrouted))?);
            give_back(state, &from, &moved, proposal);
        }
        MoveTo::Another(other) => {
            let other = Asked::of(state, *other)?;
            if other.order.id() != from.order.id() || other.id == from.id {
                return Err(Refusal::Unknown(DocumentId::FulfilmentOrder(other.id)));
            }
            let target = |content: &LineContent| {
                Ok(RouteAccount::Handed(FulfilmentLine {
                    document: other.id,
                    line: line_that_holds(&other, content)?,
                }))
            };
            proposal.office(rerouted(&target)?);
            give_back(state, &from, &moved, proposal);
            take_up(state, &other, &moved, proposal)?;
        }
        MoveTo::New { executor, due } => {
            proposal.office(rerouted(&|_| Ok(RouteAccount::Unrouted))?);
            let reasons = reasons(&from);
            let lines = moved.iter().map(|(line, (content, units))| OpenedLine {
                line: content.line.clone(),
                part: content.part.clone(),
                wanted: content.wanted.clone(),
                units: *units,
                each: content.each,
                substitute: reasons.get(line).cloned(),
            });
            let routed = Routed {
                order: from.order.id().clone(),
                executor: executor.clone(),
                lines: FulfilmentLines::Each(lines.collect()),
                due: due.clone().or_else(|| {
                    let (_, routed) = from.fulfilment.routed()?;
                    routed.due.clone()
                }),
            };
            let opened = Opened::write(state, routed, proposal)?;
            give_back(state, &from, &moved, proposal);
            opened.take_up(proposal);
        }
    }
    Ok(())
}

/// Units of lines that are moved, with what each line holds.
type Moved<'a> = BTreeMap<u32, (&'a LineContent, Units)>;

fn movable<'a>(from: &'a Asked<'_>, units: &[PartUnits]) -> Result<Moved<'a>, Refusal> {
    let demand_line = |line: u32| DemandLine::of(&DemandDocument::FulfilmentOrder(from.id), line);
    let mut begun_at = None;
    let mut free: BTreeMap<u32, (&LineContent, i128)> = BTreeMap::new();
    let mut begun: BTreeMap<u32, u64> = BTreeMap::new();
    for (line, (content, work)) in &from.lines {
        let done = work.allocated + work.picked + work.packed + work.shipped;
        let may_be_moved = (work.underway + work.open) / content.each.wide();
        free.insert(*line, (content, may_be_moved));
        if done > 0 {
            let done = u64::try_from(done).unwrap_or(u64::MAX);
            begun.insert(*line, done);
            begun_at.get_or_insert((*line, done));
        }
    }
    let mut moved = Moved::new();
    if units.is_empty() {
        for (line, (content, free)) in free {
            if let Some(units) = u64::try_from(free).ok().and_then(Units::new) {
                moved.insert(line, (content, units));
            }
        }
    } else {
        let mut sums: BTreeMap<u32, i128> = BTreeMap::new();
        for asked in units {
            *sums.entry(asked.line).or_insert(0) += asked.units.wide();
        }
        for (line, sum) in sums {
            let (content, free) = free
                .get(&line)
                .ok_or_else(|| Refusal::UnknownDemandLine(demand_line(line)))?;
            if sum > *free {
                return Err(match begun.get(&line) {
                    Some(begun) => Refusal::WorkBegun {
                        line: demand_line(line),
                        begun: *begun,
                    },
                    None => Refusal::TooMany {
                        there: u64::try_from(*free).unwrap_or(0),
                    },
                });
            }
            if let Some(units) = u64::try_from(sum).ok().and_then(Units::new) {
                moved.insert(line, (content, units));
            }
        }
    }
    match (moved.is_empty(), begun_at) {
        (false, _) => Ok(moved),
        (true, Some((line, begun))) => Err(Refusal::WorkBegun {
            line: demand_line(line),
            begun,
        }),
        (true, None) => Err(Refusal::NothingToDo),
    }
}

/// The line of a fulfilment order that holds the same: the same part of the same line, answered by the same goods.
fn line_that_holds(other: &Asked<'_>, content: &LineContent) -> Result<u32, Refusal> {
    let holds = |held: &LineContent| {
        held.line == content.line
            && held.part == content.part
            && held.wanted == content.wanted
            && held.each == content.each
    };
    let line = other.lines.iter().find(|(_, (held, _))| holds(held));
    line.map(|(line, _)| *line)
        .ok_or_else(|| Refusal::UnknownLine {
            order: other.order.id().clone(),
            line: content.line.clone(),
        })
}

/// Why lines of a fulfilment order hold other goods than were ordered.
fn reasons(from: &Asked<'_>) -> BTreeMap<u32, SubstituteReason> {
    let lines = match from.fulfilment.routed().map(|(_, routed)| &routed.lines) {
        Some(FulfilmentLines::Each(lines)) => lines.as_slice(),
        Some(FulfilmentLines::Whole { .. }) | None => &[],
    };
    (0..)
        .zip(lines)
        .filter_map(|(line, opened)| Some((line, opened.substitute.clone()?)))
        .collect()
}

/// The half of the warehouse that units leave, where it is written here: of what was taken up it gives back what is no
/// longer handed to it.
fn give_back(state: &State, from: &Asked<'_>, moved: &Moved<'_>, proposal: &mut Proposal<'_>) {
    let Some(warehouse) = from
        .fulfilment
        .routed()
        .and_then(|(_, routed)| taken_up_here(state, &routed.executor))
    else {
        return;
    };
    let lines: Vec<LineUnits> = moved
        .iter()
        .filter_map(|(line, (content, units))| {
            let (_, work) = from.lines.get(line)?;
            let goods = units.wide() * content.each.wide();
            line_units(*line, (goods - work.underway).min(work.open))
        })
        .collect();
    if !lines.is_empty() {
        let back = LinesBack {
            fulfilment: from.id,
            lines,
        };
        proposal.floor(
            warehouse,
            Event::Fulfilment(FulfilmentFact::GivenBack(back)),
        );
    }
}

/// The half of the warehouse that units come to, where it is written here.
fn take_up(
    state: &State,
    other: &Asked<'_>,
    moved: &Moved<'_>,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let Some(warehouse) = other
        .fulfilment
        .routed()
        .and_then(|(_, routed)| taken_up_here(state, &routed.executor))
    else {
        return Ok(());
    };
    let mut lines: BTreeMap<u32, i128> = BTreeMap::new();
    for (content, units) in moved.values() {
        let line = line_that_holds(other, content)?;
        *lines.entry(line).or_insert(0) += units.wide() * content.each.wide();
    }
    let taken = TakenUp {
        fulfilment: other.id,
        taken: Taken::Units(
            lines
                .into_iter()
                .filter_map(|(line, units)| line_units(line, units))
                .collect(),
        ),
    };
    proposal.floor(warehouse, Event::Fulfilment(FulfilmentFact::TakenUp(taken)));
    Ok(())
}
