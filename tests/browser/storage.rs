//! Rows in IndexedDB: what goes in comes out, together or not at all.

use crate::engine;
use depo::limits::STORED_VALUE_BYTES_MAX;
use depo::storage::indexed_db::{IndexedDbStore, OpenOutcome};
use depo::storage::{Change, Durability, Fault, Guard, Row, Store, StoreError, Table};
use wasm_bindgen_test::wasm_bindgen_test;

/// An empty database of that name.
pub async fn fresh(name: &str) -> IndexedDbStore {
    engine::delete_raw(name).await.expect("delete");
    let (store, outcome) = opened(name).await;
    assert_eq!(outcome, OpenOutcome { created: true });
    store
}

pub async fn opened(name: &str) -> (IndexedDbStore, OpenOutcome) {
    IndexedDbStore::open(name, &Table::JOURNAL)
        .await
        .expect("open")
}

pub fn put(table: Table, key: &[u8], value: &[u8]) -> Change {
    Change::Put {
        table,
        key: key.to_vec(),
        value: value.to_vec(),
    }
}

pub fn guard(table: Table, key: &[u8], expected: Option<&[u8]>) -> Guard {
    Guard {
        table,
        key: key.to_vec(),
        expected: expected.map(<[u8]>::to_vec),
    }
}

pub async fn write(store: &IndexedDbStore, changes: &[Change]) -> Result<(), StoreError> {
    store.write(&[], changes, Durability::Strict).await
}

pub async fn all(store: &IndexedDbStore, table: Table) -> Vec<Row> {
    store
        .scan(table, &[], &[255; 9], 1_000)
        .await
        .expect("scan")
}

fn row(key: u8) -> Row {
    (vec![key], vec![key, key])
}

async fn with_rows(name: &str, keys: &[u8]) -> IndexedDbStore {
    let store = fresh(name).await;
    let changes: Vec<Change> = keys
        .iter()
        .map(|key| put(Table::Tail, &row(*key).0, &row(*key).1))
        .collect();
    write(&store, &changes).await.expect("write");
    store
}

#[wasm_bindgen_test]
async fn rows_come_back_as_they_went_in() {
    let store = fresh("round-trip").await;
    let long: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
    let changes = [
        put(Table::Tail, &[], b"under an empty key"),
        put(Table::Segments, b"empty value", b""),
        put(Table::Meta, "име/ид".as_bytes(), &long),
        put(Table::Quarantine, &[0, 255, 0], &[0; 32]),
    ];
    write(&store, &changes).await.expect("write");
    for change in &changes {
        let Change::Put { table, key, value } = change else {
            continue;
        };
        let found = store.get(*table, key).await.expect("get");
        assert_eq!(found.as_ref(), Some(value));
        assert_eq!(all(&store, *table).await, [(key.clone(), value.clone())]);
    }
    assert_eq!(store.get(Table::Tail, b"absent").await, Ok(None));
}

#[wasm_bindgen_test]
async fn they_are_there_after_opening_again() {
    drop(with_rows("again", &[7]).await);
    let (store, outcome) = opened("again").await;
    assert_eq!(outcome, OpenOutcome { created: false });
    assert_eq!(all(&store, Table::Tail).await, [row(7)]);
}

#[wasm_bindgen_test]
async fn ranges_include_both_ends_and_ascend_byte_by_byte() {
    let store = with_rows("ranges", &[200, 3, 1, 255, 2, 0]).await;
    let scan = async |from: &[u8], to: &[u8], rows_max| {
        let rows = store.scan(Table::Tail, from, to, rows_max).await;
        let rows = rows.expect("scan");
        rows.iter().map(|(key, _)| key[0]).collect::<Vec<u8>>()
    };
    assert_eq!(scan(&[0], &[255], 10).await, [0, 1, 2, 3, 200, 255]);
    assert_eq!(scan(&[1], &[3], 10).await, [1, 2, 3]);
    assert_eq!(scan(&[1, 0], &[200], 10).await, [2, 3, 200]);
    assert_eq!(scan(&[2], &[2], 10).await, [2]);
    assert!(scan(&[4], &[199], 10).await.is_empty());
    assert!(scan(&[3], &[2], 10).await.is_empty());
    assert!(scan(&[0], &[255], 0).await.is_empty());
    assert_eq!(scan(&[0], &[255], usize::MAX).await.len(), 6);
    assert_eq!(scan(&[0], &[255], 2).await, [0, 1]);
    assert_eq!(scan(&[1, 0], &[255], 2).await, [2, 3]);
}

