//! JSON, EDI, EPCIS and lists of codes, made up.

use depo::exchange::gs1::check_digit::check_digit_of;
use depo::planning::Random;

use crate::sheet::Filled;

/// So many records, each from a pattern of the sheets, one after the other.
fn records(pattern: &str, count: usize, between: &str) -> String {
    let mut random = Random::new(7);
    let mut text = String::new();
    for order in 0..count {
        if order > 0 {
            text.push_str(between);
        }
        let mut filled = Filled {
            order,
            line: order,
            random: &mut random,
        };
        text.push_str(&filled.cell(pattern, false));
    }
    text
}

/// Patterns give a meaning to braces: JSON is written with angles in their place.
fn json(pattern: &str, count: usize) -> String {
    let pattern = pattern.replace('\n', "");
    records(&pattern, count, ",")
        .replace('<', "{")
        .replace('>', "}")
}

const SHOPIFY: &str = r##"<"id":450{o},"name":"#{o}","order_number":{o},"created_at":"2026-08-{d}T10:{m}:00+07:00",
"processed_at":"2026-08-{d}T10:{m}:00+07:00","currency":"EUR","total_price":"{p}.40","subtotal_price":"{p}.50",
"total_tax":"0.00","total_discounts":"0.00","financial_status":"paid","fulfillment_status":null,"email":"b{o}@shop.example",
"source_name":"web","tags":"vip, b2b","note":null,"note_attributes":[],"payment_gateway_names":["card"],
"customer":<"id":20{o},"email":"b{o}@shop.example","first_name":"Ana","last_name":"Pop","phone":null>,
"shipping_address":<"name":"Ana Pop","address1":"Strada Lunga {m}","address2":"ap. {d}","city":"Cluj","zip":"010011",
"province":null,"country":"Romania","country_code":"RO","phone":"+40 700 000 000">,
"billing_address":<"name":"Ana Pop","address1":"Strada Lunga {m}","city":"Cluj","zip":"010011","country_code":"RO">,
"shipping_lines":[<"id":3{o},"title":"Standard","price":"4.90","price_set":<"shop_money":<"amount":"4.90","currency_code":"EUR">>>],
"line_items":[<"id":71{l},"variant_id":9{o},"title":"{t}","quantity":{q},"sku":"L-{l}","price":"{p}.25","grams":200,
"price_set":<"shop_money":<"amount":"{p}.25","currency_code":"EUR">,"presentment_money":<"amount":"{p}.25","currency_code":"EUR">>,
"fulfillable_quantity":1,"fulfillment_status":null,"properties":[],"tax_lines":[],"requires_shipping":true>,
<"id":72{l},"variant_id":8{o},"title":"{t}","quantity":{q},"sku":"M-{l}","price":"{p}.25","grams":150,
"price_set":<"shop_money":<"amount":"{p}.25","currency_code":"EUR">,"presentment_money":<"amount":"{p}.25","currency_code":"EUR">>,
"fulfillable_quantity":1,"fulfillment_status":null,"properties":[],"tax_lines":[],"requires_shipping":true>],
"fulfillments":[],"refunds":[]>"##;

pub fn shopify_json() -> Vec<u8> {
    format!("{{\"orders\":[{}]}}", json(SHOPIFY, 4_000)).into_bytes()
}

const WOOCOMMERCE: &str = r#"<"id":{o},"number":"{o}","status":"processing","currency":"EUR","version":"9.0.0",
"date_created":"2026-08-{d}T10:{m}:00","date_created_gmt":"2026-08-{d}T03:{m}:00","discount_total":"0.00",
"shipping_total":"4.90","total":"{p}.40","total_tax":"0.00","prices_include_tax":true,"customer_id":7,"customer_note":"",
"billing":<"first_name":"Ana","last_name":"Pop","address_1":"Strada Lunga {m}","city":"Cluj","postcode":"010011",
"country":"RO","email":"b{o}@shop.example","phone":"+40 700 000 000">,
"shipping":<"first_name":"Ana","last_name":"Pop","address_1":"Strada Lunga {m}","city":"Cluj","postcode":"010011","country":"RO">,
"payment_method":"card","payment_method_title":"Card","transaction_id":"t{o}","date_paid":"2026-08-{d}T10:{m}:30",
"meta_data":[<"id":1,"key":"_source","value":"web">],
"line_items":[<"id":31{l},"name":"{t}","product_id":93,"variation_id":0,"quantity":{q},"tax_class":"","subtotal":"{p}.00",
"total":"{p}.00","total_tax":"0.00","taxes":[],"meta_data":[],"sku":"L-{l}","price":{p}>,
<"id":32{l},"name":"{t}","product_id":22,"variation_id":23,"quantity":{q},"tax_class":"","subtotal":"{p}.00",
"total":"{p}.00","total_tax":"0.00","taxes":[],"meta_data":[],"sku":"M-{l}","price":{p}>],
"tax_lines":[],"shipping_lines":[<"id":8{l},"method_title":"Flat rate","method_id":"flat_rate","total":"4.90","taxes":[]>],
"fee_lines":[],"coupon_lines":[],"refunds":[]>"#;

