//! Which batches, parcels and RMAs have ever had to do with a fulfilment order or an order, and which facts were said of
//! each: so that nobody who asks about one order walks over everything.

use crate::stream::id::FactId;
use crate::stream::packed::Packed;
use crate::stream::wire::Wire;
use crate::trade::demand::DemandDocument;
use crate::trade::id::{
    BatchId, ContainerId, DocumentId, FulfilmentOrderId, OrderId, ParcelId, ReturnId,
};
use crate::trade::returns::ReturnFact;
use std::collections::BTreeSet;

/// What belongs together. It only grows, so that arrival does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    batches: Packed<FulfilmentOrderId, BTreeSet<BatchId>>,
    parcels: Packed<FulfilmentOrderId, BTreeSet<ParcelId>>,
    returns: Packed<OrderId, BTreeSet<ReturnId>>,
    orders: Packed<OrderId, BTreeSet<FactId>>,
    fulfilments: Packed<FulfilmentOrderId, BTreeSet<FactId>>,
    of_returns: Packed<ReturnId, BTreeSet<FactId>>,
    of_parcels: Packed<ParcelId, BTreeSet<FactId>>,
    brought_back: Packed<FulfilmentOrderId, BTreeSet<ReturnId>>,
}

/// The documents that one fact names, as far as they are linked.
#[derive(Debug, Default)]
pub(super) struct Named {
    fulfilments: Vec<FulfilmentOrderId>,
    batches: Vec<BatchId>,
    parcels: Vec<ParcelId>,
    orders: Vec<OrderId>,
    returns: Vec<ReturnId>,
}

impl Named {
    pub(super) fn document(&mut self, document: &DocumentId) {
        match document {
            DocumentId::FulfilmentOrder(id) => self.fulfilments.push(*id),
            DocumentId::Batch(id) => self.batches.push(*id),
            DocumentId::Container(ContainerId::Parcel(id)) => self.parcels.push(*id),
            DocumentId::Order(id) => self.orders.push(id.clone()),
            DocumentId::Return(id) => self.returns.push(*id),
            _ => {}
        }
    }
}

impl Links {
    /// As [`Packed::pack`].
    pub(super) fn pack(&mut self, entries_max: usize) -> usize {
        self.batches.pack(entries_max, &())
            + self.parcels.pack(entries_max, &())
            + self.returns.pack(entries_max, &())
            + self.orders.pack(entries_max, &())
            + self.fulfilments.pack(entries_max, &())
            + self.of_returns.pack(entries_max, &())
            + self.of_parcels.pack(entries_max, &())
            + self.brought_back.pack(entries_max, &())
    }

    /// As [`Packed::cool`].
    pub(super) fn cool(&mut self) {
        self.batches.cool();
        self.parcels.cool();
        self.returns.cool();
        self.orders.cool();
        self.fulfilments.cool();
        self.of_returns.cool();
        self.of_parcels.cool();
        self.brought_back.cool();
    }

    /// Takes in what a fact names; in any order.
    pub(super) fn take(&mut self, fact: FactId, named: Named) {
        for fulfilment in &named.fulfilments {
            link(&mut self.batches, fulfilment, &named.batches);
            link(&mut self.parcels, fulfilment, &named.parcels);
            link(&mut self.fulfilments, fulfilment, &[fact]);
        }
        for order in &named.orders {
            link(&mut self.returns, order, &named.returns);
            link(&mut self.orders, order, &[fact]);
        }
        for parcel in &named.parcels {
            link(&mut self.of_parcels, parcel, &[fact]);
        }
        for rma in &named.returns {
            link(&mut self.of_returns, rma, &[fact]);
        }
    }

    /// Takes in what came back with an RMA, which need not name the order of it; in any order.
    pub(super) fn returned(&mut self, fact: &ReturnFact) {
        let ReturnFact::Received(received) = fact else {
            return;
        };
        let lines = received
            .units
            .iter()
            .filter_map(|units| units.line.as_ref());
        for line in lines {
            if let DemandDocument::FulfilmentOrder(of) = &line.document {
                link(&mut self.brought_back, of, &[received.rma]);
            }
        }
    }

    /// The RMAs with which units of a fulfilment order ever came back.
    pub fn brought_back(&self, of: &FulfilmentOrderId) -> impl Iterator<Item = &ReturnId> {
        self.brought_back.get(of).into_iter().flatten()
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

    /// The facts that name an order, one of its fulfilment orders, their parcels, or one of its RMAs; by stream and
    /// number.
    pub fn facts<'a>(
        &self,
        order: &OrderId,
        fulfilments: impl Iterator<Item = &'a FulfilmentOrderId>,
    ) -> BTreeSet<FactId> {
        let mut facts = BTreeSet::new();
        facts.extend(self.orders.get(order).into_iter().flatten());
        for fulfilment in fulfilments {
            facts.extend(self.fulfilments.get(fulfilment).into_iter().flatten());
            for parcel in self.parcels(fulfilment) {
                facts.extend(self.of_parcels.get(parcel).into_iter().flatten());
            }
        }
        for rma in self.returns(order) {
            facts.extend(self.of_returns.get(rma).into_iter().flatten());
        }
        facts
    }
}

fn link<K: Wire + Ord + Clone, V: Wire + Ord + Copy>(
    links: &mut Packed<K, BTreeSet<V>>,
    to: &K,
    named: &[V],
) {
    if !named.is_empty() {
        links.or_default(to.clone()).extend(named);
    }
}

crate::kept_struct! {
    Links { batches, parcels, returns, orders, fulfilments, of_returns, of_parcels, brought_back }
}
