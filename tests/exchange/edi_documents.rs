//! EDI documents: what a partner's message says, and what is written reads the same.

use chrono::{NaiveDate, NaiveTime};
use depo::exchange::decimal::Decimal;
use depo::exchange::edi::document::{InventoryReport, Level, LevelKind, PurchaseOrder, ShipNotice};
use depo::exchange::edi::qualifier::{DateOf, ItemNumber, PartyNumber, ReferenceTo, Role};
use depo::exchange::edi::record::{
    Action, Carriage, Contact, Counted, Dated, Heading, Line, Load, Mark, Note, Party, Reference,
    When,
};
use depo::exchange::edi::x12::{self, Shipment, ShippingOrder, StockReceipt, exception};
use depo::exchange::edi::{self, Document, Effect, Envelope, Flaw, Received, WriteError};
use proptest::prelude::*;
use proptest::sample::select;

fn file(text: &str) -> edi::File {
    edi::File::decode(text.as_bytes()).expect("text")
}

/// Reads all messages of a text, none of which may be refused for its envelope.
fn read(text: &str) -> Vec<Received> {
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

/// Reads one set of X12 out of its segments, without header and trailer.
fn set(kind: &str, segments: &str) -> Received {
    let count = segments.matches('~').count() + 2;
    let text = format!("ST*{kind}*0001~{segments}SE*{count}*0001~");
    read(&text).remove(0)
}

fn units(amount: i64) -> Decimal {
    Decimal::whole(amount)
}

fn on(year: i32, month: u32, day: u32) -> When {
    When {
        date: NaiveDate::from_ymd_opt(year, month, day).expect("a day"),
        time: None,
    }
}

fn notice_of(received: Received) -> ShipNotice {
    let notice = match received.document {
        Some(Document::ShipNotice(notice)) => Some(notice),
        _ => None,
    };
    notice.expect("a ship notice")
}

const ORDER: &str = "W05*N*O-77*PO-9~N1*ST*CORNER SHOP*92*S12~N2*BACK DOOR~N3*1 HIGH ST*FLOOR 2~\
    N4*SOFIA**1000*BG~PER*DC*MARIA*TE*359 2 000~N1*SF*MAIN HALL~N9*CO*C-5~G62*10*20260131~\
    NTE*WHI*LEAVE AT THE DOOR~W66*PP*M***BY ROAD*****DHLC~\
    LX*1~W01*12*EA**SK*TEA-1*UP*614141000036~G69*GREEN TEA~N9*LT*L7~\
    LX*2~W01*3*CA*061414100003*VN*MUG~W76*15*20*KG~";

#[test]
fn a_shipping_order_is_read_by_what_its_qualifiers_mean() {
    let received = set("940", ORDER);
    assert_eq!(received.notes.problems, []);
    let order = match received.document {
        Some(Document::ShippingOrder(order)) => Some(order),
        _ => None,
    };
    let order = order.expect("a shipping order");
    assert_eq!(order.action, Action::Original);
    assert_eq!((&*order.number, &*order.purchase_order), ("O-77", "PO-9"));
    let shop = order.heading.party(&Role::ShipTo).expect("a ship-to");
    assert_eq!(shop.number, Some((PartyNumber::ByBuyer, "S12".to_owned())));
    assert_eq!(shop.address, ["1 HIGH ST", "FLOOR 2"]);
    assert_eq!((&*shop.city, &*shop.country), ("SOFIA", "BG"));
    assert_eq!(
        shop.contacts[0].numbers,
        [("TE".to_owned(), "359 2 000".to_owned())]
    );
    assert_eq!(
        order.heading.reference(&ReferenceTo::CustomerOrder),
        Some("C-5")
    );
    assert_eq!(
        order.heading.date(&DateOf::ShipRequested),
        Some(on(2026, 1, 31))
    );
    assert_eq!(order.heading.carriage.expect("a carrier").carrier, "DHLC");
    let (tea, mug) = (&order.lines[0], &order.lines[1]);
    assert_eq!(
        (tea.quantity, &*tea.unit, &*tea.lot),
        (units(12), "EA", "L7")
    );
    assert_eq!(tea.item(&ItemNumber::Sku), Some("TEA-1"));
    assert_eq!(tea.item(&ItemNumber::Upc), Some("614141000036"));
    assert_eq!(tea.descriptions, ["GREEN TEA"]);
    assert_eq!(mug.item(&ItemNumber::UpcCase), Some("061414100003"));
    assert_eq!(order.load.weight, Some((units(20), "KG".to_owned())));
}

#[test]
fn a_bad_line_is_named_and_the_others_are_read() {
    let received = set("940", &ORDER.replace("W01*12*EA", "W01*1x2*EA"));
    let texts: Vec<String> = received
        .notes
        .problems
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        texts,
        [
            "940 0001, segment 14, W0101 (number of units): '1x2' is no number; the line was left out: do not ship \
             before the partner has sent it again",
            "940 0001, segment 19, W7601 (sum of the units): says 15, but the lines come to 3; all was read: compare \
             it with the partner before goods move",
        ]
    );
    assert_eq!(received.document.expect("an order").lines().len(), 1);
}

