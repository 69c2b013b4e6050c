//! Money, cancellations, holds: what an order costs, what lets its goods leave, what ends it.

use crate::office_world::{
    account, decide, deliver, does, doubts, eur, free_desk, instant, know, line, line_key, named,
    order, order_id, orders, pay, record, refund, refused, route, row, shop, take_in, time,
};
use crate::support::{code, units};
use crate::tablets::{Tablet, exchange};
use depo::trade::Event;
use depo::trade::decide::Refusal;
use depo::trade::decide::floor::Step;
use depo::trade::decide::office::OfficeCommand;
use depo::trade::id::{CustomerId, DocumentId};
use depo::trade::money::account::Uncovered;
use depo::trade::money::commands::MoneyCommand;
use depo::trade::money::credit::{CreditedLine, IncomingCredit};
use depo::trade::money::{MoneyFact, PaymentMethod, PaymentRecorded, PaymentStage, Terms};
use depo::trade::orders::commands::{HeldOrder, OrderCommand, UnitsOfLine};
use depo::trade::orders::status::{CommercialStatus, FulfilmentStatus, PaymentStatus, gate};
use depo::trade::orders::{
    AddressAnswer, AddressGiven, CancelReason, Charge, ChargeKind, Destination, Doubt, HoldKind,
    HoldRef, OrderField, SourceRecord,
};
use depo::trade::personal::Slot;
use depo::trade::quantity::{Amount, Country};
use depo::trade::state::entries::Clash;

/// An order of two mugs at 50 euros each.
fn two_mugs() -> Tablet {
    let mut tablet = Tablet::founder();
    know(&mut tablet, &["MUG"]);
    take_in(
        &mut tablet,
        10,
        vec![record("1", 0, vec![line("MUG", 2, 50)])],
    );
    tablet
}

fn euros(number: i64) -> i128 {
    eur(number).amount.wide()
}

fn cancel(number: u64) -> OfficeCommand {
    orders(OrderCommand::CancelUnits {
        order: order_id("1"),
        lines: vec![UnitsOfLine {
            line: line_key("MUG"),
            units: units(number),
        }],
        why: CancelReason::Customer,
        rows: Vec::new(),
    })
}

fn cancel_whole() -> OfficeCommand {
    orders(OrderCommand::CancelOrders {
        orders: vec![order_id("1")],
        why: CancelReason::House,
    })
}

fn set(field: OrderField) -> OfficeCommand {
    orders(OrderCommand::SetFields {
        order: order_id("1"),
        fields: vec![field],
    })
}

#[test]
fn prepaid_goods_leave_once_they_are_paid() {
    let mut a = two_mugs();
    assert_eq!(
        account(&a, "1").covers(),
        Err(Uncovered::Missing(euros(100)))
    );
    pay(&mut a, 20, "1", 60);
    let worked = a
        .state
        .may_be_worked(order(&a, "1"), &a.context(21).now, &a.relations());
    assert_eq!(
        worked,
        Err(Refusal::NotPaid {
            order: order_id("1"),
            missing: eur(40).amount
        })
    );
    assert_eq!(
        a.state.payment_status(order(&a, "1")),
        PaymentStatus::PartlyPaid
    );
    pay(&mut a, 30, "1", 40);
    assert_eq!(account(&a, "1").covers(), Ok(()));
    assert_eq!(a.state.payment_status(order(&a, "1")), PaymentStatus::Paid);
}

#[test]
fn a_wholly_refunded_order_is_not_released() {
    let mut a = two_mugs();
    pay(&mut a, 20, "1", 100);
    does(&mut a, 30, refund("1", 100, None));
    assert_eq!(account(&a, "1").covers(), Err(Uncovered::WhollyRefunded));
    let worked = a
        .state
        .may_be_worked(order(&a, "1"), &a.context(31).now, &a.relations());
    assert_eq!(worked, Err(Refusal::WhollyRefunded(order_id("1"))));
    // Whatever the terms.
    does(&mut a, 40, set(OrderField::Terms(Terms::OnAccount)));
    assert_eq!(account(&a, "1").covers(), Err(Uncovered::WhollyRefunded));
}

