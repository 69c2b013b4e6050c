//! The next word of a source about orders that are here: more, fewer, cancelled, once more.

use crate::desk::*;
use depo::exchange::problem::{ErrorKind, Notice};
use depo::intake::{IntakeReport, OrderOptions};
use depo::trade::id::OrderId;
use depo::trade::orders::commands::{OrderCommand, UnitsOfLine};
use depo::trade::orders::{CancelReason, Doubt};
use depo::trade::quantity::Units;

const HEADINGS: &str = "Order ID,Order Date,SKU,Title,Quantity,Price,Currency,Shipping,Total,Name,Street,City,Post Code,Country\n";
const TO: &str = "Ana Pop,Strada Lungă 7,Cluj-Napoca,400001,Romania";

fn file(rows: &[&str]) -> TestFile {
    let rows: Vec<String> = rows.iter().map(|row| format!("{row},{TO}")).collect();
    named("shop.csv", format!("{HEADINGS}{}\n", rows.join("\n")))
}

fn read(shop: &Shop, file: &TestFile) -> IntakeReport {
    let options = OrderOptions {
        leave_items: true,
        ..OrderOptions::default()
    };
    take_with(shop, std::slice::from_ref(file), options)
}

/// What is in doubt, the units of each line that are kept, and the total, of the only order.
fn stands(shop: &Shop) -> (Vec<Doubt>, Vec<i128>, i128) {
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        let account = at.state.account(order);
        let kept = account.lines.values().map(|line| line.kept).collect();
        let doubts = order.doubts(&at.relations()).into_iter().collect();
        (doubts, kept, account.totals.total)
    })
}

fn only(shop: &Shop) -> OrderId {
    shop.read(|at| at.state.orders().next().expect("an order").id().clone())
}

#[test]
fn more_and_fewer_units_of_a_line_that_nobody_changed_here_are_taken() {
    let shop = mugs_and_tea();
    let words = [
        ("2,4.50,EUR,5.00,14.00", 2, 140_000),
        ("3,4.50,EUR,5.00,18.50", 3, 185_000),
        ("1,4.50,EUR,5.00,9.50", 1, 95_000),
        // The freight is another one, too.
        ("1,4.50,EUR,3.00,7.50", 1, 75_000),
    ];
    for (said, units, total) in words {
        let next = file(&[&format!("1001,2026-05-30 10:00,MUG,Mug,{said}")]);
        read(&shop, &next);
        assert_eq!(stands(&shop), (vec![], vec![units], total), "{said}");
        let before = shop.written();
        read(&shop, &next);
        assert_eq!(shop.written(), before);
    }
    shop.prove();
}

#[test]
fn what_was_changed_here_is_asked_about_and_a_line_that_is_not_named_is_never_taken_off() {
    let shop = mugs_and_tea();
    let first = [
        "1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,0,12.00",
        "1001,2026-05-30 10:00,TEA,Tea,1,3.00,EUR,0,12.00",
    ];
    read(&shop, &file(&first));
    read(&shop, &file(&first[..1]));
    assert_eq!(
        stands(&shop),
        (vec![Doubt::SourceChanged], vec![2, 1], 120_000)
    );

    let other = self::mugs_and_tea();
    read(&other, &file(&first[..1]));
    let order = only(&other);
    let line = other.read(|at| {
        let order = at.state.order(&order).expect("the order");
        let (_, _, line) = order.lines().next().expect("a line");
        line.key.clone()
    });
    other.does(OrderCommand::CancelUnits {
        order,
        lines: vec![UnitsOfLine {
            line,
            units: Units::ONE,
        }],
        why: CancelReason::Customer,
        rows: Vec::new(),
    });
    read(
        &other,
        &file(&["1001,2026-05-30 10:00,MUG,Mug,4,4.50,EUR,0,12.00"]),
    );
    let (doubts, kept, _) = stands(&other);
    assert_eq!(
        (doubts, kept),
        (vec![Doubt::TotalDiffers, Doubt::SourceChanged], vec![1])
    );
}

#[test]
fn a_check_tells_of_each_order_what_the_import_then_does() {
    use depo::intake::judged::{Became, Change};
    let shop = mugs_and_tea();
    read(
        &shop,
        &file(&["1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,0,9.00"]),
    );
    let next = file(&[
        "1001,2026-05-30 10:00,MUG,Mug,1,4.50,EUR,0,4.50",
        "1002,2026-05-29 10:00,NEW,New,1,4.50,EUR,0,4.50",
        "1003,2026-05-28 10:00,TEA,Tea,1,4.50,EUR,0,5.50",
    ]);
    let said = |dry: bool| {
        let options = OrderOptions {
            dry,
            ..OrderOptions::default()
        };
        let report = take_with(&shop, std::slice::from_ref(&next), options);
        let judged = report.judged.kept().iter();
        let judged = judged.map(|of| {
            (
                of.number.clone(),
                of.became,
                of.doubts.clone(),
                of.changes.clone(),
            )
        });
        (
            report.in_doubt,
            report.items_added,
            judged.collect::<Vec<_>>(),
        )
    };
    let checked = said(true);
    let changes = vec![Change::Lines, Change::Money, Change::Cancelled];
    let mut expected = [
        ("1001", Became::Cancelled, vec![], changes),
        ("1002", Became::New, vec![], vec![]),
        ("1003", Became::Waits, vec![Doubt::TotalDiffers], vec![]),
    ]
    .map(|(number, became, doubts, changes)| (number.to_owned(), became, doubts, changes))
    .to_vec();
    let mut found = checked.2.clone();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!((checked.0, checked.1), (1, 1));
    assert_eq!(checked, said(false));
}

