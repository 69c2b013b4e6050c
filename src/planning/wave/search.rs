//! Annealing over the set of open aisles, with the best ratio so far as the price of an aisle.

use super::packing::Packing;
use super::{Backlog, Wave};
use crate::planning::effort::Effort;
use crate::planning::random::Random;

/// Changes of the first round per aisle, and the most; each further round is longer by a quarter.
const ROUND_CHANGES_PER_AISLE: u64 = 200;
const ROUND_CHANGES_MAX: u64 = 100_000;
/// The temperatures at which rounds begin, in turn, as shares of the price of an aisle: where an aisle is filled by
/// many orders a low one does, where an order needs several aisles only a high one gets from one wave to another.
const HOT: [f64; 3] = [0.15, 0.5, 1.2];
/// The temperature at which a round ends, as a share of that at its beginning.
const COLD: f64 = 0.04;
/// Up to so many orders, not every change is filled up.
const SMALL_ORDERS_MAX: usize = 150;
/// An order of more lines gets its aisles by chance: choosing the fewest costs the square of its lines.
const COVERED_LINES_MAX: usize = 24;
/// The first aisles are opened one by one until the ratio has not grown for so many.
const FALLING_AISLES_MAX: u32 = 8;

struct Search<'a> {
    backlog: &'a Backlog,
    packing: Packing<'a>,
    random: Random,
    best: Option<Wave>,
    /// Units that an aisle must bring: the best ratio so far.
    price: f64,
}

/// The best wave found within the effort; `None` where none reached the floor.
pub(super) fn search(
    backlog: &Backlog,
    bound: f64,
    random: Random,
    effort: &mut Effort,
) -> Option<Wave> {
    let mut search = Search {
        backlog,
        packing: Packing::new(&backlog.index, backlog.units_max),
        random,
        best: None,
        price: 1.0,
    };
    search.start(effort);
    let aisles = backlog.index.aisles() as u64;
    let mut changes = (ROUND_CHANGES_PER_AISLE * aisles).min(ROUND_CHANGES_MAX);
    for hot in HOT.into_iter().cycle() {
        if !effort.goes_on() || search.has_met(bound) {
            break;
        }
        search.round(hot, changes, bound, effort);
        changes += changes / 4;
        if let Some(best) = search.best.clone() {
            search.restore(&best);
        }
    }
    search.best
}

