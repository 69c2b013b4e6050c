//! Orders to put into a portal, and the names in them.

use depo::domain::event::{OrderPlaced, PlacedLine};
use depo::domain::money::{Amount, Currency};
use depo::domain::reason::Terms;
use depo::domain::text::{Code, OrderId, Sku, Words};

/// A SKU.
pub fn sku(text: &str) -> Sku {
    Sku::new(text).expect("a SKU")
}

/// A code.
pub fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

/// An order's identity.
pub fn order_id(number: &str) -> OrderId {
    OrderId::of("shop", number).expect("an order")
}

/// An order on account, with these lines.
pub fn placed(number: &str, lines: &[(&str, u32)]) -> OrderPlaced {
    OrderPlaced {
        order: order_id(number),
        placed_at: 20_000_000,
        customer: Some(code("C-1")),
        country: Some(Words::new("United Kingdom").expect("words")),
        currency: Currency::GBP,
        terms: Terms::OnAccount,
        address: None,
        lines: lines
            .iter()
            .map(|(item, units)| PlacedLine {
                sku: sku(item),
                units: *units,
                unit_price: Amount(25_500),
                words: Words::new(&format!("The {item}")).ok(),
            })
            .collect(),
        charges: Vec::new(),
        ship_by: None,
        source: None,
    }
}
