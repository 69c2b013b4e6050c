//! What of an order was asked back from the floor: what it has not answered, what came back, what was too late.

use crate::site::Reading;
use crate::trade::id::OrderId;
use crate::trade::orders::CancelReason;
use crate::trade::orders::cancel::came_back_units;
use crate::trade::orders::commands::{OrderCommand, UnitsOfLine};
use crate::trade::orders::order::Order;
use std::collections::BTreeSet;

/// What of an order was asked back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// Base units that nobody has answered for.
    pub asked: u64,
    /// Base units that the floor said are too late to stop and that have not left.
    pub too_late: u64,
    /// Units of lines that came back and can be cancelled.
    pub came: Vec<UnitsOfLine>,
}

impl Back {
    /// How many units came back.
    pub fn came_count(&self) -> u64 {
        self.came.iter().map(|line| line.units.get()).sum()
    }
}

/// What of an order was asked back.
pub(super) fn back(at: &Reading<'_>, order: &Order) -> Back {
    let demand = at.state.demand(order);
    let mut back = Back {
        came: came_back_units(at.state, order)
            .into_iter()
            .map(|(line, units)| UnitsOfLine { line, units })
            .collect(),
        ..Back::default()
    };
    for (_, id, _) in order.routed() {
        let Some(fulfilment) = at.state.fulfilment(id) else {
            continue;
        };
        let asked = fulfilment.requests().flat_map(|(_, lines)| &lines.lines);
        back.asked += asked.map(|line| line.units.get()).sum::<u64>();
        // Of what was too late only what is still here can be told: the rest has left.
        let here = |number: u32| {
            let mut works = demand.parts.values().flat_map(|part| &part.work);
            let found = works.find(|(line, _)| line.document == *id && line.line == number);
            found.map_or(0, |(_, work)| work.picked + work.packed)
        };
        let late = fulfilment.answered().filter(|(_, given)| !given);
        for line in late.flat_map(|(lines, _)| &lines.lines) {
            let units = line.units.wide().min(here(line.line));
            back.too_late += u64::try_from(units).unwrap_or(0);
        }
    }
    back
}

/// The commands that cancel what came back of every order that was asked back, each in the words of the order's last
/// cancellation.
pub fn cancel_what_came_back(at: &Reading<'_>) -> Vec<OrderCommand> {
    let gave_back = at.state.open_fulfilments().filter(|(_, it)| it.gave_back());
    let orders: BTreeSet<&OrderId> = gave_back
        .filter_map(|(_, fulfilment)| Some(&fulfilment.routed()?.1.order))
        .collect();
    let orders = orders.into_iter().filter_map(|id| at.state.order(id));
    orders.filter_map(|order| cancel_of(at, order)).collect()
}

/// The command that cancels what came back of an order; `None` where nothing did.
pub fn cancel_of(at: &Reading<'_>, order: &Order) -> Option<OrderCommand> {
    let lines = back(at, order).came;
    let last = order.cancellations().max_by_key(|(at, _)| **at);
    (!lines.is_empty()).then(|| OrderCommand::CancelUnits {
        order: order.id().clone(),
        lines,
        why: last.map_or(CancelReason::Customer, |(_, last)| last.why.clone()),
        rows: Vec::new(),
    })
}
