//! One order, read from top to bottom: its state in a sentence, lines with their counters, money, parcels, returns,
//! and the facts that led there.

mod cancel;
mod checks;
mod desk_of;
mod details;
mod facts;
mod lines;
mod money;
mod others;
mod parcels;
mod relabel;
mod returns;
mod sentence;
mod steps;
mod work;

use leptos::prelude::*;
use std::collections::BTreeSet;

use self::cancel::{AskedBack, CancelDialog};
use self::checks::{Checks, HoldDialog};
use self::desk_of::DeskOf;
pub(in crate::screens) use self::details::{AddressFields, AddressInputs, destination_of};
use self::details::{AddressOf, Details};
pub(in crate::screens) use self::facts::fact_sentence;
use self::lines::Lines;
use self::money::{Money, begun_for};
use self::parcels::Parcels;
use self::returns::Returns;
use self::sentence::sentence;
use self::steps::Steps;
use self::work::Work;
use super::form::Form;
use super::nav::OrdersNav;
use super::{Shown, followed};
use crate::screens::desk::{self, Area};
use crate::screens::inbox::Concerned;
use crate::screens::words::{self, FulfilmentBadge, PaymentBadge};
use crate::trade::id::{ContainerId, DocumentId};
use crate::ui::components::{ButtonLink, EmptyState, IconName, PageHeader, StatusBadge, Timeline};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::view::names;
use crate::view::orders::{Moment, OrderView, fulfilment_code, timeline};

/// The page of one order.
#[component]
pub fn OrderPage(
    /// The order as it stands in the address.
    id: String,
) -> impl IntoView {
    let address = id.clone();
    let found =
        Memo::new(move |_| desk::read(&[Area::Orders], |at| names::find_order(at, &address)));
    move || match found.get() {
        None => view! { <Unknown number=id.clone() /> }.into_any(),
        Some(order) => {
            let order = followed(&order);
            let Some(first) = order.get_untracked() else {
                return view! { <Unknown number=id.clone() /> }.into_any();
            };
            // The last state stands until there is a next one.
            let shown: Shown = Memo::new(move |_| order.get().unwrap_or_else(|| first.clone()));
            view! { <Body order=shown /> }.into_any()
        }
    }
}

#[component]
fn Unknown(number: String) -> impl IntoView {
    view! {
        <PageHeader title=t!(order_unknown_title) />
        <OrdersNav />
        <EmptyState
            title=t!(order_unknown_title)
            text=t!(order_unknown_text, number = number.clone())
            icon=IconName::Orders
        >
            <ButtonLink to=Route::Orders label=t!(order_back_to_list) />
        </EmptyState>
    }
}

#[component]
fn Body(order: Shown) -> impl IntoView {
    let id = order.with_untracked(|order| order.head.id.clone());
    let number = order.with_untracked(|order| order.head.number.clone());
    let document = order.with_untracked(|order| order.head.address.clone());
    let moments: Memo<Vec<Moment>> = {
        let id = id.clone();
        Memo::new(move |_| desk::read(desk::ALL, |at| timeline(at, &id)))
    };
    let form = |name| Form::of(name, &document);
    // What concerns its parcels, batches and RMAs concerns the order.
    let documents = Signal::derive(move || order.with(|order| documents_of(order)));
    let (hold, cancel, refund) = (form("hold"), form("cancel"), form("refund"));
    let refund_for = begun_for(refund);
    let currency = order.with_untracked(|order| order.head.currency);
    let entries = Signal::derive(move || {
        moments.with(|moments| desk::peek(|at| facts::entries(at, moments, &currency)))
    });
    let last = move || {
        moments.with(|moments| {
            moments.last().map(|last| {
                text!(
                    order_last_change,
                    when = words::moment(last.ms),
                    who = last.who.as_deref().unwrap_or("")
                )
            })
        })
    };
    view! {
        <PageHeader
            title=t!(trade_order, number = number.clone())
            summary=Text::computed(move || order.with(|order| sentence(order)))
        >
            <Steps order hold cancel />
        </PageHeader>
        <OrdersNav />
        <div class="row order-state" data-test="order-state" data-state=move || {
            order.with(|order| fulfilment_code(order.head.fulfilment))
        }>
            {move || order.with(|order| badges(order))}
            <span class="quiet-text">{last}</span>
        </div>
        <DeskOf order />
        <Concerned documents />
        <Checks order />
        <AskedBack order />
        <div class="order-page">
            <div class="order-main">
                <Lines order />
                <Work order />
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

fn documents_of(order: &OrderView) -> BTreeSet<DocumentId> {
    let head = &order.head;
    let parcels = order
        .parcels
        .iter()
        .map(|parcel| ContainerId::Parcel(parcel.id));
    let mut documents = BTreeSet::from([DocumentId::Order(head.id.clone())]);
    documents.extend(parcels.map(DocumentId::Container));
    documents.extend(head.batches.iter().map(|id| DocumentId::Batch(*id)));
    documents.extend(head.returns.iter().map(|id| DocumentId::Return(*id)));
    documents
}

fn badges(order: &OrderView) -> AnyView {
    let head = &order.head;
    let held = head.held_at(desk::now_ms());
    let client = head.client.clone();
    view! {
        <FulfilmentBadge state=head.fulfilment />
        <PaymentBadge state=head.payment />
        {held.then(|| view! { <StatusBadge tone=Tone::Wrong label=t!(orders_on_hold) /> })}
        {head
            .unverified
            .then(|| view! { <StatusBadge tone=Tone::Attention label=t!(orders_to_verify) /> })}
        {client.map(|client| view! { <span class="quiet-text">{client}</span> })}
    }
    .into_any()
}
