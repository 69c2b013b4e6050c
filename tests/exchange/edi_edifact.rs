//! EDIFACT: ORDERS and DESADV read and written, CONTRL.

use depo::exchange::decimal::Decimal;
use depo::exchange::edi::document::{Level, LevelKind, PurchaseOrder, ShipNotice};
use depo::exchange::edi::edifact::{self, Release};
use depo::exchange::edi::qualifier::{DateOf, ItemNumber, PartyNumber, ReferenceTo, Role};
use depo::exchange::edi::record::{Action, Heading, Line, Mark};
use depo::exchange::edi::{self, Document, Flaw, WriteError};
use proptest::prelude::*;
use proptest::sample::select;

use crate::edi_made::{
    action, code, day, envelope, file, heading, lines, load, marks, notice_of, read,
    reads_the_same, when,
};

/// Reads one message out of its segments, without header and trailer.
fn message(kind: &str, segments: &str) -> edi::Received {
    let count = segments.matches('\'').count() - segments.matches("?'").count() + 2;
    read(&format!("UNH+1+{kind}:UN'{segments}UNT+{count}+1'")).remove(0)
}

const ORDERS: &str = "BGM+220+PO-77+9'DTM+137:20260118:102'DTM+2:202601201430:203'\
    FTX+AAI+++KEEP DRY?, IT?'S TEA:SECOND LINE'RFF+CT:K-1'NAD+BY+5412345000013::9'RFF+VA:BG1'\
    NAD+DP+++CORNER SHOP+HIGH ST 1:FLOOR 2+SOFIA++1000+BG'CTA+OC+:MARIA'COM+359 2 000:TE'CUX+2:EUR:9'\
    LIN+1++4012345000061:EN'PIA+1+TEA-1:SA+L7:NB'IMD+F++:::GREEN TEA:100 G'QTY+21:12,5:PCE'PRI+AAA:1.85'\
    LIN+2++MUG:SA'QTY+21:3:PCE'UNS+S'MOA+79:30'CNT+2:2'";

#[test]
fn an_order_is_read_by_what_its_qualifiers_mean() {
    for release in ["D:96A", "D:01B"] {
        let received = message(&format!("ORDERS:{release}"), ORDERS);
        assert_eq!(received.notes.problems, []);
        let order = match received.document {
            Some(Document::PurchaseOrder(order)) => Some(order),
            _ => None,
        };
        let order = order.expect("an order");
        assert_eq!(
            (&*order.number, &order.action),
            ("PO-77", &Action::Original)
        );
        let requested = order
            .heading
            .date(&DateOf::DeliveryRequested)
            .expect("a date");
        assert_eq!(requested.time.expect("a time").to_string(), "14:30:00");
        assert_eq!(
            order.heading.notes[0].words,
            "KEEP DRY, IT'S TEA SECOND LINE"
        );
        let buyer = order.heading.party(&Role::Buyer).expect("a buyer");
        assert_eq!(
            buyer.number,
            Some((PartyNumber::Gln, "5412345000013".to_owned()))
        );
        assert_eq!(buyer.references[0].number, "BG1");
        let shop = order.heading.party(&Role::ShipTo).expect("a ship-to");
        assert_eq!((&*shop.name, &*shop.post_code), ("CORNER SHOP", "1000"));
        assert_eq!(shop.address, ["HIGH ST 1", "FLOOR 2"]);
        assert_eq!(shop.contacts[0].numbers[0].1, "359 2 000");
        assert_eq!(order.heading.currency, "EUR");
        let tea = &order.lines[0];
        assert_eq!(tea.quantity.to_string(), "12.5");
        assert_eq!(tea.item(&ItemNumber::Ean), Some("4012345000061"));
        assert_eq!(tea.item(&ItemNumber::ByVendor), Some("TEA-1"));
        assert_eq!(
            (&*tea.lot, &*tea.descriptions[0]),
            ("L7", "GREEN TEA 100 G")
        );
        assert_eq!(tea.price, Some(Decimal::of_parts(185, 2).expect("small")));
        assert_eq!(order.lines.len(), 2);
        assert_eq!(received.notes.unread.keys().collect::<Vec<_>>(), ["MOA"]);
    }
}

