//! Settings of this device: theme, language, keys; and when the screens of the workspace lock.

use leptos::prelude::*;

use crate::screens::desk::{self, Area};
use crate::trade::settings::Setting;
use crate::trade::settings::commands::SettingCommand;
use crate::ui::commands::{set_single_keys, single_keys};
use crate::ui::components::{ButtonLink, Checkbox, IconName, PageHeader, unique_id};
use crate::ui::locale::{Language, Text, language, set_language, t};
use crate::ui::routes::{Paper, Route};
use crate::ui::theme::{Theme, set_theme, theme, theme_name};
use crate::view::rights::Work;
use crate::view::sign_in::lock_after_ms;

/// The minutes without a touch that are offered before a screen locks; 0 is never.
const LOCK_MINUTES: [u32; 5] = [0, 1, 5, 15, 60];

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
            <LockAfter />
            <Packing />
            <Checkbox label=t!(settings_single_keys) hint=t!(settings_single_keys_hint) checked=keys_on />
            <p class="floor-home-links">
                <ButtonLink label=t!(scan_test) to=Route::Scanner icon=IconName::Scan />
                <ButtonLink label=t!(scan_print_sheet) to=Route::Print(Paper::Commands) icon=IconName::Print />
            </p>
        </div>
    }
}

/// After how many minutes without a touch a screen locks. It holds for all devices of the workspace, and is asked only
/// where several people work.
#[component]
fn LockAfter() -> impl IntoView {
    let several = Memo::new(|_| desk::are_several());
    let chosen = Memo::new(|_| desk::read(&[Area::Catalog], lock_after_ms));
    let choice = move |minutes: u32| {
        let seconds = (minutes > 0).then_some(minutes * 60);
        let label = match minutes {
            0 => t!(signin_never),
            minutes => t!(signin_minutes, n = minutes),
        };
        view! {
            <Choice
                group="lock-after"
                label
                chosen=Signal::derive(move || {
                    chosen.get() == seconds.map(|seconds| i64::from(seconds) * 1_000)
                })
                on_choose=move |()| {
                    let settings = vec![Setting::LockAfterSeconds(seconds)];
                    desk::perform(SettingCommand::Set { settings }, t!(setup_saved));
                }
            />
        }
    };
    view! {
        <Show when=move || several.get()>
            <fieldset class="choice" data-test="lock-after">
                <legend>{t!(signin_lock_after)}</legend>
                <p class="field-hint">{t!(signin_lock_after_hint)}</p>
                {LOCK_MINUTES.into_iter().map(choice).collect_view()}
            </fieldset>
        </Show>
    }
}

/// What holds at the pack tables of all devices.
#[component]
fn Packing() -> impl IntoView {
    let set = |read: fn(&Setting) -> Option<bool>, unset: bool| {
        let now = Memo::new(move |_| {
            desk::read(&[Area::Catalog], |at| {
                let mut fields = at.state.settings().fields();
                fields.find_map(read).unwrap_or(unset)
            })
        });
        let shown = RwSignal::new(now.get_untracked());
        Effect::new(move || shown.set(now.get()));
        (now, shown)
    };
    let follow = |(now, shown): (Memo<bool>, RwSignal<bool>), make: fn(bool) -> Setting| {
        Effect::watch(
            move || shown.get(),
            move |wanted, _, _| {
                if *wanted != now.get_untracked() {
                    let settings = vec![make(*wanted)];
                    desk::perform(SettingCommand::Set { settings }, t!(setup_saved));
                }
            },
            false,
        );
        shown
    };
    let by_count = set(
        |field| match field {
            Setting::PackByCount(may) => Some(*may),
            _ => None,
        },
        true,
    );
    let prints = set(
        |field| match field {
            Setting::PrintLabels(prints) => Some(*prints),
            _ => None,
        },
        false,
    );
    let by_count = follow(by_count, Setting::PackByCount);
    let prints = follow(prints, Setting::PrintLabels);
    view! {
        <Show when=|| desk::may(Work::Office)>
            <fieldset class="choice" data-test="packing-settings">
                <legend>{t!(settings_packing)}</legend>
                <p class="field-hint">{t!(signin_lock_after_hint)}</p>
                <Checkbox label=t!(settings_by_count) hint=t!(settings_by_count_hint) checked=by_count />
                <Checkbox label=t!(settings_print_labels) hint=t!(settings_print_labels_hint) checked=prints />
            </fieldset>
        </Show>
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
