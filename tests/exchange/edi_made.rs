//! EDI documents made by chance, for what is written to be read again.

use chrono::{NaiveDate, NaiveTime};
use depo::exchange::decimal::Decimal;
use depo::exchange::edi::document::{
    Document, InventoryReport, Level, LevelKind, PurchaseOrder, ShipNotice, stock,
};
use depo::exchange::edi::qualifier::{DateOf, ItemNumber, PartyNumber, ReferenceTo, Role};
use depo::exchange::edi::record::{
    Action, Carriage, Contact, Counted, Dated, Heading, Line, Load, Mark, Note, Party, Reference,
    When,
};
use depo::exchange::edi::x12::{Shipment, ShippingOrder, StockReceipt, exception};
use depo::exchange::edi::{self, Envelope, Received};
use proptest::prelude::*;
use proptest::sample::select;

pub fn file(text: &str) -> edi::File {
    edi::File::decode(text.as_bytes()).expect("text")
}

/// Reads all messages of a text, none of which may be refused for its envelope.
pub fn read(text: &str) -> Vec<Received> {
    let file = file(text);
    let interchanges = edi::read(&file).expect("EDI");
    let mut received = Vec::new();
    for interchange in &interchanges {
        assert_eq!(interchange.faults, [], "{text}");
        for message in &interchange.messages {
            assert_eq!(message.faults, [], "{text}");
            received.push(edi::document(interchange, message));
        }
    }
    received
}

/// What was written reads the same.
pub fn reads_the_same(text: &str, documents: &[Document]) -> Result<(), TestCaseError> {
    let received = read(text);
    prop_assert_eq!(received.len(), documents.len());
    for (received, written) in received.into_iter().zip(documents) {
        prop_assert_eq!(&received.notes.problems, &[], "{}", text);
        prop_assert_eq!(received.document.as_ref(), Some(written), "{}", text);
        prop_assert!(
            received.notes.unread.is_empty(),
            "{:?}",
            received.notes.unread
        );
    }
    Ok(())
}

pub fn notice_of(received: Received) -> ShipNotice {
    let notice = match received.document {
        Some(Document::ShipNotice(notice)) => Some(notice),
        _ => None,
    };
    notice.expect("a ship notice")
}

pub fn envelope() -> Envelope {
    Envelope {
        sender: ("ZZ".to_owned(), "DEPO".to_owned()),
        receiver: ("01".to_owned(), "000123456".to_owned()),
        written: When {
            date: NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day"),
            time: NaiveTime::from_hms_opt(9, 30, 0),
        },
        control: 905,
        is_test: false,
    }
}

/// Words that fit anywhere.
pub fn words() -> impl Strategy<Value = String> {
    "[A-Z0-9.'-]{1,8}( [a-zé0-9]{1,6})?"
}

pub fn maybe_words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), words()]
}

pub fn code() -> impl Strategy<Value = String> {
    "[A-Z0-9-]{1,12}"
}

pub fn amount() -> impl Strategy<Value = Decimal> {
    (0_i64..1_000_000, 0_u8..4)
        .prop_map(|(parts, scale)| Decimal::of_parts(i128::from(parts), scale).expect("small"))
}

pub fn when() -> impl Strategy<Value = When> {
    (0_i32..20_000, proptest::option::of(0_u32..86_400)).prop_map(|(day, second)| When {
        date: NaiveDate::from_ymd_opt(1990, 1, 1).expect("a day")
            + chrono::Days::new(u64::from(day.unsigned_abs())),
        time: second.and_then(|second| NaiveTime::from_num_seconds_from_midnight_opt(second, 0)),
    })
}

pub fn day() -> impl Strategy<Value = When> {
    when().prop_map(|when| When { time: None, ..when })
}

pub fn references() -> impl Strategy<Value = Vec<Reference>> {
    let to = select(vec![
        ReferenceTo::PurchaseOrder,
        ReferenceTo::Line,
        ReferenceTo::LicensePlate,
        ReferenceTo::Other("ZQ".to_owned()),
    ]);
    let reference =
        (to, code(), maybe_words()).prop_map(|(to, number, words)| Reference { to, number, words });
    proptest::collection::vec(reference, 0..3)
}

pub fn contacts() -> impl Strategy<Value = Vec<Contact>> {
    let contact = (
        words(),
        proptest::collection::vec(("(TE|EM)", words()), 0..3),
    )
        .prop_map(|(name, numbers)| Contact {
            function: "DC".to_owned(),
            name,
            numbers,
        });
    proptest::collection::vec(contact, 0..2)
}