#[test]
fn a_set_without_its_number_is_refused_and_the_next_is_read() {
    let text = "ST*940*1~W05*N**PO-1~SE*3*1~ST*940*2~W05*N*O-2~SE*3*2~ST*940*3~N1*ST*X~SE*3*3~";
    let received = read(text);
    assert_eq!(received[0].document, None);
    assert_eq!(received[0].notes.worst(), Some(Effect::MessageRefused));
    assert_eq!(received[0].notes.problems[0].element, Some(2));
    assert!(received[1].document.is_some());
    assert_eq!(received[2].document, None);
    assert_eq!(received[2].notes.problems[0].flaw, Flaw::Missing);
}

#[test]
fn what_has_no_place_in_a_record_is_counted() {
    let received = set("940", "W05*N*1~W09*TF~PI*1~PI*2~");
    let unread: Vec<(&str, u32)> = received
        .notes
        .unread
        .iter()
        .map(|(tag, count)| (tag.as_str(), *count))
        .collect();
    assert_eq!(unread, [("PI", 2), ("W09", 1)]);
}

#[test]
fn a_line_whose_elements_stand_one_too_far_back_is_read_and_named() {
    let received = set(
        "945",
        "W06*F*1*20261029*S1~LX*1~W12*CC*72*70**CA**007117901645*UK*10071179016458*LOT1*799*G*L~W03*70~",
    );
    assert_eq!(received.notes.problems[0].flaw, Flaw::Shifted);
    assert_eq!(received.notes.problems.len(), 1);
    let document = received.document.expect("an advice");
    let line = document.lines()[0];
    assert_eq!(line.item(&ItemNumber::Gtin14), Some("10071179016458"));
    assert_eq!((line.quantity, line.ordered), (units(70), Some(units(72))));
    assert_eq!(line.lot, "LOT1");
}

#[test]
fn levels_of_a_ship_notice_know_what_they_are_in() {
    let received = set(
        "856",
        "BSN*00*S1*20260102*0930*0001~HL*1**S~HL*2*1*O~PRF*PO-1~HL*3*2*P~MAN*GM*00106141410000000015~HL*4*3*I~\
         LIN*1*SK*TEA~SN1**4*EA~HL*5*9*I~LIN*2*SK*MUG~SN1**1*EA~CTT*5~",
    );
    let flaws: Vec<&Flaw> = received
        .notes
        .problems
        .iter()
        .map(|problem| &problem.flaw)
        .collect();
    assert!(matches!(flaws.as_slice(), [Flaw::NoParent { said }] if said == "9"));
    let notice = notice_of(received);
    let packed = notice.packed();
    assert_eq!(packed[0].order, Some("PO-1"));
    assert_eq!(packed[0].marks[0].number, "00106141410000000015");
    assert_eq!((packed[1].order, packed[1].marks.len()), (None, 0));
}

