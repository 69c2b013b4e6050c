//! Returns: authorise against what was shipped, receive, inspect, decide.

use super::{Context, order};
use crate::domain::command::Refusal;
use crate::domain::event::{Content, Event, LineUnits, ReturnDecided, ReturnLine};
use crate::domain::order::{Order, Return};
use crate::domain::place::Condition;
use crate::domain::reason::Disposition;
use crate::domain::text::{Code, OrderId, ReturnId};
use crate::domain::workspace::Workspace;

/// Lets a customer send units back: never more than were shipped and are not already coming back.
pub fn authorise(
    state: &Workspace,
    context: &Context,
    id: &OrderId,
    lines: &[ReturnLine],
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    for (i, l) in lines.iter().enumerate() {
        if order
            .lines
            .get(usize::from(l.line))
            .is_none_or(|line| line.sku != l.sku)
        {
            return Err(Refusal::UnknownLine {
                order: id.clone(),
                line: l.line,
            });
        }
        if l.units == 0 {
            return Err(Refusal::NoUnits);
        }
        let there = order.returnable(l.line);
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
    let return_id = ReturnId::new(&context.name('R'))?;
    Ok(vec![Event::ReturnAuthorised {
        order: id.clone(),
        return_id,
        lines: lines.to_vec(),
    }])
}

pub(super) fn case<'a>(order: &'a Order, id: &ReturnId) -> Result<&'a Return, Refusal> {
    order
        .return_(id)
        .ok_or_else(|| Refusal::UnknownReturn(id.clone()))
}

/// Notes that returned units arrived: never more than are authorised.
pub fn receive(
    state: &Workspace,
    id: &OrderId,
    return_id: &ReturnId,
    lines: &[LineUnits],
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    let case = case(order, return_id)?;
    // A return that was closed may still see its goods, but no more than are out there.
    let out = |line: u16| {
        let line = order.lines.get(usize::from(line));
        line.map_or(0, |line| line.stages.out())
    };
    let contents = contents(order, case, lines, |line| {
        case.expected(line).min(out(line))
    })?;
    Ok(vec![Event::ReturnReceived {
        order: id.clone(),
        return_id: return_id.clone(),
        contents,
    }])
}

/// The goods that these units of a return's lines are, if there are so many.
pub(super) fn contents(
    order: &Order,
    case: &Return,
    lines: &[LineUnits],
    there: impl Fn(u16) -> u32,
) -> Result<Vec<Content>, Refusal> {
    let mut contents = Vec::new();
    for l in lines.iter().filter(|l| l.units > 0) {
        let unknown = || Refusal::UnknownLine {
            order: order.id.clone(),
            line: l.line,
        };
        if case.lines.iter().all(|r| r.line != l.line) {
            return Err(unknown());
        }
        let line = order.lines.get(usize::from(l.line)).ok_or_else(unknown)?;
        let there = there(l.line);
        let asked = lines
            .iter()
            .filter(|o| o.line == l.line)
            .fold(0, |sum: u32, o| sum.saturating_add(o.units));
        if asked > there {
            return Err(Refusal::TooMany { there });
        }
        contents.push(Content {
            line: l.line,
            sku: line.sku.clone(),
            units: l.units,
        });
    }
    if contents.is_empty() {
        return Err(Refusal::NoUnits);
    }
    Ok(contents)
}

/// What inspection asks for.
pub struct Asked<'a> {
    /// The order's line.
    pub line: u16,
    /// How many units.
    pub units: u32,
    /// Their condition.
    pub condition: Condition,
    /// What becomes of them.
    pub disposition: Disposition,
    /// The bin, when they are restocked.
    pub bin: &'a Option<Code>,
}

/// Decides about returned units. Damaged goods cannot be restocked: they would be promised to the next customer.
pub fn decide(
    state: &Workspace,
    id: &OrderId,
    return_id: &ReturnId,
    asked: &Asked<'_>,
) -> Result<Vec<Event>, Refusal> {
    let order = order(state, id)?;
    let case = case(order, return_id)?;
    let unknown = || Refusal::UnknownLine {
        order: id.clone(),
        line: asked.line,
    };
    if case.lines.iter().all(|r| r.line != asked.line) {
        return Err(unknown());
    }
    let line = order
        .lines
        .get(usize::from(asked.line))
        .ok_or_else(unknown)?;
    let there = case.undecided(asked.line);
    if asked.units == 0 {
        return Err(Refusal::NoUnits);
    }
    if asked.units > there {
        return Err(Refusal::TooMany { there });
    }
    let bin = match asked.disposition {
        Disposition::Restock => {
            let bin = asked.bin.clone().ok_or(Refusal::BinNeeded)?;
            if !state.bins.contains_key(&bin) {
                return Err(Refusal::UnknownBin(bin));
            }
            if asked.condition == Condition::Damaged {
                return Err(Refusal::ConditionNeedsCare {
                    condition: asked.condition,
                });
            }
            Some(bin)
        }
        Disposition::Scrap | Disposition::ToSupplier => None,
    };
    Ok(vec![Event::ReturnDecided(Box::new(ReturnDecided {
        order: id.clone(),
        return_id: return_id.clone(),
        line: asked.line,
        sku: line.sku.clone(),
        units: asked.units,
        condition: asked.condition,
        disposition: asked.disposition,
        bin,
    }))])
}

/// Expects nothing more of a return. Units at the dock must be decided about first.
pub fn close(state: &Workspace, id: &OrderId, return_id: &ReturnId) -> Result<Vec<Event>, Refusal> {
    let case = case(order(state, id)?, return_id)?;
    if case.closed {
        return Ok(Vec::new());
    }
    let waiting = case.lines.iter().fold(0, |sum: u32, r| {
        sum.saturating_add(r.received.saturating_sub(r.decided()))
    });
    if waiting > 0 {
        return Err(Refusal::TooMany { there: waiting });
    }
    Ok(vec![Event::ReturnClosed {
        order: id.clone(),
        return_id: return_id.clone(),
    }])
}
