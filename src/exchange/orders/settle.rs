//! The last step of every order: where it stands, once all of it is known.

use super::model::{Order, OrderLine};
use super::status::{Cancel, Fulfilment, Known, Payment, Return, Status, StatusFamily};
use crate::exchange::address::is_masked;
use crate::exchange::decimal::Decimal;

/// Reads the words of an order and its lines. `says_when_shipped`: the source has a place for the time of shipping.
pub(super) fn settle(order: &mut Order, family: StatusFamily, says_when_shipped: bool) {
    for line in &mut order.lines {
        line.status.read_words(family);
    }
    order.status.read_words(family);
    let telling: Vec<&Status> = order
        .lines
        .iter()
        .map(|line| &line.status)
        .filter(|status| **status != Status::default())
        .collect();
    if !telling.is_empty() && telling.len() == order.lines.len() {
        let mut combined = std::mem::take(&mut order.status);
        combined.combine(&telling);
        order.status = combined;
    }
    order.status.complete(Known {
        paid: order.times.paid.is_some(),
        shipped: order.times.shipped.is_some(),
        delivered: order.times.delivered.is_some(),
        cancelled: order.times.cancelled.is_some(),
        says_when_shipped,
    });
    forget_masked_phones(order);
    if let Some(by) = &mut order.times.ship_by {
        by.end_the_day();
    }
    follow_payment(order);
    follow_units(order);
    follow_refunds(order);
}

/// A telephone of which signs hide digits is none that anybody could call.
fn forget_masked_phones(order: &mut Order) {
    let of_addresses = [&mut order.ship_to, &mut order.bill_to];
    let of_addresses = of_addresses.into_iter().flatten().map(|to| &mut to.phone);
    for phone in of_addresses.chain([&mut order.buyer.phone]) {
        if phone.as_deref().is_some_and(is_masked) {
            *phone = None;
        }
    }
}

/// What is paid at the door is not paid before it is there, whatever time a source writes beside it, and waits for no
/// payment.
fn follow_payment(order: &mut Order) {
    if !order.is_paid_at_the_door() {
        return;
    }
    let status = &mut order.status;
    let is_there = match status.fulfilment {
        Fulfilment::Delivered => true,
        // Sources that do not know of deliveries say so of the payment.
        Fulfilment::Shipped => status.says_paid(),
        _ => false,
    };
    if status.payment == Payment::Paid && !is_there {
        status.payment = Payment::Pending;
    }
    if status.fulfilment == Fulfilment::AwaitingPayment {
        status.fulfilment = Fulfilment::ToFulfil;
    }
}

/// Money that was paid back says so, where the words still say paid.
fn follow_refunds(order: &mut Order) {
    let said = matches!(order.status.payment, Payment::NotSaid | Payment::Paid);
    let refunded = order.totals.refunded.map(Decimal::magnitude);
    if let (true, Some(refunded)) = (said, refunded.filter(|amount| !amount.is_zero())) {
        let left = order.totals.total.and_then(|total| total.minus(refunded));
        order.status.payment = match left {
            Some(left) if left.is_zero() || left.is_negative() => Payment::Refunded,
            _ => Payment::PartlyRefunded,
        };
    }
}

/// Units that came back or were cancelled say what no words did.
fn follow_units(order: &mut Order) {
    let sum = |of: fn(&OrderLine) -> i64| -> i128 {
        order.lines.iter().map(|line| i128::from(of(line))).sum()
    };
    let (ordered, returned) = (sum(|line| line.units), sum(|line| line.returned_units));
    let cancelled = sum(|line| line.cancelled_units);
    if returned > 0 && order.status.returned == Return::No {
        order.status.returned = if returned >= ordered {
            Return::Returned
        } else {
            Return::Partly
        };
    }
    if ordered > 0 && cancelled >= ordered && order.status.fulfilment <= Fulfilment::ToFulfil {
        order.status.cancel = Cancel::Cancelled;
    }
}
