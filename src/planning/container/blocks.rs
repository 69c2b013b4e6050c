//! Blocks: boxes set together without, or nearly without, room between them.
//!
//! *Simple blocks* are one kind of box in one turn, so many along each axis. *General blocks* (Fanslau and Bortfeldt,
//! 2010) are two blocks side by side on one axis, as long as they fill nearly all of their common extent. Cost: simple
//! blocks grow with the units times their logarithm; general ones are cut off at [`BLOCKS_MAX`].

use std::collections::BTreeSet;

use super::model::{Cargo, Support};
use crate::limits::{BLOCK_PAIRS_MAX, BLOCKS_MAX};
use crate::planning::geometry::Cuboid;

/// How much of its extent a general block fills at least, in thousandths.
const FILLED_PERMILLE_MIN: u64 = 980;

/// What a block is made of.
#[derive(Debug, Clone, Copy)]
enum Made {
    /// One kind of cargo, each box of the extent, so many on each axis.
    Alike {
        cargo: usize,
        each: [u32; 3],
        count: [u32; 3],
    },
    /// Two blocks, the second one beyond the first on an axis.
    Pair {
        first: usize,
        second: usize,
        axis: usize,
    },
}

/// How many boxes of which cargo, by cargo.
type Needs = Vec<(usize, u32)>;

/// A block.
pub(super) struct Block {
    pub(super) extent: [u32; 3],
    pub(super) volume_mm3: u64,
    pub(super) needs: Needs,
    /// The volume, less for many boxes: no block is worth more in any place.
    pub(super) worth: f64,
    made: Made,
}

/// All blocks, the most worth first.
///
/// The search asks of nearly every block in nearly every step whether it fits and whether there are boxes for it: both
/// stand apart from the rest, close together.
pub(super) struct Blocks {
    pub(super) list: Vec<Block>,
    /// The extents, 16 bits for each axis: a side is below 2^15.
    extents: Vec<u64>,
    /// The needs of all blocks, one after the other, and where those of each begin.
    needs: Vec<(u32, u32)>,
    begins: Vec<usize>,
    /// Which cargo each block has boxes of, one bit each; cargo beyond the 64th shares bits.
    kinds: Vec<u64>,
}

/// The top bit of each axis.
const GUARDS: u64 = 0x8000_8000_8000;

fn kind(cargo: usize) -> u64 {
    1 << (cargo % 64)
}

fn packed(extent: [u32; 3]) -> u64 {
    let [x, y, z] = extent.map(u64::from);
    x | y << 16 | z << 32
}

impl Blocks {
    /// The blocks that go into a room of this extent.
    pub(super) fn new(cargo: &[Cargo], room: [u32; 3], support: Support) -> Self {
        let mut list = Vec::new();
        let mut singles = Vec::new();
        let extents = |one: &Cargo| one.turns.extents(one.size);
        let turns: usize = cargo.iter().map(|one| extents(one).len()).sum();
        // A part of the blocks is left for pairs; no kind of cargo goes without its own.
        let share = (BLOCKS_MAX * 3 / 4 / turns.max(1)).max(1);
        for (index, one) in cargo.iter().enumerate() {
            for each in extents(one) {
                let counts = counts(one.units, each, room, share);
                if !counts.is_empty() {
                    singles.push(list.len());
                }
                list.extend(counts.into_iter().map(|count| alike(index, each, count)));
            }
        }
        combine(cargo, room, support, &mut list, &singles);
        Blocks::sorted(list)
    }

    fn sorted(mut list: Vec<Block>) -> Self {
        let mut by_worth: Vec<usize> = (0..list.len()).collect();
        by_worth.sort_by(|a, b| list[*b].worth.total_cmp(&list[*a].worth).then(a.cmp(b)));
        let mut now_at = vec![0; list.len()];
        for (now, before) in by_worth.iter().enumerate() {
            now_at[*before] = now;
        }
        for block in &mut list {
            if let Made::Pair { first, second, .. } = &mut block.made {
                (*first, *second) = (now_at[*first], now_at[*second]);
            }
        }
        list.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        let mut needs = Vec::new();
        let mut begins = vec![0];
        let mut kinds = Vec::with_capacity(list.len());
        for block in &list {
            needs.extend(
                block
                    .needs
                    .iter()
                    .map(|(cargo, units)| (*cargo as u32, *units)),
            );
            begins.push(needs.len());
            let bits = block.needs.iter().map(|(cargo, _)| kind(*cargo));
            kinds.push(bits.fold(0, |all, bit| all | bit));
        }
        Blocks {
            extents: list.iter().map(|block| packed(block.extent)).collect(),
            needs,
            begins,
            kinds,
            list,
        }
    }

    /// How many boxes of which cargo a block needs.
    pub(super) fn needs(&self, block: usize) -> &[(u32, u32)] {
        &self.needs[self.begins[block]..self.begins[block + 1]]
    }

    /// Whether the block may have boxes of the same cargo as the other one.
    pub(super) fn share_cargo(&self, block: usize, other: usize) -> bool {
        self.kinds[block] & self.kinds[other] != 0
    }

