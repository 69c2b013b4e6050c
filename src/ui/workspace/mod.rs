//! The workspace: its copies, reports and demo, what this device keeps and is set to, and what went wrong on it.

mod bundle_words;
mod copy;
mod demo;
mod devices;
mod diagnostics;
mod files;
mod page;
mod prove;
mod reports;
mod restore;
mod settings;
mod storage;
mod support_file;
mod task;

pub use demo::DemoBar;
pub use diagnostics::Diagnostics;
pub use page::WorkspacePage;
pub use settings::Settings;
