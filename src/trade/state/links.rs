//! Which batches, parcels and RMAs have ever had to do with a fulfilment order or an order: so that nobody who asks about
//! one order walks over all batches.

use crate::trade::event::Event;
use crate::trade::id::{
    BatchId, ContainerId, DocumentId, FulfilmentOrderId, OrderId, ParcelId, ReturnId,
};
use crate::trade::table::{Sink, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// The documents of the floor that belong together. It only grows, so that arrival does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    batches: BTreeMap<FulfilmentOrderId, BTreeSet<BatchId>>,
    parcels: BTreeMap<FulfilmentOrderId, BTreeSet<ParcelId>>,
    returns: BTreeMap<OrderId, BTreeSet<ReturnId>>,
}

#[derive(Default)]
struct Named {
    fulfilments: Vec<FulfilmentOrderId>,
    batches: Vec<BatchId>,
    parcels: Vec<ParcelId>,
    orders: Vec<OrderId>,
    returns: Vec<ReturnId>,
}

impl Sink for Named {
    fn document(&mut self, document: DocumentId) {
        match document {
            DocumentId::FulfilmentOrder(id) => self.fulfilments.push(id),
            DocumentId::Batch(id) => self.batches.push(id),
            DocumentId::Container(ContainerId::Parcel(id)) => self.parcels.push(id),
            DocumentId::Order(id) => self.orders.push(id),
            DocumentId::Return(id) => self.returns.push(id),
            _ => {}
        }
    }

    fn opens(&mut self, document: DocumentId) {
        self.document(document);
    }
}

impl Links {
    /// Takes a fact in; in any order.
    pub(super) fn take(&mut self, standing: &Standing, event: &Event) {
        if !matches!(
            event,
            Event::Picking(_) | Event::Packing(_) | Event::Returns(_)
        ) {
            return;
        }
        let mut named = Named::default();
        event.row(standing, &mut named);
        for fulfilment in named.fulfilments {
            link(&mut self.batches, &fulfilment, &named.batches);
            link(&mut self.parcels, &fulfilment, &named.parcels);
        }
        for order in named.orders {
            link(&mut self.returns, &order, &named.returns);
        }
    }

    /// The batches that a fulfilment order was ever in.
    pub fn batches(&self, fulfilment: &FulfilmentOrderId) -> impl Iterator<Item = &BatchId> {
        self.batches.get(fulfilment).into_iter().flatten()
    }

    /// The parcels that units of a fulfilment order were ever in.
    pub fn parcels(&self, fulfilment: &FulfilmentOrderId) -> impl Iterator<Item = &ParcelId> {
        self.parcels.get(fulfilment).into_iter().flatten()
    }

    /// The RMAs of an order.
    pub fn returns(&self, order: &OrderId) -> impl Iterator<Item = &ReturnId> {
        self.returns.get(order).into_iter().flatten()
    }
}

fn link<K: Ord + Clone, V: Ord + Copy>(links: &mut BTreeMap<K, BTreeSet<V>>, to: &K, named: &[V]) {
    for one in named {
        let known = links.get(to).is_some_and(|all| all.contains(one));
        if !known {
            links.entry(to.clone()).or_default().insert(*one);
        }
    }
}
