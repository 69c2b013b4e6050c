//! Aisles that are open and the orders that their stock covers, changed step by step and back again.

use super::Wave;
use super::index::{Index, Line};
use super::members::Members;
use crate::planning::random::Random;

/// One change, so that it can be taken back.
#[derive(Debug, Clone, Copy)]
enum Change {
    Opened(u32),
    Closed(u32),
    Took(u32),
    Dropped(u32),
}

/// Open aisles, taken orders, and the stock that is left of each item.
#[derive(Debug, Clone)]
pub(super) struct Packing<'a> {
    index: &'a Index,
    units_max: u64,
    open: Members,
    taken: Members,
    /// Stock of the open aisles minus what the taken orders want; below 0 only within a change.
    left: Vec<i64>,
    units: u64,
    /// What has changed since the last `keep`.
    changes: Vec<Change>,
    /// Items of which more is left than before, to be filled again.
    freed: Vec<u32>,
    is_freed: Vec<bool>,
    /// Lines looked at so far: the measure of work.
    lines_seen: u64,
}

impl<'a> Packing<'a> {
    /// No aisle open.
    pub fn new(index: &'a Index, units_max: u64) -> Self {
        Packing {
            index,
            units_max,
            open: Members::none_below(index.aisles()),
            taken: Members::none_below(index.orders()),
            left: vec![0; index.items()],
            units: 0,
            changes: Vec::new(),
            freed: Vec::new(),
            is_freed: vec![false; index.items()],
            lines_seen: 0,
        }
    }

    /// Every aisle open and filled.
    pub fn of_all_aisles(index: &'a Index, units_max: u64) -> Self {
        let mut packing = Packing::new(index, units_max);
        for aisle in 0..index.aisles() as u32 {
            packing.open(aisle);
        }
        packing.fill(None);
        packing.keep();
        packing
    }

    /// The aisles and orders of a wave of this backlog.
    pub fn of_wave(index: &'a Index, units_max: u64, wave: &Wave) -> Self {
        let mut packing = Packing::new(index, units_max);
        for &aisle in &wave.aisles {
            packing.set_open(aisle as u32);
        }
        for &order in &wave.orders {
            packing.set_taken(order as u32);
        }
        packing
    }

    /// The units of the taken orders.
    pub fn units(&self) -> u64 {
        self.units
    }

    /// The open aisles, in no order.
    pub fn open_aisles(&self) -> &[u32] {
        self.open.list()
    }

    /// Whether an aisle is open.
    pub fn is_open(&self, aisle: u32) -> bool {
        self.open.has(aisle)
    }

    /// Whether an order is taken.
    pub fn is_taken(&self, order: u32) -> bool {
        self.taken.has(order)
    }

    /// The taken orders, in no order.
    pub fn taken_orders(&self) -> &[u32] {
        self.taken.list()
    }

    /// Lines looked at so far.
    pub fn lines_seen(&self) -> u64 {
        self.lines_seen
    }

    /// What is open and taken.
    pub fn wave(&self) -> Wave {
        Wave {
            orders: self.taken.sorted(),
            aisles: self.open.sorted(),
            units: self.units,
        }
    }

    /// Opens an aisle that is closed.
    pub fn open(&mut self, aisle: u32) {
        self.set_open(aisle);
        self.changes.push(Change::Opened(aisle));
        self.free(self.index.aisle_lines.of(aisle));
    }

    /// Closes an open aisle and drops the orders that are no longer covered.
    pub fn close(&mut self, aisle: u32) {
        self.set_closed(aisle);
        self.changes.push(Change::Closed(aisle));
        for line in self.index.aisle_lines.of(aisle) {
            self.drop_until_covered(line.of, None);
        }
    }

    /// Takes an order that is not taken, dropping others that stand in its way. `false`, and to be taken back, where the open
    /// aisles do not cover it.
    pub fn force(&mut self, order: u32, random: &mut Random) -> bool {
        self.set_taken(order);
        self.changes.push(Change::Took(order));
        for line in self.index.order_lines.of(order) {
            if !self.drop_until_covered(line.of, Some(order)) {
                return false;
            }
        }
        while self.units > self.units_max && self.taken.list().len() > 1 {
            let other = *random.one_of(self.taken.list());
            if other != order {
                self.drop_order(other);
            }
        }
        self.units <= self.units_max
    }

    /// Drops a taken order, and closes the aisles that had something for it and that no other order needs.
    pub fn drop_with_aisles(&mut self, order: u32) {
        self.drop_order(order);
        for line in self.index.order_lines.of(order) {
            for aisle in self.index.item_aisles.of(line.of) {
                self.lines_seen += 1;
                if self.open.has(aisle.of) && self.is_spare(aisle.of) {
                    self.set_closed(aisle.of);
                    self.changes.push(Change::Closed(aisle.of));
                }
            }
        }
    }

    /// Opens what is missing for an order, each time the aisle that has most of it.
    pub fn open_fewest_for(&mut self, order: u32) {
        while let Some(aisle) = self.most_useful_aisle(order) {
            self.open(aisle);
        }
    }

    /// The closed aisle that has most of the missing items of an order.
    fn most_useful_aisle(&mut self, order: u32) -> Option<u32> {
        let lines = self.index.order_lines.of(order);
        let mut best: Option<(usize, u32)> = None;
        for line in lines {
            if self.missing(line.of, line.units) <= 0 {
                continue;
            }
            for aisle in self.index.item_aisles.of(line.of) {
                if self.open.has(aisle.of) {
                    continue;
                }
                self.lines_seen += 1;
                let had = self.index.aisle_lines.of(aisle.of);
                let useful = |line: &&Line| {
                    self.missing(line.of, line.units) > 0
                        && had.binary_search_by_key(&line.of, |had| had.of).is_ok()
                };
                let useful = lines.iter().filter(useful).count();
                if best.is_none_or(|(most, _)| useful > most) {
                    best = Some((useful, aisle.of));
                }
            }
        }
        best.map(|(_, aisle)| aisle)
    }

