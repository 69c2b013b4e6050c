//! The workspace: its copies, reports and demo, what this device keeps and is set to, and what went wrong on it.

mod at_work;
mod copy;
mod copy_words;
mod demo;
mod devices;
mod diagnostics;
mod epcis;
mod files;
mod give_away;
mod page;
mod prove;
mod reports;
mod restore;
mod scanner;
mod settings;
mod storage;
mod support_file;
mod take_over;
mod task;

pub use at_work::AtWorkPage;
pub(in crate::screens) use at_work::{HandOver, Pass, is_own, open_desks};
pub use demo::DemoBar;
pub use diagnostics::Diagnostics;
pub(in crate::screens) use files::file_error;
pub use give_away::EmptySection;
pub use page::WorkspacePage;
pub use restore::RestoreSection;
pub use scanner::ScannerTest;
pub use settings::Settings;
pub(in crate::screens) use take_over::Handed;
pub use take_over::{FloorTakeOver, TakeOver, Target as TakeOverTarget};
