//! Facts about labels, hand-over and delivery.

use crate::stream::id::FactId;
use crate::trade::demand::DemandLine;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{ParcelId, PartyId, WarehouseId};
use crate::trade::personal::Row;
use crate::trade::quantity::{Instant, Money, Units};
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// A fact of this area.
    pub enum ShippingFact {
        /// A parcel was given a carrier and a number. The label is named by this fact; the one before it is void.
        0 => ParcelLabelled(ParcelLabelled),
        /// A label is void: a scan of its number says so.
        1 => LabelVoided { parcel: ParcelId, label: FactId },
        /// A parcel left with its carrier, with all that is in it.
        2 => HandedOver(HandedOver),
        /// The carrier did not take it after all: it stands here, labelled.
        3 => HandOverUndone { undoes: FactId, hand_over: HandedOver },
        /// A parcel arrived.
        4 => Delivered(Delivered),
        /// It has not arrived after all.
        5 => DeliveryUndone { undoes: FactId, delivery: DeliveredParcel },
        /// The number of a label that was bought without one became known.
        6 => NumberGiven { parcel: ParcelId, label: FactId, number: Code },
        /// A carrier has lost a parcel: what of it was still with the carrier is a loss of its warehouse. The order's units
        /// stay shipped; what becomes of them is money or a new order.
        7 => ParcelLost(LostParcel),
        /// It was found after all: it is with its carrier.
        8 => LossUndone { undoes: FactId, lost: LostParcel },
    }
}

wire_struct! {
    /// A parcel was given a carrier and a number.
    pub struct ParcelLabelled {
        /// The parcel.
        pub parcel: ParcelId,
        /// The carrier.
        pub carrier: PartyId,
        /// Its service.
        pub service: Option<Code>,
        /// The tracking number; none until it is known.
        pub number: Option<Code>,
        /// For how much it is insured.
        pub insured: Option<Money>,
        /// How much the carrier collects at the door.
        pub collect: Option<Money>,
        /// The number of the return label that goes with it.
        pub return_number: Option<Code>,
    }

    /// Units inside a parcel.
    pub struct ParcelContent {
        /// What they are for.
        pub line: DemandLine,
        /// What.
        pub goods: Goods,
        /// How many units.
        pub units: Units,
        /// Their serial numbers, where they are known.
        pub serials: Vec<Serials>,
    }

    /// A parcel left with its carrier.
    pub struct HandedOver {
        /// The parcel.
        pub parcel: ParcelId,
        /// The carrier.
        pub carrier: PartyId,
        /// What it left after: its label or, where the carrier gave it back since, that. It stands on the ramp once, so
        /// of two that left after one fact the first in order is what happened.
        pub after: FactId,
        /// All that is in it.
        pub contents: Vec<ParcelContent>,
    }

    /// A parcel that a carrier lost, with what of it was still with the carrier.
    pub struct LostParcel {
        /// The parcel.
        pub parcel: ParcelId,
        /// The carrier that lost it.
        pub carrier: PartyId,
        /// The warehouse that it left, whose loss it is.
        pub warehouse: WarehouseId,
        /// What.
        pub contents: Vec<ParcelContent>,
    }

    /// Units that arrived.
    pub struct DeliveredContent {
        /// What they were for.
        pub line: DemandLine,
        /// What.
        pub goods: Goods,
        /// How many units.
        pub units: Units,
        /// Of these, damaged: at most as many.
        pub damaged: u64,
        /// Their serial numbers, where they are known.
        pub serials: Vec<Serials>,
    }

    /// A parcel with what of it arrived.
    pub struct DeliveredParcel {
        /// The parcel.
        pub parcel: ParcelId,
        /// The carrier that brought it.
        pub carrier: PartyId,
        /// What arrived.
        pub contents: Vec<DeliveredContent>,
    }

    /// A parcel arrived.
    pub struct Delivered {
        /// What.
        pub delivery: DeliveredParcel,
        /// When, where that is known.
        pub at: Option<Instant>,
        /// Who took it, signature and picture.
        pub rows: Vec<Row>,
    }
}
