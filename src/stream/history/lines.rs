//! The lines of commits that streams are between their forks.

use super::super::id::{CommitId, Hash, StreamId};
use super::super::stamp::Stamp;
use super::{At, Past, Run};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

/// A line's place in the list of lines.
pub(super) type Ix = usize;

/// Commits whose stamps are not greater than one before them in their stream.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Lowered {
    pub first: u64,
    pub last: u64,
    /// The largest before them.
    pub stamp: Stamp,
}

/// What happened to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Clock {
    /// It was compared: own minus reference, in milliseconds.
    Compared(i64),
    /// It jumped.
    Jumped,
}

/// How far one line was known under one name: (own number, number known), both ascending.
pub(super) type Log = Vec<(u64, u64)>;

/// A line: see the [module](super).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub name: StreamId,
    /// The line that begins with the stream's first commit (its own place, if that is this one).
    pub root: Ix,
    pub parent: Option<Ix>,
    pub children: Vec<Ix>,
    pub first: u64,
    /// Less than `first` where already the first commits of a stream differ.
    pub last: u64,
    pub first_hash: Hash,
    pub last_hash: Hash,
    /// The stamp by which the last commit is ordered.
    pub last_stamp: Stamp,
    /// What is known, by the name that was written and the line that it means; no line where the name means nothing
    /// that is held.
    pub known: BTreeMap<(StreamId, Option<Ix>), Log>,
    pub lowered: Vec<Lowered>,
    /// Where a list named a head with a stamp that is not smaller than that of its own commit: that head's stamp.
    pub contradicted: Vec<(u64, Stamp)>,
    pub clock: Vec<(u64, Clock)>,
}

impl Line {
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    pub fn head(&self) -> CommitId {
        CommitId {
            stream: self.name,
            number: self.last,
        }
    }

    pub fn holds(&self, number: u64) -> bool {
        (self.first..=self.last).contains(&number)
    }

    pub fn lowered_at(&self, number: u64) -> Option<Stamp> {
        let after = self.lowered.partition_point(|run| run.first <= number);
        let run = self.lowered.get(after.checked_sub(1)?)?;
        (number <= run.last).then_some(run.stamp)
    }
}

/// All lines.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Lines {
    lines: Vec<Line>,
    names: BTreeMap<StreamId, Ix>,
    /// The line that was cut off while a commit is added, and the name by which the past still knows it.
    retold: Option<(Ix, StreamId)>,
}

impl Index<Ix> for Lines {
    type Output = Line;

    fn index(&self, ix: Ix) -> &Line {
        &self.lines[ix]
    }
}

impl IndexMut<Ix> for Lines {
    fn index_mut(&mut self, ix: Ix) -> &mut Line {
        &mut self.lines[ix]
    }
}

impl Lines {
    pub fn all(&self) -> std::ops::Range<Ix> {
        0..self.lines.len()
    }

    pub fn by_name(&self, name: StreamId) -> Option<Ix> {
        self.names.get(&name).copied()
    }

    /// The line and those before it, each with the last number that is before `number` or is it.
    pub fn chain(&self, ix: Ix, number: u64) -> impl Iterator<Item = (Ix, u64)> {
        let before = |(ix, _): &(Ix, u64)| {
            let parent = self[*ix].parent?;
            Some((parent, self[parent].last))
        };
        std::iter::successors(Some((ix, number)), before)
    }

    /// The line and all that follow it.
    pub fn below(&self, ix: Ix) -> Vec<Ix> {
        let mut below = vec![ix];
        let mut next = 0;
        while let Some(ix) = below.get(next) {
            below.extend_from_slice(&self[*ix].children);
            next += 1;
        }
        below
    }

    /// Whether `ix` is `above` or follows it.
    pub fn is_below(&self, ix: Ix, above: Ix) -> bool {
        self[ix].root == self[above].root && self.chain(ix, 0).any(|(ix, _)| ix == above)
    }

    /// The commit of a line.
    pub fn id(&self, ix: Ix, number: u64) -> CommitId {
        let stream = self[ix].name;
        CommitId { stream, number }
    }

    /// The line that holds this commit, if it is just one.
    pub fn locate(&self, id: CommitId) -> Option<Ix> {
        let named = self.by_name(id.stream)?;
        let mut chain = self.chain(named, 0).map(|(ix, _)| ix);
        chain.find(|ix| self[*ix].holds(id.number))
    }

    /// The lines that hold this number, among a line and those that follow it.
    pub fn holding(&self, ix: Ix, number: u64) -> Vec<Ix> {
        if self[ix].is_leaf() {
            return self[ix].holds(number).then_some(ix).into_iter().collect();
        }
        let mut holding = self.below(ix);
        holding.retain(|ix| self[*ix].holds(number));
        holding
    }

