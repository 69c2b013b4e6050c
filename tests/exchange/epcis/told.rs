//! EPCIS out of this program's facts: what is told, under which names, and that it names itself.

use depo::domain::catalog::Catalog;
use depo::domain::commit::{Commit, Recorded, Stamp, StreamId};
use depo::domain::event::{
    Content, Event, LinePromise, Packed, Picked, ReturnDecided, StockDocumentKind, StockPosted,
};
use depo::domain::place::{Condition, Goods, Movement, Place};
use depo::domain::reason::{Disposition, LossReason};
use depo::domain::text::{BatchId, Code, OrderId, ParcelId, ReturnId, Sku, StockDocumentId};
use depo::domain::workspace::{Histories, Workspace};
use depo::exchange::epcis::event::{Action, What};
use depo::exchange::epcis::{
    Edition, Names, NamesError, Told, Unfit, document, event_hash, events, identifier, tell,
};
use proptest::prelude::*;
use serde_json::Value;

const STREAM: StreamId = StreamId([7; 16]);
const SSCC: &str = "340123450000000017";

fn sku(text: &str) -> Sku {
    Sku::new(text).expect("valid")
}

fn code(text: &str) -> Code {
    Code::new(text).expect("valid")
}

fn order() -> OrderId {
    OrderId::of("shop", "10/7").expect("valid")
}

fn parcel() -> ParcelId {
    ParcelId::new(SSCC).expect("valid")
}

fn names() -> Names {
    Names::new("https://id.example.com/depo/", Some("5412345000013")).expect("valid")
}

fn commit(number: u64, ms: i64, events: Vec<Event>) -> Commit {
    Commit {
        stream: STREAM,
        number,
        stamp: Stamp::at_ms(ms),
        operator: code("ana"),
        knows: Vec::new(),
        events: events.into_iter().map(Recorded::Known).collect(),
    }
}

/// A catalog in which TEA has a barcode of GS1 and MUG has one of the house.
fn catalog() -> Catalog {
    let added = |item: &str, barcode: &str| Event::ItemAdded {
        sku: sku(item),
        name: None,
        barcodes: vec![code(barcode)],
    };
    let commits = [commit(
        1,
        1,
        vec![added("TEA", "4012345000061"), added("MUG", "HOUSE-1")],
    )];
    let mut workspace = Workspace::default();
    let plan = workspace.plan(&commits);
    workspace.apply(&commits, &plan, Histories::new());
    workspace.catalog
}

fn picked(units: u32) -> Box<Picked> {
    Box::new(Picked {
        batch: BatchId::new("B1").expect("valid"),
        task: 0,
        order: order(),
        line: 0,
        sku: sku("TEA"),
        bin: code("A-03"),
        tote: code("T1"),
        units,
    })
}

fn packed(units: u32) -> Box<Packed> {
    Box::new(Packed {
        order: order(),
        line: 0,
        sku: sku("TEA"),
        tote: code("T1"),
        parcel: parcel(),
        units,
    })
}

fn contents() -> Vec<Content> {
    vec![Content {
        line: 0,
        sku: sku("MUG"),
        units: 2,
    }]
}

fn return_id() -> ReturnId {
    ReturnId::new("R1").expect("valid")
}

fn decided(disposition: Disposition, condition: Condition) -> Event {
    Event::ReturnDecided(Box::new(ReturnDecided {
        order: order(),
        return_id: return_id(),
        line: 0,
        sku: sku("MUG"),
        units: 1,
        condition,
        disposition,
        bin: None,
    }))
}

fn posted(kind: StockDocumentKind, from: Place, to: Place) -> Event {
    let goods = Goods {
        lot: Some(code("L 7")),
        ..Goods::new(sku("TEA"))
    };
    Event::StockPosted(Box::new(StockPosted {
        document: StockDocumentId::new("D1").expect("valid"),
        kind,
        reason: None,
        words: None,
        happened_at: None,
        movements: vec![Movement {
            goods,
            from,
            to,
            units: 5,
        }],
        source: None,
    }))
}

