//! What lies in vain, what is too much, what runs out.

use crate::trade::quantity::Amount;

/// What is known of an item's stock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StockFacts {
    /// Units on hand and on order.
    pub units: u32,
    /// What a unit cost.
    pub unit_cost: Amount,
    /// What is asked for in a month.
    pub monthly_units: f64,
    /// Days since it was last sold; `None` if never.
    pub days_since_sale: Option<u32>,
    /// Days since it was first received: what is new cannot have sold.
    pub days_known: u32,
    /// At or below this more is ordered.
    pub reorder_point: u32,
}

/// What counts as what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HealthRules {
    /// Not sold for so many days is dead.
    pub dead_days: u32,
    /// Stock for more months than this is too much.
    pub excess_months: f64,
    /// The share of its cost that dead stock brings, in hundredths of a percent.
    pub dead_recovery_basis_points: u32,
    /// The share of its cost that excess stock brings.
    pub excess_recovery_basis_points: u32,
}

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing there and something asked for.
    Out,
    /// At or below the reorder point.
    Low,
    /// As it should be.
    Sound,
    /// More than the months allowed.
    Excess,
    /// There, and not sold for long.
    Dead,
    /// Neither there nor asked for.
    Idle,
}

/// An item's health.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Health {
    /// How it stands.
    pub verdict: Verdict,
    /// For how many months it lasts; `None` where nothing is asked for.
    pub months: Option<f64>,
    /// Units beyond what is needed.
    pub surplus_units: u32,
    /// What the surplus cost.
    pub tied_up: Amount,
    /// What of it can be had back.
    pub recoverable: Amount,
}

/// Judges an item.
pub fn health(facts: &StockFacts, rules: &HealthRules) -> Health {
    let asked = facts.monthly_units > 0.0;
    let months = asked.then(|| f64::from(facts.units) / facts.monthly_units);
    let unsold_days = facts.days_since_sale.unwrap_or(facts.days_known);
    let is_dead = unsold_days.min(facts.days_known) >= rules.dead_days;
    let verdict = match facts.units {
        0 if asked => Verdict::Out,
        0 => Verdict::Idle,
        _ if is_dead => Verdict::Dead,
        units if units <= facts.reorder_point => Verdict::Low,
        _ if months.is_some_and(|months| months > rules.excess_months) => Verdict::Excess,
        _ => Verdict::Sound,
    };
    let kept = (facts.monthly_units.max(0.0) * rules.excess_months).ceil() as u32;
    let (surplus_units, recovery) = match verdict {
        Verdict::Dead => (facts.units, rules.dead_recovery_basis_points),
        Verdict::Excess => (
            facts.units.saturating_sub(kept.max(facts.reorder_point)),
            rules.excess_recovery_basis_points,
        ),
        _ => (0, 0),
    };
    let tied_up = facts.unit_cost.times(i64::from(surplus_units));
    let recoverable = i128::from(tied_up.get()) * i128::from(recovery) / 10_000;
    Health {
        verdict,
        months,
        surplus_units,
        tied_up,
        recoverable: Amount::new(i64::try_from(recoverable).unwrap_or(i64::MAX)),
    }
}
