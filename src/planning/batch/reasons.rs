//! Why an order is in its batch.

use super::lengths::Lengths;
use super::{Batch, Batching};

/// What an order costs where it is, and what it would elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The order, by its place in the list.
    pub order: usize,
    /// Its batch, by its place in the plan.
    pub batch: usize,
    /// How much shorter the walk of its batch were without it, in millimetres.
    pub adds_mm: u32,
    /// The walk for it alone, in millimetres.
    pub alone_mm: u32,
    /// The other batch that has room and is lengthened least, with the millimetres; `None` where none has room.
    pub elsewhere: Option<(usize, u32)>,
}

impl Batching {
    /// Says for each order of a plan what it adds to its batch, and what it would add to the next best one. Batches of
    /// another plan than this one's are left out.
    pub fn reasons(&self, batches: &[Batch]) -> Vec<Reason> {
        let mut lengths = Lengths::new(&self.router, &self.picks);
        let mut reasons = Vec::new();
        for (place, batch) in batches.iter().enumerate() {
            for &order in batch
                .orders
                .iter()
                .filter(|order| **order < self.taken.len())
            {
                let others = |batch: &Batch| -> Vec<u32> {
                    let others = batch.orders.iter().filter(|other| **other != order);
                    let known = others.filter(|other| **other < self.taken.len());
                    known.map(|other| *other as u32).collect()
                };
                let without = lengths.measured(others(batch).into_iter());
                let elsewhere = (0..batches.len())
                    .filter(|other| *other != place && self.has_room(&batches[*other], order))
                    .map(|other| {
                        let orders = others(&batches[other]).into_iter().chain([order as u32]);
                        let with = lengths.measured(orders);
                        (other, with.saturating_sub(batches[other].length_mm))
                    })
                    .min_by_key(|(_, adds)| *adds);
                reasons.push(Reason {
                    order,
                    batch: place,
                    adds_mm: batch.length_mm.saturating_sub(without),
                    alone_mm: lengths.measured([order as u32].into_iter()),
                    elsewhere,
                });
            }
        }
        reasons.sort_by_key(|reason| reason.order);
        reasons
    }

    fn has_room(&self, batch: &Batch, order: usize) -> bool {
        let taken = self.taken_by(&batch.orders).plus(&self.taken[order]);
        self.cart.holds(&taken)
    }
}
