//! Files of products, each with the traps of its kind.

use depo::exchange::catalog::model::{LengthUnit, MassUnit, Product, Variant};
use depo::exchange::catalog::{CatalogFormat, CatalogReader, CatalogReport};
use depo::exchange::problem::{ErrorKind, FileError};
use depo::limits::OPEN_RECORDS_MAX;

use super::{listed, read_with};
use crate::orders::table;

pub type Read = (Result<(), FileError>, Vec<Product>, CatalogReport);

pub fn read_chunks<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut reader = CatalogReader::new("file");
    let (end, products) = read_with(&mut reader, chunks);
    (end, products, reader.report())
}

/// Reads a file that arrives at once, and holds it against the same file arriving byte by byte.
fn read(text: &str) -> Read {
    let whole = read_chunks([text.as_bytes()]);
    assert_eq!(whole, read_chunks(text.as_bytes().chunks(1)));
    whole
}

fn options(variant: &Variant) -> Vec<(&str, &str)> {
    let options = variant.options.iter();
    options
        .map(|option| {
            (
                option.name.as_deref().unwrap_or_default(),
                option.value.as_str(),
            )
        })
        .collect()
}

fn codes(product: &Product) -> Vec<&str> {
    let variants = product.variants.iter();
    variants
        .map(|variant| variant.sku.as_deref().unwrap_or_default())
        .collect()
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or("none".to_owned(), |value| value.to_string())
}

#[test]
fn every_known_heading_row_is_recognised_in_any_order() {
    let Some(folder) = crate::shared::shared("headers") else {
        return;
    };
    for (name, format) in [
        ("shopify-products-2025.csv", CatalogFormat::Shopify),
        ("shopify-products-legacy.csv", CatalogFormat::ShopifyLegacy),
        ("woocommerce-products.csv", CatalogFormat::WooCommerce),
    ] {
        let text = std::fs::read_to_string(folder.join(name)).expect("a heading row");
        let (end, _, report) = read(&text);
        assert_eq!(
            (report.format, end),
            (format, Err(FileError::NoRows)),
            "{name}"
        );
        let mut cells: Vec<&str> = text.trim_end().split(',').collect();
        cells.reverse();
        let turned = read(&cells.join(","));
        assert_eq!(turned.2.format, format, "{name}, turned round");
    }
    for name in [
        "amazon-all-orders.tsv",
        "amazon-fba-returns.tsv",
        "amazon-new-orders.tsv",
        "ebay-orders.csv",
        "etsy-sold-order-items.csv",
        "lazada-orders.csv",
        "shopify-inventory-current.csv",
        "shopify-inventory-older.csv",
        "shopify-orders.csv",
        "tiktok-tokopedia-id-orders.csv",
    ] {
        let text = std::fs::read_to_string(folder.join(name)).expect("a heading row");
        let (end, _, report) = read(&(text + "1,2,3\n"));
        assert!(
            matches!(end, Err(FileError::NotRecognised { .. })),
            "{name}: {:?}",
            report.format
        );
    }
}

