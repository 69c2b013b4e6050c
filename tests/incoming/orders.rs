//! Made files of order lines: cut anywhere, broken off, stopped, hostile.

use crate::desk::*;
use crate::sample::{SampleOptions, sample};
use depo::exchange::problem::{ErrorKind, FileError};
use depo::intake::desk::NoPace;
use depo::intake::run::Stop;
use depo::intake::{Ended, OrderOptions, Progress, TermsChoice, import_orders};
use depo::site::SiteError;
use depo::trade::channels::ChannelField;
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::decide::Refusal;
use depo::trade::id::{ChannelId, DocumentId, FirstCode, OrderId, OrderKey};
use depo::trade::orders::order::Order;
use depo::trade::orders::{ChargeKind, Doubt};
use depo::trade::personal::Slot;
use depo::trade::quantity::Amount;
use depo::view::names::text_of;
use futures_executor::block_on;
use std::cell::Cell;

const HEADINGS: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

fn made(seed: u64, invoices: usize) -> Vec<u8> {
    let options = SampleOptions {
        seed,
        invoices,
        broken_rows: false,
    };
    sample(options).csv
}

fn file(name: &str, rows: &str) -> TestFile {
    (name.to_owned(), format!("{HEADINGS}{rows}").into_bytes())
}

pub fn retail() -> ChannelId {
    ChannelId {
        first: FirstCode::new(code("online-retail")),
    }
}

fn id(number: &str) -> OrderId {
    OrderId {
        channel: retail(),
        key: OrderKey::Number(code(number)),
        generation: 0,
    }
}

#[track_caller]
fn with_order<T>(shop: &Shop, number: &str, with: impl FnOnce(&Order) -> T) -> T {
    shop.read(|at| with(at.state.order(&id(number)).expect("the order")))
}

/// What an import left, without when it was and which file it was from.
fn left(shop: &Shop) -> String {
    shop.read(|at| {
        let mut text = String::new();
        for order in at.state.orders() {
            let (_, placed) = order.placed().expect("it came in");
            let cancelled = at.state.account(order);
            text += &format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?}\n",
                order.id(),
                placed.placed_at,
                placed.customer,
                placed.lines,
                placed.charges,
                placed.doubts,
                cancelled.totals,
            );
        }
        let mut credits: Vec<String> = at
            .state
            .credit_notes()
            .map(|(_, _, note)| format!("{note:?}"))
            .collect();
        credits.sort();
        text + &credits.join("\n")
    })
}

fn orders(shop: &Shop) -> u64 {
    shop.read(|at| at.state.orders().count() as u64)
}

#[test]
fn a_made_file_adds_up_and_a_dry_run_says_the_same_and_keeps_nothing() {
    let expected = sample(SampleOptions {
        seed: 11,
        invoices: 600,
        broken_rows: true,
    });
    let files = [named("made.csv", expected.csv)];
    let shop = Shop::founded(1);
    let before = shop.written();
    let dry = count(&shop, &files);
    assert_eq!(shop.written(), before);

    let report = take(&shop, &files);
    let made = &expected.expected;
    let told = (
        report.orders.new.records,
        report.credits.new.records,
        report.files[0].rows,
        report.files[0].refused.count(),
        report.read.value,
    );
    let known = (
        made.orders,
        made.cancellations + made.bad_debts,
        made.lines,
        made.rejected_lines,
        made.value,
    );
    assert_eq!(told, known);
    assert_eq!(
        (
            dry.orders,
            dry.credits,
            dry.corrections,
            dry.refused,
            dry.items_added
        ),
        (
            report.orders,
            report.credits,
            report.corrections,
            report.refused,
            report.items_added
        )
    );
    assert!(report.units_matched > 0);
    assert_eq!(orders(&shop), report.orders.new.records);
    assert_eq!(report.currency.as_deref(), Some("GBP"));
    shop.prove();

    let written = shop.written();
    let again = take(&shop, &files);
    assert!(again.changes_nothing(), "{again:?}");
    assert_eq!(shop.written(), written);
}

