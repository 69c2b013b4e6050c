//! The label of a parcel, 4 by 6 inches: who sends, who receives, and what the carrier's scanner reads.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use super::sender::{sender, sender_lines};
use super::{lines_view, receiver, whole_order};
use crate::domain::order::{Order, Parcel};
use crate::ui::components::ButtonLink;
use crate::ui::locale::{t, text};
use crate::ui::routes::{Paper, Route};
use leptos::prelude::*;

/// A parcel of an order, with its place among the order's parcels.
pub fn find_parcel(order: &Order, id: &str) -> Option<(Parcel, usize, usize)> {
    let place = order
        .parcels
        .iter()
        .position(|parcel| parcel.id.as_str() == id)?;
    Some((order.parcels[place].clone(), place + 1, order.parcels.len()))
}

/// Whether the order is read, and has the parcel.
pub fn parcel_state(order: Memo<Option<Order>>, parcel: String) -> Signal<State> {
    Signal::derive(move || {
        order.with(|order| match order {
            None => State::Loading,
            Some(order) if find_parcel(order, &parcel).is_some() => State::Ready,
            Some(_) => State::Missing,
        })
    })
}

/// The label of a parcel.
#[component]
pub fn Label(order: String, parcel: String) -> impl IntoView {
    let whole = whole_order(&order);
    let (from, field) = sender();
    let slip = Route::Print(Paper::Slip(order, parcel.clone()));
    let tools = view! {
        {field}
        <div class="row">
            <ButtonLink label=t!(pack_print_slip) to=slip />
        </div>
    };
    let id = parcel.clone();
    let name = parcel.clone();
    view! {
        <PrintFrame
            title=t!(prints_label, parcel = name)
            state=parcel_state(whole, parcel)
            tools=tools.into_any()
        >
            {
                let id = id.clone();
                move || {
                    whole
                        .with(|order| {
                            let order = order.as_ref()?;
                            let (parcel, place, all) = find_parcel(order, &id)?;
                            Some(article(order, &parcel, place, all, from).into_any())
                        })
                }
            }
        </PrintFrame>
    }
}

fn article(
    order: &Order,
    parcel: &Parcel,
    place: usize,
    all: usize,
    from: RwSignal<String>,
) -> impl IntoView + use<> {
    let number = order.id.number().to_owned();
    let carrier = parcel.carrier.as_ref().map(ToString::to_string);
    let own = parcel.id.to_string();
    let tracking = parcel
        .tracking
        .as_ref()
        .map(ToString::to_string)
        .filter(|tracking| *tracking != own);
    let grams = parcel.weight_grams;
    let to = receiver(order);
    let facts = move || {
        let mut facts = vec![text!(pack_order, order = number)];
        if all > 1 {
            facts.push(text!(prints_parcel_of, place = place, all = all));
        }
        if let Some(grams) = grams {
            facts.push(text!(prints_grams, grams = grams));
        }
        lines_view(facts)
    };
    view! {
        <article class="label-4x6" data-test="label">
            <header class="label-head">
                <div class="label-from">
                    <span class="label-word">{t!(prints_from)}</span>
                    {sender_lines(from)}
                </div>
                <strong class="label-carrier">{carrier}</strong>
            </header>
            <div class="label-to">
                <span class="label-word">{t!(prints_to)}</span>
                {lines_view(to)}
            </div>
            <div class="label-facts">{facts}</div>
            <div class="label-code">
                {tracking.map(|tracking| view! { <Barcode code=tracking /> })}
                <Barcode code=own />
            </div>
        </article>
    }
}
