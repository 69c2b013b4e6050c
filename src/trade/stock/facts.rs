//! Facts about goods that move for no order.

use crate::stream::id::FactId;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::ItemId;
use crate::trade::orders::SourceRecord;
use crate::trade::place::Place;
use crate::trade::quantity::{SourceTime, Units};
use crate::{wire_enum, wire_struct};
use std::sync::Arc;

wire_enum! {
    /// What a document of movements is about.
    pub enum StockDocumentKind {
        /// What was there when the ledger of a warehouse began.
        0 => Opening,
        /// A correction with a reason, by hand.
        1 => Adjustment,
        /// What an earlier document said, said right.
        2 => Correction,
    }

    /// A fact of this area.
    pub enum StockFact {
        /// Movements were posted together. Opens the document.
        0 => Posted(Arc<StockPosted>),
        /// Goods were moved from one place to another, or became other goods where they are.
        1 => Moved(Moved),
        /// It was the other way: goods moved back.
        2 => MoveUndone { undoes: FactId, movement: Moved },
        /// Serial numbers of goods at a place became known. Moves nothing.
        3 => SerialsLearnt { item: ItemId, at: Place, serials: Vec<Serials> },
        /// Serial numbers that were said to be at several places are at this one, and not at the others. Moves nothing:
        /// units that lie elsewhere by mistake are counted.
        4 => SerialsPlaced(SerialsPlaced),
    }
}

wire_struct! {
    /// A movement of goods.
    pub struct Moved {
        /// What.
        pub goods: Goods,
        /// What it became: another lot, owner or condition; the same goods otherwise.
        pub becomes: Option<Goods>,
        /// From where.
        pub from: Place,
        /// To where; the same place where only an attribute changed.
        pub to: Place,
        /// How many units.
        pub units: Units,
        /// Their serial numbers, where they were asked for.
        pub serials: Vec<Serials>,
    }

    /// Where serial numbers are of which several facts said different things.
    pub struct SerialsPlaced {
        /// The item.
        pub item: ItemId,
        /// Which.
        pub serials: Vec<Serials>,
        /// Where they are.
        pub at: Place,
        /// Where they are not, as was known.
        pub not_at: Vec<Place>,
    }

    /// Movements were posted together.
    pub struct StockPosted {
        /// What it is about.
        pub kind: StockDocumentKind,
        /// When it happened, as the source tells.
        pub happened_at: Option<SourceTime>,
        /// The movements.
        pub movements: Vec<Moved>,
        /// Where it was read.
        pub source: Option<SourceRecord>,
    }
}
