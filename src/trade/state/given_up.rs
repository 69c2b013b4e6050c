//! Lines that gave units up that were promised twice, where two settled one entry in opposite ways.

use super::State;
use super::entries::Clash;
use super::promise::{Promise, PromiseKey};
use crate::trade::allocation::single::waiting;
use crate::trade::conflicts::{Choice, Settled};
use crate::trade::demand::FulfilmentLine;
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};

impl State {
    /// Takes in how an entry was settled.
    pub(super) fn note_given_up(&mut self, at: At, settled: &Settled, relations: &impl Relations) {
        if let Choice::GaveUp(line) = &settled.choice {
            let of_entry = self.given_up.entry(settled.entry).or_default();
            of_entry.say(at, line.clone(), relations);
        }
    }

    /// Entries of which each of two settlements took the units from another line, while all of these lines wait and units
    /// are free.
    pub(super) fn given_up_clashes(
        &self,
        promises: &BTreeMap<PromiseKey, Promise>,
        clashes: &mut Vec<Clash>,
    ) {
        for said in self.given_up.values() {
            let lines: BTreeSet<&FulfilmentLine> =
                said.all().iter().map(|(_, line)| line).collect();
            if lines.len() < 2 {
                continue;
            }
            let waits = lines.iter().map(|line| waiting(self, line));
            let keys: Option<BTreeSet<PromiseKey>> = waits
                .map(|waits| waits.filter(|(_, open)| *open > 0).map(|(key, _)| key))
                .collect();
            let mut keys = keys.unwrap_or_default().into_iter();
            let (Some(key), None) = (keys.next(), keys.next()) else {
                continue;
            };
            if promises.get(&key).is_some_and(|it| it.available() > 0) {
                clashes.push(Clash::GivenUpTwice {
                    key,
                    lines: lines.into_iter().cloned().collect(),
                    facts: said.all().iter().map(|(at, _)| at.fact()).collect(),
                });
            }
        }
    }
}
