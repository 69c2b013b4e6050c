//! Where goods are. Everything that goods come from or go to is a place, so that the sum over all places is zero.

use super::id::{AssemblyId, ContainerId, LocationId, PartyId, TransferId, WarehouseId};
use super::quantity::Units;
use crate::wire_enum;

wire_enum! {
    /// Why goods are no more, or came from nowhere.
    pub enum LossReason {
        /// Broken.
        0 => Damaged,
        /// Past its date.
        1 => Expired,
        /// Not found.
        2 => Missing,
        /// Stolen.
        3 => Stolen,
        /// A sample, or used up in the house.
        4 => OwnUse,
        /// Thrown away after inspection.
        5 => Scrapped,
        /// Given away.
        6 => Donated,
        /// Found, or there before the ledger began.
        7 => Found,
        /// An earlier fact was wrong; the words of who corrected it are beside it.
        8 => Mistake,
    }

    /// A place. A location and a container are in a warehouse; a parcel is a container too, wherever it is.
    pub enum Place {
        /// Loose at a location.
        0 => Location(LocationId),
        /// Inside a container, the innermost one; where that stands is told apart.
        1 => Container(ContainerId),
        /// With a party: a supplier's, a carrier's, a marketplace's or a contractor's hands.
        2 => Party(PartyId),
        /// With the people who order.
        3 => Customers,
        /// Outside, as it was before the ledger began.
        4 => Opening(WarehouseId),
        /// Gone from a warehouse, or come from nowhere there, for a reason.
        5 => Loss { warehouse: WarehouseId, reason: LossReason },
        /// The difference that a count found: what the ledger of a warehouse did not know.
        6 => Difference(WarehouseId),
        /// Taken up into, or come out of, an assembly.
        7 => Assembly(AssemblyId),
        /// Inside a container that has left one warehouse and not yet come into another.
        8 => Underway(ContainerId),
        /// On the way with a transfer between two warehouses, in no container of its own.
        9 => Transfer(TransferId),
    }
}

impl Place {
    /// Whether goods are stored there: at a location, or in a container that is no parcel.
    pub fn is_storage(&self) -> bool {
        let is_parcel = matches!(self, Place::Container(ContainerId::Parcel(_)));
        self.is_ours() && !is_parcel
    }

    /// Whether goods there are in our hands, so that less than nothing there is a breach.
    pub fn is_ours(&self) -> bool {
        match self {
            Place::Location(_) | Place::Container(_) => true,
            Place::Party(_)
            | Place::Customers
            | Place::Opening(_)
            | Place::Loss { .. }
            | Place::Difference(_)
            | Place::Assembly(_)
            | Place::Underway(_)
            | Place::Transfer(_) => false,
        }
    }
}

/// One leg of the double-entry ledger: so many units of goods from one place to another, or from one thing to another
/// in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement<'a> {
    /// What leaves.
    pub goods: &'a super::goods::Goods,
    /// What arrives, where it is another thing: goods whose lot, owner or condition became known or changed.
    pub becomes: Option<&'a super::goods::Goods>,
    /// From where.
    pub from: Place,
    /// To where; the same place for a change of an attribute.
    pub to: Place,
    /// How many units.
    pub units: Units,
}
