//! Which component shows which route, and in which part of the program it lies. A route without a part has no page: it
//! stands in no navigation, no palette and no help sheet, and its address shows "not found".
//!
//! To add a page: one line in [`part_of`] and one in the function of its part. Its route is in `routes.rs`.

use super::answers::AnswersPage;
use super::desk;
use super::floor::{
    Count, Deliver, FloorHere, FloorHome, Move, PackList, PackOrder, PickBatch, PickList, PutAway,
    PutBack, ReceiveCase, ReceiveList, ReturnCase, ReturnList, Ship, Transfer,
};
use super::imports::{ImportsPage, RepairPage};
use super::inbox::Inbox;
use super::orders::{BatchesPage, OrderNew, OrderPage, OrdersPage, ReturnsPage, VerificationPage};
use super::prints::PrintPage;
use super::privacy::{DataSubject, Privacy};
use super::setup::{Cartons, Channels, Partners, People, Warehouses};
use super::stock::{ItemNew, ItemPage, PlacesPage, PlanPage, StockPage};
use super::today::Today;
use super::workspace::{AtWorkPage, Diagnostics, ScannerTest, Settings, WorkspacePage};
use crate::ui::components::{Button, ButtonKind, EmptyState, IconName, PageHeader};
use crate::ui::locale::t;
use crate::ui::not_found::NotFound;
use crate::ui::parts::{self, PartName};
use crate::ui::routes::{Paper, Route};
use crate::view::rights::Work;
use leptos::prelude::*;

/// The part that a route's page lies in; `None` where it has no page.
pub(crate) fn part_of(route: &Route) -> Option<PartName> {
    match route {
        Route::Today => Some(PartName::Main),
        Route::Orders
        | Route::Order(_)
        | Route::OrderNew
        | Route::Verification
        | Route::Batches
        | Route::Returns => Some(PartName::Orders),
        Route::Floor
        | Route::FloorPick
        | Route::FloorPickBatch(_)
        | Route::FloorPack
        | Route::FloorPackOrder(_)
        | Route::FloorShip
        | Route::FloorDeliver
        | Route::FloorPutBack
        | Route::FloorReceive
        | Route::FloorReceiveCase(_)
        | Route::FloorMove
        | Route::FloorTransfer
        | Route::FloorPutAway
        | Route::FloorCount
        | Route::FloorReturn
        | Route::FloorHere(_)
        | Route::FloorReturnCase(..) => Some(PartName::Floor),
        Route::Stock | Route::Item(_) | Route::ItemNew | Route::Places | Route::Plan => {
            Some(PartName::Stock)
        }
        Route::Print(_) => Some(PartName::Paper),
        Route::People
        | Route::Partners
        | Route::Channels
        | Route::Warehouses
        | Route::Cartons
        | Route::Conflicts
        | Route::Privacy
        | Route::DataSubject(..)
        | Route::Imports
        | Route::Answers
        | Route::Repair
        | Route::Workspace
        | Route::Settings
        | Route::Scanner
        | Route::AtWork
        | Route::Diagnostics => Some(PartName::Workspace),
        _ => None,
    }
}

/// The work that a page is of, where a role is asked for it.
pub(crate) fn work_of(route: &Route) -> Option<Work> {
    match route {
        Route::FloorPick | Route::FloorPickBatch(_) => Some(Work::Pick),
        Route::FloorPack | Route::FloorPackOrder(_) => Some(Work::Pack),
        Route::FloorShip | Route::FloorDeliver => Some(Work::Ship),
        Route::FloorReceive | Route::FloorReceiveCase(_) => Some(Work::Receive),
        Route::FloorReturn | Route::FloorReturnCase(..) => Some(Work::Return),
        Route::Orders
        | Route::Order(_)
        | Route::OrderNew
        | Route::Verification
        | Route::Returns
        | Route::Print(
            Paper::Label(..) | Paper::Slip(..) | Paper::Return(..) | Paper::Manifest(_),
        ) => Some(Work::Orders),
        Route::Privacy
        | Route::DataSubject(..)
        | Route::Imports
        | Route::Answers
        | Route::Repair
        | Route::People => Some(Work::Office),
        _ => None,
    }
}

/// The page of a route, where whoever is signed in may do its work; else what to do.
pub(crate) fn view_of(route: Route) -> AnyView {
    match work_of(&route) {
        None => page_of(route),
        Some(work) => {
            let may = Memo::new(move |_| desk::may(work));
            (move || match may.get() {
                true => page_of(route.clone()),
                false => view! { <NotYourWork /> }.into_any(),
            })
            .into_any()
        }
    }
}

