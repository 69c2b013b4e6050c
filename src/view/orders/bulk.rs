//! What is done to many orders at once would do to each of them, for a look before it is done.
//!
//! A person who chose two hundred orders wants those done that can be: the plan says which, and why not the rest.

use super::head::OrderHead;
use crate::limits::BATCH_ORDERS_MAX;
use crate::site::Reading;
use crate::stream::id::{CommitId, Opened, StreamId};
use crate::trade::allocation::AllocationFact;
use crate::trade::decide::{Proposed, Refusal};
use crate::trade::demand::DemandDocument;
use crate::trade::event::Event;
use crate::trade::fulfilment::{Executor, FulfilmentFact};
use crate::trade::id::{FulfilmentOrderId, OrderId, WarehouseId};
use crate::trade::leases::LeaseKey;
use crate::trade::orders::HoldKind;
use std::collections::BTreeMap;

/// What is done to many orders at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// Let orders pass about which something is in doubt.
    Verify,
    /// Make orders wait.
    Hold(HoldKind),
    /// Allocate stock.
    Allocate,
    /// Give up what is allocated.
    Deallocate,
    /// Give them to the floor.
    Release,
    /// Cancel what has not left.
    Cancel,
}

/// What the action means for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is done in full.
    InFull,
    /// It is done for some of its units.
    InPart,
    /// There is no free stock for it.
    NoStock,
    /// It is held.
    OnHold,
    /// A person must look at it first.
    NotVerified,
    /// Payments do not cover it.
    NotPaid,
    /// Nothing is allocated to it.
    NotAllocated,
    /// It is in a pick batch.
    InBatch,
    /// There is nothing to do: it is so already.
    NothingToDo,
}

impl Outcome {
    /// Whether the action does something to such an order.
    pub fn acts(self) -> bool {
        matches!(self, Outcome::InFull | Outcome::InPart)
    }
}

/// An order with its number and its part of an address.
pub type Named = (OrderId, String, String);

/// Orders with which nothing can be done, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedOrders {
    /// The reason; where another device sees to them it is that of the first of them.
    pub why: Refusal,
    /// The orders.
    pub orders: Vec<Named>,
}

impl RefusedOrders {
    /// The device that sees to them, where that is the reason.
    pub fn device(&self) -> Option<StreamId> {
        held_by(&self.why)
    }
}

fn held_by(why: &Refusal) -> Option<StreamId> {
    match why {
        Refusal::LeaseHeld {
            lease: LeaseKey::Desk(_),
            by,
        } => Some(*by),
        _ => None,
    }
}

/// Which of the chosen orders an action means what for. Within a group the most urgent come first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkPlan {
    /// The orders by outcome.
    pub groups: BTreeMap<Outcome, Vec<Named>>,
    /// Those that the action is refused for, whatever they look like.
    pub refused: Vec<RefusedOrders>,
}

impl BulkPlan {
    /// Looks at every chosen order. `given` are the units that an allocation would give, by order.
    pub fn of(
        heads: &[&OrderHead],
        action: &Bulk,
        given: &BTreeMap<OrderId, i128>,
        now_ms: i64,
    ) -> Self {
        let mut heads: Vec<&OrderHead> = heads.to_vec();
        heads.sort_by_key(|head| {
            (
                head.ship_by_ms.unwrap_or(i64::MAX),
                super::head::wall_seconds(&head.placed),
            )
        });
        let mut plan = BulkPlan::default();
        for head in heads {
            let outcome = outcome(head, action, given, now_ms);
            let group = plan.groups.entry(outcome).or_default();
            group.push((head.id.clone(), head.number.clone(), head.address.clone()));
        }
        plan
    }

    /// Asks of the orders that look as if the action could be done, or as if only stock were missing, whether it is refused,
    /// and for what. `tried` decides the action for orders, and gives the first refusal; many are asked at once, and one by
    /// one where that is refused.
    pub fn ask(&mut self, action: &Bulk, tried: impl Fn(&[OrderId]) -> Option<Refusal>) {
        let is_asked = |outcome: &Outcome| match action {
            // What is given is given by a command that was decided.
            Bulk::Allocate => *outcome == Outcome::NoStock,
            Bulk::Verify | Bulk::Hold(_) | Bulk::Deallocate | Bulk::Release | Bulk::Cancel => {
                outcome.acts()
            }
        };
        let asked = self.groups.iter().filter(|(outcome, _)| is_asked(outcome));
        let asked: Vec<OrderId> = asked
            .flat_map(|(_, orders)| orders)
            .map(|(id, ..)| id.clone())
            .collect();
        if asked.is_empty() || tried(&asked).is_none() {
            return;
        }
        for (_, orders) in self.groups.iter_mut().filter(|(it, _)| is_asked(it)) {
            let mut left = Vec::new();
            for order in std::mem::take(orders) {
                match tried(std::slice::from_ref(&order.0)) {
                    // That stock is missing is what it looked like.
                    None | Some(Refusal::NothingToDo | Refusal::NoStock(_)) => left.push(order),
                    Some(why) => refuse(&mut self.refused, why, order),
                }
            }
            *orders = left;
        }
        self.groups.retain(|_, orders| !orders.is_empty());
    }

    /// The orders that the action does something to.
    pub fn acting(&self) -> Vec<OrderId> {
        let acting = self.groups.iter().filter(|(outcome, _)| outcome.acts());
        acting
            .flat_map(|(_, orders)| orders)
            .map(|(id, _, _)| id.clone())
            .collect()
    }

    /// How many orders the action does something to.
    pub fn acting_count(&self) -> usize {
        let acting = self.groups.iter().filter(|(outcome, _)| outcome.acts());
        acting.map(|(_, orders)| orders.len()).sum()
    }
}

