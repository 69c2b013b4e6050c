//! The wave of a warehouse that does not plan: orders as they came, each line from the first aisle that has it.

use super::{Backlog, Wave};

/// Orders as they came until the ceiling, the first aisle with stock opened for each line; `None` where that stays
/// below the floor.
pub(super) fn first_come(backlog: &Backlog) -> Option<Wave> {
    let index = &backlog.index;
    let mut open = vec![false; index.aisles()];
    let mut stock = vec![0_i64; index.items()];
    let mut closed = vec![0_i64; index.items()];
    for item in 0..index.items() as u32 {
        let aisles = index.item_aisles.of(item);
        closed[item as usize] = aisles.iter().map(|aisle| i64::from(aisle.units)).sum();
    }
    // The first aisle of each item that may still be closed.
    let mut next = vec![0_usize; index.items()];
    let mut orders = Vec::new();
    let mut units = 0_u64;
    for order in 0..index.orders() as u32 {
        let order_units = u64::from(index.order_units[order as usize]);
        if order_units == 0 || units + order_units > backlog.units_max {
            continue;
        }
        let lines = index.order_lines.of(order);
        let reachable = lines.iter().all(|line| {
            stock[line.of as usize] + closed[line.of as usize] >= i64::from(line.units)
        });
        if !reachable {
            continue;
        }
        for line in lines {
            let item = line.of as usize;
            let aisles = index.item_aisles.of(line.of);
            while stock[item] < i64::from(line.units)
                && let Some(aisle) = aisles.get(next[item])
            {
                next[item] += 1;
                if std::mem::replace(&mut open[aisle.of as usize], true) {
                    continue;
                }
                for had in index.aisle_lines.of(aisle.of) {
                    stock[had.of as usize] += i64::from(had.units);
                    closed[had.of as usize] -= i64::from(had.units);
                }
            }
            stock[item] -= i64::from(line.units);
        }
        units += order_units;
        orders.push(order as usize);
    }
    let aisles = (0..index.aisles()).filter(|aisle| open[*aisle]).collect();
    (units > 0 && units >= backlog.units_min).then_some(Wave {
        orders,
        aisles,
        units,
    })
}
