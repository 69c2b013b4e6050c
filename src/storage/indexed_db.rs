//! IndexedDB.
//!
//! Two kinds of database, two lifetimes. The journal has one of its own, `depo-journal`, whose four object stores are
//! frozen: an update never migrates what cannot be replaced. Views live in `depo-view-<schema>`, which any version
//! may delete and build anew. All are of version 1 for ever, so opening one is never blocked by an older tab that
//! has it open; what must change gets another name.
//!
//! **The crate.** `indexed_db_futures` gives the requests as futures, the builder of transactions with their
//! durability, and typed arrays that copy. Around it stand three things that it does not give, all here:
//! - *The cause of a failed commit.* It only says that the transaction aborted. `transaction.rs` keeps the raw
//!   transaction and asks it.
//! - *An end that is an end.* It stops waiting at the first failed request; here only `complete` and `abort` count.
//! - *The end of a connection.* Engines close connections under a page: storage cleared, a tab asleep, a disk full.
//!   `connection.rs` notices, opens once more, and the operation is tried again whole.
//!
//! Its documentation warns that Safari may not roll back awaited requests when a transaction is aborted. Nothing here
//! depends on that: a write aborts of its own will only before its first change is queued.
//!
//! **Trying again** is safe because a write says what the rows are, never by how much they change. Where the answer
//! to the first try was lost although it was committed, its guards fail the second time: then every failing guard and
//! every row is compared with what the write would leave, and only a difference is [`Fault::Moved`].
//! A connection is opened again only to a database that is still there; one that has been emptied meanwhile is
//! reported as [`Fault::Closed`] and stays absent, so that the next start can tell.

mod connection;
mod fault;
mod transaction;

pub use connection::VersionChange;

use super::{Change, Durability, Fault, Guard, Row, Store, StoreError, Table};
use crate::browser::timer::within;
use crate::limits::{DATABASE_OPEN_MS_MAX, STORED_VALUE_BYTES_MAX};
use connection::{Connection, Missing};
use fault::Failure;
use indexed_db_futures::database::Database;
use std::rc::Rc;
use transaction::Attempt;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The database that cannot be replaced.
pub const JOURNAL_DATABASE: &str = "depo-journal";
const VIEW_DATABASE_PREFIX: &str = "depo-view-";

/// What opening a database showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenOutcome {
    /// The database was not there and has just been made: a new device, or one whose storage was emptied. A canary
    /// outside IndexedDB tells the two apart.
    pub created: bool,
}

/// One database. Clones share the connection.
#[derive(Clone)]
pub struct IndexedDbStore {
    connection: Rc<Connection>,
}

impl IndexedDbStore {
    /// Opens the journal.
    ///
    /// # Errors
    /// [`Fault::Blocked`] when it does not open within [`DATABASE_OPEN_MS_MAX`]: another tab keeps it from being
    /// opened, or the device is slow (then a second call succeeds), [`Fault::Newer`] when a newer version of the
    /// portal has written it (nothing is touched), [`Fault::Unavailable`] where the browser offers no storage.
    pub async fn open_journal() -> Result<(Self, OpenOutcome), StoreError> {
        Self::open(JOURNAL_DATABASE, &Table::JOURNAL).await
    }

    /// Opens the view database of this schema.
    ///
    /// # Errors
    /// As [`IndexedDbStore::open_journal`].
    pub async fn open_view(schema: &str) -> Result<(Self, OpenOutcome), StoreError> {
        Self::open(&view_database(schema), &Table::VIEW).await
    }

    /// Opens any database with these tables, and makes it if it is not there.
    ///
    /// # Errors
    /// As [`IndexedDbStore::open_journal`].
    pub async fn open(
        name: &str,
        tables: &'static [Table],
    ) -> Result<(Self, OpenOutcome), StoreError> {
        let connection = Connection::new(name, tables);
        let created = connection.open(Missing::Create).await?;
        Ok((IndexedDbStore { connection }, OpenOutcome { created }))
    }

    /// The name of the database.
    pub fn name(&self) -> &str {
        self.connection.name()
    }

    /// Calls back when another tab needs this database closed: a newer version opens it, or it is deleted. It *is*
    /// closed by then, and every later operation fails; what remains is to say so and to offer a reload.
    pub fn on_version_change(&self, callback: impl Fn(VersionChange) + 'static) {
        self.connection.on_version_change(Rc::new(callback));
    }

    /// Closes the connection now; the next operation opens it again. For a tab that goes to sleep.
    pub fn close(&self) {
        self.connection.close();
    }

