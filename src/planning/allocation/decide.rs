//! One order, exactly.

use chrono::{Datelike, NaiveDate};

use crate::limits::ALLOCATION_WAREHOUSES_MAX;
use crate::trade::quantity::Amount;

use super::cover::{Cover, PerWarehouse, Subset};
use super::order::{Completion, Criterion, Order, OrderLine};
use super::reason::{Reason, WhyNot};
use super::stock::{SkuNumber, Stock, WarehouseNumber};

/// How an order came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// All of it is sent.
    Whole,
    /// What is there is sent; the rest waits.
    Part,
    /// Nothing of it is there.
    Nothing,
    /// It is to be sent complete, and something is missing: nothing is taken.
    Held,
}

/// What one warehouse sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The warehouse.
    pub warehouse: WarehouseNumber,
    /// Items and units, sorted by item.
    pub contents: Vec<(SkuNumber, u32)>,
    /// The day it arrives.
    pub arrives: NaiveDate,
    /// What it costs.
    pub cost: Amount,
}

/// From where an order is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// How it came out.
    pub decision: Decision,
    /// What is sent, by warehouse.
    pub parcels: Vec<Parcel>,
    /// What is not: items and units.
    pub lacking: Vec<(SkuNumber, u32)>,
    /// What all parcels cost.
    pub cost: Amount,
    /// The day on which all parcels have arrived.
    pub promised: Option<NaiveDate>,
}

/// Decides orders one at a time; its buffers are kept from order to order.
#[derive(Debug, Default)]
pub struct Allocator {
    cover: Cover,
    /// By subset.
    facts: Vec<SubsetFacts>,
}

/// What counts of a split, less being better: whether it is late, then the criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score(bool, [i64; 4]);

/// What is known of a subset before it is filled.
#[derive(Debug, Clone, Copy)]
struct SubsetFacts {
    parcels_cost: i64,
    /// The day on which the last parcel arrives.
    arrives: NaiveDate,
    ranks: i64,
}

impl Allocator {
    /// The best split of the order over the stock, which is not changed.
    pub fn decide(&mut self, order: &Order, stock: &Stock) -> Allocation {
        let best = self.best_subset(order, stock);
        let lacking = self.lacking_of(order, best);
        let decision = match (best, lacking.is_empty(), order.terms().completion) {
            (_, true, _) => Decision::Whole,
            (_, false, Completion::ShipComplete) => Decision::Held,
            (0, false, Completion::AsAvailable) => Decision::Nothing,
            (_, false, Completion::AsAvailable) => Decision::Part,
        };
        let subset = if decision == Decision::Held { 0 } else { best };
        let parcels = self.parcels(order, subset);
        Allocation {
            decision,
            cost: parcels.iter().map(|parcel| parcel.cost).sum(),
            promised: parcels.iter().map(|parcel| parcel.arrives).max(),
            parcels,
            lacking,
        }
    }

    /// Decides the order and takes what it sends from the stock.
    pub fn decide_and_take(&mut self, order: &Order, stock: &mut Stock) -> Allocation {
        let allocation = self.decide(order, stock);
        for parcel in &allocation.parcels {
            for (sku, units) in &parcel.contents {
                stock.take(*sku, parcel.warehouse, *units);
            }
        }
        allocation
    }

    /// Why [`Allocator::decide`] chose this: the parcels, what speaks against each other warehouse alone, what is
    /// missing.
    pub fn reasons(
        &mut self,
        order: &Order,
        stock: &Stock,
        allocation: &Allocation,
    ) -> Vec<Reason> {
        let best = self.best_subset(order, stock);
        let sends = allocation.parcels.iter().map(|parcel| Reason::Sends {
            warehouse: parcel.warehouse,
            arrives: parcel.arrives,
        });
        let mut reasons: Vec<Reason> = sends.collect();
        for warehouse in 0..stock.warehouses() {
            if best != 1 << warehouse {
                let why = self.why_not_alone(order, warehouse, best);
                reasons.push(Reason::NotAlone { warehouse, why });
            }
        }
        let missing = allocation.lacking.iter();
        reasons.extend(missing.map(|(sku, units)| Reason::Lacking {
            sku: *sku,
            units: *units,
        }));
        if let (Some(promised), Some(wanted_by)) = (allocation.promised, order.terms().wanted_by)
            && promised > wanted_by
        {
            let days = (promised - wanted_by).num_days();
            reasons.push(Reason::Late { days });
        }
        reasons
    }

    fn best_subset(&mut self, order: &Order, stock: &Stock) -> Subset {
        fill_cover(&mut self.cover, order, stock);
        self.fill_facts(order, stock.warehouses());
        let allowed = allowed(order, stock.warehouses());
        let parcels_max = order.terms().parcels_max;
        let may =
            |subset: Subset| subset & !allowed == 0 && subset.count_ones() as usize <= parcels_max;
        let subsets = self.cover.subsets().iter().copied();
        let lacking_min = subsets.clone().filter(|subset| may(*subset));
        let lacking_min = lacking_min.map(|subset| self.cover.lacking(subset)).min();
        let Some(lacking_min) = lacking_min.filter(|least| *least < self.cover.lacking(0)) else {
            return 0;
        };
        // Where stock lacks, even the cheapest price of all units may be too much to ask of a subset.
        let units_cost_min = match lacking_min {
            0 => self.cover.units_cost_min(allowed),
            _ => 0,
        };
        let mut best: Option<(Subset, Score)> = None;
        for subset in subsets {
            if !may(subset) || self.cover.lacking(subset) > lacking_min {
                continue;
            }
            let optimistic = self.score(order, subset, units_cost_min);
            if best.is_some_and(|(_, least)| optimistic >= least) {
                continue;
            }
            let score = self.score(order, subset, self.cover.units_cost(subset));
            if best.is_none_or(|(_, least)| score < least) {
                best = Some((subset, score));
            }
        }
        best.map_or(0, |(subset, _)| subset)
    }

