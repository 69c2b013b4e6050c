//! A menu behind a button.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use super::icon::{Icon, IconName};
use super::unique_id::unique_id;
use crate::browser::page;
use crate::ui::locale::Text;

/// A button that opens a menu of [`MenuItem`]s. Arrow keys move, Esc closes, a press outside closes.
#[component]
pub fn Menu(
    /// The words of the button; shown, or only told where `icon_only` is set.
    #[prop(into)]
    label: Text,
    /// The symbol of the button.
    icon: IconName,
    /// Whether the button shows its symbol only.
    #[prop(optional)]
    icon_only: bool,
    /// The class of the button, where it is to look like its neighbours.
    #[prop(optional)]
    button_class: Option<&'static str>,
    /// The class beside `menu`; `upward` opens it above the button.
    #[prop(default = "")]
    class: &'static str,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let id = unique_id("menu");
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    provide_context(CloseMenu(Callback::new(move |()| {
        open.set(false);
        focus(button.get_untracked().map(Into::into));
    })));
    let on_keydown = move |event: KeyboardEvent| {
        if !open.get_untracked() {
            return;
        }
        match event.key().as_str() {
            "Escape" => {
                open.set(false);
                focus(button.get_untracked().map(Into::into));
            }
            "ArrowDown" => step(list, 1),
            "ArrowUp" => step(list, -1),
            "Home" => focus(items(list).first().cloned()),
            "End" => focus(items(list).last().cloned()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_focusout = move |event: FocusEvent| {
        let inside = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok())
            .is_some_and(|node| {
                root.get_untracked()
                    .is_some_and(|root| root.contains(Some(&node)))
            });
        if !inside {
            open.set(false);
        }
    };
    Effect::new(move || {
        if list.get().is_some() {
            focus(items(list).first().cloned());
        }
    });
    let words = label.clone();
    view! {
        <div class=format!("menu {class}") node_ref=root on:keydown=on_keydown on:focusout=on_focusout>
            <button
                class=button_class.unwrap_or(if icon_only { "icon-button" } else { "button quiet" })
                type="button"
                node_ref=button
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=id.clone()
                aria-label=label.clone()
                title=label.clone()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon name=icon />
                {(!icon_only).then(|| view! { <span class="button-label">{words}</span> })}
            </button>
            <Show when=move || open.get()>
                <div class="menu-list" id=id.clone() role="menu" tabindex="-1" node_ref=list>
                    {children()}
                </div>
            </Show>
        </div>
    }
}

/// Closes the menu around an item.
#[derive(Clone, Copy)]
struct CloseMenu(Callback<()>);

/// One step of a menu, or one choice where `checked` is given.
#[component]
pub fn MenuItem(
    /// Verb and object, or the choice.
    #[prop(into)]
    label: Text,
    /// Runs when it is chosen; the menu closes first.
    #[prop(into)]
    on_choose: Callback<()>,
    /// The symbol before it.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Whether this is the current choice.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// Whether the menu stays open: for several choices after each other.
    #[prop(optional)]
    stays: bool,
) -> impl IntoView {
    let close = use_context::<CloseMenu>();
    let shown = move || checked.map(|checked| checked.get());
    view! {
        <button
            class="menu-item"
            type="button"
            tabindex="-1"
            role=match (checked.is_some(), stays) {
                (false, _) => "menuitem",
                (true, false) => "menuitemradio",
                (true, true) => "menuitemcheckbox",
            }
            aria-checked=move || shown().map(|checked| if checked { "true" } else { "false" })
            on:click=move |_| {
                if let Some(CloseMenu(close)) = close.filter(|_| !stays) {
                    close.run(());
                }
                on_choose.run(());
            }
        >
            {move || {
                let symbol = if shown() == Some(true) { Some(IconName::Check) } else { icon };
                symbol.map(|name| view! { <Icon name /> })
            }}
            <span>{label}</span>
        </button>
    }
}

fn items(list: NodeRef<html::Div>) -> Vec<HtmlElement> {
    let Some(found) = list
        .get_untracked()
        .and_then(|list| list.query_selector_all("button").ok())
    else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into().ok())
        .collect()
}

fn step(list: NodeRef<html::Div>, by: isize) {
    let items = items(list);
    let active = page::document().and_then(|document| document.active_element());
    let position = items
        .iter()
        .position(|item| active.as_ref().is_some_and(|active| **item == *active));
    let count = items.len() as isize;
    if count > 0 {
        let next = position.map_or(0, |position| (position as isize + by).rem_euclid(count));
        focus(items.get(next as usize).cloned());
    }
}

fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        page::focus_on(&element);
    }
}