    /// The greatest number that is held of the line of this name and those that follow it; 0 for none.
    pub fn longest(&self, name: StreamId) -> u64 {
        let named = self.by_name(name).map(|ix| self.below(ix));
        let last = named.iter().flatten().map(|ix| self[*ix].last);
        last.max().unwrap_or(0)
    }

    /// The last line that all of these are or follow. They are of one stream.
    pub fn common(&self, lines: &[Ix]) -> Option<Ix> {
        let (first, rest) = lines.split_first()?;
        let mut common = *first;
        for ix in rest {
            while !self.is_below(*ix, common) {
                common = self[common].parent?;
            }
        }
        Some(common)
    }

    fn asked(&self, ix: Ix, number: u64, past: &dyn Past) -> Option<(Hash, Stamp)> {
        let retold = self.retold.filter(|(cut, _)| *cut == ix);
        let stream = retold.map_or(self[ix].name, |(_, name)| name);
        past.commit(CommitId { stream, number })
    }

    /// A commit's hash; that before the first one for number 0 of a stream's first line.
    pub fn hash(&self, ix: Ix, number: u64, past: &dyn Past) -> Option<Hash> {
        let line = &self[ix];
        if number == line.last {
            Some(line.last_hash)
        } else if number == line.first {
            Some(line.first_hash)
        } else if number == 0 {
            Some(line.name.first_hash())
        } else {
            self.asked(ix, number, past).map(|(hash, _)| hash)
        }
    }

    /// The stamp by which a commit is ordered, which is the largest up to it.
    pub fn stamp(&self, ix: Ix, number: u64, past: &dyn Past) -> Option<Stamp> {
        let line = &self[ix];
        if number == line.last {
            Some(line.last_stamp)
        } else if number == 0 {
            Some(Stamp::default())
        } else if let Some(stamp) = line.lowered_at(number) {
            Some(stamp)
        } else {
            self.asked(ix, number, past).map(|(_, stamp)| stamp)
        }
    }

    /// Whether a commit knew another: see [`super::History::knew`].
    pub fn knew(&self, by: Ix, by_number: u64, what: Ix, number: u64) -> bool {
        self.chain(by, by_number).any(|(ix, upto)| {
            if ix == what && number <= upto {
                return true;
            }
            self[ix].known.iter().any(|((_, line), log)| {
                let Some(line) = line else { return false };
                if !self.is_below(*line, what) {
                    return false;
                }
                let after = log.partition_point(|(own, _)| *own <= upto);
                let last = after.checked_sub(1).and_then(|last| log.get(last));
                // Whoever knows a line knows all that comes before it.
                last.is_some_and(|(_, known)| *line != what || *known >= number)
            })
        })
    }

    /// How far a line has said by this number that it knows what it calls by this name; 0 if never.
    pub fn said(&self, ix: Ix, number: u64, name: StreamId) -> u64 {
        let said = self.chain(ix, number).flat_map(|(ix, upto)| {
            let line = &self[ix];
            let logs = line.known.range((name, None)..=(name, Some(Ix::MAX)));
            logs.filter_map(move |(_, log)| {
                let after = log.partition_point(|(own, _)| *own <= upto);
                Some(log.get(after.checked_sub(1)?)?.1)
            })
        });
        said.max().unwrap_or(0)
    }

    /// A stream's first line, without commits.
    pub fn open(&mut self, name: StreamId) -> Ix {
        let ix = self.lines.len();
        let before = name.first_hash();
        self.push(name, ix, None, 1, before);
        ix
    }

    /// A line that follows another one, without commits yet.
    pub fn branch(&mut self, parent: Ix, first_hash: Hash) -> Ix {
        let ix = self.lines.len();
        let (root, first) = (self[parent].root, self[parent].last + 1);
        let name = self[root].name.branch(&first_hash);
        let (hash, stamp) = (self[parent].last_hash, self[parent].last_stamp);
        self.push(name, root, Some(parent), first, hash);
        self[ix].last_stamp = stamp;
        self[parent].children.push(ix);
        ix
    }

    fn push(&mut self, name: StreamId, root: Ix, parent: Option<Ix>, first: u64, before: Hash) {
        self.names.insert(name, self.lines.len());
        self.lines.push(Line {
            name,
            root,
            parent,
            children: Vec::new(),
            first,
            last: first - 1,
            first_hash: before,
            last_hash: before,
            last_stamp: Stamp::default(),
            known: BTreeMap::new(),
            lowered: Vec::new(),
            contradicted: Vec::new(),
            clock: Vec::new(),
        });
    }

