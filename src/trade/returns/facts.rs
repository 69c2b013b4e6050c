//! Facts about returns.

use crate::stream::id::FactId;
use crate::trade::demand::DemandLine;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{OrderId, ReturnId};
use crate::trade::personal::Row;
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// Why something comes back.
    #[derive(Copy)]
    pub enum ReturnReason {
        /// Not wanted any more.
        0 => Unwanted,
        /// It arrived damaged.
        1 => Damaged,
        /// It does not work.
        2 => Defective,
        /// It is something else.
        3 => WrongItem,
        /// It is not as described.
        4 => NotAsDescribed,
        /// The size.
        5 => Size,
        /// It came too late.
        6 => Late,
        /// The carrier brought it back.
        7 => Undelivered,
        /// Something else.
        8 => Other,
    }

    /// What becomes of returned units.
    pub enum Disposition {
        /// Back into stock, in whatever condition.
        0 => Restock,
        /// To be made good again.
        1 => Refurbish,
        /// Sold off as seconds.
        2 => Liquidate,
        /// Back to the supplier.
        3 => ToSupplier,
        /// Given away.
        4 => Donate,
        /// Thrown away.
        5 => Scrap,
        /// Kept until somebody decides.
        6 => Hold,
    }

    /// A fact of this area.
    pub enum ReturnFact {
        /// A customer may send units back. Opens the RMA.
        0 => Authorised(ReturnAuthorised),
        /// Units of an RMA arrived.
        1 => Received(ReturnReceived),
        /// They did not arrive after all.
        2 => ReceiptUndone { undoes: FactId, received: ReturnReceived },
        /// It was decided what becomes of units. May be decided anew, wherever they are.
        3 => Decided(ReturnDecided),
        /// A decision was taken back: the units lie where they came from.
        4 => DecisionUndone { undoes: FactId, decided: ReturnDecided },
        /// Nothing more is expected of an RMA.
        5 => Closed { rma: ReturnId },
    }
}

wire_struct! {
    /// Units that may come back.
    pub struct ReturnLine {
        /// What they were for.
        pub line: DemandLine,
        /// What was sent.
        pub goods: Goods,
        /// How many units.
        pub units: Units,
        /// Why.
        pub reason: ReturnReason,
    }

    /// A customer may send units back.
    pub struct ReturnAuthorised {
        /// The order; a parcel that nobody announced has none until it is matched.
        pub order: Option<OrderId>,
        /// Which.
        pub lines: Vec<ReturnLine>,
        /// In whose words.
        pub rows: Vec<Row>,
    }

    /// Units that came back.
    pub struct ReturnedUnits {
        /// What they had been for, where that is known.
        pub line: Option<DemandLine>,
        /// From where, as the books have it: customers, or a carrier that never delivered them.
        pub from: Place,
        /// What.
        pub goods: Goods,
        /// How many units.
        pub units: Units,
        /// Their serial numbers, where they were asked for.
        pub serials: Vec<Serials>,
    }

    /// Units of an RMA arrived.
    pub struct ReturnReceived {
        /// The RMA.
        pub rma: ReturnId,
        /// Where they lie.
        pub at: Place,
        /// Which.
        pub units: Vec<ReturnedUnits>,
    }

    /// It was decided what becomes of units.
    pub struct ReturnDecided {
        /// The RMA.
        pub rma: ReturnId,
        /// What they had been for, where that is known.
        pub line: Option<DemandLine>,
        /// What they were until now.
        pub goods: Goods,
        /// What they are found to be.
        pub becomes: Option<Goods>,
        /// Where they lie.
        pub from: Place,
        /// Where they go.
        pub to: Place,
        /// How many units.
        pub units: Units,
        /// What becomes of them, in a word; where they go and what they are is said by the fields before.
        pub disposition: Disposition,
        /// Their serial numbers, where they were asked for.
        pub serials: Vec<Serials>,
    }
}
