//! JSON of Shopify and WooCommerce, held against `serde_json`.

use std::path::Path;

use depo::exchange::decimal::Decimal;
use depo::exchange::orders::OrderFormat;
use depo::exchange::orders::model::{Order, OrderKind};
use depo::exchange::orders::status::{Cancel, Fulfilment, Payment, Return};
use depo::exchange::problem::{ErrorKind, FileError};
use serde_json::Value;

use super::{read, shown};
use crate::shared;

/// Every order of a body, however it is wrapped, and whether a batch has deleted it.
fn bodies(value: &Value, deleted: bool) -> Vec<(&Value, bool)> {
    match value {
        Value::Array(items) => items
            .iter()
            .flat_map(|item| bodies(item, deleted))
            .collect(),
        Value::Object(entries) => {
            let wrapped: Vec<(&Value, bool)> = ["orders", "order", "create", "update", "delete"]
                .iter()
                .filter_map(|key| Some((entries.get(*key)?, *key == "delete")))
                .flat_map(|(inner, deleted)| bodies(inner, deleted))
                .collect();
            if wrapped.is_empty() {
                vec![(value, deleted)]
            } else {
                wrapped
            }
        }
        _ => Vec::new(),
    }
}

fn written(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Decimal::plain(&text).ok()
}

fn check(order: &Order, body: &Value, (total, number): (&str, &str)) {
    assert_eq!(
        order.totals.total,
        written(&body[total]),
        "{}",
        order.number
    );
    assert!(order.totals.total.is_some());
    assert_eq!(body[number].as_str(), Some(&*order.number));
    assert_eq!(order.kind, OrderKind::Sale);
    let none = Vec::new();
    let items = body["line_items"].as_array().unwrap_or(&none);
    assert_eq!(order.lines.len(), items.len());
    for (line, item) in order.lines.iter().zip(items) {
        assert_eq!(Some(line.units), item["quantity"].as_i64());
        assert_eq!(line.unit_price, written(&item["price"]));
        let sku = item["sku"].as_str().filter(|sku| !sku.is_empty());
        assert_eq!(line.sku.as_deref(), sku);
        let id = item["id"].as_u64().map(|id| id.to_string());
        assert_eq!(Some(&line.ids[0].value), id.as_ref());
    }
}

fn read_file(path: &Path) -> (super::Read, Value) {
    let bytes = std::fs::read(path).expect("a body");
    let value = serde_json::from_slice(&bytes).expect("good JSON");
    (read(&bytes), value)
}

#[test]
fn bodies_of_shopify_are_read_with_their_totals() {
    for name in [
        "rest-classic/order.json",
        "rest-classic/orders.json",
        "rest-2026-07/orders-1073459969-created.json",
        "rest-2026-07/orders-status-any.json",
    ] {
        let Some(path) = shared::shared(&format!("shopify/{name}")) else {
            return;
        };
        let (found, value) = read_file(&path);
        assert_eq!(
            (found.format(), &found.end),
            (OrderFormat::ShopifyJson, &Ok(())),
            "{name}"
        );
        assert_eq!(
            (found.refused(), found.doubts()),
            (vec![], vec![]),
            "{name}"
        );
        let bodies = bodies(&value, false);
        assert_eq!(found.orders.len(), bodies.len(), "{name}");
        for (order, (body, _)) in found.orders.iter().zip(bodies) {
            check(order, body, ("total_price", "name"));
            assert_eq!(
                shown(order.totals.tax),
                body["total_tax"].as_str().unwrap_or("none")
            );
            let placed = order.times.placed.as_ref().map(|time| time.text.as_str());
            assert_eq!(placed, body["created_at"].as_str());
        }
    }
}

#[test]
fn other_bodies_of_shopify_are_refused_as_what_they_are() {
    for name in [
        "rest-classic/draft_order.json",
        "rest-classic/refund.json",
        "rest-classic/products.json",
        "rest-2026-07/refunds.json",
        "rest-2026-07/fulfillments.json",
        "rest-2026-07/locations.json",
    ] {
        let Some(path) = shared::shared(&format!("shopify/{name}")) else {
            return;
        };
        let (found, _) = read_file(&path);
        assert!(found.orders.is_empty(), "{name}");
        let refused = found.refused();
        let no_orders = refused
            .iter()
            .all(|(_, _, what)| *what == ErrorKind::NotAnOrder);
        assert!(no_orders && !refused.is_empty(), "{name}: {refused:?}");
    }
}

