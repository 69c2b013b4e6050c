//! The office: verification, holds, money, cancelling, credits.

use super::{
    Events, Refused, allocate, batch, check, in_batch, order, picked, release, scan, shipped,
    with_orders,
};
use crate::support::{Site, code, order_id, placed, sku};
use depo::domain::command::{Command, CreditedLine, IncomingCredit, Refusal};
use depo::domain::event::{Address, LineUnits, OrderPlaced};
use depo::domain::money::{Amount, Currency};
use depo::domain::order::{Commercial, Fulfilment, Payment, Stage};
use depo::domain::reason::{HoldKind, PaymentMethod, ShortReason, Terms};
use depo::domain::text::{CreditId, ReturnId, Words};

fn hold(number: &str, until_ms: Option<i64>) -> Command {
    Command::PlaceHold {
        orders: vec![order_id(number), order_id(number)],
        kind: HoldKind::Fraud,
        words: None,
        until_ms,
    }
}

#[test]
fn an_order_with_findings_waits_for_a_person() {
    let site = with_orders(&[("1", &[("MUG", 5_000)])]);
    assert!(order(&site, "1").needs_verification());
    check(&site, allocate(&["1"]), Refused(Refusal::NothingToDo));
    let not_verified = Refusal::NotVerified(order_id("1"));
    check(&site, release(&["1"]), Refused(not_verified));
    let verify = Command::VerifyOrders {
        orders: vec![order_id("1"), order_id("1")],
    };
    check(&site, verify.clone(), Events(&["OrderVerified"]));
    check(&site, verify, Refused(Refusal::NothingToDo));
    check(&site, allocate(&["1"]), Events(&["LinesPromised"]));
}

#[test]
fn a_verification_is_taken_back_until_something_was_done_with_the_order() {
    let site = with_orders(&[("1", &[("MUG", 5_000)]), ("2", &[("MUG", 1)])]);
    let orders = |number: &str| vec![order_id(number), order_id(number)];
    let undo = |number: &str| Command::UndoVerification {
        orders: orders(number),
    };
    let nothing = || Refused(Refusal::NothingToDo);
    check(&site, undo("1"), nothing());
    check(&site, undo("2"), nothing());
    let verify = || Command::VerifyOrders {
        orders: orders("1"),
    };
    site.act(verify());
    check(&site, undo("1"), Events(&["VerificationUndone"]));
    assert!(order(&site, "1").needs_verification());
    check(&site, undo("1"), nothing());
    site.act(verify());
    site.act(allocate(&["1"]));
    let refused = Refusal::WrongState {
        order: order_id("1"),
        fulfilment: Fulfilment::PartlyPromised,
    };
    check(&site, undo("1"), Refused(refused));
}

#[test]
fn an_address_is_given_and_mended() {
    let words = |text: &str| Words::new(text).expect("words");
    let give = |name: &str| Command::GiveAddress {
        order: order_id("1"),
        address: Box::new(Address {
            name: words(name),
            street: words("1 High Street"),
            city: words("York"),
            post_code: None,
            country: words("United Kingdom"),
            phone: None,
        }),
    };
    let site = with_orders(&[("1", &[("MUG", 1)])]);
    check(&site, give("Ana"), Events(&["AddressGiven"]));
    check(&site, give("Ana"), Refused(Refusal::NothingToDo));
    check(&site, give("Ben"), Events(&["AddressGiven"]));
}

#[test]
fn a_hold_stops_the_order_until_it_is_lifted_or_ends() {
    let site = with_orders(&[("1", &[("MUG", 2)])]);
    site.act(allocate(&["1"]));
    let ends = site.now_ms.get() + 60_000;
    check(&site, hold("1", Some(ends)), Events(&["HoldPlaced"]));
    check(&site, hold("1", None), Refused(Refusal::NothingToDo));
    let on_hold = || Refused(Refusal::OnHold(order_id("1")));
    check(&site, release(&["1"]), on_hold());
    site.now_ms.set(ends);
    check(&site, hold("1", None), Events(&["HoldPlaced"]));
    check(&site, release(&["1"]), on_hold());
    let lift = |hold| Command::ReleaseHold {
        order: order_id("1"),
        hold,
    };
    let holds = order(&site, "1").holds;
    check(
        &site,
        lift(holds[1].hold.clone()),
        Events(&["HoldReleased"]),
    );
    let unknown = Refusal::UnknownHold(holds[1].hold.clone());
    check(&site, lift(holds[1].hold.clone()), Refused(unknown));
    check(&site, release(&["1"]), Events(&["BatchReleased"]));
}

