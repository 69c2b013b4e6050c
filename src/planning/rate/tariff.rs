//! The table of a tariff, and the tariffs of a service over time.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::limits::{TARIFF_PRICE_MAX, TARIFF_STEPS_MAX};
use crate::planning::promise::{ZoneNumber, ZoneTable};
use crate::trade::quantity::{Amount, Currency};

use super::parcel::ServiceOption;
use super::surcharge::{Charge, Surcharge};
use super::units::{Length, Mass};

/// How a side is rounded before the volume is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideRounding {
    /// Up to the next whole unit.
    Up,
    /// To the nearest whole unit, half of it up.
    Nearest,
    /// Not at all.
    Exact,
}

/// Dimensional weight: volume over divisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimensional {
    /// The unit of the sides.
    pub unit: Length,
    /// How they are rounded.
    pub sides: SideRounding,
    /// Cubic units to one unit of mass: 139 (cubic inches a pound), 5,000 (cubic centimetres a kilogram).
    pub divisor: u32,
    /// The unit of mass.
    pub mass: Mass,
    /// It counts only for parcels of more than so many cubic units.
    pub over_volume: u64,
}

/// The price up to a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// Up to so many steps.
    pub steps_max: u32,
    /// The price.
    pub price: Amount,
}

/// The prices of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZonePrices {
    /// Prices by weight, the lightest first.
    pub breaks: Vec<Break>,
    /// Beyond the last break, so much for each further step; `None`: nothing heavier is taken.
    pub further_step: Option<Amount>,
}

/// Insurance of the declared value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Insurance {
    /// Insured in any case.
    pub free_up_to: Amount,
    /// The price counts in parts of this much of the value above, each begun part in full.
    pub part: Amount,
    /// The price of a part.
    pub part_price: Amount,
    /// The least, where anything is to be paid.
    pub minimum: Amount,
    /// The most that is insured.
    pub value_max: Amount,
}

/// What the network takes at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ParcelLimits {
    /// The heaviest.
    pub mass_max: Option<Mass>,
    /// The longest side.
    pub longest_max: Option<Length>,
    /// The most length and girth.
    pub length_and_girth_max: Option<Length>,
}

/// A tariff as it is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffTable {
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// Which addresses are in which zone.
    pub zones: ZoneTable,
    /// Weight is billed in steps of this much.
    pub step: Mass,
    /// Dimensional weight, where it counts.
    pub dimensional: Option<Dimensional>,
    /// Prices by zone.
    pub prices: BTreeMap<ZoneNumber, ZonePrices>,
    /// What was agreed, off the zone's price, in hundredths of a percent.
    pub discount_basis_points: u32,
    /// The least for the transport after discount.
    pub minimum: Amount,
    /// Surcharges.
    pub surcharges: Vec<Surcharge>,
    /// Fuel from a day on, in hundredths of a percent; days in order.
    pub fuel: Vec<(NaiveDate, u32)>,
    /// Insurance, where it is offered.
    pub insurance: Option<Insurance>,
    /// What is taken at all.
    pub limits: ParcelLimits,
    /// What may be asked for.
    pub options: Vec<ServiceOption>,
    /// The smallest coin: every line is rounded to it.
    pub coin: Amount,
}

/// Why a table is no tariff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TariffFault {
    /// A step, unit or divisor of nothing.
    StepOfNothing,
    /// The smallest coin is nothing, or more than a thousand.
    Coin,
    /// A zone has no price.
    NoBreak {
        /// The zone.
        zone: ZoneNumber,
    },
    /// A zone's breaks are not in order, or go beyond all weights.
    BreaksNotInOrder {
        /// The zone.
        zone: ZoneNumber,
        /// The break, from 0.
        at: usize,
    },
    /// A price is below nothing or beyond all sense.
    PriceOutOfRange(Amount),
    /// A share is more than ten times the whole.
    ShareOutOfRange {
        /// The share.
        basis_points: u32,
    },
    /// A discount of more than everything.
    DiscountOutOfRange {
        /// The discount.
        basis_points: u32,
    },
    /// The days of fuel are not in order.
    FuelNotInOrder {
        /// The entry, from 0.
        at: usize,
    },
    /// Insurance by parts of nothing.
    InsuranceOfNothing,
    /// Two tariffs hold from the same day.
    SameDay(NaiveDate),
    /// Asked to bill more steps than any weight has.
    TooManySteps {
        /// The steps.
        steps: u32,
    },
}

/// A tariff that holds: all its figures are within bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff(TariffTable);

