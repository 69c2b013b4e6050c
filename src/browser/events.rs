//! What happens to the page as a whole: it goes offline, is about to be left.

use super::{Thrown, window};
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::BeforeUnloadEvent;

/// Listens until it is dropped.
pub struct Listener {
    _listeners: Vec<EventListener>,
}

/// Calls back whenever the device goes online (`true`) or offline. Only a hint: a network without a way out is online
/// to a browser.
///
/// # Errors
/// Where there is no window.
pub fn on_online_change(callback: impl Fn(bool) + 'static) -> Result<Listener, Thrown> {
    let window = window()?;
    let callback = std::rc::Rc::new(callback);
    let listeners = [("online", true), ("offline", false)].map(|(name, online)| {
        let callback = callback.clone();
        EventListener::new(&window, name, move |_| callback(online))
    });
    Ok(Listener {
        _listeners: listeners.into(),
    })
}

/// Has the browser ask before the page is left, whenever there is something to lose.
///
/// # Errors
/// Where there is no window.
pub fn guard_leaving(something_to_lose: impl Fn() -> bool + 'static) -> Result<Listener, Thrown> {
    let options = EventListenerOptions::enable_prevent_default();
    let window = window()?;
    let guard = EventListener::new_with_options(&window, "beforeunload", options, move |event| {
        if something_to_lose() {
            event.prevent_default();
            // Older browsers ask only for this one.
            if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                event.set_return_value("unsaved");
            }
        }
    });
    Ok(Listener {
        _listeners: vec![guard],
    })
}

/// Calls back with every touch, press and key, before anything on the page sees it.
///
/// # Errors
/// Where there is no window.
pub fn on_activity(callback: impl Fn() + 'static) -> Result<Listener, Thrown> {
    let window = window()?;
    let callback = std::rc::Rc::new(callback);
    let listeners = ["pointerdown", "keydown", "wheel"].map(|name| {
        let callback = callback.clone();
        let options = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(&window, name, options, move |_| callback())
    });
    Ok(Listener {
        _listeners: listeners.into(),
    })
}

/// Calls back when another tab changed a text in `localStorage`, and when this tab is shown again: a tab that was asleep
/// may have missed a change.
///
/// # Errors
/// Where there is no window or no document.
pub fn on_change_elsewhere(callback: impl Fn() + 'static) -> Result<Listener, Thrown> {
    let window = window()?;
    let document = window
        .document()
        .ok_or_else(|| Thrown::new("NotSupportedError", "there is no document here"))?;
    let callback = std::rc::Rc::new(callback);
    let listen = |target: &web_sys::EventTarget, name: &'static str| {
        let callback = callback.clone();
        EventListener::new(target, name, move |_| callback())
    };
    Ok(Listener {
        _listeners: vec![
            listen(&window, "storage"),
            listen(&window, "pageshow"),
            listen(&window, "focus"),
            listen(&document, "visibilitychange"),
        ],
    })
}
