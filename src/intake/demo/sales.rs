//! The orders of the demo, and what the office has done about them.

use super::customers::{COUNTRIES, recipient};
use super::goods::{ITEMS, SET, of_client, own, price};
use super::world::{CHANNELS, Channel, main_warehouse};
use super::{Act, DAY, Maker};
use crate::intake::setup::channel;
use crate::limits::LINE_UNITS_UNUSUAL;
use crate::site::Reading;
use crate::trade::allocation::commands::AllocationCommand;
use crate::trade::demand::LineKey;
use crate::trade::fulfilment::commands::FulfilmentCommand;
use crate::trade::id::{CustomerId, DocumentId, OrderId, OrderKey};
use crate::trade::money::account::cost;
use crate::trade::money::commands::MoneyCommand;
use crate::trade::money::{PaymentMethod, PaymentRecorded, PaymentStage, Terms};
use crate::trade::orders::commands::{HeldOrder, IncomingOrder, OrderCommand};
use crate::trade::orders::{
    AddressAnswer, Charge, ChargeKind, HoldKind, ImportedTotals, LineItem, OrderField, OrderPlaced,
    PlacedLine, PricedUnits,
};
use crate::trade::personal::Slot;
use crate::trade::personal::commands::PersonalCommand;
use crate::trade::personal::content::{Content, Written};
use crate::trade::quantity::{Amount, Currency, Instant, Money, SourceTime, Units};
use crate::trade::text::{Code, TextError, Words};

/// How many orders there are.
const ORDERS: usize = 60;
/// The first ones of the last days, and of today.
const LAST_DAYS: usize = 24;
const TODAY: usize = 40;

/// Orders that somebody must look at: unusually many units, a price of zero, no address, an item that nobody knows, a
/// total that differs, an address that lacks something.
const UNUSUAL: usize = 46;
const FREE: usize = 44;
const NAMELESS: usize = 45;
const UNKNOWN: usize = 50;
const DIFFERS: usize = 51;
const INCOMPLETE: usize = 56;
/// Orders that wait.
const HELD: [(usize, HoldKind, &str); 4] = [
    (42, HoldKind::Address, "The house number is missing"),
    (47, HoldKind::Client, "The client wants to add a card"),
    (52, HoldKind::Operator, "Ask about the colour"),
    (58, HoldKind::Fraud, "Three cards were tried"),
];
/// Prepaid orders that nothing, and that half was paid for.
const UNPAID: [usize; 2] = [43, 49];
const HALF_PAID: usize = 55;
/// Orders of the kit, and of the lamp with serial numbers.
const KITS: [usize; 2] = [2, 48];
const LAMPS: [usize; 3] = [4, 27, 41];

fn of(order: usize) -> &'static Channel {
    &CHANNELS[order % CHANNELS.len()]
}

fn line(code: &str, units: u64, price: Amount) -> Result<Option<PlacedLine>, TextError> {
    let code = Code::new(code)?;
    Ok(Units::new(units).map(|units| PlacedLine {
        key: LineKey::Written {
            code,
            attributes: Vec::new(),
        },
        item: LineItem::AsKey,
        prices: vec![PricedUnits {
            price,
            units,
            discount: Amount::ZERO,
            tax: Amount::ZERO,
        }],
        more: Vec::new(),
    }))
}

fn lines(maker: &mut Maker, number: usize) -> Result<Vec<PlacedLine>, TextError> {
    let of = of(number);
    let percent = of.price_percent;
    let mut lines = Vec::new();
    if KITS.contains(&number) {
        lines.extend(line(SET, 1, price(2_100, percent))?);
    }
    if LAMPS.contains(&number) {
        let (code, cents) = own(ITEMS + 2);
        lines.extend(line(&code, 1, price(cents, percent))?);
    }
    if number == UNKNOWN {
        lines.extend(line("GARDEN-GNOME", 1, price(1_900, percent))?);
    }
    let first = maker.random.below(ITEMS);
    let count = maker.random.between(1, if of.firm { 6 } else { 3 });
    for at in 0..count {
        // Steps that share no factor with the number of items: no item twice in an order.
        let at = at as usize;
        let (code, cents) = match (of.of_client, number % 5) {
            (true, _) => of_client(first + at),
            (false, 3) if at == 0 => own(ITEMS + number % 2),
            (false, _) => own((first + 7 * at) % ITEMS),
        };
        let units = match (number, at, of.firm) {
            (UNUSUAL, 0, _) => LINE_UNITS_UNUSUAL + 400,
            (_, _, true) => maker.random.between(3, 12),
            (_, _, false) => maker.random.between(1, 3),
        };
        let free = number == FREE && at == 0;
        let price = if free {
            Amount::ZERO
        } else {
            price(cents, percent)
        };
        lines.extend(line(&code, u64::from(units), price)?);
    }
    Ok(lines)
}

