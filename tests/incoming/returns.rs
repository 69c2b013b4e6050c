//! Returns that customers have announced to their channel, as a file.

use crate::demo::played;
use crate::desk::*;
use depo::exchange::problem::ErrorKind;
use depo::exchange::returns_in::ReturnsFormat;
use depo::intake::desk::NoPace;
use depo::intake::kinds::{FileKind, kind_of};
use depo::intake::{Progress, ReturnOptions, ReturnsIntakeReport, import_returns};
use depo::trade::id::OperatorId;
use depo::view::names;
use depo::view::orders::returnable;
use futures_executor::block_on;

fn read(shop: &Shop, csv: &str, options: &ReturnOptions) -> ReturnsIntakeReport {
    let files = incoming(&[named("returns.csv", csv)]);
    let show = |_: Progress| {};
    let (report, ended) = block_on(import_returns(files, options, shop, &NoPace, &show));
    assert_eq!(ended, Ok(()));
    assert!(report.adds_up(), "{report:?}");
    report
}

#[test]
fn announced_returns_are_made_once_and_never_of_more_than_left() {
    let workspace = played(7, MORNING);
    let owner = workspace.read(|at| {
        let mut placed = at.state.orders().filter_map(|order| order.placed());
        let by = placed.find_map(|(at, _)| at.operator);
        OperatorId(by.expect("an operator"))
    });
    let shop = Shop::around(workspace, owner, MORNING + 30 * 86_400_000);
    let (channel, number, sku, left) = shop.read(|at| {
        let found = at.state.orders().find_map(|order| {
            if at.state.links().returns(order.id()).next().is_some() {
                return None;
            }
            let line = returnable(at, order).into_iter().next()?;
            let number = names::shown_number(at, order.id()).to_owned();
            Some((order.id().channel.clone(), number, line.code, line.units))
        });
        found.expect("something left")
    });
    let csv = |units: u64| {
        format!(
            "Order ID,SKU,Quantity,Return Reason\n{number},{sku},{units},Damaged\nNONE-1,{sku},1,\n"
        )
    };
    let kind = kind_of("returns.csv", csv(1).as_bytes(), true);
    assert_eq!(kind, FileKind::Returns(ReturnsFormat::Announced));
    let options = ReturnOptions {
        channel: Some(channel),
        dry: true,
    };
    let checked = read(&shop, &csv(1), &options);
    assert_eq!((checked.returns, checked.announced), (1, 1));
    // A person may say what no heading does.
    let bare = format!("Order ID,Item code,Quantity\n{number},{sku},1\n");
    let kind = kind_of("returns.csv", bare.as_bytes(), true);
    assert!(!matches!(kind, FileKind::Returns(_)), "{kind:?}");
    let told = read(&shop, &bare, &options);
    assert_eq!((told.returns, told.announced), (1, 1));
    assert_eq!(checked.rejected.kept()[0].what, ErrorKind::NoSuchOrder);
    let before = shop.read(|at| at.state.rmas().count());
    let options = ReturnOptions {
        dry: false,
        ..options
    };
    assert_eq!(read(&shop, &csv(1), &options).announced, 1);
    assert_eq!(shop.read(|at| at.state.rmas().count()), before + 1);
    // Read again, nothing is new; and what never left cannot come back.
    let again = read(&shop, &csv(1), &options);
    assert_eq!((again.announced, again.known), (0, 1));
    let more = read(&shop, &csv(left + 5), &options);
    assert_eq!((more.known, more.announced), (1, left - 1));
    assert!(
        more.rejected
            .kept()
            .iter()
            .any(|of| of.what == ErrorKind::NotLeft)
    );
}
