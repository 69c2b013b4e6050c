//! The orders of the demo day, and what the office has done about them.

use super::customers::{COUNTRIES, address};
use super::goods::{ITEMS, price, sku};
use crate::domain::Command;
use crate::domain::event::{Charge, CivilMinutes, OrderPlaced, PlacedLine};
use crate::domain::money::{Amount, Currency};
use crate::domain::reason::{ChargeKind, HoldKind, PaymentMethod, Terms};
use crate::domain::text::{Code, OrderId, TextError, Words};
use crate::limits::LINE_UNITS_UNUSUAL;
use crate::planning::Random;

/// How many orders there are.
pub(super) const ORDERS: usize = 40;

/// The orders up to this one are for the first two batches: nothing stands in their way.
const SMOOTH: usize = 16;

/// Orders that somebody must look at: unusually many units, a price of zero, nobody named.
const UNUSUAL: usize = 22;
const FREE: usize = 27;
const NAMELESS: usize = 33;
/// Orders that wait.
const HELD: [(usize, HoldKind, &str); 4] = [
    (18, HoldKind::Address, "The house number is missing"),
    (24, HoldKind::Fraud, "Three cards were tried"),
    (29, HoldKind::Client, "The client wants to add a card"),
    (35, HoldKind::Operator, "Ask about the colour"),
];
/// Prepaid orders that nothing, and that half was paid for.
const UNPAID: [usize; 2] = [20, 31];
const HALF_PAID: usize = 26;

struct Channel {
    name: &'static str,
    terms: Terms,
    country: usize,
    currency: &'static str,
    /// The price there, in per cent of that in euro.
    price_percent: i64,
    first_number: usize,
    firm: bool,
}

const CHANNELS: [Channel; 5] = [
    Channel {
        name: "webshop",
        terms: Terms::Prepaid,
        country: 4,
        currency: "EUR",
        price_percent: 100,
        first_number: 20_310,
        firm: false,
    },
    Channel {
        name: "webshop",
        terms: Terms::Prepaid,
        country: 2,
        currency: "EUR",
        price_percent: 100,
        first_number: 20_610,
        firm: false,
    },
    Channel {
        name: "marketplace-ro",
        terms: Terms::CashOnDelivery,
        country: 1,
        currency: "RON",
        price_percent: 500,
        first_number: 880_040,
        firm: false,
    },
    Channel {
        name: "marketplace-id",
        terms: Terms::Prepaid,
        country: 3,
        currency: "IDR",
        price_percent: 1_700_000,
        first_number: 550_100,
        firm: false,
    },
    Channel {
        name: "wholesale",
        terms: Terms::OnAccount,
        country: 0,
        currency: "GBP",
        price_percent: 70,
        first_number: 1_070,
        firm: true,
    },
];

fn channel(order: usize) -> &'static Channel {
    &CHANNELS[order % CHANNELS.len()]
}

/// The orders, oldest first; the last came in a quarter of an hour ago.
pub(super) fn orders(
    random: &mut Random,
    now: CivilMinutes,
) -> Result<Vec<OrderPlaced>, TextError> {
    (0..ORDERS)
        .map(|number| order(random, now, number))
        .collect()
}

fn order(random: &mut Random, now: CivilMinutes, number: usize) -> Result<OrderPlaced, TextError> {
    let channel = channel(number);
    let country = &COUNTRIES[channel.country];
    let currency = Currency::new(channel.currency).unwrap_or(Currency::EUR);
    let address = address(random, country, channel.firm)?;
    let mut lines = Vec::new();
    let first = random.below(ITEMS);
    for line in 0..random.between(1, if channel.firm { 6 } else { 4 }) {
        // Steps that share no factor with the number of items: no item twice in an order.
        let item = (first + 7 * line as usize) % ITEMS;
        let units = match (number, line, channel.firm) {
            (UNUSUAL, 0, _) => LINE_UNITS_UNUSUAL + 400,
            (_, _, true) => random.between(6, 24),
            (_, _, false) => random.between(1, 3),
        };
        let free = number == FREE && line == 0;
        let unit_price = if free {
            Amount::ZERO
        } else {
            Amount(price(item).0 * channel.price_percent / 100)
        };
        lines.push(PlacedLine {
            sku: sku(item)?,
            units,
            unit_price,
            words: None,
        });
    }
    let nameless = number == NAMELESS;
    let age = (ORDERS - number) as i64 * 31 - 16;
    let placed_at = now - age;
    let ship_by = now + [-40, 45, 130, 240, 1_440][number * 5 / ORDERS];
    let postage = Charge {
        code: Code::new("POST")?,
        kind: ChargeKind::Postage,
        words: Some(Words::new("Postage")?),
        units: 1,
        unit_price: Amount(45_000 * channel.price_percent / 100),
    };
    let number = channel.first_number + number;
    Ok(OrderPlaced {
        order: OrderId::of(channel.name, &number.to_string())?,
        placed_at,
        customer: if nameless {
            None
        } else {
            Some(Code::new(&format!("C-{}", 4_000 + number % 1_000))?)
        },
        country: Some(Words::new(country.name)?),
        currency,
        terms: channel.terms,
        address: (!nameless).then_some(address),
        lines,
        charges: if channel.firm {
            Vec::new()
        } else {
            vec![postage]
        },
        ship_by: Some(ship_by),
        source: None,
    })
}

fn total(placed: &OrderPlaced) -> Amount {
    let goods: Amount = placed
        .lines
        .iter()
        .map(|line| line.unit_price.times(i64::from(line.units)))
        .sum();
    goods + placed.charges.iter().map(Charge::amount).sum()
}

/// Payments and holds.
pub(super) fn office(orders: &[OrderPlaced], now_ms: i64) -> Result<Vec<Command>, TextError> {
    let mut commands = Vec::new();
    for (number, placed) in orders.iter().enumerate() {
        let amount = match number {
            _ if placed.terms != Terms::Prepaid => continue,
            _ if UNPAID.contains(&number) => continue,
            HALF_PAID => Amount(total(placed).0 / 2),
            _ => total(placed),
        };
        let method = match placed.order.channel() {
            "marketplace-id" => PaymentMethod::Marketplace,
            _ if number % 3 == 0 => PaymentMethod::BankTransfer,
            _ => PaymentMethod::Card,
        };
        commands.push(Command::RecordPayment {
            order: placed.order.clone(),
            method,
            amount,
            reference: Some(Words::new(&format!("Demo payment {}", number + 1))?),
        });
    }
    for (number, kind, words) in HELD {
        if let Some(placed) = orders.get(number).filter(|_| number >= SMOOTH) {
            commands.push(Command::PlaceHold {
                orders: vec![placed.order.clone()],
                kind,
                words: Some(Words::new(words)?),
                until_ms: (kind == HoldKind::Client).then_some(now_ms + 4 * 3_600_000),
            });
        }
    }
    Ok(commands)
}
