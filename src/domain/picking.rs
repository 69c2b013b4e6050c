//! Pick batches: orders picked together on one walk, each into its own tote.

use super::commit::Dated;
use super::event::{Event, PickTask};
use super::text::{BatchId, Code, OrderId};
use serde::{Deserialize, Serialize};

/// An order of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BatchOrder {
    /// The order.
    pub order: OrderId,
    /// Its tote, once one was taken.
    pub tote: Option<Code>,
}

/// A task and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaskState {
    /// What to take.
    pub task: PickTask,
    /// Units taken.
    pub picked: u32,
    /// Units that could not be taken.
    pub short: u32,
    /// Whether the right tote was confirmed since units were last taken.
    pub confirmed: bool,
}

impl TaskState {
    /// Units still to take.
    pub fn left(&self) -> u32 {
        self.task
            .units
            .saturating_sub(self.picked)
            .saturating_sub(self.short)
    }
}

/// A pick batch.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Batch {
    /// Its identity.
    pub id: BatchId,
    /// When it was released, in milliseconds since 1970 UTC.
    pub released_ms: i64,
    /// Who released it.
    pub operator: Code,
    /// Its orders.
    pub orders: Vec<BatchOrder>,
    /// What to take, in the order of the walk.
    pub tasks: Vec<TaskState>,
    /// The bin that the picker stands at.
    pub at_bin: Option<Code>,
    /// Whether nothing is left to take.
    pub finished: bool,
}

impl Batch {
    /// The batch that these events add up to, in their fold order.
    pub fn fold(events: &[Dated]) -> Option<Batch> {
        let mut batch: Option<Batch> = None;
        for dated in events {
            match &mut batch {
                None => batch = Batch::released(dated),
                Some(batch) => batch.apply(&dated.event),
            }
        }
        batch
    }

    /// The batch as it was released.
    pub fn released(dated: &Dated) -> Option<Batch> {
        let Event::BatchReleased {
            batch,
            orders,
            tasks,
        } = &dated.event
        else {
            return None;
        };
        let task = |task: &PickTask| TaskState {
            task: task.clone(),
            picked: 0,
            short: 0,
            confirmed: false,
        };
        Some(Batch {
            id: batch.clone(),
            released_ms: dated.stamp.ms(),
            operator: dated.operator.clone(),
            orders: orders
                .iter()
                .map(|order| BatchOrder {
                    order: order.clone(),
                    tote: None,
                })
                .collect(),
            tasks: tasks.iter().map(task).collect(),
            at_bin: None,
            finished: false,
        })
    }

    /// Applies one event of the batch's history.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::ToteAssigned { order, tote, .. } => {
                if let Some(entry) = self.orders.iter_mut().find(|entry| entry.order == *order) {
                    entry.tote = Some(tote.clone());
                }
            }
            Event::StopReached { bin, .. } => self.at_bin = Some(bin.clone()),
            Event::LinePicked(p) => {
                if let Some(task) = self.tasks.get_mut(usize::from(p.task)) {
                    task.picked = task.picked.saturating_add(p.units);
                    task.confirmed = false;
                }
            }
            Event::PickUndone(p) => {
                if let Some(task) = self.tasks.get_mut(usize::from(p.task)) {
                    task.picked = task.picked.saturating_sub(p.units);
                    task.confirmed = false;
                }
            }
            Event::PickShorted(s) => {
                if let Some(task) = self.tasks.get_mut(usize::from(s.task)) {
                    task.short = task.short.saturating_add(s.units);
                }
            }
            Event::ToteConfirmed { task, .. } => {
                if let Some(task) = self.tasks.get_mut(usize::from(*task)) {
                    task.confirmed = true;
                }
            }
            Event::BatchFinished { .. } => self.finished = true,
            _ => {}
        }
    }

    /// The tote of an order of the batch.
    pub fn tote_of(&self, order: &OrderId) -> Option<&Code> {
        self.orders
            .iter()
            .find(|entry| entry.order == *order)
            .and_then(|entry| entry.tote.as_ref())
    }

    /// Whether several orders share the walk, so that the tote must be confirmed.
    pub fn is_cluster(&self) -> bool {
        self.orders.len() > 1
    }

    /// The first order that still needs a tote.
    pub fn order_without_tote(&self) -> Option<&OrderId> {
        self.orders
            .iter()
            .find(|entry| entry.tote.is_none())
            .map(|entry| &entry.order)
    }

    /// Whether a task needs nothing more: all taken or short, and what was taken lies in the right tote.
    pub fn task_done(&self, task: &TaskState) -> bool {
        task.left() == 0 && (!self.is_cluster() || task.picked == 0 || task.confirmed)
    }

    /// How many tasks are done.
    pub fn tasks_done(&self) -> usize {
        self.tasks
            .iter()
            .filter(|task| self.task_done(task))
            .count()
    }
}
