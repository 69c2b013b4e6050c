//! The facts. An event says, in the past tense, what happened; nothing is ever edited or deleted.
//!
//! Kinds are only ever *added at the end* of [`Event`], and the fields of a kind never change: a changed fact is a
//! new kind, and the old one is raised to it when read. That is what lets every later version open old journals,
//! and an older version carry newer facts along unread.

use super::money::Amount;
use super::place::{Goods, Movement, Place};
use super::reason::{Disposition, HoldKind, LossReason, PaymentMethod};
pub use super::record::{
    Address, Charge, CivilMinutes, Content, CreditEffect, CreditLine, CreditMatch, CreditRecorded,
    LinePromise, LineUnits, OrderPlaced, Packed, PickTask, Picked, PlacedLine, ReturnDecided,
    ReturnLine, Shorted, Source, StockDocumentKind, StockPosted,
};
use super::text::{
    BatchId, Code, CreditId, OrderId, ParcelId, ReturnId, Sku, StockDocumentId, Words,
};
use serde::{Deserialize, Serialize};

/// The generation of [`Event`]: raised by one whenever kinds, or codes within them, are added.
///
/// The second brought terms of orders that were paid before they came in, and the undoing of hand-overs, receipts,
/// decisions and verifications.
pub const EVENTS_GENERATION: u32 = 2;

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Event {
    /// An item entered the catalog.
    ItemAdded {
        /// The item.
        sku: Sku,
        /// Its name.
        name: Option<Words>,
        /// What its barcodes say, besides the SKU itself.
        barcodes: Vec<Code>,
    },
    /// An item was given another name, other barcodes or another weight; what is `None` stays.
    ItemChanged {
        /// The item.
        sku: Sku,
        /// Its new name.
        name: Option<Words>,
        /// Its barcodes from now on.
        barcodes: Option<Vec<Code>>,
        /// The weight of one unit, in grams.
        weight_grams: Option<u32>,
    },
    /// A bin was set up, or given another place on the walk.
    BinAdded {
        /// The bin.
        bin: Code,
        /// Its place on the walk through the warehouse, ascending.
        walk: u32,
    },
    /// Movements that belong to no order were posted.
    StockPosted(Box<StockPosted>),
    /// An order came in.
    OrderPlaced(Box<OrderPlaced>),
    /// A person looked at what the checks found and let the order pass.
    OrderVerified {
        /// The order.
        order: OrderId,
    },
    /// The address was given or mended.
    AddressGiven {
        /// The order.
        order: OrderId,
        /// Where to send the goods.
        address: Box<Address>,
    },
    /// The order must wait.
    HoldPlaced {
        /// The order.
        order: OrderId,
        /// The hold.
        hold: Code,
        /// Why.
        kind: HoldKind,
        /// In whose words.
        words: Option<Words>,
        /// When it ends by itself, in milliseconds since 1970 UTC.
        until_ms: Option<i64>,
    },
    /// A hold was lifted.
    HoldReleased {
        /// The order.
        order: OrderId,
        /// The hold.
        hold: Code,
    },
    /// Money came in.
    PaymentRecorded {
        /// The order.
        order: OrderId,
        /// How.
        method: PaymentMethod,
        /// How much.
        amount: Amount,
        /// The payer's or bank's reference.
        reference: Option<Words>,
    },
    /// Money went back.
    PaymentRefunded {
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
    /// Units in bins were promised to lines.
    LinesPromised {
        /// The order.
        order: OrderId,
        /// Which.
        promises: Vec<LinePromise>,
    },
    /// Promises were given up.
    PromisesReleased {
        /// The order.
        order: OrderId,
        /// Which.
        promises: Vec<LinePromise>,
    },
    /// Units of lines will not be delivered.
    LinesCancelled {
        /// The order.
        order: OrderId,
        /// Which.
        lines: Vec<LineUnits>,
        /// Why.
        words: Option<Words>,
    },
    /// A credit note came in; what it matched is cancelled.
    CreditRecorded(Box<CreditRecorded>),
    /// Orders were given to the floor to be picked together.
    BatchReleased {
        /// The batch.
        batch: BatchId,
        /// The orders.
        orders: Vec<OrderId>,
        /// What to take, in the order of the walk.
        tasks: Vec<PickTask>,
    },
    /// A tote was taken for an order of a batch.
    ToteAssigned {
        /// The batch.
        batch: BatchId,
        /// The order.
        order: OrderId,
        /// The tote.
        tote: Code,
    },
    /// The picker stands at a bin.
    StopReached {
        /// The batch.
        batch: BatchId,
        /// The bin.
        bin: Code,
    },
    /// Units were taken.
    LinePicked(Box<Picked>),
    /// Units taken were put back at once.
    PickUndone(Box<Picked>),
    /// Units could not be taken.
    PickShorted(Box<Shorted>),
    /// What was taken for a task lies in the right tote.
    ToteConfirmed {
        /// The batch.
        batch: BatchId,
        /// The task, counted from 0.
        task: u16,
        /// The tote.
        tote: Code,
    },
    /// Nothing of the batch is left to take.
    BatchFinished {
        /// The batch.
        batch: BatchId,
        /// Its orders.
        orders: Vec<OrderId>,
    },
    /// Units went from a tote into a parcel.
    UnitsPacked(Box<Packed>),
    /// Units went back from the parcel into the tote.
    PackingUndone(Box<Packed>),
    /// A parcel was closed.
    ParcelClosed {
        /// The order.
        order: OrderId,
        /// The parcel.
        parcel: ParcelId,
        /// The carton.
        carton: Option<Code>,
        /// The weight, in grams.
        weight_grams: Option<u32>,
    },
    /// A parcel was given a carrier and a tracking number.
    ParcelLabelled {
        /// The order.
        order: OrderId,
        /// The parcel.
        parcel: ParcelId,
        /// The carrier.
        carrier: Code,
        /// The tracking number.
        tracking: Code,
    },
    /// The carrier took the parcel.
    ParcelHandedOver {
        /// The order.
        order: OrderId,
        /// The parcel.
        parcel: ParcelId,
        /// The carrier.
        carrier: Code,
        /// What is in it.
        contents: Vec<Content>,
    },
    /// The customer has the parcel.
    ParcelDelivered {
        /// The order.
        order: OrderId,
        /// The parcel.
        parcel: ParcelId,
        /// The carrier.
        carrier: Code,
        /// What is in it.
        contents: Vec<Content>,
    },
    /// The customer may send units back.
    ReturnAuthorised {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
        /// What.
        lines: Vec<ReturnLine>,
    },
    /// Returned units arrived.
    ReturnReceived {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
        /// What.
        contents: Vec<Content>,
    },
    /// Inspection decided about returned units.
    ReturnDecided(Box<ReturnDecided>),
    /// Nothing more is expected of the return.
    ReturnClosed {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
    },
    /// Units of a cancelled line went from the tote back into a bin.
    PutBack {
        /// The order.
        order: OrderId,
        /// Its line, counted from 0.
        line: u16,
        /// The item.
        sku: Sku,
        /// The tote.
        tote: Code,
        /// The bin.
        bin: Code,
        /// How many units.
        units: u32,
    },
    /// The carrier had not taken the parcel after all.
    HandOverUndone {
        /// The order.
        order: OrderId,
        /// The parcel.
        parcel: ParcelId,
        /// The carrier.
        carrier: Code,
        /// What is in it.
        contents: Vec<Content>,
    },
    /// Returned units had not arrived after all.
    ReceiptUndone {
        /// The order.
        order: OrderId,
        /// The return.
        return_id: ReturnId,
        /// What.
        contents: Vec<Content>,
    },
    /// What inspection had decided was taken back: the units lie at the dock again.
    DecisionUndone(Box<ReturnDecided>),
    /// A person must look at the order once more.
    VerificationUndone {
        /// The order.
        order: OrderId,
    },
}

/// A document that keeps its own events: they are its timeline and the source of its refold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocumentKey {
    /// An item of the catalog.
    Item(Sku),
    /// A bin.
    Bin(Code),
    /// A stock document.
    Stock(StockDocumentId),
    /// An order, with its parcels and returns.
    Order(OrderId),
    /// A credit note.
    Credit(CreditId),
    /// A pick batch.
    Batch(BatchId),
}

