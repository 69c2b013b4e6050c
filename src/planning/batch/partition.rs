//! The cheapest choice of batches in which every order is once, out of given batches.
//!
//! Branch and bound. Lagrangian relaxation of "once" gives every order a price (subgradient steps of Held and Karp,
//! 1971) and the plans below a node a bound: the prices, plus what batches cost less than the prices of their orders. A
//! batch that costs so much more than its prices that the bound would reach the best plan known is left out. Of what
//! remains, the order that is in the fewest batches is decided next, its cheapest batch first.

use crate::planning::effort::Effort;

/// Steps of the prices at the root and at each node below.
const ROOT_STEPS_MAX: u32 = 300;
const NODE_STEPS_MAX: u32 = 30;
/// After so many steps without a better bound the step is halved.
const PATIENCE_STEPS: u32 = 8;
/// Where the step has become so small, the prices are as good as they get.
const SCALE_MIN: f64 = 0.005;

/// So many orders of choices looked at are a step of the effort.
const LOOKS_PER_STEP: u64 = 100;

/// A batch that may be chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice<'a> {
    pub orders: &'a [u32],
    /// Its cost, in whole numbers.
    pub cost: u32,
}

impl Choice<'_> {
    /// What it costs beyond the prices of its orders.
    pub fn reduced(&self, prices: &[f64]) -> f64 {
        let priced: f64 = self
            .orders
            .iter()
            .map(|order| prices[*order as usize])
            .sum();
        f64::from(self.cost) - priced
    }
}

/// What a search over choices found.
#[derive(Debug, Clone)]
pub(super) struct Partition {
    /// The chosen places; `None` where nothing cheaper than the known plan was found.
    pub chosen: Option<Vec<usize>>,
    /// Whether nothing cheaper is among the choices.
    pub is_proven: bool,
    /// No plan of the choices costs less.
    pub bound: f64,
    /// The prices of the orders at the root.
    pub prices: Vec<f64>,
}

/// Seeks a plan of the choices that costs less than `known`, the cost of a plan that is there already. Ends after
/// looking at so many orders of choices.
pub(super) fn cheapest(
    choices: &[Choice],
    start_prices: &[f64],
    known: u64,
    looks_max: u64,
    effort: &mut Effort,
) -> Partition {
    let unit = choices
        .iter()
        .fold(0, |unit, choice| divisor(unit, choice.cost));
    let mut search = Search {
        choices,
        unit: f64::from(unit.max(1)),
        known: known as f64,
        is_open: vec![true; start_prices.len()],
        times: vec![0.0; start_prices.len()],
        chosen: Vec::new(),
        best: None,
        looks: 0,
        looks_max,
        unspent: 0,
        effort,
    };
    let all: Vec<u32> = (0..choices.len() as u32).collect();
    let mut prices = start_prices.to_vec();
    let bound = search.price(&all, &mut prices, search.limit(), ROOT_STEPS_MAX);
    let root = prices.clone();
    search.branch(&all, prices, bound, 0.0);
    Partition {
        is_proven: search.goes_on(),
        chosen: search.best,
        bound,
        prices: root,
    }
}

fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { divisor(b, a % b) }
}

struct Search<'a, 'e> {
    choices: &'a [Choice<'a>],
    /// What all costs are multiples of.
    unit: f64,
    known: f64,
    is_open: Vec<bool>,
    /// How often the cheap choices cover each order.
    times: Vec<f64>,
    chosen: Vec<usize>,
    best: Option<Vec<usize>>,
    looks: u64,
    looks_max: u64,
    /// Looks that were not yet spent of the effort.
    unspent: u64,
    effort: &'a mut Effort<'e>,
}

impl Search<'_, '_> {
    /// Whether the search may go on.
    fn goes_on(&self) -> bool {
        self.looks < self.looks_max && self.effort.goes_on()
    }

    fn look(&mut self, orders: u64) {
        self.looks += orders;
        self.unspent += orders;
        self.effort.spend(self.unspent / LOOKS_PER_STEP);
        self.unspent %= LOOKS_PER_STEP;
    }

    /// A better plan costs this at most, but for rounding.
    fn limit(&self) -> f64 {
        self.known - self.unit + 1e-3
    }