#[test]
fn money_and_address_are_asked_again_at_every_step_that_cannot_be_taken_back() {
    let mut a = two_mugs();
    let asked = |a: &Tablet, step: Step| {
        gate(
            &a.state,
            &order_id("1"),
            step,
            &a.context(90).now,
            &a.relations(),
        )
    };
    let steps = [Step::Release, Step::Close, Step::Label, Step::HandOver];
    let missing = Err(Refusal::NotPaid {
        order: order_id("1"),
        missing: eur(100).amount,
    });
    assert!(steps.iter().all(|step| asked(&a, *step) == missing));
    pay(&mut a, 20, "1", 100);
    let no_address = Err(Refusal::NoAddress(order_id("1")));
    let answers = steps.map(|step| asked(&a, step));
    assert_eq!(answers, [Ok(()), Ok(()), no_address.clone(), no_address]);
    let given = AddressGiven {
        order: order_id("1"),
        destination: Destination {
            country: Country::new("DE"),
            region: None,
            post_code_start: None,
            answers: vec![AddressAnswer::Complete],
        },
        rows: vec![row(Slot::Recipient)],
    };
    does(&mut a, 30, orders(OrderCommand::GiveAddress { given }));
    assert!(steps.iter().all(|step| asked(&a, *step) == Ok(())));
    route(&mut a, 40, "1", "MUG", 2);
    does(&mut a, 50, refund("1", 100, None));
    let refunded = Err(Refusal::WhollyRefunded(order_id("1")));
    assert!(steps.iter().all(|step| asked(&a, *step) == refunded));
}

#[test]
fn a_small_goodwill_refund_stops_nothing() {
    let mut a = two_mugs();
    pay(&mut a, 20, "1", 100);
    does(&mut a, 30, refund("1", 2, None));
    assert_eq!(
        (account(&a, "1").covers(), account(&a, "1").due()),
        (Ok(()), 0)
    );
    assert_eq!(account(&a, "1").to_give_back(), 0);
}

#[test]
fn money_that_went_back_for_units_stops_them_until_they_are_cancelled() {
    let mut a = two_mugs();
    pay(&mut a, 20, "1", 100);
    does(&mut a, 30, refund("1", 50, Some(("MUG", 1))));
    assert_eq!(
        account(&a, "1").covers(),
        Err(Uncovered::Missing(euros(50)))
    );
    does(&mut a, 40, cancel(1));
    assert_eq!(
        (account(&a, "1").covers(), account(&a, "1").due()),
        (Ok(()), 0)
    );
    refused(
        &a,
        50,
        refund("1", 10, Some(("MUG", 2))),
        Refusal::TooMany { there: 1 },
    );
}

#[test]
fn cash_on_delivery_gives_back_no_more_than_came_in() {
    let mut a = two_mugs();
    does(&mut a, 20, set(OrderField::Terms(Terms::CashOnDelivery)));
    assert_eq!(account(&a, "1").covers(), Ok(()));
    assert_eq!(a.state.payment_status(order(&a, "1")), PaymentStatus::Later);
    let more = |at_most: i64| Refusal::MoreThanPaid {
        order: order_id("1"),
        at_most: eur(at_most).amount,
    };
    refused(&a, 30, refund("1", 1, None), more(0));
    pay(&mut a, 40, "1", 100);
    does(&mut a, 50, refund("1", 60, None));
    refused(&a, 60, refund("1", 41, None), more(40));
}

