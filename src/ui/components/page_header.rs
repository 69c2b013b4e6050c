//! The head of a page: its one heading, which is also the title of the window.

use leptos::prelude::*;

use crate::browser::page;
use crate::ui::locale::{Text, text};
use crate::ui::navigation;

/// The head of a page. Every page has exactly one; after a navigation its heading has the focus.
#[component]
pub fn PageHeader(
    /// What the page is, a noun.
    #[prop(into)]
    title: Text,
    /// One sentence under it: the state of a thing, or what a list holds.
    #[prop(optional, into)]
    summary: Option<Text>,
    /// The steps of the page, the primary one last.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = title.clone();
    Effect::new(move || page::set_title(&text!(shell_window_title, page = title)));
    Effect::new(navigation::heading_stands);
    view! {
        <header class="page-head">
            <div class="page-title">
                <h1 tabindex="-1">{heading}</h1>
                {summary.map(|summary| view! { <p class="page-summary">{summary}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}
