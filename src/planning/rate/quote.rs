//! The price of a parcel, line by line.

use chrono::NaiveDate;

use crate::limits::TARIFF_STEPS_MAX;
use crate::planning::promise::ZoneNumber;
use crate::trade::quantity::Amount;

use super::parcel::{RatedParcel, ServiceOption};
use super::surcharge::{Charge, Surcharge, SurchargeKind};
use super::tariff::{BASIS_POINTS, Dimensional, Service, SideRounding, TariffTable, ZonePrices};
use super::units::{Length, Mass};

/// What a line of a price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceItem {
    /// The transport, by zone and billed steps.
    Transport,
    /// What was agreed, below nothing.
    Discount,
    /// What is missing to the minimum charge.
    ToMinimum,
    /// A surcharge.
    Surcharge(SurchargeKind),
    /// Fuel, at this share in hundredths of a percent.
    Fuel {
        /// The share.
        basis_points: u32,
    },
    /// Insurance.
    Insurance,
}

/// A line of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceLine {
    /// What it is for.
    pub item: PriceItem,
    /// How much it is.
    pub amount: Amount,
}

/// What a service takes for a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The first day of the tariff that counted.
    pub tariff_from: NaiveDate,
    /// The zone of the address.
    pub zone: ZoneNumber,
    /// The actual weight, in steps.
    pub actual_steps: u32,
    /// The dimensional weight, in steps; 0 where it does not count.
    pub dimensional_steps: u32,
    /// The steps that are billed.
    pub billed_steps: u32,
    /// Lines that add up to the total.
    pub lines: Vec<PriceLine>,
    /// The price.
    pub total: Amount,
}

/// Why a service does not take a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoQuote {
    /// No tariff holds on the day yet.
    NoTariff {
        /// The day.
        day: NaiveDate,
    },
    /// The address is in no zone of the service.
    NoZone,
    /// The zone has no prices.
    NoPrice {
        /// The zone.
        zone: ZoneNumber,
    },
    /// It weighs, or by its volume counts as, more than the service takes.
    TooHeavy,
    /// Its longest side is longer than the service takes.
    TooLong {
        /// The longest that it takes.
        max: Length,
    },
    /// Its length and girth are more than the service takes.
    TooLarge {
        /// The most that it takes.
        max: Length,
    },
    /// The service does not offer what is asked for.
    NotOffered(ServiceOption),
    /// It is worth more than the service insures.
    NotInsurable {
        /// The most that it insures.
        max: Amount,
    },
    /// Its prices are in another currency than is asked for.
    OtherCurrency,
}

impl Service {
    /// The price of a parcel.
    pub fn quote(&self, parcel: &RatedParcel) -> Result<Quote, NoQuote> {
        let day = parcel.shipped;
        let tariff = self.tariff_on(day).ok_or(NoQuote::NoTariff { day })?;
        let table = tariff.table();
        check_taken(table, parcel)?;
        let zone = table.zones.zone_of(&parcel.destination);
        let zone = zone.ok_or(NoQuote::NoZone)?;
        let prices = table.prices.get(&zone).ok_or(NoQuote::NoPrice { zone })?;

        let due = |surcharge: &&Surcharge| surcharge.is_due(parcel, zone);
        let due: Vec<&Surcharge> = table.surcharges.iter().filter(due).collect();
        let actual_steps = steps_of(parcel.mass(), table.step)?;
        let dimensional_steps = match &table.dimensional {
            Some(dimensional) => dimensional_steps(dimensional, table.step, parcel)?,
            None => 0,
        };
        let least = due.iter().map(|surcharge| surcharge.steps_min).max();
        let billed_steps = actual_steps
            .max(dimensional_steps)
            .max(least.unwrap_or(0))
            .max(1);

        let mut lines = Lines::new(table.coin);
        let transport = transport(&mut lines, table, prices, billed_steps)?;
        let bearing_fuel = surcharges(&mut lines, &due, transport, billed_steps);
        fuel(&mut lines, table, day, transport + bearing_fuel);
        insurance(&mut lines, table, parcel)?;
        Ok(Quote {
            tariff_from: table.from,
            zone,
            actual_steps,
            dimensional_steps,
            billed_steps,
            total: lines.total,
            lines: lines.lines,
        })
    }
}