    fn fill_facts(&mut self, order: &Order, warehouses: usize) {
        self.facts.clear();
        self.facts.push(SubsetFacts {
            parcels_cost: 0,
            arrives: NaiveDate::MIN,
            ranks: 0,
        });
        for warehouse in 0..warehouses {
            let lane = order.lane(warehouse);
            let parcel = lane.map_or(0, |lane| lane.parcel.get());
            let arrives = lane.map_or(NaiveDate::MIN, |lane| lane.arrives);
            let rank = i64::from(order.rank(warehouse));
            for without in 0..self.facts.len() {
                let facts = self.facts[without];
                self.facts.push(SubsetFacts {
                    parcels_cost: facts.parcels_cost + parcel,
                    arrives: facts.arrives.max(arrives),
                    ranks: facts.ranks + rank,
                });
            }
        }
    }

    fn score(&self, order: &Order, subset: Subset, units_cost: i64) -> Score {
        let facts = &self.facts[usize::from(subset)];
        let terms = order.terms();
        let late = terms.wanted_by.is_some_and(|day| facts.arrives > day);
        let value = |criterion: &Criterion| match criterion {
            Criterion::Parcels => i64::from(subset.count_ones()),
            Criterion::Cost => facts.parcels_cost + units_cost,
            Criterion::Promise => i64::from(facts.arrives.num_days_from_ce()),
            Criterion::Priority => facts.ranks,
        };
        Score(late, terms.criteria.each_ref().map(value))
    }

    /// What the subset leaves unsent, line by line.
    fn lacking_of(&self, order: &Order, subset: Subset) -> Vec<(SkuNumber, u32)> {
        let mut left: Vec<u32> = order.lines().iter().map(|line| line.units).collect();
        self.cover
            .fill(subset, |line, _, units| left[line] -= units);
        let lines = order.lines().iter().zip(left);
        lines
            .filter(|(_, left)| *left > 0)
            .map(|(line, left)| (line.sku, left))
            .collect()
    }

    fn parcels(&self, order: &Order, subset: Subset) -> Vec<Parcel> {
        let mut contents: PerWarehouse<Vec<(usize, u32)>> = Default::default();
        self.cover.fill(subset, |line, warehouse, units| {
            contents[warehouse].push((line, units));
        });
        let parcel = |(warehouse, contents): (usize, &Vec<(usize, u32)>)| {
            let lane = order.lane(warehouse).filter(|_| !contents.is_empty())?;
            let cost = |(line, units): &(usize, u32)| {
                let unit_grams = order.lines()[*line].unit_grams;
                lane.unit_cost(unit_grams).times(i64::from(*units))
            };
            Some(Parcel {
                warehouse,
                arrives: lane.arrives,
                cost: lane.parcel + contents.iter().map(cost).sum(),
                contents: contents
                    .iter()
                    .map(|(line, units)| (order.lines()[*line].sku, *units))
                    .collect(),
            })
        };
        contents.iter().enumerate().filter_map(parcel).collect()
    }

    fn why_not_alone(&self, order: &Order, warehouse: WarehouseNumber, best: Subset) -> WhyNot {
        let Some(lane) = order.lane(warehouse) else {
            return WhyNot::NoLane;
        };
        let alone: Subset = 1 << warehouse;
        let short = self.lacking_of(order, alone);
        let best_lacking = self.cover.lacking(best);
        if self.cover.lacking(alone) > best_lacking
            && let Some((sku, units)) = short.first()
        {
            return WhyNot::Lacks {
                sku: *sku,
                units: *units,
            };
        }
        let score = |subset| self.score(order, subset, self.cover.units_cost(subset));
        let (this, chosen) = (score(alone), score(best));
        if let Some(wanted_by) = order.terms().wanted_by
            && this.0
            && !chosen.0
        {
            let days = (lane.arrives - wanted_by).num_days();
            return WhyNot::Late { days };
        }
        let differs = (0..4).find(|i| this.1[*i] != chosen.1[*i]);
        match differs.map(|i| (order.terms().criteria[i], this.1[i] - chosen.1[i])) {
            Some((Criterion::Cost, by)) => WhyNot::Dearer {
                by: Amount::new(by),
            },
            Some((Criterion::Promise, days)) => WhyNot::Later { days },
            _ => WhyNot::LessPreferred,
        }
    }
}

fn fill_cover(cover: &mut Cover, order: &Order, stock: &Stock) {
    cover.begin(stock.warehouses());
    for line in order.lines() {
        let (there, cost) = line_facts(order, line, stock.row(line.sku));
        cover.line(line.units, there, cost);
    }
    cover.ready();
}

/// The stock and the price of a unit of a line, in the warehouses that can send it.
pub(super) fn line_facts(
    order: &Order,
    line: &OrderLine,
    row: &[u32],
) -> (PerWarehouse<u32>, PerWarehouse<i64>) {
    let mut stock = [0; ALLOCATION_WAREHOUSES_MAX];
    let mut cost = [0; ALLOCATION_WAREHOUSES_MAX];
    for (warehouse, there) in row.iter().enumerate() {
        if let Some(lane) = order.lane(warehouse) {
            stock[warehouse] = *there;
            cost[warehouse] = lane.unit_cost(line.unit_grams).get();
        }
    }
    (stock, cost)
}

/// The warehouses that can send to the order's address.
pub(super) fn allowed(order: &Order, warehouses: usize) -> Subset {
    (0..warehouses)
        .filter(|warehouse| order.lane(*warehouse).is_some())
        .fold(0, |subset, warehouse| subset | 1 << warehouse)
}
