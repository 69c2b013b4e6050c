//! What a hold is placed with: the same fields for one order and for many.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use super::form::words_check;
use crate::browser::clock;
use crate::screens::{desk, words};
use crate::trade::id::OrderId;
use crate::trade::orders::HoldKind;
use crate::trade::orders::commands::{HeldOrder, OrderCommand};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Content, Written};
use crate::trade::quantity::Instant;
use crate::trade::text::Words;
use crate::ui::components::{Draft, Select, TextInput};
use crate::ui::feedback::Problem;
use crate::ui::locale::{Text, t};

const MINUTE_MS: i64 = 60_000;

const KINDS: [(&str, HoldKind); 7] = [
    ("operator", HoldKind::Operator),
    ("fraud", HoldKind::Fraud),
    ("address", HoldKind::Address),
    ("payment", HoldKind::Payment),
    ("client", HoldKind::Client),
    ("stock", HoldKind::Stock),
    ("date", HoldKind::Date),
];

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
            kind: field("kind", "operator".to_owned()),
            words: field("words", String::new()),
            until: field("until", String::new()),
        }
    }

    /// Chooses why.
    pub fn set_kind(&self, kind: &HoldKind) {
        if let Some((name, _)) = KINDS.iter().find(|(_, of)| of == kind) {
            self.kind.set((*name).to_owned());
        }
    }

    /// Why; followed.
    pub fn kind(&self) -> HoldKind {
        let typed = self.kind.get();
        let found = KINDS.into_iter().find(|(code, _)| *code == typed);
        found.map_or(HoldKind::Operator, |(_, kind)| kind)
    }

    /// The command that holds orders, with the rows that it names: each order has a note of its own, so that one can be
    /// erased.
    ///
    /// # Errors
    /// Where the browser has no randomness.
    pub fn command(&self, orders: &[OrderId]) -> Result<(OrderCommand, Vec<Written>), Problem> {
        let note = Words::new(&self.words.get_untracked()).ok();
        let mut rows = Vec::new();
        let mut held = Vec::new();
        for order in orders {
            let mut own = Vec::new();
            if let Some(note) = &note {
                let row = desk::row(Slot::Note, Content::Text(note.clone()))?;
                own.push(row.row());
                rows.push(row);
            }
            held.push(HeldOrder {
                order: order.clone(),
                rows: own,
            });
        }
        let command = OrderCommand::PlaceHold {
            orders: held,
            kind: untrack(|| self.kind()),
            until: local_ms(&self.until.get_untracked()).map(|ms| Instant { ms }),
        };
        Ok((command, rows))
    }
}

/// The moment that a clock on the wall here shows as `2026-11-22T14:30`, in milliseconds since 1970 UTC.
pub(in crate::screens) fn local_ms(typed: &str) -> Option<i64> {
    let civil = NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M").ok()?;
    let as_utc = civil.and_utc().timestamp_millis();
    Some(as_utc - i64::from(clock::zone_offset_minutes(as_utc)) * MINUTE_MS)
}

/// The fields.
#[component]
pub(super) fn HoldForm(fields: HoldFields) -> impl IntoView {
    let kinds: Vec<(String, Text)> = KINDS
        .iter()
        .map(|(code, kind)| ((*code).to_owned(), words::hold_kind(kind)))
        .collect();
    view! {
        <Select label=t!(orders_hold_kind) value=fields.kind options=Signal::stored(kinds) />
        <TextInput label=t!(orders_hold_words) value=fields.words check=words_check(true) />
        <TextInput label=t!(orders_hold_until) value=fields.until kind="datetime-local" />
    }
}
