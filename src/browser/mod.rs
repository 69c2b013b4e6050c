//! The one border to JavaScript.

pub mod timer;
