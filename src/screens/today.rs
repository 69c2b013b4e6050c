//! The start: what is to be done today.

use crate::ui::components::PageHeader;
use crate::ui::locale::t;
use leptos::prelude::*;

/// The start page.
#[component]
pub fn Today() -> impl IntoView {
    view! { <PageHeader title=t!(shell_today) /> }
}
