//! Commits: what one command appended to a device's stream, all or nothing, and how commits follow each other.
//!
//! A commit is the unit of durability, of the hash chain and of causality. Instead of naming, event by event, the
//! events that it was decided on, a commit says how far its device knew every *other* stream since its own commit
//! before (`knows`); together with the order of the own stream that gives the exact happened-before relation in a
//! byte or two, where a list of event names would cost twenty per event.

use super::event::Event;
use super::text::Code;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt;

/// A stream of commits: a device (8 random bytes) in one of its incarnations (8 random bytes).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreamId(pub [u8; 16]);

impl StreamId {
    /// Five letters and digits that tell this stream's documents from those of others.
    pub fn tag(&self) -> String {
        // Without I, L, O, U: nothing to misread on a label.
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bits = u64::from_be_bytes(std::array::from_fn(|i| self.0[i] ^ self.0[i + 8]));
        let mut tag = String::new();
        for _ in 0..5 {
            tag.push(char::from(LETTERS[(bits % 32) as usize]));
            bits /= 32;
        }
        tag
    }

    /// 32 hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

/// A hybrid logical clock stamp: milliseconds since 1970 UTC, shifted left by 16, and a counter below.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Stamp(pub u64);

impl Stamp {
    /// The stamp of this millisecond, counter 0. A time before 1970 counts as 1970.
    pub fn at_ms(ms: i64) -> Stamp {
        Stamp((ms.max(0) as u64) << 16)
    }

    /// The stamp's milliseconds since 1970 UTC.
    pub fn ms(self) -> i64 {
        (self.0 >> 16) as i64
    }

    /// The next stamp after this one at the wall-clock time `now_ms`: never backwards, and a counter that overflows
    /// spills into the next millisecond.
    pub fn next(self, now_ms: i64) -> Stamp {
        Stamp::at_ms(now_ms).max(Stamp(self.0.saturating_add(1)))
    }
}

/// An event as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// One that this version understands.
    Known(Event),
    /// One from a newer version: kept and passed on unchanged, applied after the update.
    Newer(Vec<u8>),
}

/// What one command appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The stream.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub number: u64,
    /// When, by the device's hybrid clock.
    pub stamp: Stamp,
    /// Who.
    pub operator: Code,
    /// How far the device knew other streams, where that has grown since its commit before.
    pub knows: Vec<(StreamId, u64)>,
    /// What happened.
    pub events: Vec<Recorded>,
}

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventRef {
    /// The stream, by its place in [`Causality`]'s list.
    pub stream: u16,
    /// The commit.
    pub commit: u32,
    /// The event within the commit, from 0.
    pub index: u16,
}

/// An event with what folding needs to know of its commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Where it stands.
    pub at: EventRef,
    /// When.
    pub stamp: Stamp,
    /// Who.
    pub operator: Code,
    /// What.
    pub event: Event,
}

