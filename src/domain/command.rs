//! What a person or a file asks for. Why it may be refused stands in [`super::refusal`].
//!
//! Commands and refusals are plain data: a tab that does not lead sends its commands to the one that does, and a
//! refusal is put into words in the operator's language where it is shown.

use super::event::{
    Address, Charge, CivilMinutes, LineUnits, OrderPlaced, ReturnLine, Source, StockPosted,
};
use super::money::{Amount, Currency};
use super::order::Decision;
use super::place::Condition;
use super::reason::{Disposition, HoldKind, LossReason, PaymentMethod, ShortReason};
pub use super::refusal::Refusal;
use super::text::{BatchId, Code, CreditId, OrderId, ParcelId, ReturnId, Sku, Words};
use serde::{Deserialize, Serialize};

/// An item to add to the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewItem {
    /// The item.
    pub sku: Sku,
    /// Its name.
    pub name: Option<Words>,
    /// What its barcodes say.
    pub barcodes: Vec<Code>,
}

/// A line of a credit note that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditedLine {
    /// The item.
    pub sku: Sku,
    /// How many units are credited.
    pub units: u32,
    /// The price of one.
    pub unit_price: Amount,
    /// The source's words.
    pub words: Option<Words>,
}

/// A credit note that came in; deciding finds what it takes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomingCredit {
    /// The credit note.
    pub credit: CreditId,
    /// When it was written.
    pub written_at: CivilMinutes,
    /// The customer.
    pub customer: Option<Code>,
    /// The currency.
    pub currency: Currency,
    /// The goods credited.
    pub lines: Vec<CreditedLine>,
    /// The charges credited.
    pub charges: Vec<Charge>,
    /// Where it came from.
    pub source: Option<Source>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Take items into the catalog; those known already are left alone.
    AddItems {
        /// The items.
        items: Vec<NewItem>,
    },
    /// Change an item; what is `None` stays.
    ChangeItem {
        /// The item.
        sku: Sku,
        /// Its new name.
        name: Option<Words>,
        /// Its barcodes from now on.
        barcodes: Option<Vec<Code>>,
        /// The weight of one unit, in grams.
        weight_grams: Option<u32>,
    },
    /// Set up bins with their place on the walk; those that stand there already are left alone.
    SetUpBins {
        /// Bin and place on the walk.
        bins: Vec<(Code, u32)>,
    },
    /// Take orders in; those known already are left alone.
    TakeOrders {
        /// The orders.
        orders: Vec<OrderPlaced>,
    },
    /// Take credit notes in, in the order of their time; those known already are left alone.
    TakeCredits {
        /// The credit notes.
        credits: Vec<IncomingCredit>,
    },
    /// Post stock documents; those known already are left alone.
    TakeStock {
        /// The documents.
        documents: Vec<StockPosted>,
    },
    /// Correct what lies in a bin.
    AdjustStock {
        /// The item.
        sku: Sku,
        /// The bin.
        bin: Code,
        /// Units more, or fewer.
        difference: i64,
        /// Why.
        reason: LossReason,
        /// In whose words.
        words: Option<Words>,
    },
    /// Move units from bin to bin.
    MoveStock {
        /// The item.
        sku: Sku,
        /// From this bin.
        from: Code,
        /// To this bin.
        to: Code,
        /// How many units.
        units: u32,
    },
    /// Let orders pass whose findings a person has seen.
    VerifyOrders {
        /// The orders.
        orders: Vec<OrderId>,
    },
    /// Give or mend the address.
    GiveAddress {
        /// The order.
        order: OrderId,
        /// Where to send the goods.
        address: Box<Address>,
    },
    /// Make orders wait.
    PlaceHold {
        /// The orders.
        orders: Vec<OrderId>,
        /// Why.
        kind: HoldKind,
        /// In whose words.
        words: Option<Words>,
        /// When the hold ends by itself, in milliseconds since 1970 UTC.
        until_ms: Option<i64>,
    },
    /// Lift one hold.
    ReleaseHold {
        /// The order.
        order: OrderId,
        /// The hold.
        hold: Code,
    },
    /// Note money that came in.
    RecordPayment {
        /// The order.
        order: OrderId,
        /// How.
        method: PaymentMethod,
        /// How much.
        amount: Amount,
        /// The reference.
        reference: Option<Words>,
    },
    /// Note money that went back.
    Refund {
        /// The order.
        order: OrderId,
        /// The return it is for.
        return_id: Option<ReturnId>,
        /// How.
        method: PaymentMethod,
        /// How much.
        amount: Amount,
        /// The reference.
        reference: Option<Words>,
    },
    /// Promise stock to orders, the oldest first.
    Allocate {
        /// The orders.
        orders: Vec<OrderId>,
    },
    /// Give up what is promised to orders and not yet in a batch.
    ReleasePromises {
        /// The orders.
        orders: Vec<OrderId>,
    },
    /// Cancel units of lines.
    CancelLines {
        /// The order.
        order: OrderId,
        /// Which.
        lines: Vec<LineUnits>,
        /// Why.
        words: Option<Words>,
    },
    /// Cancel everything that has not left.
    CancelOrders {
        /// The orders.
        orders: Vec<OrderId>,
        /// Why.
        words: Option<Words>,
    },
    /// Give orders to the floor, to be picked together.
    ReleaseBatch {
        /// The orders.
        orders: Vec<OrderId>,
    },
    /// A scan at the pick screen: a tote, a bin or an item, whatever is next.
    ScanPick {
        /// The batch.
        batch: BatchId,
        /// The task that the screen shows.
        task: u16,
        /// What was scanned.
        text: String,
    },
    /// Take several units of the shown task at once, after its item was scanned.
    PickUnits {
        /// The batch.
        batch: BatchId,
        /// The task that the screen shows.
        task: u16,
        /// How many units.
        units: u32,
    },
    /// Put units back that were just taken.
    UndoPick {
        /// The batch.
        batch: BatchId,
        /// The task.
        task: u16,
        /// How many units.
        units: u32,
    },
    /// Declare that the rest of a task cannot be taken.
    ShortPick {
        /// The batch.
        batch: BatchId,
        /// The task.
        task: u16,
        /// Why.
        reason: ShortReason,
    },
    /// End a batch; what was not taken is open again.
    FinishBatch {
        /// The batch.
        batch: BatchId,
    },
    /// A scan at the pack screen: an item of the order.
    ScanPack {
        /// The order.
        order: OrderId,
        /// What was scanned.
        text: String,
    },
    /// Pack counted units of a line whose item was scanned.
    PackUnits {
        /// The order.
        order: OrderId,
        /// The line.
        line: u16,
        /// How many units.
        units: u32,
    },
    /// Take units out of the open parcel again.
    UndoPack {
        /// The order.
        order: OrderId,
        /// The line.
        line: u16,
        /// How many units.
        units: u32,
    },
    /// Close the open parcel.
    CloseParcel {
        /// The order.
        order: OrderId,
        /// The carton.
        carton: Option<Code>,
        /// The weight, in grams.
        weight_grams: Option<u32>,
    },
    /// Give a closed parcel a carrier and a tracking number.
    LabelParcel {
        /// The order.
        order: OrderId,
        /// The parcel.
        parcel: ParcelId,
        /// The carrier.
        carrier: Code,
        /// The tracking number; the parcel's own number if there is none.
        tracking: Option<Code>,
    },
    /// Hand labelled parcels to their carrier.
    HandOver {
        /// Order and parcel.
        parcels: Vec<(OrderId, ParcelId)>,
    },
    /// Note that parcels have arrived.
    ConfirmDelivery {
        /// Order and parcel.
        parcels: Vec<(OrderId, ParcelId)>,
    },
    /// Let a customer send units back.
    AuthoriseReturn {
        /// The order.
        order: OrderId,
        /// What.
        lines: Vec<ReturnLine>,
    },
    /// Note that returned units arrived.
    ReceiveReturn {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
        /// Line and units.
        lines: Vec<LineUnits>,
    },
    /// Decide about returned units.
    DecideReturn {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
        /// The order's line.
        line: u16,
        /// How many units.
        units: u32,
        /// Their condition.
        condition: Condition,
        /// What becomes of them.
        disposition: Disposition,
        /// The bin, when they are restocked.
        bin: Option<Code>,
    },
    /// Expect nothing more of a return.
    CloseReturn {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
    },
    /// The carrier did not take the parcels after all: they stand here, labelled.
    UndoHandOver {
        /// Order and parcel.
        parcels: Vec<(OrderId, ParcelId)>,
    },
    /// Returned units did not arrive after all.
    UndoReceipt {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
        /// Line and units.
        lines: Vec<LineUnits>,
    },
    /// Take a decision about returned units back: they lie at the dock again.
    UndoDecision {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
        /// The order's line.
        line: u16,
        /// What was decided, about how many units.
        decision: Decision,
    },
    /// A person must look at the orders once more.
    UndoVerification {
        /// The orders.
        orders: Vec<OrderId>,
    },
    /// Put units of a cancelled line back into a bin.
    PutBack {
        /// The order.
        order: OrderId,
        /// The line.
        line: u16,
        /// The bin.
        bin: Code,
        /// How many units.
        units: u32,
    },
}

