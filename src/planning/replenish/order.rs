//! The reorder point, the level, and how much is ordered.

use super::demand::{Demand, DemandModel};

/// How long an order takes, in periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lead {
    /// The mean.
    pub periods: f64,
    /// The standard deviation.
    pub deviation: f64,
}

/// What a supplier, a shelf or a person demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderRules {
    /// Never order less; also the floor of the reorder point.
    pub units_min: u32,
    /// Never have more than this, on hand and on order.
    pub units_max: u32,
    /// Order whole multiples of this.
    pub multiple: u32,
}

impl Default for OrderRules {
    /// Anything, by the piece.
    fn default() -> Self {
        OrderRules {
            units_min: 0,
            units_max: u32::MAX,
            multiple: 1,
        }
    }
}

/// A model of demand, and how far chance is provided for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// The model.
    pub model: DemandModel,
    /// The safety factor: how many deviations above the middle, on the scale of ratios.
    pub safety: f64,
}

impl Policy {
    /// At this position (on hand and on order) or below more is ordered: what the lead time asks for but in few
    /// cases.
    pub fn reorder_point(&self, demand: Demand, lead: Lead, rules: &OrderRules) -> u32 {
        self.cover(demand, lead.periods, lead).max(rules.units_min)
    }

    /// Up to this position it is ordered: demand until what is ordered at the next review arrives, `review` periods
    /// later.
    pub fn level(&self, demand: Demand, review: f64, lead: Lead, rules: &OrderRules) -> u32 {
        self.level_of(&Cover::of(demand, lead.periods + review, lead), rules)
    }

    /// How much is ordered at a position: to the level, in whole multiples, never beyond the most that there may be.
    pub fn order(&self, level: u32, position: u32, rules: &OrderRules) -> u32 {
        let missing = level.saturating_sub(position);
        if missing == 0 {
            return 0;
        }
        let multiple = rules.multiple.max(1);
        let room = rules.units_max.saturating_sub(position) / multiple * multiple;
        let wanted = missing.max(rules.units_min).div_ceil(multiple);
        wanted.saturating_mul(multiple).min(room)
    }

    fn cover(&self, demand: Demand, periods: f64, lead: Lead) -> u32 {
        Cover::of(demand, periods, lead).units(self.safety)
    }

    /// The same level of what is covered, which does not depend on the policy.
    pub(super) fn level_of(&self, cover: &Cover, rules: &OrderRules) -> u32 {
        let units = cover.units(self.safety);
        units.max(rules.units_min).min(rules.units_max)
    }
}

/// What is asked for over some periods: the lognormal distribution with the mean and the deviation of that demand. Of
/// it a quantile is kept. Where demand is steady that is the mean and the safety factor times the deviation; demand in
/// fits and starts is skewed, and then that sum would hold too much of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cover {
    median: f64,
    /// The deviation of the logarithm.
    spread: f64,
}

impl Cover {
    /// Over so many periods; both demand and lead time vary.
    pub(super) fn of(demand: Demand, periods: f64, lead: Lead) -> Cover {
        let mean = demand.mean * periods;
        if mean <= 0.0 {
            return Cover {
                median: 0.0,
                spread: 0.0,
            };
        }
        let by_demand = periods * demand.deviation * demand.deviation;
        let by_lead = (demand.mean * lead.deviation).powi(2);
        let skew = 1.0 + (by_demand + by_lead) / (mean * mean);
        Cover {
            median: mean / skew.sqrt(),
            spread: skew.ln().sqrt(),
        }
    }

    fn units(&self, safety: f64) -> u32 {
        let units = self.median * (safety * self.spread).exp();
        // A cast holds to the bounds of the type.
        units.ceil() as u32
    }
}