#[wasm_bindgen_test]
async fn the_last_row_of_a_range() {
    let store = with_rows("last", &[1, 5, 9]).await;
    let last = async |from: u8, to: u8| store.last(Table::Tail, &[from], &[to]).await;
    assert_eq!(last(0, 255).await, Ok(Some(row(9))));
    assert_eq!(last(0, 8).await, Ok(Some(row(5))));
    assert_eq!(last(5, 5).await, Ok(Some(row(5))));
    assert_eq!(last(6, 8).await, Ok(None));
    assert_eq!(last(8, 6).await, Ok(None));
    assert_eq!(store.last(Table::Meta, &[0], &[255]).await, Ok(None));
}

#[wasm_bindgen_test]
async fn changes_are_made_in_their_order() {
    let store = with_rows("order", &[1, 2, 3, 4]).await;
    let range = |from: u8, to: u8| Change::DeleteRange {
        table: Table::Tail,
        from: vec![from],
        to: vec![to],
    };
    let changes = [
        put(Table::Tail, &[2], b"replaced"),
        range(3, 4),
        put(Table::Tail, &[4], b"after the range"),
        range(9, 5),
        Change::Delete {
            table: Table::Tail,
            key: vec![1],
        },
        Change::Delete {
            table: Table::Tail,
            key: vec![77],
        },
        put(Table::Segments, &[1], b"sealed"),
    ];
    write(&store, &changes).await.expect("write");
    let expected = [
        (vec![2], b"replaced".to_vec()),
        (vec![4], b"after the range".to_vec()),
    ];
    assert_eq!(all(&store, Table::Tail).await, expected);
    assert_eq!(all(&store, Table::Segments).await.len(), 1);
}

#[wasm_bindgen_test]
async fn a_guard_that_does_not_hold_lets_nothing_through() {
    let store = with_rows("guards", &[1]).await;
    let change = [
        put(Table::Tail, &[2], b"two"),
        put(Table::Meta, b"head", b"2"),
    ];
    let refused = [
        vec![guard(Table::Tail, &[1], None)],
        vec![guard(Table::Tail, &[1], Some(b"other"))],
        vec![guard(Table::Meta, b"head", Some(b"1"))],
        vec![
            guard(Table::Tail, &[1], Some(&[1, 1])),
            guard(Table::Quarantine, b"x", Some(b"")),
        ],
    ];
    for guards in refused {
        let outcome = store.write(&guards, &change, Durability::Strict).await;
        assert_eq!(outcome.map_err(|error| error.fault), Err(Fault::Moved));
        assert_eq!(all(&store, Table::Tail).await, [row(1)]);
        assert!(all(&store, Table::Meta).await.is_empty());
    }
    let hold = [
        guard(Table::Tail, &[1], Some(&[1, 1])),
        guard(Table::Meta, b"head", None),
    ];
    let outcome = store.write(&hold, &change, Durability::Relaxed).await;
    assert_eq!(outcome, Ok(()));
    assert_eq!(all(&store, Table::Meta).await.len(), 1);
    assert_eq!(
        store.write(&hold[..1], &[], Durability::Strict).await,
        Ok(())
    );
    assert_eq!(store.write(&[], &[], Durability::Strict).await, Ok(()));
}

#[wasm_bindgen_test]
async fn only_the_bytes_are_stored_not_the_memory_behind_them() {
    let store = fresh("lengths").await;
    let large = vec![7; 1_000_000];
    write(&store, &[put(Table::Tail, &[1], &large[10..20])])
        .await
        .expect("write");
    let lengths = engine::stored_lengths("lengths", "tail").await;
    assert_eq!(
        lengths.expect("lengths").as_string().as_deref(),
        Some("10/10")
    );
}

#[wasm_bindgen_test]
async fn a_value_over_the_limit_is_refused_before_the_engine_sees_it() {
    let store = fresh("large").await;
    let at_limit = vec![1; STORED_VALUE_BYTES_MAX];
    write(&store, &[put(Table::Tail, &[1], &at_limit)])
        .await
        .expect("the limit itself");
    let over = vec![1; STORED_VALUE_BYTES_MAX + 1];
    let changes = [
        put(Table::Tail, &[2], b"small"),
        put(Table::Tail, &[3], &over),
    ];
    let outcome = write(&store, &changes).await;
    assert_eq!(outcome.map_err(|error| error.fault), Err(Fault::TooLarge));
    assert_eq!(store.get(Table::Tail, &[2]).await, Ok(None));
    drop(store);
    engine::delete_raw("large").await.expect("delete");
}

#[wasm_bindgen_test]
async fn a_row_that_is_not_bytes_is_corrupt() {
    let store = fresh("corrupt").await;
    engine::put_text("corrupt", "tail", &[1])
        .await
        .expect("put");
    let found = store.get(Table::Tail, &[1]).await;
    assert_eq!(found.map_err(|error| error.fault), Err(Fault::Corrupt));
}
