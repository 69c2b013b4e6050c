//! The rest of the border to JavaScript: words of four languages, files, time, the page as a whole.

use crate::hand;
use depo::browser::files::{self, Drop};
use depo::browser::timer::{sleep, within};
use depo::browser::{Thrown, clock, errors, events, intl, sound, storage_health};
use depo::limits::FILE_CHUNK_BYTES;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

/// Spaces that do not break, in the widths that languages use, as plain ones.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ")
}

fn each(format: impl Fn(&str) -> String) -> Vec<String> {
    ["en", "id", "bg", "ro"]
        .iter()
        .map(|locale| plain(&format(locale)))
        .collect()
}

#[wasm_bindgen_test]
fn numbers_in_four_languages() {
    let numbers = each(|locale| intl::number(12_345.678, locale));
    assert_eq!(
        numbers,
        ["12,345.678", "12.345,678", "12 345,678", "12.345,678"]
    );
    let shares = each(|locale| intl::percent(0.125, locale));
    assert_eq!(shares, ["12.5%", "12,5%", "12,5%", "12,5 %"]);
    let sizes = each(|locale| intl::bytes(1_234_567, locale));
    assert_eq!(sizes, ["1.2 MB", "1,2 MB", "1,2 MB", "1,2 MB"]);
    assert_eq!(plain(&intl::bytes(999, "en")), "999 byte");
}

#[wasm_bindgen_test]
fn money_is_exact() {
    let euros = each(|locale| intl::money(123_456_700, "EUR", locale));
    console_log!("{euros:?}");
    let rupiah = each(|locale| intl::money(372_000_000, "IDR", locale));
    console_log!("{rupiah:?}");
    let en = |amount, currency| plain(&intl::money(amount, currency, "en"));
    assert_eq!(en(1_2345, "EUR"), "€1.2345");
    assert_eq!(en(1_2300, "EUR"), "€1.23");
    assert_eq!(en(1_2340, "EUR"), "€1.234");
    assert_eq!(en(-5_0000, "EUR"), "-€5.00");
    assert_eq!(en(5_0000, "JPY"), "¥5");
    assert_eq!(en(5_5000, "JPY"), "¥5.5");
    assert_eq!(en(5_5000, "KWD"), "KWD 5.500");
    assert_eq!(en(i64::MAX, "EUR"), "€922,337,203,685,477.5807");
    assert_eq!(en(i64::MIN, "EUR"), "-€922,337,203,685,477.5808");
    assert_eq!(en(1_5000, "no currency"), "1.5000 no currency");
}

#[wasm_bindgen_test]
fn dates_and_plurals_in_four_languages() {
    // 14:05 by the clock of this machine, wherever it stands.
    let date = js_sys::Date::new_with_year_month_day_hr_min(2026, 2, 9, 14, 5);
    let ms = date.get_time() as i64;
    let dates = each(|locale| intl::date(ms, locale));
    console_log!(
        "{dates:?} {:?} {:?}",
        each(|l| intl::time(ms, l)),
        each(|l| intl::date_time(ms, l))
    );
    assert!(
        dates
            .iter()
            .all(|date| date.contains("2026") && date.contains('9'))
    );
    assert_eq!(plain(&intl::time(ms, "en")), "2:05 PM");
    assert!(plain(&intl::time(ms, "bg")).starts_with("14:05"));
    assert_eq!(intl::moment(ms, ms + 60_000, "ro"), intl::time(ms, "ro"));
    assert_eq!(
        intl::moment(ms, ms + 86_400_000, "ro"),
        intl::date_time(ms, "ro")
    );
    assert_eq!(intl::date(i64::MAX, "en"), i64::MAX.to_string());

    assert_eq!(intl::relative(-5 * 60_000, "en"), "5 minutes ago");
    assert_eq!(intl::relative(-86_400_000, "en"), "yesterday");
    assert_eq!(intl::relative(3 * 3_600_000, "bg"), "след 3 часа");
    assert_eq!(intl::relative(2 * 86_400_000, "ro"), "poimâine");
    assert_eq!(intl::relative(0, "en"), "now");

    assert_eq!(
        each(|locale| intl::plural_category(1.0, locale)),
        ["one", "other", "one", "one"]
    );
    assert_eq!(
        each(|locale| intl::plural_category(2.0, locale)),
        ["other", "other", "other", "few"]
    );
    assert_eq!(
        each(|locale| intl::plural_category(20.0, locale)),
        ["other"; 4]
    );
    let list = each(|locale| intl::list(&["a", "b", "c"], locale));
    assert_eq!(
        list,
        ["a, b, and c", "a, b, dan c", "a, b и c", "a, b și c"]
    );
    assert_eq!(intl::number(1.5, "no language"), "1.5");
}

