//! A pick batch as its facts have it.

use super::{BatchReleased, Picked, PickingFact, ShortReason, Shorted, ToteAssigned};
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
    picked: BTreeMap<u32, i128>,
    picks: BTreeMap<FactId, Picked>,
    shorts: BTreeMap<FactId, Shorted>,
    assigned: BTreeMap<FactId, ToteAssigned>,
    /// The picks, shorts and totes that were taken back.
    undone: BTreeSet<FactId>,
    /// The tote of each document; none where it was given back.
    totes: BTreeMap<DemandDocument, Competing<Option<ContainerId>>>,
    at: Competing<LocationId>,
    finished: BTreeSet<At>,
}

impl Batch {
    /// Takes in a fact of this area.
    pub fn apply(&mut self, at: At, fact: &PickingFact, relations: &impl Relations) {
        match fact {
            PickingFact::BatchReleased(released) => self.released = Some((at, released.clone())),
            PickingFact::ToteAssigned(assigned) => {
                self.assigned.insert(at.fact(), assigned.clone());
                let totes = self.totes.entry(assigned.document.clone()).or_default();
                totes.say(at, Some(assigned.tote.clone()), relations);
            }
            PickingFact::ToteReleased { undoes, tote } => {
                self.undone.insert(*undoes);
                let totes = self.totes.entry(tote.document.clone()).or_default();
                totes.say(at, None, relations);
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
                self.shorts.insert(at.fact(), shorted.clone());
            }
            PickingFact::ShortUndone { undoes, short: _ } => {
                self.undone.insert(*undoes);
            }
            PickingFact::BatchFinished { batch: _ } => {
                self.finished.insert(at);
            }
            PickingFact::PutBack(_) => {}
        }
    }

    fn picked(&mut self, picked: &Picked, times: i128) {
        *self.picked.entry(picked.task).or_default() += times * picked.units.wide();
    }

    /// How it was released; `None` while that has not come.
    pub fn released(&self) -> Option<(&At, &BatchReleased)> {
        self.released.as_ref().map(|(at, released)| (at, released))
    }

    /// What was done of a task.
    pub fn done(&self, task: u32) -> TaskDone {
        let of_task = |(_, short): &(&FactId, &Shorted)| short.task == task;
        let shorts = || self.shorts().filter(of_task).map(|(_, short)| short);
        TaskDone {
            picked: self.picked.get(&task).copied().unwrap_or_default(),
            short: shorts().map(|short| short.units.wide()).sum(),
            reasons: shorts().map(|short| short.reason.clone()).collect(),
        }
    }

    /// What was declared short and not taken back, by the facts that say so.
    pub fn shorts(&self) -> impl Iterator<Item = (&FactId, &Shorted)> {
        self.shorts
            .iter()
            .filter(|(short, _)| !self.undone.contains(short))
    }

    /// The totes that were taken and not given back, by the facts that say so; earlier ones of a document among them.
    pub fn assigned(&self) -> impl Iterator<Item = (&FactId, &ToteAssigned)> {
        self.assigned
            .iter()
            .filter(|(assigned, _)| !self.undone.contains(assigned))
    }

    /// What was taken and not put back by an undo, by the facts that say so.
    pub fn picks(&self) -> impl Iterator<Item = (&FactId, &Picked)> {
        self.picks
            .iter()
            .filter(|(pick, _)| !self.undone.contains(pick))
    }

    /// The tote of a document.
    pub fn tote(&self, document: &DemandDocument) -> Option<&ContainerId> {
        self.totes.get(document)?.holding()?.as_ref()
    }

    /// The tote of every document that has one.
    pub fn totes(&self) -> impl Iterator<Item = (&DemandDocument, &ContainerId)> {
        self.totes
            .iter()
            .filter_map(|(document, totes)| Some((document, totes.holding()?.as_ref()?)))
    }

    /// The documents for which two who did not know of each other took different totes, with the facts.
    pub fn totes_said_twice(&self) -> impl Iterator<Item = (&DemandDocument, Vec<FactId>)> {
        let disputed = |said: &Competing<Option<ContainerId>>| !said.losers().is_empty();
        let all = self.totes.iter().filter(move |(_, said)| disputed(said));
        all.map(|(document, said)| {
            let facts = said.all().iter().map(|(at, _)| at.fact());
            (document, facts.collect())
        })
    }

    /// The tote that a fact which no later one knew took for a document.
    pub fn tote_said_by(&self, document: &DemandDocument, fact: FactId) -> Option<&ContainerId> {
        let mut said = self.totes.get(document)?.all().iter();
        let (_, tote) = said.find(|(at, _)| at.fact() == fact)?;
        tote.as_ref()
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

crate::kept_struct! {
    Batch { released, picked, picks, shorts, assigned, undone, totes, at, finished }
}
