//! The raw sums of an order's lines, added up from its facts.

use super::demand_ledger::OrderSums;
use crate::trade::catalog::{Component, RecipeSet};
use crate::trade::demand::{LineKey, OrderAccount, Part};
use crate::trade::id::RecipeId;
use crate::trade::orders::order::Order;
use crate::trade::orders::{CancelReason, CancelledFrom};
use crate::trade::quantity::Units;
use std::collections::BTreeMap;

/// The raw sums of an order's lines while they are added up.
pub(super) struct Sums<'a, 'r, R> {
    pub(super) order: &'a Order,
    pub(super) recipe: &'r R,
    pub(super) raw: BTreeMap<(LineKey, Part), OrderSums>,
    /// Of the units that are cancelled those that left from elsewhere.
    pub(super) elsewhere: BTreeMap<(LineKey, Part), i128>,
}

impl<'a, R: Fn(&RecipeId) -> Option<&'a RecipeSet>> Sums<'a, '_, R> {
    pub(super) fn ordered(&mut self) {
        for (_, _, line) in self.order.lines().filter(|(_, _, line)| line.ships()) {
            if let Some(units) = line.units() {
                let key = self.order.line_key(&line.key).clone();
                self.transfer(
                    &key,
                    &Part::Line,
                    &OrderAccount::Ordered,
                    &OrderAccount::Unrouted,
                    units,
                );
            }
        }
    }

    pub(super) fn cancelled(&mut self) {
        for (_, cancelled) in self.order.cancellations() {
            for units in &cancelled.lines {
                let from = match &units.from {
                    CancelledFrom::Unrouted => OrderAccount::Unrouted,
                    CancelledFrom::Handed(line) => OrderAccount::Handed(line.clone()),
                };
                let key = self.order.line_key(&units.line).clone();
                self.transfer(
                    &key,
                    &units.part,
                    &from,
                    &OrderAccount::Cancelled,
                    units.units,
                );
                if matches!(cancelled.why, CancelReason::Elsewhere(_)) {
                    for (part, units) in self.shares(&key, &units.part, units.units) {
                        *self.elsewhere.entry((key.clone(), part)).or_default() += units.wide();
                    }
                }
            }
        }
    }

    pub(super) fn rerouted(&mut self) {
        for rerouted in self.order.rerouted() {
            for units in &rerouted.units {
                let (from, to) = (
                    OrderAccount::from(&units.from),
                    OrderAccount::from(&units.to),
                );
                let key = self.order.line_key(&units.line).clone();
                self.transfer(&key, &units.part, &from, &to, units.units);
            }
        }
    }

    /// Books units of a line, share by share.
    pub(super) fn transfer(
        &mut self,
        line: &LineKey,
        part: &Part,
        from: &OrderAccount,
        to: &OrderAccount,
        units: Units,
    ) {
        for (part, units) in self.shares(line, part, units) {
            self.book(line, part, from, to, units);
        }
    }

    /// The parts that units of a line are of. Of a line that was exploded each component takes its share of what is said
    /// of the line; what is said of components of an edition that does not stand is not the line's.
    fn shares(&self, line: &LineKey, part: &Part, units: Units) -> Vec<(Part, Units)> {
        if self.order.is_counted(line, part) {
            return vec![(part.clone(), units)];
        }
        let (Some(edition), Part::Line) = (self.order.recipe(line), part) else {
            return Vec::new();
        };
        let components = (self.recipe)(&edition)
            .map(|recipe| recipe.components.as_slice())
            .unwrap_or_default();
        let share = |(component, number): (&Component, u32)| {
            let each = units.get().saturating_mul(component.units.get());
            let part = Part::Component {
                recipe: edition,
                component: number,
            };
            Some((part, Units::new(each.min(Units::MAX))?))
        };
        components.iter().zip(0..).filter_map(share).collect()
    }

    fn book(
        &mut self,
        line: &LineKey,
        part: Part,
        from: &OrderAccount,
        to: &OrderAccount,
        units: Units,
    ) {
        self.raw
            .entry((line.clone(), part))
            .or_default()
            .transfer(from, to, units, 1);
    }
}
