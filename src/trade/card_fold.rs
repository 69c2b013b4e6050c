//! What holds of what was said: the one mechanism for fields, the places of containers, and answers.
//!
//! Of what is said of one thing only what no other fact knew competes; equal values are one. Of values that compete an
//! unmarked one comes before a marked one, then the later wall reading, then the order; the others are the losers,
//! which one entry lists. Whatever competes is the set of maximal elements of a strict order, so it does not matter in
//! which order facts arrive.

use super::card::{CardField, FieldKey};
use super::relations::{At, Relations};
use std::collections::BTreeMap;

/// What is said of one thing and known to no other that says something of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competing<T> {
    /// In the order of facts. Nearly always one.
    said: Vec<(At, T)>,
}

impl<T> Default for Competing<T> {
    fn default() -> Self {
        Competing { said: Vec::new() }
    }
}

impl<T: Eq> Competing<T> {
    /// Takes in what a fact says; the same fact twice is once.
    pub fn say(&mut self, at: At, value: T, relations: &impl Relations) {
        let settled = |other: &At| *other == at || relations.knew(other, &at);
        if self.said.iter().any(|(other, _)| settled(other)) {
            return;
        }
        self.said.retain(|(other, _)| !relations.knew(&at, other));
        let place = self.said.partition_point(|(other, _)| *other < at);
        self.said.insert(place, (at, value));
    }

    /// All that competes, in the order of facts.
    pub fn all(&self) -> &[(At, T)] {
        &self.said
    }

    /// What holds, by the clocks' readings as `wall_ms` tells them, and the fact that said it. `None` where nothing was
    /// said.
    pub fn holding_by(&self, wall_ms: impl Fn(&At) -> i64) -> Option<&(At, T)> {
        self.said
            .iter()
            .max_by_key(|(at, _)| (!at.marked, wall_ms(at), *at))
    }

    /// What holds, by the clocks' readings as they are: comparisons that arrive later change nothing.
    pub fn holding(&self) -> Option<&T> {
        self.holding_by(|at| at.wall_ms).map(|(_, value)| value)
    }

    /// What competed and does not hold, in the order of facts; not what says the same as that which holds. One entry
    /// lists them.
    pub fn losers(&self) -> Vec<&(At, T)> {
        let holding = self.holding();
        self.said
            .iter()
            .filter(|(_, value)| Some(value) != holding)
            .collect()
    }
}

/// A card, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card<T> {
    fields: BTreeMap<FieldKey, Competing<T>>,
}

impl<T> Default for Card<T> {
    fn default() -> Self {
        Card {
            fields: BTreeMap::new(),
        }
    }
}

impl<T: CardField> Card<T> {
    /// Takes in a field that a fact sets.
    pub fn set(&mut self, at: At, field: T, relations: &impl Relations) {
        self.fields
            .entry(field.key())
            .or_default()
            .say(at, field, relations);
    }

    /// What holds of a field; `None` where it was never set.
    pub fn get(&self, key: &FieldKey) -> Option<&T> {
        self.fields.get(key)?.holding()
    }

    /// What holds of every field that was set, by key.
    pub fn fields(&self) -> impl Iterator<Item = &T> {
        self.fields.values().filter_map(Competing::holding)
    }

    /// What facts said of a field and no later one knew, in the order of facts; nothing where it was never set.
    pub fn said(&self, key: &FieldKey) -> &[(At, T)] {
        self.fields.get(key).map_or(&[], Competing::all)
    }

    /// Of these fields those whose setting would change something: that say something else than what holds, or over
    /// which facts part, so that setting one settles it. Of two for one key the last is taken; in the order of keys.
    pub fn changes(&self, fields: &[T]) -> Vec<T> {
        let told: BTreeMap<FieldKey, &T> =
            fields.iter().map(|field| (field.key(), field)).collect();
        told.into_iter()
            .filter(|(key, field)| {
                self.said(key).iter().any(|(_, said)| said != *field) || self.said(key).is_empty()
            })
            .map(|(_, field)| field.clone())
            .collect()
    }

    /// The fields over which two facts part, by key: each is one entry, that lists the losers.
    pub fn disputed(&self) -> impl Iterator<Item = (&FieldKey, &Competing<T>)> {
        self.fields
            .iter()
            .filter(|(_, said)| !said.losers().is_empty())
    }
}

/// What would change of a card that may not be there yet: see [`Card::changes`].
pub fn changes<T: CardField>(card: Option<&Card<T>>, fields: &[T]) -> Vec<T> {
    card.unwrap_or(&Card::default()).changes(fields)
}

crate::kept_struct! {
    Competing<T> { said }
    Card<T> { fields }
}
