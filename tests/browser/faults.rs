//! Storage that fails: the true cause is told, and nothing is lost, doubled or half-done.

use crate::engine;
use crate::storage::{all, fresh, guard, opened, put, write};
use crate::until;
use depo::browser::timer::sleep;
use depo::limits::DATABASE_OPEN_MS_MAX;
use depo::storage::indexed_db::{IndexedDbStore, VersionChange, delete_other_views};
use depo::storage::{Change, Durability, Fault, Store, StoreError, Table};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

fn fault<T>(outcome: Result<T, StoreError>) -> Option<Fault> {
    outcome.err().map(|error| error.fault)
}

#[wasm_bindgen_test]
async fn a_commit_that_fails_tells_its_cause_and_leaves_nothing() {
    let store = fresh("causes").await;
    let thrown = engine::thrown_into_page();
    let changes: Vec<Change> = (0..5).map(|n| put(Table::Tail, &[n], b"x")).collect();
    let causes = [
        ("QuotaExceededError: no room", Fault::Full),
        ("UnknownError: database or disk is full", Fault::Full),
        ("DataError: nonsense", Fault::Other),
    ];
    for (cause, expected) in causes {
        engine::on_commits(cause);
        let error = write(&store, &changes).await.expect_err("must fail");
        assert_eq!(error.fault, expected);
        assert_eq!(error.cause, cause);
        assert!(all(&store, Table::Tail).await.is_empty());
    }
    assert_eq!(
        engine::thrown_into_page(),
        thrown,
        "failing requests must not throw into the page"
    );
    write(&store, &changes).await.expect("works again");
    assert_eq!(all(&store, Table::Tail).await.len(), 5);
}

#[wasm_bindgen_test]
async fn a_lost_connection_is_opened_once_more_and_the_write_made_once() {
    let store = fresh("lost").await;
    for (n, lose) in [
        engine::lose_connection,
        engine::lose_connection_with_event,
        || engine::on_commits("abort"),
        || engine::on_commits("UnknownError: Connection to Indexed Database server lost"),
    ]
    .iter()
    .enumerate()
    {
        let before = engine::opened_count();
        let n = n as u8;
        lose();
        let head = n.checked_sub(1).map(|head| [head]);
        let guards = [guard(Table::Meta, b"head", head.as_ref().map(|h| &h[..]))];
        let changes = [
            put(Table::Tail, &[n], b"commit"),
            put(Table::Meta, b"head", &[n]),
        ];
        let outcome = store.write(&guards, &changes, Durability::Strict).await;
        assert_eq!(outcome, Ok(()));
        assert_eq!(engine::opened_count(), before + 1);
        assert_eq!(all(&store, Table::Tail).await.len(), usize::from(n) + 1);
    }
    engine::lose_connection();
    assert_eq!(store.get(Table::Meta, b"head").await, Ok(Some(vec![3])));
}

#[wasm_bindgen_test]
async fn a_write_whose_answer_was_lost_has_not_moved() {
    let store = fresh("answer").await;
    let guards = [guard(Table::Meta, b"head", None)];
    let changes = [
        put(Table::Tail, &[1], b"commit"),
        put(Table::Meta, b"head", b"1"),
    ];
    engine::on_commits("lost answer");
    let outcome = store.write(&guards, &changes, Durability::Strict).await;
    assert_eq!(outcome, Ok(()));
    assert_eq!(all(&store, Table::Tail).await.len(), 1);

    // The same, but somebody else wrote: this one has moved.
    let outcome = store.write(&guards, &changes, Durability::Strict).await;
    assert_eq!(fault(outcome), Some(Fault::Moved));
    engine::lose_connection();
    let other = [put(Table::Meta, b"head", b"2"), put(Table::Tail, &[2], b"")];
    let outcome = store.write(&guards, &other, Durability::Strict).await;
    assert_eq!(fault(outcome), Some(Fault::Moved));
    assert_eq!(all(&store, Table::Tail).await.len(), 1);
}

#[wasm_bindgen_test]
async fn a_connection_lost_twice_is_closed_until_it_can_be_opened() {
    let store = fresh("twice").await;
    engine::refuse_transactions(true);
    let written = write(&store, &[put(Table::Tail, &[1], b"x")]).await;
    let read = store.get(Table::Tail, &[1]).await;
    engine::refuse_transactions(false);
    assert_eq!(fault(written), Some(Fault::Closed));
    assert_eq!(fault(read), Some(Fault::Closed));
    write(&store, &[put(Table::Tail, &[1], b"x")])
        .await
        .expect("write");
    assert_eq!(all(&store, Table::Tail).await.len(), 1);
}

