//! Which documents are still worked on, and which may clash: renewed for what facts touched, so that nobody who asks for
//! the open work or for the inbox walks over all there ever was.
//!
//! A document *may clash* by what is cheaply told of itself; whether it does is asked of these few each time, since that
//! may hang on what others say meanwhile.

use super::State;
use super::said_twice::is_written_by_people;
use crate::stream::id::StreamId;
use crate::trade::fulfilment::Executor;
use crate::trade::fulfilment::fulfilment_order::{Fulfilment, OrderDemand};
use crate::trade::id::{
    BatchId, ContainerId, DocumentId, FulfilmentOrderId, OrderId, ParcelId, PartyId, ReceiptId,
    ReturnId,
};
use crate::trade::leases::LeaseKey;
use crate::trade::money::account::given_back_too_much;
use crate::trade::orders::order::Order;
use crate::trade::packing::parcel::Parcel;
use crate::trade::personal::Slot;
use crate::trade::personal::erasures::RowId;
use crate::trade::picking::batch::Batch;
use crate::trade::receiving::receipt::Receipt;
use crate::trade::relations::{At, Relations};
use crate::trade::returns::rma::Rma;
use std::collections::BTreeSet;

/// What facts have touched since the sets were last renewed.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    pub(super) parcels: BTreeSet<ParcelId>,
    pub(super) batches: BTreeSet<BatchId>,
    pub(super) receipts: BTreeSet<ReceiptId>,
    pub(super) returns: BTreeSet<ReturnId>,
    pub(super) works: BTreeSet<(LeaseKey, StreamId)>,
    /// Leases that were granted: all who worked under them.
    pub(super) leases: BTreeSet<LeaseKey>,
    /// All that a stream held was taken over.
    pub(super) all_leases: bool,
}

/// The documents that are worked on, and those that may clash.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    pub(super) touched: Touched,
    orders: BTreeSet<OrderId>,
    fulfilments: BTreeSet<FulfilmentOrderId>,
    batches: BTreeSet<BatchId>,
    parcels: BTreeSet<ParcelId>,
    away: BTreeSet<ParcelId>,
    receipts: BTreeSet<ReceiptId>,
    returns: BTreeSet<ReturnId>,
    clashing_orders: BTreeSet<OrderId>,
    /// The orders whose address was said in another commit than the one that placed them.
    addressed: BTreeSet<OrderId>,
    clashing_parcels: BTreeSet<ParcelId>,
    clashing_batches: BTreeSet<BatchId>,
    clashing_works: BTreeSet<(LeaseKey, StreamId)>,
    /// Slots of documents that have more than one row which a person wrote.
    doubled_rows: BTreeSet<(DocumentId, Slot)>,
    /// The carriers of all labels that there ever were.
    carriers: BTreeSet<PartyId>,
}

impl Open {
    /// The same without what hangs on leases.
    pub(super) fn without_works(&self) -> Self {
        Open {
            clashing_works: BTreeSet::new(),
            ..self.clone()
        }
    }
}

fn put<K: Ord>(set: &mut BTreeSet<K>, key: K, is_in: bool) {
    if is_in {
        set.insert(key);
    } else {
        set.remove(&key);
    }
}

impl State {
    /// The orders of which anything is still to be done on the floor, by identity: units are to leave, hands hold units,
    /// a line could not be read, or a request waits for an answer.
    pub fn open_orders(&self) -> impl Iterator<Item = &Order> {
        let open = self.open.orders.iter();
        open.filter_map(|id| self.orders.get(id))
    }

    /// The fulfilment orders of these, by identity.
    pub fn open_fulfilments(&self) -> impl Iterator<Item = (&FulfilmentOrderId, &Fulfilment)> {
        let open = self.open.fulfilments.iter();
        open.filter_map(|id| Some((id, self.fulfilments.get(id)?)))
    }

