//! Ten months of real orders through the portal. Skipped, and said so, where the files are not there.

use crate::desk::*;
use crate::support::*;
use depo::domain::Workspace;
use depo::domain::money::Amount;
use depo::domain::order::Stage;
use depo::domain::workspace::OrderHead;
use std::collections::BTreeMap;

/// An order without what depends on when it came in and which words came first.
fn essence(head: &OrderHead) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        head.id.clone(),
        head.placed_at,
        head.customer.clone(),
        head.country.clone(),
        head.total,
        (head.lines, head.stages, head.fulfilment),
        (head.unverified, head.anomalies),
    )
}

fn essences(state: &Workspace) -> Vec<impl PartialEq + std::fmt::Debug + use<>> {
    state.heads().map(essence).collect()
}

/// Net units per item, by orders less credits.
fn units_by_item(state: &Workspace) -> BTreeMap<String, i64> {
    let mut wanted = BTreeMap::new();
    for (sku, stock) in state.ledger.items() {
        if stock.wanted() != 0 {
            wanted.insert(sku.to_string(), stock.wanted());
        }
    }
    wanted
}

#[test]
fn ten_months_become_orders_credits_and_adjustments_and_the_same_again_changes_nothing() {
    let Some(files) = real_files() else { return };
    let all_at_once = Site::new(1);
    let report = take_files(&all_at_once, &files);
    check_totals(&report);
    check_state(&all_at_once, &report);
    let digest = all_at_once.portal.state().digest();

    let (again, result) = run(&all_at_once, &files, false, &depo::portal::NoPace);
    assert_eq!(result, Ok(()));
    assert!(again.adds_up() && again.changes_nothing());
    assert_eq!(again.orders.known, report.orders.new);
    assert_eq!(again.credits.known, report.credits.new);
    assert_eq!(again.adjustments.known, report.adjustments.new);
    assert_eq!(again.rejected.count(), 0);
    assert_eq!(all_at_once.portal.state().digest(), digest);
    all_at_once.prove();

    // Month by month in their order: the same orders, the same credits, taken back from the same orders.
    let by_month = Site::new(2);
    let mut matched = 0;
    for file in &files {
        matched += take_files(&by_month, std::slice::from_ref(file)).units_matched;
    }
    assert_eq!(matched, report.units_matched);
    agree(&all_at_once, &by_month);

    // The order of the files does not matter when they come together.
    let (forwards, backwards) = (Site::new(3), Site::new(4));
    let reversed: Vec<TestFile> = files[..3].iter().rev().cloned().collect();
    let matched = take_files(&forwards, &files[..3]).units_matched;
    assert_eq!(take_files(&backwards, &reversed).units_matched, matched);
    agree(&forwards, &backwards);
}

fn agree(one: &Site, other: &Site) {
    let (one, other) = (one.portal.state(), other.portal.state());
    assert!(essences(&one) == essences(&other));
    assert!(one.credits == other.credits);
    assert!(one.stock_documents == other.stock_documents);
    assert_eq!(units_by_item(&one), units_by_item(&other));
}

fn check_totals(report: &depo::portal::intake::IntakeReport) {
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
    let shown = Amount(i64::try_from(total.value).expect("a real sum")).to_string();
    assert_eq!(dev["sum_value_gbp"].as_str(), Some(shown.as_str()));
    assert_eq!(report.refused.lines + report.held.lines, 0);
    assert_eq!(report.adjustments.new.records, 1_023 + 535);
    assert_eq!(report.orders.new.records, 14_338);
    assert_eq!(report.adjustments.new.value, 0);
}

fn check_state(site: &Site, report: &depo::portal::intake::IntakeReport) {
    let state = site.portal.state();
    assert_eq!(state.orders_count() as u64, report.orders.new.records);
    assert_eq!(state.credits.len() as u64, report.credits.new.records);
    assert_eq!(
        state.stock_documents.len() as u64,
        report.adjustments.new.records
    );
    assert_eq!(state.catalog.len() as u64, report.items_added);
    assert!(state.ledger.mismatches().is_empty());
    assert!(state.heads().all(|head| head.anomalies == 0));

    let units: u64 = state
        .heads()
        .map(|head| u64::from(head.stages.total()))
        .sum();
    assert_eq!(units, report.orders.new.units);
    let cancelled: u64 = state
        .heads()
        .map(|head| u64::from(head.stages.get(Stage::Cancelled)))
        .sum();
    assert_eq!(cancelled, report.units_matched);
    let unmatched: u64 = state.credits.values().map(|credit| credit.unmatched).sum();
    assert_eq!(unmatched, report.units_unmatched);
    assert!(
        report.units_matched > 3 * report.units_unmatched,
        "{report:?}"
    );

    // What is wanted is what was ordered and not cancelled.
    let wanted: i64 = state.ledger.items().map(|(_, stock)| stock.wanted()).sum();
    assert_eq!(wanted as u64, units - cancelled);

    // The value of the orders as they were placed, less the credits, is the value of the files.
    let mut placed: i128 = 0;
    for head in state.heads() {
        let order = state.order(&head.id).expect("in memory");
        let goods: i64 = order
            .lines
            .iter()
            .map(|line| line.unit_price.times(i64::from(line.units)).0)
            .sum();
        let charges: i64 = order.charges.iter().map(|charge| charge.amount().0).sum();
        placed += i128::from(goods + charges);
    }
    assert_eq!(placed, report.orders.new.value);
    let credited: i128 = state.credits.values().map(|c| i128::from(c.total.0)).sum();
    assert_eq!(-credited, report.credits.new.value);
    assert_eq!(placed - credited, report.files.value);

    // Written-off goods stand in the ledger by reason, and touch no bin.
    let lost: u64 = state
        .stock_documents
        .values()
        .map(|document| document.units)
        .sum();
    assert_eq!(lost, report.adjustments.new.units);
    assert!(state.bins.is_empty());
}
