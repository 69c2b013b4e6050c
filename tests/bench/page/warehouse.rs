//! A warehouse at work: goods in bins, orders taken in and allocated, picked by scans.

use crate::desk::Bench;
use depo::site::Incoming;
use depo::storage::Store;
use depo::stream::id::{CommitId, Opened};
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::decide::Command;
use depo::trade::demand::LineKey;
use depo::trade::goods::Goods;
use depo::trade::id::{
    BatchId, ChannelId, FirstCode, ItemId, LocationId, Name, OrderId, OrderKey, WarehouseId,
};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationKind, WarehouseField};
use depo::trade::orders::commands::{IncomingOrder, OrderCommand};
use depo::trade::orders::{
    AddressAnswer, Destination, LineItem, OrderPlaced, PlacedLine, PricedUnits,
};
use depo::trade::picking::commands::PickingCommand;
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::{Amount, Currency, Instant, SourceTime, Units};
use depo::trade::stock::commands::{AdjustUnits, StockCommand};
use depo::trade::text::{Code, TextError, Words};
use depo::view::floor::pick::{self, PickAsk, PickLocal};
use depo::view::floor::{Act, Says, pick_scan};
use wasm_bindgen::JsError;

const ITEMS: u32 = 500;
const LINES_OF_ORDER: u32 = 6;
const PLACED_MS: i64 = 1_700_000_000_000;

fn sku(number: u32) -> Result<Code, TextError> {
    Code::new(&format!("{}", 20_000 + number))
}

fn bin(number: u32) -> Result<Code, TextError> {
    Code::new(&format!("{:02}-{:02}", number / 20 + 1, number % 20 + 1))
}

fn warehouse() -> Result<WarehouseId, TextError> {
    let first = FirstCode::new(Code::new("MAIN")?);
    Ok(WarehouseId { first })
}

fn units(number: u32) -> Units {
    Units::new(u64::from(number)).unwrap_or(Units::ONE)
}

/// The identity of the order with this number.
pub fn order_id(number: u32) -> Result<OrderId, TextError> {
    Ok(OrderId {
        channel: ChannelId {
            first: FirstCode::new(Code::new("shop")?),
        },
        key: OrderKey::Number(Code::new(&format!("{}", 500_000 + number))?),
        generation: 0,
    })
}

fn placed(number: u32) -> Result<IncomingOrder, JsError> {
    let line = |n: u32| {
        // A stride that shares no factor with the number of items: no item twice in an order.
        let item = (number * 31 + n * 77) % ITEMS;
        Ok(PlacedLine {
            key: LineKey::Written {
                code: sku(item)?,
                attributes: Vec::new(),
            },
            item: LineItem::AsKey,
            prices: vec![PricedUnits {
                price: Amount::new(i64::from(item % 90 + 5) * 1_000),
                units: units(1 + (number + n) % 4),
                discount: Amount::ZERO,
                tax: Amount::ZERO,
            }],
            more: Vec::new(),
        })
    };
    let lines = (0..LINES_OF_ORDER).map(line);
    let placed = OrderPlaced {
        destination: Some(Destination {
            country: None,
            region: None,
            post_code_start: None,
            answers: vec![AddressAnswer::Complete],
        }),
        ..OrderPlaced::plain(
            order_id(number)?,
            SourceTime::Exact(Instant {
                ms: PLACED_MS + i64::from(number) * 60_000,
            }),
            Currency::GBP,
            lines.collect::<Result<_, TextError>>()?,
        )
    };
    Ok(IncomingOrder::of(placed))
}

impl<S: Store + Clone> Bench<S> {
    async fn does(&self, command: impl Into<Command>) -> Result<Vec<CommitId>, JsError> {
        Ok(self.act(&command.into(), &[]).await?.commits)
    }

