//! The document around the screens: its root, title and focus, and what the static start script offers.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    ResizeObserver, Window, console,
};

use super::{Thrown, errors};

/// The window. A page without one does not exist; the screens then have nothing to do.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document of the window.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Whether the browser believes itself online. Only a hint: true says nothing about the other devices.
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// The languages the browser asks for, best first.
pub fn languages() -> Vec<String> {
    window()
        .map(|window| {
            window
                .navigator()
                .languages()
                .iter()
                .filter_map(|tag| tag.as_string())
                .collect()
        })
        .unwrap_or_default()
}

/// Says the language of the whole page: hyphenation, quotation marks and screen readers follow it.
pub fn set_language(tag: &str) {
    set_root_attribute("lang", Some(tag));
}

/// Sets or removes an attribute of the root element.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    let done = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
    if let Err(error) = done {
        errors::report(error, "page");
    }
}

/// The title of the window.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// The first element that a selector finds.
pub fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// Moves the focus to the first element that a selector finds. Returns whether there was one.
pub fn focus(selector: &str) -> bool {
    let found = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = &found {
        focus_on(element);
    }
    found.is_some()
}

/// Moves the focus to an element.
pub fn focus_on(element: &HtmlElement) {
    if let Err(error) = element.focus() {
        errors::report(error, "focus");
    }
}

/// Whether the first element that a selector finds has the focus itself.
pub fn has_focus(selector: &str) -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some() && active == find(selector)
}

/// The first field around an element that is empty and must not be, or that is marked as wrong, and the words of its
/// label: what keeps a button of that form from being pressed.
pub fn first_missing(around: &Element) -> Option<(HtmlElement, String)> {
    let form = around
        .closest("dialog, form, section, main")
        .ok()
        .flatten()?;
    let fields = form.query_selector_all("input, select, textarea").ok()?;
    let mut fields = (0..fields.length()).filter_map(|index| fields.item(index)?.dyn_into().ok());
    let field: Element = fields.find(|field: &Element| {
        let is_empty = match field.dyn_ref::<HtmlInputElement>() {
            Some(input) => input.value().trim().is_empty(),
            None => match field.dyn_ref::<HtmlTextAreaElement>() {
                Some(area) => area.value().trim().is_empty(),
                None => field
                    .dyn_ref::<HtmlSelectElement>()
                    .is_some_and(|select| select.value().is_empty()),
            },
        };
        (is_empty && field.has_attribute("required"))
            || field.get_attribute("aria-invalid").as_deref() == Some("true")
    })?;
    let label = match field.get_attribute("aria-label") {
        Some(label) => label,
        None => find(&format!("label[for='{}']", field.id()))?
            .text_content()
            .unwrap_or_default(),
    };
    Some((field.dyn_into().ok()?, label))
}

/// Whether typing goes into this element: keys then belong to it.
pub fn takes_text(element: &Element) -> bool {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return !matches!(
            input.type_().as_str(),
            "button"
                | "checkbox"
                | "color"
                | "file"
                | "image"
                | "radio"
                | "range"
                | "reset"
                | "submit"
        );
    }
    element.is_instance_of::<HtmlTextAreaElement>()
        || element.is_instance_of::<HtmlSelectElement>()
        || element
            .dyn_ref::<HtmlElement>()
            .is_some_and(HtmlElement::is_content_editable)
}

/// Whether the machine has the keys of Apple, where the command key does what the control key does elsewhere.
pub fn is_apple() -> bool {
    window()
        .and_then(|window| window.navigator().platform().ok())
        .is_some_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

/// Shows the static panic screen of the start page, which can still export the data.
pub fn show_panic(message: &str) {
    call("depoPanic", &JsValue::from_str(message));
}

/// Shows the static screen that says that a part of the program did not arrive.
pub fn show_not_loaded(message: &str) {
    call("depoNotLoaded", &JsValue::from_str(message));
}

/// Whether a new version already waited when the portal started.
pub fn update_is_ready() -> bool {
    window()
        .and_then(|window| Reflect::get(&window, &"depoUpdate".into()).ok())
        .filter(JsValue::is_object)
        .and_then(|update| Reflect::get(&update, &"state".into()).ok()?.as_string())
        .is_some_and(|state| state == "update-ready")
}

/// Lets the waiting version take over; the page reloads.
pub fn take_over() {
    call("depoTakeOver", &JsValue::UNDEFINED);
}

fn call(name: &str, argument: &JsValue) {
    let Some(window) = window() else { return };
    let function = Reflect::get(&window, &name.into())
        .ok()
        .and_then(|value| value.dyn_into::<Function>().ok());
    match function.map(|function| function.call1(&window, argument)) {
        Some(Ok(_)) => {}
        Some(Err(error)) => errors::report(error, "page"),
        None => console::warn_1(&format!("The start page offers no {name}.").into()),
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window()
        && let Err(thrown) = window.location().reload()
    {
        errors::report(thrown, "page");
    }
}

/// Whether the window is as narrow as a phone. The same bound stands in the style sheets.
pub fn is_narrow() -> bool {
    window()
        .and_then(|window| window.match_media("(max-width: 39.99rem)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// The height of a row of a table in CSS pixels: two root ems, so that it grows with the letters a person asks for.
pub fn row_height() -> f64 {
    const ROW_EMS: f64 = 2.0;
    const USUAL_LETTER: f64 = 16.0;
    let letter = window()
        .zip(document().and_then(|document| document.document_element()))
        .and_then(|(window, root)| {
            let style = window.get_computed_style(&root).ok().flatten()?;
            let size = style.get_property_value("font-size").ok()?;
            size.trim_end_matches("px").parse::<f64>().ok()
        });
    ROW_EMS * letter.unwrap_or(USUAL_LETTER)
}

/// Follows the height of an element until it is dropped.
pub struct HeightObserver {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut(Array)>,
}

impl Drop for HeightObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Tells the height of an element in CSS pixels, now and whenever it changes; `None` in a browser that cannot observe.
pub fn observe_height(
    element: &Element,
    mut action: impl FnMut(f64) + 'static,
) -> Option<HeightObserver> {
    action(f64::from(element.client_height()));
    let observed = element.clone();
    let callback = Closure::new(move |_: Array| action(f64::from(observed.client_height())));
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(HeightObserver {
        observer,
        _callback: callback,
    })
}

/// Puts a text where it can be pasted from. Has to be called while a click or key is handled.
///
/// # Errors
/// Where the browser or the person does not let it.
pub async fn copy(text: &str) -> Result<(), Thrown> {
    let clipboard = super::window()?.navigator().clipboard();
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await?;
    Ok(())
}