impl Command {
    /// The orders that must be in memory as a whole before the command can be decided.
    pub fn orders_needed(&self, workspace: &super::Workspace) -> Vec<OrderId> {
        match self {
            Command::VerifyOrders { orders }
            | Command::UndoVerification { orders }
            | Command::PlaceHold { orders, .. }
            | Command::Allocate { orders }
            | Command::ReleasePromises { orders }
            | Command::CancelOrders { orders, .. }
            | Command::ReleaseBatch { orders } => orders.clone(),
            Command::GiveAddress { order, .. }
            | Command::ReleaseHold { order, .. }
            | Command::RecordPayment { order, .. }
            | Command::Refund { order, .. }
            | Command::CancelLines { order, .. }
            | Command::ScanPack { order, .. }
            | Command::PackUnits { order, .. }
            | Command::UndoPack { order, .. }
            | Command::CloseParcel { order, .. }
            | Command::LabelParcel { order, .. }
            | Command::AuthoriseReturn { order, .. }
            | Command::ReceiveReturn { order, .. }
            | Command::DecideReturn { order, .. }
            | Command::CloseReturn { order, .. }
            | Command::UndoReceipt { order, .. }
            | Command::UndoDecision { order, .. }
            | Command::PutBack { order, .. } => vec![order.clone()],
            Command::HandOver { parcels }
            | Command::UndoHandOver { parcels }
            | Command::ConfirmDelivery { parcels } => {
                parcels.iter().map(|(order, _)| order.clone()).collect()
            }
            Command::ScanPick { batch, .. }
            | Command::PickUnits { batch, .. }
            | Command::UndoPick { batch, .. }
            | Command::ShortPick { batch, .. }
            | Command::FinishBatch { batch } => workspace
                .batches
                .get(batch)
                .map(|batch| {
                    batch
                        .orders
                        .iter()
                        .map(|entry| entry.order.clone())
                        .collect()
                })
                .unwrap_or_default(),
            Command::TakeCredits { credits } => {
                super::decide::intake::orders_of_customers(workspace, credits)
            }
            Command::AddItems { .. }
            | Command::ChangeItem { .. }
            | Command::SetUpBins { .. }
            | Command::TakeOrders { .. }
            | Command::TakeStock { .. }
            | Command::AdjustStock { .. }
            | Command::MoveStock { .. } => Vec::new(),
        }
    }
}
