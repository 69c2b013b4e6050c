//! Who works on what: open documents that one device holds, since when, and in whose name.

use super::floor::{Hand, pack};
use super::names;
use crate::site::Reading;
use crate::stream::id::StreamId;
use crate::trade::demand::DemandDocument;
use crate::trade::id::{
    BatchId, ChannelId, ContainerId, OperatorId, OrderId, ReceiptId, ReturnId, WarehouseId,
};
use crate::trade::leases::LeaseKey;
use crate::trade::leases::commands::LeaseAt;
use crate::trade::place::Place;
use crate::trade::table::Scope;
use std::collections::BTreeMap;

/// What is worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// A pick batch.
    Pick(BatchId),
    /// The packing of an order.
    Pack(OrderId),
    /// A delivery.
    Receive(ReceiptId),
    /// Returned goods, with the order that they are of where it is known.
    Return(ReturnId, Option<OrderId>),
    /// Reading a channel's files.
    Channel(ChannelId),
    /// Choosing locations for a warehouse's orders.
    Release(WarehouseId),
}

/// Work that a device holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// What.
    pub job: Job,
    /// Its lease, as a command names it.
    pub lease: LeaseAt,
    /// The device.
    pub device: StreamId,
    /// In whose name it was begun or taken.
    pub who: Option<String>,
    /// Since when, in milliseconds since 1970 UTC.
    pub since_ms: i64,
}

/// Open work that some device holds: that of this device first, then by device and time.
pub fn at_work(hand: &Hand<'_>) -> Vec<AtWork> {
    let mut all: Vec<AtWork> = jobs(hand)
        .into_iter()
        .filter_map(|(job, lease)| held(hand, job, lease))
        .collect();
    all.sort_by_key(|work| (work.device != hand.stream, work.device, work.since_ms));
    all
}

fn jobs(hand: &Hand<'_>) -> Vec<(Job, LeaseAt)> {
    let state = hand.at.state;
    let mut jobs = Vec::new();
    let mut push = |job, lease, warehouse: Option<WarehouseId>| {
        jobs.extend(warehouse.map(|warehouse| {
            let lease = LeaseAt {
                lease,
                warehouse: Some(warehouse),
            };
            (job, lease)
        }));
    };
    for (id, batch) in state.open_batches() {
        let of = batch.released().and_then(|(_, of)| of.tasks.first());
        let warehouse = of.and_then(|task| warehouse(hand, &task.line.document));
        push(Job::Pick(*id), LeaseKey::Batch(*id), warehouse);
    }
    for (id, receipt) in state.open_receipts() {
        let warehouse = receipt.opened().map(|(_, it)| it.warehouse.clone());
        push(Job::Receive(*id), LeaseKey::Receipt(*id), warehouse);
    }
    for (id, rma) in state.open_rmas() {
        let order = rma.authorised().and_then(|(_, it)| it.order.clone());
        let job = Job::Return(*id, order);
        push(job, LeaseKey::Return(*id), hand.home().cloned());
    }
    for entry in pack::orders(hand) {
        for document in pack::fulfilments(hand, &entry.order) {
            let document = DemandDocument::FulfilmentOrder(document);
            let warehouse = warehouse(hand, &document);
            let job = Job::Pack(entry.order.clone());
            push(job, LeaseKey::Pack(document), warehouse);
        }
    }
    for (id, _) in state.warehouses() {
        let job = Job::Release(id.clone());
        push(job, LeaseKey::Release(id.clone()), Some(id.clone()));
    }
    jobs.extend(state.channels().map(|(id, _)| {
        let lease = LeaseAt {
            lease: LeaseKey::Channel(id.clone()),
            warehouse: None,
        };
        (Job::Channel(id.clone()), lease)
    }));
    jobs
}

/// Orders that one device has at its desk: it alone routes, allocates and releases them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtDesk {
    /// The device.
    pub device: StreamId,
    /// Its orders, as they were given.
    pub orders: Vec<OrderId>,
}

