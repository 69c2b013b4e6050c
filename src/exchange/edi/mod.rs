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
//! Sources: ASC X12.5 and X12.6 (interchange and segment structure), ISO 9735 (EDIFACT). TRADACOMS, an older British
//! dialect, is recognised and not read.
//!
//! Cost: one pass over the text; segments point into it.

mod acknowledgement;
mod envelope;
mod fault;
mod syntax;

pub use acknowledgement::acknowledgement;
pub use envelope::{File, Interchange, Message, read};
pub use fault::{Fault, ReadError, Wrong};
pub use syntax::{Dialect, Segment, Syntax};
