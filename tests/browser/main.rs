//! What only a real browser can show: IndexedDB and the border to JavaScript.
//!
//! Built for `wasm32-unknown-unknown` and run by `wasm-bindgen-test-runner` in a headless browser; its arguments are
//! in `webdriver.json`.

#![cfg(target_arch = "wasm32")]

mod border;
mod engine;
mod faults;
mod figures;
mod hand;
mod scanner;
mod storage;
mod tabs;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Waits until something has happened. The time is generous: a loaded machine is slow, and only a fault takes so long.
async fn until(happened: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if happened() {
            return;
        }
        depo::browser::timer::sleep(10).await;
    }
    assert!(happened(), "it has not happened in ten seconds");
}
