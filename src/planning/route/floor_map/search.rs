//! The order of picks over distances that may differ forth and back: exact for few, iterated local search for many.

use super::paths::Paths;
use crate::planning::{Effort, Random};

/// The distances between start, picks and end.
pub(super) struct Costs {
    /// Picks; in `between` the start is the place after them, and the end the one after that.
    count: usize,
    between: Vec<u64>,
}

/// The cost where there is no way: more than any way costs, and a route of nothing else does not overflow.
const NO_WAY: u64 = 1 << 50;

/// The longest run of picks that a move takes elsewhere.
const RUN_MAX: usize = 3;

impl Costs {
    pub fn new(paths: &mut Paths<'_>, start: u32, end: u32, picks: &[u32]) -> Self {
        let places: Vec<u32> = picks.iter().copied().chain([start, end]).collect();
        let mut between = vec![NO_WAY; places.len() * places.len()];
        for (from, &from_place) in places.iter().enumerate().take(picks.len() + 1) {
            for (to, &to_place) in places.iter().enumerate() {
                // Nobody walks back to the start; it may not even be possible.
                if from != to && to != picks.len() {
                    between[from * places.len() + to] =
                        paths.distance(from_place, to_place).unwrap_or(NO_WAY);
                }
            }
        }
        Costs {
            count: picks.len(),
            between,
        }
    }

    fn start(&self) -> usize {
        self.count
    }

    fn end(&self) -> usize {
        self.count + 1
    }

    fn at(&self, from: usize, to: usize) -> u64 {
        self.between[from * (self.count + 2) + to]
    }

    /// The length of the route that takes the picks in this order; `None` where a way is missing.
    pub fn length(&self, order: &[usize]) -> Option<u64> {
        let is_whole = self.legs(order).all(|leg| leg < NO_WAY);
        is_whole.then(|| self.sum(order))
    }

    /// The length of a route, in which a missing way costs more than any detour.
    fn sum(&self, order: &[usize]) -> u64 {
        self.legs(order).sum()
    }

    fn legs(&self, order: &[usize]) -> impl Iterator<Item = u64> {
        let mut from = self.start();
        let to = order.iter().copied().chain([self.end()]);
        to.map(move |to| self.at(std::mem::replace(&mut from, to), to))
    }
}

/// The best order of all, by dynamic programming over subsets: 2^n n^2 steps.
pub(super) fn exact(costs: &Costs) -> Vec<usize> {
    let count = costs.count;
    // The least cost of the rest of the route, by what is done (its bits) and where one is.
    let mut rest = vec![NO_WAY; (1 << count) * (count + 1)];
    let place = |done: usize, at: usize| done * (count + 1) + at;
    let all = (1_usize << count) - 1;
    let nexts = |done: usize| (0..count).filter(move |next| done >> next & 1 == 0);
    for done in (0..=all).rev() {
        for at in (0..=count).filter(|at| *at == count || done >> at & 1 == 1) {
            let best =
                nexts(done).map(|next| costs.at(at, next) + rest[place(done | 1 << next, next)]);
            rest[place(done, at)] = best.min().unwrap_or(costs.at(at, costs.end()));
        }
    }
    let (mut done, mut at) = (0, costs.start());
    let mut order = Vec::with_capacity(count);
    while done != all {
        let best = nexts(done)
            .min_by_key(|next| costs.at(at, *next) + rest[place(done | 1 << next, *next)])
            .expect("not all are done");
        order.push(best);
        done |= 1 << best;
        at = best;
    }
    order
}

/// A good order: cheapest insertion, then descent by moving short runs and turning long ones, then the same again from
/// a copy of the best with three stretches put in another order, as long as the effort lasts.
pub(super) fn search(costs: &Costs, random: &mut Random, effort: &mut Effort<'_>) -> Vec<usize> {
    let mut best = inserted(costs, effort);
    descend(costs, &mut best, effort);
    let mut best_length = costs.sum(&best);
    effort.found(best_length as f64);
    while effort.goes_on() {
        let mut order = shaken(&best, random);
        descend(costs, &mut order, effort);
        let length = costs.sum(&order);
        if length <= best_length {
            if length < best_length {
                effort.found(length as f64);
            }
            best = order;
            best_length = length;
        }
    }
    best
}

