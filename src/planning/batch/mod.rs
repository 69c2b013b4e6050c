//! Batches: which orders a picker collects on one walk.
//!
//! **Model.** Each order has places to visit and a load; a cart holds so many orders, units, so much volume and weight;
//! an order is never split. What counts is the length of all walks together, each the shortest one
//! ([`route`](super::route), exact). Times by which orders must be picked are not part of it.
//!
//! **Method.** Clarke and Wright's savings to begin with; then annealing that moves an order, swaps two, or passes
//! three on in a ring, between batches near each other, with the exact length of every tour it weighs, remembered by
//! the set of orders ([`lengths`]). Good batches go into a pool, and after each round the best way to cover all orders
//! with batches of the pool is sought by branching under Lagrangian bounds ([`partition`]); it joins the best parts of
//! many plans. Where all batches that a cart can hold are few enough to be listed, that same search is exact and the
//! answer proven: up to some 12 orders always, up to 20 and more where carts are small.
//!
//! **Work.** A step weighs one change: two or three tours, a microsecond or so each, whatever the number of orders.
//! The savings look at all pairs of up to 400 orders and a sample of the pairs beyond.
//!
//! **Sources.** Clarke and Wright (1964); de Koster, van der Poort, Wolters (1999); Henn, Wäscher (2012) for tabu and
//! local search on the same problem; Muter, Öncan (2015) for column generation, whose pool is borrowed here without
//! its linear program.
//!
//! **Rejected.** S-shape or largest-gap lengths during the search: the best plan by their measure is some per cent off
//! by the true one. A general integer program over the pool: slower than the branching, which knows the structure.

mod enumerate;
mod lengths;
mod neighbours;
mod partition;
mod pool;
mod reasons;
mod search;
mod start;
mod state;

use super::effort::{Effort, Ended, Plan};
use super::route::{LayoutError, Location, PickSet, Router};
use crate::limits::BATCHED_ORDERS_MAX;

pub use reasons::Reason;

use lengths::Lengths;
use state::State;

/// What an order puts on a cart, or several do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Units.
    pub units: u64,
    /// Volume, in cubic millimetres.
    pub volume_mm3: u64,
    /// Weight, in grams.
    pub weight_grams: u64,
}

impl Load {
    fn plus(self, more: Load) -> Load {
        Load {
            units: self.units.saturating_add(more.units),
            volume_mm3: self.volume_mm3.saturating_add(more.volume_mm3),
            weight_grams: self.weight_grams.saturating_add(more.weight_grams),
        }
    }

    fn minus(self, less: Load) -> Load {
        Load {
            units: self.units.saturating_sub(less.units),
            volume_mm3: self.volume_mm3.saturating_sub(less.volume_mm3),
            weight_grams: self.weight_grams.saturating_sub(less.weight_grams),
        }
    }
}

/// What a cart holds at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cart {
    /// Compartments: the most orders, each in one of its own.
    pub orders_max: usize,
    /// The most it carries of everything together.
    pub load_max: Load,
}

impl Cart {
    /// A cart that is limited by units only.
    pub fn of_units(units_max: u64) -> Self {
        Cart {
            orders_max: usize::MAX,
            load_max: Load {
                units: units_max,
                volume_mm3: u64::MAX,
                weight_grams: u64::MAX,
            },
        }
    }

    /// Whether it holds so many orders with this load together.
    pub fn holds(&self, load: Load, orders: usize) -> bool {
        orders <= self.orders_max
            && load.units <= self.load_max.units
            && load.volume_mm3 <= self.load_max.volume_mm3
            && load.weight_grams <= self.load_max.weight_grams
    }
}

/// An order to be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Where its goods lie.
    pub picks: Vec<Location>,
    /// What it puts on the cart.
    pub load: Load,
}

