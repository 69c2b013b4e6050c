//! Lists of knowledge: which commits they mean, and those that do not fit what is held yet.

use super::super::id::{CommitId, Hash, StreamId};
use super::super::knows::digest;
use super::super::stamp::Stamp;
use super::lines::{Ix, Lines};
use super::{Past, Run};
use crate::limits::KNOWN_BRANCHES_TRIED_MAX;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A commit's list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct List {
    /// The commit's line and number.
    pub owner: Ix,
    pub number: u64,
    pub stamp: Stamp,
    /// Streams as written, each with the number up to which it is known.
    pub heads: Vec<(StreamId, u64)>,
    pub digest: [u8; 8],
    /// Whether the past did not say what it takes to settle the list.
    pub lacks: bool,
}

/// The lists that do not fit yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Knowledge {
    open: BTreeMap<u64, List>,
    next: u64,
    /// By a stream's first line and a number that a list names.
    by_head: BTreeMap<(Ix, u64), BTreeSet<u64>>,
    /// By a name that means nothing that is held.
    by_stranger: BTreeMap<StreamId, BTreeSet<u64>>,
}

/// What a list means at the moment: for each of its heads a line.
struct Meaning {
    lines: Vec<Option<Ix>>,
    fits: bool,
    lacks: bool,
}

impl Knowledge {
    /// Notes a new commit's list.
    pub fn note(&mut self, mut list: List, lines: &mut Lines, past: &dyn Past) {
        let meaning = mean(&list, lines, past);
        learn(&list, &meaning.lines, lines);
        let contradicted = contradict(&list, &meaning.lines, lines, past);
        list.lacks = meaning.lacks || contradicted.lacks;
        if !meaning.fits || list.lacks {
            let id = self.next;
            self.next += 1;
            self.wait(id, &list, lines);
            self.open.insert(id, list);
        }
    }

    fn wait(&mut self, id: u64, list: &List, lines: &Lines) {
        for (name, number) in &list.heads {
            let waiting = match lines.by_name(*name) {
                Some(ix) => self.by_head.entry((lines[ix].root, *number)).or_default(),
                None => self.by_stranger.entry(*name).or_default(),
            };
            waiting.insert(id);
        }
    }

    fn settled(&mut self, id: u64, list: &List, lines: &Lines) {
        for (name, number) in &list.heads {
            if let Some(ix) = lines.by_name(*name) {
                let key = (lines[ix].root, *number);
                if let Some(waiting) = self.by_head.get_mut(&key) {
                    waiting.remove(&id);
                    if waiting.is_empty() {
                        self.by_head.remove(&key);
                    }
                }
            }
        }
        self.open.remove(&id);
    }

    /// Follows a line that was cut: lists of commits from the number on are the tail's now.
    pub fn cut(&mut self, ix: Ix, at: u64, tail: Ix) {
        for list in self.open.values_mut() {
            if list.owner == ix && list.number >= at {
                list.owner = tail;
            }
        }
    }

    /// Tries the lists anew that name this number of the stream, or (after a fork) one from it on.
    pub fn head_came(
        &mut self,
        (root, number): (Ix, u64),
        forked: bool,
        lines: &mut Lines,
        past: &dyn Past,
        runs: &mut Vec<Run>,
    ) {
        let last = if forked { u64::MAX } else { number };
        let waiting = self.by_head.range((root, number)..=(root, last));
        let ids: BTreeSet<u64> = waiting.flat_map(|(_, ids)| ids).copied().collect();
        for id in ids {
            self.retry(id, false, lines, past, runs);
        }
    }

    /// Tries the lists anew that name lines that have just come into being.
    pub fn names_came(
        &mut self,
        new: &[Ix],
        lines: &mut Lines,
        past: &dyn Past,
        runs: &mut Vec<Run>,
    ) {
        let mut ids = BTreeSet::new();
        for ix in new {
            if let Some(waiting) = self.by_stranger.remove(&lines[*ix].name) {
                ids.extend(waiting);
                lines.name_means(*ix);
            }
        }
        // Of a stream that begins nothing was folded yet that could have been known.
        let means_more = new.iter().any(|ix| lines[*ix].parent.is_some());
        for id in ids {
            self.retry(id, means_more, lines, past, runs);
        }
    }

