//! The greedy loading and the beam around it.

use super::blocks::Blocks;
use super::model::{Cargo, LoadError, Stowed, Support};
use super::value::{Reaches, contact_share};
use crate::limits::{LOAD_BEAM_MAX, LOAD_BOXES_MAX};
use crate::planning::effort::{Effort, Ended, Plan};
use crate::planning::geometry::{Cuboid, carve, carve_supported};
use crate::planning::measure::Size;

/// Loads the container as full as can be found.
///
/// The cost is the volume that stays empty, in cubic millimetres; that of the naive plan is what the greedy loading
/// alone leaves. The bound is the volume that the boxes do not have.
pub fn load(
    container: Size,
    cargo: &[Cargo],
    support: Support,
    effort: &mut Effort<'_>,
) -> Result<Plan<Vec<Stowed>>, LoadError> {
    let boxes: u64 = cargo.iter().map(|one| u64::from(one.units)).sum();
    if boxes == 0 {
        return Err(LoadError::NothingToLoad);
    }
    if boxes > LOAD_BOXES_MAX || cargo.len() as u64 > LOAD_BOXES_MAX {
        return Err(LoadError::TooManyBoxes { boxes });
    }
    let room = container.sides_mm();
    let volume_of = |one: &Cargo| one.size.volume_mm3() * u64::from(one.units);
    let cargo_mm3: u64 = cargo.iter().map(volume_of).sum();
    let most_mm3 = cargo_mm3.min(container.volume_mm3());
    let loader = Loader {
        room,
        support,
        blocks: Blocks::new(cargo, room, support),
        reaches: Reaches::new(cargo, room),
        shortest: cargo.iter().map(shortest).collect(),
    };
    let start = State {
        spaces: vec![Cuboid::of(container)],
        left: cargo.iter().map(|one| one.units).collect(),
        loaded: Vec::new(),
        blocks: Vec::new(),
        volume_mm3: 0,
        possible: (0..).take(loader.blocks.list.len()).collect(),
    };
    let mut best = start.clone();
    loader.complete(&mut best, effort);
    let empty = |state: &State| (container.volume_mm3() - state.volume_mm3) as f64;
    let naive_cost = empty(&best);
    effort.found(naive_cost);
    let mut width = 2;
    while effort.goes_on() && best.volume_mm3 < most_mm3 && width <= LOAD_BEAM_MAX {
        loader.beam(&start, width, &mut best, most_mm3, effort);
        width *= 2;
    }
    let proven = best.volume_mm3 == most_mm3;
    Ok(Plan {
        cost: empty(&best),
        naive_cost,
        bound: Some((container.volume_mm3() - most_mm3) as f64),
        steps: effort.steps(),
        ended: if proven {
            Ended::Proven
        } else {
            effort.ended()
        },
        answer: loader.stowed(&best),
    })
}

/// The shortest extent on each axis.
fn shortest(cargo: &Cargo) -> [u32; 3] {
    let extents = cargo.turns.extents(cargo.size);
    [0, 1, 2].map(|axis| extents.iter().map(|extent| extent[axis]).min().unwrap_or(0))
}

/// A container, half loaded.
#[derive(Clone)]
struct State {
    spaces: Vec<Cuboid>,
    left: Vec<u32>,
    /// The places of the blocks.
    loaded: Vec<Cuboid>,
    /// Which blocks they are.
    blocks: Vec<usize>,
    volume_mm3: u64,
    /// The blocks for which there are boxes left, the most worth first.
    possible: Vec<u32>,
}

struct Loader {
    room: [u32; 3],
    support: Support,
    blocks: Blocks,
    reaches: Reaches,
    shortest: Vec<[u32; 3]>,
}

/// A block in a place, with its value there.
#[derive(Clone, Copy)]
struct Choice {
    value: f64,
    block: usize,
    place: Cuboid,
}

impl Loader {
    /// Goes on greedily until nothing fits.
    fn complete(&self, state: &mut State, effort: &mut Effort<'_>) {
        let mut choices = Vec::with_capacity(2);
        while self.choose(state, 1, &mut choices) {
            if let Some(choice) = choices.first() {
                self.put(state, choice);
            }
            effort.spend(1);
        }
    }

    /// The best blocks, at most `count`, for the first space that takes any; spaces that take none are forgotten.
    fn choose(&self, state: &mut State, count: usize, choices: &mut Vec<Choice>) -> bool {
        choices.clear();
        while let Some(index) = self.nearest(&state.spaces) {
            let space = state.spaces[index];
            self.rank(state, &space, count, choices);
            if !choices.is_empty() {
                return true;
            }
            state.spaces.swap_remove(index);
        }
        false
    }

    /// The space nearest to a corner of the container; of several, the largest.
    fn nearest(&self, spaces: &[Cuboid]) -> Option<usize> {
        let key = |space: &Cuboid| {
            let far = |axis: usize| space.from[axis].min(self.room[axis] - space.to[axis]);
            let up = match self.support {
                Support::None => far(2),
                Support::Full => space.from[2],
            };
            let volume = space.volume_mm3();
            (
                far(0) + far(1) + up,
                u64::MAX - volume,
                space.from,
                space.to,
            )
        };
        (0..spaces.len()).min_by_key(|index| key(&spaces[*index]))
    }

