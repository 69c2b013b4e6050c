//! A queue of orders over shared stock, decided anew.

use crate::limits::{ALLOCATION_QUEUE_ORDERS_MAX, ALLOCATION_WAREHOUSES_MAX};
use crate::planning::effort::{Effort, Ended, Plan};
use crate::planning::random::Random;
use crate::trade::quantity::Amount;

use super::cover::{Cover, PerWarehouse, Subset, members};
use super::decide::{Allocation, Allocator, Parcel, allowed, line_facts};
use super::order::Order;
use super::price::Prices;
use super::search::Search;
use super::stock::Stock;

/// What the queue as a whole is to have little of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Parcels; among plans with as many, the cheaper one.
    FewestParcels,
    /// Cost, as the lanes have it.
    LowestCost,
}

/// Why a queue cannot be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueFault {
    /// It has more orders than are decided together.
    TooManyOrders {
        /// How many it has.
        orders: usize,
    },
}

/// Decides all orders of a queue together: an allocation for each.
///
/// The naive plan decides one order after the other as [`Allocator::decide`] does. What it gives each order, the units
/// and the day, is kept; only the warehouses change. The plan's cost, naive cost and bound are parcels with
/// [`Aim::FewestParcels`] and ten-thousandths of the currency with [`Aim::LowestCost`]. A step is one order decided
/// once. Random choices follow `seed`.
pub fn redecide(
    stock: &Stock,
    orders: &[Order],
    aim: Aim,
    seed: u64,
    effort: &mut Effort,
) -> Result<Plan<Vec<Allocation>>, QueueFault> {
    if orders.len() > ALLOCATION_QUEUE_ORDERS_MAX {
        return Err(QueueFault::TooManyOrders {
            orders: orders.len(),
        });
    }
    let mut left = stock.clone();
    let mut allocator = Allocator::default();
    let naive: Vec<Allocation> = orders
        .iter()
        .map(|order| allocator.decide_and_take(order, &mut left))
        .collect();
    effort.spend(orders.len() as u64);

    let problem = Problem::new(stock, orders, &naive, aim);
    let first = Solution::of(&problem, &naive);
    let naive_cost = first.total;
    let mut prices = Prices::new(&problem);
    let mut best = prices.search(&problem, first, effort);
    let mut ended = effort.ended();
    if problem.reached(best.total, prices.bound()) {
        ended = Ended::Proven;
    } else {
        let search = Search::new(&problem, Random::new(seed));
        best = search.run(best, prices.bound(), effort);
        if problem.reached(best.total, prices.bound()) {
            ended = Ended::Proven;
        } else if !effort.goes_on() {
            ended = effort.ended();
        }
    }
    Ok(Plan {
        answer: problem.allocations(orders, naive, &best),
        cost: problem.shown(best.total),
        naive_cost: problem.shown(naive_cost),
        bound: Some(problem.shown_bound(prices.bound())),
        steps: effort.steps(),
        ended,
    })
}

/// What is to be decided: the orders that send something, with the units that they are to keep.
pub(super) struct Problem {
    pub(super) stock: Stock,
    pub(super) tasks: Vec<Task>,
    pub(super) lines: Vec<TaskLine>,
    aim: Aim,
    /// What a parcel counts beside its cost, so that with [`Aim::FewestParcels`] no saving outweighs one.
    parcel_weight: i64,
}

/// One order.
pub(super) struct Task {
    /// Its place in the queue.
    order: usize,
    /// The warehouses that keep its day.
    pub(super) allowed: Subset,
    pub(super) parcel_cost: PerWarehouse<i64>,
    /// Its lines: from, to.
    pub(super) lines: (usize, usize),
}

/// One line: the units that the order keeps, and what one costs in each warehouse.
pub(super) struct TaskLine {
    pub(super) sku: usize,
    pub(super) units: u32,
    pub(super) unit_cost: PerWarehouse<i64>,
}

impl Problem {
    fn new(stock: &Stock, orders: &[Order], naive: &[Allocation], aim: Aim) -> Problem {
        let parcel_weight = match aim {
            Aim::FewestParcels => parcel_weight(stock, orders),
            Aim::LowestCost => 0,
        };
        let mut problem = Problem {
            stock: stock.clone(),
            tasks: Vec::new(),
            lines: Vec::new(),
            aim,
            parcel_weight,
        };
        for (number, (order, first)) in orders.iter().zip(naive).enumerate() {
            if !first.parcels.is_empty() {
                problem.add(number, order, first);
            }
        }
        problem
    }

