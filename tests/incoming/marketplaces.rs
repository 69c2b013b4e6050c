//! What marketplaces and their buyers leave unsaid or say twice: payment at the door, discounts, masked addresses, the
//! country.

use crate::desk::*;
use depo::intake::OrderOptions;
use depo::trade::money::Terms;
use depo::trade::orders::commands::OrderCommand;
use depo::trade::orders::{AddressAnswer, Doubt};
use depo::trade::quantity::SourceTime;
use depo::view::names::recipient;

const SHOPEE: &str = "No. Pesanan,Status Pesanan,Pesanan Harus Dikirimkan Sebelum (Menghindari keterlambatan),Waktu Pesanan Dibuat,\
Waktu Pembayaran Dilakukan,Metode Pembayaran,Nama Produk,Nomor Referensi SKU,Nama Variasi,Harga Awal,Harga Setelah Diskon,Jumlah,\
Subtotal Pesanan,Total Diskon,Cashback Koin,Ongkos Kirim Dibayar oleh Pembeli,Estimasi Potongan Biaya Pengiriman,\
Ongkos Kirim Pengembalian Barang,Total Pembayaran,Nama Penerima,No. Telepon,Alamat Pengiriman,Kota/Kabupaten,Provinsi\n";

/// One Shopee order: two mugs of 90.000 after discount, and 15.000 for bringing them.
fn shopee(status: &str, paid: &str, method: &str, to: &str) -> String {
    format!(
        "{SHOPEE}2611290ABCDEF1,{status},2026-12-01 23:59,2026-05-30 08:00,{paid},{method},Mug,MUG,Biru,Rp 100.000,90.000,2,\
180.000,20.000,1.800,15.000,5.000,0,195.000,{to}\n"
    )
}

const WHOLE: &str = "Budi,6281234567890,Jl. Sudirman 1,KOTA BANDUNG,JAWA BARAT";

/// What is in doubt about the only order, its total and what is still due, in whole units of its currency.
#[track_caller]
fn stands(shop: &Shop) -> (Vec<Doubt>, i128, i128) {
    shop.read(|at| {
        let orders: Vec<_> = at.state.orders().collect();
        assert_eq!(orders.len(), 1, "{orders:#?}");
        let account = at.state.account(orders[0]);
        (
            orders[0].doubts(&at.relations()).into_iter().collect(),
            account.totals.total / 10_000,
            account.due() / 10_000,
        )
    })
}

#[track_caller]
fn read(text: &str) -> Shop {
    let shop = mugs_and_tea();
    let report = take_with(
        &shop,
        &[named("orders.csv", text)],
        OrderOptions {
            finished_too: true,
            ..OrderOptions::default()
        },
    );
    assert_eq!(report.orders.new.records, 1, "{text}: {report:?}");
    shop
}

fn terms(shop: &Shop) -> Terms {
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        order.placed().expect("it came in").1.terms.clone()
    })
}

#[test]
fn what_is_paid_at_the_door_is_due_until_it_is_there() {
    let cod = "COD (Bayar di Tempat)";
    for paid in ["", "-", "2026-05-30 08:05"] {
        let shop = read(&shopee("Perlu Dikirim", paid, cod, WHOLE));
        assert_eq!(stands(&shop), (Vec::new(), 195_000, 195_000), "{paid}");
        assert_eq!(terms(&shop), Terms::CashOnDelivery);
    }
    let there = read(&shopee("Selesai", "2026-05-31 08:05", cod, WHOLE));
    assert_eq!(stands(&there).2, 0, "whoever has it has paid");
    let ahead = read(&shopee(
        "Perlu Dikirim",
        "2026-05-30 08:05",
        "ShopeePay",
        WHOLE,
    ));
    assert_eq!(stands(&ahead), (Vec::new(), 195_000, 0));
    // Letters alone do not make it so.
    let code = read(&shopee(
        "Perlu Dikirim",
        "2026-05-30 08:05",
        "QR Code",
        WHOLE,
    ));
    assert_eq!(
        (stands(&code).2, terms(&code)),
        (0, Terms::HeldByMarketplace)
    );
}

