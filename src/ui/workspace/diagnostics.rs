//! What went wrong on this device since the page was loaded.

use leptos::prelude::*;

use crate::browser::errors::{self, PageError};
use crate::browser::intl;
use crate::ui::components::{EmptyState, IconName, PageHeader, Timeline, TimelineEntry};
use crate::ui::feedback::{RecordedProblem, Tone, problems};
use crate::ui::locale::{Text, locale_tag, t, text};

/// The list of errors of this session.
#[component]
pub fn Diagnostics() -> impl IntoView {
    let early = errors::all();
    let recorded = problems();
    let entries = Signal::derive(move || {
        let own = recorded.get().into_iter().rev().map(own_entry);
        let of_page = early.clone().into_iter().map(page_entry);
        own.chain(of_page).collect::<Vec<_>>()
    });
    let nothing = move || entries.with(Vec::is_empty);
    view! {
        <PageHeader title=t!(diagnostics_title) summary=t!(diagnostics_summary) />
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
