//! Files in rows: what is known, and what none of them can say.

use depo::exchange::orders::OrderFormat;
use depo::exchange::problem::{ErrorKind, FileError, Notice};

use super::{read, shown, table};

#[test]
fn every_known_heading_row_is_recognised_in_any_order() {
    let Some(folder) = crate::shared::shared("headers") else {
        return;
    };
    for (name, format) in [
        ("amazon-all-orders.tsv", OrderFormat::AmazonAll),
        ("amazon-new-orders.tsv", OrderFormat::AmazonNew),
        ("amazon-unshipped-orders.tsv", OrderFormat::AmazonUnshipped),
        ("ebay-orders.csv", OrderFormat::EbayOrders),
        ("etsy-sold-order-items.csv", OrderFormat::EtsyItems),
        ("etsy-sold-orders.csv", OrderFormat::EtsyOrders),
        ("lazada-orders.csv", OrderFormat::Lazada),
        ("magento-order-grid.csv", OrderFormat::MagentoGrid),
        ("shopee-id-orders-49.csv", OrderFormat::Shopee),
        ("shopee-id-orders-51.csv", OrderFormat::Shopee),
        ("shopify-orders.csv", OrderFormat::ShopifyCsv),
        ("tiktok-tokopedia-id-orders.csv", OrderFormat::TikTokShop),
    ] {
        let text = std::fs::read_to_string(folder.join(name)).expect("a heading row");
        let found = read(text.as_bytes());
        assert_eq!(
            (found.format(), found.end),
            (format, Err(FileError::NoRows)),
            "{name}"
        );
        let delimiter = if name.ends_with("tsv") { '\t' } else { ',' };
        let mut cells: Vec<&str> = text.trim_end().split(delimiter).collect();
        cells.reverse();
        let turned = read(cells.join(&delimiter.to_string()).as_bytes());
        assert_eq!(turned.format(), format, "{name}, turned round");
    }
}

#[test]
fn files_of_other_things_are_not_taken_for_orders() {
    let Some(folder) = crate::shared::shared("headers") else {
        return;
    };
    for name in [
        "shopify-inventory-current.csv",
        "shopify-inventory-older.csv",
        "shopify-products-2025.csv",
        "shopify-products-legacy.csv",
        "woocommerce-products.csv",
    ] {
        let text = std::fs::read_to_string(folder.join(name)).expect("a heading row");
        let found = read((text + "1,2,3\n").as_bytes());
        assert!(
            matches!(found.end, Err(FileError::NotRecognised { .. })),
            "{name}: {:?}",
            found.format()
        );
    }
}

#[test]
fn files_of_orders_without_lines_say_so() {
    let magento = table(
        ',',
        &[
            "ID",
            "Purchase Point",
            "Purchase Date",
            "Ship-to Name",
            "Grand Total (Purchased)",
            "Status",
        ],
        &[&[
            ("ID", "000000123"),
            ("Purchase Point", "Main Website\nStore"),
            ("Purchase Date", "Aug 1, 2026 9:05:00 AM"),
            ("Ship-to Name", "Bo"),
            ("Grand Total (Purchased)", "€29.00"),
            ("Status", "Suspected Fraud"),
        ]],
    );
    let etsy = table(
        ',',
        &[
            "Sale Date",
            "Order ID",
            "Number of Items",
            "Currency",
            "Order Value",
            "Order Total",
            "Status",
        ],
        &[&[
            ("Sale Date", "08/14/25"),
            ("Order ID", "1"),
            ("Number of Items", "2"),
            ("Currency", "USD"),
            ("Order Value", "10.00"),
            ("Order Total", "12.00"),
        ]],
    );
    for (text, format, total) in [
        (magento, OrderFormat::MagentoGrid, "29.00"),
        (etsy, OrderFormat::EtsyOrders, "12.00"),
    ] {
        let found = read(text.as_bytes());
        assert_eq!((found.format(), &found.end), (format, &Ok(())));
        assert_eq!(shown(found.orders[0].totals.total), total);
        assert_eq!(
            found.report.notices[0].1,
            Notice::OrdersWithoutLines { count: 1 }
        );
    }
}

#[test]
fn a_bad_row_stops_nothing_and_is_named() {
    let headings = [
        "Order ID",
        "Order Status",
        "SKU ID",
        "Seller SKU",
        "Product Name",
        "Quantity",
        "Paid Time",
        "Order Amount",
    ];
    let text = table(
        ',',
        &headings,
        &[
            &[("Order ID", "1"), ("Seller SKU", "A"), ("Quantity", "two")],
            &[
                ("Order ID", "1"),
                ("Seller SKU", "B"),
                ("Quantity", "1"),
                ("Paid Time", "soon"),
                ("Order Amount", "much"),
            ],
            &[("Seller SKU", "B"), ("Quantity", "1")],
            &[
                ("Order ID", "5.78123E+17"),
                ("Seller SKU", "B"),
                ("Quantity", "1"),
            ],
            &[("Order ID", "2"), ("Quantity", "1")],
            &[("Order ID", "3"), ("Seller SKU", "C"), ("Quantity", "-1")],
            &[("Order ID", "4"), ("Seller SKU", "C"), ("Quantity", "1")],
        ],
    );
    let found = read((text + "5,too,few\r\n").as_bytes());
    assert_eq!(found.end, Ok(()));
    assert_eq!(
        found.refused(),
        [
            (2, "Quantity".to_owned(), ErrorKind::NotWhole),
            (4, "Order ID".to_owned(), ErrorKind::Missing),
            (5, "Order ID".to_owned(), ErrorKind::CodeRounded),
            (6, "SKU ID".to_owned(), ErrorKind::Missing),
            (7, "Quantity".to_owned(), ErrorKind::QuantityNegative),
            (9, String::new(), ErrorKind::TooFewCells),
        ]
    );
    assert_eq!(
        found.doubts(),
        [
            (3, "Order Amount".to_owned(), ErrorKind::NotAPrice),
            (3, "Paid Time".to_owned(), ErrorKind::NotATime),
        ]
    );
    let first = &found.orders[0];
    assert_eq!(
        (first.refused_rows, first.lines.len()),
        (1, 1),
        "the order says that it lacks a line"
    );
    let paid = first.times.paid.as_ref().expect("kept as written");
    assert_eq!((paid.text.as_str(), paid.local), ("soon", None));
    assert_eq!(&*found.orders.last().expect("orders").number, "4");
}
