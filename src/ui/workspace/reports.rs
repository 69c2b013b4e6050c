//! The reports as CSV files.

use super::files::{file_error, push, today};
use super::task::{Task, TaskProgress};
use crate::browser::files::Download;
use crate::exchange::csv_out::{CsvOptions, Delimiter};
use crate::portal::{PortalError, Report};
use crate::ui::components::{Button, Checkbox, IconName};
use crate::ui::desk;
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

fn label(report: Report) -> Text {
    match report {
        Report::Orders => t!(exports_orders),
        Report::Stock => t!(exports_stock),
        Report::Shipments => t!(exports_shipments),
        Report::Movements => t!(exports_movements),
    }
}

fn hint(report: Report) -> Text {
    match report {
        Report::Orders => t!(exports_orders_hint),
        Report::Stock => t!(exports_stock_hint),
        Report::Shipments => t!(exports_shipments_hint),
        Report::Movements => t!(exports_movements_hint),
    }
}

/// The section.
#[component]
pub(super) fn ReportsSection() -> impl IntoView {
    let task = Task::new();
    let semicolon = RwSignal::new(false);
    let busy = {
        let task = task.clone();
        Signal::derive(move || task.is_busy())
    };
    let lines = Report::ALL.map(|report| {
        let task = task.clone();
        let start = move |()| {
            let delimiter = if semicolon.get_untracked() {
                Delimiter::Semicolon
            } else {
                Delimiter::Comma
            };
            task.start(move |pace| async move { save(report, delimiter, &pace).await });
        };
        view! {
            <div class="report">
                <Button
                    attr:data-test=format!("report-{}", report.code())
                    label=label(report)
                    icon=IconName::Download
                    disabled=busy
                    on_press=start
                />
                <p class="quiet-text">{hint(report)}</p>
            </div>
        }
    });
    view! {
        <section class="section" aria-labelledby="reports-title">
            <h2 id="reports-title">{t!(exports_title)}</h2>
            <p class="prose">{t!(exports_text)}</p>
            <Checkbox label=t!(exports_semicolon) hint=t!(exports_semicolon_hint) checked=semicolon />
            <div class="reports">{lines.into_iter().collect_view()}</div>
            <TaskProgress task label=t!(exports_going) />
        </section>
    }
}

async fn save(
    report: Report,
    delimiter: Delimiter,
    pace: &desk::ScreenPace,
) -> Result<(), PortalError> {
    let portal = desk::portal().ok_or(PortalError::NotLeading)?;
    let mut download = Download::new();
    let options = CsvOptions {
        delimiter,
        ..CsvOptions::default()
    };
    let rows = portal
        .report(report, options, pace, |part| push(&mut download, &part))
        .await?;
    let name = format!("depo-{}-{}.csv", report.code(), today());
    download.save(&name, "text/csv").map_err(file_error)?;
    toast(Tone::Good, t!(exports_saved, n = rows));
    Ok(())
}
