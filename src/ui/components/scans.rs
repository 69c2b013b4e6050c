//! The scanner: one listener for the whole life of the tab, so that a scan that begins on one screen and ends on the
//! next is whole. It goes to the screen that stands when it ends: the last that asked ([`use_scans`]); where none asks,
//! it opens what it means. While no screen stands yet, it waits for the one that comes.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use leptos::prelude::*;

use crate::browser::scanner::{Goes, Heard, ScanListener, on_scan};
use crate::browser::{clock, preferences};
use crate::exchange::wedge::{Layout, Scan, Torn};
use crate::limits::SCANS_WAITING_MAX;
use crate::screens::{desk, scanned};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::t;
use crate::ui::shell::state as shell;

/// For how long a scan waits for a screen, in milliseconds.
const WAITS_MS: f64 = 10_000.0;
const LAYOUT: &str = "scanner-layout";
/// Which reading was right when only one of two was known.
const LAYOUT_SEEN: &str = "scanner-layout-seen";

/// Why a scan is not taken. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not whole.
    Torn(Torn),
    /// The layouts of the device and the scanner may differ: it is one of two texts.
    Layout(String, String),
    /// No screen came that could take it.
    NobodyHere,
}

#[derive(Clone, Copy)]
enum Screen {
    Codes(Callback<String>, Option<Callback<Refused>>),
    Offered(Callback<String, bool>),
    OrTyped(Callback<String>, Callback<Option<String>, bool>),
    Everything(Callback<Heard>),
}

