//! Every way to part a few units into parcels.

use super::choose::{Chooser, State};
use super::fit::Pains;
use super::model::Outcome;
use crate::planning::effort::Effort;

/// Every way to part a few units into parcels, by dynamic programming over their subsets.
pub(super) fn every_parting(
    chooser: &Chooser<'_>,
    counts: &[u32],
    naive: State,
    effort: &mut Effort<'_>,
) -> (State, bool) {
    let mut units: Vec<usize> = Vec::new();
    for (line, count) in counts.iter().enumerate() {
        units.extend(std::iter::repeat_n(line, *count as usize));
    }
    let all = (1_usize << units.len()) - 1;
    let of = |subset: usize| {
        let mut counts = vec![0; counts.len()];
        for (index, line) in units.iter().enumerate() {
            counts[*line] += (subset >> index & 1) as u32;
        }
        counts
    };
    let start = State {
        left: counts.to_vec(),
        cost: 0,
        loads: Vec::new(),
    };
    let mut best = naive;
    chooser.finish(&start, &mut best, effort);
    let none = vec![0; counts.len()];
    let cheapest = chooser
        .by_cost(&none)
        .first()
        .map_or(i64::MAX, |(cost, _)| *cost);
    let mut proven = is_certain(chooser, counts, best.cost, effort);
    if best.cost <= cheapest.saturating_mul(2) {
        return (best, proven);
    }
    // The best parcels for each subset that goes into parcels at all.
    let mut parted: Vec<Option<State>> = vec![None; all + 1];
    parted[0] = Some(start);
    for subset in 1..=all {
        let lowest = subset.isolate_lowest_one();
        let mut here: Option<State> = None;
        let mut part = subset;
        while part > 0 {
            if part & lowest > 0
                && let Some(before) = &parted[subset ^ part]
            {
                let in_part = of(part);
                let mut from = before.clone();
                from.left = in_part.clone();
                let limit = here
                    .as_ref()
                    .map_or(best.cost.saturating_add(1), |state| state.cost);
                let mut found = State {
                    cost: limit,
                    ..from.clone()
                };
                chooser.finish(&from, &mut found, effort);
                proven &= is_certain(
                    chooser,
                    &in_part,
                    limit.min(found.cost) - before.cost,
                    effort,
                );
                if found.cost < limit {
                    here = Some(found);
                }
            }
            part = (part - 1) & subset;
        }
        parted[subset] = here;
    }
    match parted.pop().flatten() {
        Some(state) if state.cost < best.cost => (state, proven),
        _ => (best, proven),
    }
}

/// Whether every carton that would be cheaper than this is known for certain not to hold the units.
fn is_certain(chooser: &Chooser<'_>, counts: &[u32], cost: i64, effort: &mut Effort<'_>) -> bool {
    let cheaper = chooser
        .by_cost(counts)
        .into_iter()
        .filter(|(of, _)| *of < cost);
    cheaper
        .map(|(_, carton)| chooser.fitter.fit(carton, counts, Pains::Few, effort))
        .all(|found| found != Err(Outcome::NoneFound))
}
