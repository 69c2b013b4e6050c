//! The exchanges that pay first.

use std::collections::BinaryHeap;

use crate::planning::effort::{Effort, Plan};

use super::estimate::Estimate;
use super::floor::{Floor, SlotNumber, Slotting};
use super::history::{History, ItemNumber};

/// Items that are looked at, the most popular first.
const ITEMS_LOOKED_AT: usize = 250;
/// Slots of each aisle that are looked at for each item: those nearest the depot whose item is worth little.
const SLOTS_PER_AISLE: usize = 4;

/// An item that goes elsewhere, in exchange with what lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The item.
    pub item: ItemNumber,
    /// Where it lies.
    pub from: SlotNumber,
    /// Where it is to lie.
    pub to: SlotNumber,
    /// What lies there and goes to `from`; `None` where it is empty.
    pub displaced: Option<ItemNumber>,
    /// About how many millimetres the tours of the history become shorter, given the moves before.
    pub saves_mm: i64,
}

/// At most `count` exchanges, the one that saves most first, and the slotting after them. Costs are millimetres of exact
/// tours over the history, the naive plan is to move nothing. A step is one exchange weighed.
pub fn best_moves(
    floor: &mut Floor,
    history: &History,
    present: &Slotting,
    count: usize,
    effort: &mut Effort,
) -> Plan<(Vec<Move>, Slotting)> {
    let naive_mm = floor.tours_mm(present, history);
    let mut now = present.clone();
    let mut estimate = Estimate::new(floor, &now);
    let mut moves = Vec::new();
    // What each item saved when it was last weighed, and after how many moves that was.
    let mut queue: BinaryHeap<(i64, ItemNumber, SlotNumber, usize)> = BinaryHeap::new();
    let targets = targets(floor, history, &now);
    for item in history.by_popularity().into_iter().take(ITEMS_LOOKED_AT) {
        if !effort.goes_on() {
            break;
        }
        if let Some((saves, to)) = best_slot(floor, history, &now, &estimate, &targets, item) {
            queue.push((saves, item, to, 0));
        }
        effort.spend(targets.len() as u64);
    }
    while moves.len() < count
        && effort.goes_on()
        && let Some((saves_mm, item, to, weighed_after)) = queue.pop()
    {
        if weighed_after < moves.len() {
            let found = best_slot(floor, history, &now, &estimate, &targets, item);
            effort.spend(targets.len() as u64);
            if let Some((saves, to)) = found {
                queue.push((saves, item, to, moves.len()));
            }
            continue;
        }
        let Some(from) = now.slot_of(item) else {
            continue;
        };
        let displaced = now.item_at(to);
        now.exchange(item, to);
        for moved in [Some(item), displaced].into_iter().flatten() {
            estimate.moved(floor, &now, moved);
        }
        moves.push(Move {
            item,
            from,
            to,
            displaced,
            saves_mm,
        });
    }
    let cost = floor.tours_mm(&now, history) as f64;
    Plan {
        answer: (moves, now),
        cost,
        naive_cost: naive_mm as f64,
        bound: None,
        steps: effort.steps(),
        ended: effort.ended(),
    }
}

/// In each aisle the slots nearest the depot's cross-aisle whose items are asked for least often.
fn targets(floor: &Floor, history: &History, now: &Slotting) -> Vec<SlotNumber> {
    let mut by_aisle: Vec<(u16, u32, usize, SlotNumber)> = Vec::new();
    for (slot, place) in floor.geometry.iter().enumerate() {
        let slot = slot as SlotNumber;
        let asked = now.item_at(slot);
        let asked = asked.map_or(0, |item| history.orders_of(item).len());
        by_aisle.push((place.aisle, place.depth_mm, asked, slot));
    }
    by_aisle.sort_unstable();
    let median = median_popularity(history);
    let mut chosen = Vec::new();
    let mut in_aisle = (u16::MAX, 0);
    for (aisle, _, asked, slot) in by_aisle {
        if in_aisle.0 != aisle {
            in_aisle = (aisle, 0);
        }
        if in_aisle.1 < SLOTS_PER_AISLE && asked <= median {
            in_aisle.1 += 1;
            chosen.push(slot);
        }
    }
    chosen
}

fn median_popularity(history: &History) -> usize {
    let items = history.by_popularity();
    let middle = items.get(items.len() / 2);
    middle.map_or(0, |item| history.orders_of(*item).len())
}

/// The slot in which an item saves most, where there is one in which it saves anything.
fn best_slot(
    floor: &Floor,
    history: &History,
    now: &Slotting,
    estimate: &Estimate,
    targets: &[SlotNumber],
    item: ItemNumber,
) -> Option<(i64, SlotNumber)> {
    let allowed = targets
        .iter()
        .copied()
        .filter(|to| now.slot_of(item) != Some(*to) && now.may_exchange(floor, item, *to));
    let weighed = allowed.map(|to| {
        let saves = -estimate.change_mm(floor, now, history, item, to);
        (saves, to)
    });
    weighed.max().filter(|(saves, _)| *saves > 0)
}
