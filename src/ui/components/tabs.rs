//! Tabs: several views of one thing.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser::page;
use crate::ui::locale::Text;

/// One tab: its name in the address or in the program, and its words.
pub type Tab = (&'static str, Text);

/// A row of tabs. The chosen one belongs to the caller, best in the query of the address. Show each view in a
/// [`TabPanel`] of the same name.
#[component]
pub fn Tabs(
    /// What the views are of, for screen readers.
    #[prop(into)]
    label: Text,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The name of the chosen tab.
    #[prop(into)]
    selected: Signal<String>,
    /// Runs with the name of the tab that a person chooses.
    #[prop(into)]
    on_select: Callback<&'static str>,
) -> impl IntoView {
    let names: Vec<&'static str> = tabs.iter().map(|(name, _)| *name).collect();
    let on_keydown = move |event: KeyboardEvent| {
        let position = names
            .iter()
            .position(|name| *name == selected.get_untracked())
            .unwrap_or_default();
        let next = match event.key().as_str() {
            "ArrowRight" => (position + 1) % names.len(),
            "ArrowLeft" => (position + names.len() - 1) % names.len(),
            "Home" => 0,
            "End" => names.len() - 1,
            _ => return,
        };
        event.prevent_default();
        on_select.run(names[next]);
        page::focus(&format!("#tab-{}", names[next]));
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_keydown>
            {tabs
                .into_iter()
                .map(|(name, words)| {
                    let chosen = move || selected.get() == name;
                    view! {
                        <button
                            class="tab"
                            type="button"
                            role="tab"
                            id=format!("tab-{name}")
                            aria-controls=format!("panel-{name}")
                            aria-selected=move || if chosen() { "true" } else { "false" }
                            tabindex=move || if chosen() { "0" } else { "-1" }
                            on:click=move |_| on_select.run(name)
                        >
                            {words}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// The view of a tab.
#[component]
pub fn TabPanel(
    /// The name of its tab.
    name: &'static str,
    /// The view.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="tab-panel" role="tabpanel" id=format!("panel-{name}") aria-labelledby=format!("tab-{name}")>
            {children()}
        </div>
    }
}