fn hand_over() -> Event {
    Event::ParcelHandedOver {
        order: order(),
        parcel: parcel(),
        carrier: code("DHL"),
        contents: contents(),
    }
}

fn received() -> Event {
    Event::ReturnReceived {
        order: order(),
        return_id: return_id(),
        contents: contents(),
    }
}

fn told(facts: Vec<Event>) -> Told {
    tell(
        &[commit(3, 1_767_315_600_250, facts)],
        &names(),
        &catalog(),
        420,
    )
}

#[test]
fn each_fact_is_told_in_the_words_of_the_standard() {
    let bin = || Place::Bin(code("A-03"));
    let check = |fact: Event, wanted: &str| {
        let told = told(vec![fact]);
        let shown: Vec<String> = told
            .events
            .iter()
            .map(|event| {
                let disposition = event
                    .disposition
                    .map_or("-", |disposition| disposition.word());
                let (kind, action) = (event.kind(), event.action.word());
                format!("{kind} {action} {} {disposition}", event.step.word())
            })
            .collect();
        assert_eq!(shown.join("; "), wanted);
    };
    use StockDocumentKind::{Adjustment, Opening, Receipt, Transfer};
    check(
        posted(Receipt, Place::Supplier, bin()),
        "ObjectEvent OBSERVE receiving in_progress",
    );
    check(
        posted(Opening, Place::Supplier, bin()),
        "ObjectEvent OBSERVE stock_taking sellable_accessible",
    );
    check(
        posted(Transfer, bin(), bin()),
        "ObjectEvent OBSERVE storing sellable_accessible",
    );
    for (reason, wanted) in [
        (LossReason::Damaged, "OBSERVE inspecting damaged"),
        (LossReason::ThrownAway, "DELETE destroying destroyed"),
        (
            LossReason::Counted,
            "OBSERVE cycle_counting mismatch_quantity",
        ),
        (LossReason::Sample, "OBSERVE removing unavailable"),
    ] {
        let fact = posted(Adjustment, bin(), Place::Loss(reason));
        check(fact, &format!("ObjectEvent {wanted}"));
    }
    let promise = LinePromise {
        line: 0,
        sku: sku("TEA"),
        bin: code("A-03"),
        units: 1,
    };
    let promises = vec![promise.clone(), promise];
    check(
        Event::LinesPromised {
            order: order(),
            promises,
        },
        "ObjectEvent OBSERVE reserving reserved; ObjectEvent OBSERVE reserving reserved",
    );
    check(
        Event::LinePicked(picked(1)),
        "ObjectEvent OBSERVE picking in_progress",
    );
    check(
        Event::PickUndone(picked(1)),
        "ObjectEvent OBSERVE storing sellable_accessible",
    );
    check(
        Event::UnitsPacked(packed(1)),
        "AggregationEvent ADD packing in_progress",
    );
    check(
        Event::PackingUndone(packed(1)),
        "AggregationEvent DELETE unpacking in_progress",
    );
    check(
        Event::ParcelLabelled {
            order: order(),
            parcel: parcel(),
            carrier: code("DHL"),
            tracking: code("JD 1"),
        },
        "TransactionEvent ADD staging_outbound -",
    );
    check(hand_over(), "ObjectEvent OBSERVE shipping in_transit");
    check(received(), "ObjectEvent OBSERVE receiving returned");
    for (decision, condition, wanted) in [
        (
            Disposition::Restock,
            Condition::New,
            "OBSERVE inspecting sellable_accessible",
        ),
        (
            Disposition::Restock,
            Condition::Damaged,
            "OBSERVE inspecting damaged",
        ),
        (
            Disposition::ToSupplier,
            Condition::Opened,
            "OBSERVE inspecting non_sellable_other",
        ),
        (
            Disposition::Scrap,
            Condition::Damaged,
            "DELETE destroying destroyed",
        ),
    ] {
        check(
            decided(decision, condition),
            &format!("ObjectEvent {wanted}"),
        );
    }
    check(Event::OrderVerified { order: order() }, "");
}