thread_local! {
    static LISTENER: RefCell<Option<ScanListener>> = const { RefCell::new(None) };
    static SCREENS: RefCell<Vec<(u32, Screen)>> = const { RefCell::new(Vec::new()) };
    static WAITING: RefCell<VecDeque<(Heard, f64)>> = const { RefCell::new(VecDeque::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// Listens from now on. Once, at start.
pub fn start() {
    match on_scan(hear) {
        Ok(listener) => {
            listener.set_layout(layout());
            LISTENER.set(Some(listener));
        }
        Err(thrown) => report(Problem {
            text: t!(floor_no_scanner),
            code: thrown.to_string(),
        }),
    }
}

/// Gives scans to `take` for as long as the component that calls this stands. What is refused is told at the edge of
/// the screen.
pub fn use_scans(take: Callback<String>) {
    stand(Screen::Codes(take, None));
}

/// The same, for a screen that tells a refusal itself.
pub fn use_scans_or(take: Callback<String>, refuse: Callback<Refused>) {
    stand(Screen::Codes(take, Some(refuse)));
}

/// Offers scans to `take` for as long as the component that calls this stands. What it does not take (`false`) goes where
/// it goes on any other page: into the field that is being filled in, or to what it opens.
pub fn use_scans_if(take: Callback<String, bool>) {
    stand(Screen::Offered(take));
}

/// Gives scans to `take`, but for those that `is_typed` says a person has typed: it is asked with the text, or with nothing
/// where the keys are no whole scan. What is typed goes on as keys: whoever types a PIN types as fast as a scanner.
pub fn use_scans_or_typed(take: Callback<String>, is_typed: Callback<Option<String>, bool>) {
    stand(Screen::OrTyped(take, is_typed));
}

/// Gives all that is heard, as it was heard, to a page that shows what a scanner does.
pub fn use_heard(take: Callback<Heard>) {
    stand(Screen::Everything(take));
}

fn stand(screen: Screen) {
    let number = NEXT.replace(NEXT.get().wrapping_add(1));
    SCREENS.with_borrow_mut(|screens| screens.push((number, screen)));
    on_cleanup(move || {
        SCREENS.with_borrow_mut(|screens| screens.retain(|(own, _)| *own != number));
    });
    request_animation_frame(hear_waiting);
}

/// Gives what waits to the screen that has come. Call it when another page or state of the shell stands.
pub fn hear_waiting() {
    let waiting = WAITING.with_borrow_mut(std::mem::take);
    for (heard, at_ms) in waiting {
        give(heard, at_ms);
    }
}

/// How keys are read on this device.
pub fn layout() -> Layout {
    match preferences::read(LAYOUT).as_deref() {
        Some("shown") => Layout::Shown,
        Some("american") => Layout::American,
        _ => Layout::Proven,
    }
}

/// Sets how keys are read on this device, and remembers it.
pub fn set_layout(layout: Layout) {
    match layout {
        Layout::Proven => preferences::remove(LAYOUT),
        Layout::Shown => preferences::write(LAYOUT, "shown"),
        Layout::American => preferences::write(LAYOUT, "american"),
    }
    LISTENER.with_borrow(|listener| {
        if let Some(listener) = listener {
            listener.set_layout(layout);
        }
    });
}

fn hear(heard: Heard) -> Goes {
    // Its keys reach nobody else: without this a picker who only scans would be locked out at work.
    desk::note_activity();
    give(heard, clock::monotonic_ms())
}

fn give(heard: Heard, at_ms: f64) -> Goes {
    let screen = SCREENS.with_borrow(|screens| screens.last().map(|(_, screen)| *screen));
    // Over an open palette a scan is looked up as what is typed there is, whatever stands below.
    let in_palette = untrack(shell::palette_is_open);
    let screen = screen.filter(|_| !in_palette);
    let (take, offered, refuse) = match screen {
        Some(Screen::Everything(take)) => {
            take.run(heard);
            return Goes::ToPage;
        }
        Some(Screen::OrTyped(_, is_typed))
            if is_typed.run(heard.what.as_ref().ok().map(Scan::whole)) =>
        {
            return Goes::Typed;
        }
        Some(Screen::OrTyped(take, _)) => (Some(take), None, None),
        Some(Screen::Codes(take, refuse)) => (Some(take), None, refuse),
        Some(Screen::Offered(take)) => (None, Some(take), None),
        None if !in_palette && !scanned::page_stands() => {
            wait(heard, at_ms);
            return Goes::ToPage;
        }
        None => (None, None, None),
    };
    let in_field = heard.in_field;
    let text = match heard.what {
        Ok(scan) => reading(scan),
        Err(torn) => Err(Refused::Torn(torn)),
    };
    match (text, take) {
        (Ok(text), Some(take)) => {
            take.run(text);
            Goes::ToPage
        }
        (Ok(text), None) if offered.is_some_and(|take| take.run(text.clone())) => Goes::ToPage,
        (Ok(text), None) => scanned::take(&text, in_field),
        (Err(refused), _) => {
            match refuse {
                Some(refuse) => refuse.run(refused),
                None => scanned::tell(&refused, in_field),
            }
            Goes::ToPage
        }
    }
}

fn wait(heard: Heard, at_ms: f64) {
    let is_late = clock::monotonic_ms() - at_ms > WAITS_MS;
    let has_room = WAITING.with_borrow_mut(|waiting| {
        let has_room = !is_late && waiting.len() < SCANS_WAITING_MAX;
        if has_room {
            waiting.push_back((heard, at_ms));
        }
        has_room
    });
    if !has_room {
        scanned::tell(&Refused::NobodyHere, false);
    }
}

/// The text of a scan. Where two readings are possible the known one is meant; where neither is known, the one that was
/// meant before.
fn reading(scan: Scan) -> Result<String, Refused> {
    let whole = scan.whole();
    let Some(placed) = scan.by_places else {
        return Ok(whole);
    };
    let seen = match (scanned::is_known(&whole), scanned::is_known(&placed)) {
        (true, true) | (false, false) => preferences::read(LAYOUT_SEEN),
        (shown, _) => {
            let seen = if shown { "shown" } else { "american" };
            preferences::write(LAYOUT_SEEN, seen);
            Some(seen.to_owned())
        }
    };
    match seen.as_deref() {
        Some("shown") => Ok(whole),
        Some("american") => Ok(placed),
        _ => Err(Refused::Layout(whole, placed)),
    }
}
