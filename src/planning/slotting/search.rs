//! A start by popularity, then swaps.

use crate::planning::effort::{Effort, Plan};
use crate::planning::random::Random;

use super::estimate::Estimate;
use super::floor::{Floor, FloorFault, SlotNumber, Slotting};
use super::history::{History, ItemNumber};

/// In which slots the most popular items go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The front of every aisle.
    WithinAisles,
    /// The aisles next to the depot.
    ByAisle,
    /// The slots nearest the depot.
    ByDistance,
}

/// Puts the items into slots by how often they are asked for. Of items that may lie in few kinds of slots each finds
/// the best one left that it may lie in.
pub fn arrange(
    floor: &Floor,
    history: &History,
    kinds: &[u64],
    start: Start,
) -> Result<Slotting, FloorFault> {
    let mut slots: Vec<SlotNumber> = (0..floor.slots().len() as SlotNumber).collect();
    slots.sort_by_key(|slot| {
        let place = floor.geometry[*slot as usize];
        let across = place.across_mm.unsigned_abs();
        match start {
            Start::WithinAisles => (place.depth_mm, across),
            Start::ByAisle => (across, place.depth_mm),
            Start::ByDistance => (floor.distance_mm(*slot), across),
        }
    });
    let mut taken = vec![false; slots.len()];
    let mut first_free = 0;
    let mut slot_of = vec![SlotNumber::MAX; history.items()];
    for item in history.by_popularity() {
        while taken.get(first_free) == Some(&true) {
            first_free += 1;
        }
        let kinds = kinds.get(item as usize).copied().unwrap_or(u64::MAX);
        let mut at = first_free..slots.len();
        let found = at.find(|at| {
            let kind = floor.slots()[slots[*at] as usize].kind;
            !taken[*at] && kinds >> kind & 1 == 1
        });
        if let Some(found) = found {
            taken[found] = true;
            slot_of[item as usize] = slots[found];
        }
    }
    Slotting::new(floor, &slot_of, kinds.to_vec())
}

/// Searches for the slotting with the shortest tours over the history. The naive plan is `present`, how the goods lie
/// now; costs are millimetres of exact tours. Random choices follow `seed`.
pub fn improve(
    floor: &mut Floor,
    history: &History,
    present: &Slotting,
    seed: u64,
    effort: &mut Effort,
) -> Result<Plan<Slotting>, FloorFault> {
    let naive_mm = floor.tours_mm(present, history);
    let mut best = (naive_mm, present.clone());
    for start in [Start::WithinAisles, Start::ByAisle, Start::ByDistance] {
        let slotting = arrange(floor, history, present.kinds(), start)?;
        let tours_mm = floor.tours_mm(&slotting, history);
        if tours_mm < best.0 && slotting.is_allowed(floor) {
            best = (tours_mm, slotting);
        }
    }
    effort.found(best.0 as f64);
    let searched = swap(
        floor,
        history,
        best.1.clone(),
        &mut Random::new(seed),
        effort,
    );
    let tours_mm = floor.tours_mm(&searched, history);
    if tours_mm < best.0 {
        best = (tours_mm, searched);
    }
    Ok(Plan {
        answer: best.1,
        cost: best.0 as f64,
        naive_cost: naive_mm as f64,
        bound: None,
        steps: effort.steps(),
        ended: effort.ended(),
    })
}

/// Threshold accepting over exchanges of two items, or of an item and an empty slot.
fn swap(
    floor: &Floor,
    history: &History,
    start: Slotting,
    random: &mut Random,
    effort: &mut Effort,
) -> Slotting {
    let mut now = start;
    let mut estimate = Estimate::new(floor, &now);
    // By aisle, the slots in it.
    let mut aisles: Vec<Vec<SlotNumber>> = Vec::new();
    for (slot, place) in floor.geometry.iter().enumerate() {
        let aisle = usize::from(place.aisle);
        if aisles.len() <= aisle {
            aisles.resize(aisle + 1, Vec::new());
        }
        aisles[aisle].push(slot as SlotNumber);
    }
    let mut total_mm: i64 = 0;
    let mut best = (0, now.clone());
    let mut since_best = 0_u32;
    while effort.spend(1) {
        let Some((item, to)) = propose(floor, history, &now, &aisles, random) else {
            continue;
        };
        if !now.may_exchange(floor, item, to) {
            continue;
        }
        let share = effort.progress().share();
        // At first an exchange may add as much as one aisle there and back, at the end nothing.
        let allowed_mm = (f64::from(floor.aisle_mm) * (1.0 - share).powi(2)) as i64;
        let change_mm = estimate.change_mm(floor, &now, history, item, to);
        if change_mm > (random.share() * allowed_mm as f64) as i64 {
            continue;
        }
        let other = now.item_at(to);
        now.exchange(item, to);
        for moved in [Some(item), other].into_iter().flatten() {
            estimate.moved(floor, &now, moved);
        }
        total_mm += change_mm;
        since_best += 1;
        // Copying the slotting costs as much as many swaps: only now and then.
        if total_mm < best.0 && since_best > 2_000 {
            best = (total_mm, now.clone());
            since_best = 0;
        }
    }
    if total_mm <= best.0 { now } else { best.1 }
}

/// An item, more often one that is asked for often, and a slot for it: in the aisle of an item that is ordered with it,
/// or any.
fn propose(
    floor: &Floor,
    history: &History,
    now: &Slotting,
    aisles: &[Vec<SlotNumber>],
    random: &mut Random,
) -> Option<(ItemNumber, SlotNumber)> {
    let items = history.items_of(random.below(history.orders().max(1)));
    if items.is_empty() {
        return None;
    }
    let item = *random.one_of(items);
    let to = if random.below(4) > 0 {
        let companion = now.slot_of(*random.one_of(items))?;
        let aisle = usize::from(floor.geometry[companion as usize].aisle);
        *random.one_of(&aisles[aisle])
    } else {
        random.below(floor.slots().len()) as SlotNumber
    };
    (now.slot_of(item)? != to).then_some((item, to))
}
