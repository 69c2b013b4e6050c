//! How large and how heavy things are, in whole millimetres and grams.
//!
//! Whole numbers, because every sum of them is exact and the same on every device. A size has no side that is nothing
//! and none beyond [`SIDE_MM_MAX`], so a volume fits in 64 bits, and so does the volume of 100,000 such things.

use std::fmt;

use crate::limits::{SIDE_MM_MAX, WEIGHT_GRAMS_MAX};

/// The sides of a box that stands as its maker meant it to: length, width, height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size {
    length_mm: u32,
    width_mm: u32,
    height_mm: u32,
}

/// How heavy something is; nothing for what weighs next to nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight {
    grams: u32,
}

/// One side of a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The length.
    Length,
    /// The width.
    Width,
    /// The height.
    Height,
}

/// Why a measure is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureError {
    /// A side is nothing: measure the thing, or leave its size out.
    NoExtent(Side),
    /// A side is longer than anything that is packed; most likely it was given in another unit.
    TooLong {
        /// Which side.
        side: Side,
        /// How long it was said to be, in millimetres.
        mm: u32,
    },
    /// Heavier than anything that is packed; most likely it was given in another unit.
    TooHeavy {
        /// How heavy it was said to be, in grams.
        grams: u32,
    },
}

impl Size {
    /// A size of these sides, each from 1 to [`SIDE_MM_MAX`] millimetres.
    pub fn new(length_mm: u32, width_mm: u32, height_mm: u32) -> Result<Self, MeasureError> {
        let sides = [
            (Side::Length, length_mm),
            (Side::Width, width_mm),
            (Side::Height, height_mm),
        ];
        for (side, mm) in sides {
            if mm == 0 {
                return Err(MeasureError::NoExtent(side));
            }
            if mm > SIDE_MM_MAX {
                return Err(MeasureError::TooLong { side, mm });
            }
        }
        Ok(Size {
            length_mm,
            width_mm,
            height_mm,
        })
    }

    /// The length, in millimetres.
    pub fn length_mm(self) -> u32 {
        self.length_mm
    }

    /// The width, in millimetres.
    pub fn width_mm(self) -> u32 {
        self.width_mm
    }

    /// The height, in millimetres.
    pub fn height_mm(self) -> u32 {
        self.height_mm
    }

    /// Length, width and height, in millimetres.
    pub fn sides_mm(self) -> [u32; 3] {
        [self.length_mm, self.width_mm, self.height_mm]
    }

    /// The sides from the longest to the shortest, in millimetres.
    pub fn sorted_mm(self) -> [u32; 3] {
        let mut sides = self.sides_mm();
        sides.sort_unstable_by(|a, b| b.cmp(a));
        sides
    }

    /// The volume, in cubic millimetres.
    pub fn volume_mm3(self) -> u64 {
        self.sides_mm().into_iter().map(u64::from).product()
    }

    /// The area that it stands on, in square millimetres.
    pub fn base_mm2(self) -> u64 {
        u64::from(self.length_mm) * u64::from(self.width_mm)
    }

    /// The longest side and once around the other two, in millimetres: what carriers limit as length plus girth.
    pub fn length_and_girth_mm(self) -> u32 {
        let [longest, middle, shortest] = self.sorted_mm();
        longest + 2 * (middle + shortest)
    }

    /// Whether it goes into a space of the size `space`, however it is turned.
    pub fn fits_turned(self, space: Size) -> bool {
        let (mine, theirs) = (self.sorted_mm(), space.sorted_mm());
        mine.iter()
            .zip(theirs)
            .all(|(inner, outer)| *inner <= outer)
    }

    /// Whether it goes into a space of the size `space` while it stays upright.
    pub fn fits_upright(self, space: Size) -> bool {
        let longer = self.length_mm.max(self.width_mm);
        let shorter = self.length_mm.min(self.width_mm);
        self.height_mm <= space.height_mm
            && longer <= space.length_mm.max(space.width_mm)
            && shorter <= space.length_mm.min(space.width_mm)
    }
}

impl Weight {
    /// No weight.
    pub const ZERO: Weight = Weight { grams: 0 };

    /// A weight of up to [`WEIGHT_GRAMS_MAX`] grams.
    pub fn new(grams: u32) -> Result<Self, MeasureError> {
        if grams > WEIGHT_GRAMS_MAX {
            return Err(MeasureError::TooHeavy { grams });
        }
        Ok(Weight { grams })
    }

    /// The weight, in grams.
    pub fn grams(self) -> u32 {
        self.grams
    }

    /// The sum of two weights, at most [`WEIGHT_GRAMS_MAX`].
    pub fn plus(self, other: Weight) -> Weight {
        Weight {
            grams: (self.grams + other.grams).min(WEIGHT_GRAMS_MAX),
        }
    }

    /// The weight of so many, at most [`WEIGHT_GRAMS_MAX`].
    pub fn times(self, units: u32) -> Weight {
        let grams = u64::from(self.grams) * u64::from(units);
        Weight {
            grams: u32::try_from(grams)
                .map_or(WEIGHT_GRAMS_MAX, |grams| grams.min(WEIGHT_GRAMS_MAX)),
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Length => "length",
            Side::Width => "width",
            Side::Height => "height",
        })
    }
}

impl fmt::Display for MeasureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MeasureError::NoExtent(side) => {
                write!(f, "the {side} is 0 mm: measure it, or leave the size out")
            }
            MeasureError::TooLong { side, mm } => write!(
                f,
                "a {side} of {mm} mm is above {SIDE_MM_MAX} mm: check its unit"
            ),
            MeasureError::TooHeavy { grams } => write!(
                f,
                "a weight of {grams} g is above {WEIGHT_GRAMS_MAX} g: check its unit"
            ),
        }
    }
}

impl std::error::Error for MeasureError {}