#[test]
fn every_layout_knows_payment_at_the_door() {
    let to = "Ana,Strada 1,Cluj-Napoca,400001,RO";
    let tiktok = "Order ID,Order Status,SKU ID,Seller SKU,Product Name,Quantity,SKU Unit Original Price,SKU Subtotal After Discount,\
Shipping Fee After Discount,Shipping Fee Seller Discount,Shipping Fee Platform Discount,Order Amount,Created Time,Paid Time,\
Payment Method,Recipient,Detail Address,Regency and City,Zipcode,Country\n\
578123456789012345,To ship,1729,MUG,Mug,1,100.000,100.000,10.000,3.000,2.000,110.000,30/05/2026 08:00:00,30/05/2026 08:00:00,\
Cash on delivery,Budi,Jl. Asia 1,Bandung,40111,Indonesia\n";
    let lazada = "orderItemId,orderNumber,sellerSku,createTime,itemName,unitPrice,paidPrice,status,payMethod,shippingName,shippingAddress,\
shippingCity,shippingPostCode,shippingCountry\n1,900,MUG,30 May 2026 08:00,Mug,10.00,10.00,pending,COD,Budi,Jl. Asia 1,Bandung,40111,Indonesia\n";
    let ebay = "Sales Record Number,Order Number,Item Number,Item Title,Custom Label,Quantity,Sold For,Total Price,Payment Method,Sale Date,\
Paid On Date,Ship To Name,Ship To Address 1,Ship To City,Ship To Zip,Ship To Country\n\
1,11-22,5,Mug,MUG,1,EUR 10.00,EUR 10.00,Cash on delivery,May-30-26,May-30-26,Ana,Strada 1,Cluj-Napoca,400001,Romania\n";
    let shopify = format!(
        "Name,Financial Status,Paid at,Fulfillment Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,\
Lineitem sku,Payment Method,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country\n\
#1,paid,2026-05-30 10:00:00 +0000,unfulfilled,RON,10.00,2026-05-30 10:00:00 +0000,1,Mug,10.00,MUG,Cash on Delivery (COD),{to}\n"
    );
    let woo = r#"[{"id": 727, "number": "727", "status": "processing", "currency": "EUR", "date_created_gmt": "2026-05-30T08:00:00",
"date_paid_gmt": "2026-05-30T08:01:00", "total": "10.00", "payment_method": "cod", "payment_method_title": "Plata la curier",
"billing": {"first_name": "Bo", "last_name": "M"},
"shipping": {"first_name": "Bo", "last_name": "M", "address_1": "Weg 2", "city": "Berlin", "postcode": "10115", "country": "DE"},
"line_items": [{"id": 315, "name": "Mug", "quantity": 1, "subtotal": "10.00", "total": "10.00", "sku": "MUG", "price": 10}]}]"#;
    let free = format!(
        "Номер на поръчка,Дата,SKU,Количество,Цена,Валута,Начин на плащане,Статус,Получател,Адрес,Град,Пощенски код,Държава\n\
A-1,2026-05-30,MUG,1,10.00,EUR,Наложен платеж,paid,{to}\n"
    );
    for (layout, text, total) in [
        ("tiktok", tiktok, 110_000),
        ("lazada", lazada, 10),
        ("ebay", ebay, 10),
        ("shopify", shopify.as_str(), 10),
        ("woocommerce", woo, 10),
        ("free", free.as_str(), 10),
    ] {
        let shop = read(text);
        let (doubts, costs, due) = stands(&shop);
        assert_eq!(terms(&shop), Terms::CashOnDelivery, "{layout}");
        assert_eq!((costs, due), (total, total), "{layout}: {doubts:?}");
        assert!(!doubts.contains(&Doubt::TotalDiffers), "{layout}");
    }
}

#[test]
fn the_layout_of_one_country_needs_none_and_a_dash_is_no_time() {
    let shop = read(&shopee("Perlu Dikirim", "-", "ShopeePay", WHOLE));
    let (doubts, ..) = stands(&shop);
    assert_eq!(doubts, [], "no time, and an address that lacks nothing");
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        let to = order.destination().expect("a destination");
        let country = to.country.map(|country| country.to_string());
        assert_eq!(country.as_deref(), Some("ID"));
        assert_eq!(to.answers, [AddressAnswer::Complete]);
    });
}

#[test]
fn a_masked_address_waits_and_says_why() {
    let masked = "S***i,(+62)812*****90,Jl. A***,KOTA BANDUNG,JAWA BARAT";
    let text = shopee("Perlu Dikirim", "2026-05-30 08:05", "ShopeePay", masked);
    let shop = read(&text);
    assert_eq!(stands(&shop).0, [Doubt::Masked]);
    let order = shop.read(|at| {
        let order = at.state.orders().next().expect("an order").id().clone();
        let to = recipient(at, &order).expect("a recipient");
        assert_eq!(to.phone, None, "nobody can call it");
        order
    });
    shop.does(OrderCommand::SettleDoubt {
        order,
        doubt: Doubt::Masked,
    });
    // Whoever sends it with the marketplace's own label is not asked again.
    let again = take(&shop, &[named("orders.csv", text)]);
    assert!(again.changes_nothing());
    assert_eq!(stands(&shop).0, []);
    shop.prove();
}

#[test]
fn the_whole_address_ends_the_doubt_and_is_not_masked_again() {
    let paid = "2026-05-30 08:05";
    let masked = "S***i,,Jl. A***,KOTA BANDUNG,JAWA BARAT";
    let shop = read(&shopee("Perlu Dikirim", paid, "ShopeePay", masked));
    let whole = shopee("Perlu Dikirim", paid, "ShopeePay", WHOLE);
    take(&shop, &[named("whole.csv", whole)]);
    assert_eq!(stands(&shop).0, []);
    let later = shopee("Sedang Dikirim", paid, "ShopeePay", masked);
    take(&shop, &[named("later.csv", later)]);
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order").id().clone();
        let to = recipient(at, &order).expect("a recipient");
        assert_eq!(to.name.as_ref().map(|it| it.as_str()), Some("Budi"));
    });
    assert!(!stands(&shop).0.contains(&Doubt::Masked));
    shop.prove();
}

#[test]
fn a_day_to_ship_by_ends_with_the_day() {
    let ebay = "Sales Record Number,Order Number,Item Number,Item Title,Custom Label,Quantity,Sold For,Total Price,Sale Date,Paid On Date,\
Ship By Date,Ship To Name,Ship To Address 1,Ship To City,Ship To Zip,Ship To Country\n\
1,11-22,5,Mug,MUG,1,EUR 10.00,EUR 10.00,May-30-26,May-30-26,Dec-01-26,Ana,Strada 1,Cluj-Napoca,400001,Romania\n";
    let shop = read(ebay);
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        let by = depo::view::orders::ship_by_ms(order).expect("a time");
        // The clocks of the file are those of the shop here, which are those of UTC.
        assert_eq!(by, 1_796_169_599_000, "1 December 2026, 23:59:59");
    });
    let placed = shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        order.placed().expect("it came in").1.placed_at.clone()
    });
    assert_eq!(
        placed,
        SourceTime::Civil {
            seconds: 1_780_099_200
        }
    );
}
