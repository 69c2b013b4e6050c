//! Why an order goes from where it goes, as data to be put into words.

use chrono::NaiveDate;

use crate::trade::quantity::Amount;

use super::stock::{SkuNumber, WarehouseNumber};

/// One sentence about the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// This warehouse sends a parcel that arrives on this day.
    Sends {
        /// The warehouse.
        warehouse: WarehouseNumber,
        /// The day.
        arrives: NaiveDate,
    },
    /// This warehouse alone would not do, or not as well.
    NotAlone {
        /// The warehouse.
        warehouse: WarehouseNumber,
        /// What speaks against it.
        why: WhyNot,
    },
    /// No split over the allowed number of parcels has these units.
    Lacking {
        /// The item.
        sku: SkuNumber,
        /// The units that are missing.
        units: u32,
    },
    /// The promised day cannot be kept by any split that sends as much.
    Late {
        /// The days that it comes too late.
        days: i64,
    },
}

/// What speaks against a single warehouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// It does not send to this address.
    NoLane,
    /// It has too little of an item.
    Lacks {
        /// The item.
        sku: SkuNumber,
        /// The units that are missing there.
        units: u32,
    },
    /// It would miss the promised day.
    Late {
        /// The days after the promised one.
        days: i64,
    },
    /// It would cost more.
    Dearer {
        /// By how much.
        by: Amount,
    },
    /// It would arrive later.
    Later {
        /// By how many days.
        days: i64,
    },
    /// The channel prefers another, or all else being equal the first one is taken.
    LessPreferred,
}
