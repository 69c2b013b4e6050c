//! What is to be done for orders: routing, moving, allocating.

use crate::setup_people::take_over;
use crate::setup_support::*;
use crate::support::{code, units};
use crate::tablets::{DAY, Tablet, exchange, warehouse};
use depo::stream::commit::{NameBytes, Touches};
use depo::trade::Event;
use depo::trade::allocation::commands::{AllocationCommand, allocate_many};
use depo::trade::allocation::{AllocatedOn, AllocationFact, Pinned, PinnedTo};
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::channels::{ChannelField, Completeness};
use depo::trade::decide::refusal::Refusal;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::demand::Part;
use depo::trade::fulfilment::commands::{
    FulfilmentCommand, MoveTo, PartUnits, Substitute, UnitsToRoute,
};
use depo::trade::fulfilment::{
    Executor, FulfilmentFact, FulfilmentLines, LineUnits, SubstituteReason, Taken,
};
use depo::trade::goods::{Goods, Wanted};
use depo::trade::id::{
    BatchId, ContainerId, DocumentId, FirstCode, FulfilmentOrderId, OrderId, ReceiptId,
};
use depo::trade::leases::LeaseKey;
use depo::trade::orders::{HoldKind, LinesAdded, OrderFact, OrderField, OrderSet};
use depo::trade::picking::{BatchReleased, PickTask, Picked, PickingFact, ShortReason, Shorted};
use depo::trade::quantity::Instant;
use depo::trade::receiving::{ExpectedUnits, ReceiptOpened, Received, ReceivingFact};
use depo::trade::state::entries::Clash;
use std::sync::Arc;
use std::time::Instant as Clock;

fn w1() -> Executor {
    Executor::Warehouse(warehouse("W1"))
}

fn fulfil(command: FulfilmentCommand) -> SetupCommand {
    SetupCommand::Fulfilment(command)
}

/// A command that moves units of line 0.
fn move_units(fulfilment: FulfilmentOrderId, number: u64, to: MoveTo) -> SetupCommand {
    fulfil(FulfilmentCommand::Move {
        fulfilment,
        units: vec![PartUnits {
            line: 0,
            units: units(number),
        }],
        to,
    })
}

fn to_new() -> MoveTo {
    MoveTo::New {
        executor: w1(),
        due: None,
    }
}

fn line_units(line: u32, number: u64) -> LineUnits {
    LineUnits {
        line,
        units: units(number),
    }
}

#[test]
fn routing_writes_the_workspace_s_half_and_then_the_warehouse_s() {
    let mut a = shop(&[("MUG", 9), ("TEA", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 2), ("TEA", 1)]);
    let commits = decide(&a, 11, &route(&order)).expect("it is routed");
    assert_eq!(commits.len(), 2, "two commits of one command");
    let (office, floor) = (&commits[0], &commits[1]);
    assert_eq!(
        (&office.warehouse, &floor.warehouse),
        (&None, &Some(warehouse("W1")))
    );
    assert!(matches!(
        office.events.as_slice(),
        [Event::Fulfilment(FulfilmentFact::Routed(routed))]
            if matches!(&routed.lines, FulfilmentLines::Whole { runs, .. } if runs.len() == 1 && runs[0].more == 1)
    ));
    assert!(matches!(
        floor.events.as_slice(),
        [Event::Fulfilment(FulfilmentFact::TakenUp(taken))] if taken.taken == Taken::AsRouted
    ));
    run(&mut a, 11, route(&order));
    let [fulfilment] = as_many(&fulfilments(&a, &order));
    let stands = work(&a, &order, &fulfilment_line(fulfilment, 0));
    assert_eq!((stands.open, stands.underway), (2, 0));
    assert_eq!(refused(&a, 12, route(&order)), Refusal::NothingToDo);
    assert_eq!(
        refused(&a, 12, fulfil(FulfilmentCommand::TakeUp { fulfilment })),
        Refusal::NothingToDo
    );
}

