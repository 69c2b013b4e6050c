//! Orders of Shopify's REST interface, from the first versions to those of 2026.
//!
//! A refund tells by its `restock_type` whether units were cancelled before they shipped or came back. `price_set` and
//! its kin repeat the amounts in the buyer's currency; the shop's are read.

use std::collections::{BTreeMap, HashMap};

use super::OrderFormat;
use super::model::{Address, Buyer, ChargeKind, Named, Order, OrderLine, Times, Totals, Tracking};
use super::records::{Reading, full_name, named, text};
use super::settle::settle;
use super::status::{About, StatusFamily};
use crate::exchange::decimal::Decimal;
use crate::exchange::json::{Json, Record};
use crate::exchange::problem::ErrorKind;

/// Whether a record is an order of Shopify; a draft, which has an invoice to be sent, is none yet. Shops ask for some
/// fields only, so the lines may be missing.
pub(super) fn recognises(json: &Json<'_>) -> bool {
    let says_order = json.has("financial_status") || json.has("total_price");
    let names_order = json.has("line_items") || json.has("order_number");
    says_order && names_order && !json.has("invoice_url")
}

pub(super) fn order(reading: &mut Reading<'_>, record: &Record<'_>) -> Result<Order, ErrorKind> {
    let json = reading.record;
    let number = ["name", "order_number", "id"]
        .iter()
        .find_map(|key| json.get(key).text())
        .ok_or(ErrorKind::NotAnOrder)?;
    let mut order = Order {
        format: OrderFormat::ShopifyJson,
        number: number.into(),
        first_row: record.number,
        ids: named(
            json,
            &["id", "order_number", "confirmation_number", "po_number"],
        ),
        channel: text(json, "source_name"),
        times: times(reading),
        currency: reading.currency("currency"),
        buyer: buyer(json),
        ship_to: address(json.get("shipping_address")),
        bill_to: address(json.get("billing_address")),
        lines: lines(reading)?,
        totals: totals(reading),
        payment_method: text(json, "gateway").or_else(|| {
            let names = json.get("payment_gateway_names").items();
            let names: Vec<&str> = names.iter().filter_map(Json::text).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }),
        tracking: tracking(json),
        notes: notes(json),
        ..Order::default()
    };
    for line in json.get("shipping_lines").items() {
        order.shipping_method = order.shipping_method.or_else(|| text(line, "title"));
        let charge = reading.charge(line, ChargeKind::Shipping, "title", "price");
        order.charges.extend(charge);
    }
    for line in json.get("tax_lines").items() {
        let charge = reading.charge(line, ChargeKind::Tax, "title", "price");
        order.charges.extend(charge);
    }
    for code in json.get("discount_codes").items() {
        order.coupons.extend(text(code, "code"));
    }
    let tags = text(json, "tags").unwrap_or_default();
    let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    order.tags = tags.map(str::to_owned).collect();
    for (about, key) in [
        (About::Payment, "financial_status"),
        (About::Fulfilment, "fulfillment_status"),
    ] {
        if let Some(words) = json.get(key).text() {
            order.status.say(about, words);
        }
    }
    order.status.reasons.extend(text(json, "cancel_reason"));
    order.payment_terms = text(json.get("payment_terms"), "payment_terms_name");
    order.risk = text(json, "risk_level");
    settle(&mut order, StatusFamily::Shopify, true);
    Ok(order)
}

fn times(reading: &mut Reading<'_>) -> Times {
    let json = reading.record;
    let sent = json.get("fulfillments").items().iter();
    let mut sent = sent.filter(|sent| is_real(sent));
    Times {
        placed: reading.time(json, "created_at"),
        cancelled: reading.time(json, "cancelled_at"),
        updated: reading.time(json, "updated_at"),
        shipped: sent
            .next()
            .and_then(|sent| reading.time(sent, "created_at")),
        ..Times::default()
    }
}

