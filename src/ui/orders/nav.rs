//! The links between the pages of the orders.

use leptos::prelude::*;

use super::index::ask;
use crate::domain::workspace::OrderHead;
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t};
use crate::ui::routes::Route;
use crate::ui::{navigation, pages, trade};

/// How many returns wait for something to be done.
pub(super) fn open_returns(head: &OrderHead) -> usize {
    head.returns.iter().filter(|case| !case.closed).count()
}

/// Links to the list, verification, pick batches, returns and imports, each with how much waits there.
#[component]
pub fn OrdersNav() -> impl IntoView {
    let unverified = Memo::new(|_| ask(|index| index.counts(0).unverified));
    let batches = Memo::new(|_| {
        desk::read(&[Area::Floor], |state| {
            state.batches.values().filter(|b| !b.finished).count()
        })
    });
    let returns = Memo::new(|_| {
        desk::read(&[Area::Orders], |state| {
            state.heads().map(open_returns).sum::<usize>()
        })
    });
    let none = Memo::new(|_| 0_usize);
    let links: [(Route, Text, Memo<usize>); 5] = [
        (Route::Orders, t!(orders_nav_all), none),
        (Route::Verification, t!(orders_nav_verification), unverified),
        (Route::Batches, t!(orders_nav_batches), batches),
        (Route::Returns, t!(orders_nav_returns), returns),
        (Route::Imports, t!(orders_nav_imports), none),
    ];
    view! {
        <nav class="section-links" aria-label=t!(orders_parts)>
            {links
                .into_iter()
                .filter(|(route, _, _)| pages::exists(route))
                .map(|(route, words, waiting)| {
                    let address = navigation::href(&route);
                    let current = Memo::new(move |_| navigation::route() == route);
                    view! {
                        <a href=address aria-current=move || current.get().then_some("page")>
                            <span>{words}</span>
                            {move || {
                                let count = waiting.get();
                                (count > 0)
                                    .then(|| view! { <span class="chip-count">{trade::figure(count as u32)}</span> })
                            }}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}
