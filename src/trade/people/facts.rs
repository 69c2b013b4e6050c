//! Facts about operators, roles and devices.

use crate::stream::id::{FactId, StreamId};
use crate::trade::card::{CardField, FieldKey};
use crate::trade::id::{ChannelId, OperatorId, PartyId, WarehouseId};
use crate::trade::personal::Row;
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What an operator does, and so what is asked of `decide`.
    pub enum Role {
        /// Picks.
        0 => Picker,
        /// Packs and labels.
        1 => Packer,
        /// Receives and puts away.
        2 => Receiver,
        /// Inspects returns.
        3 => Returns,
        /// Takes orders in, routes, allocates, releases.
        4 => Office,
        /// All of the floor, and what is confirmed by a second person.
        5 => Supervisor,
        /// Everything, people and erasures included.
        6 => Owner,
    }

    /// A language of the portal.
    pub enum Language {
        /// English.
        0 => English,
        /// Indonesian.
        1 => Indonesian,
        /// Bulgarian.
        2 => Bulgarian,
        /// Romanian.
        3 => Romanian,
    }

    /// What a role is restricted to. Nothing named is no restriction of its kind.
    pub enum Restriction {
        /// To a warehouse.
        0 => Warehouse(WarehouseId),
        /// To a client's goods and orders.
        1 => Client(PartyId),
        /// To a channel's orders.
        2 => Channel(ChannelId),
    }

    /// A field of an operator's card.
    pub enum OperatorField {
        /// The short code by which facts and lists show who it was.
        0 => Code(Code),
        /// The language that the portal speaks to them.
        1 => Language(Language),
        /// Works here no more: no new decision may be theirs; facts that are theirs still count.
        2 => Retired(bool),
    }

    /// A fact of this area.
    pub enum PeopleFact {
        /// Somebody was made an operator. Opens the operator.
        0 => OperatorAdded(OperatorAdded),
        /// Fields of an operator were set.
        1 => OperatorSet(OperatorSet),
        /// A role was given.
        2 => RoleGranted(RoleGranted),
        /// A role was taken back.
        3 => RoleRevoked { grant: FactId },
        /// A device was let in. Of itself it confers nothing yet: a stream's facts count from its first commit on, and
        /// who may is told by the roles.
        4 => DeviceEnrolled { stream: StreamId },
        /// A device was shut out, by an owner: its facts that did not know of it by then count and are marked; those that
        /// knew wait.
        5 => DeviceRevoked { stream: StreamId },
        /// A waiting fact was let through, or turned down, by somebody who may.
        6 => WaitingDecided { fact: FactId, allowed: bool },
    }
}

wire_struct! {
    /// Somebody was made an operator.
    pub struct OperatorAdded {
        /// The first fields.
        pub fields: Vec<OperatorField>,
        /// Name and contact, and the salted hashes of PIN and badge.
        pub rows: Vec<Row>,
    }

    /// Fields of an operator were set.
    pub struct OperatorSet {
        /// The operator.
        pub operator: OperatorId,
        /// The fields, each key once.
        pub fields: Vec<OperatorField>,
        /// Name and contact, and the salted hashes of PIN and badge, where they changed.
        pub rows: Vec<Row>,
    }

    /// A role was given to an operator.
    pub struct RoleGranted {
        /// The operator.
        pub operator: OperatorId,
        /// The role.
        pub role: Role,
        /// What it is restricted to.
        pub restrictions: Vec<Restriction>,
    }
}

impl CardField for OperatorField {
    fn key(&self) -> FieldKey {
        FieldKey::whole(self.number())
    }
}
