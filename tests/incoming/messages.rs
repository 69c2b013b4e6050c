//! Messages of EDI: orders and stock go in, what comes with receiving waits, what is malformed is refused at its segment,
//! and the partner gets an answer.

use crate::desk::*;
use depo::exchange::inventory::InventoryFormat;
use depo::exchange::orders::OrderFormat;
use depo::exchange::problem::ErrorKind;
use depo::intake::desk::NoPace;
use depo::intake::kinds::{FileKind, kind_of};
use depo::intake::repair::{entry, mend, waiting};
use depo::intake::{Desk, Progress, StockOptions, import_stock, setup};
use depo::trade::id::{ChannelId, FirstCode, OrderId, OrderKey};
use depo::trade::orders::Doubt;
use depo::trade::personal::content::CellText;
use depo::trade::quantity::Instant;
use depo::view::names;
use futures_executor::block_on;

const HEAD: &str = "ISA*00*          *00*          *ZZ*OWNER          *ZZ*DEPOT          *260530*1000*U*00401*000000042*0*P*>~\n";

fn x12(group: &str, body: &str) -> Vec<u8> {
    let sets = body.matches("\nST*").count() + usize::from(body.starts_with("ST*"));
    format!(
        "{HEAD}GS*{group}*OWNER*DEPOT*20260530*1000*7*X*004010~\n{body}GE*{sets}*7~\nIEA*1*000000042~\n"
    )
    .into_bytes()
}

const ORDER_940: &str = "ST*940*0001~\nW05*N*SO-1001*PO-77~\nN1*ST*Ana Pop~\nN3*1 Main Street~\nN4*Springfield*IL*62701*US~\n\
    G62*10*20260602~\nW66*PP*M***UPSN~\nLX*1~\nW01*2*EA**VN*MUG~\nG69*Mug~\nLX*2~\nW01*3*EA**VN*TEA~\nW76*5~\nSE*14*0001~\n";

fn id(number: &str) -> OrderId {
    OrderId {
        channel: ChannelId {
            first: FirstCode::new(code("edi")),
        },
        key: OrderKey::Number(code(number)),
        generation: 0,
    }
}

#[test]
fn a_shipping_order_goes_in_with_its_address_and_its_lines_and_is_answered() {
    let shop = Shop::founded(1);
    let bytes = x12("OW", ORDER_940);
    let kind = kind_of("a.edi", &bytes, true);
    assert_eq!(kind, FileKind::Orders(OrderFormat::X12));
    let report = take(&shop, &[named("a.edi", bytes.clone())]);
    let file = &report.files[0];
    assert_eq!(
        (report.orders.new.records, file.refused.count()),
        (1, 0),
        "{file:#?}"
    );
    shop.read(|at| {
        let order = at.state.order(&id("SO-1001")).expect("the order");
        let units: Vec<i128> = at
            .state
            .account(order)
            .lines
            .values()
            .map(|of| of.kept)
            .collect();
        assert_eq!(units, [2, 3]);
        let to = names::recipient(at, order.id()).expect("a recipient");
        assert_eq!(
            to.city.as_ref().map(ToString::to_string).as_deref(),
            Some("Springfield")
        );
        let (_, placed) = order.placed().expect("it came in");
        let by = placed.ship_by.clone();
        assert_eq!(
            by,
            Some(Instant {
                ms: 1_780_444_799_000
            })
        );
    });
    let before = shop.written();
    let again = take(&shop, &[named("a.edi", bytes)]);
    assert_eq!((again.orders.known.records, shop.written()), (1, before));
    let at = chrono::DateTime::from_timestamp_millis(MORNING)
        .expect("a time")
        .naive_utc();
    let answer = file.answers[0].text(at);
    assert!(answer.starts_with(
        "ISA*00*          *00*          *ZZ*DEPOT          *ZZ*OWNER          *260601*0800*"
    ));
    assert!(
        answer.contains("AK2*940*0001~\nAK5*A~\nAK9*A*1*1*1~"),
        "{answer}"
    );
    assert_eq!(
        kind_of("b.edi", answer.as_bytes(), true),
        FileKind::Elsewhere("997")
    );
}