    /// Where a block of this extent lies in the space: in the corner that is nearest to one of the container.
    fn place(&self, space: &Cuboid, extent: [u32; 3]) -> Cuboid {
        let from = [0, 1, 2].map(|axis| {
            let upper = self.room[axis] - space.to[axis] < space.from[axis];
            let grounded = axis == 2 && self.support == Support::Full;
            if upper && !grounded {
                space.to[axis] - extent[axis]
            } else {
                space.from[axis]
            }
        });
        Cuboid::at(from, extent)
    }

    fn rank(&self, state: &State, space: &Cuboid, count: usize, choices: &mut Vec<Choice>) {
        let fits = self.blocks.fitting(space);
        for index in state.possible.iter().map(|index| *index as usize) {
            if !fits(index) {
                continue;
            }
            let block = &self.blocks.list[index];
            let least = match choices.last() {
                Some(last) if choices.len() == count => last.value,
                _ => 0.0,
            };
            if block.worth <= least {
                return;
            }
            let worth = block.worth * self.reaches.kept_share(space, block.extent);
            if worth <= least {
                continue;
            }
            let place = self.place(space, block.extent);
            let contact = contact_share(&place, self.room, &state.loaded);
            let value = worth * contact.powi(4);
            if value > least {
                if choices.len() == count {
                    choices.pop();
                }
                let at = choices.partition_point(|choice| choice.value >= value);
                let block = index;
                choices.insert(
                    at,
                    Choice {
                        value,
                        block,
                        place,
                    },
                );
            }
        }
    }

    fn put(&self, state: &mut State, choice: &Choice) {
        let block = &self.blocks.list[choice.block];
        let mut gone = false;
        for (cargo, units) in self.blocks.needs(choice.block) {
            let left = &mut state.left[*cargo as usize];
            *left -= units;
            gone |= *left == 0;
        }
        let left = &state.left;
        state.possible.retain(|index| {
            let index = *index as usize;
            let enough = |need: &(u32, u32)| need.1 <= left[need.0 as usize];
            !self.blocks.share_cargo(index, choice.block)
                || self.blocks.needs(index).iter().all(enough)
        });
        state.volume_mm3 += block.volume_mm3;
        state.loaded.push(choice.place);
        state.blocks.push(choice.block);
        let mut least = [u32::MAX; 3];
        for (shortest, _) in self
            .shortest
            .iter()
            .zip(&state.left)
            .filter(|(_, left)| **left > 0)
        {
            for (least, mm) in least.iter_mut().zip(shortest) {
                *least = (*least).min(*mm);
            }
        }
        if least[0] == u32::MAX {
            state.spaces.clear();
            return;
        }
        match self.support {
            Support::None => carve(&mut state.spaces, &choice.place, least),
            Support::Full => carve_supported(&mut state.spaces, &choice.place, least),
        }
        if gone {
            state.spaces.retain(|space| space.holds(least));
        }
    }

    /// One beam search of this width.
    fn beam(
        &self,
        start: &State,
        width: usize,
        best: &mut State,
        most_mm3: u64,
        effort: &mut Effort<'_>,
    ) {
        let mut states = vec![start.clone()];
        let mut choices = Vec::with_capacity(width + 1);
        while !states.is_empty() {
            let mut ranked: Vec<(u64, State)> = Vec::new();
            for state in &mut states {
                if !self.choose(state, width, &mut choices) {
                    continue;
                }
                for choice in &choices {
                    let mut child = state.clone();
                    self.put(&mut child, choice);
                    let mut full = child.clone();
                    self.complete(&mut full, effort);
                    ranked.push((full.volume_mm3, child));
                    if full.volume_mm3 > best.volume_mm3 {
                        *best = full;
                        let room_mm3 = Cuboid::at([0; 3], self.room).volume_mm3();
                        effort.found((room_mm3 - best.volume_mm3) as f64);
                    }
                    if !effort.goes_on() || best.volume_mm3 == most_mm3 {
                        return;
                    }
                }
            }
            ranked.sort_by_key(|ranked| std::cmp::Reverse(ranked.0));
            // The same volume in the end out of the same volume now is the same loading in another order.
            ranked
                .dedup_by(|one, other| one.0 == other.0 && one.1.volume_mm3 == other.1.volume_mm3);
            ranked.truncate(width);
            states = ranked.into_iter().map(|(_, state)| state).collect();
        }
    }

    /// The boxes from below, then from the back.
    fn stowed(&self, state: &State) -> Vec<Stowed> {
        let mut boxes = Vec::new();
        for (block, place) in state.blocks.iter().zip(&state.loaded) {
            self.blocks.unfold(*block, place.from, &mut boxes);
        }
        let mut stowed: Vec<Stowed> = boxes
            .into_iter()
            .map(|(cargo, place)| Stowed { cargo, place })
            .collect();
        stowed.sort_by_key(|one| (one.place.from[2], one.place.from[0], one.place.from[1]));
        stowed
    }
}
