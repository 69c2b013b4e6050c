//! Editions that two devices set for one thing from one day on, neither knowing of the other: an entry.

use super::State;
use super::entries::Clash;
use crate::trade::catalog::{RecipeKind, RecipeSet};
use crate::trade::id::{ItemId, RecipeId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::quantity::Day;
use crate::trade::relations::{At, Relations};
use std::collections::BTreeMap;

type Editions<'a> = Vec<(At, RecipeId, &'a RecipeSet)>;

impl State {
    /// Recipes of one item and kind in force from one day, of which no fact knew another and that hold different
    /// things. The last in order is in force.
    pub(super) fn edition_clashes(&self, relations: &impl Relations, clashes: &mut Vec<Clash>) {
        let mut editions: BTreeMap<(ItemId, &RecipeKind, &Day), Editions<'_>> = BTreeMap::new();
        for (id, at, set) in self.recipes() {
            let key = (self.components.item(&set.item), &set.kind, &set.from);
            editions.entry(key).or_default().push((*at, *id, set));
        }
        for ((item, _, _), mut of_day) in editions {
            let all = of_day.clone();
            of_day.retain(|(at, _, _)| !all.iter().any(|(other, _, _)| relations.knew(other, at)));
            of_day.sort_by_key(|(at, _, _)| *at);
            let differ = of_day
                .windows(2)
                .any(|two| matches!(two, [(_, _, a), (_, _, b)] if a.components != b.components || a.makes != b.makes));
            if differ {
                let editions = of_day.iter().map(|(_, id, _)| *id).collect();
                clashes.push(Clash::EditionTwice { item, editions });
            }
        }
    }
}