#[test]
fn a_message_that_breaks_its_envelope_is_refused_at_its_segment_and_its_neighbour_goes_in() {
    let shop = Shop::founded(1);
    let wrong = ORDER_940.replace("SE*14*0001", "SE*13*0001");
    let right = ORDER_940
        .replace("SO-1001", "SO-1002")
        .replace("*0001~", "*0002~");
    let report = take(
        &shop,
        &[named("a.edi", x12("OW", &format!("{wrong}{right}")))],
    );
    assert_eq!(report.orders.new.records, 1);
    let refused = report.files[0].refused.kept();
    assert_eq!(refused.len(), 1);
    let said = (
        refused[0].column.as_deref(),
        refused[0].what,
        refused[0].value.as_str(),
    );
    assert_eq!(said, (Some("SE01"), ErrorKind::SegmentWrong, "13 (14)"));
    let answer = report.files[0].answers[0].text(chrono::NaiveDateTime::default());
    assert!(answer.contains("AK9*P*2*2*1~"), "{answer}");
}

#[test]
fn a_message_that_lacks_a_quantity_waits_and_is_mended_as_its_text() {
    let shop = Shop::founded(1);
    let odd = ORDER_940.replace("W01*3*EA**VN*TEA", "W01*three*EA**VN*TEA");
    let report = take(&shop, &[named("a.edi", x12("OW", &odd))]);
    // The partner hears at which segment.
    let answer = report.files[0].answers[0].text(chrono::NaiveDateTime::default());
    let told = "AK2*940*0001~\nAK3*W01*12**8~\nAK4*1**6*three~\n";
    let verdict = "AK5*E*5~\nAK9*E*1*1*1~";
    assert!(
        answer.contains(told) && answer.contains(verdict),
        "{answer}"
    );
    let found = shop.read(|at| {
        let all = waiting(at);
        assert_eq!(all, [id("SO-1001")]);
        entry(at, &all[0]).expect("it waits")
    });
    let mut rows = found.rows.clone();
    let text = rows.rows[0].cells[0].as_str().replace("three", "3");
    rows.rows[0].cells[0] = CellText::new(&text);
    let mut salt = || Desk::salt(&shop);
    let mut outside = mend::Outside {
        salt: &mut salt,
        now_ms: MORNING,
        ahead_minutes: 0,
        currency: None,
    };
    let (command, rows) = shop
        .read(|at| mend::mended(at, &found.order, &rows, &mut outside))
        .expect("an order");
    block_on(Desk::run(&shop, command, rows)).expect("it is written");
    // The line that was left out says a code that nobody knows yet.
    for command in shop.read(|at| mend::make_item(at, &found.order.channel, &code("TEA"))) {
        shop.does(command);
    }
    shop.read(|at| {
        let order = at.state.order(&found.order).expect("the order");
        let left = order.doubts(&at.relations());
        assert!(left.is_empty(), "{left:?}");
        let lines = at.state.account(order);
        let units: Vec<i128> = lines.lines.values().map(|of| of.kept).collect();
        assert_eq!(units, [2, 3]);
    });
}