#[test]
fn what_has_a_key_of_gs1_is_named_by_it_and_the_rest_privately() {
    let receipt = posted(
        StockDocumentKind::Receipt,
        Place::Supplier,
        Place::Bin(code("A-03")),
    );
    let told = told(vec![receipt, hand_over(), received()]);
    let text = document(&told.events, &names(), 1_767_315_700_000).expect("sound");
    let read: Value = serde_json::from_str(&text).expect("JSON");
    let list = &read["epcisBody"]["eventList"];
    let receipt = &list[0];
    assert_eq!(receipt["eventTime"], "2026-01-02T01:00:00.250Z");
    assert_eq!(receipt["eventTimeZoneOffset"], "+07:00");
    assert_eq!(
        receipt["quantityList"][0]["epcClass"],
        "https://id.gs1.org/01/04012345000061/10/L%207"
    );
    assert_eq!(receipt["quantityList"][0]["quantity"], 5);
    assert_eq!(
        receipt["readPoint"]["id"],
        "https://id.gs1.org/414/5412345000013/254/A-03"
    );
    assert_eq!(
        receipt["bizLocation"]["id"],
        "https://id.gs1.org/414/5412345000013"
    );
    assert_eq!(receipt["bizTransactionList"][0]["type"], "recadv");
    let shipping = &list[1];
    assert_eq!(
        shipping["epcList"][0],
        format!("https://id.gs1.org/00/{SSCC}")
    );
    assert_eq!(shipping["bizLocation"], Value::Null);
    assert_eq!(
        shipping["bizTransactionList"][0]["bizTransaction"],
        "https://id.example.com/depo/order/shop%3A10%2F7"
    );
    let class = &list[2]["quantityList"][0]["epcClass"];
    assert_eq!(class, "https://id.example.com/depo/item/MUG");
    assert_eq!(read["schemaVersion"], "2.0");
    assert_eq!(read["creationDate"], "2026-01-02T01:01:40.000Z");
}

/// The identifiers of a document, and those that its events hash to.
fn identifiers(text: &str) -> (Vec<String>, Vec<String>) {
    let read: Value = serde_json::from_str(text).expect("JSON");
    let list = read["epcisBody"]["eventList"].as_array().expect("events");
    let said = list
        .iter()
        .map(|event| event["eventID"].as_str().expect("an id").to_owned());
    let hashed = events(text).expect("JSON");
    (
        said.collect(),
        hashed
            .iter()
            .map(|event| event_hash(event, Edition::Ratified))
            .collect(),
    )
}