    /// The pick batches that have not ended, by identity.
    pub fn open_batches(&self) -> impl Iterator<Item = (&BatchId, &Batch)> {
        let open = self.open.batches.iter();
        open.filter_map(|id| Some((id, self.batches.get(id)?)))
    }

    /// The parcels that are here: neither with a carrier, nor at their end, nor given up; by identity.
    pub fn open_parcels(&self) -> impl Iterator<Item = (&ParcelId, &Parcel)> {
        let open = self.open.parcels.iter();
        open.filter_map(|id| Some((id, self.parcels.get(id)?)))
    }

    /// The parcels of which it is not known how they ended with their carrier, by identity.
    pub fn parcels_away(&self) -> impl Iterator<Item = (&ParcelId, &Parcel)> {
        let away = self.open.away.iter();
        away.filter_map(|id| Some((id, self.parcels.get(id)?)))
    }

    /// The carriers of all labels that there ever were.
    pub fn label_carriers(&self) -> impl Iterator<Item = &PartyId> {
        self.open.carriers.iter()
    }

    /// A parcel was labelled for a carrier.
    pub(super) fn carrier_came(&mut self, carrier: &PartyId) {
        if !self.open.carriers.contains(carrier) {
            self.open.carriers.insert(carrier.clone());
        }
    }

    /// The deliveries that are not closed, by identity.
    pub fn open_receipts(&self) -> impl Iterator<Item = (&ReceiptId, &Receipt)> {
        let open = self.open.receipts.iter();
        open.filter_map(|id| Some((id, self.receipts.get(id)?)))
    }

    /// The RMAs that are not closed, by identity.
    pub fn open_rmas(&self) -> impl Iterator<Item = (&ReturnId, &Rma)> {
        let open = self.open.returns.iter();
        open.filter_map(|id| Some((id, self.returns.get(id)?)))
    }

    /// The pick batches that have a container as a tote now, by identity; those that have ended among them.
    pub fn batches_with_tote(
        &self,
        tote: &ContainerId,
    ) -> impl Iterator<Item = (&BatchId, &Batch)> {
        let batches = self.totes.get(tote).into_iter().flatten();
        batches.filter_map(|id| Some((id, self.batches.get(id)?)))
    }

    /// The pick batches that a fulfilment order was ever in, by identity.
    pub fn batches_of(&self, fulfilment: &FulfilmentOrderId) -> impl Iterator<Item = &Batch> {
        let batches = self.links.batches(fulfilment);
        batches.filter_map(|id| self.batches.get(id))
    }

    /// The same state, in which every document is taken for open and for one that may clash: to prove that those which are
    /// not said to be so are not.
    pub fn asking_all(&self) -> State {
        let mut all = self.clone();
        let open = &mut all.open;
        open.orders = self.orders.keys().cloned().collect();
        open.fulfilments = self.fulfilments.keys().copied().collect();
        open.clashing_orders = open.orders.clone();
        open.addressed = open.orders.clone();
        open.clashing_parcels = self.parcels.keys().copied().collect();
        open.clashing_batches = self.batches.keys().copied().collect();
        open.clashing_works = self.work.keys().cloned().collect();
        open.doubled_rows = self
            .rows
            .keys()
            .filter(|id| is_written_by_people(&id.slot))
            .map(|id| (id.document.clone(), id.slot.clone()))
            .collect();
        all.ledger.ask_all();
        all
    }

    /// The orders that may be in an entry of the inbox.
    pub(super) fn clashing_orders(&self) -> impl Iterator<Item = &Order> {
        let orders = self.open.clashing_orders.iter();
        orders.filter_map(|id| self.orders.get(id))
    }

