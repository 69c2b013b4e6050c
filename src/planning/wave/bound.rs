//! What no wave can exceed.

use super::Backlog;

/// No wave has more units per aisle; `None` where all usable stock stays below the floor.
pub(super) fn units_per_aisle_max(backlog: &Backlog) -> Option<f64> {
    let index = &backlog.index;
    let mut usable: Vec<u64> = (0..index.aisles() as u32)
        .map(|aisle| {
            let lines = index.aisle_lines.of(aisle);
            lines.iter().map(|line| u64::from(line.units)).sum()
        })
        .collect();
    usable.sort_unstable_by_key(|units| std::cmp::Reverse(*units));
    let ordered: u64 = index
        .order_units
        .iter()
        .map(|units| u64::from(*units))
        .sum();
    let units_max = backlog.units_max.min(ordered);
    let mut sum = 0_u64;
    let mut best: Option<f64> = None;
    for (aisles, units) in (1..).zip(usable) {
        sum = sum.saturating_add(units);
        let units = sum.min(units_max);
        if units > 0 && units >= backlog.units_min {
            let ratio = units as f64 / f64::from(aisles);
            best = Some(best.map_or(ratio, |best| best.max(ratio)));
        }
    }
    best
}
