//! What demand lines have allocated, order by order, with the sums by key: renewed for the orders that facts touched, so
//! that nobody who asks what may still be promised walks over all orders that there ever were.

use super::State;
use super::promise::PromiseKey;
use crate::trade::demand::FulfilmentLine;
use crate::trade::fulfilment::Executor;
use crate::trade::fulfilment::fulfilment_order::Fulfilment;
use crate::trade::goods::Wanted;
use crate::trade::id::{FulfilmentOrderId, Name, OrderId, RecipeId, WarehouseId};
use crate::trade::orders::order::Order;
use crate::trade::relations::Relations;
use std::collections::{BTreeMap, BTreeSet};

/// A demand line of one of our warehouses that has units allocated, on whatever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HasUnits {
    /// The warehouse that works on it.
    pub(super) warehouse: WarehouseId,
    /// Under which key its promise counts.
    pub(super) key: PromiseKey,
    /// The line.
    pub(super) line: FulfilmentLine,
    /// What it wants.
    pub(super) wanted: Wanted,
    /// Base units; above zero.
    pub(super) units: i128,
    /// Whether any of it was allocated on a receipt that is expected.
    pub(super) rests: bool,
}

/// The lines that have units, and their sums. It follows from the orders and their fulfilment orders.
#[derive(Clone, Debug, Default)]
pub(super) struct Promised {
    orders: BTreeSet<OrderId>,
    fulfilments: BTreeSet<FulfilmentOrderId>,
    recipes: BTreeSet<RecipeId>,
    of: BTreeMap<OrderId, Vec<HasUnits>>,
    by_key: BTreeMap<PromiseKey, i128>,
    by_lot: BTreeMap<(PromiseKey, Name), i128>,
    /// The orders of which anything rests on a receipt that is expected.
    resting: BTreeSet<OrderId>,
}

impl Promised {
    /// Something was said of an order.
    pub(super) fn touch_order(&mut self, order: &OrderId) {
        if !self.orders.contains(order) {
            self.orders.insert(order.clone());
        }
    }

    /// Something was said of a fulfilment order.
    pub(super) fn touch_fulfilment(&mut self, fulfilment: FulfilmentOrderId) {
        self.fulfilments.insert(fulfilment);
    }

    /// An edition of a recipe came, which lines may have been exploded with before it was there.
    pub(super) fn touch_recipe(&mut self, recipe: RecipeId) {
        self.recipes.insert(recipe);
    }

    /// The lines that have units, by order.
    pub(super) fn lines(&self) -> impl Iterator<Item = &HasUnits> {
        self.of.values().flatten()
    }

    /// Those of orders of which anything rests on a receipt that is expected, by order.
    pub(super) fn resting(&self) -> impl Iterator<Item = &HasUnits> {
        let of = self.resting.iter().filter_map(|order| self.of.get(order));
        of.flatten()
    }

    /// Units that lines have under a key, on stock or on receipts.
    pub(super) fn of_key(&self, key: &PromiseKey) -> i128 {
        self.by_key.get(key).copied().unwrap_or(0)
    }

    /// Units that lines have which want one lot.
    pub(super) fn of_lot(&self, of: &(PromiseKey, Name)) -> i128 {
        self.by_lot.get(of).copied().unwrap_or(0)
    }

    fn count(&mut self, lines: &[HasUnits], times: i128) {
        for line in lines {
            let units = times * line.units;
            *self.by_key.entry(line.key.clone()).or_insert(0) += units;
            if self.by_key.get(&line.key) == Some(&0) {
                self.by_key.remove(&line.key);
            }
            if let Some(lot) = &line.wanted.lot {
                let of = (line.key.clone(), lot.clone());
                *self.by_lot.entry(of.clone()).or_insert(0) += units;
                if self.by_lot.get(&of) == Some(&0) {
                    self.by_lot.remove(&of);
                }
            }
        }
    }

    fn renew(&mut self, order: OrderId, lines: Vec<HasUnits>) {
        if let Some(before) = self.of.remove(&order) {
            self.count(&before, -1);
            self.resting.remove(&order);
        }
        if lines.is_empty() {
            return;
        }
        self.count(&lines, 1);
        if lines.iter().any(|line| line.rests) {
            self.resting.insert(order.clone());
        }
        self.of.insert(order, lines);
    }
}

impl State {
    /// Reads anew what is derived of all that facts have touched since it was last asked.
    pub(super) fn renew(&mut self, relations: &impl Relations) {
        let mut promised = std::mem::take(&mut self.promised);
        let mut touched = std::mem::take(&mut promised.orders);
        for fulfilment in std::mem::take(&mut promised.fulfilments) {
            let routed = self
                .fulfilment(&fulfilment)
                .and_then(|fulfilment| fulfilment.routed());
            touched.extend(routed.map(|(_, routed)| routed.order.clone()));
        }
        let recipes = std::mem::take(&mut promised.recipes);
        if !recipes.is_empty() {
            let of_them = self.orders().filter(|order| order.names_any(&recipes));
            touched.extend(of_them.map(|order| order.id().clone()));
        }
        for id in touched {
            let lines = self.order(&id).map(|order| self.lines_with_units(order));
            self.renew_order(&id, relations);
            promised.renew(id, lines.unwrap_or_default());
        }
        self.promised = promised;
        self.renew_open(relations);
    }

    /// The demand lines of an order at our warehouses that have units allocated.
    fn lines_with_units(&self, order: &Order) -> Vec<HasUnits> {
        let mut lines = Vec::new();
        if order.routed().next().is_none() {
            return lines;
        }
        let demand = self.demand(order);
        for (_, id, routed) in order.routed() {
            let (Executor::Warehouse(warehouse), Some(fulfilment)) =
                (&routed.executor, self.fulfilment(id))
            else {
                continue;
            };
            for (number, content) in fulfilment.lines(order) {
                let line = FulfilmentLine {
                    document: *id,
                    line: number,
                };
                let part = demand
                    .parts
                    .get(&(content.line.clone(), content.part.clone()));
                let Some(work) = part.and_then(|part| part.work.get(&line)) else {
                    continue;
                };
                if work.allocated > 0 {
                    lines.push(HasUnits {
                        warehouse: warehouse.clone(),
                        key: self.promise_key(warehouse, &content.wanted),
                        rests: Fulfilment::expected(fulfilment)
                            .any(|(resting, _, _)| resting == number),
                        line,
                        wanted: content.wanted,
                        units: work.allocated,
                    });
                }
            }
        }
        lines
    }
}

crate::kept_struct! {
    HasUnits { warehouse, key, line, wanted, units, rests }
    Promised { orders, fulfilments, recipes, of, by_key, by_lot, resting }
}