#[test]
fn any_cut_of_the_files_and_any_order_of_them_gives_the_same() {
    let csv = made(5, 220);
    let text = String::from_utf8(csv.clone()).expect("UTF-8");
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let whole = Shop::founded(1);
    take(&whole, &[named("whole.csv", csv)]);
    let expected = left(&whole);
    // Cut at every place of a stretch, inside invoices and between them.
    for (seed, cut) in (rows.len() / 2..rows.len() / 2 + 12).enumerate() {
        let halves = [
            file("first.csv", &rows[..cut].join("\n")),
            file("second.csv", &rows[cut..].join("\n")),
        ];
        let backwards = [halves[1].clone(), halves[0].clone()];
        for (way, files) in [halves, backwards].iter().enumerate() {
            let shop = Shop::founded(10 + seed as u8);
            let report = take(&shop, files);
            assert_eq!(report.rejected.count(), 0, "cut at {cut}, way {way}");
            assert!(left(&shop) == expected, "cut at {cut}, way {way}");
        }
    }
    // Files that overlap by half: what stands in both is taken once.
    let overlapping = [
        file("first.csv", &rows[..rows.len() * 3 / 4].join("\n")),
        file("second.csv", &rows[rows.len() / 4..].join("\n")),
    ];
    let shop = Shop::founded(40);
    let report = take(&shop, &overlapping);
    assert!(report.orders.known.records > 20);
}

#[test]
fn what_was_stopped_is_taken_up_again() {
    let files = [named("made.csv", made(3, 1_500))];
    let whole = Shop::founded(1);
    take(&whole, &files);
    for steps in [9, 17, 25] {
        let shop = Shop::founded(2);
        let show = |_: Progress| {};
        let pace = StopAfter(Cell::new(steps));
        let options = OrderOptions::default();
        let (report, result) = block_on(import_orders(
            incoming(&files),
            options,
            &shop,
            &pace,
            &show,
        ));
        assert_eq!(result, Ok(()));
        assert_eq!(report.ended, Ended::Stopped);
        assert!(orders(&shop) < orders(&whole));
        let before = orders(&shop);
        let rest = take(&shop, &files);
        assert_eq!(rest.orders.known.records, before);
        assert!(left(&shop) == left(&whole), "stopped after {steps} steps");
        shop.prove();
    }
}

#[test]
fn a_store_that_fails_half_way_leaves_what_was_kept() {
    let files = [named("made.csv", made(3, 900))];
    let shop = Shop::founded(1);
    shop.fails_at.set(4);
    let show = |_: Progress| {};
    let options = OrderOptions::default();
    let (report, result) = block_on(import_orders(
        incoming(&files),
        options,
        &shop,
        &NoPace,
        &show,
    ));
    assert_eq!(result, Err(Stop::Desk(SiteError::Clock)));
    assert_eq!(report.ended, Ended::Stopped);
    let kept = orders(&shop);
    shop.fails_at.set(u32::MAX);
    let rest = take(&shop, &files);
    assert_eq!(rest.orders.known.records, kept);
    shop.prove();
}

#[test]
fn a_file_that_breaks_off_leaves_its_last_order_waiting_until_the_whole_file_comes() {
    let rows = "100,A,Mug,2,12/1/2010 8:26,2.55,17850,United Kingdom\n\
                101,A,Mug,3,12/1/2010 8:27,2.55,17850,United Kingdom\n\
                102,A,Mug,4,12/1/2010 8:28,2.55,17850,United Kingdom\n";
    let shop = Shop::founded(1);
    let bytes = format!("{HEADINGS}{rows}").into_bytes();
    let broken = vec![breaking("orders.csv", &bytes)];
    let show = |_: Progress| {};
    let options = OrderOptions::default();
    let (report, result) = block_on(import_orders(broken, options, &shop, &NoPace, &show));
    assert_eq!(result, Ok(()));
    assert!(report.adds_up(), "{report:?}");
    let failure = report.files[0].failure.as_ref();
    assert!(matches!(failure, Some(FileError::Unreadable { .. })));
    assert_eq!((report.orders.new.records, report.in_doubt), (3, 1));
    let waits = |number: &str| {
        shop.read(|at| {
            let order = at.state.order(&id(number)).expect("the order");
            order.doubts(&at.relations()).contains(&Doubt::RowRefused)
        })
    };
    assert_eq!((waits("101"), waits("102")), (false, true));

    // The whole file has another line of it: it is completed, and waits no more.
    let more = format!("{rows}102,E,Bowl,1,12/1/2010 8:28,3.55,17850,United Kingdom\n");
    let whole = take(&shop, &[file("orders.csv", &more)]);
    assert_eq!(
        (whole.orders.known.records, whole.orders.changed.records),
        (2, 1)
    );
    assert!(!waits("102"));
    let lines = with_order(&shop, "102", |order| order.lines().count());
    assert_eq!(lines, 2);
}