#[test]
fn an_added_line_is_routed_apart() {
    let mut a = shop(&[("MUG", 9), ("TEA", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 2)]);
    run(&mut a, 11, route(&order));
    let added = LinesAdded {
        order: order.clone(),
        lines: vec![placed_line("TEA", 3)],
        accepts: None,
    };
    a.write(12, None, vec![Event::Orders(OrderFact::LinesAdded(added))]);
    assert_eq!(unrouted(&a, &order, "TEA", &Part::Line), 3);
    run(&mut a, 13, route(&order));
    let [first, second] = as_many(&fulfilments(&a, &order));
    assert_eq!(work(&a, &order, &fulfilment_line(first, 0)).open, 2);
    assert_eq!(work(&a, &order, &fulfilment_line(second, 0)).open, 3);
    // More units of a line that is there already say what they hold, since the line is no more whole.
    let more = LinesAdded {
        order: order.clone(),
        lines: vec![placed_line("MUG", 1)],
        accepts: None,
    };
    a.write(14, None, vec![Event::Orders(OrderFact::LinesAdded(more))]);
    let commits = decide(&a, 15, &route(&order)).expect("one more");
    assert!(matches!(
        commits[0].events.as_slice(),
        [Event::Fulfilment(FulfilmentFact::Routed(routed))]
            if matches!(&routed.lines, FulfilmentLines::Each(lines) if lines[0].units == units(1))
    ));
    a.is_proved();
    assert_eq!(a.clashes(), []);
}

#[test]
fn two_desks_and_one_order_one_is_refused_and_told_whom_to_ask() {
    let mut a = shop(&[("MUG", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 2)]);
    let mut b = Tablet::joining(b'B', &a);
    let held = Refusal::LeaseHeld {
        lease: LeaseKey::Desk(order.clone()),
        by: a.own,
    };
    assert_eq!(refused(&b, 11, route(&order)), held);
    assert_eq!(refused(&b, 11, allocate(&[&order])), held);
    run(&mut a, 12, allocate(&[&order]));
    // What is routed already is not allocated behind the desk's back either.
    b.take(&a);
    assert_eq!(refused(&b, 13, allocate(&[&order])), held);
}

#[test]
fn two_splits_of_ten_on_two_tablets_are_ten() {
    let mut a = shop(&[("MUG", 99)]);
    let order = place(&mut a, 10, "1", &[("MUG", 10)]);
    run(&mut a, 11, route(&order));
    let first = fulfilments(&a, &order)[0];
    let mut b = Tablet::joining(b'B', &a);
    run(&mut a, 20, move_units(first, 4, to_new()));
    // The other tablet took the desk over, having heard nothing of the split.
    let desk = LeaseKey::Desk(order.clone());
    run(
        &mut b,
        21,
        crate::setup_people::take_over(&desk, None, a.own),
    );
    run(&mut b, 22, move_units(first, 7, to_new()));
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let all = fulfilments(tablet, &order);
        let open: Vec<i128> = all
            .iter()
            .map(|id| work(tablet, &order, &fulfilment_line(*id, 0)))
            .map(|work| work.open + work.underway)
            .collect();
        assert_eq!(open.iter().sum::<i128>(), 10, "{open:?}");
        assert_eq!(open, [0, 4, 6]);
        let clashes = tablet.clashes();
        assert!(
            clashes
                .iter()
                .any(|clash| matches!(clash, Clash::Overdrawn { .. })),
            "{clashes:?}"
        );
        tablet.is_proved();
    }
}