impl Event {
    /// The order that the event is about, where there is just one.
    pub fn order(&self) -> Option<&OrderId> {
        match self {
            Event::OrderPlaced(placed) => Some(&placed.order),
            Event::OrderVerified { order }
            | Event::AddressGiven { order, .. }
            | Event::HoldPlaced { order, .. }
            | Event::HoldReleased { order, .. }
            | Event::PaymentRecorded { order, .. }
            | Event::PaymentRefunded { order, .. }
            | Event::LinesPromised { order, .. }
            | Event::PromisesReleased { order, .. }
            | Event::LinesCancelled { order, .. }
            | Event::ToteAssigned { order, .. }
            | Event::ParcelClosed { order, .. }
            | Event::ParcelLabelled { order, .. }
            | Event::ParcelHandedOver { order, .. }
            | Event::ParcelDelivered { order, .. }
            | Event::ReturnAuthorised { order, .. }
            | Event::ReturnReceived { order, .. }
            | Event::ReturnClosed { order, .. }
            | Event::PutBack { order, .. }
            | Event::HandOverUndone { order, .. }
            | Event::ReceiptUndone { order, .. }
            | Event::VerificationUndone { order } => Some(order),
            Event::LinePicked(picked) | Event::PickUndone(picked) => Some(&picked.order),
            Event::PickShorted(shorted) => Some(&shorted.order),
            Event::UnitsPacked(packed) | Event::PackingUndone(packed) => Some(&packed.order),
            Event::ReturnDecided(decided) | Event::DecisionUndone(decided) => Some(&decided.order),
            Event::ItemAdded { .. }
            | Event::ItemChanged { .. }
            | Event::BinAdded { .. }
            | Event::StockPosted(_)
            | Event::CreditRecorded(_)
            | Event::BatchReleased { .. }
            | Event::StopReached { .. }
            | Event::ToteConfirmed { .. }
            | Event::BatchFinished { .. } => None,
        }
    }