#[test]
fn orders_are_taken_as_paid_when_the_import_says_so_and_stay_what_they_are() {
    let first = "100,A,Mug,2,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    let second = "101,A,Mug,3,12/1/2010 8:27,2.55,17850,United Kingdom\n";
    let shop = Shop::founded(1);
    let take = |rows: &str, terms| {
        let options = OrderOptions {
            terms,
            ..OrderOptions::default()
        };
        take_with(&shop, &[file("orders.csv", rows)], options)
    };
    assert_eq!(take(first, TermsChoice::Paid).orders.new.records, 1);
    let both = format!("{first}{second}");
    assert_eq!(take(&both, TermsChoice::Prepaid).orders.new.records, 1);
    let missing = |number: &str| {
        shop.read(|at| {
            let order = at.state.order(&id(number)).expect("the order");
            at.state.account(order).due()
        })
    };
    assert_eq!((missing("100"), missing("101")), (0, 76_500));
}

#[test]
fn lines_become_goods_charges_credits_and_corrections() {
    let rows = "100,A,Mug,20,12/1/2010 8:26,2.55,17850,United Kingdom\n\
                100,POST,POSTAGE,1,12/1/2010 8:26,18,17850,United Kingdom\n\
                C101,A,Mug,-5,12/1/2010 9:26,2.55,17850,United Kingdom\n\
                C101,POST,POSTAGE,-1,12/1/2010 9:26,18,17850,United Kingdom\n\
                C102,A,Mug,-50,12/1/2010 9:27,2.55,17850,United Kingdom\n\
                A103,B,Adjust bad debt,1,12/1/2010 9:28,11062.06,,United Kingdom\n\
                104,A,damaged,-7,12/1/2010 9:29,0,,United Kingdom\n\
                105,A,found,3,12/1/2010 9:30,0,,United Kingdom\n\
                106,POST,,1000,12/1/2010 9:31,0,,United Kingdom\n";
    let shop = Shop::founded(1);
    let report = take(&shop, &[file("orders.csv", rows)]);
    with_order(&shop, "100", |order| {
        let (_, placed) = order.placed().expect("it came in");
        assert_eq!((placed.lines.len(), placed.charges.len()), (1, 1));
        assert_eq!(placed.charges[0].kind, ChargeKind::Shipping);
        assert_eq!(placed.charges[0].amount, Amount::new(180_000));
        assert_eq!(placed.doubts, []);
    });
    // All 20 mugs are credited, 35 more than were bought are unmatched.
    assert_eq!((report.units_matched, report.units_unmatched), (20, 35));
    let credit = |number: &str| {
        shop.read(|at| {
            let mut notes = at.state.credit_notes();
            let note = notes.find(|(_, _, note)| note.number.as_str() == number);
            let (_, _, note) = note.expect("a credit note");
            (note.total.amount.get(), note.unmatched)
        })
    };
    assert_eq!(credit("C101"), (307_500, 0));
    assert_eq!(credit("C102"), (1_275_000, 35));
    assert_eq!(credit("A103"), (-110_620_600, 0));
    // The corrections name no location: nothing is booked, and the report says so.
    assert_eq!(
        (report.corrections.records, report.corrections.lines),
        (3, 3)
    );
    assert_eq!(shop.read(|at| at.state.stock_documents().count()), 0);
    assert_eq!(report.items_added, 1);
}