const DESADV: &str = "BGM+351+D-9+9'DTM+137:20260202:102'DTM+11:20260202:102'RFF+ON:PO-77'\
    NAD+DP+5412345000013::9'CPS+1'PAC+1++PX'CPS+2+1'PAC+1++PX'PCI+33E'GIN+BJ+340123450000000018'\
    CPS+3+2'PAC+2++CT'MEA+PD+AAB+KGM:8,5'PCI+33E'GIN+BJ+340123450000000025+340123450000000032'\
    LIN+1++4012345000061:EN'QTY+12:10:PCE'QTY+21:12:PCE'RFF+ON:PO-78:4'\
    CPS+4+9'LIN+2++MUG:SA'QTY+12:1:PCE'CNT+2:2'";

#[test]
fn packages_of_a_despatch_know_what_they_are_in() {
    let received = message("DESADV:D:96A", DESADV);
    let flaws: Vec<&Flaw> = received
        .notes
        .problems
        .iter()
        .map(|problem| &problem.flaw)
        .collect();
    assert!(
        matches!(flaws.as_slice(), [Flaw::NoParent { said }] if said == "9"),
        "{flaws:?}"
    );
    let notice = notice_of(received);
    let kinds: Vec<&LevelKind> = notice.levels.iter().map(|level| &level.kind).collect();
    use LevelKind::{Item, Package, Pallet, Shipment};
    assert_eq!(
        kinds,
        [&Shipment, &Pallet, &Package, &Item, &Package, &Item]
    );
    assert_eq!(notice.levels[2].parent, Some(1));
    let packed = notice.packed();
    assert_eq!(packed[0].order, Some("PO-78"));
    assert_eq!(packed[0].marks[1].number, "340123450000000032");
    assert_eq!(packed[0].marks[1].kind, Mark::SSCC);
    assert_eq!(packed[0].line.ordered, Some(Decimal::whole(12)));
    let line = notice.levels[3].heading.reference(&ReferenceTo::Line);
    assert_eq!(line, Some("4"));
    assert_eq!((packed[1].order, packed[1].marks.len()), (Some("PO-77"), 0));
}

#[test]
fn a_bad_quantity_leaves_out_its_line_and_says_so() {
    let received = message("ORDERS:D:96A", &ORDERS.replace("21:3:PCE", "21:three:PCE"));
    let texts: Vec<String> = received
        .notes
        .problems
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        texts[0].contains("QTY01 (number of units): 'three' is no number; the line was left out"),
        "{texts:?}"
    );
    assert_eq!(received.document.expect("an order").lines().len(), 1);
}

#[test]
fn a_report_says_what_was_refused_and_is_itself_right() {
    let text = format!(
        "UNB+UNOC:3+SENDER:14+DEPO:ZZ+260118:0915+77'UNH+1+ORDERS:D:96A:UN'{ORDERS}UNT+99+1'\
         UNH+2+DESADV:D:01B:UN'BGM+351+1+9'UNT+3+2'UNZ+2+77'"
    );
    let file_text = file(&text);
    let interchanges = edi::read(&file_text).expect("EDI");
    let answer = edi::acknowledgement(&interchanges[0], &[], 5);
    assert!(answer.contains("UNH+5+CONTRL:D:3:UN'"), "{answer}");
    assert!(answer.contains("UCI+77+SENDER:14+DEPO:ZZ+7'"), "{answer}");
    assert!(answer.contains("UCM+1+ORDERS:D:96A:UN+4+29'"), "{answer}");
    assert!(answer.contains("UCM+2+DESADV:D:01B:UN+7'"), "{answer}");
    let file = file(&answer);
    let read = edi::read(&file).expect("EDI");
    assert_eq!(read[0].messages[0].faults, []);
    assert_eq!(edi::acknowledgement(&read[0], &[], 6), "");
}

