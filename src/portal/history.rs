//! Reading events back from the journal: single documents, and all of it in order.

use super::error::{DamagedRecord, PortalError};
use super::{Pace, Portal};
use crate::domain::Workspace;
use crate::domain::commit::{Commit, Dated, EventRef, StreamId};
use crate::domain::event::DocumentKey;
use crate::domain::text::{OrderId, Sku};
use crate::domain::workspace::Histories;
use crate::journal::{
    GENESIS, Hash, Segment, chain, decode_commit, decode_event, key, open_segment, parse_key,
};
use crate::limits::{SEGMENTS_CACHED_MAX, SEGMENTS_READ_AT_ONCE, TAIL_ROWS_READ_AT_ONCE};
use crate::storage::{Store, Table};
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

/// The segments that were read last.
#[derive(Default)]
pub(super) struct SegmentCache {
    segments: VecDeque<Rc<Segment>>,
}

impl SegmentCache {
    fn get(&mut self, stream: StreamId, number: u64) -> Option<Rc<Segment>> {
        let holds = |s: &Rc<Segment>| s.stream == stream && s.first <= number && number <= s.last();
        let index = self.segments.iter().position(holds)?;
        let segment = self.segments.remove(index)?;
        self.segments.push_front(segment.clone());
        Some(segment)
    }

    fn put(&mut self, segment: Rc<Segment>) {
        self.segments.push_front(segment);
        self.segments.truncate(SEGMENTS_CACHED_MAX);
    }

    pub(super) fn clear(&mut self) {
        self.segments.clear();
    }
}

fn damaged(stream: StreamId, number: u64, why: impl ToString) -> PortalError {
    PortalError::Damaged(DamagedRecord {
        stream,
        number,
        why: why.to_string(),
    })
}

/// An event to read, and the document it is for.
pub(super) struct Wanted {
    stream: StreamId,
    at: EventRef,
    key: DocumentKey,
}

/// The events of documents, as a state knows them.
pub(super) fn wanted_events(
    state: &Workspace,
    keys: &BTreeSet<DocumentKey>,
) -> Result<Vec<Wanted>, PortalError> {
    let mut wanted = Vec::new();
    for key in keys {
        wanted.append(&mut wanted_at(state, state.history(key), key)?);
    }
    Ok(wanted)
}

fn wanted_at(
    state: &Workspace,
    refs: &[EventRef],
    key: &DocumentKey,
) -> Result<Vec<Wanted>, PortalError> {
    let unknown = |at: &EventRef| damaged(StreamId([0; 16]), at.commit.into(), "unknown stream");
    let wanted = |at: &EventRef| {
        let stream = state.causality.stream(at.stream);
        stream
            .map(|stream| Wanted {
                stream,
                at: *at,
                key: key.clone(),
            })
            .ok_or_else(|| unknown(at))
    };
    refs.iter().map(wanted).collect()
}

impl<J: Store, V: Store> Portal<J, V> {
    /// The events of documents, read from the journal.
    pub(super) async fn histories(
        &self,
        keys: &BTreeSet<DocumentKey>,
    ) -> Result<Histories, PortalError> {
        let wanted = wanted_events(&self.state(), keys)?;
        self.read_events(wanted).await
    }

    /// The named events, document by document.
    pub(super) async fn read_events(
        &self,
        mut wanted: Vec<Wanted>,
    ) -> Result<Histories, PortalError> {
        // In the order of the journal, so that every segment is opened once.
        wanted.sort_unstable_by_key(|wanted| wanted.at);
        let mut histories = Histories::new();
        for Wanted { stream, at, key } in wanted {
            let dated = self.event(stream, at).await?;
            histories.entry(key).or_default().extend(dated);
        }
        Ok(histories)
    }

