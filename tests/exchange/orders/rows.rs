//! Files in rows, each with the traps of its kind.

use depo::exchange::orders::OrderFormat;
use depo::exchange::orders::model::ChargeKind;
use depo::exchange::orders::status::{Cancel, Fulfilment, Payment, Return};
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
fn shopify_fills_the_order_in_its_first_row_only() {
    let text = table(
        ',',
        &[
            "Name",
            "Email",
            "Financial Status",
            "Paid at",
            "Fulfillment Status",
            "Currency",
            "Subtotal",
            "Shipping",
            "Taxes",
            "Total",
            "Discount Code",
            "Discount Amount",
            "Created at",
            "Lineitem quantity",
            "Lineitem name",
            "Lineitem price",
            "Lineitem sku",
            "Shipping Name",
            "Shipping Street",
            "Shipping Address1",
            "Shipping Address2",
            "Shipping Zip",
            "Shipping Country",
            "Notes",
            "Note Attributes",
            "Id",
            "Tags",
            "Lineitem discount",
            "Tax 1 Name",
            "Tax 1 Value",
            "Refunded Amount",
        ],
        &[
            &[
                ("Name", "#1001"),
                ("Email", "a@b.example"),
                ("Financial Status", "partially_refunded"),
                ("Paid at", "2026-08-01 10:00:05 +0900"),
                ("Fulfillment Status", "unfulfilled"),
                ("Currency", "EUR"),
                ("Subtotal", "1,030.50"),
                ("Shipping", "4.90"),
                ("Taxes", "5.10"),
                ("Total", "1040.50"),
                ("Discount Code", "TEN"),
                ("Discount Amount", "10.00"),
                ("Created at", "2026-08-01 10:00:00 +0900"),
                ("Lineitem quantity", "2"),
                ("Lineitem name", "Lantern, red"),
                ("Lineitem price", "500.25"),
                ("Lineitem sku", "007"),
                ("Shipping Name", "Ana \"Ani\" Pop"),
                ("Shipping Street", "Str. 1, ap. 2"),
                ("Shipping Address1", "Str. 1"),
                ("Shipping Address2", "ap. 2"),
                ("Shipping Zip", "'010011"),
                ("Shipping Country", "RO"),
                ("Notes", "ring\r\ntwice, \"please\""),
                ("Note Attributes", "gift: yes\ncolour: red"),
                ("Id", "123456789012345678"),
                ("Tags", "vip, b2b"),
                ("Lineitem discount", "0.00"),
                ("Tax 1 Name", "VAT 19%"),
                ("Tax 1 Value", "5.10"),
                ("Refunded Amount", "3.00"),
            ],
            &[
                ("Name", "#1001"),
                ("Lineitem quantity", "3"),
                ("Lineitem name", "Wick"),
                ("Lineitem price", "10.00"),
            ],
            &[
                ("Name", "#1002"),
                ("Financial Status", "on the house"),
                ("Currency", "EUR"),
                ("Total", "1.00"),
                ("Lineitem quantity", "1"),
                ("Lineitem name", "Wick"),
                ("Lineitem price", "1.00"),
            ],
        ],
    );
    let found = read(format!("\u{feff}{text}").as_bytes());
    assert_eq!(
        (found.format(), &found.end),
        (OrderFormat::ShopifyCsv, &Ok(()))
    );
    assert!(
        found.refused().is_empty() && found.doubts().is_empty(),
        "{:?}",
        found.doubts()
    );
    let [first, second] = &found.orders[..] else {
        unreachable!("two orders: {:?}", found.orders)
    };
    assert_eq!(
        (&*first.number, first.lines.len(), first.units()),
        ("#1001", 2, 5)
    );
    assert_eq!(shown(first.goods_value()), "1030.50");
    assert_eq!(shown(first.totals.total), "1040.50");
    assert_eq!(shown(first.totals.subtotal), "1030.50");
    assert_eq!(first.ids[0].value, "123456789012345678");
    let placed = first.times.placed.as_ref().expect("a time");
    assert_eq!(
        (placed.text.as_str(), placed.offset_minutes),
        ("2026-08-01 10:00:00 +0900", Some(540))
    );
    let ship_to = first.ship_to.as_ref().expect("an address");
    assert_eq!(ship_to.street, ["Str. 1", "ap. 2"]);
    assert_eq!(ship_to.post_code.as_deref(), Some("010011"));
    assert_eq!(ship_to.name.as_deref(), Some("Ana \"Ani\" Pop"));
    assert_eq!(first.notes[0].value, "ring\r\ntwice, \"please\"");
    assert_eq!(first.tags, ["vip", "b2b"]);
    let tax = &first.charges[0];
    assert_eq!((tax.kind, &*tax.words), (ChargeKind::Tax, "VAT 19%"));
    assert_eq!(first.lines[0].sku.as_deref(), Some("007"));
    assert_eq!(first.status.payment, Payment::PartlyRefunded);
    assert_eq!(first.status.fulfilment, Fulfilment::ToFulfil);
    assert_eq!(second.status.payment, Payment::Unknown);
    assert_eq!(
        second.status.words[0].words, "on the house",
        "unknown words survive"
    );
}

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

