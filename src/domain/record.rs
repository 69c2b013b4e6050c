//! What events tell: the parts of facts that have several fields. Fields never change, see [`super::event`].

use super::money::{Amount, Currency};
use super::place::{Condition, Movement};
use super::reason::{ChargeKind, Disposition, LossReason, ReturnReason, ShortReason, Terms};
use super::text::{
    BatchId, Code, CreditId, OrderId, ParcelId, ReturnId, Sku, StockDocumentId, Words,
};
use serde::{Deserialize, Serialize};

/// Minutes since 1970-01-01 00:00 on a wall clock without zone, as order files give times.
pub type CivilMinutes = i64;

/// A line of a placed order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PlacedLine {
    /// The item.
    pub sku: Sku,
    /// How many units.
    pub units: u32,
    /// The price of one unit.
    pub unit_price: Amount,
    /// The source's words, where they differ from the item's name.
    pub words: Option<Words>,
}

/// A line of an order or credit note that charges for something without goods.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Charge {
    /// The source's code.
    pub code: Code,
    /// What it is for.
    pub kind: ChargeKind,
    /// The source's words.
    pub words: Option<Words>,
    /// How many; negative for what is taken off.
    pub units: i64,
    /// The price of one.
    pub unit_price: Amount,
}

impl Charge {
    /// Units times price.
    pub fn amount(&self) -> Amount {
        self.unit_price.times(self.units)
    }
}

/// Where to send goods.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The person or company.
    pub name: Words,
    /// Street and house, one line or more.
    pub street: Words,
    /// City.
    pub city: Words,
    /// Post code.
    pub post_code: Option<Code>,
    /// Country, as the source writes it.
    pub country: Words,
    /// Telephone.
    pub phone: Option<Code>,
}

/// Where a record came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The file's name.
    pub file: Words,
    /// The row that it begins at, as a spreadsheet counts.
    pub row: u32,
}

/// An order came in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrderPlaced {
    /// The order.
    pub order: OrderId,
    /// When the customer placed it.
    pub placed_at: CivilMinutes,
    /// The customer's number with the channel.
    pub customer: Option<Code>,
    /// The country, as the source writes it.
    pub country: Option<Words>,
    /// The currency of every amount.
    pub currency: Currency,
    /// When the goods may leave, seen from the money.
    pub terms: Terms,
    /// Where to send the goods, if the source says.
    pub address: Option<Address>,
    /// The goods.
    pub lines: Vec<PlacedLine>,
    /// What is charged besides.
    pub charges: Vec<Charge>,
    /// When it must have left, if the channel says.
    pub ship_by: Option<CivilMinutes>,
    /// Where it came from.
    pub source: Option<Source>,
}

/// Units of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LineUnits {
    /// The line, counted from 0.
    pub line: u16,
    /// How many units.
    pub units: u32,
}

/// Units of a line promised out of a bin.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LinePromise {
    /// The line, counted from 0.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// The bin that the units lie in.
    pub bin: Code,
    /// How many units.
    pub units: u32,
}

/// One line of a credit note.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CreditLine {
    /// The item.
    pub sku: Sku,
    /// How many units are credited.
    pub units: u32,
    /// The price of one.
    pub unit_price: Amount,
    /// The source's words.
    pub words: Option<Words>,
    /// What it was matched with; what is not matched stands as an unmatched credit.
    pub matched: Vec<CreditMatch>,
}

/// The part of a credit that takes back units of an order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CreditMatch {
    /// The order.
    pub order: OrderId,
    /// Its line, counted from 0.
    pub line: u16,
    /// How many units.
    pub units: u32,
    /// What it means for them.
    pub effect: CreditEffect,
}

/// What a credit means for the units it was matched with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CreditEffect {
    /// They had not left: they are cancelled.
    Cancelled,
    /// They had left: they are expected back.
    Returned,
}

/// A credit note (a cancellation invoice) came in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CreditRecorded {
    /// The credit note.
    pub credit: CreditId,
    /// When it was written.
    pub written_at: CivilMinutes,
    /// The customer.
    pub customer: Option<Code>,
    /// The currency of every amount.
    pub currency: Currency,
    /// The goods credited.
    pub lines: Vec<CreditLine>,
    /// The charges credited.
    pub charges: Vec<Charge>,
    /// Where it came from.
    pub source: Option<Source>,
}

/// What a stock document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StockDocumentKind {
    /// What was there when the ledger began.
    Opening,
    /// A receipt from a supplier.
    Receipt,
    /// A correction with a reason.
    Adjustment,
    /// From bin to bin.
    Transfer,
    /// Returned goods put somewhere else than first decided.
    Disposition,
}

/// Movements that belong to no order were posted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StockPosted {
    /// The document.
    pub document: StockDocumentId,
    /// What it is about.
    pub kind: StockDocumentKind,
    /// Why, for adjustments.
    pub reason: Option<LossReason>,
    /// The words it came with.
    pub words: Option<Words>,
    /// When it happened, as the source tells.
    pub happened_at: Option<CivilMinutes>,
    /// The movements.
    pub movements: Vec<Movement>,
    /// Where it came from.
    pub source: Option<Source>,
}

/// One stop's worth of work in a pick batch.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PickTask {
    /// The order.
    pub order: OrderId,
    /// Its line, counted from 0.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// The bin to take it from.
    pub bin: Code,
    /// How many units.
    pub units: u32,
}

/// Units were taken from a bin into the order's tote, or put back by an undo.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picked {
    /// The batch.
    pub batch: BatchId,
    /// The task, counted from 0.
    pub task: u16,
    /// The order.
    pub order: OrderId,
    /// Its line, counted from 0.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// The bin.
    pub bin: Code,
    /// The tote.
    pub tote: Code,
    /// How many units.
    pub units: u32,
}

/// A picker could not take all units of a task.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shorted {
    /// The batch.
    pub batch: BatchId,
    /// The task, counted from 0.
    pub task: u16,
    /// The order.
    pub order: OrderId,
    /// Its line, counted from 0.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// The bin.
    pub bin: Code,
    /// How many units were not taken.
    pub units: u32,
    /// Why.
    pub reason: ShortReason,
}

/// Units went from a tote into a parcel, or back by an undo.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Packed {
    /// The order.
    pub order: OrderId,
    /// Its line, counted from 0.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// The tote.
    pub tote: Code,
    /// The parcel.
    pub parcel: ParcelId,
    /// How many units.
    pub units: u32,
}

/// Units of a line inside a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Content {
    /// The line, counted from 0.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// How many units.
    pub units: u32,
}

/// What a customer may send back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReturnLine {
    /// The order's line, counted from 0.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// How many units.
    pub units: u32,
    /// Why.
    pub reason: ReturnReason,
    /// The customer's words.
    pub words: Option<Words>,
}

/// What inspection decided about returned units.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReturnDecided {
    /// The order.
    pub order: OrderId,
    /// The return.
    pub return_id: ReturnId,
    /// The order's line, counted from 0.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// How many units.
    pub units: u32,
    /// The condition they are in.
    pub condition: Condition,
    /// What becomes of them.
    pub disposition: Disposition,
    /// The bin, when they are restocked.
    pub bin: Option<Code>,
}
