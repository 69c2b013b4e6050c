//! Etsy's files.

use depo::exchange::orders::OrderFormat;
use depo::exchange::orders::status::Fulfilment;

use super::{read, table};

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
