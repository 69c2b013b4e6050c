//! Records whose rows are still being gathered: those with one key are one record, wherever they stand.
//!
//! Most files keep the rows of a record together; some are sorted by something else. So records stay open until there
//! are too many of them, and then the one whose last row is the longest ago is to be handed on. One that comes back
//! after that is opened again as another part, so that nobody takes it for a second record.
//!
//! Held are the open records, [`OPEN_RECORDS_MAX`] and [`OPEN_RECORDS_BYTES_MAX`] at most, and a hash and a count for
//! each key met.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::limits::{OPEN_RECORDS_BYTES_MAX, OPEN_RECORDS_MAX};

#[derive(Debug)]
struct Open<T> {
    record: T,
    first_row: u64,
    touched: u64,
    bytes: usize,
}

/// By what a code that was met is remembered: eight bytes, whatever its length.
pub(crate) fn hash_of(code: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    code.hash(&mut hasher);
    hasher.finish()
}

/// The open records of a file.
#[derive(Debug)]
pub(crate) struct Window<T> {
    open: HashMap<Arc<str>, Open<T>>,
    by_touch: BTreeMap<u64, Arc<str>>,
    bytes: usize,
    parts: HashMap<u64, u32>,
}

impl<T> Window<T> {
    /// Without any.
    pub(crate) fn new() -> Self {
        Self {
            open: HashMap::new(),
            by_touch: BTreeMap::new(),
            bytes: 0,
            parts: HashMap::new(),
        }
    }

    /// The key of an open record, as it is shared.
    pub(crate) fn key(&self, key: &str) -> Option<Arc<str>> {
        self.open.get_key_value(key).map(|(key, _)| key.clone())
    }

    /// Whether the oldest has to be taken before another is opened.
    pub(crate) fn is_full(&self) -> bool {
        self.open.len() >= OPEN_RECORDS_MAX
    }

    /// Whether the oldest should be taken since all together are too large.
    pub(crate) fn is_overfull(&self) -> bool {
        self.bytes > OPEN_RECORDS_BYTES_MAX && self.open.len() > 1
    }

    /// Opens a record at a row; `make` gets its key and which part of it this is, from 0.
    pub(crate) fn open(
        &mut self,
        key: &str,
        row: u64,
        make: impl FnOnce(&Arc<str>, u32) -> T,
    ) -> Arc<str> {
        let parts = self.parts.entry(hash_of(key)).or_insert(0);
        let part = *parts;
        *parts = parts.saturating_add(1);
        let key: Arc<str> = Arc::from(key);
        let open = Open {
            record: make(&key, part),
            first_row: row,
            touched: row,
            bytes: 0,
        };
        self.by_touch.insert(row, key.clone());
        self.open.insert(key.clone(), open);
        key
    }

    /// The open record of a key, to which a row of so many bytes belongs.
    pub(crate) fn touch(&mut self, key: &Arc<str>, row: u64, bytes: usize) -> Option<&mut T> {
        let open = self.open.get_mut(key)?;
        self.by_touch.remove(&open.touched);
        open.touched = row;
        self.by_touch.insert(row, key.clone());
        open.bytes += bytes;
        self.bytes += bytes;
        Some(&mut open.record)
    }

    /// The open record of a key, as it is.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        self.open.get_mut(key).map(|open| &mut open.record)
    }

    /// Takes a record out.
    pub(crate) fn take(&mut self, key: &str) -> Option<T> {
        let open = self.open.remove(key)?;
        self.by_touch.remove(&open.touched);
        self.bytes -= open.bytes;
        Some(open.record)
    }

    /// Takes out the record whose last row is the longest ago.
    pub(crate) fn take_oldest(&mut self) -> Option<T> {
        let (_, key) = self.by_touch.pop_first()?;
        self.take(&key)
    }

    /// Takes out all records in the order of their first rows, each with whether the last row of all is its own.
    pub(crate) fn take_all(&mut self) -> Vec<(T, bool)> {
        let last = self.by_touch.last_key_value().map(|(row, _)| *row);
        self.by_touch.clear();
        self.bytes = 0;
        let mut all: Vec<Open<T>> = self.open.drain().map(|(_, open)| open).collect();
        all.sort_unstable_by_key(|open| open.first_row);
        all.into_iter()
            .map(|open| (open.record, Some(open.touched) == last))
            .collect()
    }
}
