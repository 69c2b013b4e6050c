//! Facts about allocation: which demand the stock of a warehouse answers.

use crate::stream::id::FactId;
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::fulfilment::LineUnits;
use crate::trade::id::{ChannelId, LocationId, Name, ReceiptId};
use crate::trade::quantity::Units;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What an allocation rests on.
    pub enum AllocatedOn {
        /// Stock on hand: of a channel's partition, under a quota of promises, where there are such.
        0 => Stock { partition: Option<ChannelId>, quota: Option<FactId> },
        /// Goods that are expected with a receipt.
        1 => Expected(ReceiptId),
    }

    /// What is to be taken for a line, by a person's word.
    pub enum PinnedTo {
        /// Goods at a location.
        0 => Location(LocationId),
        /// Goods of a lot.
        1 => Lot(Name),
        /// Goods of a lot at a location.
        2 => LotAt { lot: Name, location: LocationId },
    }

    /// A fact of this area.
    pub enum AllocationFact {
        /// Stock of the warehouse answers units of demand lines. Location and lot are chosen when work is released.
        0 => Allocated(Allocated),
        /// It answers them no more: they are open again.
        1 => Deallocated(Allocated),
        /// A person says which location or lot is to be taken for a line.
        2 => Pinned(Pinned),
        /// Nobody says so any more.
        3 => Unpinned { line: DemandLine, pin: FactId },
    }
}

wire_struct! {
    /// Units of demand lines that stock of the warehouse answers.
    pub struct Allocated {
        /// The document.
        pub document: DemandDocument,
        /// Its lines.
        pub lines: Vec<LineUnits>,
        /// On what.
        pub on: AllocatedOn,
    }

    /// Which location or lot is to be taken for a line.
    pub struct Pinned {
        /// The line.
        pub line: DemandLine,
        /// To what.
        pub to: PinnedTo,
        /// How many units.
        pub units: Units,
    }
}