#[test]
fn splitting_and_merging_transfers_units_and_never_those_that_were_begun() {
    let mut a = shop(&[("MUG", 99)]);
    let order = place(&mut a, 10, "1", &[("MUG", 10)]);
    run(&mut a, 11, route(&order));
    let first = fulfilments(&a, &order)[0];
    run(&mut a, 12, move_units(first, 4, to_new()));
    let second = fulfilments(&a, &order)[1];
    let open = |tablet: &Tablet, id| work(tablet, &order, &fulfilment_line(id, 0)).open;
    assert_eq!((open(&a, first), open(&a, second)), (6, 4));
    let too_many = move_units(second, 5, MoveTo::Unrouted);
    assert_eq!(refused(&a, 13, too_many), Refusal::TooMany { there: 4 });
    run(&mut a, 14, move_units(second, 1, MoveTo::Unrouted));
    assert_eq!(unrouted(&a, &order, "MUG", &Part::Line), 1);
    // Merged: all that is left goes back to the first.
    let merge = fulfil(FulfilmentCommand::Move {
        fulfilment: second,
        units: Vec::new(),
        to: MoveTo::Another(first),
    });
    run(&mut a, 15, merge.clone());
    assert_eq!((open(&a, first), open(&a, second)), (9, 0));
    assert_eq!(refused(&a, 16, merge), Refusal::NothingToDo);
    // Allocated units are requested back; the warehouse gives them, and only then are they moved.
    run(&mut a, 17, allocate(&[&order]));
    let all = move_units(first, 9, MoveTo::Unrouted);
    assert_eq!(
        refused(&a, 18, all.clone()),
        Refusal::WorkBegun {
            line: demand_line(first, 0),
            begun: 9
        }
    );
    let lines = vec![line_units(0, 9)];
    let request = fulfil(FulfilmentCommand::RequestBack {
        fulfilment: first,
        lines,
    });
    let asked = run(&mut a, 19, request)[0].fact();
    let answer = |given: bool| {
        fulfil(FulfilmentCommand::Answer {
            fulfilment: first,
            request: asked,
            given,
        })
    };
    let commits = decide(&a, 20, &answer(true)).expect("nothing is picked");
    assert_eq!(commits.len(), 1);
    assert!(matches!(
        commits[0].events.as_slice(),
        [
            Event::Allocation(AllocationFact::Deallocated(_)),
            Event::Fulfilment(FulfilmentFact::GivenBack(_)),
            Event::Fulfilment(FulfilmentFact::RequestAnswered { given: true, .. }),
        ]
    ));
    run(&mut a, 20, answer(true));
    assert_eq!(
        refused(&a, 21, answer(false)),
        Refusal::NoSuchRequest(asked)
    );
    let stands = work(&a, &order, &fulfilment_line(first, 0));
    assert_eq!((stands.underway, stands.open, stands.allocated), (9, 0, 0));
    run(&mut a, 22, all);
    assert_eq!(
        unrouted(&a, &order, "MUG", &Part::Line),
        10 - allocated(&a, &order) - open(&a, second)
    );
    a.is_proved();
    assert_eq!(a.clashes(), []);
}

#[test]
fn what_was_given_back_is_taken_up_again_only_when_somebody_says_so() {
    let mut a = shop(&[("MUG", 99)]);
    let order = place(&mut a, 10, "1", &[("MUG", 10)]);
    run(&mut a, 11, route(&order));
    let fulfilment = fulfilments(&a, &order)[0];
    let back = fulfil(FulfilmentCommand::GiveBack {
        fulfilment,
        lines: vec![line_units(0, 4)],
    });
    run(&mut a, 12, back);
    run(&mut a, 13, allocate(&[&order]));
    assert_eq!(allocated(&a, &order), 6);
    run(&mut a, 14, fulfil(FulfilmentCommand::TakeUp { fulfilment }));
    run(&mut a, 15, allocate(&[&order]));
    assert_eq!(allocated(&a, &order), 10);
    a.is_proved();
}

#[test]
fn work_that_is_held_is_not_allocated_until_it_is_released() {
    let mut a = shop(&[("MUG", 99)]);
    let order = place(&mut a, 10, "1", &[("MUG", 10)]);
    run(&mut a, 11, route(&order));
    let fulfilment = fulfilments(&a, &order)[0];
    let hold = fulfil(FulfilmentCommand::Hold {
        fulfilment,
        until: None,
    });
    let at = run(&mut a, 12, hold.clone());
    assert_eq!(refused(&a, 13, hold), Refusal::NothingToDo);
    assert_eq!(refused(&a, 13, allocate(&[&order])), Refusal::NothingToDo);
    let release = fulfil(FulfilmentCommand::ReleaseHold {
        fulfilment,
        hold: at[0].fact(),
    });
    run(&mut a, 14, release);
    run(&mut a, 15, allocate(&[&order]));
    assert_eq!(allocated(&a, &order), 10);
}

#[test]
fn a_kit_is_allocated_whole_or_not_at_all() {
    let mut a = shop(&[("SET", 0), ("MUG", 7), ("TEA", 2)]);
    set_kit(&mut a, 5, "SET", &[("MUG", 2), ("TEA", 1)]);
    let order = place(&mut a, 10, "1", &[("SET", 5)]);
    run(&mut a, 11, allocate(&[&order]));
    let fulfilment = fulfilments(&a, &order)[0];
    let of =
        |tablet: &Tablet, line| work(tablet, &order, &fulfilment_line(fulfilment, line)).allocated;
    // Two kits: four mugs and two teas. Three mugs are left, and no tea.
    assert_eq!((of(&a, 0), of(&a, 1)), (4, 2));
    assert_eq!(
        refused(&a, 12, allocate(&[&order])),
        Refusal::NoStock(order.clone())
    );
    a.write(
        13,
        Some(&warehouse("W1")),
        vec![found(Goods::new(item("TEA")), bin("A2"), 9)],
    );
    run(&mut a, 14, allocate(&[&order]));
    assert_eq!((of(&a, 0), of(&a, 1)), (6, 3));
    let explode = fulfil(FulfilmentCommand::Explode {
        order: order.clone(),
        line: line_key("SET"),
        recipe: None,
    });
    assert_eq!(refused(&a, 15, explode), Refusal::NothingToDo);
    a.is_proved();
    assert_eq!(a.clashes(), []);
}