#[test]
fn what_cannot_be_held_is_told_and_the_rest_goes_on() {
    let long = "x".repeat(2_500);
    let long_code = "y".repeat(120);
    let rows = format!(
        "100,A,{long},1,12/1/2010 8:26,2.55,17850,United Kingdom\n\
         100,{long_code},Mug,2,12/1/2010 8:26,2.55,17850,United Kingdom\n\
         100,A\u{7},Mug,3,12/1/2010 8:26,2.55,17850,United Kingdom\n\
         100,A,Mug,4,12/1/2010 8:26,2.55,17850,United Kingdom\n\
         {long_code},A,Mug,5,12/1/2010 8:27,2.55,17850,United Kingdom\n\
         102,A,Mug,6,12/1/2010 8:28,2.55,{long_code},United Kingdom\n"
    );
    let shop = Shop::founded(1);
    let report = take(&shop, &[file("orders.csv", &rows)]);
    assert_eq!((report.refused.records, report.refused.lines), (1, 1));
    let mut told: Vec<(u64, &str, ErrorKind)> = report
        .rejected
        .kept()
        .iter()
        .map(|e| (e.row, e.column.as_deref().unwrap_or_default(), e.what))
        .collect();
    told.sort_by_key(|error| error.0);
    let expected = [
        (3, "SKU", ErrorKind::CellTooLong),
        (4, "SKU", ErrorKind::ControlCharacter),
        (6, "Order", ErrorKind::CellTooLong),
    ];
    assert_eq!(told, expected);
    // The order is whole, and waits for a person who says what those lines are.
    with_order(&shop, "100", |order| {
        let (_, placed) = order.placed().expect("it came in");
        assert_eq!(placed.doubts, [Doubt::UnknownItem]);
        let units: u64 = placed
            .lines
            .iter()
            .filter_map(|line| line.units())
            .map(|units| units.get())
            .sum();
        assert_eq!(units, 10);
    });
    assert_eq!(orders(&shop), 2);
}

#[test]
fn a_number_that_is_here_with_other_contents_is_the_same_orders_next_word() {
    let shop = Shop::founded(1);
    let row = "100,A,Mug,20,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    take(&shop, &[file("one.csv", row)]);
    let changed = row.replace(",20,", ",21,");
    let report = take(&shop, &[file("two.csv", &changed)]);
    assert_eq!(report.orders.changed.records, 1);
    // Nobody has changed the line here, so that the source's word is taken.
    shop.read(|at| {
        let order = at.state.order(&id("100")).expect("the order");
        assert!(order.doubts(&at.relations()).is_empty());
        let units: u64 = order
            .lines()
            .filter_map(|(_, _, line)| line.units())
            .map(|units| units.get())
            .sum();
        assert_eq!(units, 21);
    });
    let again = take(&shop, &[file("two.csv", &changed)]);
    assert!(again.changes_nothing());
}

#[test]
fn an_invoice_of_many_lines_is_taken_in_several_orders() {
    let mut rows = String::new();
    for line in 0..25_000 {
        rows += &format!("100,A{line},Mug,1,12/1/2010 8:26,2.55,17850,United Kingdom\n");
    }
    let shop = Shop::founded(1);
    let files = [file("long.csv", &rows)];
    let report = take(&shop, &files);
    assert_eq!(report.orders.new.units, 25_000);
    assert!(orders(&shop) > 1);
    assert!(take(&shop, &files).changes_nothing());
}

#[test]
fn the_name_of_a_file_is_personal_and_its_orders_say_which_it_was() {
    let row = "100,A,Mug,20,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    let shop = Shop::founded(1);
    let report = take(&shop, &[file("orders of Anna.csv", row)]);
    let hash = report.files[0].hash;
    shop.read(|at| {
        let document = DocumentId::File(hash);
        let name = text_of(at, &document, &Slot::FileName).expect("its name");
        assert_eq!(name.as_str(), "orders of Anna.csv");
    });
    with_order(&shop, "100", |order| {
        let source = order.placed().and_then(|(_, placed)| placed.source.clone());
        assert_eq!(
            source.map(|source| (source.file, source.row)),
            Some((hash, 2))
        );
    });
    let facts = shop.written();
    let holds = |one: &depo::site::Incoming| one.bytes.windows(4).any(|at| at == b"Anna");
    assert!(!facts.iter().any(holds));
}

#[test]
fn a_channel_by_which_nothing_may_come_any_more_stops_the_import() {
    let shop = Shop::founded(1);
    shop.does(ChannelCommand::SetChannel {
        channel: retail(),
        fields: vec![ChannelField::Retired(true)],
    });
    let row = "100,A,Mug,20,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    let show = |_: Progress| {};
    let files = incoming(&[file("one.csv", row)]);
    let (report, result) = block_on(import_orders(
        files,
        OrderOptions::default(),
        &shop,
        &NoPace,
        &show,
    ));
    let retired = Refusal::Retired(DocumentId::Channel(retail()));
    assert_eq!(result, Err(Stop::Refused(Box::new(retired))));
    assert_eq!(report.orders.new.records, 0);
}
