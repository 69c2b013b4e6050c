//! The layouts of shops and marketplaces: who ordered what, what is personal, what is in doubt, and the next word.

use crate::desk::*;
use depo::intake::OrderOptions;
use depo::intake::report::IntakeReport;
use depo::site::Incoming;
use depo::trade::demand::LineKey;
use depo::trade::id::{DocumentId, OrderKey};
use depo::trade::money::Terms;
use depo::trade::orders::{AddressAnswer, Doubt, OrderPlaced, StatusKind};
use depo::trade::personal::Slot;
use depo::view::names::{contact, recipient, shown_number};

pub const SHOPIFY: &str = "Name,Id,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Shipping Name,Shipping Address1,\
Shipping City,Shipping Zip,Shipping Country,Shipping Method,Notes,Tags\n\
#1001,450789469,anna@example.org,paid,unfulfilled,EUR,25.00,5.00,4.79,30.00,2026-05-30 10:00:00 +0200,\
2,Mug red,10.00,MUG-RED,true,Anna Beispiel,Musterweg 1,Berlin,10115,DE,DHL,Please ring twice,gift\n\
#1001,,,,,,,,,,,1,Bowl,5.00,BOWL,true,,,,,,,,\n";

fn only(shop: &Shop) -> OrderPlaced {
    shop.read(|at| {
        let mut orders = at.state.orders();
        let order = orders.next().expect("an order");
        assert!(orders.next().is_none());
        order.placed().expect("it came in").1.clone()
    })
}

#[test]
fn an_order_of_a_shop_is_taken_whole_and_its_people_stand_beside_it() {
    let shop = Shop::founded(1);
    let report = take(&shop, &[named("orders_export.csv", SHOPIFY)]);
    assert_eq!(
        (report.orders.new.records, report.in_doubt),
        (1, 0),
        "{report:?}"
    );
    let placed = only(&shop);
    assert_eq!(placed.order.key, OrderKey::Id(code("450789469")));
    assert_eq!(placed.keys, [OrderKey::Number(code("#1001"))]);
    assert_eq!(placed.terms, Terms::Prepaid);
    let tags = shop.read(|at| {
        let tags = depo::view::names::tags(at, &placed.order).expect("its tags");
        tags.tags
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    });
    assert_eq!(tags, ["gift"]);
    assert_eq!(placed.service, Some(code("DHL")));
    let written = |sku: &str| LineKey::Written {
        code: code(sku),
        attributes: Vec::new(),
    };
    let keys: Vec<&LineKey> = placed.lines.iter().map(|line| &line.key).collect();
    assert_eq!(keys, [&written("BOWL"), &written("MUG-RED")]);
    assert_eq!(placed.totals.tax_included, Some(true));
    let to = placed.destination.as_ref().expect("a destination");
    assert_eq!(to.answers, [AddressAnswer::Complete]);
    assert_eq!(
        to.post_code_start.as_ref().map(|it| it.as_str()),
        Some("10")
    );
    let payment = placed
        .statuses
        .iter()
        .find(|it| it.kind == StatusKind::Payment);
    assert_eq!(payment.map(|it| it.word.as_str()), Some("paid"));
    shop.read(|at| {
        let id = &placed.order;
        assert_eq!(shown_number(at, id), "#1001");
        let to = recipient(at, id).expect("a recipient");
        assert_eq!(
            to.name.as_ref().map(|it| it.as_str()),
            Some("Anna Beispiel")
        );
        assert_eq!(
            to.email.as_ref().map(|it| it.as_str()),
            Some("anna@example.org")
        );
        let order = at.state.order(id).expect("the order");
        assert!(at.state.account(order).due() <= 0, "it is paid");
    });
    // Nothing of a person stands in a fact.
    for secret in ["Anna", "Musterweg", "10115", "example.org", "ring twice"] {
        let holds = |one: &Incoming| {
            one.bytes
                .windows(secret.len())
                .any(|at| at == secret.as_bytes())
        };
        assert!(!shop.written().iter().any(holds), "{secret}");
    }
    let before = shop.written();
    assert!(take(&shop, &[named("again.csv", SHOPIFY)]).changes_nothing());
    assert_eq!(shop.written(), before);
}

