//! Scans at the pick screen, each a commit of its own that is strictly durable when the next one begins.

use crate::stores::{TabPortal, fresh};
use crate::warehouse::{Warehouse, order_id, record};
use depo::browser::clock::monotonic_ms;
use depo::domain::commit::{Dated, EventRef, Stamp};
use depo::domain::text::{Code, OrderId, TextError};
use depo::limits::BATCH_ORDERS_MAX;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Orders in the workspace; one batch of them is picked.
const ORDERS: u32 = 2_000;

/// Makes the scans and gives, in JSON, how long each took (`times`, milliseconds) and what it recorded (`records`).
#[wasm_bindgen]
pub async fn scans(wanted: usize) -> Result<String, JsError> {
    let portal: TabPortal = fresh("bench-scans").await?;
    let warehouse = Warehouse::new(&portal)?;
    warehouse.fill(ORDERS).await?;
    portal.settle().await?;
    let orders = (0..BATCH_ORDERS_MAX as u32).map(order_id);
    let orders: Vec<OrderId> = orders.collect::<Result<_, TextError>>()?;
    let batch = warehouse.release(&orders).await?;
    let operator = Code::new("ana")?;
    let (mut times, mut records) = (Vec::new(), Vec::new());
    while times.len() < wanted {
        let Some((scan, before_the_walk)) = warehouse.next_scan(&batch)? else {
            return Err(JsError::new("the batch has too few scans"));
        };
        let started = monotonic_ms();
        let done = warehouse.act(&scan).await?;
        let took = monotonic_ms() - started;
        if before_the_walk {
            continue;
        }
        times.push(took);
        for (index, event) in done.events.into_iter().enumerate() {
            records.push(record(&Dated {
                at: EventRef {
                    stream: 0,
                    commit: done.number as u32,
                    index: index as u16,
                },
                stamp: Stamp::at_ms(0),
                operator: operator.clone(),
                event,
            }));
        }
    }
    portal.journal().close();
    let result = serde_json::json!({ "times": times, "records": records, "orders": ORDERS });
    Ok(result.to_string())
}
