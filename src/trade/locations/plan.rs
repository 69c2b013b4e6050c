//! Whether a floor plan can be.

use super::FloorPlan;

/// The most aisles of a plan.
pub const PLAN_AISLES_MAX: u32 = 64;
/// The most blocks that cross-aisles cut the aisles into.
pub const PLAN_BLOCKS_MAX: usize = 8;
/// The most bays of an aisle, over all its blocks.
pub const PLAN_BAYS_MAX: u32 = 500;
/// The least and the most width of a bay, an aisle or a cross-aisle, in millimetres.
pub const PLAN_MILLIMETRES: std::ops::RangeInclusive<u32> = 100..=20_000;

impl FloorPlan {
    /// How many bays an aisle has, over all its blocks.
    pub fn bays(&self) -> u32 {
        self.blocks
            .iter()
            .fold(0, |sum, bays| sum.saturating_add(*bays))
    }

    /// Whether its figures are within their bounds.
    pub fn is_sound(&self) -> bool {
        let widths = [self.aisle_pitch_mm, self.bay_mm, self.cross_mm];
        (1..=PLAN_AISLES_MAX).contains(&self.aisles)
            && (1..=PLAN_BLOCKS_MAX).contains(&self.blocks.len())
            && self.blocks.iter().all(|bays| *bays > 0)
            && self.bays() <= PLAN_BAYS_MAX
            && widths.iter().all(|width| PLAN_MILLIMETRES.contains(width))
    }
}
