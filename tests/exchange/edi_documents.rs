//! EDI documents: what a partner's message says, and what is written reads the same.

use chrono::NaiveDate;
use depo::exchange::decimal::Decimal;
use depo::exchange::edi::document::PurchaseOrder;
use depo::exchange::edi::qualifier::{DateOf, ItemNumber, PartyNumber, ReferenceTo, Role};
use depo::exchange::edi::record::{Action, Heading, Party, When};
use depo::exchange::edi::{self, Document, Effect, Flaw, Received, WriteError, x12};
use proptest::prelude::*;
use proptest::sample::select;

use crate::edi_made::{
    envelope, file, notice_of, read, reads_the_same, trade_document, warehouse_document,
};

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
fn lines_of_another_set_and_items_without_a_level_are_read() {
    let transfer = set(
        "943",
        "W06*N*T-1~LX*1~W07*10*EA**SK*TEA~LX*2~W12*CC*5*5**EA**SK*MUG~W03*15~",
    );
    assert_eq!(transfer.notes.problems, []);
    assert_eq!(transfer.document.expect("a transfer").lines().len(), 2);
    let notice = notice_of(set(
        "856",
        "BSN*00*S1*20260102*0930~HL*1**S~HL*2*1*P~MAN*GM*1~HL*3*2*I~LIN**SK*A~SN1**1*EA~LIN**SK*B~SN1**2*EA~",
    ));
    let packed = notice.packed();
    assert_eq!(packed.len(), 2);
    assert_eq!(
        (packed[1].line.quantity, packed[1].marks.len()),
        (units(2), 1)
    );
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
        let text = x12::write(&envelope(), &documents).expect("short values");
        reads_the_same(&text, &documents)?;
    }

    #[test]
    fn sets_of_trade_read_as_they_were_written(
        documents in proptest::collection::vec(trade_document(), 1..4)
    ) {
        let text = x12::write(&envelope(), &documents).expect("short values");
        reads_the_same(&text, &documents)?;
    }
}

#[test]
fn a_count_of_lines_is_held_against_all_that_stood_there() {
    let order = |counted: &str| {
        set(
            "850",
            &format!(
                "BEG*00*SA*PO-1**20260530~PO1*1*2*EA*4.50**VP*MUG~PO1*2*x*EA*3.00**VP*TEA~CTT*{counted}*9~"
            ),
        )
    };
    let sums = |counted: &str| {
        let problems = order(counted).notes.problems;
        let sums = problems
            .iter()
            .filter(|of| matches!(of.flaw, Flaw::Sum { .. }));
        sums.count()
    };
    // The second line is left out; the sender counted it all the same, and nobody here knows its units.
    assert_eq!((sums("2"), sums("1")), (0, 1));
}
