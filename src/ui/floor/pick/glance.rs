//! What the pick screen shows, computed from the state alone.

use crate::domain::Workspace;
use crate::domain::decide::picking::{Ask, ask, next_task, stopped};
use crate::domain::picking::{Batch, TaskState};
use crate::domain::text::{BatchId, Code, OrderId, Sku};
use std::collections::BTreeSet;

/// The task that the picker is at.
#[derive(Clone, Debug, PartialEq)]
pub struct AtTask {
    /// Its number in the batch.
    pub task: u16,
    /// What a scan would be now.
    pub ask: Ask,
    /// The place of its bin on the walk, from 1.
    pub stop: usize,
    /// The order.
    pub order: OrderId,
    /// The item.
    pub sku: Sku,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// The bin.
    pub bin: Code,
    /// Units still to take.
    pub left: u32,
    /// Units taken.
    pub picked: u32,
    /// The order's tote.
    pub tote: Option<Code>,
    /// Where the walk goes on.
    pub next_bin: Option<Code>,
    /// Whether there is another task to do before this one.
    pub may_skip: bool,
}

/// How far the batch is.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// There is no such batch.
    Missing,
    /// Something is to be done.
    At(Box<AtTask>),
    /// Nothing is left to take; the batch is still open.
    AllTaken,
    /// The batch is finished.
    Finished,
}

/// What the pick screen shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// How far the batch is.
    pub phase: Phase,
    /// The bins of the walk.
    pub stops: usize,
    /// The orders of the batch.
    pub orders: usize,
    /// Of these, the orders that have a tote.
    pub totes: usize,
    /// Units taken.
    pub picked: u32,
    /// Units that could not be taken.
    pub short: u32,
    /// The orders that were stopped while tasks of theirs were left.
    pub stopped: Vec<OrderId>,
}

impl Glance {
    /// Looks at a batch, from a task on.
    pub fn of(state: &Workspace, id: Option<&BatchId>, from: u16, now_ms: i64) -> Glance {
        let Some(batch) = id.and_then(|id| state.batches.get(id)) else {
            return Glance {
                phase: Phase::Missing,
                stops: 0,
                orders: 0,
                totes: 0,
                picked: 0,
                short: 0,
                stopped: Vec::new(),
            };
        };
        let bins: Vec<&Code> = walk(batch);
        let is_stopped = |task: &&TaskState| !batch.finished && stopped(state, now_ms, task);
        let halted: BTreeSet<OrderId> = batch
            .tasks
            .iter()
            .filter(is_stopped)
            .map(|task| task.task.order.clone())
            .collect();
        let phase = match next_task(state, now_ms, batch, from) {
            _ if batch.finished => Phase::Finished,
            None => Phase::AllTaken,
            Some(task) => Phase::At(Box::new(at_task(state, batch, task, &bins, now_ms))),
        };
        Glance {
            phase,
            stops: bins.len(),
            orders: batch.orders.len(),
            totes: batch.orders.iter().filter(|o| o.tote.is_some()).count(),
            picked: batch.tasks.iter().map(|task| task.picked).sum(),
            short: batch.tasks.iter().map(|task| task.short).sum(),
            stopped: halted.into_iter().collect(),
        }
    }

    /// The task that the picker is at.
    pub fn at(&self) -> Option<&AtTask> {
        match &self.phase {
            Phase::At(at) => Some(at),
            _ => None,
        }
    }
}

/// The bins of the batch in the order of the walk.
pub fn walk(batch: &Batch) -> Vec<&Code> {
    let mut bins: Vec<&Code> = Vec::new();
    for task in &batch.tasks {
        if bins.last() != Some(&&task.task.bin) {
            bins.push(&task.task.bin);
        }
    }
    bins
}

fn at_task(state: &Workspace, batch: &Batch, index: u16, bins: &[&Code], now_ms: i64) -> AtTask {
    let task = &batch.tasks[usize::from(index)];
    let next = next_task(state, now_ms, batch, index.saturating_add(1)).filter(|n| *n != index);
    let after = next.map(|next| &batch.tasks[usize::from(next)].task.bin);
    AtTask {
        task: index,
        ask: ask(batch, task),
        stop: bins
            .iter()
            .position(|bin| **bin == task.task.bin)
            .map_or(1, |place| place + 1),
        order: task.task.order.clone(),
        sku: task.task.sku.clone(),
        name: state
            .catalog
            .get(task.task.sku.as_str())
            .map_or_else(|| task.task.sku.to_string(), |item| item.title().to_owned()),
        bin: task.task.bin.clone(),
        left: task.left(),
        picked: task.picked,
        tote: batch.tote_of(&task.task.order).cloned(),
        next_bin: after.filter(|bin| **bin != task.task.bin).cloned(),
        may_skip: next.is_some(),
    }
}
