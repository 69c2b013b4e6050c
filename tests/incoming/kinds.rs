//! What a file is, and which imports there were.

use crate::desk::*;
use crate::layouts::{OTHERS, SHOPIFY};
use depo::exchange::catalog::CatalogFormat;
use depo::exchange::inventory::InventoryFormat;
use depo::exchange::orders::OrderFormat;
use depo::exchange::preview::preview;
use depo::intake::OrderOptions;
use depo::intake::history::past_files;
use depo::intake::kinds::{FileKind, kind_of, layout_name};

fn kind(text: &str) -> FileKind {
    let begun = kind_of("file", text.as_bytes(), true);
    assert_eq!(kind_of("file", text.as_bytes(), false), begun, "{text}");
    begun
}

#[test]
fn a_file_is_known_by_its_first_bytes() {
    assert_eq!(kind(SHOPIFY), FileKind::Orders(OrderFormat::ShopifyCsv));
    for (channel, text) in OTHERS {
        let kind = kind_of("file", text.as_bytes(), true);
        assert!(matches!(kind, FileKind::Orders(_)), "{channel}: {kind:?}");
        assert!(layout_name(kind).is_some());
    }
    let retail = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
                  100,A,Mug,2,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    assert_eq!(kind(retail), FileKind::Orders(OrderFormat::OnlineRetail));
    let stock = "SKU,Quantity,Bin\nMUG,10,A-01\n";
    assert_eq!(kind(stock), FileKind::Stock(InventoryFormat::Plain));
    let products = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price\n\
                    mug,Mug,Colour,Red,MUG-RED,380,8.90\n";
    assert_eq!(
        kind(products),
        FileKind::Items(CatalogFormat::ShopifyLegacy)
    );
    assert_eq!(kind("Colour,Weather\nred,rain\n"), FileKind::Unknown);
    assert_eq!(kind(""), FileKind::Unknown);
}

#[test]
fn a_table_out_of_a_spreadsheet_is_known_like_a_file() {
    let pasted = |text: &str| kind_of("pasted-1.tsv", text.as_bytes(), true);
    let products = "SKU\tName\tBarcode\tWeight\r\nMUG\tMug, red\t4006381333931\t380\r\n";
    assert_eq!(pasted(products), FileKind::Items(CatalogFormat::Plain));
    let stock = "SKU\tQuantity\tBin\r\nMUG\t10\tA-01\r\n";
    assert_eq!(pasted(stock), FileKind::Stock(InventoryFormat::Plain));
    let with_commas = "SKU,Quantity,Bin\nMUG,10,A-01\n";
    assert_eq!(pasted(with_commas), FileKind::Stock(InventoryFormat::Plain));
}

#[test]
fn the_imports_that_were_are_read_off_the_facts() {
    let shop = Shop::founded(1);
    assert_eq!(shop.read(|at| past_files(at, 10)), []);
    let first = take(&shop, &[named("first.csv", SHOPIFY)]);
    let later = SHOPIFY.replace(",gift", ",gift; express");
    take(&shop, &[named("later.csv", later)]);
    let past = shop.read(|at| past_files(at, 10));
    let told: Vec<(Option<&str>, u64, u64, u64)> = past
        .iter()
        .map(|file| (file.name.as_deref(), file.orders, file.lines, file.words))
        .collect();
    assert_eq!(
        told,
        [(Some("later.csv"), 0, 0, 1), (Some("first.csv"), 1, 2, 0)]
    );
    assert_eq!(past[1].hash, first.files[0].hash);
    assert_eq!(past[1].operator, Some(shop.operator.get()));
    assert_eq!(shop.read(|at| past_files(at, 1)).len(), 1);
}

#[test]
fn every_reading_of_a_file_that_said_something_is_an_entry() {
    let shop = Shop::founded(1);
    let sent = SHOPIFY.replace("paid,unfulfilled", "paid,fulfilled");
    let sent = sent
        .replace("#1001", "#1002")
        .replace("450789469", "450789470");
    let (_, rows) = sent.split_once('\n').expect("headings");
    let file = named("orders.csv", format!("{SHOPIFY}{rows}"));
    take(&shop, std::slice::from_ref(&file));
    shop.now_ms.set(shop.now_ms.get() + 3_600_000);
    take_with(
        &shop,
        &[file],
        OrderOptions {
            finished_too: true,
            ..OrderOptions::default()
        },
    );
    let past = shop.read(|at| past_files(at, 10));
    let told: Vec<(u64, u64)> = past.iter().map(|file| (file.orders, file.words)).collect();
    assert_eq!(told, [(1, 0), (1, 0)]);
    assert_eq!(past[0].hash, past[1].hash, "one file, two readings");
    assert!(past[0].at_ms - past[1].at_ms >= 3_600_000);
}

