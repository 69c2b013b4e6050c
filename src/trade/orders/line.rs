//! What follows from a line as it was placed.

use super::{LineMore, PlacedLine};
use crate::trade::quantity::Units;

impl PlacedLine {
    /// All units of the line, whatever their price; saturates at the bound of units.
    pub fn units(&self) -> Option<Units> {
        let sum: i128 = self.prices.iter().map(|priced| priced.units.wide()).sum();
        Units::new(u64::try_from(sum).unwrap_or(Units::MAX).min(Units::MAX))
    }

    /// Whether there is anything to ship.
    pub fn ships(&self) -> bool {
        !self.more.contains(&LineMore::ShipsNothing)
    }

    /// Whether the channel that it came by sends it.
    pub fn channel_sends(&self) -> bool {
        self.more.contains(&LineMore::ChannelSends)
    }
}
