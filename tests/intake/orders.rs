//! Made files: cut anywhere, broken off, stopped, hostile.

use crate::desk::*;
use crate::sample::{SampleOptions, sample};
use crate::support::*;
use depo::domain::event::Event;
use depo::domain::money::Amount;
use depo::domain::order::Payment;
use depo::domain::place::Place;
use depo::domain::reason::{ChargeKind, LossReason, Terms};
use depo::domain::text::CreditId;
use depo::exchange::problem::{ErrorKind, FileError};
use depo::portal::intake::{Ended, Options, Progress, import};
use depo::portal::{NoPace, PortalError};
use depo::storage::{Fault, StoreError, Table};
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

fn named(name: &str, csv: Vec<u8>) -> TestFile {
    (name.to_owned(), csv)
}

/// What an import left, without times and first words.
fn left(site: &Site) -> String {
    let state = site.portal.state();
    let mut text = String::new();
    for head in state.heads() {
        let order = state.order(&head.id).expect("in memory");
        let lines: Vec<_> = order
            .lines
            .iter()
            .map(|line| {
                (
                    line.sku.to_string(),
                    line.units,
                    line.unit_price,
                    line.stages,
                )
            })
            .collect();
        text += &format!(
            "{:?} {} {:?} {:?} {lines:?} {}\n",
            head.id,
            head.placed_at,
            head.customer,
            head.total,
            order.charges.len()
        );
    }
    let credits: Vec<_> = state.credits.values().collect();
    let documents: Vec<_> = state.stock_documents.values().collect();
    format!("{text}{credits:?}\n{documents:?}")
}

#[test]
fn a_made_file_adds_up_and_a_dry_run_says_the_same_and_keeps_nothing() {
    let expected = sample(SampleOptions {
        seed: 11,
        invoices: 600,
        broken_rows: true,
    });
    let files = [named("made.csv", expected.csv)];
    let site = Site::new(1);
    let (dry, result) = run(&site, &files, true, &NoPace);
    assert_eq!(result, Ok(()));
    assert!(dry.adds_up());
    assert_eq!(site.journal.size(Table::Segments), (0, 0));
    assert_eq!(site.portal.state().orders_count(), 0);

    let report = take_files(&site, &files);
    let made = &expected.expected;
    let told = (
        report.orders.new.records,
        report.credits.new.records,
        report.files.lines,
        report.files.rejected_lines(),
        report.files.value,
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
        (dry.orders, dry.credits, dry.adjustments, dry.refused),
        (
            report.orders,
            report.credits,
            report.adjustments,
            report.refused
        )
    );
    assert!(report.units_matched > 0);
    site.prove();

    let (again, _) = run(&site, &files, true, &NoPace);
    assert!(again.changes_nothing() && again.adds_up());
}

#[test]
fn any_cut_of_the_files_and_any_order_of_them_gives_the_same() {
    let csv = made(5, 220);
    let text = String::from_utf8(csv.clone()).expect("UTF-8");
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let whole = Site::new(1);
    take_files(&whole, &[named("whole.csv", csv)]);
    let expected = left(&whole);
    // Cut at every place of a stretch, inside invoices and between them.
    for (seed, cut) in (rows.len() / 2..rows.len() / 2 + 12).enumerate() {
        let halves = [
            file("first.csv", &rows[..cut].join("\n")),
            file("second.csv", &rows[cut..].join("\n")),
        ];
        let backwards = [halves[1].clone(), halves[0].clone()];
        for (way, files) in [halves, backwards].iter().enumerate() {
            let site = Site::new(10 + seed as u8);
            let report = take_files(&site, files);
            assert_eq!(report.rejected.count(), 0, "cut at {cut}, way {way}");
            assert!(left(&site) == expected, "cut at {cut}, way {way}");
        }
    }
    // Files that overlap by half: what stands in both is taken once.
    let overlapping = [
        file("first.csv", &rows[..rows.len() * 3 / 4].join("\n")),
        file("second.csv", &rows[rows.len() / 4..].join("\n")),
    ];
    let site = Site::new(40);
    let (report, result) = run(&site, &overlapping, false, &NoPace);
    assert_eq!(result, Ok(()));
    assert!(report.adds_up());
    assert!(report.orders.known.records > 20);
}