    fn retry(
        &mut self,
        id: u64,
        means_more: bool,
        lines: &mut Lines,
        past: &dyn Past,
        runs: &mut Vec<Run>,
    ) {
        let Some(list) = self.open.get(&id).cloned() else {
            return;
        };
        let before = known_as(&list, lines);
        let meaning = mean(&list, lines, past);
        let is_same = before == meaning.lines;
        if !is_same {
            forget(&list, &before, lines);
            learn(&list, &meaning.lines, lines);
        }
        let contradicted = contradict(&list, &meaning.lines, lines, past);
        if !is_same || means_more || contradicted.changed {
            lines.runs_from(list.owner, list.number, runs);
        }
        let lacks = meaning.lacks || contradicted.lacks;
        if meaning.fits && !lacks {
            self.settled(id, &list, lines);
        } else {
            self.wait(id, &list, lines);
            if let Some(list) = self.open.get_mut(&id) {
                list.lacks = lacks;
            }
        }
    }

    /// The commits whose hash and stamp it takes to settle lists, and which the past did not say.
    pub fn lacking(&self, lines: &Lines) -> BTreeSet<CommitId> {
        let mut lacking = BTreeSet::new();
        for list in self.open.values().filter(|list| list.lacks) {
            for (name, number) in &list.heads {
                let named = lines.by_name(*name);
                for ix in named.iter().flat_map(|ix| lines.holding(*ix, *number)) {
                    lacking.insert(lines.id(ix, *number));
                }
            }
        }
        lacking
    }

    /// Tries the lists anew that the past did not help to settle.
    pub fn past_came(&mut self, lines: &mut Lines, past: &dyn Past, runs: &mut Vec<Run>) {
        let lacking = self.open.iter().filter(|(_, list)| list.lacks);
        let ids: Vec<u64> = lacking.map(|(id, _)| *id).collect();
        for id in ids {
            self.retry(id, false, lines, past, runs);
        }
    }

    /// Heads that are known to somebody and missing here: a stream's name and a number. Where all heads of a list are
    /// held and do not fit, each may be another branch's.
    pub fn awaited(&self, lines: &Lines) -> Vec<(StreamId, u64)> {
        let mut awaited = Vec::new();
        for list in self.open.values() {
            if list.lacks {
                continue;
            }
            let is_held = |(name, number): &&(StreamId, u64)| {
                let named = lines.by_name(*name);
                named.is_some_and(|ix| !lines.holding(ix, *number).is_empty())
            };
            let all_held = list.heads.iter().all(|head| is_held(&head));
            let missing = list.heads.iter().filter(|head| all_held || !is_held(head));
            awaited.extend(missing);
        }
        awaited
    }

    pub fn bytes(&self) -> usize {
        let list = |list: &List| size_of::<List>() + list.heads.capacity() * 24 * 3;
        self.open.values().map(list).sum()
    }
}

/// Finds out which commits a list means.
fn mean(list: &List, lines: &Lines, past: &dyn Past) -> Meaning {
    let named = list.heads.iter().map(|(name, _)| lines.by_name(*name));
    let named: Vec<Option<Ix>> = named.collect();
    let held = held_heads(list, &named, lines);
    let lacks = held.iter().flatten().flatten().any(|(ix, number)| {
        let hash = lines.hash(*ix, *number, past);
        hash.is_none()
    });
    if let Some(exact) = held.and_then(|held| fit(list, &held, lines, past)) {
        return Meaning {
            lines: exact.into_iter().map(Some).collect(),
            fits: true,
            lacks: false,
        };
    }
    let by_number = |(named, (_, number)): (&Option<Ix>, &(StreamId, u64))| {
        let mut can_be = lines.below((*named)?);
        can_be.retain(|ix| {
            let line = &lines[*ix];
            line.holds(*number) || line.is_leaf() && line.last < *number
        });
        lines.common(&can_be)
    };
    Meaning {
        lines: named.iter().zip(&list.heads).map(by_number).collect(),
        fits: false,
        lacks,
    }
}

/// For each head of a list the held commits that it can be; `None` where one is not held in any branch.
fn held_heads(list: &List, named: &[Option<Ix>], lines: &Lines) -> Option<Vec<Vec<(Ix, u64)>>> {
    let heads = named.iter().zip(&list.heads);
    heads
        .map(|(named, (_, number))| {
            let holding = lines.holding((*named)?, *number);
            let held: Vec<(Ix, u64)> = holding.into_iter().map(|ix| (ix, *number)).collect();
            (!held.is_empty()).then_some(held)
        })
        .collect()
}

