//! eBay's report.

use depo::exchange::orders::OrderFormat;
use depo::exchange::orders::status::{Fulfilment, Payment};

use super::{read, shown, table};

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
