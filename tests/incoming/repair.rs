//! Rows that have to be mended: kept whole, told cell by cell, mended in place, given back.

use crate::desk::*;
use depo::exchange::problem::ErrorKind;
use depo::intake::OrderOptions;
use depo::intake::repair::give_back::give_back;
use depo::intake::repair::mend::{self, Outside, Unmended};
use depo::intake::repair::{Entry, Fault, What, emptied, entry, loose, waiting};
use depo::intake::{Answer, Desk};
use depo::trade::decide::Command;
use depo::trade::id::{ChannelId, FirstCode, ItemId, Name, OrderId};
use depo::trade::orders::Doubt;
use depo::trade::personal::content::{CellText, FileRows, Written};
use futures_executor::block_on;

const HEADINGS: &str = "Order ID,Order Date,SKU,Title,Quantity,Price,Currency,Total,Name,Street,City,Post Code,Country\n";
const TO: &str = "Ana Pop,Strada Lungă 7,Cluj-Napoca,400001,Romania";

fn leave() -> OrderOptions {
    OrderOptions {
        leave_items: true,
        ..OrderOptions::default()
    }
}

fn orders_file(rows: &[String]) -> TestFile {
    named("shop.csv", format!("{HEADINGS}{}\n", rows.join("\n")))
}

fn entries(shop: &Shop) -> Vec<Entry> {
    shop.read(|at| {
        let all = waiting(at);
        all.iter().filter_map(|id| entry(at, id)).collect()
    })
}

