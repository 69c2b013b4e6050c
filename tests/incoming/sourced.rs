//! What a shop says otherwise of an order that somebody changed here: taken whole, piece by piece, or not at all.

use crate::desk::*;
use depo::exchange::address::{Part, Wrong};
use depo::intake::repair::mend::{Done, Outside};
use depo::intake::repair::source::{Difference, accept, accept_one, differences};
use depo::intake::repair::{What, entry};
use depo::intake::{Answer, Desk, OrderOptions};
use depo::trade::id::OrderId;
use depo::trade::orders::commands::{OrderCommand, UnitsOfLine};
use depo::trade::orders::{CancelReason, Doubt};
use depo::trade::quantity::Units;
use futures_executor::block_on;

const HEADINGS: &str = "Order ID,Order Date,SKU,Title,Quantity,Price,Currency,Total,Name,Street,City,Post Code,Country\n";

fn file(rows: &[&str]) -> TestFile {
    named("shop.csv", format!("{HEADINGS}{}\n", rows.join("\n")))
}

fn read(shop: &Shop, file: &TestFile) {
    let options = OrderOptions {
        leave_items: true,
        ..OrderOptions::default()
    };
    take_with(shop, std::slice::from_ref(file), options);
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

fn only(shop: &Shop) -> OrderId {
    shop.read(|at| at.state.orders().next().expect("an order").id().clone())
}

fn all(shop: &Shop) -> Vec<Difference> {
    let id = only(shop);
    outside(shop, |outside| {
        shop.read(|at| differences(at, &id, outside))
    })
}

#[track_caller]
fn run(shop: &Shop, done: Option<Done>) {
    let (command, rows) = done.expect("a command");
    let answer = block_on(Desk::run(shop, command, rows)).expect("it is written");
    assert_eq!(answer, Answer::Done);
}

/// Units that are kept, and what is in doubt.
fn stands(shop: &Shop) -> (Vec<i128>, Vec<Doubt>) {
    shop.read(|at| {
        let order = at.state.orders().next().expect("an order");
        let account = at.state.account(order);
        let kept = account.lines.values().map(|line| line.kept).collect();
        (kept, order.doubts(&at.relations()).into_iter().collect())
    })
}

/// Two mugs were ordered; one was cancelled here; the shop now says four, to another street.
fn changed_apart() -> Shop {
    let shop = mugs_and_tea();
    read(
        &shop,
        &file(&[
            "1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,9.00,Ana Pop,Strada Lungă 7,Cluj-Napoca,400001,Romania",
        ]),
    );
    let order = only(&shop);
    let line = shop.read(|at| {
        let order = at.state.order(&order).expect("the order");
        let (_, _, line) = order.lines().next().expect("a line");
        line.key.clone()
    });
    shop.does(OrderCommand::CancelUnits {
        order,
        lines: vec![UnitsOfLine {
            line,
            units: Units::ONE,
        }],
        why: CancelReason::Customer,
        rows: Vec::new(),
    });
    assert_eq!(all(&shop), [], "nothing is in doubt");
    read(
        &shop,
        &file(&[
            "1001,2026-05-30 10:00,MUG,Mug,4,4.50,EUR,18.00,Ana Pop,Strada Lungă 9,Cluj-Napoca,400001,Romania",
        ]),
    );
    shop
}

#[test]
fn what_the_shop_says_otherwise_is_told_field_by_field_and_taken_whole() {
    let shop = changed_apart();
    let told = all(&shop);
    let units = |it: &Difference| matches!(it, Difference::Units { here: 1, said: 4, code, .. } if code == "MUG");
    assert!(told.iter().any(units), "{told:?}");
    let id = only(&shop);
    let all_of_it = outside(&shop, |outside| shop.read(|at| accept(at, &id, outside)));
    for done in all_of_it {
        run(&shop, Some(done));
    }
    let (kept, doubts) = stands(&shop);
    assert_eq!(kept, [4]);
    assert!(!doubts.contains(&Doubt::SourceChanged), "{doubts:?}");
    assert_eq!(all(&shop), []);
    shop.prove();
}

#[test]
fn one_thing_that_the_shop_says_is_taken_and_the_rest_stays() {
    let shop = changed_apart();
    let id = only(&shop);
    let told = all(&shop);
    let units = told
        .iter()
        .find(|it| matches!(it, Difference::Units { .. }));
    let units = units.expect("the units differ");
    let done = outside(&shop, |outside| {
        shop.read(|at| accept_one(at, &id, units, outside))
    });
    run(&shop, done);
    assert_eq!(stands(&shop).0, [4]);
    let left = all(&shop);
    assert!(!left.contains(units), "{left:?}");
    shop.does(OrderCommand::SettleDoubt {
        order: id,
        doubt: Doubt::SourceChanged,
    });
    assert_eq!(all(&shop), []);
    shop.prove();
}

#[test]
fn a_line_that_the_shop_names_no_more_is_told_as_gone_there() {
    let shop = mugs_and_tea();
    let to = "Ana Pop,Strada Lungă 7,Cluj-Napoca,400001,Romania";
    let mug = format!("1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,12.00,{to}");
    let tea = format!("1001,2026-05-30 10:00,TEA,Tea,1,3.00,EUR,12.00,{to}");
    read(&shop, &file(&[&mug, &tea]));
    read(&shop, &file(&[&mug]));
    let told = all(&shop);
    let gone = |it: &Difference| matches!(it, Difference::Units { here: 1, said: 0, code, .. } if code == "TEA");
    assert!(told.iter().any(gone), "{told:?}");
}

#[test]
fn what_lacks_in_an_address_is_told_by_its_part_and_its_country() {
    let shop = mugs_and_tea();
    read(
        &shop,
        &file(&[
            "1001,2026-05-30 10:00,MUG,Mug,2,4.50,EUR,9.00,Eva Maier,Hauptstraße 1,Berlin,,Germany",
        ]),
    );
    let id = only(&shop);
    let found = shop.read(|at| entry(at, &id)).expect("it waits");
    let told = found.faults.iter().find_map(|fault| match &fault.what {
        What::Address(fault, country) => Some((fault.part, fault.wrong.clone(), *country)),
        _ => None,
    });
    let (part, wrong, country) = told.expect("the address lacks something");
    assert_eq!((part, wrong), (Part::PostCode, Wrong::Missing));
    let country = country.expect("it is known");
    assert_eq!(country.letters(), "DE");
    let like = depo::exchange::address::post_code_like(country);
    assert_eq!(like.as_deref(), Some("12345"));
}
