//! Made order files with every trap in them: counts, values and kinds.

use depo::exchange::online_retail::{
    AdjustmentReason, ChargeKind, Invoice, InvoiceKind, LineKind, rejected_csv,
};
use depo::exchange::problem::ErrorKind;
use depo::exchange::source::Source;

use crate::online_retail_sample::{Expected, SampleOptions, sample};
use crate::reading::{HEADINGS, Read, file, gzip, read};

fn found(read: &Read) -> Expected {
    let report = &read.report;
    Expected {
        lines: report.lines,
        goods_lines: report.goods_lines,
        charge_lines: report.charge_lines,
        adjustment_lines: report.adjustment_lines,
        rejected_lines: report.rejected_lines(),
        orders: report.orders,
        cancellations: report.cancellations,
        bad_debts: report.bad_debts,
        adjustments: report.adjustments,
        exact_duplicate_lines: read.figures.exact_duplicate_lines,
        invoices_with_two_times: read.figures.invoices_with_more_than_one_timestamp,
        sum_quantity: read.figures.sum_quantity,
        value: report.value,
    }
}

#[test]
fn made_files_give_what_was_put_into_them() {
    for seed in 0..2 {
        for broken_rows in [false, true] {
            let sample = sample(SampleOptions {
                seed,
                invoices: 200,
                broken_rows,
            });
            let plain = read(&sample.csv);
            assert_eq!(plain.end, Ok(()));
            let mut expected = sample.expected.clone();
            // Equal lines that arose by chance are as real as those that were made.
            assert!(plain.figures.exact_duplicate_lines >= expected.exact_duplicate_lines);
            expected.exact_duplicate_lines = plain.figures.exact_duplicate_lines;
            assert_eq!(found(&plain), expected, "seed {seed}");
            assert!(plain.report.adds_up());
            assert_eq!(read(&gzip(&sample.csv)), plain, "packed, seed {seed}");
        }
    }
}

#[test]
fn an_interrupted_invoice_is_one_invoice_with_both_times() {
    let read = read(&file(
        "542806,48194,DOORMAT HEARTS,1,2/1/2011 11:19,7.95,12836,United Kingdom\n\
         C542805,22156,HEART DECORATION ,-1,2/1/2011 11:19,0.85,14606,United Kingdom\n\
         542806,22692,DOORMAT WELCOME,2,2/1/2011 11:20,7.95,12836,United Kingdom\n",
    ));
    let order = read
        .invoices
        .iter()
        .find(|invoice| invoice.kind == InvoiceKind::Order)
        .expect("the order");
    assert_eq!(order.lines.len(), 2);
    assert_eq!(order.time.to_string(), "2011-02-01 11:19:00");
    assert_eq!(order.other_times.len(), 1);
    assert_eq!(order.other_times[0].0.to_string(), "2011-02-01 11:20:00");
    assert_eq!(order.other_times[0].1, 4);
    let credit = read
        .invoices
        .iter()
        .find(|invoice| invoice.kind == InvoiceKind::Cancellation)
        .expect("the credit");
    assert_eq!(&*credit.lines[0].words, "HEART DECORATION");
}

#[test]
fn an_invoice_that_comes_back_late_is_given_out_in_parts() {
    let row = |number: u32| {
        format!("{number},20000,LANTERN,1,2/1/2011 11:19,7.95,12836,United Kingdom\n")
    };
    let mut rows = row(1);
    for number in 100..200 {
        rows.push_str(&row(number));
    }
    rows.push_str(&row(1));
    let read = read(&file(&rows));
    let parts: Vec<u32> = read
        .invoices
        .iter()
        .filter(|i| &*i.number == "1")
        .map(|i| i.part)
        .collect();
    assert_eq!(parts, [0, 1]);
    assert_eq!((read.report.orders, read.figures.invoices), (101, 101));
    assert!(read.report.adds_up());
}

#[test]
fn columns_go_by_name_in_any_order_and_both_generations() {
    let first = read(&file(
        "1,85123A,LANTERN,6,12/1/2010 8:26,2.55,17850,United Kingdom\n",
    ));
    let second = read(
        b"\xef\xbb\xbfCountry;Customer ID;Price;InvoiceDate;Quantity;Description;StockCode;Invoice\r\n\
          United Kingdom;17850.0;2.55;2010-12-01 08:26:00;6;LANTERN;85123A;1\r\n",
    );
    assert_eq!(second.end, Ok(()));
    // The rows as they came differ as the files do.
    let plain = |mut invoice: Invoice| {
        invoice.raw.clear();
        invoice
    };
    let both = [&first, &second].map(|read| {
        let invoices = read.invoices.iter().cloned();
        invoices.map(plain).collect::<Vec<_>>()
    });
    assert_eq!(both[0], both[1]);
    assert_eq!(
        first.invoices[0].content_hash(),
        second.invoices[0].content_hash()
    );
}

