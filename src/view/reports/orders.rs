//! Orders line by line, and parcels.

use super::Withheld;
use super::sheet::{Sheet, Value, code, source_time, utc};
use crate::site::{Reading, Standing};
use crate::trade::demand::{DemandDocument, LineKey};
use crate::trade::fulfilment::fulfilment_order::OrderDemand;
use crate::trade::id::{DocumentId, FulfilmentOrderId, OrderId, ParcelId};
use crate::trade::money::account::{cost_of, prices_in_force, terms};
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use crate::trade::orders::{PlacedLine, said};
use crate::trade::personal::Slot;
use crate::view::names;
use std::collections::BTreeSet;

/// What every row of an order repeats.
fn common(at: &Reading<'_>, order: &Order) -> Vec<Value> {
    let Some((_, placed)) = order.placed() else {
        return vec![Value::Nothing; 14];
    };
    let id = order.id();
    let relations = at.relations();
    let doubts: Vec<String> = order.doubts(&relations).iter().map(code).collect();
    let now = crate::trade::quantity::Instant { ms: i64::MAX };
    let holds = crate::trade::orders::status::holds(order, &now);
    let holds: Vec<String> = holds.iter().map(|(_, kind, _)| code(kind)).collect();
    let country = order.destination().and_then(|to| to.country);
    vec![
        Value::text(names::order_address(at, id)),
        Value::text(id.channel.first.code.as_str()),
        Value::text(names::shown_number(at, id)),
        source_time(order.placed_at().unwrap_or(&placed.placed_at)),
        said::ship_by(order).map_or(Value::Nothing, |by| utc(by.ms)),
        Value::some(
            placed
                .client
                .as_ref()
                .map(|client| names::party_code(at, client)),
        ),
        Value::some(country),
        Value::some(order.currency()),
        Value::text(code(&terms(order))),
        Value::text(code(&at.state.fulfilment_status(order))),
        Value::text(code(&at.state.payment_status(order))),
        Value::text(code(&at.state.commercial_status(order))),
        Value::text(doubts.join(" ")),
        Value::text(holds.join(" ")),
    ]
}

/// The units of a line by stage: open, allocated, picked, packed, shipped, cancelled.
fn stages(demand: &OrderDemand, line: &LineKey) -> [i128; 6] {
    let mut sums = [0; 6];
    for ((_, _), part) in demand.parts.iter().filter(|((of, _), _)| of == line) {
        sums[0] += part.stands.unrouted + part.in_units(|work| work.underway + work.open);
        sums[1] += part.in_units(|work| work.allocated);
        sums[2] += part.in_units(|work| work.picked);
        sums[3] += part.in_units(|work| work.packed);
        sums[4] += part.in_units(|work| work.shipped);
        sums[5] += part.stands.cancelled;
    }
    sums
}

fn sku(at: &Reading<'_>, order: &Order, line: &PlacedLine) -> String {
    match order.item(line) {
        Some(item) => names::item_code(at, &item),
        None => code_of(line).map_or_else(String::new, |code| code.as_str().to_owned()),
    }
}

