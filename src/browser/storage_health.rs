//! How safe the data of this device is from the browser itself.

use super::timer::within;
use super::{Thrown, window};
use crate::limits::STORAGE_QUESTION_MS_MAX;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// What the browser says about the storage of this address. What it does not say is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// What is used, in bytes; an estimate.
    pub usage_bytes: Option<u64>,
    /// What may be used, in bytes. Chromium says ten gigabytes more than is used, whatever the disk has: no sign of
    /// free room.
    pub quota_bytes: Option<u64>,
    /// Whether the browser has promised not to empty the storage when room gets short.
    pub persisted: Option<bool>,
    /// Whether the private file system is refused although the browser has one, as private windows of some browsers
    /// do. Only a hint: others hide nothing, and empty everything when the window closes.
    pub perhaps_private: bool,
}

/// Asks the browser. Each question is given up after [`STORAGE_QUESTION_MS_MAX`].
pub async fn health() -> Health {
    let estimate = ask("estimate").await.ok();
    let bytes = |name: &str| {
        let value = Reflect::get(estimate.as_ref()?, &name.into()).ok()?;
        value.as_f64().map(|bytes| bytes as u64)
    };
    Health {
        usage_bytes: bytes("usage"),
        quota_bytes: bytes("quota"),
        persisted: ask("persisted")
            .await
            .ok()
            .and_then(|answer| answer.as_bool()),
        perhaps_private: is_refused(&ask("getDirectory").await),
    }
}

/// Asks the browser not to empty the storage when room gets short, and calls back with its answer; a browser that
/// cannot be asked or refuses to answer has said no. Some browsers ask the person and some never answer: nothing may
/// wait for this.
pub fn ask_to_persist(on_answer: impl FnOnce(bool) + 'static) {
    spawn_local(async move {
        let granted = match question("persist") {
            Ok(answer) => JsFuture::from(answer).await,
            // A browser that cannot be asked keeps nothing.
            Err(_) => Ok(JsValue::FALSE),
        };
        on_answer(granted.is_ok_and(|granted| granted.is_truthy()));
    });
}

async fn ask(method: &str) -> Result<JsValue, Thrown> {
    let answer = question(method)?;
    match within(STORAGE_QUESTION_MS_MAX, JsFuture::from(answer)).await {
        Some(answer) => Ok(answer?),
        None => Err(Thrown::new(
            "TimeoutError",
            format!("{method} does not answer"),
        )),
    }
}

/// Calls a method of `navigator.storage`, which may lack it, and in an insecure page is not there at all.
fn question(method: &str) -> Result<Promise, Thrown> {
    let absent = || Thrown::new("NotSupportedError", format!("no {method} in this browser"));
    let storage = Reflect::get(&window()?.navigator(), &"storage".into())?;
    if storage.is_undefined() {
        return Err(absent());
    }
    let method: Function = Reflect::get(&storage, &method.into())?
        .dyn_into()
        .map_err(|_| absent())?;
    Ok(method.call0(&storage)?.dyn_into()?)
}

fn is_refused(answer: &Result<JsValue, Thrown>) -> bool {
    matches!(answer, Err(thrown) if thrown.name != "NotSupportedError" && thrown.name != "TimeoutError")
}
