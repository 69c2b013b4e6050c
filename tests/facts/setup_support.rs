//! What scenarios of setting up begin from: a command is decided, crosses the wire on the way, and is appended.

use crate::support::{code, units};
use crate::tablets::{DAY, Tablet, warehouse};
use depo::stream::wire::{Names, Reader, Wire};
use depo::trade::Event;
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::catalog::{Component, ItemField, RecipeKind, RecipeSet};
use depo::trade::decide::Proposed;
use depo::trade::decide::refusal::Refusal;
use depo::trade::decide::setup::{Beside, SetupCommand};
use depo::trade::demand::{DemandLine, FulfilmentLine, LineKey, Part};
use depo::trade::fulfilment::Executor;
use depo::trade::fulfilment::commands::FulfilmentCommand;
use depo::trade::fulfilment::demand_ledger::WorkStanding;
use depo::trade::goods::{Goods, name_bytes};
use depo::trade::id::{
    ChannelId, FirstCode, FulfilmentOrderId, ItemId, LocationId, Name, OrderId, OrderKey, PartyId,
    RecipeId,
};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationKind, WarehouseField};
use depo::trade::orders::{LineItem, OrderFact, OrderPlaced, PlacedLine, PricedUnits};
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::{Amount, Currency, Day, Instant, SourceTime};
use depo::trade::relations::At;
use depo::trade::state::entries::Entry;
use depo::trade::stock::{Moved, StockFact};
use std::sync::Arc;

/// Decides a command as it comes out of the wire on the other side.
#[track_caller]
pub fn decide(
    tablet: &Tablet,
    seconds: i64,
    command: &SetupCommand,
) -> Result<Vec<Proposed>, Refusal> {
    decide_gated(tablet, seconds, command, &|_| Ok(()))
}

/// The same, with what is asked of orders.
#[track_caller]
pub fn decide_gated(
    tablet: &Tablet,
    seconds: i64,
    command: &SetupCommand,
    gates: &dyn Fn(&OrderId) -> Result<(), Refusal>,
) -> Result<Vec<Proposed>, Refusal> {
    let bytes = name_bytes(command);
    let names = Names::whole();
    let mut reader = Reader::new(&bytes, &names);
    let read = SetupCommand::read(&mut reader).expect("its bytes are read");
    reader.finish().expect("and all of them");
    assert_eq!(&read, command, "what crosses is what was sent");
    let forks = forks(tablet);
    let beside = Beside {
        gates,
        forks: &forks,
    };
    read.decide(
        &tablet.state,
        &tablet.context(seconds),
        &tablet.relations(),
        beside,
    )
}

/// Decides a command and appends what it wrote.
#[track_caller]
pub fn run(tablet: &mut Tablet, seconds: i64, command: SetupCommand) -> Vec<At> {
    let commits = decide(tablet, seconds, &command);
    assert!(commits.is_ok(), "{command:?} was refused: {commits:?}");
    tablet.append_all(seconds, commits.expect("it was decided"))
}

/// Decides a command that is refused, and says why.
#[track_caller]
pub fn refused(tablet: &Tablet, seconds: i64, command: SetupCommand) -> Refusal {
    decide(tablet, seconds, &command).expect_err("it is refused")
}

/// The forks that a tablet's history tells.
pub fn forks(
    tablet: &Tablet,
) -> Vec<(depo::stream::id::CommitId, Vec<depo::stream::id::StreamId>)> {
    let forks = tablet.history.forks().into_iter();
    forks.map(|fork| (fork.after, fork.branches)).collect()
}

/// The entries of a tablet's inbox.
pub fn inbox(tablet: &Tablet) -> Vec<Entry> {
    tablet
        .state
        .entries(&forks(tablet), None, &tablet.relations())
}

/// An item of a client's catalog.
pub fn item_of(client: Option<&PartyId>, text: &str) -> ItemId {
    ItemId {
        client: client.cloned(),
        name: Name::Coded(FirstCode::new(code(text))),
    }
}

/// An item of the workspace's own.
pub fn item(text: &str) -> ItemId {
    item_of(None, text)
}