#[test]
fn what_was_stopped_is_taken_up_again() {
    let files = [named("made.csv", made(3, 1_500))];
    let whole = Site::new(1);
    take_files(&whole, &files);
    for steps in [2, 9, 17, 25] {
        let site = Site::new(2);
        let (report, result) = run(&site, &files, false, &StopAfter(Cell::new(steps)));
        assert_eq!(result, Ok(()));
        assert_eq!(report.ended, Ended::Stopped);
        site.prove();
        assert!(site.portal.state().orders_count() < whole.portal.state().orders_count());
        let before = site.portal.state().orders_count() as u64;
        let rest = take_files(&site, &files);
        assert_eq!(rest.orders.known.records, before);
        assert!(left(&site) == left(&whole), "stopped after {steps} steps");
    }
}

#[test]
fn storage_that_fails_half_way_leaves_what_was_kept() {
    let files = [named("made.csv", made(3, 900))];
    let site = Site::new(1);
    site.journal.fail_next_write(Fault::Full);
    let (report, result) = run(&site, &files, false, &NoPace);
    let full = matches!(
        result,
        Err(PortalError::Store(StoreError {
            fault: Fault::Full,
            ..
        }))
    );
    assert!(full, "{result:?}");
    assert_eq!(report.orders.new.records, 0);
    assert_eq!(site.portal.state().orders_count(), 0);
    take_files(&site, &files);
    site.prove();
}

#[test]
fn a_file_that_breaks_off_keeps_its_last_invoice_waiting_for_the_whole_file() {
    let rows = "100,A,Mug,2,12/1/2010 8:26,2.55,17850,United Kingdom\n\
                101,A,Mug,3,12/1/2010 8:27,2.55,17850,United Kingdom\n\
                102,A,Mug,4,12/1/2010 8:28,2.55,17850,United Kingdom\n";
    let site = Site::new(1);
    let desk = SiteDesk(&site);
    let bytes = format!("{HEADINGS}{rows}").into_bytes();
    let broken = vec![breaking("orders.csv", &bytes)];
    let show = |_: Progress| {};
    let (report, result) = block_on(import(
        broken,
        Options::default(),
        false,
        &desk,
        &NoPace,
        &show,
    ));
    assert_eq!(result, Ok(()));
    assert!(report.adds_up(), "{report:?}");
    assert!(matches!(
        report.files.failures[0].1,
        FileError::Unreadable { .. }
    ));
    assert_eq!((report.orders.new.records, report.held.records), (2, 1));

    let whole = take_files(&site, &[file("orders.csv", rows)]);
    assert_eq!(
        (whole.orders.known.records, whole.orders.new.records),
        (2, 1)
    );
}

#[test]
fn orders_are_taken_as_paid_when_the_import_says_so_and_stay_what_they_are() {
    let first = "100,A,Mug,2,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    let second = "101,A,Mug,3,12/1/2010 8:27,2.55,17850,United Kingdom\n";
    let site = Site::new(1);
    let take = |rows: &str, terms| {
        let files = [file("orders.csv", rows)];
        let report = take_files_on(&site, &files, terms);
        assert_eq!(report.options.terms, terms);
        report.orders.new.records
    };
    assert_eq!(take(first, Terms::Paid), 1);
    assert_eq!(take(&format!("{first}{second}"), Terms::Prepaid), 1);
    let payment = |number: &str| {
        let id = depo::domain::text::OrderId::of("online-retail", number).expect("an order");
        site.portal.state().head(&id).expect("the order").payment
    };
    assert_eq!(
        (payment("100"), payment("101")),
        (Payment::Paid, Payment::Unpaid)
    );
}

