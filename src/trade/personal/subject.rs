//! What an order holds of a person, in which documents.

use super::{ErasedSlots, Slot};
use crate::trade::id::{ContainerId, DocumentId, OrderId};
use crate::trade::state::State;
use std::collections::BTreeSet;

/// Every slot that a document of an order may have.
const OF_ORDER: [Slot; 13] = [
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

/// What an erasure of orders names, by document: every slot, whatever is there now, so that what another device wrote and
/// comes late dies too.
pub fn slots_of(state: &State, orders: &[OrderId]) -> Vec<ErasedSlots> {
    let documents: BTreeSet<DocumentId> = orders
        .iter()
        .flat_map(|order| documents_of(state, order))
        .chain(customers_of(state, orders))
        .collect();
    let slots = |document| ErasedSlots {
        document,
        slots: OF_ORDER.to_vec(),
    };
    documents.into_iter().map(slots).collect()
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