#[test]
fn bodies_of_woocommerce_are_read_with_their_totals() {
    let Some(path) = shared::shared("woocommerce/rest-v3/orders-examples.json") else {
        return;
    };
    let (found, value) = read_file(&path);
    assert_eq!(
        (found.format(), &found.end),
        (OrderFormat::WooCommerceJson, &Ok(()))
    );
    assert_eq!((found.refused(), found.doubts()), (vec![], vec![]));
    let bodies = bodies(&value, false);
    assert_eq!(found.orders.len(), bodies.len());
    let mut sum = Decimal::ZERO;
    for (order, (body, deleted)) in found.orders.iter().zip(bodies) {
        check(order, body, ("total", "number"));
        assert_eq!(order.status.cancel == Cancel::Cancelled, deleted);
        let placed = order.times.placed.as_ref().expect("a time");
        assert_eq!(
            placed.offset_minutes,
            Some(-180),
            "the two clocks give the offset"
        );
        sum = order
            .totals
            .total
            .and_then(|total| sum.plus(total))
            .expect("a sum");
    }
    assert_eq!(found.report.sums["USD"].totals, Some(sum));
}

#[test]
fn refunds_of_shopify_tell_what_came_back_from_what_was_cancelled() {
    let text = r##"{"orders": [{"id": 123456789012345678, "name": "#7", "currency": "IDR", "financial_status": "paid",
        "fulfillment_status": null, "total_price": "0.30", "cancelled_at": "2026-08-01T10:00:00+07:00",
        "cancel_reason": "inventory", "note": "a \"quoted\" note, {with} [brackets]",
        "line_items": [{"id": 1, "sku": "A", "title": "A", "quantity": 3, "price": 0.1},
                       {"id": 2, "sku": "B", "title": "B", "quantity": 1, "price": "1e3"}],
        "refunds": [{"refund_line_items": [{"line_item_id": 1, "quantity": 1, "restock_type": "return"},
                                           {"line_item_id": 2, "quantity": 1, "restock_type": "cancel"}],
                     "transactions": [{"kind": "refund", "status": "success", "amount": "0.10"}]}],
        "fulfillments": [{"status": "success", "created_at": "2026-08-01T11:00:00+07:00", "tracking_company": "J&T",
                          "tracking_numbers": ["JX1", "JX2"], "tracking_urls": ["u1"]}]}]}"##;
    let order = read(text.as_bytes()).orders.remove(0);
    assert_eq!(order.ids[0].value, "123456789012345678");
    let lines: Vec<_> = order
        .lines
        .iter()
        .map(|line| (line.returned_units, line.cancelled_units))
        .collect();
    assert_eq!(lines, [(1, 0), (0, 1)]);
    assert_eq!(shown(order.goods_value()), "1000.3");
    assert_eq!(
        (order.status.cancel, order.status.returned),
        (Cancel::Cancelled, Return::Partly)
    );
    assert_eq!(order.status.payment, Payment::PartlyRefunded);
    assert_eq!(order.status.fulfilment, Fulfilment::Shipped);
    assert_eq!(order.status.reasons, ["inventory"]);
    assert_eq!(order.tracking.len(), 2);
    assert_eq!(order.tracking[0].url.as_deref(), Some("u1"));
    assert_eq!(order.notes[0].value, "a \"quoted\" note, {with} [brackets]");
}

fn woo(number: u32) -> String {
    format!(
        r#"{{"id": {number}, "number": "{number}", "status": "processing", "currency": "EUR", "total": "2.50",
        "billing": {{"first_name": "Bo", "postcode": "01234"}}, "line_items": [
        {{"id": 1, "name": "A", "sku": "A", "quantity": 1, "price": 2.4999999999999999, "total": "2.50"}}]}}"#
    )
}

#[test]
fn one_bad_record_stops_nothing() {
    let forgotten_quote = woo(2).replacen("\"Bo\"", "\"Bo", 1);
    let half_units = woo(3).replace("\"quantity\": 1", "\"quantity\": 1.5");
    let text = format!(
        "[{},{forgotten_quote},{half_units},{{\"x\": 1}},{{]}},{}]",
        woo(1),
        woo(4)
    );
    let found = read(text.as_bytes());
    let numbers: Vec<&str> = found.orders.iter().map(|order| &*order.number).collect();
    assert_eq!(numbers, ["1", "4"]);
    let refused: Vec<ErrorKind> = found
        .refused()
        .into_iter()
        .map(|(_, _, what)| what)
        .collect();
    assert_eq!(
        refused.len(),
        4 - usize::from(found.end.is_err()),
        "{refused:?} {:?}",
        found.end
    );
    assert_eq!(
        shown(found.orders[0].lines[0].unit_price),
        "2.4999999999999999"
    );
}