#[test]
fn a_line_that_was_handed_out_is_exploded_no_more() {
    let mut a = shop(&[("SET", 9), ("MUG", 7)]);
    let order = place(&mut a, 10, "1", &[("SET", 5)]);
    let explode = || {
        fulfil(FulfilmentCommand::Explode {
            order: order.clone(),
            line: line_key("SET"),
            recipe: None,
        })
    };
    assert_eq!(refused(&a, 11, explode()), Refusal::NoRecipe(item("SET")));
    run(&mut a, 12, route(&order));
    set_kit(&mut a, 13, "SET", &[("MUG", 2)]);
    let handed = Refusal::LineHanded {
        order: order.clone(),
        line: line_key("SET"),
    };
    assert_eq!(refused(&a, 14, explode()), handed);
}

#[test]
fn a_substitute_of_two_small_for_one_large_counts_both_ways() {
    let mut a = shop(&[("LARGE", 0), ("SMALL", 7)]);
    let order = place(&mut a, 10, "1", &[("LARGE", 5)]);
    let instead = fulfil(FulfilmentCommand::Route {
        order: order.clone(),
        executor: w1(),
        units: vec![UnitsToRoute {
            line: line_key("LARGE"),
            part: Part::Line,
            units: units(4),
            substitute: Some(Substitute {
                wanted: Wanted::item(item("SMALL")),
                each: units(2),
                reason: SubstituteReason::OutOfStock,
            }),
        }],
        due: None,
    });
    run(&mut a, 11, instead);
    assert_eq!(unrouted(&a, &order, "LARGE", &Part::Line), 1);
    let fulfilment = fulfilments(&a, &order)[0];
    let line = fulfilment_line(fulfilment, 0);
    assert_eq!(work(&a, &order, &line).open, 8);
    // Of seven small ones three large ones are answered, and the seventh stays for others.
    let only = SetupCommand::Allocation(AllocationCommand::Allocate {
        orders: vec![order.clone()],
        route_to: None,
    });
    run(&mut a, 12, only);
    assert_eq!(work(&a, &order, &line).allocated, 6);
    // One large one is moved away: two small ones are given back.
    run(&mut a, 13, move_units(fulfilment, 1, MoveTo::Unrouted));
    assert_eq!(unrouted(&a, &order, "LARGE", &Part::Line), 2);
    let stands = work(&a, &order, &line);
    assert_eq!((stands.open, stands.allocated), (0, 6));
    assert_eq!(
        refused(&a, 14, move_units(fulfilment, 1, MoveTo::Unrouted)),
        Refusal::WorkBegun {
            line: demand_line(fulfilment, 0),
            begun: 6
        }
    );
    assert_eq!(a.clashes(), []);
}

#[test]
fn one_command_that_wants_an_item_twice_is_held_against_the_sum() {
    let mut a = shop(&[("SET", 0), ("MUG", 5)]);
    set_kit(&mut a, 5, "SET", &[("MUG", 2)]);
    let first = place(&mut a, 10, "1", &[("MUG", 2), ("SET", 1)]);
    let second = place(&mut a, 11, "2", &[("MUG", 3)]);
    run(&mut a, 12, allocate(&[&second, &first]));
    // The older order has four of five: two by its line, two by its kit. One is left for the other.
    assert_eq!((allocated(&a, &first), allocated(&a, &second)), (4, 1));
    let twice = fulfil(FulfilmentCommand::Route {
        order: first.clone(),
        executor: w1(),
        units: vec![
            UnitsToRoute {
                line: line_key("MUG"),
                part: Part::Line,
                units: units(1),
                substitute: None,
            };
            2
        ],
        due: None,
    });
    assert_eq!(refused(&a, 13, twice), Refusal::TooMany { there: 0 });
    assert_eq!(a.clashes(), []);
}

