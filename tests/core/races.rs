//! Reading and writing at once: a screen loads an order while a scan goes on with it.

use crate::fleet::export;
use crate::support::{Site, code, opening, order_id, placed};
use depo::domain::command::Command;
use depo::domain::reason::HoldKind;
use depo::portal::{Keep, NoPace, Portal};
use depo::storage::memory::MemoryStore;
use depo::storage::{Change, Durability, Guard, Row, Store, StoreError, Table};
use futures_executor::block_on;
use futures_util::future::{join, join3, poll_fn};
use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

/// A store that lets others go first, reading longer than writing.
#[derive(Clone)]
struct Slow {
    rows: MemoryStore,
    reads_wait: Rc<Cell<u32>>,
}

impl Slow {
    async fn wait(&self, times: u32) {
        let left = Cell::new(times);
        poll_fn(|context| {
            if left.get() == 0 {
                return Poll::Ready(());
            }
            left.set(left.get() - 1);
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}

impl Store for Slow {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.rows.get(table, key).await;
        self.wait(self.reads_wait.get()).await;
        row
    }

    async fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        rows_max: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.rows.scan(table, from, to, rows_max).await;
        self.wait(self.reads_wait.get()).await;
        rows
    }

    async fn last(&self, table: Table, from: &[u8], to: &[u8]) -> Result<Option<Row>, StoreError> {
        let row = self.rows.last(table, from, to).await;
        self.wait(self.reads_wait.get()).await;
        row
    }

    async fn write(
        &self,
        guards: &[Guard],
        changes: &[Change],
        durability: Durability,
    ) -> Result<(), StoreError> {
        self.wait(1).await;
        self.rows.write(guards, changes, durability).await
    }
}

fn slow(rows: MemoryStore) -> Slow {
    Slow {
        rows,
        reads_wait: Rc::new(Cell::new(0)),
    }
}

fn hold(kind: HoldKind) -> Command {
    Command::PlaceHold {
        orders: vec![order_id("1")],
        kind,
        words: None,
        until_ms: None,
    }
}

#[test]
fn an_order_loaded_for_a_screen_is_not_older_than_the_last_command() {
    let site = Site::new(1);
    site.act(Command::TakeOrders {
        orders: vec![placed("1", &[("MUG", 1)])],
    });
    block_on(site.portal.save_view()).expect("saved");
    block_on(site.portal.seal_tail_when_idle()).expect("sealed");
    // Whoever comes first, and however long the screen's reading takes.
    for wait in 0..12 {
        let journal = slow(site.journal.deep_copy());
        let view = slow(site.view.deep_copy());
        let opened = block_on(Portal::open(journal.clone(), view, &opening(1), &NoPace));
        let (portal, _) = opened.expect("opens");
        assert_eq!(portal.state().loaded_orders(), 0);
        let operator = code("ana");
        let commands = async {
            journal.reads_wait.set(0);
            let first = hold(HoldKind::Fraud);
            let now_ms = 1_800_000_000_000;
            let done = portal.execute(&first, &operator, now_ms, Keep::Action);
            done.await.expect("kept");
            let second = hold(HoldKind::Address);
            let done = portal.execute(&second, &operator, now_ms, Keep::Action);
            done.await.expect("kept");
        };
        let ids = [order_id("1")];
        journal.reads_wait.set(wait);
        let screen = portal.load_orders(&ids);
        if wait % 2 == 0 {
            block_on(join(screen, commands)).0.expect("loads");
        } else {
            block_on(join(commands, screen)).1.expect("loads");
        }
        let order = portal.state().order(&ids[0]).cloned().expect("in memory");
        assert_eq!(order.holds.len(), 2, "waiting {wait}");
        let proof = block_on(portal.prove(&NoPace)).expect("whole");
        assert!(proof.holds(), "{proof:?}");
    }
}

#[test]
fn commands_at_the_same_moment_queue_behind_each_other() {
    let journal = slow(MemoryStore::new());
    let view = slow(MemoryStore::new());
    let opened = block_on(Portal::open(journal.clone(), view, &opening(1), &NoPace));
    let (portal, _) = opened.expect("opens");
    let operator = code("ana");
    let take = |number: &str| Command::TakeOrders {
        orders: vec![placed(number, &[("MUG", 1)])],
    };
    let (one, two) = (take("1"), take("2"));
    let first = portal.execute(&one, &operator, 5, Keep::Action);
    let second = portal.execute(&two, &operator, 5, Keep::Action);
    let sealing = portal.seal_tail_when_idle();
    let (first, second, sealed) = block_on(join3(first, second, sealing));
    let numbers = [first.expect("kept").number, second.expect("kept").number];
    assert_eq!(numbers, [1, 2]);
    sealed.expect("sealed");
    let (site, _) = Site::open(journal.rows, MemoryStore::new(), &opening(1));
    assert_eq!(export(&site)[0].commits.len(), 2);
    site.prove();
}