#[test]
fn nothing_is_due_after_a_refund_for_returned_goods() {
    let mut a = two_mugs();
    pay(&mut a, 20, "1", 100);
    let fulfilment = route(&mut a, 30, "1", "MUG", 2);
    deliver(&mut a, 40, fulfilment, "MUG", 2);
    assert_eq!(
        a.state.fulfilment_status(order(&a, "1")),
        FulfilmentStatus::Delivered
    );
    assert_eq!(
        a.state.commercial_status(order(&a, "1")),
        CommercialStatus::Completed
    );
    does(&mut a, 50, refund("1", 50, Some(("MUG", 1))));
    assert_eq!(
        (account(&a, "1").due(), account(&a, "1").to_give_back()),
        (0, 0)
    );
    does(&mut a, 60, refund("1", 50, Some(("MUG", 1))));
    assert_eq!(
        (account(&a, "1").due(), account(&a, "1").to_give_back()),
        (0, 0)
    );
    assert_eq!(
        a.state.payment_status(order(&a, "1")),
        PaymentStatus::Refunded
    );
}

#[test]
fn money_that_two_devices_gave_back_is_one_entry_until_a_refund_is_voided() {
    let mut a = two_mugs();
    pay(&mut a, 20, "1", 100);
    let mut b = Tablet::joining(b'B', &a);
    does(&mut a, 30, refund("1", 60, None));
    let commits = decide(&b, 31, &refund("1", 60, None)).expect("it is decided");
    let fact = b.append_all(31, commits)[0].fact();
    assert_eq!((a.clashes(), b.clashes()), (vec![], vec![]));
    exchange(&mut a, &mut b);
    let clashes = a.clashes();
    assert!(
        matches!(&clashes[..], [Clash::GaveBackTooMuch(order, refunds)]
            if *order == order_id("1") && refunds.len() == 2),
        "{clashes:?}"
    );
    assert_eq!(b.clashes(), clashes);
    let void = MoneyCommand::Void {
        order: order_id("1"),
        fact,
    };
    does(&mut a, 40, OfficeCommand::Money(void));
    b.take(&a);
    assert_eq!((a.clashes(), b.clashes()), (vec![], vec![]));
}

#[test]
fn a_bank_that_stands_for_the_money_lets_goods_leave_and_gives_nothing_back() {
    let mut a = two_mugs();
    let payment = PaymentRecorded {
        order: order_id("1"),
        method: PaymentMethod::Card,
        stage: PaymentStage::Authorised,
        money: eur(100),
        source: None,
        rows: vec![row(Slot::PaymentReference)],
    };
    let command = OfficeCommand::Money(MoneyCommand::RecordPayment { payment });
    let commits = decide(&a, 20, &command).expect("it is decided");
    let payment = a.append_all(20, commits)[0].fact();
    assert_eq!(account(&a, "1").covers(), Ok(()));
    assert_eq!(
        a.state.payment_status(order(&a, "1")),
        PaymentStatus::Authorised
    );
    let more = |at_most: i64| Refusal::MoreThanPaid {
        order: order_id("1"),
        at_most: eur(at_most).amount,
    };
    refused(&a, 30, refund("1", 1, None), more(0));
    let settle = |number: i64| {
        OfficeCommand::Money(MoneyCommand::SettlePayment {
            order: order_id("1"),
            payment,
            money: eur(number),
        })
    };
    does(&mut a, 40, settle(60));
    assert_eq!(
        (account(&a, "1").paid, account(&a, "1").authorised),
        (euros(60), euros(40))
    );
    refused(&a, 50, settle(41), more(40));
    // Voided, it never was.
    let void = OfficeCommand::Money(MoneyCommand::Void {
        order: order_id("1"),
        fact: payment,
    });
    does(&mut a, 60, void.clone());
    assert_eq!((account(&a, "1").paid, account(&a, "1").authorised), (0, 0));
    refused(&a, 70, void, Refusal::NothingToDo);
}

#[test]
fn a_payment_out_of_which_money_went_back_is_not_voided() {
    let mut a = two_mugs();
    let payment = pay(&mut a, 20, "1", 100);
    does(&mut a, 30, refund("1", 10, None));
    let void = MoneyCommand::Void {
        order: order_id("1"),
        fact: payment,
    };
    refused(&a, 40, OfficeCommand::Money(void), Refusal::RestsOnIt);
}

