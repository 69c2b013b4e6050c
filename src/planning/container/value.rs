//! What a block is worth in a place: the function of Araya, Guerrero and Nuñez (2017).
//!
//! volume x (share of its surface that touches something)^4 x (1 - share of the space that is lost) x boxes^-0.2. Lost
//! is what no sum of lengths of boxes can fill beside the block on each axis.

use super::model::Cargo;
use crate::planning::geometry::Cuboid;

/// The weight of having few boxes in a block.
pub(super) const BOXES_EXPONENT: f64 = 0.2;
/// How far off a neighbour may be to count as touched, as a part of the block's own length there.
const NEAR_PARTS: u32 = 25;

/// For each axis and length, the longest sum of sides of boxes that is not longer.
pub(super) struct Reaches {
    longest_mm: [Vec<u32>; 3],
}

impl Reaches {
    pub(super) fn new(cargo: &[Cargo], room: [u32; 3]) -> Self {
        let reach = |axis: usize| {
            let mut sums = vec![false; room[axis] as usize + 1];
            sums[0] = true;
            for one in cargo {
                let mut sides: Vec<u32> = one
                    .turns
                    .extents(one.size)
                    .iter()
                    .map(|e| e[axis])
                    .collect();
                sides.sort_unstable();
                sides.dedup();
                for side in sides {
                    add(&mut sums, side as usize, one.units);
                }
            }
            let mut longest = 0;
            let all = (0..).zip(&sums).map(|(mm, reached)| {
                if *reached {
                    longest = mm;
                }
                longest
            });
            all.collect()
        };
        Reaches {
            longest_mm: [reach(0), reach(1), reach(2)],
        }
    }

    /// The share of the space that can still be filled beside a block of this extent.
    pub(super) fn kept_share(&self, space: &Cuboid, extent: [u32; 3]) -> f64 {
        let room = space.extent();
        let mut share = 1.0;
        for axis in 0..3 {
            let gap = (room[axis] - extent[axis]) as usize;
            let filled = self.longest_mm[axis].get(gap).copied().unwrap_or(0);
            share *= f64::from(extent[axis] + filled) / f64::from(room[axis]);
        }
        share
    }
}

/// Adds up to `units` times a side to every sum.
fn add(sums: &mut [bool], side: usize, units: u32) {
    let mut used = vec![0_u32; sums.len()];
    for mm in side..sums.len() {
        if !sums[mm] && sums[mm - side] && used[mm - side] < units {
            sums[mm] = true;
            used[mm] = used[mm - side] + 1;
        }
    }
}

/// The share of the surface of `place` that touches the walls or what is loaded.
pub(super) fn contact_share(place: &Cuboid, room: [u32; 3], loaded: &[Cuboid]) -> f64 {
    let extent = place.extent();
    let faces = [
        u64::from(extent[1]) * u64::from(extent[2]),
        u64::from(extent[0]) * u64::from(extent[2]),
        u64::from(extent[0]) * u64::from(extent[1]),
    ];
    let near = extent.map(|mm| mm / NEAR_PARTS);
    let mut low = [0_u64; 3];
    let mut high = [0_u64; 3];
    for axis in 0..3 {
        if place.from[axis] <= near[axis] {
            low[axis] = faces[axis];
        }
        if room[axis] - place.to[axis] <= near[axis] {
            high[axis] = faces[axis];
        }
    }
    for other in loaded {
        let beyond = |axis: usize| {
            other.from[axis] > place.to[axis] + near[axis]
                || place.from[axis] > other.to[axis] + near[axis]
        };
        if beyond(0) || beyond(1) || beyond(2) {
            continue;
        }
        for axis in 0..3 {
            let (one, two) = ((axis + 1) % 3, (axis + 2) % 3);
            let area = || place.shared_mm(other, one) * place.shared_mm(other, two);
            if other.to[axis] <= place.from[axis] {
                low[axis] += area();
            } else if other.from[axis] >= place.to[axis] {
                high[axis] += area();
            }
        }
    }
    let (mut touched, mut surface) = (0, 0);
    for axis in 0..3 {
        touched += low[axis].min(faces[axis]) + high[axis].min(faces[axis]);
        surface += 2 * faces[axis];
    }
    touched as f64 / surface as f64
}