#[test]
fn headings_of_other_languages_are_guessed() {
    for headings in [
        "Beleg;Artikel-Nr.;Menge;Einzelpreis;Empfaenger;Strasse;PLZ;Ort;Land;Waehrung",
        "Bestellnummer;Artikelnummer;Anzahl;Preis;Empfänger;Straße;Postleitzahl;Stadt;Land;Währung",
        "No. Pesanan;Kode Barang;Kuantitas;Harga Satuan;Penerima;Alamat;Kode Pos;Kota;Negara;Mata Uang",
        "Поръчка №;Код на артикул;Брой;Единична цена;Получател;Адрес;Пощенски код;Населено място;Държава;Валута",
        "Nr. comandă;Cod produs;Bucăți;Preț unitar;Destinatar;Adresa de livrare;Cod poștal;Localitate;Țara;Moneda",
    ] {
        let cells: Vec<String> = headings.split(';').map(str::to_owned).collect();
        let meanings = depo::exchange::orders::meanings(&cells, None);
        let untold: Vec<&String> = cells
            .iter()
            .zip(&meanings)
            .filter(|(_, meaning)| meaning.is_none())
            .map(|(heading, _)| heading)
            .collect();
        assert!(untold.is_empty(), "{untold:?}");
        let text = format!("{headings}\nA-1;MUG;2;4,50;Ana;Str 1;1000;Sofia;BG;EUR\n");
        let kind = kind_of("file", text.as_bytes(), true);
        assert_eq!(kind, FileKind::Orders(OrderFormat::FreeHeadings));
    }
    // Lists of goods are none of orders.
    let stock = "Artikelnummer;Menge;Ort\nMUG;10;A-01\n";
    assert!(!matches!(kind(stock), FileKind::Orders(_)));
}

#[test]
fn products_as_json_are_products_of_whichever_shop() {
    use depo::exchange::catalog::CatalogFormat;
    let cases = [
        (
            r#"{"products":[{"id":1,"title":"Mug","handle":"mug","options":[{"name":"Colour"}],"variants":[{"id":11,"sku":"MUG-1","option1":"Red","barcode":"5901234123457","price":"9.90","grams":300}]}]}"#,
            CatalogFormat::ShopifyJson,
            "MUG-1",
        ),
        (
            r#"[{"id":44,"name":"Tea","type":"simple","status":"publish","sku":"TEA-1","regular_price":"3.50","stock_status":"instock","weight":"0.25"}]"#,
            CatalogFormat::WooCommerceJson,
            "TEA-1",
        ),
        (
            r#"{"items":[{"id":7,"sku":"CUP-1","name":"Cup","attribute_set_id":4,"type_id":"simple","price":5,"custom_attributes":[{"attribute_code":"ean","value":"4006381333931"}]}],"total_count":1}"#,
            CatalogFormat::MagentoJson,
            "CUP-1",
        ),
    ];
    for (text, format, sku) in cases {
        assert_eq!(
            kind_of("products.json", text.as_bytes(), true),
            FileKind::Items(format)
        );
        let shop = Shop::founded(1);
        let report = crate::stock::take_items(&shop, text, false);
        assert_eq!((report.new, report.refused), (1, 0), "{report:?}");
        assert_eq!(crate::stock::take_items(&shop, text, false).known, 1);
        shop.read(|at| {
            let (id, card) = at.state.items().next().expect("an item");
            assert_eq!(depo::view::names::item_code(at, id), sku);
            let has = |wanted: &str| card.fields().any(|of| format!("{of:?}").contains(wanted));
            let is_shopify = format == CatalogFormat::ShopifyJson;
            assert_eq!((has("handle"), has("300000")), (is_shopify, is_shopify));
        });
    }
    // A weight whose unit nobody says is left out, and told.
    let shop = Shop::founded(1);
    let told = crate::stock::take_items(&shop, cases[1].0, false).rejected;
    assert_eq!(
        told.kept()[0].what,
        depo::exchange::problem::ErrorKind::UnitUnsaid
    );
}

#[test]
fn a_file_in_the_code_page_of_its_country_is_known_as_in_utf_8() {
    let text = "Номер на поръчка;Дата;Получател;Адрес;Град;Пощенски код;Държава;SKU;Продукт;Количество;Цена\r\n\
                2201;27.11.2026;Жанета Щерева;ул. Шипка 12;Кърджали;6600;България;CHAI-01;Чай мащерка;2;7,90\r\n";
    let bytes: Vec<u8> = text
        .chars()
        .map(|character| match character {
            'А'..='я' => 0xc0 + (u32::from(character) - u32::from('А')) as u8,
            other => u32::from(other) as u8,
        })
        .collect();
    let of_utf_8 = kind_of("file", text.as_bytes(), true);
    assert_eq!(kind_of("file", &bytes, true), of_utf_8);
    let seen = preview(&bytes, true);
    let headings: Vec<&str> = seen.columns.iter().map(|of| of.heading.as_str()).collect();
    assert_eq!(headings[..3], ["Номер на поръчка", "Дата", "Получател"]);
    assert_eq!(seen.rows[0][4], "Кърджали");
    assert_eq!(seen.encoding.name(), "windows-1251");
    assert_eq!(seen.problem, None);
    assert!(matches!(of_utf_8, FileKind::Orders(_)), "{of_utf_8:?}");
}

#[test]
fn a_list_of_returns_is_told_from_orders_by_what_it_says_and_by_what_it_does_not() {
    use depo::exchange::returns_in::ReturnsFormat;
    let kind = |text: &str| kind_of("returns.csv", text.as_bytes(), true);
    let returns = [
        "Order number,SKU,Return quantity,Return reason\n1001,MUG,1,Damaged\n",
        "Order ID,Item code,Quantity,Reason for return\n1001,MUG,1,Damaged\n",
        "No. pesanan,SKU,Jumlah retur\n1001,MUG,1\n",
    ];
    for text in returns {
        assert_eq!(
            kind(text),
            FileKind::Returns(ReturnsFormat::Announced),
            "{text}"
        );
    }
    let sale = "Order ID,SKU,Quantity,Unit Price,Return policy\n1001,MUG,1,4.50,30 days\n";
    assert!(
        matches!(kind(sale), FileKind::Orders(_)),
        "{:?}",
        kind(sale)
    );
}