#[track_caller]
fn only(shop: &Shop) -> Entry {
    let mut all = entries(shop);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn set(rows: &FileRows, row: usize, heading: &str, text: &str) -> FileRows {
    let mut rows = rows.clone();
    let column = rows
        .headings
        .iter()
        .position(|of| of.as_str() == heading)
        .expect("the heading");
    rows.rows[row].cells[column] = CellText::new(text);
    rows
}

fn outside<T>(shop: &Shop, with: impl FnOnce(&mut Outside<'_>) -> T) -> T {
    let mut salt = || Desk::salt(shop);
    with(&mut Outside {
        salt: &mut salt,
        now_ms: shop.now_ms.get(),
        ahead_minutes: 0,
        currency: None,
    })
}

#[track_caller]
fn run(shop: &Shop, (command, rows): (Command, Vec<Written>)) {
    let answer = block_on(Desk::run(shop, command, rows)).expect("it is written");
    assert_eq!(answer, Answer::Done);
}

#[track_caller]
fn mend(shop: &Shop, order: &OrderId, rows: &FileRows) {
    let done = outside(shop, |outside| {
        shop.read(|at| mend::mended(at, order, rows, outside))
    });
    run(shop, done.expect("it is an order"));
}

fn doubts(shop: &Shop, order: &OrderId) -> Vec<Doubt> {
    shop.read(|at| {
        let order = at.state.order(order).expect("the order");
        order.doubts(&at.relations()).into_iter().collect()
    })
}

fn units(shop: &Shop, order: &OrderId) -> Vec<(i128, i128)> {
    shop.read(|at| {
        let order = at.state.order(order).expect("the order");
        let account = at.state.account(order);
        let lines = account.lines.values();
        lines.map(|line| (line.ordered, line.kept)).collect()
    })
}

fn at(fault: &Fault, entry: &Entry) -> (Option<u32>, String, What) {
    let row = fault.row.map(|row| entry.rows.rows[row].number);
    let column = fault
        .column
        .map(|column| entry.rows.headings[column].as_str());
    (row, column.unwrap_or("").to_owned(), fault.what.clone())
}

#[test]
fn an_order_of_which_a_row_is_refused_comes_in_waits_whole_and_is_mended_at_its_cell() {
    let shop = mugs_and_tea();
    let file = orders_file(&[
        format!("1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,12.00,{TO}"),
        format!("1001,2026-05-30 10:00,TEA,Tea,one,3.00,EUR,12.00,{TO}"),
        format!("1002,2026-05-30 10:00,MUG,Mug,1,4.50,EUR,4.50,{TO}"),
    ]);
    let report = take_with(&shop, std::slice::from_ref(&file), leave());
    assert_eq!((report.orders.new.records, report.in_doubt), (2, 1));
    let found = only(&shop);
    assert_eq!(found.number, "1001");
    assert_eq!(found.file.as_deref(), Some("shop.csv"));
    let faults: Vec<_> = found.faults.iter().map(|fault| at(fault, &found)).collect();
    let whole = What::Doubt(Doubt::TotalDiffers);
    assert_eq!(
        faults,
        [
            (Some(2), "Total".to_owned(), whole),
            (
                Some(3),
                "Quantity".to_owned(),
                What::Cell(ErrorKind::NotWhole)
            ),
        ]
    );
    // Nothing is written by reading it again, and the row is still there to be mended.
    let before = shop.written();
    take_with(&shop, std::slice::from_ref(&file), leave());
    assert_eq!(shop.written(), before);

    mend(&shop, &found.order, &set(&found.rows, 1, "Quantity", "1"));
    assert_eq!(doubts(&shop, &found.order), []);
    assert_eq!(units(&shop, &found.order), [(2, 2), (1, 1)]);
    assert_eq!(entries(&shop), []);
    // The file as it came changes nothing, nor does the mended one.
    let before = shop.written();
    take_with(&shop, &[file], leave());
    assert_eq!(shop.written(), before);
    shop.prove();
}

#[test]
fn what_is_mended_in_two_goes_is_kept_in_between() {
    let shop = mugs_and_tea();
    let file = orders_file(&[format!("1001,30 May at ten,MUG,Mug,2,4.50,EUR,9.50,{TO}")]);
    take_with(&shop, &[file], leave());
    let found = only(&shop);
    let once = set(&found.rows, 0, "Total", "9.00");
    mend(&shop, &found.order, &once);
    let left = only(&shop);
    assert_eq!(left.rows, once);
    assert_eq!(doubts(&shop, &found.order), [Doubt::Time]);
    mend(
        &shop,
        &found.order,
        &set(&left.rows, 0, "Order Date", "2026-05-30 10:00"),
    );
    assert_eq!(doubts(&shop, &found.order), []);
    let placed = shop.read(|at| {
        let order = at.state.order(&found.order).expect("the order");
        order.placed_at().map(|at| at.as_utc_ms())
    });
    assert_eq!(placed, Some(1_780_135_200_000));
}

#[test]
fn an_unknown_code_is_matched_once_and_for_all() {
    let shop = mugs_and_tea();
    let file = orders_file(&[
        format!("1001,2026-05-30 10:00,MUGG,Mug,2,4.50,EUR,9.00,{TO}"),
        format!("1002,2026-05-30 10:00,MUGG,Mug,1,4.50,EUR,4.50,{TO}"),
    ]);
    take_with(&shop, &[file], leave());
    let all = entries(&shop);
    assert_eq!(all.len(), 2);
    let fault = at(&all[0].faults[0], &all[0]);
    assert_eq!(
        fault,
        (Some(2), "SKU".to_owned(), What::Doubt(Doubt::UnknownItem))
    );
    let channel = all[0].order.channel.clone();
    let mug = ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code("MUG"))),
    };
    let commands = shop.read(|at| mend::alias(at, &channel, &code("MUGG"), &mug));
    assert_eq!(commands.len(), 3);
    for command in commands {
        run(&shop, (command, Vec::new()));
    }
    assert_eq!(entries(&shop), []);
    // The next order with that code needs nobody.
    let next = orders_file(&[format!(
        "1003,2026-05-30 10:00,MUGG,Mug,3,4.50,EUR,13.50,{TO}"
    )]);
    let report = take_with(&shop, &[next], leave());
    assert_eq!((report.orders.new.records, report.in_doubt), (1, 0));
}

#[test]
fn a_mended_code_is_the_same_line_with_its_item() {
    let shop = mugs_and_tea();
    let file = orders_file(&[format!(
        "1001,2026-05-30 10:00,MUGG,Mug,2,4.50,EUR,9.00,{TO}"
    )]);
    take_with(&shop, std::slice::from_ref(&file), leave());
    let found = only(&shop);
    mend(&shop, &found.order, &set(&found.rows, 0, "SKU", "MUG"));
    assert_eq!(doubts(&shop, &found.order), []);
    assert_eq!(units(&shop, &found.order), [(2, 2)]);
    let before = shop.written();
    take_with(&shop, &[file], leave());
    assert_eq!(shop.written(), before);
}