#[test]
fn a_message_cut_off_anywhere_gives_no_document() {
    let count = DESADV.matches('\'').count() + 2;
    let text = format!("UNH+1+DESADV:D:96A:UN'{DESADV}UNT+{count}+1'");
    for end in 0..text.len() - 1 {
        let cut = file(&text[..end]);
        for interchange in edi::read(&cut).unwrap_or_default() {
            for message in &interchange.messages {
                let received = edi::document(&interchange, message);
                let is_whole = text[..end].ends_with("+1") && text[..end].contains("UNT");
                assert!(is_whole || received.document.is_none(), "cut at {end}");
            }
        }
    }
}

#[test]
fn what_edifact_has_no_message_for_is_an_error() {
    let received = read("ST*940*1~W05*N*O-1~SE*3*1~").remove(0);
    let document = received.document.expect("a shipping order");
    let error = edifact::write(&envelope(), &[document], Release::D96a).expect_err("no message");
    assert_eq!(error, WriteError::NoMessage);
}

#[test]
fn levels_of_orders_become_references_at_their_items() {
    let mut order = Level::new(LevelKind::Order, Some(0));
    order.order = Some(("PO-5".to_owned(), None));
    let mut package = Level::new(LevelKind::Package, Some(1));
    package.packing = "CT".to_owned();
    let mut item = Level::new(LevelKind::Item, Some(2));
    let number = (ItemNumber::Sku, "TEA".to_owned());
    item.item = Some(Line::new(Decimal::whole(4), "PCE", vec![number]));
    let notice = ShipNotice {
        action: Action::Original,
        number: "S-1".to_owned(),
        written: None,
        structure: "0001".to_owned(),
        levels: vec![Level::new(LevelKind::Shipment, None), order, package, item],
    };
    let documents = [Document::ShipNotice(notice)];
    let text = edifact::write(&envelope(), &documents, Release::D96a).expect("written");
    assert!(text.contains("RFF+ON:PO-5'"), "{text}");
    let notice = notice_of(read(&text).remove(0));
    assert_eq!(notice.packed()[0].order, Some("PO-5"));
    assert_eq!(notice.levels.len(), 3);
}

/// Shortens what has less room in EDIFACT than in X12, and leaves out what has none.
fn fitted(mut heading: Heading) -> Heading {
    let parties = heading.parties.iter_mut();
    for party in parties {
        for text in [&mut party.region, &mut party.post_code] {
            *text = text.chars().take(9).collect::<String>().trim().to_owned();
        }
        party
            .references
            .iter_mut()
            .for_each(|reference| reference.words.clear());
    }
    heading
        .references
        .iter_mut()
        .for_each(|reference| reference.words.clear());
    heading
        .references
        .retain(|reference| reference.to != ReferenceTo::PurchaseOrder);
    heading.contacts.clear();
    heading
}

fn fitted_lines(mut lines: Vec<Line>, gtin: &ItemNumber) -> Vec<Line> {
    for (place, line) in (1..).zip(&mut lines) {
        line.number = place.to_string();
        line.heading = fitted(std::mem::take(&mut line.heading));
        line.lot.truncate(20);
        for (kind, _) in &mut line.items {
            if *kind == ItemNumber::Ean {
                *kind = gtin.clone();
            }
        }
    }
    lines
}

fn release() -> impl Strategy<Value = (Release, ItemNumber)> {
    select(vec![
        (Release::D96a, ItemNumber::Ean),
        (Release::D01b, ItemNumber::Gtin14),
    ])
}

