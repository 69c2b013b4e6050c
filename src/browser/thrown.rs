//! What the browser threw, as text.

use std::fmt;
use wasm_bindgen::JsValue;

/// An exception of the browser: the name tells the kind, the message is the engine's own and differs between engines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thrown {
    /// The name of the exception, such as `QuotaExceededError`; empty when what was thrown is no error.
    pub name: String,
    /// The engine's words.
    pub message: String,
}

impl Thrown {
    /// An error of our own, with a name that the browser could have used.
    pub fn new(name: impl Into<String>, message: impl Into<String>) -> Self {
        Thrown {
            name: name.into(),
            message: message.into(),
        }
    }
}

impl From<JsValue> for Thrown {
    /// Reads the two properties instead of asking for a type: which class an error has differs between engines and
    /// versions.
    fn from(value: JsValue) -> Self {
        let text = |property: &str| {
            js_sys::Reflect::get(&value, &JsValue::from_str(property))
                .ok()
                .and_then(|found| found.as_string())
        };
        Thrown {
            name: text("name").unwrap_or_default(),
            message: text("message")
                .or_else(|| value.as_string())
                .unwrap_or_default(),
        }
    }
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.message)
    }
}

impl std::error::Error for Thrown {}