#[test]
fn shopify_of_both_generations_gives_the_same_products() {
    let legacy = table(
        ',',
        &[
            "Handle",
            "Title",
            "Body (HTML)",
            "Vendor",
            "Type",
            "Tags",
            "Published",
            "Option1 Name",
            "Option1 Value",
            "Option2 Name",
            "Option2 Value",
            "Variant SKU",
            "Variant Grams",
            "Variant Inventory Qty",
            "Variant Inventory Policy",
            "Variant Price",
            "Variant Compare At Price",
            "Variant Requires Shipping",
            "Variant Barcode",
            "Image Src",
            "Cost per item",
            "Status",
            "Variant Weight Unit",
        ],
        &[
            &[
                ("Handle", "lamp"),
                ("Title", "Lamp, \"big\""),
                ("Body (HTML)", "<p>Bright,\r\n\"very\"</p>"),
                ("Vendor", "Acme"),
                ("Type", "Light"),
                ("Tags", "home, new"),
                ("Published", "TRUE"),
                ("Option1 Name", "Colour"),
                ("Option1 Value", "Red"),
                ("Option2 Name", "Size"),
                ("Option2 Value", "L"),
                ("Variant SKU", "'00123"),
                ("Variant Grams", "1250.0"),
                ("Variant Inventory Qty", "-2"),
                ("Variant Inventory Policy", "continue"),
                ("Variant Price", "1,030.50"),
                ("Variant Compare At Price", "1200"),
                ("Variant Requires Shipping", "true"),
                ("Variant Barcode", "'4006381333931"),
                ("Image Src", "https://x.example/1.jpg"),
                ("Cost per item", "500.25"),
                ("Status", "active"),
                ("Variant Weight Unit", "kg"),
            ],
            &[
                ("Handle", "lamp"),
                ("Option1 Value", "Blue"),
                ("Option2 Value", "L"),
                ("Variant SKU", "LAMP-B"),
                ("Variant Price", "990"),
                ("Variant Requires Shipping", "true"),
            ],
            &[("Handle", "lamp"), ("Image Src", "https://x.example/2.jpg")],
            &[
                ("Handle", "wick"),
                ("Title", "Wick"),
                ("Option1 Name", "Title"),
                ("Option1 Value", "Default Title"),
                ("Variant SKU", "WICK"),
                ("Variant Price", "2"),
            ],
        ],
    );
    let current = legacy
        .replacen("Handle,", "URL handle,", 1)
        .replacen("Body (HTML)", "Description", 1)
        .replacen("Published", "Published on online store", 1)
        .replacen("Variant SKU", "SKU", 1)
        .replacen("Variant Grams", "Weight value (grams)", 1)
        .replacen("Variant Inventory Qty", "Inventory quantity", 1)
        .replacen(
            "Variant Inventory Policy",
            "Continue selling when out of stock",
            1,
        )
        .replacen("Variant Price", "Price", 1)
        .replacen("Variant Compare At Price", "Compare-at price", 1)
        .replacen("Variant Requires Shipping", "Requires shipping", 1)
        .replacen("Variant Barcode", "Barcode", 1)
        .replacen("Image Src", "Product image URL", 1)
        .replacen("Variant Weight Unit", "Weight unit for display", 1);
    let (end, mut products, report) = read(&current);
    assert_eq!((end, report.format), (Ok(()), CatalogFormat::Shopify));
    for product in &mut products {
        product.format = CatalogFormat::ShopifyLegacy;
    }
    let (end, old, report) = read(&legacy);
    assert_eq!((end, report.format), (Ok(()), CatalogFormat::ShopifyLegacy));
    assert_eq!(products, old);

    assert_eq!(
        (report.products, report.variants, report.picture_rows),
        (2, 3, 1)
    );
    assert_eq!(listed(&report.sheet.refused), []);
    assert_eq!(listed(&report.sheet.doubts), []);
    let lamp = &old[0];
    assert_eq!(lamp.title.as_deref(), Some("Lamp, \"big\""));
    assert_eq!(
        (lamp.vendor.as_deref(), lamp.status.as_deref()),
        (Some("Acme"), Some("active"))
    );
    assert_eq!(lamp.tags, ["home", "new"]);
    assert_eq!(codes(lamp), ["00123", "LAMP-B"]);
    let [red, blue] = &lamp.variants[..] else {
        unreachable!("two variants");
    };
    assert_eq!(options(red), [("Colour", "Red"), ("Size", "L")]);
    assert_eq!(options(blue), [("Colour", "Blue"), ("Size", "L")]);
    assert_eq!(red.barcode.as_deref(), Some("4006381333931"));
    assert_eq!(shown(red.price), "1030.50");
    assert_eq!(shown(red.cost), "500.25");
    assert_eq!(shown(red.weight.and_then(|weight| weight.grams())), "1250");
    assert_eq!(
        (red.stock.units, red.stock.sold_when_empty),
        (Some(-2), Some(true))
    );
    assert_eq!(blue.weight, None);
    assert_eq!(options(&old[1].variants[0]), []);
}