    /// Improves the prices of the open orders; answers with the bound that they give. Stops where it exceeds `limit`.
    fn price(&mut self, alive: &[u32], prices: &mut [f64], limit: f64, steps_max: u32) -> f64 {
        let mut best = prices.to_vec();
        let mut best_bound = f64::NEG_INFINITY;
        let mut scale = 1.0;
        let mut since = 0;
        for _ in 0..steps_max {
            let bound = self.relaxed(alive, prices);
            if bound > best_bound + 1e-6 {
                best_bound = bound;
                best.copy_from_slice(prices);
                since = 0;
            } else {
                since += 1;
            }
            if best_bound > limit || !self.goes_on() {
                break;
            }
            if since >= PATIENCE_STEPS {
                since = 0;
                scale *= 0.5;
                prices.copy_from_slice(&best);
                self.relaxed(alive, prices);
            }
            let open = |order: &usize| self.is_open[*order];
            let off = |order: usize| 1.0 - self.times[order];
            let square: f64 = (0..prices.len())
                .filter(open)
                .map(|o| off(o) * off(o))
                .sum();
            if square == 0.0 || scale < SCALE_MIN {
                break;
            }
            let step = scale * (limit - best_bound).max(self.unit) / square;
            for order in (0..prices.len()).filter(open) {
                prices[order] += step * off(order);
            }
        }
        prices.copy_from_slice(&best);
        best_bound
    }

    /// The bound of these prices; leaves in `times` how often each order is covered.
    fn relaxed(&mut self, alive: &[u32], prices: &[f64]) -> f64 {
        self.times.fill(0.0);
        let open = |order: &usize| self.is_open[*order];
        let mut bound: f64 = (0..prices.len()).filter(open).map(|o| prices[o]).sum();
        let mut looked = 0;
        for &choice in alive {
            let choice = &self.choices[choice as usize];
            looked += choice.orders.len() as u64;
            let reduced = choice.reduced(prices);
            if reduced < 0.0 {
                bound += reduced;
                for &order in choice.orders {
                    self.times[order as usize] += 1.0;
                }
            }
        }
        self.look(looked);
        bound
    }

    /// Seeks better plans of the choices alive, with prices of the open orders that give this bound; `spent` is the
    /// cost of what was chosen so far.
    fn branch(&mut self, alive: &[u32], prices: Vec<f64>, bound: f64, spent: f64) {
        if spent + bound > self.limit() || !self.goes_on() {
            return;
        }
        let reduced = |choice: u32| self.choices[choice as usize].reduced(&prices);
        let alive: Vec<u32> = alive
            .iter()
            .copied()
            .filter(|choice| spent + bound + reduced(*choice).max(0.0) <= self.limit())
            .collect();
        let Some(order) = self.most_decided(&alive) else {
            self.known = spent;
            self.best = Some(self.chosen.clone());
            return;
        };
        let mut turns: Vec<(f64, u32)> = alive
            .iter()
            .filter(|choice| self.choices[**choice as usize].orders.contains(&order))
            .map(|choice| (reduced(*choice), *choice))
            .collect();
        turns.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (reduced, choice) in turns {
            if spent + bound + reduced.max(0.0) > self.limit() || !self.goes_on() {
                return;
            }
            let Choice { orders, cost } = self.choices[choice as usize];
            self.set_open(orders, false);
            self.chosen.push(choice as usize);
            let rest: Vec<u32> = alive
                .iter()
                .copied()
                .filter(|choice| {
                    let orders = self.choices[*choice as usize].orders;
                    orders.iter().all(|order| self.is_open[*order as usize])
                })
                .collect();
            let spent = spent + f64::from(cost);
            let mut prices = prices.clone();
            let bound = self.price(&rest, &mut prices, self.limit() - spent, NODE_STEPS_MAX);
            self.branch(&rest, prices, bound, spent);
            self.chosen.pop();
            self.set_open(orders, true);
        }
    }

    /// The open order that is in the fewest choices; `None` where none is open.
    fn most_decided(&mut self, alive: &[u32]) -> Option<u32> {
        self.times.fill(0.0);
        for &choice in alive {
            for &order in self.choices[choice as usize].orders {
                self.times[order as usize] += 1.0;
            }
        }
        (0..self.is_open.len())
            .filter(|order| self.is_open[*order])
            .min_by(|a, b| self.times[*a].total_cmp(&self.times[*b]))
            .map(|order| order as u32)
    }

    fn set_open(&mut self, orders: &[u32], is_open: bool) {
        for &order in orders {
            self.is_open[order as usize] = is_open;
        }
    }
}