pub fn woocommerce_json() -> Vec<u8> {
    format!("[{}]", json(WOOCOMMERCE, 4_000)).into_bytes()
}

const SETS: usize = 5_000;

/// One interchange of shipping orders, each of 11 segments.
pub fn x12() -> Vec<u8> {
    let set = "W05*N*ORD{o}*PO{o}~N1*ST*Ana Pop*92*{o}~N3*Strada Lunga {m}~N4*Cluj**010011*RO~\
        G62*10*202608{d}~LX*1~W01*{q}*EA**VN*L-{l}~G69*{t}~W76*{q}~";
    let mut body = String::new();
    for (number, set) in (1..).zip(records(set, SETS, "\n").lines()) {
        body += &format!("ST*940*{number:04}~{set}SE*11*{number:04}~");
    }
    format!(
        "ISA*00*          *00*          *ZZ*SHOP           *ZZ*DEPO           *260801*1000*U*00401*000000001*0*P*>~\
         GS*OW*SHOP*DEPO*20260801*1000*1*X*004010~{body}GE*{SETS}*1~IEA*1*000000001~"
    )
    .into_bytes()
}

/// One interchange of orders, each of 11 segments.
pub fn edifact() -> Vec<u8> {
    let message = "BGM+220+PO{o}+9'DTM+137:202608{d}:102'NAD+BY+5412345000013::9'NAD+DP+5412345000020::9'\
        LIN+1++4012345000009:EN'IMD+F++:::{t}'QTY+21:{q}'PRI+AAA:{p}.25'UNS+S'";
    let mut body = String::new();
    for (number, message) in (1..).zip(records(message, SETS, "\n").lines()) {
        body += &format!("UNH+{number}+ORDERS:D:96A:UN'{message}UNT+11+{number}'");
    }
    format!("UNB+UNOC:3+SHOP+DEPO+260801:1000+1'{body}UNZ+{SETS}+1'").into_bytes()
}

/// What a scanner sends: item, expiry, lot and serial number.
pub fn gs1() -> Vec<u8> {
    let mut text = String::new();
    for number in 0..20_000 {
        let item = with_check_digit(&format!("0950600{number:06}"));
        text += &format!(
            "01{item}1729{:02}0010LOT{number}\u{1d}21S{number:08}\n",
            1 + number % 12
        );
    }
    text.into_bytes()
}

/// Of the posts of the world, of a carrier with its own check digit, and of one that has none.
pub fn tracking() -> Vec<u8> {
    let mut text = String::new();
    for number in 0..20_000_u32 {
        let line = match number % 3 {
            0 => post(number),
            1 => format!("00{}", with_check_digit(&format!("34043416{number:09}"))),
            _ => format!("JX{:010}", number),
        };
        text += &line;
        text.push('\n');
    }
    text.into_bytes()
}

/// A number of the Universal Postal Union, by its weights.
fn post(number: u32) -> String {
    let serial = format!("{:08}", 47_000_000 + number);
    let weighed = serial.bytes().zip([8, 6, 4, 2, 3, 5, 9, 7]);
    let sum: u32 = weighed
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let check = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        digit => digit,
    };
    format!("RB{serial}{check}RO")
}

fn with_check_digit(digits: &str) -> String {
    let check = check_digit_of(digits).expect("digits");
    format!("{digits}{check}")
}

const EVENT: &str = r#"<"type":"ObjectEvent","eventTime":"2026-08-{d}T10:{m}:00Z","eventTimeZoneOffset":"+07:00",
"action":"OBSERVE","bizStep":"shipping","disposition":"in_transit","epcList":["urn:epc:id:sgtin:4012345.011111.{l}",
"urn:epc:id:sgtin:4012345.011112.{l}"],"readPoint":<"id":"urn:epc:id:sgln:4012345.00005.0">,
"bizTransactionList":[<"type":"po","bizTransaction":"urn:example:po:{o}">]>"#;

/// One document.
pub fn epcis() -> Vec<u8> {
    let events = json(EVENT, 5_000);
    format!("{{\"type\":\"EPCISDocument\",\"epcisBody\":{{\"eventList\":[{events}]}}}}")
        .into_bytes()
}
