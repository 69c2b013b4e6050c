//! The office of these tests: records of a shop, commands that are decided and appended, and what is asked of orders.

use crate::support::{code, units};
use crate::tablets::{DAY, Tablet, warehouse};
use depo::stream::id::FactId;
use depo::stream::wire::{Names, Reader, Wire, Writer};
use depo::trade::Event;
use depo::trade::catalog::{CatalogFact, ItemField, ItemSet};
use depo::trade::decide::office::OfficeCommand;
use depo::trade::decide::{Proposed, Refusal};
use depo::trade::demand::{DemandDocument, DemandLine, LineKey, Part};
use depo::trade::fulfilment::{
    Executor, FulfilmentFact, FulfilmentLines, OpenedLine, Routed, Taken, TakenUp,
};
use depo::trade::goods::{Goods, Wanted};
use depo::trade::id::{
    ChannelId, FirstCode, FulfilmentOrderId, ItemId, Name, OrderId, OrderKey, ParcelId, PartyId,
};
use depo::trade::leases::{LeaseFact, LeaseGranted, LeaseKey};
use depo::trade::money::account::Account;
use depo::trade::money::commands::MoneyCommand;
use depo::trade::money::{PaymentMethod, PaymentRecorded, PaymentStage, Refunded, Terms};
use depo::trade::orders::commands::{IncomingOrder, OrderCommand, RecipientWord};
use depo::trade::orders::order::Order;
use depo::trade::orders::{
    Doubt, ImportedTotals, LineItem, OrderFact, OrderPlaced, PlacedLine, PricedUnits, SourceRecord,
};
use depo::trade::packing::{PackingFact, ParcelOpened};
use depo::trade::personal::{Row, Slot};
use depo::trade::quantity::{Amount, Currency, Instant, Money, SourceTime};
use depo::trade::shipping::{
    Delivered, DeliveredContent, DeliveredParcel, HandedOver, ParcelContent, ShippingFact,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whole euros.
pub fn eur(number: i64) -> Money {
    Money {
        amount: Amount::new(number * 10_000),
        currency: Currency::new("EUR").expect("a currency"),
    }
}

/// The channel of these tests.
pub fn shop() -> ChannelId {
    ChannelId {
        first: FirstCode::new(code("SHOP")),
    }
}

/// An item by its first code.
pub fn item(text: &str) -> ItemId {
    ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code(text))),
    }
}

/// Makes items known.
pub fn know(tablet: &mut Tablet, items: &[&str]) {
    let set = |text: &&str| {
        Event::Catalog(CatalogFact::ItemSet(ItemSet {
            item: item(text),
            fields: vec![ItemField::Sku(code(text))],
        }))
    };
    tablet.write(1, None, items.iter().map(set).collect());
}

/// The line of an item, by its code as written.
pub fn line_key(text: &str) -> LineKey {
    LineKey::Written {
        code: code(text),
        attributes: Vec::new(),
    }
}

/// A line: so many units of an item, at whole euros each.
pub fn line(text: &str, number: u64, price: i64) -> PlacedLine {
    PlacedLine {
        key: line_key(text),
        item: LineItem::AsKey,
        prices: vec![PricedUnits {
            price: eur(price).amount,
            units: units(number),
            discount: Amount::ZERO,
            tax: Amount::ZERO,
        }],
        more: Vec::new(),
    }
}

/// The order of the shop with this number.
pub fn order_id(number: &str) -> OrderId {
    OrderId {
        channel: shop(),
        key: OrderKey::Number(code(number)),
        generation: 0,
    }
}

/// A row of personal data.
pub fn row(slot: Slot) -> Row {
    Row {
        slot,
        hash: [7; 16],
    }
}

/// A time on the shop's clock.
pub fn time(day: i64) -> SourceTime {
    SourceTime::Civil {
        seconds: DAY / 1_000 + day * 86_400,
    }
}

