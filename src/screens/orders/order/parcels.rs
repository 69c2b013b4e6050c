//! The parcels of an order, with their papers.

use leptos::prelude::*;

use super::super::Shown;
use super::relabel::Relabel;
use crate::browser::page::copy as copy_text;
use crate::screens::floor::hand;
use crate::screens::{desk, pages, words};
use crate::trade::id::ParcelId;
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, IconName, KeyValue, KeyValueList, StatusBadge,
};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::{Paper, Route};
use crate::view::floor::ship;
use crate::view::names;
use crate::view::orders::{OrderView, ParcelView};

/// The section of the parcels.
#[component]
pub(super) fn Parcels(order: Shown) -> impl IntoView {
    view! {
        <section class="order-section" aria-labelledby="order-parcels">
            <h2 id="order-parcels">{t!(order_parcels)}</h2>
            {move || {
                order
                    .with(|order| {
                        if order.parcels.is_empty() {
                            return view! { <p class="quiet-text">{t!(order_no_parcels)}</p> }.into_any();
                        }
                        let parcels = order.parcels.iter().map(|parcel| parcel_view(order, parcel));
                        parcels.collect_view().into_any()
                    })
            }}
        </section>
    }
}

fn parcel_view(order: &OrderView, parcel: &ParcelView) -> AnyView {
    let contents = parcel
        .contents
        .iter()
        .map(|(_, code, units)| {
            let (item, count) = (code.clone(), u64::try_from(*units).unwrap_or(0));
            view! { <li>{move || text!(order_content, count = count, item = item.as_str())}</li> }
        })
        .collect_view();
    let weight = parcel.weight_g;
    let state = parcel.status;
    let id = parcel.id;
    let name = names::opened(&id.0);
    let (with_carrier, coming_back) = hand::peek(|hand| {
        let parcel = hand.at.state.parcel(&id);
        parcel.map_or((false, false), |parcel| {
            (
                ship::is_with_carrier(hand, parcel),
                ship::is_coming_back(hand, parcel),
            )
        })
    });
    let on_the_way = state == ParcelStatus::HandedOver && with_carrier;
    let came_back = state == ParcelStatus::HandedOver && !with_carrier;
    let shown = |value: Option<String>, label: Text| {
        value.map(|value| view! { <KeyValue label>{value}</KeyValue> })
    };
    let carrier = shown(parcel.carrier.clone(), t!(order_carrier));
    let tracking = parcel
        .number
        .clone()
        .map(|number| tracked(number, parcel.page.clone()));
    let void = (!parcel.void.is_empty()).then(|| {
        let numbers = parcel.void.join(", ");
        view! { <KeyValue label=t!(order_void_numbers)>{numbers}</KeyValue> }
    });
    view! {
        <article class="order-part" data-test="parcel" data-parcel=name.clone()>
            <div class="row apart">
                <h3 class="code">{name.clone()}</h3>
                {if came_back {
                    view! { <StatusBadge tone=Tone::Attention label=t!(lost_came_back) /> }
                } else {
                    view! { <StatusBadge tone=words::parcel_tone(state) label=words::parcel_status(&state) /> }
                }}
            </div>
            <KeyValueList>
                {carrier}
                {tracking}
                {void}
                {weight
                    .map(|n| {
                        view! { <KeyValue label=t!(order_weight)>{move || text!(order_grams, n = n)}</KeyValue> }
                    })}
                <KeyValue label=t!(order_contents)>
                    <ul>{contents}</ul>
                </KeyValue>
            </KeyValueList>
            <div class="row">
                {papers(&order.head.address, &name, state)}
                <Relabel parcel=parcel.clone() />
                {on_the_way
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_take_back_parcel)
                                kind=ButtonKind::Quiet
                                icon=IconName::Undo
                                on_press=move |()| take_back(id)
                                attr:data-test="take-back-parcel"
                            />
                            <Button
                                label=t!(order_confirm_delivery)
                                icon=IconName::Check
                                on_press=move |()| confirm(id)
                                attr:data-test="confirm-delivery"
                            />
                        }
                    })}
                {(on_the_way && coming_back)
                    .then(|| view! { <p class="quiet-text">{t!(lost_coming_back)}</p> })}
                {(on_the_way && !coming_back)
                    .then(|| {
                        view! {
                            <Button
                                label=t!(lost_brought_back)
                                kind=ButtonKind::Quiet
                                icon=IconName::Return
                                on_press=move |()| announce(id)
                                attr:data-test="brought-back"
                            />
                            <Button
                                label=t!(lost_report)
                                kind=ButtonKind::Quiet
                                icon=IconName::Warning
                                on_press=move |()| lose(id)
                                attr:data-test="parcel-lost"
                            />
                        }
                    })}
                {(state == ParcelStatus::Lost)
                    .then(|| {
                        view! {
                            <p class="quiet-text">{t!(lost_consequence)}</p>
                            <Button
                                label=t!(lost_found)
                                kind=ButtonKind::Quiet
                                icon=IconName::Undo
                                on_press=move |()| undo_loss(id)
                                attr:data-test="parcel-found"
                            />
                        }
                    })}
            </div>
        </article>
    }
    .into_any()
}

