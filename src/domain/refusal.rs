//! Why a command may be refused.

use super::money::Amount;
use super::order::Fulfilment;
use super::place::Condition;
use super::text::{BatchId, Code, OrderId, ParcelId, ReturnId, Sku, StockDocumentId, TextError};
use serde::{Deserialize, Serialize};

/// Why a command was refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// There is nothing to do: everything asked for is so already.
    NothingToDo,
    /// A text cannot be used.
    Text(TextError),
    /// The order is not known.
    UnknownOrder(OrderId),
    /// The item is not known.
    UnknownItem(Sku),
    /// The bin is not known.
    UnknownBin(Code),
    /// The batch is not known.
    UnknownBatch(BatchId),
    /// The order has no such line.
    UnknownLine {
        /// The order.
        order: OrderId,
        /// The line.
        line: u16,
    },
    /// The order has no such parcel.
    UnknownParcel(ParcelId),
    /// The order has no such return.
    UnknownReturn(ReturnId),
    /// The order has no such hold.
    UnknownHold(Code),
    /// A quantity must be at least one.
    NoUnits,
    /// An amount must be more than nothing.
    NoAmount,
    /// A bin holds fewer free units than are to be moved or taken off.
    NotEnough {
        /// The item.
        sku: Sku,
        /// The bin.
        bin: Code,
        /// Units that are there and promised to nobody.
        free: i64,
    },
    /// More units than there are to do this with.
    TooMany {
        /// How many there are.
        there: u32,
    },
    /// An order is on hold.
    OnHold(OrderId),
    /// A person must look at the order first.
    NotVerified(OrderId),
    /// Payments do not cover the order.
    NotPaid(OrderId),
    /// Nothing is promised to the order.
    NotPromised(OrderId),
    /// The order is in a batch already.
    InBatch {
        /// The order.
        order: OrderId,
        /// The batch.
        batch: BatchId,
    },
    /// The batch is finished.
    BatchFinished(BatchId),
    /// Too many orders for one batch.
    BatchTooLarge {
        /// How many it may have.
        orders_max: u32,
    },
    /// What was scanned is not the tote that is asked for.
    WrongTote {
        /// What was scanned.
        scanned: String,
        /// The right one.
        expected: Code,
    },
    /// The tote is in use by another order.
    ToteTaken {
        /// The tote.
        tote: Code,
        /// The order that it holds goods of.
        order: OrderId,
    },
    /// What was scanned is a bin or an item where a tote is asked for.
    NotATote {
        /// What was scanned.
        scanned: String,
    },
    /// What was scanned is not the bin that is asked for.
    WrongBin {
        /// What was scanned.
        scanned: String,
        /// The right one.
        expected: Code,
    },
    /// What was scanned is not the item that is asked for.
    WrongItem {
        /// What was scanned.
        scanned: String,
        /// The right one.
        expected: Sku,
    },
    /// The item was scanned once more although all units are there.
    AlreadyAll {
        /// The item.
        sku: Sku,
    },
    /// The order was stopped: held or cancelled while it was being picked.
    Stopped(OrderId),
    /// The item scanned does not belong to the order.
    NotInOrder {
        /// What was scanned.
        scanned: String,
        /// The order.
        order: OrderId,
    },
    /// Nothing of the order waits to be packed.
    NothingToPack(OrderId),
    /// No parcel is open.
    NoOpenParcel(OrderId),
    /// The parcel has been closed.
    ParcelClosed(ParcelId),
    /// The parcel has no label yet.
    NotLabelled(ParcelId),
    /// The parcel has left already.
    HandedOver(ParcelId),
    /// The parcel has not left yet.
    NotHandedOver(ParcelId),
    /// The parcel has arrived: what comes back now is a return.
    Delivered(ParcelId),
    /// Goods of the parcel are expected back, or came back, by a return.
    OnReturn {
        /// The parcel.
        parcel: ParcelId,
        /// The return.
        return_id: ReturnId,
    },
    /// Nothing like that was decided about so many units of the return.
    NotDecided(ReturnId),
    /// The return is closed.
    ReturnClosed(ReturnId),
    /// The refund is higher than what was paid.
    RefundTooHigh {
        /// What may go back at most.
        most: Amount,
    },
    /// Restocking needs a bin.
    BinNeeded,
    /// Only goods as new may lie where goods are sold from.
    ConditionNeedsCare {
        /// The condition.
        condition: Condition,
    },
    /// The order is not in the state that this needs.
    WrongState {
        /// The order.
        order: OrderId,
        /// Its state.
        fulfilment: Fulfilment,
    },
    /// The stock document exists already with other contents.
    DocumentExists(StockDocumentId),
}

impl From<TextError> for Refusal {
    fn from(error: TextError) -> Self {
        Refusal::Text(error)
    }
}
