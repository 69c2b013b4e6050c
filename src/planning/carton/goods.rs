//! The units of an order as the search sees them, and what keeps them out of a carton for certain.
//!
//! The bound is that of dual feasible functions (Fekete and Schepers, 2004): on every axis a length may be replaced by
//! a function of it under which no packing outgrows its carton; three functions an axis, and of all turns of a unit the
//! one that weighs least. It sees at once that two things longer than half a carton lie in no row.

use super::model::{Bears, Carton, Line, Obstacle, Rules};
use crate::planning::geometry::Turns;

/// How many units of each line.
pub(super) type Counts = Vec<u32>;

/// The lines of an order with what the search asks again and again.
pub(super) struct Goods<'a> {
    pub(super) lines: &'a [Line],
    pub(super) rules: &'a Rules,
    /// For each line, the extents that its unit may take, the flattest first.
    pub(super) extents: Vec<Vec<[u32; 3]>>,
    pub(super) volumes_mm3: Vec<u64>,
    /// Whether anything does not bear whatever is laid upon it.
    pub(super) has_limits: bool,
}

impl<'a> Goods<'a> {
    pub(super) fn new(lines: &'a [Line], rules: &'a Rules) -> Self {
        let extents = |line: &Line| {
            let mut extents = Turns::extents(line.turns, line.size);
            extents.sort_by_key(|extent| extent[2]);
            extents
        };
        Goods {
            lines,
            rules,
            extents: lines.iter().map(extents).collect(),
            volumes_mm3: lines.iter().map(|line| line.size.volume_mm3()).collect(),
            has_limits: lines.iter().any(|line| line.bears != Bears::Anything),
        }
    }

    pub(super) fn volume_mm3(&self, counts: &[u32]) -> u64 {
        let each = counts.iter().zip(&self.volumes_mm3);
        each.map(|(units, volume)| u64::from(*units) * volume).sum()
    }

    pub(super) fn grams(&self, counts: &[u32]) -> u64 {
        let each = counts.iter().zip(self.lines);
        each.map(|(units, line)| u64::from(*units) * u64::from(line.weight.grams()))
            .sum()
    }

    /// Whether the two lines must not share a parcel.
    pub(super) fn apart(&self, one: usize, other: usize) -> bool {
        let (Some(a), Some(b)) = (self.lines[one].class, self.lines[other].class) else {
            return false;
        };
        let rule = |pair: &(u16, u16)| *pair == (a, b) || *pair == (b, a);
        one != other && self.rules.apart.iter().any(rule)
    }

    /// The room of a carton for goods, without the dunnage.
    pub(super) fn room_mm3(&self, carton: &Carton) -> u64 {
        carton.inner.volume_mm3() * u64::from(100 - self.rules.dunnage_percent) / 100
    }

    /// The shortest extent of what is still to be packed, on each axis: less room is none.
    pub(super) fn least(&self, counts: &[u32]) -> [u32; 3] {
        let mut least = [u32::MAX; 3];
        for (line, _) in counts.iter().enumerate().filter(|(_, units)| **units > 0) {
            for extent in &self.extents[line] {
                for (least, mm) in least.iter_mut().zip(extent) {
                    *least = (*least).min(*mm);
                }
            }
        }
        least
    }

    /// What keeps these units out of the carton for certain; `None` where nothing is known to.
    pub(super) fn obstacle(&self, counts: &[u32], carton: &Carton) -> Option<Obstacle> {
        let here = || (0..counts.len()).filter(|line| counts[*line] > 0);
        let inner = carton.inner.sides_mm();
        let fits = |extent: &[u32; 3]| (0..3).all(|axis| extent[axis] <= inner[axis]);
        if let Some(line) = here().find(|line| !self.extents[*line].iter().any(fits)) {
            return Some(Obstacle::TooLarge(line));
        }
        let gross = self.grams(counts) + u64::from(carton.empty.grams());
        if gross > u64::from(carton.gross_max.grams()) {
            return Some(Obstacle::TooHeavy);
        }
        if self.volume_mm3(counts) > self.room_mm3(carton) {
            return Some(Obstacle::TooMuch);
        }
        if !self.rules.apart.is_empty() && here().any(|a| here().any(|b| self.apart(a, b))) {
            return Some(Obstacle::KeptApart);
        }
        self.outgrows(counts, inner)
            .then_some(Obstacle::NoArrangement)
    }

    /// Whether the units outgrow the room under some choice of functions for the three axes.
    fn outgrows(&self, counts: &[u32], inner: [u32; 3]) -> bool {
        let mut sums = [0_u64; 27];
        for (line, units) in counts.iter().enumerate().filter(|(_, units)| **units > 0) {
            let mut least = [u64::MAX; 27];
            let fits = |extent: &&[u32; 3]| (0..3).all(|axis| extent[axis] <= inner[axis]);
            for extent in self.extents[line].iter().filter(fits) {
                let [xs, ys, zs] = [0, 1, 2].map(|axis| dual(extent[axis], inner[axis]));
                for (choice, least) in least.iter_mut().enumerate() {
                    let volume = xs[choice / 9] * ys[choice / 3 % 3] * zs[choice % 3];
                    *least = (*least).min(volume);
                }
            }
            for (sum, least) in sums.iter_mut().zip(least) {
                *sum = sum.saturating_add(least.saturating_mul(u64::from(*units)));
            }
        }
        let room: u64 = inner.iter().map(|mm| 6 * u64::from(*mm)).product();
        sums.iter().any(|sum| *sum > room)
    }
}

/// The three dual feasible functions of a length in a room of length `room_mm`, in parts of which six times the room
/// makes the whole.
fn dual(mm: u32, room_mm: u32) -> [u64; 3] {
    let (mm, room) = (u64::from(mm), u64::from(room_mm));
    let halves = match (2 * mm).cmp(&room) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Equal => 3 * room,
        std::cmp::Ordering::Greater => 6 * room,
    };
    let thirds = if (3 * mm).is_multiple_of(room) {
        6 * mm
    } else {
        3 * mm / room * 3 * room
    };
    [6 * mm, halves, thirds]
}
