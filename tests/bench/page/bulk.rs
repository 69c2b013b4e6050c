//! Many facts of another device on their way into this one.

use crate::desk::{Bench, bytes_of, open, random};
use crate::warehouse::order_id;
use depo::browser::clock::monotonic_ms;
use depo::site::{Incoming, Site, Workspace};
use depo::storage::indexed_db::delete_database;
use depo::storage::memory::MemoryStore;
use depo::stream::id::StreamId;
use depo::trade::id::OrderId;
use depo::trade::text::TextError;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

const DATABASE: &str = "bench-events";
/// Orders in each batch of the other device.
const BATCH_ORDERS: u32 = 12;

/// The work of a device: its commits as they come in a copy.
#[wasm_bindgen]
pub struct OtherDevice {
    bench: Bench<MemoryStore>,
    commits: Vec<Incoming>,
    events: usize,
}

#[wasm_bindgen]
impl OtherDevice {
    /// A device in memory that has taken in, allocated and picked orders until there were so many facts.
    pub async fn at_work(events: usize) -> Result<OtherDevice, JsError> {
        let bench = Bench::in_memory().await?;
        // Some 30 facts an order, most of them scans.
        let orders = (events / 20).next_multiple_of(BATCH_ORDERS as usize) as u32;
        bench.fill(orders).await?;
        let mut first = 0;
        while first < orders && bench.workspace.own().1 < events as u64 {
            let numbers = first..first + BATCH_ORDERS;
            let batch_orders = numbers
                .map(order_id)
                .collect::<Result<Vec<OrderId>, TextError>>()?;
            let batch = bench.release(&batch_orders).await?;
            bench.pick(batch).await?;
            first += BATCH_ORDERS;
        }
        let mut device = OtherDevice {
            commits: Vec::new(),
            events: 0,
            bench,
        };
        for commit in device.bench.outgoing() {
            if device.events >= events {
                break;
            }
            let known = |at: &depo::site::Reading<'_>| at.held.events(commit.commit).count();
            device.events += device.bench.workspace.read(known);
            device.commits.push(commit);
        }
        Ok(device)
    }

    /// How many facts there are.
    pub fn events(&self) -> usize {
        self.events
    }

    /// How many commits they came in.
    pub fn commits(&self) -> usize {
        self.commits.len()
    }

    /// The facts from here on, at most so many commits of them, as the objects that another program would keep; in
    /// JSON, for every thousandth part of the page's memory counts.
    pub fn records(&self, from: usize, commits: usize) -> Result<String, JsError> {
        let part = self.commits.iter().skip(from).take(commits);
        let records: Vec<_> = part
            .flat_map(|incoming| self.bench.records(incoming.commit))
            .collect();
        Ok(serde_json::to_string(&records)?)
    }

    /// Joins with the commits over IndexedDB and gives, in JSON, the milliseconds until all were checked, folded and
    /// strictly durable (`ms`), and the bytes of what was stored (`bytes`).
    pub async fn merge(&self) -> Result<String, JsError> {
        delete_database(DATABASE).await?;
        let store = open(DATABASE).await?;
        let (commits, stream, tab) = (self.commits.clone(), StreamId::new(random()?), random()?);
        let started = monotonic_ms();
        let joined = Site::join(store, stream, commits, tab, 1_800_000_000_000).await?;
        let ms = monotonic_ms() - started;
        let workspace = Workspace::new(joined);
        // This device opens a stream of its own.
        if workspace.outgoing().len() != self.commits() + 1 {
            return Err(JsError::new("not all commits were taken in"));
        }
        let bytes = bytes_of(workspace.store()).await?;
        let orders = workspace.read(|at| at.state.orders().count());
        workspace.store().close();
        let result = serde_json::json!({ "ms": ms, "bytes": bytes, "orders": orders });
        Ok(result.to_string())
    }
}
