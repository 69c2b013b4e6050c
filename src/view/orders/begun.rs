//! Work on many orders that takes many commands. It is noted before it begins, so that whatever stops it, a person is told
//! afterwards what is in, can take that back, and goes on from there.

use super::bulk::Bulk;
use crate::kept_struct;
use crate::site::Reading;
use crate::stream::id::{CommitId, StreamId};
use crate::stream::wire::{Malformed, Names, Reader, Wire, Writer};
use crate::trade::allocation::AllocationFact;
use crate::trade::demand::DemandDocument;
use crate::trade::event::Event;
use crate::trade::fulfilment::FulfilmentFact;
use crate::trade::id::{BatchId, FulfilmentOrderId, OrderId};
use crate::trade::orders::{HoldKind, OrderFact};
use crate::trade::picking::PickingFact;
use crate::trade::table::Standing;
use std::collections::BTreeSet;

/// Work on many orders, as it is noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// What is done.
    pub action: Bulk,
    /// To which orders.
    pub orders: Vec<OrderId>,
    /// The stream of this device.
    pub stream: StreamId,
    /// How many commits it had before.
    pub after: u64,
    /// How many it had when the work ended; `None` while it goes on, or where nobody saw its end.
    pub until: Option<u64>,
    /// Whether it came to its end.
    pub whole: bool,
}

/// What of it is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BegunDone {
    /// The orders to which it was done.
    pub orders: BTreeSet<OrderId>,
    /// The fulfilment orders to which stock was allocated, or of which it was released.
    pub fulfilments: BTreeSet<FulfilmentOrderId>,
    /// The pick batches that were released, but for those that have ended.
    pub batches: Vec<BatchId>,
}

impl Begun {
    /// What of the work is in, as the facts say.
    pub fn done(&self, at: &Reading<'_>) -> BegunDone {
        let chosen: BTreeSet<&OrderId> = self.orders.iter().collect();
        let mut done = BegunDone::default();
        let head = at.held.last_of(self.stream);
        for number in self.after + 1..=self.until.unwrap_or(head).min(head) {
            let commit = CommitId {
                stream: self.stream,
                number,
            };
            let events: Vec<Event> = at.held.events(commit).cloned().collect();
            for (standing, event) in Standing::all(commit, &events) {
                self.see(at, &standing, event, &chosen, &mut done);
            }
        }
        done
    }

    /// The orders to which it was not done, of those that are still there.
    pub fn left(&self, done: &BegunDone) -> Vec<OrderId> {
        let left = self.orders.iter().filter(|id| !done.orders.contains(*id));
        left.cloned().collect()
    }

    fn see(
        &self,
        at: &Reading<'_>,
        standing: &Standing,
        event: &Event,
        chosen: &BTreeSet<&OrderId>,
        done: &mut BegunDone,
    ) {
        let order_of = |id: &FulfilmentOrderId| {
            let (_, routed) = at.state.fulfilment(id)?.routed()?;
            chosen.contains(&routed.order).then(|| routed.order.clone())
        };
        match (&self.action, event) {
            (
                Bulk::Verify,
                Event::Orders(
                    OrderFact::Verified { order } | OrderFact::DoubtSettled { order, .. },
                ),
            ) if chosen.contains(order) => {
                done.orders.insert(order.clone());
            }
            (Bulk::Hold(_), Event::Orders(OrderFact::HoldPlaced(held)))
                if chosen.contains(&held.order) =>
            {
                done.orders.insert(held.order.clone());
            }
            (Bulk::Cancel, Event::Orders(OrderFact::LinesCancelled(cancelled)))
                if chosen.contains(&cancelled.order) =>
            {
                done.orders.insert(cancelled.order.clone());
            }
            // What a warehouse has taken up is asked back.
            (Bulk::Cancel, Event::Fulfilment(FulfilmentFact::BackRequested(back))) => {
                done.orders.extend(order_of(&back.fulfilment));
            }
            (Bulk::Allocate, Event::Allocation(AllocationFact::Allocated(of)))
            | (Bulk::Deallocate, Event::Allocation(AllocationFact::Deallocated(of))) => {
                if let DemandDocument::FulfilmentOrder(id) = &of.document
                    && let Some(order) = order_of(id)
                {
                    done.orders.insert(order);
                    done.fulfilments.insert(*id);
                }
            }
            (Bulk::Release, Event::Picking(PickingFact::BatchReleased(released))) => {
                let documents = released.tasks.iter().map(|task| &task.line.document);
                let of_orders = documents.filter_map(|document| match document {
                    DemandDocument::FulfilmentOrder(id) => order_of(id),
                    _ => None,
                });
                let before = done.orders.len();
                done.orders.extend(of_orders);
                let batch = BatchId(standing.opened());
                let is_open = at.state.batch(&batch).is_some_and(|of| !of.is_finished());
                if done.orders.len() > before && is_open {
                    done.batches.push(batch);
                }
            }
            _ => {}
        }
    }

    /// The bytes in which it is noted.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut names = Names::whole();
        let mut w = Writer::new(&mut names);
        self.write(&mut w);
        w.into_bytes()
    }

    /// What was noted.
    ///
    /// # Errors
    /// When the bytes are none of this build.
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let names = Names::whole();
        let mut r = Reader::new(bytes, &names);
        let begun = Begun::read(&mut r)?;
        r.finish()?;
        Ok(begun)
    }
}

kept_struct! { Begun { action, orders, stream, after, until, whole } }

impl Wire for Bulk {
    fn write(&self, w: &mut Writer<'_>) {
        let (number, kind): (u32, Option<&HoldKind>) = match self {
            Bulk::Verify => (0, None),
            Bulk::Hold(kind) => (1, Some(kind)),
            Bulk::Allocate => (2, None),
            Bulk::Deallocate => (3, None),
            Bulk::Release => (4, None),
            Bulk::Cancel => (5, None),
        };
        number.write(w);
        if let Some(kind) = kind {
            kind.write(w);
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match u32::read(r)? {
            0 => Bulk::Verify,
            1 => Bulk::Hold(HoldKind::read(r)?),
            2 => Bulk::Allocate,
            3 => Bulk::Deallocate,
            4 => Bulk::Release,
            5 => Bulk::Cancel,
            _ => return Err(Malformed::OutOfRange("what is done to many orders")),
        })
    }
}