impl Tariff {
    /// Checks a table.
    pub fn new(table: TariffTable) -> Result<Tariff, TariffFault> {
        let by_volume = table.dimensional.as_ref();
        let nothing = by_volume.is_some_and(|dimensional| {
            dimensional.divisor == 0
                || dimensional.mass == Mass::default()
                || dimensional.mass > Mass::KILOGRAM
                || dimensional.unit == Length::default()
        });
        if nothing || table.step == Mass::default() {
            return Err(TariffFault::StepOfNothing);
        }
        if !(1..=Amount::UNIT * 1_000).contains(&table.coin.get()) {
            return Err(TariffFault::Coin);
        }
        for (zone, prices) in &table.prices {
            check_breaks(*zone, prices)?;
        }
        check_price(table.minimum)?;
        if table.discount_basis_points > BASIS_POINTS {
            return Err(TariffFault::DiscountOutOfRange {
                basis_points: table.discount_basis_points,
            });
        }
        for surcharge in &table.surcharges {
            check_surcharge(surcharge)?;
        }
        for (at, (_, basis_points)) in table.fuel.iter().enumerate() {
            check_share(*basis_points)?;
            if at > 0 && table.fuel[at - 1].0 >= table.fuel[at].0 {
                return Err(TariffFault::FuelNotInOrder { at });
            }
        }
        if let Some(insurance) = &table.insurance {
            check_insurance(insurance)?;
        }
        Ok(Tariff(table))
    }

    /// Its table.
    pub fn table(&self) -> &TariffTable {
        &self.0
    }
}

/// The whole, in hundredths of a percent.
pub(super) const BASIS_POINTS: u32 = 10_000;

fn check_breaks(zone: ZoneNumber, prices: &ZonePrices) -> Result<(), TariffFault> {
    if prices.breaks.is_empty() {
        return Err(TariffFault::NoBreak { zone });
    }
    let mut before = 0;
    for (at, step) in prices.breaks.iter().enumerate() {
        if step.steps_max <= before || step.steps_max > TARIFF_STEPS_MAX {
            return Err(TariffFault::BreaksNotInOrder { zone, at });
        }
        before = step.steps_max;
        check_price(step.price)?;
    }
    check_price(prices.further_step.unwrap_or(Amount::ZERO))
}

fn check_price(price: Amount) -> Result<(), TariffFault> {
    if (0..=TARIFF_PRICE_MAX).contains(&price.get()) {
        Ok(())
    } else {
        Err(TariffFault::PriceOutOfRange(price))
    }
}

fn check_share(basis_points: u32) -> Result<(), TariffFault> {
    if basis_points <= 10 * BASIS_POINTS {
        Ok(())
    } else {
        Err(TariffFault::ShareOutOfRange { basis_points })
    }
}

fn check_surcharge(surcharge: &Surcharge) -> Result<(), TariffFault> {
    if surcharge.steps_min > TARIFF_STEPS_MAX {
        return Err(TariffFault::TooManySteps {
            steps: surcharge.steps_min,
        });
    }
    match surcharge.charge {
        Charge::Flat(price) | Charge::PerStep(price) => check_price(price),
        Charge::Share {
            basis_points,
            minimum,
        } => check_share(basis_points).and_then(|()| check_price(minimum)),
    }
}

fn check_insurance(insurance: &Insurance) -> Result<(), TariffFault> {
    if insurance.part.get() <= 0 {
        return Err(TariffFault::InsuranceOfNothing);
    }
    let prices = [
        insurance.free_up_to,
        insurance.part_price,
        insurance.minimum,
    ];
    prices.into_iter().try_for_each(check_price)
}

/// A carrier's service: its tariffs over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// What it is called.
    pub name: String,
    /// The currency of all its prices.
    pub currency: Currency,
    /// By the first day on which they hold.
    tariffs: Vec<Tariff>,
}

impl Service {
    /// The tariffs in any order; each holds until the next one does.
    pub fn new(
        name: &str,
        currency: Currency,
        tariffs: Vec<Tariff>,
    ) -> Result<Service, TariffFault> {
        let mut tariffs = tariffs;
        tariffs.sort_by_key(|tariff| tariff.0.from);
        for pair in tariffs.windows(2) {
            if pair[0].0.from == pair[1].0.from {
                return Err(TariffFault::SameDay(pair[0].0.from));
            }
        }
        Ok(Service {
            name: name.to_owned(),
            currency,
            tariffs,
        })
    }

    /// The tariff that holds on a day; `None` before the first.
    pub fn tariff_on(&self, day: NaiveDate) -> Option<&Tariff> {
        let after = self.tariffs.partition_point(|tariff| tariff.0.from <= day);
        self.tariffs.get(after.checked_sub(1)?)
    }
}
