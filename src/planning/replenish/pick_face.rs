//! What to bring from bulk to the pick face, and from which bin.

use chrono::NaiveDate;

/// A pick face and what is asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickFace {
    /// Units on it.
    pub on_hand: u32,
    /// Units that it holds.
    pub capacity: u32,
    /// Units that orders ask of it now.
    pub asked: u32,
    /// It is filled when it would fall below this.
    pub units_min: u32,
    /// Bring whole packs of so many units, where there are.
    pub pack_units: u32,
}

/// A bin in bulk storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkBin {
    /// Units in it.
    pub units: u32,
    /// When its lot expires; `None` for goods that do not.
    pub expires: Option<NaiveDate>,
    /// How far it is from the pick face, in millimetres.
    pub distance_mm: u32,
}

/// Units to bring from a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refill {
    /// The bin, by its place in the list.
    pub bin: usize,
    /// How many units.
    pub units: u32,
    /// Whether orders wait for it; else it only fills up.
    pub is_urgent: bool,
}

/// What to bring to a pick face: nothing while it lasts for what is asked and its minimum, else as much as it holds
/// beside what is asked. First what expires first, then bins that are emptied by it, then the nearest. Where orders
/// ask for more than the face holds it is brought in that amount, too: it is picked from at once.
pub fn refills(face: &PickFace, bulk: &[BulkBin]) -> Vec<Refill> {
    let needed = face.asked.saturating_add(face.units_min);
    if face.on_hand >= needed {
        return Vec::new();
    }
    let filled = face.asked.saturating_add(face.capacity.max(face.units_min));
    let mut missing = filled - face.on_hand;
    let mut waiting = face.asked.saturating_sub(face.on_hand);
    let mut order: Vec<usize> = (0..bulk.len()).filter(|bin| bulk[*bin].units > 0).collect();
    order.sort_by_key(|bin| {
        let bin = &bulk[*bin];
        let expires = bin.expires.unwrap_or(NaiveDate::MAX);
        (expires, bin.units > missing, bin.distance_mm)
    });
    let mut found = Vec::new();
    for bin in order {
        let pack = face.pack_units.max(1);
        let all = bulk[bin].units;
        // A bin that is emptied gives its last, broken pack, too; what waits may break one.
        let packs = missing.min(all) / pack * pack;
        let units = if all <= missing {
            all
        } else {
            packs.max(waiting.min(all))
        };
        if units == 0 {
            continue;
        }
        found.push(Refill {
            bin,
            units,
            is_urgent: waiting > 0,
        });
        missing = missing.saturating_sub(units);
        waiting = waiting.saturating_sub(units);
        if missing == 0 {
            break;
        }
    }
    found
}
