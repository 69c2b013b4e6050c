//! Barcode scanners that type: a scan is understood whatever has the focus.
//!
//! Every key passes here before anything on the page sees it, and [`crate::exchange::wedge`] says what it is. Keys of
//! a scan never reach the page: they type into no field, start no shortcut and press no focused button. Keys that
//! were held back on suspicion and turn out to be a person's are given back in their order.
//!
//! Fields that want the scan as text, or in which programs type fast, say so with `data-scan="off"` on themselves or
//! around them. Passwords are never looked at.
//!
//! A device must send its scans as keys. Tablets that put text into the focused field instead (as an on-screen keyboard
//! does) have to be switched to key events.

use super::{Thrown, clock, errors, page, window};
use crate::exchange::wedge::{Press, Scan, Timing, Verdict, Wedge};
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, EventInit, EventTarget, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit, Window,
};

/// Listens until it is dropped.
pub struct ScanListener {
    _listeners: [KeyListener; 2],
    _state: Rc<State>,
}

/// Hears a kind of key event before the page does. Giving back a key is an event within an event, so the same closure
/// runs within itself: gloo's listeners cannot do that.
struct KeyListener {
    window: Window,
    name: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

impl KeyListener {
    fn new(
        window: Window,
        name: &'static str,
        handle: impl Fn(Event) + 'static,
    ) -> Result<Self, Thrown> {
        let closure = Closure::<dyn Fn(Event)>::new(handle);
        let function = closure.as_ref().unchecked_ref();
        window.add_event_listener_with_callback_and_bool(name, function, true)?;
        Ok(KeyListener {
            window,
            name,
            closure,
        })
    }
}

impl Drop for KeyListener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let removed = self
            .window
            .remove_event_listener_with_callback_and_bool(self.name, function, true);
        if let Err(thrown) = removed {
            errors::report(thrown, "scanner");
        }
    }
}

/// Calls back with every scan, with the usual timing. One listener at a time: the first swallows the keys of the scan.
///
/// # Errors
/// Where there is no window to listen to.
pub fn on_scan(callback: impl Fn(Scan) + 'static) -> Result<ScanListener, Thrown> {
    on_scan_with(Timing::default(), callback)
}

/// As [`on_scan`], for scanners that are slower or people who are faster.
///
/// # Errors
/// As [`on_scan`].
pub fn on_scan_with(
    timing: Timing,
    callback: impl Fn(Scan) + 'static,
) -> Result<ScanListener, Thrown> {
    let window = window()?;
    let state = Rc::new(State {
        wedge: RefCell::new(Wedge::new(timing)),
        callback: Box::new(callback),
        held: RefCell::default(),
        taken: RefCell::default(),
        field: RefCell::default(),
        replaying: Cell::new(false),
        pause: RefCell::default(),
    });
    let listen = |name: &'static str, handle: fn(&Rc<State>, &KeyboardEvent)| {
        let state = state.clone();
        KeyListener::new(window.clone(), name, move |event| {
            // Filling in a form, Chromium sends events by this name that are of no keyboard.
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                handle(&state, event);
            }
        })
    };
    Ok(ScanListener {
        _listeners: [listen("keydown", key_down)?, listen("keyup", key_up)?],
        _state: state,
    })
}

struct State {
    wedge: RefCell<Wedge>,
    callback: Box<dyn Fn(Scan)>,
    /// Keys held back until it is known whose they are.
    held: RefCell<Vec<KeyboardEvent>>,
    /// Keys that went down unseen by the page and must come up unseen: Space presses a button on its way up.
    taken: RefCell<Vec<String>>,
    /// The focused field as it was before the first character.
    field: RefCell<Option<Snapshot>>,
    replaying: Cell<bool>,
    pause: RefCell<Option<Timeout>>,
}

fn key_down(state: &Rc<State>, event: &KeyboardEvent) {
    if state.replaying.get() || event.is_composing() {
        return;
    }
    let target = target_of(event);
    if target.as_ref().is_some_and(is_left_alone) {
        return;
    }
    let in_field = target.as_ref().is_some_and(page::takes_text);
    let verdict = state.wedge.borrow_mut().press(&Press {
        key: &event.key(),
        code: &event.code(),
        key_code: event.key_code(),
        shift: event.shift_key(),
        control: event.ctrl_key(),
        alt: event.alt_key(),
        meta: event.meta_key(),
        caps_lock: event.get_modifier_state("CapsLock"),
        repeat: event.repeat(),
        at_ms: event.time_stamp(),
        in_field,
    });
    match verdict {
        Verdict::Ignore => return,
        Verdict::Pass => {
            state.pause.replace(None);
            state.release();
            return;
        }
        Verdict::Begin => {
            state.release();
            if in_field {
                state.field.replace(target.and_then(Snapshot::of));
            } else {
                state.hold(event);
            }
        }
        Verdict::Suspect if in_field => {}
        Verdict::Suspect => state.hold(event),
        Verdict::Swallow => {
            state.take(event);
            state.held.take();
        }
        Verdict::Scan(scan) => {
            state.take(event);
            state.finish(scan);
            return;
        }
    }
    wait_for_pause(state);
}

fn key_up(state: &Rc<State>, event: &KeyboardEvent) {
    let mut taken = state.taken.borrow_mut();
    if let Some(place) = taken.iter().position(|code| *code == event.code()) {
        taken.swap_remove(place);
        event.prevent_default();
        event.stop_immediate_propagation();
    }
}

