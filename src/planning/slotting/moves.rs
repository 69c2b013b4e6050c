//! The exchanges that pay first.

use std::collections::{BTreeMap, BinaryHeap};

use crate::planning::effort::{Effort, Plan};

use super::estimate::Estimate;
use super::floor::{Floor, SlotNumber, Slotting};
use super::history::{History, ItemNumber};

/// Items that are looked at, the most popular first.
const ITEMS_LOOKED_AT: usize = 250;
/// Each aisle is looked at in so many stretches.
const STRETCHES_PER_AISLE: u32 = 8;

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
    let mut best = (naive_mm, Vec::new(), present.clone());
    // Where unpopular goods lie in front that is where to exchange; where goods are slotted already it is all over. The
    // estimate cannot compare the two, exact tours can.
    for reach in [1, STRETCHES_PER_AISLE] {
        let (moves, slotting) = greedy(floor, history, present, reach, count, effort);
        let tours_mm = floor.tours_mm(&slotting, history);
        if tours_mm < best.0 {
            best = (tours_mm, moves, slotting);
        }
    }
    let (tours_mm, moves, slotting) = best;
    Plan {
        answer: (moves, slotting),
        cost: tours_mm as f64,
        naive_cost: naive_mm as f64,
        bound: None,
        steps: effort.steps(),
        ended: effort.ended(),
    }
}

/// The exchanges that save most by the estimate, with the slots of the first `reach` stretches of each aisle.
fn greedy(
    floor: &Floor,
    history: &History,
    present: &Slotting,
    reach: u32,
    count: usize,
    effort: &mut Effort,
) -> (Vec<Move>, Slotting) {
    let mut now = present.clone();
    let mut estimate = Estimate::new(floor, &now);
    let mut moves = Vec::new();
    // What each item saved when it was last weighed, and after how many moves that was.
    let mut queue: BinaryHeap<(i64, ItemNumber, SlotNumber, usize)> = BinaryHeap::new();
    let mut targets = Targets::new(floor, history, &now, reach);
    for item in history.by_popularity().into_iter().take(ITEMS_LOOKED_AT) {
        if !effort.goes_on() {
            break;
        }
        if let Some((saves, to)) = best_slot(floor, history, &now, &estimate, &targets, item) {
            queue.push((saves, item, to, 0));
        }
        effort.spend(targets.slots.len() as u64);
    }
    while moves.len() < count
        && effort.goes_on()
        && let Some((saves_mm, item, to, weighed_after)) = queue.pop()
    {
        if weighed_after < moves.len() {
            let found = best_slot(floor, history, &now, &estimate, &targets, item);
            effort.spend(targets.slots.len() as u64);
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
        for slot in [from, to] {
            targets.moved(slot, floor, history, &now);
        }
        moves.push(Move {
            item,
            from,
            to,
            displaced,
            saves_mm,
        });
    }
    (moves, now)
}

/// The slots that are looked at: of every stretch of every aisle the nearest one whose item is seldom asked for, else the
/// one whose item is asked for least.
struct Targets {
    /// The slots of each stretch.
    stretches: Vec<Vec<SlotNumber>>,
    /// The stretch of each slot, where it is looked at.
    stretch_of: Vec<Option<usize>>,
    /// The slot that is looked at in each stretch.
    slots: Vec<SlotNumber>,
    /// Half of the items are in so many orders or fewer.
    seldom: usize,
}

impl Targets {
    fn new(floor: &Floor, history: &History, now: &Slotting, reach: u32) -> Targets {
        let stretch_mm = (floor.aisle_mm / STRETCHES_PER_AISLE).max(1);
        let mut slots_of: BTreeMap<(u16, u32), Vec<SlotNumber>> = BTreeMap::new();
        for (slot, place) in floor.geometry.iter().enumerate() {
            let stretch = (place.depth_mm / stretch_mm).min(STRETCHES_PER_AISLE - 1);
            if stretch < reach {
                let slots = slots_of.entry((place.aisle, stretch)).or_default();
                slots.push(slot as SlotNumber);
            }
        }
        let stretches: Vec<Vec<SlotNumber>> = slots_of.into_values().collect();
        let mut targets = Targets {
            seldom: median_popularity(history),
            slots: vec![0; stretches.len()],
            stretch_of: vec![None; floor.geometry.len()],
            stretches,
        };
        for stretch in 0..targets.stretches.len() {
            for &slot in &targets.stretches[stretch] {
                targets.stretch_of[slot as usize] = Some(stretch);
            }
            targets.look_anew(stretch, floor, history, now);
        }
        targets
    }

    /// Something moved into or out of a slot.
    fn moved(&mut self, slot: SlotNumber, floor: &Floor, history: &History, now: &Slotting) {
        if let Some(stretch) = self.stretch_of[slot as usize] {
            self.look_anew(stretch, floor, history, now);
        }
    }

    fn look_anew(&mut self, stretch: usize, floor: &Floor, history: &History, now: &Slotting) {
        let asked = |slot: &SlotNumber| {
            let item = now.item_at(*slot);
            let asked = item.map_or(0, |item| history.orders_of(item).len());
            // Of what is seldom asked for anything may go: what lies nearest does.
            let asked = if asked <= self.seldom { 0 } else { asked };
            (asked, floor.geometry[*slot as usize].depth_mm)
        };
        let least = self.stretches[stretch].iter().copied().min_by_key(asked);
        self.slots[stretch] = least.unwrap_or(0);
    }
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
    targets: &Targets,
    item: ItemNumber,
) -> Option<(i64, SlotNumber)> {
    let allowed = targets
        .slots
        .iter()
        .copied()
        .filter(|to| now.slot_of(item) != Some(*to) && now.may_exchange(floor, item, *to));
    let weighed = allowed.map(|to| {
        let saves = -estimate.change_mm(floor, now, history, item, to);
        (saves, to)
    });
    weighed.max().filter(|(saves, _)| *saves > 0)
}
