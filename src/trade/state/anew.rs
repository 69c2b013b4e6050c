//! Folding a set of facts anew.

use super::{Newer, State, Told};
use crate::stream::id::FactId;
use crate::trade::event::Event;
use crate::trade::relations::Relations;
use std::collections::BTreeSet;

impl State {
    /// The state of a set of facts, in whatever order they are given.
    pub fn anew(told: &[Told], newer: &[Newer], relations: &impl Relations) -> State {
        let state = State::with_merges(told, newer, relations);
        let mut withheld = state.withheld.clone();
        withheld.retain(|fact, _| {
            let mut named = told.iter().filter(|told| told.at.fact() == *fact);
            !named.any(|told| matches!(told.event, Event::Streams(_) | Event::People(_)))
        });
        if withheld.is_empty() {
            return State { withheld, ..state };
        }
        let is_left = |told: &&Told| !withheld.contains_key(&told.at.fact());
        let left: Vec<Told> = told.iter().filter(is_left).cloned().collect();
        State {
            withheld,
            ..State::with_merges(&left, newer, relations)
        }
    }

    /// The same, whatever is withheld. A merge of items that are counted in different units is void.
    fn with_merges(told: &[Told], newer: &[Newer], relations: &impl Relations) -> State {
        let state = State::fold(told, newer, relations, BTreeSet::new());
        let void = state.unlike_merges();
        if void.is_empty() {
            return state;
        }
        State::fold(told, newer, relations, void)
    }

    /// The same with these merges void.
    fn fold(
        told: &[Told],
        newer: &[Newer],
        relations: &impl Relations,
        void: BTreeSet<FactId>,
    ) -> State {
        let mut state = State::begun(told, void);
        state.see(told);
        let mut sorted: Vec<&Told> = told.iter().collect();
        sorted.sort_by_key(|told| told.at);
        for told in sorted {
            state.take(told, relations);
        }
        for newer in newer {
            state.apply_newer(newer);
        }
        state.settle_stale(told, relations);
        state.renew(relations);
        state
    }
}
