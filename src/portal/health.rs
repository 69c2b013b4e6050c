//! How the journal lies in the store: for the storage page and for support.

use super::Portal;
use super::error::PortalError;
use crate::storage::{Store, Table};

/// What a table of the journal holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSize {
    /// The table.
    pub table: Table,
    /// Its rows.
    pub rows: u64,
    /// The bytes of its keys and values.
    pub bytes: u64,
}

/// What waits, and what did not go well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Commits of the open tail: durable, and not sealed yet.
    pub tail_commits: usize,
    /// Their bytes.
    pub tail_bytes: usize,
    /// The last thing that failed without consequence.
    pub last_trouble: Option<String>,
}

/// Rows that are read at once to be counted.
const ROWS_AT_ONCE: usize = 64;

impl<J: Store, V: Store> Portal<J, V> {
    /// What waits, and what did not go well.
    pub fn waiting(&self) -> Waiting {
        let log = self.log.borrow();
        let (tail_commits, tail_bytes) = log.tail_size();
        Waiting {
            tail_commits,
            tail_bytes,
            last_trouble: log.last_trouble.clone(),
        }
    }

    /// Counts rows and bytes of every table of the journal.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn table_sizes(&self) -> Result<Vec<TableSize>, PortalError> {
        let mut sizes = Vec::with_capacity(Table::JOURNAL.len());
        for table in Table::JOURNAL {
            let mut size = TableSize {
                table,
                rows: 0,
                bytes: 0,
            };
            // Longer than any key of the journal: greater than all of them.
            let (mut from, to) = (Vec::new(), vec![0xff; 64]);
            loop {
                let rows = self.journal.scan(table, &from, &to, ROWS_AT_ONCE).await?;
                let Some((last, _)) = rows.last() else {
                    break;
                };
                from = last.clone();
                from.push(0);
                size.rows += rows.len() as u64;
                let bytes = rows.iter().map(|(key, value)| key.len() + value.len());
                size.bytes += bytes.sum::<usize>() as u64;
            }
            sizes.push(size);
        }
        Ok(sizes)
    }
}