#[test]
fn lines_become_goods_charges_credits_and_adjustments() {
    let rows = "100,A,Mug,20,12/1/2010 8:26,2.55,17850,United Kingdom\n\
                100,POST,POSTAGE,1,12/1/2010 8:26,18,17850,United Kingdom\n\
                C101,A,Mug,-5,12/1/2010 9:26,2.55,17850,United Kingdom\n\
                C101,POST,POSTAGE,-1,12/1/2010 9:26,18,17850,United Kingdom\n\
                C102,A,Mug,-50,12/1/2010 9:27,2.55,17850,United Kingdom\n\
                A103,B,Adjust bad debt,1,12/1/2010 9:28,11062.06,,United Kingdom\n\
                104,A,damaged,-7,12/1/2010 9:29,0,,United Kingdom\n\
                105,A,found,3,12/1/2010 9:30,0,,United Kingdom\n\
                106,POST,,1000,12/1/2010 9:31,0,,United Kingdom\n";
    let site = Site::new(1);
    let report = take_files(&site, &[file("orders.csv", rows)]);
    let state = site.portal.state();
    let id = depo::domain::text::OrderId::of("online-retail", "100").expect("an order");
    let order = state.order(&id).expect("the order");
    assert_eq!(order.terms, Terms::OnAccount);
    assert_eq!((order.lines.len(), order.charges.len()), (1, 1));
    assert_eq!(order.charges[0].kind, ChargeKind::Postage);
    // All 20 mugs are credited, 35 more than were bought are unmatched.
    assert_eq!((report.units_matched, report.units_unmatched), (20, 35));
    let credit = |number: &str| {
        let id = CreditId::new(&format!("online-retail:{number}")).expect("a credit");
        state.credits[&id].clone()
    };
    assert_eq!(
        credit("C101").total,
        Amount::parse("30.75").expect("an amount")
    );
    assert_eq!(credit("C102").unmatched, 35);
    assert_eq!(
        credit("A103").total,
        Amount::parse("-11062.06").expect("an amount")
    );
    let stock = state.ledger.item(&sku("A")).expect("stock");
    assert_eq!(stock.at(&Place::Loss(LossReason::Damaged)), 7);
    assert_eq!(stock.at(&Place::Loss(LossReason::Found)), -3);
    assert_eq!(stock.at(&Place::Supplier), -4);
    assert_eq!((stock.on_hand(), stock.wanted()), (0, 0));
    // A charge's code moves no goods, and its document is known all the same.
    assert!(state.ledger.item(&sku("POST")).is_none());
    assert_eq!(state.stock_documents.len(), 3);
    assert!(state.ledger.mismatches().is_empty());
    assert_eq!(report.adjustments.new.units, 10);
}

#[test]
fn what_the_domain_refuses_is_a_row_error_and_the_rest_goes_on() {
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
    let site = Site::new(1);
    let report = take_files(&site, &[file("orders.csv", &rows)]);
    assert_eq!(report.refused.lines, 5);
    let told: Vec<(u64, &str, ErrorKind)> = report
        .rejected
        .kept()
        .iter()
        .map(|e| (e.row, e.column.as_deref().unwrap_or_default(), e.what))
        .collect();
    let expected = [
        (2, "Description", ErrorKind::CellTooLong),
        (3, "StockCode", ErrorKind::CellTooLong),
        (4, "StockCode", ErrorKind::ControlCharacter),
        (6, "InvoiceNo", ErrorKind::CellTooLong),
        (7, "CustomerID", ErrorKind::CellTooLong),
    ];
    let mut told_sorted = told.clone();
    told_sorted.sort_by_key(|error| error.0);
    assert_eq!(told_sorted, expected);
    let state = site.portal.state();
    assert_eq!(state.orders_count(), 1);
    assert_eq!(report.orders.new.units, 4);
}