fn refuse(refused: &mut Vec<RefusedOrders>, why: Refusal, order: Named) {
    let mut groups = refused.iter_mut();
    let same = groups.find(|group| match (group.device(), held_by(&why)) {
        (Some(one), Some(other)) => one == other,
        _ => group.why == why,
    });
    match same {
        Some(group) => group.orders.push(order),
        None => refused.push(RefusedOrders {
            why,
            orders: vec![order],
        }),
    }
}

/// What keeps an order from being worked.
fn waits(head: &OrderHead, now_ms: i64) -> Option<Outcome> {
    if head.held_at(now_ms) {
        Some(Outcome::OnHold)
    } else if head.unverified {
        Some(Outcome::NotVerified)
    } else if head.is_unpaid() {
        Some(Outcome::NotPaid)
    } else {
        None
    }
}

fn outcome(
    head: &OrderHead,
    action: &Bulk,
    given: &BTreeMap<OrderId, i128>,
    now_ms: i64,
) -> Outcome {
    let stages = &head.stages;
    if stages.outstanding() == 0 {
        return Outcome::NothingToDo;
    }
    match action {
        Bulk::Verify if head.unverified => Outcome::InFull,
        Bulk::Verify => Outcome::NothingToDo,
        Bulk::Hold(kind) if head.holds.iter().any(|hold| hold.kind == *kind) => {
            Outcome::NothingToDo
        }
        Bulk::Hold(_) => Outcome::InFull,
        Bulk::Allocate if stages.open == 0 => Outcome::NothingToDo,
        Bulk::Allocate => match given.get(&head.id).copied().unwrap_or(0) {
            0 => waits(head, now_ms).unwrap_or(Outcome::NoStock),
            units if units >= stages.open => Outcome::InFull,
            _ => Outcome::InPart,
        },
        Bulk::Deallocate if stages.allocated == 0 => Outcome::NotAllocated,
        Bulk::Deallocate if !head.batches.is_empty() => Outcome::InBatch,
        Bulk::Deallocate => Outcome::InFull,
        Bulk::Release => {
            if let Some(waits) = waits(head, now_ms) {
                waits
            } else if !head.batches.is_empty() {
                Outcome::InBatch
            } else if stages.allocated == 0 {
                Outcome::NotAllocated
            } else if stages.open > 0 {
                Outcome::InPart
            } else {
                Outcome::InFull
            }
        }
        Bulk::Cancel if stages.picked + stages.packed + stages.shipped > 0 => Outcome::InPart,
        Bulk::Cancel => Outcome::InFull,
    }
}

/// The units that proposed commits would allocate, by order. `stream` and `first` name the first of the commits.
pub fn allocated_in(
    at: &Reading<'_>,
    proposed: &[Proposed],
    stream: StreamId,
    first: u64,
) -> BTreeMap<OrderId, i128> {
    let mut opened: BTreeMap<FulfilmentOrderId, OrderId> = BTreeMap::new();
    let mut given: BTreeMap<OrderId, i128> = BTreeMap::new();
    for (number, commit) in (first..).zip(proposed) {
        let commit_id = CommitId { stream, number };
        let mut ordinal = 0;
        for event in &commit.events {
            match event {
                Event::Fulfilment(FulfilmentFact::Routed(routed)) => {
                    let id = FulfilmentOrderId(Opened {
                        commit: commit_id,
                        ordinal,
                    });
                    opened.insert(id, routed.order.clone());
                }
                Event::Allocation(AllocationFact::Allocated(allocated)) => {
                    if let DemandDocument::FulfilmentOrder(id) = &allocated.document {
                        let known = || {
                            let (_, routed) = at.state.fulfilment(id)?.routed()?;
                            Some(routed.order.clone())
                        };
                        if let Some(order) = opened.get(id).cloned().or_else(known) {
                            let units: i128 =
                                allocated.lines.iter().map(|line| line.units.wide()).sum();
                            *given.entry(order).or_insert(0) += units;
                        }
                    }
                }
                _ => {}
            }
            ordinal += u32::from(event.opens());
        }
    }
    given
}

/// The fulfilment orders of orders at our warehouses that have units allocated and are in no open batch, by warehouse.
pub fn releasable(
    at: &Reading<'_>,
    orders: &[OrderId],
) -> BTreeMap<WarehouseId, Vec<FulfilmentOrderId>> {
    let mut found: BTreeMap<WarehouseId, Vec<FulfilmentOrderId>> = BTreeMap::new();
    for order in orders.iter().filter_map(|id| at.state.order(id)) {
        let demand = at.state.demand(order);
        for (_, id, routed) in order.routed() {
            let Executor::Warehouse(warehouse) = &routed.executor else {
                continue;
            };
            let mut batches = at.state.links().batches(id);
            let in_batch =
                batches.any(|id| at.state.batch(id).is_some_and(|batch| !batch.is_finished()));
            let mut work = demand.parts.values().flat_map(|part| &part.work);
            let allocated = work.any(|(line, work)| line.document == *id && work.allocated > 0);
            if allocated && !in_batch {
                found.entry(warehouse.clone()).or_default().push(*id);
            }
        }
    }
    found
}

/// Parts of at most [`BATCH_ORDERS_MAX`], as even as they come: two walks of 40 and not one of 64 and one of 16.
pub fn split_into_batches<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    if all.is_empty() {
        return Vec::new();
    }
    let batches = all.len().div_ceil(BATCH_ORDERS_MAX);
    let size = all.len().div_ceil(batches);
    all.chunks(size).map(<[T]>::to_vec).collect()
}
