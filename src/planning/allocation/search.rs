//! Local search over a queue: an order that could do with less takes what it lacks from others, who decide again.

use crate::planning::effort::Effort;
use crate::planning::random::Random;

use super::cover::{Cover, PerWarehouse, Subset, members};
use super::queue::{Problem, Solution, TaskLine, per_warehouse};

/// Orders that are asked in one step to give up what they have.
const ASKED_MAX: usize = 6;
/// Looks at so many orders to find one that has what is lacking.
const LOOKS_MAX: usize = 12;

/// A local search.
pub(super) struct Search<'a> {
    problem: &'a Problem,
    random: Random,
    cover: Cover,
    /// The tasks that want each item.
    wanting: Vec<Vec<u32>>,
    /// What each task would cost, were all stock there for it alone.
    ideal: Vec<i64>,
    /// What the tasks of the current step had before.
    before: Vec<(usize, Vec<PerWarehouse<u32>>)>,
}

impl<'a> Search<'a> {
    pub(super) fn new(problem: &'a Problem, random: Random) -> Self {
        let mut wanting = vec![Vec::new(); problem.stock.skus()];
        for task in 0..problem.tasks.len() {
            for (_, line) in problem.lines_of(task) {
                wanting[line.sku].push(task as u32);
            }
        }
        let mut search = Search {
            problem,
            random,
            cover: Cover::default(),
            wanting,
            ideal: Vec::new(),
            before: Vec::new(),
        };
        for task in 0..problem.tasks.len() {
            search.fill_cover(task);
            let task = &problem.tasks[task];
            let ideal = search.cover.cheapest_whole(task.allowed, &task.parcel_cost);
            search.ideal.push(ideal.map_or(0, |(_, cost)| cost));
        }
        search
    }

    /// Fills the cover with the task's lines over the whole stock.
    fn fill_cover(&mut self, task: usize) {
        self.cover.begin(self.problem.stock.warehouses());
        for (_, line) in self.problem.lines_of(task) {
            let row = self.problem.stock.row(line.sku);
            let there = per_warehouse(row, self.problem.tasks[task].allowed);
            self.cover.line(line.units, there, line.unit_cost);
        }
        self.cover.ready();
    }

    /// Betters the plan until the effort is spent or the bound is reached.
    pub(super) fn run(mut self, first: Solution, bound: i64, effort: &mut Effort) -> Solution {
        let allowance_first = self.problem.allowance();
        let mut now = first.clone();
        let mut best = first;
        let mut open = self.open(&now);
        let mut at = 0;
        while effort.goes_on() && !self.problem.reached(best.total, bound) && !open.is_empty() {
            if at >= open.len() {
                open = self.open(&now);
                self.random.shuffle(&mut open);
                at = 0;
                if open.is_empty() {
                    break;
                }
            }
            let task = open[at];
            at += 1;
            if now.cost[task] <= self.ideal[task] {
                effort.spend(1);
                continue;
            }
            let allowance = (allowance_first as f64 * (1.0 - effort.progress().share())) as i64;
            let steps = self.step(&mut now, task, allowance);
            effort.spend(steps);
            if now.total < best.total {
                best.clone_from(&now);
                effort.found(best.total as f64);
            }
        }
        best
    }

    /// The tasks that cost more than they would alone.
    fn open(&self, now: &Solution) -> Vec<usize> {
        (0..self.problem.tasks.len())
            .filter(|task| now.cost[*task] > self.ideal[*task])
            .collect()
    }

    /// One step; how many orders were decided.
    fn step(&mut self, now: &mut Solution, task: usize, allowance: i64) -> u64 {
        let Some(target) = self.target(now, task) else {
            return 1;
        };
        let total_before = now.total;
        self.before.clear();
        self.put_aside(now, task);
        let others = self.make_room(now, task, target);
        let enough = others && self.place(now, task, target);
        let again = enough && self.place_others(now);
        if !again || now.total > total_before + allowance {
            self.undo(now);
        }
        self.before.len() as u64 * 2
    }

    /// A subset that would serve the task for less than it costs now, the whole stock given.
    fn target(&mut self, now: &Solution, task: usize) -> Option<Subset> {
        self.fill_cover(task);
        let facts = &self.problem.tasks[task];
        let mut found = None;
        let mut ways = 0;
        for subset in self.cover.subsets() {
            if subset & !facts.allowed != 0 || self.cover.lacking(*subset) > 0 {
                continue;
            }
            let parcels: i64 = members(*subset).map(|w| facts.parcel_cost[w]).sum();
            if parcels >= now.cost[task] {
                continue;
            }
            // Each way is as likely as the others.
            ways += 1;
            if self.random.below(ways) == 0 {
                found = Some(*subset);
            }
        }
        found
    }

    /// Remembers and releases a task.
    fn put_aside(&mut self, now: &mut Solution, task: usize) {
        let (from, to) = self.problem.tasks[task].lines;
        let fill = now.fill[from..to].to_vec();
        self.before.push((task, fill));
        now.release(self.problem, task);
    }

    /// Puts others aside until the subset has what the task needs; `false` where it was not to be had.
    fn make_room(&mut self, now: &mut Solution, task: usize, target: Subset) -> bool {
        for (_, line) in self.problem.lines_of(task) {
            let wanting = self.wanting[line.sku].len();
            let mut looks = 0;
            while free_units(now, line, target) < line.units {
                looks += 1;
                if looks > LOOKS_MAX || self.before.len() > ASKED_MAX {
                    return false;
                }
                let other = self.wanting[line.sku][self.random.below(wanting)] as usize;
                let has_some = |(number, its): (usize, &TaskLine)| {
                    let mut from = members(target);
                    its.sku == line.sku && from.any(|w| now.fill[number][w] > 0)
                };
                if other != task && self.problem.lines_of(other).any(has_some) {
                    self.put_aside(now, other);
                }
            }
        }
        true
    }

    fn place(&mut self, now: &mut Solution, task: usize, within: Subset) -> bool {
        let own = |line: &TaskLine| line.unit_cost;
        now.place(self.problem, &mut self.cover, task, within, own)
    }

    fn place_others(&mut self, now: &mut Solution) -> bool {
        // Those with most lines have least choice.
        let mut others: Vec<usize> = self.before[1..].iter().map(|(task, _)| *task).collect();
        others.sort_by_key(|task| {
            let (from, to) = self.problem.tasks[*task].lines;
            std::cmp::Reverse(to - from)
        });
        let allowed = |task: usize| self.problem.tasks[task].allowed;
        others
            .into_iter()
            .all(|task| self.place(now, task, allowed(task)))
    }

    fn undo(&mut self, now: &mut Solution) {
        for (task, _) in &self.before {
            now.release(self.problem, *task);
        }
        for (task, fill) in &self.before {
            let (from, to) = self.problem.tasks[*task].lines;
            now.fill[from..to].copy_from_slice(fill);
            now.settle(self.problem, *task);
        }
    }
}

fn free_units(now: &Solution, line: &TaskLine, subset: Subset) -> u32 {
    let row = now.free.row(line.sku);
    members(subset)
        .filter_map(|warehouse| row.get(warehouse))
        .fold(0, |sum, units| sum.saturating_add(*units))
}
