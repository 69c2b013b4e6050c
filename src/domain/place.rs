//! Places: wherever goods can be. Suppliers, customers, carriers and losses are places too, so that every movement
//! has two ends and the sum over all places stays zero.

use super::reason::LossReason;
use super::text::{Code, ParcelId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where goods are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    /// A storage bin: what is free to promise lies here.
    Bin(Code),
    /// A tote of a pick batch.
    Tote(Code),
    /// Inside a parcel.
    Parcel(ParcelId),
    /// Where returned goods wait for inspection.
    ReturnsDock,
    /// In the hands of a carrier.
    Carrier(Code),
    /// With customers.
    Customer,
    /// Outside, where goods come from: suppliers, and what was there before the ledger began.
    Supplier,
    /// Back with the supplier.
    SupplierReturn,
    /// Gone, for a reason.
    Loss(LossReason),
    /// Thrown away after inspection.
    Scrap,
}

impl Place {
    /// Whether the goods there are still inside the warehouse.
    pub fn is_inside(&self) -> bool {
        matches!(
            self,
            Place::Bin(_) | Place::Tote(_) | Place::Parcel(_) | Place::ReturnsDock
        )
    }

    /// The code on the place's label, where it has one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Place::Bin(code) | Place::Tote(code) | Place::Carrier(code) => Some(code.as_str()),
            Place::Parcel(id) => Some(id.as_str()),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    /// The label's code, or a plain English name for exports.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Bin(code) | Place::Tote(code) | Place::Carrier(code) => code.fmt(f),
            Place::Parcel(id) => id.fmt(f),
            Place::ReturnsDock => f.write_str("returns dock"),
            Place::Customer => f.write_str("customers"),
            Place::Supplier => f.write_str("suppliers"),
            Place::SupplierReturn => f.write_str("returned to suppliers"),
            Place::Loss(reason) => write!(f, "loss: {}", reason.code()),
            Place::Scrap => f.write_str("scrap"),
        }
    }
}

/// The condition that goods are in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Condition {
    /// As new: free to promise when in a bin.
    #[default]
    New,
    /// Opened or used, complete and working.
    Opened,
    /// Damaged.
    Damaged,
}

/// What a movement moves: an item, and what tells its units apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Goods {
    /// The item.
    pub sku: super::text::Sku,
    /// The lot, where the item has lots.
    pub lot: Option<Code>,
    /// The owner, where it is not the house itself.
    pub owner: Option<Code>,
    /// The condition.
    pub condition: Condition,
}

impl Goods {
    /// Goods as new, of the house, without a lot.
    pub fn new(sku: super::text::Sku) -> Self {
        Goods {
            sku,
            lot: None,
            owner: None,
            condition: Condition::New,
        }
    }
}

/// One movement of the double-entry ledger: so many units from one place to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Movement {
    /// What.
    pub goods: Goods,
    /// From where.
    pub from: Place,
    /// To where.
    pub to: Place,
    /// How many units.
    pub units: u32,
}
