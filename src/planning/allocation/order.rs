//! An order as the allocation sees it.

use chrono::NaiveDate;

use crate::limits::{
    ALLOCATION_LINES_MAX, ALLOCATION_PRICE_MAX, ALLOCATION_UNIT_GRAMS_MAX, ALLOCATION_UNITS_MAX,
    ALLOCATION_WAREHOUSES_MAX,
};
use crate::trade::quantity::Amount;

use super::stock::{SkuNumber, WarehouseNumber};

/// So many units of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderLine {
    /// The item.
    pub sku: SkuNumber,
    /// How many of it.
    pub units: u32,
    /// What one of it weighs, in grams.
    pub unit_grams: u32,
}

/// The way from a warehouse to the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// What a parcel costs, whatever is in it: packing, the carton, the tariff's first step.
    pub parcel: Amount,
    /// What each unit adds: picking it there.
    pub unit: Amount,
    /// What each kilogram adds.
    pub kilogram: Amount,
    /// The day the parcel arrives.
    pub arrives: NaiveDate,
}

impl Lane {
    /// What one unit of this weight adds, to the nearest ten-thousandth of the currency.
    pub fn unit_cost(&self, unit_grams: u32) -> Amount {
        let by_weight = self.kilogram.get().saturating_mul(i64::from(unit_grams));
        Amount::new(self.unit.get().saturating_add((by_weight + 500) / 1_000))
    }
}

/// What counts in the choice between warehouses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// Fewer parcels.
    Parcels,
    /// Lower cost.
    Cost,
    /// An earlier day on which everything has arrived.
    Promise,
    /// The channel's preferred warehouses: a lower sum of ranks.
    Priority,
}

/// What to do when the stock does not suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// Send nothing before everything is there.
    ShipComplete,
    /// Send what is there, the rest later.
    AsAvailable,
}

/// What was agreed for the order, or holds for its channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// What counts, the most important first.
    pub criteria: [Criterion; 4],
    /// What to do when the stock does not suffice.
    pub completion: Completion,
    /// Into how many parcels it may be split at most.
    pub parcels_max: usize,
    /// The day by which it was promised: a split that keeps it goes before any that does not.
    pub wanted_by: Option<NaiveDate>,
    /// The rank of each warehouse for the channel, 0 the most preferred; those not named rank 0.
    pub ranks: Vec<u16>,
}

impl Default for Terms {
    /// Fewest parcels, then cost, day and priority; sent as available, over any number of warehouses.
    fn default() -> Self {
        Terms {
            criteria: [
                Criterion::Parcels,
                Criterion::Cost,
                Criterion::Promise,
                Criterion::Priority,
            ],
            completion: Completion::AsAvailable,
            parcels_max: ALLOCATION_WAREHOUSES_MAX,
            wanted_by: None,
            ranks: Vec::new(),
        }
    }
}

/// Why an order cannot be allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderFault {
    /// It has no line.
    NoLine,
    /// It has more lines than are allocated at once.
    TooManyLines,
    /// A line has no unit.
    NoUnit {
        /// The line, from 0.
        line: usize,
    },
    /// All lines together have too many units.
    TooManyUnits,
    /// A unit is heavier than anything that is sent.
    TooHeavy {
        /// The line, from 0.
        line: usize,
    },
    /// A lane's price is below zero or beyond all sense.
    PriceOutOfRange {
        /// The lane's warehouse.
        warehouse: WarehouseNumber,
    },
    /// There are lanes of more warehouses than an order is allocated over.
    TooManyWarehouses,
    /// A criterion stands twice, so that another is missing.
    CriterionTwice {
        /// The one that stands twice.
        criterion: Criterion,
    },
    /// It may be sent in no parcel at all.
    NoParcelAllowed,
}

/// An order that can be allocated: each item once, all figures within bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    lines: Vec<OrderLine>,
    lanes: Vec<Option<Lane>>,
    terms: Terms,
}

impl Order {
    /// Lines of the same item are put together. `lanes` are those of warehouse 0, 1, ...; `None`, or one that is
    /// missing at the end, cannot send to this address.
    pub fn new(
        lines: &[OrderLine],
        lanes: Vec<Option<Lane>>,
        terms: Terms,
    ) -> Result<Order, OrderFault> {
        check_lanes(&lanes)?;
        check_terms(&terms)?;
        Ok(Order {
            lines: merged(lines)?,
            lanes,
            terms,
        })
    }

    /// Its lines, sorted by item, each item once.
    pub fn lines(&self) -> &[OrderLine] {
        &self.lines
    }

    /// The way from a warehouse; `None` where there is none.
    pub fn lane(&self, warehouse: WarehouseNumber) -> Option<&Lane> {
        self.lanes.get(warehouse)?.as_ref()
    }

    /// What was agreed.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The rank of a warehouse for the order's channel.
    pub fn rank(&self, warehouse: WarehouseNumber) -> u16 {
        self.terms.ranks.get(warehouse).copied().unwrap_or(0)
    }
}

fn check_lanes(lanes: &[Option<Lane>]) -> Result<(), OrderFault> {
    if lanes.len() > ALLOCATION_WAREHOUSES_MAX {
        return Err(OrderFault::TooManyWarehouses);
    }
    for (warehouse, lane) in lanes.iter().enumerate() {
        let Some(lane) = lane else { continue };
        let prices = [lane.parcel, lane.unit, lane.kilogram];
        // The dearest unit weighs a tonne, so the bound of a kilogram is a thousandth of the others.
        let heaviest = i64::from(ALLOCATION_UNIT_GRAMS_MAX / 1_000);
        let sound = |price: &Amount| (0..=ALLOCATION_PRICE_MAX / 2).contains(&price.get());
        if !prices.iter().all(sound) || lane.kilogram.get() > ALLOCATION_PRICE_MAX / 2 / heaviest {
            return Err(OrderFault::PriceOutOfRange { warehouse });
        }
    }
    Ok(())
}

fn check_terms(terms: &Terms) -> Result<(), OrderFault> {
    for (i, criterion) in terms.criteria.iter().enumerate() {
        if terms.criteria[..i].contains(criterion) {
            return Err(OrderFault::CriterionTwice {
                criterion: *criterion,
            });
        }
    }
    if terms.parcels_max == 0 {
        return Err(OrderFault::NoParcelAllowed);
    }
    Ok(())
}

fn merged(lines: &[OrderLine]) -> Result<Vec<OrderLine>, OrderFault> {
    if lines.is_empty() {
        return Err(OrderFault::NoLine);
    }
    if lines.len() > ALLOCATION_LINES_MAX {
        return Err(OrderFault::TooManyLines);
    }
    let mut units_all: u32 = 0;
    for (i, line) in lines.iter().enumerate() {
        if line.units == 0 {
            return Err(OrderFault::NoUnit { line: i });
        }
        if line.unit_grams > ALLOCATION_UNIT_GRAMS_MAX {
            return Err(OrderFault::TooHeavy { line: i });
        }
        units_all = units_all.saturating_add(line.units);
    }
    if units_all > ALLOCATION_UNITS_MAX {
        return Err(OrderFault::TooManyUnits);
    }
    let mut sorted = lines.to_vec();
    sorted.sort_by_key(|line| line.sku);
    let mut merged: Vec<OrderLine> = Vec::with_capacity(sorted.len());
    for line in sorted {
        match merged.last_mut() {
            Some(last) if last.sku == line.sku => {
                last.units += line.units;
                last.unit_grams = last.unit_grams.max(line.unit_grams);
            }
            _ => merged.push(line),
        }
    }
    Ok(merged)
}