    /// The parcels that may be in one by themselves or by the address of their orders.
    pub(super) fn clashing_parcels(&self) -> impl Iterator<Item = (&ParcelId, &Parcel)> {
        let addressed = self.open.addressed.iter();
        let orders = addressed.filter_map(|id| self.orders.get(id));
        let routed = orders.flat_map(|order| order.routed().map(|(_, id, _)| id));
        let mut parcels: BTreeSet<&ParcelId> =
            routed.flat_map(|id| self.links.parcels(id)).collect();
        parcels.extend(&self.open.clashing_parcels);
        parcels.extend(self.codes.of_shared_numbers());
        let parcels = parcels.into_iter();
        parcels.filter_map(|id| Some((id, self.parcels.get(id)?)))
    }

    /// The batches that may be in one.
    pub(super) fn clashing_batches(&self) -> impl Iterator<Item = (&BatchId, &Batch)> {
        let batches = self.open.clashing_batches.iter();
        batches.filter_map(|id| Some((id, self.batches.get(id)?)))
    }

    /// The work that may be in one.
    pub(super) fn clashing_works(
        &self,
    ) -> impl Iterator<Item = (&(LeaseKey, StreamId), &super::worked::Worked)> {
        let works = self.open.clashing_works.iter();
        works.filter_map(|under| Some((under, self.work.get(under)?)))
    }

    /// The slots of documents that have more than one row which a person wrote.
    pub(super) fn doubled_rows(&self) -> impl Iterator<Item = &(DocumentId, Slot)> {
        self.open.doubled_rows.iter()
    }

    /// A row was named that a person wrote.
    pub(super) fn row_came(&mut self, id: &RowId) {
        if let DocumentId::Order(order) = &id.document {
            self.promised.touch_order(order);
        }
        let first = RowId::first_of(&id.document, id.slot.clone());
        let of_slot = self.rows.range(first..).take(2);
        let of_slot = of_slot.filter(|(it, _)| it.document == id.document && it.slot == id.slot);
        if of_slot.count() > 1 {
            let slot = (id.document.clone(), id.slot.clone());
            self.open.doubled_rows.insert(slot);
        }
    }

    /// Renews what is said of an order: whether it is open, and whether it may clash.
    pub(super) fn renew_order(&mut self, id: &OrderId, relations: &impl Relations) {
        let Some(order) = self.orders.get(id) else {
            return;
        };
        let demand = self.demand(order);
        let is_open = self.is_order_open(order, &demand) || !order.doubts(relations).is_empty();
        let placed = order.placed().map(|(at, _)| at.commit());
        let is_addressed = self
            .addressed_by(order)
            .any(|said| Some(said.commit()) != placed);
        let may_clash = is_addressed || self.may_order_clash(order, &demand);
        let routed: Vec<FulfilmentOrderId> = order.routed().map(|(_, id, _)| *id).collect();
        for fulfilment in routed {
            put(&mut self.open.fulfilments, fulfilment, is_open);
        }
        put(&mut self.open.orders, id.clone(), is_open);
        put(&mut self.open.addressed, id.clone(), is_addressed);
        put(&mut self.open.clashing_orders, id.clone(), may_clash);
    }

    fn is_order_open(&self, order: &Order, demand: &OrderDemand) -> bool {
        let waits = demand.parts.values().any(|part| {
            let mut work = part.work.values();
            part.stands.unrouted > 0
                || work.any(|it| it.underway + it.open + it.allocated + it.picked + it.packed > 0)
        });
        let mut of = order
            .routed()
            .filter_map(|(_, id, _)| self.fulfilments.get(id));
        waits
            || order.has_open_doubts()
            || of.any(|of| of.has_in_hands() || of.requests().next().is_some())
    }

    fn may_order_clash(&self, order: &Order, demand: &OrderDemand) -> bool {
        let half = |(_, id, routed): (_, &FulfilmentOrderId, &crate::trade::fulfilment::Routed)| {
            let is_here = matches!(routed.executor, Executor::Warehouse(_));
            let fulfilment = self.fulfilments.get(id);
            is_here && !fulfilment.is_some_and(Fulfilment::is_taken_up)
        };
        let mut parts = demand.parts.values();
        let breached =
            parts.any(|it| it.stands.done_twice > 0 || it.stands.breached || it.steps_breached);
        breached
            || !demand.uncounted.is_empty()
            || order.in_favour_of().is_some()
            || order.is_address_disputed()
            || !order.placed_otherwise().is_empty()
            || order.matched_otherwise().next().is_some()
            || order.card().disputed().next().is_some()
            || order.routed().any(half)
            || given_back_too_much(self, order).is_some()
    }

