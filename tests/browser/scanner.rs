//! Scans by keyboard events: understood whatever has the focus, and seen by nobody else.

use crate::hand;
use depo::browser::scanner::{ScanListener, on_scan};
use depo::browser::timer::sleep;
use depo::exchange::wedge::{GROUP_SEPARATOR, Scan};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Once;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

type Scans = Rc<RefCell<Vec<Scan>>>;

/// Longer than the pause that ends a scan.
const PAUSE_MS: u32 = 120;

fn listen() -> (ScanListener, Scans) {
    static WATCH: Once = Once::new();
    let scans = Scans::default();
    let listener = on_scan({
        let scans = scans.clone();
        move |scan| scans.borrow_mut().push(scan)
    })
    .expect("a window");
    // After the listener, as the page's own are.
    WATCH.call_once(hand::watch_keys);
    hand::seen_keys();
    (listener, scans)
}

fn types(text: &str) {
    for letter in text.chars() {
        let key = letter.to_string();
        hand::press(&key, "", letter.is_ascii_uppercase(), false);
    }
}

fn texts(scans: &Scans) -> Vec<String> {
    scans.take().into_iter().map(|scan| scan.text).collect()
}

fn value(element: &web_sys::HtmlElement) -> String {
    let input: &web_sys::HtmlInputElement = element.unchecked_ref();
    input.value()
}

#[wasm_bindgen_test]
async fn a_scan_presses_no_button_and_starts_no_shortcut() {
    let button = hand::show("focused", "button", "[]");
    let (_listener, scans) = listen();
    let clicks = hand::click_count();
    types("x5901 34");
    let goes_on = hand::press("Enter", "Enter", false, false);
    hand::release("Enter", "Enter");
    assert!(!goes_on);
    assert_eq!(texts(&scans), ["x5901 34"]);
    assert_eq!(hand::click_count(), clicks);
    sleep(PAUSE_MS).await;
    assert_eq!(hand::seen_keys(), "");
    assert_eq!(texts(&scans), [""; 0]);

    hand::press("Enter", "Enter", false, false);
    assert_eq!(hand::click_count(), clicks + 1);
    hand::hide(&button);
}

#[wasm_bindgen_test]
async fn a_scan_leaves_the_focused_field_as_it_was() {
    let field = hand::show("focused", "input", r#"[["value", "typed before"]]"#);
    let (_listener, scans) = listen();
    types("A-03");
    assert_eq!(value(&field), "typed beforeA-03");
    hand::press("Tab", "Tab", false, false);
    assert_eq!(texts(&scans), ["A-03"]);
    assert_eq!(value(&field), "typed before");
    hand::hide(&field);
}

#[wasm_bindgen_test]
async fn keys_of_a_person_come_through_in_their_order() {
    let (_listener, scans) = listen();
    types("jk");
    assert_eq!(hand::seen_keys(), "", "held back for a moment");
    sleep(PAUSE_MS).await;
    assert_eq!(hand::seen_keys(), "j k");
    types("x");
    hand::press("ArrowDown", "ArrowDown", false, false);
    assert_eq!(hand::seen_keys(), "x ArrowDown");
    assert_eq!(texts(&scans), [""; 0]);
}

/// A key that begins anew gives the held one back: an event within an event.
#[wasm_bindgen_test]
async fn a_key_given_back_within_another_raises_no_error() {
    let window = web_sys::window().expect("a window");
    let failed = Rc::new(Cell::new(0));
    let failures = failed.clone();
    let _watch = gloo::events::EventListener::new(&window, "error", move |_| {
        failures.set(failures.get() + 1);
    });
    hand::show("focused", "button", "[]");
    let (_listener, scans) = listen();
    types("g");
    // Too slow for a scanner, too fast for the pause.
    sleep(50).await;
    types("o");
    sleep(PAUSE_MS).await;
    assert_eq!(hand::seen_keys(), "g o");
    assert_eq!(texts(&scans), Vec::<String>::new());
    assert_eq!(failed.get(), 0);
}

#[wasm_bindgen_test]
async fn text_typed_into_a_field_stays() {
    let field = hand::show("focused", "input", "[]");
    let (_listener, scans) = listen();
    for letter in ["b", "l", "u", "e"] {
        hand::press(letter, "", false, false);
        sleep(50).await;
    }
    hand::press("Enter", "Enter", false, false);
    assert_eq!(value(&field), "blue");
    assert_eq!(texts(&scans), [""; 0]);
    // A burst without an end belongs to the field.
    types("12345678");
    sleep(PAUSE_MS).await;
    assert_eq!(value(&field), "blue12345678");
    assert_eq!(texts(&scans), [""; 0]);
    hand::hide(&field);
}

#[wasm_bindgen_test]
async fn fields_that_want_scans_as_text_get_them() {
    for attributes in [r#"[["data-scan", "off"]]"#, r#"[["type", "password"]]"#] {
        let field = hand::show("focused", "input", attributes);
        let (_listener, scans) = listen();
        types("5901234123457");
        assert!(hand::press("Enter", "Enter", false, false));
        assert_eq!(value(&field), "5901234123457");
        assert_eq!(texts(&scans), [""; 0]);
        hand::hide(&field);
    }
}

#[wasm_bindgen_test]
async fn a_scan_without_an_end_is_over_after_a_pause() {
    let (_listener, scans) = listen();
    types("5901234123457");
    sleep(PAUSE_MS).await;
    assert_eq!(texts(&scans), ["5901234123457"]);
    assert_eq!(hand::seen_keys(), "");
}

#[wasm_bindgen_test]
async fn a_busy_page_tears_no_scan_apart() {
    let (_listener, scans) = listen();
    types("59012");
    hand::press_unheard("3 4 1 2 3 4 5 7 Enter", 100);
    hand::stall(110);
    sleep(2 * PAUSE_MS).await;
    assert_eq!(texts(&scans), ["5901234123457"]);
    assert_eq!(hand::seen_keys(), "");
}

#[wasm_bindgen_test]
async fn a_bulgarian_layout_and_group_separators() {
    let (_listener, scans) = listen();
    for (key, code, shift, control) in [
        (";", "BracketRight", false, false),
        ("Shift", "ShiftLeft", true, false),
        ("Ъ", "KeyC", true, false),
        ("1", "Digit1", false, false),
        ("1", "Digit1", false, false),
        ("0", "Digit0", false, false),
        ("Control", "ControlLeft", false, true),
        (";", "BracketRight", false, true),
        ("ь", "KeyA", false, false),
        ("Enter", "Enter", false, false),
    ] {
        hand::press(key, code, shift, control);
    }
    let expected = Scan {
        aim: Some("]C1".to_owned()),
        text: format!("10{GROUP_SEPARATOR}a"),
    };
    assert_eq!(scans.take(), [expected]);
}

#[wasm_bindgen_test]
async fn a_dropped_listener_hears_nothing() {
    let (listener, scans) = listen();
    drop(listener);
    types("5901234123457");
    hand::press("Enter", "Enter", false, false);
    assert_eq!(texts(&scans), [""; 0]);
    assert_eq!(hand::seen_keys().split(' ').count(), 14);
}