/// What the page of an order shows of its lines: code, units, price, value, and whether it asks for the item.
fn shown(shop: &Shop, order: &OrderId) -> Vec<(String, i128, Option<i64>, i64, bool)> {
    shop.read(|at| {
        let page = depo::view::orders::OrderView::of(at, order, shop.now_ms.get());
        let page = page.expect("the page");
        let lines = page.lines.iter();
        let line = lines.map(|line| {
            let price = line.price.map(|price| price.get());
            let value = line.value.get();
            (line.code.clone(), line.units, price, value, line.wants_item)
        });
        line.collect()
    })
}

/// How many things the channel is to be told in its file of what will not be delivered.
fn refused(shop: &Shop, order: &OrderId) -> usize {
    use depo::trade::channels::AnswerKind;
    use depo::view::answers::{Clock, news};
    let clock = Clock {
        now_ms: shop.now_ms.get(),
        ahead: &|_| 0,
    };
    shop.read(|at| news(at, &order.channel, AnswerKind::Cancelled, &clock).len())
}

#[test]
fn lines_that_look_alike_are_told_apart_by_their_rows_when_their_codes_are_mended() {
    let shop = mugs_and_tea();
    let file = orders_file(&[
        format!("1001,2026-05-30 10:00,MUGG,Mug,2,4.50,EUR,18.00,{TO}"),
        format!("1001,2026-05-30 10:00,TEEA,Tea,2,4.50,EUR,18.00,{TO}"),
    ]);
    take_with(&shop, std::slice::from_ref(&file), leave());
    let found = only(&shop);
    let rows = set(&found.rows, 0, "SKU", "MUG");
    let rows = set(&rows, 1, "SKU", "TEA");
    mend(&shop, &found.order, &rows);
    assert_eq!(doubts(&shop, &found.order), []);
    let line = |code: &str| (code.to_owned(), 2, Some(45_000), 90_000, false);
    assert_eq!(shown(&shop, &found.order), [line("MUG"), line("TEA")]);
    assert_eq!(refused(&shop, &found.order), 0);
    let before = shop.written();
    take_with(&shop, &[file], leave());
    assert_eq!(shop.written(), before);
    shop.prove();
}

#[test]
fn a_line_of_a_known_item_whose_code_was_wrong_is_the_other_item() {
    // Nobody knew the price, so that the order waits; the code is of an item, but of the wrong one.
    let shop = mugs_and_tea();
    let file = orders_file(&[format!(
        "1001,2026-05-30 10:00,MUG,Tea,2,four,EUR,6.00,{TO}"
    )]);
    take_with(&shop, std::slice::from_ref(&file), leave());
    let found = only(&shop);
    let rows = set(&found.rows, 0, "SKU", "TEA");
    let rows = set(&rows, 0, "Price", "3.00");
    mend(&shop, &found.order, &rows);
    assert_eq!(doubts(&shop, &found.order), []);
    let line = ("TEA".to_owned(), 2, Some(30_000), 60_000, false);
    assert_eq!(shown(&shop, &found.order), [line]);
    assert_eq!(refused(&shop, &found.order), 0);
    // The report of orders says the same.
    let rows = crate::reports::report(&shop.workspace, depo::view::reports::Report::Orders);
    let row: Vec<&str> = ["sku", "units", "unit_price", "amount"]
        .map(|of| rows[0][of].as_str())
        .to_vec();
    assert_eq!((rows.len(), row), (1, vec!["TEA", "2", "3.0000", "6.0000"]));
}

#[test]
fn what_only_the_channel_says_was_paid_stands_in_the_report_of_payments() {
    use depo::view::reports::Report;
    let shop = mugs_and_tea();
    let text = r#"{"orders":[{"id":1,"name":"1001","order_number":1001,"created_at":"2026-05-30T10:00:00Z","currency":"EUR","total_price":"9.00","financial_status":"paid","fulfillment_status":null,"line_items":[{"id":7,"sku":"MUG","title":"Mug","quantity":2,"price":"4.50"}]}]}"#;
    take_with(&shop, &[named("orders.json", text)], leave());
    let rows = crate::reports::report(&shop.workspace, Report::Payments);
    let row: Vec<&str> = ["kind", "amount", "currency"]
        .map(|of| rows[0][of].as_str())
        .to_vec();
    assert_eq!(
        (rows.len(), row),
        (1, vec!["source-payment", "9.0000", "EUR"])
    );
    assert!(!rows[0]["at"].is_empty());
}