#[test]
fn what_was_undone_is_told_again_and_declared_wrong() {
    let undone = Event::HandOverUndone {
        order: order(),
        parcel: parcel(),
        carrier: code("DHL"),
        contents: contents(),
    };
    let commits = [
        commit(1, 1_000, vec![hand_over()]),
        commit(2, 2_000, vec![undone.clone()]),
        commit(3, 3_000, vec![undone]),
    ];
    let told = tell(&commits, &names(), &catalog(), -90);
    assert_eq!((told.events.len(), told.unmatched), (2, 1));
    let (first, second) = (&told.events[0], &told.events[1]);
    assert_eq!(first.time_ms, second.time_ms);
    assert_eq!(first.origin, second.origin);
    let text = document(&told.events, &names(), 4_000).expect("sound");
    assert!(
        text.contains(r#""declarationTime":"1970-01-01T00:00:02.000Z""#),
        "{text}"
    );
    assert!(text.contains(r#""reason":"did_not_occur""#), "{text}");
    assert!(text.contains(r#""eventTimeZoneOffset":"-01:30""#), "{text}");
    let (said, hashed) = identifiers(&text);
    assert_eq!(said, hashed);
    assert_eq!(said[0], said[1]);
}

#[test]
fn a_document_that_is_not_sound_is_not_written() {
    let check = |wrong: &dyn Fn(&mut Told), unfit: Unfit| {
        let mut told = told(vec![
            Event::UnitsPacked(packed(1)),
            Event::LinePicked(picked(1)),
        ]);
        wrong(&mut told);
        let error = document(&told.events, &names(), 0).expect_err("unsound");
        assert_eq!(error.unfit, unfit);
    };
    check(
        &|told| told.events[1] = told.events[0].clone(),
        Unfit::Twice,
    );
    check(&|told| told.events[0].time_ms = i64::MAX, Unfit::Time);
    check(&|told| told.events[0].offset_minutes = 900, Unfit::Time);
    check(
        &|told| told.events[1].read_point = Some("bin A".to_owned()),
        Unfit::NotAUri,
    );
    let set_units = |told: &mut Told, kept: usize, units: u32| {
        if let What::Aggregation { quantities, .. } = &mut told.events[0].what {
            quantities.truncate(kept);
            quantities
                .iter_mut()
                .for_each(|quantity| quantity.units = units);
        }
    };
    check(&|told| set_units(told, 1, 0), Unfit::NoUnits);
    check(&|told| set_units(told, 0, 1), Unfit::NoGoods);
    check(
        &|told| {
            let objects = vec!["urn:x:1".to_owned()];
            told.events[0].what = What::Transaction { objects };
            told.events[0].transactions.clear();
        },
        Unfit::NoTransaction,
    );
}

#[test]
fn names_begin_with_an_address_of_the_company() {
    for base in [
        "",
        "https://",
        "https://a.example",
        "depo/",
        "https://a b/",
        "ftp://a/",
    ] {
        assert_eq!(Names::new(base, None), Err(NamesError::Base), "{base}");
    }
    let gln = Names::new("urn:example:depo:", Some("5412345000014"));
    assert_eq!(gln, Err(NamesError::Gln));
    let names = Names::new("urn:example:depo:", None).expect("valid");
    assert_eq!(names.place("A-03"), "urn:example:depo:place/A-03");
    assert_eq!(names.parcel("P1"), "urn:example:depo:parcel/P1");
}

fn fact() -> impl Strategy<Value = Event> {
    prop_oneof![
        (1_u32..3).prop_map(|units| Event::LinePicked(picked(units))),
        (1_u32..3).prop_map(|units| Event::UnitsPacked(packed(units))),
        (1_u32..3).prop_map(|units| Event::PackingUndone(packed(units))),
        Just(hand_over()),
        Just(received()),
        Just(decided(Disposition::Restock, Condition::New)),
        Just(posted(
            StockDocumentKind::Receipt,
            Place::Supplier,
            Place::Bin(code("Ж 1"))
        )),
    ]
}

proptest! {
    #[test]
    fn written_events_hash_to_their_identifiers_and_no_two_are_alike(
        facts in proptest::collection::vec(proptest::collection::vec(fact(), 0..4), 0..6),
        ms in 0_i64..4_000_000_000_000,
        offset in -840_i16..=840,
        has_gln in any::<bool>(),
    ) {
        // All within one millisecond: only their origins tell some of them apart.
        let commits: Vec<Commit> = (1..)
            .zip(facts)
            .map(|(number, events)| commit(number, ms, events))
            .collect();
        let gln = has_gln.then_some("5412345000013");
        let names = Names::new("https://id.example.com/depo/", gln).expect("valid");
        let told = tell(&commits, &names, &catalog(), offset);
        let text = document(&told.events, &names, ms).expect("sound");
        let (said, hashed) = identifiers(&text);
        prop_assert_eq!(&said, &hashed);
        // Told one by one, as another device may, they have the same names.
        let alone: Vec<String> = commits
            .iter()
            .flat_map(|commit| tell([commit], &names, &catalog(), offset).events)
            .map(|event| identifier(&event, &names))
            .collect();
        prop_assert_eq!(said, alone);
        let adds = told.events.iter().filter(|event| event.action == Action::Add);
        prop_assert!(adds.clone().all(|event| !event.transactions.is_empty()));
    }
}
