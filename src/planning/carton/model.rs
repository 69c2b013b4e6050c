//! What is packed, into what, under which rules, and what the answer holds.

use crate::planning::geometry::{Cuboid, Turns};
use crate::planning::measure::{Size, Weight};
use crate::trade::quantity::Amount;

/// How much may rest on a thing, directly or through what lies between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bears {
    /// Whatever the carton holds.
    Anything,
    /// So much: everything above it counts with its whole weight, also where others carry a part of it.
    UpTo(Weight),
    /// Nothing: it is fragile.
    Nothing,
}

/// One line of what is to be packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The size of one unit as it stands upright.
    pub size: Size,
    /// The weight of one unit.
    pub weight: Weight,
    /// Which sides may point upwards.
    pub turns: Turns,
    /// What may rest on a unit.
    pub bears: Bears,
    /// A class of goods for the rules of what is kept apart.
    pub class: Option<u16>,
    /// Shipped in its own box, each unit a parcel.
    pub own_box: bool,
    /// How many units.
    pub units: u32,
}

impl Line {
    /// So many units of plain goods: any side up, carries anything, goes with everything.
    pub fn plain(size: Size, weight: Weight, units: u32) -> Self {
        Line {
            size,
            weight,
            turns: Turns::ANY,
            bears: Bears::Anything,
            class: None,
            own_box: false,
            units,
        }
    }
}

/// A kind of carton in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carton {
    /// The room inside; it is filled as it stands, from above.
    pub inner: Size,
    /// What the carrier measures.
    pub outer: Size,
    /// The weight of the empty carton.
    pub empty: Weight,
    /// The most that it may weigh when it is packed, itself included.
    pub gross_max: Weight,
    /// What the carton itself costs.
    pub price: Amount,
}

/// The rules of packing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// How much of a unit's base must rest on the floor or on others, in percent.
    pub support_percent: u32,
    /// How much of a carton's inner volume is kept for dunnage, in percent.
    pub dunnage_percent: u32,
    /// Classes of goods that must not share a parcel.
    pub apart: Vec<(u16, u16)>,
}

impl Default for Rules {
    /// Three quarters of every base supported, no dunnage, nothing kept apart.
    fn default() -> Self {
        Rules {
            support_percent: 75,
            dunnage_percent: 0,
            apart: Vec::new(),
        }
    }
}

/// A unit in a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The line that the unit is of.
    pub line: usize,
    /// Where it lies inside the carton.
    pub place: Cuboid,
}

/// What a parcel is packed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackedIn {
    /// A carton, by its index.
    Carton(usize),
    /// The own box of the unit of this line.
    Own(usize),
}

/// One parcel.
#[derive(Debug, Clone, PartialEq)]
pub struct Parcel {
    /// What it is packed in.
    pub packed_in: PackedIn,
    /// The units in the order in which they are laid in, each from above.
    pub placements: Vec<Placement>,
    /// Its outer size.
    pub outer: Size,
    /// Its weight with everything.
    pub gross: Weight,
    /// What it costs by the tariff.
    pub cost: i64,
    /// What became of every carton for these goods, the cheapest at this weight first; empty for an own box.
    pub verdicts: Vec<Verdict>,
}

/// What became of a carton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The carton, by its index.
    pub carton: usize,
    /// What the parcel would cost in it; `None` where the tariff takes no such parcel.
    pub cost: Option<i64>,
    /// Why it is the one, or is not.
    pub outcome: Outcome,
}

/// Why a carton is the one for a parcel, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The cheapest in which a packing was found.
    Chosen,
    /// No cheaper than the one that was chosen.
    NotCheaper,
    /// It cannot hold the goods.
    Cannot(Obstacle),
    /// No packing was found, though none is known to be impossible.
    NoneFound,
    /// The tariff takes no such parcel.
    NotTaken,
}

/// What keeps goods out of a carton for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A unit of this line goes in on no side that may point upwards.
    TooLarge(usize),
    /// The goods and the carton are heavier than the carton may be.
    TooHeavy,
    /// The goods have more volume than the carton has beside the dunnage.
    TooMuch,
    /// Goods that must be kept apart.
    KeptApart,
    /// Too many units that can lie neither beside nor upon each other, or every packing was tried.
    NoArrangement,
}

/// An order, packed.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    /// The parcels.
    pub parcels: Vec<Parcel>,
    /// How many parcels the naive plan has.
    pub naive_parcels: usize,
}

/// Units that lie on one height: what a packer lays in before going higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// The height that they lie on, in millimetres above the carton's floor.
    pub bottom_mm: u32,
    /// The top of the highest of them, in millimetres.
    pub top_mm: u32,
    /// The first of the parcel's placements that is in the layer.
    pub first: usize,
    /// How many placements it has.
    pub count: usize,
}

impl Parcel {
    /// The layers from below, to be drawn one by one.
    pub fn layers(&self) -> Vec<Layer> {
        let mut layers: Vec<Layer> = Vec::new();
        for (index, placement) in self.placements.iter().enumerate() {
            let (bottom_mm, top_mm) = (placement.place.from[2], placement.place.to[2]);
            match layers.last_mut() {
                Some(layer) if layer.bottom_mm == bottom_mm => {
                    layer.top_mm = layer.top_mm.max(top_mm);
                    layer.count += 1;
                }
                _ => layers.push(Layer {
                    bottom_mm,
                    top_mm,
                    first: index,
                    count: 1,
                }),
            }
        }
        layers
    }
}

/// Why an order cannot be packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackError {
    /// There is nothing to pack.
    NothingToPack,
    /// More units than are planned at once: split the order.
    TooManyUnits {
        /// How many there are.
        units: u64,
    },
    /// More kinds of cartons than are weighed against each other.
    TooManyCartons {
        /// How many there are.
        cartons: usize,
    },
    /// A share of more than a hundred percent, or of all the room for dunnage.
    ShareOutOfRange {
        /// The share, in percent.
        percent: u32,
    },
    /// A unit of this line goes into no carton, or no tariff takes it: give it its own box or a larger carton.
    FitsNowhere {
        /// The line, by its index.
        line: usize,
    },
}

impl std::fmt::Display for PackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PackError::NothingToPack => f.write_str("there is nothing to pack"),
            PackError::TooManyUnits { units } => {
                write!(
                    f,
                    "{units} units are too many to plan at once: split the order"
                )
            }
            PackError::TooManyCartons { cartons } => {
                write!(
                    f,
                    "{cartons} kinds of cartons are too many to weigh against each other"
                )
            }
            PackError::ShareOutOfRange { percent } => {
                write!(f, "{percent} percent is no share of a base or of a carton")
            }
            PackError::FitsNowhere { line } => write!(
                f,
                "a unit of line {line} goes into no carton that may be shipped: give it its own box or a larger carton"
            ),
        }
    }
}

impl std::error::Error for PackError {}
