//! Walks with due times: which orders together, by which picker, in which order.
//!
//! **Model.** A walk takes time: for the cart at both ends, for the way (exact routes, [`Pace`]), for each place that is
//! stopped at and each unit. Pickers with a cart each begin when they are free and walk without a break. An order is
//! picked when its walk ends. It may have a time by which it is [`Due`] (the cutoff of its carrier) and a weight. First
//! counts how late orders are, each times its weight, and only then how long all pickers work: a plan that is on time
//! beats every shorter one that is not.
//!
//! **Method.** A plan is a sequence of walks; whoever is free first takes the next. No plan is better than the best of
//! this kind: where another picker than the first free one walks next, the first free one could have walked that and
//! all that follows on it, sooner. Up to [`ORDERS_EXACT_MAX`] orders the best sequence is found by dynamic programming
//! over the sets of picked orders; of two ways to pick the same set the one is dropped that is later and leaves each
//! picker busy longer ([`exact`]). Beyond, annealing changes batches as the batching without due times does and moves
//! walks in the sequence; lateness is priced, and the price rises until it decides alone ([`line`], [`search`]).
//!
//! **Sources.** Henn (2015) and Scholz, Schubert and Wäscher (2017) for the joint problem of batches, pickers and
//! sequence with tardiness; Held and Karp (1962) for the programming over sets.
//!
//! **Limits.** All orders are there when the plan begins: replan when some come. All pickers walk alike. A step of the
//! search costs the tours that it changes and a look at every order, about a nanosecond each.

mod exact;
mod line;
mod search;
mod timing;

use std::num::NonZeroU32;

use super::lengths::Lengths;
use super::{Batch, Batching};
use crate::limits::{BATCH_PICKERS_MAX, SHIFT_MS_MAX};
use crate::planning::effort::{Effort, Ended, Plan};

pub use exact::ORDERS_EXACT_MAX;
pub use timing::{Late, Timing};

use line::{Line, Rank};

/// How fast a picker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Walking, in millimetres a second.
    pub walk_mm_per_s: NonZeroU32,
    /// Fetching a cart and handing it over, in milliseconds a walk.
    pub cart_ms: u32,
    /// Stopping and finding, in milliseconds a place.
    pub stop_ms: u32,
    /// Taking and checking, in milliseconds a unit.
    pub unit_ms: u32,
}

impl Pace {
    /// What a walk takes that is so long, stops so often and takes so many units, in milliseconds, rounded up.
    pub fn walk_ms(&self, length_mm: u32, stops: u32, units: u64) -> u32 {
        let way_ms = (u64::from(length_mm) * 1_000).div_ceil(u64::from(self.walk_mm_per_s.get()));
        let stops_ms = u64::from(self.stop_ms) * u64::from(stops);
        let units_ms = u64::from(self.unit_ms).saturating_mul(units);
        let whole_ms = (u64::from(self.cart_ms) + way_ms + stops_ms).saturating_add(units_ms);
        u32::try_from(whole_ms).unwrap_or(u32::MAX)
    }
}

/// By when an order has to be picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The time, in milliseconds from the beginning of the plan.
    pub at_ms: u64,
    /// Its priority: a minute late at weight 2 is as bad as two minutes at weight 1; at 0 it may be late.
    pub weight: u16,
}

impl Due {
    /// How late it is when picked at a time, times its weight.
    fn lateness(&self, end_ms: u64) -> u64 {
        let late_ms = end_ms.saturating_sub(self.at_ms);
        late_ms.saturating_mul(u64::from(self.weight))
    }
}

/// Who picks, and how fast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// How fast everybody is.
    pub pace: Pace,
    /// When each picker is free, in milliseconds from the beginning of the plan.
    pub free_ms: Vec<u64>,
}

/// Why a shift cannot be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftFlaw {
    /// Nobody picks.
    NoPickers,
    /// More pickers than are planned at once; plan areas of the floor apart.
    TooManyPickers {
        /// How many there are.
        pickers: usize,
    },
    /// There are not as many due times as orders.
    OtherOrders {
        /// How many orders there are.
        orders: usize,
        /// How many due times.
        dues: usize,
    },
    /// A picker is free, or an order due, beyond what is planned ahead.
    TooFarAhead {
        /// The time, in milliseconds from the beginning of the plan.
        at_ms: u64,
    },
}

/// A batch with who picks it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// What is picked.
    pub batch: Batch,
    /// Who picks it, by their place in the shift.
    pub picker: usize,
    /// When the walk begins, in milliseconds from the beginning of the plan.
    pub start_ms: u64,
    /// When it ends.
    pub end_ms: u64,
}