pub(super) fn order(at: &Reading<'_>, id: &OrderId, sheet: &mut Sheet) {
    let Some(order) = at.state.order(id) else {
        return;
    };
    let common = common(at, order);
    let demand = at.state.demand(order);
    let mut number = 0;
    let prices = prices_in_force(order);
    // Units that were added to a line are told with the line.
    let mut seen: BTreeSet<&LineKey> = BTreeSet::new();
    for (_, _, line) in order.lines() {
        let key = order.line_key(&line.key);
        if !seen.insert(key) {
            continue;
        }
        number += 1;
        let title = order.item(line).and_then(|item| {
            let title = names::item_title(at, &item)?;
            Some(title.as_str().to_owned())
        });
        let priced = prices.get(key).map_or(&[][..], Vec::as_slice);
        let of_one: BTreeSet<i128> = priced.iter().map(|of| of.price.wide()).collect();
        let price = of_one.first().filter(|_| of_one.len() == 1);
        let mut row = common.clone();
        row.extend([
            Value::Whole(number),
            Value::text("goods"),
            Value::text(sku(at, order, line)),
            Value::some(title),
            Value::Whole(priced.iter().map(|of| of.units.wide()).sum()),
            price.map_or(Value::Nothing, |price| Value::Amount(*price)),
            Value::Amount(cost_of(priced)),
        ]);
        row.extend(stages(&demand, key).map(Value::Whole));
        sheet.row(&row);
    }
    let codes = names::tags(at, order.id());
    for charge in order.charges() {
        number += 1;
        let mut row = common.clone();
        row.extend([
            Value::Whole(number),
            Value::text("charge"),
            Value::some(codes.and_then(|codes| codes.code_of(charge))),
            Value::text(code(&charge.kind)),
            Value::Nothing,
            Value::Nothing,
            Value::Amount(charge.amount.wide()),
        ]);
        row.extend([const { Value::Nothing }; 6]);
        sheet.row(&row);
    }
}

/// The order of a fulfilment order.
pub(in crate::view) fn order_of<'a>(
    at: &Reading<'a>,
    fulfilment: &FulfilmentOrderId,
) -> Option<&'a OrderId> {
    let (_, routed) = at.state.fulfilment(fulfilment)?.routed()?;
    Some(&routed.order)
}

pub(super) fn parcel(at: &Reading<'_>, id: &ParcelId, withheld: &Withheld, sheet: &mut Sheet) {
    let Some(parcel) = at.state.parcel(id) else {
        return;
    };
    let relations = at.relations();
    let mut units = 0;
    let mut skus: BTreeSet<String> = BTreeSet::new();
    let mut orders: BTreeSet<&OrderId> = BTreeSet::new();
    for (_, packed) in parcel.packed() {
        units += packed.units.wide();
        skus.insert(names::item_code(at, &packed.goods.item));
        if let DemandDocument::FulfilmentOrder(fulfilment) = &packed.line.document {
            orders.extend(order_of(at, fulfilment));
        }
    }
    if units == 0 {
        return;
    }
    let to = orders.iter().find_map(|order| names::recipient(at, order));
    let standing = orders
        .iter()
        .map(|order| at.standing(&DocumentId::Order((*order).clone()), &Slot::Recipient))
        .max();
    let told = match standing {
        Some(Standing::Erased) => Value::text(withheld.erased.as_str()),
        Some(Standing::Restricted) => Value::text(withheld.restricted.as_str()),
        Some(Standing::Here | Standing::Never) | None => {
            Value::some(to.and_then(|to| to.name.as_ref().or(to.company.as_ref())))
        }
    };
    let country = orders
        .iter()
        .find_map(|order| at.state.order(order)?.destination()?.country);
    let shown: Vec<String> = orders
        .iter()
        .map(|order| names::order_address(at, order))
        .collect();
    let label = parcel.label(&relations);
    let number = label.and_then(|(at, label)| parcel.number(at, label));
    let weight = parcel.measured().and_then(|measured| measured.weight_g);
    let skus: Vec<String> = skus.into_iter().collect();
    let text = |words: Option<&crate::trade::text::Words>| Value::some(words);
    sheet.row(&[
        Value::text(names::opened(&id.0)),
        Value::text(code(&parcel.status(&relations))),
        Value::text(shown.join(" ")),
        Value::some(label.map(|(_, label)| names::party_code(at, &label.carrier))),
        Value::some(number),
        weight.map_or(Value::Nothing, |grams| Value::Whole(i128::from(grams))),
        Value::Whole(units),
        Value::text(skus.join(" ")),
        told,
        text(to.and_then(|to| to.city.as_ref())),
        text(to.and_then(|to| to.post_code.as_ref())),
        Value::some(country),
    ]);
}