    /// Whether the taken orders are covered without an open aisle.
    fn is_spare(&self, aisle: u32) -> bool {
        let lines = self.index.aisle_lines.of(aisle);
        lines
            .iter()
            .all(|line| self.left[line.of as usize] >= i64::from(line.units))
    }

    /// Takes every order that still fits among those that want a freed item: the largest of an item first, or, where
    /// chance is given, from one of them on.
    pub fn fill(&mut self, mut chance: Option<&mut Random>) {
        let freed = std::mem::take(&mut self.freed);
        for &item in &freed {
            if self.left[item as usize] <= 0 {
                continue;
            }
            let orders = self.index.item_orders.of(item);
            let first = chance
                .as_mut()
                .map_or(0, |random| random.below(orders.len()));
            let (before, after) = orders.split_at(first);
            for line in after.iter().chain(before) {
                self.lines_seen += 1;
                if !self.taken.has(line.of) && self.fits(line.of) {
                    self.set_taken(line.of);
                    self.changes.push(Change::Took(line.of));
                    if self.left[item as usize] == 0 {
                        break;
                    }
                }
            }
        }
        self.freed = freed;
        self.forget_freed();
    }

    /// Keeps all changes: they can no longer be taken back.
    pub fn keep(&mut self) {
        self.changes.clear();
        self.forget_freed();
    }

    /// Takes back all changes since the last `keep`.
    pub fn take_back(&mut self) {
        while let Some(change) = self.changes.pop() {
            match change {
                Change::Opened(aisle) => self.set_closed(aisle),
                Change::Closed(aisle) => self.set_open(aisle),
                Change::Took(order) => self.set_dropped(order),
                Change::Dropped(order) => self.set_taken(order),
            }
        }
        self.forget_freed();
    }

    /// The stock of an item that is still missing for an order, were nothing else taken of what is left.
    pub fn missing(&self, item: u32, units: u32) -> i64 {
        i64::from(units) - self.left[item as usize]
    }

    fn fits(&mut self, order: u32) -> bool {
        let lines = self.index.order_lines.of(order);
        self.lines_seen += lines.len() as u64;
        self.units + u64::from(self.index.order_units[order as usize]) <= self.units_max
            && lines
                .iter()
                .all(|line| self.left[line.of as usize] >= i64::from(line.units))
    }

    /// Drops taken orders but `kept` until the stock of an item covers the rest; `false` where it does not even so.
    fn drop_until_covered(&mut self, item: u32, kept: Option<u32>) -> bool {
        if self.left[item as usize] >= 0 {
            return true;
        }
        if self.drop_one_that_covers(item, kept) {
            return true;
        }
        // No order wants so much alone: the largest go, as long as they do not free too much, and one more at last.
        for line in self.index.item_orders.of(item) {
            self.lines_seen += 1;
            let short = -self.left[item as usize];
            if self.is_droppable(line.of, kept) && i64::from(line.units) <= short {
                self.drop_order(line.of);
                if self.left[item as usize] == 0 {
                    return true;
                }
            }
        }
        self.drop_one_that_covers(item, kept)
    }

    /// Drops the smallest order that covers the shortage of an item alone.
    fn drop_one_that_covers(&mut self, item: u32, kept: Option<u32>) -> bool {
        let lines = self.index.item_orders.of(item);
        self.lines_seen += lines.len() as u64;
        let short = -self.left[item as usize];
        let covering = lines
            .iter()
            .rfind(|line| i64::from(line.units) >= short && self.is_droppable(line.of, kept));
        match covering {
            Some(line) => self.drop_order(line.of),
            None => return false,
        }
        true
    }

    fn is_droppable(&self, order: u32, kept: Option<u32>) -> bool {
        self.taken.has(order) && Some(order) != kept
    }

    fn drop_order(&mut self, order: u32) {
        self.set_dropped(order);
        self.changes.push(Change::Dropped(order));
        self.free(self.index.order_lines.of(order));
    }

    fn free(&mut self, lines: &[Line]) {
        for line in lines {
            if !std::mem::replace(&mut self.is_freed[line.of as usize], true) {
                self.freed.push(line.of);
            }
        }
    }

    fn forget_freed(&mut self) {
        for item in self.freed.drain(..) {
            self.is_freed[item as usize] = false;
        }
    }

    fn set_open(&mut self, aisle: u32) {
        self.open.add(aisle);
        for line in self.index.aisle_lines.of(aisle) {
            self.lines_seen += 1;
            self.left[line.of as usize] += i64::from(line.units);
        }
    }

    fn set_closed(&mut self, aisle: u32) {
        self.open.remove(aisle);
        for line in self.index.aisle_lines.of(aisle) {
            self.lines_seen += 1;
            self.left[line.of as usize] -= i64::from(line.units);
        }
    }

    fn set_taken(&mut self, order: u32) {
        self.taken.add(order);
        self.units += u64::from(self.index.order_units[order as usize]);
        for line in self.index.order_lines.of(order) {
            self.left[line.of as usize] -= i64::from(line.units);
        }
    }

    fn set_dropped(&mut self, order: u32) {
        self.taken.remove(order);
        self.units -= u64::from(self.index.order_units[order as usize]);
        for line in self.index.order_lines.of(order) {
            self.left[line.of as usize] += i64::from(line.units);
        }
    }
}
