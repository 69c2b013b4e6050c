//! Which component shows which route, and in which part of the program it lies. A route without a part has no page: it
//! stands in no navigation, no palette and no help sheet, and its address shows "not found".
//!
//! To add a page: one line in [`part_of`] and one in the function of its part. Its route is in `routes.rs`.

use super::orders::{BatchesPage, OrderPage, OrdersPage, ReturnsPage, VerificationPage};
use super::today::Today;
use crate::ui::not_found::NotFound;
use crate::ui::parts::{self, PartName};
use crate::ui::routes::Route;
use leptos::prelude::*;

/// The part that a route's page lies in; `None` where it has no page.
pub(crate) fn part_of(route: &Route) -> Option<PartName> {
    match route {
        Route::Today => Some(PartName::Main),
        Route::Orders | Route::Order(_) | Route::Verification | Route::Batches | Route::Returns => {
            Some(PartName::Orders)
        }
        _ => None,
    }
}

/// The page of a route whose part has arrived.
pub(crate) fn view_of(route: Route) -> AnyView {
    let view = match part_of(&route) {
        Some(PartName::Main) => Some(view! { <Today /> }.into_any()),
        Some(part) => parts::page(part, route),
        None => None,
    };
    view.unwrap_or_else(|| view! { <NotFound /> }.into_any())
}

/// Whether a route has a page.
pub fn exists(route: &Route) -> bool {
    part_of(route).is_some()
}

/// The pages of the floor.
pub fn floor_page(_route: Route) -> AnyView {
    view! { <NotFound /> }.into_any()
}

/// The pages of orders.
pub fn orders_page(route: Route) -> AnyView {
    match route {
        Route::Orders => view! { <OrdersPage /> }.into_any(),
        Route::Order(id) => view! { <OrderPage id /> }.into_any(),
        Route::Verification => view! { <VerificationPage /> }.into_any(),
        Route::Batches => view! { <BatchesPage /> }.into_any(),
        Route::Returns => view! { <ReturnsPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// The pages of stock.
pub fn stock_page(_route: Route) -> AnyView {
    view! { <NotFound /> }.into_any()
}

/// The pages of the workspace.
pub fn workspace_page(_route: Route) -> AnyView {
    view! { <NotFound /> }.into_any()
}

/// The pages that go to paper.
pub fn paper_page(_route: Route) -> AnyView {
    view! { <NotFound /> }.into_any()
}
