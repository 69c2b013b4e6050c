//! Laying units into a carton with several half-packed cartons kept side by side.
//!
//! From each of them the lowest space that still takes something is filled in every way it can be; each way is judged
//! by how much a quick filling of the rest brings in (as Araya and Riff, 2014, do for containers), and the best few go
//! on. Cost: two quick fillings for each way, of at most [`PACK_BEAM_UNITS_MAX`] units in all.

use super::goods::{Counts, Goods};
use super::model::Carton;
use super::stow::{MANNERS, Manner, Stow};
use crate::limits::{PACK_BEAM_STATES_MAX, PACK_BEAM_UNITS_MAX};
use crate::planning::effort::Effort;
use crate::planning::geometry::Cuboid;

/// The manners of the quick fillings, by their index.
const QUICK: [usize; 2] = [1, 5];

#[derive(Clone)]
struct Half<'a> {
    stow: Stow<'a>,
    left: Counts,
}

/// All the units in the carton, if such an arrangement is found.
pub(super) fn beam<'a>(
    goods: &'a Goods<'a>,
    counts: &[u32],
    carton: &Carton,
    sequences: &[Vec<usize>],
    effort: &mut Effort<'_>,
) -> Option<Stow<'a>> {
    let mut halves = vec![Half {
        stow: Stow::new(goods, carton),
        left: counts.to_vec(),
    }];
    let units: u64 = counts.iter().map(|units| u64::from(*units)).sum();
    let mut units_filled = 0;
    while !halves.is_empty() {
        let mut ranked: Vec<(u64, Half<'a>)> = Vec::new();
        for half in &halves {
            for child in ways(goods, half) {
                let mut brought_mm3 = 0;
                for (manner, lines) in quick(sequences) {
                    let mut full = child.stow.clone();
                    if full.fill(&child.left, lines, manner, false).is_none() {
                        return Some(full);
                    }
                    brought_mm3 = brought_mm3.max(goods.volume_mm3(&full.counts()));
                    units_filled += units;
                    if !effort.spend(units) {
                        return None;
                    }
                }
                ranked.push((brought_mm3, child));
            }
            if units_filled >= PACK_BEAM_UNITS_MAX {
                return None;
            }
        }
        ranked.sort_by(|one, other| (other.0, &one.1.left).cmp(&(one.0, &other.1.left)));
        ranked.dedup_by(|one, other| one.1.stow.spaces == other.1.stow.spaces);
        ranked.truncate(PACK_BEAM_STATES_MAX);
        halves = ranked.into_iter().map(|(_, half)| half).collect();
    }
    None
}

fn quick(sequences: &[Vec<usize>]) -> impl Iterator<Item = (Manner, &Vec<usize>)> {
    let of = |index: &usize| Some((*MANNERS.get(*index)?, sequences.get(*index)?));
    QUICK.iter().filter_map(of)
}

/// Every way to put one unit into the corner of the lowest space that takes one.
fn ways<'a>(goods: &'a Goods<'a>, half: &Half<'a>) -> Vec<Half<'a>> {
    let mut spaces = half.stow.spaces.clone();
    spaces.sort_unstable_by_key(|space| (space.from[2], space.from[1], space.from[0]));
    for space in &spaces {
        let mut ways = Vec::new();
        for (line, _) in half.left.iter().enumerate().filter(|(_, left)| **left > 0) {
            if !half.stow.has_room(line) {
                continue;
            }
            let fits = goods.extents[line]
                .iter()
                .filter(|extent| space.holds(**extent));
            for place in fits.map(|extent| Cuboid::at(space.from, *extent)) {
                if half.stow.rests(line, &place) {
                    let mut child = half.clone();
                    child.left[line] -= 1;
                    child.stow.lay(line, place);
                    child.stow.carve_last(&child.left);
                    ways.push(child);
                }
            }
        }
        if !ways.is_empty() {
            return ways;
        }
    }
    Vec::new()
}