    /// The pick batch that the event is about.
    pub fn batch(&self) -> Option<&BatchId> {
        match self {
            Event::BatchReleased { batch, .. }
            | Event::ToteAssigned { batch, .. }
            | Event::StopReached { batch, .. }
            | Event::ToteConfirmed { batch, .. }
            | Event::BatchFinished { batch, .. } => Some(batch),
            Event::LinePicked(picked) | Event::PickUndone(picked) => Some(&picked.batch),
            Event::PickShorted(shorted) => Some(&shorted.batch),
            _ => None,
        }
    }

    /// Calls `see` with every document whose history the event belongs to.
    pub fn for_each_document(&self, mut see: impl FnMut(DocumentKey)) {
        if let Some(order) = self.order() {
            see(DocumentKey::Order(order.clone()));
        }
        if let Some(batch) = self.batch() {
            see(DocumentKey::Batch(batch.clone()));
        }
        match self {
            Event::ItemAdded { sku, .. } | Event::ItemChanged { sku, .. } => {
                see(DocumentKey::Item(sku.clone()));
            }
            Event::BinAdded { bin, .. } => see(DocumentKey::Bin(bin.clone())),
            Event::StockPosted(posted) => see(DocumentKey::Stock(posted.document.clone())),
            Event::CreditRecorded(credit) => {
                see(DocumentKey::Credit(credit.credit.clone()));
                let mut orders: Vec<&OrderId> = credit
                    .lines
                    .iter()
                    .flat_map(|line| line.matched.iter().map(|matched| &matched.order))
                    .collect();
                orders.sort_unstable();
                orders.dedup();
                for order in orders {
                    see(DocumentKey::Order(order.clone()));
                }
            }
            Event::BatchReleased { orders, .. } | Event::BatchFinished { orders, .. } => {
                for order in orders {
                    see(DocumentKey::Order(order.clone()));
                }
            }
            _ => {}
        }
    }