    /// Says of a block whether it fits into the space.
    pub(super) fn fitting(&self, space: &Cuboid) -> impl Fn(usize) -> bool + '_ {
        let room = packed(space.extent()) | GUARDS;
        move |block| (room - self.extents[block]) & GUARDS == GUARDS
    }

    /// Where each box of a block lies when its near corner is at `from`.
    pub(super) fn unfold(&self, block: usize, from: [u32; 3], out: &mut Vec<(usize, Cuboid)>) {
        let mut open = vec![(block, from)];
        while let Some((block, from)) = open.pop() {
            match self.list[block].made {
                Made::Alike { cargo, each, count } => {
                    for index in 0..count[0] * count[1] * count[2] {
                        let at = [
                            index % count[0],
                            index / count[0] % count[1],
                            index / count[0] / count[1],
                        ];
                        let corner = [0, 1, 2].map(|axis| from[axis] + at[axis] * each[axis]);
                        out.push((cargo, Cuboid::at(corner, each)));
                    }
                }
                Made::Pair {
                    first,
                    second,
                    axis,
                } => {
                    let mut beyond = from;
                    beyond[axis] += self.list[first].extent[axis];
                    open.extend([(second, beyond), (first, from)]);
                }
            }
        }
    }
}

fn block(extent: [u32; 3], volume_mm3: u64, needs: Needs, made: Made) -> Block {
    let boxes: u32 = needs.iter().map(|(_, units)| units).sum();
    Block {
        extent,
        volume_mm3,
        worth: volume_mm3 as f64 * f64::from(boxes).powf(-super::value::BOXES_EXPONENT),
        needs,
        made,
    }
}

fn alike(cargo: usize, each: [u32; 3], count: [u32; 3]) -> Block {
    let extent = [0, 1, 2].map(|axis| count[axis] * each[axis]);
    let volume = extent.iter().map(|mm| u64::from(*mm)).product();
    let boxes = count.iter().product();
    let made = Made::Alike { cargo, each, count };
    block(extent, volume, vec![(cargo, boxes)], made)
}

/// How many boxes there may be on each axis: at most `share` ways, from the single box to the largest, evenly.
fn counts(units: u32, each: [u32; 3], room: [u32; 3], share: usize) -> Vec<[u32; 3]> {
    let most = [0, 1, 2].map(|axis| room[axis] / each[axis]);
    let mut all = Vec::new();
    for x in 1..=most[0].min(units) {
        for y in 1..=most[1].min(units / x) {
            all.extend((1..=most[2].min(units / x / y)).map(|z| [x, y, z]));
        }
    }
    if all.len() <= share {
        return all;
    }
    all.sort_by_key(|count| count.iter().product::<u32>());
    (0..share)
        .map(|part| all[part * all.len() / share])
        .collect()
}

/// Adds general blocks, generation by generation, each from the blocks of the last and all there are.
fn combine(
    cargo: &[Cargo],
    room: [u32; 3],
    support: Support,
    list: &mut Vec<Block>,
    singles: &[usize],
) {
    let filled_min = match support {
        Support::None => FILLED_PERMILLE_MIN,
        Support::Full => 1_000,
    };
    let mut known: BTreeSet<([u32; 3], Needs)> = list
        .iter()
        .map(|block| (block.extent, block.needs.clone()))
        .collect();
    let simple = list.len();
    let mut last: Vec<usize> = singles.to_vec();
    // A pair of large simple blocks closes a layer; a pair with a single box fills a corner.
    last.extend((0..simple).filter(|index| !singles.contains(index)));
    let mut pairs = 0;
    while !last.is_empty() {
        let mut next = Vec::new();
        let bases = list.len();
        for first in last {
            for second in 0..bases {
                for axis in 0..3 {
                    if list.len() >= BLOCKS_MAX || pairs >= BLOCK_PAIRS_MAX {
                        return;
                    }
                    pairs += 1;
                    let found = pair(cargo, room, list, (first, second, axis), filled_min);
                    if let Some(block) = found
                        && known.insert((block.extent, block.needs.clone()))
                    {
                        next.push(list.len());
                        list.push(block);
                    }
                }
            }
        }
        last = next;
    }
}

fn pair(
    cargo: &[Cargo],
    room: [u32; 3],
    list: &[Block],
    (first, second, axis): (usize, usize, usize),
    filled_permille_min: u64,
) -> Option<Block> {
    let (a, b) = (&list[first], &list[second]);
    let mut extent = [0, 1, 2].map(|axis| a.extent[axis].max(b.extent[axis]));
    extent[axis] = a.extent[axis] + b.extent[axis];
    if extent[axis] > room[axis] {
        return None;
    }
    let whole: u64 = extent.iter().map(|mm| u64::from(*mm)).product();
    let volume = a.volume_mm3 + b.volume_mm3;
    if volume * 1_000 < whole * filled_permille_min {
        return None;
    }
    let mut needs = a.needs.clone();
    for (index, units) in &b.needs {
        match needs.iter_mut().find(|(known, _)| known == index) {
            Some((_, known)) => *known += units,
            None => needs.push((*index, *units)),
        }
    }
    needs.sort_unstable();
    let enough = needs
        .iter()
        .all(|(index, units)| *units <= cargo[*index].units);
    let made = Made::Pair {
        first,
        second,
        axis,
    };
    enough.then(|| block(extent, volume, needs, made))
}
