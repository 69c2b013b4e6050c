//! Demand is double-entry too: what was ordered passes from account to account and is never written anew.
//!
//! An order's demand has two ledgers. The *order's*, in the workspace's scope: ordered, unrouted, handed to a line of a
//! fulfilment order, cancelled. The *fulfilment order's*, in its warehouse's scope: taken up from the order, allocated,
//! picked, packed, shipped. What was handed and not yet taken up (or given back and not yet received) is under way.

use super::fulfilment::LineRun;
use super::id::{
    AssemblyId, CartId, DocumentId, FulfilmentOrderId, OrderId, RecipeId, ReplenishmentId,
    SupplierReturnId, TransferId,
};
use super::quantity::{Amount, Units};
use super::text::Code;
use crate::stream::id::FactId;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// A line of an order by what its source says of it, so that nothing which sorts a file anew can change it.
    pub enum LineKey {
        /// The source's own identity of the line.
        0 => Id(Code),
        /// The item's code and attributes as written; equal ones of an order are one line.
        1 => Written {
            /// The item's code as written.
            code: Code,
            /// What else tells the line apart: size, colour. From columns of that meaning only: what a customer wrote
            /// is personal.
            attributes: Vec<Code>,
        },
        /// A line that has only a title, which is personal: its price, and which of the lines of that price it is.
        2 => Priced { price: Amount, ordinal: u32 },
    }

    /// The documents that goods can be wanted for on the floor.
    pub enum DemandDocument {
        /// A fulfilment order.
        0 => FulfilmentOrder(FulfilmentOrderId),
        /// A transfer to another warehouse.
        1 => Transfer(TransferId),
        /// An assembly or disassembly.
        2 => Assembly(AssemblyId),
        /// A return to a supplier.
        3 => SupplierReturn(SupplierReturnId),
        /// The filling of a pick face.
        4 => Replenishment(ReplenishmentId),
        /// A cart that is not an order yet.
        5 => Cart(CartId),
    }

    /// The part of an order's line that a demand account belongs to.
    pub enum Part {
        /// The line itself.
        0 => Line,
        /// A component of the recipe that the line was exploded with: the edition, and the component's place in it. Named
        /// with its edition, so that of two explosions made apart the transfers of one never fall on the other's parts.
        1 => Component { recipe: RecipeId, component: u32 },
    }

    /// An account of an order's line.
    pub enum OrderAccount {
        /// Where demand comes from: minus what was ordered.
        0 => Ordered,
        /// Not yet given to anybody.
        1 => Unrouted,
        /// Handed to a line of a fulfilment order.
        2 => Handed(FulfilmentLine),
        /// Will not be delivered.
        3 => Cancelled,
    }

    /// An account of a demand line on the floor, in the order of the work.
    pub enum WorkAccount {
        /// Where the line's units come from: minus what was taken up.
        0 => Source,
        /// Taken up, nothing allocated.
        1 => Open,
        /// Goods of the warehouse are allocated.
        2 => Allocated,
        /// Picked.
        3 => Picked,
        /// Packed.
        4 => Packed,
        /// Out of the door.
        5 => Shipped,
    }
}

wire_struct! {
    /// A line of an order.
    pub struct OrderLine {
        /// The order.
        pub order: OrderId,
        /// The line.
        pub line: LineKey,
    }

    /// A line of a fulfilment order.
    pub struct FulfilmentLine {
        /// The fulfilment order.
        pub document: FulfilmentOrderId,
        /// Its line, from 0.
        pub line: u32,
    }

    /// A demand line: all that the floor needs to say what goods are for.
    pub struct DemandLine {
        /// The document.
        pub document: DemandDocument,
        /// Its line, from 0.
        pub line: u32,
    }
}

impl From<FulfilmentLine> for DemandLine {
    fn from(line: FulfilmentLine) -> Self {
        DemandLine {
            document: DemandDocument::FulfilmentOrder(line.document),
            line: line.line,
        }
    }
}

/// Units that pass from one account of demand to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transfer<'a> {
    /// In the ledger of an order.
    Order {
        /// The line.
        line: OrderLine,
        /// Which part of it.
        part: Part,
        /// From.
        from: OrderAccount,
        /// To.
        to: OrderAccount,
        /// How many, in the part's base units.
        units: Units,
    },
    /// In the ledger of an order, by lines that are taken whole: from unrouted to the lines of a fulfilment order, which
    /// are numbered in the same order. How many units each has is what the fact that placed them says.
    OrderWhole {
        /// The order.
        order: &'a OrderId,
        /// The fact that placed or added the lines.
        placed: FactId,
        /// Runs of their positions in it.
        runs: &'a [LineRun],
        /// The fulfilment order.
        fulfilment: FulfilmentOrderId,
    },
    /// In the ledgers of all lines of a fulfilment order: what it was opened with is taken up whole.
    WorkWhole {
        /// The fulfilment order.
        fulfilment: FulfilmentOrderId,
    },
    /// In the ledger of a demand line.
    Work {
        /// The line.
        line: DemandLine,
        /// From.
        from: WorkAccount,
        /// To.
        to: WorkAccount,
        /// How many, in the base units of its goods.
        units: Units,
    },
}

impl DemandLine {
    /// A line of a document.
    pub fn of(document: &DemandDocument, line: u32) -> Self {
        DemandLine {
            document: document.clone(),
            line,
        }
    }
}

impl From<&DemandDocument> for DocumentId {
    fn from(document: &DemandDocument) -> Self {
        match document {
            DemandDocument::FulfilmentOrder(id) => DocumentId::FulfilmentOrder(*id),
            DemandDocument::Transfer(id) => DocumentId::Transfer(*id),
            DemandDocument::Assembly(id) => DocumentId::Assembly(*id),
            DemandDocument::SupplierReturn(id) => DocumentId::SupplierReturn(*id),
            DemandDocument::Replenishment(id) => DocumentId::Replenishment(id.clone()),
            DemandDocument::Cart(id) => DocumentId::Cart(*id),
        }
    }
}
