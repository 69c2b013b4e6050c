//! What a house sets up: people and their roles, partners, channels, warehouses.

mod cartons;
mod channel_form;
mod channels;
mod partner_form;
mod partners;
mod people;
mod people_forms;
mod retention;
mod warehouse_form;
mod warehouses;

pub use cartons::Cartons;
pub use channels::Channels;
pub use partners::Partners;
pub use people::People;
pub use warehouses::Warehouses;

use super::desk;
use super::section_links::SectionLinks;
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Contact, Content, Written};
use crate::trade::text::Words;
use crate::ui::components::{Button, ButtonKind};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::{Text, t};
use crate::ui::routes::Route;
use leptos::prelude::*;

/// A contact that is a name alone.
pub(in crate::screens) fn named(name: &str) -> Result<Option<Written>, Problem> {
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

/// What can be done with a card: it is changed, and retired or taken back.
#[component]
fn CardSteps(
    /// The name of the first button for tests.
    name: &'static str,
    /// Whether it is retired.
    retired: bool,
    /// Opens its form.
    #[prop(into)]
    on_change: Callback<()>,
    /// Retires it, or takes it back.
    #[prop(into)]
    on_retire: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="actions">
            <Button
                label=t!(setup_change)
                kind=ButtonKind::Quiet
                on_press=on_change
                attr:data-test=name
            />
            <Button
                label=if retired { t!(setup_back) } else { t!(setup_retire) }
                kind=ButtonKind::Quiet
                on_press=on_retire
            />
        </div>
    }
}

/// The links between the pages of the set-up.
#[component]
pub(super) fn SetupNav() -> impl IntoView {
    let links = vec![
        (Route::People, t!(setup_people), None),
        (Route::Partners, t!(setup_partners), None),
        (Route::Channels, t!(setup_channels), None),
        (Route::Warehouses, t!(setup_warehouses), None),
        (Route::Cartons, t!(carton_title), None),
        (Route::Privacy, t!(privacy_title), None),
    ];
    view! { <SectionLinks label=t!(setup_parts) links /> }
}