#[test]
fn units_that_were_never_ordered_are_no_refusal() {
    let shop = mugs_and_tea();
    let file = orders_file(&[
        format!("1001,2026-05-30 10:00,MUG,Mug,20000,4.50,EUR,9.00,{TO}"),
        format!("1001,2026-05-30 10:00,NOPE,Mug,1,4.50,EUR,9.00,{TO}"),
    ]);
    take_with(&shop, &[file], leave());
    let found = only(&shop);
    let mut rows = set(&found.rows, 0, "Quantity", "2");
    rows.rows.remove(1);
    mend(&shop, &found.order, &rows);
    assert_eq!(doubts(&shop, &found.order), []);
    let all = shown(&shop, &found.order);
    assert!(all.iter().all(|line| !line.4), "{all:?}");
    assert_eq!(refused(&shop, &found.order), 0);
}

#[test]
fn price_quantity_and_address_are_mended() {
    let shop = mugs_and_tea();
    let file = orders_file(&[
        "1001,2026-05-30 10:00,MUG,Mug,20000,0,EUR,9.00,Ana Pop,Strada Lungă 7,Cluj-Napoca,4001,Romania"
            .to_owned(),
    ]);
    take_with(&shop, std::slice::from_ref(&file), leave());
    let found = only(&shop);
    let rows = set(&found.rows, 0, "Quantity", "2");
    let rows = set(&rows, 0, "Price", "4.50");
    let rows = set(&rows, 0, "Post Code", "400001");
    mend(&shop, &found.order, &rows);
    assert_eq!(doubts(&shop, &found.order), []);
    assert_eq!(units(&shop, &found.order), [(20_000, 2)]);
    shop.read(|at| {
        let order = at.state.order(&found.order).expect("the order");
        assert_eq!(at.state.account(order).totals.total, 90_000);
        let to = depo::view::names::recipient(at, &found.order).expect("a recipient");
        let post_code = to.post_code.as_ref().map(ToString::to_string);
        assert_eq!(post_code.as_deref(), Some("400001"));
    });
    let before = shop.written();
    take_with(&shop, &[file], leave());
    assert_eq!(shop.written(), before);
}

#[test]
fn rows_of_another_order_are_not_taken_into_this_one() {
    let shop = mugs_and_tea();
    let row = format!("1001,2026-05-30 10:00,MUGG,Mug,2,4.50,EUR,9.00,{TO}");
    take_with(&shop, &[orders_file(&[row])], leave());
    let found = only(&shop);
    let rows = set(&found.rows, 0, "Order ID", "1009");
    let refused = outside(&shop, |outside| {
        shop.read(|at| mend::mended(at, &found.order, &rows, outside))
    });
    assert_eq!(refused, Err(Unmended::OtherNumber("1009".to_owned())));
}

#[test]
fn a_row_without_its_order_waits_beside_its_file_until_it_has_one() {
    let shop = mugs_and_tea();
    let file = orders_file(&[
        format!("1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,9.00,{TO}"),
        format!(",2026-05-30 10:00,TEA,Tea,1,3.00,EUR,3.00,{TO}"),
    ]);
    take_with(&shop, std::slice::from_ref(&file), leave());
    assert_eq!(entries(&shop), []);
    let mut all = shop.read(loose);
    assert_eq!(all.len(), 1);
    let found = all.remove(0);
    assert_eq!(found.rows.rows[0].number, 3);
    assert_eq!(found.faults[0].what, What::Cell(ErrorKind::Missing));
    let rows = set(&found.rows, 0, "Order ID", "1002");
    let done = outside(&shop, |outside| {
        shop.read(|at| mend::mended_loose(at, found.hash, &rows, outside))
    });
    for done in done.expect("an order") {
        run(&shop, done);
    }
    assert_eq!(shop.read(loose), []);
    assert_eq!(shop.read(|at| at.state.orders().count()), 2);
    let before = shop.written();
    take_with(&shop, &[file], leave());
    assert_eq!(shop.written(), before);
}