/// The device that has an order at its desk; `None` where nobody has.
pub fn desk_of(at: &Reading<'_>, order: &OrderId) -> Option<StreamId> {
    let lease = LeaseKey::Desk(order.clone());
    let opened = at.state.opened_by(&lease);
    at.state
        .leases
        .holder(&lease, opened, &at.relations())
        .stream
}

/// The lease of an order's desk, as a command names it.
pub fn desk_lease(order: &OrderId) -> LeaseAt {
    LeaseAt {
        lease: LeaseKey::Desk(order.clone()),
        warehouse: None,
    }
}

/// These orders by the device that has them at its desk, in the order of devices.
pub fn at_desks<'a>(
    at: &Reading<'_>,
    orders: impl IntoIterator<Item = &'a OrderId>,
) -> Vec<AtDesk> {
    let mut desks: BTreeMap<StreamId, Vec<OrderId>> = BTreeMap::new();
    for order in orders {
        if let Some(device) = desk_of(at, order) {
            desks.entry(device).or_default().push(order.clone());
        }
    }
    let desks = desks.into_iter();
    desks
        .map(|(device, orders)| AtDesk { device, orders })
        .collect()
}

fn warehouse(hand: &Hand<'_>, document: &DemandDocument) -> Option<WarehouseId> {
    hand.warehouse_of(super::floor::fulfilment(document)?)
}

/// A lease as a command names it: with the warehouse that its work is in. `None` where no warehouse is known for it.
pub fn lease_at(hand: &Hand<'_>, lease: &LeaseKey) -> Option<LeaseAt> {
    let state = hand.at.state;
    let at = |place: &Place| hand.floor(|floor| floor.warehouse_at(place).ok());
    let found = match lease {
        LeaseKey::Batch(batch) => {
            let (_, of) = state.batch(batch)?.released()?;
            warehouse(hand, &of.tasks.first()?.line.document)
        }
        LeaseKey::Pack(document) => warehouse(hand, document),
        LeaseKey::Receipt(receipt) => {
            let (_, opened) = state.receipt(receipt)?.opened()?;
            Some(opened.warehouse.clone())
        }
        LeaseKey::Return(_) => hand.home().cloned(),
        LeaseKey::Count(place) => at(place),
        LeaseKey::Release(warehouse) => Some(warehouse.clone()),
        LeaseKey::Executor(parcel) => at(&Place::Container(ContainerId::Parcel(*parcel))),
        LeaseKey::Desk(_) | LeaseKey::Channel(_) => None,
    };
    let is_warehouses = lease.scope() == Scope::Warehouse;
    (found.is_some() == is_warehouses).then(|| LeaseAt {
        lease: lease.clone(),
        warehouse: found,
    })
}

/// The other device that holds a lease; `None` where nobody or this device does.
pub fn held_elsewhere(hand: &Hand<'_>, lease: &LeaseKey) -> Option<StreamId> {
    let state = hand.at.state;
    let opened = state.opened_by(lease);
    let holder = state.leases.holder(lease, opened, &hand.at.relations());
    holder.stream.filter(|stream| *stream != hand.stream)
}

fn held(hand: &Hand<'_>, job: Job, lease: LeaseAt) -> Option<AtWork> {
    let state = hand.at.state;
    let relations = hand.at.relations();
    let opened = state.opened_by(&lease.lease);
    let holder = state.leases.holder(&lease.lease, opened, &relations);
    let device = holder.stream?;
    let commit = holder.grant.map(|grant| grant.commit()).or(opened)?;
    let header = hand.at.held.header_of(commit)?;
    let who = header
        .operator
        .map(|operator| names::operator_name(&hand.at, &OperatorId(operator)));
    Some(AtWork {
        job,
        lease,
        device,
        who,
        since_ms: header.wall_ms().unwrap_or(header.stamp.ms()),
    })
}
