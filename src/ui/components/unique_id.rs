//! Names for elements that refer to each other.

use std::cell::Cell;

/// A name that no other element of the page has.
pub fn unique_id(kind: &str) -> String {
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(1) };
    }
    let number = NEXT.with(|next| next.replace(next.get() + 1));
    format!("{kind}-{number}")
}
