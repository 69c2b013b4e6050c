//! The search for the bins of scattered storage; what it is for stands in `scattered`.

use std::collections::BTreeSet;

use super::layout::Location;
use super::router::Router;
use super::scattered::{Demand, chosen};
use crate::planning::{Effort, Ended, Random};

/// Of each demand, whether each of its bins is taken, left out, or still open.
pub(super) type Choices = Vec<Vec<Option<bool>>>;

/// So many demands are chosen anew at once.
const ANEW_DEMANDS: usize = 3;

/// So many nodes of a choice anew are looked at.
const ANEW_NODES: u64 = 100;

/// So many choices anew for each demand.
const ANEW_ROUNDS_PER_DEMAND: usize = 10;

pub(super) struct Search<'a, 'e> {
    router: &'a mut Router,
    demands: &'a [Demand],
    stop_millimetres: u32,
    effort: &'a mut Effort<'e>,
    choices: Choices,
    best_cost: u64,
    best: Choices,
}

impl<'a, 'e> Search<'a, 'e> {
    pub fn new(
        router: &'a mut Router,
        demands: &'a [Demand],
        stop_millimetres: u32,
        effort: &'a mut Effort<'e>,
    ) -> Self {
        let choices: Choices = demands
            .iter()
            .map(|demand| vec![None; demand.bins.len()])
            .collect();
        Search {
            router,
            demands,
            stop_millimetres,
            effort,
            best: choices.clone(),
            choices,
            best_cost: u64::MAX,
        }
    }

    /// The cost of the naive answer, that of the best, the best, and how the search ended.
    pub fn run(&mut self, random: &mut Random) -> (u64, u64, Choices, Ended) {
        let naive = self.first_come();
        let naive_cost = self.cost(&chosen(self.demands, &naive));
        let all_open = self.choices.clone();
        self.best = naive;
        // The greedy answer: the first that branch and bound comes to.
        let is_all = self.branch(Some(1));
        if self.best_cost > naive_cost {
            self.best = self.first_come();
            self.best_cost = naive_cost;
        }
        self.effort.found(self.best_cost as f64);
        let steps_before = self.effort.steps();
        let half = self
            .effort
            .progress()
            .steps_max
            .saturating_sub(steps_before)
            / 2;
        for _ in 0..ANEW_ROUNDS_PER_DEMAND * self.demands.len() {
            if is_all || !self.effort.goes_on() || self.effort.steps() - steps_before > half {
                break;
            }
            self.choices.clone_from(&self.best);
            for _ in 0..ANEW_DEMANDS {
                let demand = random.below(self.demands.len());
                self.choices[demand].fill(None);
            }
            self.branch(Some(ANEW_NODES));
        }
        self.choices = all_open;
        let ended = if is_all || self.branch(None) {
            Ended::Proven
        } else {
            self.effort.ended()
        };
        // A bin that another made needless was on the way, or the answer would not be the best.
        let best = self.without_needless(&self.best);
        let cost = self.cost(&chosen(self.demands, &best));
        (naive_cost, cost, best, ended)
    }

    /// Leaves out bins without which a demand is covered, those with the fewest units first.
    fn without_needless(&self, choices: &Choices) -> Choices {
        let mut needed = choices.clone();
        for (demand, choice) in self.demands.iter().zip(&mut needed) {
            let mut taken: Vec<usize> = (0..choice.len())
                .filter(|bin| choice[*bin] == Some(true))
                .collect();
            taken.sort_by_key(|bin| demand.bins[*bin].1);
            let units = |bin: &usize| u64::from(demand.bins[*bin].1);
            let mut surplus = taken.iter().map(units).sum::<u64>() - u64::from(demand.units);
            for bin in taken {
                if units(&bin) <= surplus {
                    surplus -= units(&bin);
                    choice[bin] = Some(false);
                }
            }
        }
        needed
    }

    /// The bins that are taken by going through each demand's bins in order.
    fn first_come(&self) -> Choices {
        let choose = |demand: &Demand| {
            let mut open = demand.units;
            let bins = demand.bins.iter();
            bins.map(|(_, units)| {
                let is_taken = open > 0 && *units > 0;
                open = open.saturating_sub(*units);
                Some(is_taken)
            })
            .collect()
        };
        self.demands.iter().map(choose).collect()
    }