#[test]
fn the_next_word_of_a_shop_changes_what_the_shop_changed() {
    let shop = Shop::founded(1);
    take(&shop, &[named("orders_export.csv", SHOPIFY)]);
    let moved = SHOPIFY
        .replace("Musterweg 1", "Beispielallee 7")
        .replace(",gift", ",gift; express");
    let report = take(&shop, &[named("orders_export.csv", moved.clone())]);
    assert_eq!(report.orders.changed.records, 1);
    let placed = only(&shop);
    shop.read(|at| {
        let to = recipient(at, &placed.order).expect("a recipient");
        assert_eq!(to.lines[0].as_str(), "Beispielallee 7");
        let document = DocumentId::Order(placed.order.clone());
        let of_source = contact(at, &document, &Slot::SourceRecipient);
        assert_eq!(
            of_source.map(|to| to.lines[0].as_str()),
            Some("Beispielallee 7")
        );
    });
    assert!(take(&shop, &[named("again.csv", moved)]).changes_nothing());
    shop.prove();
}

#[test]
fn what_a_shop_has_sent_already_is_not_taken_in_anew_but_told_of_what_is_here() {
    let shop = Shop::founded(1);
    let sent = SHOPIFY.replace("unfulfilled", "fulfilled");
    let report = take(&shop, &[named("old.csv", sent.clone())]);
    assert_eq!((report.orders.new.records, report.finished.records), (0, 1));
    let options = OrderOptions {
        finished_too: true,
        ..OrderOptions::default()
    };
    take(&shop, &[named("new.csv", SHOPIFY)]);
    let report = take_with(&shop, &[named("old.csv", sent)], options);
    assert_eq!(report.orders.changed.records, 1);
}

fn doubts(report: &IntakeReport, shop: &Shop) -> Vec<Doubt> {
    assert_eq!(report.in_doubt, 1, "{report:?}");
    only(shop).doubts
}

#[test]
fn what_cannot_be_understood_is_a_doubt_and_the_order_is_here() {
    let cases = [
        ("30.00,2026", "31.00,2026", Doubt::TotalDiffers),
        ("2026-05-30 10:00:00 +0200", "yesterday", Doubt::Time),
        (",EUR,", ",,", Doubt::Money),
        ("Musterweg 1", "", Doubt::Address),
        ("10115,DE", "99,DE", Doubt::Address),
        (",paid,", ",settled by barter,", Doubt::Status),
        (",MUG-RED,", ",,", Doubt::UnknownItem),
    ];
    for (was, is, doubt) in cases {
        let shop = Shop::founded(1);
        let csv = SHOPIFY.replace(was, is);
        assert_ne!(csv, SHOPIFY);
        let report = take(&shop, &[named("orders.csv", csv.clone())]);
        assert_eq!(doubts(&report, &shop), [doubt], "{is}");
        assert!(
            take(&shop, &[named("orders.csv", csv)]).changes_nothing(),
            "{is}"
        );
    }
}

#[test]
fn items_that_nobody_knows_may_be_left_to_a_person() {
    let shop = Shop::founded(1);
    let options = OrderOptions {
        leave_items: true,
        ..OrderOptions::default()
    };
    let report = take_with(&shop, &[named("orders.csv", SHOPIFY)], options);
    assert_eq!(doubts(&report, &shop), [Doubt::UnknownItem]);
    assert_eq!(report.items_added, 0);
}

