//! Trouble that files of the field have brought: each kind is right, or in doubt, and never silent.

use crate::desk::*;
use depo::intake::OrderOptions;
use depo::intake::kinds::{FileKind, kind_of};
use depo::trade::id::OrderId;
use depo::trade::orders::Doubt;
use depo::view::names;

/// The doubts of the only order, the units of its lines that are sent, and its total in ten-thousandths.
#[track_caller]
fn read(name: &str, bytes: impl Into<Vec<u8>>) -> (Vec<Doubt>, Vec<u64>, i128) {
    let shop = Shop::founded(1);
    take_with(&shop, &[named(name, bytes)], OrderOptions::default());
    shop.read(|at| {
        let orders: Vec<_> = at.state.orders().collect();
        assert_eq!(orders.len(), 1, "{orders:#?}");
        let lines = orders[0].lines().filter(|(_, _, line)| line.ships());
        (
            orders[0].doubts(&at.relations()).into_iter().collect(),
            lines
                .filter_map(|(_, _, line)| Some(line.units()?.get()))
                .collect(),
            at.state.account(orders[0]).totals.total,
        )
    })
}

const SHOPIFY: &str = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country\n";

#[test]
fn codes_that_a_spreadsheet_has_rounded_are_two_goods_in_doubt() {
    let rows = "#1,a@b.eu,paid,EUR,30.00,0,0,30.00,2026-05-30 10:00:00 +0200,1,Red,10.00,5.94176E+12,true,Ana,Str 1,Wien,1080,AT\n\
        #1,,,,,,,,,2,Blue,10.00,5.94176E+12,true,,,,,\n";
    let (doubts, mut units, _) = read("orders.csv", format!("{SHOPIFY}{rows}"));
    assert!(doubts.contains(&Doubt::Cell) && doubts.contains(&Doubt::UnknownItem));
    units.sort_unstable();
    assert_eq!(units, [1, 2]);
}

#[test]
fn what_needs_no_shipping_is_nothing_to_pick() {
    let rows = "#1,a@b.eu,paid,EUR,38.00,0,0,38.00,2026-05-30 10:00:00 +0200,1,Mug,10.00,MUG,true,Ana,Str 1,Wien,1080,AT\n\
        #1,,,,,,,,,1,Gift card,25.00,,false,,,,,\n#1,,,,,,,,,1,Tip,3.00,,false,,,,,\n";
    let found = read("orders.csv", format!("{SHOPIFY}{rows}"));
    assert_eq!(found, (Vec::new(), vec![1], 380_000));
    let json = r#"{"orders":[{"id":1,"name":"1","created_at":"2026-05-30T10:00:00Z","currency":"EUR","total_price":"35.00","financial_status":"paid","line_items":[
        {"id":7,"sku":"MUG","title":"Mug","quantity":1,"price":"10.00","requires_shipping":true},
        {"id":8,"sku":null,"title":"Card","quantity":1,"price":"25.00","requires_shipping":false,"gift_card":true}]}]}"#;
    assert_eq!(read("orders.json", json), (Vec::new(), vec![1], 350_000));
}

#[test]
fn a_line_that_was_taken_off_is_not_sent() {
    let json = r#"{"orders":[{"id":1,"name":"1","created_at":"2026-05-30T10:00:00Z","currency":"EUR","total_price":"70.00","current_total_price":"10.00","financial_status":"paid","line_items":[
        {"id":7,"sku":"MUG","title":"Mug","quantity":1,"current_quantity":1,"price":"10.00"},
        {"id":8,"sku":"LAMP","title":"Lamp","quantity":3,"current_quantity":0,"price":"20.00"}]}]}"#;
    assert_eq!(read("orders.json", json), (Vec::new(), vec![1], 100_000));
    let report = take(&Shop::founded(1), &[named("orders.json", json)]);
    let new = report.orders.new;
    assert_eq!((new.lines, new.units, new.value), (2, 1, 100_000));
}

#[test]
fn two_buyers_under_one_rounded_number_are_never_silent() {
    let rows = "Order ID,Order Date,SKU,Quantity,Price,Currency,Name,Street,City,Post Code,Country\n\
        578123456789012000,2026-05-30,A,1,5,EUR,Ana,Str 1,Wien,1080,AT\n\
        578123456789012000,2026-05-30,B,1,5,EUR,Ben,Str 9,Graz,8010,AT\n";
    let (doubts, units, _) = read("orders.csv", rows);
    assert_eq!((doubts, units), (vec![Doubt::Cell], vec![1, 1]));
}

#[test]
fn a_delimiter_too_many_behind_the_headings_is_no_column() {
    let rows = "Order ID,Order Date,SKU,Quantity,Price,Currency,Name,Street,City,Post Code,Country,\n\
        1,2026-05-30,A,1,5,EUR,Ana,Str 1,Wien,1080,AT\n";
    assert_eq!(read("orders.csv", rows), (Vec::new(), vec![1], 50_000));
}

