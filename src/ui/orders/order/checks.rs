//! What keeps an order from being worked: findings, holds; and entries that contradict its history.

use leptos::prelude::*;

use super::form::{Form, FormActions, Shown};
use crate::browser::clock;
use crate::domain::Command;
use crate::domain::order::{Hold, Order};
use crate::domain::text::OrderId;
use crate::ui::components::{Button, ButtonKind, Dialog, IconName, Notice, StatusBadge};
use crate::ui::desk;
use crate::ui::feedback::{Tone, toast_with};
use crate::ui::locale::{t, text};
use crate::ui::orders::hold_form::{HoldFields, HoldForm};
use crate::ui::orders::verification::let_pass;
use crate::ui::trade;

/// Findings, holds and irregular entries; nothing where there are none.
#[component]
pub(super) fn Checks(order: Shown) -> impl IntoView {
    view! {
        {move || order.with(|order| findings(order))}
        {move || order.with(|order| holds(order))}
        {move || order.with(|order| anomalies(order))}
        {move || {
            order
                .with(|order| {
                    let units: u32 = order.lines.iter().map(|line| line.put_back).sum();
                    let tote = order.tote.as_ref().map(ToString::to_string).unwrap_or_default();
                    (units > 0)
                        .then(|| {
                            view! {
                                <Notice
                                    tone=Tone::Attention
                                    text=t!(order_put_back, n = units, tote = tote.as_str())
                                />
                            }
                        })
                })
        }}
    }
}

fn findings(order: &Order) -> Option<AnyView> {
    let waits = order.needs_verification();
    let found = order.findings();
    if found.is_empty() {
        return None;
    }
    let id = order.id.clone();
    let pass = move |()| let_pass(&id);
    let items = found
        .into_iter()
        .map(|finding| view! { <li>{trade::finding(finding)}</li> });
    let tone = if waits {
        Tone::Attention
    } else {
        Tone::Neutral
    };
    Some(
        view! {
            <section class=format!("order-check {}", tone.class()) data-test="findings">
                <h2>{t!(order_findings)}</h2>
                <ul>{items.collect_view()}</ul>
                {waits
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_let_pass)
                                kind=ButtonKind::Primary
                                icon=IconName::Check
                                on_press=pass
                                attr:data-test="let-pass"
                            />
                        }
                    })}
            </section>
        }
        .into_any(),
    )
}

fn holds(order: &Order) -> Option<AnyView> {
    if order.holds.is_empty() {
        return None;
    }
    let now = clock::now_ms();
    let in_force = order.holds_at(now).next().is_some();
    let items = order
        .holds
        .iter()
        .map(|hold| hold_view(&order.id, hold, now));
    let tone = if in_force { Tone::Wrong } else { Tone::Neutral };
    Some(
        view! {
            <section class=format!("order-check {}", tone.class()) data-test="holds">
                <h2>{t!(order_holds)}</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

fn hold_view(order: &OrderId, hold: &Hold, now_ms: i64) -> AnyView {
    let over = hold.until_ms.is_some_and(|until| until <= now_ms);
    let tone = if over { Tone::Neutral } else { Tone::Wrong };
    let who = hold.owner.to_string();
    let until = hold.until_ms.map(|until| {
        move || {
            let when = trade::moment(until);
            if over {
                text!(order_hold_over, when = when)
            } else {
                text!(order_hold_until, when = when)
            }
        }
    });
    let release = {
        let (order, hold) = (order.clone(), hold.clone());
        move |()| release(order.clone(), hold.clone())
    };
    view! {
        <li class="row apart">
            <div>
                <StatusBadge tone label=trade::hold_kind(hold.kind) />
                " "
                <span class="quiet-text">{move || text!(order_hold_by, who = who.as_str())}</span>
                " "
                {until.map(|until| view! { <span class="quiet-text">{until}</span> })}
                {hold.words.as_ref().map(|words| view! { <p>{words.to_string()}</p> })}
            </div>
            <Button
                label=t!(order_release_hold)
                icon=IconName::Unlock
                on_press=release
                attr:data-test="release-hold"
            />
        </li>
    }
    .into_any()
}

/// Lifts a hold; the way back places one like it.
fn release(order: OrderId, hold: Hold) {
    let again = Command::PlaceHold {
        orders: vec![order.clone()],
        kind: hold.kind,
        words: hold.words,
        until_ms: hold.until_ms,
    };
    let command = Command::ReleaseHold {
        order: order.clone(),
        hold: hold.hold,
    };
    desk::perform_then(command, move |_| {
        toast_with(
            Tone::Good,
            t!(order_released_hold),
            t!(order_place_again),
            move || {
                let number = order.number().to_owned();
                desk::perform(again.clone(), t!(order_held, number = number));
            },
        );
    });
}

fn anomalies(order: &Order) -> Option<AnyView> {
    if order.anomalies.is_empty() {
        return None;
    }
    let items = order
        .anomalies
        .iter()
        .map(|anomaly| view! { <li>{trade::anomaly(anomaly.what)}</li> });
    Some(
        view! {
            <section class="order-check attention" data-test="anomalies">
                <h2>{t!(order_anomalies)}</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

/// The dialog that places a hold.
#[component]
pub(super) fn HoldDialog(order: Shown, form: Form) -> impl IntoView {
    view! {
        <Dialog title=t!(order_hold) open=form.open on_close=move |()| form.give_up()>
            <HoldFormOf order form />
        </Dialog>
    }
}

#[component]
fn HoldFormOf(order: Shown, form: Form) -> impl IntoView {
    let fields = HoldFields::kept(form.draft);
    let send = move |()| {
        let id = order.with_untracked(|order| order.id.clone());
        let number = id.number().to_owned();
        let command = Command::PlaceHold {
            orders: vec![id],
            kind: untrack(|| fields.kind()),
            words: fields.words(),
            until_ms: fields.until_ms(),
        };
        form.send(command, t!(order_held, number = number));
    };
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                <HoldForm fields />
                <FormActions
                    form
                    label=t!(order_hold)
                    invalid=Signal::stored(false)
                    on_send=send
                />
            </div>
        </form>
    }
}
