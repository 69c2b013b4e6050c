//! Files in rows, made up: the columns that say something under their own names, as many others as the real file has,
//! empty.

use std::fmt::Write;

use crate::archive::archive;
use crate::online_retail_sample::{SampleOptions, sample};

use crate::sheet::{Sheet, rows, text};

pub fn online_retail() -> Vec<u8> {
    let options = SampleOptions {
        seed: 7,
        invoices: 6_000,
        broken_rows: false,
    };
    let made = sample(options);
    assert_eq!(made.expected.rejected_lines, 0, "no row is broken");
    made.csv
}

pub fn shopify_csv() -> Vec<u8> {
    text(&SHOPIFY, 12_000)
}

const SHOPIFY: Sheet = Sheet {
    delimiter: ',',
    width: 79,
    lines_max: 4,
    columns: &[
        ("Name", "#{o}"),
        ("Email", "^buyer{o}@shop.example"),
        ("Financial Status", "^paid"),
        ("Paid at", "^2026-08-{d} 10:{m}:05 +0700"),
        ("Fulfillment Status", "^unfulfilled"),
        ("Currency", "^EUR"),
        ("Subtotal", "^{p}.50"),
        ("Shipping", "^4.90"),
        ("Taxes", "^0.00"),
        ("Total", "^{p}.40"),
        ("Discount Amount", "^0.00"),
        ("Shipping Method", "^Standard"),
        ("Created at", "^2026-08-{d} 10:{m}:00 +0700"),
        ("Lineitem quantity", "{q}"),
        ("Lineitem name", "{t}"),
        ("Lineitem price", "{p}.25"),
        ("Lineitem sku", "L-{l}"),
        ("Lineitem fulfillment status", "pending"),
        ("Billing Name", "^Ana Pop"),
        ("Billing Address1", "^Strada Lunga {m}"),
        ("Billing City", "^Cluj"),
        ("Billing Zip", "^'010011"),
        ("Billing Country", "^RO"),
        ("Shipping Name", "^Ana Pop"),
        ("Shipping Address1", "^Strada Lunga {m}, ap. {d}"),
        ("Shipping City", "^Cluj"),
        ("Shipping Zip", "^'010011"),
        ("Shipping Country", "^RO"),
        ("Shipping Phone", "^+40 700 000 000"),
        ("Notes", "^ring twice,\nplease"),
        ("Id", "^55501{o}"),
        ("Tags", "^vip, b2b"),
        ("Source", "^web"),
        ("Lineitem discount", "0.00"),
    ],
};

pub fn amazon_tsv() -> Vec<u8> {
    text(&AMAZON, 18_000)
}

const AMAZON: Sheet = Sheet {
    delimiter: '\t',
    width: 36,
    lines_max: 3,
    columns: &[
        ("order-id", "404-{o}-0000001"),
        ("order-item-id", "600{l}"),
        ("purchase-date", "2026-08-{d}T10:{m}:00+00:00"),
        ("payments-date", "2026-08-{d}T10:{m}:00+00:00"),
        ("promise-date", "2026-09-{d}T21:59:59+00:00"),
        ("buyer-email", "x{o}@marketplace.example"),
        ("buyer-name", "Bo Berg"),
        ("sku", "L-{l}"),
        ("product-name", "{t}"),
        ("quantity-purchased", "3"),
        ("quantity-shipped", "0"),
        ("quantity-to-ship", "3"),
        ("ship-service-level", "Standard"),
        ("recipient-name", "Bo Berg"),
        ("ship-address-1", "Langer Weg {m}"),
        ("ship-city", "Leipzig"),
        ("ship-postal-code", "04109"),
        ("ship-country", "DE"),
        ("sales-channel", "marketplace.example"),
    ],
};

pub fn ebay_csv() -> Vec<u8> {
    text(&EBAY, 22_000)
}

