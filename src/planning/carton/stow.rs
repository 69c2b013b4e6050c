//! Laying units into one carton, one by one.

use super::goods::{Counts, Goods};
use super::model::{Bears, Carton, Placement};
use crate::planning::geometry::{Cuboid, carve};

/// In which order lines are laid in, each from the largest. What bears little comes last in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// By volume.
    Bulky,
    /// By the area of the largest side.
    Broad,
    /// By the longest side.
    Long,
    /// By the shortest side.
    Thick,
    /// By weight.
    Heavy,
}

/// Which place a unit takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seek {
    /// The lowest, and of these the one that it fills best.
    Low,
    /// The one that it fills best, and of these the lowest.
    Tight,
}

/// A way of laying in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Manner {
    pub(super) first: First,
    pub(super) seek: Seek,
    /// Every unit on its largest side that may be down.
    pub(super) flat: bool,
}

/// The manners that are tried, the most promising first.
pub(super) const MANNERS: [Manner; 14] = [
    manner(First::Broad, Seek::Low, true),
    manner(First::Bulky, Seek::Low, false),
    manner(First::Broad, Seek::Tight, true),
    manner(First::Bulky, Seek::Tight, false),
    manner(First::Long, Seek::Low, true),
    manner(First::Broad, Seek::Low, false),
    manner(First::Broad, Seek::Tight, false),
    manner(First::Long, Seek::Tight, false),
    manner(First::Bulky, Seek::Low, true),
    manner(First::Thick, Seek::Tight, false),
    manner(First::Heavy, Seek::Low, true),
    manner(First::Thick, Seek::Low, false),
    manner(First::Long, Seek::Low, false),
    manner(First::Heavy, Seek::Tight, false),
];

const fn manner(first: First, seek: Seek, flat: bool) -> Manner {
    Manner { first, seek, flat }
}

/// The lines in the order of a manner.
pub(super) fn sequence(goods: &Goods<'_>, first: First) -> Vec<usize> {
    let mut lines: Vec<usize> = (0..goods.lines.len()).collect();
    lines.sort_by_key(|index| {
        let line = &goods.lines[*index];
        let strength = match line.bears {
            Bears::Anything => 0,
            Bears::UpTo(most) => u64::from(u32::MAX - most.grams()),
            Bears::Nothing => u64::MAX,
        };
        let [long, middle, short] = line.size.sorted_mm().map(u64::from);
        let size = match first {
            First::Bulky => goods.volumes_mm3[*index],
            First::Broad => long * middle,
            First::Long => long,
            First::Thick => short,
            First::Heavy => u64::from(line.weight.grams()),
        };
        let volume = goods.volumes_mm3[*index];
        (strength, u64::MAX - size, u64::MAX - volume, *index)
    });
    lines
}

/// A carton with what lies in it so far.
#[derive(Clone)]
pub(super) struct Stow<'a> {
    goods: &'a Goods<'a>,
    inner: [u32; 3],
    pub(super) placed: Vec<Placement>,
    /// What rests on each placed unit, in grams; kept only where something bears less than anything.
    carried_grams: Vec<u64>,
    pub(super) spaces: Vec<Cuboid>,
    room_mm3: u64,
    room_grams: u64,
}

impl<'a> Stow<'a> {
    pub(super) fn new(goods: &'a Goods<'a>, carton: &Carton) -> Self {
        let gross_max = carton.gross_max.grams();
        Stow {
            goods,
            inner: carton.inner.sides_mm(),
            placed: Vec::new(),
            carried_grams: Vec::new(),
            spaces: vec![Cuboid::of(carton.inner)],
            room_mm3: goods.room_mm3(carton),
            room_grams: u64::from(gross_max.saturating_sub(carton.empty.grams())),
        }
    }

    /// How many units of each line lie in it.
    pub(super) fn counts(&self) -> Counts {
        let mut counts = vec![0; self.goods.lines.len()];
        for placement in &self.placed {
            counts[placement.line] += 1;
        }
        counts
    }

    /// The placements in the order in which they can be laid in from above.
    pub(super) fn into_placements(mut self) -> Vec<Placement> {
        self.placed.sort_by_key(|placement| {
            let [x, y, z] = placement.place.from;
            (z, y, x)
        });
        self.placed
    }

    /// Lays in what fits of `counts` in a manner, and answers the first line of which a unit did not fit. With `all`
    /// it gives up there.
    pub(super) fn fill(
        &mut self,
        counts: &[u32],
        lines: &[usize],
        manner: Manner,
        all: bool,
    ) -> Option<usize> {
        let mut left = counts.to_vec();
        let mut unfit = None;
        for line in lines.iter().copied() {
            while left[line] > 0 {
                if !self.place_one(line, manner) {
                    unfit = unfit.or(Some(line));
                    if all {
                        return unfit;
                    }
                    break;
                }
                left[line] -= 1;
                self.carve_last(&left);
            }
        }
        unfit
    }

    /// Takes the place of the last unit out of the spaces; `left` is what they are still wanted for.
    pub(super) fn carve_last(&mut self, left: &[u32]) {
        if let Some(last) = self.placed.last()
            && left.iter().any(|units| *units > 0)
        {
            carve(&mut self.spaces, &last.place, self.goods.least(left));
        }
    }