    /// Looks for a better answer that agrees with the choices made; says whether it has looked at all of them. Without
    /// any answer so far it goes on until it has one, whatever `nodes_max` and the effort say.
    fn branch(&mut self, nodes_max: Option<u64>) -> bool {
        let mut decided: Vec<(usize, usize)> = Vec::new();
        let mut nodes = 0;
        loop {
            if let Some((demand, bin)) = self.next_choice() {
                self.choices[demand][bin] = Some(true);
                decided.push((demand, bin));
            } else if !self.take_back(&mut decided) {
                return true;
            }
            nodes += 1;
            let goes_on = self.effort.goes_on() && nodes_max.is_none_or(|most| nodes < most);
            if !goes_on && self.best_cost < u64::MAX {
                return decided.is_empty();
            }
        }
    }

    /// Goes back to the last bin that was taken, and leaves it out; `false` where there is none.
    fn take_back(&mut self, decided: &mut Vec<(usize, usize)>) -> bool {
        while let Some(&(demand, bin)) = decided.last() {
            if self.choices[demand][bin] == Some(true) {
                self.choices[demand][bin] = Some(false);
                let (missing, open) = self.open_units(demand);
                if open >= missing {
                    return true;
                }
            }
            self.choices[demand][bin] = None;
            decided.pop();
        }
        false
    }

    /// The next bin to decide on, or `None` where the choices so far are an answer or lead to none that is better.
    fn next_choice(&mut self) -> Option<(usize, usize)> {
        let stops = chosen(self.demands, &self.choices);
        let cost = self.cost(&stops);
        if cost >= self.best_cost {
            return None;
        }
        let Some(demand) = self.tightest() else {
            self.effort.found(cost as f64);
            self.best_cost = cost;
            self.best.clone_from(&self.choices);
            return None;
        };
        let bin = self.nearest(demand, &stops, cost);
        bin.map(|bin| (demand, bin))
    }

    fn cost(&mut self, stops: &BTreeSet<Location>) -> u64 {
        self.effort.spend(1);
        let set = self.router.pick_set(stops.iter().copied());
        let set = set.expect("all bins were looked up before the search");
        u64::from(self.router.length(&set)) + u64::from(self.stop_millimetres) * stops.len() as u64
    }

    /// Units of a demand that the chosen bins do not hold, and those in bins that are still open.
    fn open_units(&self, demand: usize) -> (u64, u64) {
        let (mut taken, mut open) = (0, 0);
        for ((_, units), choice) in self.demands[demand].bins.iter().zip(&self.choices[demand]) {
            match choice {
                Some(true) => taken += u64::from(*units),
                None => open += u64::from(*units),
                Some(false) => {}
            }
        }
        let asked = u64::from(self.demands[demand].units);
        (asked.saturating_sub(taken), open)
    }

    /// The demand not yet covered that has the fewest bins to choose from.
    fn tightest(&self) -> Option<usize> {
        let open_bins = |demand: &usize| {
            let choices = self.choices[*demand].iter();
            choices.filter(|choice| choice.is_none()).count()
        };
        (0..self.demands.len())
            .filter(|demand| self.open_units(*demand).0 > 0)
            .min_by_key(open_bins)
    }

    /// The open bin of a demand with the least detour for its units; one that covers a part calls for more stops.
    fn nearest(&mut self, demand: usize, stops: &BTreeSet<Location>, cost: u64) -> Option<usize> {
        let (missing, _) = self.open_units(demand);
        let mut best: Option<((u64, u64), usize)> = None;
        for (bin, &(location, units)) in self.demands[demand].bins.iter().enumerate() {
            if self.choices[demand][bin].is_some() || units == 0 {
                continue;
            }
            let mut with = stops.clone();
            with.insert(location);
            let detour = self.cost(&with).saturating_sub(cost);
            let parts = missing.div_ceil(u64::from(units));
            let rank = (detour.saturating_mul(parts), parts);
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, bin));
            }
        }
        best.map(|(_, bin)| bin)
    }
}