    /// Runs an operation; where the connection has gone, opens it once more and runs the operation again.
    async fn run<T>(
        &self,
        operation: impl AsyncFn(&Database, Attempt) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        let first = match self.connection.database().await {
            Err(failure) => return Err(failure.error),
            Ok((database, generation)) => match operation(&database, Attempt::First).await {
                Err(failure) if failure.lost => {
                    self.connection.forget(generation);
                    failure
                }
                outcome => return outcome.map_err(|failure| failure.error),
            },
        };
        let (database, generation) = self.connection.database().await.map_err(|again| {
            let cause = format!(
                "{}; opening again: {}",
                first.error.cause, again.error.cause
            );
            StoreError::new(again.error.fault, cause)
        })?;
        operation(&database, Attempt::Again)
            .await
            .map_err(|failure| {
                if failure.lost {
                    self.connection.forget(generation);
                }
                failure.error
            })
    }
}

impl Store for IndexedDbStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.run(async |database, _| transaction::get(database, table, key).await)
            .await
    }

    async fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        rows_max: usize,
    ) -> Result<Vec<Row>, StoreError> {
        // The engine takes an empty range for an error, and no rows for all rows.
        if from > to || rows_max == 0 {
            return Ok(Vec::new());
        }
        let rows_max = u32::try_from(rows_max).unwrap_or(u32::MAX);
        self.run(async |database, _| transaction::scan(database, table, from, to, rows_max).await)
            .await
    }

    async fn last(&self, table: Table, from: &[u8], to: &[u8]) -> Result<Option<Row>, StoreError> {
        if from > to {
            return Ok(None);
        }
        self.run(async |database, _| transaction::last(database, table, from, to).await)
            .await
    }

    async fn write(
        &self,
        guards: &[Guard],
        changes: &[Change],
        durability: Durability,
    ) -> Result<(), StoreError> {
        check_sizes(changes)?;
        if guards.is_empty() && changes.is_empty() {
            return Ok(());
        }
        self.run(async |database, attempt| {
            transaction::write(database, guards, changes, durability, attempt).await
        })
        .await
    }
}

fn check_sizes(changes: &[Change]) -> Result<(), StoreError> {
    let too_large = changes.iter().find_map(|change| match change {
        Change::Put { value, .. } if value.len() > STORED_VALUE_BYTES_MAX => Some(value.len()),
        _ => None,
    });
    match too_large {
        Some(bytes) => Err(StoreError::new(Fault::TooLarge, format!("{bytes} bytes"))),
        None => Ok(()),
    }
}

fn view_database(schema: &str) -> String {
    format!("{VIEW_DATABASE_PREFIX}{schema}")
}

#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, catch)]
    fn databases(this: &Factory) -> Result<js_sys::Promise, JsValue>;
}

/// Deletes the view databases of every other schema and returns their names.
///
/// A tab with an older version that still has one open lets go of it; one that does not keeps only its own deletion
/// waiting: it happens when that tab closes. Engines that cannot list databases (Firefox before 126) keep the old
/// views, which cost room and nothing else.
///
/// # Errors
/// The engine's own, when listing or deleting fails.
pub async fn delete_other_views(keep: &str) -> Result<Vec<String>, StoreError> {
    let mut deleted = Vec::new();
    for name in database_names().await.map_err(|failure| failure.error)? {
        if name.starts_with(VIEW_DATABASE_PREFIX) && name != view_database(keep) {
            delete_database(&name).await?;
            deleted.push(name);
        }
    }
    Ok(deleted)
}

/// Deletes a database with all that is in it. Returns when it is gone, or, where another tab holds it, when it is
/// certain to go as soon as that tab closes.
///
/// # Errors
/// The engine's own.
pub async fn delete_database(name: &str) -> Result<(), StoreError> {
    let request = Database::delete_by_name(name).map_err(|error| Failure::from(error).error)?;
    match within(DATABASE_OPEN_MS_MAX, request).await {
        Some(outcome) => outcome.map_err(|error| Failure::from(error).error),
        None => Ok(()),
    }
}

/// Whether a database is there. Engines that cannot list databases say no.
///
/// # Errors
/// The engine's own.
pub async fn is_there(name: &str) -> Result<bool, StoreError> {
    let names = database_names().await.map_err(|failure| failure.error)?;
    Ok(names.iter().any(|other| other == name))
}

async fn database_names() -> Result<Vec<String>, Failure> {
    let factory = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("indexedDB"))
        .map_err(|thrown| Failure::of_js(&thrown))?;
    let can_list = js_sys::Reflect::has(&factory, &JsValue::from_str("databases"))
        .map_err(|thrown| Failure::of_js(&thrown))?;
    if !can_list {
        return Ok(Vec::new());
    }
    let listing = factory
        .unchecked_into::<Factory>()
        .databases()
        .map_err(|thrown| Failure::of_js(&thrown))?;
    let list = JsFuture::from(listing)
        .await
        .map_err(|thrown| Failure::of_js(&thrown))?;
    Ok(js_sys::Array::from(&list)
        .iter()
        .filter_map(|entry| js_sys::Reflect::get(&entry, &JsValue::from_str("name")).ok())
        .filter_map(|name| name.as_string())
        .collect())
}
