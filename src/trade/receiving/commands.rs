//! What can be done where goods come in, and what is asked before.

use super::receipt::Receipt;
use super::{ExpectedUnits, ReceiptOpened, Received, ReceivingFact};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::catalog::LotPolicy;
use crate::trade::decide::floor::Floor;
use crate::trade::decide::hands::units;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{DocumentId, LocationId, Name, ReceiptId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::orders::SourceRecord;
use crate::trade::place::Place;
use crate::trade::quantity::{SeenUnits, SourceTime, Units};
use crate::trade::relations::Relations;
use crate::trade::stock::{Moved, StockDocumentKind, StockFact, StockPosted};
use crate::{wire_enum, wire_struct};
use std::collections::BTreeMap;
use std::sync::Arc;

wire_struct! {
    /// Goods of a delivery that are taken in.
    pub struct ReceiveGoods {
        /// Which of what was expected, from 0.
        pub expected: Option<u32>,
        /// What. Without an owner they are the client's of the delivery.
        pub goods: Goods,
        /// From whom; `None` is the supplier of the delivery, else its client, else outside.
        pub from: Option<Place>,
        /// To where.
        pub to: Place,
        /// How many.
        pub units: Units,
        /// Their serial numbers.
        pub serials: Vec<Serials>,
    }

    /// What a stock file says of one place.
    pub struct FileStock {
        /// Where.
        pub at: LocationId,
        /// What.
        pub goods: Goods,
        /// How many were there when the file was written.
        pub units: SeenUnits,
    }

    /// A stock file: what was there when the ledger of a warehouse began.
    pub struct StockFile {
        /// The warehouse.
        pub warehouse: WarehouseId,
        /// Its rows; several for one place and goods add up.
        pub rows: Vec<FileStock>,
        /// When it was written, as it says.
        pub happened_at: Option<SourceTime>,
        /// Where it was read.
        pub source: Option<SourceRecord>,
    }
}

wire_enum! {
    /// A command of receiving.
    pub enum ReceivingCommand {
        /// A delivery is expected, or has come: opens a receipt. Two equal ones are two.
        0 => Open { opened: Box<ReceiptOpened> },
        /// A delivery has come and is taken in whole, as a file or a note lists it. Two equal ones are two.
        1 => Deliver { opened: Box<ReceiptOpened>, goods: Vec<ReceiveGoods> },
        /// Take goods in.
        2 => Receive { receipt: ReceiptId, goods: Box<ReceiveGoods> },
        /// They were not taken in after all. Refused once they were moved on.
        3 => Undo { receipt: ReceiptId, received: FactId },
        /// Nothing more is expected.
        4 => Close { receipt: ReceiptId },
        /// Read a stock file. Of each place and goods it posts the difference to what files said before, and nothing
        /// else: what came or left since is not touched, so that reading it again posts nothing.
        5 => ReadStock(StockFile),
    }
}

impl ReceivingCommand {
    /// The documents that deciding reads.
    pub(crate) fn needs(&self) -> Vec<DocumentId> {
        match self {
            ReceivingCommand::Open { .. }
            | ReceivingCommand::Deliver { .. }
            | ReceivingCommand::ReadStock(_) => Vec::new(),
            ReceivingCommand::Receive { receipt, .. }
            | ReceivingCommand::Undo { receipt, .. }
            | ReceivingCommand::Close { receipt, .. } => vec![DocumentId::Receipt(*receipt)],
        }
    }

    /// Decides the command.
    ///
    /// # Errors
    /// What is said at each command.
    pub(crate) fn decide<R: Relations>(
        &self,
        floor: &Floor<'_, R>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let (warehouse, fact) = match self {
            ReceivingCommand::Open { opened } => {
                let warehouse = opened.warehouse.clone();
                (warehouse, ReceivingFact::ReceiptOpened((**opened).clone()))
            }
            ReceivingCommand::Deliver { opened, goods } => {
                return deliver(floor, proposal, opened, goods);
            }
            ReceivingCommand::Receive { receipt, goods } => {
                let found = open(floor, receipt)?;
                let (_, opened) = found.opened().ok_or_else(|| unknown(receipt))?;
                let received = received(floor, *receipt, opened, goods)?;
                let warehouse = floor.warehouse_at(&received.to)?;
                if warehouse != opened.warehouse {
                    return Err(Refusal::OtherWarehouse(DocumentId::Receipt(*receipt)));
                }
                (warehouse, ReceivingFact::Received(received))
            }
            ReceivingCommand::Undo { receipt, received } => undo(floor, receipt, received)?,
            ReceivingCommand::Close { receipt } => {
                let found = open(floor, receipt)?;
                let (_, opened) = found.opened().ok_or_else(|| unknown(receipt))?;
                let closed = ReceivingFact::ReceiptClosed { receipt: *receipt };
                (opened.warehouse.clone(), closed)
            }
            ReceivingCommand::ReadStock(file) => return read_stock(floor, proposal, file),
        };
        proposal.floor(&warehouse, Event::Receiving(fact));
        Ok(())
    }
}

fn unknown(receipt: &ReceiptId) -> Refusal {
    Refusal::Unknown(DocumentId::Receipt(*receipt))
}

fn open<'f, R>(floor: &'f Floor<'_, R>, receipt: &ReceiptId) -> Result<&'f Receipt, Refusal> {
    let found = floor.state.receipt(receipt);
    let found = found.ok_or_else(|| unknown(receipt))?;
    if found.is_closed() {
        return Err(Refusal::Closed(DocumentId::Receipt(*receipt)));
    }
    Ok(found)
}