fn order() -> impl Strategy<Value = (Release, Document)> {
    let parts = (
        release(),
        action(),
        code(),
        when(),
        heading(true, "AAI"),
        lines(),
    );
    parts.prop_map(
        |((release, gtin), action, number, ordered, heading, lines)| {
            let order = PurchaseOrder {
                action,
                kind: "220".to_owned(),
                number,
                ordered: Some(ordered),
                heading: Heading {
                    currency: "EUR".to_owned(),
                    ..fitted(heading)
                },
                lines: fitted_lines(lines, &gtin),
            };
            (release, Document::PurchaseOrder(order))
        },
    )
}

fn despatch() -> impl Strategy<Value = (Release, Document)> {
    let level = (any::<bool>(), 0_usize..100, marks(), load(), lines());
    let levels = proptest::collection::vec(level, 0..5);
    let parts = (release(), code(), day(), heading(true, ""), levels);
    parts.prop_map(|((release, gtin), number, written, heading, drawn)| {
        let mut shipment = Level::new(LevelKind::Shipment, None);
        shipment.heading = Heading {
            notes: Vec::new(),
            ..fitted(heading)
        };
        let mut levels = vec![shipment];
        let mut packages = vec![0];
        let mut place = 0;
        for (is_pallet, parent, marks, load, lines) in drawn {
            let parent = packages[parent % packages.len()];
            let (kind, packing) = match is_pallet {
                true => (LevelKind::Pallet, "PX"),
                false => (LevelKind::Package, "CT"),
            };
            let here = levels.len();
            packages.push(here);
            levels.push(Level {
                packing: packing.to_owned(),
                packages: Some(Decimal::whole(1)),
                marks,
                load,
                ..Level::new(kind, Some(parent))
            });
            for mut line in fitted_lines(lines, &gtin) {
                place += 1;
                line.number = place.to_string();
                let mut level = Level::new(LevelKind::Item, Some(here));
                level.heading = std::mem::take(&mut line.heading);
                level.order = Some(("PO-1".to_owned(), None));
                level.item = Some(line);
                levels.push(level);
            }
        }
        let notice = ShipNotice {
            action: Action::Original,
            number,
            written: Some(written),
            structure: String::new(),
            levels,
        };
        (release, Document::ShipNotice(notice))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn messages_read_as_they_were_written((release, document) in prop_oneof![order(), despatch()]) {
        let documents = [document];
        let text = edifact::write(&envelope(), &documents, release).expect("short values");
        reads_the_same(&text, &documents)?;
    }

    #[test]
    fn marks_of_the_syntax_are_text_where_they_are_text(words in "[A-Z:+?' ]{1,30}") {
        prop_assume!(!words.trim().is_empty());
        let order = PurchaseOrder {
            action: Action::Original,
            kind: "220".to_owned(),
            number: words.trim().to_owned(),
            ordered: None,
            heading: Heading::default(),
            lines: Vec::new(),
        };
        let documents = [Document::PurchaseOrder(order)];
        let text = edifact::write(&envelope(), &documents, Release::D96a).expect("short values");
        reads_the_same(&text, &documents)?;
    }

    #[test]
    fn nothing_in_a_message_is_too_odd_to_be_judged(
        kind in "(ORDERS|DESADV)",
        segments in proptest::collection::vec(
            "(BGM|DTM|RFF|NAD|CTA|COM|FTX|CUX|TDT|CPS|PAC|MEA|PCI|GIN|LIN|PIA|IMD|QTY|PRI|UNS|CNT|X)\
             ([+:](|1|2|9|12|21|ON|BJ|-4|1,5|20260101|102|203|9999999999999|[A-Z0-9é ]{0,6})){0,10}",
            0..30
        )
    ) {
        let segments: String = segments.iter().map(|segment| format!("{segment}'")).collect();
        let received = message(&format!("{kind}:D:96A"), &segments);
        if let Some(document) = received.document
            && let Ok(text) = edifact::write(&envelope(), &[document], Release::D01b)
        {
            prop_assert!(read(&text).remove(0).document.is_some(), "{}", text);
        }
    }
}
