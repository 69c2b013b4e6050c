//! The one border to JavaScript: what the portal wants of the browser, as plain Rust.
//!
//! Whatever the browser throws comes back as [`Thrown`], or as the fallback that the function names. Listeners live
//! as long as the handle that was returned for them.

pub mod canary;
pub mod channel;
pub mod clock;
pub mod drafts;
pub mod entropy;
pub mod errors;
pub mod events;
pub mod files;
pub mod history;
pub mod intl;
pub mod label_printer;
pub mod local;
pub mod locks;
pub mod page;
pub mod picture;
pub mod preferences;
pub mod print;
pub mod scanner;
pub mod sound;
pub mod storage_health;
mod thrown;
pub mod timer;

pub use thrown::Thrown;

/// The window of this tab; a worker has none.
fn window() -> Result<web_sys::Window, Thrown> {
    web_sys::window().ok_or_else(|| Thrown::new("NotSupportedError", "there is no window here"))
}