#[test]
fn a_hold_while_it_is_picked_packed_or_waits_for_the_carrier_stops_it() {
    let site = in_batch();
    let stopped = || Refused(Refusal::Stopped(order_id("1")));
    site.act(hold("1", None));
    check(&site, scan(&site, 0, "A-02"), stopped());
    let pick = |site: &Site| Command::PickUnits {
        batch: batch(site),
        task: 0,
        units: 1,
    };
    check(&site, pick(&site), stopped());
    let site = picked();
    site.act(hold("1", None));
    let on_hold = || Refused(Refusal::OnHold(order_id("1")));
    check(&site, super::pack("1", 0, 1), on_hold());
    let site = picked();
    site.act(super::pack("1", 0, 4));
    site.act(super::close("1"));
    site.act(super::label(&site, "1"));
    site.act(hold("1", None));
    let parcels = super::parcels(&site, "1");
    check(&site, Command::HandOver { parcels }, on_hold());
}

#[test]
fn an_order_paid_where_it_was_placed_leaves_at_once_and_what_is_cancelled_goes_back() {
    let site = with_orders(&[]);
    site.act(Command::TakeOrders {
        orders: vec![OrderPlaced {
            terms: Terms::Paid,
            ..placed("1", &[("MUG", 2)])
        }],
    });
    let before = order(&site, "1");
    assert_eq!(before.payment(), Payment::Paid);
    assert_eq!(before.paid(), before.total());
    check(&site, allocate(&["1"]), Events(&["LinesPromised"]));
    let line = LineUnits { line: 0, units: 1 };
    site.act(Command::CancelLines {
        order: order_id("1"),
        lines: vec![line],
        words: None,
    });
    let after = order(&site, "1");
    assert_eq!(after.payment(), Payment::Paid);
    let too_much = after.paid() - after.total();
    assert_eq!(too_much, after.lines[0].unit_price);
    let refund = |amount| Command::Refund {
        order: order_id("1"),
        return_id: None,
        method: PaymentMethod::Marketplace,
        amount,
        reference: None,
    };
    check(&site, refund(too_much), Events(&["PaymentRefunded"]));
    assert_eq!(order(&site, "1").payment(), Payment::PartlyRefunded);
    let most = order(&site, "1").paid();
    let refused = Refused(Refusal::RefundTooHigh { most });
    check(&site, refund(most + Amount(1)), refused);
    check(&site, refund(most), Events(&["PaymentRefunded"]));
    assert_eq!(order(&site, "1").payment(), Payment::Refunded);
}

#[test]
fn prepaid_goods_leave_once_they_are_paid() {
    let site = with_orders(&[]);
    site.act(Command::TakeOrders {
        orders: vec![OrderPlaced {
            terms: Terms::Prepaid,
            ..placed("1", &[("MUG", 2)])
        }],
    });
    let pay = |amount| Command::RecordPayment {
        order: order_id("1"),
        method: PaymentMethod::Card,
        amount: Amount(amount),
        reference: None,
    };
    check(&site, allocate(&["1"]), Refused(Refusal::NothingToDo));
    check(
        &site,
        release(&["1"]),
        Refused(Refusal::NotPaid(order_id("1"))),
    );
    check(&site, pay(0), Refused(Refusal::NoAmount));
    check(&site, pay(-1), Refused(Refusal::NoAmount));
    check(&site, pay(50_000), Events(&["PaymentRecorded"]));
    assert_eq!(order(&site, "1").payment(), Payment::PartlyPaid);
    check(&site, pay(1_000), Events(&["PaymentRecorded"]));
    assert_eq!(order(&site, "1").payment(), Payment::Paid);
    check(&site, allocate(&["1"]), Events(&["LinesPromised"]));
    let refund = |amount, return_id| Command::Refund {
        order: order_id("1"),
        return_id,
        method: PaymentMethod::Card,
        amount: Amount(amount),
        reference: None,
    };
    let most = Amount(51_000);
    check(
        &site,
        refund(51_001, None),
        Refused(Refusal::RefundTooHigh { most }),
    );
    check(&site, refund(0, None), Refused(Refusal::NoAmount));
    let unknown = ReturnId::new("R-9").expect("a return");
    let refused = Refused(Refusal::UnknownReturn(unknown.clone()));
    check(&site, refund(1, Some(unknown)), refused);
    check(&site, refund(51_000, None), Events(&["PaymentRefunded"]));
    assert_eq!(order(&site, "1").payment(), Payment::Refunded);
    let most = Amount(0);
    check(
        &site,
        refund(1, None),
        Refused(Refusal::RefundTooHigh { most }),
    );
}

fn cancel(lines: &[(u16, u32)]) -> Command {
    Command::CancelLines {
        order: order_id("1"),
        lines: lines
            .iter()
            .map(|(line, units)| LineUnits {
                line: *line,
                units: *units,
            })
            .collect(),
        words: None,
    }
}

