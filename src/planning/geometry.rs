//! Boxes in a box: where they lie, how they may be turned, and which space they leave.
//!
//! The space that is left is kept as *maximal empty spaces* (Lai and Chan, 1997; Parreño et al., 2008): all cuboids that
//! hold nothing and are part of no larger one. They overlap, so whatever fits anywhere fits into one of them, and
//! whether it fits is three comparisons. The alternative, extreme points (Crainic et al., 2008), is a shorter list
//! whose every use must look at everything placed.
//!
//! Cost: carving a box out of n spaces looks at each once and compares the new ones with all, O(n + new x n).

use super::measure::Size;

/// A cuboid with its sides along the axes: x along the length, y along the width, z upwards, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cuboid {
    /// The corner nearest to the origin.
    pub from: [u32; 3],
    /// The corner farthest from it; above `from` on every axis.
    pub to: [u32; 3],
}

impl Cuboid {
    /// A cuboid of this extent with its near corner at `from`.
    pub fn at(from: [u32; 3], extent: [u32; 3]) -> Self {
        let [x, y, z] = from;
        Cuboid {
            from,
            to: [x + extent[0], y + extent[1], z + extent[2]],
        }
    }

    /// The inside of a box of this size.
    pub fn of(size: Size) -> Self {
        Cuboid::at([0; 3], size.sides_mm())
    }

    /// How long it is on each axis, in millimetres.
    pub fn extent(&self) -> [u32; 3] {
        let [x, y, z] = self.from;
        [self.to[0] - x, self.to[1] - y, self.to[2] - z]
    }

    /// The volume, in cubic millimetres.
    pub fn volume_mm3(&self) -> u64 {
        self.extent().into_iter().map(u64::from).product()
    }

    /// Whether the two have room in common; touching is not enough.
    pub fn overlaps(&self, other: &Cuboid) -> bool {
        (0..3).all(|axis| self.from[axis] < other.to[axis] && other.from[axis] < self.to[axis])
    }

    /// Whether `other` lies inside.
    pub fn contains(&self, other: &Cuboid) -> bool {
        (0..3).all(|axis| self.from[axis] <= other.from[axis] && other.to[axis] <= self.to[axis])
    }

    /// Whether a thing of this extent fits inside.
    pub fn holds(&self, extent: [u32; 3]) -> bool {
        (0..3).all(|axis| extent[axis] <= self.to[axis] - self.from[axis])
    }

    /// The area that the two share when seen from above, in square millimetres.
    pub fn shared_base_mm2(&self, other: &Cuboid) -> u64 {
        self.shared_mm(other, 0) * self.shared_mm(other, 1)
    }

    /// How long they lie beside each other on an axis, in millimetres.
    pub fn shared_mm(&self, other: &Cuboid, axis: usize) -> u64 {
        let to = self.to[axis].min(other.to[axis]);
        u64::from(to.saturating_sub(self.from[axis].max(other.from[axis])))
    }
}

/// Which sides of a thing may point upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Turns {
    /// Length, width, height.
    upwards: [bool; 3],
}

impl Turns {
    /// Any side up.
    pub const ANY: Turns = Turns { upwards: [true; 3] };
    /// This side up, or kept flat: it may be turned about its height only.
    pub const UPRIGHT: Turns = Turns {
        upwards: [false, false, true],
    };

    /// The sides that may point upwards (length, width, height); `None` where there is none.
    pub fn new(upwards: [bool; 3]) -> Option<Self> {
        upwards.contains(&true).then_some(Turns { upwards })
    }

    /// The different extents on the axes x, y, z that a thing of this size may take.
    pub fn extents(self, size: Size) -> Vec<[u32; 3]> {
        let sides = size.sides_mm();
        let mut extents = Vec::with_capacity(6);
        for up in [2, 1, 0] {
            if !self.upwards[up] {
                continue;
            }
            let (a, b) = (sides[(up + 1) % 3], sides[(up + 2) % 3]);
            for extent in [[a, b, sides[up]], [b, a, sides[up]]] {
                if !extents.contains(&extent) {
                    extents.push(extent);
                }
            }
        }
        extents
    }
}

/// Takes `taken` out of the maximal empty spaces; forgets those that are shorter than `least` on an axis.
pub fn carve(spaces: &mut Vec<Cuboid>, taken: &Cuboid, least: [u32; 3]) {
    carve_into(spaces, taken, least, |_, _| {});
}

/// The same where whatever is laid in must lie on its whole base: the space above `taken` is no wider than `taken`, and
/// there is none below it.
pub fn carve_supported(spaces: &mut Vec<Cuboid>, taken: &Cuboid, least: [u32; 3]) {
    carve_into(spaces, taken, least, |part, space| {
        if part.from[2] > space.from[2] {
            for axis in 0..2 {
                part.from[axis] = part.from[axis].max(taken.from[axis]);
                part.to[axis] = part.to[axis].min(taken.to[axis]);
            }
        }
    });
}

fn carve_into(
    spaces: &mut Vec<Cuboid>,
    taken: &Cuboid,
    least: [u32; 3],
    trim: impl Fn(&mut Cuboid, &Cuboid),
) {
    let mut parts: Vec<Cuboid> = Vec::new();
    let mut keep = |mut part: Cuboid, space: &Cuboid| {
        trim(&mut part, space);
        if part.holds(least) {
            parts.push(part);
        }
    };
    spaces.retain(|space| {
        if !space.overlaps(taken) {
            return true;
        }
        for axis in 0..3 {
            if taken.from[axis] > space.from[axis] {
                let mut part = *space;
                part.to[axis] = taken.from[axis];
                keep(part, space);
            }
            if space.to[axis] > taken.to[axis] {
                let mut part = *space;
                part.from[axis] = taken.to[axis];
                keep(part, space);
            }
        }
        false
    });
    // A part can be inside a space that was not touched, or inside another part; never the other way round.
    parts.retain(|part| !spaces.iter().any(|space| space.contains(part)));
    parts.sort_unstable();
    parts.dedup();
    for (index, part) in parts.iter().enumerate() {
        let inside = |(other, whole): (usize, &Cuboid)| other != index && whole.contains(part);
        if !parts.iter().enumerate().any(inside) {
            spaces.push(*part);
        }
    }
}
