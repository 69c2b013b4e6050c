//! The scanner on floor screens: one listener from screen to screen, so that a scan that begins on one and ends on the
//! next is whole. It goes to the screen that stands when it ends.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;

use crate::browser::scanner::{ScanListener, on_scan};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::t;

thread_local! {
    static LISTENER: RefCell<Option<ScanListener>> = const { RefCell::new(None) };
    static SCREENS: RefCell<Vec<(u32, Callback<String>)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// Gives scans to `take` for as long as the component that calls this stands.
pub fn use_scans(take: Callback<String>) {
    let number = NEXT.replace(NEXT.get().wrapping_add(1));
    SCREENS.with_borrow_mut(|screens| screens.push((number, take)));
    on_cleanup(move || {
        SCREENS.with_borrow_mut(|screens| screens.retain(|(own, _)| *own != number));
        // The next screen may come in this very step; only where none has come, nobody listens any more.
        request_animation_frame(|| {
            if SCREENS.with_borrow(Vec::is_empty) {
                LISTENER.set(None);
            }
        });
    });
    if LISTENER.with_borrow(Option::is_some) {
        return;
    }
    match on_scan(|scan| {
        let screen = SCREENS.with_borrow(|screens| screens.last().map(|(_, take)| *take));
        if let Some(take) = screen {
            take.run(scan.text);
        }
    }) {
        Ok(listener) => LISTENER.set(Some(listener)),
        Err(thrown) => report(Problem {
            text: t!(floor_no_scanner),
            code: thrown.to_string(),
        }),
    }
}
