//! The label that a customer sends a return with: to us, with the return's number for the scanner at the bench.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use super::sender::{sender, sender_lines};
use super::{lines_view, receiver};
use crate::screens::desk::Area;
use crate::screens::floor::read_hand;
use crate::ui::locale::{t, text};
use crate::view::floor::{Hand, returns};
use crate::view::names;
use leptos::prelude::*;

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
pub fn ReturnLabel(order: String, number: String) -> impl IntoView {
    // The RMA's own number says all; the order stands in the address for people.
    drop(order);
    let (to, field) = sender();
    let name = number.clone();
    let shown = Memo::new(move |_| read_hand(&[Area::Orders], |hand| on_label(hand, &number)));
    let state = Signal::derive(move || match shown.with(Option::is_some) {
        true => State::Ready,
        false => State::Missing,
    });
    view! {
        <PrintFrame title=t!(prints_return, return_id = name) state=state tools=field>
            {move || shown.get().map(|shown| article(shown, to).into_any())}
        </PrintFrame>
    }
}

fn article(shown: OnLabel, to: RwSignal<String>) -> impl IntoView {
    let OnLabel {
        name,
        order,
        contents,
        from,
    } = shown;
    let facts = move || {
        let mut facts = vec![text!(pack_order, order = order)];
        let content = |(item, n): &(String, u64)| text!(prints_return_line, n = *n, item = item);
        facts.extend(contents.iter().map(content));
        lines_view(facts)
    };
    // Without an address of ours the parcel would go nowhere.
    let nowhere = move || to.with(|to| to.trim().is_empty());
    view! {
        <article class="label-4x6" data-test="return-label">
            <header class="label-head">
                <div class="label-from">
                    <span class="label-word">{t!(prints_from)}</span>
                    {lines_view(from)}
                </div>
                <strong class="label-carrier">{t!(floor_return)}</strong>
            </header>
            <div class="label-to">
                <span class="label-word">{t!(prints_to)}</span>
                {sender_lines(to)}
                {move || nowhere().then(|| view! { <span class="paper-line">{t!(prints_no_sender)}</span> })}
            </div>
            <div class="label-facts">{facts}</div>
            <div class="label-code">
                <Barcode code=name />
            </div>
        </article>
    }
}
