//! The parcels of an order, with their papers.

use leptos::prelude::*;

use super::form::Shown;
use crate::domain::Command;
use crate::domain::order::{Order, Parcel, ParcelState};
use crate::domain::text::{OrderId, ParcelId};
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, IconName, KeyValue, KeyValueList, StatusBadge,
};
use crate::ui::desk;
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::{Paper, Route};
use crate::ui::{pages, trade};

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

fn parcel_view(order: &Order, parcel: &Parcel) -> AnyView {
    let contents = parcel.lines.iter().filter_map(|content| {
        let item = order.lines.get(usize::from(content.line))?.sku.to_string();
        let count = content.units;
        Some(view! { <li>{move || text!(order_content, count = count, item = item.as_str())}</li> })
    });
    let contents = contents.collect_view();
    let weight = parcel.weight_grams;
    let state = parcel.state;
    let on_the_way = state == ParcelState::HandedOver;
    let confirm = {
        let (order, parcel) = (order.id.clone(), parcel.id.clone());
        move |()| confirm(order.clone(), parcel.clone())
    };
    let back = {
        let (order, parcel) = (order.id.clone(), parcel.id.clone());
        move |()| take_back(order.clone(), parcel.clone())
    };
    let shown = |value: Option<String>, label: Text| {
        value.map(|value| view! { <KeyValue label>{value}</KeyValue> })
    };
    let carrier = shown(
        parcel.carrier.as_ref().map(ToString::to_string),
        t!(order_carrier),
    );
    let tracking = shown(
        parcel.tracking.as_ref().map(ToString::to_string),
        t!(order_tracking),
    );
    let carton = shown(
        parcel.carton.as_ref().map(ToString::to_string),
        t!(order_carton),
    );
    view! {
        <article class="order-part" data-test="parcel" data-parcel=parcel.id.to_string()>
            <div class="row apart">
                <h3 class="code">{parcel.id.to_string()}</h3>
                <StatusBadge tone=trade::parcel_tone(state) label=trade::parcel_state(state) />
            </div>
            <KeyValueList>
                {carrier}
                {tracking}
                {carton}
                {weight
                    .map(|n| {
                        view! { <KeyValue label=t!(order_weight)>{move || text!(order_grams, n = n)}</KeyValue> }
                    })}
                <KeyValue label=t!(order_contents)>
                    <ul>{contents}</ul>
                </KeyValue>
            </KeyValueList>
            <div class="row">
                {papers(&order.id, &parcel.id, state)}
                {on_the_way
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_take_back_parcel)
                                kind=ButtonKind::Quiet
                                icon=IconName::Undo
                                on_press=back
                                attr:data-test="take-back-parcel"
                            />
                            <Button
                                label=t!(order_confirm_delivery)
                                icon=IconName::Check
                                on_press=confirm
                                attr:data-test="confirm-delivery"
                            />
                        }
                    })}
            </div>
        </article>
    }
    .into_any()
}

/// Links to the packing slip and the label, once the parcel is closed.
fn papers(order: &OrderId, parcel: &ParcelId, state: ParcelState) -> AnyView {
    let (order, parcel) = (order.to_string(), parcel.to_string());
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
        .filter(|(_, route)| state != ParcelState::Open && pages::exists(route))
        .map(|(label, to)| {
            view! { <ButtonLink label to kind=ButtonKind::Quiet icon=IconName::Print /> }
        })
        .collect_view()
        .into_any()
}

fn take_back(order: OrderId, parcel: ParcelId) {
    let name = parcel.to_string();
    let command = Command::UndoHandOver {
        parcels: vec![(order, parcel)],
    };
    desk::perform(command, t!(order_parcel_taken_back, parcel = name));
}

fn confirm(order: OrderId, parcel: ParcelId) {
    let name = parcel.to_string();
    let command = Command::ConfirmDelivery {
        parcels: vec![(order, parcel)],
    };
    desk::perform(command, t!(order_delivery_confirmed, parcel = name));
}
