//! Facts about what is the same as what.

use crate::stream::id::FactId;
use crate::trade::id::{ChannelId, CustomerId, ItemId, Name, PartyId};
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What a placeholder stands for until it is known.
    pub enum PlaceholderKind {
        /// An item: a delivery or an order names a code that no item has.
        0 => Item { client: Option<PartyId> },
        /// A lot of an item.
        1 => Lot { item: ItemId },
        /// A party: an owner, a supplier or a carrier.
        2 => Party,
    }

    /// Two identities of one thing: the first is merged into the second.
    pub enum Pair {
        /// Two items. Their lots of equal code are merged with them.
        0 => Items { from: ItemId, into: ItemId },
        /// Two lots of one item.
        1 => Lots { item: ItemId, from: Name, into: Name },
        /// Two parties.
        2 => Parties { from: PartyId, into: PartyId },
        /// Two channels. Their orders stay apart: an order that was placed on both is two orders.
        3 => Channels { from: ChannelId, into: ChannelId },
        /// Two customers.
        4 => Customers { from: CustomerId, into: CustomerId },
    }

    /// A fact of this area.
    pub enum IdentityFact {
        /// Something came that nobody knew: it gets an identity of its own, never that of its code. Opens a document of
        /// the kind that it says; facts of the same commit may name it.
        0 => PlaceholderOpened(PlaceholderOpened),
        /// Two identities turned out to be one thing. From then on what was booked under either is summed under the
        /// canonical one; nothing is written anew, so the merge can be taken back.
        1 => Merged(Merged),
        /// A merge was wrong: both stand apart again, each with what was booked under its name.
        2 => MergeRevoked { merge: FactId },
    }
}

wire_struct! {
    /// Something came that nobody knew.
    pub struct PlaceholderOpened {
        /// What it stands for.
        pub kind: PlaceholderKind,
        /// The code as it was written, if any was.
        pub written: Option<Code>,
    }

    /// Two identities turned out to be one thing.
    pub struct Merged {
        /// Which.
        pub pair: Pair,
    }
}