    fn add(&mut self, number: usize, order: &Order, first: &Allocation) {
        let from = self.lines.len();
        for line in order.lines() {
            let lacking = first.lacking.iter().find(|(sku, _)| *sku == line.sku);
            let units = line.units - lacking.map_or(0, |(_, units)| *units);
            if units > 0 {
                let (_, unit_cost) = line_facts(order, line, self.stock.row(line.sku));
                self.lines.push(TaskLine {
                    sku: line.sku,
                    units,
                    unit_cost,
                });
            }
        }
        let mut parcel_cost = [0; ALLOCATION_WAREHOUSES_MAX];
        let mut in_time = 0;
        for warehouse in members(allowed(order, self.stock.warehouses())) {
            let Some(lane) = order.lane(warehouse) else {
                continue;
            };
            parcel_cost[warehouse] = lane.parcel.get() + self.parcel_weight;
            if first.promised.is_some_and(|day| lane.arrives <= day) {
                in_time |= 1 << warehouse;
            }
        }
        self.tasks.push(Task {
            order: number,
            allowed: in_time,
            parcel_cost,
            lines: (from, self.lines.len()),
        });
    }

    /// The lines of a task, with their numbers.
    pub(super) fn lines_of(&self, task: usize) -> impl Iterator<Item = (usize, &TaskLine)> {
        let (from, to) = self.tasks[task].lines;
        (from..to).zip(&self.lines[from..to])
    }

    /// The allocations of all orders: the new ones of those that send something.
    fn allocations(
        &self,
        orders: &[Order],
        naive: Vec<Allocation>,
        solution: &Solution,
    ) -> Vec<Allocation> {
        let mut allocations = naive;
        for (number, task) in self.tasks.iter().enumerate() {
            let order = &orders[task.order];
            let parcels: Vec<Parcel> = members(solution.subset[number])
                .filter_map(|warehouse| self.parcel(order, number, warehouse, solution))
                .collect();
            let allocation = &mut allocations[task.order];
            allocation.cost = parcels.iter().map(|parcel| parcel.cost).sum();
            allocation.promised = parcels.iter().map(|parcel| parcel.arrives).max();
            allocation.parcels = parcels;
        }
        allocations
    }

    fn parcel(
        &self,
        order: &Order,
        task: usize,
        warehouse: usize,
        solution: &Solution,
    ) -> Option<Parcel> {
        let lane = order.lane(warehouse)?;
        let mut cost = lane.parcel;
        let mut contents = Vec::new();
        for (number, line) in self.lines_of(task) {
            let units = solution.fill[number][warehouse];
            if units > 0 {
                contents.push((line.sku, units));
                cost = cost + Amount::new(line.unit_cost[warehouse]).times(i64::from(units));
            }
        }
        Some(Parcel {
            warehouse,
            contents,
            arrives: lane.arrives,
            cost,
        })
    }

    fn shown(&self, total: i64) -> f64 {
        match self.aim {
            Aim::FewestParcels => (total / self.parcel_weight) as f64,
            Aim::LowestCost => total as f64,
        }
    }

    /// With the fewest parcels, the total holds less than one parcel's weight of cost: so many parcels are the least
    /// that a total of at least `bound` can hold.
    fn shown_bound(&self, bound: i64) -> f64 {
        match self.aim {
            Aim::FewestParcels => self.parcels_bound(bound) as f64,
            Aim::LowestCost => bound as f64,
        }
    }

    fn parcels_bound(&self, bound: i64) -> i64 {
        bound.max(0) / self.parcel_weight
    }

    /// Whether a plan of this total cannot be bettered in what is aimed at.
    pub(super) fn reached(&self, total: i64, bound: i64) -> bool {
        total <= bound
    }

    /// How much worse a step of the search may be and still be no worse in what is aimed at.
    pub(super) fn allowance(&self) -> i64 {
        match self.aim {
            Aim::FewestParcels => self.parcel_weight / 1_000,
            Aim::LowestCost => {
                let costs = self.tasks.iter().map(|task| task.parcel_cost[0]);
                costs.sum::<i64>() / (self.tasks.len().max(1) as i64 * 50)
            }
        }
    }
}