const EBAY: [&str; 17] = [
    "Sales Record Number",
    "Order Number",
    "Buyer Username",
    "Ship To Name",
    "Ship To Zip",
    "Item Number",
    "Item Title",
    "Custom Label",
    "Quantity",
    "Sold For",
    "Shipping And Handling",
    "Total Price",
    "Sale Date",
    "Paid On Date",
    "Shipped On Date",
    "Tracking Number",
    "Variation Details",
];

#[test]
fn ebay_sums_up_orders_of_several_items() {
    let text = table(
        ',',
        &EBAY,
        &[
            &[],
            &[
                ("Sales Record Number", "100"),
                ("Order Number", "05-1"),
                ("Buyer Username", "bo"),
                ("Ship To Name", "Bo"),
                ("Ship To Zip", "04109"),
                ("Quantity", "3"),
                ("Sold For", "EUR 92,50"),
                ("Shipping And Handling", "EUR 4,90"),
                ("Total Price", "EUR 1.097,40"),
                ("Sale Date", "Oct-05-26"),
                ("Paid On Date", "Oct-05-26"),
            ],
            &[
                ("Sales Record Number", "101"),
                ("Order Number", "05-1"),
                ("Item Number", "364000000000000001"),
                ("Item Title", "Lamp"),
                ("Custom Label", "L-1"),
                ("Quantity", "1"),
                ("Sold For", "EUR 90,00"),
            ],
            &[
                ("Sales Record Number", "102"),
                ("Order Number", "05-1"),
                ("Item Number", "364000000000000002"),
                ("Item Title", "Wick"),
                ("Quantity", "2"),
                ("Sold For", "EUR 1,25"),
            ],
            &[
                ("Sales Record Number", "103"),
                ("Order Number", "05-2"),
                ("Item Number", "364000000000000003"),
                ("Item Title", "Boat"),
                ("Quantity", "1"),
                ("Sold For", "AU $3,000.00"),
                ("Total Price", "AU $3,000.00"),
                ("Sale Date", "26-May-26"),
                ("Shipped On Date", "27-May-26"),
                ("Tracking Number", "00340434161094021501"),
            ],
        ],
    );
    for before in [
        "\r\n",
        "",
        &format!("{}\r\n", ",".repeat(EBAY.len() - 1)),
        "  \r\n\r\n",
    ] {
        let file = format!("{before}{text}\r\n4,record(s) downloaded,\r\nSeller ID : shop\r\n");
        let found = read(file.as_bytes());
        assert_eq!(
            (found.format(), &found.end),
            (OrderFormat::EbayOrders, &Ok(())),
            "{before:?}"
        );
        assert!(found.refused().is_empty(), "{:?}", found.refused());
        assert_eq!(found.report.passed_rows, 2);
        let [first, second] = &found.orders[..] else {
            unreachable!("two orders: {:?}", found.orders)
        };
        assert_eq!((first.lines.len(), first.units()), (2, 3));
        assert_eq!(shown(first.goods_value()), "92.50");
        assert_eq!(shown(first.totals.total), "1097.40");
        assert_eq!(
            first.currency.map(|c| c.to_string()).as_deref(),
            Some("EUR")
        );
        assert_eq!(first.lines[0].ids[0].value, "364000000000000001");
        assert_eq!(
            (first.status.payment, first.status.fulfilment),
            (Payment::Paid, Fulfilment::ToFulfil)
        );
        assert_eq!(second.status.fulfilment, Fulfilment::Shipped);
        assert_eq!(shown(second.totals.total), "3000.00");
        assert_eq!(
            second.currency.map(|c| c.to_string()).as_deref(),
            Some("AUD")
        );
        assert_eq!(second.tracking[0].number, "00340434161094021501");
        let placed = second.times.placed.as_ref().and_then(|time| time.local);
        assert_eq!(
            placed.map(|time| time.to_string()).as_deref(),
            Some("2026-05-26 00:00:00")
        );
    }
}