/// One order of each layout, by its headings and a row.
pub const OTHERS: [(&str, &str); 6] = [
    (
        "amazon",
        "order-id\torder-item-id\tpurchase-date\tpayments-date\tbuyer-email\tbuyer-name\tbuyer-phone-number\tsku\t\
product-name\tquantity-purchased\tcurrency\titem-price\titem-tax\tshipping-price\tshipping-tax\tship-service-level\t\
recipient-name\tship-address-1\tship-address-2\tship-address-3\tship-city\tship-state\tship-postal-code\tship-country\n\
302-1234567-1234567\t11223344556677\t2026-05-30T08:00:00+00:00\t2026-05-30T08:00:00+00:00\tx@marketplace.example\tBo\t\
030\tMUG\tMug\t2\tEUR\t20.00\t0.00\t4.00\t0.00\tStandard\tBo Muster\tMusterweg 2\t\t\tBerlin\t\t10115\tDE\n",
    ),
    (
        "etsy",
        "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,\
Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,\
Ship Address1,Ship Address2,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,Variations,Order Type,\
Listings Type,Payment Type,InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU\n\
05/30/26,Mug,bo,1,12.00,,,0.00,0.00,3.00,0.00,12.00,EUR,33445566,998877,05/30/2026,,Bo Muster,Musterweg 2,,Berlin,,\
10115,Germany,2233445566,Personalization:For Bo,online,listing,online_cc,,,,MUG\n",
    ),
    (
        "shopee",
        "No. Pesanan,Status Pesanan,Waktu Pesanan Dibuat,SKU Induk,Nama Produk,Nomor Referensi SKU,Nama Variasi,\
Harga Awal,Harga Setelah Diskon,Jumlah,Total Harga Produk,Metode Pembayaran,Nama Penerima,No. Telepon,\
Alamat Pengiriman,Kota/Kabupaten,Provinsi,Username (Pembeli),Total Pembayaran\n\
260530ABCDEF,Perlu Dikirim,2026-05-30 10:00,,Cangkir,MUG,Merah,50.000,45.000,2,90.000,ShopeePay,Budi,0812,\
Jalan Contoh 1,Jakarta Selatan,DKI Jakarta,budi99,90.000\n",
    ),
    (
        "woocommerce",
        r#"[{"id": 727, "number": "727", "status": "processing", "currency": "EUR", "date_created_gmt": "2026-05-30T08:00:00",
"date_paid_gmt": "2026-05-30T08:01:00", "discount_total": "0.00", "shipping_total": "5.00", "total_tax": "0.00", "total": "25.00",
"customer_id": 26, "customer_note": "ring", "payment_method": "cod", "payment_method_title": "Cash on delivery",
"billing": {"first_name": "Bo", "last_name": "Muster", "address_1": "Musterweg 2", "city": "Berlin", "postcode": "10115", "country": "DE", "email": "bo@example.org"},
"shipping": {"first_name": "Bo", "last_name": "Muster", "address_1": "Musterweg 2", "city": "Berlin", "postcode": "10115", "country": "DE"},
"line_items": [{"id": 315, "name": "Mug", "product_id": 93, "quantity": 2, "subtotal": "20.00", "total": "20.00", "total_tax": "0.00", "sku": "MUG", "price": 10}],
"shipping_lines": [{"id": 317, "method_title": "Flat rate", "method_id": "flat_rate", "total": "5.00"}]}]"#,
    ),
    (
        "shopify",
        r##"{"orders": [{"id": 450789469, "name": "#1001", "created_at": "2026-05-30T10:00:00+02:00", "currency": "EUR",
"financial_status": "paid", "fulfillment_status": null, "total_price": "25.00", "subtotal_price": "20.00", "total_tax": "0.00",
"total_discounts": "0.00", "tags": "", "email": "bo@example.org",
"shipping_address": {"name": "Bo Muster", "address1": "Musterweg 2", "city": "Berlin", "zip": "10115", "country_code": "DE"},
"line_items": [{"id": 466157049, "title": "Mug", "sku": "MUG", "quantity": 2, "price": "10.00"}],
"shipping_lines": [{"title": "DHL", "price": "5.00"}]}]}"##,
    ),
    (
        "orders",
        "Order Number,Order Date,SKU,Item Name,Quantity,Unit Price,Currency,Recipient Name,Address 1,City,Postal Code,\
Country\nA-77,2026-05-30 10:00,MUG,Mug,2,10.00,EUR,Bo Muster,Musterweg 2,Berlin,10115,DE\n",
    ),
];