fn check_taken(table: &TariffTable, parcel: &RatedParcel) -> Result<(), NoQuote> {
    let limits = &table.limits;
    if limits.mass_max.is_some_and(|max| parcel.mass() > max) {
        return Err(NoQuote::TooHeavy);
    }
    let longest = parcel.sides()[0];
    if let Some(max) = limits.longest_max.filter(|max| longest > *max) {
        return Err(NoQuote::TooLong { max });
    }
    let around = parcel.length_and_girth();
    if let Some(max) = limits.length_and_girth_max.filter(|max| around > *max) {
        return Err(NoQuote::TooLarge { max });
    }
    let mut asked = parcel.options.iter();
    match asked.find(|option| !table.options.contains(option)) {
        Some(option) => Err(NoQuote::NotOffered(*option)),
        None => Ok(()),
    }
}

fn steps_of(mass: Mass, step: Mass) -> Result<u32, NoQuote> {
    bounded(u128::from(mass.count().div_ceil(step.count())))
}

fn bounded(steps: u128) -> Result<u32, NoQuote> {
    let steps = u32::try_from(steps).ok();
    steps
        .filter(|steps| *steps <= TARIFF_STEPS_MAX)
        .ok_or(NoQuote::TooHeavy)
}

/// Volume over divisor, in steps, begun ones in full; all in whole numbers.
fn dimensional_steps(
    dimensional: &Dimensional,
    step: Mass,
    parcel: &RatedParcel,
) -> Result<u32, NoQuote> {
    let unit = u64::from(dimensional.unit.tenth_micrometres());
    // Sides that are rounded are counted in units, others as they are.
    let counted = |side: Length| {
        let side = u64::from(side.tenth_micrometres());
        u128::from(match dimensional.sides {
            SideRounding::Up => side.div_ceil(unit),
            SideRounding::Nearest => (side + unit / 2) / unit,
            SideRounding::Exact => side,
        })
    };
    // Below 2^33 each, so the volume is below 2^99; a unit of mass is below 2^31.
    let volume: u128 = parcel.sides().into_iter().map(counted).product();
    let cubic_unit = match dimensional.sides {
        SideRounding::Up | SideRounding::Nearest => 1,
        SideRounding::Exact => u128::from(unit).pow(3),
    };
    // Rounded down: for a volume that is just over the limit by a part of a cubic unit it does not matter.
    if volume <= cubic_unit.saturating_mul(u128::from(dimensional.over_volume)) {
        return Ok(0);
    }
    let Some(mass) = volume.checked_mul(u128::from(dimensional.mass.count())) else {
        return Err(NoQuote::TooHeavy);
    };
    let one_step = cubic_unit
        .checked_mul(u128::from(dimensional.divisor))
        .and_then(|divided| divided.checked_mul(u128::from(step.count())));
    // A step too large for the numbers is never filled.
    one_step.map_or(Ok(1), |one_step| bounded(divided_up(mass, one_step)))
}

/// The quotient, rounded up. Short numbers are divided as such: the division of long ones is a loop, which is slow in
/// WebAssembly.
fn divided_up(mass: u128, step: u128) -> u128 {
    match (u64::try_from(mass), u64::try_from(step)) {
        (Ok(mass), Ok(step)) => u128::from(mass.div_ceil(step)),
        _ => mass.div_ceil(step),
    }
}

/// The price of the zone, less the discount, at least the minimum.
fn transport(
    lines: &mut Lines,
    table: &TariffTable,
    prices: &ZonePrices,
    steps: u32,
) -> Result<Amount, NoQuote> {
    let price = lines.add(PriceItem::Transport, zone_price(prices, steps)?);
    let discount = share(price, table.discount_basis_points, table.coin);
    let discount = lines.add(PriceItem::Discount, -discount);
    let after = price + discount;
    let missing = Amount::new((table.minimum - after).get().max(0));
    Ok(after + lines.add(PriceItem::ToMinimum, missing))
}

fn zone_price(prices: &ZonePrices, steps: u32) -> Result<Amount, NoQuote> {
    let breaks = &prices.breaks;
    let at = breaks.partition_point(|step| step.steps_max < steps);
    if let Some(found) = breaks.get(at) {
        return Ok(found.price);
    }
    let (Some(last), Some(further)) = (breaks.last(), prices.further_step) else {
        return Err(NoQuote::TooHeavy);
    };
    Ok(last.price + further.times(i64::from(steps - last.steps_max)))
}

