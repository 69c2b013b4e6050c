//! Shopify's orders as CSV.

use depo::exchange::orders::OrderFormat;
use depo::exchange::orders::model::ChargeKind;
use depo::exchange::orders::status::{Fulfilment, Payment};

use super::{read, shown, table};

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
