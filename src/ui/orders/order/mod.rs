//! One order, read from top to bottom: its state in a sentence, lines with their counters, money, parcels, returns,
//! and the facts that led there.

mod cancel;
mod checks;
mod details;
mod facts;
mod form;
mod lines;
mod money;
mod parcels;
mod returns;
mod sentence;
mod steps;

use std::sync::Arc;

use leptos::prelude::*;

use self::cancel::CancelDialog;
use self::checks::{Checks, HoldDialog};
use self::details::{AddressOf, Details};
use self::form::{Form, Shown};
use self::lines::Lines;
use self::money::{Money, begun_for};
use self::parcels::Parcels;
use self::returns::Returns;
use self::sentence::sentence;
use self::steps::Steps;
use super::nav::OrdersNav;
use super::whole::{Whole, whole};
use crate::domain::commit::Dated;
use crate::domain::order::Order;
use crate::domain::text::OrderId;
use crate::ui::components::{
    ButtonLink, EmptyState, IconName, PageHeader, Skeleton, StatusBadge, Timeline,
};
use crate::ui::desk;
use crate::ui::feedback::{Tone, spawn_reported};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::ui::trade::{self, FulfilmentBadge, PaymentBadge};

/// The page of one order, by its full identity (channel and number).
#[component]
pub fn OrderPage(
    /// The identity as it stands in the address.
    id: String,
) -> impl IntoView {
    match OrderId::new(&id) {
        Ok(id) => view! { <Known id /> }.into_any(),
        Err(_) => view! { <Unknown number=id /> }.into_any(),
    }
}

/// How far the page is; what the order holds is followed inside.
#[derive(Clone, Copy, PartialEq)]
enum Stand {
    Unknown,
    Loading,
    Here,
}

#[component]
fn Known(id: OrderId) -> impl IntoView {
    let order = whole(&id);
    let stand = Memo::new(move |_| {
        order.with(|order| match order {
            Whole::Unknown => Stand::Unknown,
            Whole::Loading => Stand::Loading,
            Whole::Here(_) => Stand::Here,
        })
    });
    let first = move || match order.get_untracked() {
        Whole::Here(order) => Some(order),
        _ => None,
    };
    move || match (stand.get(), first()) {
        (Stand::Here, Some(first)) => {
            // The last state stands until there is a next one.
            let shown: Shown = Memo::new(move |before: Option<&Arc<Order>>| match order.get() {
                Whole::Here(order) => order,
                _ => before.cloned().unwrap_or_else(|| first.clone()),
            });
            view! { <Body order=shown /> }.into_any()
        }
        (Stand::Unknown, _) => view! { <Unknown number=id.number().to_owned() /> }.into_any(),
        _ => view! {
            <PageHeader title=trade::order_title(&id) />
            <OrdersNav />
            <Skeleton lines=10 />
        }
        .into_any(),
    }
}

#[component]
fn Unknown(number: String) -> impl IntoView {
    view! {
        <PageHeader title=t!(order_unknown_title) />
        <OrdersNav />
        <EmptyState
            title=t!(order_unknown_title)
            text=t!(order_unknown_text, number = number.as_str())
            icon=IconName::Orders
        >
            <ButtonLink to=Route::Orders label=t!(order_back_to_list) />
        </EmptyState>
    }
}

#[component]
fn Body(order: Shown) -> impl IntoView {
    let id = order.with_untracked(|order| order.id.clone());
    let events = facts_of(order);
    let form = |name| Form::of(name, order);
    let (hold, cancel, refund) = (form("hold"), form("cancel"), form("refund"));
    let refund_for = begun_for(refund);
    let currency = order.with_untracked(|order| order.currency);
    let entries = Signal::derive(move || events.with(|events| facts::timeline(events, currency)));
    let last = move || {
        events.with(|events| {
            events.last().map(|last| {
                text!(
                    order_last_change,
                    when = trade::moment(last.stamp.ms()),
                    who = last.operator.as_str()
                )
            })
        })
    };
    view! {
        <PageHeader
            title=trade::order_title(&id)
            summary=Text::computed(move || order.with(|order| sentence(order)))
        >
            <Steps order hold cancel />
        </PageHeader>
        <OrdersNav />
        <div class="row order-state" data-test="order-state" data-state=move || {
            order.with(|order| order.fulfilment().code())
        }>
            {move || order.with(|order| badges(order))}
            <span class="quiet-text">{last}</span>
        </div>
        <Checks order />
        <div class="order-page">
            <div class="order-main">
                <Lines order />
                <Parcels order />
                <Returns order refund refund_for />
            </div>
            <div class="order-aside">
                <Money order refund refund_for />
                <AddressOf order />
                <Details order />
            </div>
        </div>
        <section class="order-section" aria-labelledby="order-timeline">
            <h2 id="order-timeline">{t!(order_timeline)}</h2>
            <Timeline label=t!(order_timeline) entries />
        </section>
        <HoldDialog order form=hold />
        <CancelDialog order form=cancel />
    }
}

fn badges(order: &Order) -> AnyView {
    let held = order
        .holds_at(crate::browser::clock::now_ms())
        .next()
        .is_some();
    view! {
        <FulfilmentBadge state=order.fulfilment() />
        <PaymentBadge state=order.payment() />
        {held.then(|| view! { <StatusBadge tone=Tone::Wrong label=t!(orders_on_hold) /> })}
        {order
            .needs_verification()
            .then(|| view! { <StatusBadge tone=Tone::Attention label=t!(orders_to_verify) /> })}
    }
    .into_any()
}

/// The facts of an order, read anew whenever it has changed.
fn facts_of(order: Shown) -> RwSignal<Vec<Dated>> {
    let events = RwSignal::new(Vec::new());
    Effect::new(move || {
        let id = order.with(|order| order.id.clone());
        spawn_reported(async move {
            let read = desk::timeline(&id).await;
            let read = read.map_err(|error| desk::problem(&error))?;
            // The page may have gone while the journal was read.
            events.try_set(read);
            Ok(())
        });
    });
    events
}
