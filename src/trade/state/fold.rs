//! Folding what is new on top of what was folded, and everything anew some at a time.

use super::{Newer, State, Told};
use crate::stream::facts::StreamFact;
use crate::stream::id::FactId;
use crate::trade::catalog::{CatalogFact, ItemField};
use crate::trade::event::Event;
use crate::trade::id::DocumentId;
use crate::trade::people::PeopleFact;
use crate::trade::relations::Relations;
use crate::trade::stock::feed::Gathered;
use std::collections::{BTreeMap, BTreeSet};

impl State {
    /// A state that knows who may what and what is the same as what, before anything is booked. `told` are at least the
    /// facts that [judge](State::is_told_first) all others; these merges are void.
    pub(crate) fn begun(told: &[Told], void: BTreeSet<FactId>) -> State {
        let mut state = State::default();
        for told in told {
            state.rights(told);
        }
        if !void.is_empty() {
            state.components.set_void(void);
        }
        state
    }

    /// Whether a fact must be known before any other is folded.
    pub(crate) fn is_told_first(event: &Event) -> bool {
        matches!(
            event,
            Event::Streams(StreamFact::Opened(_)) | Event::People(_) | Event::Identity(_)
        )
    }

    /// Notes which identities these facts name; before any of them is booked.
    pub(crate) fn note_named(&mut self, told: &[Told]) {
        self.see(told);
    }

    /// Takes in the next facts of a fold that [begun](State::begun) anew: in order, after all that stand before them.
    pub(crate) fn go_on(&mut self, told: &[Told], newer: &[Newer], relations: &impl Relations) {
        for told in told {
            self.take(told, relations);
        }
        for newer in newer {
            self.apply_newer(newer);
        }
        self.renew(relations);
    }

    /// The same with what is withheld.
    pub(crate) fn withholding(self, withheld: BTreeMap<FactId, bool>) -> State {
        State { withheld, ..self }
    }

    /// Ends such a fold. `all` gives all facts: it is asked only where one was booked out of its order.
    pub(crate) fn end(&mut self, all: impl FnOnce() -> Vec<Told>, relations: &impl Relations) {
        if self.ledger.stale().next().is_some() {
            self.settle_stale(&all(), relations);
        }
    }

    /// Takes facts in, of which each was not taken in before. `all` gives all facts that are held, these among them: it
    /// is asked only where a fact reaches back to what was folded before.
    pub fn apply(
        &mut self,
        told: &[Told],
        all: impl Fn() -> Vec<Told>,
        relations: &impl Relations,
    ) {
        if !self.takes(told, &all, relations) {
            let newer = std::mem::take(&mut self.newer);
            *self = State::anew(&all(), &newer, relations);
        }
    }

    /// The same. Says `false` where everything that is held must be folded anew: nothing that this state says holds then.
    ///
    /// Facts about people judge all others, and merges name them, so they fold everything anew, unless they only let
    /// people do what nobody was found to have done without a right; they are few. So does a fact that names a merged
    /// identity earlier than it was named before, if another one then stands for all.
    pub(crate) fn takes(
        &mut self,
        told: &[Told],
        all: impl Fn() -> Vec<Told>,
        relations: &impl Relations,
    ) -> bool {
        let nobody_lacked = self.waiting.is_empty() && self.marked.is_empty();
        let judges = |told: &Told| match &told.event {
            Event::People(
                PeopleFact::OperatorAdded(_)
                | PeopleFact::OperatorSet(_)
                | PeopleFact::RoleGranted(_),
            ) => !nobody_lacked,
            Event::People(_)
            | Event::Identity(_)
            | Event::Streams(StreamFact::EventWithheld(_)) => true,
            // A base unit may make a merge void.
            Event::Catalog(CatalogFact::ItemSet(set)) if self.components.has_merges() => {
                let is_unit = |field: &ItemField| matches!(field, ItemField::BaseUnit(_));
                set.fields.iter().any(is_unit)
                    && self
                        .components
                        .is_named(&DocumentId::Item(set.item.clone()))
            }
            _ => false,
        };
        // Who founds, and what a device begins with, is told before all else.
        let founds = |told: &Told| matches!(&told.event, Event::Streams(StreamFact::Opened(genesis)) if genesis.workspace.is_none());
        let is_withheld = |told: &Told| self.withheld.contains_key(&told.at.fact());
        if told.iter().any(|told| judges(told) || is_withheld(told))
            || (self.founding.is_none() && told.iter().any(founds))
        {
            return false;
        }
        for told in told {
            self.rights(told);
        }
        if self.see(told) || !told.iter().all(|told| self.take(told, relations)) {
            return false;
        }
        self.renew(relations);
        if self.ledger.stale().next().is_some() {
            self.settle_stale(&all(), relations);
        }
        true
    }

    /// Takes in a fact of a later version.
    pub fn apply_newer(&mut self, newer: &Newer) {
        let is_told = self.newer.iter().any(|other| other.at == newer.at);
        if !newer.touches.may_be_ignored && !is_told {
            self.newer.push(newer.clone());
            self.newer.sort_by_key(|newer| newer.at);
        }
    }

    /// Folds accounts anew that what came reaches back to.
    /// Folds accounts anew that what came reaches back to.
    pub(super) fn settle_stale(&mut self, all: &[Told], relations: &impl Relations) {
        let stale: Vec<_> = self.ledger.stale().cloned().collect();
        for key in stale {
            let mut gathered = Gathered::new(&key, &self.components);
            for told in all
                .iter()
                .filter(|told| !self.waiting.contains_key(&told.at) && self.is_booked(told))
            {
                told.event.row(&told.standing(), gathered.fact(told.at));
            }
            self.ledger.settle(&gathered, relations);
        }
    }
}
