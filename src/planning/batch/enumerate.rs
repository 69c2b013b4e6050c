//! All batches that a cart can hold, where they are few.

use super::cart::{Cart, Taken};
use super::lengths::Lengths;

/// A batch and the length of its tour, in millimetres.
pub(super) type Listed = (Vec<u32>, u32);

/// All sets of orders that go onto a cart; `None` where they are more than `batches_max`.
pub(super) fn all_batches(
    taken: &[Taken],
    cart: &Cart,
    lengths: &mut Lengths,
    batches_max: usize,
) -> Option<Vec<Listed>> {
    let mut all: Vec<Vec<u32>> = Vec::new();
    let mut open: Vec<(Vec<u32>, Taken)> = vec![(Vec::new(), Taken::default())];
    while let Some((orders, sum)) = open.pop() {
        let from = orders.last().map_or(0, |last| last + 1);
        for order in from..taken.len() as u32 {
            let sum = sum.plus(&taken[order as usize]);
            if !cart.holds(&sum) {
                continue;
            }
            let mut longer = orders.clone();
            longer.push(order);
            all.push(longer.clone());
            if all.len() > batches_max {
                return None;
            }
            open.push((longer, sum));
        }
    }
    let measured = all.into_iter().map(|orders| {
        let length = lengths.measured(orders.iter().copied());
        (orders, length)
    });
    Some(measured.collect())
}
