//! Ten months of real orders. Skipped, and said so, where the files are not there.

use crate::desk::*;
use depo::intake::IntakeReport;
use depo::trade::quantity::Units;

/// The months of the real files that a test takes in: the facts of all of them are opened by `tests/tools`.
const MONTHS: [&str; 10] = [
    "2010-12", "2011-01", "2011-02", "2011-03", "2011-04", "2011-05", "2011-06", "2011-07",
    "2011-08", "2011-09",
];

fn real_files() -> Option<Vec<TestFile>> {
    let data = data_folder()?;
    let file = |month: &&str| {
        let name = format!("online-retail-{month}.csv.gz");
        let bytes = std::fs::read(data.join("by-month/dev").join(&name)).expect("the month's file");
        (name, bytes)
    };
    Some(MONTHS.iter().map(file).collect())
}

#[test]
fn ten_months_become_orders_and_credits_and_the_same_again_changes_nothing() {
    let Some(files) = real_files() else { return };
    let shop = Shop::founded(1);
    let report = take(&shop, &files);
    check_totals(&report);
    let (orders, placed_value) = shop.read(|at| {
        let mut value = 0;
        let mut orders = 0;
        for order in at.state.orders() {
            let (_, placed) = order.placed().expect("it came in");
            orders += 1;
            let goods = placed.lines.iter().flat_map(|line| &line.prices);
            value += goods
                .map(|of| of.price.wide() * of.units.wide())
                .sum::<i128>();
            value += placed
                .charges
                .iter()
                .map(|it| it.amount.wide())
                .sum::<i128>();
        }
        (orders, value)
    });
    assert_eq!(orders, report.orders.new.records);
    assert_eq!(placed_value, report.orders.new.value);
    let credited: i128 = shop.read(|at| {
        let notes = at.state.credit_notes();
        notes.map(|(_, _, note)| note.total.amount.wide()).sum()
    });
    assert_eq!(-credited, report.credits.new.value);
    let matched: u64 = shop.read(|at| {
        let notes = at.state.credit_notes();
        let matched = notes.flat_map(|(_, _, note)| &note.matched);
        matched.map(|of| Units::get(of.units)).sum()
    });
    assert_eq!(matched, report.units_matched);
    assert!(
        report.units_matched > 3 * report.units_unmatched,
        "{report:?}"
    );

    let written = shop.written().len();
    let again = take(&shop, &files);
    assert!(again.changes_nothing());
    assert_eq!(again.orders.known, report.orders.new);
    assert_eq!(again.credits.known, report.credits.new);
    assert_eq!(shop.written().len(), written);
}

fn check_totals(report: &IntakeReport) {
    let folder = data_folder().expect("just read");
    let text = std::fs::read_to_string(folder.join("expected-facts-dev.json")).expect("totals");
    let expected: serde_json::Value = serde_json::from_str(&text).expect("totals");
    let dev = &expected["dev"];
    let number = |field: &str| dev[field].as_u64().expect(field);
    let total = report.total();
    assert_eq!(total.lines, number("lines"));
    assert_eq!(total.records, number("invoices"));
    assert_eq!(
        report.credits.new.records,
        number("cancel_invoices") + number("adjust_invoices")
    );
    assert_eq!(report.corrections.records, 1_023 + 535);
    assert_eq!(report.orders.new.records, 14_338);
    assert_eq!((report.refused.lines, report.rejected.count()), (0, 0));
}
