//! The lock of the screen: what of it holds on this device, in all its tabs and over reloads.
//!
//! It stands in `localStorage` beside the name of who is signed in, for each of the two workspaces that a device may
//! hold. A browser that keeps nothing there has it in this tab alone.

use super::people::{follow_changes, signed_in, tell_changed};
use super::upkeep::{DatabaseName, database_name};
use super::{Area, Status, now_ms, peek, read, status, workspace};
use crate::browser::{events, preferences, timer};
use crate::limits::{ACTIVITY_TOLD_MS, LOCK_LOOK_MS};
use crate::site::Reading;
use crate::trade::id::OperatorId;
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::t;
use crate::ui::shell::state as shell;
use crate::view::names;
use crate::view::sign_in::{Tries, are_several as several, lock_after_ms, wrong_pins_max};
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

const SIGNED_IN: &str = "signed-in";
const LOCKED: &str = "locked";
const ACTIVE_AT: &str = "active-at";
const WRONG: &str = "wrong-pins";
const BADGES: &str = "badges";

thread_local! {
    /// What the browser would not keep.
    static HERE: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
    /// What of it the screens were told last.
    static SEEN: RefCell<(Option<String>, Option<String>)> = const { RefCell::new((None, None)) };
    static LISTENERS: RefCell<Vec<events::Listener>> = const { RefCell::new(Vec::new()) };
    static TOLD_MS: Cell<i64> = const { Cell::new(0) };
    /// Who is to sign in next, where somebody was named.
    static WANTED: Cell<Option<OperatorId>> = const { Cell::new(None) };
}

fn key(name: &str) -> String {
    match database_name() {
        DatabaseName::Main => name.to_owned(),
        DatabaseName::Demo => format!("{name}-demo"),
    }
}

fn kept(name: &str) -> Option<String> {
    let key = key(name);
    HERE.with_borrow(|here| here.get(&key).cloned())
        .or_else(|| preferences::read(&key))
}

fn keep(name: &str, value: &str) {
    let key = key(name);
    if preferences::keep(&key, value) {
        HERE.with_borrow_mut(|here| here.remove(&key));
    } else {
        HERE.with_borrow_mut(|here| here.insert(key, value.to_owned()));
    }
}

fn forget(name: &str) {
    let key = key(name);
    HERE.with_borrow_mut(|here| here.remove(&key));
    preferences::remove(&key);
}

/// Listens to hands, to the other tabs and to time. Once, at start.
pub(super) fn start() {
    let listeners = [
        events::on_activity(note_activity),
        events::on_change_elsewhere(|| {
            look();
            tell_if_changed();
        }),
    ];
    for listener in listeners {
        match listener {
            Ok(listener) => LISTENERS.with_borrow_mut(|all| all.push(listener)),
            Err(thrown) => report(Problem {
                text: t!(signin_no_lock),
                code: thrown.to_string(),
            }),
        }
    }
    tell_if_changed();
    spawn_local(async {
        loop {
            timer::sleep(LOCK_LOOK_MS).await;
            look();
        }
    });
}

fn tell_if_changed() {
    let now = (kept(SIGNED_IN), kept(LOCKED));
    let changed = SEEN.with_borrow_mut(|seen| std::mem::replace(seen, now.clone()) != now);
    if changed {
        tell_changed();
    }
}

/// Somebody is at the device: a touch, a key, a scan. The other tabs are told, not with every key.
pub fn note_activity() {
    let now = now_ms();
    if (now - TOLD_MS.get()).abs() < ACTIVITY_TOLD_MS {
        return;
    }
    // What was due to lock is locked first: the touch that wakes a screen is no work.
    look();
    TOLD_MS.set(now);
    keep(ACTIVE_AT, &now.to_string());
}

/// Locks the screen where nobody has touched any tab of this device for as long as the setting says.
pub(super) fn look() {
    if workspace().is_none() {
        return;
    }
    let due = peek(|at| {
        let open = several(at) && kept(LOCKED).is_none();
        lock_after_ms(at).filter(|_| open)
    });
    let Some(after_ms) = due else { return };
    let now = now_ms();
    let active = kept(ACTIVE_AT).and_then(|text| text.parse::<i64>().ok());
    match active {
        // Activity is told every few seconds: so much may be missing.
        Some(active) if now - active >= after_ms + ACTIVITY_TOLD_MS => lock(),
        // The clock was set back.
        Some(active) if active > now => keep(ACTIVE_AT, &now.to_string()),
        Some(_) => {}
        None => keep(ACTIVE_AT, &now.to_string()),
    }
}

/// Whether several people work here, so that it matters who is at this device; followed inside an effect or a view.
pub fn are_several() -> bool {
    read(&[Area::Catalog], several)
}

fn is_shut(at: &Reading<'_>) -> bool {
    several(at) && (kept(LOCKED).is_some() || signed_in(at).is_none())
}

/// Whether somebody must sign in before anything is shown; followed inside an effect or a view.
pub fn is_locked() -> bool {
    follow_changes();
    status() == Status::Ready && read(&[Area::Catalog], is_shut)
}

/// Locks the screen of this device, in all its tabs.
pub fn lock() {
    keep(LOCKED, "yes");
    shell::open_palette(false);
    shell::open_help(false);
    tell_if_changed();
}

/// Locks the screen and asks for this operator.
pub fn lock_for(operator: OperatorId) {
    WANTED.set(Some(operator));
    lock();
}

/// Who was asked for, once.
pub fn take_wanted() -> Option<OperatorId> {
    WANTED.take()
}

pub(super) fn signed_in_name() -> Option<String> {
    kept(SIGNED_IN)
}

pub(super) fn open_for(name: &str) {
    keep(SIGNED_IN, name);
    keep(ACTIVE_AT, &now_ms().to_string());
    forget(LOCKED);
    SEEN.set((kept(SIGNED_IN), kept(LOCKED)));
}

/// Whose tries: of an operator's PIN, or of badges.
fn tries_key(of: Option<&OperatorId>) -> String {
    match of {
        Some(operator) => format!("{WRONG}.{}", names::opened(&operator.0)),
        None => format!("{WRONG}.{BADGES}"),
    }
}

/// The wrong PINs in a row of an operator at this device, or with `None` wrong badges; and how long it is until the next
/// is taken, in milliseconds.
pub fn tries(of: Option<&OperatorId>) -> (Tries, i64) {
    let tries = kept(&tries_key(of)).map_or_else(Tries::default, |text| Tries::from_text(&text));
    let most = peek(wrong_pins_max);
    (tries, tries.wait_ms(most, now_ms()))
}

/// Notes a wrong PIN or badge; kept over a reload.
pub fn note_wrong(of: Option<&OperatorId>) {
    let (tries, _) = tries(of);
    keep(&tries_key(of), &tries.failed(now_ms()).to_text());
}

/// Notes a right one: what was wrong before is forgotten.
pub fn note_right(of: Option<&OperatorId>) {
    forget(&tries_key(of));
}