/// A timer later than this, in milliseconds, has waited for a busy page.
const LATE_MS: f64 = 20.0;

fn wait_for_pause(state: &Rc<State>) {
    let waiting = Rc::downgrade(state);
    let pause_ms = state.wedge.borrow().pause_ms();
    let due_ms = clock::monotonic_ms() + pause_ms;
    let timeout = Timeout::new(pause_ms as u32, move || {
        if let Some(state) = waiting.upgrade() {
            // So may keys have: they tell when they were pressed, and must be heard before anything is over.
            if clock::monotonic_ms() > due_ms + LATE_MS {
                wait_for_pause(&state);
                return;
            }
            let scan = state.wedge.borrow_mut().pause();
            match scan {
                Some(scan) => state.finish(scan),
                None => state.release(),
            }
        }
    });
    state.pause.replace(Some(timeout));
}

impl State {
    /// Keeps the key from the page for good.
    fn take(&self, event: &KeyboardEvent) {
        event.prevent_default();
        event.stop_immediate_propagation();
        self.taken.borrow_mut().push(event.code());
    }

    /// Keeps the key from the page for now.
    fn hold(&self, event: &KeyboardEvent) {
        self.take(event);
        self.held.borrow_mut().push(event.clone());
    }

    /// The keys were a person's: gives them back.
    fn release(&self) {
        self.field.take();
        for event in self.held.take() {
            self.taken.borrow_mut().retain(|code| *code != event.code());
            self.replaying.set(true);
            let replayed = replay(&event);
            self.replaying.set(false);
            if let Err(thrown) = replayed {
                errors::report(thrown, "scanner");
            }
        }
    }

    fn finish(&self, scan: Scan) {
        self.pause.replace(None);
        self.held.take();
        if let Some(Err(thrown)) = self.field.take().map(Snapshot::restore) {
            errors::report(thrown, "scanner");
        }
        (self.callback)(scan);
    }
}

/// Sends the same key again. It works shortcuts; what a browser itself does with keys it does only for real ones, and
/// none of that is done by a character outside of a field.
fn replay(event: &KeyboardEvent) -> Result<(), Thrown> {
    let init = KeyboardEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_composed(true);
    init.set_key(&event.key());
    init.set_code(&event.code());
    init.set_location(event.location());
    init.set_shift_key(event.shift_key());
    init.set_ctrl_key(event.ctrl_key());
    init.set_alt_key(event.alt_key());
    init.set_meta_key(event.meta_key());
    let again = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init)?;
    let target: EventTarget = match target_of(event).filter(|element| element.is_connected()) {
        Some(element) => element.into(),
        None => window()?.into(),
    };
    target.dispatch_event(&again)?;
    Ok(())
}

fn target_of(event: &KeyboardEvent) -> Option<Element> {
    event
        .composed_path()
        .get(0)
        .dyn_into()
        .ok()
        .or_else(|| event.target()?.dyn_into().ok())
}

fn is_left_alone(element: &Element) -> bool {
    let is_password = element
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| input.type_() == "password");
    // The selector is a constant: it cannot be wrong.
    is_password || matches!(element.closest("[data-scan=off]"), Ok(Some(_)))
}

enum Field {
    Input(HtmlInputElement),
    Area(HtmlTextAreaElement),
    Select(HtmlSelectElement),
}

/// What a field held, and where the caret was.
struct Snapshot {
    field: Field,
    value: String,
    selection: Option<(u32, u32)>,
}

impl Snapshot {
    /// `None` for editable text that is no form field: that cannot be put back.
    fn of(element: Element) -> Option<Self> {
        let field = match element.dyn_into::<HtmlInputElement>() {
            Ok(input) => Field::Input(input),
            Err(element) => match element.dyn_into::<HtmlTextAreaElement>() {
                Ok(area) => Field::Area(area),
                Err(element) => Field::Select(element.dyn_into().ok()?),
            },
        };
        // Fields of numbers and dates have no selection to ask for.
        let selection = match &field {
            Field::Input(input) => input.selection_start().ok().zip(input.selection_end().ok()),
            Field::Area(area) => area.selection_start().ok().zip(area.selection_end().ok()),
            Field::Select(_) => None,
        }
        .and_then(|(start, end)| start.zip(end));
        Some(Snapshot {
            value: field.value(),
            field,
            selection,
        })
    }

    /// Puts the field back, and tells whoever follows it.
    fn restore(self) -> Result<(), Thrown> {
        if self.field.value() == self.value {
            return Ok(());
        }
        let target: &EventTarget = match &self.field {
            Field::Input(input) => {
                input.set_value(&self.value);
                if let Some((start, end)) = self.selection {
                    input.set_selection_range(start, end)?;
                }
                input
            }
            Field::Area(area) => {
                area.set_value(&self.value);
                if let Some((start, end)) = self.selection {
                    area.set_selection_range(start, end)?;
                }
                area
            }
            Field::Select(select) => {
                select.set_value(&self.value);
                select
            }
        };
        let names: &[&str] = match &self.field {
            Field::Select(_) => &["input", "change"],
            _ => &["input"],
        };
        for name in names {
            let init = EventInit::new();
            init.set_bubbles(true);
            target.dispatch_event(&Event::new_with_event_init_dict(name, &init)?)?;
        }
        Ok(())
    }
}

impl Field {
    fn value(&self) -> String {
        match self {
            Field::Input(input) => input.value(),
            Field::Area(area) => area.value(),
            Field::Select(select) => select.value(),
        }
    }
}
