//! Which cartons, and which units into which of them: the cheapest found by the tariff.

use std::collections::BTreeMap;

use super::fit::{Fitter, Load, Pains, units_of};
use super::goods::{Counts, Goods};
use super::model::{
    Carton, Line, Outcome, PackError, Packed, PackedIn, Parcel, Placement, Rules, Verdict,
};
use super::parting::every_parting;
use super::tariff::{Offered, Tariff};
use crate::limits::{PACK_CARTONS_MAX, PACK_EXACT_UNITS_MAX, PACK_STATES_MAX, PACK_UNITS_MAX};
use crate::planning::effort::{Effort, Ended, Plan};
use crate::planning::geometry::Cuboid;
use crate::planning::measure::Weight;
use crate::trade::quantity::Amount;

/// The manners by which a carton is filled that will not be the last, by their index.
const FILLS: [usize; 4] = [0, 1, 3, 10];
/// The one manner of the naive plan.
const NAIVE: usize = 0;

/// Packs an order into parcels so that they cost as little by the tariff as can be found. A step of the effort is one
/// unit laid in.
///
/// The naive plan that the cost is compared with takes the first carton by volume that one pass over the units, the
/// broadest first, fits into, or fills the largest and goes on.
pub fn pack(
    lines: &[Line],
    cartons: &[Carton],
    rules: &Rules,
    tariff: &dyn Tariff,
    effort: &mut Effort<'_>,
) -> Result<Plan<Packed>, PackError> {
    check(lines, cartons, rules)?;
    let goods = Goods::new(lines, rules);
    let chooser = Chooser {
        fitter: Fitter::new(&goods, cartons),
        cartons,
        tariff,
    };
    let mut parcels = chooser.own_boxes(lines)?;
    let in_cartons = |line: &Line| if line.own_box { 0 } else { line.units };
    let counts: Counts = lines.iter().map(in_cartons).collect();
    let naive = chooser.naive(&counts)?;
    let own_cost = sum(&parcels);
    let naive_parcels = naive.loads.len() + parcels.len();
    let naive_cost = naive.cost.saturating_add(own_cost) as f64;
    let lower = chooser.least_cost(&counts);
    let (chosen, proven) = chooser.search(&counts, naive, effort);
    let settled = chosen.loads.iter().map(|load| chooser.settle(load, effort));
    parcels.extend(settled);
    let cost = sum(&parcels);
    let proven = proven || chosen.cost <= lower;
    let bound = if proven {
        cost
    } else {
        lower.saturating_add(own_cost)
    };
    effort.found(cost as f64);
    Ok(Plan {
        answer: Packed {
            parcels,
            naive_parcels,
        },
        cost: cost as f64,
        naive_cost,
        bound: Some(bound as f64),
        steps: effort.steps(),
        ended: if proven {
            Ended::Proven
        } else {
            effort.ended()
        },
    })
}

fn sum(parcels: &[Parcel]) -> i64 {
    let costs = parcels.iter().map(|parcel| parcel.cost);
    costs.fold(0, i64::saturating_add)
}

fn check(lines: &[Line], cartons: &[Carton], rules: &Rules) -> Result<(), PackError> {
    let units: u64 = lines.iter().map(|line| u64::from(line.units)).sum();
    if units == 0 {
        return Err(PackError::NothingToPack);
    }
    if units > PACK_UNITS_MAX || lines.len() as u64 > PACK_UNITS_MAX {
        return Err(PackError::TooManyUnits { units });
    }
    if cartons.len() > PACK_CARTONS_MAX {
        let cartons = cartons.len();
        return Err(PackError::TooManyCartons { cartons });
    }
    for percent in [rules.support_percent, rules.dunnage_percent] {
        if percent > 100 {
            return Err(PackError::ShareOutOfRange { percent });
        }
    }
    Ok(())
}

/// A carton with its load.
#[derive(Clone)]
pub(super) struct Loaded {
    carton: usize,
    load: Load,
}

