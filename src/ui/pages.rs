//! Which component shows which route. A route without a line here has no page: it stands in no navigation, no palette
//! and no help sheet, and its address shows "not found".
//!
//! To add a page: one line in [`maker`]. Its route is in `routes.rs`.

use leptos::prelude::*;

use super::floor::{
    Deliver, FloorHome, PackList, PackOrder, PickBatch, PickList, PutBack, ReturnCase, ReturnList,
    Ship,
};
use super::imports::ImportsPage;
use super::not_found::NotFound;
use super::orders::{BatchesPage, OrderPage, OrdersPage, ReturnsPage, VerificationPage};
use super::prints::PrintPage;
use super::routes::Route;
use super::stock::{ItemPage, PlacesPage, StockPage};
use super::today::Today;
use super::workspace::{Diagnostics, Settings, WorkspacePage};

type Maker = Box<dyn FnOnce() -> AnyView>;

fn maker(route: Route) -> Option<Maker> {
    match route {
        Route::Today => page(|| view! { <Today /> }),
        Route::Workspace => page(|| view! { <WorkspacePage /> }),
        Route::Settings => page(|| view! { <Settings /> }),
        Route::Diagnostics => page(|| view! { <Diagnostics /> }),
        Route::Stock => page(|| view! { <StockPage /> }),
        Route::Item(code) => page(move || view! { <ItemPage code /> }),
        Route::Places => page(|| view! { <PlacesPage /> }),
        Route::Floor => page(|| view! { <FloorHome /> }),
        Route::FloorPick => page(|| view! { <PickList /> }),
        Route::FloorPickBatch(id) => page(move || view! { <PickBatch id /> }),
        Route::Orders => page(|| view! { <OrdersPage /> }),
        Route::Order(id) => page(move || view! { <OrderPage id /> }),
        Route::Verification => page(|| view! { <VerificationPage /> }),
        Route::Batches => page(|| view! { <BatchesPage /> }),
        Route::Returns => page(|| view! { <ReturnsPage /> }),
        Route::FloorPack => page(|| view! { <PackList /> }),
        Route::Print(paper) => page(move || view! { <PrintPage paper /> }),
        Route::FloorShip => page(|| view! { <Ship /> }),
        Route::FloorDeliver => page(|| view! { <Deliver /> }),
        Route::FloorPutBack => page(|| view! { <PutBack /> }),
        Route::FloorReturn => page(|| view! { <ReturnList /> }),
        Route::FloorReturnCase(order, number) => {
            page(move || view! { <ReturnCase order number /> })
        }
        Route::FloorPackOrder(id) => page(move || view! { <PackOrder id /> }),
        Route::Imports => page(|| view! { <ImportsPage /> }),
        _ => None,
    }
}

/// The page of a route.
pub fn view_of(route: Route) -> AnyView {
    match maker(route) {
        Some(make) => make(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// Whether a route has a page.
pub fn exists(route: &Route) -> bool {
    maker(route.clone()).is_some()
}

fn page<V: IntoView + 'static>(make: impl FnOnce() -> V + 'static) -> Option<Maker> {
    // Each page is type-erased at its border: the shell's own type does not hold all of them.
    Some(Box::new(move || make().into_any()))
}