fn order(maker: &mut Maker, number: usize, placed_ms: i64) -> Result<Act, TextError> {
    let of = of(number);
    let (contact, mut destination) = recipient(&mut maker.random, &COUNTRIES[of.country], of.firm)?;
    if number == INCOMPLETE {
        destination.answers = vec![AddressAnswer::Incomplete];
    }
    let lines = lines(maker, number)?;
    let postage = Charge {
        kind: ChargeKind::Shipping,
        amount: Amount::new(450 * of.price_percent),
    };
    let charges = if of.firm { Vec::new() } else { vec![postage] };
    let goods: i128 = lines.iter().map(cost).sum();
    let beside: i128 = charges.iter().map(|charge| charge.amount.wide()).sum();
    let differs = if number == DIFFERS { 10_000 } else { 0 };
    let total = i64::try_from(goods + beside + differs).unwrap_or(i64::MAX);
    let named = number != NAMELESS;
    let row = maker.row(Slot::Recipient, Content::Contact(Box::new(contact)));
    let rows: Vec<Written> = if named { vec![row] } else { Vec::new() };
    let until = [5, 20, 30, 48, 72][number % 5] * 3_600_000;
    let shown = of.first_number + number;
    let id = OrderId {
        channel: channel(&Code::new(of.code)?),
        key: OrderKey::Number(Code::new(&shown.to_string())?),
        generation: 0,
    };
    let Some(currency) = Currency::new(of.currency) else {
        return Err(TextError::Empty);
    };
    let placed = OrderPlaced {
        customer: named.then(|| CustomerId::Numbered {
            channel: id.channel.clone(),
            number: 4_000 + (number as u64 * 7) % 50,
        }),
        order: id,
        keys: Vec::new(),
        client: None,
        placed_at: SourceTime::Exact(Instant { ms: placed_ms }),
        updated_at: None,
        currency,
        terms: of.terms.clone(),
        destination: named.then_some(destination),
        lines,
        charges,
        totals: ImportedTotals {
            goods: None,
            shipping: None,
            tax: None,
            discount: None,
            total: Some(Amount::new(total)),
            tax_included: None,
        },
        service: Some(Code::new(if number % 4 == 3 {
            "NEXT-DAY"
        } else {
            "STANDARD"
        })?),
        statuses: Vec::new(),
        ship_by: Some(Instant {
            ms: placed_ms + until,
        }),
        deliver_by: None,
        holds: Vec::new(),
        doubts: Vec::new(),
        source: None,
        rows: rows.iter().map(Written::row).collect(),
    };
    let record = IncomingOrder::of(placed);
    maker.orders.push(record.clone());
    Ok(Act {
        command: OrderCommand::TakeIn {
            records: vec![record],
        }
        .into(),
        rows,
    })
}

/// Orders and the payments for them. They were placed `lag` minutes before they came in.
fn orders(
    maker: &mut Maker,
    (first, end): (usize, usize),
    (from, to): (i64, i64),
    lag: i64,
) -> Result<Vec<Act>, TextError> {
    let mut acts = Vec::new();
    let count = (end - first).max(1) as i64;
    for number in first..end {
        let along = (from - to) * (number - first) as i64 / count;
        let placed_ms = maker.now_ms - (from - along + lag) * 60_000;
        acts.push(order(maker, number, placed_ms)?);
        acts.extend(payment(maker, number)?);
    }
    Ok(acts)
}