#[wasm_bindgen_test]
async fn time_goes_on() {
    let (wall, steady) = (clock::now_ms(), clock::monotonic_ms());
    sleep(30).await;
    assert!(clock::monotonic_ms() - steady >= 25.0);
    assert!(clock::now_ms() - wall >= 25);
    assert!((1_700_000_000_000..4_000_000_000_000).contains(&wall));
    assert!(clock::zone_offset_minutes(wall).abs() <= 14 * 60);
    assert!(!clock::zone_name().is_empty());
    assert_eq!(within(20, std::future::pending::<()>()).await, None);
    assert_eq!(within(1_000, async { 7 }).await, Some(7));
}

#[wasm_bindgen_test]
async fn a_picked_file_is_read_in_chunks() {
    let bytes: Vec<u8> = (0..FILE_CHUNK_BYTES + 1_000)
        .map(|n| (n % 253) as u8)
        .collect();
    let input = hand::input_with_file("поръчки.csv", &bytes);
    let file = files::of_input(&input).pop().expect("a file");
    assert_eq!(file.name(), "поръчки.csv");
    assert_eq!(file.bytes(), bytes.len() as u64);
    assert_eq!(file.changed_ms(), 1_700_000_000_000);
    let mut chunks = file.chunks();
    let mut read = Vec::new();
    let mut sizes = Vec::new();
    while let Some(chunk) = chunks.next().await.expect("readable") {
        sizes.push(chunk.len());
        read.extend(chunk);
        assert_eq!(chunks.read_bytes(), read.len() as u64);
    }
    assert_eq!(sizes, [FILE_CHUNK_BYTES, 1_000]);
    assert_eq!(read, bytes);
    assert_eq!(file.read(1, 3).await, Ok(vec![1, 2, 3]));
    assert_eq!(file.read(u64::from(u32::MAX), 3).await, Ok(vec![]));
    assert_eq!(
        files::of_input(&hand::input_with_file("empty", &[])).len(),
        1
    );
}

#[wasm_bindgen_test]
fn files_are_dropped_and_other_things_left_alone() {
    let place = hand::show("place", "div", "[]");
    let log: Rc<RefCell<Vec<String>>> = Rc::default();
    let zone = files::drop_zone(&place, {
        let log = log.clone();
        move |what| {
            log.borrow_mut().push(match what {
                Drop::Over => "over".to_owned(),
                Drop::Out => "out".to_owned(),
                Drop::Files(files) => files.iter().map(files::PickedFile::name).collect(),
            });
        }
    });
    for what in [
        "dragenter",
        "dragenter",
        "dragover",
        "dragleave",
        "dragleave",
    ] {
        assert!(!hand::drag(&place, what, "a.csv", b"x"));
    }
    hand::drag(&place, "dragenter", "a.csv", b"x");
    assert!(!hand::drag(&place, "drop", "a.csv", b"x"));
    assert!(hand::drag(&place, "drop", "", b""), "text is the browser's");
    assert_eq!(log.take(), ["over", "out", "over", "a.csv"]);
    drop(zone);
    assert!(hand::drag(&place, "drop", "a.csv", b"x"));
    hand::hide(&place);
}

#[wasm_bindgen_test]
async fn a_download_holds_all_its_parts() {
    let mut download = files::Download::new();
    for part in ["sku,qty\r\n", "чай,1\r\n", ""] {
        download.push(part.as_bytes()).expect("room");
    }
    assert_eq!(download.bytes(), 19);
    download.save("stock.csv", "text/csv").expect("saved");
    let saved = hand::downloaded().await.expect("a file").as_string();
    assert_eq!(
        saved.as_deref(),
        Some("stock.csv|text/csv|sku,qty\r\nчай,1\r\n")
    );
    files::save("a.bin", "application/octet-stream", b"x").expect("saved");
}

