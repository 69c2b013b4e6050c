//! Prices on scarce stock: Lagrangian relaxation of "no more than is there".
//!
//! With a price on each piece, no order minds what the others take, and each is decided exactly by itself; what all of
//! them cost, less the price of the whole stock, is a bound for every set of prices. The prices rise where more is taken
//! than is there and fall where less is (subgradient steps after Polyak, each remembering half of the last one). Every
//! few rounds all orders are decided one after the other over the real stock at these prices, which gives a plan.

use crate::planning::effort::Effort;

use super::cover::{Cover, PerWarehouse};
use super::queue::{Problem, Solution, TaskLine, per_warehouse};

const ROUNDS_MAX: usize = 240;
/// A plan is made once in so many rounds.
const ROUNDS_PER_PLAN: usize = 8;
/// After so many rounds without a better bound the steps are halved.
const PATIENCE_ROUNDS: usize = 6;

/// Prices, and the best bound that they gave.
pub(super) struct Prices {
    warehouses: usize,
    /// By item and warehouse, as the stock is.
    price: Vec<f64>,
    step: Vec<f64>,
    /// Units that the orders take at these prices.
    taken: Vec<i64>,
    scarce: Vec<bool>,
    /// The tasks that want something scarce; the others are decided once.
    bound_up: Vec<usize>,
    /// What the others cost.
    loose_cost: i64,
    bound: i64,
    cover: Cover,
}

impl Prices {
    pub(super) fn new(problem: &Problem) -> Prices {
        let warehouses = problem.stock.warehouses();
        let places = problem.stock.skus() * warehouses;
        let mut wanted = vec![0_i64; places];
        for (task, _) in problem.tasks.iter().enumerate() {
            for (_, line) in problem.lines_of(task) {
                for warehouse in 0..warehouses {
                    wanted[line.sku * warehouses + warehouse] += i64::from(line.units);
                }
            }
        }
        let scarce = wanted.iter().enumerate().map(|(place, wanted)| {
            let there = problem.stock.units(place / warehouses, place % warehouses);
            there > 0 && *wanted > i64::from(there)
        });
        let mut prices = Prices {
            warehouses,
            price: vec![0.0; places],
            step: vec![0.0; places],
            taken: vec![0; places],
            scarce: scarce.collect(),
            bound_up: Vec::new(),
            loose_cost: 0,
            bound: i64::MIN,
            cover: Cover::default(),
        };
        prices.sort_out(problem);
        prices
    }

    /// The best bound found so far, in the problem's unit of cost.
    pub(super) fn bound(&self) -> i64 {
        self.bound
    }

    fn sort_out(&mut self, problem: &Problem) {
        for task in 0..problem.tasks.len() {
            let scarce = problem.lines_of(task).any(|(_, line)| {
                let from = line.sku * self.warehouses;
                self.scarce[from..from + self.warehouses].contains(&true)
            });
            if scarce {
                self.bound_up.push(task);
            } else {
                self.loose_cost += self.decide(problem, task);
            }
        }
    }

    /// Looks for better prices and plans; the best plan is the answer.
    pub(super) fn search(
        &mut self,
        problem: &Problem,
        first: Solution,
        effort: &mut Effort,
    ) -> Solution {
        let mut best = first;
        let mut scale = 1.0;
        let mut waited = 0;
        let round_steps = self.bound_up.len().max(1) as u64;
        // The local search is to have half of the steps.
        let budget = effort.progress();
        let steps_max = budget.steps + budget.steps_max.saturating_sub(budget.steps) / 2;
        for round in 0..ROUNDS_MAX {
            let found = self.round(problem);
            if found > self.bound {
                self.bound = found;
                waited = 0;
            } else {
                waited += 1;
                if waited == PATIENCE_ROUNDS {
                    scale /= 2.0;
                    waited = 0;
                }
            }
            effort.spend(round_steps);
            if round % ROUNDS_PER_PLAN == ROUNDS_PER_PLAN - 1 {
                if let Some(plan) = self.plan(problem)
                    && plan.total < best.total
                {
                    best = plan;
                    effort.found(best.total as f64);
                }
                effort.spend(problem.tasks.len() as u64);
            }
            let end = problem.reached(best.total, self.bound)
                || !effort.goes_on()
                || effort.steps() >= steps_max
                || scale < 0.005;
            if end || !self.walk(problem, best.total, found, scale) {
                break;
            }
        }
        best
    }

