//! Lengths and masses in which inches, pounds and ounces are whole numbers.

use crate::planning::measure::Weight;

/// A length, in tenths of a micrometre.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(u32);

impl Length {
    /// One inch.
    pub const INCH: Length = Length(254_000);
    /// One centimetre.
    pub const CENTIMETRE: Length = Length(100_000);
    /// One millimetre.
    pub const MILLIMETRE: Length = Length(10_000);

    /// So many millimetres; beyond 429 metres it stays there.
    pub fn millimetres(millimetres: u32) -> Length {
        Length(Self::MILLIMETRE.0.saturating_mul(millimetres))
    }

    /// So many thousandths of an inch: 11.1 inches are 11,100. Beyond 16,909 inches it stays there.
    pub fn inch_thousandths(thousandths: u32) -> Length {
        Length(thousandths.saturating_mul(254))
    }

    /// The length, in tenths of a micrometre.
    pub fn tenth_micrometres(self) -> u32 {
        self.0
    }

    /// The sum of two lengths, in tenths of a micrometre.
    pub(super) fn plus(self, other: Length) -> Length {
        Length(self.0.saturating_add(other.0))
    }
}

/// A mass, in 1,600,000ths of a gram.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mass(u64);

impl Mass {
    /// One gram.
    pub const GRAM: Mass = Mass(1_600_000);
    /// One kilogram.
    pub const KILOGRAM: Mass = Mass(1_600_000_000);
    /// One ounce (28.349523125 g).
    pub const OUNCE: Mass = Mass(45_359_237);
    /// One pound (453.59237 g), 16 ounces.
    pub const POUND: Mass = Mass(725_747_792);

    /// So many grams.
    pub fn grams(grams: u32) -> Mass {
        Mass(Self::GRAM.0 * u64::from(grams))
    }

    /// So many ounces.
    pub fn ounces(ounces: u32) -> Mass {
        Mass(Self::OUNCE.0 * u64::from(ounces))
    }

    /// So many pounds.
    pub fn pounds(pounds: u32) -> Mass {
        Mass(Self::POUND.0 * u64::from(pounds))
    }

    /// How many of the unit that masses are counted in.
    pub(super) fn count(self) -> u64 {
        self.0
    }
}

impl From<Weight> for Mass {
    fn from(weight: Weight) -> Mass {
        Mass::grams(weight.grams())
    }
}
