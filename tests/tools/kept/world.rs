//! A warehouse that has worked for a while.

use depo::site::{Asked, Founding, Site, SiteError};
use depo::storage::memory::MemoryStore;
use depo::stream::commands::Sent;
use depo::stream::facts::{Kind, WorkspaceName};
use depo::stream::id::{CommitId, Opened, StreamId};
use depo::trade::allocation::commands::{AllocationCommand, allocate_many};
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::decide::Command;
use depo::trade::demand::LineKey;
use depo::trade::goods::Goods;
use depo::trade::id::{
    BatchId, ChannelId, ContainerId, FirstCode, FulfilmentOrderId, ItemId, LocationId, Name,
    OperatorId, OrderId, OrderKey, ParcelId, PartyId, WarehouseId,
};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationKind, WarehouseField};
use depo::trade::orders::commands::{IncomingOrder, OrderCommand};
use depo::trade::orders::{
    AddressAnswer, Destination, LineItem, OrderPlaced, PlacedLine, PricedUnits,
};
use depo::trade::packing::ParcelClosed;
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::people::OperatorField;
use depo::trade::personal::content::Written;
use depo::trade::picking::PickTask;
use depo::trade::picking::commands::{PickingCommand, TakeUnits};
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::{Amount, Currency, Instant, SourceTime, Units};
use depo::trade::shipping::ParcelLabelled;
use depo::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use depo::trade::stock::commands::{AdjustUnits, StockCommand};
use depo::trade::text::{Code, Words};
use futures_executor::block_on;
use std::error::Error;

const TAB: [u8; 8] = *b"one-tab!";
/// 2023-11-14.
const BEGIN_MS: i64 = 1_700_000_000_000;
const DAY_MS: i64 = 86_400_000;
const ITEMS: u64 = 500;
const BATCH: u64 = 20;
/// Between two commands: some 3,000 orders a day.
const STEP_MS: i64 = 2_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

pub struct World {
    pub site: Site<MemoryStore>,
    pub store: MemoryStore,
    operator: OperatorId,
    now_ms: i64,
}

fn code(text: &str) -> Outcome<Code> {
    Ok(Code::new(text)?)
}

fn first(text: &str) -> Outcome<FirstCode> {
    Ok(FirstCode::new(code(text)?))
}

fn warehouse() -> Outcome<WarehouseId> {
    Ok(WarehouseId {
        first: first("MAIN")?,
    })
}

fn sku(number: u64) -> String {
    format!("{}", 20_000 + number % ITEMS)
}

fn item(number: u64) -> Outcome<ItemId> {
    Ok(ItemId {
        client: None,
        name: Name::Coded(first(&sku(number))?),
    })
}

fn location(number: u64) -> Outcome<LocationId> {
    Ok(LocationId {
        warehouse: warehouse()?,
        first: first(&format!("{:02}-{:02}", number / 20 + 1, number % 20 + 1))?,
    })
}

fn order_id(number: u64) -> Outcome<OrderId> {
    Ok(OrderId {
        channel: ChannelId {
            first: first("shop")?,
        },
        key: OrderKey::Number(code(&format!("{}", 500_000 + number))?),
        generation: 0,
    })
}

/// A number that looks like chance, from a number.
fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 27)
}

fn units(number: u64) -> Units {
    Units::new(number).unwrap_or(Units::ONE)
}

fn placed(number: u64, now_ms: i64) -> Outcome<IncomingOrder> {
    let mut lines = Vec::new();
    for n in 0..1 + number % 4 {
        let of = mixed(number) % ITEMS + n * 77;
        lines.push(PlacedLine {
            key: LineKey::Written {
                code: code(&sku(of))?,
                attributes: Vec::new(),
            },
            item: LineItem::AsKey,
            prices: vec![PricedUnits {
                price: Amount::new((of % 90 + 5) as i64 * 1_000),
                units: units(1 + (number + n) % 3),
                discount: Amount::ZERO,
                tax: Amount::ZERO,
            }],
            more: Vec::new(),
        });
    }
    let placed = OrderPlaced {
        destination: Some(Destination {
            country: None,
            region: None,
            post_code_start: None,
            answers: vec![AddressAnswer::Complete],
        }),
        ..OrderPlaced::plain(
            order_id(number)?,
            SourceTime::Exact(Instant { ms: now_ms }),
            Currency::GBP,
            lines,
        )
    };
    Ok(IncomingOrder::of(placed))
}

