//! One transaction at a time: the only place that talks to object stores.
//!
//! A transaction lives only as long as requests are on their way in it. So nothing here awaits anything but its own
//! requests: keys, values and hashes are ready before it opens. Reads are queued together and awaited in the order
//! in which they answer. Writes are queued in the same turn in which the last guard answered and are not awaited one
//! by one; only the transaction's `complete` counts.
//!
//! Every key and value handed over is a copy in an array of its own: storing a view would store the whole memory of
//! the program behind it.

use super::fault::Failure;
use crate::storage::{Change, Durability, Fault, Guard, Row, Table};
use indexed_db_futures::KeyRange;
use indexed_db_futures::cursor::CursorDirection;
use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use indexed_db_futures::typed_array::{Uint8Array, Uint8ArraySlice};
use wasm_bindgen::JsValue;

/// The value under the key.
pub(super) async fn get(
    database: &Database,
    table: Table,
    key: &[u8],
) -> Result<Option<Vec<u8>>, Failure> {
    let transaction = database.transaction(table.name()).build()?;
    let store = transaction.object_store(table.name())?;
    let value: Option<Uint8Array> = store.get(Uint8ArraySlice::new(key)).primitive()?.await?;
    Ok(value.map(Into::into))
}

/// At most `rows_max` rows of the range, ascending; the caller has seen to it that neither is empty.
pub(super) async fn scan(
    database: &Database,
    table: Table,
    from: &[u8],
    to: &[u8],
    rows_max: u32,
) -> Result<Vec<Row>, Failure> {
    let transaction = database.transaction(table.name()).build()?;
    let store = transaction.object_store(table.name())?;
    let keys = store
        .get_all_keys::<JsValue>()
        .with_query::<Uint8ArraySlice<'_>, _>(range(from, to))
        .with_limit(rows_max)
        .primitive()?;
    let values = store
        .get_all::<Uint8Array>()
        .with_query::<Uint8ArraySlice<'_>, _>(range(from, to))
        .with_limit(rows_max)
        .primitive()?;
    let keys = keys.await?;
    let values = values.await?;
    let mut rows = Vec::with_capacity(keys.size_hint().0);
    for (key, value) in keys.zip(values) {
        rows.push((key_bytes(&key?), value?.into()));
    }
    Ok(rows)
}

/// The row with the greatest key of the range.
pub(super) async fn last(
    database: &Database,
    table: Table,
    from: &[u8],
    to: &[u8],
) -> Result<Option<Row>, Failure> {
    let transaction = database.transaction(table.name()).build()?;
    let store = transaction.object_store(table.name())?;
    let cursor = store
        .open_cursor()
        .with_query::<Uint8ArraySlice<'_>, _>(range(from, to))
        .with_direction(CursorDirection::Prev)
        .primitive()?
        .await?;
    let Some(mut cursor) = cursor else {
        return Ok(None);
    };
    let key = cursor.key::<JsValue>()?;
    let value = cursor.next_record::<Uint8Array>().await?;
    Ok(key
        .zip(value)
        .map(|(key, value)| (key_bytes(&key), value.into())))
}

/// Whether this is the first time that a write is tried, or the same write on a new connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempt {
    First,
    Again,
}

/// Checks the guards and makes the changes; returns when the transaction has completed.
pub(super) async fn write(
    database: &Database,
    guards: &[Guard],
    changes: &[Change],
    durability: Durability,
    attempt: Attempt,
) -> Result<(), Failure> {
    let transaction = database
        .transaction(tables_of(guards, changes))
        .with_mode(TransactionMode::Readwrite)
        .with_options(options(durability))
        .build()?;
    let raw = transaction.as_sys().clone();
    // The crate would end the wait at the first failed request, before the transaction has rolled back and knows its
    // cause. Without its listener the wait ends at `complete` or `abort`, and at nothing else.
    raw.set_onerror(None);
    match fill(&transaction, guards, changes, attempt).await {
        // Dropping the transaction aborts it: nothing that was queued stays.
        Err(failure) => return Err(Failure::of_transaction(&raw, failure)),
        Ok(()) => transaction.commit().await,
    }
    .map_err(|error| Failure::of_transaction(&raw, error.into()))
}