/// Whether a fulfilment took place: failed and cancelled ones sent nothing.
fn is_real(fulfilment: &Json<'_>) -> bool {
    let status = fulfilment.get("status").text().unwrap_or_default();
    !["failure", "error", "cancelled"].contains(&status)
}

fn buyer(json: &Json<'_>) -> Buyer {
    let customer = json.get("customer");
    Buyer {
        id: text(customer, "id"),
        user: None,
        name: full_name(customer),
        email: text(json, "email")
            .or_else(|| text(json, "contact_email"))
            .or_else(|| text(customer, "email")),
        phone: text(json, "phone").or_else(|| text(customer, "phone")),
    }
}

fn address(json: &Json<'_>) -> Option<Address> {
    let street = ["address1", "address2"].map(|key| text(json, key));
    let address = Address {
        name: text(json, "name").or_else(|| full_name(json)),
        company: text(json, "company"),
        street: street.into_iter().flatten().collect(),
        district: None,
        city: text(json, "city"),
        province: text(json, "province_code").or_else(|| text(json, "province")),
        post_code: text(json, "zip"),
        country: text(json, "country_code").or_else(|| text(json, "country")),
        phone: text(json, "phone"),
    };
    (address != Address::default()).then_some(address)
}

/// Units of a line that refunds took out.
#[derive(Clone, Copy, Default)]
struct Refunded {
    returned: i64,
    cancelled: i64,
}

fn refunded(reading: &mut Reading<'_>) -> HashMap<String, Refunded> {
    let mut by_line: HashMap<String, Refunded> = HashMap::new();
    let json = reading.record;
    for refund in json.get("refunds").items() {
        for item in refund.get("refund_line_items").items() {
            let Some(line) = text(item, "line_item_id") else {
                continue;
            };
            let units = reading.units(item, "quantity").unwrap_or_default();
            let refunded = by_line.entry(line).or_default();
            let kind = item.get("restock_type").text().unwrap_or_default();
            let count = if kind == "cancel" {
                &mut refunded.cancelled
            } else {
                &mut refunded.returned
            };
            *count = count.saturating_add(units);
        }
    }
    by_line
}

fn lines(reading: &mut Reading<'_>) -> Result<Vec<OrderLine>, ErrorKind> {
    let refunded = refunded(reading);
    let json = reading.record;
    let left = has_left(reading);
    let mut lines = Vec::new();
    for (place, item) in (1..).zip(json.get("line_items").items()) {
        let units = reading.units(item, "quantity");
        let id = item.get("id").text().unwrap_or_default();
        let gone = refunded.get(id).copied().unwrap_or_default();
        let discount = reading
            .sum(item.get("discount_allocations").items(), "amount")
            .or_else(|| reading.money(item, "total_discount"));
        // What was taken off an edited order keeps its first quantity.
        let current = item
            .has("current_quantity")
            .then(|| reading.units(item, "current_quantity"));
        let removed = units
            .zip(current.flatten())
            .map_or(0, |(units, current)| units - current - gone.returned);
        let ships_nothing = matches!(item.get("requires_shipping"), Json::Truth(false))
            || matches!(item.get("gift_card"), Json::Truth(true));
        let mut line = OrderLine {
            row: place,
            ships_nothing,
            sku: text(item, "sku"),
            ids: named(item, &["id", "product_id", "variant_id"]),
            title: text(item, "title").or_else(|| text(item, "name")),
            variant: text(item, "variant_title"),
            units: units
                .filter(|units| *units >= 0)
                .ok_or(ErrorKind::NotWhole)?,
            returned_units: gone.returned,
            cancelled_units: gone.cancelled.max(removed),
            shipped_units: left
                .as_ref()
                .map(|left| left.get(id).copied().unwrap_or_default()),
            unit_price: reading.money(item, "price"),
            discount: discount.filter(|amount| !amount.is_zero()),
            tax: reading.sum(item.get("tax_lines").items(), "price"),
            notes: pairs(item.get("properties").items()),
            ..OrderLine::default()
        };
        if let Some(words) = item.get("fulfillment_status").text() {
            line.status.say(About::Fulfilment, words);
        }
        lines.push(line);
    }
    Ok(lines)
}

