//! Surcharges: when they are due, and how much.

use chrono::NaiveDate;

use crate::planning::promise::{ZoneNumber, ZoneTable};
use crate::trade::quantity::Amount;

use super::parcel::{RatedParcel, ServiceOption};
use super::units::{Length, Mass};

/// What a surcharge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SurchargeKind {
    /// Delivery to a home.
    Residential,
    /// Delivery to a remote area.
    RemoteArea,
    /// Larger than the network is made for.
    Oversize,
    /// Cannot run on the belts.
    AdditionalHandling,
    /// The weeks before the holidays.
    Peak,
    /// A service option.
    Option(ServiceOption),
    /// Toll, security, climate and the like.
    Levy,
}

/// When a surcharge is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// It goes to a home.
    Residential,
    /// It goes to one of the table's areas.
    Area(ZoneTable),
    /// It goes to this zone of the tariff.
    Zone(ZoneNumber),
    /// Its longest side is longer than this.
    LongestOver(Length),
    /// Its second side is longer than this.
    SecondOver(Length),
    /// Its length and girth are more than this.
    LengthAndGirthOver(Length),
    /// It weighs more than this.
    MassOver(Mass),
    /// This is asked for.
    Asked(ServiceOption),
    /// It is handed over on one of these days, both included.
    Days(NaiveDate, NaiveDate),
}

/// How much a surcharge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// So much a parcel.
    Flat(Amount),
    /// So much for each step of billable weight.
    PerStep(Amount),
    /// A share of the transport price, and a minimum.
    Share {
        /// The share, in hundredths of a percent.
        basis_points: u32,
        /// The least.
        minimum: Amount,
    },
}

/// A surcharge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surcharge {
    /// What it is for.
    pub kind: SurchargeKind,
    /// All of these must hold; with none it is always due.
    pub when: Vec<Condition>,
    /// How much it is.
    pub charge: Charge,
    /// Of the surcharges of one group only the dearest is due.
    pub group: Option<u8>,
    /// Whether fuel is charged on it, too.
    pub bears_fuel: bool,
    /// Where it is due, at least so many steps are billed.
    pub steps_min: u32,
}

impl Surcharge {
    pub(super) fn is_due(&self, parcel: &RatedParcel, zone: ZoneNumber) -> bool {
        self.when
            .iter()
            .all(|condition| condition.holds(parcel, zone))
    }
}

impl Condition {
    fn holds(&self, parcel: &RatedParcel, zone: ZoneNumber) -> bool {
        let [longest, second, _] = parcel.sides();
        match self {
            Condition::Residential => parcel.is_residential,
            Condition::Area(areas) => areas.zone_of(&parcel.destination).is_some(),
            Condition::Zone(this) => *this == zone,
            Condition::LongestOver(length) => longest > *length,
            Condition::SecondOver(length) => second > *length,
            Condition::LengthAndGirthOver(length) => parcel.length_and_girth() > *length,
            Condition::MassOver(mass) => parcel.mass() > *mass,
            Condition::Asked(option) => parcel.options.contains(option),
            Condition::Days(from, to) => (*from..=*to).contains(&parcel.shipped),
        }
    }
}
