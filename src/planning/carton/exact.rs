//! Whether a few units go into a carton: every arrangement is tried.
//!
//! Units are laid in from below upwards, so what holds a unit lies before it. A unit's near corner is put where a wall
//! or a side of a unit that lies already gives its coordinates: pushing everything towards the origin until it touches
//! loses no arrangement, save those where a base would lose its hold by it. Arrangements that differ only in the order
//! of laying in are looked at once.

use std::collections::BTreeSet;

use super::goods::{Counts, Goods};
use super::model::Carton;
use super::stow::Stow;
use crate::planning::geometry::Cuboid;

/// What trying everything led to.
pub(super) enum Exact<'a> {
    /// An arrangement.
    Found(Stow<'a>),
    /// There is none.
    Impossible,
    /// Too many places to try.
    GivenUp,
}

/// Tries every arrangement of the units in the carton, up to `places_max` places of units.
pub(super) fn exact<'a>(
    goods: &'a Goods<'a>,
    counts: &[u32],
    carton: &Carton,
    places_max: u64,
) -> Exact<'a> {
    let mut search = Search {
        goods,
        inner: carton.inner.sides_mm(),
        stow: Stow::new(goods, carton),
        left: counts.to_vec(),
        left_mm3: goods.volume_mm3(counts),
        places_left: places_max,
        seen: BTreeSet::new(),
    };
    if search.goes_on(0) {
        Exact::Found(search.stow)
    } else if search.places_left == 0 {
        Exact::GivenUp
    } else {
        Exact::Impossible
    }
}

struct Search<'a> {
    goods: &'a Goods<'a>,
    inner: [u32; 3],
    stow: Stow<'a>,
    left: Counts,
    left_mm3: u64,
    places_left: u64,
    seen: BTreeSet<Vec<(usize, Cuboid)>>,
}

impl Search<'_> {
    /// Lays in what is left, nothing lower than `lowest_mm`; true when all is in.
    fn goes_on(&mut self, lowest_mm: u32) -> bool {
        if self.left.iter().all(|units| *units == 0) {
            return true;
        }
        if self.left_mm3 > self.free_above_mm3(lowest_mm) {
            return false;
        }
        for line in 0..self.left.len() {
            if self.left[line] == 0 || !self.stow.has_room(line) {
                continue;
            }
            let goods = self.goods;
            for extent in &goods.extents[line] {
                if self.tries(line, *extent, lowest_mm) {
                    return true;
                }
                if self.places_left == 0 {
                    return false;
                }
            }
        }
        false
    }

    fn tries(&mut self, line: usize, extent: [u32; 3], lowest_mm: u32) -> bool {
        let [xs, ys, zs] = [0, 1, 2].map(|axis| self.corners(axis, extent));
        for z in zs.into_iter().filter(|z| *z >= lowest_mm) {
            for y in &ys {
                for x in &xs {
                    let place = Cuboid::at([*x, *y, z], extent);
                    if self.places_left == 0 {
                        return false;
                    }
                    self.places_left -= 1;
                    if self.stow.is_free(&place)
                        && self.stow.rests(line, &place)
                        && self.lays(line, place)
                    {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn lays(&mut self, line: usize, place: Cuboid) -> bool {
        self.stow.lay(line, place);
        let placed = self.stow.placed.iter();
        let mut arrangement: Vec<(usize, Cuboid)> = placed.map(|p| (p.line, p.place)).collect();
        arrangement.sort_unstable();
        if self.seen.insert(arrangement) {
            self.left[line] -= 1;
            self.left_mm3 -= self.goods.volumes_mm3[line];
            if self.goes_on(place.from[2]) {
                return true;
            }
            self.left[line] += 1;
            self.left_mm3 += self.goods.volumes_mm3[line];
        }
        self.stow.take_last();
        false
    }

    /// The coordinates on an axis at which a unit of this extent may begin.
    fn corners(&self, axis: usize, extent: [u32; 3]) -> BTreeSet<u32> {
        let mut corners = BTreeSet::from([0]);
        for placement in &self.stow.placed {
            corners.insert(placement.place.to[axis]);
            if axis < 2 {
                corners.insert(placement.place.from[axis]);
            }
        }
        corners.retain(|mm| mm + extent[axis] <= self.inner[axis]);
        corners
    }

    /// The room above a height that nothing fills yet.
    fn free_above_mm3(&self, height_mm: u32) -> u64 {
        let [length, width, height] = self.inner;
        let above = Cuboid {
            from: [0, 0, height_mm],
            to: [length, width, height],
        };
        let filled = self.stow.placed.iter();
        let filled_mm3: u64 = filled
            .map(|p| p.place.shared_base_mm2(&above) * p.place.shared_mm(&above, 2))
            .sum();
        above.volume_mm3().saturating_sub(filled_mm3)
    }
}