fn payment(maker: &mut Maker, number: usize) -> Result<Option<Act>, TextError> {
    let Some(record) = maker.orders.get(number) else {
        return Ok(None);
    };
    let placed = record.placed.clone();
    let whole = placed.totals.total.unwrap_or_default();
    let amount = match number {
        _ if placed.terms != Terms::Prepaid || UNPAID.contains(&number) => return Ok(None),
        HALF_PAID => Amount::new(whole.get() / 2),
        _ => whole,
    };
    let method = match number % 3 {
        0 => PaymentMethod::BankTransfer,
        _ => PaymentMethod::Card,
    };
    let reference = Words::new(&format!("Demo payment {}", number + 1))?;
    let row = maker.row(Slot::PaymentReference, Content::Text(reference));
    let payment = PaymentRecorded {
        order: placed.order.clone(),
        method,
        stage: PaymentStage::Settled,
        money: Money {
            amount,
            currency: placed.currency,
        },
        source: None,
        rows: vec![row.row()],
    };
    Ok(Some(Act {
        command: MoneyCommand::RecordPayment { payment }.into(),
        rows: vec![row],
    }))
}

pub(super) fn first_weeks(maker: &mut Maker) -> Result<Vec<Act>, TextError> {
    orders(maker, (0, LAST_DAYS), (13 * DAY, 7 * DAY), 480)
}

pub(super) fn last_days(maker: &mut Maker) -> Result<Vec<Act>, TextError> {
    orders(maker, (LAST_DAYS, TODAY), (2 * DAY - 210, DAY), 240)
}

/// The orders of today, and what was held of them.
pub(super) fn today(maker: &mut Maker) -> Result<Vec<Act>, TextError> {
    let mut acts = orders(maker, (TODAY, ORDERS), (400, 310), 60)?;
    for (number, kind, words) in HELD {
        let Some(record) = maker.orders.get(number) else {
            continue;
        };
        let order = record.placed.order.clone();
        let row = maker.row(Slot::Note, Content::Text(Words::new(words)?));
        let until = (kind == HoldKind::Client).then_some(Instant {
            ms: maker.now_ms + 4 * 3_600_000,
        });
        let held = HeldOrder {
            order,
            rows: vec![row.row()],
        };
        acts.push(Act {
            command: OrderCommand::PlaceHold {
                orders: vec![held],
                kind,
                until,
            }
            .into(),
            rows: vec![row],
        });
    }
    Ok(acts)
}

/// Kits are resolved into their parts, and everything that may go on and has stock is allocated.
pub(super) fn allocate(maker: &mut Maker, at: &Reading<'_>) -> Result<Vec<Act>, TextError> {
    let waits = |id: &OrderId| {
        let order = at.state.order(id);
        order.is_some_and(|order| {
            order.routed().next().is_none() && order.doubts(&at.relations()).is_empty()
        })
    };
    let mut acts = Vec::new();
    let mut orders = Vec::new();
    for (number, record) in maker.orders.iter().enumerate() {
        let id = &record.placed.order;
        if !waits(id) {
            continue;
        }
        if KITS.contains(&number) {
            let code = Code::new(SET)?;
            acts.push(Act::from(FulfilmentCommand::Explode {
                order: id.clone(),
                line: LineKey::Written {
                    code,
                    attributes: Vec::new(),
                },
                recipe: None,
            }));
        }
        orders.push(id.clone());
    }
    if !orders.is_empty() {
        acts.push(Act::from(AllocationCommand::Allocate {
            orders,
            route_to: Some(main_warehouse()?),
        }));
    }
    Ok(acts)
}

/// The last looks of the office: an order that is urgent, and a note.
pub(super) fn last_looks(maker: &mut Maker) -> Result<Vec<Act>, TextError> {
    let mut acts = Vec::new();
    if let Some(record) = maker.orders.get(57) {
        acts.push(Act::from(OrderCommand::SetFields {
            order: record.placed.order.clone(),
            fields: vec![OrderField::Priority(2)],
        }));
    }
    let noted = maker
        .orders
        .get(53)
        .map(|record| record.placed.order.clone());
    if let Some(order) = noted {
        let text = Words::new("Called: would like to collect it on Friday")?;
        let row = maker.row(Slot::Note, Content::Text(text));
        acts.push(Act {
            command: PersonalCommand::WriteRows {
                document: DocumentId::Order(order),
                rows: vec![row.row()],
            }
            .into(),
            rows: vec![row],
        });
    }
    Ok(acts)
}
