//! What people ask for: commands of every area, about whatever there is. Many are refused, as on a real floor.

use crate::chance::Chance;
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::counting::commands::{CountPlace, CountingCommand};
use depo::trade::counting::{Covers, ObservationKind, Seen, SeenWhat};
use depo::trade::decide::Command;
use depo::trade::demand::LineKey;
use depo::trade::fulfilment::commands::FulfilmentCommand;
use depo::trade::goods::Goods;
use depo::trade::id::{
    BatchId, ChannelId, ContainerId, FirstCode, FulfilmentOrderId, ItemId, LocationId, Name,
    OrderId, OrderKey, ParcelId, PartyId, WarehouseId,
};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationKind, WarehouseField};
use depo::trade::orders::commands::{IncomingOrder, OrderCommand};
use depo::trade::orders::{
    AddressAnswer, CancelReason, Destination, HoldKind, LineItem, OrderField, OrderPlaced,
    PlacedLine, PricedUnits,
};
use depo::trade::packing::ParcelClosed;
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::picking::ShortReason;
use depo::trade::picking::commands::{PickingCommand, ShortUnits, TakeUnits};
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::{Amount, Currency, Instant, SeenUnits, SourceTime, Units};
use depo::trade::settings::Setting;
use depo::trade::settings::commands::SettingCommand;
use depo::trade::shipping::ParcelLabelled;
use depo::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use depo::trade::state::State;
use depo::trade::stock::commands::{AdjustUnits, MoveUnits, StockCommand};
use depo::trade::text::{Code, Words};

const ITEMS: usize = 5;
const PLACES: usize = 6;

pub fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

fn first(text: &str) -> FirstCode {
    FirstCode::new(code(text))
}

fn words(text: &str) -> Words {
    Words::new(text).expect("words")
}

fn warehouse() -> WarehouseId {
    WarehouseId {
        first: first("MAIN"),
    }
}

fn sku(number: usize) -> String {
    format!("SKU-{}", number % ITEMS)
}

fn goods(number: usize) -> Goods {
    Goods::new(ItemId {
        client: None,
        name: Name::Coded(first(&sku(number))),
    })
}

fn location(text: &str) -> LocationId {
    LocationId {
        warehouse: warehouse(),
        first: first(text),
    }
}

fn bin(number: usize) -> Place {
    Place::Location(location(&format!("A-{}", number % PLACES)))
}

fn units(number: usize) -> Units {
    Units::new(number as u64).unwrap_or(Units::ONE)
}

/// A warehouse with goods in it.
pub fn set_up() -> Vec<Command> {
    let place = |text: &str, kind| LocationChange {
        which: LocationRef::Coded(code(text)),
        fields: vec![LocationField::Kind(kind)],
    };
    let mut locations: Vec<LocationChange> = (0..PLACES)
        .map(|number| place(&format!("A-{number}"), LocationKind::Pick))
        .collect();
    locations.push(place("PACK", LocationKind::Station));
    let items = (0..ITEMS).map(|number| item(number, "as founded"));
    let mut commands: Vec<Command> = vec![
        LocationCommand::SetWarehouse {
            warehouse: warehouse(),
            fields: vec![WarehouseField::Title(words("Main"))],
        }
        .into(),
        LocationCommand::SetLocations {
            warehouse: warehouse(),
            locations,
        }
        .into(),
        CatalogCommand::SetItems {
            items: items.collect(),
        }
        .into(),
    ];
    commands.extend((0..ITEMS).map(|number| adjust(number, number, 60, true)));
    commands
}

fn item(number: usize, title: &str) -> ItemChange {
    ItemChange {
        which: ItemRef::Coded {
            client: None,
            code: code(&sku(number)),
        },
        fields: vec![ItemField::Title(words(title))],
    }
}

fn adjust(number: usize, at: usize, by: usize, more: bool) -> Command {
    let reason = if more {
        LossReason::Found
    } else {
        LossReason::Missing
    };
    StockCommand::Adjust(AdjustUnits {
        goods: goods(number),
        at: bin(at),
        units: units(by),
        more,
        reason,
        serials: Vec::new(),
    })
    .into()
}

