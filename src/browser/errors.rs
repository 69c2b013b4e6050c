//! The errors of this page: the start script collects them from the first moment in `window.depoErrors`, and the
//! portal adds its own. The diagnostics screen and the panic screen read the same list.

use super::{Thrown, window};
use crate::limits::PAGE_ERRORS_MAX;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What kind of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something failed, and the portal goes on.
    Error,
    /// The program has stopped.
    Panic,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Error => "error",
            Kind::Panic => "panic",
        }
    }
}

/// An error as the page keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageError {
    /// `error`, `rejection`, `policy`, `resource` or `panic`.
    pub kind: String,
    /// What was said.
    pub message: String,
    /// Where it came from; may be empty.
    pub place: String,
    /// When, as ISO 8601 text.
    pub time: String,
}

/// The errors so far, oldest first.
pub fn all() -> Vec<PageError> {
    let Some(list) = list() else {
        return Vec::new();
    };
    let text = |entry: &JsValue, property: &str| {
        Reflect::get(entry, &property.into())
            .ok()
            .and_then(|value| value.as_string())
            .unwrap_or_default()
    };
    list.iter()
        .map(|entry| PageError {
            kind: text(&entry, "kind"),
            message: text(&entry, "message"),
            place: text(&entry, "where"),
            time: text(&entry, "time"),
        })
        .collect()
}

/// Adds an error, and writes it to the console for whoever looks there.
pub fn push(kind: Kind, message: &str, place: &str) {
    web_sys::console::error_1(&format!("{place}: {message}").into());
    let Some(list) = list().filter(|list| list.length() < PAGE_ERRORS_MAX) else {
        return;
    };
    let entry = Object::new();
    let time = String::from(js_sys::Date::new_0().to_iso_string());
    let properties = [
        ("kind", kind.name()),
        ("message", message),
        ("where", place),
        ("time", &time),
    ];
    let complete = properties
        .iter()
        .all(|(name, value)| Reflect::set(&entry, &(*name).into(), &(*value).into()).is_ok());
    if complete {
        list.push(&entry);
    }
}

/// Adds an exception that nobody could be told of.
pub(crate) fn report(thrown: impl Into<Thrown>, place: &str) {
    push(Kind::Error, &thrown.into().to_string(), place);
}

fn list() -> Option<Array> {
    let window = window().ok()?;
    Reflect::get(&window, &"depoErrors".into())
        .ok()?
        .dyn_into()
        .ok()
}
