//! A warehouse floor at work: orders promised, picked, packed, labelled, handed over and delivered, scan by scan.

use depo::domain::command::Command;
use depo::domain::decide::picking::{Ask, ask};
use depo::domain::event::{OrderPlaced, PlacedLine, StockDocumentKind, StockPosted};
use depo::domain::money::{Amount, Currency};
use depo::domain::order::Stage;
use depo::domain::place::{Goods, Movement, Place};
use depo::domain::reason::Terms;
use depo::domain::text::{BatchId, Code, OrderId, Sku, StockDocumentId};
use depo::portal::{Keep, NoPace, Opening, Portal};
use depo::storage::memory::MemoryStore;
use futures_executor::block_on;
use std::cell::Cell;

const ITEMS: usize = 400;
const ORDERS_OF_A_BATCH: usize = 8;

/// A portal in memory with a floor before it.
pub struct Floor {
    /// The portal.
    pub portal: Portal<MemoryStore, MemoryStore>,
    now_ms: Cell<i64>,
}

impl Floor {
    /// An empty one of the device with this seed.
    pub fn new(seed: u8) -> Floor {
        Floor::open(seed, MemoryStore::new(), MemoryStore::new())
    }

    /// One over these stores.
    pub fn open(seed: u8, journal: MemoryStore, view: MemoryStore) -> Floor {
        let opening = Opening {
            random: [seed; 32],
            canary: None,
            leads: true,
        };
        let opened = block_on(Portal::open(journal, view, &opening, &NoPace));
        Floor {
            portal: opened.expect("opens").0,
            now_ms: Cell::new(1_700_000_000_000),
        }
    }

    /// Executes a command that must go well, a second after the one before.
    pub fn act(&self, command: &Command) {
        self.now_ms.set(self.now_ms.get() + 1_000);
        let operator = code("ana");
        let done = self
            .portal
            .execute(command, &operator, self.now_ms.get(), Keep::Action);
        block_on(done).expect("goes well");
    }
}

fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

/// An order of these units of items.
pub fn order(number: usize, lines: &[(String, u32)]) -> OrderPlaced {
    OrderPlaced {
        order: OrderId::of("shop", &number.to_string()).expect("an order"),
        placed_at: 20_000_000,
        customer: Some(code("C-1")),
        country: None,
        currency: Currency::GBP,
        terms: Terms::OnAccount,
        address: None,
        lines: lines
            .iter()
            .map(|(item, units)| PlacedLine {
                sku: Sku::new(item).expect("a SKU"),
                units: *units,
                unit_price: Amount(25_500),
                words: None,
            })
            .collect(),
        charges: Vec::new(),
        ship_by: None,
        source: None,
    }
}

/// Works this many batches of eight orders.
pub fn work(floor: &Floor, batches: usize) {
    let item = |n: usize| format!("{}{}", 20_000 + n * 7 % 9_000, ["", "A", "B"][n % 3]);
    let movement = |n: usize| Movement {
        goods: Goods::new(Sku::new(&item(n)).expect("a SKU")),
        from: Place::Supplier,
        to: Place::Bin(code(&format!("A-{:02}-{:02}", n / 20, n % 20))),
        units: 1_000_000,
    };
    floor.act(&Command::TakeStock {
        documents: vec![StockPosted {
            document: StockDocumentId::new("opening").expect("a document"),
            kind: StockDocumentKind::Opening,
            reason: None,
            words: None,
            happened_at: None,
            movements: (0..ITEMS).map(movement).collect(),
            source: None,
        }],
    });
    let mut next = 0;
    for batch in 0..batches {
        let mut orders: Vec<OrderPlaced> = Vec::new();
        for _ in 0..ORDERS_OF_A_BATCH {
            next += 1;
            let line = |i| (item((next * 13 + i * 101) % ITEMS), 1 + next as u32 % 2);
            let lines: Vec<(String, u32)> = (0..2 + next % 3).map(line).collect();
            orders.push(order(536_000 + next, &lines));
        }
        let ids: Vec<OrderId> = orders.iter().map(|order| order.order.clone()).collect();
        floor.act(&Command::TakeOrders { orders });
        floor.act(&Command::Allocate {
            orders: ids.clone(),
        });
        floor.act(&Command::ReleaseBatch {
            orders: ids.clone(),
        });
        pick(floor, batch);
        ids.iter().for_each(|id| ship(floor, id));
    }
}

fn pick(floor: &Floor, batch: usize) {
    let open = |floor: &Floor| -> BatchId {
        let state = floor.portal.state();
        let mut batches = state.batches.values();
        let batch = batches.find(|batch| !batch.finished);
        batch.expect("an open batch").id.clone()
    };
    let id = open(floor);
    let tasks = floor.portal.state().batches[&id].tasks.len() as u16;
    let mut totes = 0;
    for task in 0..tasks {
        loop {
            let text = {
                let state = floor.portal.state();
                let batch_now = &state.batches[&id];
                let shown = &batch_now.tasks[usize::from(task)];
                match ask(batch_now, shown) {
                    Ask::Tote(_) => {
                        totes += 1;
                        format!("T-{}", (batch * ORDERS_OF_A_BATCH + totes) % 500)
                    }
                    Ask::Bin(bin) => bin.to_string(),
                    Ask::Item => shown.task.sku.to_string(),
                    Ask::ConfirmTote(tote) => tote.to_string(),
                    Ask::Nothing => break,
                }
            };
            floor.act(&Command::ScanPick {
                batch: id.clone(),
                task,
                text,
            });
        }
    }
    floor.act(&Command::FinishBatch { batch: id });
}

fn ship(floor: &Floor, id: &OrderId) {
    loop {
        let next = {
            let state = floor.portal.state();
            let order = state.order(id).expect("in memory");
            let mut lines = order.lines.iter();
            let picked = lines.find(|line| line.stages.get(Stage::Picked) > 0);
            picked.map(|line| line.sku.to_string())
        };
        let Some(text) = next else { break };
        floor.act(&Command::ScanPack {
            order: id.clone(),
            text,
        });
    }
    floor.act(&Command::CloseParcel {
        order: id.clone(),
        carton: Some(code("M")),
        weight_grams: Some(800),
    });
    let parcel = floor.portal.state().head(id).expect("an order").parcels[0]
        .id
        .clone();
    floor.act(&Command::LabelParcel {
        order: id.clone(),
        parcel: parcel.clone(),
        carrier: code("DHL"),
        tracking: None,
    });
    let parcels = vec![(id.clone(), parcel)];
    floor.act(&Command::HandOver {
        parcels: parcels.clone(),
    });
    floor.act(&Command::ConfirmDelivery { parcels });
}
