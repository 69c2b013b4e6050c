//! EPCIS 2.0: the events of the physical world as trading partners exchange them, and the name an event gives itself.
//!
//! The name is the hash of CBV 2.0 (section 8.9): the event is written as one canonical text, its identifiers as GS1
//! Digital Links, its times in UTC, its lists sorted; the SHA-256 of that text is its identifier. Two devices that saw
//! the same thing give it the same name without asking each other.
//!
//! What happened to goods is told in documents of JSON-LD ([`document`]), with names of GS1 where there are any and
//! private ones elsewhere ([`Names`]).
//!
//! For the hash, an event is a tree of [`Node`]s, which JSON-LD ([`events`]) and XML both come to. Three habits of the
//! reference implementation are kept, because hashes that differ are worth nothing: whatever reads as a number is written as
//! one, a `time` within sensor data keeps its zone, and a parcel number out of a URN has a digit too many.
//!
//! The rules of the hash have two editions ([`Edition`]). The vectors at hand are of the draft; what this program writes
//! is named by the ratified one, which is what partners compute today. The place of `certificationInfo` after
//! `eventTimeZoneOffset` in the draft is that of the reference implementation.
//!
//! Cost: the sorts of the lists of one event.

mod document;
pub mod event;
mod hash;
mod identifier;
mod json_ld;
mod names;
mod normal;

pub use document::{Unfit, UnfitEvent, document, identifier};
pub use hash::{Edition, canonical, event_hash};
pub use json_ld::events;
pub use names::{Names, NamesError};

/// A field of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name; one outside the standard's begins with its namespace in braces.
    pub name: String,
    /// Its value; empty for a field of fields.
    pub value: String,
    /// The fields within.
    pub children: Vec<Node>,
}
