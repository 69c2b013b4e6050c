//! Scans at the pick screen, each strictly durable when the next one begins.

use crate::desk::Bench;
use crate::warehouse::order_id;
use depo::browser::clock::monotonic_ms;
use depo::limits::BATCH_ORDERS_MAX;
use depo::trade::id::OrderId;
use depo::trade::text::TextError;
use depo::view::floor::pick::PickLocal;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Orders in the workspace; batches of them are picked.
const ORDERS: u32 = 2_000;

/// Makes scans that write something and gives, in JSON, how long each took (`times`, milliseconds) and the facts that it
/// recorded (`records`).
#[wasm_bindgen]
pub async fn scans(wanted: usize) -> Result<String, JsError> {
    let bench = Bench::fresh("bench-scans").await?;
    bench.fill(ORDERS).await?;
    let (mut times, mut records) = (Vec::new(), Vec::new());
    let mut first = 0;
    let mut totes = 0;
    while times.len() < wanted && first < ORDERS {
        let orders = (first..first + BATCH_ORDERS_MAX as u32).map(order_id);
        let orders: Vec<OrderId> = orders.collect::<Result<_, TextError>>()?;
        first += BATCH_ORDERS_MAX as u32;
        let batch = bench.release(&orders).await?;
        let mut local = PickLocal::default();
        while times.len() < wanted {
            let Some((text, tote)) = bench.next_scan(batch, &local, totes)? else {
                break;
            };
            let started = monotonic_ms();
            let (then, commits) = bench.scan(batch, &local, &text).await?;
            let took = monotonic_ms() - started;
            local = then;
            totes += u32::from(tote);
            // Totes are taken before the walk; the scan of a place writes nothing.
            if tote || commits.is_empty() {
                continue;
            }
            times.push(took);
            for commit in commits {
                records.extend(bench.records(commit));
            }
        }
    }
    bench.workspace.store().close();
    let result = serde_json::json!({ "times": times, "records": records, "orders": ORDERS });
    Ok(result.to_string())
}
