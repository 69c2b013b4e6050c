//! Amazon's reports.

use depo::exchange::orders::OrderFormat;
use depo::exchange::orders::model::ChargeKind;
use depo::exchange::orders::status::{Cancel, Fulfilment, Payment};

use super::{read, shown, table};

#[test]
fn amazon_unshipped_follows_the_quantities() {
    let headings = [
        "order-id",
        "order-item-id",
        "purchase-date",
        "payments-date",
        "buyer-name",
        "sku",
        "product-name",
        "quantity-purchased",
        "quantity-shipped",
        "quantity-to-ship",
        "recipient-name",
        "ship-postal-code",
        "ship-country",
        "is-iba",
        "verge-of-cancellation",
        "verge-of-lateShipment",
    ];
    let row = |id: &'static str, item: &'static str, shipped: &'static str, left: &'static str| {
        vec![
            ("order-id", id),
            ("order-item-id", item),
            ("purchase-date", "2026-08-01T10:15:00-07:00"),
            ("payments-date", "2026-08-01T10:15:00-07:00"),
            ("buyer-name", "Bo"),
            ("sku", "1E5"),
            ("product-name", "12\" ruler"),
            ("quantity-purchased", "3"),
            ("quantity-shipped", shipped),
            ("quantity-to-ship", left),
            ("recipient-name", "Bo"),
            ("ship-postal-code", "01234"),
            ("ship-country", "DE"),
        ]
    };
    let rows = [
        row("302-1", "12345678901234", "0", "3"),
        row("302-2", "22345678901234", "1", "2"),
        row("302-1", "32345678901234", "0", "3"),
    ];
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(Vec::as_slice).collect();
    let text = table('\t', &headings, &rows);
    // Amazon leaves empty cells at the end of a row away.
    let text: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches('\t'))
        .collect();
    let found = read(text.join("\r\n").as_bytes());
    assert_eq!(
        (found.format(), &found.end),
        (OrderFormat::AmazonUnshipped, &Ok(()))
    );
    assert!(found.refused().is_empty(), "{:?}", found.refused());
    let standing: Vec<_> = found
        .orders
        .iter()
        .map(|order| {
            (
                &*order.number,
                order.lines.len(),
                order.status.fulfilment,
                order.status.payment,
            )
        })
        .collect();
    assert_eq!(
        standing,
        [
            ("302-1", 2, Fulfilment::ToFulfil, Payment::Paid),
            ("302-2", 1, Fulfilment::PartlyShipped, Payment::Paid),
        ],
        "rows of one order need not stand together"
    );
    assert_eq!(found.orders[0].lines[0].sku.as_deref(), Some("1E5"));
}

#[test]
fn quotation_marks_of_amazon_are_text() {
    let headings = [
        "order-id",
        "order-item-id",
        "purchase-date",
        "quantity-purchased",
        "product-name",
        "sku",
        "item-price",
    ];
    let titles = [
        "\"Best\" lamp",
        "\"unmatched",
        "12\" ruler",
        "\"whole\"",
        "\"\"twice\"\"",
        "last\"",
    ];
    let row = |title: &'static str| {
        vec![
            ("order-id", "302-1"),
            ("order-item-id", "1"),
            ("purchase-date", "2026-08-01T10:15:00-07:00"),
            ("quantity-purchased", "3"),
            ("product-name", title),
            ("sku", "A"),
            ("item-price", "2.50"),
        ]
    };
    let rows = titles.map(row);
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(Vec::as_slice).collect();
    let found = read(table('\t', &headings, &rows).as_bytes());
    assert!(found.refused().is_empty(), "{:?}", found.refused());
    let read: Vec<&str> = found.orders[0]
        .lines
        .iter()
        .filter_map(|line| line.title.as_deref())
        .collect();
    assert_eq!(read, titles);
}

#[test]
fn amazon_prices_are_those_of_lines() {
    let text = table(
        '\t',
        &[
            "order-id",
            "order-item-id",
            "sku",
            "product-name",
            "quantity-purchased",
            "currency",
            "item-price",
            "item-tax",
            "shipping-price",
            "delivery-Instructions",
        ],
        &[
            &[
                ("order-id", "1"),
                ("order-item-id", "1"),
                ("sku", "A"),
                ("product-name", "A"),
                ("quantity-purchased", "4"),
                ("currency", "USD"),
                ("item-price", "40.00"),
                ("item-tax", "3.20"),
                ("shipping-price", "5.00"),
                ("delivery-Instructions", "at the back"),
            ],
            &[
                ("order-id", "1"),
                ("order-item-id", "2"),
                ("sku", "B"),
                ("product-name", "B"),
                ("quantity-purchased", "1"),
                ("currency", "USD"),
                ("item-price", "2.50"),
            ],
        ],
    );
    let found = read(text.as_bytes());
    assert_eq!(found.format(), OrderFormat::AmazonNew);
    assert_eq!(shown(found.orders[0].goods_value()), "42.50");
    assert_eq!(found.orders[0].lines[0].unit_price, None);
    assert_eq!(
        found.orders[0].lines[0].charges[0].kind,
        ChargeKind::Shipping
    );
    assert_eq!(found.orders[0].notes[0].value, "at the back");
}

#[test]
fn amazon_all_orders_have_two_statuses() {
    let headings = [
        "amazon-order-id",
        "order-status",
        "sku",
        "item-status",
        "quantity",
        "item-price",
        "currency",
    ];
    let text = table(
        '\t',
        &headings,
        &[
            &[
                ("amazon-order-id", "1"),
                ("order-status", "Shipped - Delivered to Buyer"),
                ("sku", "A"),
                ("item-status", "Shipped"),
                ("quantity", "1"),
                ("item-price", "1.00"),
                ("currency", "INR"),
            ],
            &[
                ("amazon-order-id", "2"),
                ("order-status", "Cancelled"),
                ("sku", "A"),
                ("quantity", "0"),
            ],
        ],
    );
    let found = read(text.as_bytes());
    assert_eq!(found.format(), OrderFormat::AmazonAll);
    assert_eq!(found.orders[0].status.fulfilment, Fulfilment::Delivered);
    assert_eq!(found.orders[1].status.cancel, Cancel::Cancelled);
    assert_eq!(found.orders[1].units(), 0);
}