impl World {
    /// A workspace with goods in its locations.
    pub fn founded() -> Outcome<World> {
        let store = MemoryStore::new();
        let founding = Founding {
            name: WorkspaceName::new("Kept").ok_or("a name")?,
            kind: Kind::Real,
            owner: vec![OperatorField::Code(code("ana")?)],
        };
        let stream = StreamId::new(*b"the first device");
        let found = Site::found(store.clone(), stream, founding, TAB, BEGIN_MS);
        let (site, operator) = block_on(found)?;
        let mut world = World {
            site,
            store,
            operator,
            now_ms: BEGIN_MS,
        };
        world.fill()?;
        Ok(world)
    }

    fn asked(&mut self) -> Asked {
        self.now_ms += STEP_MS;
        let (stream, counter) = self.site.next(&TAB);
        Asked {
            sent: Sent {
                stream,
                session: TAB,
                counter,
                content: [0; 8],
            },
            operator: Some(self.operator),
            now_ms: self.now_ms,
            today: self.now_ms / DAY_MS,
        }
    }

    fn does(&mut self, command: impl Into<Command>) -> Outcome<Vec<CommitId>> {
        self.does_with(command, &[])
    }

    fn does_with(
        &mut self,
        command: impl Into<Command>,
        rows: &[Written],
    ) -> Outcome<Vec<CommitId>> {
        let (asked, command) = (self.asked(), command.into());
        let prepared = self.site.prepare(asked, &command, rows);
        let prepared = prepared.map_err(|error: SiteError| format!("{command:?}: {error:?}"))?;
        block_on(prepared.write(&self.store))?;
        Ok(self.site.settle(prepared).commits)
    }

    fn fill(&mut self) -> Outcome<()> {
        self.does(LocationCommand::SetWarehouse {
            warehouse: warehouse()?,
            fields: vec![WarehouseField::Title(Words::new("Main")?)],
        })?;
        let mut locations = Vec::new();
        let mut items = Vec::new();
        for n in 0..ITEMS {
            locations.push(LocationChange {
                which: LocationRef::Coded(location(n)?.first.code),
                fields: vec![LocationField::Kind(LocationKind::Pick)],
            });
            items.push(ItemChange {
                which: ItemRef::Coded {
                    client: None,
                    code: code(&sku(n))?,
                },
                fields: vec![ItemField::Title(Words::new(&format!("GIFT NUMBER {n}"))?)],
            });
        }
        locations.push(LocationChange {
            which: LocationRef::Coded(code("PACK")?),
            fields: vec![LocationField::Kind(LocationKind::Station)],
        });
        self.does(LocationCommand::SetLocations {
            warehouse: warehouse()?,
            locations,
        })?;
        self.does(CatalogCommand::SetItems { items })?;
        for n in 0..ITEMS {
            self.does(StockCommand::Adjust(AdjustUnits {
                goods: Goods::new(item(n)?),
                at: Place::Location(location(n)?),
                units: units(1_000_000),
                more: true,
                reason: LossReason::Found,
                serials: Vec::new(),
            }))?;
        }
        Ok(())
    }

    /// Takes in orders and allocates them; the fulfilment orders that came of it.
    pub fn take_in(&mut self, numbers: &[u64]) -> Outcome<Vec<FulfilmentOrderId>> {
        let orders = self.place(numbers)?;
        self.does(AllocationCommand::Allocate {
            orders: orders.clone(),
            route_to: Some(warehouse()?),
        })?;
        let state = self.site.state();
        let known = orders.iter().filter_map(|order| state.order(order));
        Ok(known
            .flat_map(|order| order.routed().map(|(_, id, _)| *id).collect::<Vec<_>>())
            .collect())
    }

