//! What has reached the age at which its channel erases it: proposed with its list, done with one press.

use super::{steps, words};
use crate::browser::intl;
use crate::screens::desk::{self, ALL};
use crate::trade::id::OrderId;
use crate::trade::personal::ErasureCause;
use crate::ui::components::{ButtonKind, ButtonLink, ConfirmButton, IconName};
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::navigation::href;
use crate::ui::routes::Route;
use crate::view::person::{Due, Outlook, outlook};
use leptos::prelude::*;

/// How many orders of a list stand on the page.
const SHOWN_MAX: usize = 100;

/// What is due, kept and to come.
#[component]
pub(super) fn Proposals() -> impl IntoView {
    let all: Memo<Outlook> = Memo::new(|_| desk::read(ALL, |at| outlook(at, desk::now_ms())));
    let busy = RwSignal::new(false);
    let erase_all = move |()| {
        let orders: Vec<OrderId> =
            all.with_untracked(|all| all.due.iter().map(|due| due.order.clone()).collect());
        steps::erase(orders, ErasureCause::Age, busy);
    };
    let count = Memo::new(move |_| all.with(|all| all.due.len()));
    view! {
        <section class="section" aria-labelledby="due-title">
            <h2 id="due-title">{t!(privacy_due_title)}</h2>
            <p class="prose">{t!(privacy_due_text)}</p>
            <p data-test="due-count" data-count=move || count.get().to_string()>
                {move || text!(privacy_due, n = count.get())}
            </p>
            <ul class="plain-list loose-list" data-test="due">
                {move || all.with(|all| all.due.iter().take(SHOWN_MAX).map(due).collect_view())}
            </ul>
            <div class="actions">
                <Show when=move || { count.get() > 0 }>
                    <ConfirmButton
                        label=t!(privacy_due_erase, n = count.get())
                        text=t!(privacy_erase_means)
                        kind=ButtonKind::Primary
                        icon=IconName::Trash
                        name="erase-due"
                        on_confirm=erase_all
                    />
                </Show>
                <ButtonLink to=Route::Channels label=t!(privacy_policies) kind=ButtonKind::Secondary />
            </div>
            {move || all.with(kept)}
            {move || all.with(next)}
            {move || {
                let n = all.with(|all| all.unknown);
                (n > 0).then(|| view! { <p class="quiet-text">{t!(privacy_unknown, n = n)}</p> })
            }}
        </section>
    }
}

fn due(one: &Due) -> AnyView {
    let to = href(&Route::DataSubject("order".to_owned(), one.address.clone()));
    let ms = one.due_ms;
    view! {
        <li class="row">
            <a class="code" href=to>{one.number.clone()}</a>
            <span class="quiet-text">{one.channel.clone()}</span>
            <span class="quiet-text">
                {move || text!(privacy_due_since, day = intl::date(ms, &locale_tag()))}
            </span>
        </li>
    }
    .into_any()
}

fn kept(all: &Outlook) -> Option<AnyView> {
    if all.kept.is_empty() {
        return None;
    }
    let reason = |block| desk::peek(|at| words::block(at, block));
    let lines: Vec<(String, String, Text)> = all
        .kept
        .iter()
        .take(SHOWN_MAX)
        .map(|(due, block)| (due.number.clone(), due.address.clone(), reason(block)))
        .collect();
    let n = all.kept.len();
    Some(
        view! {
            <details>
                <summary>{t!(privacy_kept, n = n)}</summary>
                <ul class="plain-list loose-list" data-test="kept">
                    {lines
                        .into_iter()
                        .map(|(number, address, why)| {
                            let to = href(&Route::Order(address));
                            view! {
                                <li class="row">
                                    <a class="code" href=to>{number}</a>
                                    <span>{why}</span>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </details>
        }
        .into_any(),
    )
}

fn next(all: &Outlook) -> Option<AnyView> {
    if all.next.is_empty() {
        return None;
    }
    let n = all.next.len();
    let lines = all
        .next
        .iter()
        .take(SHOWN_MAX)
        .map(next_line)
        .collect_view();
    Some(
        view! {
            <details>
                <summary>{t!(privacy_next, n = n)}</summary>
                <ul class="plain-list loose-list" data-test="due-next">{lines}</ul>
            </details>
        }
        .into_any(),
    )
}

fn next_line(one: &Due) -> AnyView {
    let to = href(&Route::Order(one.address.clone()));
    let ms = one.due_ms;
    view! {
        <li class="row">
            <a class="code" href=to>{one.number.clone()}</a>
            <span class="quiet-text">{one.channel.clone()}</span>
            <span class="quiet-text">
                {move || text!(privacy_next_on, day = intl::date(ms, &locale_tag()))}
            </span>
        </li>
    }
    .into_any()
}