/// A commit's number as event references hold it. No device writes four thousand million commits; a claim that one
/// did counts as the largest number.
fn as_index(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Which stream knew how much of which other, and when: the happened-before relation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Causality {
    streams: Vec<StreamId>,
    /// For each stream, for each other stream: (own commit, how far the other was known), ascending.
    knowledge: Vec<BTreeMap<u16, Vec<(u32, u32)>>>,
}

impl Causality {
    /// The place of the stream in the list; a new one is appended.
    pub fn stream_index(&mut self, stream: StreamId) -> u16 {
        if let Some(index) = self.index_of(stream) {
            return index;
        }
        self.streams.push(stream);
        self.knowledge.push(BTreeMap::new());
        (self.streams.len() - 1) as u16
    }

    /// The place of the stream in the list, if it is there.
    pub fn index_of(&self, stream: StreamId) -> Option<u16> {
        let index = self.streams.iter().position(|s| *s == stream)?;
        u16::try_from(index).ok()
    }

    /// The stream at this place.
    pub fn stream(&self, index: u16) -> Option<StreamId> {
        self.streams.get(usize::from(index)).copied()
    }

    /// The streams seen so far.
    pub fn streams(&self) -> &[StreamId] {
        &self.streams
    }

    /// Notes what a commit says of its knowledge. Commits of a stream come in order.
    pub fn note(&mut self, commit: &Commit) -> u16 {
        let own = self.stream_index(commit.stream);
        for (other, known) in &commit.knows {
            let other = self.stream_index(*other);
            let log = self.knowledge[usize::from(own)].entry(other).or_default();
            let (number, known) = (as_index(commit.number), as_index(*known));
            match log.last_mut() {
                Some(last) if last.0 == number => last.1 = last.1.max(known),
                // What is known is not forgotten: every entry holds the most that was known by then.
                Some(&mut (_, before)) => log.push((number, before.max(known))),
                None => log.push((number, known)),
            }
        }
        own
    }

    /// How far a stream has said it knows another one; 0 if never.
    pub fn known(&self, stream: StreamId, other: StreamId) -> u64 {
        let (Some(own), Some(other)) = (self.index_of(stream), self.index_of(other)) else {
            return 0;
        };
        let log = self.knowledge[usize::from(own)].get(&other);
        log.and_then(|log| log.last())
            .map_or(0, |(_, known)| u64::from(*known))
    }

    /// Whether the event at `a` happened before the one at `b`, so that `b` was decided knowing `a`.
    pub fn before(&self, a: EventRef, b: EventRef) -> bool {
        if a.stream == b.stream {
            return (a.commit, a.index) < (b.commit, b.index);
        }
        let log = self
            .knowledge
            .get(usize::from(b.stream))
            .and_then(|k| k.get(&a.stream));
        log.is_some_and(|log| {
            let upto = log.partition_point(|(number, _)| *number <= b.commit);
            upto > 0 && log[upto - 1].1 >= a.commit
        })
    }

    /// Puts events into the one order that every device folds them in: causality first; among concurrent events the
    /// stamp, then the stream, decides. Arrival does not matter. Repeated events are dropped.
    pub fn fold_order(&self, events: &mut Vec<Dated>) {
        events.sort_by_key(|event| event.at);
        events.dedup_by_key(|event| event.at);
        let one_stream = events
            .windows(2)
            .all(|pair| pair[0].at.stream == pair[1].at.stream);
        if one_stream {
            return;
        }
        let n = events.len();
        let mut blocked_by = vec![0usize; n];
        for (i, blocked) in blocked_by.iter_mut().enumerate() {
            *blocked = (0..n)
                .filter(|j| self.before(events[*j].at, events[i].at))
                .count();
        }
        let mut ready: BinaryHeap<Candidate> = BinaryHeap::new();
        let candidate = |i: usize, events: &[Dated]| Candidate {
            stamp: events[i].stamp,
            stream: self
                .stream(events[i].at.stream)
                .unwrap_or(StreamId([0; 16])),
            at: events[i].at,
            index: i,
        };
        ready.extend(
            (0..n)
                .filter(|i| blocked_by[*i] == 0)
                .map(|i| candidate(i, events)),
        );
        let mut order = Vec::with_capacity(n);
        while let Some(next) = ready.pop() {
            order.push(next.index);
            for i in 0..n {
                if self.before(events[next.index].at, events[i].at) {
                    blocked_by[i] -= 1;
                    if blocked_by[i] == 0 {
                        ready.push(candidate(i, events));
                    }
                }
            }
        }
        // Honest devices know only what was there before. Should streams claim to have known each other's future,
        // nothing precedes anything among those events, and the stamps decide.
        let mut in_a_circle: Vec<usize> = (0..n).filter(|i| blocked_by[*i] > 0).collect();
        in_a_circle.sort_by_key(|i| std::cmp::Reverse(candidate(*i, events)));
        order.extend(in_a_circle);
        let mut slots: Vec<Option<Dated>> = events.drain(..).map(Some).collect();
        events.extend(order.into_iter().filter_map(|i| slots[i].take()));
    }
}

/// An event that nothing unfolded precedes; the heap gives the smallest first.
#[derive(PartialEq, Eq)]
struct Candidate {
    stamp: Stamp,
    stream: StreamId,
    at: EventRef,
    index: usize,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |c: &Candidate| (c.stamp, c.stream, c.at.commit, c.at.index);
        key(other).cmp(&key(self))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