/// A record of the shop: an order of this number, placed and changed on a day of the test's month.
pub fn record(number: &str, day: i64, lines: Vec<PlacedLine>) -> IncomingOrder {
    let at = time(day);
    let total = lines
        .iter()
        .flat_map(|line| &line.prices)
        .map(|of| of.price.get() * of.units.get().cast_signed())
        .sum();
    let plain = OrderPlaced::plain(order_id(number), at.clone(), eur(0).currency, lines);
    IncomingOrder {
        placed: Box::new(OrderPlaced {
            updated_at: Some(at),
            terms: Terms::Prepaid,
            totals: ImportedTotals {
                total: Some(Amount::new(total)),
                ..plain.totals
            },
            source: Some(SourceRecord {
                file: [1; 16],
                row: 2,
            }),
            rows: vec![row(Slot::Recipient)],
            ..plain
        }),
        paid: None,
        refunded: None,
        recipient: RecipientWord::Same,
        gone: Vec::new(),
        cancelled: false,
        shipped: Vec::new(),
        shipped_in_part: false,
        lines_untold: false,
    }
}

/// What a command decides; the command is the same after it has crossed tabs.
#[track_caller]
pub fn decide(
    tablet: &Tablet,
    seconds: i64,
    command: &OfficeCommand,
) -> Result<Vec<Proposed>, Refusal> {
    let mut names = Names::whole();
    let mut writer = Writer::new(&mut names);
    command.write(&mut writer);
    let bytes = writer.into_bytes();
    let mut reader = Reader::new(&bytes, &names);
    let read = OfficeCommand::read(&mut reader).expect("it is read");
    assert_eq!(reader.finish(), Ok(()));
    assert_eq!(read, *command, "what is read is what was written");
    read.decide(&tablet.state, &tablet.context(seconds), &tablet.relations())
}

/// Gives a command, which is decided; gives its facts.
#[track_caller]
pub fn does(tablet: &mut Tablet, seconds: i64, command: OfficeCommand) -> Vec<Event> {
    let commits = decide(tablet, seconds, &command).expect("it is decided");
    let events = commits
        .iter()
        .flat_map(|commit| commit.events.clone())
        .collect();
    tablet.append_all(seconds, commits);
    events
}

/// Gives a command, which is refused.
#[track_caller]
pub fn refused(tablet: &Tablet, seconds: i64, command: OfficeCommand, refusal: Refusal) {
    assert_eq!(decide(tablet, seconds, &command), Err(refusal));
}

/// A command about orders.
pub fn orders(command: OrderCommand) -> OfficeCommand {
    OfficeCommand::Orders(command)
}

/// Takes records in; gives the facts.
#[track_caller]
pub fn take_in(tablet: &mut Tablet, seconds: i64, records: Vec<IncomingOrder>) -> Vec<Event> {
    does(tablet, seconds, orders(OrderCommand::TakeIn { records }))
}

/// The order of this number.
#[track_caller]
pub fn order<'a>(tablet: &'a Tablet, number: &str) -> &'a Order {
    tablet.state.order(&order_id(number)).expect("it is here")
}

/// The money of the order of this number.
#[track_caller]
pub fn account(tablet: &Tablet, number: &str) -> Account {
    Account::clone(&tablet.state.account(order(tablet, number)))
}

/// What is in doubt about the order of this number.
#[track_caller]
pub fn doubts(tablet: &Tablet, number: &str) -> BTreeSet<Doubt> {
    order(tablet, number).doubts(&tablet.relations())
}

/// How many units of a line were ordered.
#[track_caller]
pub fn ordered(tablet: &Tablet, number: &str, text: &str) -> i128 {
    let count = account(tablet, number).lines;
    count.get(&line_key(text)).map_or(0, |line| line.ordered)
}

/// Whole euros come in for the order of this number.
#[track_caller]
pub fn pay(tablet: &mut Tablet, seconds: i64, number: &str, euros: i64) -> FactId {
    let payment = PaymentRecorded {
        order: order_id(number),
        method: PaymentMethod::BankTransfer,
        stage: PaymentStage::Settled,
        money: eur(euros),
        source: None,
        rows: Vec::new(),
    };
    let command = OfficeCommand::Money(MoneyCommand::RecordPayment { payment });
    let commits = decide(tablet, seconds, &command).expect("it is decided");
    tablet.append_all(seconds, commits)[0].fact()
}

