//! What a parcel costs.
//!
//! The choice of cartons asks nothing but this: minimising the number of boxes is one tariff among others
//! ([`FewestBoxes`]), as is the outer volume. A real tariff is a function of the caller's over its rate tables.

use crate::planning::measure::{Size, Weight};
use crate::trade::quantity::Amount;

/// What a carrier is handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    /// The outer size.
    pub outer: Size,
    /// The weight with everything.
    pub gross: Weight,
    /// What its carton costs.
    pub carton_price: Amount,
}

/// What parcels cost, in whole units of the tariff's own (ten-thousandths of money for money).
///
/// A heavier parcel of the same size must not cost less, or the bounds of the search are wrong.
pub trait Tariff {
    /// The cost of the parcel; `None` where it is not taken.
    fn cost(&self, parcel: &Offered) -> Option<i64>;
}

impl<F: Fn(&Offered) -> Option<i64>> Tariff for F {
    fn cost(&self, parcel: &Offered) -> Option<i64> {
        self(parcel)
    }
}

/// As few parcels as possible; of as many, the least outer volume. Exact while the volumes add up to less than the ten
/// thousand cubic metres that a parcel counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FewestBoxes;

impl FewestBoxes {
    /// What a parcel counts beside its volume, in cubic millimetres.
    pub const PARCEL: i64 = 10_000_000_000_000;
}

impl Tariff for FewestBoxes {
    fn cost(&self, parcel: &Offered) -> Option<i64> {
        let volume = i64::try_from(parcel.outer.volume_mm3()).ok()?;
        Some(Self::PARCEL + volume)
    }
}

/// A price a billable pound. Billable is the larger of the actual weight and the dimensional one, both rounded up to
/// whole pounds; the dimensional weight is the product of the outer sides, each rounded up to whole inches, through a
/// divisor (139 cubic inches a pound with the large carriers of the United States, sides rounded up since August 2025).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoundTable {
    divisor_in3: u64,
    prices: Vec<Amount>,
}

impl PoundTable {
    /// A table with the prices for one pound, two pounds, and so on; `None` without a divisor or a price, and where
    /// more weight costs less.
    pub fn new(divisor_in3: u64, prices: Vec<Amount>) -> Option<Self> {
        let sound = divisor_in3 > 0 && !prices.is_empty() && prices.is_sorted();
        sound.then_some(PoundTable {
            divisor_in3,
            prices,
        })
    }

    /// The billable weight, in pounds, at least one.
    pub fn billable_lb(&self, outer: Size, gross: Weight) -> u64 {
        let inches = |mm: u32| (u64::from(mm) * 10).div_ceil(254);
        let volume_in3: u64 = outer.sides_mm().into_iter().map(inches).product();
        let dimensional = volume_in3.div_ceil(self.divisor_in3);
        // A pound is 453.59237 g.
        let actual = (u64::from(gross.grams()) * 100_000).div_ceil(45_359_237);
        dimensional.max(actual).max(1)
    }
}

impl Tariff for PoundTable {
    fn cost(&self, parcel: &Offered) -> Option<i64> {
        let pounds = usize::try_from(self.billable_lb(parcel.outer, parcel.gross)).ok()?;
        let freight = self.prices.get(pounds - 1)?;
        freight.get().checked_add(parcel.carton_price.get())
    }
}