#[test]
fn urgent_orders_are_served_first_and_those_that_must_wait_are_passed_over() {
    let mut a = shop(&[("MUG", 4)]);
    let orders: Vec<OrderId> = [("1", 10), ("2", 11), ("3", 12), ("4", 13)]
        .iter()
        .map(|(text, at)| place(&mut a, *at, text, &[("MUG", 2)]))
        .collect();
    let set = |order: &OrderId, field: OrderField| {
        Event::Orders(OrderFact::OrderSet(OrderSet {
            order: order.clone(),
            fields: vec![field],
        }))
    };
    let by = OrderField::ShipBy(Some(Instant { ms: DAY }));
    a.write(
        14,
        None,
        vec![
            set(&orders[2], by),
            set(&orders[3], OrderField::Priority(9)),
        ],
    );
    let waits = Refusal::OnHold {
        order: orders[3].clone(),
        kind: HoldKind::Operator,
    };
    let gates = |order: &OrderId| {
        if *order == orders[3] {
            Err(waits.clone())
        } else {
            Ok(())
        }
    };
    let all: Vec<&OrderId> = orders.iter().collect();
    let commits = decide_gated(&a, 15, &allocate(&all), &gates).expect("some are served");
    a.append_all(15, commits);
    let served: Vec<i128> = orders.iter().map(|order| allocated(&a, order)).collect();
    assert_eq!(served, [2, 0, 2, 0]);
    let alone = decide_gated(&a, 16, &allocate(&[&orders[3]]), &gates);
    assert_eq!(alone, Err(waits.clone()));
}

#[test]
fn a_channel_that_ships_complete_takes_nothing_from_others() {
    let mut a = shop(&[("MUG", 3), ("TEA", 1)]);
    let complete = SetupCommand::Channels(ChannelCommand::SetChannel {
        channel: channel("SHOP"),
        fields: vec![
            ChannelField::Completeness(Completeness::Complete),
            ChannelField::Buffer(1),
        ],
    });
    run(&mut a, 5, complete);
    let both = place(&mut a, 10, "1", &[("MUG", 2), ("TEA", 1)]);
    let one = place(&mut a, 11, "2", &[("MUG", 2)]);
    run(&mut a, 12, allocate(&[&both, &one]));
    assert_eq!((allocated(&a, &both), allocated(&a, &one)), (0, 2));
    // The buffer keeps the last tea; nothing was routed for nothing.
    assert_eq!(fulfilments(&a, &both), []);
    a.write(
        13,
        Some(&warehouse("W1")),
        vec![
            found(Goods::new(item("MUG")), bin("A2"), 2),
            found(Goods::new(item("TEA")), bin("A2"), 1),
        ],
    );
    run(&mut a, 14, allocate(&[&both]));
    assert_eq!(allocated(&a, &both), 3);
}

/// A batch of so many units of line 0 that is released.
fn release(a: &mut Tablet, seconds: i64, fulfilment: FulfilmentOrderId, number: u64) -> BatchId {
    let released = BatchReleased {
        tasks: vec![PickTask {
            line: demand_line(fulfilment, 0),
            goods: Goods::new(item("MUG")),
            from: bin("A1"),
            units: units(number),
        }],
        cart: None,
    };
    let event = Event::Picking(PickingFact::BatchReleased(released));
    let at = a.write(seconds, Some(&warehouse("W1")), vec![event]);
    BatchId(a.opened_by(&at))
}

