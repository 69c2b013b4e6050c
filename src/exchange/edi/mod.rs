//! EDI: messages between trading partners, in X12 and in EDIFACT.
//!
//! Both dialects are segments of elements of components in three nested envelopes (interchange, group, message), whose
//! trailers say how much they hold and repeat the number their header gave. One walk checks both. A message whose
//! trailer is wrong is refused with the segment and the element named; the messages beside it are read. A wrong
//! trailer of a group or an interchange is reported there, and does not refuse the messages in it: a count of
//! messages says nothing about the goods of one of them.
//!
//! Texts are read that break the letter of the standards where the meaning is sure: an ISA whose elements are not
//! padded, segments on lines of their own, messages with no envelope around them.
//!
//! A message whose envelope is right is read into a [`Document`]: one record for each kind of document, whatever the
//! dialect, with qualifiers by their names ([`qualifier`]). What is wrong inside it is a [`Problem`], which says where,
//! what it means for the goods and what to do; what the record has no place for is counted. Documents are written in
//! either dialect and read the same again. Rejected: records generated from the standards' tables, which are ten times
//! the code and say `_01` where a person means the number of the order.
//!
//! Sources: ASC X12.5 and X12.6 (interchange and segment structure), ISO 9735 (EDIFACT). TRADACOMS, an older British
//! dialect, is recognised and not read.
//!
//! Cost: one pass over the text; segments point into it.

mod acknowledgement;
mod answer;
pub mod document;
pub mod edifact;
mod envelope;
mod fault;
mod problem;
pub mod qualifier;
mod reading;
pub mod record;
mod syntax;
mod writing;
pub mod x12;

pub use acknowledgement::{Verdict, acknowledgement};
pub use answer::Answer;
pub use document::{Document, Received, document};
pub use envelope::{File, Interchange, Message, read};
pub use fault::{Fault, ReadError, Wrong};
pub use problem::{Effect, Flaw, Problem};
pub use reading::Notes;
pub use syntax::{Dialect, Segment, Syntax};
pub use writing::{Envelope, WriteError};
