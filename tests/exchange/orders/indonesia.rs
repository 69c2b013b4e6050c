//! TikTok Shop with Tokopedia, Shopee and Lazada.

use depo::exchange::orders::OrderFormat;
use depo::exchange::orders::status::{Cancel, Fulfilment, Return};
use depo::exchange::problem::ErrorKind;

use super::{read, shown, table};

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
