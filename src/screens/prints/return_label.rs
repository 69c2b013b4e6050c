//! The label that a customer sends a return with: to us, with the return's number for the scanner at the bench.

use super::frame::{PrintFrame, State};
use super::labels::{Drawn, One, papers};
use super::receiver;
use super::sender::sender;
use crate::exchange::label::forms::{self, ParcelWords, ReturnLabel};
use crate::exchange::label::{Label, LabelError};
use crate::screens::desk::Area;
use crate::screens::floor::read_hand;
use crate::ui::components::Notice;
use crate::ui::feedback::Tone;
use crate::ui::locale::{t, text};
use crate::view::floor::{Hand, returns};
use crate::view::names;
use leptos::prelude::*;
use std::sync::Arc;

/// What stands on the label of a return.
#[derive(Clone, Debug, PartialEq)]
struct OnLabel {
    name: String,
    order: String,
    contents: Vec<(String, u64)>,
    from: Vec<String>,
}

fn on_label(hand: &Hand<'_>, number: &str) -> Option<OnLabel> {
    let rma = names::find_return(&hand.at, number)?;
    let view = returns::view(hand, Some(rma), None);
    let rows = view.rows.into_iter();
    let contents = rows.map(|row| (row.sku, row.to_come + row.undecided + row.decided));
    Some(OnLabel {
        name: view.name,
        order: view.number,
        contents: contents.collect(),
        from: view
            .order
            .map(|order| receiver(hand, &order))
            .unwrap_or_default(),
    })
}

/// The label of a return.
#[component]
pub fn ReturnPaper(order: String, number: String) -> impl IntoView {
    // The RMA's own number says all; the order stands in the address for people.
    drop(order);
    let (to, field) = sender();
    let name = number.clone();
    let shown = Memo::new(move |_| read_hand(&[Area::Orders], |hand| on_label(hand, &number)));
    let state = Signal::derive(move || match shown.with(Option::is_some) {
        true => State::Ready,
        false => State::Missing,
    });
    // Without an address of ours the parcel would go nowhere.
    let nowhere = move || {
        to.with(|to| to.trim().is_empty())
            .then(|| view! { <Notice tone=Tone::Attention text=t!(prints_no_sender) /> })
    };
    let tools = view! {
        {field}
        {nowhere}
    };
    let labels: Signal<Drawn> = Signal::derive(move || {
        let shown = shown.get().into_iter();
        let one = shown.map(|shown| One {
            of: shown.name.clone(),
            label: draw(&shown, &to.get()),
        });
        Arc::new(one.collect())
    });
    view! {
        <PrintFrame
            title=t!(prints_return, return_id = name)
            state=state
            tools=tools.into_any()
            labels=labels
        >
            {papers(labels, "return-label")}
        </PrintFrame>
    }
}

fn draw(shown: &OnLabel, to: &str) -> Result<Label, LabelError> {
    let mut references = vec![text!(pack_order, order = shown.order.as_str())];
    let contents = shown.contents.iter();
    references
        .extend(contents.map(|(item, n)| text!(prints_return_line, n = *n, item = item.as_str())));
    let (from_word, to_word, title) = (text!(prints_from), text!(prints_to), text!(floor_return));
    forms::returned(&ReturnLabel {
        words: ParcelWords {
            from: &from_word,
            to: &to_word,
        },
        title: &title,
        sender: &shown.from.join("\n"),
        receiver: to,
        references: &references.join("\n"),
        number: &shown.name,
    })
}
