//! Changes that are worth weighing.

use super::state::{State, Transfer};
use crate::planning::random::Random;

/// So many neighbours of an order are known.
const NEIGHBOURS_MAX: usize = 16;
/// The most orders that one change moves.
const TRANSFERS_MAX: usize = 4;

/// Draws changes of a plan: an order moves, two change places, two go for one or two, three pass on in a ring; mostly
/// between the groups of orders that save much together.
pub(super) struct Proposals {
    /// The orders with which each order saves most, the best first.
    near: Vec<Vec<u32>>,
    pub random: Random,
}

/// Transfers of different orders.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Transfers {
    list: [Transfer; TRANSFERS_MAX],
    count: usize,
}

impl Transfers {
    pub fn as_slice(&self) -> &[Transfer] {
        &self.list[..self.count]
    }

    fn with(mut self, order: u32, to: u32) -> Transfers {
        self.list[self.count] = Transfer { order, to };
        self.count += 1;
        self
    }
}

impl Proposals {
    /// For so many orders; `pairs` with what they save, the most first.
    pub fn new(pairs: &[(u32, u32, u32)], orders: usize, seed: u64) -> Proposals {
        let mut near = vec![Vec::new(); orders];
        for &(_, a, b) in pairs {
            for (order, other) in [(a, b), (b, a)] {
                let list = &mut near[order as usize];
                if list.len() < NEIGHBOURS_MAX {
                    list.push(other);
                }
            }
        }
        Proposals {
            near,
            random: Random::new(seed),
        }
    }

    /// Any order.
    pub fn order(&mut self) -> u32 {
        self.random.below(self.near.len()) as u32
    }

    /// A change that moves this order first; `None` where the one drawn would change nothing. The last group of the
    /// state is empty.
    pub fn propose(&mut self, state: &State, first: u32) -> Option<Transfers> {
        let from = state.group_of[first as usize];
        let none = Transfers::default();
        let kind = self.random.below(16);
        if kind == 0 {
            return Some(none.with(first, state.groups.len() as u32 - 1));
        }
        let to = self.group_near(state, first)?;
        if to == from {
            return None;
        }
        let moved = none.with(first, to);
        if kind < 3 {
            return Some(moved);
        }
        let back = *self.random.one_of(&state.groups[to as usize].orders);
        match kind {
            3..6 => Some(moved.with(back, from)),
            6..11 => Some(self.exchange(state, moved.with(back, from))),
            _ => self.ring(state, moved, back, kind < 12),
        }
    }

    /// Two orders for one, or two for two, one for one having been drawn.
    fn exchange(&mut self, state: &State, drawn: Transfers) -> Transfers {
        let (there, back) = (drawn.list[0], drawn.list[1]);
        let (from, to) = (back.to, there.to);
        let one_more = *self.random.one_of(&state.groups[from as usize].orders);
        let one_back = *self.random.one_of(&state.groups[to as usize].orders);
        let mut drawn = drawn;
        if one_more != there.order {
            drawn = drawn.with(one_more, to);
        }
        if one_back != back.order && self.random.below(3) > 0 {
            drawn = drawn.with(one_back, from);
        }
        drawn
    }

    /// The order `second` makes room for the first and goes on to a third group, out of which one closes the ring or,
    /// where it is `open`, none.
    fn ring(
        &mut self,
        state: &State,
        moved: Transfers,
        second: u32,
        is_open: bool,
    ) -> Option<Transfers> {
        let first = moved.list[0];
        let from = state.group_of[first.order as usize];
        let third = self.group_near(state, second)?;
        if third == first.to || third == from {
            return None;
        }
        let moved = moved.with(second, third);
        if is_open {
            return Some(moved);
        }
        let last = *self.random.one_of(&state.groups[third as usize].orders);
        Some(moved.with(last, from))
    }

    /// The group of an order that lies near, mostly; of any, at times.
    fn group_near(&mut self, state: &State, order: u32) -> Option<u32> {
        let near = &self.near[order as usize];
        let other = if near.is_empty() || self.random.below(4) == 0 {
            self.random.below(state.group_of.len()) as u32
        } else {
            *self.random.one_of(near)
        };
        (other != order).then(|| state.group_of[other as usize])
    }
}
