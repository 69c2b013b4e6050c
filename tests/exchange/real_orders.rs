//! Ten months of real orders, held against their known totals. Skipped, and said so, where the files are not there.

use std::path::{Path, PathBuf};

use depo::exchange::online_retail::{
    AdjustmentReason, Facts, FactsSummary, ImportReport, Invoice, InvoiceKind, LineKind, Reader,
};

const MONTHS: [&str; 10] = [
    "2010-12", "2011-01", "2011-02", "2011-03", "2011-04", "2011-05", "2011-06", "2011-07",
    "2011-08", "2011-09",
];

fn data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/online-retail");
    if path.join("expected-facts-dev.json").is_file() {
        return Some(path);
    }
    println!("skipped: the real order files are not beside the project");
    None
}

fn read_month(data: &Path, month: &str) -> (Facts, ImportReport, Vec<Invoice>) {
    let name = format!("online-retail-{month}.csv.gz");
    let bytes = std::fs::read(data.join("by-month/dev").join(&name)).expect("the month's file");
    let mut invoices = Vec::new();
    let mut reader = Reader::new(&name);
    for chunk in bytes.chunks(64 * 1024) {
        let mut rest = chunk;
        while !rest.is_empty() {
            let used = reader
                .push(rest, &mut |invoice| invoices.push(invoice))
                .expect("a whole file");
            rest = &rest[used..];
        }
    }
    reader
        .finish(&mut |invoice| invoices.push(invoice))
        .expect("a whole file");
    (reader.facts().clone(), reader.report().clone(), invoices)
}

fn expected(data: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(data.join("expected-facts-dev.json")).expect("the totals");
    serde_json::from_str(&text).expect("the totals")
}

fn check(what: &str, expected: &serde_json::Value, found: &FactsSummary) {
    let found = serde_json::to_value(found).expect("figures");
    for (field, value) in expected.as_object().expect("figures by name") {
        assert_eq!(found.get(field), Some(value), "{what}: {field}");
    }
}

#[test]
fn totals_equal_the_known_ones_and_every_adjustment_has_a_reason() {
    let Some(data) = data() else { return };
    let expected = expected(&data);
    let mut all = Facts::default();
    let mut report = ImportReport::default();
    for month in MONTHS {
        let (facts, month_report, invoices) = read_month(&data, month);
        check(month, &expected["by_month"][month], &facts.summary());
        assert!(month_report.adds_up(), "{month}");
        assert_eq!(
            month_report.rejected_lines(),
            0,
            "{month}: {:?}",
            month_report.rejected.kept()
        );
        let lines: usize = invoices.iter().map(|invoice| invoice.lines.len()).sum();
        assert_eq!(lines as u64, month_report.lines, "{month}");
        assert!(
            invoices
                .iter()
                .all(|invoice| invoice.part == 0 && !invoice.cut_short),
            "{month}"
        );
        check_adjustments(month, &invoices);
        all.merge(&facts);
        report.merge(&month_report);
    }
    check("all months", &expected["dev"], &all.summary());
    assert!(report.adds_up());
    assert_eq!(report.value, all.value());
    assert_eq!(report.cancellations, 2_887);
    assert_eq!(report.bad_debts, 3);
    assert_eq!(report.adjustments, 1_023 + 535);
    assert_eq!(report.adjustment_lines, 1_023 + 535);
    assert_eq!(report.orders, 18_786 - 2_887 - 3 - 1_023 - 535);
}

fn check_adjustments(month: &str, invoices: &[Invoice]) {
    for invoice in invoices
        .iter()
        .filter(|invoice| invoice.kind == InvoiceKind::Adjustment)
    {
        for line in &invoice.lines {
            let reason = match line.kind {
                LineKind::Adjustment(reason) => reason,
                LineKind::Goods | LineKind::Charge(_) => AdjustmentReason::Other,
            };
            assert_ne!(reason, AdjustmentReason::Other, "{month}: {}", line.words);
            assert_eq!(reason == AdjustmentReason::NotGiven, line.words.is_empty());
        }
    }
}