    fn addressed_by<'a>(&'a self, order: &'a Order) -> impl Iterator<Item = &'a At> {
        let document = DocumentId::Order(order.id().clone());
        let first = RowId::first_of(&document, Slot::Recipient);
        let rows = self.rows.range(first.clone()..);
        let rows = rows
            .take_while(move |(id, _)| id.document == first.document && id.slot == Slot::Recipient);
        rows.map(|(_, (at, _))| at).chain(order.addresses_said())
    }

    /// Reads anew what is open and what may clash of all that facts have touched, but for orders.
    pub(super) fn renew_open(&mut self, relations: &impl Relations) {
        let touched = std::mem::take(&mut self.open.touched);
        for id in touched.parcels {
            let Some(parcel) = self.parcels.get(&id) else {
                continue;
            };
            let ends = parcel.delivered().count() + parcel.losses().count();
            let has_left = parcel.handed_over().next().is_some();
            let may_clash = ends > 1
                || !parcel.lid_said_twice().is_empty()
                || !parcel.measured_said_twice().is_empty();
            let is_here = ends == 0 && !has_left && !parcel.is_given_up();
            put(&mut self.open.parcels, id, is_here);
            put(&mut self.open.away, id, ends == 0 && has_left);
            put(&mut self.open.clashing_parcels, id, may_clash);
        }
        for id in touched.batches {
            let Some(batch) = self.batches.get(&id) else {
                continue;
            };
            let is_open = !batch.is_finished();
            let may_clash = batch.totes_said_twice().next().is_some();
            put(&mut self.open.batches, id, is_open);
            put(&mut self.open.clashing_batches, id, may_clash);
        }
        for id in touched.receipts {
            let receipt = self.receipts.get(&id);
            let is_open = receipt.is_some_and(|receipt| !receipt.is_closed());
            put(&mut self.open.receipts, id, is_open);
        }
        for id in touched.returns {
            let is_open = self.returns.get(&id).is_some_and(|rma| !rma.is_closed());
            put(&mut self.open.returns, id, is_open);
        }
        let mut works = touched.works;
        if touched.all_leases {
            works.extend(self.work.keys().cloned());
        }
        // Two who begin with one piece of work are an entry without any grant.
        let again: BTreeSet<LeaseKey> = works
            .iter()
            .filter(|(lease, _)| lease.is_of_the_first_worker())
            .map(|(lease, _)| lease.clone())
            .chain(touched.leases)
            .collect();
        for lease in again {
            works.extend(self.streams_under(&lease).map(|by| (lease.clone(), by)));
        }
        for under in works {
            let may_clash = self.may_work_clash(&under, relations);
            put(&mut self.open.clashing_works, under, may_clash);
        }
    }

    fn may_work_clash(&self, under: &(LeaseKey, StreamId), relations: &impl Relations) -> bool {
        let (lease, stream) = under;
        let Some(worked) = self.work.get(under) else {
            return false;
        };
        let several = lease.is_of_the_first_worker() && self.streams_under(lease).nth(1).is_some();
        several
            || self.leases.is_granted(lease)
            || self.leases.may_take_whole(*stream, &worked.last, relations)
    }
}

crate::kept_struct! {
    Touched { parcels, batches, receipts, returns, works, leases, all_leases }
    Open {
        touched, orders, fulfilments, batches, parcels, away, receipts, returns, clashing_orders, addressed,
        clashing_parcels, clashing_batches, clashing_works, doubled_rows, carriers,
    }
}