/// More than all parcels of all orders can cost, as far as the numbers reach.
fn parcel_weight(stock: &Stock, orders: &[Order]) -> i64 {
    let dearest = |order: &Order| -> i64 {
        let lanes = (0..stock.warehouses()).filter_map(|warehouse| order.lane(warehouse));
        let lanes = lanes.map(|lane| {
            let units = order.lines().iter().map(|line| {
                let unit = lane.unit_cost(line.unit_grams);
                unit.times(i64::from(line.units)).get()
            });
            lane.parcel.get() + units.sum::<i64>()
        });
        lanes.fold(0, i64::saturating_add)
    };
    let all = orders
        .iter()
        .map(dearest)
        .fold(1_000_000, i64::saturating_add);
    let parcels_max = orders.len().max(1) * stock.warehouses();
    all.min(i64::MAX / 8 / parcels_max as i64)
}

/// A plan of all tasks.
#[derive(Debug, Clone)]
pub(super) struct Solution {
    /// Units of each line from each warehouse.
    pub(super) fill: Vec<PerWarehouse<u32>>,
    /// The warehouses of each task.
    pub(super) subset: Vec<Subset>,
    /// The cost of each task.
    pub(super) cost: Vec<i64>,
    /// What is left in stock.
    pub(super) free: Stock,
    /// What all tasks cost.
    pub(super) total: i64,
}

impl Solution {
    /// Nothing decided yet.
    pub(super) fn empty(problem: &Problem) -> Solution {
        Solution {
            fill: vec![[0; ALLOCATION_WAREHOUSES_MAX]; problem.lines.len()],
            subset: vec![0; problem.tasks.len()],
            cost: vec![0; problem.tasks.len()],
            free: problem.stock.clone(),
            total: 0,
        }
    }

    fn of(problem: &Problem, allocations: &[Allocation]) -> Solution {
        let mut solution = Solution::empty(problem);
        for (number, task) in problem.tasks.iter().enumerate() {
            for parcel in &allocations[task.order].parcels {
                for (line, wanted) in problem.lines_of(number) {
                    let found = parcel.contents.iter().find(|(sku, _)| *sku == wanted.sku);
                    let units = found.map_or(0, |(_, units)| *units);
                    solution.fill[line][parcel.warehouse] = units;
                }
            }
            solution.settle(problem, number);
        }
        solution
    }

    /// The task's lines are filled: takes them from the stock and counts what they cost.
    pub(super) fn settle(&mut self, problem: &Problem, task: usize) {
        let mut subset: Subset = 0;
        let mut cost = 0;
        for (number, line) in problem.lines_of(task) {
            for warehouse in 0..problem.stock.warehouses() {
                let units = self.fill[number][warehouse];
                if units > 0 {
                    subset |= 1 << warehouse;
                    cost += line.unit_cost[warehouse] * i64::from(units);
                    self.free.take(line.sku, warehouse, units);
                }
            }
        }
        let parcel_cost = &problem.tasks[task].parcel_cost;
        cost += members(subset).map(|w| parcel_cost[w]).sum::<i64>();
        self.subset[task] = subset;
        self.cost[task] = cost;
        self.total += cost;
    }

    /// Gives back what the task took.
    pub(super) fn release(&mut self, problem: &Problem, task: usize) {
        for (number, line) in problem.lines_of(task) {
            for warehouse in members(self.subset[task]) {
                let units = std::mem::take(&mut self.fill[number][warehouse]);
                self.free.give(line.sku, warehouse, units);
            }
        }
        self.total -= self.cost[task];
        self.subset[task] = 0;
        self.cost[task] = 0;
    }

    /// Decides the task over what is left, from the warehouses of `within`; `unit_cost` gives the price of a unit of
    /// each line. Says whether there was enough.
    pub(super) fn place(
        &mut self,
        problem: &Problem,
        cover: &mut Cover,
        task: usize,
        within: Subset,
        unit_cost: impl Fn(&TaskLine) -> PerWarehouse<i64>,
    ) -> bool {
        cover.begin(problem.stock.warehouses());
        for (_, line) in problem.lines_of(task) {
            let there = per_warehouse(self.free.row(line.sku), within);
            cover.line(line.units, there, unit_cost(line));
        }
        cover.ready();
        let Some((subset, _)) = cover.cheapest_whole(within, &problem.tasks[task].parcel_cost)
        else {
            return false;
        };
        let from = problem.tasks[task].lines.0;
        cover.fill(subset, |line, warehouse, units| {
            self.fill[from + line][warehouse] = units;
        });
        self.settle(problem, task);
        true
    }
}

/// A row of stock, without the warehouses that may not send.
pub(super) fn per_warehouse(row: &[u32], within: Subset) -> PerWarehouse<u32> {
    let mut there = [0; ALLOCATION_WAREHOUSES_MAX];
    for (warehouse, units) in row.iter().enumerate() {
        if within >> warehouse & 1 == 1 {
            there[warehouse] = *units;
        }
    }
    there
}
