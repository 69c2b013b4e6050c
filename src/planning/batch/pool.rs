//! Batches worth remembering.

use std::collections::HashSet;

use super::lengths::Name;
use super::partition::Choice;

/// Beyond so many batches the dearest half is forgotten.
const REMEMBERED_MAX: usize = 60_000;

/// A batch of the pool.
#[derive(Debug, Clone)]
struct Column {
    name: Name,
    orders: Box<[u32]>,
    /// The length of its tour, in millimetres.
    length: u32,
}

/// Every batch that was measured and fits a cart, each once: also those of changes that were not made.
#[derive(Debug, Default)]
pub(super) struct Pool {
    columns: Vec<Column>,
    names: HashSet<Name>,
}

impl Pool {
    /// Remembers a batch.
    pub fn add(&mut self, name: Name, orders: &[u32], length: u32) {
        if !orders.is_empty() && self.names.insert(name) {
            self.columns.push(Column {
                name,
                orders: orders.into(),
                length,
            });
        }
    }

    /// The batches that cost least beyond these prices of their orders, at most so many. Forgets the dearest where there
    /// are too many.
    pub fn cheapest(&mut self, prices: &[f64], choices_max: usize) -> Vec<Choice<'_>> {
        let by_price = |a: &Column, b: &Column| {
            let reduced = |column: &Column| column.choice().reduced(prices);
            reduced(a).total_cmp(&reduced(b))
        };
        if self.columns.len() > choices_max {
            self.columns.select_nth_unstable_by(choices_max, by_price);
        }
        if self.columns.len() > REMEMBERED_MAX {
            let kept = REMEMBERED_MAX / 2;
            self.columns[choices_max..].select_nth_unstable_by(kept - choices_max, by_price);
            for column in self.columns.drain(kept..) {
                self.names.remove(&column.name);
            }
        }
        let columns = self.columns.iter().take(choices_max);
        columns.map(Column::choice).collect()
    }
}

impl Column {
    fn choice(&self) -> Choice<'_> {
        Choice {
            orders: &self.orders,
            cost: self.length,
        }
    }
}