fn deliver<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    opened: &ReceiptOpened,
    goods: &[ReceiveGoods],
) -> Result<(), Refusal> {
    if goods.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let warehouse = &opened.warehouse;
    let fact = ReceivingFact::ReceiptOpened(opened.clone());
    let receipt = ReceiptId(proposal.floor(warehouse, Event::Receiving(fact)));
    for goods in goods {
        let received = ReceivingFact::Received(received(floor, receipt, opened, goods)?);
        proposal.floor(warehouse, Event::Receiving(received));
    }
    let closed = ReceivingFact::ReceiptClosed { receipt };
    proposal.floor(warehouse, Event::Receiving(closed));
    Ok(())
}

/// Goods are known, of the delivery's client, with lot and serial numbers as their item asks.
fn received<R: Relations>(
    floor: &Floor<'_, R>,
    receipt: ReceiptId,
    opened: &ReceiptOpened,
    receive: &ReceiveGoods,
) -> Result<Received, Refusal> {
    let mut goods = receive.goods.clone();
    floor.known_item(&goods.item)?;
    if goods.owner.is_none() {
        goods.owner = opened.client.clone();
    }
    if goods.owner != opened.client {
        return Err(Refusal::OtherGoods { line: None, goods });
    }
    if let Some(number) = receive.expected {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        let expected = opened.expected.get(number);
        let names = &floor.state.components;
        let is_it = |it: &ExpectedUnits| names.item(&it.wanted.item) == names.item(&goods.item);
        if !expected.is_some_and(is_it) {
            return Err(Refusal::OtherGoods { line: None, goods });
        }
    }
    goods.lot = match (goods.lot, floor.lot_policy(&goods.item)) {
        (Some(lot), _) => Some(lot),
        (None, LotPolicy::None) => None,
        (None, LotPolicy::Named) => return Err(Refusal::LotMissing(goods.item)),
        (None, LotPolicy::EachReceipt) => Some(Name::OfDocument(receipt.0)),
    };
    floor.may_hold(&receive.to)?;
    let warehouse = floor.warehouse_at(&receive.to)?;
    floor.serials(&goods, receive.units, &receive.serials, false)?;
    let sender = opened.supplier.as_ref().or(opened.client.as_ref());
    let from = receive.from.clone();
    let from = from.or_else(|| sender.cloned().map(Place::Party));
    let from = from.unwrap_or(Place::Opening(warehouse));
    if from.is_ours() {
        return Err(Refusal::NowhereKnown(from));
    }
    Ok(Received {
        receipt,
        expected: receive.expected,
        goods,
        from,
        to: receive.to.clone(),
        units: receive.units,
        serials: receive.serials.clone(),
    })
}

fn undo<R: Relations>(
    floor: &Floor<'_, R>,
    receipt: &ReceiptId,
    received: &FactId,
) -> Result<(WarehouseId, ReceivingFact), Refusal> {
    let found = floor.state.receipt(receipt);
    let found = found.ok_or_else(|| unknown(receipt))?;
    let mut standing = found.received();
    let (_, was) = standing
        .find(|(fact, _)| *fact == received)
        .ok_or(Refusal::NothingToDo)?;
    floor.still_there(&was.to, &was.goods, was.units)?;
    let undone = ReceivingFact::ReceivingUndone {
        undoes: *received,
        received: was.clone(),
    };
    Ok((floor.warehouse_at(&was.to)?, undone))
}

/// What stock files have said of a warehouse before, by place and goods: what was posted from outside.
fn said_before<R>(floor: &Floor<'_, R>, warehouse: &WarehouseId) -> BTreeMap<(Place, Goods), i128> {
    let mut said = BTreeMap::new();
    let outside = Place::Opening(warehouse.clone());
    let documents = floor.state.stock_documents();
    for moved in documents.flat_map(|(_, _, posted)| &posted.movements) {
        let (place, sign) = match (&moved.from, &moved.to) {
            (from, to) if *from == outside => (to, 1),
            (from, to) if *to == outside => (from, -1),
            _ => continue,
        };
        let key = (place.clone(), floor.state.components.goods(&moved.goods));
        *said.entry(key).or_insert(0) += sign * moved.units.wide();
    }
    said
}

fn read_stock<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    file: &StockFile,
) -> Result<(), Refusal> {
    let mut says: BTreeMap<(Place, Goods), i128> = BTreeMap::new();
    for row in &file.rows {
        let place = Place::Location(row.at.clone());
        floor.usable(&place)?;
        floor.known_item(&row.goods.item)?;
        let key = (place, floor.state.components.goods(&row.goods));
        *says.entry(key).or_insert(0) += i128::from(row.units.get());
    }
    let before = said_before(floor, &file.warehouse);
    let outside = Place::Opening(file.warehouse.clone());
    let mut movements = Vec::new();
    for ((place, goods), number) in says {
        let key = (place, goods);
        let difference = number - before.get(&key).copied().unwrap_or(0);
        let (place, goods) = key;
        let Some(number) = units(difference.abs()) else {
            continue;
        };
        let (from, to) = if difference > 0 {
            (outside.clone(), place)
        } else {
            floor.enough(&place, &goods, number)?;
            (place, outside.clone())
        };
        movements.push(Moved {
            goods,
            becomes: None,
            from,
            to,
            units: number,
            serials: Vec::new(),
        });
    }
    if movements.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let posted = StockPosted {
        kind: StockDocumentKind::Opening,
        happened_at: file.happened_at.clone(),
        movements,
        source: file.source.clone(),
    };
    let fact = StockFact::Posted(Arc::new(posted));
    proposal.floor(&file.warehouse, Event::Stock(fact));
    Ok(())
}
