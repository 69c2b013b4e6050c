//! What a hold is placed with: the same fields for one order and for many.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use crate::browser::clock;
use crate::domain::reason::HoldKind;
use crate::domain::text::Words;
use crate::ui::components::{Draft, Select, TextInput};
use crate::ui::locale::{Text, t};
use crate::ui::refusals::text_error;
use crate::ui::trade;

const MINUTE_MS: i64 = 60_000;

/// What was entered.
#[derive(Clone, Copy)]
pub(super) struct HoldFields {
    kind: RwSignal<String>,
    words: RwSignal<String>,
    until: RwSignal<String>,
}

impl HoldFields {
    /// Empty fields.
    pub fn new() -> Self {
        Self::with(|_, proposed| RwSignal::new(proposed))
    }

    /// Fields that keep what was typed through a reload.
    pub fn kept(draft: Draft) -> Self {
        Self::with(|name, proposed| draft.text(name, proposed))
    }

    fn with(field: impl Fn(&'static str, String) -> RwSignal<String>) -> Self {
        HoldFields {
            kind: field("kind", HoldKind::Operator.code().to_owned()),
            words: field("words", String::new()),
            until: field("until", String::new()),
        }
    }

    /// Why; followed.
    pub fn kind(&self) -> HoldKind {
        HoldKind::from_code(&self.kind.get()).unwrap_or(HoldKind::Operator)
    }

    /// The note, if there is one that can be kept.
    pub fn words(&self) -> Option<Words> {
        Words::new(&self.words.get_untracked()).ok()
    }

    /// When the hold ends by itself, in milliseconds since 1970 UTC.
    pub fn until_ms(&self) -> Option<i64> {
        local_ms(&self.until.get_untracked())
    }
}

/// The moment that a clock on the wall here shows as `2026-11-22T14:30`, in milliseconds since 1970 UTC.
fn local_ms(typed: &str) -> Option<i64> {
    let civil = NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M").ok()?;
    let as_utc = civil.and_utc().timestamp_millis();
    Some(as_utc - i64::from(clock::zone_offset_minutes(as_utc)) * MINUTE_MS)
}

/// The fields.
#[component]
pub(super) fn HoldForm(fields: HoldFields) -> impl IntoView {
    let kinds: Vec<(String, Text)> = HoldKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), trade::hold_kind(*kind)))
        .collect();
    let check = Callback::new(|typed: String| match Words::new(&typed) {
        Err(error) if !typed.trim().is_empty() => Some(text_error(error)),
        _ => None,
    });
    view! {
        <Select label=t!(orders_hold_kind) value=fields.kind options=Signal::stored(kinds) />
        <TextInput label=t!(orders_hold_words) value=fields.words check />
        <TextInput label=t!(orders_hold_until) value=fields.until kind="datetime-local" />
    }
}
