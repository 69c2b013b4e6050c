//! The label that a customer sends a return with: to us, with the return's number for the scanner at the dock.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use super::sender::{sender, sender_lines};
use super::{lines_view, receiver, whole_order};
use crate::domain::order::{Order, Return};
use crate::ui::locale::{t, text};
use leptos::prelude::*;

fn find_return(order: &Order, number: &str) -> Option<Return> {
    let mut returns = order.returns.iter();
    returns.find(|case| case.id.as_str() == number).cloned()
}

/// The label of a return.
#[component]
pub fn ReturnLabel(order: String, number: String) -> impl IntoView {
    let whole = whole_order(&order);
    let (to, field) = sender();
    let id = number.clone();
    let state = Signal::derive(move || {
        whole.with(|order| match order {
            None => State::Loading,
            Some(order) if find_return(order, &id).is_some() => State::Ready,
            Some(_) => State::Missing,
        })
    });
    let name = number.clone();
    view! {
        <PrintFrame title=t!(prints_return, return_id = name) state=state tools=field>
            {
                let number = number.clone();
                move || {
                    whole
                        .with(|order| {
                            let order = order.as_ref()?;
                            let case = find_return(order, &number)?;
                            Some(article(order, &case, to).into_any())
                        })
                }
            }
        </PrintFrame>
    }
}

fn article(order: &Order, case: &Return, to: RwSignal<String>) -> impl IntoView + use<> {
    let number = order.id.number().to_owned();
    let contents: Vec<(String, u32)> = case
        .lines
        .iter()
        .filter_map(|line| {
            let sku = &order.lines.get(usize::from(line.line))?.sku;
            Some((sku.to_string(), line.authorised))
        })
        .collect();
    let facts = move || {
        let mut facts = vec![text!(pack_order, order = number)];
        let content = |(item, n): &(String, u32)| text!(prints_return_line, n = *n, item = item);
        facts.extend(contents.iter().map(content));
        lines_view(facts)
    };
    view! {
        <article class="label-4x6" data-test="return-label">
            <header class="label-head">
                <div class="label-from">
                    <span class="label-word">{t!(prints_from)}</span>
                    {lines_view(receiver(order))}
                </div>
                <strong class="label-carrier">{t!(floor_return)}</strong>
            </header>
            <div class="label-to">
                <span class="label-word">{t!(prints_to)}</span>
                {sender_lines(to)}
            </div>
            <div class="label-facts">{facts}</div>
            <div class="label-code">
                <Barcode code=case.id.to_string() />
            </div>
        </article>
    }
}
