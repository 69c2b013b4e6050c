//! What a file would tell: its figures, its first rows, and what it leaves out.

use super::words as said;
use crate::screens::words;
use crate::ui::components::Notice;
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::answers::{Gone, LeftOut, Made};
use leptos::prelude::*;
use std::sync::Arc;

/// How many of those that are left out are listed.
const LISTED_MAX: usize = 50;

pub(super) fn first_rows(made: &Arc<Made>) -> impl IntoView + use<> {
    let preview = made.preview.clone();
    let shown = preview.rows.len();
    let rows = made.written.rows;
    let (things, formulas) = (made.told.len(), made.written.formulas);
    let unnumbered = made.unnumbered;
    let row = |cells: Vec<String>| {
        view! { <tr>{cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
    };
    let has_rows = shown > 0;
    view! {
        <p class="row" data-test="answer-figures">
            <span class="strong">{t!(answers_things, n = things)}</span>
            <span class="quiet-text">{t!(answers_rows, n = rows)}</span>
        </p>
        {(unnumbered > 0)
            .then(|| view! { <Notice tone=Tone::Attention text=t!(answers_unnumbered, n = unnumbered) /> })}
        {(formulas > 0)
            .then(|| view! { <Notice tone=Tone::Attention text=t!(answers_formulas, n = formulas) /> })}
        {has_rows
            .then(|| {
                view! {
                    <div
                        class="scroll-x"
                        tabindex="0"
                        role="region"
                        aria-label=t!(answers_first_rows, n = shown)
                    >
                        <table translate="no" class="import-preview" data-test="answer-preview">
                            <caption>{t!(answers_first_rows, n = shown)}</caption>
                            <thead>
                                <tr>
                                    {preview
                                        .headings
                                        .into_iter()
                                        .map(|name| view! { <th scope="col">{name}</th> })
                                        .collect_view()}
                                </tr>
                            </thead>
                            <tbody>{preview.rows.into_iter().map(row).collect_view()}</tbody>
                        </table>
                    </div>
                }
            })}
    }
}

pub(super) fn left_out(all: Vec<LeftOut>) -> Option<impl IntoView> {
    if all.is_empty() {
        return None;
    }
    let count = all.len();
    let more = count.saturating_sub(LISTED_MAX);
    let line = |one: LeftOut| {
        let name = match one.order {
            Some(order) => {
                let to = navigation::href(&Route::Order(order));
                view! { <a href=to class="code">{one.what}</a> }.into_any()
            }
            None => view! { <span class="code">{one.what}</span> }.into_any(),
        };
        view! {
            <li data-test="left-out">
                {name} " " <span>{said::why(&one.why)}</span> " "
                <span class="quiet-text">{said::detail(&one.why)}</span>
            </li>
        }
    };
    Some(view! {
        <section class="section" aria-labelledby="left-out-title">
            <h2 id="left-out-title">{t!(answers_left_out, n = count)}</h2>
            <ul class="plain-list">{all.into_iter().take(LISTED_MAX).map(line).collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="quiet-text">{t!(answers_and_more, n = more)}</p> })}
        </section>
    })
}

/// What a channel believes to have left and is here.
pub(super) fn gone(all: Vec<Gone>) -> impl IntoView {
    let line = |one: Gone| {
        let numbers = one.orders.join(", ");
        let order = one
            .address
            .map(|order| navigation::href(&Route::Order(order)));
        let says = Text::computed(move || text!(answers_gone, order = numbers.as_str()));
        view! {
            <Notice tone=Tone::Wrong text=says>
                {order.map(|to| view! { <a href=to>{t!(answers_open_order)}</a> })}
            </Notice>
        }
    };
    all.into_iter().map(line).collect_view()
}

/// When something was, in a text.
pub(super) fn when(ms: i64) -> Text {
    Text::computed(move || words::moment(ms))
}
