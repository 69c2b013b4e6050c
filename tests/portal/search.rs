//! Search in all orders: what is found, in which order, and that only what changed is made anew.

use crate::support::*;
use depo::domain::command::Command;
use depo::domain::order::{Fulfilment, Payment};
use depo::domain::reason::{HoldKind, Terms};
use depo::domain::text::{OrderId, Words};
use depo::portal::search::{Counts, OrderIndex, OrderQuery, SortBy, Totals};
use std::sync::Arc;

/// Twelve orders: 90 to 101, to three countries, the later ones larger; order 95 must be paid first.
fn site() -> Site {
    let site = Site::new(1);
    let countries = ["United Kingdom", "Norway", "EIRE"];
    let orders = (90..=101_i64)
        .map(|number| {
            let mut order = placed(&number.to_string(), &[("MUG", (number - 89) as u32)]);
            order.placed_at += number * 1_440;
            order.customer = Some(code(&format!("C-{}", number % 4)));
            order.country = Words::new(countries[(number % 3) as usize]).ok();
            if number == 95 {
                order.terms = Terms::Prepaid;
            }
            order
        })
        .collect();
    site.act(Command::TakeOrders { orders });
    site
}

fn index(site: &Site) -> OrderIndex {
    let mut index = OrderIndex::default();
    assert!(index.refresh(&site.portal.state()));
    index
}

fn numbers(index: &mut OrderIndex, query: &OrderQuery, now_ms: i64) -> Vec<String> {
    let found = index.select(query, now_ms);
    found
        .iter()
        .map(|entry| entry.head.id.number().to_owned())
        .collect()
}

fn words(words: &str) -> OrderQuery {
    OrderQuery {
        words: words.to_owned(),
        ..OrderQuery::default()
    }
}

#[test]
fn every_word_must_be_found_anywhere_in_the_order() {
    let site = site();
    let mut index = index(&site);
    let now = site.now_ms.get();
    assert_eq!(index.len(), 12);
    assert_eq!(numbers(&mut index, &words("  "), now).len(), 12);
    assert_eq!(numbers(&mut index, &words("00"), now), ["100"]);
    assert_eq!(numbers(&mut index, &words("NORW c-2"), now), ["94"]);
    assert_eq!(
        numbers(&mut index, &words("shop eire"), now),
        ["92", "95", "98", "101"]
    );
    assert!(numbers(&mut index, &words("norway eire"), now).is_empty());
    // Two parts of an order that stand side by side are not one word.
    assert!(numbers(&mut index, &words("90shop"), now).is_empty());
}

#[test]
fn an_order_is_found_by_the_items_it_holds_and_their_names() {
    let site = site();
    let tray = |number: &str| placed(number, &[("MUG", 1), ("TRAY-77", 2)]);
    site.act(Command::TakeOrders {
        orders: vec![tray("120"), tray("121"), placed("122", &[("CUP", 1)])],
    });
    let now = site.now_ms.get();
    let mut index = index(&site);
    assert_eq!(numbers(&mut index, &words("tray-7"), now), ["120", "121"]);
    assert_eq!(numbers(&mut index, &words("tray 121"), now), ["121"]);
    assert_eq!(numbers(&mut index, &words("mug"), now).len(), 14);
    assert!(numbers(&mut index, &words("tray cup"), now).is_empty());
    assert!(numbers(&mut index, &words("silver"), now).is_empty());

    // The name comes later, and changes; so does a barcode.
    let name = |name: &str| Command::ChangeItem {
        sku: sku("TRAY-77"),
        name: Words::new(name).ok(),
        barcodes: Some(vec![code("5012345678900")]),
        weight_grams: None,
    };
    for (given, other) in [("Silver tray", "Large"), ("Large tray", "Silver")] {
        site.act(name(given));
        index.refresh(&site.portal.state());
        assert_eq!(numbers(&mut index, &words(given), now), ["120", "121"]);
        assert!(numbers(&mut index, &words(other), now).is_empty());
    }
    assert_eq!(numbers(&mut index, &words("5012345678900"), now).len(), 2);
    let items = |typed: &str| -> Vec<String> {
        let found = index.best_items(typed, 3);
        found.iter().map(|item| item.sku.to_string()).collect()
    };
    assert_eq!(items("large"), ["TRAY-77"]);
    assert_eq!(items("u"), ["CUP", "MUG"]);
    assert!(items(" ").is_empty());
    // An order whose own number it is comes before those that only hold such an item.
    site.act(Command::TakeOrders {
        orders: vec![placed("77", &[("CUP", 1)])],
    });
    index.refresh(&site.portal.state());
    let best = index.best("77", 3);
    let best: Vec<&str> = best.iter().map(|entry| entry.head.id.number()).collect();
    assert_eq!(best[0], "77");
    assert_eq!(best.len(), 3);
}

