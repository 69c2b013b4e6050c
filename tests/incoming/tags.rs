//! What a shop writes on an order as a code, and may be anything: it stands where an erasure reaches it.

use crate::desk::*;
use depo::intake::judged::Change;
use depo::stream::id::Opened;
use depo::trade::id::{ErasureId, OrderId};
use depo::trade::orders::CancelReason;
use depo::trade::orders::commands::OrderCommand;
use depo::trade::personal::ErasureCause;
use depo::trade::personal::commands::PersonalCommand;
use depo::trade::personal::subject::slots_of;
use depo::trade::text::RegionCode;
use depo::view::names;
use depo::view::orders::{OrderIndex, OrderView};
use depo::view::person::texts;

const GATE: &str = "for Mrs Miller, gate 4";

fn file(tags: &str, coupon: &str, units: u32) -> TestFile {
    named(
        "orders.json",
        format!(
            r#"{{"orders":[{{"id":1,"name":"1001","order_number":1001,"created_at":"2026-05-30T10:00:00Z","currency":"EUR","total_price":"{}.00","total_discounts":"1.00","discount_codes":[{{"code":"{coupon}","amount":"1.00","type":"fixed_amount"}}],"financial_status":"pending","tags":"{tags}","line_items":[{{"id":7,"sku":"MUG","title":"Mug","quantity":{units},"price":"4.00"}}]}}]}}"#,
            4 * units - 1
        ),
    )
}

fn only(shop: &Shop) -> OrderId {
    shop.read(|at| at.state.orders().next().expect("an order").id().clone())
}

/// The tags of the order, and the codes of its charges as its page shows them.
fn shown(shop: &Shop) -> (Vec<String>, Vec<String>) {
    let order = only(shop);
    shop.read(|at| {
        let view = OrderView::of(at, &order, 0).expect("the order");
        let codes = view.charges.into_iter().filter_map(|charge| charge.code);
        (view.head.tags, codes.collect())
    })
}

fn found(shop: &Shop, word: &str) -> usize {
    shop.read(|at| {
        let mut index = OrderIndex::default();
        index.refresh(at);
        index.best(word, 9).len()
    })
}

/// Whether a text stands in any commit of the journal.
fn is_in_facts(shop: &Shop, text: &str) -> bool {
    let commits = shop.written().into_iter();
    let mut bytes = commits.map(|commit| commit.bytes);
    bytes.any(|bytes| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    })
}

#[test]
fn tags_and_codes_of_discounts_are_shown_and_found_and_stand_in_no_fact() {
    let shop = mugs_and_tea();
    take(&shop, &[file(&format!("vip, {GATE}"), "MILLER10", 2)]);
    // A comma parts tags.
    let tags = ["for Mrs Miller", "gate 4", "vip"].map(str::to_owned);
    assert_eq!(shown(&shop), (tags.into(), vec!["MILLER10".to_owned()]));
    assert_eq!(found(&shop, "miller"), 1);
    for text in ["Miller", "MILLER10", "gate 4", "vip"] {
        assert!(!is_in_facts(&shop, text), "{text}");
    }
    shop.prove();
}

#[test]
fn what_the_source_tags_later_is_taken_and_what_it_does_not_speak_of_stays() {
    let shop = mugs_and_tea();
    take(&shop, &[file("vip", "MAY", 2)]);
    let before = shop.written();
    take(&shop, &[file("vip", "MAY", 2)]);
    assert_eq!(shop.written(), before, "nothing is new");
    let report = take(&shop, &[file("vip, gift", "MAY", 2)]);
    let [judged] = report.judged.kept() else {
        unreachable!("one order: {report:?}")
    };
    assert_eq!(judged.changes, [Change::Tags]);
    let words = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let stands = (words(&["gift", "vip"]), words(&["MAY"]));
    assert_eq!(shown(&shop), stands);
    let before = shop.written();
    take(&shop, &[file("", "MAY", 2)]);
    assert_eq!((shop.written(), shown(&shop)), (before, stands));
    shop.prove();
}

#[test]
fn an_erasure_takes_tags_and_codes_with_it_and_no_file_brings_them_back() {
    let shop = mugs_and_tea();
    take(&shop, &[file(GATE, "MILLER10", 2)]);
    let order = only(&shop);
    let subject = shop.read(|at| {
        let tags = names::tags(at, &order).expect("its tags").clone();
        texts(&depo::trade::personal::content::Content::Tags(Box::new(
            tags,
        )))
    });
    let of_charge = ("charge", "MILLER10".to_owned());
    assert!(subject.contains(&of_charge), "{subject:?}");
    shop.does(OrderCommand::CancelOrders {
        orders: vec![order.clone()],
        why: CancelReason::House,
    });
    let slots = shop.read(|at| slots_of(at.state, std::slice::from_ref(&order)));
    shop.does(PersonalCommand::OrderErasure {
        cause: ErasureCause::Request,
        slots,
    });
    let last = shop.read(|at| at.held.outgoing().map(|one| one.commit).max());
    shop.does(PersonalCommand::ExecuteErasure {
        erasure: ErasureId(Opened {
            commit: last.expect("the last commit"),
            ordinal: 0,
        }),
        alone: true,
    });
    assert_eq!(shown(&shop), (vec![], vec![]));
    assert_eq!(found(&shop, "miller"), 0);
    take(&shop, &[file(&format!("{GATE}, new"), "MILLER20", 2)]);
    assert_eq!(shown(&shop), (vec![], vec![]));
    shop.prove();
}

#[test]
fn a_status_that_nobody_knows_and_the_name_of_a_province_stand_in_no_fact() {
    let file = |province: &str| {
        named(
            "orders.json",
            format!(
                r#"{{"orders":[{{"id":1,"name":"1001","order_number":1001,"created_at":"2026-05-30T10:00:00Z","currency":"EUR","total_price":"4.00","financial_status":"Anna rings twice","shipping_address":{{"name":"Ana Pop","address1":"Strada 1","city":"Cluj","zip":"400001","province":"{province}","country_code":"RO"}},"line_items":[{{"id":7,"sku":"MUG","title":"Mug","quantity":1,"price":"4.00"}}]}}]}}"#
            ),
        )
    };
    let shop = mugs_and_tea();
    take(&shop, &[file("c/o Miller, gate 4")]);
    let order = only(&shop);
    let (statuses, region) = shop.read(|at| {
        let view = OrderView::of(at, &order, 0).expect("the order");
        let placed = at.state.order(&order).and_then(|order| order.placed());
        let to = placed.and_then(|(_, placed)| placed.destination.clone());
        (view.statuses, to.expect("a destination").region)
    });
    assert_eq!(
        (statuses, region),
        (vec!["Anna rings twice".to_owned()], None)
    );
    for text in ["Anna", "Miller", "gate"] {
        assert!(!is_in_facts(&shop, text), "{text}");
    }
    let code = RegionCode::of("RO-CJ").expect("a code");
    assert_eq!(
        (code.as_str(), RegionCode::of("CJ")),
        ("CJ", Some(code.clone()))
    );
    assert_eq!(RegionCode::of("Cluj"), None);
}
