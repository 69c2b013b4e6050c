//! What keeps an order from being worked: doubts and holds.

use leptos::prelude::*;

use super::super::Shown;
use super::super::form::{Form, FormActions};
use super::super::hold_form::{HoldFields, HoldForm};
use super::super::verification::let_pass;
use crate::intake::repair::entry;
use crate::screens::imports::{OrderCard, SourceWord, as_channel};
use crate::screens::{desk, words};
use crate::trade::id::OrderId;
use crate::trade::orders::Doubt;
use crate::trade::orders::commands::{HeldOrder, OrderCommand};
use crate::trade::quantity::Instant;
use crate::ui::components::{Button, ButtonKind, Dialog, IconName, StatusBadge};
use crate::ui::feedback::{Tone, report, toast_with};
use crate::ui::locale::{t, text};
use crate::view::orders::{HoldView, OrderView};

/// Doubts and holds; nothing where there are none.
#[component]
pub(super) fn Checks(order: Shown) -> impl IntoView {
    view! {
        {move || order.with(|order| doubts(order))}
        {move || order.with(|order| holds(order))}
    }
}

fn doubts(order: &OrderView) -> Option<AnyView> {
    if !order.head.unverified {
        return None;
    }
    let id = order.head.id.clone();
    // Only what stands in rows of a file can be mended there.
    let has_rows = desk::peek(|at| entry(at, &id).is_some_and(|entry| !entry.rows.rows.is_empty()));
    let mend = has_rows.then(|| {
        let id = id.clone();
        view! {
            <details data-test="mend-rows">
                <summary>{t!(order_mend_rows)}</summary>
                <ul class="cards">
                    <OrderCard id />
                </ul>
            </details>
        }
    });
    let pass = move |()| let_pass(&id);
    let items = order
        .head
        .doubts
        .iter()
        .map(|doubt| {
            let sums = (*doubt == Doubt::TotalDiffers).then(|| sums(order));
            view! { <li>{words::doubt(doubt)} {sums}</li> }
        })
        .collect_view();
    Some(
        view! {
            <section class=format!("order-check {}", Tone::Attention.class()) data-test="findings">
                <h2>{t!(order_findings)}</h2>
                <ul>{items}</ul>
                <SourceWord id=order.head.id.clone() />
                {mend}
                <div class="row wrap">
                    <Button
                        label=t!(order_let_pass)
                        kind=ButtonKind::Primary
                        icon=IconName::Check
                        on_press=pass
                        attr:data-test="let-pass"
                    />
                    {as_channel(&order.head.id, &order.head.doubts)}
                </div>
            </section>
        }
        .into_any(),
    )
}

/// What the lines and charges of an order come to, and what its source says that they do.
fn sums(order: &OrderView) -> Option<AnyView> {
    let (said, currency) = (order.total_of_source?, order.head.currency);
    let here = order.head.total;
    let shown = move || {
        let (lines, total) = (words::money(here, &currency), words::money(said, &currency));
        text!(order_sums_differ, lines = lines, total = total)
    };
    Some(view! { <span data-test="sums">{shown}</span> }.into_any())
}

fn holds(order: &OrderView) -> Option<AnyView> {
    if order.holds.is_empty() {
        return None;
    }
    let now = desk::now_ms();
    let in_force = order
        .holds
        .iter()
        .any(|hold| hold.until_ms.is_none_or(|until| until > now));
    let items = order
        .holds
        .iter()
        .map(|hold| hold_view(&order.head.id, hold, now))
        .collect_view();
    let tone = if in_force { Tone::Wrong } else { Tone::Neutral };
    Some(
        view! {
            <section class=format!("order-check {}", tone.class()) data-test="holds">
                <h2>{t!(order_holds)}</h2>
                <ul>{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn hold_view(order: &OrderId, hold: &HoldView, now_ms: i64) -> AnyView {
    let over = hold.until_ms.is_some_and(|until| until <= now_ms);
    let tone = if over { Tone::Neutral } else { Tone::Wrong };
    let who = hold.who.clone();
    let until = hold.until_ms.map(|until| {
        move || {
            let when = words::moment(until);
            if over {
                text!(order_hold_over, when = when)
            } else {
                text!(order_hold_until, when = when)
            }
        }
    });
    let release = {
        let (order, hold) = (order.clone(), hold.clone());
        move |()| release(order.clone(), &hold)
    };
    view! {
        <li class="row apart">
            <div>
                <StatusBadge tone label=words::hold_kind(&hold.kind) />
                " "
                {who
                    .map(|who| {
                        view! {
                            <span class="quiet-text">{move || text!(order_hold_by, who = who.as_str())}</span>
                        }
                    })}
                " "
                {until.map(|until| view! { <span class="quiet-text">{until}</span> })}
                {hold.words.clone().map(|words| view! { <p>{words}</p> })}
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
fn release(order: OrderId, hold: &HoldView) {
    let again = OrderCommand::PlaceHold {
        orders: vec![HeldOrder {
            order: order.clone(),
            rows: Vec::new(),
        }],
        kind: hold.kind.clone(),
        until: hold.until_ms.map(|ms| Instant { ms }),
    };
    let number = desk::peek(|at| crate::view::names::shown_number(at, &order).to_owned());
    let command = OrderCommand::ReleaseHold {
        order,
        hold: hold.hold.clone(),
    };
    desk::perform_then(command, move |_| {
        toast_with(
            Tone::Good,
            t!(order_released_hold),
            t!(order_place_again),
            move || {
                let number = number.clone();
                desk::perform(again.clone(), t!(order_held, number = number.clone()));
            },
        );
    });
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
        let (id, number) =
            order.with_untracked(|order| (order.head.id.clone(), order.head.number.clone()));
        match fields.command(&[id]) {
            Ok((command, rows)) => {
                form.send(command, rows, t!(order_held, number = number.clone()));
            }
            Err(problem) => report(problem),
        }
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