#[test]
fn charges_and_adjustments_are_told_from_goods() {
    let read = read(&file(
        "1,POST,POSTAGE,1,12/1/2010 8:26,18,12583,France\n\
         1,m,Manual,1,12/1/2010 8:26,2,12583,France\n\
         1,post,NO CHARGE,1,12/1/2010 8:26,2,12583,France\n\
         2,21111,wet/rusty,-5,12/1/2010 8:26,0,,United Kingdom\n\
         3,21111,Found,7,12/1/2010 8:26,0,,United Kingdom\n\
         4,21111,LANTERN,7,12/1/2010 8:26,0,12647,Germany\n\
         5,POST,,1000,12/1/2010 8:26,0,,United Kingdom\n",
    ));
    let kinds: Vec<LineKind> = read
        .invoices
        .iter()
        .flat_map(|i| &i.lines)
        .map(|line| line.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            LineKind::Charge(ChargeKind::Postage),
            LineKind::Charge(ChargeKind::Manual),
            LineKind::Goods,
            LineKind::Adjustment(AdjustmentReason::Wet),
            LineKind::Adjustment(AdjustmentReason::Found),
            LineKind::Goods,
            LineKind::Adjustment(AdjustmentReason::NotGiven),
        ]
    );
    let invoices: Vec<InvoiceKind> = read.invoices.iter().map(|invoice| invoice.kind).collect();
    use InvoiceKind::{Adjustment, Order};
    assert_eq!(invoices, [Order, Adjustment, Adjustment, Order, Adjustment]);
    assert_eq!(read.report.reasons[&AdjustmentReason::Wet], (1, -5));
    assert_eq!(read.report.charges[&ChargeKind::Postage], (1, 180_000));
}

#[test]
fn rows_that_cannot_be_taken_are_told_with_row_column_and_remedy() {
    let read = read(&file(
        "1,85123A,LANTERN,6,12/1/2010 8:26,2.55,17850,United Kingdom\n\
         \n\
         ,,,,,,,\n\
         2,85123A,LANTERN,six,12/1/2010 8:26,2.55,17850,United Kingdom\n\
         3,85123A,=2+3,6,31/12/2010 8:26,2.55,17850,United Kingdom\n\
         4,85123A,LANTERN,6\n\
         ,85123A,LANTERN,6,12/1/2010 8:26,2.55,17850,United Kingdom\n\
         5,85123A,LAN,TERN,6,12/1/2010 8:26,2.55,17850,United Kingdom\n",
    ));
    let errors: Vec<_> = read
        .report
        .rejected
        .kept()
        .iter()
        .map(|e| (e.row, e.column.as_deref(), e.value.as_str(), e.what))
        .collect();
    assert_eq!(
        errors,
        [
            (5, Some("Quantity"), "six", ErrorKind::NotWhole),
            (
                6,
                Some("InvoiceDate"),
                "31/12/2010 8:26",
                ErrorKind::NotADate
            ),
            (7, None, "6", ErrorKind::TooFewCells),
            (8, Some("InvoiceNo"), "", ErrorKind::Missing),
            (9, None, "United Kingdom", ErrorKind::TooManyCells),
        ]
    );
    assert_eq!(
        (
            read.report.lines,
            read.report.blank_rows,
            read.invoices.len()
        ),
        (6, 1, 1)
    );
    assert!(read.report.adds_up());

    let csv = rejected_csv(&read.report.rejected, |e| {
        (e.what.text().to_owned(), e.remedy().to_owned())
    });
    let mut rows = Vec::new();
    let mut source = Source::new();
    let mut keep = |row: depo::exchange::table::Row<'_>| {
        rows.push(row.cells().map(str::to_owned).collect::<Vec<_>>());
    };
    assert_eq!(source.push(&csv, &mut keep), Ok(csv.len()));
    assert_eq!(source.finish(&mut keep), Ok(()));
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[2][0], "orders.csv");
    assert_eq!(rows[2][1], "6");
    assert_eq!(
        rows[2][6],
        "3,85123A,=2+3,6,31/12/2010 8:26,2.55,17850,United Kingdom"
    );
}

#[test]
fn merged_reports_and_figures_are_those_of_the_whole() {
    let one = sample(SampleOptions {
        seed: 5,
        invoices: 100,
        broken_rows: true,
    });
    let text = String::from_utf8(one.csv.clone()).expect("a made file");
    let rows: Vec<&str> = text.lines().skip(1).collect();
    // A cut between two invoices.
    let number = |row: &str| row.split(',').next().unwrap_or_default().to_owned();
    let cut = (500..rows.len())
        .rev()
        .find(|at| number(rows[*at]) != number(rows[at - 1]))
        .expect("a border");
    let part = |rows: &[&str]| read(format!("{HEADINGS}{}\n", rows.join("\n")).as_bytes());
    let (whole, mut first, second) = (read(&one.csv), part(&rows[..cut]), part(&rows[cut..]));
    first.report.merge(&second.report);
    assert_eq!(first.report.lines, whole.report.lines);
    assert_eq!(first.report.value, whole.report.value);
    assert_eq!(first.report.charges, whole.report.charges);
    assert_eq!(first.report.reasons, whole.report.reasons);
    assert_eq!(first.report.orders, whole.report.orders);
    assert_eq!(first.report.rejected.count(), whole.report.rejected.count());
    assert!(first.report.adds_up());
}
