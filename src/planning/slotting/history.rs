//! Past orders, as the slotting learns from them.

use crate::limits::{SLOTTING_ITEMS_MAX, SLOTTING_LINES_MAX};

/// An item, by its place in the caller's list.
pub type ItemNumber = u32;

/// Why a history cannot be learnt from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryFault {
    /// More items than are slotted.
    TooManyItems {
        /// How many there are.
        items: usize,
    },
    /// More lines than are learnt from: leave the oldest orders out.
    TooManyLines,
    /// An order names an item that is not in the list.
    NoSuchItem {
        /// The order, from 0.
        order: usize,
        /// The item that it names.
        item: ItemNumber,
    },
}

/// The items of each order, and the orders of each item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    items: usize,
    order_ends: Vec<usize>,
    order_items: Vec<ItemNumber>,
    item_ends: Vec<usize>,
    item_orders: Vec<u32>,
}

impl History {
    /// Orders over `items` items; an item counts once in an order.
    pub fn new(
        items: usize,
        orders: impl IntoIterator<Item = Vec<ItemNumber>>,
    ) -> Result<History, HistoryFault> {
        if items > SLOTTING_ITEMS_MAX {
            return Err(HistoryFault::TooManyItems { items });
        }
        let mut order_ends = Vec::new();
        let mut order_items: Vec<ItemNumber> = Vec::new();
        let mut counts = vec![0_usize; items];
        for (order, mut asked) in orders.into_iter().enumerate() {
            asked.sort_unstable();
            asked.dedup();
            for item in &asked {
                match counts.get_mut(*item as usize) {
                    Some(count) => *count += 1,
                    None => return Err(HistoryFault::NoSuchItem { order, item: *item }),
                }
            }
            order_items.extend(asked);
            if order_items.len() > SLOTTING_LINES_MAX {
                return Err(HistoryFault::TooManyLines);
            }
            order_ends.push(order_items.len());
        }
        let mut history = History {
            items,
            order_ends,
            item_orders: vec![0; order_items.len()],
            order_items,
            item_ends: Vec::with_capacity(items),
        };
        history.index(counts);
        Ok(history)
    }

    fn index(&mut self, counts: Vec<usize>) {
        let mut next = Vec::with_capacity(self.items);
        let mut end = 0;
        for count in counts {
            next.push(end);
            end += count;
            self.item_ends.push(end);
        }
        for order in 0..self.orders() {
            let (from, to) = span(&self.order_ends, order);
            for item in &self.order_items[from..to] {
                let at = &mut next[*item as usize];
                self.item_orders[*at] = order as u32;
                *at += 1;
            }
        }
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.items
    }

    /// How many orders there are.
    pub fn orders(&self) -> usize {
        self.order_ends.len()
    }

    /// The items of an order, each once, sorted.
    pub fn items_of(&self, order: usize) -> &[ItemNumber] {
        let (from, to) = span(&self.order_ends, order);
        &self.order_items[from..to]
    }

    /// The orders that ask for an item, sorted.
    pub fn orders_of(&self, item: ItemNumber) -> &[u32] {
        let (from, to) = span(&self.item_ends, item as usize);
        &self.item_orders[from..to]
    }

    /// The items, those that most orders ask for first.
    pub fn by_popularity(&self) -> Vec<ItemNumber> {
        let mut items: Vec<ItemNumber> = (0..self.items as ItemNumber).collect();
        items.sort_by_key(|item| std::cmp::Reverse(self.orders_of(*item).len()));
        items
    }
}

fn span(ends: &[usize], at: usize) -> (usize, usize) {
    let from = at.checked_sub(1).map_or(0, |before| ends[before]);
    (from, ends[at])
}