    fn place_one(&mut self, line: usize, manner: Manner) -> bool {
        if !self.has_room(line) {
            return false;
        }
        let extents = &self.goods.extents[line];
        let flattest = extents.first().map_or(0, |extent| extent[2]);
        let mut best: Option<([u32; 6], Cuboid)> = None;
        for extent in extents {
            if manner.flat && extent[2] > flattest {
                break;
            }
            for space in self.spaces.iter().filter(|space| space.holds(*extent)) {
                let place = Cuboid::at(space.from, *extent);
                let score = score(space, &place, manner.seek);
                if best.as_ref().is_some_and(|(least, _)| *least <= score) {
                    continue;
                }
                if self.rests(line, &place) {
                    best = Some((score, place));
                }
            }
        }
        match best {
            Some((_, place)) => {
                self.lay(line, place);
                true
            }
            None => false,
        }
    }

    /// Whether one more unit of the line keeps within weight, volume and what is kept apart.
    pub(super) fn has_room(&self, line: usize) -> bool {
        let goods = self.goods;
        goods.volumes_mm3[line] <= self.room_mm3
            && u64::from(goods.lines[line].weight.grams()) <= self.room_grams
            && (goods.rules.apart.is_empty()
                || !self
                    .placed
                    .iter()
                    .any(|other| goods.apart(line, other.line)))
    }

    /// Puts the unit there, where it is known to fit. The spaces are carved by the caller.
    pub(super) fn lay(&mut self, line: usize, place: Cuboid) {
        let grams = u64::from(self.goods.lines[line].weight.grams());
        if self.goods.has_limits {
            for below in self.all_below(&place) {
                self.carried_grams[below] += grams;
            }
            self.carried_grams.push(0);
        }
        self.room_mm3 -= self.goods.volumes_mm3[line];
        self.room_grams -= grams;
        self.placed.push(Placement { line, place });
    }

    /// Takes the last unit out again.
    pub(super) fn take_last(&mut self) {
        let Some(Placement { line, place }) = self.placed.pop() else {
            return;
        };
        let grams = u64::from(self.goods.lines[line].weight.grams());
        if self.goods.has_limits {
            self.carried_grams.pop();
            for below in self.all_below(&place) {
                self.carried_grams[below] -= grams;
            }
        }
        self.room_mm3 += self.goods.volumes_mm3[line];
        self.room_grams += grams;
    }

    /// Whether the place is free and inside the carton.
    pub(super) fn is_free(&self, place: &Cuboid) -> bool {
        (0..3).all(|axis| place.to[axis] <= self.inner[axis])
            && !self.placed.iter().any(|other| other.place.overlaps(place))
    }

    /// Whether a unit at this place is held from below, and all below it bear its weight.
    pub(super) fn rests(&self, line: usize, place: &Cuboid) -> bool {
        let bottom = place.from[2];
        if bottom > 0 {
            let on = self.placed.iter().filter(|p| p.place.to[2] == bottom);
            let held_mm2: u64 = on.map(|p| p.place.shared_base_mm2(place)).sum();
            let [length, width, _] = place.extent();
            let base_mm2 = u64::from(length) * u64::from(width);
            if held_mm2 * 100 < base_mm2 * u64::from(self.goods.rules.support_percent) {
                return false;
            }
        }
        !self.goods.has_limits || self.bears(line, place)
    }

    fn bears(&self, line: usize, place: &Cuboid) -> bool {
        // Pushed under what lies already, it would have to carry that: such places are left out.
        let under = |p: &Placement| p.place.from[2] == place.to[2] && touches(&p.place, place);
        if self.placed.iter().any(under) {
            return false;
        }
        let grams = u64::from(self.goods.lines[line].weight.grams());
        let strong = |below: &usize| match self.goods.lines[self.placed[*below].line].bears {
            Bears::Anything => true,
            Bears::UpTo(most) => self.carried_grams[*below] + grams <= u64::from(most.grams()),
            Bears::Nothing => false,
        };
        self.all_below(place).iter().all(strong)
    }

    /// The placed units that something at this place rests on, directly or not.
    fn all_below(&self, place: &Cuboid) -> Vec<usize> {
        let mut found = vec![false; self.placed.len()];
        let mut open = vec![*place];
        while let Some(above) = open.pop() {
            for (index, below) in self.placed.iter().enumerate() {
                let carries = below.place.to[2] == above.from[2] && touches(&below.place, &above);
                if carries && !found[index] {
                    found[index] = true;
                    open.push(below.place);
                }
            }
        }
        (0..found.len()).filter(|index| found[*index]).collect()
    }
}

fn touches(one: &Cuboid, other: &Cuboid) -> bool {
    one.shared_base_mm2(other) > 0
}

/// How well a place suits; less is better.
fn score(space: &Cuboid, place: &Cuboid, seek: Seek) -> [u32; 6] {
    let gap = |axis: usize| space.to[axis] - place.to[axis];
    let (narrow, wide) = (gap(0).min(gap(1)), gap(0).max(gap(1)));
    let [x, y, z] = place.from;
    match seek {
        Seek::Low => [z, narrow, wide, place.to[2], y, x],
        Seek::Tight => [narrow.min(gap(2)), narrow, z, wide, y, x],
    }
}
