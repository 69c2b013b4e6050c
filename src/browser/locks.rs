//! One leading tab, by the Web Locks of the browser.
//!
//! Who holds the lock of a name leads. The browser frees it when the tab closes or crashes, and grants it to the next
//! in the queue within some 50 milliseconds. There is no heartbeat to miss and nothing is ever stolen. A page that
//! holds a lock is not frozen in the background.

use super::{Thrown, window};
use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`; the binding of web-sys needs a compiler flag of its own.
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        callback: &Function,
    ) -> Result<Promise, JsValue>;
}

/// What became of a request for leadership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// This tab leads, until it closes or lets go.
    Granted,
    /// This tab does not lead and will not: the browser refused the request, or took the lock away.
    Refused(Thrown),
}

/// A request for leadership, and then the leadership. Dropping it lets go of both.
pub struct Leadership {
    held: Rc<RefCell<Held>>,
    _granted: Closure<dyn FnMut(JsValue) -> Promise>,
}

struct Held {
    waiting: AbortController,
    /// Resolves the promise that keeps the lock.
    release: Option<Function>,
    let_go: bool,
}

/// Whether this browser has Web Locks. Without them only one tab may be used, and it must be told.
pub fn available() -> bool {
    manager().is_some()
}

/// Asks to lead. Calls back with [`Change::Granted`] when nobody else does any more: at once, in a week, or never.
///
/// # Errors
/// Where there are no Web Locks.
pub fn request_leadership(
    name: &str,
    on_change: impl Fn(Change) + 'static,
) -> Result<Leadership, Thrown> {
    let manager = manager()
        .ok_or_else(|| Thrown::new("NotSupportedError", "no Web Locks in this browser"))?;
    let waiting = AbortController::new()?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &"signal".into(), &waiting.signal())?;
    let held = Rc::new(RefCell::new(Held {
        waiting,
        release: None,
        let_go: false,
    }));
    let on_change = Rc::new(on_change);
    let granted = Closure::new({
        let (held, on_change) = (held.clone(), on_change.clone());
        move |_lock: JsValue| {
            // The lock is held for as long as this promise is open.
            let open = Promise::new(&mut |resolve, _| held.borrow_mut().release = Some(resolve));
            on_change(Change::Granted);
            open
        }
    });
    let outcome = manager.request(name, &options, granted.as_ref().unchecked_ref())?;
    spawn_local({
        let held = held.clone();
        async move {
            if let Err(thrown) = JsFuture::from(outcome).await
                && !held.borrow().let_go
            {
                on_change(Change::Refused(thrown.into()));
            }
        }
    });
    Ok(Leadership {
        held,
        _granted: granted,
    })
}

impl Leadership {
    /// Lets go: the next in the queue leads.
    pub fn release(self) {}
}

impl Drop for Leadership {
    fn drop(&mut self) {
        let mut held = self.held.borrow_mut();
        held.let_go = true;
        match held.release.take() {
            Some(release) => {
                if let Err(thrown) = release.call0(&JsValue::UNDEFINED) {
                    super::errors::report(thrown, "locks");
                }
            }
            None => held.waiting.abort(),
        }
    }
}

fn manager() -> Option<LockManager> {
    let navigator = window().ok()?.navigator();
    let manager = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!manager.is_undefined() && !manager.is_null()).then(|| manager.unchecked_into())
}
