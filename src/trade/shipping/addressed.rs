//! Whether the label of a parcel has the address that its orders have now.

use crate::trade::demand::DemandDocument;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::packing::parcel::Parcel;
use crate::trade::personal::Slot;
use crate::trade::relations::{At, Relations};
use crate::trade::state::State;
use std::collections::BTreeSet;

/// The facts that say where an order goes: that it was placed, and every address or recipient that was given since.
fn said(state: &State, order: &OrderId) -> Vec<At> {
    let document = DocumentId::Order(order.clone());
    let rows = state.rows_of(&document);
    let rows = rows.filter(|(id, ..)| id.slot == Slot::Recipient);
    let mut said: Vec<At> = rows.map(|(_, at, _)| *at).collect();
    let order = state.order(order).into_iter();
    said.extend(order.flat_map(|order| order.addresses_said().copied()));
    said
}

/// The orders in a parcel.
pub fn orders_of(state: &State, parcel: &Parcel) -> BTreeSet<OrderId> {
    let order = |document: &DemandDocument| match document {
        DemandDocument::FulfilmentOrder(id) => {
            let (_, routed) = state.fulfilment(id)?.routed()?;
            Some(routed.order.clone())
        }
        DemandDocument::Transfer(_)
        | DemandDocument::Assembly(_)
        | DemandDocument::SupplierReturn(_)
        | DemandDocument::Replenishment(_)
        | DemandDocument::Cart(_) => None,
    };
    let packed = parcel.packed();
    packed
        .filter_map(|(_, packed)| order(&packed.line.document))
        .collect()
}

/// The first order of a parcel whose address was given in a fact that the parcel's label did not know: it is to be
/// labelled anew. `None` where the label is right, and where there is none.
pub fn outdated(state: &State, parcel: &Parcel, relations: &impl Relations) -> Option<OrderId> {
    let (label, _) = parcel.label(relations)?;
    let is_new = |at: &At| at.commit() != label.commit() && !relations.knew(label, at);
    orders_of(state, parcel)
        .into_iter()
        .find(|order| said(state, order).iter().any(is_new))
}

/// The orders of a parcel that left with a label which did not know their address, while whoever gave the address did
/// not know that it had left: an entry.
pub fn sent_to_old(state: &State, parcel: &Parcel, relations: &impl Relations) -> Vec<OrderId> {
    let Some((label, _)) = parcel.label(relations) else {
        return Vec::new();
    };
    let left: Vec<At> = parcel.left_at().copied().collect();
    let is_late = |at: &At| {
        at.commit() != label.commit()
            && !relations.knew(label, at)
            && left
                .iter()
                .any(|left| !relations.knew(left, at) && !relations.knew(at, left))
    };
    let orders = orders_of(state, parcel).into_iter();
    orders
        .filter(|order| said(state, order).iter().any(is_late))
        .collect()
}
