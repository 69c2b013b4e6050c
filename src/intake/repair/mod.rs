//! Rows of files that somebody has to mend: which they are, what is wrong at which cell, and what becomes of mended ones.
//!
//! Nothing of this is kept but the rows themselves, as personal rows: of an order that waits beside the order, of rows
//! that belong to no order beside their file. What is wrong with them is found by reading them again, with the reader
//! that their file had; so a mended cell and a mended file go the same way.
//!
//! | module | what it does |
//! |---|---|
//! | [`entries`] | the list: whose rows they are, and what is wrong |
//! | `read` | the rows once more through the reader of their file |
//! | [`mend`] | mended rows into commands |
//! | [`source`] | what the source says now beside what stands here |
//! | [`give_back`] | the rows as a file for whoever sent them, with a column that says what is wrong |

pub mod entries;
pub mod give_back;
pub mod mend;
pub mod source;

mod read;

pub use entries::{Entry, Fault, Loose, What, emptied, entry, loose, waiting, waits};

use super::orders::{OrderOptions, raw_rows};
use crate::exchange::orders::report::OrderReport;
use crate::trade::personal::content::FileRows;

/// The rows of a file that belong to no order, as they are kept; `None` where there are none.
pub(super) fn loose_rows(report: &OrderReport, options: &OrderOptions) -> Option<FileRows> {
    raw_rows(&report.loose, options.mapping.as_ref())
}