#[test]
fn records_come_one_a_line_alone_or_wrapped() {
    let (first, second) = (woo(1).replace('\n', " "), woo(2).replace('\n', " "));
    for text in [
        format!("{first}\n{second}\n"),
        format!("\u{feff}\n [{first}, {second}]"),
        format!(
            "{{\"count\": 2, \"next\": {{\"orders\": 1}}, \"orders\": [{first}, {second}], \"page\": [1]}}"
        ),
        format!("[[{first}], [[{second}]]]"),
        format!("{{\"order\": {first}}}{{\"order\": {second}}}"),
    ] {
        let found = read(text.as_bytes());
        assert_eq!(
            (found.orders.len(), &found.end),
            (2, &Ok(())),
            "{text}: {:?}",
            found.refused()
        );
    }
}

#[test]
fn json_that_breaks_off_keeps_what_came_before() {
    let text = format!("{{\"orders\": [{}, {}]}}", woo(1), woo(2));
    let second = text.find("\"number\": \"2\"").expect("the second");
    let ends = text.len() - 2;
    for length in 1..text.len() {
        let found = super::read_with(
            depo::exchange::orders::Reader::new("file"),
            [&text.as_bytes()[..length]],
        );
        let expected = match length {
            length if length >= ends => 2,
            length if length >= second => 1,
            _ => found.orders.len(),
        };
        assert_eq!(found.orders.len(), expected, "{length}");
        assert_eq!(found.end, Err(FileError::JsonTruncated), "{length}");
    }
    assert_eq!(read(b"[]").end, Err(FileError::NoRows));
    assert!(matches!(
        read(b"[1]]").end,
        Err(FileError::JsonBroken { byte: 3 })
    ));
}

/// Of three orders the one in the middle lacks a bracket: the others are read, and one error is reported.
#[test]
fn a_bracket_that_is_missing_spoils_its_own_record_only() {
    let order = |number: u32| {
        format!(
            r#"{{"id": {number}, "number": "{number}", "status": "processing", "total": "1", "billing": {{"city": "}}"}}, "line_items": [{{"id": 1, "name": "Lamp", "quantity": 1, "total": "1"}}]}}"#
        )
    };
    let middle = order(2);
    let closings: Vec<usize> = middle
        .match_indices(['}', ']'])
        .map(|(at, _)| at)
        .filter(|at| !middle[*at..].starts_with("}\"}"))
        .collect();
    assert_eq!(closings.len(), 4);
    for at in closings {
        let broken = [&middle[..at], &middle[at + 1..]].concat();
        for (begin, between, end) in [
            ("[", ",\n", "]"),
            ("", "\n", "\n"),
            ("{\"orders\": [", ", ", "]}"),
        ] {
            let text = [
                begin,
                &[order(1), broken.clone(), order(3)].join(between),
                end,
            ]
            .concat();
            let found = read(text.as_bytes());
            assert_eq!(found.end, Ok(()), "{text}");
            let numbers: Vec<&str> = found.orders.iter().map(|order| &*order.number).collect();
            assert_eq!(numbers, ["1", "3"], "{text}");
            assert_eq!(
                found.refused(),
                [(2, String::new(), ErrorKind::BrokenRecord)],
                "{text}"
            );
        }
    }
}

#[test]
fn what_a_buyer_wrote_on_a_line_of_woocommerce_stands_in_its_title_and_in_no_attribute() {
    let meta = r#""meta_data": [{"key": "_reduced", "value": "1"},
        {"key": "engraving", "display_key": "Engraving", "display_value": "For Anna"}], "quantity": 1"#;
    let text = woo(1).replacen("\"quantity\": 1", meta, 1);
    let found = read(text.as_bytes());
    assert!(found.refused().is_empty(), "{:?}", found.refused());
    let line = &found.orders[0].lines[0];
    let title = line.title.as_deref().unwrap_or_default();
    assert!(title.ends_with("(Engraving: For Anna)"), "{title}");
    assert_eq!(line.variant, None);
}
