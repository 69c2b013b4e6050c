//! How this device does, and what went wrong on it since the page was loaded.

use leptos::prelude::*;

use super::storage::table_name;
use super::support_file::{self, Figures};
use crate::browser::errors::{self, PageError};
use crate::browser::intl;
use crate::screens::desk;
use crate::ui::components::{
    Button, EmptyState, IconName, KeyValue, KeyValueList, PageHeader, Skeleton, Timeline,
    TimelineEntry,
};
use crate::ui::feedback::{RecordedProblem, Tone, problems, spawn_reported};
use crate::ui::locale::{Text, locale_tag, t, text};

/// Figures of this device, and the errors of this session.
#[component]
pub fn Diagnostics() -> impl IntoView {
    let early = errors::all();
    let recorded = problems();
    let entries = Signal::derive(move || {
        let own = recorded.get().into_iter().rev().map(own_entry);
        let of_page = early.clone().into_iter().map(page_entry);
        damage_entries()
            .into_iter()
            .chain(own)
            .chain(of_page)
            .collect::<Vec<_>>()
    });
    let nothing = move || entries.with(Vec::is_empty);
    view! {
        <PageHeader title=t!(diagnostics_title) summary=t!(diagnostics_summary)>
            <Button
                attr:data-test="save-diagnostics"
                label=t!(diagnostics_save)
                icon=IconName::Download
                on_press=|()| {
                    spawn_reported(support_file::save())
                }
            />
        </PageHeader>
        <FiguresOfDevice />
        <h2 class="diagnostics-errors">{t!(diagnostics_errors)}</h2>
        <Show
            when=nothing
            fallback=move || view! { <Timeline label=t!(diagnostics_title) entries /> }
        >
            <EmptyState
                title=t!(diagnostics_empty_title)
                text=t!(diagnostics_empty_text)
                icon=IconName::Check
            />
        </Show>
    }
}

/// Storage, queue and timings, as they are when the page is opened.
#[component]
fn FiguresOfDevice() -> impl IntoView {
    let figures = ArcRwSignal::new(None::<Figures>);
    let found = figures.clone();
    spawn_reported(async move {
        let look = support_file::look().await;
        found.set(Some(look.map_err(|error| desk::problem(&error))?));
        Ok(())
    });
    move || match figures.get() {
        None => view! { <Skeleton lines=5 /> }.into_any(),
        Some(figures) => view! { <Told figures /> }.into_any(),
    }
}

fn bytes(count: Option<u64>) -> Text {
    Text::computed(move || {
        count.map_or_else(
            || text!(workspace_storage_untold),
            |count| intl::bytes(count, &locale_tag()),
        )
    })
}

#[component]
fn Told(figures: Figures) -> impl IntoView {
    let Figures {
        health,
        tables,
        timings,
        opened,
    } = figures;
    let commands = match timings {
        None => t!(diagnostics_no_commands),
        Some(timings) => {
            let tenth = |ms: f64| (ms * 10.0).round() / 10.0;
            let (p50, p99) = (tenth(timings.p50_ms), tenth(timings.p99_ms));
            t!(diagnostics_timings, n = timings.count, p50 = p50, p99 = p99)
        }
    };
    let opened = opened.map(|opened| {
        let took = opened.took_ms.round();
        match opened.by_view {
            true => t!(diagnostics_opened_by_view, ms = took),
            false => t!(diagnostics_opened_by_facts, ms = took),
        }
    });
    view! {
        <section class="section" data-test="figures" aria-label=t!(diagnostics_figures)>
            <KeyValueList>
                <KeyValue label=t!(diagnostics_commands)>{commands}</KeyValue>
                {opened
                    .map(|opened| {
                        view! { <KeyValue label=t!(diagnostics_opening)>{opened}</KeyValue> }
                    })}
                <KeyValue label=t!(workspace_storage_usage)>{bytes(health.usage_bytes)}</KeyValue>
                <KeyValue label=t!(workspace_storage_quota)>{bytes(health.quota_bytes)}</KeyValue>
                {tables
                    .into_iter()
                    .map(|table| {
                        let words = Text::computed(move || {
                            let size = intl::bytes(table.bytes, &locale_tag());
                            text!(diagnostics_rows, n = table.rows, size = size)
                        });
                        view! { <KeyValue label=table_name(table.table)>{words}</KeyValue> }
                    })
                    .collect_view()}
            </KeyValueList>
        </section>
    }
}

/// What of the store cannot be read: it lasts until a copy has brought it back.
fn damage_entries() -> Vec<TimelineEntry> {
    desk::read(desk::ALL, |_| ());
    let damage = desk::workspace().map_or_else(Vec::new, |workspace| workspace.damage());
    let entry = |damage| TimelineEntry {
        time: t!(diagnostics_at_opening),
        text: desk::damage_words(damage),
        detail: None,
        tone: Tone::Wrong,
        icon: IconName::Warning,
    };
    damage.into_iter().map(entry).collect()
}

fn own_entry(record: RecordedProblem) -> TimelineEntry {
    let RecordedProblem {
        problem,
        at_ms,
        times,
    } = record;
    let code = problem.code;
    TimelineEntry {
        time: Text::computed(move || intl::date_time(at_ms as i64, &locale_tag())),
        text: problem.text,
        detail: Some(Text::computed(move || {
            text!(diagnostics_detail, n = times, code = code)
        })),
        tone: Tone::Wrong,
        icon: IconName::Warning,
    }
}

fn page_entry(error: PageError) -> TimelineEntry {
    let PageError {
        kind,
        message,
        place,
        time,
    } = error;
    TimelineEntry {
        time: time.into(),
        text: message.into(),
        detail: Some(format!("{kind} {place}").into()),
        tone: Tone::Wrong,
        icon: IconName::Warning,
    }
}