#[test]
fn a_number_that_is_here_with_other_contents_stays_as_it_is_and_is_told() {
    let site = Site::new(1);
    let row = "100,A,Mug,20,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    take_files(&site, &[file("one.csv", row)]);
    let digest = site.portal.state().digest();
    let changed = row.replace(",20,", ",21,");
    let report = take_files(&site, &[file("two.csv", &changed)]);
    assert_eq!(report.orders.differing.records, 1);
    assert!(report.changes_nothing());
    assert_eq!(report.rejected.kept()[0].what, ErrorKind::KnownDifferently);
    assert_eq!(site.portal.state().digest(), digest);
}

#[test]
fn an_invoice_of_many_lines_is_taken_in_several_orders() {
    let mut rows = String::new();
    for line in 0..25_000 {
        rows += &format!("100,A{line},Mug,1,12/1/2010 8:26,2.55,17850,United Kingdom\n");
    }
    let site = Site::new(1);
    let files = [file("long.csv", &rows)];
    let report = take_files(&site, &files);
    assert_eq!(report.orders.new.units, 25_000);
    let state = site.portal.state();
    assert!(state.orders_count() > 1);
    assert!(state.heads().all(|head| head.lines <= 10_000));
    drop(state);
    assert!(take_files(&site, &files).changes_nothing());
}

#[test]
fn credits_of_one_customer_never_take_back_more_than_was_ordered() {
    let files = [named("made.csv", made(9, 800))];
    let site = Site::new(1);
    let mut credited = std::collections::BTreeMap::new();
    take_files(&site, &files);
    let keys: Vec<_> = site.portal.state().credits.keys().cloned().collect();
    for credit in keys {
        let key = depo::domain::event::DocumentKey::Credit(credit);
        for dated in block_on(site.portal.events_of(&key)).expect("read") {
            if let Event::CreditRecorded(recorded) = dated.event {
                for matched in recorded.lines.iter().flat_map(|line| &line.matched) {
                    *credited
                        .entry((matched.order.clone(), matched.line))
                        .or_insert(0) += matched.units;
                }
            }
        }
    }
    assert!(!credited.is_empty());
    let state = site.portal.state();
    for ((order, line), units) in credited {
        let order = state.order(&order).expect("in memory");
        assert!(units <= order.lines[usize::from(line)].units);
        assert!(order.anomalies.is_empty());
    }
}

#[test]
fn an_import_leaves_other_work_alone_and_is_there_after_opening_again() {
    let site = Site::new(1);
    site.stock("opening-1", "MUG", "A-01", 10);
    site.act(depo::domain::command::Command::TakeOrders {
        orders: vec![placed("1", &[("MUG", 4)])],
    });
    let bought = "100,A,Mug,9,12/1/2010 8:26,2.55,99,United Kingdom\n";
    let files = [named("made.csv", made(2, 300)), file("more.csv", bought)];
    take_files(&site, &files);
    let digest = site.portal.state().digest();
    assert_eq!(site.figures("MUG"), (10, 0, 4));
    let other = site.portal.state().head(&order_id("1")).cloned();
    assert!(other.is_some_and(|head| head.lines == 1));
    block_on(site.portal.save_view()).expect("saved");
    let (site, _) = site.reopen(&opening(1));
    assert_eq!(site.portal.state().digest(), digest);
    // Credits of a later file find orders that are no longer in memory as a whole.
    assert_eq!(site.portal.state().loaded_orders(), 0);
    let credited = "C101,A,Mug,-12,12/2/2010 8:26,2.55,99,United Kingdom\n";
    let report = take_files(&site, &[file("later.csv", credited)]);
    assert_eq!((report.units_matched, report.units_unmatched), (9, 3));
    assert_eq!(site.portal.state().loaded_orders(), 1);
    site.prove();
}
