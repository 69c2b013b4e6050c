//! A pick batch as its facts have it.

use super::{BatchReleased, Picked, PickingFact, ShortReason};
use crate::stream::id::FactId;
use crate::trade::card_fold::Competing;
use crate::trade::demand::DemandDocument;
use crate::trade::id::{ContainerId, LocationId};
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};

/// What was done of one task, in base units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskDone {
    /// Taken and not put back by an undo.
    pub picked: i128,
    /// Declared short.
    pub short: i128,
    /// Why, where it was declared short.
    pub reasons: BTreeSet<ShortReason>,
}

/// A pick batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    released: Option<(At, BatchReleased)>,
    done: BTreeMap<u32, TaskDone>,
    picks: BTreeMap<FactId, Picked>,
    undone: BTreeSet<FactId>,
    totes: BTreeMap<DemandDocument, Competing<ContainerId>>,
    at: Competing<LocationId>,
    finished: BTreeSet<At>,
}

impl Batch {
    /// Takes in a fact of this area.
    pub fn apply(&mut self, at: At, fact: &PickingFact, relations: &impl Relations) {
        match fact {
            PickingFact::BatchReleased(released) => self.released = Some((at, released.clone())),
            PickingFact::ToteAssigned(assigned) => {
                let totes = self.totes.entry(assigned.document.clone()).or_default();
                totes.say(at, assigned.tote.clone(), relations);
            }
            PickingFact::StopReached { batch: _, location } => {
                self.at.say(at, location.clone(), relations)
            }
            PickingFact::Picked(picked) => {
                self.picks.insert(at.fact(), picked.clone());
                self.picked(picked, 1);
            }
            PickingFact::PickUndone { undoes, pick } => {
                self.undone.insert(*undoes);
                self.picked(pick, -1);
            }
            PickingFact::Shorted(shorted) => {
                let done = self.done.entry(shorted.task).or_default();
                done.short += shorted.units.wide();
                done.reasons.insert(shorted.reason.clone());
            }
            PickingFact::BatchFinished { batch: _ } => {
                self.finished.insert(at);
            }
            PickingFact::PutBack(_) => {}
        }
    }

    fn picked(&mut self, picked: &Picked, times: i128) {
        self.done.entry(picked.task).or_default().picked += times * picked.units.wide();
    }

    /// How it was released; `None` while that has not come.
    pub fn released(&self) -> Option<(&At, &BatchReleased)> {
        self.released.as_ref().map(|(at, released)| (at, released))
    }

    /// What was done of a task.
    pub fn done(&self, task: u32) -> TaskDone {
        self.done.get(&task).cloned().unwrap_or_default()
    }

    /// What was taken and not put back by an undo, by the facts that say so.
    pub fn picks(&self) -> impl Iterator<Item = (&FactId, &Picked)> {
        self.picks
            .iter()
            .filter(|(pick, _)| !self.undone.contains(pick))
    }

    /// The tote of a document.
    pub fn tote(&self, document: &DemandDocument) -> Option<&ContainerId> {
        self.totes.get(document)?.holding()
    }

    /// The tote of every document that has one.
    pub fn totes(&self) -> impl Iterator<Item = (&DemandDocument, &ContainerId)> {
        self.totes
            .iter()
            .filter_map(|(document, totes)| Some((document, totes.holding()?)))
    }

    /// Where the picker stands, as the last scan of a location said.
    pub fn at(&self) -> Option<&LocationId> {
        self.at.holding()
    }

    /// Whether it has ended.
    pub fn is_finished(&self) -> bool {
        !self.finished.is_empty()
    }
}
