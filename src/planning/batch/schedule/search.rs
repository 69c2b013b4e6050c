//! Annealing of batches and their sequence, with a price on lateness.

use super::Problem;
use super::exact;
use super::line::{Line, Rank};
use crate::planning::batch::lengths::Lengths;
use crate::planning::batch::propose::Proposals;
use crate::planning::batch::start::{by_savings, first_come, savings};
use crate::planning::batch::state::Room;
use crate::planning::effort::Effort;

/// Changes of the first round per order; each further round is longer by a quarter.
const ROUND_CHANGES_PER_ORDER: u64 = 2_000;
/// The temperature at which a round begins, as a share of the mean walk, and at which it ends, as a share of that.
const HOT: f64 = 0.05;
const COLD: f64 = 0.02;
/// What a millisecond of lateness at the mean weight costs in milliseconds of work, round by round.
const LATENESS_PRICES: [f64; 4] = [1.0, 4.0, 20.0, 200.0];
/// Orders are parted by their due times into so many classes for one of the plans to begin with.
const DUE_CLASSES: usize = 8;
/// Of so many changes one moves a walk in the sequence.
const SEQUENCE_CHANGES_EVERY: usize = 4;

/// What a search found.
pub(super) struct Found {
    pub line: Line,
    pub is_proven: bool,
}

/// Carts filled with what is due soonest.
pub(super) fn soonest_due_first(problem: &Problem, times: &mut Lengths) -> Line {
    let batching = problem.batching;
    let orders = by_due(problem).into_iter();
    let groups = first_come(orders, &batching.taken, &batching.cart);
    Line::new(groups, problem, times)
}

/// The orders, what is due soonest first, what is not due last.
fn by_due(problem: &Problem) -> Vec<u32> {
    let due = |order: &u32| {
        let due = problem.dues[*order as usize];
        due.map_or((u64::MAX, 0), |due| (due.at_ms, u16::MAX - due.weight))
    };
    let mut orders: Vec<u32> = (0..problem.dues.len() as u32).collect();
    orders.sort_by_key(due);
    orders
}

struct Search<'s, 'a> {
    problem: Problem<'s>,
    times: &'s mut Lengths<'a>,
    proposals: Proposals,
    now: Line,
    now_rank: Rank,
    best: Line,
    best_rank: Rank,
    /// Room to work in.
    free_ms: Vec<u64>,
}

/// The best plan found within the effort, beginning with the naive one.
pub(super) fn search(
    problem: &Problem,
    times: &mut Lengths,
    naive: Line,
    seed: u64,
    effort: &mut Effort,
) -> Found {
    let batching = problem.batching;
    let orders = problem.dues.len();
    let pairs = savings(times, orders);
    effort.spend(pairs.len() as u64);
    let mut best_rank = naive.rank(problem);
    let mut best = naive;
    let classes = due_classes(problem);
    let alike = |pair: &&(u32, u32, u32)| classes[pair.1 as usize] == classes[pair.2 as usize];
    let pairs_alike: Vec<_> = pairs.iter().filter(alike).copied().collect();
    for pairs in [&pairs, &pairs_alike] {
        let groups = by_savings(times, pairs, &batching.taken, &batching.cart);
        let line = Line::new(groups, problem, times).by_due(problem);
        let rank = line.rank(problem);
        if rank < best_rank {
            (best_rank, best) = (rank, line);
        }
    }
    effort.found(best_rank.work_ms as f64);
    let mut search = Search {
        problem: *problem,
        proposals: Proposals::new(&pairs, orders, seed),
        now: best.clone(),
        now_rank: best_rank,
        best,
        best_rank,
        free_ms: Vec::new(),
        times,
    };
    let is_proven = search.run(effort);
    Found {
        line: search.best,
        is_proven,
    }
}

/// The class of each order by its due time: about as many orders in each, those due at one time in the same.
fn due_classes(problem: &Problem) -> Vec<usize> {
    let orders = by_due(problem);
    let mut classes = vec![0; orders.len()];
    let due = |order: u32| problem.dues[order as usize].map(|due| due.at_ms);
    let mut first = 0;
    for (place, &order) in orders.iter().enumerate() {
        if due(order) != due(orders[first]) {
            first = place;
        }
        classes[order as usize] = first * DUE_CLASSES / orders.len();
    }
    classes
}

impl Search<'_, '_> {
    /// Searches; whether what it found is proven to be the best.
    fn run(&mut self, effort: &mut Effort) -> bool {
        let orders = self.problem.dues.len() as u64;
        if orders == 0 {
            return true;
        }
        let mut changes = ROUND_CHANGES_PER_ORDER * orders;
        for round in 0.. {
            if !effort.goes_on() {
                break;
            }
            self.round(
                LATENESS_PRICES[round % LATENESS_PRICES.len()],
                changes,
                effort,
            );
            if round == 0
                && let Some(found) = exact::best(&self.problem, self.times, self.best_rank, effort)
            {
                if let Some(groups) = found {
                    let line = Line::new(groups, &self.problem, self.times);
                    self.take(line, effort);
                }
                return true;
            }
            self.restart();
            changes += changes / 4;
        }
        false
    }