    /// Cuts a line before a number that it holds: what comes from there on is a line of its own. `before` is the hash
    /// of the commit before, and `stamp` that by which it is ordered.
    pub fn cut(&mut self, ix: Ix, at: u64, first_hash: Hash, before: Hash, stamp: Stamp) -> Ix {
        let children = std::mem::take(&mut self[ix].children);
        let (last, last_hash) = (self[ix].last, self[ix].last_hash);
        let last_stamp = self[ix].last_stamp;
        self[ix].last = at - 1;
        self[ix].last_hash = before;
        self[ix].last_stamp = stamp;
        let tail = self.branch(ix, first_hash);
        for child in &children {
            self[*child].parent = Some(tail);
        }
        let known = std::mem::take(&mut self[ix].known);
        for (key, log) in known {
            let (head, rest) = log.split_at(log.partition_point(|(own, _)| *own < at));
            insert_log(&mut self[ix], key, head);
            insert_log(&mut self[tail], key, rest);
        }
        let clock = self[ix].clock.partition_point(|(own, _)| *own < at);
        self[tail].clock = self[ix].clock.split_off(clock);
        let contradicted = self[ix].contradicted.partition_point(|(own, _)| *own < at);
        self[tail].contradicted = self[ix].contradicted.split_off(contradicted);
        let lowered = std::mem::take(&mut self[ix].lowered);
        for run in lowered {
            if run.first < at {
                let last = run.last.min(at - 1);
                self[ix].lowered.push(Lowered { last, ..run });
            }
            if run.last >= at {
                let first = run.first.max(at);
                self[tail].lowered.push(Lowered { first, ..run });
            }
        }
        let line = &mut self[tail];
        line.children = children;
        line.last = last;
        line.last_hash = last_hash;
        line.last_stamp = last_stamp;
        line.first_hash = first_hash;
        // Who knew more of the line than what is left of it knew what was cut off.
        for line in &mut self.lines {
            let names: Vec<StreamId> = line.known.keys().map(|(name, _)| *name).collect();
            for name in names {
                let Some(log) = line.known.remove(&(name, Some(ix))) else {
                    continue;
                };
                let (head, rest) = log.split_at(log.partition_point(|(_, known)| *known < at));
                insert_log(line, (name, Some(ix)), head);
                insert_log(line, (name, Some(tail)), rest);
            }
        }
        self.retold = Some((tail, self[ix].name));
        tail
    }

    /// A name that meant nothing means this line, which is new.
    pub fn name_means(&mut self, ix: Ix) {
        let name = self[ix].name;
        for line in &mut self.lines {
            if let Some(log) = line.known.remove(&(name, None)) {
                let known = line.known.entry((name, Some(ix))).or_default();
                known.extend(log);
                known.sort_unstable();
            }
        }
    }

    /// The past knows every name from now on.
    pub fn told(&mut self) {
        self.retold = None;
    }

    /// What a commit and all that follow it are: runs to fold anew.
    pub fn runs_from(&self, ix: Ix, number: u64, runs: &mut Vec<Run>) {
        for below in self.below(ix) {
            let first = if below == ix {
                number
            } else {
                self[below].first
            };
            self.run(below, first, self[below].last, runs);
        }
    }

    pub fn run(&self, ix: Ix, first: u64, last: u64, runs: &mut Vec<Run>) {
        if first <= last {
            let stream = self[ix].name;
            runs.push(Run {
                stream,
                first,
                last,
            });
        }
    }

    /// The place of a commit of a line.
    pub fn at(&self, ix: Ix, number: u64, stamp: Stamp) -> At {
        let line = &self[ix];
        let lowered = line.lowered_at(number);
        let contradicts = || {
            self.chain(ix, number).any(|(ix, upto)| {
                let all = self[ix].contradicted.iter().rev();
                let mut known = all.skip_while(|(own, _)| *own > upto);
                known.any(|(_, head)| *head >= stamp)
            })
        };
        At {
            stamp: lowered.unwrap_or(stamp),
            branch: line.name,
            number,
            index: 0,
            wall_ms: stamp.ms(),
            marked: lowered.is_some() || self.has_jumped(ix, number) || contradicts(),
            operator: None,
        }
    }

    pub fn bytes(&self) -> usize {
        let logs = self.lines.iter().map(|line| {
            let known: usize = line
                .known
                .values()
                .map(|log| log.capacity() * 16 + 64)
                .sum();
            known
                + line.clock.capacity() * size_of::<(u64, Clock)>()
                + line.lowered.capacity() * size_of::<Lowered>()
                + line.contradicted.capacity() * size_of::<(u64, Stamp)>()
        });
        logs.sum::<usize>() + self.lines.len() * size_of::<Line>()
    }
}

fn insert_log(line: &mut Line, key: (StreamId, Option<Ix>), part: &[(u64, u64)]) {
    if !part.is_empty() {
        line.known.insert(key, part.to_vec());
    }
}
