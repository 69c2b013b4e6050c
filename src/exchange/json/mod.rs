//! JSON in bounded memory: a file is cut into its records while it arrives, and each record is read by itself.
//!
//! Not `serde_json`: it reads numbers into floating point or, with a feature that changes every value in the program,
//! into text; it knows no record of an array before the array has ended; and an error ends it for good. Here a number
//! stays the text it was written as, a broken record is one error, and the next one is read.

mod records;
mod value;

pub use records::{Record, RecordFlaw, Records};
pub use value::{Json, JsonFault};
