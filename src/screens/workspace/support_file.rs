//! What the diagnostics page shows, as a file for support. It holds no goods, no names, no orders: only figures, and
//! the errors as they were said.

use super::files::{file_error, made_wrong};
use super::storage::{TableSize, table_sizes};
use crate::browser::{clock, errors, files, storage_health};
use crate::screens::desk;
use crate::site::SiteError;
use crate::ui::feedback::{Problem, problems};
use leptos::prelude::*;
use serde_json::{Value, json};

/// What is told of this device.
#[derive(Clone, PartialEq)]
pub(super) struct Figures {
    pub(super) health: storage_health::Health,
    pub(super) tables: Vec<TableSize>,
    pub(super) timings: Option<desk::Timings>,
    pub(super) opened: Option<desk::Opening>,
}

/// Looks at storage and timings.
pub(super) async fn look() -> Result<Figures, SiteError> {
    let tables = match table_sizes().await {
        Err(SiteError::Empty) => Vec::new(),
        tables => tables?,
    };
    Ok(Figures {
        health: storage_health::health().await,
        tables,
        timings: desk::timings(),
        opened: desk::opened(),
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
    let state = desk::peek(|at| {
        let (commits, streams) = (at.held.len(), at.history.heads().len());
        json!({
            "orders": at.state.orders().count(),
            "items": at.state.items().count(),
            "locations": at.state.locations().count(),
            "operators": at.state.operators().count(),
            "commits": commits,
            "streams": streams,
            "forks": at.history.forks().len(),
            "newer_facts": at.state.newer().count(),
            "personal_rows": at.personal.len(),
            "personal_rows_unread": at.personal.unread(),
        })
    });
    json!({
        "format": "depo-diagnostics",
        "version": 2,
        "at_ms": clock::now_ms(),
        "zone": clock::zone_name(),
        "program": env!("CARGO_PKG_VERSION"),
        "leads": desk::role() == desk::Role::Leading,
        "storage": {
            "usage_bytes": figures.health.usage_bytes,
            "quota_bytes": figures.health.quota_bytes,
            "persisted": figures.health.persisted,
            "perhaps_private": figures.health.perhaps_private,
            "tables": tables,
        },
        "opening": figures.opened.map(|opened| json!({
            "took_ms": opened.took_ms,
            "by_view": opened.by_view,
        })),
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
pub(super) async fn save() -> Result<(), Problem> {
    let figures = look().await.map_err(|error| desk::problem(&error))?;
    let text = serde_json::to_vec_pretty(&untrack(|| document(&figures))).map_err(made_wrong)?;
    let name = format!("depo-diagnostics-{}.json", super::files::today());
    files::save(&name, "application/json", &text).map_err(file_error)
}
