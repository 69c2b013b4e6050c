//! The address bar and the history of the tab.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ScrollRestoration, Url, console};

use super::{errors, page};

/// A place in the history: an address below the portal's base, and its number in this tab.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The path below the base, without a slash before it.
    pub path: String,
    /// The query with its question mark, or empty.
    pub query: String,
    /// Counts up with every navigation of this tab; finds the scroll position again.
    pub number: u32,
}

/// The path that everything of the portal lies below, with a slash at its end. It comes from the `<base>` of the start
/// page, so the same files work at a root and below a sub-path.
pub fn base() -> String {
    page::document()
        .and_then(|document| document.base_uri().ok().flatten())
        .and_then(|address| Url::new_with_base(".", &address).ok())
        .map_or_else(|| "/".to_owned(), |address| address.pathname())
}

/// Where the tab is now.
pub fn current() -> Entry {
    let Some(window) = page::window() else {
        return Entry::default();
    };
    let pathname = window.location().pathname().unwrap_or_default();
    let base = base();
    let path = pathname.strip_prefix(&base).unwrap_or_else(|| {
        // The base itself without its last slash.
        if format!("{pathname}/") == base {
            ""
        } else {
            pathname.trim_start_matches('/')
        }
    });
    Entry {
        path: path.trim_end_matches("index.html").to_owned(),
        query: window.location().search().unwrap_or_default(),
        number: window
            .history()
            .and_then(|history| history.state())
            .ok()
            .and_then(|state| state.as_f64())
            .map_or(0, |number| number as u32),
    }
}

/// Adds a place to the history.
pub fn push(entry: &Entry) {
    write(entry, true);
}

/// Puts a place where the current one is.
pub fn replace(entry: &Entry) {
    write(entry, false);
}

/// Goes back by one.
pub fn back() {
    if let Some(Err(error)) = page::window()
        .and_then(|window| window.history().ok())
        .map(|history| history.back())
    {
        errors::report(error, "history");
    }
}

/// Tells the browser that the portal finds the scroll position again itself.
pub fn keep_scroll_positions() {
    let done = page::window()
        .and_then(|window| window.history().ok())
        .map(|history| history.set_scroll_restoration(ScrollRestoration::Manual));
    if let Some(Err(error)) = done {
        errors::report(error, "history");
    }
}

/// How far the page is scrolled down, in CSS pixels.
pub fn scroll_position() -> f64 {
    page::window()
        .and_then(|window| window.scroll_y().ok())
        .unwrap_or_default()
}

/// Scrolls the page to a position, in CSS pixels from its top.
pub fn scroll_to(position: f64) {
    if let Some(window) = page::window() {
        window.scroll_to_with_x_and_y(0.0, position);
    }
}

/// The path below the base that an absolute link leads to; `None` where it leaves the portal.
pub fn inside(href: &str) -> Option<(String, String)> {
    let window = page::window()?;
    let address = Url::new_with_base(href, &window.location().href().ok()?).ok()?;
    if address.origin() != window.location().origin().ok()? {
        return None;
    }
    let path = address.pathname().strip_prefix(&base())?.to_owned();
    Some((path, address.search()))
}

fn write(entry: &Entry, add: bool) {
    let Some(history) = page::window().and_then(|window| window.history().ok()) else {
        return;
    };
    let address = format!("{}{}{}", base(), entry.path, entry.query);
    let state = JsValue::from_f64(f64::from(entry.number));
    let done = if add {
        history.push_state_with_url(&state, "", Some(&address))
    } else {
        history.replace_state_with_url(&state, "", Some(&address))
    };
    // Browsers refuse more than some hundred changes in half a minute. The page itself has moved on; say it once.
    if let Err(error) = done {
        console::warn_2(
            &"The address bar could not follow:".into(),
            error.unchecked_ref(),
        );
    }
}
