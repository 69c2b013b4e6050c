//! Orders of WooCommerce's REST interface, version 3, alone, in arrays, and as answers to a batch.
//!
//! Times come twice, on the shop's clock and in UTC; together they give the shop's offset. The `price` of a line is what
//! was paid for a unit after discounts, computed by the shop and often long; line totals are exact. Refunds are named
//! with their sums only, so how many units came back is not said. What a batch has deleted is given out as cancelled.

use chrono::NaiveDateTime;

use super::OrderFormat;
use super::model::{Address, Buyer, ChargeKind, Order, OrderLine, Times, Totals};
use super::records::{Reading, full_name, named, text};
use super::settle::settle;
use super::status::{About, Cancel, StatusFamily};
use crate::exchange::decimal::Decimal;
use crate::exchange::json::{Json, Record};
use crate::exchange::problem::ErrorKind;
use crate::exchange::times::SourceTime;

/// Whether a record is an order of WooCommerce.
pub(super) fn recognises(json: &Json<'_>) -> bool {
    json.has("line_items") && json.has("status") && json.has("billing") && json.has("total")
}

pub(super) fn order(reading: &mut Reading<'_>, record: &Record<'_>) -> Result<Order, ErrorKind> {
    let json = reading.record;
    let number = ["number", "id"]
        .iter()
        .find_map(|key| json.get(key).text())
        .ok_or(ErrorKind::NotAnOrder)?;
    let mut order = Order {
        format: OrderFormat::WooCommerceJson,
        number: number.into(),
        first_row: record.number,
        ids: named(json, &["id", "parent_id", "order_key", "transaction_id"]),
        channel: text(json, "created_via"),
        times: times(reading),
        currency: reading.currency("currency"),
        buyer: buyer(json),
        ship_to: address(json.get("shipping")),
        bill_to: address(json.get("billing")),
        lines: lines(reading)?,
        totals: totals(reading),
        payment_method: payment_method(json),
        notes: named(json, &["customer_note"]),
        ..Order::default()
    };
    charges(reading, &mut order);
    order
        .status
        .say(About::Order, json.get("status").text().unwrap_or_default());
    if record.under == Some("delete") {
        order.status.cancel = Cancel::Cancelled;
        order.status.reasons.push("delete".to_owned());
    }
    settle(&mut order, StatusFamily::WooCommerce, false);
    Ok(order)
}

fn charges(reading: &mut Reading<'_>, order: &mut Order) {
    let json = reading.record;
    for (kind, list, name, amount) in [
        (
            ChargeKind::Shipping,
            "shipping_lines",
            "method_title",
            "total",
        ),
        (
            ChargeKind::ShippingTax,
            "shipping_lines",
            "method_title",
            "total_tax",
        ),
        (ChargeKind::Fee, "fee_lines", "name", "total"),
        (ChargeKind::Tax, "tax_lines", "label", "tax_total"),
        (ChargeKind::Discount, "coupon_lines", "code", "discount"),
    ] {
        for line in json.get(list).items() {
            let charge = reading.charge(line, kind, name, amount);
            order
                .charges
                .extend(charge.filter(|charge| !charge.amount.is_zero()));
        }
    }
    let shipping = json.get("shipping_lines").items();
    order.shipping_method = shipping.iter().find_map(|line| text(line, "method_title"));
    for coupon in json.get("coupon_lines").items() {
        order.coupons.extend(text(coupon, "code"));
    }
}

/// The title is whatever a shop has written; the code of payment at the door says so whatever the title does.
fn payment_method(json: &Json<'_>) -> Option<String> {
    let code = text(json, "payment_method");
    match (text(json, "payment_method_title"), code) {
        (Some(title), Some(code)) if code == "cod" => Some(format!("{title} (COD)")),
        (title, code) => title.or(code),
    }
}

fn times(reading: &mut Reading<'_>) -> Times {
    Times {
        placed: time(reading, "date_created", "date_created_gmt"),
        paid: time(reading, "date_paid", "date_paid_gmt"),
        updated: time(reading, "date_modified", "date_modified_gmt"),
        shipped: time(reading, "date_completed", "date_completed_gmt"),
        ..Times::default()
    }
}

