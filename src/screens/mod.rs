//! The screens. Wasm only; nothing below this room knows a signal. They are made of the parts in [`crate::ui`], show the
//! read models of [`crate::view`] and run the commands of the trade.
//!
//! | file | what it is for |
//! |---|---|
//! | `desk/` | this tab's place at the workspace: what to read, commands to run |
//! | `pages` | which component shows which route, and in which part it lies |
//! | `refused` | why something cannot be done, in words |
//! | `words` | states, reasons and kinds of the trade in words |
//! | `floor/` | the task screens of the floor |
//! | `scanned` | what a scan does where no task asks for one |
//! | `section_links` | the links between pages that belong together |
//! | `prints/` | what goes to paper |
//! | `sign_in` | who works here now: names, PIN pad, badge |
//! | `welcome` | the first minute: nothing is here yet |
//! | a folder per task | the pages |

mod answers;
pub mod desk;
mod floor;
mod imports;
mod inbox;
pub mod orders;
pub mod pages;
mod pasting;
pub mod pictures;
mod prints;
mod privacy;
pub mod refused;
pub mod scanned;
mod section_links;
mod setup;
mod sign_in;
mod stock;
mod today;
mod tracking;
mod welcome;
pub mod words;
pub mod workspace;

/// What stands for the order in the address of an RMA that nobody announced.
pub const WITHOUT_ORDER: &str = "-";