const WOO: [&str; 19] = [
    "ID",
    "Type",
    "SKU",
    "GTIN, UPC, EAN, or ISBN",
    "Name",
    "Published",
    "In stock?",
    "Stock",
    "Backorders allowed?",
    "Weight (lbs)",
    "Length (in)",
    "Sale price",
    "Regular price",
    "Parent",
    "Grouped products",
    "Attribute 1 name",
    "Attribute 1 value(s)",
    "Attribute 2 name",
    "Attribute 2 value(s)",
];

#[test]
fn woocommerce_variations_find_their_parents_wherever_they_stand() {
    let text = table(
        ',',
        &WOO,
        &[
            &[
                ("ID", "77"),
                ("Type", "variation"),
                ("SKU", "tee-early"),
                ("Parent", "id:44"),
                ("Regular price", "20"),
            ],
            &[
                ("ID", "44"),
                ("Type", "variable"),
                ("SKU", "tee"),
                ("Name", "T-Shirt"),
                ("Published", "1"),
                ("Weight (lbs)", ".5"),
                ("Length (in)", "24"),
                ("Stock", "7"),
                ("Attribute 1 name", "Colour"),
                ("Attribute 1 value(s)", "Blue, Red\\, dark"),
            ],
            &[
                ("ID", "46"),
                ("Type", "simple, virtual"),
                ("SKU", "'-song"),
                ("Name", "Song"),
                ("Sale price", "18,5"),
                ("Regular price", "1234,5"),
                ("In stock?", "backorder"),
                ("Attribute 1 name", "Colour"),
                ("Attribute 1 value(s)", "Grey"),
            ],
            &[
                ("ID", "78"),
                ("Type", "variation"),
                ("SKU", "tee-red"),
                ("GTIN, UPC, EAN, or ISBN", "4006381333932"),
                ("Name", "T-Shirt - Red, dark"),
                ("Parent", "tee"),
                ("Stock", "parent"),
                ("Weight (lbs)", "1"),
                ("Attribute 1 name", "Colour"),
                ("Attribute 1 value(s)", "Red\\, dark"),
                ("Attribute 2 name", "Size"),
            ],
            &[
                ("ID", "87"),
                ("Type", "grouped"),
                ("SKU", "set"),
                ("Name", "Set"),
                ("Grouped products", "tee, id:46"),
            ],
            &[("ID", "90"), ("Type", "variation"), ("SKU", "lost")],
            &[("Type", "simple"), ("Name", "Nameless")],
        ],
    );
    let (end, products, report) = read(&text);
    assert_eq!((end, report.format), (Ok(()), CatalogFormat::WooCommerce));
    let keys: Vec<_> = products.iter().map(|product| &*product.key).collect();
    assert_eq!(keys, ["'-song".trim_start_matches('\''), "set", "id:44"]);
    let tee = &products[2];
    assert_eq!(tee.title.as_deref(), Some("T-Shirt"));
    assert_eq!(codes(tee), ["tee-early", "tee-red"]);
    let [early, red] = &tee.variants[..] else {
        unreachable!("two variants");
    };
    let (parent, own) = (early.weight.expect("inherited"), red.weight.expect("own"));
    assert_eq!(
        (shown(parent.grams()), parent.unit),
        ("226.796185".to_owned(), MassUnit::Pound)
    );
    assert_eq!(shown(own.grams()), "453.59237");
    let length = red.size.and_then(|size| size.length).expect("inherited");
    assert_eq!(
        (shown(length.millimetres()), length.unit),
        ("609.6".to_owned(), LengthUnit::Inch)
    );
    assert_eq!(options(red), [("Colour", "Red, dark")]);
    assert!(red.stock.with_product);
    let shared = tee.shared.as_deref().expect("a row of its own");
    assert_eq!(shared.stock.units, Some(7));

    let song = &products[0].variants[0];
    assert_eq!(
        (shown(song.price), shown(song.sale_price)),
        ("1234.5".to_owned(), "18.5".to_owned())
    );
    assert_eq!(
        (song.needs_shipping, song.stock.sold_when_empty),
        (Some(false), Some(true))
    );
    assert_eq!(options(song), []);
    assert_eq!(products[1].components, ["tee", "id:46"]);
    assert_eq!(products[1].variants, []);

    assert_eq!(
        listed(&report.sheet.refused),
        [
            (7, "Parent", ErrorKind::Missing),
            (8, "SKU", ErrorKind::Missing)
        ]
    );
    assert_eq!(
        listed(&report.sheet.doubts),
        [(5, "GTIN, UPC, EAN, or ISBN", ErrorKind::CheckDigitWrong)]
    );
}

