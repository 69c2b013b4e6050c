//! A backlog in flat arrays: lines by order, lines by aisle, and both by item.

use super::{ItemUnits, Pick, Wave};

/// Lists of lists, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Lists<T> {
    /// Where each list begins, and where the last one ends.
    begins: Vec<u32>,
    all: Vec<T>,
}

impl<T: Copy> Lists<T> {
    fn new(lists: impl IntoIterator<Item = Vec<T>>) -> Self {
        let mut begins = vec![0];
        let mut all = Vec::new();
        for list in lists {
            all.extend(list);
            begins.push(all.len() as u32);
        }
        Lists { begins, all }
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.begins.len() - 1
    }

    /// One list.
    pub fn of(&self, list: u32) -> &[T] {
        let begin = self.begins[list as usize] as usize;
        let end = self.begins[list as usize + 1] as usize;
        &self.all[begin..end]
    }
}

/// A line: an item (numbered from 0) or what has the item, and units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// The item, order or aisle.
    pub of: u32,
    /// The units; more stock than is ordered of an item counts as what is ordered.
    pub units: u32,
}

/// The backlog, reduced to orders that the stock of all aisles can cover and to items that they want.
#[derive(Debug, Clone)]
pub(super) struct Index {
    /// Items of each order.
    pub order_lines: Lists<Line>,
    /// Units of each order; 0 for an order that cannot be covered or wants nothing.
    pub order_units: Vec<u32>,
    /// Items of each aisle.
    pub aisle_lines: Lists<Line>,
    /// Orders that want an item, those with most units first.
    pub item_orders: Lists<Line>,
    /// Aisles that have an item.
    pub item_aisles: Lists<Line>,
    /// The caller's number of each item, ascending.
    items: Vec<u32>,
}

impl Index {
    /// Reads a backlog whose ordered units fit 32 bits.
    pub fn new(orders: &[Vec<ItemUnits>], aisles: &[Vec<ItemUnits>]) -> Self {
        let stock: Vec<Vec<ItemUnits>> = aisles.iter().map(|lines| summed(lines)).collect();
        let mut wanted: Vec<Vec<ItemUnits>> = orders.iter().map(|lines| summed(lines)).collect();
        let on_hand = totals(&stock);
        for lines in &mut wanted {
            let covered = lines
                .iter()
                .all(|line| units_of(&on_hand, line.item) >= u64::from(line.units));
            if !covered {
                lines.clear();
            }
        }
        let ordered = totals(&wanted);
        let items: Vec<u32> = ordered.iter().map(|(item, _)| *item).collect();
        let lines = |lists: &[Vec<ItemUnits>]| {
            Lists::new(lists.iter().map(|list| {
                list.iter()
                    .filter_map(|line| {
                        let of = items.binary_search(&line.item).ok()?;
                        let units_max = u32::try_from(ordered[of].1).unwrap_or(u32::MAX);
                        Some(Line {
                            of: of as u32,
                            units: line.units.min(units_max),
                        })
                    })
                    .collect()
            }))
        };
        let order_lines = lines(&wanted);
        let aisle_lines = lines(&stock);
        let order_units: Vec<u32> = (0..order_lines.len() as u32)
            .map(|order| order_lines.of(order).iter().map(|line| line.units).sum())
            .collect();
        let mut item_orders = turned(&order_lines, items.len());
        for list in &mut item_orders {
            list.sort_by_key(|line| std::cmp::Reverse(order_units[line.of as usize]));
        }
        Index {
            item_aisles: Lists::new(turned(&aisle_lines, items.len())),
            item_orders: Lists::new(item_orders),
            order_lines,
            order_units,
            aisle_lines,
            items,
        }
    }

    /// How many orders there are, those that cannot be covered included.
    pub fn orders(&self) -> usize {
        self.order_units.len()
    }

    /// How many aisles there are.
    pub fn aisles(&self) -> usize {
        self.aisle_lines.len()
    }

    /// How many items are wanted.
    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// From which aisle each line of a wave is taken.
    pub fn picks(&self, wave: &Wave) -> Vec<Pick> {
        let mut picks = Vec::new();
        let mut stock: Vec<Vec<(usize, u32)>> = vec![Vec::new(); self.items()];
        for &aisle in wave.aisles.iter().filter(|aisle| **aisle < self.aisles()) {
            for line in self.aisle_lines.of(aisle as u32) {
                stock[line.of as usize].push((aisle, line.units));
            }
        }
        for list in &mut stock {
            list.reverse();
        }
        for &order in wave.orders.iter().filter(|order| **order < self.orders()) {
            for line in self.order_lines.of(order as u32) {
                let mut missing = line.units;
                while let Some((aisle, left)) = stock[line.of as usize].last_mut()
                    && missing > 0
                {
                    let units = missing.min(*left);
                    picks.push(Pick {
                        order,
                        aisle: *aisle,
                        what: ItemUnits {
                            item: self.items[line.of as usize],
                            units,
                        },
                    });
                    missing -= units;
                    *left -= units;
                    if *left == 0 {
                        stock[line.of as usize].pop();
                    }
                }
            }
        }
        picks
    }
}

/// The same lines by item, each item once, without those of no units.
fn summed(lines: &[ItemUnits]) -> Vec<ItemUnits> {
    let mut lines: Vec<ItemUnits> = lines.iter().copied().filter(|l| l.units > 0).collect();
    lines.sort_by_key(|line| line.item);
    lines.dedup_by(|next, kept| {
        let same = next.item == kept.item;
        if same {
            kept.units = kept.units.saturating_add(next.units);
        }
        same
    });
    lines
}

/// The units of each item, ascending by item.
fn totals(lists: &[Vec<ItemUnits>]) -> Vec<(u32, u64)> {
    let mut all: Vec<(u32, u64)> = lists
        .iter()
        .flatten()
        .map(|line| (line.item, u64::from(line.units)))
        .collect();
    all.sort_unstable_by_key(|(item, _)| *item);
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    all
}

fn units_of(totals: &[(u32, u64)], item: u32) -> u64 {
    totals
        .binary_search_by_key(&item, |(item, _)| *item)
        .map_or(0, |at| totals[at].1)
}

/// The lists by item of lists whose lines are items.
fn turned(lists: &Lists<Line>, items: usize) -> Vec<Vec<Line>> {
    let mut turned = vec![Vec::new(); items];
    for list in 0..lists.len() as u32 {
        for line in lists.of(list) {
            turned[line.of as usize].push(Line {
                of: list,
                units: line.units,
            });
        }
    }
    turned
}
