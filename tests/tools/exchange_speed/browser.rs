//! This program in a browser: a worker asks for each reader's file, and has it read.

use crate::readers::{self, LINES, READERS};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the worker began; coarse.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn now_ms() -> f64;
}

/// How many readers there are.
#[wasm_bindgen]
pub fn count() -> usize {
    READERS.len()
}

/// The file that is made up for a reader.
#[wasm_bindgen]
pub fn made(reader: usize) -> Option<Vec<u8>> {
    READERS.get(reader).map(|reader| (reader.make)())
}

/// Whether a reader reads months of Online Retail.
#[wasm_bindgen]
pub fn takes_months(reader: usize) -> bool {
    READERS
        .get(reader)
        .is_some_and(|reader| reader.takes_months)
}

/// Whether a reader of delimited files could read the file as well.
#[wasm_bindgen]
pub fn is_delimited(reader: usize) -> bool {
    READERS
        .get(reader)
        .is_some_and(|reader| reader.counted == LINES)
}

/// A month, unpacked; its first line only where it is wanted.
#[wasm_bindgen]
pub fn unpacked(packed: &[u8], with_first_line: bool) -> Result<Vec<u8>, JsError> {
    readers::unpacked(packed, with_first_line).map_err(|error| JsError::new(&error))
}

/// Measures a reader; the line that tells of it.
#[wasm_bindgen]
pub fn measure(reader: usize, bytes: &[u8]) -> Result<String, JsError> {
    let reader = READERS
        .get(reader)
        .ok_or_else(|| JsError::new("no such reader"))?;
    readers::measure(reader, bytes, now_ms).map_err(|error| JsError::new(&error))
}