#[test]
fn a_supplier_list_says_its_units_in_headings_cells_or_a_column() {
    let (end, products, report) = read(
        "Product;SKU;EAN;Weight (kg);Length (cm);Width;Unit cost;HS code;Made in\n\
         Lamp;007;4006381333931;1,5;20;5 in;€ 12,50;9405.11;BG\n\
         Wick;008;4,00638E+12;500 g;x;3;1.234;;\n\
         Oil;5,01E+12;;;;;;;\n\
         ;009;;;;;;;\n\
         Lamp;007;;;;;;;\n",
    );
    assert_eq!((end, report.format), (Ok(()), CatalogFormat::Plain));
    let keys: Vec<_> = products.iter().map(|product| &*product.key).collect();
    assert_eq!(keys, ["007", "008", "5,01E+12", "009", "007"]);
    assert_eq!(products[4].part, 1);
    let lamp = &products[0].variants[0];
    assert_eq!(shown(lamp.weight.and_then(|weight| weight.grams())), "1500");
    let size = lamp.size.expect("two sides");
    assert_eq!(shown(size.width.and_then(|side| side.millimetres())), "127");
    assert_eq!(shown(lamp.cost), "12.50");
    assert_eq!(lamp.hs_code.as_deref(), Some("9405.11"));
    let wick = &products[1].variants[0];
    assert_eq!(shown(wick.weight.and_then(|weight| weight.grams())), "500");
    assert_eq!(
        (products[2].refused_rows, &products[2].variants[..]),
        (1, &[][..])
    );
    assert_eq!(
        listed(&report.sheet.doubts),
        [
            (3, "EAN", ErrorKind::CodeRounded),
            (3, "Length (cm)", ErrorKind::NotAMeasure),
            (3, "Width", ErrorKind::UnitUnsaid),
            (3, "Unit cost", ErrorKind::NumberUnclear),
            (6, "SKU", ErrorKind::CodeTwice),
        ]
    );
    assert_eq!(
        listed(&report.sheet.refused),
        [(4, "SKU", ErrorKind::CodeRounded)]
    );
}

#[test]
fn a_product_that_comes_back_late_is_another_part() {
    let mut text = "Handle,Title,Variant SKU,Variant Price\n".to_owned();
    for number in 0..=OPEN_RECORDS_MAX {
        text += &format!("h{number},T{number},s{number},1\n");
    }
    text += "h0,,s-late,2\nh5,,s-near,2\n";
    let (end, products, report) = read_chunks([text.as_bytes()]);
    assert_eq!(end, Ok(()));
    assert_eq!(report.products, OPEN_RECORDS_MAX as u64 + 1);
    assert_eq!(report.later_parts, 1);
    let of = |key: &str| -> Vec<(u32, Vec<&str>)> {
        let found = products.iter().filter(|product| &*product.key == key);
        found
            .map(|product| (product.part, codes(product)))
            .collect()
    };
    assert_eq!(of("h0"), [(0, vec!["s0"]), (1, vec!["s-late"])]);
    assert_eq!(of("h5"), [(0, vec!["s5", "s-near"])]);
}