/// A time on the shop's clock, with the offset that its twin in UTC gives.
fn time(reading: &mut Reading<'_>, key: &str, utc_key: &str) -> Option<SourceTime> {
    let json = reading.record;
    let mut time = reading.time(json, key)?;
    let utc = reading.time(json, utc_key).and_then(|time| time.local);
    if let (Some(local), Some(utc), None) = (time.local, utc, time.offset_minutes) {
        time.offset_minutes = offset_minutes(local, utc);
    }
    Some(time)
}

fn offset_minutes(local: NaiveDateTime, utc: NaiveDateTime) -> Option<i32> {
    const OFFSET_MINUTES_MAX: i64 = 14 * 60;
    let minutes = (local - utc).num_minutes();
    (minutes.abs() <= OFFSET_MINUTES_MAX)
        .then(|| i32::try_from(minutes).ok())
        .flatten()
}

fn buyer(json: &Json<'_>) -> Buyer {
    let billing = json.get("billing");
    Buyer {
        id: text(json, "customer_id").filter(|id| id != "0"),
        user: None,
        name: full_name(billing),
        email: text(billing, "email"),
        phone: text(billing, "phone"),
    }
}

fn address(json: &Json<'_>) -> Option<Address> {
    let street = ["address_1", "address_2"].map(|key| text(json, key));
    let address = Address {
        name: full_name(json),
        company: text(json, "company"),
        street: street.into_iter().flatten().collect(),
        district: None,
        city: text(json, "city"),
        province: text(json, "state"),
        post_code: text(json, "postcode"),
        country: text(json, "country"),
        phone: text(json, "phone"),
    };
    (address != Address::default()).then_some(address)
}

fn lines(reading: &mut Reading<'_>) -> Result<Vec<OrderLine>, ErrorKind> {
    let json = reading.record;
    let mut lines = Vec::new();
    for (place, item) in (1..).zip(json.get("line_items").items()) {
        let units = reading.units(item, "quantity");
        let total = reading.money(item, "total");
        let before = reading.money(item, "subtotal");
        let discount = before
            .zip(total)
            .and_then(|(before, total)| before.minus(total));
        lines.push(OrderLine {
            row: place,
            // A set whose parts are lines of their own: they are what is sent.
            ships_nothing: !item.get("bundled_items").items().is_empty(),
            sku: text(item, "sku"),
            ids: named(item, &["id", "product_id", "variation_id"]),
            title: titled(text(item, "name"), details(item)),
            units: units
                .filter(|units| *units >= 0)
                .ok_or(ErrorKind::NotWhole)?,
            unit_price: reading.money(item, "price"),
            total,
            discount: discount.filter(|amount| !amount.is_zero()),
            tax: reading.money(item, "total_tax"),
            ..OrderLine::default()
        });
    }
    Ok(lines)
}

/// The title with what the buyer chose or wrote: an engraving may name somebody, so it stands where the title does, in the
/// rows that can be erased. Which variation it is the SKU says.
fn titled(title: Option<String>, details: Option<String>) -> Option<String> {
    match (title, details) {
        (Some(title), Some(details)) => Some(format!("{title} ({details})")),
        (title, details) => title.or(details),
    }
}

/// What the buyer chose or wrote: the details of a line that are not the shop's own, which begin with an underscore.
fn details(item: &Json<'_>) -> Option<String> {
    let details = item.get("meta_data").items().iter();
    let details: Vec<String> = details
        .filter_map(|detail| {
            let key = detail
                .get("key")
                .text()
                .filter(|key| !key.starts_with('_'))?;
            let name = detail.get("display_key").text().unwrap_or(key);
            let value = detail.get("display_value").text();
            let value = value.or_else(|| detail.get("value").text())?;
            Some(format!("{name}: {value}"))
        })
        .collect();
    (!details.is_empty()).then(|| details.join(", "))
}

fn totals(reading: &mut Reading<'_>) -> Totals {
    let json = reading.record;
    let refunds = reading.sum(json.get("refunds").items(), "total");
    Totals {
        subtotal: None,
        discount: reading.money(json, "discount_total"),
        shipping: reading.money(json, "shipping_total"),
        tax: reading.money(json, "total_tax"),
        total: reading.money(json, "total"),
        refunded: refunds.map(Decimal::magnitude),
        outstanding: None,
    }
}
