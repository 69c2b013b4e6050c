//! What is set up: items, locations, partners, channels.

use super::sheet::{Sheet, Value, code};
use crate::site::Reading;
use crate::trade::catalog::ItemField;
use crate::trade::channels::ChannelField;
use crate::trade::id::{ChannelId, ItemId, LocationId, PartyId};
use crate::trade::locations::LocationField;
use crate::trade::parties::PartyField;
use crate::view::items::barcodes;
use crate::view::names;

fn whole(number: impl Into<i128>) -> Value {
    Value::Whole(number.into())
}

fn yes(is: bool) -> Value {
    if is {
        Value::text("yes")
    } else {
        Value::Nothing
    }
}

/// A row whose cells are known by their place.
struct Cells<const N: usize>([Value; N]);

impl<const N: usize> Cells<N> {
    fn new() -> Self {
        Cells([const { Value::Nothing }; N])
    }

    fn put(&mut self, place: usize, value: Value) {
        if let Some(cell) = self.0.get_mut(place) {
            *cell = value;
        }
    }

    /// Adds a word to those that stand there.
    fn add(&mut self, place: usize, word: &str, between: &str) {
        let Some(cell) = self.0.get_mut(place) else {
            return;
        };
        *cell = match std::mem::replace(cell, Value::Nothing) {
            Value::Text(words) => Value::Text(format!("{words}{between}{word}")),
            _ => Value::text(word),
        };
    }
}

pub(super) fn item(at: &Reading<'_>, id: &ItemId, sheet: &mut Sheet) {
    let Some(card) = at.state.item(id) else {
        return;
    };
    let mut row = Cells::<16>::new();
    row.put(0, Value::text(names::item_code(at, id)));
    row.put(1, Value::some(names::item_title(at, id)));
    let client = id.client.as_ref();
    row.put(
        2,
        Value::some(client.map(|client| names::party_code(at, client))),
    );
    row.put(3, Value::text(barcodes(card).join(" ")));
    for field in card.fields() {
        match field {
            // Milligrams are ten-thousandths of ten grams.
            ItemField::WeightMg(Some(mg)) => row.put(4, Value::Amount(i128::from(*mg) * 10)),
            ItemField::Size(Some(size)) => {
                row.put(5, whole(size.length_mm));
                row.put(6, whole(size.width_mm));
                row.put(7, whole(size.height_mm));
            }
            ItemField::BaseUnit(unit) => row.put(8, Value::text(code(unit))),
            ItemField::HsCode(Some(number)) => row.put(9, Value::text(number.as_str())),
            ItemField::Origin(Some(country)) => row.put(10, Value::text(country.to_string())),
            ItemField::Cost(Some(cost)) => {
                row.put(11, Value::Amount(cost.amount.wide()));
                row.put(12, Value::text(cost.currency.to_string()));
            }
            ItemField::Reorder(Some(reorder)) => row.put(13, whole(reorder.point)),
            ItemField::Attribute {
                name,
                value: Some(value),
            } => row.add(14, &format!("{name}={value}"), ";"),
            ItemField::Retired(is) => row.put(15, yes(*is)),
            _ => {}
        }
    }
    sheet.row(&row.0);
}

pub(super) fn location(at: &Reading<'_>, id: &LocationId, walk: u64, sheet: &mut Sheet) {
    let mut row = Cells::<10>::new();
    row.put(0, Value::text(id.warehouse.first.code.as_str()));
    row.put(1, Value::text(names::location_code(at, id)));
    row.put(2, whole(walk));
    let card = at.state.location(id).into_iter();
    for field in card.flat_map(|card| card.fields()) {
        match field {
            LocationField::Kind(kind) => row.put(3, Value::text(code(kind))),
            LocationField::Status(status) => row.put(4, Value::text(code(status))),
            LocationField::Zone(Some(zone)) => row.put(5, Value::text(zone.as_str())),
            LocationField::Parent(Some(parent)) => {
                row.put(6, Value::text(names::location_code(at, parent)));
            }
            LocationField::WeightLimit(Some(grams)) => row.put(7, whole(*grams)),
            LocationField::UnitLimit(Some(units)) => row.put(8, whole(units.get())),
            LocationField::Retired(is) => row.put(9, yes(*is)),
            _ => {}
        }
    }
    sheet.row(&row.0);
}

pub(super) fn partner(at: &Reading<'_>, id: &PartyId, sheet: &mut Sheet) {
    let mut row = Cells::<8>::new();
    row.put(0, Value::text(names::party_code(at, id)));
    row.put(1, Value::text(names::party_name(at, id)));
    let card = at.state.party(id).into_iter();
    for field in card.flat_map(|card| card.fields()) {
        match field {
            PartyField::Role { role, has: true } => row.add(2, &code(role), " "),
            PartyField::Currency(Some(currency)) => row.put(3, Value::text(currency.to_string())),
            PartyField::Country(Some(country)) => row.put(4, Value::text(country.to_string())),
            PartyField::Service {
                service,
                offered: true,
            } => row.add(5, service.as_str(), " "),
            PartyField::TrackingPage(Some(page)) => row.put(6, Value::text(page.as_str())),
            PartyField::Retired(is) => row.put(7, yes(*is)),
            _ => {}
        }
    }
    sheet.row(&row.0);
}

pub(super) fn channel(at: &Reading<'_>, id: &ChannelId, sheet: &mut Sheet) {
    let mut row = Cells::<8>::new();
    row.put(0, Value::text(id.first.code.as_str()));
    row.put(1, Value::text(names::channel_name(at, id)));
    let client = at.state.client_of(id);
    row.put(
        2,
        Value::some(client.map(|client| names::party_code(at, client))),
    );
    let card = at.state.channel(id).into_iter();
    for field in card.flat_map(|card| card.fields()) {
        match field {
            ChannelField::Currency(currency) => row.put(3, Value::text(currency.to_string())),
            ChannelField::Terms(terms) => row.put(4, Value::text(code(terms))),
            ChannelField::Zone(zone) => row.put(5, Value::text(zone.as_str())),
            ChannelField::Retired(is) => row.put(7, yes(*is)),
            _ => {}
        }
    }
    let orders = at.state.orders().filter(|order| order.id().channel == *id);
    row.put(6, whole(orders.count() as u64));
    sheet.row(&row.0);
}
