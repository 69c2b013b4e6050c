//! The reports as CSV or JSON files.

use super::files::{file_error, push, today};
use super::task::{Ended, Task, TaskProgress};
use crate::browser::files::Download;
use crate::exchange::csv_out::{CsvOptions, Delimiter};
use crate::screens::desk;
use crate::site::SiteError;
use crate::ui::components::{Button, Checkbox, IconName, Select};
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::{Text, t, text};
use crate::view::reports::{Format, Report, Withheld, Writing};
use leptos::prelude::*;

const JSON: &str = "json";
const CSV: &str = "csv";

fn label(report: Report) -> Text {
    match report {
        Report::Orders => t!(exports_orders),
        Report::Stock => t!(exports_stock),
        Report::Shipments => t!(exports_shipments),
        Report::Movements => t!(exports_movements),
        Report::Items => t!(exports_items),
        Report::Locations => t!(exports_locations),
        Report::Partners => t!(exports_partners),
        Report::Channels => t!(exports_channels),
        Report::Returns => t!(exports_returns),
        Report::Payments => t!(exports_payments),
        Report::Answers => t!(exports_answers),
        Report::Facts => t!(exports_facts),
    }
}

fn hint(report: Report) -> Text {
    match report {
        Report::Orders => t!(exports_orders_hint),
        Report::Stock => t!(exports_stock_hint),
        Report::Shipments => t!(exports_shipments_hint),
        Report::Movements => t!(exports_movements_hint),
        Report::Items => t!(exports_items_hint),
        Report::Locations => t!(exports_locations_hint),
        Report::Partners => t!(exports_partners_hint),
        Report::Channels => t!(exports_channels_hint),
        Report::Returns => t!(exports_returns_hint),
        Report::Payments => t!(exports_payments_hint),
        Report::Answers => t!(exports_answers_hint),
        Report::Facts => t!(exports_facts_hint),
    }
}

/// The section.
#[component]
pub(super) fn ReportsSection() -> impl IntoView {
    let task = Task::new();
    let semicolon = RwSignal::new(false);
    let format = RwSignal::new(CSV.to_owned());
    let formats = Signal::derive(|| {
        vec![
            (CSV.to_owned(), t!(exports_format_csv)),
            (JSON.to_owned(), t!(exports_format_json)),
        ]
    });
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
            let format = match format.get_untracked().as_str() {
                JSON => Format::Json,
                _ => Format::Csv(CsvOptions {
                    delimiter,
                    ..CsvOptions::default()
                }),
            };
            task.start(move |pace| async move { save(report, format, &pace).await });
        };
        let columns: Vec<&str> = report.columns().iter().map(|column| column.name).collect();
        let columns = columns.join(", ");
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
                <details>
                    <summary>{t!(exports_columns, n = report.columns().len())}</summary>
                    <p class="code" translate="no">{columns}</p>
                </details>
            </div>
        }
    });
    view! {
        <section class="section" aria-labelledby="reports-title">
            <h2 id="reports-title">{t!(exports_title)}</h2>
            <p class="prose">{t!(exports_text)}</p>
            <div class="import-terms">
                <Select label=t!(exports_format) value=format options=formats />
            </div>
            <Show when=move || format.get() == CSV>
                <Checkbox
                    label=t!(exports_semicolon)
                    hint=t!(exports_semicolon_hint)
                    checked=semicolon
                />
            </Show>
            <div class="reports">{lines.into_iter().collect_view()}</div>
            <TaskProgress task label=t!(exports_going) />
        </section>
    }
}

async fn save(report: Report, format: Format, pace: &desk::ScreenPace) -> Result<(), Ended> {
    let workspace = desk::workspace().ok_or(SiteError::Empty)?;
    let mut download = Download::new();
    let withheld = Withheld {
        erased: text!(privacy_erased),
        restricted: text!(privacy_restricted),
    };
    let begun = workspace.read(|at| Writing::begin(report, format, at));
    let mut writing = begun.with_words(withheld);
    while let Some(part) = workspace.read(|at| writing.step(at)) {
        push(&mut download, &part)?;
        let (done, total) = writing.progress();
        if !pace.pause(done, total).await {
            return Err(Ended::Stopped);
        }
    }
    let rows = writing.rows();
    let ending = format.ending();
    let name = format!("depo-{}-{}.{ending}", report.code(), today());
    let media = match format {
        Format::Csv(_) => "text/csv",
        Format::Json => "application/json",
    };
    download.save(&name, media).map_err(file_error)?;
    toast(Tone::Good, t!(exports_saved, n = rows));
    Ok(())
}
