//! Today: what must leave when, and what blocks it.

use leptos::prelude::*;

use super::components::{ButtonKind, ButtonLink, EmptyState, IconName, PageHeader};
use super::locale::t;
use super::pages;
use super::routes::Route;

/// The first page.
#[component]
pub fn Today() -> impl IntoView {
    view! {
        <PageHeader title=t!(today_title) />
        <EmptyState title=t!(today_empty_title) text=t!(today_empty_text) icon=IconName::Truck>
            {[(Route::Imports, t!(today_open_imports)), (Route::Settings, t!(today_open_settings))]
                .into_iter()
                .filter(|(route, _)| pages::exists(route))
                .map(|(to, label)| view! { <ButtonLink to label kind=ButtonKind::Secondary /> })
                .collect_view()}
        </EmptyState>
    }
}