impl Search<'_> {
    /// Opens the aisle that brings most units until all are open, remembering the best wave on the way.
    fn start(&mut self, effort: &mut Effort) {
        let aisles = self.backlog.index.aisles() as u32;
        let mut closed: Vec<u32> = (0..aisles).collect();
        let mut fallen = 0;
        while !closed.is_empty() && effort.goes_on() {
            let seen = self.packing.lines_seen();
            let mut gains: Vec<(u64, u32)> = Vec::new();
            for &aisle in &closed {
                self.packing.open(aisle);
                self.packing.fill(None);
                gains.push((self.packing.units(), aisle));
                self.packing.take_back();
            }
            let Some(&(_, aisle)) = gains.iter().max_by_key(|(units, aisle)| (*units, !*aisle))
            else {
                return;
            };
            self.packing.open(aisle);
            self.packing.fill(None);
            self.packing.keep();
            closed.retain(|other| *other != aisle);
            effort.spend(self.packing.lines_seen() - seen);
            let before = self.price;
            self.remember(effort);
            // Past the best ratio more aisles only make it worse, but the floor may still be far.
            fallen = if self.price > before || self.best.is_none() {
                0
            } else {
                fallen + 1
            };
            if fallen > FALLING_AISLES_MAX {
                break;
            }
        }
        if let Some(best) = self.best.clone() {
            self.restore(&best);
        }
    }

    fn has_met(&self, bound: f64) -> bool {
        self.best.is_some() && self.price >= bound
    }

    fn round(&mut self, hot: f64, changes: u64, bound: f64, effort: &mut Effort) {
        let mut score = self.score();
        for change in 0..changes {
            if !effort.goes_on() || self.has_met(bound) {
                return;
            }
            let share = change as f64 / changes as f64;
            let heat = self.price * hot * COLD.powf(share);
            let seen = self.packing.lines_seen();
            let possible = self.change();
            // Of few orders some waves between floor and ceiling are never the fullest.
            let is_small = self.backlog.index.orders() <= SMALL_ORDERS_MAX;
            match self.random.below(8) {
                0 if is_small => {}
                0..=2 => self.packing.fill(Some(&mut self.random)),
                _ => self.packing.fill(None),
            }
            let new = self.score();
            effort.spend(self.packing.lines_seen() - seen + 1);
            if possible && (new >= score || self.random.share() < ((new - score) / heat).exp()) {
                self.packing.keep();
                score = new;
                if self.remember(effort) {
                    score = self.score();
                }
            } else {
                self.packing.take_back();
            }
        }
    }

    /// Changes the open aisles or the taken orders; `false` where the change led nowhere.
    fn change(&mut self) -> bool {
        match self.random.below(16) {
            0 => self.open_any(),
            1 => self.close_any(),
            2..=7 => self.close_any() && self.open_any(),
            8 => self.open_for_an_order(),
            9 => self.close_any() && self.open_for_an_order(),
            10 => self.drop_any() && self.open_for_an_order(),
            11 => self.drop_any(),
            12 => self.close_any() && self.close_any() && self.open_for_an_order(),
            _ => self.force_any(),
        }
    }

    fn open_any(&mut self) -> bool {
        let aisle = self.random.below(self.backlog.index.aisles()) as u32;
        let closed = !self.packing.is_open(aisle);
        if closed {
            self.packing.open(aisle);
        }
        closed
    }

    fn close_any(&mut self) -> bool {
        let open = self.packing.open_aisles();
        if open.is_empty() {
            return false;
        }
        let aisle = open[self.random.below(open.len())];
        self.packing.close(aisle);
        true
    }

    fn any_waiting_order(&mut self) -> Option<u32> {
        let order = self.random.below(self.backlog.index.orders()) as u32;
        let waiting =
            self.backlog.index.order_units[order as usize] > 0 && !self.packing.is_taken(order);
        waiting.then_some(order)
    }

    /// Opens what is missing for an order that waits.
    fn open_for_an_order(&mut self) -> bool {
        let Some(order) = self.any_waiting_order() else {
            return false;
        };
        let index = &self.backlog.index;
        let few = index.order_lines.of(order).len() <= COVERED_LINES_MAX;
        if few && self.random.below(2) == 0 {
            self.packing.open_fewest_for(order);
            return true;
        }
        for line in index.order_lines.of(order) {
            let aisles = index.item_aisles.of(line.of);
            let from = self.random.below(aisles.len());
            for turn in 0..aisles.len() {
                if self.packing.missing(line.of, line.units) <= 0 {
                    break;
                }
                let aisle = aisles[(from + turn) % aisles.len()].of;
                if !self.packing.is_open(aisle) {
                    self.packing.open(aisle);
                }
            }
        }
        true
    }

    /// Drops a taken order and closes the aisles that nothing else needs.
    fn drop_any(&mut self) -> bool {
        let taken = self.packing.taken_orders();
        if taken.is_empty() {
            return false;
        }
        let order = taken[self.random.below(taken.len())];
        self.packing.drop_with_aisles(order);
        true
    }

    /// Takes a waiting order that wants what an open aisle has, whatever has to give way.
    fn force_any(&mut self) -> bool {
        let open = self.packing.open_aisles();
        if open.is_empty() {
            return false;
        }
        let index = &self.backlog.index;
        let lines = index.aisle_lines.of(*self.random.one_of(open));
        if lines.is_empty() {
            return false;
        }
        let orders = index.item_orders.of(self.random.one_of(lines).of);
        let order = self.random.one_of(orders).of;
        !self.packing.is_taken(order) && self.packing.force(order, &mut self.random)
    }

    /// What the units are worth beyond the price of the aisles; a unit below the floor costs as much as it is worth.
    fn score(&self) -> f64 {
        let units = self.packing.units();
        let short = self.backlog.units_min.saturating_sub(units);
        units as f64 - self.price * self.packing.open_aisles().len() as f64 - short as f64
    }

    /// Remembers the packing where it is the best wave so far.
    fn remember(&mut self, effort: &mut Effort) -> bool {
        let units = self.packing.units();
        let aisles = self.packing.open_aisles().len();
        if units == 0 || units < self.backlog.units_min || aisles == 0 {
            return false;
        }
        let ratio = units as f64 / aisles as f64;
        let better = self.best.is_none() || ratio > self.price;
        if better {
            self.best = Some(self.packing.wave());
            self.price = ratio;
            effort.found(1.0 / ratio);
        }
        better
    }

    fn restore(&mut self, wave: &Wave) {
        self.packing = Packing::of_wave(&self.backlog.index, self.backlog.units_max, wave);
    }
}