/// Why orders cannot be batched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// More orders than are planned at once; plan a part of them.
    TooManyOrders {
        /// How many there are.
        orders: usize,
    },
    /// An order does not go onto an empty cart; split it or take a larger cart.
    TooLargeForCart {
        /// The order, by its place in the list.
        order: usize,
    },
    /// An order has a pick where the floor has no place.
    NoSuchPlace {
        /// The order, by its place in the list.
        order: usize,
        /// What the floor says.
        error: LayoutError,
    },
}

/// Orders that are picked on one walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The orders, by their place in the list, ascending.
    pub orders: Vec<usize>,
    /// What they put on the cart.
    pub load: Load,
    /// The length of the walk, in millimetres.
    pub length_mm: u32,
}

/// Orders, a floor and a cart: what is planned on.
#[derive(Debug, Clone)]
pub struct Batching {
    router: Router,
    picks: Vec<PickSet>,
    loads: Vec<Load>,
    cart: Cart,
}

impl Batching {
    /// Batches of these orders, walked as the router does.
    pub fn new(router: &Router, orders: &[Order], cart: Cart) -> Result<Self, Flaw> {
        if orders.len() > BATCHED_ORDERS_MAX {
            return Err(Flaw::TooManyOrders {
                orders: orders.len(),
            });
        }
        let loads: Vec<Load> = orders.iter().map(|order| order.load).collect();
        if let Some(order) = loads.iter().position(|load| !cart.holds(*load, 1)) {
            return Err(Flaw::TooLargeForCart { order });
        }
        let picks = (0..).zip(orders).map(|(place, order)| {
            router
                .pick_set(order.picks.iter().copied())
                .map_err(|error| Flaw::NoSuchPlace {
                    order: place,
                    error,
                })
        });
        Ok(Batching {
            picks: picks.collect::<Result<_, Flaw>>()?,
            router: router.clone(),
            loads,
            cart,
        })
    }

    /// Finds batches with short walks. The plan's cost is the length of all walks in millimetres; its naive plan fills
    /// a cart with orders as they came.
    pub fn plan(&self, seed: u64, effort: &mut Effort) -> Plan<Vec<Batch>> {
        let mut lengths = Lengths::new(&self.router, &self.picks);
        let naive = start::first_come(&self.loads, &self.cart);
        let naive = State::new(naive, &self.loads, &mut lengths).length;
        let found = search::search(self, &mut lengths, seed, effort);
        let answer = self.batches(found.groups, &mut lengths);
        let cost: u64 = answer.iter().map(|batch| u64::from(batch.length_mm)).sum();
        Plan {
            cost: cost as f64,
            naive_cost: naive as f64,
            bound: found.bound.map(|bound| bound.min(cost as f64)),
            answer,
            steps: effort.steps(),
            ended: match found.is_proven {
                true => Ended::Proven,
                false => effort.ended(),
            },
        }
    }

    /// The length of the walk for these orders, in millimetres; unknown orders are left out.
    pub fn length_mm(&self, orders: &[usize]) -> u32 {
        let known = orders.iter().filter(|order| **order < self.picks.len());
        Lengths::new(&self.router, &self.picks).measured(known.map(|order| *order as u32))
    }

    /// The batches, each with its orders ascending, those with the earliest order first.
    fn batches(&self, groups: Vec<Vec<u32>>, lengths: &mut Lengths) -> Vec<Batch> {
        let batch = |orders: Vec<u32>| {
            let mut orders: Vec<usize> = orders.into_iter().map(|order| order as usize).collect();
            orders.sort_unstable();
            let loads = orders.iter().map(|order| self.loads[*order]);
            Batch {
                load: loads.fold(Load::default(), Load::plus),
                length_mm: lengths.measured(orders.iter().map(|order| *order as u32)),
                orders,
            }
        };
        let mut batches: Vec<Batch> = groups.into_iter().map(batch).collect();
        batches.sort_by(|a, b| a.orders.cmp(&b.orders));
        batches
    }
}