pub fn parties() -> impl Strategy<Value = Vec<Party>> {
    let role = select(vec![
        Role::ShipTo,
        Role::Warehouse,
        Role::Other("QQ".to_owned()),
    ]);
    let number =
        proptest::option::of((select(vec![PartyNumber::Gln, PartyNumber::ByBuyer]), code()));
    let address = proptest::collection::vec(words(), 0..4);
    let place = (maybe_words(), maybe_words(), maybe_words());
    let party = (
        role,
        words(),
        number,
        address,
        place,
        contacts(),
        references(),
    )
        .prop_map(
            |(role, name, number, address, (city, region, post_code), contacts, references)| {
                Party {
                    more_names: Vec::new(),
                    number,
                    address,
                    country: if city.is_empty() {
                        String::new()
                    } else {
                        "ID".to_owned()
                    },
                    city,
                    region,
                    post_code,
                    contacts,
                    references,
                    ..Party::new(role, &name)
                }
            },
        );
    proptest::collection::vec(party, 0..3)
}

pub fn heading(times: bool, notes_about: &'static str) -> impl Strategy<Value = Heading> {
    let of = select(vec![
        DateOf::ShipRequested,
        DateOf::DeliverNotAfter,
        DateOf::Expiry,
    ]);
    let dated = (of, when()).prop_map(move |(of, when)| Dated {
        of,
        when: When {
            time: when.time.filter(|_| times),
            ..when
        },
    });
    let note = words().prop_map(move |words| Note {
        about: notes_about.to_owned(),
        words,
    });
    let carriage = ("[A-Z]{4}", words()).prop_map(|(carrier, route)| Carriage {
        means: "M".to_owned(),
        carrier,
        route,
        ..Carriage::default()
    });
    (
        parties(),
        references(),
        proptest::collection::vec(dated, 0..3),
        proptest::collection::vec(note, 0..3),
        contacts(),
        proptest::option::of(carriage),
    )
        .prop_map(
            |(parties, references, dates, notes, contacts, carriage)| Heading {
                parties,
                references,
                dates,
                notes,
                contacts,
                carriage,
                currency: String::new(),
            },
        )
}

pub fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let mark = code().prop_map(|number| Mark {
        kind: Mark::SSCC.to_owned(),
        number,
    });
    proptest::collection::vec(mark, 0..3)
}

/// Lines with what all sets have: numbers, units, words, a lot, references.
pub fn lines() -> impl Strategy<Value = Vec<Line>> {
    let kind = select(vec![
        ItemNumber::Sku,
        ItemNumber::Ean,
        ItemNumber::Other("Q1".to_owned()),
    ]);
    let items = proptest::collection::vec((kind, code()), 1..3);
    let descriptions = proptest::collection::vec(words(), 0..2);
    let line = (
        amount(),
        "(EA|CA)",
        items,
        descriptions,
        "([A-Z0-9]{0,20})",
        references(),
    );
    let line = line.prop_map(
        |(quantity, unit, items, descriptions, lot, references)| Line {
            descriptions,
            lot,
            heading: Heading {
                references,
                ..Heading::default()
            },
            ..Line::new(quantity, &unit, items)
        },
    );
    proptest::collection::vec(line, 0..5)
}

pub fn numbered() -> impl Strategy<Value = Vec<Line>> {
    (lines(), marks()).prop_map(|(mut lines, marks)| {
        for (place, line) in (1..).zip(&mut lines) {
            line.number = place.to_string();
            line.marks.clone_from(&marks);
        }
        lines
    })
}

pub fn load() -> impl Strategy<Value = Load> {
    let weight = proptest::option::of(amount().prop_map(|amount| (amount, "KG".to_owned())));
    weight.prop_map(|weight| Load {
        weight,
        volume: None,
    })
}

pub fn action() -> impl Strategy<Value = Action> {
    select(vec![Action::Original, Action::Cancel, Action::Change])
}

pub fn shipment(lines: impl Strategy<Value = Vec<Line>>) -> impl Strategy<Value = Shipment> {
    (
        code(),
        day(),
        code(),
        maybe_words(),
        heading(true, "WHI"),
        lines,
        load(),
    )
        .prop_map(
            |(order, shipped, number, purchase_order, heading, lines, load)| Shipment {
                reporting: "F".to_owned(),
                order,
                shipped: Some(shipped),
                number,
                purchase_order,
                heading,
                lines,
                load,
            },
        )
}