#[test]
fn the_column_of_a_wholly_cancelled_order_adds_up() {
    let mut a = Tablet::founder();
    know(&mut a, &["MUG"]);
    let mut odd = line("MUG", 3, 5);
    odd.prices[0].discount = Amount::new(10_000);
    odd.prices[0].tax = Amount::new(9_999);
    let mut with_shipping = record("1", 0, vec![odd, line("MUG", 2, 7)]);
    with_shipping.placed.charges = vec![Charge {
        kind: ChargeKind::Shipping,
        amount: eur(4).amount,
    }];
    with_shipping.placed.totals.total = None;
    take_in(&mut a, 10, vec![with_shipping]);
    let adds_up = |a: &Tablet| {
        let sums = account(a, "1").totals;
        assert_eq!(
            sums.goods - sums.discounts + sums.tax + sums.charges - sums.cancelled,
            sums.total
        );
        sums
    };
    let whole = adds_up(&a).total;
    assert_eq!(whole, euros(15 + 14 + 4) - 1);
    for step in 1..=4 {
        does(&mut a, 20 + step, cancel(1));
        assert!(adds_up(&a).total < whole);
    }
    does(&mut a, 30, cancel(1));
    let sums = adds_up(&a);
    assert_eq!((sums.total, sums.cancelled), (0, whole));
    assert_eq!(
        a.state.commercial_status(order(&a, "1")),
        CommercialStatus::Cancelled
    );
    assert_eq!(account(&a, "1").due(), 0);
    refused(
        &a,
        40,
        cancel_whole(),
        Refusal::Closed(DocumentId::Order(order_id("1"))),
    );
}

#[test]
fn what_a_warehouse_has_taken_up_is_asked_back_before_it_is_cancelled() {
    let mut a = two_mugs();
    route(&mut a, 20, "1", "MUG", 1);
    refused(&a, 30, cancel(3), Refusal::TooMany { there: 2 });
    let facts = does(&mut a.clone(), 30, cancel(2));
    assert_eq!(named(&facts), ["LinesCancelled", "Fulfilment"]);
    let facts = does(&mut a, 40, cancel_whole());
    assert_eq!(named(&facts), ["LinesCancelled", "Fulfilment"]);
    assert_eq!(account(&a, "1").totals.total, euros(50));
    refused(&a, 50, cancel_whole(), Refusal::NothingToDo);
}

#[test]
fn a_cancellation_is_undone_by_name_and_not_once_money_went_back_for_it() {
    let mut a = two_mugs();
    pay(&mut a, 11, "1", 100);
    does(&mut a, 12, refund("1", 2, None));
    let commits = decide(&a, 20, &cancel(1)).expect("it is decided");
    let cancellation = a.append_all(20, commits)[0].fact();
    let undo = orders(OrderCommand::UndoCancellation {
        order: order_id("1"),
        cancellation,
    });
    let mut refunded = a.clone();
    does(&mut a, 30, undo.clone());
    assert_eq!(account(&a, "1").totals.total, euros(100));
    refused(&a, 40, undo.clone(), Refusal::NothingToDo);
    does(&mut refunded, 30, refund("1", 48, Some(("MUG", 1))));
    refused(&refunded, 40, undo, Refusal::RestsOnIt);
}

fn expire() -> OfficeCommand {
    orders(OrderCommand::ExpireUnpaid {
        order: order_id("1"),
        due: instant(100),
    })
}

#[test]
fn an_unpaid_order_expires_once_on_two_tablets() {
    let mut a = two_mugs();
    free_desk(&mut a, 20, "1");
    let mut b = Tablet::joining(b'B', &a);
    refused(&a, 90, expire(), Refusal::NothingToDo);
    does(&mut a, 110, expire());
    does(&mut b, 111, expire());
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let count = account(tablet, "1").lines[&line_key("MUG")];
        assert_eq!((count.ordered, count.kept, count.cancelled()), (2, 0, 2));
        assert_eq!(order(tablet, "1").cancellations().count(), 1);
        assert_eq!(tablet.clashes(), []);
        tablet.is_proved();
    }
    refused(&a, 120, expire(), Refusal::NothingToDo);
}