#[test]
fn lists_are_filtered_and_sorted() {
    let site = site();
    let mut index = index(&site);
    let now = site.now_ms.get();
    let by_number = OrderQuery {
        sort: SortBy::Number,
        descending: true,
        ..words("")
    };
    let found = numbers(&mut index, &by_number, now);
    assert_eq!(&found[..3], ["101", "100", "99"]);
    let to_norway = OrderQuery {
        country: Some("Norway".to_owned()),
        sort: SortBy::Units,
        descending: true,
        ..words("")
    };
    assert_eq!(
        numbers(&mut index, &to_norway, now),
        ["100", "97", "94", "91"]
    );
    let between = OrderQuery {
        from: Some(20_000_000 + 93 * 1_440),
        before: Some(20_000_000 + 95 * 1_440),
        ..words("")
    };
    assert_eq!(numbers(&mut index, &between, now), ["93", "94"]);
    let unpaid = OrderQuery {
        payments: vec![Payment::Unpaid],
        ..words("")
    };
    assert_eq!(numbers(&mut index, &unpaid, now), ["95"]);
    assert_eq!(
        index.countries().iter().collect::<Vec<_>>(),
        ["EIRE", "Norway", "United Kingdom"]
    );
}

#[test]
fn a_hold_that_has_ended_holds_nothing() {
    let site = site();
    let until_ms = site.now_ms.get() + 60_000;
    site.act(Command::PlaceHold {
        orders: vec![order_id("96")],
        kind: HoldKind::Client,
        words: None,
        until_ms: Some(until_ms),
    });
    let mut index = index(&site);
    let held = OrderQuery {
        held: true,
        ..words("")
    };
    assert_eq!(numbers(&mut index, &held, until_ms - 1), ["96"]);
    assert!(numbers(&mut index, &held, until_ms).is_empty());
    let counts = Counts {
        held: 1,
        unpaid: 1,
        ..Counts::default()
    };
    assert_eq!(index.counts(until_ms - 1), counts);
}

#[test]
fn an_order_of_which_a_part_lacks_stock_is_short() {
    let site = site();
    site.stock("opening-1", "MUG", "A-01", 5);
    site.act(Command::Allocate {
        orders: vec![order_id("93"), order_id("94")],
    });
    let mut index = index(&site);
    let short = OrderQuery {
        short: true,
        ..words("")
    };
    // Four for order 93, one of five for order 94.
    assert_eq!(numbers(&mut index, &short, 0), ["94"]);
    let promised = OrderQuery {
        fulfilments: vec![Fulfilment::Promised],
        ..words("")
    };
    assert_eq!(numbers(&mut index, &promised, 0), ["93"]);
}

#[test]
fn refreshing_makes_only_changed_orders_anew() {
    let site = site();
    let mut index = index(&site);
    assert!(!index.refresh(&site.portal.state()), "nothing has changed");
    let before = index.select(&words(""), 0);
    site.act(Command::CancelOrders {
        orders: vec![order_id("97")],
        words: None,
    });
    let mut order = placed("7", &[("MUG", 1)]);
    order.order = OrderId::of("another", "7").expect("an order");
    site.act(Command::TakeOrders {
        orders: vec![order],
    });
    assert!(index.refresh(&site.portal.state()));
    assert_eq!(index.len(), 13);
    for entry in index.select(&words(""), 0) {
        let id = entry.head.id.as_str();
        let same = before.iter().any(|known| Arc::ptr_eq(known, &entry));
        assert_eq!(same, id != "shop:97" && id != "another:7", "{id}");
    }
    assert_eq!(
        index.channels().iter().collect::<Vec<_>>(),
        ["another", "shop"]
    );
}

#[test]
fn the_best_hits_begin_with_what_was_typed_then_are_the_latest() {
    let site = site();
    let index = index(&site);
    let best = |typed: &str, count: usize| -> Vec<String> {
        let found = index.best(typed, count);
        found
            .iter()
            .map(|entry| entry.head.id.number().to_owned())
            .collect()
    };
    assert_eq!(best("10", 5), ["101", "100"]);
    assert_eq!(best("9", 3), ["99", "98", "97"]);
    assert_eq!(best("c-1", 2), ["101", "97"]);
    assert!(best("", 5).is_empty());
    assert!(best("9", 0).is_empty());
}

#[test]
fn totals_add_up_by_currency() {
    let site = site();
    let mut index = index(&site);
    let all = index.select(&words(""), 0);
    let totals = Totals::of(all.iter().map(|entry| &entry.head));
    assert_eq!((totals.orders, totals.units), (12, 78));
    let value: Vec<String> = totals
        .value
        .iter()
        .map(|(currency, amount)| format!("{amount} {currency}"))
        .collect();
    assert_eq!(value, ["198.90 GBP"]);
}
