//! Barcode scanners that type: a scan is understood whatever has the focus.
//!
//! Every key passes here before anything on the page sees it, and [`crate::exchange::wedge`] says what it is. Keys of
//! a scan never reach the page: they type into no field, start no shortcut and press no focused button. Keys that
//! were held back on suspicion and turn out to be a person's are given back in their order.
//!
//! Keys that came before this program listened are kept by the static start script, each with its time, and are heard
//! here first: a scan that begins while the page loads is whole.
//!
//! Fields in which programs type fast say so with `data-scan="off"` on themselves or around them: they are left alone.
//! Passwords are never looked at.
//!
//! A device must send its scans as keys. Tablets that put text into the focused field instead (as an on-screen keyboard
//! does) have to be switched to key events.

use super::{Thrown, clock, errors, page, window};
use crate::exchange::wedge::{Layout, Pause, Press, Scan, Timing, Torn, Verdict, Wedge};
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, EventInit, EventTarget, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit, Window,
};

/// What came of keys that a scanner sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The scan, or why there is none.
    pub what: Result<Scan, Torn>,
    /// Whether a text field had the focus.
    pub in_field: bool,
}

/// Whose a scan is that came while a text field had the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// The page's: the field stands as it was before.
    ToPage,
    /// The field's: it stands in it, clean of identifiers and of what capitals or a layout made of it.
    ToField,
    /// A person's after all, who types fast: the page gets the keys, as they came.
    Typed,
}

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

impl ScanListener {
    /// How the keys are read from now on.
    pub fn set_layout(&self, layout: Layout) {
        self._state.wedge.borrow_mut().set_layout(layout);
    }
}

/// Calls back with everything that is heard, with the usual timing. One listener at a time: the first swallows the keys
/// of the scan.
///
/// # Errors
/// Where there is no window to listen to.
pub fn on_scan(callback: impl Fn(Heard) -> Goes + 'static) -> Result<ScanListener, Thrown> {
    let window = window()?;
    let early = Early::take(&window);
    let since_ms = early
        .as_ref()
        .map_or_else(clock::monotonic_ms, |it| it.since_ms);
    let state = Rc::new(State {
        wedge: RefCell::new(Wedge::new(Timing::default(), since_ms)),
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
    let listeners = [listen("keydown", key_down)?, listen("keyup", key_up)?];
    for (event, heard_ms) in early.into_iter().flat_map(|it| it.events) {
        // The page that they were meant for is gone.
        match event.type_().as_str() {
            "keyup" => key_up(&state, &event),
            _ => hear(&state, &event, heard_ms),
        }
    }
    Ok(ScanListener {
        _listeners: listeners,
        _state: state,
    })
}

/// The keys that the start script has kept.
struct Early {
    since_ms: f64,
    /// Each with the time at which the script heard of it.
    events: Vec<(KeyboardEvent, f64)>,
}

impl Early {
    /// `None` where there is no start script, or they were taken before.
    fn take(window: &Window) -> Option<Self> {
        let keys = Reflect::get(window, &"depoKeys".into()).ok()?;
        let take: Function = Reflect::get(&keys, &"take".into()).ok()?.dyn_into().ok()?;
        let since_ms = Reflect::get(&keys, &"since".into()).ok()?.as_f64()?;
        let taken: Array = take.call0(&JsValue::UNDEFINED).ok()?.dyn_into().ok()?;
        let events = taken.iter().filter_map(|pair| {
            let pair: Array = pair.dyn_into().ok()?;
            Some((pair.get(0).dyn_into().ok()?, pair.get(1).as_f64()?))
        });
        Some(Early {
            since_ms,
            events: events.collect(),
        })
    }
}

struct State {
    wedge: RefCell<Wedge>,
    callback: Box<dyn Fn(Heard) -> Goes>,
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
    hear(state, event, clock::monotonic_ms());
}

fn hear(state: &Rc<State>, event: &KeyboardEvent, heard_ms: f64) {
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
        heard_ms,
        in_field,
        moved: state.has_moved(target.as_ref()),
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
            match target.filter(|_| in_field) {
                Some(target) => {
                    state.field.replace(Some(Snapshot::of(target)));
                }
                None => state.hold(event),
            }
        }
        // The focus may have moved since the first character.
        Verdict::Suspect if in_field && state.types_into(target.as_ref()) => {}
        Verdict::Suspect => state.hold(event),
        Verdict::Swallow => state.take(event),
        Verdict::Scan(scan) => {
            state.take(event);
            state.finish(Ok(scan), Some(event));
            return;
        }
        Verdict::Refuse(torn) => {
            state.take(event);
            state.finish(Err(torn), Some(event));
            return;
        }
    }
    wait_for_pause(state);
}

