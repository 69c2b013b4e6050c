//! Whether units go into a carton, and how.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::beam::beam;
use super::exact::{Exact, exact};
use super::goods::{Counts, Goods};
use super::model::{Carton, Outcome, Placement};
use super::stow::{MANNERS, Manner, Stow, sequence};
use crate::limits::{
    PACK_EXACT_PLACES_MAX, PACK_EXACT_UNITS_MAX, PACK_ROUNDS_MAX, PACK_ROUNDS_UNITS_MAX,
};
use crate::planning::effort::Effort;

/// How many units there are.
pub(super) fn units_of(counts: &[u32]) -> u64 {
    counts.iter().map(|units| u64::from(*units)).sum()
}

/// What an arrangement is asked for: the carton, the pains, the units.
type Asked = (usize, Pains, Counts);

/// Units laid into a carton.
pub(super) type Load = Rc<Vec<Placement>>;

/// How hard an arrangement is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pains {
    /// A filling in every manner.
    Few,
    /// Half-packed cartons side by side as well.
    All,
}

/// Finds arrangements, and remembers what it found.
pub(super) struct Fitter<'a> {
    pub(super) goods: &'a Goods<'a>,
    pub(super) cartons: &'a [Carton],
    /// For each manner, the lines in its order.
    sequences: Vec<Vec<usize>>,
    known: RefCell<BTreeMap<Asked, Result<Load, Outcome>>>,
}

impl<'a> Fitter<'a> {
    pub(super) fn new(goods: &'a Goods<'a>, cartons: &'a [Carton]) -> Self {
        let lines = |manner: &Manner| sequence(goods, manner.first);
        Fitter {
            goods,
            cartons,
            sequences: MANNERS.iter().map(lines).collect(),
            known: RefCell::new(BTreeMap::new()),
        }
    }

    /// All the units in the carton, or why not.
    pub(super) fn fit(
        &self,
        carton: usize,
        counts: &[u32],
        pains: Pains,
        effort: &mut Effort<'_>,
    ) -> Result<Load, Outcome> {
        let key = (carton, pains, counts.to_vec());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let found = self.search(&self.cartons[carton], counts, pains, effort);
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    fn search(
        &self,
        carton: &Carton,
        counts: &[u32],
        pains: Pains,
        effort: &mut Effort<'_>,
    ) -> Result<Load, Outcome> {
        let goods = self.goods;
        if let Some(obstacle) = goods.obstacle(counts, carton) {
            return Err(Outcome::Cannot(obstacle));
        }
        let units = units_of(counts);
        for (manner, lines) in MANNERS.iter().zip(&self.sequences) {
            if !effort.spend(units) {
                return Err(Outcome::NoneFound);
            }
            let mut stow = Stow::new(goods, carton);
            if stow.fill(counts, lines, *manner, true).is_none() {
                return Ok(Rc::new(stow.into_placements()));
            }
        }
        if let Some(load) = self.rearrange(carton, counts, effort) {
            return Ok(load);
        }
        if units > u64::from(PACK_EXACT_UNITS_MAX) {
            if pains == Pains::Few {
                return Err(Outcome::NoneFound);
            }
            let found = beam(goods, counts, carton, &self.sequences, effort);
            let found = found.map(|stow| Rc::new(stow.into_placements()));
            return found.ok_or(Outcome::NoneFound);
        }
        match exact(goods, counts, carton, PACK_EXACT_PLACES_MAX) {
            Exact::Found(stow) => Ok(Rc::new(stow.into_placements())),
            Exact::Impossible => Err(Outcome::Cannot(super::model::Obstacle::NoArrangement)),
            Exact::GivenUp => Err(Outcome::NoneFound),
        }
    }

    /// Lays in again and again, each time the line that did not fit earlier than before ("squeaky wheel", Joslin and
    /// Clements, 1999).
    fn rearrange(&self, carton: &Carton, counts: &[u32], effort: &mut Effort<'_>) -> Option<Load> {
        let units = units_of(counts);
        let mut units_left = PACK_ROUNDS_UNITS_MAX;
        for (manner, lines) in MANNERS.iter().zip(&self.sequences) {
            let mut lines: Vec<usize> = lines.iter().copied().filter(|l| counts[*l] > 0).collect();
            let mut seen = BTreeSet::new();
            for _ in 0..PACK_ROUNDS_MAX {
                if !seen.insert(lines.clone()) {
                    break;
                }
                units_left = units_left.checked_sub(units)?;
                if !effort.spend(units) {
                    return None;
                }
                let mut stow = Stow::new(self.goods, carton);
                let Some(unfit) = stow.fill(counts, &lines, *manner, true) else {
                    return Some(Rc::new(stow.into_placements()));
                };
                let at = lines.iter().position(|line| *line == unfit)?;
                lines.remove(at);
                lines.insert(at / 2, unfit);
            }
        }
        None
    }

    /// What fits of the units into the carton, laid in by the manner of this index.
    pub(super) fn fill(&self, carton: usize, counts: &[u32], manner: usize) -> (Counts, Load) {
        let mut stow = Stow::new(self.goods, &self.cartons[carton]);
        stow.fill(counts, &self.sequences[manner], MANNERS[manner], false);
        (stow.counts(), Rc::new(stow.into_placements()))
    }

    /// All the units in the carton by the manner of this index alone.
    pub(super) fn fits_by(&self, carton: usize, counts: &[u32], manner: usize) -> Option<Load> {
        let mut stow = Stow::new(self.goods, &self.cartons[carton]);
        let goods = self.goods;
        let possible = goods.obstacle(counts, &self.cartons[carton]).is_none()
            && stow
                .fill(counts, &self.sequences[manner], MANNERS[manner], true)
                .is_none();
        possible.then(|| Rc::new(stow.into_placements()))
    }
}
