//! Things read from top to bottom: pairs of name and value, a timeline, keys of the keyboard.

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use crate::ui::feedback::Tone;
use crate::ui::locale::Text;

/// A list of [`KeyValue`]s.
#[component]
pub fn KeyValueList(
    /// The pairs.
    children: Children,
) -> impl IntoView {
    view! { <dl class="key-values">{children()}</dl> }
}

/// A name and its value.
#[component]
pub fn KeyValue(
    /// The name.
    #[prop(into)]
    label: Text,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="key-value">
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// One fact of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// When, as the clock shows it.
    pub time: Text,
    /// What happened, a sentence: "Ana packed parcel 2."
    pub text: Text,
    /// More of it: a reason, a note.
    pub detail: Option<Text>,
    /// What it means.
    pub tone: Tone,
    /// Its symbol.
    pub icon: IconName,
}

/// The facts of a thing, in the order they are given.
#[component]
pub fn Timeline(
    /// What the facts are of, for screen readers.
    #[prop(into)]
    label: Text,
    /// The facts.
    #[prop(into)]
    entries: Signal<Vec<TimelineEntry>>,
) -> impl IntoView {
    view! {
        <ol class="timeline" aria-label=label>
            {move || {
                entries
                    .get()
                    .into_iter()
                    .map(|entry| {
                        view! {
                            <li class=format!("timeline-entry {}", entry.tone.class())>
                                <Icon name=entry.icon />
                                <div>
                                    <p>{entry.text}</p>
                                    {entry.detail.map(|detail| view! { <p class="timeline-detail">{detail}</p> })}
                                </div>
                                <span class="timeline-time">{entry.time}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ol>
    }
}

/// A key, or several pressed together (`Ctrl+K`) or one after another (`g o`).
#[component]
pub fn Kbd(
    /// The keys, as they stand in the table of commands.
    #[prop(into)]
    keys: String,
) -> impl IntoView {
    let parts: Vec<String> = keys.split([' ', '+']).map(str::to_owned).collect();
    view! {
        <span class="keys">
            {parts.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view()}
        </span>
    }
}