fn placed(number: usize, now_ms: i64, chance: &mut Chance) -> IncomingOrder {
    let lines = (0..1 + chance.roll(3)).map(|line| {
        let of = number + line;
        PlacedLine {
            key: LineKey::Written {
                code: code(&sku(of)),
                attributes: Vec::new(),
            },
            item: LineItem::AsKey,
            prices: vec![PricedUnits {
                price: Amount::new(1_000),
                units: units(1 + chance.roll(3)),
                discount: Amount::ZERO,
                tax: Amount::ZERO,
            }],
            more: Vec::new(),
        }
    });
    let id = OrderId {
        channel: ChannelId {
            first: first("shop"),
        },
        key: OrderKey::Number(code(&format!("{}", 1_000 + number))),
        generation: 0,
    };
    let time = SourceTime::Exact(Instant { ms: now_ms });
    IncomingOrder::of(OrderPlaced {
        destination: Some(Destination {
            country: None,
            region: None,
            post_code_start: None,
            answers: vec![AddressAnswer::Complete],
        }),
        ..OrderPlaced::plain(id, time, Currency::GBP, lines.collect())
    })
}

fn order(state: &State, chance: &mut Chance) -> Option<OrderId> {
    chance.one_of(state.orders().map(|order| order.id().clone()).collect())
}

fn fulfilment(state: &State, chance: &mut Chance) -> Option<FulfilmentOrderId> {
    chance.one_of(state.open_fulfilments().map(|(id, _)| *id).collect())
}

fn batch(state: &State, chance: &mut Chance) -> Option<BatchId> {
    chance.one_of(state.open_batches().map(|(id, _)| *id).collect())
}

fn parcel(state: &State, chance: &mut Chance) -> Option<ParcelId> {
    chance.one_of(state.parcels().map(|(id, _)| *id).collect())
}

/// Something that somebody asks for now. `number` is another one each time.
pub fn command(state: &State, now_ms: i64, number: usize, chance: &mut Chance) -> Option<Command> {
    Some(match chance.roll(30) {
        0..=3 => {
            let records = (0..1 + chance.roll(3))
                .map(|more| placed(4 * number + more, now_ms, chance))
                .collect();
            OrderCommand::TakeIn { records }.into()
        }
        4..=6 => AllocationCommand::Allocate {
            orders: state
                .open_orders()
                .map(|order| order.id().clone())
                .collect(),
            route_to: Some(warehouse()),
        }
        .into(),
        7 | 8 => PickingCommand::Release {
            warehouse: warehouse(),
            documents: (0..1 + chance.roll(3))
                .filter_map(|_| fulfilment(state, chance))
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect(),
            cart: None,
        }
        .into(),
        9..=13 => picking(state, chance)?,
        14..=18 => packing(state, number, chance)?,
        19 => adjust(
            chance.roll(ITEMS),
            chance.roll(PLACES),
            1 + chance.roll(9),
            chance.once_in(2),
        ),
        20 => StockCommand::Move(MoveUnits {
            goods: goods(chance.roll(ITEMS)),
            from: bin(chance.roll(PLACES)),
            to: bin(chance.roll(PLACES)),
            units: units(1 + chance.roll(5)),
            serials: Vec::new(),
        })
        .into(),
        21 => {
            let goods = goods(chance.roll(ITEMS));
            CountingCommand::Count(Box::new(CountPlace {
                kind: ObservationKind::Count,
                place: bin(chance.roll(PLACES)),
                covers: Covers::Goods(goods.clone()),
                seen: vec![Seen {
                    within: None,
                    what: SeenWhat::Goods(goods),
                    units: SeenUnits::new(chance.roll(50) as u64)?,
                    serials: Vec::new(),
                }],
                containers: Vec::new(),
                shown: true,
                after: None,
            }))
            .into()
        }
        22 => {
            let items = vec![item(chance.roll(ITEMS), &format!("name {number}"))];
            CatalogCommand::SetItems { items }.into()
        }
        23 => SettingCommand::Set {
            settings: vec![Setting::Title(words(&format!("title {number}")))],
        }
        .into(),
        24 => OrderCommand::PlaceHold {
            orders: vec![depo::trade::orders::commands::HeldOrder {
                order: order(state, chance)?,
                rows: Vec::new(),
            }],
            kind: HoldKind::Operator,
            until: None,
        }
        .into(),
        25 => {
            let held = state.orders().filter_map(|order| {
                let (hold, _) = order.holds().into_iter().next()?;
                Some((order.id().clone(), hold))
            });
            let (order, hold) = chance.one_of(held.collect())?;
            OrderCommand::ReleaseHold { order, hold }.into()
        }
        26 => OrderCommand::CancelOrders {
            orders: vec![order(state, chance)?],
            why: CancelReason::Customer,
        }
        .into(),
        27 => OrderCommand::SetFields {
            order: order(state, chance)?,
            fields: vec![OrderField::Priority(chance.roll(5) as u32)],
        }
        .into(),
        28 => AllocationCommand::Deallocate {
            fulfilments: vec![fulfilment(state, chance)?],
        }
        .into(),
        _ => FulfilmentCommand::TakeUp {
            fulfilment: fulfilment(state, chance)?,
        }
        .into(),
    })
}

