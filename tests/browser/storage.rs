//! Rows in IndexedDB.
use depo::storage::indexed_db::IndexedDbStore;
use depo::storage::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_row_comes_back() {
    let (store, outcome) = IndexedDbStore::open("smoke", &Table::JOURNAL)
        .await
        .expect("storage");
    assert!(outcome.created);
    store
        .write(
            &[],
            &[Change::Put {
                table: Table::Tail,
                key: vec![1, 2],
                value: vec![3],
            }],
            Durability::Strict,
        )
        .await
        .expect("storage");
    assert_eq!(
        store.get(Table::Tail, &[1, 2]).await.expect("storage"),
        Some(vec![3])
    );
}
