//! Offices of several streams: whose desk an order is on, and which of two values holds.

use crate::office_world::{
    does, eur, free_desk, know, line, named, order, order_id, orders, record, refused, take_in,
    time,
};
use crate::tablets::{Tablet, exchange};
use depo::trade::Event;
use depo::trade::card::CardField;
use depo::trade::decide::Refusal;
use depo::trade::leases::{LeaseFact, LeaseKey, LeasesTaken, LeasesTakenOver, TakeoverReason};
use depo::trade::orders::commands::OrderCommand;
use depo::trade::orders::{CancelReason, OrderField, SourceField};

/// A tablet of a shop with an order of two mugs.
fn shop_with_order() -> Tablet {
    let mut tablet = Tablet::founder();
    know(&mut tablet, &["MUG"]);
    take_in(
        &mut tablet,
        10,
        vec![record("1", 0, vec![line("MUG", 2, 5)])],
    );
    tablet
}

#[test]
fn a_new_incarnation_asks_for_its_own_desks_and_takes_them_over() {
    let mut a = shop_with_order();
    let old = a.own;
    a.begin_anew(b'C', 20);
    let why = CancelReason::House;
    let cancel = orders(OrderCommand::CancelOrders {
        orders: vec![order_id("1")],
        why,
    });
    let lease = LeaseKey::Desk(order_id("1"));
    let held = Refusal::LeaseHeld { lease, by: old };
    refused(&a, 30, cancel.clone(), held);
    let taken = LeaseFact::TakenOver(LeasesTakenOver {
        from: old,
        leases: LeasesTaken::All,
        reason: TakeoverReason::Incarnation,
    });
    a.write(40, None, vec![Event::Leases(taken)]);
    assert_eq!(named(&does(&mut a, 50, cancel)), ["LinesCancelled"]);
}

#[test]
fn a_takeover_of_all_takes_what_it_knew_and_nothing_that_was_opened_later() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    let place = |tablet: &mut Tablet, seconds: i64, number: &str| {
        let row = record(number, 0, vec![line("MUG", 2, 5)]);
        take_in(tablet, seconds, vec![row]);
    };
    place(&mut b, 10, "1");
    a.take(&b);
    let taken = LeaseFact::TakenOver(LeasesTakenOver {
        from: b.own,
        leases: LeasesTaken::All,
        reason: TakeoverReason::Lost,
    });
    a.write(40, None, vec![Event::Leases(taken)]);
    place(&mut b, 45, "2");
    exchange(&mut a, &mut b);
    place(&mut b, 50, "3");
    a.take(&b);
    let cancel = |number: &str| {
        orders(OrderCommand::CancelOrders {
            orders: vec![order_id(number)],
            why: CancelReason::House,
        })
    };
    for number in ["2", "3"] {
        let lease = LeaseKey::Desk(order_id(number));
        refused(
            &a,
            60,
            cancel(number),
            Refusal::LeaseHeld { lease, by: b.own },
        );
        assert_eq!(
            named(&does(&mut b.clone(), 60, cancel(number))),
            ["LinesCancelled"]
        );
    }
    let lease = LeaseKey::Desk(order_id("1"));
    refused(&b, 60, cancel("1"), Refusal::LeaseHeld { lease, by: a.own });
    assert_eq!(named(&does(&mut a, 60, cancel("1"))), ["LinesCancelled"]);
}

#[test]
fn of_two_who_set_a_field_apart_the_later_reading_holds() {
    let mut a = shop_with_order();
    let mut b = Tablet::joining(b'B', &a);
    let set = |priority: u32| {
        orders(OrderCommand::SetFields {
            order: order_id("1"),
            fields: vec![OrderField::Priority(priority)],
        })
    };
    does(&mut a, 30, set(1));
    does(&mut b, 20, set(2));
    b.compare_clock(40);
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let priority = OrderField::Priority(0).key();
        let holding = order(tablet, "1").card().get(&priority);
        assert_eq!(holding, Some(&OrderField::Priority(1)));
        assert_eq!(tablet.clashes().len(), 1);
        tablet.is_proved();
    }
    refused(&a, 50, set(1), Refusal::NothingToDo);
}

#[test]
fn what_a_source_said_last_by_its_own_time_holds_whoever_read_it_when() {
    let mut a = shop_with_order();
    free_desk(&mut a, 15, "1");
    let mut b = Tablet::joining(b'B', &a);
    let said = |day: i64, euros: i64| {
        let mut said = record("1", 0, vec![line("MUG", 2, 5)]);
        said.placed.updated_at = Some(time(day));
        said.paid = Some(eur(euros).amount);
        said
    };
    take_in(&mut a, 100, vec![said(2, 10)]);
    // Hours later somebody else reads the file of the day before.
    take_in(&mut b, 9_000, vec![said(1, 4)]);
    exchange(&mut a, &mut b);
    let paid = SourceField::Paid(eur(10).amount);
    for tablet in [&a, &b] {
        assert_eq!(order(tablet, "1").source().get(&paid.key()), Some(&paid));
        assert_eq!(tablet.clashes(), []);
        tablet.is_proved();
    }
}