#[wasm_bindgen_test]
async fn the_health_of_the_storage() {
    let health = storage_health::health().await;
    console_log!("{health:?}");
    assert_eq!(health.persisted.is_some(), hand::has_storage_manager());
    assert!(!health.perhaps_private);
    // WebKitGTK says nothing about room.
    assert_eq!(health.quota_bytes.is_some(), health.usage_bytes.is_some());
    assert_ne!(health.quota_bytes, Some(0));
}

#[wasm_bindgen_test]
async fn nobody_waits_for_a_promise_to_keep_the_data() {
    for (given, expected) in [
        ("yes", Some(true)),
        ("no", Some(false)),
        ("never", None),
        ("refuse", Some(false)),
    ] {
        hand::answer_persist(given);
        let answer = Rc::new(Cell::new(None));
        storage_health::ask_to_persist({
            let answer = answer.clone();
            move |granted| answer.set(Some(granted))
        });
        sleep(20).await;
        assert_eq!(answer.get(), expected, "{given}");
    }
    hand::answer_persist("as it is");
}

#[wasm_bindgen_test]
fn the_page_as_a_whole() {
    let log: Rc<RefCell<Vec<&str>>> = Rc::default();
    let note = |what: &'static str| {
        let log = log.clone();
        move || log.borrow_mut().push(what)
    };
    let (online, offline) = (note("online"), note("offline"));
    let listener = events::on_online_change(move |is| if is { online() } else { offline() });
    for name in ["offline", "online"] {
        hand::dispatch_on_window(name);
    }
    assert_eq!(log.take(), ["offline", "online"]);
    drop(listener);
    hand::dispatch_on_window("offline");
    assert!(log.take().is_empty());

    let unsaved = Rc::new(Cell::new(false));
    let guard = events::guard_leaving({
        let unsaved = unsaved.clone();
        move || unsaved.get()
    });
    assert!(hand::dispatch_on_window("beforeunload"));
    unsaved.set(true);
    assert!(!hand::dispatch_on_window("beforeunload"));
    drop(guard);
    assert!(hand::dispatch_on_window("beforeunload"));
}

#[wasm_bindgen_test]
fn errors_of_the_page_are_kept() {
    let window = web_sys::window().expect("a window");
    assert!(errors::all().is_empty());
    errors::push(errors::Kind::Error, "nobody keeps the list", "test");
    let list = js_sys::Array::new();
    let set = js_sys::Reflect::set(&window, &"depoErrors".into(), &list);
    assert_eq!(set, Ok(true));
    errors::push(errors::Kind::Panic, "it stopped", "test");
    let kept = errors::all().pop().expect("kept");
    let words = (
        kept.kind.as_str(),
        kept.message.as_str(),
        kept.place.as_str(),
    );
    assert_eq!(words, ("panic", "it stopped", "test"));
    assert!(kept.time.ends_with('Z'));
    while list.length() < 99 {
        list.push(&JsValue::NULL);
    }
    for message in ["the last that fits", "one too many"] {
        errors::push(errors::Kind::Error, message, "test");
    }
    assert_eq!(errors::all().len(), 100);
    let last = errors::all().pop().map(|error| error.message);
    assert_eq!(last.as_deref(), Some("the last that fits"));
    let removed = js_sys::Reflect::delete_property(&window, &"depoErrors".into());
    assert_eq!(removed, Ok(true));
}

#[wasm_bindgen_test]
fn exceptions_become_text() {
    let error = Thrown::from(JsValue::from(js_sys::RangeError::new("too far")));
    assert_eq!(error, Thrown::new("RangeError", "too far"));
    assert_eq!(
        Thrown::from(JsValue::from("words")),
        Thrown::new("", "words")
    );
    assert_eq!(Thrown::from(JsValue::UNDEFINED), Thrown::new("", ""));
    let window: JsValue = web_sys::window().expect("a window").unchecked_into();
    assert_eq!(Thrown::from(window).message, "");
}

#[wasm_bindgen_test]
fn without_a_touch_there_is_no_sound_and_no_error() {
    let _ready = sound::prepare();
    hand::press("a", "KeyA", false, false);
    assert!(!sound::play(sound::Tone::Right));
    assert!(!sound::buzz(sound::Tone::Wrong));
}
