//! About how long tours are, and what an exchange would change.

use super::floor::{Floor, SlotGeometry, SlotNumber, Slotting};
use super::history::{History, ItemNumber};

/// Orders of more lines go through every aisle whatever is done, and cost most to weigh.
const ORDER_LINES_WEIGHED_MAX: usize = 50;

/// Places of all items, next to each other, for the sums.
#[derive(Debug)]
pub(super) struct Estimate {
    place: Vec<SlotGeometry>,
    aisle_mm: u32,
}

impl Estimate {
    pub(super) fn new(floor: &Floor, slotting: &Slotting) -> Estimate {
        let place = (0..slotting.items() as ItemNumber).map(|item| {
            let slot = slotting.slot_of(item);
            slot.map_or_else(SlotGeometry::default, |slot| floor.geometry[slot as usize])
        });
        Estimate {
            place: place.collect(),
            aisle_mm: floor.aisle_mm,
        }
    }

    /// What putting `item` into `to`, and what lies there into its place, adds to all tours, in millimetres.
    pub(super) fn change_mm(
        &self,
        floor: &Floor,
        slotting: &Slotting,
        history: &History,
        item: ItemNumber,
        to: SlotNumber,
    ) -> i64 {
        let (from, there) = (self.place[item as usize], floor.geometry[to as usize]);
        let other = slotting.item_at(to);
        let mine = history.orders_of(item);
        let theirs = other.map_or(&[][..], |other| history.orders_of(other));
        let mut change = 0;
        // An order that asks for both walks to the same places as before.
        let (mut i, mut k) = (0, 0);
        while i < mine.len() || k < theirs.len() {
            let next_mine = mine.get(i).copied().unwrap_or(u32::MAX);
            let next_theirs = theirs.get(k).copied().unwrap_or(u32::MAX);
            if next_mine < next_theirs {
                change += self.order_change(history, next_mine, item, from, there);
            } else if next_theirs < next_mine
                && let Some(other) = other
            {
                change += self.order_change(history, next_theirs, other, there, from);
            }
            i += usize::from(next_mine <= next_theirs);
            k += usize::from(next_theirs <= next_mine);
        }
        change
    }

    /// The exchange is done.
    pub(super) fn moved(&mut self, floor: &Floor, slotting: &Slotting, item: ItemNumber) {
        if let Some(slot) = slotting.slot_of(item) {
            self.place[item as usize] = floor.geometry[slot as usize];
        }
    }

    /// What an order's tour gains in length when one of its items lies elsewhere.
    fn order_change(
        &self,
        history: &History,
        order: u32,
        item: ItemNumber,
        from: SlotGeometry,
        to: SlotGeometry,
    ) -> i64 {
        let items = history.items_of(order as usize);
        if items.len() > ORDER_LINES_WEIGHED_MAX {
            return 0;
        }
        let (mut deep_from, mut deep_to) = (0, 0);
        let (mut left, mut right) = (0, 0);
        for other in items {
            if *other == item {
                continue;
            }
            let place = self.place[*other as usize];
            left = left.min(place.across_mm);
            right = right.max(place.across_mm);
            if place.aisle == from.aisle {
                deep_from = deep_from.max(place.depth_mm);
            }
            if place.aisle == to.aisle {
                deep_to = deep_to.max(place.depth_mm);
            }
        }
        let across = |with: SlotGeometry| {
            2 * i64::from(right.max(with.across_mm) - left.min(with.across_mm))
        };
        let aisle_from = self.aisle(deep_from) - self.aisle(deep_from.max(from.depth_mm));
        let aisle_to = self.aisle(deep_to.max(to.depth_mm)) - self.aisle(deep_to);
        aisle_from + aisle_to + across(to) - across(from)
    }

    /// To the farthest pick and back, or through.
    fn aisle(&self, deepest_mm: u32) -> i64 {
        i64::from((2 * deepest_mm).min(self.aisle_mm))
    }
}