    /// The timeline of an order: its events with who and when, in the order they count.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn timeline(&self, order: &OrderId) -> Result<Vec<Dated>, PortalError> {
        self.events_of(&DocumentKey::Order(order.clone())).await
    }

    /// The events that moved units of an item, by their time.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn movements_of(&self, sku: &Sku) -> Result<Vec<Dated>, PortalError> {
        let wanted = {
            let state = self.state();
            let key = DocumentKey::Item(sku.clone());
            wanted_at(&state, state.movements(sku), &key)?
        };
        let mut events = self
            .read_events(wanted)
            .await?
            .into_values()
            .flatten()
            .collect::<Vec<_>>();
        events.sort_by_key(|dated| (dated.stamp, dated.at));
        Ok(events)
    }

    /// The events of a document, in the order they count.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn events_of(&self, key: &DocumentKey) -> Result<Vec<Dated>, PortalError> {
        let wanted = wanted_events(&self.state(), &BTreeSet::from([key.clone()]))?;
        let mut events = Vec::with_capacity(wanted.len());
        for Wanted { stream, at, .. } in wanted {
            events.extend(self.event(stream, at).await?);
        }
        Ok(events)
    }

    /// One event; `None` if it is from a newer version.
    async fn event(&self, stream: StreamId, at: EventRef) -> Result<Option<Dated>, PortalError> {
        let number = u64::from(at.commit);
        let dated = |bytes: &[u8]| -> Result<Option<Dated>, PortalError> {
            let found =
                decode_event(bytes, at.index).map_err(|error| damaged(stream, number, error))?;
            Ok(found.map(|(stamp, operator, event)| Dated {
                at,
                stamp,
                operator,
                event,
            }))
        };
        if stream == self.stream()
            && let Some(bytes) = self.log.borrow().tail.get(number)
        {
            return dated(bytes);
        }
        // The leading tab may seal the tail between the two looks; then the second round finds the segment.
        for _ in 0..2 {
            if let Some(segment) = self.segment_with(stream, number).await? {
                return match segment.commit(number) {
                    Some(bytes) => dated(bytes),
                    None => Err(damaged(stream, number, "not in its segment")),
                };
            }
            if let Some(bytes) = self.journal.get(Table::Tail, &key(stream, number)).await? {
                return dated(&bytes);
            }
        }
        Err(damaged(stream, number, "the commit is not in the journal"))
    }

    async fn segment_with(
        &self,
        stream: StreamId,
        number: u64,
    ) -> Result<Option<Rc<Segment>>, PortalError> {
        if let Some(segment) = self.cache.borrow_mut().get(stream, number) {
            return Ok(Some(segment));
        }
        let row = self
            .journal
            .last(Table::Segments, &key(stream, 0), &key(stream, number))
            .await?;
        let Some((row_key, bytes)) = row else {
            return Ok(None);
        };
        let first = parse_key(&row_key).map_or(0, |(_, first)| first);
        let segment = open_segment(&bytes).map_err(|error| damaged(stream, first, error))?;
        if segment.last() < number {
            return Ok(None);
        }
        let segment = Rc::new(segment);
        self.cache.borrow_mut().put(segment.clone());
        Ok(Some(segment))
    }

    /// Reads a stream's commits after `after`, in their order, and hands them on in groups, each with its bytes.
    ///
    /// # Errors
    /// When a record is damaged or missing, or the pace says stop.
    pub(super) async fn read_stream<E>(
        &self,
        stream: StreamId,
        after: u64,
        pace: &impl Pace,
        mut take: E,
    ) -> Result<(), PortalError>
    where
        E: AsyncFnMut(Vec<(Commit, Vec<u8>)>) -> Result<(), PortalError>,
    {
        let last = self.log.borrow().head(stream).number;
        let mut reading = Reading {
            stream,
            next: after + 1,
            last,
            chain: None,
        };
        self.read_on(&mut reading, pace, &mut take).await
    }

    /// Reads a whole stream as [`Portal::read_stream`] does and checks every hash: that each commit is the one that
    /// was chained, that each segment follows the one before, and that the last is the one that the head names.
    ///
    /// # Errors
    /// When a record is damaged or missing, or the pace says stop.
    pub(super) async fn read_and_verify<E>(
        &self,
        stream: StreamId,
        pace: &impl Pace,
        mut take: E,
    ) -> Result<(), PortalError>
    where
        E: AsyncFnMut(Vec<(Commit, Vec<u8>)>) -> Result<(), PortalError>,
    {
        let head = self.log.borrow().head(stream);
        let mut reading = Reading {
            stream,
            next: 1,
            last: head.number,
            chain: Some(GENESIS),
        };
        self.read_on(&mut reading, pace, &mut take).await?;
        if reading.chain == Some(head.hash) {
            Ok(())
        } else {
            let why = "the last commit is not the one that the head names";
            Err(damaged(stream, head.number, why))
        }
    }

    async fn read_on<E>(
        &self,
        reading: &mut Reading,
        pace: &impl Pace,
        take: &mut E,
    ) -> Result<(), PortalError>
    where
        E: AsyncFnMut(Vec<(Commit, Vec<u8>)>) -> Result<(), PortalError>,
    {
        loop {
            let before = reading.next;
            self.read_segments(reading, pace, take).await?;
            self.read_tail_rows(reading, take).await?;
            if reading.next > reading.last {
                return Ok(());
            }
            if reading.next == before {
                return Err(PortalError::Gap {
                    stream: reading.stream,
                    expected: reading.next,
                    found: reading.last,
                });
            }
            // The tab that leads has sealed the tail between the two looks: now a segment has it.
        }
    }

    async fn read_segments<E>(
        &self,
        reading: &mut Reading,
        pace: &impl Pace,
        take: &mut E,
    ) -> Result<(), PortalError>
    where
        E: AsyncFnMut(Vec<(Commit, Vec<u8>)>) -> Result<(), PortalError>,
    {
        let stream = reading.stream;
        let start = self
            .journal
            .last(Table::Segments, &key(stream, 0), &key(stream, reading.next))
            .await?;
        let mut from = start.map_or_else(|| key(stream, reading.next), |(row_key, _)| row_key);
        while reading.next <= reading.last {
            let to = key(stream, reading.last);
            let rows = self
                .journal
                .scan(Table::Segments, &from, &to, SEGMENTS_READ_AT_ONCE)
                .await?;
            let Some((last_key, _)) = rows.last() else {
                return Ok(());
            };
            from = last_key.clone();
            from.push(0);
            for (row_key, bytes) in &rows {
                let first = parse_key(row_key).map_or(0, |(_, first)| first);
                let segment = open_segment(bytes).map_err(|error| damaged(stream, first, error))?;
                if segment.stream != stream || segment.first != first {
                    return Err(damaged(stream, first, "another segment lies in its place"));
                }
                if segment.last() < reading.next {
                    continue;
                }
                if segment.first > reading.next {
                    return Ok(());
                }
                if let Some(hash) = reading.chain {
                    if segment.before != hash {
                        let why = "it does not follow the commit before";
                        return Err(damaged(stream, first, why));
                    }
                    segment
                        .verify()
                        .map_err(|error| damaged(stream, first, error))?;
                }
                let mut group = Vec::new();
                // A tab that follows may see a segment that goes further than the head it has read.
                for (number, bytes) in segment.commits().take_while(|(n, _)| *n <= reading.last) {
                    if number >= reading.next {
                        group.push((decode(stream, number, bytes)?, bytes.to_vec()));
                        reading.chain = reading.chain.map(|hash| chain(&hash, bytes));
                    }
                }
                reading.next = segment.last().min(reading.last) + 1;
                take(group).await?;
                if !pace.step(reading.next - 1, reading.last).await {
                    return Err(PortalError::Cancelled);
                }
            }
        }
        Ok(())
    }

    async fn read_tail_rows<E>(
        &self,
        reading: &mut Reading,
        take: &mut E,
    ) -> Result<(), PortalError>
    where
        E: AsyncFnMut(Vec<(Commit, Vec<u8>)>) -> Result<(), PortalError>,
    {
        let stream = reading.stream;
        while reading.next <= reading.last {
            let (from, to) = (key(stream, reading.next), key(stream, reading.last));
            let rows = self
                .journal
                .scan(Table::Tail, &from, &to, TAIL_ROWS_READ_AT_ONCE)
                .await?;
            let mut group = Vec::new();
            for (row_key, bytes) in rows {
                let number = parse_key(&row_key).map_or(0, |(_, number)| number);
                if number != reading.next {
                    break;
                }
                let commit = decode(stream, number, &bytes)?;
                reading.chain = reading.chain.map(|hash| chain(&hash, &bytes));
                group.push((commit, bytes));
                reading.next += 1;
            }
            if group.is_empty() {
                break;
            }
            take(group).await?;
        }
        Ok(())
    }
}

/// How far a stream has been read.
struct Reading {
    stream: StreamId,
    next: u64,
    last: u64,
    /// The hash of the commit before `next`, where hashes are checked.
    chain: Option<Hash>,
}

fn decode(stream: StreamId, number: u64, bytes: &[u8]) -> Result<Commit, PortalError> {
    let commit = decode_commit(stream, bytes).map_err(|error| damaged(stream, number, error))?;
    if commit.number == number {
        Ok(commit)
    } else {
        Err(damaged(stream, number, "another commit lies in its place"))
    }
}
