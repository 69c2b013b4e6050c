//! Why a command may be refused: data, put into words where it is shown.

use crate::stream::id::{FactId, StreamId};
use crate::trade::demand::{DemandDocument, DemandLine, LineKey};
use crate::trade::goods::Goods;
use crate::trade::id::{
    ContainerId, DocumentId, FulfilmentOrderId, ItemId, LocationId, OperatorId, OrderId, ParcelId,
    WarehouseId,
};
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
    Restricted(Option<Restriction>),
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
    /// The address of an order changed after the parcel got its label: it is to be labelled anew.
    AddressChanged(OrderId),
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
    /// Units in the parcel are cancelled, or were packed twice: they are taken out and put back first.
    TakeOutFirst {
        /// The order.
        order: OrderId,
        /// How many units.
        units: u64,
    },
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
    /// Personal data cannot be restricted while an order is worked on: hold or cancel it first.
    NeededForWork(OrderId),
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
    /// Work on a fulfilment order must wait.
    WorkHeld(FulfilmentOrderId),
    /// Goods are not what is wanted: another item, lot, owner or condition.
    OtherGoods {
        /// What it would have been for, where it was for a line.
        line: Option<DemandLine>,
        /// What the goods are.
        goods: Goods,
    },
    /// What a person pinned for a line is not there: pin another lot or location, or none.
    PinnedNotThere(DemandLine),
    /// Goods may not leave: their place is held, or their lot is recalled or too old.
    NotSellable {
        /// What.
        goods: Goods,
        /// Where.
        place: Place,
    },
    /// Nothing is allocated that could be given to the floor: allocate first, or it is in a batch already.
    NotAllocated(DemandLine),
    /// A place has fewer loose units; the rest stand in a container there: take them from that.
    TakeFromContainer {
        /// The container.
        container: ContainerId,
        /// How many units are in it.
        there: u64,
    },
    /// A document of a batch has no tote yet.
    NoTote(DemandDocument),
    /// No more fits into one batch.
    BatchTooLarge {
        /// How many documents do.
        documents_max: u64,
    },
    /// Goods lie in a tote of a batch or in a parcel: they move by picking and packing only.
    InWork(Place),
    /// A parcel is not empty.
    ParcelNotEmpty(ParcelId),
    /// Goods of two addresses would lie in one parcel.
    OtherAddress {
        /// The order that is in it.
        inside: OrderId,
        /// The order that would come in.
        other: OrderId,
    },
    /// A second person must do this: whoever packed or counted may not check it.
    SecondPerson,
    /// An item is kept by lot, and none was named.
    LotMissing(ItemId),
    /// Where goods go was not said, and nothing else says it.
    NoDestination(ItemId),
    /// A container stands in no warehouse that is known here: say where it is.
    NowhereKnown(Place),
    /// The own commit after which something was seen is not there.
    NoSuchCommit(u64),
    /// What is listed is not covered by what was looked at.
    NotCovered(Place),
    /// Every unit of the order is cancelled, or its line has nothing to do.
    NotWanted(DemandLine),
    /// A code leads to something else already.
    CodeTaken {
        /// The code.
        code: Code,
        /// To what.
        by: DocumentId,
    },
    /// Goods or containers are there: it cannot be retired.
    NotEmpty(Place),
    /// The last owner cannot give up that role: nobody could confer anything any more.
    LastOwner(OperatorId),
    /// A device was shut out: it begins a new incarnation and is let in as that.
    DeviceShutOut(StreamId),
    /// No such grant stands.
    NoSuchGrant(FactId),
    /// The fact does not wait for a decision.
    NotWaiting(FactId),
    /// The inbox has no such entry: somebody settled it, or it ended by itself.
    NoSuchEntry,
    /// The entry cannot be settled like this.
    NotAChoice,
    /// Whoever wants to give a lease must hold it.
    NotHeldHere {
        /// What.
        lease: LeaseKey,
        /// Who holds it; `None` is nobody.
        by: Option<StreamId>,
    },
    /// A recipe lacks components, names one twice, makes none or comes back to what it makes.
    RecipeUnsound(ItemId),
    /// No recipe of an item is in force.
    NoRecipe(ItemId),
    /// Units of a line were handed to somebody or cancelled already: it can no more be exploded.
    LineHanded {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineKey,
    },
    /// It is of a warehouse whose work is not done here.
    OtherWarehouse(DocumentId),
    /// Neither a request nor a hold of this name stands.
    NoSuchRequest(FactId),
    /// A container would stand in itself, or in another warehouse than it is in.
    CannotStandThere(ContainerId),
    /// The floor plan has figures that no floor has.
    PlanUnsound(WarehouseId),
    /// The location would be a part of itself.
    PartOfItself(LocationId),
    /// There is no document of this kind that the fact could be about: a fault of the program.
    NothingNamed,
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
    /// A party or operator is not retired: somebody deals with them still.
    NotRetired(DocumentId),
    /// It may still be sent back.
    ReturnWindow {
        /// The order.
        order: OrderId,
        /// Until when.
        until: Instant,
    },
    /// The law asks to keep it.
    Retention {
        /// The order.
        order: OrderId,
        /// Until when.
        until: Instant,
    },
}
