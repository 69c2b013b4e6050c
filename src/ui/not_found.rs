//! The page of an address that the portal does not know.

use leptos::prelude::*;

use super::components::{ButtonKind, ButtonLink, PageHeader};
use super::locale::{t, text};
use super::navigation;
use super::routes::Route;

/// Says which address is unknown and leads back to the start.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PageHeader title=t!(shell_not_found_title) />
        <p class="prose">{t!(shell_not_found_text, address = navigation::route().path())}</p>
        <ButtonLink to=Route::Today label=move || text!(shell_not_found_back) kind=ButtonKind::Primary />
    }
}
