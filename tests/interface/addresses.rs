//! Every route survives its own address, and every query its own text.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::every_address::EVERY_ADDRESS;
use crate::routes::{Paper, Route, parse_query, write_query};

#[test]
fn plain_routes_survive_their_path() {
    let plain = [
        Route::Today,
        Route::Orders,
        Route::OrderNew,
        Route::Verification,
        Route::Repair,
        Route::Batches,
        Route::Returns,
        Route::Imports,
        Route::Floor,
        Route::FloorPick,
        Route::FloorPack,
        Route::FloorShip,
        Route::FloorDeliver,
        Route::FloorPutBack,
        Route::FloorReceive,
        Route::FloorPutAway,
        Route::FloorCount,
        Route::FloorMove,
        Route::FloorTransfer,
        Route::FloorReturn,
        Route::Stock,
        Route::ItemNew,
        Route::Places,
        Route::Workspace,
        Route::Conflicts,
        Route::People,
        Route::Warehouses,
        Route::Partners,
        Route::Channels,
        Route::Privacy,
        Route::Settings,
        Route::Scanner,
        Route::Diagnostics,
    ];
    for route in plain {
        assert_eq!(Route::parse(&route.path()), route);
        assert_eq!(Route::parse(&format!("/{}/", route.path())), route);
        assert!(route.place().is_some(), "{route:?} lies under no place");
    }
}

/// The names of the variants of an enum, as they stand in its source.
fn variants(name: &str) -> BTreeSet<String> {
    let source = include_str!("../../src/ui/routes.rs");
    let (_, body) = source
        .split_once(&format!("pub enum {name} {{"))
        .expect("the enum is there");
    let (body, _) = body.split_once("\n}").expect("the enum ends");
    body.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .map(|line| line.trim_end_matches(',').to_owned())
        .map(|line| line.split('(').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_list_of_addresses_holds_every_route() {
    let named = |shown: String| shown.split('(').next().unwrap_or_default().to_owned();
    let (mut routes, mut papers) = (BTreeSet::new(), BTreeSet::new());
    for address in EVERY_ADDRESS {
        let route = Route::parse(address);
        routes.insert(named(format!("{route:?}")));
        if let Route::Print(paper) = route {
            papers.insert(named(format!("{paper:?}")));
        }
    }
    assert_eq!(routes, variants("Route"));
    assert_eq!(papers, variants("Paper"));
    assert!(routes.len() > 20 && papers.len() > 5, "the source is read");
}

#[test]
fn documents_of_the_floor_and_of_paper_survive_their_path() {
    let (order, other) = ("shop:1/2 3".to_owned(), "P-7?".to_owned());
    let routes = [
        Route::FloorPackOrder(order.clone()),
        Route::FloorReturnCase(order.clone(), other.clone()),
        Route::FloorHere(other.clone()),
        Route::Print(Paper::Label(order.clone(), other.clone())),
        Route::Print(Paper::Slip(order.clone(), other.clone())),
        Route::Print(Paper::Return(order, other.clone())),
        Route::Print(Paper::PickList(other.clone())),
        Route::Print(Paper::Manifest(other)),
        Route::Print(Paper::Bins),
        Route::Print(Paper::Commands),
    ];
    for route in routes {
        assert_eq!(Route::parse(&route.path()), route);
    }
}

#[test]
fn unknown_addresses_keep_their_words() {
    for path in [
        "order",
        "orders/5/6",
        "flor",
        "workspace/nothing",
        "stock/places/A-03",
        "print/label/1",
        "floor/return/1",
    ] {
        assert_eq!(Route::parse(path), Route::Unknown(path.to_owned()));
    }
}

#[test]
fn single_keys_belong_to_the_scanner_on_task_screens_only() {
    assert!(Route::FloorPickBatch("B-7".to_owned()).is_floor_task());
    assert!(Route::FloorReturn.is_floor_task());
    assert!(!Route::Floor.is_floor_task());
    assert!(!Route::Orders.is_floor_task());
}

#[test]
fn broken_escapes_are_read_as_they_stand() {
    let query = parse_query("?a=%&b=%zz&c=%+1&d=%E2%82%AC&e");
    let expected = [
        ("a", "%"),
        ("b", "%zz"),
        ("c", "% 1"),
        ("d", "€"),
        ("e", ""),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(query, expected);
}

proptest! {
    /// Dots alone are left out: an address bar reads them as "this folder" and "the one above".
    #[test]
    fn names_survive_their_path(name in "\\PC{1,40}") {
        prop_assume!(!name.bytes().all(|byte| byte == b'.'));
        for route in [
            Route::Order(name.clone()),
            Route::Item(name.clone()),
            Route::FloorPickBatch(name.clone()),
        ] {
            prop_assert_eq!(Route::parse(&route.path()), route.clone());
            prop_assert!(route.path().is_ascii());
        }
    }

    #[test]
    fn queries_survive_their_text(pairs in prop::collection::vec(("\\PC{1,20}", "\\PC{0,20}"), 0..6)) {
        prop_assert_eq!(parse_query(&write_query(&pairs)), pairs);
    }

    #[test]
    fn no_address_is_too_odd_to_read(path in "\\PC*", query in "\\PC*") {
        let route = Route::parse(&path);
        prop_assert_eq!(Route::parse(&route.path()).place(), route.place());
        parse_query(&query);
    }
}
