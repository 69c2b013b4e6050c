//! Personal rows on this device: found by the hash that a fact names, and gone when they are erased.

use super::{Reading, SiteError};
use crate::storage::{Change, Store, Table};
use crate::trade::event::Event;
use crate::trade::id::DocumentId;
use crate::trade::personal::content::{Content, Written, content_of, hash_of};
use crate::trade::personal::{PersonalFact, Row};
use crate::trade::table::{Sink, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// The hash by which a fact names a row.
pub type RowHash = [u8; 16];

const ROWS_AT_ONCE: usize = 1_000;

/// The personal rows that are on this device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    rows: BTreeMap<RowHash, Content>,
    /// Rows of the table that are none that this program understands: kept, and not shown.
    unread: usize,
    /// What was erased since somebody asked: whoever keeps texts beside the workspace forgets them too.
    gone: Vec<Content>,
}

impl Personal {
    /// What a row holds; `None` where it is not on this device.
    pub fn get(&self, hash: &RowHash) -> Option<&Content> {
        self.rows.get(hash)
    }

    /// Whether a row is what its hash says, and not here.
    pub(super) fn lacks(&self, hash: &RowHash, value: &[u8]) -> bool {
        hash_of(value) == *hash && self.get(hash).is_none()
    }

    /// How many rows are here.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows of the table this program cannot read.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// Reads the table.
    pub(super) async fn open<S: Store>(store: &S) -> Result<Self, SiteError> {
        let mut personal = Personal::default();
        let mut from = vec![0; 16];
        let to = vec![0xff; 16];
        loop {
            let some = store
                .scan(Table::Personal, &from, &to, ROWS_AT_ONCE)
                .await?;
            let Some((last, _)) = some.last() else {
                return Ok(personal);
            };
            from = [last.as_slice(), &[0]].concat();
            for (key, value) in &some {
                personal.hold(key, value);
            }
        }
    }

    /// Holds a row as it is stored or sent.
    pub(super) fn hold(&mut self, key: &[u8], value: &[u8]) {
        match (RowHash::try_from(key), content_of(value)) {
            (Ok(hash), Ok(content)) if hash == hash_of(value) => {
                self.rows.insert(hash, content);
            }
            (Ok(_) | Err(_), Ok(_) | Err(_)) => self.unread += 1,
        }
    }

    pub(super) fn forget(&mut self, hash: &RowHash) {
        self.gone.extend(self.rows.remove(hash));
    }

    /// Notes what was held before and is held no more.
    pub(super) fn follows(&mut self, before: &Personal) {
        let gone = before
            .rows
            .iter()
            .filter(|(hash, _)| !self.rows.contains_key(*hash));
        self.gone.extend(gone.map(|(_, content)| content.clone()));
    }

    /// What was erased since this was asked last.
    pub(super) fn take_gone(&mut self) -> Vec<Content> {
        std::mem::take(&mut self.gone)
    }
}

struct Named(BTreeSet<RowHash>);

impl Sink for Named {
    fn rows(&mut self, _: DocumentId, rows: &[Row]) {
        self.0.extend(rows.iter().map(|row| row.hash));
    }
}

/// Of rows that came with a command those that its facts name, as the table holds them.
pub(super) fn named_rows(
    events: &[(Standing, Event)],
    rows: &[Written],
) -> Vec<(RowHash, Vec<u8>)> {
    if rows.is_empty() {
        return Vec::new();
    }
    let named = named_by(events);
    rows.iter()
        .map(|row| (row.row().hash, row.bytes()))
        .filter(|(hash, _)| named.contains(hash))
        .collect()
}

/// The change that stores a row.
pub(super) fn put(row: &(RowHash, Vec<u8>)) -> Change {
    Change::Put {
        table: Table::Personal,
        key: row.0.to_vec(),
        value: row.1.clone(),
    }
}

/// The change that deletes a row.
pub(super) fn delete(hash: &RowHash) -> Change {
    Change::Delete {
        table: Table::Personal,
        key: hash.to_vec(),
    }
}

/// The rows on this device that an executed erasure reaches.
pub(super) fn erased(reading: &Reading<'_>) -> Vec<RowHash> {
    let dead = dead(reading);
    let here = dead.into_iter();
    here.filter(|hash| reading.personal.get(hash).is_some())
        .collect()
}

/// The rows that an executed erasure reaches, by all that is known, here or not.
pub(super) fn dead(reading: &Reading<'_>) -> BTreeSet<RowHash> {
    let relations = reading.relations();
    let erasures = &reading.state.erasures;
    let dead = reading
        .state
        .erasures
        .documents()
        .flat_map(|document| reading.state.rows_of(document))
        .filter(|(id, at, row)| !erasures.lives(&id.document, row, at, &relations));
    let waiting = reading.state.waiting_rows().into_iter();
    let waiting = waiting.filter(|(of, at, row)| !erasures.lives(of, row, at, &relations));
    dead.map(|(_, _, row)| row.hash)
        .chain(waiting.map(|(_, _, row)| row.hash))
        .collect()
}

/// The rows on this device that go with these facts: where one executes an erasure whose order is known and that nobody
/// executed before, everything that it names. No row of it knew an execution.
pub(super) fn executed_by(
    reading: &Reading<'_>,
    events: &[(Standing, Event)],
) -> BTreeSet<RowHash> {
    let mut going = BTreeSet::new();
    let waiting = reading.state.waiting_rows();
    for (_, event) in events {
        let Event::Personal(PersonalFact::ErasureExecuted { erasure }) = event else {
            continue;
        };
        let ordered = reading.state.erasures.ordered(erasure);
        for erased in ordered.into_iter().flat_map(|(_, slots)| slots) {
            let rows = reading.state.rows_of(&erased.document);
            let named = rows.filter(|(id, ..)| erased.slots.contains(&id.slot));
            let here = named.filter(|(_, _, row)| reading.personal.get(&row.hash).is_some());
            going.extend(here.map(|(_, _, row)| row.hash));
            let named = waiting
                .iter()
                .filter(|(of, _, row)| *of == erased.document && erased.slots.contains(&row.slot));
            going.extend(named.map(|(_, _, row)| row.hash));
        }
    }
    going
}

/// The hashes of the rows that facts name.
pub(super) fn named_by(events: &[(Standing, Event)]) -> BTreeSet<RowHash> {
    let mut named = Named(BTreeSet::new());
    for (standing, event) in events {
        event.row(standing, &mut named);
    }
    named.0
}