/// A tracking number, with the page where the parcel can be followed, to be opened or copied.
fn tracked(number: String, page: Option<String>) -> AnyView {
    let copied = page.clone().unwrap_or_else(|| number.clone());
    let copy = move |()| {
        let text = copied.clone();
        spawn_reported(async move {
            match copy_text(&text).await {
                Ok(()) => toast(Tone::Good, t!(order_copied)),
                Err(_) => toast(Tone::Wrong, t!(order_not_copied)),
            }
            Ok(())
        });
    };
    let shown = match page {
        Some(page) => view! {
            <a
                href=page
                target="_blank"
                rel="noopener noreferrer"
                class="code"
                data-test="tracking-link"
            >
                {number}
            </a>
        }
        .into_any(),
        None => view! { <span class="code">{number}</span> }.into_any(),
    };
    view! {
        <KeyValue label=t!(order_tracking)>
            <span class="row">
                {shown}
                <Button
                    label=t!(order_copy)
                    kind=ButtonKind::Quiet
                    on_press=copy
                    attr:data-test="copy-tracking"
                />
            </span>
        </KeyValue>
    }
    .into_any()
}

/// Links to the packing slip and the label, once the parcel is closed.
fn papers(order: &str, parcel: &str, state: ParcelStatus) -> AnyView {
    let (order, parcel) = (order.to_owned(), parcel.to_owned());
    let papers = [
        (
            t!(order_print_slip),
            Paper::Slip(order.clone(), parcel.clone()),
        ),
        (t!(order_print_label), Paper::Label(order, parcel)),
    ];
    papers
        .into_iter()
        .map(|(label, paper)| (label, Route::Print(paper)))
        .filter(|(_, route)| state != ParcelStatus::Open && pages::exists(route))
        .map(|(label, to)| {
            view! { <ButtonLink label to kind=ButtonKind::Quiet icon=IconName::Print /> }
        })
        .collect_view()
        .into_any()
}

fn take_back(parcel: ParcelId) {
    let name = names::opened(&parcel.0);
    let hand_over = desk::peek(|at| {
        let parcel = at.state.parcel(&parcel)?;
        parcel.handed_over().last().map(|(fact, _)| *fact)
    });
    let Some(hand_over) = hand_over else { return };
    let command = ShippingCommand::UndoHandOver { parcel, hand_over };
    desk::perform(command, t!(order_parcel_taken_back, parcel = name.clone()));
}

/// The carrier lost it: what is in it is written off.
fn lose(parcel: ParcelId) {
    let name = names::opened(&parcel.0);
    desk::perform(ship::lost(parcel), t!(lost_done, parcel = name.clone()));
}

fn undo_loss(parcel: ParcelId) {
    let name = names::opened(&parcel.0);
    let lost = desk::peek(|at| {
        let parcel = at.state.parcel(&parcel)?;
        parcel.losses().last().map(|(fact, _)| *fact)
    });
    if let Some(lost) = lost {
        let command = ShippingCommand::UndoLoss { parcel, lost };
        desk::perform(command, t!(lost_found_done, parcel = name.clone()));
    }
}

/// The carrier brings it back: the return is announced, and received on the floor.
fn announce(parcel: ParcelId) {
    for (_, command) in hand::peek(|hand| ship::brought_back(hand, parcel)) {
        desk::perform(command, t!(lost_announced));
    }
}

fn confirm(parcel: ParcelId) {
    let name = names::opened(&parcel.0);
    let command = ShippingCommand::Deliver(DeliverParcel {
        parcel,
        at: None,
        damaged: Vec::new(),
        rows: Vec::new(),
    });
    desk::perform(command, t!(order_delivery_confirmed, parcel = name.clone()));
}
