//! Batches: which orders a picker collects on one walk.
//!
//! **Model.** Each order has places to visit and a load; a cart holds so many compartments and units, so much volume
//! and weight; an order is never split. What counts is the length of all walks together, each the shortest one
//! ([`route`](super::route), exact). Times by which orders must be picked, and who picks them, are the part of
//! [`schedule`].
//!
//! **Method.** Clarke and Wright's savings to begin with; then annealing that moves an order, swaps two, or passes
//! three on in a ring, between batches near each other, with the exact length of every tour it weighs, remembered by
//! the set of orders ([`lengths`]). Where carts are nearly full few changes fit, so carts may be a little overfull on
//! the way, at a price that follows how often they are (Gendreau, Hertz and Laporte 1994). Good batches go into a pool,
//! and after each round the best way to cover all orders with batches of the pool is sought by branching under
//! Lagrangian bounds ([`partition`]); it joins the best parts of many plans. Where all batches that a cart can hold are
//! few enough to be listed, that same search is exact and the answer proven: up to some 12 orders always, up to 20 and
//! more where carts are small.
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

mod cart;
mod enumerate;
mod lengths;
mod partition;
mod pool;
mod propose;
mod reasons;
pub mod schedule;
mod search;
mod start;
mod state;

use super::effort::{Effort, Ended, Plan};
use super::route::{LayoutError, Location, PickSet, Router};
use crate::limits::BATCHED_ORDERS_MAX;

pub use cart::{Cart, Load};
pub use reasons::Reason;

use cart::Taken;
use lengths::Lengths;
use state::State;

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
    /// The compartments that they take.
    pub compartments: u64,
    /// The length of the walk, in millimetres.
    pub length_mm: u32,
}

/// Orders, a floor and a cart: what is planned on.
#[derive(Debug, Clone)]
pub struct Batching {
    router: Router,
    picks: Vec<PickSet>,
    taken: Vec<Taken>,
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
        let taken = orders.iter().map(|order| cart.taken_by(&order.load));
        let taken: Vec<Taken> = taken.collect();
        if let Some(order) = taken.iter().position(|taken| !cart.holds(taken)) {
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
            taken,
            cart,
        })
    }

    /// Finds batches with short walks. The plan's cost is the length of all walks in millimetres; its naive plan fills
    /// a cart with orders as they came.
    pub fn plan(&self, seed: u64, effort: &mut Effort) -> Plan<Vec<Batch>> {
        let mut lengths = Lengths::new(&self.router, &self.picks);
        let naive = start::first_come(0..self.taken.len() as u32, &self.taken, &self.cart);
        let naive = State::new(naive, &self.taken, &mut lengths).length;
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

    /// What these orders take of a cart together.
    fn taken_by(&self, orders: &[usize]) -> Taken {
        let each = orders.iter().filter_map(|order| self.taken.get(*order));
        each.fold(Taken::default(), |sum, one| sum.plus(one))
    }

    fn batch(&self, mut orders: Vec<u32>, lengths: &mut Lengths) -> Batch {
        orders.sort_unstable();
        let length_mm = lengths.measured(orders.iter().copied());
        let orders: Vec<usize> = orders.into_iter().map(|order| order as usize).collect();
        let taken = self.taken_by(&orders);
        Batch {
            load: taken.load,
            compartments: taken.compartments,
            length_mm,
            orders,
        }
    }

    /// The batches, each with its orders ascending, those with the earliest order first.
    fn batches(&self, groups: Vec<Vec<u32>>, lengths: &mut Lengths) -> Vec<Batch> {
        let mut batches: Vec<Batch> = groups
            .into_iter()
            .map(|orders| self.batch(orders, lengths))
            .collect();
        batches.sort_by(|a, b| a.orders.cmp(&b.orders));
        batches
    }
}
