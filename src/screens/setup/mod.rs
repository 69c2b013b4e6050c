//! What a house sets up: people and their roles, partners, channels, warehouses.

mod channels;
mod partners;
mod people;
mod people_forms;
mod warehouses;

pub use channels::Channels;
pub use partners::Partners;
pub use people::People;
pub use warehouses::Warehouses;

use super::desk;
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Contact, Content, Written};
use crate::trade::text::Words;
use crate::ui::components::ButtonLink;
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::{Text, t};
use crate::ui::routes::Route;
use leptos::prelude::*;

/// A contact that is a name alone.
fn named(name: &str) -> Result<Option<Written>, Problem> {
    let Ok(name) = Words::new(name) else {
        return Ok(None);
    };
    let contact = Contact {
        name: Some(name),
        company: None,
        lines: Vec::new(),
        city: None,
        region: None,
        post_code: None,
        country: None,
        phone: None,
        email: None,
    };
    desk::row(Slot::Contact, Content::Contact(Box::new(contact))).map(Some)
}

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}

/// The links between the pages of the set-up.
#[component]
fn SetupNav() -> impl IntoView {
    view! {
        <nav class="section-links" aria-label=t!(setup_parts)>
            <ButtonLink to=Route::People label=t!(setup_people) />
            <ButtonLink to=Route::Partners label=t!(setup_partners) />
            <ButtonLink to=Route::Channels label=t!(setup_channels) />
            <ButtonLink to=Route::Warehouses label=t!(setup_warehouses) />
        </nav>
    }
}
