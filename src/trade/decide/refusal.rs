//! Why a command may be refused: data, put into words where it is shown.

use crate::stream::id::{FactId, StreamId};
use crate::trade::demand::{DemandLine, LineKey};
use crate::trade::id::{DocumentId, ItemId, OperatorId, OrderId};
use crate::trade::leases::LeaseKey;
use crate::trade::orders::{Doubt, HoldKind};
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::people::{Restriction, Role};
use crate::trade::place::Place;
use crate::trade::quantity::{Amount, Instant, Units};
use crate::trade::text::Code;

/// Why a command was refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Everything asked for is so already.
    NothingToDo,
    /// Nobody is signed in, or the operator has none of the roles that may.
    NotAllowed {
        /// The roles that may, beside the owner.
        roles: Vec<Role>,
    },
    /// The operator's role is restricted, and this is beyond.
    Restricted(Restriction),
    /// The operator works here no more.
    OperatorRetired(OperatorId),
    /// Another stream works on it: ask there, or take over with a reason.
    LeaseHeld {
        /// What.
        lease: LeaseKey,
        /// Who.
        by: StreamId,
    },
    /// Facts of one command would stand in a scope that is not theirs: a fault of the program.
    OtherScope,
    /// A newer version wrote something about it that this one does not understand.
    NeedsUpdate(DocumentId),
    /// It is not known here.
    Unknown(DocumentId),
    /// It is retired: no new decision may name it.
    Retired(DocumentId),
    /// The order has no such line.
    UnknownLine {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineKey,
    },
    /// A document has no such line.
    UnknownDemandLine(DemandLine),
    /// A code means nothing here.
    UnknownCode(Code),
    /// It means several things: say which.
    Ambiguous(Code),
    /// The code is that of something else than is wanted now.
    WrongCode {
        /// What was scanned.
        scanned: Code,
        /// What is wanted.
        wanted: DocumentId,
    },
    /// There are fewer units than are to be moved, taken or given.
    NotEnough {
        /// Where.
        place: Place,
        /// The item.
        item: ItemId,
        /// How many there are.
        there: u64,
    },
    /// More units than there are to do this with.
    TooMany {
        /// How many there are.
        there: u64,
    },
    /// The base unit of an item is fixed with its first movement.
    BaseUnitFixed(ItemId),
    /// An order is on hold.
    OnHold {
        /// The order.
        order: OrderId,
        /// Why.
        kind: HoldKind,
    },
    /// A person must look at the order first.
    NotVerified(OrderId),
    /// Something about an order is in doubt.
    InDoubt {
        /// The order.
        order: OrderId,
        /// What.
        doubt: Doubt,
    },
    /// The money of an order does not let goods leave.
    NotPaid {
        /// The order.
        order: OrderId,
        /// How much is missing.
        missing: Amount,
    },
    /// Everything that was paid for an order has gone back.
    WhollyRefunded(OrderId),
    /// An order has no address, or one that lacks something.
    NoAddress(OrderId),
    /// Amounts of an order are of one currency, and this is another.
    OtherCurrency(OrderId),
    /// More money would go back than came in.
    MoreThanPaid {
        /// The order.
        order: OrderId,
        /// How much may go back.
        at_most: Amount,
    },
    /// Nothing of the order can be allocated: there is no stock.
    NoStock(OrderId),
    /// An order is closed: everything is cancelled or has left.
    Closed(DocumentId),
    /// Work has begun: ask its warehouse to give it back.
    WorkBegun {
        /// The line.
        line: DemandLine,
        /// How many units work was begun with.
        begun: u64,
    },
    /// A tote is another order's, or not empty.
    ToteTaken(Place),
    /// A parcel does not stand as it must for this.
    ParcelIs {
        /// How it stands.
        status: ParcelStatus,
    },
    /// A parcel is empty.
    ParcelEmpty,
    /// A number is another parcel's already.
    NumberTaken {
        /// The number.
        number: Code,
    },
    /// A number is void.
    NumberVoid {
        /// The number.
        number: Code,
    },
    /// Something later rests on what is to be undone.
    RestsOnIt,
    /// Personal data cannot be erased yet.
    ErasureRestricted(ErasureBlock),
    /// A serial number is needed for each unit.
    SerialsMissing {
        /// How many units there are.
        units: Units,
        /// How many numbers were given.
        given: u64,
    },
    /// A merge can never be: the items are counted in different units, or it would go round in a circle.
    CannotMerge,
    /// A place was found short: count it first.
    ClosedByShort(Place),
    /// The command needs a second device's answer that has not come.
    UnderWay(DemandLine),
    /// Units of a line were given to somebody already: another item is a substitution.
    AlreadyRouted {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineKey,
    },
    /// A key of a line leads to another line of the order.
    LineKeyTaken {
        /// The order.
        order: OrderId,
        /// The key.
        key: LineKey,
    },
    /// An amount must be more than nothing.
    NoAmount,
    /// A fact is not there, or not of this document.
    UnknownFact(FactId),
    /// An erasure is executed at this instant at the earliest, so that it can still be called off.
    ErasureWaits {
        /// When.
        until: Instant,
    },
}

/// Why personal data cannot be erased yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErasureBlock {
    /// Work on the order is open.
    OpenWork(OrderId),
    /// Money of the order is open.
    OpenMoney(OrderId),
    /// A return is open.
    OpenReturn(OrderId),
}
