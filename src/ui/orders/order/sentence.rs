//! The state of an order in one sentence: where it is, and what it waits for.

use crate::browser::clock;
use crate::domain::money::Amount;
use crate::domain::order::{Fulfilment, Order, ParcelState, Stage};
use crate::ui::locale::text;
use crate::ui::trade;

/// The sentence. Follows the language inside a view.
pub(super) fn sentence(order: &Order) -> String {
    if order.fulfilment() != Fulfilment::Cancelled && order.stages().outstanding() > 0 {
        if let Some(hold) = order.holds_at(clock::now_ms()).next() {
            return text!(order_is_held, reason = trade::hold_kind(hold.kind));
        }
        if order.needs_verification() {
            return text!(order_is_unverified);
        }
    }
    by_fulfilment(order)
}

fn by_fulfilment(order: &Order) -> String {
    let stages = order.stages();
    let live = stages.total() - stages.get(Stage::Cancelled);
    match order.fulfilment() {
        Fulfilment::Waiting if !order.payment_covers() => unpaid(order),
        Fulfilment::Waiting => text!(order_is_waiting, n = stages.get(Stage::Open)),
        Fulfilment::PartlyPromised => text!(
            order_is_partly_promised,
            n = live,
            promised = stages.get(Stage::Promised),
            open = stages.get(Stage::Open)
        ),
        Fulfilment::Promised => text!(order_is_promised, n = live),
        Fulfilment::Picking => text!(
            order_is_picking,
            batch = order.batch.as_ref().map_or("", |batch| batch.as_str()),
            picked = stages.get(Stage::Picked) + stages.get(Stage::Packed),
            total = live
        ),
        Fulfilment::Picked => text!(
            order_is_picked,
            tote = order.tote.as_ref().map_or("", |tote| tote.as_str())
        ),
        Fulfilment::Packed => packed(order),
        Fulfilment::PartlyShipped => text!(
            order_is_partly_shipped,
            shipped = stages.shipped_ever(),
            total = live,
            rest = stages.outstanding()
        ),
        Fulfilment::Shipped => text!(order_is_shipped),
        Fulfilment::Delivered if stages.total() == 0 => text!(order_is_charges_only),
        Fulfilment::Delivered if order.returns.iter().any(|case| !case.closed) => {
            text!(order_is_returning)
        }
        Fulfilment::Delivered => text!(order_is_delivered),
        Fulfilment::Cancelled => text!(order_is_cancelled),
    }
}

fn unpaid(order: &Order) -> String {
    text!(
        order_is_unpaid,
        due = trade::money(due(order), order.currency),
        total = trade::money(order.total(), order.currency)
    )
}

fn packed(order: &Order) -> String {
    let waiting = || {
        let here = |state| matches!(state, ParcelState::Open | ParcelState::Closed);
        order
            .parcels
            .iter()
            .filter(move |parcel| here(parcel.state))
    };
    let count = waiting().count();
    let carriers: Option<Vec<&str>> = waiting()
        .map(|parcel| parcel.carrier.as_ref().map(|carrier| carrier.as_str()))
        .collect();
    match carriers {
        Some(mut carriers) if count > 0 => {
            carriers.sort_unstable();
            carriers.dedup();
            text!(order_is_labelled, n = count, carrier = carriers.join(", "))
        }
        _ => text!(order_is_packed, n = count),
    }
}

/// What the customer still owes; negative when too much was paid.
pub(super) fn due(order: &Order) -> Amount {
    order.total() - order.paid()
}
