//! The one border to JavaScript: what the portal wants of the browser, as plain Rust.
//!
//! Whatever the browser throws comes back as [`Thrown`], or as the fallback that the function names. Listeners live
//! as long as the handle that was returned for them.

pub mod clock;
pub mod entropy;
pub mod history;
pub mod intl;
pub mod page;
pub mod preferences;
mod thrown;
pub mod timer;

pub use thrown::Thrown;

/// The window of this tab; a worker has none.
fn window() -> Result<web_sys::Window, Thrown> {
    web_sys::window().ok_or_else(|| Thrown::new("NotSupportedError", "there is no window here"))
}
