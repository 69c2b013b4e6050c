//! Small choices of this device (language, theme, columns, drafts), kept in `localStorage` under `depo.*`.
//!
//! Nothing of the trade stands here: a browser may empty it at any time, and private windows may refuse it. Both only
//! bring the defaults back.

use std::cell::Cell;

use super::local;
use web_sys::console;

const PREFIX: &str = "depo.";

thread_local! {
    static REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// The value kept under a name.
pub fn read(name: &str) -> Option<String> {
    local::get(&key(name))
}

/// Keeps a value under a name. A browser that refuses is noted once in the console: the choice holds until the reload.
pub fn write(name: &str, value: &str) {
    let kept = local::set(&key(name), value).is_ok();
    if !kept && !REFUSED.replace(true) {
        console::warn_1(
            &"This browser keeps no preferences: they hold until the next reload.".into(),
        );
    }
}

/// Forgets the value under a name.
pub fn remove(name: &str) {
    if local::remove(&key(name)).is_err() {
        console::warn_1(&"This browser does not let a preference go.".into());
    }
}

fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}
