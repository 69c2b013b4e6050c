//! Small choices of this device (language, theme, columns, drafts), kept in `localStorage` under `depo.*`.
//!
//! Nothing of the trade stands here: a browser may empty it at any time, and private windows may refuse it. Both only
//! bring the defaults back.

use std::cell::Cell;

use web_sys::{Storage, console};

const PREFIX: &str = "depo.";

thread_local! {
    static REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// The value kept under a name.
pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok().flatten()
}

/// Keeps a value under a name. A browser that refuses is noted once in the console: the choice holds until the reload.
pub fn write(name: &str, value: &str) {
    let kept = storage().is_some_and(|storage| storage.set_item(&key(name), value).is_ok());
    if !kept && !REFUSED.replace(true) {
        console::warn_1(
            &"This browser keeps no preferences: they hold until the next reload.".into(),
        );
    }
}

/// Forgets the value under a name.
pub fn remove(name: &str) {
    if storage().is_some_and(|storage| storage.remove_item(&key(name)).is_err()) {
        console::warn_1(&"This browser does not let a preference go.".into());
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}
