//! What is done to many orders at once: why it is not done to some of them.

use crate::world::{World, bin, goods, order_id, warehouse};
use depo::site::{Asked, SiteError};
use depo::stream::commands::Sent;
use depo::stream::id::StreamId;
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::decide::{Command, Refusal};
use depo::trade::id::OrderId;
use depo::trade::leases::TakeoverReason;
use depo::trade::leases::commands::LeaseCommand;
use depo::trade::orders::CancelReason;
use depo::trade::orders::commands::OrderCommand;
use depo::view::at_work::desk_lease;
use depo::view::orders::{Bulk, BulkPlan, OrderHead, Outcome};
use std::collections::BTreeMap;

const NUMBERS: [&str; 3] = ["C02", "C03", "C04"];

fn ids() -> Vec<OrderId> {
    NUMBERS.iter().map(|number| order_id(number)).collect()
}

fn other() -> StreamId {
    StreamId::new([b'Z'; 16])
}

/// Three orders of which another device sees to two.
fn apart(mugs: u64) -> World {
    let mut world = World::new(&["MUG"]);
    if mugs > 0 {
        world.found(goods("MUG"), bin("A1"), mugs);
    }
    for number in NUMBERS {
        world.placed(number, &[("MUG", 1)]);
    }
    let leases = ids()[..2].iter().map(desk_lease).collect();
    world.does(LeaseCommand::HandOver {
        leases,
        to: other(),
    });
    world
}

fn refusal(world: &World, command: Command) -> Option<Refusal> {
    let asked = Asked {
        sent: Sent {
            stream: world.workspace().own().0,
            session: [0; 8],
            counter: 0,
            content: [0; 8],
        },
        operator: world.hand(|hand| hand.operator),
        now_ms: world.now_ms(),
        today: world.hand(|hand| hand.today),
    };
    match world.workspace().rehearse(asked, &command) {
        Err(SiteError::Refused(why)) => Some(*why),
        _ => None,
    }
}

fn plan(world: &World, action: &Bulk) -> BulkPlan {
    let mut plan = world.workspace().read(|at| {
        let orders = ids();
        let orders = orders.iter().filter_map(|id| at.state.order(id));
        let heads: Vec<OrderHead> = orders
            .filter_map(|order| OrderHead::of(at, order))
            .collect();
        let heads: Vec<&OrderHead> = heads.iter().collect();
        BulkPlan::of(&heads, action, &BTreeMap::new(), world.now_ms())
    });
    plan.ask(action, |orders| {
        let orders = orders.to_vec();
        let command = match action {
            Bulk::Cancel => OrderCommand::CancelOrders {
                orders,
                why: CancelReason::House,
            }
            .into(),
            _ => AllocationCommand::Allocate {
                orders,
                route_to: Some(warehouse()),
            }
            .into(),
        };
        refusal(world, command)
    });
    plan
}

#[test]
fn orders_that_another_device_sees_to_are_told_as_such_and_go_on_once_they_are_taken_over() {
    let mut world = apart(0);
    let told = plan(&world, &Bulk::Allocate);
    let [refused] = told.refused.as_slice() else {
        unreachable!("one device sees to them: {told:?}");
    };
    assert_eq!(refused.device(), Some(other()));
    assert_eq!(refused.orders.len(), 2);
    assert_eq!(told.groups[&Outcome::NoStock].len(), 1, "{told:?}");

    let told = plan(&world, &Bulk::Cancel);
    assert_eq!(told.acting(), [order_id("C04")]);
    assert_eq!(told.refused[0].device(), Some(other()));

    let leases = ids()[..2].iter().map(desk_lease).collect();
    world.does(LeaseCommand::TakeOver {
        from: other(),
        leases,
        reason: TakeoverReason::Agreed,
    });
    let told = plan(&world, &Bulk::Cancel);
    assert_eq!(told.acting_count(), 3);
    assert_eq!(told.refused, []);
    let told = plan(&world, &Bulk::Allocate);
    assert_eq!(told.groups[&Outcome::NoStock].len(), 3, "{told:?}");
}

#[test]
fn what_only_looks_like_missing_stock_is_told_for_its_reason() {
    let mut world = apart(20);
    world.sign_in("Pia", depo::trade::people::Role::Picker);
    let told = plan(&world, &Bulk::Cancel);
    assert_eq!(told.acting_count(), 0);
    let why: Vec<&Refusal> = told.refused.iter().map(|group| &group.why).collect();
    assert!(
        matches!(why[..], [Refusal::NotAllowed { .. }]),
        "one reason for all: {told:?}"
    );
    assert_eq!(told.refused[0].orders.len(), 3);
}