fn key_up(state: &Rc<State>, event: &KeyboardEvent) {
    if state.replaying.get() {
        return;
    }
    let at_ms = event.time_stamp();
    let numbered = {
        let mut wedge = state.wedge.borrow_mut();
        wedge.release(&event.key(), &event.code(), at_ms)
    };
    match numbered {
        Some(Verdict::Refuse(torn)) => state.finish(Err(torn), None),
        Some(_) => wait_for_pause(state),
        None => {}
    }
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
            let paused = state.wedge.borrow_mut().pause();
            match paused {
                Pause::Scan(scan) => state.finish(Ok(scan), None),
                // It may be a person's: what stands in the field stays.
                Pause::Refuse(Torn::NoEndInField) => {
                    state.release();
                    state.tell(Err(Torn::NoEndInField), true);
                }
                Pause::Refuse(torn) => state.finish(Err(torn), None),
                Pause::Nothing => state.release(),
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

    /// Whether a character that comes now goes into the field that the burst began in.
    fn types_into(&self, target: Option<&Element>) -> bool {
        let field = self.field.borrow();
        field.as_ref().is_some_and(|it| target == Some(&it.element))
    }

    /// Whether the burst began in a field that has the focus no longer.
    fn has_moved(&self, target: Option<&Element>) -> bool {
        let field = self.field.borrow();
        field.as_ref().is_some_and(|it| target != Some(&it.element))
    }

    /// The keys were a person's: gives them back.
    fn release(&self) {
        self.field.take();
        for event in self.held.take() {
            self.give_back(&event);
        }
    }

    fn give_back(&self, event: &KeyboardEvent) {
        self.taken.borrow_mut().retain(|code| *code != event.code());
        self.replaying.set(true);
        let replayed = replay(event);
        self.replaying.set(false);
        if let Err(thrown) = replayed {
            errors::report(thrown, "scanner");
        }
    }

    /// The burst is over; `end` is the key that ended it, where one did.
    fn finish(&self, what: Result<Scan, Torn>, end: Option<&KeyboardEvent>) {
        self.pause.replace(None);
        let held = self.held.take();
        let snapshot = self.field.take();
        let restored = snapshot.as_ref().map(Snapshot::restore);
        if let Some(Err(thrown)) = restored {
            errors::report(thrown, "scanner");
        }
        let text = what.as_ref().ok().map(Scan::data);
        let goes = self.tell(what, snapshot.is_some());
        if goes == Goes::Typed {
            held.iter()
                .chain(end)
                .for_each(|event| self.give_back(event));
            return;
        }
        if let (Goes::ToField, Some(field), Some(text)) = (goes, snapshot, text)
            && let Err(thrown) = field.insert(&text)
        {
            errors::report(thrown, "scanner");
        }
    }

    fn tell(&self, what: Result<Scan, Torn>, in_field: bool) -> Goes {
        (self.callback)(Heard { what, in_field })
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
    let target = target_of(event).filter(|element| element.is_connected());
    let field = target.clone().filter(page::takes_text);
    let target: EventTarget = match target {
        Some(element) => element.into(),
        None => window()?.into(),
    };
    let goes_on = target.dispatch_event(&again)?;
    // A made key types nothing by itself.
    match field.filter(|_| goes_on && event.key().chars().count() == 1) {
        Some(field) => Snapshot::of(field).insert(&event.key()),
        None => Ok(()),
    }
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
    element: Element,
    /// `None` for editable text that is no form field: that cannot be put back.
    field: Option<Field>,
    value: String,
    selection: Option<(u32, u32)>,
}

impl Snapshot {
    fn of(element: Element) -> Self {
        let field = match element.clone().dyn_into::<HtmlInputElement>() {
            Ok(input) => Some(Field::Input(input)),
            Err(element) => match element.dyn_into::<HtmlTextAreaElement>() {
                Ok(area) => Some(Field::Area(area)),
                Err(element) => element.dyn_into().ok().map(Field::Select),
            },
        };
        // Fields of numbers and dates have no selection to ask for.
        let selection = match &field {
            Some(Field::Input(input)) => {
                input.selection_start().ok().zip(input.selection_end().ok())
            }
            Some(Field::Area(area)) => area.selection_start().ok().zip(area.selection_end().ok()),
            Some(Field::Select(_)) | None => None,
        }
        .and_then(|(start, end)| start.zip(end));
        Snapshot {
            element,
            value: field.as_ref().map(Field::value).unwrap_or_default(),
            field,
            selection,
        }
    }

    /// Puts the field back, and tells whoever follows it.
    fn restore(&self) -> Result<(), Thrown> {
        match &self.field {
            Some(field) => field.set(&self.value, self.selection),
            None => Ok(()),
        }
    }

    /// Puts a text where the caret was, in the place of what was selected.
    fn insert(&self, text: &str) -> Result<(), Thrown> {
        let Some(field) = &self.field else {
            return Ok(());
        };
        if matches!(field, Field::Select(_)) {
            return Ok(());
        }
        let mut units: Vec<u16> = self.value.encode_utf16().collect();
        let all = units.len();
        let (start, end) = self.selection.map_or((all, all), |(start, end)| {
            let end = (end as usize).min(all);
            ((start as usize).min(end), end)
        });
        units.splice(start..end, text.encode_utf16());
        let caret = u32::try_from(start + text.encode_utf16().count()).unwrap_or(u32::MAX);
        let selection = self.selection.map(|_| (caret, caret));
        field.set(&String::from_utf16_lossy(&units), selection)
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

    fn set(&self, value: &str, selection: Option<(u32, u32)>) -> Result<(), Thrown> {
        if self.value() == value {
            return Ok(());
        }
        let target: &EventTarget = match self {
            Field::Input(input) => {
                input.set_value(value);
                if let Some((start, end)) = selection {
                    input.set_selection_range(start, end)?;
                }
                input
            }
            Field::Area(area) => {
                area.set_value(value);
                if let Some((start, end)) = selection {
                    area.set_selection_range(start, end)?;
                }
                area
            }
            Field::Select(select) => {
                select.set_value(value);
                select
            }
        };
        let names: &[&str] = match self {
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
