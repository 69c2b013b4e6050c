//! Small choices of this device (language, theme, columns, drafts), kept as local texts under `depo.*`.
//!
//! Nothing of the trade stands here: a browser may empty it at any time, and private windows may refuse it. Both only
//! bring the defaults back.

use std::cell::Cell;

use super::{Thrown, local};

const PREFIX: &str = "depo.";

thread_local! {
    static REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps a value under a name and says whether the browser did: for what must hold in this tab even where it did not.
pub fn keep(name: &str, value: &str) -> bool {
    let done = local::set(&key(name), value);
    let kept = done.is_ok();
    note(done);
    kept
}

/// The value kept under a name.
pub fn read(name: &str) -> Option<String> {
    local::get(&key(name))
}

/// Keeps a value under a name. A browser that refuses is noted once in the console: the choice holds until the reload.
pub fn write(name: &str, value: &str) {
    note(local::set(&key(name), value));
}

/// Forgets the value under a name.
pub fn remove(name: &str) {
    note(local::remove(&key(name)));
}

pub(super) fn note(done: Result<(), Thrown>) {
    // No error of the page: it is what a private window does by design.
    if let Err(thrown) = done
        && !REFUSED.replace(true)
    {
        let words =
            format!("This browser keeps no preferences: they hold until the next reload. {thrown}");
        web_sys::console::warn_1(&words.into());
    }
}

fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}