pub fn warehouse_document() -> impl Strategy<Value = Document> {
    let order = (
        action(),
        code(),
        maybe_words(),
        heading(true, "WHI"),
        numbered(),
        load(),
    )
        .prop_map(|(action, number, purchase_order, heading, lines, load)| {
            Document::ShippingOrder(ShippingOrder {
                action,
                number,
                purchase_order,
                heading,
                lines,
                load,
            })
        });
    let advised = (numbered(), amount()).prop_map(|(mut lines, ordered)| {
        for line in &mut lines {
            line.status = "CC".to_owned();
            line.ordered = Some(ordered);
        }
        lines
    });
    let receipt = (
        when(),
        code(),
        code(),
        heading(true, "WHI"),
        lines(),
        amount(),
    )
        .prop_map(|(received, number, order, heading, mut lines, damaged)| {
            for line in &mut lines {
                line.counted.push(Counted {
                    about: exception::DAMAGED.to_owned(),
                    quantity: damaged,
                    unit: "EA".to_owned(),
                });
            }
            Document::StockReceipt(StockReceipt {
                reporting: "F".to_owned(),
                received: Some(received),
                number,
                order,
                shipment: String::new(),
                heading,
                lines,
            })
        });
    prop_oneof![
        order,
        shipment(advised).prop_map(Document::ShippingAdvice),
        shipment(lines()).prop_map(Document::StockTransfer),
        receipt,
    ]
}

pub fn trade_document() -> impl Strategy<Value = Document> {
    let order = (
        action(),
        code(),
        day(),
        heading(true, ""),
        lines(),
        amount(),
    )
        .prop_map(|(action, number, ordered, heading, mut lines, price)| {
            for (place, line) in (1..).zip(&mut lines) {
                line.number = place.to_string();
                line.price = Some(price);
                line.counted.push(Counted {
                    about: "0042".to_owned(),
                    quantity: line.quantity,
                    unit: line.unit.clone(),
                });
            }
            Document::PurchaseOrder(PurchaseOrder {
                action,
                kind: "SA".to_owned(),
                number,
                ordered: Some(ordered),
                heading: Heading {
                    currency: "EUR".to_owned(),
                    ..heading
                },
                lines,
            })
        });
    let report = (code(), when(), lines()).prop_map(|(number, written, mut lines)| {
        for line in &mut lines {
            line.counted.push(Counted {
                about: stock::ON_HAND.to_owned(),
                quantity: line.quantity,
                unit: line.unit.clone(),
            });
        }
        Document::InventoryReport(InventoryReport {
            action: Action::Original,
            kind: "SI".to_owned(),
            number,
            written: Some(written),
            heading: Heading::default(),
            lines,
        })
    });
    prop_oneof![order, report, notice().prop_map(Document::ShipNotice)]
}

pub fn notice() -> impl Strategy<Value = ShipNotice> {
    let kind = select(vec![
        LevelKind::Order,
        LevelKind::Pallet,
        LevelKind::Package,
    ]);
    let level = (
        kind,
        0_usize..100,
        marks(),
        load(),
        heading(true, ""),
        lines(),
    );
    let levels = proptest::collection::vec(level, 0..5);
    (code(), when(), levels).prop_map(|(number, written, drawn)| {
        let mut levels = vec![Level::new(LevelKind::Shipment, None)];
        for (kind, parent, marks, load, heading, lines) in drawn {
            let parent = Some(parent % levels.len());
            let here = levels.len();
            levels.push(Level {
                order: (kind == LevelKind::Order).then(|| ("PO-1".to_owned(), None)),
                marks,
                load,
                heading,
                ..Level::new(kind, parent)
            });
            for mut line in lines {
                // The references of an item's level are kept there.
                let references = std::mem::take(&mut line.heading.references);
                let mut level = Level::new(LevelKind::Item, Some(here));
                level.heading.references = references;
                level.item = Some(line);
                levels.push(level);
            }
        }
        ShipNotice {
            action: Action::Original,
            number,
            written: Some(When {
                time: written.time.or(Some(NaiveTime::MIN)),
                ..written
            }),
            structure: "0001".to_owned(),
            levels,
        }
    })
}