    /// Decides every order by itself at these prices and gives the bound that follows.
    fn round(&mut self, problem: &Problem) -> i64 {
        self.taken.fill(0);
        let mut total = i128::from(self.loose_cost);
        for at in 0..self.bound_up.len() {
            total += i128::from(self.decide(problem, self.bound_up[at]));
        }
        for (place, price) in self.price.iter().enumerate() {
            if *price > 0.0 {
                let there = problem
                    .stock
                    .units(place / self.warehouses, place % self.warehouses);
                total -= i128::from(whole(*price)) * i128::from(there);
            }
        }
        i64::try_from(total).unwrap_or(i64::MIN)
    }

    /// Decides one order at these prices, as if all stock were there for it alone.
    fn decide(&mut self, problem: &Problem, task: usize) -> i64 {
        let allowed = problem.tasks[task].allowed;
        self.cover.begin(self.warehouses);
        for (_, line) in problem.lines_of(task) {
            let there = per_warehouse(problem.stock.row(line.sku), allowed);
            let unit_cost = priced(&self.price, self.warehouses, line);
            self.cover.line(line.units, there, unit_cost);
        }
        self.cover.ready();
        let parcel_cost = &problem.tasks[task].parcel_cost;
        let Some((subset, cost)) = self.cover.cheapest_whole(allowed, parcel_cost) else {
            return 0;
        };
        let from = problem.tasks[task].lines.0;
        let (taken, warehouses) = (&mut self.taken, self.warehouses);
        self.cover.fill(subset, |line, warehouse, units| {
            let sku = problem.lines[from + line].sku;
            taken[sku * warehouses + warehouse] += i64::from(units);
        });
        cost
    }

    /// Moves the prices; `false` where they are as they should be.
    fn walk(&mut self, problem: &Problem, best: i64, found: i64, scale: f64) -> bool {
        let mut square = 0.0;
        for (place, step) in self.step.iter_mut().enumerate() {
            if !self.scarce[place] {
                continue;
            }
            let there = problem
                .stock
                .units(place / self.warehouses, place % self.warehouses);
            let over = (self.taken[place] - i64::from(there)) as f64;
            // A price of nothing cannot fall.
            let over = if self.price[place] <= 0.0 && over < 0.0 {
                0.0
            } else {
                over
            };
            *step = over + 0.5 * *step;
            square += *step * *step;
        }
        if square <= 0.0 {
            return false;
        }
        let length = scale * (best as f64 - found as f64).max(1.0) / square;
        for (price, step) in self.price.iter_mut().zip(&self.step) {
            *price = (*price + length * step).max(0.0);
        }
        true
    }

    /// Decides all orders over the real stock at these prices, those with most lines first: they have least choice.
    fn plan(&mut self, problem: &Problem) -> Option<Solution> {
        let mut tasks: Vec<usize> = (0..problem.tasks.len()).collect();
        tasks.sort_by_key(|task| {
            let (from, to) = problem.tasks[*task].lines;
            std::cmp::Reverse(to - from)
        });
        let mut solution = Solution::empty(problem);
        for task in tasks {
            let allowed = problem.tasks[task].allowed;
            let (price, warehouses) = (&self.price, self.warehouses);
            let unit_cost = |line: &TaskLine| priced(price, warehouses, line);
            if !solution.place(problem, &mut self.cover, task, allowed, unit_cost) {
                return None;
            }
        }
        Some(solution)
    }
}

/// What a unit of a line costs with the prices.
fn priced(price: &[f64], warehouses: usize, line: &TaskLine) -> PerWarehouse<i64> {
    let mut cost = line.unit_cost;
    let from = line.sku * warehouses;
    for (cost, price) in cost.iter_mut().zip(&price[from..from + warehouses]) {
        *cost += whole(*price);
    }
    cost
}

fn whole(price: f64) -> i64 {
    price as i64
}
