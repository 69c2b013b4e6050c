//! Pick batches as the office sees them.

use super::names;
use crate::site::Reading;
use crate::trade::demand::DemandDocument;
use crate::trade::id::{BatchId, OperatorId};
use crate::trade::picking::batch::Batch;
use std::cmp::Reverse;

/// A batch in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchHead {
    /// The batch.
    pub id: BatchId,
    /// Whether it has ended.
    pub finished: bool,
}

/// An order of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchOrder {
    /// The number that people see.
    pub number: String,
    /// Its part of an address.
    pub address: String,
    /// Its tote, once it has one.
    pub tote: Option<String>,
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchView {
    /// The batch.
    pub id: BatchId,
    /// Whether it has ended.
    pub finished: bool,
    /// When it was released, in milliseconds since 1970 UTC.
    pub released_ms: i64,
    /// Who released it.
    pub who: Option<String>,
    /// How many tasks it has.
    pub tasks: usize,
    /// Of these, how many nothing is left of.
    pub tasks_done: usize,
    /// Its units: in all, picked, short.
    pub units: [i128; 3],
    /// Its orders.
    pub orders: Vec<BatchOrder>,
}

/// Every batch, the newest first.
pub fn batches(at: &Reading<'_>) -> Vec<BatchHead> {
    let mut all: Vec<(i64, BatchHead)> = at
        .state
        .batches()
        .filter_map(|(id, batch)| {
            let (released, _) = batch.released()?;
            let head = BatchHead {
                id: *id,
                finished: batch.is_finished(),
            };
            Some((released.wall_ms, head))
        })
        .collect();
    all.sort_by_key(|(ms, head)| (Reverse(*ms), head.id));
    all.into_iter().map(|(_, head)| head).collect()
}

/// A batch; `None` where it is not known.
pub fn batch_view(at: &Reading<'_>, id: &BatchId) -> Option<BatchView> {
    let batch = at.state.batch(id)?;
    let (released, of) = batch.released()?;
    let mut units = [0_i128; 3];
    let mut tasks_done = 0;
    for (number, task) in (0..).zip(&of.tasks) {
        let done = batch.done(number);
        units[0] += task.units.wide();
        units[1] += done.picked;
        units[2] += done.short;
        tasks_done += usize::from(done.picked + done.short >= task.units.wide());
    }
    let operator = at
        .held
        .header_of(id.0.commit)
        .and_then(|header| header.operator);
    Some(BatchView {
        id: *id,
        finished: batch.is_finished(),
        released_ms: released.wall_ms,
        who: operator.map(|operator| names::operator_name(at, &OperatorId(operator))),
        tasks: of.tasks.len(),
        tasks_done,
        units,
        orders: orders(at, batch),
    })
}

fn orders(at: &Reading<'_>, batch: &Batch) -> Vec<BatchOrder> {
    let mut orders: Vec<BatchOrder> = Vec::new();
    let tasks = batch.released().into_iter().flat_map(|(_, of)| &of.tasks);
    for task in tasks {
        let DemandDocument::FulfilmentOrder(id) = &task.line.document else {
            continue;
        };
        let routed = at.state.fulfilment(id).and_then(|of| of.routed());
        let Some((_, routed)) = routed else {
            continue;
        };
        let address = names::order_address(at, &routed.order);
        if orders.iter().all(|known| known.address != address) {
            orders.push(BatchOrder {
                number: names::shown_number(at, &routed.order).to_owned(),
                tote: batch.tote(&task.line.document).map(names::container_code),
                address,
            });
        }
    }
    orders
}