#[test]
fn what_is_in_a_batch_is_not_deallocated_and_a_place_found_short_is_not_allocated_from() {
    let mut a = shop(&[("MUG", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 5)]);
    run(&mut a, 11, allocate(&[&order]));
    let fulfilment = fulfilments(&a, &order)[0];
    let batch = release(&mut a, 12, fulfilment, 3);
    let deallocate = |number: u64| {
        SetupCommand::Allocation(AllocationCommand::DeallocateUnits {
            line: demand_line(fulfilment, 0),
            units: units(number),
        })
    };
    let begun = Refusal::WorkBegun {
        line: demand_line(fulfilment, 0),
        begun: 3,
    };
    assert_eq!(refused(&a, 13, deallocate(3)), begun);
    run(&mut a, 14, deallocate(2));
    assert_eq!(allocated(&a, &order), 3);
    let all = SetupCommand::Allocation(AllocationCommand::Deallocate {
        fulfilments: vec![fulfilment],
    });
    assert_eq!(refused(&a, 15, all), begun);
    let shorted = Shorted {
        batch,
        task: 0,
        line: demand_line(fulfilment, 0),
        goods: Goods::new(item("MUG")),
        from: bin("A1"),
        units: units(3),
        seen: None,
        after: None,
        reason: ShortReason::NotThere,
    };
    let event = Event::Picking(PickingFact::Shorted(shorted));
    a.write(16, Some(&warehouse("W1")), vec![event]);
    assert_eq!(
        refused(&a, 17, allocate(&[&order])),
        Refusal::NoStock(order.clone())
    );
    let pin = SetupCommand::Allocation(AllocationCommand::Pin(Pinned {
        line: demand_line(fulfilment, 0),
        to: PinnedTo::Location(location("A1")),
        units: units(1),
    }));
    assert_eq!(refused(&a, 18, pin), Refusal::ClosedByShort(bin("A1")));
}

#[test]
fn a_pin_names_units_that_are_there_to_be_pinned_and_is_taken_away_by_name() {
    let mut a = shop(&[("MUG", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 5)]);
    run(&mut a, 11, route(&order));
    let line = demand_line(fulfilments(&a, &order)[0], 0);
    let pin = |number: u64| {
        SetupCommand::Allocation(AllocationCommand::Pin(Pinned {
            line: line.clone(),
            to: PinnedTo::Location(location("A2")),
            units: units(number),
        }))
    };
    let at = run(&mut a, 12, pin(3))[0].fact();
    assert_eq!(refused(&a, 13, pin(3)), Refusal::TooMany { there: 2 });
    let unpin = SetupCommand::Allocation(AllocationCommand::Unpin {
        line: line.clone(),
        pin: at,
    });
    run(&mut a, 14, unpin.clone());
    assert_eq!(refused(&a, 15, unpin), Refusal::NoSuchRequest(at));
    run(&mut a, 16, pin(5));
}

#[test]
fn goods_that_are_expected_are_allocated_once_and_are_no_stock_yet() {
    let mut a = shop(&[("MUG", 0)]);
    let opened = ReceiptOpened {
        warehouse: crate::tablets::warehouse("W1"),
        client: None,
        supplier: None,
        reference: None,
        due: None,
        came_at: None,
        expected: vec![ExpectedUnits {
            wanted: Wanted::item(item("MUG")),
            units: units(6),
        }],
        source: None,
    };
    let event = Event::Receiving(ReceivingFact::ReceiptOpened(opened));
    let at = a.write(5, Some(&warehouse("W1")), vec![event]);
    let receipt = ReceiptId(a.opened_by(&at));
    let first = place(&mut a, 10, "1", &[("MUG", 4)]);
    let second = place(&mut a, 11, "2", &[("MUG", 4)]);
    for order in [&first, &second] {
        run(&mut a, 12, route(order));
    }
    let on = |tablet: &Tablet, order: &OrderId, number: u64| {
        SetupCommand::Allocation(AllocationCommand::AllocateExpected {
            fulfilment: fulfilments(tablet, order)[0],
            lines: vec![line_units(0, number)],
            receipt,
        })
    };
    let command = on(&a, &first, 4);
    run(&mut a, 13, command);
    assert_eq!(
        refused(&a, 14, on(&a, &second, 3)),
        Refusal::TooMany { there: 2 }
    );
    assert_eq!(a.clashes(), [], "what is expected is not oversold");
    let came = Received {
        receipt,
        expected: Some(0),
        goods: Goods::new(item("MUG")),
        from: depo::trade::place::Place::Opening(warehouse("W1")),
        to: bin("A1"),
        units: units(6),
        serials: Vec::new(),
    };
    let event = Event::Receiving(ReceivingFact::Received(came));
    a.write(20, Some(&warehouse("W1")), vec![event]);
    // The first order's four are stock now: two are left for the other.
    run(&mut a, 21, allocate(&[&second]));
    assert_eq!((allocated(&a, &first), allocated(&a, &second)), (4, 2));
    let give_up = SetupCommand::Allocation(AllocationCommand::Deallocate {
        fulfilments: fulfilments(&a, &first),
    });
    let commits = decide(&a, 22, &give_up).expect("nothing is in a batch");
    assert!(matches!(
        commits[0].events.as_slice(),
        [Event::Allocation(AllocationFact::Deallocated(of))] if of.on == AllocatedOn::Expected(receipt)
    ));
    run(&mut a, 22, give_up);
    assert_eq!(a.clashes(), []);
    let fulfilments = fulfilments(&a, &first);
    let document = DocumentId::FulfilmentOrder(fulfilments[0]);
    let give_up = SetupCommand::Allocation(AllocationCommand::Deallocate { fulfilments });
    assert_eq!(give_up.needs(&a.state), [document]);
}

