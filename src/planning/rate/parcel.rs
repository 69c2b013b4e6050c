//! A parcel as carriers see it.

use chrono::NaiveDate;

use crate::planning::measure::{Size, Weight};
use crate::planning::promise::Destination;
use crate::trade::quantity::Amount;

use super::units::{Length, Mass};

/// What may be asked of a service beside the transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceOption {
    /// The receiver signs.
    Signature,
    /// The receiver's age is checked.
    AgeCheck,
    /// Delivery on a Saturday.
    Saturday,
    /// The receiver pays at the door.
    CashOnDelivery,
    /// The contents are dangerous goods.
    DangerousGoods,
    /// It is insured for its declared value.
    Insurance,
}

/// A parcel that is to be priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedParcel {
    sides: [Length; 3],
    mass: Mass,
    /// The day on which it is handed over: its tariff counts.
    pub shipped: NaiveDate,
    /// Where it goes.
    pub destination: Destination,
    /// Whether it goes to a home.
    pub is_residential: bool,
    /// What it is worth, in the service's currency.
    pub declared: Amount,
    /// What is asked for.
    pub options: Vec<ServiceOption>,
}

impl RatedParcel {
    /// A parcel of this outer size and weight, to a business, without options, worth nothing.
    pub fn new(size: Size, weight: Weight, shipped: NaiveDate, destination: Destination) -> Self {
        let sides = size.sides_mm().map(Length::millimetres);
        Self::of(sides, Mass::from(weight), shipped, destination)
    }

    /// The same from sides and mass in other units, in which no rounding has been done.
    pub fn of(
        sides: [Length; 3],
        mass: Mass,
        shipped: NaiveDate,
        destination: Destination,
    ) -> Self {
        let mut sides = sides;
        sides.sort_unstable_by(|a, b| b.cmp(a));
        RatedParcel {
            sides,
            mass,
            shipped,
            destination,
            is_residential: false,
            declared: Amount::ZERO,
            options: Vec::new(),
        }
    }

    /// Its sides, the longest first.
    pub fn sides(&self) -> [Length; 3] {
        self.sides
    }

    /// What it weighs.
    pub fn mass(&self) -> Mass {
        self.mass
    }

    /// The longest side and once around the other two.
    pub fn length_and_girth(&self) -> Length {
        let [longest, middle, shortest] = self.sides;
        let half_around = middle.plus(shortest);
        longest.plus(half_around).plus(half_around)
    }
}
