//! Scans by keyboard events: understood whatever has the focus, and seen by nobody else.

use crate::hand;
use depo::browser::scanner::{Goes, ScanListener, on_scan};
use depo::browser::timer::sleep;
use depo::exchange::wedge::{GROUP_SEPARATOR, Scan, Torn};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Once;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

type Scans = Rc<RefCell<Vec<Result<Scan, Torn>>>>;

/// Longer than the pause that ends a scan.
const PAUSE_MS: u32 = 290;
/// Longer than a burst can have begun before anybody listened.
const ALONE_MS: u32 = 210;

async fn listen_for(goes: Goes) -> (ScanListener, Scans) {
    static WATCH: Once = Once::new();
    let scans = Scans::default();
    let listener = on_scan({
        let scans = scans.clone();
        move |heard| {
            scans.borrow_mut().push(heard.what);
            goes
        }
    })
    .expect("a window");
    // After the listener, as the page's own are.
    WATCH.call_once(hand::watch_keys);
    sleep(ALONE_MS).await;
    hand::seen_keys();
    (listener, scans)
}

async fn listen() -> (ScanListener, Scans) {
    listen_for(Goes::ToPage).await
}

fn types(text: &str) {
    for letter in text.chars() {
        let key = letter.to_string();
        hand::press(&key, "", letter.is_ascii_uppercase(), false);
    }
}

/// What was heard, once anything was: a machine that has much to do ends a pause late.
async fn heard(scans: &Scans) -> Vec<String> {
    for _ in 0..20 {
        sleep(PAUSE_MS).await;
        if !scans.borrow().is_empty() {
            break;
        }
    }
    texts(scans)
}

fn texts(scans: &Scans) -> Vec<String> {
    let texts = scans.take().into_iter();
    texts
        .map(|what| what.map_or_else(|torn| format!("{torn:?}"), |scan| scan.text))
        .collect()
}

fn value(element: &web_sys::HtmlElement) -> String {
    let input: &web_sys::HtmlInputElement = element.unchecked_ref();
    input.value()
}

#[wasm_bindgen_test]
async fn a_scan_presses_no_button_and_starts_no_shortcut() {
    let button = hand::show("focused", "button", "[]");
    let (_listener, scans) = listen().await;
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
    let (_listener, scans) = listen().await;
    types("A-03");
    assert_eq!(value(&field), "typed beforeA-03");
    hand::press("Tab", "Tab", false, false);
    assert_eq!(texts(&scans), ["A-03"]);
    assert_eq!(value(&field), "typed before");
    hand::hide(&field);
}

#[wasm_bindgen_test]
async fn keys_of_a_person_come_through_in_their_order() {
    let (_listener, scans) = listen().await;
    types("jk");
    assert_eq!(hand::seen_keys(), "", "held back for a moment");
    sleep(PAUSE_MS).await;
    assert_eq!(hand::seen_keys(), "j k");
    sleep(PAUSE_MS).await;
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
    let (_listener, scans) = listen().await;
    types("g");
    // Too slow for a scanner, too fast for the pause.
    sleep(195).await;
    types("o");
    sleep(PAUSE_MS).await;
    assert_eq!(hand::seen_keys(), "g o");
    assert_eq!(texts(&scans), Vec::<String>::new());
    assert_eq!(failed.get(), 0);
}

#[wasm_bindgen_test]
async fn text_typed_into_a_field_stays() {
    let field = hand::show("focused", "input", "[]");
    let (_listener, scans) = listen().await;
    for (letter, rest_ms, gap_ms) in [("b", 60, 20), ("l", 90, 70), ("u", 70, 10), ("e", 110, 50)] {
        hand::press(letter, letter, false, false);
        sleep(rest_ms).await;
        hand::release(letter, letter);
        sleep(gap_ms).await;
    }
    hand::press("Enter", "Enter", false, false);
    assert_eq!(value(&field), "blue");
    assert_eq!(texts(&scans), [""; 0]);
    // A burst without an end stays in the field, and is told.
    sleep(3 * PAUSE_MS).await;
    types("12345678");
    assert_eq!(heard(&scans).await, ["NoEndInField"]);
    assert_eq!(value(&field), "blue12345678");
    hand::hide(&field);
}