/// Parcels and what is still to be packed.
#[derive(Clone)]
pub(super) struct State {
    pub(super) left: Counts,
    pub(super) cost: i64,
    pub(super) loads: Vec<Loaded>,
}

pub(super) struct Chooser<'a> {
    pub(super) fitter: Fitter<'a>,
    cartons: &'a [Carton],
    tariff: &'a dyn Tariff,
}

impl Chooser<'_> {
    fn own_boxes(&self, lines: &[Line]) -> Result<Vec<Parcel>, PackError> {
        let mut parcels = Vec::new();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.own_box) {
            let offered = Offered {
                outer: line.size,
                gross: line.weight,
                carton_price: Amount::ZERO,
            };
            let cost = self.tariff.cost(&offered);
            let cost = cost.ok_or(PackError::FitsNowhere { line: index })?;
            let parcel = Parcel {
                packed_in: PackedIn::Own(index),
                placements: vec![Placement {
                    line: index,
                    place: Cuboid::of(line.size),
                }],
                outer: line.size,
                gross: line.weight,
                cost,
                verdicts: Vec::new(),
            };
            parcels.extend(std::iter::repeat_n(parcel, line.units as usize));
        }
        Ok(parcels)
    }

    fn gross(&self, carton: usize, counts: &[u32]) -> Option<Weight> {
        let goods = u32::try_from(self.fitter.goods.grams(counts)).ok()?;
        let gross = goods.checked_add(self.cartons[carton].empty.grams())?;
        Weight::new(gross).ok()
    }

    fn cost(&self, carton: usize, counts: &[u32]) -> Option<i64> {
        let gross = self.gross(carton, counts)?;
        let Carton { outer, price, .. } = self.cartons[carton];
        let cost = self.tariff.cost(&Offered {
            outer,
            gross,
            carton_price: price,
        });
        // The search builds on it that a further parcel never makes the whole cheaper.
        cost.filter(|cost| *cost >= 0)
    }

    /// The cartons that the tariff takes with these units, the cheapest first.
    pub(super) fn by_cost(&self, counts: &[u32]) -> Vec<(i64, usize)> {
        let priced = |carton| Some((self.cost(carton, counts)?, carton));
        let mut cartons: Vec<_> = (0..self.cartons.len()).filter_map(priced).collect();
        cartons.sort_unstable();
        cartons
    }

    /// No set of parcels for these units costs less.
    fn least_cost(&self, counts: &[u32]) -> i64 {
        let goods = self.fitter.goods;
        let (volume, grams) = (goods.volume_mm3(counts), goods.grams(counts));
        if counts.iter().all(|units| *units == 0) {
            return 0;
        }
        let none = vec![0; counts.len()];
        let (mut parcels, mut cheapest) = (u64::MAX, i64::MAX);
        let (mut by_volume, mut by_weight) = (f64::INFINITY, f64::INFINITY);
        let (mut room_max, mut grams_max) = (0, 0);
        for (index, carton) in self.cartons.iter().enumerate() {
            let Some(cost) = self.cost(index, &none) else {
                continue;
            };
            let room = goods.room_mm3(carton);
            let limit = u64::from(
                carton
                    .gross_max
                    .grams()
                    .saturating_sub(carton.empty.grams()),
            );
            room_max = room_max.max(room);
            grams_max = grams_max.max(limit);
            cheapest = cheapest.min(cost);
            by_volume = by_volume.min(cost as f64 / room as f64);
            by_weight = by_weight.min(cost as f64 / limit as f64);
        }
        if room_max > 0 {
            parcels = volume.div_ceil(room_max);
        }
        if grams_max > 0 {
            parcels = parcels.max(grams.div_ceil(grams_max));
        }
        let parcels = i64::try_from(parcels).unwrap_or(i64::MAX);
        // Rounded down a little: the sums of doubles are not exact.
        let shares = (by_volume * volume as f64).max(if grams > 0 {
            by_weight * grams as f64
        } else {
            0.0
        });
        let shares = (shares * (1.0 - 1e-9)).floor();
        cheapest.saturating_mul(parcels.max(1)).max(shares as i64)
    }

    fn naive(&self, counts: &[u32]) -> Result<State, PackError> {
        let mut by_volume: Vec<usize> = (0..self.cartons.len()).collect();
        by_volume.sort_by_key(|carton| self.cartons[*carton].inner.volume_mm3());
        let mut state = State {
            left: counts.to_vec(),
            cost: 0,
            loads: Vec::new(),
        };
        while let Some(line) = state.left.iter().position(|units| *units > 0) {
            let whole = by_volume.iter().find_map(|carton| {
                self.cost(*carton, &state.left)?;
                let load = self.fitter.fits_by(*carton, &state.left, NAIVE)?;
                Some((*carton, state.left.clone(), load))
            });
            let part = || {
                by_volume.iter().rev().find_map(|carton| {
                    let (counts, load) = self.fitter.fill(*carton, &state.left, NAIVE);
                    let taken = !load.is_empty() && self.cost(*carton, &counts).is_some();
                    taken.then_some((*carton, counts, load))
                })
            };
            let (carton, counts, load) = whole
                .or_else(part)
                .or_else(|| self.single(line, &by_volume))
                .ok_or(PackError::FitsNowhere { line })?;
            state = self
                .with(&state, carton, &counts, load)
                .ok_or(PackError::FitsNowhere { line })?;
        }
        Ok(state)
    }

    /// One unit of a line in the first carton that takes it.
    fn single(&self, line: usize, cartons: &[usize]) -> Option<(usize, Counts, Load)> {
        let mut counts = vec![0; self.fitter.goods.lines.len()];
        // A single unit is in at the first attempt that turns it right.
        let effort = &mut Effort::of_steps(u64::MAX);
        counts[line] = 1;
        cartons.iter().find_map(|carton| {
            self.cost(*carton, &counts)?;
            let load = self.fitter.fit(*carton, &counts, Pains::Few, effort).ok()?;
            Some((*carton, counts.clone(), load))
        })
    }

    /// The state with one more parcel.
    fn with(&self, state: &State, carton: usize, counts: &[u32], load: Load) -> Option<State> {
        let left = state
            .left
            .iter()
            .zip(counts)
            .map(|(left, here)| left - here);
        let mut loads = state.loads.clone();
        loads.push(Loaded { carton, load });
        Some(State {
            left: left.collect(),
            cost: state.cost.checked_add(self.cost(carton, counts)?)?,
            loads,
        })
    }

    /// The cheapest set of parcels found, and whether it is known to be the cheapest there is.
    fn search(&self, counts: &[u32], naive: State, effort: &mut Effort<'_>) -> (State, bool) {
        let units: u32 = counts.iter().sum();
        if units == 0 {
            return (naive, true);
        }
        if units <= PACK_EXACT_UNITS_MAX {
            return every_parting(self, counts, naive, effort);
        }
        let mut best = naive;
        let mut states = vec![State {
            left: counts.to_vec(),
            cost: 0,
            loads: Vec::new(),
        }];
        while !states.is_empty() {
            let mut next: BTreeMap<Counts, State> = BTreeMap::new();
            for state in &states {
                self.finish(state, &mut best, effort);
                if !effort.goes_on() {
                    return (best, false);
                }
                self.branch(state, &best, &mut next, effort);
            }
            let mut ranked: Vec<(i64, State)> = next
                .into_values()
                .map(|state| {
                    (
                        state.cost.saturating_add(self.least_cost(&state.left)),
                        state,
                    )
                })
                .filter(|(cost, _)| *cost < best.cost)
                .collect();
            ranked.sort_by(|one, other| (one.0, &one.1.left).cmp(&(other.0, &other.1.left)));
            ranked.truncate(PACK_STATES_MAX);
            states = ranked.into_iter().map(|(_, state)| state).collect();
        }
        (best, false)
    }

    /// Puts all that is left into the cheapest carton that takes it, if that beats the best.
    pub(super) fn finish(&self, state: &State, best: &mut State, effort: &mut Effort<'_>) {
        let whole = state.loads.is_empty();
        let pains = if whole { Pains::All } else { Pains::Few };
        for (cost, carton) in self.by_cost(&state.left) {
            if state.cost.saturating_add(cost) >= best.cost {
                return;
            }
            let Ok(load) = self.fitter.fit(carton, &state.left, pains, effort) else {
                continue;
            };
            if let Some(done) = self.with(state, carton, &state.left, load) {
                effort.found(done.cost as f64);
                *best = done;
            }
            return;
        }
    }

    /// Adds the states that one more, not the last, parcel leads to.
    fn branch(
        &self,
        state: &State,
        best: &State,
        next: &mut BTreeMap<Counts, State>,
        effort: &mut Effort<'_>,
    ) {
        let none = vec![0; state.left.len()];
        let cheapest = self
            .by_cost(&none)
            .first()
            .map_or(i64::MAX, |(cost, _)| *cost);
        for carton in 0..self.cartons.len() {
            let empty = self.cost(carton, &none).unwrap_or(i64::MAX);
            let two = state.cost.saturating_add(empty).saturating_add(cheapest);
            if two >= best.cost {
                continue;
            }
            for manner in FILLS {
                if !effort.spend(units_of(&state.left)) {
                    return;
                }
                let (counts, load) = self.fitter.fill(carton, &state.left, manner);
                if load.is_empty() {
                    continue;
                }
                let Some(child) = self.with(state, carton, &counts, load) else {
                    continue;
                };
                let least = child.cost.saturating_add(self.least_cost(&child.left));
                let known = next.get(&child.left);
                if least < best.cost && known.is_none_or(|known| child.cost < known.cost) {
                    next.insert(child.left.clone(), child);
                }
            }
        }
    }

    /// The parcel of a load, in a cheaper carton where one holds it, with what became of every other.
    fn settle(&self, loaded: &Loaded, effort: &mut Effort<'_>) -> Parcel {
        let mut counts = vec![0; self.fitter.goods.lines.len()];
        for placement in loaded.load.iter() {
            counts[placement.line] += 1;
        }
        let mut chosen: Option<(usize, i64, Load)> = None;
        let mut verdicts = Vec::with_capacity(self.cartons.len());
        for (cost, carton) in self.by_cost(&counts) {
            let outcome = if chosen.is_some() {
                Outcome::NotCheaper
            } else {
                let known = || (carton == loaded.carton).then(|| loaded.load.clone());
                match self.fitter.fit(carton, &counts, Pains::All, effort) {
                    Ok(load) => {
                        chosen = Some((carton, cost, load));
                        Outcome::Chosen
                    }
                    Err(why) => match known() {
                        Some(load) => {
                            chosen = Some((carton, cost, load));
                            Outcome::Chosen
                        }
                        None => why,
                    },
                }
            };
            verdicts.push(Verdict {
                carton,
                cost: Some(cost),
                outcome,
            });
        }
        let taken: Vec<usize> = verdicts.iter().map(|verdict| verdict.carton).collect();
        let untaken = (0..self.cartons.len()).filter(|carton| !taken.contains(carton));
        verdicts.extend(untaken.map(|carton| Verdict {
            carton,
            cost: None,
            outcome: Outcome::NotTaken,
        }));
        let (carton, cost, load) = chosen.unwrap_or((loaded.carton, 0, loaded.load.clone()));
        Parcel {
            packed_in: PackedIn::Carton(carton),
            placements: load.as_ref().clone(),
            outer: self.cartons[carton].outer,
            gross: self.gross(carton, &counts).unwrap_or_default(),
            cost,
            verdicts,
        }
    }
}