#[test]
fn the_list_goes_back_in_the_form_that_it_came_in() {
    let shop = mugs_and_tea();
    let rows = [
        format!("1001,2026-05-30 10:00,MUG,Mug,two,4.50,EUR,9.00,{TO}"),
        format!(",2026-05-30 10:00,TEA,Tea,1,3.00,EUR,3.00,{TO}"),
    ];
    take_with(&shop, &[orders_file(&rows)], leave());
    let files = give_back(
        &entries(&shop),
        &shop.read(loose),
        "Reason",
        "file",
        &|fault| format!("{:?}", fault.what),
    );
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].name, "shop-Reason.csv");
    let text = String::from_utf8(files[0].bytes.clone()).expect("text");
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], format!("{},Reason", HEADINGS.trim_end()));
    assert_eq!(
        lines[1..],
        [
            format!("{},\"Cell(NotWhole); Doubt(TotalDiffers)\"", rows[0]),
            format!("{},Cell(Missing)", rows[1]),
        ]
    );
}

#[test]
fn a_record_of_json_is_mended_as_its_text() {
    let shop = mugs_and_tea();
    let text = r#"{"orders":[{"id":1,"name":"1001","order_number":1001,"created_at":"2026-05-30T10:00:00Z","currency":"EUR","total_price":"9.00","financial_status":"paid","fulfillment_status":null,"line_items":[{"id":7,"sku":"MUGG","title":"Mug","quantity":2,"price":"4.50"}]}]}"#;
    take_with(&shop, &[named("orders.json", text)], leave());
    let found = only(&shop);
    assert!(found.rows.headings.is_empty());
    let mut rows = found.rows.clone();
    let mended = rows.rows[0].cells[0].as_str().replace("MUGG", "MUG");
    rows.rows[0].cells[0] = CellText::new(&mended);
    mend(&shop, &found.order, &rows);
    assert_eq!(entries(&shop), []);
}

#[test]
fn the_channel_says_the_currency_that_a_file_does_not() {
    use depo::trade::channels::ChannelField;
    use depo::trade::channels::commands::ChannelCommand;
    use depo::trade::quantity::Currency;
    let shop = mugs_and_tea();
    let channel = ChannelId {
        first: FirstCode::new(code("orders")),
    };
    shop.does(ChannelCommand::SetChannel {
        channel,
        fields: vec![ChannelField::Currency(
            Currency::new("RON").expect("a currency"),
        )],
    });
    let file = named(
        "plain.csv",
        format!(
            "Order ID,Order Date,SKU,Quantity,Price,Name,Street,City,Post Code,Country\n1001,2026-05-30,MUG,1,4.50,{TO}\n"
        ),
    );
    let report = take_with(&shop, &[file], leave());
    assert_eq!((report.orders.new.records, report.in_doubt), (1, 0));
}

#[test]
fn a_total_is_not_settled_by_a_discount_or_tax_that_is_not_taken() {
    let record = |discount: &str, total: &str| {
        format!(
            r#"{{"orders":[{{"id":1,"name":"1001","order_number":1001,"created_at":"2026-05-30T10:00:00Z","currency":"EUR","total_price":"{total}","financial_status":"paid","fulfillment_status":null,"line_items":[{{"id":7,"sku":"MUG","title":"Mug","quantity":2,"price":"4.50","total_discount":"{discount}"}}]}}]}}"#
        )
    };
    let shop = mugs_and_tea();
    take_with(
        &shop,
        &[named("orders.json", record("0.00", "8.00"))],
        leave(),
    );
    let found = only(&shop);
    assert_eq!(doubts(&shop, &found.order), [Doubt::TotalDiffers]);
    let with = |from: &str, to: &str| {
        let mut rows = found.rows.clone();
        let mended = rows.rows[0].cells[0].as_str().replace(from, to);
        assert_ne!(mended, found.rows.rows[0].cells[0].as_str());
        rows.rows[0].cells[0] = CellText::new(&mended);
        rows
    };
    mend(&shop, &found.order, &with("0.00", "1.00"));
    assert_eq!(doubts(&shop, &found.order), [Doubt::TotalDiffers]);
    let total = shop.read(|at| {
        let order = at.state.order(&found.order).expect("the order");
        at.state.account(order).totals.total
    });
    assert_eq!(total, 90_000, "nothing was taken");
    mend(&shop, &found.order, &with("8.00", "9.00"));
    assert_eq!(doubts(&shop, &found.order), []);
}