#[test]
fn etsy_dates_are_american_and_an_empty_one_means_not_shipped() {
    let text = table(
        ',',
        &[
            "Sale Date",
            "Item Name",
            "Buyer",
            "Quantity",
            "Price",
            "Item Total",
            "Currency",
            "Transaction ID",
            "Listing ID",
            "Date Paid",
            "Date Shipped",
            "Ship Name",
            "Order ID",
            "Variations",
            "SKU",
        ],
        &[
            &[
                ("Sale Date", "08/09/25"),
                ("Item Name", "Ring"),
                ("Quantity", "2"),
                ("Price", "5.00"),
                ("Item Total", "10.00"),
                ("Currency", "USD"),
                ("Transaction ID", "1"),
                ("Date Paid", "08/09/2025"),
                ("Order ID", "3000000001"),
                ("Variations", "Size: 7"),
            ],
            &[
                ("Sale Date", "08/14/25"),
                ("Item Name", "Ring"),
                ("Quantity", "1"),
                ("Price", "5.00"),
                ("Item Total", "5.00"),
                ("Currency", "USD"),
                ("Transaction ID", "2"),
                ("Date Paid", "08/14/2025"),
                ("Date Shipped", "08/15/2025"),
                ("Order ID", "3000000002"),
            ],
        ],
    );
    let found = read(text.as_bytes());
    assert_eq!(found.format(), OrderFormat::EtsyItems);
    let placed = found.orders[0]
        .times
        .placed
        .as_ref()
        .and_then(|time| time.local);
    assert_eq!(
        placed.map(|time| time.to_string()).as_deref(),
        Some("2025-08-09 00:00:00")
    );
    let standing: Vec<_> = found
        .orders
        .iter()
        .map(|order| order.status.fulfilment)
        .collect();
    assert_eq!(standing, [Fulfilment::ToFulfil, Fulfilment::Shipped]);
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
fn tiktok_keeps_long_numbers_behind_their_tabs() {
    let headings = [
        "Order ID",
        "Order Status",
        "Order Substatus",
        "Cancelation/Return Type",
        "SKU ID",
        "Seller SKU",
        "Product Name",
        "Quantity",
        "Sku Quantity of return",
        "SKU Unit Original Price",
        "SKU Subtotal After Discount",
        "Order Amount",
        "Shipping Insurance",
        "Created Time",
        "Paid Time",
        "Shipped Time",
        "Tracking ID",
        "Shipping Provider Name",
        "Zipcode",
        "Districts",
        "Villages",
        "Package ID",
        "Tokopedia Invoice Number",
    ];
    let row = |sku: &'static str, status: (&'static str, &'static str), back: &'static str| {
        vec![
            ("Order ID", "578123456789012345\t"),
            ("Order Status", status.0),
            ("Order Substatus", status.1),
            ("SKU ID", "1729384756019283746\t"),
            ("Seller SKU", sku),
            ("Product Name", "Baju, merah"),
            ("Quantity", "2"),
            ("Sku Quantity of return", back),
            ("SKU Unit Original Price", "37.200"),
            ("SKU Subtotal After Discount", "74400"),
            ("Order Amount", "150000"),
            ("Shipping Insurance", "500"),
            ("Created Time", "02/08/2026 10:00:00\t"),
            ("Paid Time", "02/08/2026 10:01:00\t"),
            ("Shipped Time", "\t"),
            ("Tracking ID", "JX1234567890"),
            ("Shipping Provider Name", "J&T"),
            ("Zipcode", "12345\t"),
            ("Districts", "Tebet"),
            ("Villages", "Manggarai"),
            ("Package ID", "1150000000000000001\t"),
        ]
    };
    let status = ("Perlu dikirim", "Menunggu pengambilan");
    let rows = [row("A-1", status, "0"), row("A-2", status, "0")];
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(Vec::as_slice).collect();
    for columns in [&headings[..], &headings[..22]] {
        let rows: Vec<Vec<(&str, &str)>> = rows
            .iter()
            .map(|row| {
                row.iter()
                    .filter(|(name, _)| columns.contains(name))
                    .copied()
                    .collect()
            })
            .collect();
        let rows: Vec<&[(&str, &str)]> = rows.iter().map(Vec::as_slice).collect();
        let text = format!("\u{feff}{}", table(',', columns, &rows));
        let found = read(text.as_bytes());
        assert_eq!(
            (found.format(), &found.end),
            (OrderFormat::TikTokShop, &Ok(()))
        );
        assert!(found.doubts().is_empty(), "{:?}", found.doubts());
        let order = &found.orders[0];
        assert_eq!(
            (&*order.number, order.lines.len()),
            ("578123456789012345", 2)
        );
        assert_eq!(order.lines[0].ids[0].value, "1729384756019283746");
        assert_eq!(shown(order.lines[0].unit_price), "37200");
        assert_eq!(shown(order.totals.total), "150000");
        assert_eq!(order.charges.len(), 1, "an order's charge counts once");
        assert_eq!(
            order.currency.map(|c| c.to_string()).as_deref(),
            Some("IDR")
        );
        assert!(order.times.shipped.is_none(), "a lone TAB is nothing");
        let placed = order.times.placed.as_ref().and_then(|time| time.local);
        assert_eq!(
            placed.map(|time| time.to_string()).as_deref(),
            Some("2026-08-02 10:00:00")
        );
        assert_eq!(
            order.status.fulfilment,
            Fulfilment::InProgress,
            "the substatus is the finer one"
        );
        assert_eq!(order.tracking[0].carrier.as_deref(), Some("J&T"));
        let district = order
            .ship_to
            .as_ref()
            .and_then(|address| address.district.as_deref());
        assert_eq!(district, Some("Tebet Manggarai"));
    }
    let returned = table(',', &headings, &[&row("A-1", ("Selesai", "Selesai"), "1")]);
    assert_eq!(
        read(returned.as_bytes()).orders[0].status.returned,
        Return::Partly
    );
}

#[test]
fn shopee_writes_thousands_with_points() {
    for subtotal in ["Total Harga Produk", "Subtotal Pesanan"] {
        let headings = [
            "No. Pesanan",
            "Status Pesanan",
            "Status Pembatalan/ Pengembalian",
            "No. Resi",
            "Waktu Pesanan Dibuat",
            "Nama Produk",
            "Nomor Referensi SKU",
            "Nama Variasi",
            "Harga Setelah Diskon",
            "Jumlah",
            "Returned quantity",
            subtotal,
            "Berat Produk",
            "Total Pembayaran",
            "Nama Penerima",
            "Provinsi",
        ];
        let row = |sku: &'static str, total: &'static str| {
            vec![
                ("No. Pesanan", "260801ABCDEF12"),
                ("Status Pesanan", "Sedang Dikirim"),
                ("No. Resi", "JP0001"),
                ("Waktu Pesanan Dibuat", "2026-08-01 10:15"),
                ("Nama Produk", "Lampu"),
                ("Nomor Referensi SKU", sku),
                ("Harga Setelah Diskon", "37.200"),
                ("Jumlah", "1"),
                ("Returned quantity", "0"),
                (subtotal, "37.200"),
                ("Berat Produk", "100 gr"),
                ("Total Pembayaran", total),
            ]
        };
        let text = table(
            ',',
            &headings,
            &[
                &row("A", "1.074.400"),
                &row("B", "1.074.400"),
                &row("C", "1.000.000"),
            ],
        );
        let found = read(text.as_bytes());
        assert_eq!((found.format(), &found.end), (OrderFormat::Shopee, &Ok(())));
        let order = &found.orders[0];
        assert_eq!(shown(order.goods_value()), "111600");
        assert_eq!(shown(order.totals.total), "1074400");
        assert_eq!(order.status.fulfilment, Fulfilment::Shipped);
        assert_eq!(
            found.doubts(),
            [(4, "Total Pembayaran".to_owned(), ErrorKind::RowsDisagree)],
            "a row that says otherwise of its order is doubtful"
        );
    }
}

#[test]
fn lazada_has_a_row_for_each_unit() {
    let headings = [
        "orderItemId",
        "orderNumber",
        "sellerSku",
        "createTime",
        "itemName",
        "variation",
        "unitPrice",
        "paidPrice",
        "status",
        "trackingCode",
        "shippingName",
    ];
    let unit = |id: &'static str, sku: &'static str, status: &'static str| {
        vec![
            ("orderItemId", id),
            ("orderNumber", "900000000000001"),
            ("sellerSku", sku),
            ("createTime", "01 Aug 2026 10:15"),
            ("itemName", "Cap"),
            ("unitPrice", "10.00"),
            ("paidPrice", "9.00"),
            ("status", status),
            ("trackingCode", "LXAD1"),
            ("shippingName", "Bo"),
        ]
    };
    let text = table(
        ',',
        &headings,
        &[
            &unit("1", "A", "ready_to_ship"),
            &unit("2", "A", "ready_to_ship"),
            &unit("3", "A", "canceled"),
            &unit("4", "B", "shipped"),
        ],
    );
    let found = read(text.as_bytes());
    assert_eq!((found.format(), &found.end), (OrderFormat::Lazada, &Ok(())));
    let order = &found.orders[0];
    let lines: Vec<_> = order
        .lines
        .iter()
        .map(|line| {
            (
                line.units,
                shown(line.total),
                line.status.fulfilment,
                line.status.cancel,
                line.ids.len(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            (2, "18.00".to_owned(), Fulfilment::InProgress, Cancel::No, 2),
            (
                1,
                "9.00".to_owned(),
                Fulfilment::NotSaid,
                Cancel::Cancelled,
                1
            ),
            (1, "9.00".to_owned(), Fulfilment::Shipped, Cancel::No, 1),
        ]
    );
    assert_eq!(order.status.fulfilment, Fulfilment::PartlyShipped);
    assert_eq!((order.status.cancel, order.tracking.len()), (Cancel::No, 1));
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
