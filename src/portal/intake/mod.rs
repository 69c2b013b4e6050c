//! The intake: files become commands. What the exchange room has read becomes orders, credit notes and stock
//! documents, in pieces short enough for a frame, in an order that gives the same result however the files were cut.
//!
//! - **Orders at once, the rest last.** Orders are sent as they are read, so that memory stays bounded however long the
//!   files are. Stock adjustments follow, and credits come last of all, in the order of their time: a credit names no
//!   order, it is matched with what its customer bought before, and that must be here by then. So files may be given in
//!   any order, and months one by one give what all months at once give, as long as the earlier come first.
//! - **What is here stays.** Every record has a natural key (the channel and the invoice's number). One that is known
//!   is left alone; one that is known with other contents is left alone too, and said so. The same file twice therefore
//!   changes nothing, and an import that was stopped is taken up again by importing once more.
//! - **Every line in one count.** The [`IntakeReport`] holds each line of the files in exactly one place, with its exact
//!   value, and says so by [`IntakeReport::adds_up`].
//!
//! Invoices at the edge of a file (its first one, and those still open at its end) are held to the end as well: where a
//! file was cut in the middle of an invoice, the other half is in another file.

mod convert;
mod made_up;
mod plan;
mod report;
mod run;
mod stock;

pub use made_up::{MadeUp, made_up};
pub use plan::{Batch, Options, Plan};
pub use report::{Ended, Fate, IntakeReport, Tally};
pub use run::{FileBytes, IncomingFile, IntakeDesk, Progress, Stage, import};
pub use stock::{StockImport, StockIntakeReport, StockMode, import_stock};

/// The channel of the orders, as it stands in their identities.
pub const CHANNEL: &str = "online-retail";
