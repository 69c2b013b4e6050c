//! Which orders lie near each other.

/// So many neighbours of an order are known.
const NEIGHBOURS_MAX: usize = 16;

/// The orders with which each order saves most, the best first.
pub(super) fn neighbours(pairs: &[(u32, u32, u32)], orders: usize) -> Vec<Vec<u32>> {
    let mut near = vec![Vec::new(); orders];
    for &(_, a, b) in pairs {
        for (order, other) in [(a, b), (b, a)] {
            let list = &mut near[order as usize];
            if list.len() < NEIGHBOURS_MAX {
                list.push(other);
            }
        }
    }
    near
}
