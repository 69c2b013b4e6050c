//! A modal dialog and a panel at the side.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::icon::IconName;
use super::unique_id::unique_id;
use crate::browser::{errors, page};
use crate::ui::locale::{Text, t};

/// A modal dialog on the native `<dialog>`: the browser traps the focus, makes the rest inert and gives the focus back.
/// Its contents live only while it is open.
#[component]
pub fn Dialog(
    /// Its title, a noun.
    #[prop(into)]
    title: Text,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Runs when a person closes it by Esc, by its cross, or by a click beside it. Set `open` to false there.
    #[prop(into)]
    on_close: Callback<()>,
    /// The class for its width and form, beside `dialog`.
    #[prop(default = "")]
    class: &'static str,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let title_id = unique_id("dialog");
    let labelled_by = title_id.clone();
    Effect::new(move || {
        let (Some(dialog), is_open) = (element.get(), open.get()) else {
            return;
        };
        if is_open && !dialog.open() {
            if let Err(error) = dialog.show_modal() {
                errors::report(error, "dialog");
            }
            // Its contents are there with the next frame: whoever opened it to type something types at once.
            request_animation_frame(move || focus_first_field(&dialog));
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class=format!("dialog {class}")
            node_ref=element
            aria-labelledby=labelled_by
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:close=move |_| {
                if open.get_untracked() {
                    on_close.run(());
                }
            }
            // The backdrop belongs to the dialog: a press that starts on it, and not in the box, closes.
            on:pointerdown=move |event| {
                let on_backdrop = element
                    .get_untracked()
                    .is_some_and(|dialog| event.target().is_some_and(|target| target == ****dialog));
                if on_backdrop {
                    on_close.run(());
                }
            }
        >
            <Show when=move || open.get()>
                <div class="dialog-box">
                    <header class="dialog-head">
                        <h2 id=title_id.clone()>{title.clone()}</h2>
                        <IconButton
                            label=t!(components_close)
                            icon=IconName::Cross
                            on_press=move |()| on_close.run(())
                        />
                    </header>
                    <div class="dialog-body">{children()}</div>
                </div>
            </Show>
        </dialog>
    }
}

/// Puts the focus into the first field of a dialog; where it has none the browser has chosen.
fn focus_first_field(dialog: &web_sys::HtmlDialogElement) {
    const FIELD: &str = ".dialog-body :is(input:not([type=radio], [type=checkbox], [type=file], [type=hidden]), select, textarea):not(:disabled)";
    let found = dialog.query_selector(FIELD).ok().flatten();
    let Some(field) =
        found.and_then(|it| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(it).ok())
    else {
        return;
    };
    if dialog.open() {
        page::focus_on(&field);
        if let Some(input) = wasm_bindgen::JsCast::dyn_ref::<web_sys::HtmlInputElement>(&field) {
            input.select();
        }
    }
}

/// A panel beside a list: the thing that was opened, without leaving the list. Esc closes it. Mount it only while
/// something is open; it takes the focus, and gives it back to where it was.
#[component]
pub fn SidePanel(
    /// What is open.
    #[prop(into)]
    title: Text,
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let title_id = unique_id("panel");
    let heading = NodeRef::<html::H2>::new();
    let before = page::document().and_then(|document| document.active_element());
    let before = StoredValue::new_local(before);
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            page::focus_on(&heading);
        }
    });
    on_cleanup(move || {
        let before = before.try_get_value().flatten();
        let element = before.and_then(|element| {
            wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).ok()
        });
        if let Some(element) = element {
            page::focus_on(&element);
        }
    });
    let escape = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let modal = page::find("dialog[open]").is_some();
        if event.key() == "Escape" && !event.default_prevented() && !modal {
            event.prevent_default();
            on_close.run(());
        }
    });
    on_cleanup(move || escape.remove());
    view! {
        <aside class="side-panel" aria-labelledby=title_id.clone()>
            <header class="dialog-head">
                <h2 id=title_id.clone() tabindex="-1" node_ref=heading>
                    {title}
                </h2>
                <IconButton label=t!(components_close) icon=IconName::Cross on_press=move |()| on_close.run(()) />
            </header>
            <div class="side-panel-body">{children()}</div>
        </aside>
    }
}