#[test]
fn times_with_a_point_and_the_sign_of_the_lev_are_read() {
    let rows = "Order ID;Order Date;SKU;Quantity;Price;Name;Street;City;Post Code;Country\n\
        1;20/05/2026 17.30;A;2;7,90 лв.;Ana;Ul. Shipka 1;Sofia;1000;BG\n";
    assert_eq!(read("orders.csv", rows), (Vec::new(), vec![2], 158_000));
}

#[test]
fn money_that_went_back_for_no_units_that_are_named_is_a_doubt() {
    let json = r#"[{"id":902,"number":"902","status":"processing","currency":"EUR","date_created":"2026-05-20T09:00:00","date_created_gmt":"2026-05-20T07:00:00","date_paid":"2026-05-20T09:01:00","shipping_total":"5.00","total":"30.00","total_tax":"0.00","customer_id":0,"discount_total":"0.00","billing":{"first_name":"Ana"},"shipping":{"first_name":"Ana","last_name":"T","address_1":"Test 2","city":"Iasi","postcode":"700001","country":"RO"},"refunds":[{"id":5,"reason":"","total":"-25.00"}],"line_items":[{"id":1,"name":"Mug","product_id":1,"quantity":1,"sku":"MUG","price":25.0,"subtotal":"25.00","total":"25.00"}]}]"#;
    let (doubts, _, _) = read("orders.json", json);
    assert!(doubts.contains(&Doubt::Refunded), "{doubts:?}");
}

#[test]
fn a_header_that_is_padded_once_more_and_cyrillic_by_its_name_are_read() {
    let padded = "ISA*00*          *00*          *ZZ*OWNER          *ZZ*DEPOT          *260530*1000*U*00401*000000042*0*P*> ~\n\
        GS*OW*OWNER*DEPOT*20260530*1000*7*X*004010~\nST*940*0001~\nW05*N*SO-1~\nLX*1~\nW01*2*EA**VN*MUG~\nW76*2~\nSE*6*0001~\nGE*1*7~\nIEA*1*000000042~\n";
    assert!(matches!(
        kind_of("a.edi", padded.as_bytes(), true),
        FileKind::Orders(_)
    ));
    let text = "UNB+UNOE:3+BUYER+DEPOT+260530:1000+77'UNH+1+ORDERS:D:96A:UN'BGM+220+7+9'NAD+DP+++@+Shipka 1+Sofia++1000+BG'LIN+1++A:SA'QTY+21:5'UNS+S'UNT+7+1'UNZ+1+77'";
    let name: [u8; 3] = [0xb0, 0xdd, 0xd0];
    let bytes: Vec<u8> = text
        .bytes()
        .flat_map(|byte| {
            if byte == b'@' {
                name.to_vec()
            } else {
                vec![byte]
            }
        })
        .collect();
    let shop = Shop::founded(1);
    take(&shop, &[named("b.edi", bytes)]);
    shop.read(|at| {
        let order: OrderId = at.state.orders().next().expect("an order").id().clone();
        let to = names::recipient(at, &order).expect("a recipient");
        assert_eq!(
            to.name.as_ref().map(ToString::to_string).as_deref(),
            Some("Ана")
        );
    });
}

#[test]
fn other_goods_or_another_total_are_no_order_that_is_here_already() {
    let row = |number: &str, card: &str, total: &str| {
        format!(
            "{number},a@b.eu,paid,EUR,{total},0,0,{total},2026-05-30 10:00:00 +0200,1,Mug,10.00,MUG,true,Ana,Str 1,Wien,1080,AT\n{card}"
        )
    };
    let card = "#2,,,,,,,,,1,Gift card,25.00,,false,,,,,\n";
    let doubts = |rows: &[String]| {
        let shop = mugs_and_tea();
        let text = format!("{SHOPIFY}{}", rows.concat());
        take(&shop, &[named("orders.csv", text)]);
        shop.read(|at| {
            let relations = at.relations();
            let all = at.state.orders().map(|order| order.doubts(&relations));
            all.flatten().collect::<Vec<_>>()
        })
    };
    let (one, same) = (row("#1", "", "10.00"), row("#2", "", "10.00"));
    assert_eq!(doubts(&[one.clone(), same]), [Doubt::Duplicate]);
    assert_eq!(doubts(&[one, row("#2", card, "35.00")]), []);
}

#[test]
fn a_line_may_stand_before_the_row_with_the_amounts_of_its_order() {
    let head = |number: &str, line: &str| {
        format!(
            "{number},a@b.eu,paid,EUR,40.00,5.00,0,45.00,2026-05-30 10:00:00 +0200,{line},true,Ana,Str 1,Wien,1080,AT\n"
        )
    };
    let rows = [
        "#1,,,,,,,,,1,Tea,20.00,TEA,true,,,,,\n".to_owned(),
        head("#2", "4,Mug,10.00,MUG"),
        head("#1", "2,Mug,10.00,MUG"),
    ];
    let shop = mugs_and_tea();
    let text = format!("{SHOPIFY}{}", rows.concat());
    let report = take(&shop, &[named("orders.csv", text)]);
    assert_eq!(report.all_rejected().count(), 0, "{report:?}");
    shop.read(|at| {
        for order in at.state.orders() {
            assert!(order.doubts(&at.relations()).is_empty());
            assert_eq!(at.state.account(order).totals.total, 450_000);
        }
    });
}