#[test]
fn every_layout_gives_an_order_and_the_same_file_again_changes_nothing() {
    for (channel, text) in OTHERS {
        let shop = Shop::founded(1);
        let report = take(&shop, &[named("orders.csv", text)]);
        assert_eq!(report.orders.new.records, 1, "{channel}: {report:?}");
        let placed = only(&shop);
        assert_eq!(placed.order.channel.first.code, code(channel));
        let units: u64 = placed
            .lines
            .iter()
            .filter_map(|it| it.units())
            .map(|it| it.get())
            .sum();
        assert!(units > 0, "{channel}");
        let knows_item = placed.doubts.contains(&Doubt::UnknownItem);
        assert!(!knows_item, "{channel}: {:?}", placed.doubts);
        shop.read(|at| assert!(recipient(at, &placed.order).is_some(), "{channel}"));
        let again = take(&shop, &[named("orders.csv", text)]);
        assert!(again.changes_nothing(), "{channel}: {again:?}");
        let holds = |one: &Incoming| one.bytes.windows(2).any(|at| at == b"Bo");
        assert!(!shop.written().iter().any(holds), "{channel}");
    }
}

#[test]
fn what_a_person_said_of_columns_is_kept_on_the_channel_and_goes_from_house_to_house_as_a_file() {
    use depo::exchange::orders::mapping::{Field, MappedColumn, Mapping, RowIs};
    use depo::intake::mappings;
    use depo::trade::channels::commands::ChannelCommand;
    use depo::trade::id::{ChannelId, FirstCode};
    let headings = ["Nr", "Cod", "Buc"].map(str::to_owned);
    let says = [Field::Number, Field::Sku, Field::Units];
    let column = |(heading, field): (&String, Field)| MappedColumn {
        heading: heading.clone(),
        field,
    };
    let mapping = Mapping {
        columns: headings.iter().zip(says).map(column).collect(),
        row_is: RowIs::Unit,
        ..Mapping::default()
    };
    let channel = |code_of: &str| ChannelId {
        first: FirstCode::new(code(code_of)),
    };
    let digest = mappings::headings_digest(&headings);
    let field = mappings::field(digest, "Magazin", &mapping).expect("it can be held");
    let shop = Shop::founded(1);
    shop.does(ChannelCommand::SetChannel {
        channel: channel("one"),
        fields: vec![field],
    });
    let found = shop.read(|at| mappings::for_headings(at, &headings));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].name.as_str(), &found[0].mapping),
        ("Magazin", &mapping)
    );
    // As a file into another house, and for another channel: then both are offered.
    let field = mappings::of_file(&mappings::to_file(&found[0])).expect("a mapping");
    assert_eq!(mappings::of_file(b"{}"), None);
    shop.does(ChannelCommand::SetChannel {
        channel: channel("two"),
        fields: vec![field],
    });
    assert_eq!(
        shop.read(|at| mappings::for_headings(at, &headings)).len(),
        2
    );
    let forget = depo::trade::channels::ChannelField::FileMapping {
        headings: digest,
        mapping: None,
    };
    shop.does(ChannelCommand::SetChannel {
        channel: channel("one"),
        fields: vec![forget],
    });
    let left = shop.read(|at| mappings::for_headings(at, &headings));
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].channel, channel("two"));
}

#[test]
fn columns_that_a_person_has_explained_are_read() {
    use depo::exchange::orders::mapping::{AddressPart, Field, MappedColumn, Mapping};
    let column = |heading: &str, field| MappedColumn {
        heading: heading.to_owned(),
        field,
    };
    let mapping = Mapping {
        columns: vec![
            column("Ref", Field::Number),
            column("What", Field::Sku),
            column("How many", Field::Units),
            column("Who", Field::ShipTo(AddressPart::Name)),
        ],
        ..Mapping::default()
    };
    let options = OrderOptions {
        mapping: Some(mapping),
        currency: depo::trade::quantity::Currency::new("EUR"),
        ..OrderOptions::default()
    };
    let csv =
        "Ref,What,How many,Who\n77,MUG,3,Bo Muster\n77,BOWL,1,Bo Muster\n78,MUG,1,Ada Muster\n";
    let shop = Shop::founded(1);
    let report = take_with(&shop, &[named("own.csv", csv)], options.clone());
    assert_eq!((report.orders.new.records, report.orders.new.units), (2, 5));
    // Nothing is made up: no date, no price, half an address.
    assert_eq!(report.in_doubt, 2);
    assert!(take_with(&shop, &[named("own.csv", csv)], options).changes_nothing());
}
