//! Files of one shop that are read in another order than they were made in, or whose rows somebody has sorted.

use crate::desk::*;
use crate::layouts::SHOPIFY;
use depo::trade::demand::LineKey;
use depo::trade::orders::Doubt;
use depo::view::names;
use std::collections::BTreeMap;

/// An order of Shopify's interface: when it was changed, how many mugs, and which street.
fn json(updated: &str, mugs: u32, street: &str) -> String {
    let total = 5 + 10 * mugs;
    format!(
        r##"{{"orders": [{{"id": 1, "name": "#1", "created_at": "2026-05-30T10:00:00+02:00", {updated}"currency": "EUR",
"financial_status": "paid", "fulfillment_status": null, "total_price": "{total}.00", "email": "bo@example.org",
"shipping_address": {{"name": "Bo Muster", "address1": "{street}", "city": "Berlin", "zip": "10115", "country_code": "DE"}},
"line_items": [{{"id": 4, "title": "Mug", "sku": "MUG", "quantity": {mugs}, "price": "10.00"}}],
"shipping_lines": [{{"title": "DHL", "price": "5.00"}}]}}]}}"##
    )
}

/// How many units are wanted, to which street, and what is in doubt.
fn stands(shop: &Shop) -> (i128, String, Vec<Doubt>) {
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        let account = at.state.account(order);
        let units = account.lines.values().map(|line| line.kept).sum();
        let street = names::recipient(at, order.id()).expect("a recipient");
        let street = street.lines[0].as_str().to_owned();
        let doubts = order.doubts(&at.relations()).into_iter().collect();
        (units, street, doubts)
    })
}

#[test]
fn an_older_export_that_is_read_later_takes_nothing_back() {
    let monday = json(
        "\"updated_at\": \"2026-06-01T08:00:00+02:00\", ",
        2,
        "Old 1",
    );
    let tuesday = json(
        "\"updated_at\": \"2026-06-02T08:00:00+02:00\", ",
        1,
        "New 2",
    );
    let shop = Shop::founded(1);
    take(&shop, &[named("orders.json", monday.clone())]);
    take(&shop, &[named("orders.json", tuesday)]);
    let after = stands(&shop);
    assert_eq!(after, (1, "New 2".to_owned(), vec![]));
    // Another file with the same old word: only the source's own time tells that it is old.
    let copied = monday.replace("}]}", "} ]}");
    assert!(take(&shop, &[named("copy.json", copied)]).changes_nothing());
    assert_eq!(stands(&shop), after);
    shop.prove();
}

#[test]
fn a_file_without_a_time_that_was_read_before_the_last_one_takes_nothing_back() {
    let (monday, tuesday) = (json("", 2, "Old 1"), json("", 1, "New 2"));
    let shop = Shop::founded(1);
    for file in [&monday, &tuesday] {
        take(&shop, &[named("orders.json", file.clone())]);
    }
    let after = stands(&shop);
    assert_eq!(after, (1, "New 2".to_owned(), vec![]));
    assert!(take(&shop, &[named("orders.json", monday)]).changes_nothing());
    assert_eq!(stands(&shop), after);
    shop.prove();
}

#[test]
fn a_word_without_a_time_that_the_source_has_said_before_is_asked_about() {
    let (monday, tuesday) = (json("", 2, "Old 1"), json("", 1, "New 2"));
    for old in [json("", 2, "New 2"), json("", 1, "Old 1")] {
        let shop = Shop::founded(1);
        for file in [&monday, &tuesday, &old] {
            take(&shop, &[named("orders.json", file.clone())]);
        }
        let asked = vec![Doubt::SourceChanged];
        assert_eq!(stands(&shop), (1, "New 2".to_owned(), asked), "{old}");
        shop.prove();
    }
    // What the source never said before is a change.
    let shop = Shop::founded(1);
    for file in [monday, tuesday, json("", 3, "Third 3")] {
        take(&shop, &[named("orders.json", file)]);
    }
    assert_eq!(stands(&shop).1, "Third 3");
    shop.prove();
}

/// An export of Shopify without SKUs: lines by title, each at 10.00, with its units.
fn titled(lines: &[(&str, u32)]) -> String {
    let heading = SHOPIFY.lines().next().expect("a heading");
    let total: u32 = 10 * lines.iter().map(|(_, units)| units).sum::<u32>();
    let row = |(at, (title, units)): (usize, &(&str, u32))| match at {
        0 => format!(
            "#1001,450789469,anna@example.org,paid,unfulfilled,EUR,{total}.00,0.00,0.00,{total}.00,2026-05-30 10:00:00 +0200,\
{units},{title},10.00,,true,Anna Beispiel,Musterweg 1,Berlin,10115,DE,DHL,,\n"
        ),
        _ => format!("#1001,,,,,,,,,,,{units},{title},10.00,,true,,,,,,,,\n"),
    };
    let rows: String = lines.iter().enumerate().map(row).collect();
    format!("{heading}\n{rows}")
}

/// The units of each line that is told by price and title, by its title.
fn by_title(shop: &Shop) -> BTreeMap<String, i128> {
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        let titles = names::titles(at, order.id());
        let account = at.state.account(order);
        let lines = account.lines.iter().map(|(key, line)| {
            assert!(matches!(key, LineKey::Priced { .. }), "{key:?}");
            let title = titles.get(key).expect("a title").as_str().to_owned();
            (title, line.kept)
        });
        lines.collect()
    })
}

fn units(of: &[(&str, i128)]) -> BTreeMap<String, i128> {
    let units = of
        .iter()
        .map(|(title, units)| ((*title).to_owned(), *units));
    units.collect()
}

#[test]
fn a_file_whose_rows_somebody_has_sorted_is_the_same_file() {
    let shop = Shop::founded(1);
    take(
        &shop,
        &[named(
            "a.csv",
            titled(&[("Red", 2), ("Blue", 1), ("Red", 4)]),
        )],
    );
    let sorted = titled(&[("Blue", 1), ("Red", 2), ("Red", 4)]);
    let report = take(&shop, &[named("b.csv", sorted)]);
    assert!(report.changes_nothing(), "{report:?}");
    shop.prove();
}

#[test]
fn of_lines_with_a_title_alone_the_one_that_changed_is_changed() {
    let shop = Shop::founded(1);
    take(&shop, &[named("a.csv", titled(&[("Blue", 1), ("Red", 2)]))]);
    // Blue is gone: Red does not stand in its place.
    take(&shop, &[named("b.csv", titled(&[("Red", 2)]))]);
    let after = by_title(&shop);
    assert_eq!(after.get("Red"), Some(&2), "{after:?}");
    // A third one is new, and is told by its own title.
    take(
        &shop,
        &[named("c.csv", titled(&[("Amber", 3), ("Red", 2)]))],
    );
    let after = by_title(&shop);
    assert_eq!(
        (after.get("Red"), after.get("Amber")),
        (Some(&2), Some(&3)),
        "{after:?}"
    );
    // Red is wanted once more than before.
    take(
        &shop,
        &[named("d.csv", titled(&[("Red", 1), ("Amber", 3)]))],
    );
    assert_eq!(by_title(&shop).get("Red"), units(&[("Red", 1)]).get("Red"));
    shop.prove();
}