#[wasm_bindgen_test]
async fn many_who_lost_the_connection_open_it_once() {
    let store = fresh("many").await;
    let before = engine::opened_count();
    engine::lose_connection();
    let outcomes = Rc::new(RefCell::new(Vec::new()));
    for n in 0..10_u8 {
        let (store, outcomes) = (store.clone(), outcomes.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let outcome = write(&store, &[put(Table::Tail, &[n], b"x")]).await;
            outcomes.borrow_mut().push(outcome);
        });
    }
    until(|| outcomes.borrow().len() == 10).await;
    assert!(outcomes.borrow().iter().all(Result::is_ok));
    assert_eq!(engine::opened_count(), before + 1);
    assert_eq!(all(&store, Table::Tail).await.len(), 10);
}

#[wasm_bindgen_test]
async fn an_emptied_database_is_not_filled_again_unnoticed() {
    let store = fresh("emptied").await;
    write(&store, &[put(Table::Tail, &[1], b"x")])
        .await
        .expect("write");
    engine::lose_connection_with_event();
    engine::delete_raw("emptied").await.expect("delete");
    let outcome = write(&store, &[put(Table::Tail, &[2], b"x")]).await;
    assert_eq!(fault(outcome), Some(Fault::Closed));
    let (_, outcome) = opened("emptied").await;
    assert!(outcome.created);
}

#[wasm_bindgen_test]
async fn a_newer_version_gets_the_database_at_once_and_this_tab_is_told() {
    let store = fresh("newer").await;
    write(&store, &[put(Table::Tail, &[1], b"kept")])
        .await
        .expect("write");
    let told = Rc::new(RefCell::new(Vec::new()));
    store.on_version_change({
        let told = told.clone();
        move |change| told.borrow_mut().push(change)
    });
    let newer = engine::open_raw("newer", 2, true)
        .await
        .expect("not blocked");
    assert_eq!(*told.borrow(), [VersionChange::Newer]);
    assert_eq!(
        fault(store.get(Table::Tail, &[1]).await),
        Some(Fault::Newer)
    );
    let outcome = write(&store, &[put(Table::Tail, &[2], b"x")]).await;
    assert_eq!(fault(outcome), Some(Fault::Newer));

    // Old code that starts now: told so, and nothing is deleted.
    let outcome = IndexedDbStore::open("newer", &Table::JOURNAL).await;
    assert_eq!(outcome.err().map(|error| error.fault), Some(Fault::Newer));
    let lengths = engine::stored_lengths("newer", "tail").await;
    assert_eq!(lengths.expect("kept").as_string().as_deref(), Some("4/4"));
    engine::close_raw(&newer);
}

#[wasm_bindgen_test]
async fn a_deletion_gets_the_database_at_once_and_this_tab_is_told() {
    let store = fresh("deleted").await;
    let told = Rc::new(RefCell::new(Vec::new()));
    store.on_version_change({
        let told = told.clone();
        move |change| told.borrow_mut().push(change)
    });
    engine::delete_raw("deleted").await.expect("not blocked");
    assert_eq!(*told.borrow(), [VersionChange::Deleted]);
    assert_eq!(
        fault(store.get(Table::Tail, &[1]).await),
        Some(Fault::Closed)
    );
}

#[wasm_bindgen_test]
async fn a_tab_that_does_not_let_go_is_told_of_in_three_seconds() {
    engine::delete_raw("blocked").await.expect("delete");
    let deaf = engine::open_raw("blocked", 1, false).await.expect("open");
    engine::delete_later("blocked");
    let started = js_sys::Date::now();
    let outcome = IndexedDbStore::open("blocked", &Table::JOURNAL).await;
    let waited = js_sys::Date::now() - started;
    assert_eq!(outcome.err().map(|error| error.fault), Some(Fault::Blocked));
    assert!(waited >= f64::from(DATABASE_OPEN_MS_MAX) - 50.0);

    // What was given up must neither make the database nor hold it.
    engine::close_raw(&deaf);
    sleep(200).await;
    let (_, outcome) = opened("blocked").await;
    assert!(outcome.created);
    engine::delete_raw("blocked")
        .await
        .expect("nobody holds it");
}

#[wasm_bindgen_test]
async fn views_of_other_schemas_are_deleted_and_nothing_else() {
    let journal = IndexedDbStore::open_journal().await.expect("open").0;
    let old = IndexedDbStore::open_view("one").await.expect("open").0;
    let new = IndexedDbStore::open_view("two").await.expect("open").0;
    write(&new, &[put(Table::View, b"part", b"x")])
        .await
        .expect("write");
    let deleted = delete_other_views("two").await;
    assert_eq!(deleted, Ok(vec!["depo-view-one".to_owned()]));
    assert_eq!(
        fault(old.get(Table::View, b"part").await),
        Some(Fault::Closed)
    );
    assert_eq!(new.get(Table::View, b"part").await, Ok(Some(b"x".to_vec())));
    assert_eq!(journal.get(Table::Tail, b"x").await, Ok(None));
    let names = engine::names().await.expect("names");
    let names = names.as_string().unwrap_or_default();
    assert!(names.contains("depo-journal depo-view-two"));
    assert!(!names.contains("depo-view-one"));
}
