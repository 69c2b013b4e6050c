//! Folding everything that is held, some at a time: what was folded is packed before the next is read, so that no more
//! memory is needed than the packed state takes, however much is held.

use super::Held;
use crate::stream::History;
use crate::stream::id::{CommitId, FactId, StreamId};
use crate::trade::event::Event;
use crate::trade::relations;
use crate::trade::state::{Newer, State, Told};
use std::collections::{BTreeMap, BTreeSet};

/// So many commits are folded before what came of them is packed.
const COMMITS_AT_ONCE: usize = 1_000;

/// The state of all that is held: what [`State::anew`] gives.
pub(super) fn fold_all(history: &History, held: &mut Held) -> State {
    let state = with_merges(history, held, &BTreeMap::new());
    let mut withheld = state.withheld().clone();
    if !withheld.is_empty() {
        through(history, held, |told, _, _| {
            for told in told {
                if matches!(told.event, Event::Streams(_) | Event::People(_)) {
                    withheld.remove(&told.at.fact());
                }
            }
        });
    }
    if withheld.is_empty() {
        return state.withholding(withheld);
    }
    let left = with_merges(history, held, &withheld);
    left.withholding(withheld)
}

/// The state without these facts. A merge of items that are counted in different units is void.
fn with_merges(history: &History, held: &mut Held, without: &BTreeMap<FactId, bool>) -> State {
    let state = fold(history, held, without, BTreeSet::new());
    let void = state.unlike_merges();
    if void.is_empty() {
        return state;
    }
    fold(history, held, without, void)
}

fn fold(
    history: &History,
    held: &mut Held,
    without: &BTreeMap<FactId, bool>,
    void: BTreeSet<FactId>,
) -> State {
    let is_left = |told: &Told| !without.contains_key(&told.at.fact());
    let mut first = Vec::new();
    through(history, held, |told, _, _| {
        let judging = told.drain(..);
        let judging = judging.filter(|told| State::is_told_first(&told.event) && is_left(told));
        first.extend(judging);
    });
    let mut state = State::begun(&first, void);
    if state.components.has_merges() {
        through(history, held, |told, _, _| {
            told.retain(is_left);
            state.note_named(told);
        });
    }
    through(history, held, |told, newer, held| {
        told.retain(is_left);
        let relations = relations::Held {
            history,
            headers: held,
        };
        state.go_on(told, newer, &relations);
        while state.pack(usize::MAX) > 0 {}
        state.cool();
        state.cool();
    });
    let relations = relations::Held {
        history,
        headers: &*held,
    };
    let all = || {
        let mut all = held.told(history).0;
        all.retain(is_left);
        all
    };
    state.end(all, &relations);
    state
}

/// Goes through all facts that are held, in their order, some at a time.
fn through(
    history: &History,
    held: &mut Held,
    mut with: impl FnMut(&mut Vec<Told>, &[Newer], &Held),
) {
    let mut next: BTreeMap<StreamId, u64> = held.firsts();
    loop {
        let mut some = (Vec::new(), Vec::new());
        let mut commits = 0;
        // The order of the next commit of each stream, as far as it is known.
        let mut standing: BTreeMap<StreamId, _> = BTreeMap::new();
        while commits < COMMITS_AT_ONCE {
            for (stream, number) in &next {
                if standing.contains_key(stream) {
                    continue;
                }
                let id = CommitId {
                    stream: *stream,
                    number: *number,
                };
                let at = held.header_of(id).and_then(|header| history.at(id, header));
                standing.insert(*stream, at);
            }
            let least = standing
                .iter()
                .min_by(|(_, one), (_, other)| one.cmp(other));
            let Some((stream, _)) = least.map(|(stream, at)| (*stream, at)) else {
                break;
            };
            standing.remove(&stream);
            let Some(number) = next.get_mut(&stream) else {
                break;
            };
            let id = CommitId {
                stream,
                number: *number,
            };
            if held.get(id).is_none() {
                next.remove(&stream);
                continue;
            }
            held.told_of(id, history, &mut some);
            *number += 1;
            commits += 1;
        }
        if commits == 0 {
            return;
        }
        let (mut told, newer) = some;
        with(&mut told, &newer, held);
        held.cool();
        held.cool();
    }
}
