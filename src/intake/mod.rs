//! Files, and the demo, into commands of the new facts. Pure: whoever runs an import gives the time, the random bytes and
//! the workspace.
//!
//! | module | what it does |
//! |---|---|
//! | [`desk`] | what an import asks for: the workspace, bytes of files, pauses |
//! | [`orders`] | an order as the exchange room read it becomes a record that can be taken in |
//! | [`plan`], [`run`] | records in pieces that fit a commit, from the first byte to the last command |
//! | [`stock`] | files of stock levels: locations, items, and what lay there |
//! | [`items`] | files of products: items with barcodes, weights and sizes |
//! | [`returns`] | files of returns that customers have announced |
//! | [`pasted`] | a table that a person pastes: locations, items, partners, with what is wrong at its cell |
//! | [`setup`] | what a workspace needs before its first order |
//! | [`demo`] | a workspace to try everything on |
//! | [`copy`] | the whole workspace as one file, and back |
//! | [`kinds`] | what a file is, from its first bytes |
//! | [`recoded`] | a file whose encoding a person has said, in UTF-8 |
//! | [`mappings`] | how files of a channel are read, kept on its card |
//! | [`history`] | the imports that were, read off the facts |
//! | [`repair`] | rows that somebody has to mend, cell by cell, and what becomes of them |
//! | [`report`], [`judged`] | what became of every line, and of each order |
//!
//! - **Orders at once, credits last.** Orders are taken as they are read, so that memory stays bounded however long the
//!   files are. Credits come last, in the order of their time: a credit names no order, it is matched with what its
//!   customer bought before, and that must be here by then. So files may be given in any order.
//! - **Reading the same again changes nothing.** Whose order a record is, and what of it is new, is told by
//!   `trade::orders`. An import that was stopped is taken up again by importing once more.
//! - **Every line in one count.** The [`report::IntakeReport`] holds each line of the files in exactly one place.
//!
//! Orders at the edge of a file (its first one, and those still open at its end) are held to the end: where a file was
//! cut within an order, the other half is in another file.

pub mod copy;
pub mod demo;
pub mod desk;
pub mod history;
pub mod items;
pub mod judged;
pub mod kinds;

pub mod mappings;
pub mod orders;
pub mod pasted;
pub mod plan;
pub mod recoded;
pub mod repair;
pub mod report;
pub mod returns;
pub mod run;
pub mod setup;
pub mod stock;

mod taking;
mod texts;
mod twins;

pub use desk::{Answer, Desk, FileBytes, IncomingFile, Pace, Progress, Stage};
pub use items::import_items;
pub use orders::{OrderOptions, TermsChoice};
pub use report::{Ended, Fate, FileReport, IntakeReport, Tally};
pub use returns::{ReturnOptions, ReturnsIntakeReport, import_returns};
pub use run::import_orders;
pub use stock::{StockIntakeReport, StockMode, StockOptions, import_stock};