#[test]
fn a_check_says_which_new_orders_will_be_held_and_why() {
    use depo::intake::judged::Became;
    use depo::trade::orders::HoldKind;
    let shop = mugs_and_tea();
    let options = OrderOptions {
        dry: true,
        ..OrderOptions::default()
    };
    let report = take_with(&shop, &[json(r#""risk_level":"high","#)], options);
    let [judged] = report.judged.kept() else {
        unreachable!("one order: {report:?}")
    };
    assert_eq!(judged.became, Became::Held);
    assert_eq!(judged.holds, [HoldKind::Fraud]);
    assert_eq!(report.in_doubt, 0);
}

#[test]
fn risk_holds_and_agreed_terms_let_an_order_go_before_it_is_paid() {
    use depo::trade::money::Terms;
    use depo::trade::orders::{HoldKind, StatusKind, said};
    let shop = mugs_and_tea();
    read(
        &shop,
        &json(
            r#""financial_status":"pending","tags":"vip, gift","risk_level":"high","payment_terms":{"payment_terms_name":"Net 30"},"#,
        ),
    );
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        let holds: Vec<HoldKind> = order.holds().into_iter().map(|(_, kind)| kind).collect();
        assert_eq!(holds, [HoldKind::Fraud]);
        let account = at.state.account(order);
        assert_eq!(account.terms, Terms::OnAccount);
        assert_eq!(account.covers(), Ok(()));
        let tags = depo::view::names::tags(at, order.id()).expect("its tags");
        let tags: Vec<String> = tags.tags.iter().map(ToString::to_string).collect();
        assert_eq!(tags, ["gift", "vip"]);
        let statuses = said::statuses(order);
        let word = statuses.get(&StatusKind::Payment).map(ToString::to_string);
        assert_eq!(word.as_deref(), Some("pending"));
        let mut index = depo::view::orders::OrderIndex::default();
        index.refresh(at);
        assert_eq!(index.best("vip", 9).len(), 1);
        assert_eq!(index.best("nobody", 9).len(), 0);
    });
}

fn json(more: &str) -> TestFile {
    named(
        "orders.json",
        format!(
            r#"{{"orders":[{{"id":1,"name":"1001","order_number":1001,"created_at":"2026-05-30T10:00:00Z","currency":"EUR","total_price":"9.00",{more}"line_items":[{{"id":7,"sku":"MUG","title":"Mug","quantity":2,"price":"4.50"}}]}}]}}"#
        ),
    )
}

#[test]
fn an_order_that_its_source_cancels_is_cancelled_and_its_money_is_no_question() {
    let shop = mugs_and_tea();
    read(&shop, &json(r#""financial_status":"paid","#));
    assert_eq!(stands(&shop), (vec![], vec![2], 90_000));
    let gone = json(
        r#""financial_status":"refunded","cancelled_at":"2026-05-31T10:00:00Z","cancel_reason":"customer","refunds":[{"transactions":[{"kind":"refund","status":"success","amount":"9.00"}]}],"#,
    );
    let report = read(&shop, &gone);
    assert_eq!(report.orders.changed.records, 1);
    let (doubts, kept, total) = stands(&shop);
    assert!(
        !doubts.contains(&Doubt::Refunded) && !doubts.contains(&Doubt::SourceCancelled),
        "{doubts:?}"
    );
    assert_eq!((kept, total), (vec![0], 0));
    let before = shop.written();
    read(&shop, &gone);
    assert_eq!(shop.written(), before);
    shop.prove();
}

#[test]
fn rows_that_stand_in_a_file_twice_are_taken_once_and_told() {
    let shop = mugs_and_tea();
    let twice = file(&[
        "1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,0,9.00",
        "1002,2026-05-30 10:00,TEA,Tea,1,3.00,EUR,0,3.00",
        "1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,0,9.00",
        "1002,2026-05-30 10:00,TEA,Tea,1,3.00,EUR,0,3.00",
    ]);
    let report = read(&shop, &twice);
    assert_eq!((report.orders.new.records, report.orders.new.units), (2, 3));
    assert_eq!(report.in_doubt, 0);
    let told = Notice::RowsRepeated { count: 2 };
    assert!(report.files[0].notices.contains(&told));
}

#[test]
fn two_equal_rows_side_by_side_may_be_two_lines_so_a_person_says() {
    let shop = mugs_and_tea();
    let row = "1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,0,18.00";
    let report = read(&shop, &file(&[row, row]));
    assert_eq!(report.in_doubt, 1);
    let what: Vec<ErrorKind> = report.files[0]
        .doubts
        .kept()
        .iter()
        .map(|of| of.what)
        .collect();
    assert_eq!(what, [ErrorKind::RowRepeated]);
    assert_eq!(stands(&shop), (vec![Doubt::Cell], vec![4], 180_000));
}

#[test]
fn letters_that_are_no_currency_are_a_doubt() {
    let shop = mugs_and_tea();
    let report = read(
        &shop,
        &file(&["1001,2026-05-30 10:00,MUG,Mug,2,4.50,XXQ,0,9.00"]),
    );
    assert_eq!(report.in_doubt, 1);
    let what: Vec<ErrorKind> = report.files[0]
        .doubts
        .kept()
        .iter()
        .map(|of| of.what)
        .collect();
    assert_eq!(what, [ErrorKind::NotACurrency]);
    assert_eq!(stands(&shop).0, [Doubt::Money]);
}
