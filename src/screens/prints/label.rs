//! The label of a parcel, 4 by 6 inches: who sends, who receives, and what the carrier's scanner reads.

use super::frame::{PrintFrame, State};
use super::labels::{Drawn, One, papers};
use super::receiver;
use super::sender::sender;
use crate::exchange::label::forms::{self, ParcelLabel, ParcelWords};
use crate::exchange::label::{Label as Drawing, LabelError};
use crate::screens::desk::Area;
use crate::screens::floor::read_hand;
use crate::screens::words;
use crate::trade::id::OrderId;
use crate::trade::money::Terms;
use crate::trade::money::account::{amount, terms};
use crate::trade::quantity::{Amount, Currency};
use crate::ui::components::{ButtonLink, Notice};
use crate::ui::feedback::Tone;
use crate::ui::locale::{t, text};
use crate::ui::routes::{Paper, Route};
use crate::view::floor::pack;
use crate::view::floor::{Hand, parcel_name, ship};
use crate::view::names;
use leptos::prelude::*;
use std::sync::Arc;

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
    /// Country and post code, as far as they are told.
    routing: String,
    /// The numbers of labels that are void.
    void: Vec<String>,
    /// What the carrier collects at the door, in ten-thousandths, with its currency; on the first parcel of an order.
    collect: Option<(Amount, Currency)>,
}

/// What is due of an order that is paid at the door.
fn to_collect(hand: &Hand<'_>, order: &OrderId) -> Option<(Amount, Currency)> {
    let order = hand.at.state.order(order)?;
    let (_, placed) = order.placed()?;
    if terms(order) != Terms::CashOnDelivery {
        return None;
    }
    let due = hand.at.state.account(order).due();
    (due > 0).then(|| (amount(due), placed.currency))
}

fn on_label(hand: &Hand<'_>, order: &str, parcel: &str) -> Option<OnLabel> {
    let order = names::find_order(&hand.at, order)?;
    let id = names::find_parcel(&hand.at, parcel)?;
    let found = hand.at.state.parcel(&id)?;
    let parcels = pack::view(hand, Some(&order), None).parcels;
    let place = parcels.iter().position(|entry| entry.parcel == id);
    let relations = hand.at.relations();
    let label = found.label(&relations).map(|(_, label)| label);
    let numbers = found.numbers(&relations).into_iter();
    let void = numbers.filter(|(_, is_valid)| !is_valid);
    let void = void.map(|(number, _)| number.to_string()).collect();
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
        routing: routing(hand, &order),
        void,
        collect: match place.unwrap_or(0) {
            0 => to_collect(hand, &order),
            _ => None,
        },
    })
}

/// By what the carrier's hubs sort: country and post code.
fn routing(hand: &Hand<'_>, order: &OrderId) -> String {
    let Some(contact) = names::recipient(&hand.at, order) else {
        return String::new();
    };
    let country = contact.country.as_ref().map(ToString::to_string);
    let post_code = contact
        .post_code
        .as_ref()
        .map(|code| code.as_str().to_owned());
    let parts: Vec<String> = [country, post_code].into_iter().flatten().collect();
    parts.join("-")
}

/// The label of a parcel.
#[component]
pub fn Label(order: String, parcel: String) -> impl IntoView {
    let (from, field) = sender();
    let slip = Route::Print(Paper::Slip(order.clone(), parcel.clone()));
    let name = parcel.clone();
    let shown =
        Memo::new(move |_| read_hand(&[Area::Orders], |hand| on_label(hand, &order, &parcel)));
    // A label that was printed before and is void must not go onto the parcel.
    let void = move || {
        let numbers = shown.with(|shown| shown.as_ref().map(|shown| shown.void.clone()));
        let numbers = numbers.unwrap_or_default().join(", ");
        (!numbers.is_empty()).then(|| {
            view! {
                <Notice
                    tone=Tone::Attention
                    text=t!(prints_void, numbers = numbers.clone())
                    attr:data-test="void-labels"
                />
            }
        })
    };
    let tools = view! {
        {field}
        {void}
        <div class="row">
            <ButtonLink label=t!(pack_print_slip) to=slip />
        </div>
    };
    let state = Signal::derive(move || match shown.with(Option::is_some) {
        true => State::Ready,
        false => State::Missing,
    });
    let labels: Signal<Drawn> = Signal::derive(move || {
        let shown = shown.get().into_iter();
        let one = shown.map(|shown| One {
            of: shown.name.clone(),
            label: draw(&shown, &from.get()),
        });
        Arc::new(one.collect())
    });
    view! {
        <PrintFrame title=t!(prints_label, parcel = name) state=state tools=tools.into_any() labels=labels>
            {papers(labels, "label")}
        </PrintFrame>
    }
}

fn draw(shown: &OnLabel, from: &str) -> Result<Drawing, LabelError> {
    let number = shown.number.as_deref().filter(|it| *it != shown.name);
    let mut references = vec![text!(pack_order, order = shown.order.as_str())];
    if let Some((due, currency)) = &shown.collect {
        let amount = words::money(*due, currency);
        references.insert(0, text!(prints_collect, amount = amount));
    }
    if shown.all > 1 {
        references.push(text!(
            prints_parcel_of,
            place = shown.place,
            all = shown.all
        ));
    }
    if let Some(grams) = shown.weight_g {
        references.push(text!(prints_grams, grams = grams));
    }
    if shown.carrier.is_some() && number.is_none() {
        references.push(text!(prints_no_number));
    }
    let (sender_word, receiver_word) = (text!(prints_from), text!(prints_to));
    forms::parcel(&ParcelLabel {
        words: ParcelWords {
            from: &sender_word,
            to: &receiver_word,
        },
        sender: from,
        receiver: &shown.to.join("\n"),
        carrier: shown.carrier.as_deref().unwrap_or_default(),
        service: shown.service.as_deref().unwrap_or_default(),
        routing: &shown.routing,
        references: &references.join("\n"),
        tracking: number,
        sscc: None,
        number: Some(&shown.name),
    })
}
