//! Facts about allocation: which demand the stock of a warehouse answers.

use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::fulfilment::LineUnits;
use crate::trade::id::{LocationId, Name, ReceiptId};
use crate::trade::quantity::Units;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What an allocation rests on.
    pub enum AllocatedOn {
        /// Stock on hand.
        0 => Stock,
        /// Goods that are expected with a receipt.
        1 => Expected(ReceiptId),
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
        3 => Unpinned(Pinned),
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
        /// The location.
        pub location: Option<LocationId>,
        /// The lot.
        pub lot: Option<Name>,
        /// How many units.
        pub units: Units,
    }
}
