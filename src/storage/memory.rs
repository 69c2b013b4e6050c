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
    troubles: Rc<RefCell<BTreeMap<u64, Trouble>>>,
    full: Rc<Cell<bool>>,
    dead: Rc<Cell<bool>>,
    dies: Rc<Cell<Option<Death>>>,
    writes: Rc<Cell<u64>>,
    strict_writes: Rc<Cell<u64>>,
    images: Rc<RefCell<Option<Vec<Rows>>>>,
}

/// With which write a store stops to answer, and whether that one is still made.
#[derive(Clone, Copy)]
struct Death {
    write: u64,
    is_made: bool,
}

/// What a test can have a write come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It fails with this fault, and nothing is written.
    Refuse(Fault),
    /// It is written, but its answer is lost: it fails as when the connection goes.
    LoseAnswer,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the next write fail with this fault, with nothing written.
    pub fn fail_next_write(&self, fault: Fault) {
        self.trouble_write(0, Trouble::Refuse(fault));
    }

    /// Makes a write to come end in trouble: 0 is the next one, 1 the one after it.
    pub fn trouble_write(&self, after: u64, trouble: Trouble) {
        self.troubles
            .borrow_mut()
            .insert(self.writes.get() + after, trouble);
    }

    /// Takes back the troubles that have not come yet.
    pub fn calm(&self) {
        self.troubles.borrow_mut().clear();
        self.dies.set(None);
    }

    /// From a write to come on nothing is answered any more, reading neither: 0 is the next write. `is_made` says whether
    /// that one is still made.
    pub fn die_after(&self, after: u64, is_made: bool) {
        self.dies.set(Some(Death {
            write: self.writes.get() + after,
            is_made,
        }));
    }

    /// From now on nothing is answered, or everything again.
    pub fn set_dead(&self, dead: bool) {
        self.dead.set(dead);
    }

    /// Whether nothing is answered.
    pub fn is_dead(&self) -> bool {
        self.dead.get()
    }

    fn answers(&self) -> Result<(), StoreError> {
        match self.dead.get() {
            true => Err(StoreError::new(Fault::Closed, "dead, as the test wants")),
            false => Ok(()),
        }
    }

    /// A row as it lies there, whether the store answers or not.
    pub fn row(&self, table: Table, key: &[u8]) -> Option<Vec<u8>> {
        self.rows.borrow().get(&(table, key.to_vec())).cloned()
    }

    /// From now on there is no room for any row, or there is again. Deleting goes on working.
    pub fn set_full(&self, full: bool) {
        self.full.set(full);
    }

    /// From now on every state of the rows between two writes is remembered, the present one first.
    pub fn remember_images(&self) {
        *self.images.borrow_mut() = Some(vec![self.rows.borrow().clone()]);
    }

    /// The remembered states, each as a store of its own: what a crash at that moment would have left behind.
    pub fn images(&self) -> Vec<MemoryStore> {
        let images = self.images.borrow();
        let store = |rows: &Rows| MemoryStore {
            rows: Rc::new(RefCell::new(rows.clone())),
            ..Self::default()
        };
        images.iter().flatten().map(store).collect()
    }

    /// The keys of a table, ascending.
    pub fn keys(&self, table: Table) -> Vec<Vec<u8>> {
        let rows = self.rows.borrow();
        let of_table = rows.keys().filter(|(t, _)| *t == table);
        of_table.map(|(_, key)| key.clone()).collect()
    }

    /// Changes that write all of its rows into an empty store.
    pub fn as_changes(&self) -> Vec<Change> {
        let rows = self.rows.borrow();
        let put = |((table, key), value): (&(Table, Vec<u8>), &Vec<u8>)| Change::Put {
            table: *table,
            key: key.clone(),
            value: value.clone(),
        };
        rows.iter().map(put).collect()
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
        self.answers()?;
        Ok(self.rows.borrow().get(&(table, key.to_vec())).cloned())
    }

    async fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        rows_max: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.answers()?;
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
        self.answers()?;
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
        self.answers()?;
        let ordinal = self.writes.replace(self.writes.get() + 1);
        let death = self.dies.get().filter(|death| death.write <= ordinal);
        if let Some(death) = death {
            self.dies.set(None);
            self.dead.set(true);
            if !death.is_made {
                return self.answers();
            }
        }
        let trouble = self.troubles.borrow_mut().remove(&ordinal);
        if let Some(Trouble::Refuse(fault)) = trouble {
            return Err(StoreError::new(fault, "asked for by the test"));
        }
        let puts = |change: &Change| matches!(change, Change::Put { .. });
        if self.full.get() && changes.iter().any(puts) {
            return Err(StoreError::new(Fault::Full, "no room, as the test wants"));
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
        if let Some(images) = self.images.borrow_mut().as_mut() {
            images.push(rows.clone());
        }
        self.answers()?;
        match trouble {
            Some(_) => Err(StoreError::new(Fault::Closed, "the answer was lost")),
            None => Ok(()),
        }
    }
}
