//! What goes to paper: labels of 4 by 6 inches, and sheets. Each has an address of its own, shows on screen what the
//! paper will show, and prints by a button, or at once where the task asks for it with `?print=1`.
//!
//! The print style sheet keeps everything but the paper away from the printer.

mod barcode;
mod bins;
mod commands;
mod frame;
mod item_label;
mod label;
mod labels;
mod manifest;
mod pick_list;
mod return_label;
mod sender;
mod slip;
mod totes;

use crate::screens::words;
use crate::trade::id::DocumentId;
use crate::trade::personal::Slot;
use crate::ui::locale::text;
use crate::ui::routes::Paper;
use crate::view::floor::Hand;
use crate::view::names;
use bins::Bins;
use commands::Commands;
use item_label::ItemPaper;
use label::Label;
use leptos::prelude::*;
use manifest::Manifest;
use pick_list::PickListSheet;
use return_label::ReturnPaper;
use slip::Slip;
use totes::Totes;

/// A sheet or label.
#[component]
pub fn PrintPage(
    /// What it is.
    paper: Paper,
) -> impl IntoView {
    match paper {
        Paper::Label(order, parcel) => view! { <Label order parcel /> }.into_any(),
        Paper::Slip(order, parcel) => view! { <Slip order parcel /> }.into_any(),
        Paper::PickList(batch) => view! { <PickListSheet batch /> }.into_any(),
        Paper::Manifest(carrier) => view! { <Manifest carrier /> }.into_any(),
        Paper::Bins => view! { <Bins /> }.into_any(),
        Paper::Commands => view! { <Commands /> }.into_any(),
        Paper::Return(order, number) => view! { <ReturnPaper order number /> }.into_any(),
        Paper::Item(code) => view! { <ItemPaper code /> }.into_any(),
        Paper::Totes => view! { <Totes /> }.into_any(),
    }
}

/// Where the goods of an order go, line by line: the address, or what is known without one.
fn receiver(hand: &Hand<'_>, order: &crate::trade::id::OrderId) -> Vec<String> {
    let Some(contact) = names::recipient(&hand.at, order) else {
        let document = DocumentId::Order(order.clone());
        let standing = hand.at.standing(&document, &Slot::Recipient);
        let withheld = words::withheld(standing).map(|word| word.get());
        let found = hand
            .at
            .state
            .order(order)
            .and_then(|order| order.destination());
        let country = found.and_then(|to| to.country.as_ref());
        let country = country.map(ToString::to_string);
        return withheld.into_iter().chain(country).collect();
    };
    let words = |words: &Option<crate::trade::text::Words>| {
        words.as_ref().map(|words| words.as_str().to_owned())
    };
    let mut lines: Vec<String> = [words(&contact.name), words(&contact.company)]
        .into_iter()
        .flatten()
        .collect();
    lines.extend(contact.lines.iter().map(|line| line.as_str().to_owned()));
    let city: Vec<String> = [words(&contact.post_code), words(&contact.city)]
        .into_iter()
        .flatten()
        .collect();
    if !city.is_empty() {
        lines.push(city.join(" "));
    }
    lines.extend(words(&contact.region));
    lines.extend(contact.country.as_ref().map(ToString::to_string));
    let phone = words(&contact.phone);
    lines.extend(phone.map(|number| text!(prints_telephone, number = number)));
    lines
}

/// Words one below the other.
fn lines_view(lines: Vec<String>) -> impl IntoView {
    lines
        .into_iter()
        .map(|line| view! { <span class="paper-line">{line}</span> })
        .collect_view()
}
