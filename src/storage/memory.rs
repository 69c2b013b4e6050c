//! The store in memory, for tests and simulation. It can be told to fail as a browser does.

use super::{Change, Durability, Fault, Guard, Row, Store, StoreError, Table};
use crate::limits::STORED_VALUE_BYTES_MAX;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

type Rows = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

/// Rows in memory. Clones share the rows, as two connections to one database do.
#[derive(Clone, Default)]
pub struct MemoryStore {
    rows: Rc<RefCell<Rows>>,
    fail_next: Rc<Cell<Option<Fault>>>,
    strict_writes: Rc<Cell<u64>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the next write fail with this fault, with nothing written.
    pub fn fail_next_write(&self, fault: Fault) {
        self.fail_next.set(Some(fault));
    }

    /// How many strict writes have completed.
    pub fn strict_writes(&self) -> u64 {
        self.strict_writes.get()
    }

    /// A copy that shares nothing with this one: a backup, a cloned profile.
    pub fn deep_copy(&self) -> Self {
        MemoryStore {
            rows: Rc::new(RefCell::new(self.rows.borrow().clone())),
            ..Self::default()
        }
    }

    /// Changes one stored row in place: a bit that flipped on the medium.
    pub fn damage(&self, table: Table, key: &[u8], with: impl FnOnce(&mut Vec<u8>)) {
        if let Some(value) = self.rows.borrow_mut().get_mut(&(table, key.to_vec())) {
            with(value);
        }
    }

    /// The number of rows in a table and the bytes of their values.
    pub fn size(&self, table: Table) -> (usize, usize) {
        let rows = self.rows.borrow();
        let of_table = rows.iter().filter(|((t, _), _)| *t == table);
        of_table.fold((0, 0), |(n, bytes), (_, v)| (n + 1, bytes + v.len()))
    }
}

impl Store for MemoryStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.rows.borrow().get(&(table, key.to_vec())).cloned())
    }

    async fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        rows_max: usize,
    ) -> Result<Vec<Row>, StoreError> {
        if from > to {
            return Ok(Vec::new());
        }
        let rows = self.rows.borrow();
        let range = rows.range((table, from.to_vec())..=(table, to.to_vec()));
        Ok(range
            .take(rows_max)
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect())
    }

    async fn last(&self, table: Table, from: &[u8], to: &[u8]) -> Result<Option<Row>, StoreError> {
        if from > to {
            return Ok(None);
        }
        let rows = self.rows.borrow();
        let mut range = rows.range((table, from.to_vec())..=(table, to.to_vec()));
        Ok(range
            .next_back()
            .map(|((_, key), value)| (key.clone(), value.clone())))
    }

    async fn write(
        &self,
        guards: &[Guard],
        changes: &[Change],
        durability: Durability,
    ) -> Result<(), StoreError> {
        if let Some(fault) = self.fail_next.take() {
            return Err(StoreError::new(fault, "asked for by the test"));
        }
        let mut rows = self.rows.borrow_mut();
        for guard in guards {
            if rows.get(&(guard.table, guard.key.clone())) != guard.expected.as_ref() {
                return Err(StoreError::new(Fault::Moved, "a guarded row has changed"));
            }
        }
        for change in changes {
            if let Change::Put { value, .. } = change
                && value.len() > STORED_VALUE_BYTES_MAX
            {
                return Err(StoreError::new(
                    Fault::TooLarge,
                    format!("{} bytes", value.len()),
                ));
            }
        }
        for change in changes {
            match change.clone() {
                Change::Put { table, key, value } => {
                    rows.insert((table, key), value);
                }
                Change::Delete { table, key } => {
                    rows.remove(&(table, key));
                }
                Change::DeleteRange { table, from, to } => {
                    rows.retain(|(t, key), _| *t != table || *key < from || *key > to);
                }
            }
        }
        if durability == Durability::Strict {
            self.strict_writes.set(self.strict_writes.get() + 1);
        }
        Ok(())
    }
}
