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

/// A model of demand, and how many deviations are held against chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// The model.
    pub model: DemandModel,
    /// The safety factor.
    pub safety: f64,
}

impl Policy {
    /// At this position (on hand and on order) or below more is ordered: demand over the lead time, and the safety
    /// factor times its deviation.
    pub fn reorder_point(&self, demand: Demand, lead: Lead, rules: &OrderRules) -> u32 {
        self.cover(demand, lead.periods, lead).max(rules.units_min)
    }

    /// Up to this position it is ordered: demand until what is ordered at the next review arrives, `review` periods
    /// later.
    pub fn level(&self, demand: Demand, review: f64, lead: Lead, rules: &OrderRules) -> u32 {
        let level = self.cover(demand, lead.periods + review, lead);
        level.max(rules.units_min).min(rules.units_max)
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
        let by_demand = periods * demand.deviation * demand.deviation;
        let by_lead = (demand.mean * lead.deviation).powi(2);
        let units = demand.mean * periods + self.safety * (by_demand + by_lead).sqrt();
        // A cast holds to the bounds of the type.
        units.max(0.0).ceil() as u32
    }
}
