//! What a picker does: scans, counted units, exceptions, undo. Each goes through the line, and is decided against the
//! task that is next when its turn comes.

use crate::browser::preferences;
use crate::screens::floor::answers::Answers;
use crate::screens::floor::hand;
use crate::stream::id::FactId;
use crate::trade::id::BatchId;
use crate::trade::picking::ShortReason;
use crate::view::floor::pick::{self, PickLocal};
use crate::view::floor::{Act, Hand, Wrong, pick_kept, pick_scan, pick_undo};
use crate::view::names;
use leptos::prelude::*;

/// Which tote was confirmed last in which batch is kept on this device: after a reload nobody is asked again.
const CONFIRMED: &str = "pick-confirmed";

/// A picker at a batch.
#[derive(Clone)]
pub struct Picker {
    /// The batch.
    pub batch: BatchId,
    /// What the picker has in the hand.
    pub local: ArcRwSignal<PickLocal>,
    /// What the band says.
    pub answers: Answers,
    /// Whether the next scan is another tote for the order at hand.
    pub tote_full: ArcRwSignal<bool>,
}

fn confirmed(batch: BatchId) -> Option<FactId> {
    let kept = preferences::read(CONFIRMED)?;
    pick_kept::confirmed(&kept, batch, hand::peek(|hand| hand.stream))
}

fn keep_confirmed(batch: BatchId, pick: &FactId) {
    let kept = preferences::read(CONFIRMED).unwrap_or_default();
    preferences::write(CONFIRMED, &pick_kept::with_confirmed(&kept, batch, pick));
}

/// Where the walk goes on after a skip is kept on this device: whoever looks at another page comes back to it.
const SKIPPED: &str = "pick-from";

fn kept_from(batch: BatchId) -> Option<u32> {
    let kept = preferences::read(SKIPPED)?;
    let (name, from) = kept.rsplit_once(' ')?;
    let from = from.parse().ok()?;
    (name == names::opened(&batch.0)).then_some(from)
}

fn keep_from(batch: BatchId, from: Option<u32>) {
    match from {
        Some(from) => preferences::write(SKIPPED, &format!("{} {from}", names::opened(&batch.0))),
        None if kept_from(batch).is_some() => preferences::remove(SKIPPED),
        None => {}
    }
}

impl Picker {
    /// A picker who begins where the walk stands.
    pub fn new(batch: BatchId) -> Self {
        let local = PickLocal {
            confirmed: confirmed(batch),
            from: kept_from(batch),
            ..PickLocal::default()
        };
        Picker {
            batch,
            local: ArcRwSignal::new(local),
            answers: Answers::new(),
            tote_full: ArcRwSignal::new(false),
        }
    }

    fn work(
        &self,
        decide: impl Fn(&Hand<'_>, BatchId, &PickLocal) -> Result<Act<PickLocal>, Wrong> + 'static,
    ) {
        let picker = self.clone();
        self.answers.work(async move {
            let local = picker.local.get_untracked();
            let batch = picker.batch;
            let done = picker.answers.act(|hand| decide(hand, batch, &local));
            if let Some((then, _)) = done.await {
                if let Some(pick) = then.confirmed.filter(|_| then.confirmed != local.confirmed) {
                    keep_confirmed(batch, &pick);
                }
                if then.from != local.from {
                    keep_from(batch, then.from);
                }
                picker.local.set(then);
            }
        });
    }

    /// A scan.
    pub fn scan(&self, text: String) {
        if self.tote_full.get_untracked() {
            self.tote_full.set(false);
            return self.take_tote(text);
        }
        self.work(move |hand, batch, local| pick_scan::scan(hand, batch, local, &text));
    }

    fn take_tote(&self, text: String) {
        let full = self.tote_full.clone();
        self.work(move |hand, batch, local| {
            let view = pick::view(hand, Some(batch), local);
            let task = view.at().map(|at| at.task);
            let task = task.ok_or_else(|| Wrong::NothingLeft(text.clone()))?;
            let done = pick_scan::tote_full(hand, batch, local, task, &text);
            // A tote that nobody knows is scanned once more: it is still the next one that is asked for.
            full.set(matches!(done, Ok(Act::Note { .. })));
            done
        });
    }

    /// Several units of a task whose item was scanned.
    pub fn take(&self, task: u32, units: u64) {
        self.work(move |hand, batch, local| pick_scan::take(hand, batch, local, task, units));
    }

    /// So many units of a task cannot be taken.
    pub fn short(&self, task: u32, units: Option<u64>, reason: ShortReason) {
        self.work(move |hand, batch, local| {
            pick_scan::short(hand, batch, local, task, units, reason.clone())
        });
    }

    /// Leaves a task for the end of the walk.
    pub fn skip(&self, task: u32) {
        self.work(move |_, _, local| Ok(pick_scan::skip(local, task)));
    }

    /// The next scan names another place to take from, or no longer.
    pub fn elsewhere(&self) {
        self.local.update(|local| {
            local.elsewhere = !local.elsewhere;
            local.skipped = None;
            local.place = None;
            local.unit = None;
        });
        self.answers.clear();
    }

    /// Takes back the skip that was just made, else what this person did last; units in the hand are put down first.
    pub fn undo(&self) {
        let picker = self.clone();
        self.answers.work(async move {
            let local = picker.local.get_untracked();
            let batch = picker.batch;
            let decide = |hand: &Hand<'_>| pick_undo::undo(hand, batch, &local);
            if let Some(then) = picker.answers.take_back_here(decide).await {
                keep_from(batch, then.from);
                picker.local.set(then);
            }
        });
    }

    /// The place that should be empty is.
    pub fn is_empty(&self) {
        self.work(|_, _, local| pick_scan::is_empty(local));
    }

    /// Ends the batch.
    pub fn finish(&self) {
        self.work(|_, batch, _| Ok(pick_scan::finish(batch)));
    }
}
