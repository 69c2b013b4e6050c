//! What sets of orders cost to pick, remembered: the length of their tour, or the time that it takes.

use super::cart::Taken;
use super::pool::Pool;
use super::schedule::Pace;
use crate::planning::random::Random;
use crate::planning::route::{PickSet, Router};

/// The lengths that are remembered, as a power of two.
const REMEMBERED_BITS: u32 = 18;
/// Where the numbers that name the orders come from. Any will do; a fixed one makes runs repeatable.
const NAMES_SEED: u64 = 0x5eed_ba7c;

/// A set of orders, named by a number that is easy to change when an order joins or leaves (Zobrist 1970). Two sets
/// share a name about once in 2^64 pairs; whoever needs certainty asks for [`Lengths::measured`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Name(u64);

impl Name {
    /// The name with an order more, or with one less where it was there.
    pub fn toggled(self, other: Name) -> Name {
        Name(self.0 ^ other.0)
    }
}

/// Measures tours, and remembers what it measured last.
pub(super) struct Lengths<'a> {
    router: Router,
    picks: &'a [PickSet],
    /// With a pace times are measured, in milliseconds, of orders that put so much on the cart.
    pace: Option<(Pace, &'a [Taken])>,
    names: Vec<Name>,
    union: PickSet,
    remembered: Vec<(Name, u32)>,
    orders: Vec<u32>,
    /// The batches that were measured.
    pub pool: Pool,
}

impl<'a> Lengths<'a> {
    /// For orders with these picks of the router.
    pub fn new(router: &Router, picks: &'a [PickSet]) -> Self {
        let mut random = Random::new(NAMES_SEED);
        let union = router
            .pick_set([])
            .expect("no location is unknown where there is none");
        Lengths {
            names: picks.iter().map(|_| Name(random.bits())).collect(),
            union,
            router: router.clone(),
            picks,
            pace: None,
            remembered: vec![(Name::default(), 0); 1 << REMEMBERED_BITS],
            orders: Vec::new(),
            pool: Pool::default(),
        }
    }

    /// Measures times in milliseconds instead.
    pub fn at_pace(self, pace: Pace, taken: &'a [Taken]) -> Self {
        Lengths {
            pace: Some((pace, taken)),
            ..self
        }
    }

    /// The name of one order.
    pub fn name(&self, order: u32) -> Name {
        self.names[order as usize]
    }

    /// The name of a set of orders.
    pub fn name_of(&self, orders: &[u32]) -> Name {
        orders.iter().fold(Name::default(), |name, order| {
            name.toggled(self.name(*order))
        })
    }

    /// The length of the tour for the orders of this name, in millimetres. What `fits` a cart goes into the pool.
    pub fn length(&mut self, name: Name, orders: impl Iterator<Item = u32>, fits: bool) -> u32 {
        let place = (name.0 >> (u64::BITS - REMEMBERED_BITS)) as usize;
        if self.remembered[place].0 == name {
            return self.remembered[place].1;
        }
        self.orders.clear();
        self.orders.extend(orders);
        let orders = std::mem::take(&mut self.orders);
        let length = self.measured(orders.iter().copied());
        if fits {
            self.pool.add(name, &orders, length);
        }
        self.orders = orders;
        self.remembered[place] = (name, length);
        length
    }

    /// The length of the tour for these orders, measured anew, in millimetres; 0 for none.
    pub fn measured(&mut self, orders: impl Iterator<Item = u32>) -> u32 {
        self.union.clear();
        let mut units = 0_u64;
        for order in orders {
            self.union.add_all(&self.picks[order as usize]);
            if let Some((_, taken)) = self.pace {
                units = units.saturating_add(taken[order as usize].load.units);
            }
        }
        if self.union.is_empty() {
            return 0;
        }
        let length_mm = self.router.length(&self.union);
        match self.pace {
            None => length_mm,
            Some((pace, _)) => pace.walk_ms(length_mm, self.union.count(), units),
        }
    }
}
