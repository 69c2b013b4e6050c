//! Settings of this device: theme, language, keys.

use leptos::prelude::*;

use crate::ui::commands::{set_single_keys, single_keys};
use crate::ui::components::{Checkbox, PageHeader, unique_id};
use crate::ui::locale::{Language, Text, language, set_language, t};
use crate::ui::theme::{Theme, set_theme, theme, theme_name};

/// The settings page.
#[component]
pub fn Settings() -> impl IntoView {
    let keys_on = RwSignal::new(untrack(single_keys));
    Effect::watch(
        move || keys_on.get(),
        |on, _, _| set_single_keys(*on),
        false,
    );
    view! {
        <PageHeader title=t!(settings_title) summary=t!(settings_summary) />
        <div class="stack settings">
            <fieldset class="choice">
                <legend>{t!(settings_theme)}</legend>
                {Theme::ALL
                    .into_iter()
                    .map(|choice| {
                        view! {
                            <Choice
                                group="theme"
                                label=theme_name(choice)
                                chosen=Signal::derive(move || theme() == choice)
                                on_choose=move |()| set_theme(choice)
                            />
                        }
                    })
                    .collect_view()}
            </fieldset>
            <fieldset class="choice">
                <legend>{t!(settings_language)}</legend>
                {Language::ALL
                    .into_iter()
                    .map(|choice| {
                        view! {
                            <Choice
                                group="language"
                                label=choice.own_name()
                                language=choice.tag()
                                chosen=Signal::derive(move || language() == choice)
                                on_choose=move |()| set_language(choice)
                            />
                        }
                    })
                    .collect_view()}
            </fieldset>
            <Checkbox label=t!(settings_single_keys) hint=t!(settings_single_keys_hint) checked=keys_on />
        </div>
    }
}

/// One of several choices.
#[component]
fn Choice(
    group: &'static str,
    #[prop(into)] label: Text,
    #[prop(optional)] language: Option<&'static str>,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    let id = unique_id(group);
    view! {
        <div class="radio">
            <input
                type="radio"
                id=id.clone()
                name=group
                prop:checked=move || chosen.get()
                on:change=move |_| on_choose.run(())
            />
            <label for=id lang=language>
                {label}
            </label>
        </div>
    }
}