#[test]
fn a_value_that_does_not_fit_is_an_error_and_never_cut() {
    let mut order = purchase_order();
    order.number = "N".repeat(23);
    let error = x12::write(&envelope(), &[Document::PurchaseOrder(order)]).expect_err("too long");
    assert!(matches!(
        error,
        WriteError::TooLong {
            tag: "BEG",
            element: 3,
            characters_max: 22,
            ..
        }
    ));
}

#[test]
fn delimiters_in_a_text_part_nothing() {
    let mut order = purchase_order();
    order
        .heading
        .parties
        .push(Party::new(Role::ShipTo, "A*B~C>D\nSE*1"));
    let text = x12::write(&envelope(), &[Document::PurchaseOrder(order)]).expect("written");
    let name = match read(&text).remove(0).document {
        Some(Document::PurchaseOrder(order)) => Some(order.heading.parties[0].name.clone()),
        _ => None,
    };
    assert_eq!(name.as_deref(), Some("A B C D SE 1"));
}

fn purchase_order() -> PurchaseOrder {
    PurchaseOrder {
        action: Action::Original,
        kind: "SA".to_owned(),
        number: "PO-1".to_owned(),
        ordered: None,
        heading: Heading::default(),
        lines: Vec::new(),
    }
}

fn envelope() -> Envelope {
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
fn words() -> impl Strategy<Value = String> {
    "[A-Z0-9.'-]{1,8}( [a-zé0-9]{1,6})?"
}

fn maybe_words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), words()]
}

fn code() -> impl Strategy<Value = String> {
    "[A-Z0-9-]{1,12}"
}

fn amount() -> impl Strategy<Value = Decimal> {
    (0_i64..1_000_000, 0_u8..4)
        .prop_map(|(parts, scale)| Decimal::of_parts(i128::from(parts), scale).expect("small"))
}

fn when() -> impl Strategy<Value = When> {
    (0_i32..20_000, proptest::option::of(0_u32..86_400)).prop_map(|(day, second)| When {
        date: NaiveDate::from_ymd_opt(1990, 1, 1).expect("a day")
            + chrono::Days::new(u64::from(day.unsigned_abs())),
        time: second.and_then(|second| NaiveTime::from_num_seconds_from_midnight_opt(second, 0)),
    })
}

fn day() -> impl Strategy<Value = When> {
    when().prop_map(|when| When { time: None, ..when })
}

