//! The best plan of few orders, by dynamic programming over the sets of picked orders.

use super::Problem;
use super::line::Rank;
use crate::planning::batch::cart::Taken;
use crate::planning::batch::lengths::Lengths;
use crate::planning::effort::Effort;

/// Up to so many orders the best plan is found and proven.
pub const ORDERS_EXACT_MAX: usize = 10;

/// Ways to pick that are kept at once; where they would be more, nothing is proven.
const WAYS_MAX: usize = 300_000;

/// So many walks looked at are a step of the effort.
const PARTS_PER_STEP: u64 = 32;

/// A way to pick a set of orders.
#[derive(Debug, Clone, Copy)]
struct Way {
    lateness_ms: u64,
    /// When each picker is free then, the first first; there are never more than there are orders.
    free_ms: [u64; ORDERS_EXACT_MAX],
    work_ms: u64,
    /// The set picked before the last walk, and the way to pick it, by its place.
    before: (usize, usize),
}

impl Way {
    fn beats(&self, other: &Way) -> bool {
        self.lateness_ms <= other.lateness_ms
            && self.free_ms.iter().zip(&other.free_ms).all(|(a, b)| a <= b)
    }
}

/// What batches of few orders take and how much work sets of them are at least.
struct Sets {
    /// What a walk for each set takes, in milliseconds; `None` where no cart holds it.
    walk_ms: Vec<Option<u32>>,
    /// The least work that picks each set, in milliseconds.
    work_ms: Vec<u64>,
}

impl Sets {
    fn new(problem: &Problem, times: &mut Lengths) -> Sets {
        let batching = problem.batching;
        let count = batching.taken.len();
        let walk_ms: Vec<Option<u32>> = (0..1_usize << count)
            .map(|set| {
                let each = members(set).map(|order| &batching.taken[order as usize]);
                let taken = each.fold(Taken::default(), |sum, one| sum.plus(one));
                let fits = batching.cart.holds(&taken);
                fits.then(|| times.measured(members(set)))
            })
            .collect();
        let mut work_ms = vec![0; walk_ms.len()];
        for set in 1..walk_ms.len() {
            // The lowest order is in some walk.
            let lowest = set.isolate_lowest_one();
            let walks = parts(set).filter(|part| part & lowest > 0);
            let works =
                walks.filter_map(|part| Some(u64::from(walk_ms[part]?) + work_ms[set & !part]));
            work_ms[set] = works.min().unwrap_or(u64::MAX);
        }
        Sets { walk_ms, work_ms }
    }
}

/// Looks for a plan better than `known`. `None` where there are too many orders, too many ways, or the effort is
/// spent: then nothing is known. Else the groups in sequence of the best plan, or none where `known` is as good.
pub(super) fn best(
    problem: &Problem,
    times: &mut Lengths,
    known: Rank,
    effort: &mut Effort,
) -> Option<Option<Vec<Vec<u32>>>> {
    let count = problem.dues.len();
    if count > ORDERS_EXACT_MAX {
        return None;
    }
    let sets = Sets::new(problem, times);
    let all = sets.walk_ms.len() - 1;
    let alone: Vec<u32> = (0..count)
        .map(|order| sets.walk_ms[1 << order].unwrap_or(0))
        .collect();
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); all + 1];
    ways[0].push(begin(problem));
    let mut kept = 1;
    let mut best_rank = known;
    let mut best = None;
    for set in 0..all {
        let rest = all & !set;
        for place in 0..ways[set].len() {
            if !effort.spend(1 + (1 << rest.count_ones()) / PARTS_PER_STEP) || kept > WAYS_MAX {
                return None;
            }
            let way = ways[set][place];
            for walk in parts(rest) {
                let Some(walk_ms) = sets.walk_ms[walk] else {
                    continue;
                };
                let next = extended(problem, &way, walk, walk_ms, (set, place));
                let after = set | walk;
                let left = members(all & !after);
                let bound = Rank {
                    lateness_ms: next.lateness_ms.saturating_add(problem.lateness_bound(
                        left,
                        next.free_ms[0],
                        &alone,
                    )),
                    work_ms: next.work_ms + sets.work_ms[all & !after],
                };
                if bound >= best_rank || ways[after].iter().any(|other| other.beats(&next)) {
                    continue;
                }
                if after == all {
                    best_rank = bound;
                    best = Some(next);
                    continue;
                }
                let before = ways[after].len();
                ways[after].retain(|other| !next.beats(other));
                kept -= before - ways[after].len();
                ways[after].push(next);
                kept += 1;
            }
        }
    }
    Some(best.map(|last| groups(&ways, last, all)))
}

/// Nothing is picked; of more pickers than orders those free first serve.
fn begin(problem: &Problem) -> Way {
    let mut free: Vec<u64> = problem.free_ms.to_vec();
    free.sort_unstable();
    free.truncate(problem.dues.len());
    // Places without a picker stay beyond all times.
    let mut free_ms = [u64::MAX; ORDERS_EXACT_MAX];
    free_ms[..free.len()].copy_from_slice(&free);
    Way {
        lateness_ms: 0,
        free_ms,
        work_ms: 0,
        before: (0, 0),
    }
}

/// A way with a walk more, by who is free first.
fn extended(
    problem: &Problem,
    way: &Way,
    walk: usize,
    walk_ms: u32,
    before: (usize, usize),
) -> Way {
    let mut next = *way;
    let end_ms = way.free_ms[0] + u64::from(walk_ms);
    next.free_ms[0] = end_ms;
    next.free_ms.sort_unstable();
    let late = members(walk).map(|order| problem.lateness(order, end_ms));
    next.lateness_ms = late.fold(next.lateness_ms, u64::saturating_add);
    next.work_ms += u64::from(walk_ms);
    next.before = before;
    next
}

/// The groups that a way over all orders picks, in sequence.
fn groups(ways: &[Vec<Way>], last: Way, all: usize) -> Vec<Vec<u32>> {
    let mut groups = Vec::new();
    let (mut set, mut way) = (all, last);
    while set > 0 {
        let (before, place) = way.before;
        groups.push(members(set & !before).collect());
        set = before;
        way = ways[before][place];
    }
    groups.reverse();
    groups
}

fn members(set: usize) -> impl Iterator<Item = u32> {
    (0..ORDERS_EXACT_MAX as u32).filter(move |order| set >> order & 1 == 1)
}

/// All parts of a set but the empty one.
fn parts(set: usize) -> impl Iterator<Item = usize> {
    let mut part = set;
    std::iter::from_fn(move || {
        let next = (part > 0).then_some(part)?;
        part = (part - 1) & set;
        Some(next)
    })
}
