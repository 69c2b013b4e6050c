//! What an order holds of a person, in which documents.

use super::erasures::ErasureStatus;
use super::{ErasedSlots, ErasureCause, Slot};
use crate::trade::id::{ContainerId, DocumentId, OrderId};
use crate::trade::orders::order::Order;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use std::collections::BTreeSet;

/// Every slot that a document of an order may have.
const OF_ORDER: [Slot; 14] = [
    Slot::Recipient,
    Slot::SourceRecipient,
    Slot::Payer,
    Slot::Contact,
    Slot::Note,
    Slot::Message,
    Slot::Titles,
    Slot::Signature,
    Slot::Picture,
    Slot::RawRow,
    Slot::PaymentReference,
    Slot::TaxNumber,
    Slot::CustomerKey,
    Slot::Tags,
];

/// The documents in which personal data of an order stands or may still come to stand, by identity: the order, its
/// RMAs and parcels; and those of its fulfilment orders, holds, payments, refunds and cancellations of which a row is known,
/// whether they count or not. The customer's own is not among them: other orders may need it.
pub fn documents_of(state: &State, order: &OrderId) -> BTreeSet<DocumentId> {
    let mut documents = BTreeSet::from([DocumentId::Order(order.clone())]);
    let Some(known) = state.order(order) else {
        return documents;
    };
    for rma in state.links().returns(order) {
        documents.insert(DocumentId::Return(*rma));
    }
    for (_, id, _) in known.routed() {
        documents.insert(DocumentId::FulfilmentOrder(*id));
        for parcel in state.links().parcels(id) {
            documents.insert(DocumentId::Container(ContainerId::Parcel(*parcel)));
        }
    }
    let routed = known.routed().map(|(_, id, _)| id);
    let facts = state.links().facts(order, routed);
    documents.extend(facts.into_iter().map(DocumentId::Fact));
    documents.extend(known.hold_ids().map(|hold| DocumentId::Hold(*hold)));
    documents.retain(|document| match document {
        DocumentId::Order(_) | DocumentId::Return(_) | DocumentId::Container(_) => true,
        other => state.rows_of(other).next().is_some(),
    });
    documents
}

/// The documents of erased orders in which rows stand that came after the erasure and whose writers did not know of it: a
/// device that was away placed a hold, announced a return, wrote down a payment. Each with the cause of the erasure that
/// did not name them, since it had not heard of them.
pub fn came_late(
    state: &State,
    relations: &impl Relations,
) -> Vec<(ErasureCause, Vec<ErasedSlots>)> {
    let executed = state.erasures.all(relations).into_iter();
    let executed = executed.filter(|(_, status)| *status == ErasureStatus::Executed);
    let mut late = Vec::new();
    for (erasure, _) in executed {
        let Some((_, slots)) = state.erasures.ordered(&erasure) else {
            continue;
        };
        let orders = slots.iter().filter_map(|erased| match &erased.document {
            DocumentId::Order(order) => Some(order),
            _ => None,
        });
        let documents: BTreeSet<DocumentId> = orders
            .flat_map(|order| documents_of(state, order))
            .filter(|document| !state.erasures.names(document))
            .filter(|document| {
                state.rows_of(document).any(|(_, at, row)| {
                    state.erasures.lives(document, row, at, relations)
                        && !state.erasures.is_known_to(&erasure, at, relations)
                })
            })
            .collect();
        if let (false, Some(cause)) = (documents.is_empty(), state.erasures.cause(&erasure)) {
            late.push((cause.clone(), whole(documents)));
        }
    }
    late
}

fn whole(documents: BTreeSet<DocumentId>) -> Vec<ErasedSlots> {
    let slots = |document| ErasedSlots {
        document,
        slots: OF_ORDER.to_vec(),
    };
    documents.into_iter().map(slots).collect()
}

/// The files whose names go with these orders: those that no other order came from which is not erased itself.
fn files_of(state: &State, orders: &[OrderId]) -> BTreeSet<DocumentId> {
    let of = |order: &Order| {
        let placed = order.placed().and_then(|(_, placed)| placed.source.clone());
        let said = order.said().filter_map(|(_, said)| said.source.clone());
        let files = placed.into_iter().chain(said);
        files
            .map(|source| DocumentId::File(source.file))
            .collect::<Vec<_>>()
    };
    let own = orders.iter().filter_map(|order| state.order(order));
    let mut files: BTreeSet<DocumentId> = own.flat_map(of).collect();
    files.retain(|file| state.rows_of(file).next().is_some());
    if !files.is_empty() {
        let others = state.orders().filter(|order| {
            let id = order.id();
            !orders.contains(id) && !state.erasures.names(&DocumentId::Order(id.clone()))
        });
        for file in others.flat_map(of) {
            files.remove(&file);
        }
    }
    files
}

/// What an erasure of orders names, by document: every slot, whatever is there now, so that what another device wrote and
/// comes late dies too; and the names of files from which no other order came.
pub fn slots_of(state: &State, orders: &[OrderId]) -> Vec<ErasedSlots> {
    let documents: BTreeSet<DocumentId> = orders
        .iter()
        .flat_map(|order| documents_of(state, order))
        .chain(customers_of(state, orders))
        .collect();
    let mut erased = whole(documents);
    erased.extend(
        files_of(state, orders)
            .into_iter()
            .map(|document| ErasedSlots {
                document,
                slots: vec![Slot::FileName],
            }),
    );
    erased
}

/// What an erasure of a party or of somebody who works here names: every slot, what lets them sign in too.
pub fn slots_of_person(document: DocumentId) -> Vec<ErasedSlots> {
    let mut slots = OF_ORDER.to_vec();
    slots.extend([Slot::Pin, Slot::Badge]);
    vec![ErasedSlots { document, slots }]
}

/// The customers whose own rows go with these orders: those of whom no other order is known.
fn customers_of(state: &State, orders: &[OrderId]) -> BTreeSet<DocumentId> {
    let own = |order: &OrderId| {
        let (_, placed) = state.order(order)?.placed()?;
        placed.customer.clone().map(DocumentId::Customer)
    };
    let with_rows = |document: &DocumentId| state.rows_of(document).next().is_some();
    let mut customers: BTreeSet<DocumentId> =
        orders.iter().filter_map(own).filter(with_rows).collect();
    if !customers.is_empty() {
        let others = state.orders().filter(|order| !orders.contains(order.id()));
        for other in others.filter_map(|order| own(order.id())) {
            customers.remove(&other);
        }
    }
    customers
}
