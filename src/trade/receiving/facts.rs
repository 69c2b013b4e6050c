//! Facts about goods that come in.

use crate::stream::id::FactId;
use crate::trade::goods::{Goods, Serials, Wanted};
use crate::trade::id::{PartyId, ReceiptId, WarehouseId};
use crate::trade::orders::SourceRecord;
use crate::trade::place::Place;
use crate::trade::quantity::{Instant, SourceTime, Units};
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// A fact of this area.
    pub enum ReceivingFact {
        /// A delivery is expected or has come. Opens the receipt. Two deliveries that are equal are two.
        0 => ReceiptOpened(ReceiptOpened),
        /// Goods of a delivery were taken in.
        1 => Received(Received),
        /// They were not taken in after all.
        2 => ReceivingUndone { undoes: FactId, received: Received },
        /// Nothing more is expected of a delivery.
        3 => ReceiptClosed { receipt: ReceiptId },
    }
}

wire_struct! {
    /// Units that are expected.
    pub struct ExpectedUnits {
        /// What goods.
        pub wanted: Wanted,
        /// How many units.
        pub units: Units,
    }

    /// A delivery is expected or has come.
    pub struct ReceiptOpened {
        /// Where it comes in: its facts are of this warehouse's scope.
        pub warehouse: WarehouseId,
        /// The client whose goods they are; `None` is the workspace's own.
        pub client: Option<PartyId>,
        /// Who sends it.
        pub supplier: Option<PartyId>,
        /// What the sender calls it.
        pub reference: Option<Code>,
        /// When it should come.
        pub due: Option<Instant>,
        /// When it came, as a source says.
        pub came_at: Option<SourceTime>,
        /// What is expected; nothing for a blind receipt.
        pub expected: Vec<ExpectedUnits>,
        /// Where it was read.
        pub source: Option<SourceRecord>,
    }

    /// Goods of a delivery were taken in.
    pub struct Received {
        /// The delivery.
        pub receipt: ReceiptId,
        /// Which of what was expected, from 0.
        pub expected: Option<u32>,
        /// What.
        pub goods: Goods,
        /// From whom: a party, or outside.
        pub from: Place,
        /// To where.
        pub to: Place,
        /// How many units.
        pub units: Units,
        /// Their serial numbers, where they were asked for.
        pub serials: Vec<Serials>,
    }
}