    /// Calls `post` with every movement of goods that the event means.
    ///
    /// Movements follow from the event alone, so the ledger does not depend on the order of events.
    pub fn for_each_movement(&self, mut post: impl FnMut(Goods, Place, Place, u32)) {
        match self {
            Event::StockPosted(posted) => {
                for movement in &posted.movements {
                    let Movement {
                        goods,
                        from,
                        to,
                        units,
                    } = movement.clone();
                    post(goods, from, to, units);
                }
            }
            Event::LinePicked(p) => {
                let (bin, tote) = (Place::Bin(p.bin.clone()), Place::Tote(p.tote.clone()));
                post(Goods::new(p.sku.clone()), bin, tote, p.units);
            }
            Event::PickUndone(p) => {
                let (bin, tote) = (Place::Bin(p.bin.clone()), Place::Tote(p.tote.clone()));
                post(Goods::new(p.sku.clone()), tote, bin, p.units);
            }
            Event::UnitsPacked(p) => {
                let (tote, parcel) = (Place::Tote(p.tote.clone()), Place::Parcel(p.parcel.clone()));
                post(Goods::new(p.sku.clone()), tote, parcel, p.units);
            }
            Event::PackingUndone(p) => {
                let (tote, parcel) = (Place::Tote(p.tote.clone()), Place::Parcel(p.parcel.clone()));
                post(Goods::new(p.sku.clone()), parcel, tote, p.units);
            }
            Event::ParcelHandedOver {
                parcel,
                carrier,
                contents,
                ..
            } => {
                for content in contents {
                    let from = Place::Parcel(parcel.clone());
                    let to = Place::Carrier(carrier.clone());
                    post(Goods::new(content.sku.clone()), from, to, content.units);
                }
            }
            Event::ParcelDelivered {
                carrier, contents, ..
            } => {
                for content in contents {
                    let from = Place::Carrier(carrier.clone());
                    post(
                        Goods::new(content.sku.clone()),
                        from,
                        Place::Customer,
                        content.units,
                    );
                }
            }
            Event::ReturnReceived { contents, .. } => {
                for content in contents {
                    let goods = Goods::new(content.sku.clone());
                    post(goods, Place::Customer, Place::ReturnsDock, content.units);
                }
            }
            Event::ReturnDecided(decided) => decided.for_each_movement(post),
            Event::HandOverUndone {
                parcel,
                carrier,
                contents,
                ..
            } => {
                for content in contents {
                    let from = Place::Carrier(carrier.clone());
                    let to = Place::Parcel(parcel.clone());
                    post(Goods::new(content.sku.clone()), from, to, content.units);
                }
            }
            Event::ReceiptUndone { contents, .. } => {
                for content in contents {
                    let goods = Goods::new(content.sku.clone());
                    post(goods, Place::ReturnsDock, Place::Customer, content.units);
                }
            }
            Event::DecisionUndone(decided) => {
                decided.for_each_movement(|goods, from, to, units| post(goods, to, from, units));
            }
            Event::PutBack {
                sku,
                tote,
                bin,
                units,
                ..
            } => {
                let (tote, bin) = (Place::Tote(tote.clone()), Place::Bin(bin.clone()));
                post(Goods::new(sku.clone()), tote, bin, *units);
            }
            _ => {}
        }
    }
}

impl ReturnDecided {
    fn for_each_movement(&self, mut post: impl FnMut(Goods, Place, Place, u32)) {
        // Goods arrive at the dock as they left; inspection books them out as new and in as found.
        let arrived = Goods::new(self.sku.clone());
        let graded = Goods {
            condition: self.condition,
            ..arrived.clone()
        };
        let to = match (self.disposition, &self.bin) {
            (Disposition::Restock, Some(bin)) => Place::Bin(bin.clone()),
            (Disposition::ToSupplier, _) => Place::SupplierReturn,
            (Disposition::Scrap, _) | (Disposition::Restock, None) => Place::Scrap,
        };
        if graded.condition == arrived.condition {
            post(arrived, Place::ReturnsDock, to, self.units);
        } else {
            // A change of condition leaves the ledger of one kind of goods and enters that of another.
            let regraded = Place::Loss(LossReason::Counted);
            post(arrived, Place::ReturnsDock, regraded.clone(), self.units);
            post(graded, regraded, to, self.units);
        }
    }
}
