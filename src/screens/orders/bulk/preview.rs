//! What a bulk action will do, before it does it: so many in full, so many in part, so many not, and which.

use leptos::prelude::*;

use crate::limits::BULK_NAMED_MAX;
use crate::screens::{desk, words};
use crate::stream::id::{StreamId, TAG_LETTERS};
use crate::trade::id::OrderId;
use crate::ui::components::{Button, ButtonKind, Icon, Notice, tone_icon};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::orders::{Bulk, BulkPlan, Named, Outcome, RefusedOrders};

/// The preview with its step.
#[component]
pub(super) fn Preview(
    /// The action.
    action: Bulk,
    /// What it will do.
    plan: BulkPlan,
    /// Does it.
    act: Callback<()>,
    /// Leaves everything as it is.
    close: Callback<()>,
    /// Takes orders over from the device that sees to them.
    take_over: Callback<(StreamId, Vec<OrderId>)>,
) -> impl IntoView {
    let count = plan.acting_count();
    let batches = match action {
        Bulk::Release => super::work::releases(&plan.acting()).len(),
        _ => 0,
    };
    let groups = plan.groups.into_iter().map(|(outcome, orders)| {
        let action = action.clone();
        view! { <Group action outcome orders /> }
    });
    let is_elsewhere = plan.refused.iter().any(|group| group.device().is_some());
    let refused = plan
        .refused
        .into_iter()
        .map(|group| view! { <Refused group take_over /> });
    view! {
        <ul class="outcomes" data-test="bulk-preview">
            {groups.collect_view()}
            {refused.collect_view()}
        </ul>
        {(batches > 0).then(|| view! { <p>{move || text!(orders_batches_made, n = batches)}</p> })}
        {(action == Bulk::Cancel && count > 0)
            .then(|| view! { <Notice tone=Tone::Attention text=t!(orders_cancel_warning) /> })}
        {(count == 0 && !is_elsewhere).then(|| view! { <p>{t!(orders_nothing_possible)}</p> })}
        <div class="dialog-actions">
            <Button
                label=if action == Bulk::Cancel { t!(orders_keep_orders) } else { t!(components_cancel) }
                on_press=close
            />
            {(count > 0)
                .then(|| {
                    let kind = if action == Bulk::Cancel { ButtonKind::Danger } else { ButtonKind::Primary };
                    view! { <Button label=act_words(&action, count) kind on_press=act attr:data-test="bulk-act" /> }
                })}
        </div>
    }
}

#[component]
fn Group(action: Bulk, outcome: Outcome, orders: Vec<Named>) -> impl IntoView {
    let tone = match outcome {
        Outcome::InFull => Tone::Good,
        Outcome::InPart => Tone::Attention,
        _ => Tone::Neutral,
    };
    view! {
        <li class=format!("outcome {}", tone.class())>
            <Orders tone words=outcome_words(&action, outcome) orders />
        </li>
    }
}

/// Orders that the action is refused for; where another device sees to them, with the way to take them over.
#[component]
fn Refused(group: RefusedOrders, take_over: Callback<(StreamId, Vec<OrderId>)>) -> impl IntoView {
    let device = group.device();
    let words = match device {
        Some(device) => {
            let device = device.tag(TAG_LETTERS);
            t!(orders_outcome_elsewhere, device = device.clone())
        }
        None => {
            let why = desk::refusal(&group.why);
            t!(orders_outcome_refused, why = why.clone())
        }
    };
    let ids: Vec<OrderId> = group.orders.iter().map(|(id, ..)| id.clone()).collect();
    let button = device.map(|device| {
        view! {
            <Button
                label=t!(workspace_take_over_this)
                on_press=move |()| take_over.run((device, ids.clone()))
                attr:data-test="bulk-take-over"
            />
        }
    });
    view! {
        <li class=format!("outcome {}", Tone::Attention.class()) data-test="bulk-refused">
            <Orders tone=Tone::Attention words orders=group.orders />
            {button}
        </li>
    }
}

/// How many orders, what becomes of them, and on demand which.
#[component]
fn Orders(tone: Tone, words: Text, orders: Vec<Named>) -> impl IntoView {
    let count = orders.len();
    let more = count.saturating_sub(BULK_NAMED_MAX);
    let named = orders
        .into_iter()
        .take(BULK_NAMED_MAX)
        .map(|(_, number, address)| {
            let address = navigation::href(&Route::Order(address));
            view! { <li><a href=address>{number}</a></li> }
        });
    view! {
        <details>
            <summary>
                <Icon name=tone_icon(tone) />
                <strong class="figure">{move || words::figure(count as i128)}</strong>
                <span>{words}</span>
            </summary>
            <ul class="outcome-orders">
                {named.collect_view()}
                {(more > 0).then(|| view! { <li>{move || text!(orders_and_more, n = more)}</li> })}
            </ul>
        </details>
    }
}

fn outcome_words(action: &Bulk, outcome: Outcome) -> Text {
    let by_units = matches!(action, Bulk::Allocate | Bulk::Release);
    match outcome {
        Outcome::InFull if by_units || *action == Bulk::Cancel => t!(orders_outcome_in_full),
        Outcome::InFull => t!(orders_outcome_done),
        Outcome::InPart if *action == Bulk::Cancel => t!(orders_outcome_cancel_part),
        Outcome::InPart => t!(orders_outcome_in_part),
        Outcome::NoStock => t!(orders_outcome_no_stock),
        Outcome::OnHold => t!(orders_outcome_on_hold),
        Outcome::NotVerified => t!(orders_outcome_not_verified),
        Outcome::NotPaid => t!(orders_outcome_not_paid),
        Outcome::NotAllocated => t!(orders_outcome_not_promised),
        Outcome::InBatch => t!(orders_outcome_in_batch),
        Outcome::NothingToDo => t!(orders_outcome_nothing_to_do),
    }
}

fn act_words(action: &Bulk, count: usize) -> Text {
    match action {
        Bulk::Verify => t!(orders_do_verify, n = count),
        Bulk::Hold(_) => t!(orders_do_hold, n = count),
        Bulk::Allocate => t!(orders_do_allocate, n = count),
        Bulk::Deallocate => t!(orders_do_release_promises, n = count),
        Bulk::Release => t!(orders_do_release_to_floor, n = count),
        Bulk::Cancel => t!(orders_do_cancel, n = count),
    }
}
