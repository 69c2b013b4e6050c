//! Waves: which orders to start now, and which aisles to walk for them, so that each aisle visited yields the most
//! units.
//!
//! **Model.** A backlog has orders (units per item) and aisles (stock per item). A wave is a set of orders and a set of
//! aisles whose stock, taken together, covers the orders item by item; its units lie between a floor (a wave worth
//! starting) and a ceiling (what packing can take). What counts is units per aisle visited. This is the wave of the
//! SBPO 2024/25 challenge (Mercado Livre), a cousin of the order batching of Valle, Beasley, da Cunha (2017) without a
//! walk: within an aisle all positions cost the same, and no order is split.
//!
//! **Method.** The ratio is maximised as Dinkelbach (1967) does: with the best ratio so far as the price of an aisle,
//! any wave whose units are worth more than its aisles is a better one. That inner problem is searched by annealing
//! over the set of aisles ([`search`]), which carries the packing of orders along: an aisle that leaves throws out the
//! orders it no longer covers, freed stock is filled again, the largest orders first ([`packing`]). A change costs as
//! much as the lines of the aisles and orders that it touches, some microseconds, whatever the size of the backlog.
//!
//! **Bound.** A wave of `k` aisles has at most the sum of the `k` largest aisles' usable stock, and at most the
//! ceiling. It is far above the optimum where aisles hold much of what few orders want; it proves small cases only.
//!
//! **Limits.** The answer is not proven where the bound is not met. A wave may exist and not be found where the floor
//! is so high that only a perfect packing reaches it.
//!
//! **Rejected.** An integer program per number of aisles: with some 10,000 orders and 7,000 items a pure Rust simplex
//! needs longer for one relaxation than the whole search. A fixed number of aisles per search: the price of an aisle
//! finds that number by itself.

mod bound;
mod index;
mod members;
mod naive;
mod packing;
mod search;

use super::effort::{Effort, Ended, Plan};
use super::random::Random;
use crate::limits::{WAVE_LINES_MAX, WAVE_UNITS_MAX};

use index::Index;

/// So many units of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemUnits {
    /// The number by which the caller knows the item.
    pub item: u32,
    /// How many units.
    pub units: u32,
}

/// What a wave is chosen from.
#[derive(Debug, Clone)]
pub struct Backlog {
    index: Index,
    units_min: u64,
    units_max: u64,
}

/// Why a backlog cannot be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The floor is above the ceiling: no number of units lies between them.
    FloorAboveCeiling {
        /// The fewest units wanted.
        units_min: u64,
        /// The most units allowed.
        units_max: u64,
    },
    /// There are more lines than are planned at once; plan a part of the backlog.
    TooManyLines {
        /// The lines of orders and aisles.
        lines: usize,
    },
    /// There are more units than are planned at once; plan a part of the backlog.
    TooManyUnits,
}

/// Why there is no wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWave {
    /// No order can be covered by the stock of all aisles.
    NothingToPick,
    /// Every order that the stock covers has more units than the ceiling allows.
    CeilingBelowOrders {
        /// The most units allowed.
        units_max: u64,
    },
    /// With all aisles open the best wave found stays below the floor: lower it, or wait for more orders.
    BelowFloor {
        /// The units of that wave.
        units: u64,
        /// The fewest units wanted.
        units_min: u64,
    },
}

/// Orders to start together, and the aisles to walk for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// The orders, by their place in the backlog, ascending.
    pub orders: Vec<usize>,
    /// The aisles, by their place in the backlog, ascending.
    pub aisles: Vec<usize>,
    /// The units of all orders.
    pub units: u64,
}

impl Wave {
    /// Units picked per aisle visited.
    pub fn units_per_aisle(&self) -> f64 {
        self.units as f64 / self.aisles.len().max(1) as f64
    }
}

/// From which aisle a wave takes what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// The order, by its place in the backlog.
    pub order: usize,
    /// The aisle, by its place in the backlog.
    pub aisle: usize,
    /// The item and the units of it.
    pub what: ItemUnits,
}

impl Backlog {
    /// The orders and the aisles, each a list of items with units (an item named twice counts with the sum), and the
    /// fewest and the most units of a wave.
    pub fn new(
        orders: &[Vec<ItemUnits>],
        aisles: &[Vec<ItemUnits>],
        units_min: u64,
        units_max: u64,
    ) -> Result<Self, Flaw> {
        if units_min > units_max {
            return Err(Flaw::FloorAboveCeiling {
                units_min,
                units_max,
            });
        }
        let lines = orders.iter().chain(aisles).map(Vec::len).sum();
        if lines > WAVE_LINES_MAX || orders.len() > WAVE_LINES_MAX || aisles.len() > WAVE_LINES_MAX
        {
            return Err(Flaw::TooManyLines { lines });
        }
        let ordered = orders.iter().flatten().map(|line| u64::from(line.units));
        if ordered.sum::<u64>() > WAVE_UNITS_MAX {
            return Err(Flaw::TooManyUnits);
        }
        Ok(Backlog {
            index: Index::new(orders, aisles),
            units_min,
            units_max,
        })
    }

    /// Finds a wave with as many units per aisle as it can.
    ///
    /// The plan's cost is aisles visited per unit, its naive plan takes orders as they came and opens the first aisle
    /// that has stock. A step is a line of an order or an aisle that is looked at.
    pub fn plan(&self, seed: u64, effort: &mut Effort) -> Result<Plan<Wave>, NoWave> {
        let pickable = self.index.order_units.iter().filter(|units| **units > 0);
        let smallest = *pickable.min().ok_or(NoWave::NothingToPick)?;
        if u64::from(smallest) > self.units_max {
            return Err(NoWave::CeilingBelowOrders {
                units_max: self.units_max,
            });
        }
        let Some(bound) = bound::units_per_aisle_max(self) else {
            return Err(self.below_floor(&self.of_all_aisles()));
        };
        let naive = naive::first_come(self);
        let found = search::search(self, bound, Random::new(seed), effort);
        let best = match (found, &naive) {
            (Some(found), Some(naive)) if naive.units_per_aisle() > found.units_per_aisle() => {
                naive.clone()
            }
            (Some(found), _) => found,
            (None, Some(naive)) => naive.clone(),
            (None, None) => self.of_all_aisles(),
        };
        if best.units < self.units_min {
            return Err(self.below_floor(&best));
        }
        let proven = best.units_per_aisle() >= bound;
        Ok(Plan {
            cost: 1.0 / best.units_per_aisle(),
            naive_cost: 1.0 / naive.as_ref().unwrap_or(&best).units_per_aisle(),
            bound: Some(1.0 / bound),
            answer: best,
            steps: effort.steps(),
            ended: if proven {
                Ended::Proven
            } else {
                effort.ended()
            },
        })
    }

    /// From which aisle each line of a wave is taken: the aisles in their order, the orders in theirs. Lines that the
    /// wave's aisles do not cover are missing.
    pub fn picks(&self, wave: &Wave) -> Vec<Pick> {
        self.index.picks(wave)
    }

    fn of_all_aisles(&self) -> Wave {
        packing::Packing::of_all_aisles(&self.index, self.units_max).wave()
    }

    fn below_floor(&self, wave: &Wave) -> NoWave {
        NoWave::BelowFloor {
            units: wave.units,
            units_min: self.units_min,
        }
    }
}
