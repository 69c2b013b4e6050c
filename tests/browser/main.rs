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
