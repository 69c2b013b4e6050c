//! What a shop says has left, in the layouts of shops and marketplaces: it is no work here, and what a marketplace sends
//! itself never is.

use crate::desk::*;
use crate::layouts::{OTHERS, SHOPIFY};
use depo::intake::OrderOptions;
use depo::intake::judged::{Became, Change};
use depo::trade::fulfilment::Executor;
use depo::trade::orders::Doubt;
use depo::trade::orders::status::FulfilmentStatus;

/// Amazon's report of all orders: one order with these words of its status and of who sends it.
fn amazon(status: &str, channel: &str) -> String {
    format!(
        "amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\t\
sales-channel\tship-service-level\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\titem-tax\t\
shipping-price\tshipping-tax\tship-city\tship-state\tship-postal-code\tship-country\n\
302-1\t\t2026-05-30T08:00:00+00:00\t2026-05-30T08:00:00+00:00\t{status}\t{channel}\tAmazon.de\tStandard\tMug\tMUG\tB001\t\
{status}\t2\tEUR\t20.00\t0.00\t4.00\t0.00\tBerlin\t\t10115\tDE\n"
    )
}

fn of(name: &str) -> String {
    let found = OTHERS.iter().find(|(of, _)| *of == name);
    found.expect("a layout").1.to_owned()
}

/// For each layout an order to be sent, and the same order once it has left.
fn cases() -> Vec<(&'static str, String, String)> {
    let with = |name: &str, was: &str, is: &str| {
        let open = of(name);
        let left = open.replace(was, is);
        assert_ne!(open, left, "{name}");
        (open, left)
    };
    let (etsy, etsy_left) = with("etsy", "05/30/2026,,Bo", "05/30/2026,06/01/2026,Bo");
    let (shopee, shopee_left) = with("shopee", "Perlu Dikirim", "Sedang Dikirim");
    let (woo, woo_left) = with("woocommerce", "\"processing\"", "\"completed\"");
    let (json, json_left) = with(
        "shopify",
        "\"fulfillment_status\": null",
        r#""fulfillment_status": "fulfilled""#,
    );
    vec![
        (
            "shopify csv",
            SHOPIFY.to_owned(),
            SHOPIFY.replace("unfulfilled", "fulfilled"),
        ),
        ("etsy", etsy, etsy_left),
        ("shopee", shopee, shopee_left),
        ("woocommerce", woo, woo_left),
        ("shopify json", json, json_left),
        (
            "amazon",
            amazon("Unshipped", "Merchant"),
            amazon("Shipped", "Merchant"),
        ),
    ]
}

/// How far the only order is, what is in doubt, and how many units are still to leave.
fn stands(shop: &Shop) -> (FulfilmentStatus, Vec<Doubt>, i128) {
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        let account = at.state.account(order);
        let left = account.lines.values().map(|line| line.outstanding()).sum();
        let doubts = order.doubts(&at.relations()).into_iter().collect();
        (at.state.fulfilment_status(order), doubts, left)
    })
}

#[test]
fn what_a_later_file_of_a_shop_says_has_left_is_no_work_here() {
    for (name, open, left) in cases() {
        let shop = Shop::founded(1);
        take(&shop, &[named("orders.csv", open)]);
        assert!(stands(&shop).2 > 0, "{name}");
        let options = OrderOptions {
            dry: true,
            ..OrderOptions::default()
        };
        let file = [named("orders.csv", left)];
        let checked = take_with(&shop, &file, options);
        let judged = &checked.judged.kept()[0];
        assert_eq!(judged.became, Became::Shipped, "{name}");
        assert!(judged.changes.contains(&Change::Shipped), "{name}");
        take(&shop, &file);
        let (status, doubts, left) = stands(&shop);
        assert_eq!(
            (status, left),
            (FulfilmentStatus::ShippedElsewhere, 0),
            "{name}"
        );
        assert!(
            !doubts.contains(&Doubt::SourceShipped),
            "{name}: {doubts:?}"
        );
        assert!(take(&shop, &file).changes_nothing(), "{name}");
        shop.prove();
    }
}

#[test]
fn what_had_left_before_the_first_file_is_no_work_here_either() {
    for (name, _, left) in cases() {
        let shop = Shop::founded(1);
        let options = OrderOptions {
            finished_too: true,
            ..OrderOptions::default()
        };
        take_with(&shop, &[named("orders.csv", left)], options);
        assert_eq!(
            stands(&shop).0,
            FulfilmentStatus::ShippedElsewhere,
            "{name}"
        );
        shop.prove();
    }
}

#[test]
fn of_what_left_in_part_the_lines_that_say_so_are_counted_and_the_rest_is_asked_about() {
    // Line by line: the mugs have left, the bowl has not.
    let by_line = SHOPIFY
        .replace(
            "Lineitem requires shipping",
            "Lineitem requires shipping,Lineitem fulfillment status",
        )
        .replace(",BOWL,true,", ",BOWL,true,pending,")
        .replace(",MUG-RED,true,", ",MUG-RED,true,fulfilled,")
        .replace("paid,unfulfilled", "paid,partial");
    let shop = Shop::founded(1);
    take(&shop, &[named("orders.csv", by_line)]);
    assert_eq!(stands(&shop), (FulfilmentStatus::PartlyShipped, vec![], 1));
    // Of the order alone: nobody knows which.
    let of_order = SHOPIFY.replace("unfulfilled", "partial");
    let shop = Shop::founded(1);
    take(&shop, &[named("orders.csv", of_order)]);
    let (_, doubts, left) = stands(&shop);
    assert_eq!((doubts, left), (vec![Doubt::SourceShipped], 3));
}

#[test]
fn an_order_that_amazon_sends_is_amazons_while_it_is_pending_and_when_it_has_left() {
    let shop = Shop::founded(1);
    take(&shop, &[named("orders.txt", amazon("Unshipped", "Amazon"))]);
    let routed = |shop: &Shop| {
        shop.read(|at| {
            let order = at.state.orders().next().expect("an order");
            let routed = order.routed().map(|(.., routed)| routed.executor.clone());
            routed.collect::<Vec<_>>()
        })
    };
    assert_eq!(routed(&shop), [Executor::Channel]);
    let (_, doubts, _) = stands(&shop);
    assert!(!doubts.contains(&Doubt::Address), "{doubts:?}");
    take(&shop, &[named("orders.txt", amazon("Shipped", "Amazon"))]);
    assert_eq!(
        (stands(&shop).0, stands(&shop).2),
        (FulfilmentStatus::Shipped, 0)
    );
    // Sent by the seller, the same report is work.
    let own = Shop::founded(1);
    take(
        &own,
        &[named("orders.txt", amazon("Unshipped", "Merchant"))],
    );
    assert_eq!(routed(&own), []);
}
