//! The label of a parcel, 4 by 6 inches: who sends, who receives, and what the carrier's scanner reads.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use super::sender::{sender, sender_lines};
use super::{lines_view, receiver};
use crate::screens::desk::Area;
use crate::screens::floor::read_hand;
use crate::ui::components::ButtonLink;
use crate::ui::locale::{t, text};
use crate::ui::routes::{Paper, Route};
use crate::view::floor::pack;
use crate::view::floor::{Hand, parcel_name, ship};
use crate::view::names;
use leptos::prelude::*;

/// What stands on the label of a parcel.
#[derive(Clone, Debug, PartialEq)]
struct OnLabel {
    order: String,
    name: String,
    place: usize,
    all: usize,
    weight_g: Option<u64>,
    carrier: Option<String>,
    service: Option<String>,
    number: Option<String>,
    to: Vec<String>,
}

fn on_label(hand: &Hand<'_>, order: &str, parcel: &str) -> Option<OnLabel> {
    let order = names::find_order(&hand.at, order)?;
    let id = names::find_parcel(&hand.at, parcel)?;
    let found = hand.at.state.parcel(&id)?;
    let parcels = pack::view(hand, Some(&order), None).parcels;
    let place = parcels.iter().position(|entry| entry.parcel == id);
    let label = found.label(&hand.at.relations()).map(|(_, label)| label);
    Some(OnLabel {
        order: names::shown_number(&hand.at, &order).to_owned(),
        name: parcel_name(&id),
        place: place.map_or(1, |place| place + 1),
        all: parcels.len(),
        weight_g: found.measured().and_then(|measured| measured.weight_g),
        carrier: ship::carrier_of(hand, found).map(|it| names::party_code(&hand.at, it)),
        service: label
            .and_then(|it| it.service.as_ref())
            .map(ToString::to_string),
        number: ship::number_of(hand, found),
        to: receiver(hand, &order),
    })
}

/// The label of a parcel.
#[component]
pub fn Label(order: String, parcel: String) -> impl IntoView {
    let (from, field) = sender();
    let slip = Route::Print(Paper::Slip(order.clone(), parcel.clone()));
    let tools = view! {
        {field}
        <div class="row">
            <ButtonLink label=t!(pack_print_slip) to=slip />
        </div>
    };
    let name = parcel.clone();
    let shown =
        Memo::new(move |_| read_hand(&[Area::Orders], |hand| on_label(hand, &order, &parcel)));
    let state = Signal::derive(move || match shown.with(Option::is_some) {
        true => State::Ready,
        false => State::Missing,
    });
    view! {
        <PrintFrame title=t!(prints_label, parcel = name) state=state tools=tools.into_any()>
            {move || shown.get().map(|shown| article(shown, from).into_any())}
        </PrintFrame>
    }
}

fn article(shown: OnLabel, from: RwSignal<String>) -> impl IntoView {
    let OnLabel {
        order,
        name,
        place,
        all,
        weight_g,
        carrier,
        service,
        number,
        to,
    } = shown;
    let carrier: Vec<String> = [carrier, service].into_iter().flatten().collect();
    let number = number.filter(|number| *number != name);
    let facts = move || {
        let mut facts = vec![text!(pack_order, order = order)];
        if all > 1 {
            facts.push(text!(prints_parcel_of, place = place, all = all));
        }
        if let Some(grams) = weight_g {
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
                <strong class="label-carrier">{carrier.join(" ")}</strong>
            </header>
            <div class="label-to">
                <span class="label-word">{t!(prints_to)}</span>
                {lines_view(to)}
            </div>
            <div class="label-facts">{facts}</div>
            <div class="label-code">
                {number.map(|number| view! { <Barcode code=number /> })}
                <Barcode code=name />
            </div>
        </article>
    }
}
