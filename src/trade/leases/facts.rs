//! Facts about who works on what.

use crate::stream::id::{FactId, StreamId};
use crate::trade::demand::DemandDocument;
use crate::trade::id::{BatchId, ChannelId, OrderId, ParcelId, ReceiptId, ReturnId, WarehouseId};
use crate::trade::place::Place;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What only one stream works on at a time.
    pub enum LeaseKey {
        /// A pick batch.
        0 => Batch(BatchId),
        /// The packing of a document's goods.
        1 => Pack(DemandDocument),
        /// A receipt.
        2 => Receipt(ReceiptId),
        /// The count of a place.
        3 => Count(Place),
        /// An RMA.
        4 => Return(ReturnId),
        /// An order's desk: who routes, allocates and releases it.
        5 => Desk(OrderId),
        /// A channel: who reads its files and raises its orders.
        6 => Channel(ChannelId),
        /// The release of a warehouse: who chooses locations.
        7 => Release(WarehouseId),
        /// What needs the world outside just once: the label of a parcel.
        8 => Executor(ParcelId),
    }

    /// Which leases were taken over.
    pub enum LeasesTaken {
        /// All that the other stream held as this fact knew, in every warehouse; what it opens later stays its own.
        0 => All,
        /// These.
        1 => These(Vec<LeaseTaken>),
    }

    /// Why a lease was taken over.
    pub enum TakeoverReason {
        /// The device is lost or broken.
        0 => Lost,
        /// Its operator has gone.
        1 => Gone,
        /// It was agreed.
        2 => Agreed,
        /// It is the same device under a new incarnation.
        3 => Incarnation,
    }

    /// A fact of this area. The fact that opens a document is its first grant and needs none of these.
    pub enum LeaseFact {
        /// A lease was given: by nobody where there was none, by its holder, or back to nobody.
        0 => Granted(LeaseGranted),
        /// Leases were taken over from a stream that holds them.
        1 => TakenOver(LeasesTakenOver),
    }
}

wire_struct! {
    /// A lease was given.
    pub struct LeaseGranted {
        /// What.
        pub lease: LeaseKey,
        /// The grant that it follows; `None` is the first. Of two that follow one, the first in order holds.
        pub follows: Option<FactId>,
        /// To whom; `None` is nobody.
        pub to: Option<StreamId>,
    }

    /// A lease that was taken over.
    pub struct LeaseTaken {
        /// What.
        pub lease: LeaseKey,
        /// The grant that it follows.
        pub follows: Option<FactId>,
    }

    /// Leases were taken over, by the stream of this fact.
    pub struct LeasesTakenOver {
        /// From whom.
        pub from: StreamId,
        /// Which.
        pub leases: LeasesTaken,
        /// Why.
        pub reason: TakeoverReason,
    }
}