#[test]
fn what_expired_twice_is_undone_as_one_and_may_expire_again() {
    let mut a = two_mugs();
    free_desk(&mut a, 20, "1");
    let mut b = Tablet::joining(b'B', &a);
    does(&mut a, 110, expire());
    let commits = decide(&b, 111, &expire()).expect("it is decided");
    let cancellation = b.append_all(111, commits)[0].fact();
    does(
        &mut b,
        120,
        orders(OrderCommand::UndoCancellation {
            order: order_id("1"),
            cancellation,
        }),
    );
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        assert_eq!(order(tablet, "1").cancellations().count(), 0);
        tablet.is_proved();
    }
    does(&mut a, 130, expire());
    assert_eq!(order(&a, "1").cancellations().count(), 1);
    a.is_proved();
}

#[test]
fn an_order_placed_twice_is_set_aside_in_favour_of_the_other() {
    let mut a = two_mugs();
    take_in(&mut a, 20, vec![record("2", 0, vec![line("MUG", 2, 50)])]);
    let aside = |one: &str, other: &str| {
        orders(OrderCommand::SetAside {
            order: order_id(one),
            in_favour_of: order_id(other),
        })
    };
    let closed = |number: &str| Refusal::Closed(DocumentId::Order(order_id(number)));
    refused(&a, 30, aside("1", "1"), closed("1"));
    does(&mut a, 40, aside("2", "1"));
    assert_eq!(
        a.state.commercial_status(order(&a, "2")),
        CommercialStatus::SetAside
    );
    // Not both: then nothing would be delivered.
    refused(&a, 50, aside("1", "2"), closed("2"));
}

#[test]
fn two_people_hold_an_order_for_one_reason_and_each_lifts_the_own() {
    let mut a = two_mugs();
    pay(&mut a, 15, "1", 100);
    let hold = |until: Option<i64>| {
        orders(OrderCommand::PlaceHold {
            orders: vec![HeldOrder {
                order: order_id("1"),
                rows: vec![row(Slot::Note)],
            }],
            kind: HoldKind::Operator,
            until: until.map(instant),
        })
    };
    does(&mut a, 20, hold(None));
    does(&mut a, 30, hold(Some(50)));
    let held = Err(Refusal::OnHold {
        order: order_id("1"),
        kind: HoldKind::Operator,
    });
    let worked = |a: &Tablet, at: i64| {
        a.state
            .may_be_worked(order(a, "1"), &instant(at), &a.relations())
    };
    assert_eq!(worked(&a, 31), held);
    let (first, _) = order(&a, "1").holds().into_iter().next().expect("a hold");
    let release = |hold: HoldRef| {
        orders(OrderCommand::ReleaseHold {
            order: order_id("1"),
            hold,
        })
    };
    does(&mut a, 40, release(first.clone()));
    refused(&a, 41, release(first), Refusal::NothingToDo);
    // The other one ends by itself.
    assert_eq!((worked(&a, 49), worked(&a, 51)), (held, Ok(())));
}

#[test]
fn what_a_source_says_was_paid_counts_once_beside_what_was_recorded() {
    let mut a = two_mugs();
    let mut paid = record("1", 0, vec![line("MUG", 2, 50)]);
    paid.placed.updated_at = Some(time(1));
    paid.paid = Some(eur(100).amount);
    take_in(&mut a, 20, vec![paid.clone()]);
    assert_eq!(account(&a, "1").covers(), Ok(()));
    pay(&mut a, 30, "1", 100);
    assert_eq!(account(&a, "1").paid, euros(100));
    paid.placed.updated_at = Some(time(2));
    paid.refunded = Some(eur(100).amount);
    take_in(&mut a, 40, vec![paid]);
    assert_eq!(doubts(&a, "1"), [Doubt::Refunded].into());
    assert_eq!(account(&a, "1").covers(), Err(Uncovered::WhollyRefunded));
}

