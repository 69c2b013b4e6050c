//! The workspace: what this device is set to, and what went wrong on it.

mod diagnostics;
mod settings;

pub use diagnostics::Diagnostics;
pub use settings::{Settings, theme_name};