/// The held branches whose heads have the list's digest.
fn fit(list: &List, held: &[Vec<(Ix, u64)>], lines: &Lines, past: &dyn Past) -> Option<Vec<Ix>> {
    let hash = |(ix, number): &(Ix, u64)| Some((*ix, lines.hash(*ix, *number, past)?));
    let held = held
        .iter()
        .map(|held| held.iter().filter_map(hash).collect());
    let held: Vec<Vec<(Ix, Hash)>> = held.collect();
    let tries = held
        .iter()
        .try_fold(1usize, |tries, held| tries.checked_mul(held.len()))
        .filter(|tries| *tries <= KNOWN_BRANCHES_TRIED_MAX)?;
    (0..tries).find_map(|mut attempt| {
        let mut picked = Vec::with_capacity(held.len());
        for held in &held {
            picked.push(held.get(attempt % held.len())?);
            attempt /= held.len();
        }
        let fits = digest(picked.iter().map(|(_, hash)| hash)) == list.digest;
        fits.then(|| picked.iter().map(|(ix, _)| *ix).collect())
    })
}

/// Notes what a list means.
fn learn(list: &List, meaning: &[Option<Ix>], lines: &mut Lines) {
    for (line, (name, number)) in meaning.iter().zip(&list.heads) {
        let known = &mut lines[list.owner].known;
        let log = known.entry((*name, *line)).or_default();
        let place = log.partition_point(|(own, _)| *own < list.number);
        log.insert(place, (list.number, *number));
    }
}

/// What was noted for a list.
fn known_as(list: &List, lines: &Lines) -> Vec<Option<Ix>> {
    let heads = list.heads.iter().map(|(name, _)| {
        let known = &lines[list.owner].known;
        let mut logs = known.range((*name, None)..=(*name, Some(Ix::MAX)));
        logs.find_map(|((_, ix), log)| {
            let noted = log.binary_search_by_key(&list.number, |(own, _)| *own);
            noted.is_ok().then_some(*ix)
        })
    });
    heads.map(Option::flatten).collect()
}

/// Takes back what was noted for a list.
fn forget(list: &List, meaning: &[Option<Ix>], lines: &mut Lines) {
    let known = &mut lines[list.owner].known;
    for (line, (name, _)) in meaning.iter().zip(&list.heads) {
        let key = (*name, *line);
        if let Some(log) = known.get_mut(&key) {
            log.retain(|(own, _)| *own != list.number);
            if log.is_empty() {
                known.remove(&key);
            }
        }
    }
}

/// What is noted of the stamps of a list's heads.
struct Contradicted {
    changed: bool,
    /// Whether the past did not say a stamp that it takes.
    lacks: bool,
}

/// Notes the largest stamp of a held head of a list, if it is not smaller than the commit's own.
fn contradict(
    list: &List,
    meaning: &[Option<Ix>],
    lines: &mut Lines,
    past: &dyn Past,
) -> Contradicted {
    let mut largest = None;
    let mut lacks = false;
    for (line, (_, number)) in meaning.iter().zip(&list.heads) {
        let Some(ix) = *line else { continue };
        let is_held = lines[ix].last >= *number || !lines[ix].is_leaf();
        // No stamp of a line is larger than its last one.
        if is_held && lines[ix].last_stamp >= list.stamp {
            let head = (*number).min(lines[ix].last);
            let stamp = lines.stamp(ix, head, past);
            lacks |= stamp.is_none();
            largest = largest.max(stamp);
        }
    }
    let now = largest.filter(|head| *head >= list.stamp);
    let noted = &mut lines[list.owner].contradicted;
    let place = noted.binary_search_by_key(&list.number, |(own, _)| *own);
    let changed = match (place, now) {
        (Ok(place), Some(now)) => std::mem::replace(&mut noted[place].1, now) != now,
        (Ok(place), None) => {
            noted.remove(place);
            true
        }
        (Err(place), Some(now)) => {
            noted.insert(place, (list.number, now));
            true
        }
        (Err(_), None) => false,
    };
    Contradicted { changed, lacks }
}