#[test]
fn many_orders_are_allocated_in_commands_that_each_fit_a_commit() {
    let mut a = shop(&[("MUG", 9_000)]);
    let count = 4_500u64;
    let orders: Vec<OrderId> = (0..count)
        .map(|number| order(&number.to_string()))
        .collect();
    let events = orders.iter().enumerate().map(|(number, order)| {
        let placed = placed(order, number as i64 % 1_000, &[("MUG", 2)]);
        Event::Orders(OrderFact::Placed(Arc::new(placed)))
    });
    a.write(10, None, events.collect());
    let begun = Clock::now();
    let commands = allocate_many(&a.state, &orders, Some(&warehouse("W1")));
    assert_eq!(commands.len(), 3);
    for command in commands {
        run(&mut a, 20, SetupCommand::Allocation(command));
    }
    println!("{count} orders in {:?}", begun.elapsed());
    let all: i128 = orders.iter().map(|order| allocated(&a, order)).sum();
    assert_eq!(all, 9_000);
}

#[test]
fn a_kit_exploded_twice_with_two_editions_is_done_twice_where_hands_followed_the_second() {
    let mut a = shop(&[("SET", 0), ("MUG", 9), ("TEA", 9)]);
    let first = set_kit(&mut a, 5, "SET", &[("MUG", 2)]);
    let second = set_kit(&mut a, 6, "SET", &[("MUG", 1), ("TEA", 1)]);
    let order = place(&mut a, 10, "1", &[("SET", 1)]);
    let mut b = Tablet::joining(b'B', &a);
    let desk = LeaseKey::Desk(order.clone());
    run(&mut b, 11, take_over(&desk, None, a.own));
    let explode = |recipe| {
        fulfil(FulfilmentCommand::Explode {
            order: order.clone(),
            line: line_key("SET"),
            recipe: Some(recipe),
        })
    };
    run(&mut a, 12, explode(first));
    run(&mut b, 13, explode(second));
    run(&mut b, 14, allocate(&[&order]));
    let fulfilment = fulfilments(&b, &order)[0];
    let batch = BatchReleased {
        tasks: Vec::new(),
        cart: None,
    };
    let floor = |fact| vec![Event::Picking(fact)];
    let w1 = warehouse("W1");
    let released = b.write(15, Some(&w1), floor(PickingFact::BatchReleased(batch)));
    let batch = BatchId(b.opened_by(&released));
    let taken = Picked {
        batch,
        task: 0,
        line: demand_line(fulfilment, 1),
        goods: Goods::new(item("TEA")),
        becomes: None,
        from: bin("A1"),
        into: ContainerId::Labelled(FirstCode::new(code("T1"))),
        units: units(1),
        serials: Vec::new(),
    };
    b.write(16, Some(&w1), floor(PickingFact::Picked(taken)));
    assert_eq!(b.clashes(), []);
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let twice = tablet.clashes().into_iter().find_map(|clash| match clash {
            Clash::DoneTwice { part, units, .. } => Some((part, units)),
            _ => None,
        });
        let tea = Part::Component {
            component: 1,
            recipe: second,
        };
        assert_eq!(twice, Some((tea, 1)), "{:?}", tablet.clashes());
        tablet.is_proved();
    }
}

#[test]
fn nothing_is_routed_of_an_item_that_a_newer_version_touched() {
    let mut a = shop(&[("MUG", 9), ("TEA", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 2)]);
    let other = place(&mut a, 11, "2", &[("TEA", 2)]);
    let touches = Touches {
        items: vec![NameBytes::of(&item("MUG"))],
        ..Touches::default()
    };
    let commit = crate::rules::newer(&a, touches);
    a.append(&commit);
    let mug = DocumentId::Item(item("MUG"));
    assert_eq!(refused(&a, 60, route(&order)), Refusal::NeedsUpdate(mug));
    run(&mut a, 61, route(&other));
}
