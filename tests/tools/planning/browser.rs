//! This program in a browser: a worker hands it what was read and takes the lines.

use crate::kinds;
use crate::kinds::options::{Input, Options};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the worker began; coarse.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn now_ms() -> f64;

    /// The worker takes a line.
    #[wasm_bindgen(js_namespace = globalThis, js_name = takeLine)]
    fn take_line(line: &str);
}

/// What a kind is run on.
#[wasm_bindgen]
pub struct Instances(Options);

#[wasm_bindgen]
impl Instances {
    /// Nothing yet, to be run for so many seconds a case, and only each so manieth case where cases take long.
    #[wasm_bindgen(constructor)]
    pub fn new(seconds: f64, every: usize) -> Self {
        let mut options = Options::new(now_ms, take_line);
        options.seconds = Some(seconds);
        options.every = every;
        Instances(options)
    }

    /// One more file, or, without bytes, what is to be made up.
    pub fn push(&mut self, path: &str, bytes: Vec<u8>) {
        self.0.inputs.push(Input::new(path, bytes));
    }

    /// Runs a kind on them.
    pub fn run(&self, kind: &str) -> Result<(), JsError> {
        kinds::run(kind, &self.0).map_err(|error| JsError::new(&error.to_string()))
    }
}