/// A location of W1.
pub fn location(text: &str) -> LocationId {
    LocationId {
        warehouse: warehouse("W1"),
        first: FirstCode::new(code(text)),
    }
}

/// A location of W1 as a place.
pub fn bin(text: &str) -> Place {
    Place::Location(location(text))
}

/// A channel.
pub fn channel(text: &str) -> ChannelId {
    ChannelId {
        first: FirstCode::new(code(text)),
    }
}

/// An order of the channel SHOP.
pub fn order(text: &str) -> OrderId {
    OrderId {
        channel: channel("SHOP"),
        key: OrderKey::Number(code(text)),
        generation: 0,
    }
}

/// A line by the code that it was written with.
pub fn line_key(text: &str) -> LineKey {
    LineKey::Written {
        code: code(text),
        attributes: Vec::new(),
    }
}

/// A line of so many units.
#[track_caller]
pub fn placed_line(text: &str, number: u64) -> PlacedLine {
    PlacedLine {
        key: line_key(text),
        item: LineItem::AsKey,
        prices: vec![PricedUnits {
            price: Amount::new(10_000),
            units: units(number),
            discount: Amount::ZERO,
            tax: Amount::ZERO,
        }],
        more: Vec::new(),
    }
}

/// An order that came in at a time.
#[track_caller]
pub fn placed(order: &OrderId, seconds: i64, lines: &[(&str, u64)]) -> OrderPlaced {
    OrderPlaced::plain(
        order.clone(),
        SourceTime::Exact(Instant {
            ms: DAY + seconds * 1_000,
        }),
        Currency::new("EUR").expect("a currency"),
        lines
            .iter()
            .map(|(text, number)| placed_line(text, *number))
            .collect(),
    )
}

/// Takes an order in.
#[track_caller]
pub fn place(tablet: &mut Tablet, seconds: i64, text: &str, lines: &[(&str, u64)]) -> OrderId {
    let order = order(text);
    let placed = placed(&order, seconds, lines);
    tablet.write(
        seconds,
        None,
        vec![Event::Orders(OrderFact::Placed(Arc::new(placed)))],
    );
    order
}

/// A command that sets fields of the item of a code.
pub fn set_item(text: &str, fields: Vec<ItemField>) -> SetupCommand {
    SetupCommand::Catalog(CatalogCommand::SetItems {
        items: vec![ItemChange {
            which: ItemRef::Coded {
                client: None,
                code: code(text),
            },
            fields,
        }],
    })
}

/// A command that sets up locations of W1 to pick from.
pub fn set_locations(texts: &[&str]) -> SetupCommand {
    let locations = texts.iter().map(|text| LocationChange {
        which: LocationRef::Coded(code(text)),
        fields: vec![LocationField::Kind(LocationKind::Pick)],
    });
    SetupCommand::Locations(LocationCommand::SetLocations {
        warehouse: warehouse("W1"),
        locations: locations.collect(),
    })
}

/// A command that makes a warehouse known.
pub fn set_warehouse(text: &str) -> SetupCommand {
    SetupCommand::Locations(LocationCommand::SetWarehouse {
        warehouse: warehouse(text),
        fields: vec![WarehouseField::Code(code(text))],
    })
}

/// Goods found at a place of W1.
#[track_caller]
pub fn found(goods: Goods, at: Place, number: u64) -> Event {
    let from = Place::Loss {
        warehouse: warehouse("W1"),
        reason: LossReason::Found,
    };
    moved(goods, from, at, number)
}

/// Goods that move.
#[track_caller]
pub fn moved(goods: Goods, from: Place, to: Place, number: u64) -> Event {
    Event::Stock(StockFact::Moved(Moved {
        goods,
        becomes: None,
        from,
        to,
        units: units(number),
        serials: Vec::new(),
    }))
}