#[test]
fn cancelling_counts_what_one_command_asks_for_together() {
    let site = with_orders(&[("1", &[("MUG", 5), ("TRAY", 1)])]);
    let too_many = || Refused(Refusal::TooMany { there: 5 });
    check(&site, cancel(&[(0, 3), (0, 3)]), too_many());
    check(&site, cancel(&[(0, 5), (0, u32::MAX)]), too_many());
    check(&site, cancel(&[(0, 0)]), Refused(Refusal::NoUnits));
    check(&site, cancel(&[]), Refused(Refusal::NothingToDo));
    let unknown = Refusal::UnknownLine {
        order: order_id("1"),
        line: 2,
    };
    check(&site, cancel(&[(2, 1)]), Refused(unknown));
    site.act(allocate(&["1"]));
    check(
        &site,
        cancel(&[(0, 2), (0, 1)]),
        Events(&["LinesCancelled"]),
    );
    assert_eq!(site.figures("MUG"), (15, 2, 0));
    assert_eq!(order(&site, "1").total(), Amount(3 * 25_500));
    let all = Command::CancelOrders {
        orders: vec![order_id("1"), order_id("1")],
        words: None,
    };
    check(&site, all.clone(), Events(&["LinesCancelled"]));
    check(&site, all, Refused(Refusal::NothingToDo));
    let order = order(&site, "1");
    assert_eq!(order.fulfilment(), Fulfilment::Cancelled);
    assert_eq!(order.commercial(), Commercial::Cancelled);
    assert_eq!(order.total(), Amount::ZERO);
    assert_eq!(site.figures("MUG"), (15, 0, 0));
}

#[test]
fn what_is_cancelled_while_it_is_picked_goes_back() {
    let site = in_batch();
    let pick = |units| Command::PickUnits {
        batch: batch(&site),
        task: 0,
        units,
    };
    site.act(pick(2));
    check(&site, cancel(&[(0, 4)]), Events(&["LinesCancelled"]));
    assert_eq!(order(&site, "1").lines[0].put_back, 2);
    check(&site, pick(1), Refused(Refusal::Stopped(order_id("1"))));
    // The picker ends the task: nothing is amiss.
    let short = Command::ShortPick {
        batch: batch(&site),
        task: 0,
        reason: ShortReason::NotThere,
    };
    check(&site, short, Events(&["PickShorted"]));
    let put_back = |line, bin: &str, units| Command::PutBack {
        order: order_id("1"),
        line,
        bin: code(bin),
        units,
    };
    let there = Refused(Refusal::TooMany { there: 2 });
    check(&site, put_back(0, "A-01", 3), there);
    check(&site, put_back(0, "A-01", 0), Refused(Refusal::NoUnits));
    check(
        &site,
        put_back(0, "?", 1),
        Refused(Refusal::UnknownBin(code("?"))),
    );
    let unknown = Refusal::UnknownLine {
        order: order_id("1"),
        line: 7,
    };
    check(&site, put_back(7, "A-01", 1), Refused(unknown));
    check(&site, put_back(0, "A-01", 2), Events(&["PutBack"]));
    assert_eq!(site.figures("MUG"), (15, 0, 2));
}

#[test]
fn what_is_in_a_parcel_or_has_left_cannot_be_cancelled() {
    let site = picked();
    site.act(super::pack("1", 0, 3));
    check(
        &site,
        cancel(&[(0, 2)]),
        Refused(Refusal::TooMany { there: 1 }),
    );
    check(&site, cancel(&[(0, 1)]), Events(&["LinesCancelled"]));
    let site = shipped();
    check(
        &site,
        cancel(&[(0, 1)]),
        Refused(Refusal::TooMany { there: 0 }),
    );
}

fn credit(number: &str, units: &[u32]) -> Command {
    Command::TakeCredits {
        credits: vec![IncomingCredit {
            credit: CreditId::new(number).expect("a credit"),
            written_at: 20_000_100,
            customer: Some(code("C-1")),
            currency: Currency::GBP,
            lines: units
                .iter()
                .map(|units| CreditedLine {
                    sku: sku("MUG"),
                    units: *units,
                    unit_price: Amount(25_500),
                    words: None,
                })
                .collect(),
            charges: vec![],
            source: None,
        }],
    }
}

#[test]
fn a_credit_cancels_what_is_here_and_expects_back_what_has_left() {
    let site = with_orders(&[("1", &[("MUG", 3)])]);
    check(&site, credit("shop:C1", &[2]), Events(&["CreditRecorded"]));
    check(
        &site,
        credit("shop:C1", &[2]),
        Refused(Refusal::NothingToDo),
    );
    assert_eq!(order(&site, "1").stages().get(Stage::Cancelled), 2);
    // More than is left stands as an unmatched credit.
    check(&site, credit("shop:C2", &[4]), Events(&["CreditRecorded"]));
    let id = CreditId::new("shop:C2").expect("a credit");
    assert_eq!(site.portal.state().credits[&id].unmatched, 3);
    // Of a shipped order: two credited lines of one item become one return of one line for two reasons.
    let site = shipped();
    let command = credit("shop:C3", &[1, 2]);
    let kinds = &["CreditRecorded", "ReturnAuthorised"];
    // Order 2 is open and is the latest: its two units are cancelled first.
    check(&site, command, Events(kinds));
    assert_eq!(order(&site, "2").stages().get(Stage::Cancelled), 2);
    let case = &order(&site, "1").returns[0];
    assert_eq!(case.expected(0), 1);
}
