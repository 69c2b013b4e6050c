//! Who cancelled units, and who began with them all the same.

use crate::site::Reading;
use crate::trade::conflicts::cancelled::begun;
use crate::trade::demand::{DemandDocument, LineKey, Part};
use crate::trade::id::{OperatorId, OrderId};
use crate::trade::relations::At;
use crate::view::names;

/// Units that one cancelled and another took, neither knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelledAndTaken {
    /// How many units.
    pub units: u64,
    /// The code of what they are of.
    pub item: String,
    /// Who cancelled them last; nobody where no operator was signed in.
    pub cancelled_by: Option<String>,
    /// Who took them last.
    pub taken_by: Option<String>,
}

/// What an entry about units that were cancelled and begun tells; `None` where none were cancelled.
pub fn cancelled_and_taken(
    at: &Reading<'_>,
    order: &OrderId,
    line: &LineKey,
    part: &Part,
) -> Option<CancelledAndTaken> {
    let order = at.state.order(order)?;
    let begun = begun(at.state, order, line, part)?;
    let is_it = |of: &LineKey| order.line_key(of) == line;
    let cancelled = order
        .cancellations()
        .filter(|(_, cancelled)| cancelled.lines.iter().any(|units| is_it(&units.line)));
    let name = |said: &At| {
        let operator = said.operator.map(OperatorId);
        operator.map(|operator| names::operator_name(at, &operator))
    };
    let demand = at.state.demand(order);
    let of_part = demand.parts.get(&(line.clone(), part.clone()))?;
    let mut picks = Vec::new();
    for of in of_part.work.keys() {
        let document = DemandDocument::FulfilmentOrder(of.document);
        let batches = at.state.links().batches(&of.document);
        for batch in batches.filter_map(|batch| at.state.batch(batch)) {
            let of_line = batch
                .picks()
                .filter(|(_, pick)| pick.line.document == document && pick.line.line == of.line);
            picks.extend(of_line.map(|(fact, pick)| (*fact, pick.goods.item.clone())));
        }
    }
    let said = |fact: &crate::stream::id::FactId| at.held.header_of(fact.commit);
    let last = picks
        .iter()
        .max_by_key(|(fact, _)| said(fact).map(|header| (header.stamp, *fact)))?;
    let taken_by = said(&last.0).and_then(|header| header.operator);
    Some(CancelledAndTaken {
        units: begun.units,
        item: names::item_code(at, &last.1),
        cancelled_by: cancelled.last().and_then(|(said, _)| name(said)),
        taken_by: taken_by.map(|operator| names::operator_name(at, &OperatorId(operator))),
    })
}