fn credit(number: &str, count: u64, price: i64) -> IncomingCredit {
    IncomingCredit {
        channel: shop(),
        number: code(number),
        written_at: time(9),
        customer: Some(customer()),
        total: eur(price * count.cast_signed()),
        lines: vec![CreditedLine {
            code: code("MUG"),
            units: units(count),
            price: eur(price).amount,
        }],
        source: SourceRecord {
            file: [3; 16],
            row: 7,
        },
    }
}

fn customer() -> CustomerId {
    CustomerId::Numbered {
        channel: shop(),
        number: 17,
    }
}

#[test]
fn a_credit_note_takes_back_of_the_newest_order_at_its_price() {
    let mut a = Tablet::founder();
    know(&mut a, &["MUG"]);
    let of = |number: &str, day: i64, price: i64| {
        let mut record = record(number, day, vec![line("MUG", 2, price)]);
        record.placed.customer = Some(customer());
        record
    };
    take_in(
        &mut a,
        10,
        vec![of("1", 0, 50), of("2", 1, 50), of("3", 2, 40)],
    );
    let command = OfficeCommand::Money(MoneyCommand::TakeCredits {
        credits: vec![credit("C1", 3, 50)],
    });
    let facts = does(&mut a, 20, command.clone());
    assert_eq!(named(&facts), ["Money", "LinesCancelled", "LinesCancelled"]);
    let cancelled = |number: &str| account(&a, number).lines[&line_key("MUG")].cancelled();
    assert_eq!((cancelled("1"), cancelled("2"), cancelled("3")), (1, 2, 0));
    assert_eq!(decide(&a, 30, &command), Ok(Vec::new()));
    let more = MoneyCommand::TakeCredits {
        credits: vec![credit("C2", 9, 50)],
    };
    let facts = does(&mut a, 40, OfficeCommand::Money(more));
    let unmatched = facts.iter().find_map(|fact| match fact {
        Event::Money(MoneyFact::CreditNoted(noted)) => Some(noted.unmatched),
        _ => None,
    });
    assert_eq!(unmatched, Some(6));
}

#[test]
fn amounts_are_of_the_orders_currency_and_more_than_nothing() {
    let a = two_mugs();
    let pay = |money| {
        OfficeCommand::Money(MoneyCommand::RecordPayment {
            payment: PaymentRecorded {
                order: order_id("1"),
                method: PaymentMethod::Cash,
                stage: PaymentStage::Settled,
                money,
                source: None,
                rows: Vec::new(),
            },
        })
    };
    refused(&a, 20, pay(eur(0)), Refusal::NoAmount);
    let mut other = eur(1);
    other.currency = depo::trade::quantity::Currency::new("USD").expect("a currency");
    refused(&a, 20, pay(other), Refusal::OtherCurrency(order_id("1")));
}

#[test]
fn a_payment_that_two_tablets_read_in_one_row_of_a_bank_file_is_one() {
    let mut a = crate::tablets::Tablet::founder();
    let order = crate::rules::placed_order("1001", Vec::new()).order;
    let mut b = crate::tablets::Tablet::joining(b'B', &a);
    let read = || {
        depo::trade::Event::Money(depo::trade::money::MoneyFact::PaymentRecorded(
            PaymentRecorded {
                order: order.clone(),
                method: PaymentMethod::BankTransfer,
                stage: PaymentStage::Settled,
                money: crate::office_world::eur(10),
                source: Some(depo::trade::orders::SourceRecord {
                    file: [1; 16],
                    row: 7,
                }),
                rows: Vec::new(),
            },
        ))
    };
    a.write(10, None, vec![read()]);
    b.write(11, None, vec![read()]);
    crate::tablets::exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let known = tablet.state.order(&order).expect("it is known");
        assert_eq!(known.payments().count(), 1);
    }
}