fn picking(state: &State, chance: &mut Chance) -> Option<Command> {
    let batch = batch(state, chance)?;
    let tasks = &state.batch(&batch)?.released()?.1.tasks;
    let number = chance.roll(tasks.len());
    let task = tasks.get(number)?;
    let number = number as u32;
    Some(
        match chance.roll(9) {
            0 => PickingCommand::Finish { batch },
            1 => PickingCommand::Short(ShortUnits {
                batch,
                task: number,
                units: None,
                seen: None,
                after: None,
                reason: ShortReason::NotThere,
            }),
            2..=4 => PickingCommand::AssignTote {
                batch,
                document: task.line.document.clone(),
                tote: ContainerId::Labelled(first(&format!("TOTE-{}", chance.roll(9)))),
            },
            5 => {
                let picks = state.batch(&batch)?.picks();
                let pick = chance.one_of(picks.map(|(fact, _)| *fact).collect())?;
                PickingCommand::UndoPick { batch, pick }
            }
            _ => PickingCommand::Take(TakeUnits {
                batch,
                task: number,
                units: task.units,
                goods: None,
                becomes: None,
                from: None,
                serials: Vec::new(),
            }),
        }
        .into(),
    )
}

fn packing(state: &State, number: usize, chance: &mut Chance) -> Option<Command> {
    Some(match chance.roll(10) {
        0 | 1 => PackingCommand::Open {
            at: location("PACK"),
            carton: None,
        }
        .into(),
        2..=4 => {
            let picks = state.batches().flat_map(|(_, batch)| batch.picks());
            let pick = chance.one_of(picks.map(|(_, pick)| pick.clone()).collect())?;
            PackingCommand::Pack(Box::new(PackUnits {
                parcel: parcel(state, chance)?,
                line: pick.line.clone(),
                goods: pick.goods.clone(),
                from: Place::Container(pick.into.clone()),
                units: pick.units,
                serials: Vec::new(),
                same_address: chance.once_in(2),
            }))
            .into()
        }
        5 => PackingCommand::Close(ParcelClosed {
            parcel: parcel(state, chance)?,
            carton: None,
            weight_g: Some(900),
            size: None,
            declared: None,
        })
        .into(),
        6 => ShippingCommand::Label(ParcelLabelled {
            parcel: parcel(state, chance)?,
            carrier: PartyId {
                name: Name::Coded(first("DHL")),
            },
            service: None,
            number: Some(code(&format!("NUMBER{number:09}"))),
            insured: None,
            collect: None,
            return_number: None,
        })
        .into(),
        7 => ShippingCommand::HandOver {
            parcel: parcel(state, chance)?,
        }
        .into(),
        8 => ShippingCommand::Deliver(DeliverParcel {
            parcel: parcel(state, chance)?,
            at: None,
            damaged: Vec::new(),
            rows: Vec::new(),
        })
        .into(),
        _ => {
            let parcel = parcel(state, chance)?;
            let packed = state.parcel(&parcel)?.packed();
            let packed = chance.one_of(packed.map(|(at, _)| at.fact()).collect())?;
            PackingCommand::UndoPack { parcel, packed }.into()
        }
    })
}
