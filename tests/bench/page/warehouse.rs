//! A warehouse at work: orders taken in, promised, picked by scans, packed by scans, handed over.

use depo::domain::command::{Command, NewItem};
use depo::domain::commit::Dated;
use depo::domain::decide::picking::{Ask, ask, next_task};
use depo::domain::event::{OrderPlaced, PlacedLine, StockDocumentKind, StockPosted};
use depo::domain::place::{Goods, Movement, Place};
use depo::domain::reason::Terms;
use depo::domain::text::{
    BatchId, Code, OrderId, ParcelId, Sku, StockDocumentId, TextError, Words,
};
use depo::portal::{Done, Keep, Portal, PortalError};
use depo::storage::Store;
use depo::trade::quantity::{Amount, Currency};
use std::cell::Cell;
use wasm_bindgen::JsError;

const ITEMS: u32 = 500;
const LINES_OF_ORDER: u32 = 6;
/// 2023-11-14, a moment that is the same in every run.
const BEGIN_MS: i64 = 1_700_000_000_000;

/// A portal with a clock of its own and somebody who works at it.
pub struct Warehouse<'p, J: Store, V: Store> {
    portal: &'p Portal<J, V>,
    now_ms: Cell<i64>,
    operator: Code,
    parcels: Cell<u32>,
}

fn item(number: u32) -> Result<Sku, TextError> {
    Sku::new(&format!("{}", 20_000 + number))
}

fn bin(number: u32) -> Result<Code, TextError> {
    Code::new(&format!("{:02}-{:02}", number / 20 + 1, number % 20 + 1))
}

/// The identity of the order with this number.
pub fn order_id(number: u32) -> Result<OrderId, TextError> {
    OrderId::of("shop", &format!("{}", 500_000 + number))
}

fn tote(number: u32) -> Result<Code, TextError> {
    Code::new(&format!("T-{number}"))
}

impl<'p, J: Store, V: Store> Warehouse<'p, J, V> {
    pub fn new(portal: &'p Portal<J, V>) -> Result<Self, JsError> {
        Ok(Warehouse {
            portal,
            now_ms: Cell::new(BEGIN_MS),
            operator: Code::new("ana")?,
            parcels: Cell::new(0),
        })
    }

    fn tick(&self) -> i64 {
        self.now_ms.set(self.now_ms.get() + 1_700);
        self.now_ms.get()
    }

    pub async fn act(&self, command: &Command) -> Result<Done, PortalError> {
        self.portal
            .execute(command, &self.operator, self.tick(), Keep::Action)
            .await
    }

    /// Items in bins, and so many orders with promised stock.
    pub async fn fill(&self, orders: u32) -> Result<(), JsError> {
        let bins = (0..ITEMS).map(|n| Ok((bin(n)?, n)));
        let bins: Vec<(Code, u32)> = bins.collect::<Result<_, TextError>>()?;
        self.act(&Command::SetUpBins { bins }).await?;
        let items = (0..ITEMS).map(|n| {
            Ok(NewItem {
                sku: item(n)?,
                name: Some(Words::new(&format!("GIFT NUMBER {n}"))?),
                barcodes: vec![Code::new(&format!("50{:011}", 7_919 * n))?],
            })
        });
        let items = items.collect::<Result<_, TextError>>()?;
        self.act(&Command::AddItems { items }).await?;
        let movements = (0..ITEMS).map(|n| {
            Ok(Movement {
                goods: Goods::new(item(n)?),
                from: Place::Supplier,
                to: Place::Bin(bin(n)?),
                units: 1_000_000,
            })
        });
        let opening = StockPosted {
            document: StockDocumentId::new("opening")?,
            kind: StockDocumentKind::Opening,
            reason: None,
            words: None,
            happened_at: None,
            movements: movements.collect::<Result<_, TextError>>()?,
            source: None,
        };
        let documents = vec![opening];
        self.act(&Command::TakeStock { documents }).await?;
        let numbers: Vec<u32> = (0..orders).collect();
        for part in numbers.chunks(200) {
            let placed = part.iter().map(|n| self.placed(*n));
            let placed: Vec<OrderPlaced> = placed.collect::<Result<_, TextError>>()?;
            let orders = placed.iter().map(|placed| placed.order.clone()).collect();
            self.act(&Command::TakeOrders { orders: placed }).await?;
            self.act(&Command::Allocate { orders }).await?;
        }
        Ok(())
    }

