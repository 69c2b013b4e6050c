//! Facts about packing. Pictures of open parcels are personal rows: an address may be seen in them.

use crate::stream::id::FactId;
use crate::trade::demand::DemandLine;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{CartonId, LocationId, ParcelId};
use crate::trade::place::Place;
use crate::trade::quantity::{Money, Size, Units};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// A fact of this area.
    pub enum PackingFact {
        /// A parcel was begun. Opens the parcel.
        0 => ParcelOpened(ParcelOpened),
        /// Units went into a parcel.
        1 => Packed(Packed),
        /// Units were taken out again, back to where they came from.
        2 => PackUndone { undoes: FactId, packed: Packed },
        /// A parcel was closed.
        3 => ParcelClosed(ParcelClosed),
        /// A closed parcel was opened again: its label is void until it is labelled anew.
        4 => ParcelReopened { parcel: ParcelId },
        /// A parcel was weighed or measured again.
        5 => ParcelMeasured { parcel: ParcelId, weight_g: Option<u64>, size: Option<Size> },
        /// An empty parcel was given up: its label, where it has one, is void.
        6 => ParcelCancelled { parcel: ParcelId },
        /// A second person has seen that the parcel is right.
        7 => ParcelChecked { parcel: ParcelId },
    }
}

wire_struct! {
    /// A parcel was begun.
    pub struct ParcelOpened {
        /// Where it stands.
        pub at: Option<LocationId>,
        /// The carton.
        pub carton: Option<CartonId>,
    }

    /// Units went into a parcel.
    pub struct Packed {
        /// The parcel.
        pub parcel: ParcelId,
        /// What they are for.
        pub line: DemandLine,
        /// What.
        pub goods: Goods,
        /// From where: a tote, or a location.
        pub from: Place,
        /// How many units; at most what is picked and not yet packed.
        pub units: Units,
        /// Their serial numbers, where they were asked for.
        pub serials: Vec<Serials>,
    }

    /// A parcel was closed.
    pub struct ParcelClosed {
        /// The parcel.
        pub parcel: ParcelId,
        /// The carton.
        pub carton: Option<CartonId>,
        /// Its weight in grams.
        pub weight_g: Option<u64>,
        /// Its outer size.
        pub size: Option<Size>,
        /// The value that is declared for it.
        pub declared: Option<Money>,
    }
}
