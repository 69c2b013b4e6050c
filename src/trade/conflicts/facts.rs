//! Facts about what clashed and was settled.

use crate::stream::id::FactId;
use crate::trade::demand::FulfilmentLine;
use crate::trade::id::DocumentId;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// How an entry was settled. What is to be done to goods, orders or fields is done by facts of their own, in the
    /// same command.
    pub enum Choice {
        /// It was seen, and nothing is to be done.
        0 => Seen,
        /// What one fact says holds.
        1 => Keep(FactId),
        /// Put right by facts of the same command.
        2 => Corrected,
        /// Units that were promised and are not there were given up by this line; facts of the same command do it.
        3 => GaveUp(FulfilmentLine),
    }

    /// A fact of this area.
    pub enum ConflictFact {
        /// An entry was settled.
        0 => Settled(Settled),
    }
}

wire_struct! {
    /// An entry was settled. Should the same thing clash again by other facts, that is another entry.
    pub struct Settled {
        /// The entry: a digest of its kind, what it is about, and the facts that make it.
        pub entry: [u8; 16],
        /// What it is about.
        pub document: DocumentId,
        /// How.
        pub choice: Choice,
    }
}
