//! The imports of this device, as a short list. The facts themselves stand in the journal, with the file and row of
//! every record; this is only for looking back, so it is kept with the preferences.

use super::work::Outcome;
use super::{count, value};
use crate::browser::{clock, intl, preferences};
use crate::limits::IMPORT_HISTORY_MAX;
use crate::ui::components::{IconName, Timeline, TimelineEntry};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t, text};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

const NAME: &str = "imports";

/// One import.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Past {
    at_ms: i64,
    files: Vec<String>,
    orders: u64,
    lines: u64,
    /// In ten-thousandths of a pound.
    value: i64,
    units: u64,
}

thread_local! {
    static PAST: ArcRwSignal<Vec<Past>> = ArcRwSignal::new(read());
}

fn read() -> Vec<Past> {
    let kept = preferences::read(NAME);
    // A list that cannot be read is one that another version wrote: it begins anew.
    kept.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Remembers an import.
pub(super) fn note(outcome: &Outcome) {
    let total = outcome.orders.as_ref().map(|report| report.total());
    let orders = outcome
        .orders
        .as_ref()
        .map_or(0, |report| report.orders.new.records);
    let past = Past {
        at_ms: clock::now_ms(),
        files: outcome.names.clone(),
        orders,
        lines: total.map_or(0, |total| total.lines),
        value: total.map_or(0, |total| i64::try_from(total.value).unwrap_or(i64::MAX)),
        units: outcome.stock.as_ref().map_or(0, |report| report.units_new),
    };
    PAST.with(Clone::clone).update(|list| {
        list.insert(0, past);
        list.truncate(IMPORT_HISTORY_MAX);
        if let Ok(text) = serde_json::to_string(list) {
            preferences::write(NAME, &text);
        }
    });
}

fn entry(past: Past) -> TimelineEntry {
    let name = match past.files.as_slice() {
        [] => Text::from(""),
        [one] => Text::from(one.clone()),
        [first, rest @ ..] => {
            let (first, more) = (first.clone(), rest.len() as u64);
            t!(imports_history_more, first = first, more = count(more))
        }
    };
    let at_ms = past.at_ms;
    TimelineEntry {
        time: Text::computed(move || intl::date_time(at_ms, &locale_tag())),
        text: name,
        detail: Some(Text::computed(move || {
            if past.lines == 0 && past.units > 0 {
                return text!(imports_history_stock, units = count(past.units));
            }
            let (orders, lines) = (count(past.orders), count(past.lines));
            let value = value(i128::from(past.value));
            text!(
                imports_history_entry,
                orders = orders,
                lines = lines,
                value = value
            )
        })),
        tone: Tone::Neutral,
        icon: IconName::Document,
    }
}

/// The list, newest first; nothing while there is none.
#[component]
pub(super) fn History() -> impl IntoView {
    let past = PAST.with(Clone::clone);
    let is_empty = {
        let past = past.clone();
        Memo::new(move |_| past.with(Vec::is_empty))
    };
    let entries = Signal::derive(move || past.get().into_iter().map(entry).collect::<Vec<_>>());
    view! {
        <Show when=move || !is_empty.get()>
            <section class="section">
                <h2>{t!(imports_history)}</h2>
                <Timeline label=t!(imports_history) entries />
            </section>
        </Show>
    }
}
