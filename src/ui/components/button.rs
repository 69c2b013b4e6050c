//! Buttons: a verb with its object.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use super::icon::{Icon, IconName};
use crate::browser::page;
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one next step of a page or dialog.
    Primary,
    /// Any other step.
    #[default]
    Secondary,
    /// A step beside the work: looks like text until it is touched.
    Quiet,
    /// Loses something that cannot be had again.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Secondary => "button secondary",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// Why a button does nothing: the field that is missing gets the focus and is named.
fn say_why(event: &MouseEvent) {
    let pressed = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let missing = pressed.as_ref().and_then(page::first_missing);
    let words = match missing {
        Some((field, label)) => {
            page::focus_on(&field);
            t!(components_fill_in, field = label)
        }
        None => t!(components_not_yet),
    };
    toast(Tone::Attention, words);
}

/// A button. While it is busy or disabled it keeps the focus and its place, and does nothing but say what is missing.
#[component]
pub fn Button(
    /// Verb and object: "Release 12 orders".
    #[prop(into)]
    label: Text,
    /// Runs when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// A symbol before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether its work is going on.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether the Enter key in its form presses it.
    #[prop(optional)]
    submit: bool,
) -> impl IntoView {
    let off = move || disabled.get() || busy.get();
    view! {
        <button
            class=kind.class()
            type=if submit { "submit" } else { "button" }
            aria-disabled=move || off().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click=move |event| {
                event.prevent_default();
                if !untrack(off) {
                    on_press.run(());
                } else if !busy.get_untracked() {
                    say_why(&event);
                }
            }
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span class="button-label">{label}</span>
        </button>
    }
}

/// A button of one symbol, with its words for screen readers and as a tip.
#[component]
pub fn IconButton(
    /// Verb and object.
    #[prop(into)]
    label: Text,
    /// The symbol.
    icon: IconName,
    /// Runs when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
    /// Whether it is held down: for a button that turns something on and off.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            class="icon-button"
            type="button"
            aria-label=label.clone()
            title=label
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_press.run(());
                }
            }
        >
            <Icon name=icon />
        </button>
    }
}

/// A link to a page that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where to and what for: "Open imports".
    #[prop(into)]
    label: Text,
    /// The page.
    to: Route,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// A symbol before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=navigation::href(&to)>
            {icon.map(|name| view! { <Icon name /> })}
            <span class="button-label">{label}</span>
        </a>
    }
}