/// Adds the surcharges, of each group the dearest, and answers what of them bears fuel.
fn surcharges(lines: &mut Lines, due: &[&Surcharge], transport: Amount, steps: u32) -> Amount {
    let coin = lines.coin;
    let amount = |surcharge: &Surcharge| match surcharge.charge {
        Charge::Flat(price) => price,
        Charge::PerStep(price) => price.times(i64::from(steps)),
        Charge::Share {
            basis_points,
            minimum,
        } => share(transport, basis_points, coin).max(minimum),
    };
    let mut bearing_fuel = Amount::ZERO;
    for (at, surcharge) in due.iter().enumerate() {
        let mine = amount(surcharge);
        let outdone = |(other_at, other): (usize, &&Surcharge)| {
            let theirs = amount(other);
            let same = surcharge.group.is_some() && surcharge.group == other.group;
            same && (theirs > mine || theirs == mine && other_at < at)
        };
        if due.iter().enumerate().any(outdone) {
            continue;
        }
        let added = lines.add(PriceItem::Surcharge(surcharge.kind), mine);
        if surcharge.bears_fuel {
            bearing_fuel = bearing_fuel + added;
        }
    }
    bearing_fuel
}

fn fuel(lines: &mut Lines, table: &TariffTable, day: NaiveDate, bearing: Amount) {
    let after = table.fuel.partition_point(|(from, _)| *from <= day);
    if let Some((_, basis_points)) = after.checked_sub(1).and_then(|at| table.fuel.get(at)) {
        let item = PriceItem::Fuel {
            basis_points: *basis_points,
        };
        lines.add(item, share(bearing, *basis_points, table.coin));
    }
}

fn insurance(lines: &mut Lines, table: &TariffTable, parcel: &RatedParcel) -> Result<(), NoQuote> {
    if !parcel.options.contains(&ServiceOption::Insurance) {
        return Ok(());
    }
    let Some(insurance) = &table.insurance else {
        return Err(NoQuote::NotOffered(ServiceOption::Insurance));
    };
    if parcel.declared > insurance.value_max {
        return Err(NoQuote::NotInsurable {
            max: insurance.value_max,
        });
    }
    let over = (parcel.declared - insurance.free_up_to).get().max(0);
    if over > 0 {
        let parts = over / insurance.part.get() + i64::from(over % insurance.part.get() > 0);
        let price = insurance.part_price.times(parts);
        lines.add(PriceItem::Insurance, price.max(insurance.minimum));
    }
    Ok(())
}

/// A share of an amount, rounded once, half up, to the coin.
fn share(amount: Amount, basis_points: u32, coin: Amount) -> Amount {
    // A coin is at most a thousand, so this is far from the bounds.
    let whole = i64::from(BASIS_POINTS).saturating_mul(coin.get());
    let basis_points = i64::from(basis_points);
    let part = amount.get().checked_mul(basis_points);
    let coins = match part.and_then(|part| part.checked_add(whole / 2)) {
        Some(part) => i128::from(part.div_euclid(whole)),
        // Sums beyond all sense; see `divided_up`.
        None => {
            let part = i128::from(amount.get()) * i128::from(basis_points) + i128::from(whole / 2);
            part.div_euclid(i128::from(whole))
        }
    };
    Amount::new(i64::try_from(coins * i128::from(coin.get())).unwrap_or(i64::MAX))
}

/// Lines that add up.
struct Lines {
    coin: Amount,
    lines: Vec<PriceLine>,
    total: Amount,
}

impl Lines {
    fn new(coin: Amount) -> Lines {
        Lines {
            coin,
            lines: Vec::with_capacity(8),
            total: Amount::ZERO,
        }
    }

    /// Rounds an amount to the coin, half away from nothing, and adds it where it is not nothing; answers what was
    /// added.
    fn add(&mut self, item: PriceItem, amount: Amount) -> Amount {
        let coin = self.coin.get();
        let magnitude = amount.get().saturating_abs();
        let rounded = (magnitude.saturating_add(coin / 2) / coin).saturating_mul(coin);
        let amount = Amount::new(rounded * amount.get().signum());
        if amount != Amount::ZERO {
            self.lines.push(PriceLine { item, amount });
            self.total = self.total + amount;
        }
        amount
    }
}
