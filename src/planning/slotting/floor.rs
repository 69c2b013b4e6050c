//! Slots on a floor, what lies in them, and the tours that follow.

use crate::limits::SLOTTING_ITEMS_MAX;
use crate::planning::route::{Layout, LayoutError, Location, PickSet, Router, Spot};

use super::history::{History, ItemNumber};

/// A slot, by its place in the caller's list.
pub type SlotNumber = u32;

/// A place for one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Where it is.
    pub location: Location,
    /// What kind of place it is, below 64: a shelf, a pallet place, a fridge.
    pub kind: u8,
}

/// Why a floor cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FloorFault {
    /// The layout has no such location or spot.
    Layout(LayoutError),
    /// More slots than are planned with.
    TooManySlots {
        /// How many there are.
        slots: usize,
    },
    /// A slot's kind is beyond 63.
    NoSuchKind {
        /// The slot, from 0.
        slot: usize,
    },
    /// There are more items than slots.
    TooFewSlots {
        /// How many items there are.
        items: usize,
        /// How many slots there are.
        slots: usize,
    },
}

/// A floor with its slots and the depot at which tours begin and end.
#[derive(Debug)]
pub struct Floor {
    router: Router,
    slots: Vec<Slot>,
    /// The location of each slot, as a set of its own.
    sets: Vec<PickSet>,
    pub(super) geometry: Vec<SlotGeometry>,
    /// From one end of an aisle to the other, in millimetres.
    pub(super) aisle_mm: u32,
    depot_across_mm: u32,
}

/// Where a slot is, as the estimate sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SlotGeometry {
    pub aisle: u16,
    /// From the cross-aisle that is nearest the depot, in millimetres.
    pub depth_mm: u32,
    /// From the depot along the cross-aisle, in millimetres; left of it below nothing.
    pub across_mm: i32,
}

impl Floor {
    /// Slots on a layout, and the depot.
    pub fn new(layout: Layout, depot: Spot, slots: Vec<Slot>) -> Result<Floor, FloorFault> {
        if slots.len() > SLOTTING_ITEMS_MAX {
            return Err(FloorFault::TooManySlots { slots: slots.len() });
        }
        if let Some(slot) = slots.iter().position(|slot| slot.kind >= 64) {
            return Err(FloorFault::NoSuchKind { slot });
        }
        let depot_point = layout.spot_point(depot).map_err(FloorFault::Layout)?;
        let aisle_mm = layout.cross_aisle_along(layout.blocks_count());
        let from_far_end = depot_point.along > aisle_mm / 2;
        let mut geometry = Vec::with_capacity(slots.len());
        for slot in &slots {
            let point = layout.point(slot.location).map_err(FloorFault::Layout)?;
            geometry.push(SlotGeometry {
                aisle: slot.location.aisle,
                depth_mm: if from_far_end {
                    aisle_mm - point.along
                } else {
                    point.along
                },
                across_mm: point.across as i32 - depot_point.across as i32,
            });
        }
        let router = Router::new(layout, depot, depot).map_err(FloorFault::Layout)?;
        let sets = slots.iter().map(|slot| router.pick_set([slot.location]));
        let sets: Result<Vec<PickSet>, LayoutError> = sets.collect();
        Ok(Floor {
            sets: sets.map_err(FloorFault::Layout)?,
            router,
            slots,
            geometry,
            aisle_mm,
            depot_across_mm: depot_point.across,
        })
    }

    /// The slots.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// How far a slot is from the depot along the aisles, in millimetres: to the depot's cross-aisle and along it.
    pub fn distance_mm(&self, slot: SlotNumber) -> u32 {
        let geometry = self.geometry[slot as usize];
        geometry.depth_mm + geometry.across_mm.unsigned_abs()
    }

    /// The place of the depot along its cross-aisle, in millimetres.
    pub fn depot_across_mm(&self) -> u32 {
        self.depot_across_mm
    }

