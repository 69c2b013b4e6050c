//! Many events of another device on their way into this one's journal.

use crate::stores::{fresh, opening, random};
use crate::warehouse::{Warehouse, order_id, record};
use depo::browser::clock::monotonic_ms;
use depo::domain::commit::{Dated, EventRef, Recorded};
use depo::domain::text::{OrderId, TextError};
use depo::journal::decode_commit;
use depo::limits::BATCH_ORDERS_MAX;
use depo::portal::{NoPace, Portal, StreamPart};
use depo::storage::memory::MemoryStore;
use depo::storage::{Store, Table};
use depo::ui::desk::ScreenPace;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The work of a device: its commits as they come in a bundle.
#[wasm_bindgen]
pub struct OtherDevice {
    parts: Vec<StreamPart>,
    events: usize,
}

#[wasm_bindgen]
impl OtherDevice {
    /// A device in memory that has picked, packed and handed over orders until there were so many events.
    pub async fn at_work(events: usize) -> Result<OtherDevice, JsError> {
        let (journal, view) = (MemoryStore::new(), MemoryStore::new());
        let (portal, _) = Portal::open(journal, view, &opening()?, &NoPace).await?;
        let warehouse = Warehouse::new(&portal)?;
        // Some 43 events an order.
        let orders = (events / 40).next_multiple_of(BATCH_ORDERS_MAX) as u32;
        warehouse.fill(orders).await?;
        let mut first = 0;
        let mut counted = 0;
        while counted < events && first < orders {
            let numbers = first..first + BATCH_ORDERS_MAX as u32;
            let batch_orders = numbers
                .map(order_id)
                .collect::<Result<Vec<OrderId>, TextError>>()?;
            let batch = warehouse.release(&batch_orders).await?;
            warehouse.finish(&batch, &batch_orders).await?;
            first += BATCH_ORDERS_MAX as u32;
            // One event a commit, but for the orders themselves: as good as counted.
            counted = portal.canary().last as usize + 2 * orders as usize;
        }
        let mut parts: Vec<StreamPart> = Vec::new();
        let take = async |stream, first, commits: Vec<Vec<u8>>| {
            match parts.last_mut() {
                Some(part) if part.stream == stream => part.commits.extend(commits),
                _ => parts.push(StreamPart {
                    stream,
                    first,
                    commits,
                }),
            }
            Ok(())
        };
        portal.export(&NoPace, take).await?;
        let mut device = OtherDevice { parts, events: 0 };
        device.cut(events)?;
        Ok(device)
    }

    /// Leaves the first commits only, with so many events or a few more.
    fn cut(&mut self, events: usize) -> Result<(), JsError> {
        for part in &mut self.parts {
            let mut kept = 0;
            for bytes in &part.commits {
                if self.events >= events {
                    break;
                }
                self.events += decode_commit(part.stream, bytes)?.events.len();
                kept += 1;
            }
            part.commits.truncate(kept);
        }
        Ok(())
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        self.events
    }

    /// How many commits they came in.
    pub fn commits(&self) -> usize {
        self.parts.iter().map(|part| part.commits.len()).sum()
    }

    /// The events from here on, at most so many commits of them, as the objects that another program would keep; in
    /// JSON, for every thousandth part of the page's memory counts.
    pub fn records(&self, from: usize, commits: usize) -> Result<String, JsError> {
        let mut records = Vec::new();
        for part in &self.parts {
            for bytes in part.commits.iter().skip(from).take(commits) {
                let commit = decode_commit(part.stream, bytes)?;
                for (index, recorded) in commit.events.iter().enumerate() {
                    let Recorded::Known(event) = recorded else {
                        continue;
                    };
                    records.push(record(&Dated {
                        at: EventRef {
                            stream: 0,
                            commit: commit.number as u32,
                            index: index as u16,
                        },
                        stamp: commit.stamp,
                        operator: commit.operator.clone(),
                        event: event.clone(),
                    }));
                }
            }
        }
        Ok(serde_json::to_string(&records)?)
    }

    /// Takes the commits into a new portal over IndexedDB and gives, in JSON, the milliseconds until all were checked,
    /// applied and strictly durable (`ms`), and the bytes of what was stored (`bytes`).
    pub async fn merge(&self) -> Result<String, JsError> {
        let portal = fresh("bench-events").await?;
        let (parts, random) = (self.parts.clone(), random()?);
        let started = monotonic_ms();
        let merged = portal
            .merge(parts, 1_800_000_000_000, random, &ScreenPace::unseen())
            .await?;
        let ms = monotonic_ms() - started;
        if merged.new as usize != self.commits() {
            return Err(JsError::new("not all commits were taken in"));
        }
        let rows = portal
            .journal()
            .scan(Table::Segments, &[], &[0xff; 32], usize::MAX)
            .await?;
        let bytes: usize = rows
            .iter()
            .map(|(key, value)| key.len() + value.len())
            .sum();
        let (orders, segments) = (portal.state().orders_count(), rows.len());
        portal.journal().close();
        let result = serde_json::json!({
            "ms": ms, "bytes": bytes, "orders": orders, "segments": segments,
        });
        Ok(result.to_string())
    }
}
