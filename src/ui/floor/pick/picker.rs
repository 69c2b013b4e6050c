//! What a picker does: scans, counted units, exceptions, undo. Each goes through the line, and is decided against the
//! task that is next when its turn comes.

use crate::browser::clock;
use crate::domain::decide::picking::next_task;
use crate::domain::picking::Batch;
use crate::domain::reason::ShortReason;
use crate::domain::text::BatchId;
use crate::domain::{Command, Event};
use crate::limits::FLOOR_WORK_WAITING_MAX;
use crate::ui::desk;
use crate::ui::floor::answers::Answers;
use crate::ui::locale::t;
use leptos::prelude::*;

/// Units that were just taken, and may be put back.
type Taken = (u16, u32);

/// A picker at a batch.
#[derive(Clone)]
pub struct Picker {
    /// The batch.
    pub batch: BatchId,
    /// The task to begin at: after a skip it is not the first that is left.
    pub from: ArcRwSignal<u16>,
    /// What the band says.
    pub answers: Answers,
    taken: ArcRwSignal<Vec<Taken>>,
}

impl Picker {
    /// A picker who begins at the first task that is left.
    pub fn new(batch: BatchId) -> Self {
        Picker {
            batch,
            from: ArcRwSignal::new(0),
            answers: Answers::new(),
            taken: ArcRwSignal::new(Vec::new()),
        }
    }

    /// Whether something can be taken back; followed inside an effect or a view.
    pub fn may_undo(&self) -> bool {
        !self.taken.read().is_empty()
    }

    /// The task to do now, as the state is at this moment.
    fn now(&self) -> Option<u16> {
        let from = self.from.get_untracked();
        desk::peek(|state| {
            let batch = state.batches.get(&self.batch)?;
            next_task(state, clock::now_ms(), batch, from)
        })
    }

    fn with_batch<T>(&self, with: impl FnOnce(&Batch) -> T) -> Option<T> {
        desk::peek(|state| state.batches.get(&self.batch).map(with))
    }

    /// A scan.
    pub fn scan(&self, text: String) {
        let picker = self.clone();
        self.answers.work(async move {
            let Some(task) = picker.now() else {
                let scanned = text.trim().to_owned();
                picker.answers.wrong(
                    t!(pick_nothing_left),
                    t!(pick_nothing_left_detail, scanned = scanned),
                );
                return;
            };
            let command = Command::ScanPick {
                batch: picker.batch.clone(),
                task,
                text,
            };
            picker.run(task, command).await;
        });
    }

    /// Several units of a task whose item was scanned.
    pub fn take(&self, task: u16, units: u32) {
        let picker = self.clone();
        self.answers.work(async move {
            let command = Command::PickUnits {
                batch: picker.batch.clone(),
                task,
                units,
            };
            picker.run(task, command).await;
        });
    }

    /// The rest of a task cannot be taken.
    pub fn short(&self, task: u16, reason: ShortReason) {
        let picker = self.clone();
        self.answers.work(async move {
            let command = Command::ShortPick {
                batch: picker.batch.clone(),
                task,
                reason,
            };
            picker.run(task, command).await;
        });
    }

    /// Leaves a task for the end of the walk.
    pub fn skip(&self, task: u16) {
        let picker = self.clone();
        self.answers.work(async move {
            picker.from.set(task.saturating_add(1));
            picker
                .answers
                .right(t!(pick_skipped), t!(pick_skipped_detail));
        });
    }

    /// Takes back what was taken last.
    pub fn undo(&self) {
        let picker = self.clone();
        self.answers.work(async move {
            let Some((task, units)) = picker.taken.try_update(Vec::pop).flatten() else {
                return;
            };
            let command = Command::UndoPick {
                batch: picker.batch.clone(),
                task,
                units,
            };
            match picker.answers.run(command).await {
                Some(_) => {
                    picker.from.set(task);
                    picker
                        .answers
                        .right(t!(pick_undone), t!(pick_undone_detail, n = units));
                }
                None => picker.taken.update(|taken| taken.push((task, units))),
            }
        });
    }

    /// Ends the batch.
    pub fn finish(&self) {
        let picker = self.clone();
        self.answers.work(async move {
            let command = Command::FinishBatch {
                batch: picker.batch.clone(),
            };
            if picker.answers.run(command).await.is_some() {
                picker
                    .answers
                    .right(t!(pick_finished), t!(pick_finished_detail));
            }
        });
    }

    async fn run(&self, task: u16, command: Command) {
        let Some(events) = self.answers.run(command).await else {
            return;
        };
        // Where the picker stands now; an order that was skipped comes when the walk begins again.
        self.from.set(task);
        for event in &events {
            self.answer(task, event);
        }
    }

    fn answer(&self, task: u16, event: &Event) {
        match event {
            Event::ToteAssigned { order, tote, .. } => {
                let (order, tote) = (order.number().to_owned(), tote.to_string());
                self.answers.right(
                    t!(pick_tote_taken),
                    t!(pick_tote_taken_detail, tote = tote, order = order),
                );
            }
            Event::StopReached { bin, .. } => {
                let bin = bin.to_string();
                self.answers
                    .right(t!(pick_right_bin), t!(pick_right_bin_detail, bin = bin));
            }
            Event::LinePicked(picked) => {
                self.taken.update(|taken| {
                    if taken.len() >= FLOOR_WORK_WAITING_MAX {
                        taken.remove(0);
                    }
                    taken.push((task, picked.units));
                });
                let so_far = self.with_batch(|batch| {
                    let task = batch.tasks.get(usize::from(task));
                    task.map_or((0, 0), |task| (task.picked, task.task.units))
                });
                let (done, all) = so_far.unwrap_or_default();
                let sku = picked.sku.to_string();
                self.answers.right(
                    t!(pick_taken),
                    t!(pick_taken_detail, item = sku, done = done, all = all),
                );
            }
            Event::ToteConfirmed { tote, .. } => {
                let tote = tote.to_string();
                self.answers
                    .right(t!(pick_in_tote), t!(pick_in_tote_detail, tote = tote));
            }
            Event::PickShorted(shorted) => {
                let units = shorted.units;
                self.answers
                    .right(t!(pick_shorted), t!(pick_shorted_detail, n = units));
            }
            _ => {}
        }
    }
}