const EBAY: Sheet = Sheet {
    delimiter: ',',
    width: 82,
    // An order of several items has a row more, which sums up.
    lines_max: 1,
    columns: &[
        ("Sales Record Number", "{l}"),
        ("Order Number", "05-{o}"),
        ("Buyer Username", "bo{o}"),
        ("Buyer Name", "Bo Berg"),
        ("Ship To Name", "Bo Berg"),
        ("Ship To Address 1", "Langer Weg {m}"),
        ("Ship To City", "Leipzig"),
        ("Ship To Zip", "04109"),
        ("Ship To Country", "Germany"),
        ("Item Number", "36400000{l}"),
        ("Item Title", "{t}"),
        ("Custom Label", "L-{l}"),
        ("Quantity", "{q}"),
        ("Sold For", "EUR {p},90"),
        ("Shipping And Handling", "EUR 4,90"),
        ("Total Price", "EUR 1.{m}7,40"),
        ("Payment Method", "Card"),
        ("Sale Date", "Oct-{d}-26"),
        ("Paid On Date", "Oct-{d}-26"),
        ("Shipping Service", "Standard"),
        ("Transaction ID", "10{l}"),
    ],
};

pub fn etsy_csv() -> Vec<u8> {
    text(&ETSY, 18_000)
}

const ETSY: Sheet = Sheet {
    delimiter: ',',
    width: 33,
    lines_max: 3,
    columns: &[
        ("Sale Date", "08/{d}/26"),
        ("Item Name", "{t}"),
        ("Buyer", "Bo Berg (bo{o})"),
        ("Quantity", "{q}"),
        ("Price", "{p}.25"),
        ("Discount Amount", "0.00"),
        ("Order Shipping", "4.90"),
        ("Order Sales Tax", "0.00"),
        ("Item Total", "{p}.75"),
        ("Currency", "EUR"),
        ("Transaction ID", "40{l}"),
        ("Listing ID", "15{l}"),
        ("Date Paid", "08/{d}/2026"),
        ("Date Shipped", ""),
        ("Ship Name", "Bo Berg"),
        ("Ship Address1", "Langer Weg {m}"),
        ("Ship City", "Leipzig"),
        ("Ship Zipcode", "04109"),
        ("Ship Country", "Germany"),
        ("Order ID", "350{o}"),
        ("Variations", "Colour:red"),
        ("SKU", "L-{l}"),
    ],
};

pub fn lazada_csv() -> Vec<u8> {
    text(&LAZADA, 12_000)
}

const LAZADA: Sheet = Sheet {
    delimiter: ',',
    width: 76,
    lines_max: 3,
    columns: &[
        ("orderItemId", "77{l}"),
        ("orderNumber", "88{o}"),
        ("sellerSku", "L-{l}"),
        ("itemName", "{t}"),
        ("createTime", "{d} Aug 2026 10:{m}"),
        ("customerName", "Ayu"),
        ("shippingName", "Ayu"),
        ("shippingAddress", "Jalan Panjang {m}"),
        ("shippingCity", "Jakarta"),
        ("shippingPostCode", "12810"),
        ("shippingCountry", "Indonesia"),
        ("payMethod", "COD"),
        ("paidPrice", "{p}000.00"),
        ("unitPrice", "{p}000.00"),
        ("shippingFee", "9000.00"),
        ("shippingProvider", "LEX"),
        ("status", "pending"),
    ],
};

pub fn shopify_products() -> Vec<u8> {
    text(&PRODUCTS, 16_000)
}

const PRODUCTS: Sheet = Sheet {
    delimiter: ',',
    width: 43,
    lines_max: 4,
    columns: &[
        ("URL handle", "lantern-{o}"),
        ("Title", "^{t}"),
        ("Description", "^<p>Of white metal, {m} cm</p>"),
        ("Vendor", "^Maker"),
        ("Tags", "^metal, white"),
        ("Published on online store", "^true"),
        ("Status", "^active"),
        ("SKU", "L-{l}"),
        ("Barcode", "4012345000009"),
        ("Option1 name", "^Size"),
        ("Option1 value", "{l}"),
        ("Price", "{p}.25"),
        ("Cost per item", "{q}.50"),
        ("Charge tax", "true"),
        ("Inventory tracker", "shopify"),
        ("Inventory quantity", "{p}"),
        ("Continue selling when out of stock", "deny"),
        ("Weight value (grams)", "{p}0"),
        ("Weight unit for display", "g"),
        ("Requires shipping", "true"),
        ("Fulfillment service", "manual"),
    ],
};

pub fn shopify_inventory() -> Vec<u8> {
    text(&INVENTORY, 30_000)
}