/// How many units of each line have left, by its number; `None` where the record does not list what was sent.
fn has_left(reading: &mut Reading<'_>) -> Option<BTreeMap<String, i64>> {
    let json = reading.record;
    let sent = json.get("fulfillments").items();
    let lists = |sent: &&Json<'_>| !sent.get("line_items").items().is_empty();
    let mut real = sent.iter().filter(|sent| is_real(sent)).peekable();
    real.peek()?;
    let mut left: BTreeMap<String, i64> = BTreeMap::new();
    for sent in real {
        if !lists(&sent) {
            return None;
        }
        for item in sent.get("line_items").items() {
            let id = item.get("id").text().unwrap_or_default().to_owned();
            *left.entry(id).or_default() += reading.units(item, "quantity").unwrap_or_default();
        }
    }
    Some(left)
}

fn totals(reading: &mut Reading<'_>) -> Totals {
    let json = reading.record;
    // Where lines were taken off and no money went back for them, the total that stands is another than the first.
    let is_less = |item: &Json<'_>| {
        let current = item.get("current_quantity").text();
        current.is_some() && current != item.get("quantity").text()
    };
    let edited = json.get("refunds").items().is_empty()
        && json.get("line_items").items().iter().any(is_less);
    let total = match edited && json.has("current_total_price") {
        true => "current_total_price",
        false => "total_price",
    };
    let shipping = json.get("total_shipping_price_set").get("shop_money");
    let shipping = reading
        .money(shipping, "amount")
        .or_else(|| reading.sum(json.get("shipping_lines").items(), "price"));
    let mut refunds: Option<Decimal> = None;
    for refund in json.get("refunds").items() {
        for transaction in refund.get("transactions").items() {
            let is = |key: &str, value: &str| transaction.get(key).text() == Some(value);
            if is("kind", "refund") && is("status", "success") {
                let amount = reading.money(transaction, "amount");
                refunds = super::filling::added(refunds, amount);
            }
        }
    }
    Totals {
        subtotal: reading.money(json, "subtotal_price"),
        discount: reading.money(json, "total_discounts"),
        shipping,
        tax: reading.money(json, "total_tax"),
        total: reading.money(json, total),
        refunded: refunds,
        outstanding: reading.money(json, "total_outstanding"),
    }
}

fn tracking(json: &Json<'_>) -> Vec<Tracking> {
    let mut parcels = Vec::new();
    for fulfilment in json.get("fulfillments").items() {
        let words = text(fulfilment, "shipment_status").or_else(|| text(fulfilment, "status"));
        let urls = fulfilment.get("tracking_urls").items();
        let listed = fulfilment.get("tracking_numbers").items();
        let single = std::slice::from_ref(fulfilment.get("tracking_number"));
        let numbers = if listed.is_empty() { single } else { listed };
        for (place, number) in numbers.iter().enumerate() {
            let Some(number) = number.text() else {
                continue;
            };
            let url = urls.get(place).and_then(Json::text).map(str::to_owned);
            parcels.push(Tracking {
                carrier: text(fulfilment, "tracking_company"),
                number: number.to_owned(),
                url: url.or_else(|| text(fulfilment, "tracking_url")),
                words: words.clone(),
            });
        }
    }
    parcels
}

/// Attributes, each with its name.
fn pairs(attributes: &[Json<'_>]) -> Vec<Named> {
    attributes
        .iter()
        .filter_map(|attribute| {
            Some(Named {
                name: attribute.get("name").text()?.into(),
                value: text(attribute, "value").unwrap_or_default(),
            })
        })
        .collect()
}

fn notes(json: &Json<'_>) -> Vec<Named> {
    let mut notes = named(json, &["note"]);
    notes.extend(pairs(json.get("note_attributes").items()));
    notes
}