async fn fill(
    transaction: &Transaction<'_>,
    guards: &[Guard],
    changes: &[Change],
    attempt: Attempt,
) -> Result<(), Failure> {
    let questions = guards
        .iter()
        .map(|guard| (guard.table, guard.key.as_slice()));
    let found = get_all(transaction, questions).await?;
    let hold = guards
        .iter()
        .zip(&found)
        .all(|(guard, found)| guard.expected == *found);
    // A first try whose answer was lost may have been committed. Then the guards fail because of this very write,
    // and making its changes again is harmless: every row already is what it puts.
    if !hold
        && !(attempt == Attempt::Again && is_done(transaction, guards, &found, changes).await?)
    {
        return Err(Failure::of(Fault::Moved, "a guarded row has changed"));
    }
    queue(transaction, changes)
}

/// Asks for many rows at once and awaits the answers in the order of the questions.
async fn get_all<'k>(
    transaction: &Transaction<'_>,
    questions: impl Iterator<Item = (Table, &'k [u8])>,
) -> Result<Vec<Option<Vec<u8>>>, Failure> {
    let mut answers = Vec::new();
    for (table, key) in questions {
        let store = transaction.object_store(table.name())?;
        answers.push(
            store
                .get::<Uint8Array, _, _>(Uint8ArraySlice::new(key))
                .primitive()?,
        );
    }
    let mut found = Vec::with_capacity(answers.len());
    for answer in answers {
        found.push(answer.await?.map(Into::into));
    }
    Ok(found)
}

fn queue(transaction: &Transaction<'_>, changes: &[Change]) -> Result<(), Failure> {
    for change in changes {
        let store = transaction.object_store(change.table().name())?;
        match change {
            Change::Put { key, value, .. } => drop(
                store
                    .put(Uint8ArraySlice::new(value))
                    .with_key(Uint8ArraySlice::new(key))
                    .without_key_type()
                    .primitive()?,
            ),
            Change::Delete { key, .. } => {
                drop(store.delete(Uint8ArraySlice::new(key)).primitive()?);
            }
            Change::DeleteRange { from, to, .. } if from <= to => {
                drop(
                    store
                        .delete::<Uint8ArraySlice<'_>, _>(range(from, to))
                        .primitive()?,
                );
            }
            Change::DeleteRange { .. } => {}
        }
    }
    Ok(())
}

/// Whether the write has been made before: every guard that fails does so because of its own changes, and every row
/// it puts is there.
async fn is_done(
    transaction: &Transaction<'_>,
    guards: &[Guard],
    found: &[Option<Vec<u8>>],
    changes: &[Change],
) -> Result<bool, Failure> {
    let explained = guards.iter().zip(found).all(|(guard, found)| {
        guard.expected == *found
            || outcome(changes, guard.table, &guard.key) == Some(found.as_deref())
    });
    if !explained {
        return Ok(false);
    }
    let puts: Vec<(Table, &[u8])> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Put { table, key, .. } => Some((*table, key.as_slice())),
            _ => None,
        })
        .collect();
    let stored = get_all(transaction, puts.iter().copied()).await?;
    Ok(puts
        .iter()
        .zip(&stored)
        .all(|((table, key), stored)| outcome(changes, *table, key) == Some(stored.as_deref())))
}

/// What the changes leave under the key; `None` when none of them touches it.
fn outcome<'c>(changes: &'c [Change], table: Table, key: &[u8]) -> Option<Option<&'c [u8]>> {
    changes
        .iter()
        .rev()
        .filter(|change| change.table() == table)
        .find_map(|change| match change {
            Change::Put { key: k, value, .. } if k == key => Some(Some(value.as_slice())),
            Change::Delete { key: k, .. } if k == key => Some(None),
            Change::DeleteRange { from, to, .. }
                if from.as_slice() <= key && key <= to.as_slice() =>
            {
                Some(None)
            }
            _ => None,
        })
}

fn tables_of(guards: &[Guard], changes: &[Change]) -> Vec<&'static str> {
    let mut tables: Vec<Table> = guards.iter().map(|guard| guard.table).collect();
    tables.extend(changes.iter().map(Change::table));
    tables.sort_unstable();
    tables.dedup();
    tables.into_iter().map(Table::name).collect()
}

fn options(durability: Durability) -> TransactionOptions {
    TransactionOptions::new().with_durability(match durability {
        Durability::Strict => TransactionDurability::Strict,
        Durability::Relaxed => TransactionDurability::Relaxed,
    })
}

fn range<'k>(from: &'k [u8], to: &'k [u8]) -> KeyRange<Uint8ArraySlice<'k>> {
    KeyRange::Bound(
        Uint8ArraySlice::new(from),
        false,
        Uint8ArraySlice::new(to),
        false,
    )
}

/// A binary key comes back as an `ArrayBuffer`.
fn key_bytes(key: &JsValue) -> Vec<u8> {
    js_sys::Uint8Array::new(key).to_vec()
}
