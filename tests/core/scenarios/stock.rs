//! Items, bins, documents, corrections.

use super::{Events, Refused, allocate, check, with_orders};
use crate::support::{Site, code, order_id, placed, sku};
use depo::domain::command::{Command, NewItem, Refusal};
use depo::domain::event::{StockDocumentKind, StockPosted};
use depo::domain::place::{Goods, Movement, Place};
use depo::domain::reason::LossReason;
use depo::domain::text::{StockDocumentId, Words};

fn item(name: Option<&str>, barcodes: &[&str]) -> Command {
    Command::AddItems {
        items: vec![NewItem {
            sku: sku("MUG"),
            name: name.and_then(|name| Words::new(name).ok()),
            barcodes: barcodes.iter().map(|text| code(text)).collect(),
        }],
    }
}

#[test]
fn items_are_taken_in_once_and_learn_what_is_new() {
    let site = Site::new(1);
    check(&site, item(None, &[]), Events(&["ItemAdded"]));
    check(&site, item(None, &[]), Refused(Refusal::NothingToDo));
    check(&site, item(Some("Mug"), &["500"]), Events(&["ItemAdded"]));
    check(
        &site,
        item(Some("Another"), &["500"]),
        Refused(Refusal::NothingToDo),
    );
    let state = site.portal.state();
    let found = state.catalog.by_scan("500").expect("by its barcode");
    assert_eq!(found.title(), "Mug");
}

#[test]
fn items_are_changed_where_the_change_says_something_new() {
    let change = |item: &str, grams: u32| Command::ChangeItem {
        sku: sku(item),
        name: None,
        barcodes: None,
        weight_grams: Some(grams),
    };
    let site = with_orders(&[]);
    check(&site, change("MUG", 300), Events(&["ItemChanged"]));
    check(&site, change("MUG", 300), Refused(Refusal::NothingToDo));
    check(
        &site,
        change("?", 300),
        Refused(Refusal::UnknownItem(sku("?"))),
    );
}

#[test]
fn bins_are_set_up_once() {
    let bins = |walk| Command::SetUpBins {
        bins: vec![(code("Z-01"), walk)],
    };
    let site = Site::new(1);
    check(&site, bins(u32::MAX), Events(&["BinAdded"]));
    check(&site, bins(u32::MAX), Refused(Refusal::NothingToDo));
    // A bin that comes after the last place on the walk.
    site.stock("opening", "MUG", "A-01", 1);
    assert_eq!(site.portal.state().bins[&code("A-01")].walk, u32::MAX);
    check(&site, bins(4), Events(&["BinAdded"]));
}

#[test]
fn a_document_counts_once_even_within_one_command() {
    let document = StockPosted {
        document: StockDocumentId::new("receipt-7").expect("a document"),
        kind: StockDocumentKind::Receipt,
        reason: None,
        words: None,
        happened_at: None,
        movements: vec![Movement {
            goods: Goods::new(sku("MUG")),
            from: Place::Supplier,
            to: Place::Bin(code("A-01")),
            units: 7,
        }],
        source: None,
    };
    let take = Command::TakeStock {
        documents: vec![document.clone(), document],
    };
    let site = Site::new(1);
    check(
        &site,
        take.clone(),
        Events(&["ItemAdded", "BinAdded", "StockPosted"]),
    );
    check(&site, take, Refused(Refusal::NothingToDo));
    assert_eq!(site.figures("MUG"), (7, 0, 0));
}

#[test]
fn what_is_promised_cannot_be_corrected_or_moved_away() {
    let site = with_orders(&[("1", &[("MUG", 4)])]);
    site.act(allocate(&["1"]));
    // The promise lies in the smallest bin that holds all of it: A-02 has five.
    let adjust = |bin: &str, difference| Command::AdjustStock {
        sku: sku("MUG"),
        bin: code(bin),
        difference,
        reason: LossReason::Damaged,
        words: None,
    };
    let free = |bin: &str, free| Refusal::NotEnough {
        sku: sku("MUG"),
        bin: code(bin),
        free,
    };
    check(&site, adjust("A-02", -2), Refused(free("A-02", 1)));
    check(&site, adjust("A-02", -1), Events(&["StockPosted"]));
    check(&site, adjust("A-02", -1), Refused(free("A-02", 0)));
    check(&site, adjust("A-01", -11), Refused(free("A-01", 10)));
    check(&site, adjust("A-01", 3), Events(&["StockPosted"]));
    check(&site, adjust("A-01", 0), Refused(Refusal::NoUnits));
    let too_many = Refusal::TooMany { there: u32::MAX };
    check(&site, adjust("A-01", i64::MIN), Refused(too_many));
    check(
        &site,
        adjust("?", 1),
        Refused(Refusal::UnknownBin(code("?"))),
    );
    let shift = |from: &str, to: &str, units| Command::MoveStock {
        sku: sku("MUG"),
        from: code(from),
        to: code(to),
        units,
    };
    check(&site, shift("A-01", "A-02", 14), Refused(free("A-01", 13)));
    check(&site, shift("A-01", "A-02", 13), Events(&["StockPosted"]));
    check(
        &site,
        shift("A-02", "A-02", 1),
        Refused(Refusal::NothingToDo),
    );
    check(&site, shift("A-02", "A-01", 0), Refused(Refusal::NoUnits));
    check(
        &site,
        shift("A-01", "?", 1),
        Refused(Refusal::UnknownBin(code("?"))),
    );
    check(
        &site,
        shift("?", "A-01", 1),
        Refused(Refusal::UnknownBin(code("?"))),
    );
    assert_eq!(site.figures("MUG"), (17, 4, 0));
}

#[test]
fn orders_of_one_command_share_what_is_there() {
    // Two lines of one item, and a second order: 16 are asked for, 15 are there.
    let site = with_orders(&[("1", &[("MUG", 6), ("MUG", 6)]), ("2", &[("MUG", 4)])]);
    let both = allocate(&["2", "1", "1"]);
    check(
        &site,
        both.clone(),
        Events(&["LinesPromised", "LinesPromised"]),
    );
    assert_eq!(site.figures("MUG"), (15, 15, 1));
    check(&site, both, Refused(Refusal::NothingToDo));
    let unknown = Refusal::UnknownOrder(order_id("9"));
    check(&site, allocate(&["1", "9"]), Refused(unknown));
    let give_up = Command::ReleasePromises {
        orders: vec![order_id("1"), order_id("1")],
    };
    check(&site, give_up.clone(), Events(&["PromisesReleased"]));
    check(&site, give_up, Refused(Refusal::NothingToDo));
    assert_eq!(site.figures("MUG"), (15, 3, 13));
}

#[test]
fn the_same_orders_again_change_nothing() {
    let take = Command::TakeOrders {
        orders: vec![placed("1", &[("MUG", 1)]), placed("1", &[("MUG", 9)])],
    };
    let site = Site::new(1);
    check(&site, take.clone(), Events(&["ItemAdded", "OrderPlaced"]));
    check(&site, take, Refused(Refusal::NothingToDo));
    assert_eq!(site.figures("MUG"), (0, 0, 1));
}
