//! The imports that were, read off the facts: the same on every device.

use super::count;
use crate::browser::intl;
use crate::intake::history::{PastFile, past_files};
use crate::limits::IMPORT_HISTORY_MAX;
use crate::screens::desk::{self, Area};
use crate::ui::components::{IconName, Timeline, TimelineEntry};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t, text};
use leptos::prelude::*;

fn entry(past: PastFile) -> TimelineEntry {
    let name = match &past.name {
        Some(name) => Text::from(name.clone()),
        None => t!(imports_history_unnamed),
    };
    let at_ms = past.at_ms;
    TimelineEntry {
        time: Text::computed(move || intl::date_time(at_ms, &locale_tag())),
        text: name,
        detail: Some(Text::computed(move || {
            if past.orders + past.words == 0 {
                return text!(imports_history_stock, units = count(past.units));
            }
            let (orders, lines) = (count(past.orders), count(past.lines));
            let words = count(past.words);
            text!(
                imports_history_orders,
                orders = orders,
                lines = lines,
                words = words
            )
        })),
        tone: Tone::Neutral,
        icon: IconName::Document,
    }
}

/// The list, newest first; nothing while there is none.
#[component]
pub(super) fn History() -> impl IntoView {
    let past = Memo::new(|_| {
        desk::read(&[Area::Orders, Area::Stock], |at| {
            past_files(at, IMPORT_HISTORY_MAX)
        })
    });
    let entries = Signal::derive(move || past.get().into_iter().map(entry).collect::<Vec<_>>());
    view! {
        <Show when=move || !past.with(Vec::is_empty)>
            <section class="section" data-test="import-history">
                <h2>{t!(imports_history)}</h2>
                <Timeline label=t!(imports_history) entries />
            </section>
        </Show>
    }
}