/// What stands where a page is of work that the roles of whoever is signed in do not reach.
#[component]
fn NotYourWork() -> impl IntoView {
    view! {
        <PageHeader title=t!(signin_not_your_work) />
        <EmptyState
            title=t!(signin_not_your_work)
            text=t!(signin_not_your_work_text)
            icon=IconName::Person
        >
            <Button
                label=t!(signin_other_person)
                kind=ButtonKind::Primary
                icon=IconName::Person
                on_press=|()| desk::lock()
                attr:data-test="other-person"
            />
        </EmptyState>
    }
}

fn page_of(route: Route) -> AnyView {
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
pub fn floor_page(route: Route) -> AnyView {
    match route {
        Route::Floor => view! { <FloorHome /> }.into_any(),
        Route::FloorPick => view! { <PickList /> }.into_any(),
        Route::FloorPickBatch(id) => view! { <PickBatch id /> }.into_any(),
        Route::FloorPack => view! { <PackList /> }.into_any(),
        Route::FloorPackOrder(id) => view! { <PackOrder id /> }.into_any(),
        Route::FloorShip => view! { <Ship /> }.into_any(),
        Route::FloorDeliver => view! { <Deliver /> }.into_any(),
        Route::FloorPutBack => view! { <PutBack /> }.into_any(),
        Route::FloorReceive => view! { <ReceiveList /> }.into_any(),
        Route::FloorReceiveCase(id) => view! { <ReceiveCase id /> }.into_any(),
        Route::FloorMove => view! { <Move /> }.into_any(),
        Route::FloorTransfer => view! { <Transfer /> }.into_any(),
        Route::FloorPutAway => view! { <PutAway /> }.into_any(),
        Route::FloorCount => view! { <Count /> }.into_any(),
        Route::FloorReturn => view! { <ReturnList /> }.into_any(),
        Route::FloorHere(code) => view! { <FloorHere code /> }.into_any(),
        Route::FloorReturnCase(order, number) => view! { <ReturnCase order number /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// The pages of orders.
pub fn orders_page(route: Route) -> AnyView {
    match route {
        Route::Orders => view! { <OrdersPage /> }.into_any(),
        Route::Order(id) => view! { <OrderPage id /> }.into_any(),
        Route::OrderNew => view! { <OrderNew /> }.into_any(),
        Route::Verification => view! { <VerificationPage /> }.into_any(),
        Route::Batches => view! { <BatchesPage /> }.into_any(),
        Route::Returns => view! { <ReturnsPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// The pages of stock.
pub fn stock_page(route: Route) -> AnyView {
    match route {
        Route::Stock => view! { <StockPage /> }.into_any(),
        Route::Item(code) => view! { <ItemPage code /> }.into_any(),
        Route::ItemNew => view! { <ItemNew /> }.into_any(),
        Route::Plan => view! { <PlanPage /> }.into_any(),
        Route::Places => view! { <PlacesPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// The pages of the workspace.
pub fn workspace_page(route: Route) -> AnyView {
    match route {
        Route::Imports => view! { <ImportsPage /> }.into_any(),
        Route::Answers => view! { <AnswersPage /> }.into_any(),
        Route::Repair => view! { <RepairPage /> }.into_any(),
        Route::Workspace => view! { <WorkspacePage /> }.into_any(),
        Route::Settings => view! { <Settings /> }.into_any(),
        Route::Scanner => view! { <ScannerTest /> }.into_any(),
        Route::AtWork => view! { <AtWorkPage /> }.into_any(),
        Route::People => view! { <People /> }.into_any(),
        Route::Partners => view! { <Partners /> }.into_any(),
        Route::Channels => view! { <Channels /> }.into_any(),
        Route::Cartons => view! { <Cartons /> }.into_any(),
        Route::Warehouses => view! { <Warehouses /> }.into_any(),
        Route::Conflicts => view! { <Inbox /> }.into_any(),
        Route::Privacy => view! { <Privacy /> }.into_any(),
        Route::DataSubject(kind, name) => view! { <DataSubject kind name /> }.into_any(),
        Route::Diagnostics => view! { <Diagnostics /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// The pages that go to paper.
pub fn paper_page(route: Route) -> AnyView {
    match route {
        Route::Print(paper) => view! { <PrintPage paper /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}
