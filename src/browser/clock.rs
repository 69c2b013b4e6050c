//! What time it is, and where.
//!
//! The wall clock is a claim of the device: it may be years off and jump. For spans use [`monotonic_ms`].

use js_sys::{Date, Reflect};
use wasm_bindgen::JsValue;

/// Milliseconds since 1970-01-01T00:00Z by the clock of this device.
pub fn now_ms() -> i64 {
    Date::now() as i64
}

/// Milliseconds since the page was opened, with fractions; never goes back. Where there is no such clock, the wall
/// clock stands in.
pub fn monotonic_ms() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or_else(Date::now, |performance| performance.now())
}

/// How far the local time is ahead of UTC at this moment, in minutes: 120 in Sofia in winter, 180 in summer.
pub fn zone_offset_minutes(at_ms: i64) -> i32 {
    let ahead = -Date::new(&JsValue::from_f64(at_ms as f64)).get_timezone_offset();
    ahead as i32
}

/// The name of the local time zone, such as `Asia/Jakarta`; `UTC` where the browser does not tell.
pub fn zone_name() -> String {
    let format = js_sys::Intl::DateTimeFormat::default();
    let options = format.resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone"))
        .ok()
        .and_then(|name| name.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}
