//! The links between the pages of the orders.

use leptos::prelude::*;

use super::index::ask;
use crate::screens::desk::{self, Area};
use crate::screens::{pages, words};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;

/// Links to the list, verification, pick batches, returns and imports, each with how much waits there.
#[component]
pub fn OrdersNav() -> impl IntoView {
    let unverified = Memo::new(|_| ask(|index| index.counts(0, 0).unverified));
    let batches = Memo::new(|_| {
        desk::read(&[Area::Floor], |at| {
            let open = at.state.batches().filter(|(_, batch)| !batch.is_finished());
            open.count()
        })
    });
    let returns = Memo::new(|_| {
        desk::read(&[Area::Orders], |at| {
            at.state.rmas().filter(|(_, rma)| !rma.is_closed()).count()
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
                                    .then(|| {
                                        view! { <span class="chip-count">{words::figure(count as i128)}</span> }
                                    })
                            }}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}
