//! The record of erasures: what was ordered, by whom, why, and how it stands. Never what was erased.

use super::words;
use crate::screens::desk::{self, ALL};
use crate::screens::words as trade_words;
use crate::trade::id::ErasureId;
use crate::trade::personal::commands::PersonalCommand;
use crate::trade::personal::erasures::ErasureStatus;
use crate::ui::components::{Button, ButtonKind, IconName, StatusBadge};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::href;
use crate::ui::routes::Route;
use crate::view::person::{Erased, erasures};
use leptos::prelude::*;

/// How many of the record stand on the page.
const SHOWN_MAX: usize = 100;

/// The record.
#[component]
pub(super) fn Record() -> impl IntoView {
    let all = Memo::new(|_| desk::read(ALL, erasures));
    view! {
        <section class="section" aria-labelledby="record-title">
            <h2 id="record-title">{t!(privacy_record_title)}</h2>
            <p class="prose">{t!(privacy_record_text)}</p>
            <p class="quiet-text">{move || text!(privacy_record_count, n = all.with(Vec::len))}</p>
            <ul class="cards" data-test="erasures">
                {move || all.get().into_iter().take(SHOWN_MAX).map(card).collect_view()}
            </ul>
        </section>
    }
}

fn tone(status: ErasureStatus) -> Tone {
    match status {
        ErasureStatus::Ordered => Tone::Attention,
        ErasureStatus::Revoked => Tone::Neutral,
        ErasureStatus::Executed => Tone::Good,
        ErasureStatus::RevokedTooLate => Tone::Wrong,
    }
}

fn call_off(ids: Vec<ErasureId>) {
    spawn_reported(async move {
        for erasure in ids {
            let command = PersonalCommand::RevokeErasure { erasure };
            desk::run(command)
                .await
                .map_err(|error| desk::problem(&error))?;
        }
        toast(Tone::Good, t!(privacy_called_off));
        Ok(())
    });
}

fn card(one: Erased) -> AnyView {
    let orders = one
        .orders
        .iter()
        .map(|(number, address)| {
            let to = href(&Route::Order(address.clone()));
            view! { <a class="code" href=to>{number.clone()}</a> }
        })
        .collect_view();
    let (ordered_ms, by) = (one.ordered_ms, one.by.clone().unwrap_or_default());
    let when = Text::computed(move || {
        text!(
            privacy_record_ordered,
            when = trade_words::moment(ordered_ms),
            who = by.as_str()
        )
    });
    let executed = one.executed_ms.map(|ms| {
        Text::computed(move || text!(privacy_record_executed, when = trade_words::moment(ms)))
    });
    let waits = (one.status == ErasureStatus::Ordered).then_some(one.from_ms);
    let ids = one.ids;
    view! {
        <li class="card" data-test="erasure">
            <div class="row apart">
                <StatusBadge tone=tone(one.status) label=words::status(one.status) />
                <span class="quiet-text">{words::cause(&one.cause)}</span>
            </div>
            <p>{when}</p>
            {executed.map(|executed| view! { <p>{executed}</p> })}
            <p class="row">{orders}</p>
            {waits
                .map(|ms| {
                    view! {
                        <p class="quiet-text">
                            {move || text!(privacy_record_from, when = trade_words::moment(ms))}
                        </p>
                        <div class="actions">
                            <Button
                                label=t!(privacy_call_off)
                                kind=ButtonKind::Secondary
                                icon=IconName::Undo
                                on_press=move |()| call_off(ids.clone())
                                attr:data-test="call-off"
                            />
                        </div>
                    }
                })}
        </li>
    }
    .into_any()
}