const INVENTORY: Sheet = Sheet {
    delimiter: ',',
    width: 19,
    lines_max: 3,
    columns: &[
        ("Handle", "lantern-{o}"),
        ("Title", "{t}"),
        ("Option1 Name", "Size"),
        ("Option1 Value", "{l}"),
        ("SKU", "L-{l}"),
        ("HS Code", "940550"),
        ("COO", "RO"),
        ("Location", "Cluj"),
        ("Bin name", "A-{d}-{m}"),
        ("Incoming (not editable)", "0"),
        ("Unavailable (not editable)", "0"),
        ("Committed (not editable)", "3"),
        ("Available (not editable)", "9"),
        ("On hand (current)", "12"),
        ("On hand (new)", "12"),
    ],
};

pub fn amazon_returns() -> Vec<u8> {
    text(&RETURNS, 40_000)
}

const RETURNS: Sheet = Sheet {
    delimiter: '\t',
    width: 13,
    lines_max: 2,
    columns: &[
        ("return-date", "2026-08-{d}T10:{m}:00+00:00"),
        ("order-id", "404-{o}-0000001"),
        ("sku", "L-{l}"),
        ("asin", "B0{o}"),
        ("fnsku", "X00{o}"),
        ("product-name", "{t}"),
        ("quantity", "1"),
        ("fulfillment-center-id", "LEJ1"),
        ("detailed-disposition", "SELLABLE"),
        ("reason", "UNWANTED_ITEM"),
        ("status", "Unit returned to inventory"),
        ("license-plate-number", "LPN{l}"),
        ("customer-comments", "too large"),
    ],
};

pub fn stock_csv() -> Vec<u8> {
    text(&STOCK, 80_000)
}

const STOCK: Sheet = Sheet {
    delimiter: ',',
    width: 5,
    lines_max: 2,
    columns: &[
        ("SKU", "L-{l}"),
        ("Bin", "A-{d}-{m}"),
        ("Qty", "{p}"),
        ("Name", "{t}"),
        ("Barcode", "50123456{o}"),
    ],
};

/// Text shared between the cells, as spreadsheets keep it, and numbers as numbers.
pub fn tokopedia_xlsx() -> Vec<u8> {
    let (mut sheet, mut shared, mut shared_count) = (String::new(), String::new(), 0);
    for (number, row) in (1..).zip(rows(&TOKOPEDIA, 12_000)) {
        write!(sheet, "<row r=\"{number}\">").expect("to memory");
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let place = format!("{}{number}", column_name(column));
            let is_number = number > 1
                && ["Quantity", "SKU Unit Original Price"].contains(&TOKOPEDIA.columns[column].0);
            if is_number {
                write!(sheet, "<c r=\"{place}\"><v>{cell}</v></c>").expect("to memory");
            } else {
                let cell = cell.replace('"', "&quot;");
                write!(shared, "<si><t>{cell}</t></si>").expect("to memory");
                write!(sheet, "<c r=\"{place}\" t=\"s\"><v>{shared_count}</v></c>")
                    .expect("to memory");
                shared_count += 1;
            }
        }
        sheet.push_str("</row>");
    }
    let book = r#"<workbook xmlns:r="x"><sheets><sheet name="OrderSKUList" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let links = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    let shared = format!("<sst>{shared}</sst>");
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// `A` to `Z`, then `AA`.
fn column_name(column: usize) -> String {
    let letter = |number: usize| char::from(b'A' + (number % 26) as u8);
    match column / 26 {
        0 => letter(column).to_string(),
        more => format!("{}{}", letter(more - 1), letter(column)),
    }
}

const TOKOPEDIA: Sheet = Sheet {
    delimiter: ',',
    width: 65,
    lines_max: 3,
    columns: &[
        ("Order ID", "5781234567{o}\t"),
        ("Order Status", "Perlu dikirim"),
        ("Order Substatus", "Menunggu pengambilan"),
        ("SKU ID", "172938475601{l}\t"),
        ("Seller SKU", "L-{l}"),
        ("Product Name", "{t}"),
        ("Quantity", "{q}"),
        ("SKU Unit Original Price", "{p}000"),
        ("SKU Subtotal After Discount", "{p}000"),
        ("Order Amount", "150000"),
        ("Created Time", "{d}/08/2026 10:{m}:00\t"),
        ("Paid Time", "{d}/08/2026 10:{m}:30\t"),
        ("Shipped Time", "\t"),
        ("Shipping Provider Name", "JX"),
        ("Recipient", "Ayu"),
        ("Zipcode", "12810\t"),
        ("Province", "Jakarta"),
        ("Districts", "Tebet"),
        ("Detail Address", "Jalan Panjang {m}"),
        ("Package ID", "115000000000{o}\t"),
    ],
};