    fn placed(&self, number: u32) -> Result<OrderPlaced, TextError> {
        let line = |n: u32| {
            // A stride that shares no factor with the number of items: no item twice in an order.
            let item_number = (number * 31 + n * 77) % ITEMS;
            Ok(PlacedLine {
                sku: item(item_number)?,
                units: 1 + (number + n) % 4,
                unit_price: Amount(i64::from(item_number % 90 + 5) * 1_000),
                words: None,
            })
        };
        Ok(OrderPlaced {
            order: order_id(number)?,
            placed_at: BEGIN_MS / 60_000 + i64::from(number),
            customer: Some(Code::new(&format!("{}", 12_000 + number % 3_000))?),
            country: Some(Words::new("United Kingdom")?),
            currency: Currency::GBP,
            terms: Terms::OnAccount,
            address: None,
            lines: (0..LINES_OF_ORDER).map(line).collect::<Result<_, _>>()?,
            charges: Vec::new(),
            ship_by: None,
            source: None,
        })
    }

    /// Gives orders to the floor, each with its tote; the batch.
    pub async fn release(&self, orders: &[OrderId]) -> Result<BatchId, JsError> {
        let orders = orders.to_vec();
        self.act(&Command::ReleaseBatch { orders }).await?;
        let batch = {
            let state = self.portal.state();
            let open = state.batches.values().find(|batch| !batch.finished);
            open.map(|batch| batch.id.clone())
        };
        batch.ok_or_else(|| JsError::new("no batch was released"))
    }

    /// The scan that the pick screen asks for, and whether it is for a tote before the walk begins; `None` once all
    /// is picked.
    pub fn next_scan(&self, batch: &BatchId) -> Result<Option<(Command, bool)>, JsError> {
        let state = self.portal.state();
        let open = state.batches.get(batch);
        let open = open.ok_or_else(|| JsError::new("the batch is not there"))?;
        let Some(task) = next_task(&state, self.now_ms.get(), open, 0) else {
            return Ok(None);
        };
        let shown = &open.tasks[usize::from(task)];
        let (text, before) = match ask(open, shown) {
            Ask::Tote(order) => {
                let place = open.orders.iter().position(|entry| entry.order == order);
                let place = place.unwrap_or_default() as u32;
                (tote(place + 1)?.as_str().to_owned(), true)
            }
            Ask::Bin(bin) => (bin.as_str().to_owned(), false),
            Ask::Item => (shown.task.sku.as_str().to_owned(), false),
            Ask::ConfirmTote(tote) => (tote.as_str().to_owned(), false),
            Ask::Nothing => return Ok(None),
        };
        let batch = batch.clone();
        Ok(Some((Command::ScanPick { batch, task, text }, before)))
    }

    /// Picks what is left of a batch, then packs and hands over its orders, one parcel each.
    pub async fn finish(&self, batch: &BatchId, orders: &[OrderId]) -> Result<(), JsError> {
        while let Some((scan, _)) = self.next_scan(batch)? {
            self.act(&scan).await?;
        }
        let batch = batch.clone();
        self.act(&Command::FinishBatch { batch }).await?;
        for order in orders {
            self.pack(order).await?;
        }
        Ok(())
    }

    async fn pack(&self, order: &OrderId) -> Result<(), JsError> {
        let lines: Vec<(String, u32)> = {
            let state = self.portal.state();
            let order = state.order(order);
            let order = order.ok_or_else(|| JsError::new("the order is not in memory"))?;
            let line = |line: &depo::domain::order::Line| {
                let picked = line.stages.get(depo::domain::order::Stage::Picked);
                (line.sku.as_str().to_owned(), picked)
            };
            order.lines.iter().map(line).collect::<Vec<_>>()
        };
        for (text, units) in lines {
            for _ in 0..units {
                let (order, text) = (order.clone(), text.clone());
                self.act(&Command::ScanPack { order, text }).await?;
            }
        }
        self.act(&Command::CloseParcel {
            order: order.clone(),
            carton: Some(Code::new("M")?),
            weight_grams: Some(1_250),
        })
        .await?;
        let parcel: Option<ParcelId> = {
            let state = self.portal.state();
            let head = state.head(order);
            head.and_then(|head| head.parcels.last().map(|parcel| parcel.id.clone()))
        };
        let parcel = parcel.ok_or_else(|| JsError::new("no parcel was closed"))?;
        self.parcels.set(self.parcels.get() + 1);
        let number = 340_434_161_094_000_000_u64 + u64::from(self.parcels.get());
        self.act(&Command::LabelParcel {
            order: order.clone(),
            parcel: parcel.clone(),
            carrier: Code::new("DHL")?,
            tracking: Some(Code::new(&format!("00{number}"))?),
        })
        .await?;
        let parcels = vec![(order.clone(), parcel)];
        self.act(&Command::HandOver { parcels }).await?;
        Ok(())
    }
}

/// What a program would keep that stores an object for each event.
pub fn record(dated: &Dated) -> serde_json::Value {
    serde_json::json!({
        "id": u64::from(dated.at.commit) * 65_536 + u64::from(dated.at.index),
        "at": dated.stamp.ms(),
        "operator": dated.operator.as_str(),
        "event": dated.event,
    })
}
