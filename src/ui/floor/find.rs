//! What a scanned code means where no task says it: a tote, a parcel, an order, a return.

use crate::domain::Workspace;
use crate::domain::order::Stage;
use crate::domain::text::{Code, OrderId};
use crate::domain::workspace::{OrderHead, ParcelHead};

/// The order by its number or whole identity.
fn by_number<'w>(state: &'w Workspace, code: &str) -> Option<&'w OrderHead> {
    let whole = OrderId::new(code).ok();
    whole.and_then(|id| state.head(&id)).or_else(|| {
        state
            .heads()
            .find(|head| head.id.number().eq_ignore_ascii_case(code))
    })
}

/// Whether the order may be packed: a tote may be brought before its batch is done.
fn may_be_packed(head: &OrderHead) -> bool {
    head.stages.get(Stage::Picked) > 0 || head.is_to_pack()
}

/// The order that a tote, an order number or a parcel means at the pack table.
pub fn for_packing(state: &Workspace, code: &str) -> Option<OrderId> {
    let code = code.trim();
    let tote = Code::new(code).ok()?;
    let in_tote = state
        .heads()
        .find(|head| head.tote.as_ref() == Some(&tote) && may_be_packed(head));
    in_tote
        .or_else(|| by_number(state, code))
        .map(|head| head.id.clone())
        .or_else(|| parcel(state, code).map(|(order, _)| order))
}

/// The parcel that a parcel number or tracking number means; one that has not left before one that has.
pub fn parcel(state: &Workspace, code: &str) -> Option<(OrderId, ParcelHead)> {
    let code = code.trim();
    let means = |parcel: &&ParcelHead| {
        parcel.id.as_str() == code
            || parcel
                .tracking
                .as_ref()
                .is_some_and(|tracking| tracking.as_str() == code)
    };
    state
        .heads()
        .flat_map(|head| {
            head.parcels
                .iter()
                .filter(means)
                .map(|parcel| (head.id.clone(), parcel.clone()))
        })
        .min_by_key(|(_, parcel)| parcel.state)
}

/// The open returns that an order number, return number, parcel or tracking number means.
pub fn returns(state: &Workspace, code: &str) -> Vec<(OrderId, String)> {
    let code = code.trim();
    let open = |head: &OrderHead| -> Vec<(OrderId, String)> {
        head.returns
            .iter()
            .filter(|case| !case.closed)
            .map(|case| (head.id.clone(), case.id.to_string()))
            .collect()
    };
    let by_return: Vec<(OrderId, String)> = state
        .heads()
        .flat_map(open)
        .filter(|(_, id)| id == code)
        .collect();
    if !by_return.is_empty() {
        return by_return;
    }
    let head = by_number(state, code).or_else(|| {
        let (order, _) = parcel(state, code)?;
        state.head(&order)
    });
    head.map(open).unwrap_or_default()
}