#[test]
fn a_purchase_order_of_either_dialect_goes_in() {
    let shop = Shop::founded(1);
    let x12_order = "ST*850*0001~\nBEG*00*SA*4500-1**20260530~\nCUR*BY*USD~\nN1*ST*Shop One~\nN3*5 Oak Road~\nN4*Austin*TX*73301*US~\n\
        PO1*1*4*EA*2.50**VN*MUG~\nCTT*1~\nSE*9*0001~\n";
    let edifact = "UNB+UNOC:3+BUYER+DEPOT+260530:1000+77'UNH+1+ORDERS:D:96A:UN'BGM+220+4500-2+9'DTM+137:20260530:102'\
        NAD+DP+++Shop Two+Lange Gasse 3+Wien++1080+AT'CUX+2:EUR:9'LIN+1++4006381333931:EN'PIA+1+TEA:SA'QTY+21:5'PRI+AAA:3.00'UNS+S'UNT+11+1'UNZ+1+77'";
    let report = take(
        &shop,
        &[
            named("a.edi", x12("PO", x12_order)),
            named("b.edi", edifact),
        ],
    );
    let refused: Vec<_> = report
        .files
        .iter()
        .flat_map(|file| file.refused.kept())
        .collect();
    assert_eq!(
        (report.orders.new.records, refused.len()),
        (2, 0),
        "{refused:#?}"
    );
    shop.read(|at| {
        for (number, currency, units) in [("4500-1", "USD", 4), ("4500-2", "EUR", 5)] {
            let order = at.state.order(&id(number)).expect("the order");
            assert_eq!(
                order.currency().map(|of| of.to_string()).as_deref(),
                Some(currency)
            );
            assert_eq!(
                at.state
                    .account(order)
                    .lines
                    .values()
                    .map(|of| of.kept)
                    .sum::<i128>(),
                units
            );
        }
    });
    let answer = report.files[1].answers[0].text(chrono::NaiveDateTime::default());
    assert!(
        answer.starts_with("UNB+UNOC:3+DEPOT+BUYER+") && answer.contains("CONTRL"),
        "{answer}"
    );
}

#[test]
fn what_another_warehouse_has_sent_is_said_of_the_order() {
    let shop = Shop::founded(1);
    take(&shop, &[named("a.edi", x12("OW", ORDER_940))]);
    let sent = "ST*945*0001~\nW06*F*SO-1001*20260602*BL-9**PO-77~\nLX*1~\nW12*SH*2*2**EA**VN*MUG~\nW03*2~\nSE*6*0001~\n";
    let report = take(&shop, &[named("b.edi", x12("SW", sent))]);
    assert_eq!(report.orders.changed.records, 1);
    let doubts = shop.read(|at| {
        let order = at.state.order(&id("SO-1001")).expect("the order");
        order.doubts(&at.relations())
    });
    assert!(!doubts.contains(&Doubt::SourceChanged), "{doubts:?}");
}

#[test]
fn a_stock_report_becomes_stock() {
    let shop = Shop::founded(1);
    let about = setup::FirstWarehouse {
        code: code("MAIN"),
        title: None,
        zone: None,
        country: None,
        works: [true; 7],
        aisles: setup::Aisles::default(),
    };
    for command in setup::first_warehouse(&about).expect("plain codes") {
        shop.does(command);
    }
    let stock = "ST*846*0001~\nBIA*00*SI*R-1*20260530~\nLIN*1*VN*MUG~\nQTY*17*40*EA~\nLIN*2*VN*TEA~\nQTY*33*7*EA~\nCTT*2~\nSE*8*0001~\n";
    let bytes = x12("IB", stock);
    assert_eq!(
        kind_of("s.edi", &bytes, true),
        FileKind::Stock(InventoryFormat::X12)
    );
    let options = StockOptions {
        warehouse: setup::warehouse(&code("MAIN")),
        client: None,
        supplier: None,
        channel: None,
        now_ms: 1_780_000_000_000,
        style: Default::default(),
        mode: Default::default(),
        dry: false,
    };
    let show = |_: Progress| {};
    let files = incoming(&[named("s.edi", bytes)]);
    let (report, ended) = block_on(import_stock(files, &options, &shop, &NoPace, &show));
    assert_eq!(ended, Ok(()));
    assert_eq!(report.items_added, 2, "{report:#?}");
}

#[test]
fn what_comes_with_receiving_is_recognised_and_waits() {
    let notice = "ST*856*0001~\nBSN*00*S-1*20260530*1000~\nSE*3*0001~\n";
    assert_eq!(
        kind_of("n.edi", &x12("SH", notice), true),
        FileKind::Waiting("856")
    );
    let despatch = "UNH+1+DESADV:D:96A:UN'BGM+351+D-1+9'UNT+3+1'";
    assert_eq!(
        kind_of("d.txt", despatch.as_bytes(), true),
        FileKind::Waiting("DESADV")
    );
    let rows = kind_of("x.csv", b"ST,SKU,Quantity\n1,2,3\n", true);
    assert_eq!(rows, FileKind::Stock(InventoryFormat::Plain));
}
