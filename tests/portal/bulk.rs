//! Bulk actions: what the preview says is what then happens.

use crate::support::*;
use depo::domain::command::Command;
use depo::domain::reason::{HoldKind, Terms};
use depo::domain::text::OrderId;
use depo::limits::BATCH_ORDERS_MAX;
use depo::portal::bulk::{Bulk, BulkPlan, Outcome, split_into_batches};

/// Five orders for mugs, of which seven are in stock: 1 and 2 fit, 3 in part, 4 is held, 5 is unpaid.
fn site() -> Site {
    let site = Site::new(2);
    site.stock("opening-1", "MUG", "A-01", 7);
    let orders = (1..=5)
        .map(|number| {
            let mut order = placed(&number.to_string(), &[("MUG", 3)]);
            // The higher the number, the later.
            order.placed_at += number;
            if number == 5 {
                order.terms = Terms::Prepaid;
            }
            order
        })
        .collect();
    site.act(Command::TakeOrders { orders });
    site.act(hold("4"));
    site
}

fn hold(number: &str) -> Command {
    Command::PlaceHold {
        orders: vec![order_id(number)],
        kind: HoldKind::Address,
        words: None,
        until_ms: None,
    }
}

fn all() -> Vec<OrderId> {
    // Not in the order of their time: the plan must not depend on how they were chosen.
    ["3", "1", "5", "2", "4"].map(order_id).to_vec()
}

fn plan(site: &Site, action: Bulk) -> BulkPlan {
    let state = site.portal.state();
    let context = site.portal.context(&code("ana"), site.now_ms.get());
    BulkPlan::of(&state, &context, action, &all())
}

fn group(plan: &BulkPlan, outcome: Outcome) -> Vec<&str> {
    let orders = plan.groups.get(&outcome);
    orders
        .into_iter()
        .flatten()
        .map(|order| order.number())
        .collect()
}

#[test]
fn allocating_does_what_the_plan_says() {
    let site = site();
    let plan = plan(&site, Bulk::Allocate);
    assert_eq!(group(&plan, Outcome::InFull), ["1", "2"]);
    assert_eq!(group(&plan, Outcome::InPart), ["3"]);
    assert_eq!(group(&plan, Outcome::OnHold), ["4"]);
    assert_eq!(group(&plan, Outcome::NotPaid), ["5"]);
    assert_eq!(plan.acting_count(), 3);
    let acting = plan.acting(&site.portal.state());
    assert_eq!(acting, ["1", "2", "3"].map(order_id));
    site.act(Command::Allocate { orders: acting });
    assert_eq!(site.figures("MUG"), (7, 7, 8));
    // Now the stock is gone: nothing more can be done for the rest of order 3.
    let again = self::plan(&site, Bulk::Allocate);
    assert_eq!(group(&again, Outcome::NoStock), ["3"]);
    assert_eq!(group(&again, Outcome::NothingToDo), ["1", "2"]);
    assert_eq!(again.acting_count(), 0);
}

#[test]
fn the_floor_gets_what_may_be_worked() {
    let site = site();
    assert_eq!(
        group(&plan(&site, Bulk::ReleaseToFloor), Outcome::NotPromised),
        ["1", "2", "3"]
    );
    site.act(Command::Allocate { orders: all() });
    let plan = plan(&site, Bulk::ReleaseToFloor);
    assert_eq!(group(&plan, Outcome::InFull), ["1", "2"]);
    assert_eq!(group(&plan, Outcome::InPart), ["3"]);
    let orders = plan.acting(&site.portal.state());
    site.act(Command::ReleaseBatch { orders });
    let after = self::plan(&site, Bulk::ReleasePromises);
    assert_eq!(group(&after, Outcome::InBatch), ["1", "2", "3"]);
    assert_eq!(group(&after, Outcome::NothingToDo), ["4", "5"]);
    assert_eq!(
        group(&self::plan(&site, Bulk::ReleaseToFloor), Outcome::InBatch),
        ["1", "2", "3"]
    );
}

#[test]
fn a_hold_of_the_same_kind_is_not_placed_twice() {
    let site = site();
    let same = plan(&site, Bulk::Hold(HoldKind::Address));
    assert_eq!(group(&same, Outcome::NothingToDo), ["4"]);
    let other = plan(&site, Bulk::Hold(HoldKind::Fraud));
    assert_eq!(other.count(Outcome::InFull), 5);
}

#[test]
fn cancelling_says_what_it_leaves_untouched() {
    let site = site();
    site.act(Command::CancelOrders {
        orders: vec![order_id("2")],
        words: None,
    });
    let plan = plan(&site, Bulk::Cancel);
    assert_eq!(group(&plan, Outcome::InFull), ["1", "3", "4", "5"]);
    assert_eq!(group(&plan, Outcome::NothingToDo), ["2"]);
    let orders = plan.acting(&site.portal.state());
    site.act(Command::CancelOrders {
        orders,
        words: None,
    });
    assert_eq!(self::plan(&site, Bulk::Cancel).acting_count(), 0);
}

#[test]
fn nothing_waits_for_verification_without_a_finding() {
    let site = site();
    assert_eq!(plan(&site, Bulk::Verify).count(Outcome::NothingToDo), 5);
}

#[test]
fn batches_are_even_and_never_too_large() {
    let orders = |count: usize| -> Vec<OrderId> {
        (0..count)
            .map(|number| order_id(&number.to_string()))
            .collect()
    };
    let sizes = |count: usize| -> Vec<usize> {
        let batches = split_into_batches(&orders(count));
        assert_eq!(batches.concat(), orders(count));
        batches.iter().map(Vec::len).collect()
    };
    assert!(sizes(0).is_empty());
    assert_eq!(sizes(1), [1]);
    assert_eq!(sizes(BATCH_ORDERS_MAX), [BATCH_ORDERS_MAX]);
    assert_eq!(sizes(80), [40, 40]);
    assert!(sizes(1_000).iter().all(|size| *size <= BATCH_ORDERS_MAX));
}
