//! Plans to begin with: first come, and savings.

use super::cart::{Cart, Taken};
use super::lengths::{Lengths, Name};

/// Up to so many orders every pair is looked at; beyond, each order with so many others.
const ALL_PAIRS_ORDERS_MAX: usize = 400;
const PAIRS_PER_ORDER: usize = 40;

/// Orders one after the other, a new batch whenever the cart is full: what a warehouse without a plan does.
pub(super) fn first_come(
    orders: impl Iterator<Item = u32>,
    taken: &[Taken],
    cart: &Cart,
) -> Vec<Vec<u32>> {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut sum = Taken::default();
    for order in orders {
        let more = &taken[order as usize];
        match groups.last_mut() {
            Some(group) if cart.holds(&sum.plus(more)) => {
                group.push(order);
                sum = sum.plus(more);
            }
            _ => {
                groups.push(vec![order]);
                sum = *more;
            }
        }
    }
    groups
}

/// Pairs of orders with what walking them together saves against one tour each, in millimetres, the most first.
pub(super) fn savings(lengths: &mut Lengths, orders: usize) -> Vec<(u32, u32, u32)> {
    let alone: Vec<u32> = (0..orders as u32)
        .map(|order| lengths.measured(std::iter::once(order)))
        .collect();
    let mut pairs = Vec::new();
    for a in 0..orders {
        let step = if orders <= ALL_PAIRS_ORDERS_MAX {
            1
        } else {
            (orders / PAIRS_PER_ORDER).max(1)
        };
        for b in (a + 1..orders).step_by(step) {
            let (a, b) = (a as u32, b as u32);
            let together = lengths.measured([a, b].into_iter());
            let apart = alone[a as usize] + alone[b as usize];
            pairs.push((apart.saturating_sub(together), a, b));
        }
    }
    pairs.sort_by_key(|&(saved, a, b)| (std::cmp::Reverse(saved), a, b));
    pairs
}

/// Joins the two batches that save most, again and again, as Clarke and Wright (1964) do, with the savings of whole
/// batches measured anew (de Koster, van der Poort, Wolters 1999, "C&W(ii)").
pub(super) fn by_savings(
    lengths: &mut Lengths,
    pairs: &[(u32, u32, u32)],
    taken: &[Taken],
    cart: &Cart,
) -> Vec<Vec<u32>> {
    let mut groups: Vec<Vec<u32>> = (0..taken.len() as u32).map(|order| vec![order]).collect();
    let mut sums: Vec<Taken> = taken.to_vec();
    let mut names: Vec<Name> = (0..taken.len() as u32).map(|o| lengths.name(o)).collect();
    let mut tours: Vec<u32> = (0..taken.len() as u32)
        .map(|order| lengths.length(lengths.name(order), std::iter::once(order), true))
        .collect();
    // Grows by joining: (saved, generation of a, of b) go stale when either group changes.
    let mut ages = vec![0_u32; taken.len()];
    let mut heap: std::collections::BinaryHeap<(u32, u32, u32, u32, u32)> = pairs
        .iter()
        .map(|&(saved, a, b)| (saved, a, b, 0, 0))
        .collect();
    let mut partners: Vec<Vec<u32>> = vec![Vec::new(); taken.len()];
    for &(_, a, b) in pairs {
        partners[a as usize].push(b);
        partners[b as usize].push(a);
    }
    while let Some((_, a, b, age_a, age_b)) = heap.pop() {
        let (x, y) = (a as usize, b as usize);
        let is_stale = ages[x] != age_a || ages[y] != age_b;
        if is_stale || !cart.holds(&sums[x].plus(&sums[y])) {
            continue;
        }
        let joined = std::mem::take(&mut groups[y]);
        groups[x].extend(joined);
        sums[x] = sums[x].plus(&sums[y]);
        names[x] = names[x].toggled(names[y]);
        tours[x] = lengths.length(names[x], groups[x].iter().copied(), true);
        ages[x] += 1;
        ages[y] = u32::MAX;
        let more = std::mem::take(&mut partners[y]);
        partners[x].extend(more);
        partners[x].sort_unstable();
        partners[x].dedup();
        partners[x].retain(|other| ages[*other as usize] < u32::MAX && *other != a);
        for at in 0..partners[x].len() {
            let other = partners[x][at];
            let z = other as usize;
            if !cart.holds(&sums[x].plus(&sums[z])) {
                continue;
            }
            let orders = groups[x].iter().chain(&groups[z]).copied();
            let together = lengths.length(names[x].toggled(names[z]), orders, true);
            let saved = (tours[x] + tours[z]).saturating_sub(together);
            heap.push((saved, a, other, ages[x], ages[z]));
            if !partners[z].contains(&a) {
                partners[z].push(a);
            }
        }
    }
    groups
}