/// Walks of a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The walks as they begin.
    pub walks: Vec<Walk>,
    /// How each order stands to its due time, by its place in the list.
    pub timings: Vec<Timing>,
    /// How late all orders are, each times its weight, in milliseconds.
    pub lateness_ms: u64,
    /// No plan is less late: each order alone is not picked sooner.
    pub lateness_bound_ms: u64,
    /// How late they would be in the naive plan.
    pub naive_lateness_ms: u64,
}

/// What is planned on: orders with due times, and pickers.
#[derive(Clone, Copy)]
struct Problem<'a> {
    batching: &'a Batching,
    dues: &'a [Option<Due>],
    free_ms: &'a [u64],
}

impl Problem<'_> {
    /// How late an order is when picked at a time, times its weight.
    fn lateness(&self, order: u32, end_ms: u64) -> u64 {
        self.dues[order as usize].map_or(0, |due| due.lateness(end_ms))
    }

    /// How late the orders are at least, in milliseconds by weight, when nobody is free before `from_ms`.
    fn lateness_bound(
        &self,
        orders: impl Iterator<Item = u32>,
        from_ms: u64,
        alone: &[u32],
    ) -> u64 {
        let each =
            orders.map(|order| self.lateness(order, from_ms + u64::from(alone[order as usize])));
        each.fold(0, u64::saturating_add)
    }
}

impl Batching {
    /// Plans the walks of a shift; `dues` has a due time, or none, for each order. The plan's cost is the time that all
    /// pickers work, in milliseconds; that of the naive plan, which fills carts with what is due soonest, may be less
    /// where it is later.
    pub fn schedule(
        &self,
        shift: &Shift,
        dues: &[Option<Due>],
        seed: u64,
        effort: &mut Effort,
    ) -> Result<Plan<Schedule>, ShiftFlaw> {
        self.check(shift, dues)?;
        let problem = Problem {
            batching: self,
            dues,
            free_ms: &shift.free_ms,
        };
        let mut times = Lengths::new(&self.router, &self.picks).at_pace(shift.pace, &self.taken);
        let alone: Vec<u32> = (0..dues.len() as u32)
            .map(|order| times.measured(std::iter::once(order)))
            .collect();
        let naive = search::soonest_due_first(&problem, &mut times);
        let naive_rank = naive.rank(&problem);
        let found = search::search(&problem, &mut times, naive, seed, effort);
        let rank: Rank = found.line.rank(&problem);
        let walks = self.walks(&problem, &found.line);
        let first_free_ms = shift.free_ms.iter().copied().min().unwrap_or(0);
        let all = 0..dues.len() as u32;
        let schedule = Schedule {
            timings: timing::timings(&problem, &walks, &alone),
            walks,
            lateness_ms: rank.lateness_ms,
            lateness_bound_ms: problem.lateness_bound(all, first_free_ms, &alone),
            naive_lateness_ms: naive_rank.lateness_ms,
        };
        Ok(Plan {
            answer: schedule,
            cost: rank.work_ms as f64,
            naive_cost: naive_rank.work_ms as f64,
            bound: found.is_proven.then_some(rank.work_ms as f64),
            steps: effort.steps(),
            ended: match found.is_proven {
                true => Ended::Proven,
                false => effort.ended(),
            },
        })
    }

    fn check(&self, shift: &Shift, dues: &[Option<Due>]) -> Result<(), ShiftFlaw> {
        let (orders, pickers) = (self.taken.len(), shift.free_ms.len());
        if pickers == 0 {
            return Err(ShiftFlaw::NoPickers);
        }
        if pickers > BATCH_PICKERS_MAX {
            return Err(ShiftFlaw::TooManyPickers { pickers });
        }
        if dues.len() != orders {
            return Err(ShiftFlaw::OtherOrders {
                orders,
                dues: dues.len(),
            });
        }
        let dues = dues.iter().flatten().map(|due| due.at_ms);
        let mut times = shift.free_ms.iter().copied().chain(dues);
        match times.find(|at_ms| *at_ms > SHIFT_MS_MAX) {
            Some(at_ms) => Err(ShiftFlaw::TooFarAhead { at_ms }),
            None => Ok(()),
        }
    }

    /// The walks of a sequence, as they begin.
    fn walks(&self, problem: &Problem, line: &Line) -> Vec<Walk> {
        let mut lengths = Lengths::new(&self.router, &self.picks);
        let mut walks = Vec::new();
        line.each_walk(problem, |group, picker, start_ms, end_ms| {
            let orders = line.state.groups[group as usize].orders.clone();
            walks.push(Walk {
                batch: self.batch(orders, &mut lengths),
                picker,
                start_ms,
                end_ms,
            });
        });
        walks
    }
}
