//! The documents: what a message says, in one record for each kind, whatever dialect it came in.

use serde::Serialize;

use super::edifact;
use super::envelope::{Interchange, Message};
use super::problem::Effect;
use super::reading::{Notes, Reading};
use super::record::{Action, Heading, Line, Load, Mark, When};
use super::syntax::Dialect;
use super::x12;
use super::x12::{Shipment, ShippingOrder, StockReceipt};
use crate::exchange::decimal::Decimal;

/// A purchase order: 850, ORDERS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PurchaseOrder {
    /// What it does to one that was sent before.
    pub action: Action,
    /// What kind of order it is, by the partner's code: `SA` or `220` for one that stands alone.
    pub kind: String,
    /// The buyer's number of the order.
    pub number: String,
    /// When it was written.
    pub ordered: Option<When>,
    /// Parties, references, dates, words, carriage, currency.
    pub heading: Heading,
    /// What is ordered.
    pub lines: Vec<Line>,
}

/// What is in stock: 846.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InventoryReport {
    /// What it does to one that was sent before.
    pub action: Action,
    /// What kind of report it is, by the partner's code: `MB` for one of the maker, `SI` for one of the seller.
    pub kind: String,
    /// The report's number.
    pub number: String,
    /// When it was written.
    pub written: Option<When>,
    /// Parties, references, dates, words.
    pub heading: Heading,
    /// The items. Each line's quantity is the first of its further quantities, which say what they count.
    pub lines: Vec<Line>,
}

/// X12 data element 673: what a quantity of stock counts.
pub mod stock {
    /// On hand.
    pub const ON_HAND: &str = "17";
    /// Available for sale.
    pub const AVAILABLE: &str = "33";
    /// On order.
    pub const ON_ORDER: &str = "63";
    /// On hold.
    pub const ON_HOLD: &str = "QH";
}

/// What a level of a ship notice is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LevelKind {
    /// The whole shipment.
    Shipment,
    /// What is shipped of one purchase order.
    Order,
    /// A pallet, or another load.
    Pallet,
    /// A package.
    Package,
    /// An item.
    Item,
    /// Another, by the partner's code.
    Other(String),
}

/// A level of a ship notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Level {
    /// What it is.
    pub kind: LevelKind,
    /// The level that it is in, by its place in the list: always one before it.
    pub parent: Option<usize>,
    /// Parties, references, dates, words, carriage.
    pub heading: Heading,
    /// The purchase order, and its date.
    pub order: Option<(String, Option<When>)>,
    /// The kind of its packages by the partner's code, such as `CTN25`.
    pub packing: String,
    /// How many packages there are.
    pub packages: Option<Decimal>,
    /// Weight and volume.
    pub load: Load,
    /// Marks on it, its SSCC among them.
    pub marks: Vec<Mark>,
    /// The item and how much of it.
    pub item: Option<Line>,
}

impl Level {
    /// A level of which nothing is known yet.
    pub fn new(kind: LevelKind, parent: Option<usize>) -> Self {
        Self {
            kind,
            parent,
            heading: Heading::default(),
            order: None,
            packing: String::new(),
            packages: None,
            load: Load::default(),
            marks: Vec::new(),
            item: None,
        }
    }
}

/// A notice of what is on its way, level by level: 856, DESADV.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShipNotice {
    /// What it does to one that was sent before.
    pub action: Action,
    /// The shipment's number.
    pub number: String,
    /// When it was written.
    pub written: Option<When>,
    /// How the levels are nested, by the partner's code: `0001` for shipment, order, package, item.
    pub structure: String,
    /// The levels, each after the one that it is in; the first is the shipment.
    pub levels: Vec<Level>,
}

/// An item of a ship notice with what it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedItem<'a> {
    /// The purchase order.
    pub order: Option<&'a str>,
    /// The marks of the package, or of the pallet where there is no package.
    pub marks: &'a [Mark],
    /// The item.
    pub line: &'a Line,
}

impl ShipNotice {
    /// The items with their orders and packages; the work grows with the number of levels.
    pub fn packed(&self) -> Vec<PackedItem<'_>> {
        let mut around: Vec<(Option<&str>, &[Mark])> = Vec::with_capacity(self.levels.len());
        let mut packed = Vec::new();
        for level in &self.levels {
            let above = level.parent.and_then(|parent| around.get(parent));
            let (mut order, mut marks) = above.copied().unwrap_or((None, &[]));
            if let Some((number, _)) = &level.order {
                order = Some(number);
            }
            if !level.marks.is_empty() {
                marks = &level.marks;
            }
            around.push((order, marks));
            if let Some(line) = &level.item {
                packed.push(PackedItem { order, marks, line });
            }
        }
        packed
    }

    /// Whether the levels are nested as they should be.
    pub(super) fn is_nested(&self) -> bool {
        let mut levels = self.levels.iter().enumerate();
        levels.all(|(at, level)| match level.parent {
            Some(parent) => parent < at,
            None => at == 0 && level.kind == LevelKind::Shipment,
        })
    }
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Document {
    /// The owner of goods tells the warehouse what to ship: 940.
    ShippingOrder(ShippingOrder),
    /// The warehouse tells the owner what it shipped: 945.
    ShippingAdvice(Shipment),
    /// The owner tells the warehouse what it will receive: 943.
    StockTransfer(Shipment),
    /// The warehouse tells the owner what it received: 944.
    StockReceipt(StockReceipt),
    /// A buyer orders: 850, ORDERS.
    PurchaseOrder(PurchaseOrder),
    /// A shipper tells what is on its way: 856, DESADV.
    ShipNotice(ShipNotice),
    /// Somebody tells what is in stock: 846.
    InventoryReport(InventoryReport),
}

/// One message as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What it says; `None` for a message that could not be read, or of a kind without a reader.
    pub document: Option<Document>,
    /// Whether there is a reader for messages of its kind.
    pub is_known: bool,
    /// What is wrong with it, and which of its segments have no place in the record.
    pub notes: Notes,
}

/// Reads one message. One whose envelope is wrong is not read: what it says may not be what was sent.
pub fn document(interchange: &Interchange<'_>, message: &Message<'_>) -> Received {
    let mut reading = Reading::new(message);
    let read = match interchange.syntax.dialect {
        Dialect::X12 => x12::reader(&message.kind),
        Dialect::Edifact => edifact::reader(&message.kind),
    };
    let is_sound = message.faults.is_empty();
    let mut document = read
        .filter(|_| is_sound)
        .and_then(|read| read(message, &mut reading));
    if document.is_none() && read.is_some() && is_sound {
        reading.refused(message);
    }
    let notes = reading.finish();
    if notes.worst() == Some(Effect::MessageRefused) {
        document = None;
    }
    Received {
        document,
        is_known: read.is_some(),
        notes,
    }
}

impl Document {
    /// Its lines.
    pub fn lines(&self) -> Vec<&Line> {
        let lines = match self {
            Self::ShippingOrder(order) => &order.lines,
            Self::ShippingAdvice(shipment) | Self::StockTransfer(shipment) => &shipment.lines,
            Self::StockReceipt(receipt) => &receipt.lines,
            Self::PurchaseOrder(order) => &order.lines,
            Self::InventoryReport(report) => &report.lines,
            Self::ShipNotice(notice) => {
                return notice
                    .levels
                    .iter()
                    .filter_map(|level| level.item.as_ref())
                    .collect();
            }
        };
        lines.iter().collect()
    }
}
