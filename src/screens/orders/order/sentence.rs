//! The state of an order in one sentence: where it is, and what it waits for.

use crate::screens::{desk, words};
use crate::trade::money::account::amount;
use crate::trade::orders::status::{Blocked, FulfilmentStatus};
use crate::trade::packing::parcel::ParcelStatus;
use crate::ui::locale::text;
use crate::view::names;
use crate::view::orders::OrderView;

fn count(units: i128) -> u64 {
    u64::try_from(units).unwrap_or(0)
}

/// The sentence. Follows the language inside a view.
pub(super) fn sentence(order: &OrderView) -> String {
    if order.stages().outstanding() > 0 {
        let now = desk::now_ms();
        let hold = order
            .holds
            .iter()
            .find(|hold| hold.until_ms.is_none_or(|until| until > now));
        if let Some(hold) = hold {
            return text!(order_is_held, reason = words::hold_kind(&hold.kind));
        }
        if order.head.unverified {
            return text!(order_is_unverified);
        }
        let unpaid = order
            .blocked
            .iter()
            .any(|blocked| matches!(blocked, Blocked::NotPaid(_) | Blocked::WhollyRefunded));
        if unpaid && order.head.fulfilment == FulfilmentStatus::Waiting {
            return text!(
                order_is_unpaid,
                due = words::money(amount(order.account.due()), &order.head.currency),
                total = words::money(order.head.total, &order.head.currency)
            );
        }
    }
    by_fulfilment(order)
}

fn by_fulfilment(order: &OrderView) -> String {
    let stages = order.stages();
    let live = stages.ordered - stages.cancelled;
    let outstanding = stages.outstanding();
    match order.head.fulfilment {
        FulfilmentStatus::WithOthers => {
            let others = order.fulfilments.iter().filter(|of| {
                let others = of.others.as_ref();
                others.is_some_and(|of| !of.declined && of.left > 0)
            });
            let who: Vec<&str> = others.map(|of| of.executor.as_str()).collect();
            text!(
                order_is_with_others,
                n = count(stages.with_others),
                who = who.join(", ")
            )
        }
        FulfilmentStatus::Waiting => text!(order_is_waiting, n = count(stages.open)),
        FulfilmentStatus::PartlyAllocated => text!(
            order_is_partly_promised,
            n = count(live),
            promised = count(stages.allocated),
            open = count(stages.open)
        ),
        FulfilmentStatus::Allocated => text!(order_is_promised, n = count(live)),
        FulfilmentStatus::Picking => {
            let batches: Vec<String> = order
                .head
                .batches
                .iter()
                .map(|id| names::opened(&id.0))
                .collect();
            text!(
                order_is_picking,
                batch = batches.join(", "),
                picked = count(stages.picked + stages.packed),
                n = count(live)
            )
        }
        FulfilmentStatus::Picked => {
            text!(order_is_picked, tote = order.head.totes.join(", "))
        }
        FulfilmentStatus::Packed => packed(order),
        FulfilmentStatus::PartlyShipped => text!(
            order_is_partly_shipped,
            shipped = count(stages.shipped + stages.elsewhere),
            n = count(live),
            rest = count(outstanding)
        ),
        FulfilmentStatus::Shipped => text!(order_is_shipped),
        FulfilmentStatus::Delivered if stages.ordered == 0 => text!(order_is_charges_only),
        FulfilmentStatus::Delivered if order.returns.iter().any(|case| !case.closed) => {
            text!(order_is_returning)
        }
        FulfilmentStatus::Delivered => text!(order_is_delivered),
        FulfilmentStatus::Cancelled => text!(order_is_cancelled),
        FulfilmentStatus::ShippedElsewhere => text!(order_is_elsewhere),
    }
}

fn packed(order: &OrderView) -> String {
    let waiting = || {
        order.parcels.iter().filter(|parcel| {
            matches!(
                parcel.status,
                ParcelStatus::Open | ParcelStatus::Closed | ParcelStatus::Labelled
            )
        })
    };
    let count = waiting().count();
    let carriers: Option<Vec<&str>> = waiting().map(|parcel| parcel.carrier.as_deref()).collect();
    match carriers {
        Some(mut carriers) if count > 0 => {
            carriers.sort_unstable();
            carriers.dedup();
            text!(order_is_labelled, n = count, carrier = carriers.join(", "))
        }
        _ => text!(order_is_packed, n = count),
    }
}