#[test]
fn rows_that_were_discarded_are_deleted_and_never_come_back() {
    use depo::stream::id::Opened;
    use depo::trade::id::{DocumentId, ErasureId};
    use depo::trade::personal::commands::PersonalCommand;
    use depo::trade::personal::{ErasureCause, Slot};
    let shop = mugs_and_tea();
    let file = orders_file(&[
        format!("1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,9.00,{TO}"),
        format!(",2026-05-30 10:00,TEA,Tea,1,3.00,EUR,3.00,{TO}"),
    ]);
    take_with(&shop, std::slice::from_ref(&file), leave());
    let found = shop.read(loose).remove(0);
    let kept = |shop: &Shop| {
        shop.read(|at| {
            let document = DocumentId::File(found.hash);
            let rows = at.state.rows_of(&document).filter(|(id, _, row)| {
                id.slot == Slot::RawRow && at.personal.get(&row.hash).is_some()
            });
            rows.count()
        })
    };
    assert_eq!(kept(&shop), 1);
    assert_eq!(shop.read(emptied), [[0; 16]; 0]);
    let none = FileRows {
        rows: Vec::new(),
        ..found.rows.clone()
    };
    let discard = outside(&shop, |outside| mend::keep_loose(found.hash, none, outside));
    run(&shop, discard);
    assert_eq!(shop.read(loose), []);
    assert_eq!(shop.read(emptied), [found.hash]);
    shop.does(PersonalCommand::OrderErasure {
        cause: ErasureCause::Mistake,
        slots: mend::slots_of_loose(found.hash),
    });
    let last = shop.read(|at| at.held.outgoing().map(|one| one.commit).max());
    shop.does(PersonalCommand::ExecuteErasure {
        erasure: ErasureId(Opened {
            commit: last.expect("the last commit"),
            ordinal: 0,
        }),
        alone: true,
    });
    assert_eq!(shop.read(emptied), [[0; 16]; 0]);
    assert_eq!(kept(&shop), 0, "nothing of them is on the device");
    // The file read again brings nothing back.
    take_with(&shop, &[file], leave());
    assert_eq!((kept(&shop), shop.read(loose)), (0, vec![]));
    shop.prove();
}

#[test]
fn one_content_for_one_recipient_within_days_waits_for_a_person() {
    let shop = mugs_and_tea();
    let row = |number: u32, day: u32, sku: &str, to: &str| {
        format!("{number},2026-05-{day} 10:00,{sku},x,2,4.50,EUR,9.00,{to}")
    };
    let files = [
        orders_file(&[
            row(1001, 10, "MUG", TO),
            row(1002, 11, "TEA", TO),
            row(
                1003,
                11,
                "MUG",
                "Ion Pop,Strada Lungă 7,Cluj-Napoca,400001,Romania",
            ),
            row(1004, 20, "MUG", TO),
            // Written otherwise, it is the same recipient.
            row(
                1005,
                12,
                "MUG",
                "ANA POP,Strada  Lungă 7,Cluj-Napoca,400001,Romania",
            ),
        ]),
        orders_file(&[row(1006, 22, "MUG", TO)]),
    ];
    for file in &files {
        take_with(&shop, std::slice::from_ref(file), leave());
    }
    let waits: Vec<(String, Vec<Doubt>)> = entries(&shop)
        .into_iter()
        .map(|entry| (entry.number, doubts(&shop, &entry.order)))
        .collect();
    assert_eq!(
        waits,
        [
            ("1005".to_owned(), vec![Doubt::Duplicate]),
            ("1006".to_owned(), vec![Doubt::Duplicate]),
        ]
    );
    // Read again, or once a person has let it pass, it is known and asks no more.
    let before = shop.written();
    take_with(&shop, &files, leave());
    assert_eq!(shop.written(), before);
    let order = entries(&shop)[0].order.clone();
    shop.does(depo::trade::orders::commands::OrderCommand::Verify {
        orders: vec![order.clone()],
    });
    take_with(&shop, &files, leave());
    assert_eq!(doubts(&shop, &order), []);
    shop.prove();
}