/// Puts the picks into the route one after the other, each where it costs least.
fn inserted(costs: &Costs, effort: &mut Effort<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(costs.count);
    for pick in 0..costs.count {
        let extra = |place: usize| {
            let from = before(costs, &order, place);
            let to = after(costs, &order, place);
            (costs.at(from, pick) + costs.at(pick, to)).saturating_sub(costs.at(from, to))
        };
        let place = (0..=order.len()).min_by_key(|place| extra(*place));
        order.insert(place.unwrap_or(0), pick);
        effort.spend(order.len() as u64);
    }
    order
}

/// What comes before a place of a route, and after it.
fn before(costs: &Costs, order: &[usize], place: usize) -> usize {
    match place {
        0 => costs.start(),
        _ => order[place - 1],
    }
}

fn after(costs: &Costs, order: &[usize], place: usize) -> usize {
    order.get(place).copied().unwrap_or(costs.end())
}

/// Takes improving moves until there are none, or the effort is spent.
fn descend(costs: &Costs, order: &mut Vec<usize>, effort: &mut Effort<'_>) {
    let mut is_better = true;
    while is_better && effort.goes_on() {
        is_better = false;
        for first in 0..order.len() {
            is_better |= turn(costs, order, first);
            for run in 1..=RUN_MAX.min(order.len() - first) {
                is_better |= relocate(costs, order, first, run);
            }
            if !effort.spend((RUN_MAX as u64 + 1) * order.len() as u64) {
                return;
            }
        }
    }
}

/// Turns the stretch that begins here and ends where it serves best, if it serves.
fn turn(costs: &Costs, order: &mut [usize], first: usize) -> bool {
    let from = before(costs, order, first);
    let (mut forth, mut back) = (0, 0);
    let mut best: Option<(u64, usize)> = None;
    for last in first + 1..order.len() {
        forth += costs.at(order[last - 1], order[last]);
        back += costs.at(order[last], order[last - 1]);
        let to = after(costs, order, last + 1);
        let now = costs.at(from, order[first]) + forth + costs.at(order[last], to);
        let then = costs.at(from, order[last]) + back + costs.at(order[first], to);
        let gain = now.saturating_sub(then);
        if gain > best.map_or(0, |(gain, _)| gain) {
            best = Some((gain, last));
        }
    }
    if let Some((_, last)) = best {
        order[first..=last].reverse();
    }
    best.is_some()
}

/// Moves the run of picks that begins here to where it serves best, either way round, if it serves.
fn relocate(costs: &Costs, order: &mut Vec<usize>, first: usize, run: usize) -> bool {
    let (head, tail) = (order[first], order[first + run - 1]);
    let inside = |order: &[usize], is_turned: bool| -> u64 {
        let pairs = order[first..first + run].windows(2);
        pairs
            .map(|pair| match is_turned {
                false => costs.at(pair[0], pair[1]),
                true => costs.at(pair[1], pair[0]),
            })
            .sum()
    };
    let (forth, back) = (inside(order, false), inside(order, true));
    let from = before(costs, order, first);
    let to = after(costs, order, first + run);
    let now = costs.at(from, head) + forth + costs.at(tail, to);
    let saved = now.saturating_sub(costs.at(from, to));
    let mut best: Option<(u64, usize, bool)> = None;
    for place in (0..=order.len()).filter(|place| *place < first || *place > first + run) {
        let from = before(costs, order, place);
        let to = after(costs, order, place);
        let straight = costs.at(from, to);
        let ways = [
            (costs.at(from, head) + forth + costs.at(tail, to), false),
            (costs.at(from, tail) + back + costs.at(head, to), true),
        ];
        for (with, is_turned) in ways {
            let gain = (saved + straight).saturating_sub(with);
            if gain > best.map_or(0, |(gain, ..)| gain) {
                best = Some((gain, place, is_turned));
            }
        }
    }
    let Some((_, place, is_turned)) = best else {
        return false;
    };
    let mut moved: Vec<usize> = order.drain(first..first + run).collect();
    if is_turned {
        moved.reverse();
    }
    let place = if place > first { place - run } else { place };
    order.splice(place..place, moved);
    true
}

/// A copy with two neighbouring stretches exchanged: what neither turning nor moving short runs can do.
fn shaken(order: &[usize], random: &mut Random) -> Vec<usize> {
    let mut cuts = [0; 3].map(|_| random.below(order.len() + 1));
    cuts.sort_unstable();
    let [a, b, c] = cuts;
    [&order[..a], &order[b..c], &order[a..b], &order[c..]].concat()
}
