//! The links between the pages of the orders.

use leptos::prelude::*;

use super::index::ask;
use crate::intake::repair;
use crate::screens::desk::{self, Area};
use crate::screens::section_links::SectionLinks;
use crate::ui::locale::t;
use crate::ui::routes::Route;
use crate::view::answers;

/// Links to the list, verification, pick batches, returns, the repair list, imports and answers, each with how much waits there.
#[component]
pub fn OrdersNav() -> impl IntoView {
    let unverified = Memo::new(|_| ask(|index| index.counts(0, 0).unverified));
    let batches = Memo::new(|_| {
        desk::read(&[Area::Floor], |at| {
            let open = at.state.open_batches();
            open.count()
        })
    });
    let returns = Memo::new(|_| desk::read(&[Area::Orders], |at| at.state.open_rmas().count()));
    let answers =
        Memo::new(|_| desk::read(&[Area::Orders, Area::Catalog], answers::untold_parcels));
    let to_mend = Memo::new(|_| desk::read(&[Area::Orders, Area::Catalog], repair::waits));
    let links = vec![
        (Route::Orders, t!(orders_nav_all), None),
        (
            Route::Verification,
            t!(orders_nav_verification),
            Some(unverified),
        ),
        (Route::Batches, t!(orders_nav_batches), Some(batches)),
        (Route::Returns, t!(orders_nav_returns), Some(returns)),
        (Route::Repair, t!(orders_nav_repair), Some(to_mend)),
        (Route::Imports, t!(orders_nav_imports), None),
        (Route::Answers, t!(answers_nav), Some(answers)),
    ];
    view! { <SectionLinks label=t!(orders_parts) links /> }
}
