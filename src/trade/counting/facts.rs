//! Facts about what was seen.

use crate::stream::id::{CommitId, FactId};
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{ContainerId, ItemId};
use crate::trade::place::Place;
use crate::trade::quantity::SeenUnits;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What an observation is for.
    pub enum ObservationKind {
        /// A count that holds at once.
        0 => Count,
        /// A count that holds once a second person has approved it, measured at the seeing all the same.
        1 => CountToApprove,
        /// Asked whether an emptied place is empty, it was not, or it was seen to be.
        2 => ZeroCheck,
    }

    /// What an observation says something about. What it covers and does not list was not there.
    pub enum Covers {
        /// Exactly these goods.
        0 => Goods(Goods),
        /// All goods of an item that lie loose there.
        1 => Item(ItemId),
        /// All goods that lie loose there.
        2 => Loose,
        /// All goods there, those in containers too.
        3 => Everything,
    }

    /// What was looked at in goods that were seen.
    pub enum SeenWhat {
        /// All that tells the goods apart: without a lot means that they have none.
        0 => Goods(Goods),
        /// The item only; lot, owner and condition were not looked at.
        1 => Item(ItemId),
    }

    /// A fact of this area.
    pub enum CountingFact {
        /// Something was seen. Stands in a commit of its own, at the moment of seeing.
        0 => Observed(Box<Observation>),
        /// A count was approved, and holds.
        1 => CountApproved { count: FactId, place: Place },
        /// A count was turned down, and never holds.
        2 => CountRejected { count: FactId, place: Place },
        /// A person says on which side of a count a movement was that nobody could place.
        3 => MovementPlaced { count: FactId, place: Place, movement: CommitId, before: bool },
    }
}

wire_struct! {
    /// Something that was seen.
    pub struct Seen {
        /// In which container, where it did not lie loose.
        pub within: Option<ContainerId>,
        /// What.
        pub what: SeenWhat,
        /// How many units; may be none.
        pub units: SeenUnits,
        /// Their serial numbers, where they were looked at.
        pub serials: Vec<Serials>,
    }

    /// What was seen at a place.
    pub struct Observation {
        /// What it is for.
        pub kind: ObservationKind,
        /// Where.
        pub place: Place,
        /// What it says something about.
        pub covers: Covers,
        /// What was seen.
        pub seen: Vec<Seen>,
        /// The containers that were seen there, where everything was looked at.
        pub containers: Vec<ContainerId>,
        /// What the books said then, where the counter was shown it.
        pub expected: Option<Vec<Seen>>,
        /// Typed later: the own commit after which it was seen. It stands directly after that commit and knew what that
        /// one knew.
        pub after: Option<u64>,
    }
}