/// A tablet of a workspace with the warehouse W1, its bins A1 to A3, and these items with their stock in A1.
#[track_caller]
pub fn shop(stock: &[(&str, u64)]) -> Tablet {
    let mut tablet = Tablet::founder();
    run(&mut tablet, 1, set_warehouse("W1"));
    run(&mut tablet, 2, set_locations(&["A1", "A2", "A3"]));
    for (text, number) in stock {
        run(&mut tablet, 3, set_item(text, Vec::new()));
        if *number > 0 {
            let event = found(Goods::new(item(text)), bin("A1"), *number);
            tablet.write(4, Some(&warehouse("W1")), vec![event]);
        }
    }
    tablet
}

/// A command that hands all of an order that nobody has to W1.
pub fn route(order: &OrderId) -> SetupCommand {
    SetupCommand::Fulfilment(FulfilmentCommand::Route {
        order: order.clone(),
        executor: Executor::Warehouse(warehouse("W1")),
        units: Vec::new(),
        due: None,
    })
}

/// A command that allocates orders, routing them to W1 first.
pub fn allocate(orders: &[&OrderId]) -> SetupCommand {
    SetupCommand::Allocation(AllocationCommand::Allocate {
        orders: orders.iter().map(|order| (*order).clone()).collect(),
        route_to: Some(warehouse("W1")),
    })
}

/// The fulfilment orders of an order, in the order of their opening.
#[track_caller]
pub fn fulfilments(tablet: &Tablet, order: &OrderId) -> Vec<FulfilmentOrderId> {
    let order = tablet.state.order(order).expect("the order");
    order.routed().map(|(_, id, _)| *id).collect()
}

/// A line of a fulfilment order.
pub fn fulfilment_line(document: FulfilmentOrderId, line: u32) -> FulfilmentLine {
    FulfilmentLine { document, line }
}

/// The same for the floor.
pub fn demand_line(document: FulfilmentOrderId, line: u32) -> DemandLine {
    DemandLine::from(fulfilment_line(document, line))
}

/// What stands of a line of a fulfilment order on the floor.
#[track_caller]
pub fn work(tablet: &Tablet, order: &OrderId, line: &FulfilmentLine) -> WorkStanding {
    let order = tablet.state.order(order).expect("the order");
    let demand = tablet.state.demand(order);
    let mut parts = demand.parts.values();
    *parts
        .find_map(|part| part.work.get(line))
        .expect("the line of the fulfilment order")
}

/// What is allocated to an order, over all lines.
#[track_caller]
pub fn allocated(tablet: &Tablet, order: &OrderId) -> i128 {
    let order = tablet.state.order(order).expect("the order");
    let demand = tablet.state.demand(order);
    let work = demand.parts.values().flat_map(|part| part.work.values());
    work.map(|work| work.allocated).sum()
}

/// Units of a line that nobody was given.
#[track_caller]
pub fn unrouted(tablet: &Tablet, order: &OrderId, line: &str, part: &Part) -> i128 {
    let order = tablet.state.order(order).expect("the order");
    let demand = tablet.state.demand(order);
    demand
        .parts
        .get(&(line_key(line), part.clone()))
        .map_or(0, |part| part.stands.unrouted)
}

/// A recipe of a kit, in force from the day before that of the tests.
#[track_caller]
pub fn kit(text: &str, components: &[(&str, u64)]) -> RecipeSet {
    RecipeSet {
        item: item(text),
        kind: RecipeKind::Kit,
        from: Day {
            days: DAY / 86_400_000 - 1,
        },
        makes: units(1),
        components: components
            .iter()
            .map(|(text, number)| Component {
                item: item(text),
                units: units(*number),
            })
            .collect(),
    }
}

/// Sets a kit, and gives its edition.
#[track_caller]
pub fn set_kit(
    tablet: &mut Tablet,
    seconds: i64,
    text: &str,
    components: &[(&str, u64)],
) -> RecipeId {
    let command = SetupCommand::Catalog(CatalogCommand::SetRecipe(kit(text, components)));
    let at = run(tablet, seconds, command);
    RecipeId(tablet.opened_by(&at[0]))
}

/// As many as a test expects.
#[track_caller]
pub fn as_many<T: Copy, const N: usize>(list: &[T]) -> [T; N] {
    list.try_into().expect("as many as that")
}