    /// Allocates orders that were taken in, in as many commands as it takes.
    pub fn allocate(&mut self, numbers: &[u64]) -> Outcome<()> {
        let orders = numbers.iter().map(|number| order_id(*number));
        let orders = orders.collect::<Outcome<Vec<OrderId>>>()?;
        let warehouse = warehouse()?;
        let commands = allocate_many(self.site.state(), &orders, Some(&warehouse));
        for command in commands {
            self.does(command)?;
        }
        Ok(())
    }

    /// Takes orders in.
    pub fn place(&mut self, numbers: &[u64]) -> Outcome<Vec<OrderId>> {
        let mut orders = Vec::new();
        let mut records = Vec::new();
        for number in numbers {
            orders.push(order_id(*number)?);
            records.push(placed(*number, self.now_ms)?);
        }
        self.does(OrderCommand::TakeIn { records })?;
        Ok(orders)
    }

    /// Works fulfilment orders to the end.
    pub fn work(&mut self, documents: &[FulfilmentOrderId]) -> Outcome<()> {
        for batch in documents.chunks(BATCH as usize) {
            self.work_batch(batch)?;
        }
        Ok(())
    }

    fn work_batch(&mut self, documents: &[FulfilmentOrderId]) -> Outcome<()> {
        let commits = self.does(PickingCommand::Release {
            warehouse: warehouse()?,
            documents: documents.to_vec(),
            cart: None,
        })?;
        let commit = *commits.last().ok_or("no batch")?;
        let batch = BatchId(Opened { commit, ordinal: 0 });
        let tasks: Vec<PickTask> = {
            let released = self.site.state().batch(&batch);
            let released = released.and_then(|batch| batch.released());
            released.ok_or("not released")?.1.tasks.clone()
        };
        let mut totes = Vec::new();
        for task in &tasks {
            let document = &task.line.document;
            if !totes.iter().any(|(of, _)| of == document) {
                let tote = ContainerId::Labelled(first(&format!("TOTE-{}", totes.len() + 1))?);
                totes.push((document.clone(), tote.clone()));
                self.does(PickingCommand::AssignTote {
                    batch,
                    document: document.clone(),
                    tote,
                })?;
            }
        }
        for (number, task) in (0..).zip(&tasks) {
            self.does(PickingCommand::Take(TakeUnits {
                batch,
                task: number,
                units: task.units,
                goods: None,
                becomes: None,
                from: None,
                serials: Vec::new(),
            }))?;
        }
        self.does(PickingCommand::Finish { batch })?;
        for (document, tote) in &totes {
            let commits = self.does(PackingCommand::Open {
                at: LocationId {
                    warehouse: warehouse()?,
                    first: first("PACK")?,
                },
                carton: None,
            })?;
            let commit = *commits.last().ok_or("no parcel")?;
            let parcel = ParcelId(Opened { commit, ordinal: 0 });
            for task in tasks.iter().filter(|task| task.line.document == *document) {
                self.does(PackingCommand::Pack(Box::new(PackUnits {
                    parcel,
                    line: task.line.clone(),
                    goods: task.goods.clone(),
                    from: Place::Container(tote.clone()),
                    units: task.units,
                    serials: Vec::new(),
                    same_address: false,
                })))?;
            }
            self.does(PackingCommand::Close(ParcelClosed {
                parcel,
                carton: None,
                weight_g: Some(900),
                size: None,
                declared: None,
            }))?;
            self.does(ShippingCommand::Label(ParcelLabelled {
                parcel,
                carrier: PartyId {
                    name: Name::Coded(first("DHL")?),
                },
                service: None,
                number: Some(code(&format!("KEPT{:012}", commit.number))?),
                insured: None,
                collect: None,
                return_number: None,
            }))?;
            self.does(ShippingCommand::HandOver { parcel })?;
            self.does(ShippingCommand::Deliver(DeliverParcel {
                parcel,
                at: None,
                damaged: Vec::new(),
                rows: Vec::new(),
            }))?;
        }
        Ok(())
    }
}