    /// Goods in bins, and so many orders that are allocated.
    pub async fn fill(&self, orders: u32) -> Result<(), JsError> {
        self.does(LocationCommand::SetWarehouse {
            warehouse: warehouse()?,
            fields: vec![WarehouseField::Title(Words::new("Main")?)],
        })
        .await?;
        let bins = (0..ITEMS).map(|n| {
            Ok(LocationChange {
                which: LocationRef::Coded(bin(n)?),
                fields: vec![LocationField::Kind(LocationKind::Pick)],
            })
        });
        self.does(LocationCommand::SetLocations {
            warehouse: warehouse()?,
            locations: bins.collect::<Result<_, TextError>>()?,
        })
        .await?;
        let items = (0..ITEMS).map(|n| {
            Ok(ItemChange {
                which: ItemRef::Coded {
                    client: None,
                    code: sku(n)?,
                },
                fields: vec![ItemField::Title(Words::new(&format!("GIFT NUMBER {n}"))?)],
            })
        });
        let items = items.collect::<Result<_, TextError>>()?;
        self.does(CatalogCommand::SetItems { items }).await?;
        for n in 0..ITEMS {
            let item = ItemId {
                client: None,
                name: Name::Coded(FirstCode::new(sku(n)?)),
            };
            self.does(StockCommand::Adjust(AdjustUnits {
                goods: Goods::new(item),
                at: Place::Location(LocationId {
                    warehouse: warehouse()?,
                    first: FirstCode::new(bin(n)?),
                }),
                units: units(1_000_000),
                more: true,
                reason: LossReason::Found,
                serials: Vec::new(),
            }))
            .await?;
        }
        let numbers: Vec<u32> = (0..orders).collect();
        for part in numbers.chunks(200) {
            let records = part.iter().map(|n| placed(*n));
            let records = records.collect::<Result<_, JsError>>()?;
            self.does(OrderCommand::TakeIn { records }).await?;
            let orders = part.iter().map(|n| order_id(*n));
            self.does(AllocationCommand::Allocate {
                orders: orders.collect::<Result<_, TextError>>()?,
                route_to: Some(warehouse()?),
            })
            .await?;
        }
        Ok(())
    }

    /// Gives orders to the floor together; the batch.
    pub async fn release(&self, orders: &[OrderId]) -> Result<BatchId, JsError> {
        let documents = self.workspace.read(|at| {
            let found = orders.iter().filter_map(|order| at.state.order(order));
            found
                .flat_map(|order| order.routed().map(|(_, id, _)| *id).collect::<Vec<_>>())
                .collect()
        });
        let release = PickingCommand::Release {
            warehouse: warehouse()?,
            documents,
            cart: None,
        };
        let commits = self.does(release).await?;
        let commit = commits.last().copied();
        let commit = commit.ok_or_else(|| JsError::new("no batch was released"))?;
        Ok(BatchId(Opened { commit, ordinal: 0 }))
    }

    /// What the next scan of a walk is, and whether it is for a tote before the walk begins; `None` once all is picked.
    pub fn next_scan(
        &self,
        batch: BatchId,
        local: &PickLocal,
        totes: u32,
    ) -> Result<Option<(String, bool)>, JsError> {
        let at = self.hand(|hand| pick::view(hand, Some(batch), local).at().cloned());
        let Some(at) = at else { return Ok(None) };
        Ok(Some(match at.ask {
            PickAsk::Tote(_) => (format!("TOTE-{}", totes + 1), true),
            PickAsk::Stop => (at.place, false),
            PickAsk::Item => (at.sku, false),
            PickAsk::Confirm(tote) => (tote, false),
            PickAsk::OtherPlace | PickAsk::Lot | PickAsk::Serial { .. } => {
                return Err(JsError::new("the walk asks for what no good here has"));
            }
        }))
    }

    /// Makes a scan at the pick screen; what the picker stands at then, and the commits that it wrote.
    pub async fn scan(
        &self,
        batch: BatchId,
        local: &PickLocal,
        text: &str,
    ) -> Result<(PickLocal, Vec<CommitId>), JsError> {
        let mut written = Vec::new();
        let mut local = local.clone();
        loop {
            let act = self.hand(|hand| pick_scan::scan(hand, batch, &local, text));
            match act.map_err(|wrong| JsError::new(&format!("{text}: {wrong:?}")))? {
                Act::First(command) => written.extend(self.act(&command, &[]).await?.commits),
                Act::Run { command, then, .. } => {
                    written.extend(self.act(&command, &[]).await?.commits);
                    return Ok((then, written));
                }
                // A tote that is new is scanned twice.
                Act::Note {
                    then,
                    says: Says::NewTote(_),
                } => local = then,
                Act::Note { then, .. } => return Ok((then, written)),
            }
        }
    }

    /// Picks a whole batch.
    pub async fn pick(&self, batch: BatchId) -> Result<(), JsError> {
        let (mut local, mut totes) = (PickLocal::default(), 0);
        while let Some((text, tote)) = self.next_scan(batch, &local, totes)? {
            (local, _) = self.scan(batch, &local, &text).await?;
            totes += u32::from(tote);
        }
        self.does(PickingCommand::Finish { batch }).await?;
        Ok(())
    }

    /// The facts of a commit as objects that another program would keep, one for each.
    pub fn records(&self, commit: CommitId) -> Vec<serde_json::Value> {
        self.workspace.read(|at| {
            let events = at.held.events(commit).enumerate();
            events
                .map(|(index, event)| {
                    serde_json::json!({
                        "id": commit.number * 65_536 + index as u64,
                        "operator": "ana",
                        "event": format!("{event:?}"),
                    })
                })
                .collect()
        })
    }

    /// All commits as another device takes them in.
    pub fn outgoing(&self) -> Vec<Incoming> {
        self.workspace.outgoing()
    }
}