    /// The length of the shortest tours of all orders, one each, in millimetres.
    pub fn tours_mm(&mut self, slotting: &Slotting, history: &History) -> u64 {
        let Some(mut picks) = self.sets.first().cloned() else {
            return 0;
        };
        let mut sum = 0;
        for order in 0..history.orders() {
            picks.clear();
            for item in history.items_of(order) {
                if let Some(slot) = slotting.slot_of(*item) {
                    picks.add_all(&self.sets[slot as usize]);
                }
            }
            if !picks.is_empty() {
                sum += u64::from(self.router.length(&picks));
            }
        }
        sum
    }
}

/// Which item lies in which slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slotting {
    slot_of: Vec<SlotNumber>,
    item_at: Vec<Option<ItemNumber>>,
    /// For each item, the kinds of slots that it may lie in, one bit each.
    kinds: Vec<u64>,
}

impl Slotting {
    /// Item 0 into `slot_of[0]` and so on; `kinds` are the kinds of slots that each item may lie in, one bit each. A
    /// slot that is named twice, or that the floor does not have, is given to nobody but the first.
    pub fn new(
        floor: &Floor,
        slot_of: &[SlotNumber],
        kinds: Vec<u64>,
    ) -> Result<Slotting, FloorFault> {
        let (items, slots) = (slot_of.len(), floor.slots.len());
        if items > slots {
            return Err(FloorFault::TooFewSlots { items, slots });
        }
        let mut slotting = Slotting {
            slot_of: slot_of.to_vec(),
            item_at: vec![None; slots],
            kinds,
        };
        slotting.kinds.resize(items, u64::MAX);
        let mut homeless = Vec::new();
        for (item, slot) in slot_of.iter().enumerate() {
            match slotting.item_at.get_mut(*slot as usize) {
                Some(there) if there.is_none() => *there = Some(item as ItemNumber),
                _ => homeless.push(item),
            }
        }
        let mut free = 0;
        for item in homeless {
            while slotting.item_at[free].is_some() {
                free += 1;
            }
            slotting.item_at[free] = Some(item as ItemNumber);
            slotting.slot_of[item] = free as SlotNumber;
        }
        Ok(slotting)
    }

    /// The slot of an item.
    pub fn slot_of(&self, item: ItemNumber) -> Option<SlotNumber> {
        self.slot_of.get(item as usize).copied()
    }

    /// The item in a slot.
    pub fn item_at(&self, slot: SlotNumber) -> Option<ItemNumber> {
        *self.item_at.get(slot as usize)?
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.slot_of.len()
    }

    /// For each item, the kinds of slots that it may lie in, one bit each.
    pub fn kinds(&self) -> &[u64] {
        &self.kinds
    }

    /// Whether every item lies where it may.
    pub fn is_allowed(&self, floor: &Floor) -> bool {
        let mut places = self.slot_of.iter().enumerate();
        places.all(|(item, slot)| self.may_lie(floor, item as ItemNumber, *slot))
    }

    /// Whether an item may lie in a slot.
    pub fn may_lie(&self, floor: &Floor, item: ItemNumber, slot: SlotNumber) -> bool {
        let kind = floor.slots[slot as usize].kind;
        self.kinds[item as usize] >> kind & 1 == 1
    }

    /// Whether an item may go into a slot and what lies there into its place.
    pub(super) fn may_exchange(&self, floor: &Floor, item: ItemNumber, to: SlotNumber) -> bool {
        let from = self.slot_of[item as usize];
        let back = self.item_at[to as usize];
        self.may_lie(floor, item, to) && back.is_none_or(|other| self.may_lie(floor, other, from))
    }

    /// Puts an item into a slot, and what lies there into its place.
    pub(super) fn exchange(&mut self, item: ItemNumber, to: SlotNumber) {
        let from = self.slot_of[item as usize];
        let other = self.item_at[to as usize];
        self.item_at[to as usize] = Some(item);
        self.item_at[from as usize] = other;
        self.slot_of[item as usize] = to;
        if let Some(other) = other {
            self.slot_of[other as usize] = from;
        }
    }
}
