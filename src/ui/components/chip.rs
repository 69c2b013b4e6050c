//! Chips: short words that filter a list or belong to a thing.

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use crate::ui::locale::{Text, t};

/// A filter of a list that is on or off, with the number of rows behind it where it is known.
#[component]
pub fn FilterChip(
    /// What the list shows with it.
    #[prop(into)]
    label: Text,
    /// Whether it is on.
    #[prop(into)]
    active: Signal<bool>,
    /// Runs when it is pressed.
    #[prop(into)]
    on_toggle: Callback<()>,
    /// How many rows it would show, already written the way of the language.
    #[prop(optional, into)]
    count: Option<Text>,
) -> impl IntoView {
    view! {
        <button
            class="chip filter"
            type="button"
            aria-pressed=move || if active.get() { "true" } else { "false" }
            on:click=move |_| on_toggle.run(())
        >
            {move || active.get().then(|| view! { <Icon name=IconName::Check /> })}
            <span>{label}</span>
            {count.map(|count| view! { <span class="chip-count">{count}</span> })}
        </button>
    }
}

/// A word that belongs to a thing and can be taken off, such as a tag or a chosen filter value.
#[component]
pub fn Chip(
    /// The word.
    #[prop(into)]
    label: Text,
    /// Takes it off; without it the chip only shows.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let remove_label = {
        let label = label.clone();
        t!(components_remove_chip, name = label)
    };
    view! {
        <span class="chip">
            <span>{label}</span>
            {on_remove
                .map(|on_remove| {
                    view! {
                        <button class="chip-remove" type="button" aria-label=remove_label on:click=move |_| on_remove.run(())>
                            <Icon name=IconName::Cross />
                        </button>
                    }
                })}
        </span>
    }
}