/// The refund of whole euros of the order of this number, for units of a line where one is named.
pub fn refund(number: &str, euros: i64, of: Option<(&str, u64)>) -> OfficeCommand {
    let units_of = |(text, number): (&str, u64)| depo::trade::money::RefundedUnits {
        line: line_key(text),
        units: units(number),
    };
    OfficeCommand::Money(MoneyCommand::Refund {
        refund: Refunded {
            order: order_id(number),
            rma: None,
            method: PaymentMethod::BankTransfer,
            money: eur(euros),
            units: of.map(units_of).into_iter().collect(),
            rows: Vec::new(),
        },
    })
}

/// Gives the desk of an order back, so that any device may decide about it.
pub fn free_desk(tablet: &mut Tablet, seconds: i64, number: &str) {
    let granted = LeaseGranted {
        lease: LeaseKey::Desk(order_id(number)),
        follows: None,
        to: None,
    };
    let fact = Event::Leases(LeaseFact::Granted(granted));
    tablet.write(seconds, None, vec![fact]);
}

/// Gives units of a line to a warehouse, which takes them up.
pub fn route(
    tablet: &mut Tablet,
    seconds: i64,
    number: &str,
    text: &str,
    count: u64,
) -> FulfilmentOrderId {
    let routed = Routed {
        order: order_id(number),
        executor: Executor::Warehouse(warehouse("W1")),
        lines: FulfilmentLines::Each(vec![OpenedLine {
            line: line_key(text),
            part: Part::Line,
            wanted: Wanted::item(item(text)),
            units: units(count),
            each: units(1),
            substitute: None,
        }]),
        due: None,
    };
    let fact = Event::Fulfilment(FulfilmentFact::Routed(Arc::new(routed)));
    let at = tablet.write(seconds, None, vec![fact]);
    let fulfilment = FulfilmentOrderId(tablet.opened_by(&at));
    let taken = TakenUp {
        fulfilment,
        taken: Taken::AsRouted,
    };
    let fact = Event::Fulfilment(FulfilmentFact::TakenUp(taken));
    tablet.write(seconds + 1, Some(&warehouse("W1")), vec![fact]);
    fulfilment
}

/// Units of a fulfilment order leave and arrive.
pub fn deliver(
    tablet: &mut Tablet,
    seconds: i64,
    fulfilment: FulfilmentOrderId,
    text: &str,
    count: u64,
) {
    let opened = Event::Packing(PackingFact::ParcelOpened(ParcelOpened {
        at: None,
        carton: None,
    }));
    let at = tablet.write(seconds, Some(&warehouse("W1")), vec![opened]);
    let parcel = ParcelId(tablet.opened_by(&at));
    let demand = DemandLine {
        document: DemandDocument::FulfilmentOrder(fulfilment),
        line: 0,
    };
    let carrier = PartyId {
        name: Name::Coded(FirstCode::new(code("CARRIER"))),
    };
    let handed = HandedOver {
        parcel,
        carrier: carrier.clone(),
        after: FactId {
            commit: parcel.0.commit,
            index: 0,
        },
        contents: vec![ParcelContent {
            line: demand.clone(),
            goods: Goods::new(item(text)),
            units: units(count),
            serials: Vec::new(),
        }],
    };
    let delivered = Delivered {
        delivery: DeliveredParcel {
            parcel,
            carrier,
            contents: vec![DeliveredContent {
                line: demand,
                goods: Goods::new(item(text)),
                units: units(count),
                damaged: 0,
                serials: Vec::new(),
            }],
        },
        at: None,
        rows: Vec::new(),
    };
    let facts = vec![
        Event::Shipping(ShippingFact::HandedOver(handed)),
        Event::Shipping(ShippingFact::Delivered(delivered)),
    ];
    tablet.write(seconds + 1, Some(&warehouse("W1")), facts);
}

/// The facts about orders among these, by name.
pub fn named(events: &[Event]) -> Vec<&'static str> {
    let name = |number: u64, names: &'static [(u64, &'static str)]| {
        let found = names.iter().find(|(of, _)| *of == number);
        found.map_or("?", |(_, name)| *name)
    };
    let of = |event: &Event| match event {
        Event::Orders(fact) => name(fact.number(), OrderFact::NUMBERS),
        other => name(other.number(), Event::NUMBERS),
    };
    events.iter().map(of).collect()
}

/// An instant of the test's day.
pub fn instant(seconds: i64) -> Instant {
    Instant {
        ms: DAY + seconds * 1_000,
    }
}