#[wasm_bindgen_test]
async fn fields_that_want_scans_as_text_get_them() {
    for attributes in [r#"[["data-scan", "off"]]"#, r#"[["type", "password"]]"#] {
        let field = hand::show("focused", "input", attributes);
        let (_listener, scans) = listen().await;
        types("5901234123457");
        assert!(hand::press("Enter", "Enter", false, false));
        assert_eq!(value(&field), "5901234123457");
        assert_eq!(texts(&scans), [""; 0]);
        hand::hide(&field);
    }
}

#[wasm_bindgen_test]
async fn a_scan_without_an_end_is_over_after_a_pause() {
    let (_listener, scans) = listen().await;
    types("5901234123457");
    assert_eq!(heard(&scans).await, ["5901234123457"]);
    assert_eq!(hand::seen_keys(), "");
}

#[wasm_bindgen_test]
async fn a_busy_page_tears_no_scan_apart() {
    let (_listener, scans) = listen().await;
    types("59012");
    hand::press_unheard("3 4 1 2 3 4 5 7 Enter", 100);
    hand::stall(110);
    assert_eq!(heard(&scans).await, ["5901234123457"]);
    assert_eq!(hand::seen_keys(), "");
}

#[wasm_bindgen_test]
async fn a_bulgarian_layout_and_group_separators() {
    let (_listener, scans) = listen().await;
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
    let data = format!("10{GROUP_SEPARATOR}a");
    let expected = (Some("]C1"), data.as_str());
    let scans = scans.take();
    let [Ok(scan)] = scans.as_slice() else {
        unreachable!("one scan, not {scans:?}");
    };
    assert_eq!((scan.aim.as_deref(), scan.text.as_str()), expected);
}

#[wasm_bindgen_test]
async fn a_dropped_listener_hears_nothing() {
    let (listener, scans) = listen().await;
    drop(listener);
    types("5901234123457");
    hand::press("Enter", "Enter", false, false);
    assert_eq!(texts(&scans), [""; 0]);
    assert_eq!(hand::seen_keys().split(' ').count(), 14);
}

#[wasm_bindgen_test]
async fn a_scan_into_a_field_that_takes_it_stands_there_clean() {
    let field = hand::show("focused", "input", r#"[["value", " typed before"]]"#);
    let (_listener, scans) = listen_for(Goes::ToField).await;
    types("]E05901234123457");
    assert!(!hand::press("Enter", "Enter", false, false));
    assert_eq!(texts(&scans), ["5901234123457"]);
    // Where the caret was: in a field that was not touched yet it stands first.
    assert_eq!(value(&field), "5901234123457 typed before");
    hand::hide(&field);
}

/// The page works between the keys, and whoever sends them waits for it.
#[wasm_bindgen_test]
async fn a_slow_scan_keeps_its_head() {
    let button = hand::show("focused", "button", "[]");
    let (_listener, scans) = listen().await;
    let clicks = hand::click_count();
    types("B");
    sleep(100).await;
    types("-1");
    sleep(60).await;
    types("0");
    sleep(100).await;
    hand::press("Enter", "Enter", false, false);
    assert_eq!(texts(&scans), ["B-10"]);
    assert_eq!(
        (hand::seen_keys().as_str(), hand::click_count()),
        ("", clicks)
    );
    hand::hide(&button);
}

/// What came before anybody listened may be the head of it.
#[wasm_bindgen_test]
async fn what_was_cut_by_the_start_is_refused() {
    let (listener, scans) = listen().await;
    drop(listener);
    let heard = scans.clone();
    let _listener = on_scan(move |what| {
        heard.borrow_mut().push(what.what);
        Goes::ToPage
    })
    .expect("a window");
    types("-10");
    hand::press("Enter", "Enter", false, false);
    assert_eq!(texts(&scans), ["HeadLost"]);
}
