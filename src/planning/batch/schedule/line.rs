//! Walks in a sequence: whoever is free first takes the next.

use super::Problem;
use crate::planning::batch::lengths::Lengths;
use crate::planning::batch::state::{Change, State};

/// What a plan is judged by: first how late it is, then how long it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// How late all orders are, each times its weight, in milliseconds.
    pub lateness_ms: u64,
    /// How long all pickers work, in milliseconds.
    pub work_ms: u64,
}

/// Groups of orders and the sequence in which they are walked; the lengths of its state are milliseconds.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub state: State,
    /// All groups of the state, also empty ones, by number.
    pub sequence: Vec<u32>,
}

impl Line {
    /// These groups, walked one after the other.
    pub fn new(groups: Vec<Vec<u32>>, problem: &Problem, times: &mut Lengths) -> Line {
        let state = State::new(groups, &problem.batching.taken, times);
        Line {
            sequence: (0..state.groups.len() as u32).collect(),
            state,
        }
    }

    /// The groups in sequence, without empty ones.
    pub fn into_groups(mut self) -> Vec<Vec<u32>> {
        let groups = &mut self.state.groups;
        let taken = self.sequence.iter();
        taken
            .map(|group| std::mem::take(&mut groups[*group as usize].orders))
            .filter(|orders| !orders.is_empty())
            .collect()
    }

    /// Sorts the sequence by the time by which the first order of each group is due; groups without any last.
    pub fn by_due(mut self, problem: &Problem) -> Line {
        let due = |group: &u32| {
            let orders = self.state.groups[*group as usize].orders.iter();
            let dues = orders.filter_map(|order| problem.dues[*order as usize]);
            dues.map(|due| due.at_ms).min().unwrap_or(u64::MAX)
        };
        self.sequence.sort_by_key(due);
        self
    }

    /// What the plan is worth.
    pub fn rank(&self, problem: &Problem) -> Rank {
        Rank {
            lateness_ms: self.lateness(problem, None, &mut Vec::new()),
            work_ms: self.state.length,
        }
    }

    /// How late all orders are in milliseconds by weight, after a change if one is given. `free_ms` is room to work in.
    pub fn lateness(
        &self,
        problem: &Problem,
        change: Option<&Change>,
        free_ms: &mut Vec<u64>,
    ) -> u64 {
        free_ms.clear();
        free_ms.extend_from_slice(problem.free_ms);
        let mut lateness: u64 = 0;
        for &number in &self.sequence {
            let group = &self.state.groups[number as usize];
            let changed_ms = change.and_then(|change| change.length_of(number));
            let walk_ms = changed_ms.unwrap_or(group.length);
            if changed_ms.is_none() && group.orders.is_empty() {
                continue;
            }
            let picker = first_free(free_ms);
            free_ms[picker] += u64::from(walk_ms);
            let end_ms = free_ms[picker];
            let mut add = |order: u32| {
                lateness = lateness.saturating_add(problem.lateness(order, end_ms));
            };
            match change.filter(|_| changed_ms.is_some()) {
                None => group.orders.iter().copied().for_each(&mut add),
                Some(change) => change.orders_of(&self.state, number).for_each(&mut add),
            }
        }
        lateness
    }

    /// Tells of each walk its group, its picker, its beginning and its end.
    pub fn each_walk(&self, problem: &Problem, mut tell: impl FnMut(u32, usize, u64, u64)) {
        let mut free_ms = problem.free_ms.to_vec();
        for &number in &self.sequence {
            let group = &self.state.groups[number as usize];
            if group.orders.is_empty() {
                continue;
            }
            let picker = first_free(&free_ms);
            let start_ms = free_ms[picker];
            free_ms[picker] += u64::from(group.length);
            tell(number, picker, start_ms, free_ms[picker]);
        }
    }
}

/// The picker who is free first; of several the first.
fn first_free(free_ms: &[u64]) -> usize {
    let mut first = 0;
    for (picker, at_ms) in free_ms.iter().enumerate() {
        if *at_ms < free_ms[first] {
            first = picker;
        }
    }
    first
}