fn references() -> impl Strategy<Value = Vec<Reference>> {
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

fn contacts() -> impl Strategy<Value = Vec<Contact>> {
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

fn parties() -> impl Strategy<Value = Vec<Party>> {
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

fn heading(times: bool, notes_about: &'static str) -> impl Strategy<Value = Heading> {
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

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let mark = code().prop_map(|number| Mark {
        kind: Mark::SSCC.to_owned(),
        number,
    });
    proptest::collection::vec(mark, 0..3)
}

/// Lines with what all sets have: numbers, units, words, a lot, references.
fn lines() -> impl Strategy<Value = Vec<Line>> {
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

fn numbered() -> impl Strategy<Value = Vec<Line>> {
    (lines(), marks()).prop_map(|(mut lines, marks)| {
        for (place, line) in (1..).zip(&mut lines) {
            line.number = place.to_string();
            line.marks.clone_from(&marks);
        }
        lines
    })
}

fn load() -> impl Strategy<Value = Load> {
    let weight = proptest::option::of(amount().prop_map(|amount| (amount, "KG".to_owned())));
    weight.prop_map(|weight| Load {
        weight,
        volume: None,
    })
}

fn action() -> impl Strategy<Value = Action> {
    select(vec![Action::Original, Action::Cancel, Action::Change])
}

fn shipment(lines: impl Strategy<Value = Vec<Line>>) -> impl Strategy<Value = Shipment> {
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

fn warehouse_document() -> impl Strategy<Value = Document> {
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

fn trade_document() -> impl Strategy<Value = Document> {
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
                about: depo::exchange::edi::document::stock::ON_HAND.to_owned(),
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

fn notice() -> impl Strategy<Value = ShipNotice> {
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

#[test]
fn a_set_cut_off_anywhere_gives_no_document() {
    let text = format!(
        "ST*940*0001~{ORDER}SE*{}*0001~",
        ORDER.matches('~').count() + 2
    );
    for end in 0..text.len() {
        let cut = file(&text[..end]);
        for interchange in edi::read(&cut).unwrap_or_default() {
            for message in &interchange.messages {
                let received = edi::document(&interchange, message);
                let is_whole = text[..end].ends_with("*0001");
                assert!(is_whole || received.document.is_none(), "cut at {end}");
            }
        }
    }
}

#[test]
fn levels_nested_without_end_cost_a_step_each() {
    let depth = 9_000;
    let levels: String = (1..=depth)
        .map(|level| format!("HL*{level}*{}*P~MAN*GM*{level}~", level - 1))
        .collect();
    let text = levels.replacen("HL*1*0*P~", "HL*1**S~", 1);
    let received = set(
        "856",
        &format!("BSN*00*1*20260101~{text}LIN**SK*1~SN1**1*EA~"),
    );
    let notice = notice_of(received);
    assert_eq!(notice.packed()[0].marks[0].number, depth.to_string());
}

#[test]
fn a_set_of_endless_lines_is_refused() {
    let received = set(
        "940",
        &format!("W05*N*1~{}", "W01*1*EA**SK*1~".repeat(20_001)),
    );
    assert_eq!(received.document, None);
    let flaws = received.notes.problems.iter().map(|problem| &problem.flaw);
    assert_eq!(
        flaws
            .filter(|flaw| matches!(flaw, Flaw::TooMany { .. }))
            .count(),
        1
    );
}

fn reads_the_same(documents: &[Document]) -> Result<(), TestCaseError> {
    let text = x12::write(&envelope(), documents).expect("short values");
    let received = read(&text);
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

/// A set of any segments at all, most of which its reader knows.
fn any_set() -> impl Strategy<Value = (&'static str, String)> {
    let tag = "(W05|W06|W17|BEG|BSN|BIA|HL|LX|W01|W12|W04|W07|PO1|LIN|SN1|QTY|UIT|N1|N2|N3|N4|PER|G61|N9|REF|G62|DTM|\
        NTE|MSG|W66|W27|TD5|TD1|TD3|MAN|PRF|PID|G69|SDQ|CTT|W76|W03|W14|W13|CUR|X)";
    let element = "(|1|2|-3|SK|LT|99999999999999999999|2026010|20260101|0930|[A-Z0-9.>é ]{0,9})";
    let segment = (tag, proptest::collection::vec(element, 0..12))
        .prop_map(|(tag, elements)| format!("{tag}*{}~", elements.join("*")));
    let kind = select(vec!["940", "943", "944", "945", "850", "856", "846"]);
    let segments = proptest::collection::vec(segment, 0..30);
    (kind, segments.prop_map(|segments| segments.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_in_a_set_is_too_odd_to_be_judged((kind, segments) in any_set()) {
        let received = set(kind, &segments);
        prop_assert!(received.is_known);
        let is_refused = received.notes.worst() == Some(Effect::MessageRefused);
        prop_assert_eq!(received.document.is_none(), is_refused);
        if let Some(document) = received.document {
            // What was read can be written, unless a value is too long or the levels are not nested.
            if let Ok(text) = x12::write(&envelope(), &[document]) {
                prop_assert!(read(&text).remove(0).document.is_some(), "{}", text);
            }
        }
    }

    #[test]
    fn sets_of_the_warehouse_read_as_they_were_written(
        documents in proptest::collection::vec(warehouse_document(), 1..4)
    ) {
        reads_the_same(&documents)?;
    }

    #[test]
    fn sets_of_trade_read_as_they_were_written(
        documents in proptest::collection::vec(trade_document(), 1..4)
    ) {
        reads_the_same(&documents)?;
    }
}
