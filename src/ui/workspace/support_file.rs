//! What the diagnostics page shows, as a file for support. It holds no goods, no names, no orders: only figures, and
//! the errors as they were said.

use crate::browser::{clock, errors, files, storage_health};
use crate::portal::{PortalError, TableSize, VIEW_SCHEMA};
use crate::ui::desk;
use crate::ui::feedback::problems;
use leptos::prelude::*;
use serde_json::{Value, json};

/// What is told of this device.
#[derive(Clone, PartialEq)]
pub(super) struct Figures {
    pub(super) health: storage_health::Health,
    pub(super) tables: Vec<TableSize>,
    pub(super) waiting: crate::portal::Waiting,
    pub(super) timings: Option<desk::Timings>,
}

/// Looks at storage, queue and timings.
pub(super) async fn look() -> Result<Figures, PortalError> {
    let portal = desk::portal().ok_or(PortalError::NotLeading)?;
    Ok(Figures {
        health: storage_health::health().await,
        tables: portal.table_sizes().await?,
        waiting: portal.waiting(),
        timings: desk::timings(),
    })
}

fn document(figures: &Figures) -> Value {
    let own = problems().with_untracked(|list| {
        let entry = |record: &crate::ui::feedback::RecordedProblem| {
            json!({
                "code": record.problem.code,
                "times": record.times,
                "at_ms": record.at_ms,
            })
        };
        list.iter().map(entry).collect::<Vec<_>>()
    });
    let of_page: Vec<Value> = errors::all()
        .into_iter()
        .map(|error| {
            json!({
                "kind": error.kind,
                "message": error.message,
                "where": error.place,
                "time": error.time,
            })
        })
        .collect();
    let tables: Vec<Value> = figures
        .tables
        .iter()
        .map(
            |table| json!({ "name": table.table.name(), "rows": table.rows, "bytes": table.bytes }),
        )
        .collect();
    let state = desk::peek(|state| {
        json!({
            "orders": state.orders_count(),
            "items": state.catalog.len(),
            "orders_in_memory": state.loaded_orders(),
            "streams": state.vector().len(),
            "newer_events": state.newer_events,
        })
    });
    json!({
        "format": "depo-diagnostics",
        "version": 1,
        "at_ms": clock::now_ms(),
        "zone": clock::zone_name(),
        "program": env!("CARGO_PKG_VERSION"),
        "fold": VIEW_SCHEMA,
        "leads": desk::role() == desk::Role::Leading,
        "storage": {
            "usage_bytes": figures.health.usage_bytes,
            "quota_bytes": figures.health.quota_bytes,
            "persisted": figures.health.persisted,
            "perhaps_private": figures.health.perhaps_private,
            "tables": tables,
        },
        "queue": {
            "tail_commits": figures.waiting.tail_commits,
            "tail_bytes": figures.waiting.tail_bytes,
            "last_trouble": figures.waiting.last_trouble,
        },
        "commands": figures.timings.map(|timings| json!({
            "count": timings.count,
            "p50_ms": timings.p50_ms,
            "p99_ms": timings.p99_ms,
        })),
        "state": state,
        "errors": own,
        "page_errors": of_page,
    })
}

/// Hands the file to the browser.
pub(super) async fn save() -> Result<(), PortalError> {
    let figures = look().await?;
    let text = serde_json::to_vec_pretty(&untrack(|| document(&figures))).map_err(|error| {
        PortalError::Codec(crate::journal::CodecError::Malformed(error.to_string()))
    })?;
    let name = format!("depo-diagnostics-{}.json", super::files::today());
    files::save(&name, "application/json", &text).map_err(super::files::file_error)
}
