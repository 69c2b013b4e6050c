//! The screens. Wasm only; nothing below this room knows a signal.
