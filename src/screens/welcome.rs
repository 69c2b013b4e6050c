//! The first minute: nothing is here yet.

use crate::ui::components::PageHeader;
use crate::ui::locale::t;
use leptos::prelude::*;

/// What a device shows on which no workspace was founded.
#[component]
pub fn Welcome() -> impl IntoView {
    view! { <PageHeader title=t!(shell_today) /> }
}
