//! What of the shell is open, and the signs it shows.

use leptos::prelude::*;

use crate::browser::preferences;

const SIDEBAR: &str = "sidebar";

struct State {
    palette: ArcRwSignal<bool>,
    help: ArcRwSignal<bool>,
    folded: ArcRwSignal<bool>,
    unexported: ArcRwSignal<u64>,
}

thread_local! {
    static STATE: State = State {
        palette: ArcRwSignal::new(false),
        help: ArcRwSignal::new(false),
        folded: ArcRwSignal::new(preferences::read(SIDEBAR).as_deref() == Some("folded")),
        unexported: ArcRwSignal::new(0),
    };
}

/// Opens or closes the command palette.
pub fn open_palette(open: bool) {
    STATE.with(|state| state.palette.set(open));
}

/// Whether the command palette is open; followed inside an effect or a view.
pub fn palette_is_open() -> bool {
    STATE.with(|state| state.palette.get())
}

/// Opens or closes the help sheet.
pub fn open_help(open: bool) {
    STATE.with(|state| state.help.set(open));
}

/// Whether the help sheet is open; followed inside an effect or a view.
pub fn help_is_open() -> bool {
    STATE.with(|state| state.help.get())
}

/// Folds or unfolds the sidebar of a wide screen, and remembers it on this device.
pub fn toggle_sidebar() {
    STATE.with(|state| {
        state.folded.update(|folded| *folded = !*folded);
        let folded = state.folded.get_untracked();
        preferences::write(SIDEBAR, if folded { "folded" } else { "open" });
    });
}

/// Whether the sidebar is folded; followed inside an effect or a view.
pub fn sidebar_is_folded() -> bool {
    STATE.with(|state| state.folded.get())
}

/// Sets the number of facts of this device that no other device has yet. The portal calls it after each commit and
/// each exchange.
pub fn set_unexported(facts: u64) {
    STATE.with(|state| {
        if state.unexported.get_untracked() != facts {
            state.unexported.set(facts);
        }
    });
}

/// The number of facts not yet exported; followed inside an effect or a view.
pub fn unexported() -> u64 {
    STATE.with(|state| state.unexported.get())
}
