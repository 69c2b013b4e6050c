//! What is loaded, into what, and what the answer holds.

use crate::planning::geometry::{Cuboid, Turns};
use crate::planning::measure::Size;

/// One kind of box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cargo {
    /// The size of a box.
    pub size: Size,
    /// Which sides may point upwards.
    pub turns: Turns,
    /// How many boxes there are.
    pub units: u32,
}

/// What must lie under a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Nothing: the gaps are filled up, as the figures of the literature without support assume.
    None,
    /// The whole base rests on the floor or on boxes.
    Full,
}

/// A box in the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stowed {
    /// Which cargo it is of, by its index.
    pub cargo: usize,
    /// Where it lies.
    pub place: Cuboid,
}

/// Why no plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadError {
    /// There is nothing to load.
    NothingToLoad,
    /// More boxes than are planned at once: load in parts.
    TooManyBoxes {
        /// How many there are.
        boxes: u64,
    },
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LoadError::NothingToLoad => f.write_str("there is nothing to load"),
            LoadError::TooManyBoxes { boxes } => {
                write!(
                    f,
                    "{boxes} boxes are too many to plan at once: load in parts"
                )
            }
        }
    }
}

impl std::error::Error for LoadError {}