    /// Goes on from the best plan, without its empty groups.
    fn restart(&mut self) {
        let groups = self.best.clone().into_groups();
        self.now = Line::new(groups, &self.problem, self.times);
        self.now_rank = self.best_rank;
    }

    fn take(&mut self, line: Line, effort: &mut Effort) {
        let rank = line.rank(&self.problem);
        if rank < self.best_rank {
            self.best_rank = rank;
            self.best = line;
            effort.found(rank.work_ms as f64);
        }
    }

    fn round(&mut self, lateness_price: f64, changes: u64, effort: &mut Effort) {
        let walks = self.now.state.filled().count().max(1);
        let hot = HOT * self.now.state.length as f64 / walks as f64;
        let price = lateness_price / self.mean_weight();
        for change in 0..changes {
            if !effort.spend(1) {
                return;
            }
            let heat = hot * COLD.powf(change as f64 / changes as f64);
            let is_sequence = self.proposals.random.below(SEQUENCE_CHANGES_EVERY) == 0;
            let made = match is_sequence {
                true => self.change_sequence(price, heat),
                false => self.change_batches(price, heat),
            };
            if made && self.now_rank < self.best_rank {
                self.best = self.now.clone();
                self.best_rank = self.now_rank;
                effort.found(self.best_rank.work_ms as f64);
            }
        }
    }

    fn mean_weight(&self) -> f64 {
        let weights = self
            .problem
            .dues
            .iter()
            .flatten()
            .map(|due| f64::from(due.weight));
        let count = self.problem.dues.iter().flatten().count().max(1);
        (weights.sum::<f64>() / count as f64).max(1.0)
    }

    fn accepts(&mut self, rank: Rank, price: f64, heat: f64) -> bool {
        let lateness = rank.lateness_ms as f64 - self.now_rank.lateness_ms as f64;
        let work = rank.work_ms as f64 - self.now_rank.work_ms as f64;
        let worse = work + price * lateness;
        worse <= 0.0 || self.proposals.random.share() < (-worse / heat).exp()
    }

    /// Moves a walk to another place of the sequence, or lets two change places.
    fn change_sequence(&mut self, price: f64, heat: f64) -> bool {
        let count = self.now.sequence.len();
        let random = &mut self.proposals.random;
        let (from, to) = (random.below(count), random.below(count));
        if from == to {
            return false;
        }
        let is_swap = random.below(2) == 0;
        let apply = |sequence: &mut Vec<u32>, from: usize, to: usize| match is_swap {
            true => sequence.swap(from, to),
            false => {
                let moved = sequence.remove(from);
                sequence.insert(to, moved);
            }
        };
        apply(&mut self.now.sequence, from, to);
        let rank = Rank {
            lateness_ms: self.now.lateness(&self.problem, None, &mut self.free_ms),
            work_ms: self.now_rank.work_ms,
        };
        if self.accepts(rank, price, heat) {
            self.now_rank = rank;
            return true;
        }
        apply(&mut self.now.sequence, to, from);
        false
    }

    fn change_batches(&mut self, price: f64, heat: f64) -> bool {
        let order = self.proposals.order();
        let Some(transfers) = self.proposals.propose(&self.now.state, order) else {
            return false;
        };
        let batching = self.problem.batching;
        let (taken, room) = (&batching.taken, Room::of(&batching.cart));
        let transfers = transfers.as_slice();
        let weighed = self.now.state.weigh(transfers, taken, room, self.times);
        let Some(change) = weighed else {
            return false;
        };
        let lateness_ms = self
            .now
            .lateness(&self.problem, Some(&change), &mut self.free_ms);
        let rank = Rank {
            lateness_ms,
            work_ms: self.now_rank.work_ms.saturating_add_signed(change.longer),
        };
        if !self.accepts(rank, price, heat) {
            return false;
        }
        self.now.state.make(&change);
        self.now_rank = rank;
        self.keep_last_empty();
        true
    }

    /// Sees to it that the last group is empty and that few others are.
    fn keep_last_empty(&mut self) {
        let state = &mut self.now.state;
        if !state.groups[state.groups.len() - 1].orders.is_empty() {
            let at = self.proposals.random.below(self.now.sequence.len() + 1);
            self.now.sequence.insert(at, state.groups.len() as u32);
            state.groups.push(Default::default());
        }
        if state.groups.len() > 2 * state.group_of.len() + 2 {
            let groups = self.now.clone().into_groups();
            self.now = Line::new(groups, &self.problem, self.times);
        }
    }
}
