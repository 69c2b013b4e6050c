//! Work on many orders that stops before its end: what of it is in follows from the facts.

use crate::world::{World, bin, goods, order_id, warehouse};
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::id::OrderId;
use depo::trade::orders::commands::{HeldOrder, OrderCommand};
use depo::trade::orders::{CancelReason, HoldKind};
use depo::view::orders::{Begun, BegunDone, Bulk};
use std::collections::BTreeSet;

const NUMBERS: [&str; 4] = ["1001", "1002", "1003", "1004"];

fn ids(numbers: &[&str]) -> Vec<OrderId> {
    numbers.iter().map(|number| order_id(number)).collect()
}

fn noted(world: &World, action: Bulk) -> Begun {
    let (stream, after) = world.workspace().own();
    let begun = Begun {
        action,
        orders: ids(&NUMBERS),
        stream,
        after,
        until: None,
        whole: false,
    };
    // As a reload reads it.
    Begun::of_bytes(&begun.to_bytes()).expect("it was noted")
}

fn done(world: &World, begun: &Begun) -> BegunDone {
    world.workspace().read(|at| begun.done(at))
}

#[track_caller]
fn is_done(world: &World, begun: &Begun, numbers: &[&str]) -> BegunDone {
    let done = done(world, begun);
    let expected: BTreeSet<OrderId> = ids(numbers).into_iter().collect();
    assert_eq!(done.orders, expected, "{:?}", begun.action);
    let left: Vec<OrderId> = ids(&NUMBERS)
        .into_iter()
        .filter(|id| !expected.contains(id))
        .collect();
    assert_eq!(begun.left(&done), left);
    done
}

fn allocate(world: &mut World, numbers: &[&str]) {
    world.does(AllocationCommand::Allocate {
        orders: ids(numbers),
        route_to: Some(warehouse()),
    });
}

#[test]
fn of_work_that_stops_half_way_what_is_in_and_what_is_left_is_told_after_a_reload() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 10);
    for number in NUMBERS {
        world.placed(number, &[("MUG", 1)]);
    }
    let verifying = noted(&world, Bulk::Hold(HoldKind::Fraud));
    is_done(&world, &verifying, &[]);
    world.does(OrderCommand::PlaceHold {
        orders: vec![HeldOrder {
            order: order_id("1004"),
            rows: Vec::new(),
        }],
        kind: HoldKind::Fraud,
        until: None,
    });
    is_done(&world, &verifying, &["1004"]);

    // What was allocated before the work began is none of it.
    allocate(&mut world, &["1001"]);
    let allocating = noted(&world, Bulk::Allocate);
    allocate(&mut world, &["1002", "1003"]);
    world.reopen();
    let of_it = is_done(&world, &allocating, &["1002", "1003"]);
    assert_eq!(of_it.fulfilments.len(), 2);

    let giving_up = noted(&world, Bulk::Deallocate);
    world.does(AllocationCommand::Deallocate {
        fulfilments: of_it.fulfilments.iter().copied().take(1).collect(),
    });
    assert_eq!(done(&world, &giving_up).orders.len(), 1);
    // What came after the work ended is none of it either.
    let ended = Begun {
        until: Some(world.workspace().own().1),
        ..giving_up.clone()
    };
    world.does(AllocationCommand::Deallocate {
        fulfilments: of_it.fulfilments.iter().copied().skip(1).collect(),
    });
    assert_eq!(done(&world, &ended).orders.len(), 1);
    assert_eq!(done(&world, &giving_up).orders.len(), 2);

    let releasing = noted(&world, Bulk::Release);
    let batch = world.release(&["1001"]);
    assert_eq!(is_done(&world, &releasing, &["1001"]).batches, [batch]);
    let cancelling = noted(&world, Bulk::Cancel);
    world.does(OrderCommand::CancelOrders {
        orders: ids(&["1001", "1002"]),
        why: CancelReason::House,
    });
    is_done(&world, &cancelling, &["1001", "1002"]);
}
