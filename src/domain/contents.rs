//! Which items each order holds, for whoever looks an order up by one of them.
//!
//! Heads are short so that starting costs little, and a head with twenty SKUs would be three times as long. Items get
//! numbers as they come, and an order keeps the numbers of its items: two bytes each in a saved view. The numbers are
//! this device's own and no part of the state that devices compare.

use super::order::Order;
use super::text::Sku;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// The numbers of an order's items, ascending, each once.
pub type Contents = Arc<[u32]>;

/// The numbers of items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Sku>", into = "Vec<Sku>")]
pub struct ItemNumbers {
    items: Vec<Sku>,
    numbers: HashMap<Sku, u32>,
}

impl From<Vec<Sku>> for ItemNumbers {
    fn from(items: Vec<Sku>) -> Self {
        let numbers = (0..).zip(&items).map(|(number, sku)| (sku.clone(), number));
        ItemNumbers {
            numbers: numbers.collect(),
            items,
        }
    }
}

impl From<ItemNumbers> for Vec<Sku> {
    fn from(numbers: ItemNumbers) -> Self {
        numbers.items
    }
}

impl ItemNumbers {
    /// Every item that has a number, in the order of the numbers from 0.
    pub fn items(&self) -> &[Sku] {
        &self.items
    }

    fn number(&mut self, sku: &Sku) -> u32 {
        if let Some(number) = self.numbers.get(sku) {
            return *number;
        }
        let number = self.items.len() as u32;
        self.items.push(sku.clone());
        self.numbers.insert(sku.clone(), number);
        number
    }

    /// The items of an order.
    pub(super) fn contents(&mut self, order: &Order) -> Contents {
        let mut numbers: Vec<u32> = order
            .lines
            .iter()
            .map(|line| self.number(&line.sku))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into()
    }
}
